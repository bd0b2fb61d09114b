"""Days, dates, hours and units: so many days later, how long it takes, so many metres in a kilometre.

Held out: 15 % of the numbers with their unit, some phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import tables
from training.corpus.arithmetic import is_number
from training.corpus.conversation import Check, Conversation, Split, Turn, exchange
from training.corpus.grammar import is_held_out, say, ways

if TYPE_CHECKING:
    import random

SKILL = "measures"

# Large unit, small unit, how many of the small ones, largest count that is asked for.
_UNITS = (
    ("metre", "centimetre", 100, 99), ("kilometre", "metre", 1000, 99), ("kilogram", "gram", 1000, 99), ("litre", "millilitre", 1000, 99),
    ("hour", "minute", 60, 12), ("minute", "second", 60, 12), ("day", "hour", 24, 5), ("week", "day", 7, 12), ("year", "month", 12, 12),
    ("centimetre", "millimetre", 10, 99), ("euro", "cent", 100, 99), ("tonne", "kilogram", 1000, 99), ("foot", "inch", 12, 12), ("dozen", "piece", 12, 12), ("decade", "year", 10, 30), ("century", "year", 100, 30),
)  # fmt: skip
_PLURALS = {"foot": "feet", "inch": "inches", "century": "centuries", "dozen": "dozen"}
_DOWN = ways(
    "How many {s} are [there |]in {n} {l}?", "[Convert|Change|Turn] {n} {l} [to|into] {s}[.|]", "{n} {l} in {s}[?|]", "[What is|What's|How much is] {n} {l} in {s}?", "{n} {l} [is|are|makes] how many {s}?", "[Tell me|I need] {n} {l} in {s}[.|]",
    held_out=("Express {n} {l} in {s}.", "What do {n} {l} make in {s}?"),
)  # fmt: skip


def _many(unit: str, count: int) -> str:
    return unit if count == 1 else _PLURALS.get(unit, f"{unit}s")


def _pick(rng: random.Random, split: Split, most: int, name: str) -> int:
    for _ in range(200):
        count = rng.randint(1, most)
        if is_held_out(f"{name} {count}", 15) == (split == "held_out"):
            return count
    return rng.randint(1, most)


def convert(rng: random.Random, split: Split) -> Conversation:
    """So many of the small unit, or back to the large one."""
    large, small, factor, most = rng.choice(_UNITS)
    count = _pick(rng, split, most, large)
    total = count * factor
    if rng.random() < 0.65:
        question = say(
            rng, _DOWN.pick(rng, split), n=count, l=_many(large, count), s=_many(small, 2)
        )
        answer = f"{count} {_many(large, count)} {'is' if count == 1 else 'are'} {total} {_many(small, total)}."
        return exchange(SKILL, question, answer, Check(all_of=(f"{total} {_many(small, total)}",)))
    question = say(rng, _DOWN.pick(rng, split), n=total, l=_many(small, total), s=_many(large, 2))
    answer = f"{total} {_many(small, total)} {'is' if total == 1 else 'are'} {count} {_many(large, count)}."
    return exchange(SKILL, question, answer, Check(all_of=(f"{count} {_many(large, count)}",)))


_LATER = ways(
    "[What|Which] day is it {n} days after {d}?", "[Today is|It is] {d}. [What|Which] day is it in {n} days?", "{n} days after {d} is [which|what] day?", "If today is {d}, [what|which] day comes {n} days later?", "[Which|What] [weekday|day of the week] is {n} days from {d}?",
    held_out=("Starting from {d}, which day is it after {n} days?",),
)  # fmt: skip
_EARLIER = ways(
    "[What|Which] day was it {n} days before {d}?", "[Today is|It is] {d}. [What|Which] day was it {n} days ago?", "{n} days before {d} was [which|what] day?", "If today is {d}, [what|which] day was {n} days earlier?",
    held_out=("Counting back {n} days from {d}, which day was it?",),
)  # fmt: skip
_MONTHS = ways(
    "[What|Which] month is {n} months after {d}?", "It is {d}. [What|Which] month is it in {n} months?", "{n} months after {d} is [which|what] month?", "If it is {d} now, [what|which] month is it {n} months later?",
    held_out=("Starting from {d}, which month is it after {n} months?",),
)  # fmt: skip


def day(rng: random.Random, split: Split) -> Conversation:
    """A weekday or a month some steps on or back. With a thought the steps are counted."""
    form, row, step = rng.choice((
        (_LATER, tables.DAYS, 1), (_LATER, tables.DAYS, 1), (_EARLIER, tables.DAYS, -1), (_MONTHS, tables.MONTHS, 1),
    ))  # fmt: skip
    start, count = rng.randrange(len(row)), rng.randint(2, 6)
    question = say(rng, form.pick(rng, split), n=count, d=row[start])
    names = [row[(start + step * i) % len(row)] for i in range(1, count + 1)]
    answer = f"It is {names[-1]}." if form is not _EARLIER else f"It was {names[-1]}."
    thinking = rng.random() < 0.5
    thought = ", ".join(f"{i} {name}" for i, name in enumerate(names, 1)) + "." if thinking else ""
    turns = (Turn("user", question), Turn("assistant", answer, thought=thought))
    return Conversation(SKILL, turns, Check(all_of=(names[-1],)), thinking=thinking)


_LONG = ways(
    "[The film|The lesson|The trip|The show|Work|The meeting] [starts|begins] at {a} and [ends|stops|is over] at {b}. How [long|many hours] [is|does] it[ take| last|]?", "How many hours are [there |]between {a} and {b} o'clock?", "From {a} to {b} o'clock, how many hours[ is that|]?",
    held_out=("Between {a} and {b} o'clock lie how many hours?",),
)  # fmt: skip


def hours(rng: random.Random, split: Split) -> Conversation:
    """How long something lasts in whole hours of one day."""
    a = rng.randint(1, 20)
    b = rng.randint(a + 1, 23)
    question = say(rng, _LONG.pick(rng, split), a=a, b=b)
    unit = "hour" if b - a == 1 else "hours"
    return exchange(SKILL, question, f"It is {b - a} {unit}.", is_number(b - a))


_BORN = ways(
    "[I was|She was|He was] born in {a}. How old [am I|is she|is he] in {b}?", "How many years [are there |]from {a} to {b}?", "How many years [lie|are] between {a} and {b}?", "[Somebody|A person] born in {a} is how old in {b}?",
    held_out=("Born in {a}, what age is that in {b}?",),
)  # fmt: skip


def years(rng: random.Random, split: Split) -> Conversation:
    """Years between two years, with a thought half of the time."""
    a = rng.randint(1950, 2015)
    b = rng.randint(a + 2, 2029)
    question = say(rng, _BORN.pick(rng, split), a=a, b=b)
    thinking = rng.random() < 0.5
    thought = f"{b} - {a} = {b - a}." if thinking else ""
    turns = (Turn("user", question), Turn("assistant", f"It is {b - a} years.", thought=thought))
    return Conversation(SKILL, turns, is_number(b - a), thinking=thinking)


_IN_MONTH = ways(
    "How many days [does {x} have|are in {x}|are there in {x}]?", "[The|What is the] number of days in {x}?", "Days in {x}?",
    held_out=("What number of days has {x}?",),
)  # fmt: skip
_LENGTHS = dict(zip(tables.MONTHS, (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))


def month(rng: random.Random, split: Split) -> Conversation:
    """The days of a month."""
    name = rng.choice(tables.MONTHS)
    question = say(rng, _IN_MONTH.pick(rng, split), x=name)
    more = ", or 29 in a leap year" if name == "February" else ""
    return exchange(
        SKILL,
        question,
        f"{name} has {_LENGTHS[name]} days{more}.",
        Check(all_of=(str(_LENGTHS[name]),)),
    )


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them."""
    return rng.choices((convert, day, hours, years, month), (42, 30, 10, 10, 8))[0](rng, split)
