"""Stop strings are never shown, and nothing else is hidden."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.chat.choice_text import ChoiceText
from rejoinder.chat.detokenize import Decoding
from rejoinder.chat.stops import Stops
from tests.chat import small


def run(stop: tuple[str, ...], pieces: list[str]) -> tuple[str, bool]:
    stops = Stops(stop)
    text = "".join(map(stops.push, pieces)) + stops.finish()
    return text, stops.is_stopped


def meant(stop: tuple[str, ...], text: str) -> tuple[str, bool]:
    """The rule, letter by letter: the first match to be complete; of those, the first to begin."""
    for end in range(len(text) + 1):
        starts = [end - len(one) for one in stop if text[:end].endswith(one)]
        if starts:
            return text[: min(starts)], True
    return text, False


@pytest.mark.parametrize(
    ("stop", "pieces", "shown"),
    [
        (("END",), ["abcEND"], "abc"),
        (("END",), ["abcE", "N", "Dxyz"], "abc"),
        (("END",), ["ENENEND"], "ENEN"),
        (("aab",), ["a", "a", "a", "b"], "a"),
        (("b", "abc"), ["a", "b", "c"], "a"),  # `b` is complete before `abc`
        (("bc", "abc"), ["a", "bc"], ""),  # complete together: the one that began first
        (("\n\nUser:",), ["hi\n", "\nUs", "er: x"], "hi"),
        (("\u00e9",), ["caf", "\u00e9"], "caf"),
    ],
)
def test_an_answer_ends_before_its_first_stop(
    stop: tuple[str, ...], pieces: list[str], shown: str
) -> None:
    assert run(stop, pieces) == (shown, True)


def test_only_what_may_become_a_stop_is_held_back() -> None:
    stops = Stops(("END",))
    assert stops.push("abE") == "ab"
    assert stops.push("x") == "Ex"
    assert stops.push("EN") == ""
    assert stops.finish() == "EN"
    assert not stops.is_stopped


def test_nothing_is_held_back_where_there_is_no_stop() -> None:
    stops = Stops(())
    assert stops.push("E") == "E"
    assert stops.finish() == ""


def test_nothing_comes_after_a_stop() -> None:
    stops = Stops(("x",))
    assert stops.push("axb") == "a"
    assert (stops.push("more"), stops.finish()) == ("", "")


LETTERS = st.text("ab", max_size=12)
STOPS = st.lists(st.text("ab", min_size=1, max_size=4), max_size=4).map(tuple)


@settings(deadline=None, max_examples=300)
@given(STOPS, st.lists(LETTERS, max_size=8))
def test_however_text_is_cut_it_ends_before_its_first_stop(
    stop: tuple[str, ...], pieces: list[str]
) -> None:
    assert run(stop, pieces) == meant(stop, "".join(pieces))


@settings(deadline=None, max_examples=100)
@given(STOPS, LETTERS)
def test_what_is_held_back_is_the_beginning_of_a_stop(stop: tuple[str, ...], text: str) -> None:
    stops = Stops(stop)
    shown = stops.push(text)
    if not stops.is_stopped:
        held = text.removeprefix(shown)
        assert not held or any(one.startswith(held) and one != held for one in stop)


def choice(*stop: str) -> ChoiceText:
    return ChoiceText(Decoding(small.byte_level()).detokenizer(), stop)


def ids(text: str) -> list[int]:
    return small.byte_level().encode(text, add_special_tokens=False).ids


def test_a_choice_counts_tokens_up_to_the_one_that_completed_a_stop() -> None:
    token_ids = [*ids("hey"), *ids("."), *ids(" hello")]
    num_needed = len(ids("hey")) + 1
    one = choice(".")

    text = "".join(one.push(token_id) for token_id in token_ids)

    assert text == "hey"
    assert one.is_stopped
    assert one.num_tokens == num_needed


def test_a_choice_that_ends_by_itself_counts_its_last_token() -> None:
    """The stop id shows no text and is a token all the same."""
    end = small.byte_level().token_to_id("<|im_end|>")
    assert end is not None
    *first, last = [*ids("hey"), end]
    one = choice("hey you")

    text = "".join(one.push(token_id) for token_id in first)
    assert text == ""  # may become the stop
    assert one.push(last, is_last=True) == "hey"
    assert one.num_tokens == len(first) + 1
    assert not one.is_stopped


def test_a_stop_found_in_what_was_held_back_still_stops() -> None:
    """Half a character at the end becomes a sign, and that sign may be the stop."""
    letters = ids("\u20ac")
    one = choice("\ufffd")
    half = letters[0]
    if len(letters) == 1:
        pytest.skip("the test's tokenizer has the character whole")
    assert one.push(half, is_last=True) == ""
    assert one.is_stopped


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(0, 299), max_size=20), st.lists(st.text("he aln", min_size=1), max_size=4)
)
def test_a_streamed_choice_says_what_the_whole_text_would(
    token_ids: list[int], stop: list[str]
) -> None:
    text = small.byte_level().decode(token_ids)
    one = choice(*stop)

    shown = "".join(one.push(token_id) for token_id in token_ids) + one.finish()

    assert (shown, one.is_stopped) == meant(tuple(stop), text)
