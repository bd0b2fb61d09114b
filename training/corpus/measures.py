"""Days, dates, hours and units: so many days later, how long it takes, metres in a kilometre.

What is counted or multiplied is written out, as a thought where one is asked for and in the answer
otherwise. Held out: 15 % of the numbers with their unit, some phrasings.
"""

# ruff: noqa: E501 - a row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import measure_ways, tables
from training.corpus.arithmetic import is_number
from training.corpus.columns import taken
from training.corpus.conversation import Check, Conversation, Split, Turn, exchange
from training.corpus.grammar import is_held_out, say

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SKILL = "measures"

# Large unit, small unit, how many of the small ones, largest count that is asked for.
_UNITS = (
    ("metre", "centimetre", 100, 99), ("kilometre", "metre", 1000, 99), ("kilogram", "gram", 1000, 99), ("litre", "millilitre", 1000, 99),
    ("hour", "minute", 60, 12), ("minute", "second", 60, 12), ("day", "hour", 24, 5), ("week", "day", 7, 12), ("year", "month", 12, 12),
    ("centimetre", "millimetre", 10, 99), ("euro", "cent", 100, 99), ("tonne", "kilogram", 1000, 99), ("foot", "inch", 12, 12), ("dozen", "piece", 12, 12), ("decade", "year", 10, 30), ("century", "year", 100, 30),
    ("dollar", "cent", 100, 99), ("pound", "penny", 100, 99), ("year", "week", 52, 2), ("yard", "foot", 3, 12), ("litre", "decilitre", 10, 99),
)  # fmt: skip
_PLURALS = {
    "foot": "feet", "inch": "inches", "century": "centuries", "dozen": "dozen", "penny": "pence",
}  # fmt: skip


def _many(unit: str, count: int) -> str:
    return unit if count == 1 else _PLURALS.get(unit, f"{unit}s")


def _pick(rng: random.Random, split: Split, most: int, name: str) -> int:
    for _ in range(200):
        count = rng.randint(1, most)
        if is_held_out(f"{name} {count}", 15) == (split == "held_out"):
            return count
    return rng.randint(1, most)


def _worked(
    question: str, steps: str, answer: str, check: Check, *, thinking: bool
) -> Conversation:
    """With a thought the steps are the thought; without one they stand before the answer."""
    if thinking:
        turns = (Turn("user", question), Turn("assistant", answer, thought=steps))
        return Conversation(SKILL, turns, check, thinking=True)
    return exchange(SKILL, question, f"{steps} {answer}", check)


def convert(rng: random.Random, split: Split, *, thinking: bool = False) -> Conversation:
    """So many of the small unit, or back to the large one."""
    large, small, factor, most = rng.choice(_UNITS)
    if rng.random() < 0.12:
        question = say(rng, measure_ways.FACTOR.pick(rng, split), l=large, s=_many(small, 2))
        answer = f"1 {large} is {factor} {_many(small, factor)}."
        check = Check(all_of=(f"{factor} {_many(small, factor)}",))
        return _worked(question, f"1 x {factor} = {factor}.", answer, check, thinking=thinking)
    count = _pick(rng, split, most, large)
    total = count * factor
    asked = measure_ways.CONVERT.pick(rng, split)
    many, few = f"{total} {_many(small, total)}", f"{count} {_many(large, count)}"
    if rng.random() < 0.65:
        question = say(rng, asked, n=count, l=_many(large, count), s=_many(small, 2))
        steps = f"{count} x {factor} = {total}."
        answer = f"{few} {'is' if count == 1 else 'are'} {many}."
        return _worked(question, steps, answer, Check(all_of=(many,)), thinking=thinking)
    question = say(rng, asked, n=total, l=_many(small, total), s=_many(large, 2))
    steps = f"{total} / {factor} = {count}."
    answer = f"{many} {'is' if total == 1 else 'are'} {few}."
    return _worked(question, steps, answer, Check(all_of=(few,)), thinking=thinking)


_STEPS = (
    (measure_ways.DAY_LATER, tables.DAYS, 1, 7), (measure_ways.DAY_EARLIER, tables.DAYS, -1, 7),
    (measure_ways.MONTH_LATER, tables.MONTHS, 1, 7), (measure_ways.MONTH_EARLIER, tables.MONTHS, -1, 6),
)  # fmt: skip


