"""Exercises: what is written out is true, and nothing held out is trained."""

from __future__ import annotations

import random
import re
from typing import Protocol

import pytest

from training.corpus import (
    arithmetic,
    columns,
    grammar,
    list_ways,
    lists,
    measure_ways,
    measures,
    number_ways,
    oneliners,
    rewriting,
    rewriting_ways,
    story_ways,
    sum_ways,
    thinking,
    word_ways,
    words,
)
from training.corpus.code_tasks import HELD_OUT_PYTHON, HELD_OUT_SHELL, PYTHON, SHELL
from training.corpus.conversation import Conversation, Split
from training.corpus.grammar import Phrasings


class Exercise(Protocol):
    """A file of the corpus that makes conversations."""

    def make(self, rng: random.Random, split: Split) -> Conversation: ...


SKILLS: tuple[Exercise, ...] = (lists, words, thinking, measures, arithmetic, rewriting, oneliners)
_SUM = re.compile(r"(\d+)\+(\d+)(?:\+(\d+))?=(\d+), write (\d)(?:, carry (\d))?")
_DIFFERENCE = re.compile(r"(-?\d+)-(\d)( borrow, (\d+)-(\d))?=(\d+)")


def _phrasings() -> list[tuple[str, Phrasings]]:
    tables = (
        list_ways, measure_ways, number_ways, rewriting_ways, story_ways, sum_ways, word_ways,
    )  # fmt: skip
    return [
        (f"{table.__name__}.{name}", value)
        for table in tables
        for name, value in vars(table).items()
        if isinstance(value, Phrasings)
    ]


def _check_sum(a: int, b: int, text: str) -> None:
    carry, digits = 0, ""
    for left, right, carried, total, written, next_carry in _SUM.findall(text):
        assert int(carried or 0) == carry, text
        assert int(left) + int(right) + carry == int(total), text
        assert int(total) == 10 * int(next_carry or 0) + int(written), text
        carry, digits = int(next_carry or 0), written + digits
    if carry:
        assert f". write {carry}. So" in text, text
        digits = f"{carry}{digits}"
    assert int(digits) == a + b, text
    assert text.endswith(f"So {a + b}."), text


def _check_difference(a: int, b: int, text: str) -> None:
    digits, borrowed, x, y = "", 0, a, b
    for left, right, borrows, larger, again, rest in _DIFFERENCE.findall(text.split(": ")[1]):
        assert int(left) == x % 10 - borrowed, text
        assert int(right) == y % 10, text
        borrowed = 1 if borrows else 0
        if borrows:
            assert int(left) < int(right) == int(again), text
            assert int(larger) == int(left) + 10, text
        assert int(rest) == int(left) + 10 * borrowed - int(right) >= 0, text
        digits, x, y = rest + digits, x // 10, y // 10
    assert int(digits) == a - b, text
    assert text.endswith(f"So {a - b}."), text


def test_every_column_of_all_two_digit_pairs_is_true() -> None:
    """A single wrong carry in a thought would be learned like any other step."""
    for a in range(10, 100):
        for b in range(10, 100):
            _check_sum(a, b, columns.added(a, b))
            if a >= b:
                _check_difference(a, b, columns.taken(a, b))


def test_columns_of_three_digits_and_of_unlike_lengths_are_true() -> None:
    """Noughts, nines and missing digits are where carrying goes wrong."""
    rng = random.Random(3)
    pairs = [(rng.randint(100, 9999), rng.randint(1, 999)) for _ in range(3000)]
    for a, b in [(100, 1), (999, 1), (1000, 999), (505, 505), (909, 91), *pairs]:
        _check_sum(a, b, columns.added(a, b))
        _check_difference(max(a, b), min(a, b), columns.taken(max(a, b), min(a, b)))


def test_both_numbers_are_copied_before_the_columns() -> None:
    """Then every column is read from one place, wherever in the question the numbers stood."""
    assert columns.added(345, 27).startswith("345 + 27: 5+7=12, write 2, carry 1. 4+2+1=7")
    assert columns.taken(100, 7).startswith("100 - 7: 0-7 borrow, 10-7=3. -1-0 borrow, 9-0=9")


def test_problem_has_one_thought_in_whatever_words_it_is_asked() -> None:
    """A thought that depended on the wording would have to be learned once for every wording."""
    thoughts: dict[str, set[str]] = {}
    for index in range(20000):
        made = thinking.plus(random.Random(index), "train")
        thoughts.setdefault(made.answer, set()).add(made.turns[-1].thought)

    repeated = [seen for answer, seen in thoughts.items() if len(seen) > 1]
    assert repeated == []


