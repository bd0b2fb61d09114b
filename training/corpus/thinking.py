"""A short thought, then a short answer: sums in columns, letters counted, numbers sorted.

The same problem has the same thought in whatever words it is asked. Some of the questions are also
asked without a thought. Held out: 15 % of the pairs of numbers, 10 % of the words and numbers, some
phrasings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from training.corpus import (
    arithmetic,
    explain,
    facts,
    identity,
    lists,
    measures,
    names,
    newcomer,
    number_ways,
    recall,
    smalltalk,
    story_ways,
    sum_ways,
    system,
    unknown,
    word_ways,
    words,
)
from training.corpus.columns import added, minus_steps, plus_steps, taken
from training.corpus.conversation import Check, Conversation, Turn
from training.corpus.grammar import say
from training.corpus.wordings import asked

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import Split

__all__ = ["make", "minus", "minus_steps", "plus", "plus_steps"]

SKILL = "thinking"


def _thought(question: str, thought: str, answer: str, check: Check) -> Conversation:
    turns = (Turn("user", question), Turn("assistant", answer, thought=thought))
    return Conversation(SKILL, turns, check, thinking=bool(thought))


def _number(rng: random.Random, digits: int) -> int:
    """A number of so many digits; nines and noughts, where columns go wrong, come often."""
    low = 10 ** (digits - 1) if digits > 1 else 1
    value = rng.randint(low, 10**digits - 1)
    if rng.random() < 0.25:
        place = 10 ** rng.randrange(digits)
        value += (rng.choice((0, 0, 9)) - value // place % 10) * place
    return max(value, low)


# Digits of both numbers. Two and three digits each make nearly half.
_SHAPES = ((2, 2), (2, 2), (2, 2), (3, 3), (3, 3), (3, 2), (2, 3), (2, 1), (3, 1))
_SHAPE_WEIGHTS = (12, 14, 14, 16, 16, 8, 6, 5, 3)


def _numbers(rng: random.Random, split: Split) -> tuple[int, int]:
    while True:
        one, other = rng.choices(_SHAPES, _SHAPE_WEIGHTS)[0]
        if split == "held_out" and other == 1:
            continue
        a, b = _number(rng, one), _number(rng, other)
        if arithmetic.pair_held_out(a, b) == (split == "held_out"):
            return a, b


def plus(rng: random.Random, split: Split) -> Conversation:
    """A sum of two or three digits."""
    a, b = _numbers(rng, split)
    question = say(rng, arithmetic.way(rng, sum_ways.PLUS, split), a=a, b=b)
    return _thought(question, added(a, b), f"{a} + {b} = {a + b}.", arithmetic.is_number(a + b))


def minus(rng: random.Random, split: Split) -> Conversation:
    """A difference of two or three digits."""
    b, a = sorted(_numbers(rng, split))
    question = say(rng, arithmetic.way(rng, sum_ways.MINUS, split), a=a, b=b)
    return _thought(question, taken(a, b), f"{a} - {b} = {a - b}.", arithmetic.is_number(a - b))


def compare(rng: random.Random, split: Split) -> Conversation:
    """The larger or the smaller of two numbers, digit by digit."""
    a, b = _numbers(rng, split)
    if rng.random() < 0.5:
        b = a // 10 * 10 + b % 10
    if a == b:
        b += 1
    left, right = str(a), str(b)
    if len(left) != len(right):
        thought = f"{a} has {len(left)} digits, {b} has {len(right)}."
    else:
        steps = []
        for one, other in zip(left, right, strict=True):
            steps.append(f"{one} and {other}")
            if one != other:
                break
        thought = f"{a}, {b}: " + ", ".join(steps) + "."
    larger = rng.random() < 0.6
    wanted, word = (max(a, b), "larger") if larger else (min(a, b), "smaller")
    form = sum_ways.LARGER if larger else sum_ways.SMALLER
    question = say(rng, form.pick(rng, split), a=a, b=b)
    thought += f" {max(a, b)} is larger."
    check = Check(pattern=rf"(.*\D)?{wanted} is .*")
    return _thought(question, thought, f"{wanted} is {word}.", check)


def product(a: int, b: int) -> str:
    """A product as it is thought: from the tables, or tens and units apart."""
    if a > 12 and b <= 12 and a % 10 and a not in arithmetic.FACTORS:
        tens, units = a // 10 * 10, a % 10
        return (
            f"{tens} x {b} = {tens * b}. {units} x {b} = {units * b}. {added(tens * b, units * b)}"
        )
    return f"{a} x {b} = {a * b}."


def times(rng: random.Random, split: Split) -> Conversation:
    """A product of the tables, or of two digits and one."""
    a, b = arithmetic.factors(rng)
    if rng.random() < 0.25:
        a, b = rng.randint(11, 99), rng.randint(2, 9)
    question = say(rng, sum_ways.TIMES.pick(rng, split), a=a, b=b)
    return _thought(question, product(a, b), f"{a} x {b} = {a * b}.", arithmetic.is_number(a * b))


def story(rng: random.Random, split: Split) -> Conversation:
    """A small problem of two steps, or a product or a quotient from the tables."""
    slots = {"x": rng.choice(story_ways.THINGS), "n": names.person(rng, split)}
    kind = rng.random()
    if kind < 0.45:
        a, b = rng.randint(2, 10), rng.randint(2, 10)
        if kind < 0.28:
            form, thought, total = story_ways.BOXES, product(a, b), a * b
        else:
            form, thought, total = story_ways.SHARED, f"{a * b} / {a} = {b}.", b
        question = say(rng, form.pick(rng, split), a=a, b=b, c=a * b, **slots)
    else:
        while True:
            a, b = rng.randint(3, 99), rng.randint(2, 60)
            c = rng.randint(1, a + b - 1)
            pairs = [arithmetic.pair_held_out(a, b), arithmetic.pair_held_out(a + b, c)]
            if split == "held_out" or not any(pairs):
                break
        total = a + b - c
        thought = f"{added(a, b)} {taken(a + b, c)}"
        question = say(rng, story_ways.STORY.pick(rng, split), a=a, b=b, c=c, **slots)
    return _thought(question, thought, f"The answer is {total}.", arithmetic.is_number(total))


def letters(rng: random.Random, split: Split) -> Conversation:
    """Letters of a word counted one by one, or one letter of it."""
    while True:
        word = lists.word(rng, split) if rng.random() < 0.75 else names.person(rng, split).lower()
        if word.isascii() and word.isalpha() and len(word) < 11:
            break
    if rng.random() < 0.4:
        question = asked(rng, word_ways.COUNT, split, words.quoted(rng, word))
        thought = " ".join(f"{c} {i}" for i, c in enumerate(word, 1)) + "."
        answer = f"The word {word} has {len(word)} letters."
        return _thought(question, thought, answer, arithmetic.is_number(len(word)))
    letter = rng.choice(word) if rng.random() < 0.85 else rng.choice("abcdefghijklmnoprstuvwz")
    seen, parts = 0, []
    for c in word:
        seen += c == letter
        parts.append(f"{c} {seen}" if c == letter else c)
    named = rng.choice((letter, letter, letter.upper(), f'"{letter}"', f"'{letter}'"))
    question = asked(rng, word_ways.ONE_LETTER, split, words.quoted(rng, word), l=named)
    thought = f"{letter}: " + " ".join(parts) + f". So {seen}."
    return _thought(question, thought, f"The answer is {seen}.", arithmetic.is_number(seen))


def sort(rng: random.Random, split: Split) -> Conversation:
    """Two to five numbers, the smallest first."""
    numbers = rng.sample(range(1, 100), k=rng.choice((2, 3, 3, 3, 4)))
    given = lists.shown(rng, [str(n) for n in numbers])
    question = asked(rng, number_ways.ASCENDING, split, given)
    left, steps = list(numbers), []
    while len(left) > 1:
        least = min(left)
        left.remove(least)
        steps.append(f"Take {least}, left {', '.join(map(str, left))}.")
    answer = ", ".join(map(str, sorted(numbers))) + "."
    return _thought(question, " ".join(steps), answer, Check(pattern=rf".*{answer}?"))


_PLAIN: tuple[tuple[Callable[[random.Random, Split], Conversation], str], ...] = (
    (smalltalk.make, "This is small talk."), (identity.make, "This is about me."),
    (facts.make, "This is a fact that I know."), (explain.make, "I can explain that."),
    (words.from_table, "This is about words."), (newcomer.make, "That is a wish I know."),
    (recall.make, "I look at what was said before."),
    (recall.make, "I look at what was said before."),
    (system.make, "I follow the system message."), (unknown.make, "I do not know that."),
)  # fmt: skip


def plain(rng: random.Random, split: Split) -> Conversation:
    """A question that needs no steps, for those who always ask for a thought."""
    while True:
        maker, thought = rng.choice(_PLAIN)
        made = maker(rng, split)
        # Where there are numbers there may be a sum, which has a thought of its own.
        if maker in (recall.make, system.make) or not any(
            c.isdigit() for c in made.prompt[-1].content
        ):
            break
    turns = (*made.prompt, replace(made.turns[-1], thought=thought))
    return Conversation(SKILL, turns, made.check, thinking=True)


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them. In training one sum in seven is asked without a thought."""
    kinds = (plus, minus, compare, times, story, letters, sort, measures.thought, plain)
    weights = (40, 38, 5, 4, 9, 10, 4, 5, 5 if split == "train" else 0)
    maker = rng.choices(kinds, weights)[0]
    made = maker(rng, split)
    # The others answer in other words where nothing was thought before.
    if split == "train" and maker in (plus, minus, times, compare, sort) and rng.random() < 0.15:
        turns = tuple(replace(turn, thought="") for turn in made.turns)
        return replace(made, turns=turns, thinking=False)
    return made