def day(rng: random.Random, split: Split, *, thinking: bool = False) -> Conversation:
    """A weekday or a month some steps on or back, every step counted."""
    form, row, step, most = rng.choices(_STEPS, (10, 8, 7, 4))[0]
    start, count = rng.randrange(len(row)), rng.randint(2, most)
    question = say(rng, form.pick(rng, split), n=count, d=row[start])
    names = [row[(start + step * i) % len(row)] for i in range(1, count + 1)]
    steps = ", ".join(f"{i} {name}" for i, name in enumerate(names, 1)) + "."
    answer = f"It {'is' if step > 0 else 'was'} {names[-1]}."
    check = Check(pattern=rf".*\b{names[-1]}\W*")
    return _worked(question, steps, answer, check, thinking=thinking)


_NEAR = (("tomorrow", 1), ("yesterday", -1), ("the day after tomorrow", 2), ("the day before yesterday", -2))  # fmt: skip


def near(rng: random.Random, split: Split, *, thinking: bool = False) -> Conversation:
    """Tomorrow, yesterday and one day further."""
    named, step = rng.choices(_NEAR, (4, 4, 2, 2))[0]
    start = rng.randrange(7)
    question = say(rng, measure_ways.NEXT.pick(rng, split), t=named, d=tables.DAYS[start])
    sign = 1 if step > 0 else -1
    names = [tables.DAYS[(start + sign * i) % 7] for i in range(1, abs(step) + 1)]
    steps = ", ".join(f"{i} {name}" for i, name in enumerate(names, 1)) + "."
    answer = f"It {'is' if step > 0 else 'was'} {names[-1]}."
    check = Check(pattern=rf".*\b{names[-1]}\W*")
    return _worked(question, steps, answer, check, thinking=thinking)


def date(rng: random.Random, split: Split, *, thinking: bool = False) -> Conversation:
    """A day of the same month some days later."""
    first = rng.randint(1, 24)
    count = rng.randint(2, min(20, 28 - first))
    month_name = rng.choice(tables.MONTHS)
    form = measure_ways.DATE.pick(rng, split)
    question = say(rng, form, n=count, a=first, d=month_name)
    wanted = f"{first + count} {month_name}"
    steps = f"{first} + {count} = {first + count}."
    return _worked(
        question,
        steps,
        f"It is {wanted}.",
        Check(pattern=rf"(.*\D)?{wanted}\W*"),
        thinking=thinking,
    )


def hours(rng: random.Random, split: Split, *, thinking: bool = False) -> Conversation:
    """How long something lasts in whole hours of one day, or when it is over."""
    a = rng.randint(1, 20)
    if rng.random() < 0.4:
        count = rng.randint(1, 23 - a)
        steps = f"{a} + {count} = {a + count}."
        question = say(rng, measure_ways.CLOCK.pick(rng, split), a=a, n=count)
        answer = f"It is {a + count} o'clock."
        check = Check(pattern=rf"(.*\D)?{a + count} o'clock\W*")
        return _worked(question, steps, answer, check, thinking=thinking)
    b = rng.randint(a + 1, 23)
    question = say(rng, measure_ways.HOURS.pick(rng, split), a=a, b=b)
    unit = "hour" if b - a == 1 else "hours"
    answer = f"It is {b - a} {unit}."
    return _worked(question, f"{b} - {a} = {b - a}.", answer, is_number(b - a), thinking=thinking)


def years(rng: random.Random, split: Split, *, thinking: bool = False) -> Conversation:
    """Years between two years, in columns where there is a thought."""
    a = rng.randint(1950, 2015)
    b = rng.randint(a + 2, 2029)
    question = say(rng, measure_ways.BORN.pick(rng, split), a=a, b=b)
    answer = f"It is {b - a} years."
    steps = taken(b, a) if thinking else f"{b} - {a} = {b - a}."
    return _worked(question, steps, answer, is_number(b - a), thinking=thinking)


_LENGTHS = dict(zip(tables.MONTHS, (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))


def month(rng: random.Random, split: Split) -> Conversation:
    """The days of a month."""
    name = rng.choice(tables.MONTHS)
    question = say(rng, measure_ways.IN_MONTH.pick(rng, split), x=name)
    more = ", or 29 in a leap year" if name == "February" else ""
    answer = f"{name} has {_LENGTHS[name]} days{more}."
    return exchange(SKILL, question, answer, Check(all_of=(str(_LENGTHS[name]),)))


def thought(rng: random.Random, split: Split) -> Conversation:
    """Any that is worked out, with a thought."""
    makers: tuple[Callable[..., Conversation], ...] = (convert, day, near, date, hours, years)
    return rng.choices(makers, (36, 30, 6, 8, 12, 8))[0](rng, split, thinking=True)


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them, without a thought."""
    makers: tuple[Callable[[random.Random, Split], Conversation], ...]
    makers = (convert, day, near, date, hours, years, month)
    return rng.choices(makers, (40, 28, 6, 6, 9, 4, 8))[0](rng, split)
