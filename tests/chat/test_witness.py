"""Each token's own bytes, beside the text they belong to, for every build of tokenizer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.chat.choice_text import ChoiceText
from rejoinder.chat.delta import TokenFacts
from rejoinder.chat.detokenize import Decoding
from rejoinder.chat.witness import Witness
from tests.chat import small

Make = Callable[[], tokenizers.Tokenizer]
MAKERS = pytest.mark.parametrize("make", small.ALL, ids=lambda make: make.__name__)
DECODINGS = {make.__name__: Decoding(make()) for make in small.ALL}
Shown = list[tuple[str, tuple[TokenFacts, ...]]]


def choice(make: Make, stop: Sequence[str] = (), *, goes_on: bool = False) -> ChoiceText:
    decoding = DECODINGS[make.__name__]
    witness = Witness(decoding.spelling(goes_on=goes_on), decoding.literal_of)
    return ChoiceText(decoding.detokenizer(goes_on=goes_on), tuple(stop), witness)


def run(one: ChoiceText, token_ids: Sequence[int]) -> Shown:
    """What is shown with each token, and at the end. The log-probability tells a token's place."""
    shown: Shown = []
    for place, token_id in enumerate(token_ids):
        is_last = place == len(token_ids) - 1
        text = one.push(token_id, logprob=-float(place), top=[(token_id, -0.5)], is_last=is_last)
        shown.append((text, one.take_facts()))
    return shown


def text_of(shown: Shown) -> str:
    return "".join(text for text, _ in shown)


def facts_of(shown: Shown) -> list[TokenFacts]:
    return [one for _, facts in shown for one in facts]


def bytes_of(shown: Shown) -> bytes:
    return b"".join(one.token.spelled for one in facts_of(shown))


def ids(make: Make, text: str) -> list[int]:
    return make().encode(text, add_special_tokens=False).ids


@MAKERS
@pytest.mark.parametrize("text", small.TEXTS, ids=ascii)
def test_the_bytes_of_all_tokens_are_those_of_the_text(make: Make, text: str) -> None:
    token_ids = ids(make, text)
    shown = run(choice(make), token_ids)
    assert bytes_of(shown) == text_of(shown).encode()
    assert [one.token.logprob for one in facts_of(shown)] == [
        -float(i) for i in range(len(token_ids))
    ]


@MAKERS
@settings(deadline=None, max_examples=80)
@given(data=st.data())
def test_each_token_is_told_once_and_in_order_whatever_is_drawn(
    make: Make, data: st.DataObject
) -> None:
    """Any tokens: special ones, rows of padding, halves of characters."""
    vocab = make().get_vocab_size()
    token_ids = data.draw(st.lists(st.integers(0, vocab + 3), min_size=1, max_size=30))
    shown = run(choice(make), token_ids)

    text = text_of(shown)
    assert text == make().decode(token_ids)
    assert [one.token.logprob for one in facts_of(shown)] == [
        -float(i) for i in range(len(token_ids))
    ]
    if "\ufffd" not in text:
        assert bytes_of(shown) == text.encode()
    assert all(one.top[0].spelled == one.token.spelled for one in facts_of(shown))


@MAKERS
@settings(deadline=None, max_examples=80)
@given(data=st.data())
def test_a_stop_hides_the_tokens_whose_text_it_hides(make: Make, data: st.DataObject) -> None:
    words = st.sampled_from(["hello", " there", "\u20ac", "na", "\U0001f469", " ", "e\u0301"])
    text = "".join(data.draw(st.lists(words, min_size=1, max_size=8)))
    token_ids = ids(make, text)
    if not token_ids:
        return
    stop = data.draw(st.lists(st.sampled_from(["na", "l", "\u20ac", " t", "there", "\u0301"])))
    free, cut = run(choice(make), token_ids), run(choice(make, stop[:4]), token_ids)
    if "\ufffd" in text_of(free) or make is small.whole_words:
        return

    told = facts_of(cut)
    assert told == facts_of(free)[: len(told)]
    shown = text_of(cut).encode()
    assert bytes_of(cut).startswith(shown)
    # Without its last token with text the bytes would not be enough.
    spelled = [one.token.spelled for one in told if one.token.spelled]
    assert not shown or len(b"".join(spelled[:-1])) < len(shown)


@MAKERS
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_facts_come_no_later_than_the_text_that_follows_them(
    make: Make, data: st.DataObject
) -> None:
    """Beside the text they belong to: at each point what is told covers what is shown, but for a
    token whose text is shown in part."""
    text = data.draw(st.text("he al\u20ac\U0001f469no", min_size=1, max_size=12))
    token_ids = ids(make, text)
    if not token_ids:
        return
    shown = run(choice(make, ("hello", "\u20acn")), token_ids)
    if "\ufffd" in text_of(shown):
        return
    spelled = [one.token.spelled for one in facts_of(shown)]
    seen, told = 0, 0
    for piece, facts in shown[:-1]:
        seen += len(piece.encode())
        told += len(facts)
        assert len(b"".join(spelled[:told])) <= seen or not facts
        if told < len(spelled):
            following = next((one for one in spelled[told:] if one), b"x" * 99)
            assert seen < len(b"".join(spelled[:told])) + len(following) + 4


def test_a_character_of_several_tokens_is_told_with_its_last() -> None:
    token_ids = ids(small.byte_level, "\U0001f3f3!")
    *first, last = run(choice(small.byte_level), token_ids)
    told = [facts for _, facts in first]
    assert last[0] == "!"
    assert [len(facts) for facts in told] == [0] * (len(token_ids) - 2) + [len(token_ids) - 1]
    halves = [one.token.text for one in told[-1]]
    assert all(half.startswith("\\x") for half in halves)


def test_a_token_that_shows_nothing_has_a_name_and_no_bytes() -> None:
    end = small.byte_level().token_to_id("<|im_end|>")
    assert end is not None
    ((text, (told,)),) = run(choice(small.byte_level), [end])
    assert text == ""
    assert (told.token.text, told.token.spelled) == ("<|im_end|>", b"")


def test_the_token_that_ends_an_answer_is_not_told() -> None:
    """As in OpenAI's answers. Whatever it spells is no part of the answer either."""
    hey, dot = ids(small.byte_level, "hey"), ids(small.byte_level, ".")
    one = choice(small.byte_level)
    shown = run_without_end(one, hey)
    text = one.push(dot[0], logprob=-9.0, is_last=True, is_end=True)
    assert (text_of(shown) + text, one.num_tokens) == ("hey", len(hey) + 1)
    assert [fact.token.logprob for fact in (*facts_of(shown), *one.take_facts())] == [
        -float(i) for i in range(len(hey))
    ]


def run_without_end(one: ChoiceText, token_ids: Sequence[int]) -> Shown:
    return [
        (one.push(token_id, logprob=-float(place)), one.take_facts())
        for place, token_id in enumerate(token_ids)
    ]


@pytest.mark.parametrize("make", [small.sentencepiece, small.metaspace, small.unigram])
def test_a_text_that_goes_on_keeps_its_first_space(make: Make) -> None:
    token_ids = ids(make, "hello")
    begun, gone_on = run(choice(make), token_ids), run(choice(make, goes_on=True), token_ids)
    assert (text_of(begun), text_of(gone_on)) == ("hello", " hello")
    assert bytes_of(gone_on) == b" hello"


def test_a_choice_without_a_witness_tells_nothing() -> None:
    one = ChoiceText(DECODINGS["byte_level"].detokenizer(), ())
    assert one.push(ids(small.byte_level, "h")[0]) == "h"
    assert one.take_facts() == ()
