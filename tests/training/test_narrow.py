"""A vocabulary is cut to the pieces that are used most, and every text can still be written."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from training import narrow

WORDS = ("<|end|>", "a", "b", "c", "ab", "abc", "bc", "ca")
MERGES = [("a", "b"), ("b", "c"), ("ab", "c"), ("c", "a")]


@pytest.fixture
def state() -> dict[str, object]:
    """Three letters, four pieces made of them, and a mark."""
    made = Tokenizer(models.BPE(dict(zip(WORDS, range(8), strict=True)), MERGES))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    made.decoder = decoders.BPEDecoder()
    made.add_special_tokens(["<|end|>"])
    read: dict[str, object] = json.loads(made.to_str())
    return read


def test_the_pieces_used_most_stay_with_the_pieces_they_are_made_of(
    state: dict[str, object],
) -> None:
    """`abc` is used most and needs `ab`; then one place is left, for `ca`."""
    counts = Counter({WORDS.index("abc"): 9, WORDS.index("ca"): 5, WORDS.index("bc"): 4})

    made, rows = narrow.narrowed(state, counts, 7)

    assert made.get_vocab() == {"<|end|>": 0, "a": 1, "b": 2, "c": 3, "ab": 4, "abc": 5, "ca": 6}
    assert rows == [0, 1, 2, 3, 4, 5, 7]
    assert made.encode("abc bca").tokens == ["abc", "b", "ca"]


def test_a_piece_that_does_not_fit_with_its_parts_makes_room_for_a_smaller_one(
    state: dict[str, object],
) -> None:
    """A piece without its parts could never be made."""
    counts = Counter({WORDS.index("abc"): 9, WORDS.index("bc"): 4})

    made, rows = narrow.narrowed(state, counts, 5)

    assert rows == [0, 1, 2, 3, WORDS.index("bc")]
    assert made.encode("abc").tokens == ["a", "bc"]


def test_a_piece_that_nothing_makes_is_dropped(state: dict[str, object]) -> None:
    """It would keep a place and never be written."""
    model = state["model"]
    assert isinstance(model, dict)
    model["merges"] = [list(pair) for pair in MERGES if pair != ("c", "a")]

    made, rows = narrow.narrowed(state, Counter(), 8)

    assert rows == [0, 1, 2, 3, 4, 5, 6]
    assert "ca" not in made.get_vocab()


def test_a_special_token_keeps_its_number(state: dict[str, object]) -> None:
    """The template and the engine know them by number."""
    vocab = {"a": 0, "b": 1, "ab": 2, "<|end|>": 3}
    state["model"] = {**_model(state), "vocab": vocab, "merges": [["a", "b"]]}
    state["added_tokens"] = [{**_added(state)[0], "id": 3}]

    with pytest.raises(ValueError, match=r"<\|end\|>"):
        narrow.narrowed(state, Counter(), 3)


def _model(state: dict[str, object]) -> dict[str, object]:
    model = state["model"]
    assert isinstance(model, dict)
    return model


def _added(state: dict[str, object]) -> list[dict[str, object]]:
    added = state["added_tokens"]
    assert isinstance(added, list)
    return added
