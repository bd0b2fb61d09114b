"""What a field of a record is, and how values of one are drawn.

Knows nothing of persons, things or sentences: the tables of those are in person_fields.py,
more_person_fields.py and thing_fields.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import lexicon, names, toolbox

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import JsonObject, Split
    from training.corpus.grammar import Phrasings

    Draw = Callable[[random.Random, Split], toolbox.Drawn]
    Text = Callable[[random.Random, Split], str]


@dataclass(frozen=True)
class Field:
    """Something a sentence tells. `{s}` is who or what it is about, `{v}` the value, `{k}` the key.

    `bits` are said behind a name, between commas or in parentheses; they are trained only.
    """

    keys: tuple[str, ...]
    told: Phrasings
    draw: Draw
    type: str = "string"
    bits: tuple[str, ...] = ()


_NUMERALS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def pick(items: tuple[str, ...]) -> Draw:
    """One of a list."""
    return toolbox.string(lambda rng, split: names.pick(rng, items, split))


def open_to(items: tuple[str, ...], odd: float = 0.4) -> Draw:
    """One of a list, or any word or words: the sentence tells which it is."""

    def draw(rng: random.Random, split: Split) -> str:
        if rng.random() > odd:
            return names.pick(rng, items, split)
        return any_words(rng, split)

    return toolbox.string(draw)


def any_words(rng: random.Random, split: Split) -> str:
    """A word, or two."""
    kind = rng.random()
    if kind < 0.7:
        return toolbox.a_word(rng, split)
    if kind < 0.85:
        return lexicon.phrase(rng, split)
    return f"{toolbox.a_word(rng, split)} {toolbox.a_word(rng, split)}"


def one_of(*values: str) -> Draw:
    """A word of a closed set."""

    def draw(rng: random.Random, split: Split) -> toolbox.Drawn:
        value = rng.choice(values)
        schema: JsonObject = {"type": "string", "enum": list(values)}
        return toolbox.Drawn(value, value, schema)

    return draw


def listed(maker: Text) -> Draw:
    """One to four values."""

    def draw(rng: random.Random, split: Split) -> toolbox.Drawn:
        count = rng.choice((1, 2, 2, 3, 3, 4))
        made = list(dict.fromkeys(maker(rng, split) for _ in range(count)))
        said = ", ".join(made) if rng.random() < 0.2 else toolbox.listed(made)
        return toolbox.Drawn(made, said, {"type": "array", "items": {"type": "string"}})

    return draw


def number(low: int, high: int) -> Draw:
    """A whole number, a small one now and then in letters."""
    plain = toolbox.integer(low, high)

    def draw(rng: random.Random, split: Split) -> toolbox.Drawn:
        drawn = plain(rng, split)
        value = drawn.value
        if isinstance(value, int) and value < len(_NUMERALS) and rng.random() < 0.25:
            return toolbox.Drawn(value, _NUMERALS[value])
        return drawn

    return draw


def yes(rng: random.Random, split: Split) -> toolbox.Drawn:
    """Whether something is so: the sentence has `not` or has it not."""
    value = rng.random() < 0.5
    return toolbox.Drawn(value, "" if value else "not ")


def phone(rng: random.Random, split: Split) -> str:
    """A number to call, in one of the ways people write it."""
    first = toolbox.number(rng, 10, 999, split)
    return rng.choice(
        (
            f"{rng.choice(('0', '+', ''))}{first}-{rng.randint(100, 9999)}",
            f"0{first} {rng.randint(100, 9999)}",
            f"+{rng.randint(1, 99)} {first} {rng.randint(1000, 99999)}",
            f"{first}{rng.randint(1000, 99999)}",
        )
    )


def person(rng: random.Random, split: Split) -> str:
    """Who somebody or something has to do with."""
    return lexicon.full_name(rng, split) if rng.random() < 0.2 else names.person(rng, split)


_TITLES = (
    "{a}", "The {a}", "{a} and {b}", "The {a} of {b}", "{a} {b}", "A {a} in {b}", "My {a}",
)  # fmt: skip


def title(rng: random.Random, split: Split) -> str:
    """What a book, song or film may be called: The Quiet Harbour."""
    one, other = toolbox.a_word(rng, split).capitalize(), toolbox.a_word(rng, split).capitalize()
    form = rng.choice(_TITLES)
    return form.replace("{a}", one).replace("{b}", other)


def user_name(rng: random.Random, split: Split) -> str:
    """anna_42."""
    first = rng.choice((names.person, toolbox.a_word))(rng, split).lower()
    last = rng.choice((str(rng.randint(1, 99)), f"_{toolbox.a_word(rng, split)}", ""))
    return f"{first}{last}"


def clock(rng: random.Random, split: Split) -> str:
    """A time of day."""
    hour, minute = rng.randint(1, 23), rng.choice((0, 5, 10, 15, 20, 30, 40, 45, 50, 55))
    if rng.random() < 0.25:
        return f"{rng.randint(1, 12)} {rng.choice(('am', 'pm'))}"
    return f"{hour}:{minute:02}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def day(rng: random.Random, split: Split) -> str:
    """A date as people write it."""
    kind = rng.random()
    if kind < 0.5:
        return toolbox.date(rng, split)
    month, number = rng.choice(_MONTHS), rng.randint(1, 28)
    if kind < 0.7:
        return f"{number} {month}"
    if kind < 0.85:
        return f"{month} {number}"
    return f"{number} {month} {rng.randint(2019, 2031)}"
