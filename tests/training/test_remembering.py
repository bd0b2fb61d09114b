"""What is told and asked for: held-out sentences stay out, and the untold is not invented."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from training.corpus import memories, memory, mix, people, recall, together
from training.corpus.grammar import expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from training.corpus.conversation import Conversation, Split
    from training.corpus.memory import Memory

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_MAKERS = (
    recall.remember, recall.correct, recall.echo, people.people,
    people.group, together.shopping,
    together.counts, together.ages, together.everything, together.verified, together.nothing,
)  # fmt: skip


def every(text: str) -> Iterable[str]:
    """All sentences of a phrasing."""
    match = _CHOICE.search(text)
    if match is None:
        yield text
        return
    for chosen in match.group(1).split("|"):
        yield from every(text[: match.start()] + chosen + text[match.end() :])


def same_words(text: str) -> str:
    """The words of a sentence, whatever its marks and capitals."""
    return " ".join(re.findall(r"[\w{}']+", text.lower()))


def sentences(texts: Iterable[str]) -> set[str]:
    """All sentences of some phrasings, by their words."""
    return {same_words(one) for text in texts for one in every(text)}


@pytest.mark.parametrize("kind", memories.MEMORIES, ids=lambda kind: kind.answer)
def test_no_held_out_sentence_is_trained_for_its_kind(kind: Memory) -> None:
    """Frames and sentences are written apart and could meet."""
    asked = sentences(kind.asked.trained)
    asked |= {
        text.replace("{n}", noun)
        for text in sentences(memory.NOUN_FRAMES.trained)
        for noun in kind.nouns
    }
    asked |= {
        text.replace("{c}", clause)
        for text in sentences(memory.CLAUSE_FRAMES.trained)
        for clause in kind.clauses
    }

    assert sentences(kind.told.held_out) & sentences(kind.told.trained) == set()
    assert sentences(kind.asked.held_out) & {same_words(text) for text in asked} == set()


@pytest.mark.parametrize("maker", _MAKERS, ids=lambda maker: maker.__name__)
@pytest.mark.parametrize("split", ["train", "held_out"])
def test_reference_answers_pass_and_babble_does_not(
    maker: Callable[[random.Random, Split], Conversation], split: Split
) -> None:
    """Every way of remembering has a check of its own."""
    for number in range(150):
        made = maker(random.Random(f"{maker.__name__}/{number}"), split)

        assert made.check.passes(made.answer), made
        assert not made.check.passes("zzz."), made


def test_the_old_value_is_refused_after_a_correction() -> None:
    """Saying both would be a guess."""
    for number in range(100):
        made = recall.correct(random.Random(number), "train")
        if made.check.none_of:
            assert not made.check.passes(f"{made.answer} {made.check.none_of[0]}"), made


def test_nothing_told_is_answered_by_saying_so() -> None:
    """An invented name would be believed."""
    made = together.nothing(random.Random(1), "held_out")

    assert made.answer == people.NOT_TOLD
    assert not made.check.passes("Your name is Ana.")


def test_an_answer_holds_exactly_what_was_told() -> None:
    """Kind, article and value are put in from the conversation alone."""
    kind = next(one for one in memories.MEMORIES if one.answer == "You are {a} {x}.")

    assert memory.Told(kind, "", "accountant").answer == "You are an accountant."
    assert memory.Told(kind, "", "baker").answer == "You are a baker."


@pytest.mark.parametrize(
    ("one", "many"), [("city", "cities"), ("box", "boxes"), ("child", "children"), ("toy", "toys")]
)
def test_nouns_have_a_plural(one: str, many: str) -> None:
    """`Of all citys` would be learned like any other word."""
    assert memory.plural(one) == many


def test_no_slot_or_bracket_is_left_in_what_is_remembered() -> None:
    """A misspelt slot would otherwise be copied."""
    for number in range(2000):
        made = mix.SKILLS["recall"](random.Random(number), "train" if number % 2 else "held_out")
        for turn in made.turns:
            assert set(turn.content) & set("[]{}|") == set(), made


def test_every_phrasing_expands() -> None:
    """A bracket that is not closed would end in the stream."""
    for kind in memories.MEMORIES:
        for form in (kind.told, kind.asked):
            for text in (*form.trained, *form.held_out):
                assert set(expand(random.Random(1), text)) & set("[]|") == set(), text
