"""Text from tokens, however they come, is the text of decoding them at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import decoders, models

from rejoinder.chat.detokenize import Decoding, Detokenizer
from rejoinder.errors import UnsupportedModel
from tests.chat import small

DECODINGS = {make.__name__: Decoding(make()) for make in small.ALL}
MAKERS = pytest.mark.parametrize("make", small.ALL, ids=lambda make: make.__name__)
Make = Callable[[], tokenizers.Tokenizer]


def detokenizer(make: Make) -> Detokenizer:
    return DECODINGS[make.__name__].detokenizer()


def one_by_one(make: Make, token_ids: list[int]) -> list[str]:
    one = detokenizer(make)
    return [*(one.push((token_id,)) for token_id in token_ids), one.finish()]


@MAKERS
@pytest.mark.parametrize("text", small.TEXTS, ids=ascii)
def test_text_comes_back_as_decoding_at_once_gives_it(make: Make, text: str) -> None:
    token_ids = make().encode(text, add_special_tokens=False).ids
    assert "".join(one_by_one(make, token_ids)) == make().decode(token_ids)


@MAKERS
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_however_tokens_are_cut_the_joined_text_is_the_same(
    make: Make, data: st.DataObject
) -> None:
    """Any tokens: a sampler draws what no text encodes to, so most of this is no UTF-8."""
    ids = st.integers(0, make().get_vocab_size() + 3)  # and ids that are no token
    token_ids = data.draw(st.lists(ids, max_size=30))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(token_ids)), max_size=4)))
    one = detokenizer(make)

    pieces = []
    for start, end in zip([0, *cuts], [*cuts, len(token_ids)], strict=True):
        pieces.append(one.push(token_ids[start:end]))
    pieces.append(one.finish())

    assert "".join(pieces) == make().decode(token_ids)


@settings(deadline=None, max_examples=100)
@given(data=st.binary(max_size=12))
def test_bytes_that_are_no_text_become_the_same_signs_as_at_once(data: bytes) -> None:
    """Any bytes at all, a token each, in both ways vocabularies write bytes."""
    for make in (small.byte_level, small.sentencepiece):
        names = {byte: f"<0x{byte:02X}>" for byte in range(256)}
        if make is small.byte_level:
            names = {byte: _letter(byte) for byte in range(256)}
        token_ids = [make().token_to_id(names[byte]) for byte in data]
        assert None not in token_ids
        known = [one for one in token_ids if one is not None]
        assert "".join(one_by_one(make, known)) == make().decode(known)


def _letter(byte: int) -> str:
    from rejoinder.chat.detokenize import _BYTE_OF

    return next(letter for letter, one in _BYTE_OF.items() if one == byte)


@MAKERS
def test_no_piece_holds_half_a_character(make: Make) -> None:
    """Nothing is U+FFFD in any piece where nothing is in the whole."""
    for text in small.TEXTS:
        token_ids = make().encode(text, add_special_tokens=False).ids
        if "\ufffd" not in make().decode(token_ids):
            assert "\ufffd" not in "".join(one_by_one(make, token_ids))


def test_a_character_is_shown_with_its_last_byte() -> None:
    letters = [small.byte_level().token_to_id(_letter(byte)) for byte in "\u20ac!".encode()]
    token_ids = [one for one in letters if one is not None]
    assert one_by_one(small.byte_level, token_ids) == ["", "", "\u20ac", "!", ""]


def test_half_a_character_at_the_end_is_one_sign() -> None:
    letters = [small.byte_level().token_to_id(_letter(byte)) for byte in "a\u20ac".encode()[:-1]]
    token_ids = [one for one in letters if one is not None]
    assert one_by_one(small.byte_level, token_ids) == ["a", "", "", "\ufffd"]


def test_the_first_space_of_a_sentencepiece_text_is_not_shown() -> None:
    token_ids = small.sentencepiece().encode("hello hey").ids
    assert "".join(one_by_one(small.sentencepiece, token_ids)) == "hello hey"


def test_special_tokens_are_not_shown_and_added_ones_are() -> None:
    token_ids = small.byte_level().encode("<think>hey</think><|im_end|>").ids
    assert "".join(one_by_one(small.byte_level, token_ids)) == "<think>hey</think>"


def test_ids_that_are_no_token_are_not_shown() -> None:
    """A model's output has rows of padding, and a sampler may draw one."""
    assert one_by_one(small.byte_level, [10**6]) == ["", ""]


# Each keeps an `a` when stripped: the library itself breaks on a text that is stripped twice over.
VOCAB = {"a": 0, "xax": 1, "xxaxx": 2, "xaxxx": 3, "\u2581xa": 4}


@pytest.mark.parametrize(
    "decoder",
    [
        decoders.Strip("x", 1, 2),
        decoders.Sequence([decoders.Strip("x", 1, 1), decoders.Fuse()]),
        decoders.Sequence([decoders.Fuse(), decoders.Strip("x", 2, 2)]),
        decoders.Sequence([decoders.Fuse(), decoders.Replace("x", "y")]),
        decoders.Sequence(
            [decoders.Replace("xa", "b"), decoders.Metaspace(prepend_scheme="never")]
        ),
        decoders.Sequence([decoders.ByteLevel(), decoders.Strip("x", 1, 0)]),
    ],
    ids=str,
)
@settings(deadline=None, max_examples=40)
@given(words=st.lists(st.sampled_from([*VOCAB]), min_size=1, max_size=6))
def test_every_step_is_followed_as_the_library_takes_it(
    decoder: decoders.Decoder, words: list[str]
) -> None:
    tokenizer = tokenizers.Tokenizer(models.WordLevel(VOCAB, unk_token="a"))
    tokenizer.decoder = decoder
    one = Decoding(tokenizer).detokenizer()
    token_ids = [VOCAB[word] for word in words]

    text = "".join(one.push((token_id,)) for token_id in token_ids) + one.finish()

    assert text == tokenizer.decode(token_ids)


@pytest.mark.parametrize(
    "decoder",
    [
        decoders.WordPiece(),
        decoders.CTC(),
        decoders.Sequence([decoders.Fuse(), decoders.Replace("ab", "c")]),
        decoders.Sequence([decoders.Fuse(), decoders.ByteFallback()]),
    ],
    ids=str,
)
def test_a_step_that_cannot_be_followed_is_refused_when_loading(decoder: decoders.Decoder) -> None:
    """Guessing would show other text in a stream than in an answer at once."""
    tokenizer = tokenizers.Tokenizer(models.WordLevel({"a": 0}, unk_token="a"))
    tokenizer.decoder = decoder
    with pytest.raises(UnsupportedModel, match="cannot be followed token by token"):
        Decoding(tokenizer)


def test_special_tokens_that_are_asked_for_are_shown() -> None:
    """A dialect's markers are special tokens in many families; others stay hidden."""
    tokenizer = small.byte_level()
    ids = tokenizer.encode("<|im_start|>hello<|im_end|>", add_special_tokens=False).ids
    end = tokenizer.token_to_id("<|im_end|>")
    assert end is not None

    assert Decoding(tokenizer).detokenizer().push(ids) == "hello"
    assert Decoding(tokenizer, shown_ids={end}).detokenizer().push(ids) == "hello<|im_end|>"