def test_sums_of_two_and_of_three_digits_are_each_over_a_third() -> None:
    """The aim is for both, and neither may crowd the other out."""
    rng, longest = random.Random(5), []
    for _ in range(4000):
        made = rng.choice((thinking.plus, thinking.minus))(rng, "train")
        longest.append(max(len(n) for n in re.findall(r"\d+", made.answer.split(" = ")[0])))

    assert longest.count(2) > 0.35 * len(longest)
    assert longest.count(3) > 0.35 * len(longest)


@pytest.mark.parametrize("skill", SKILLS, ids=lambda module: module.__name__.split(".")[-1])
@pytest.mark.parametrize("split", ["train", "held_out"])
def test_checker_of_an_exercise_takes_the_answer_and_refuses_another(
    skill: Exercise, split: Split
) -> None:
    """A checker that refuses the right answer, or takes any, makes the table worthless."""
    for index in range(1500):
        made = skill.make(random.Random(f"{split}{index}"), split)

        assert made.check.passes(made.answer), made
        assert not made.check.passes("zzz."), made
        assert made.answer, made


@pytest.mark.parametrize(("name", "form"), _phrasings(), ids=lambda value: str(value)[:40])
def test_purpose_is_asked_in_many_ways_and_tried_in_three_others(
    name: str, form: Phrasings
) -> None:
    """One held-out sentence would say how that sentence goes, and not the purpose."""
    rng = random.Random(1)
    trained = {grammar.expand(rng, form.pick(rng, "train")) for _ in range(600)}

    assert len(trained) >= 25, name
    assert len(form.held_out) >= 3, name
    assert trained.isdisjoint(form.held_out), name


def _content(text: str) -> tuple[str, ...]:
    light = {"a", "an", "the", "this", "that", "these", "please", "and"}
    return tuple(w for w in re.findall(r"\{?\w+\}?", text.lower()) if w not in light)


@pytest.mark.parametrize(("name", "form"), _phrasings(), ids=lambda value: str(value)[:40])
def test_no_trained_wording_is_nearly_a_held_out_one(name: str, form: Phrasings) -> None:
    """The same words in the same order would make the figure say nothing."""
    rng = random.Random(2)
    trained = {_content(grammar.expand(rng, form.pick(rng, "train"))) for _ in range(1000)}

    assert trained.isdisjoint(_content(one) for one in form.held_out), name


def test_words_that_are_held_out_are_never_spelled() -> None:
    """Spelling is only known if words that were never spelled come out right."""
    for index in range(4000):
        word = words.some_word(random.Random(index), "train")

        assert not grammar.is_held_out(f"word {word}", 10)


def test_pairs_held_out_are_not_in_the_thoughts_of_stories() -> None:
    """A story would otherwise train the very sum that is asked in evaluation."""
    for index in range(3000):
        made = thinking.story(random.Random(index), "train")
        for a, b in re.findall(r"(\d+) \+ (\d+): ", made.turns[-1].thought):
            assert not arithmetic.pair_held_out(int(a), int(b)), made


def test_list_in_answers_keeps_every_item_as_it_was_written() -> None:
    """Copying is learned from answers that change nothing."""
    for index in range(500):
        made = lists.reverse(random.Random(index), "train")
        for item in made.answer.rstrip(".").split(", "):
            assert item in made.prompt[-1].content, made


def test_task_of_one_line_has_one_line() -> None:
    """The same words with two answers cannot be learned; held-out words must be others."""
    for trained, held_out in ((PYTHON, HELD_OUT_PYTHON), (SHELL, HELD_OUT_SHELL)):
        wanted = [task for task, _ in trained]
        assert len(wanted) == len(set(wanted))
        assert {task for task, _ in held_out}.isdisjoint(wanted)
        assert {line for _, line in held_out} <= {line for _, line in trained}
    assert len(PYTHON) + len(SHELL) >= 120


def test_days_are_counted_one_by_one() -> None:
    """The last day counted is the answer, and each follows the one before."""
    for index in range(500):
        made = measures.day(random.Random(index), "train", thinking=True)
        steps = re.findall(r"(\d+) (\w+)", made.turns[-1].thought)

        assert [int(n) for n, _ in steps] == list(range(1, len(steps) + 1))
        assert made.answer.rstrip(".").endswith(steps[-1][1])
