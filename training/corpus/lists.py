"""Given words and numbers: sorted, counted, reversed, longer, shorter, the sum, the odd one.

Held out: 10 % of the words and numbers, some phrasings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import lexicon, list_ways, names, number_ways, tables
from training.corpus.arithmetic import is_number
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.grammar import Phrasings, is_held_out
from training.corpus.wordings import asked

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SKILL = "lists"

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_SHORT_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th")


def number(rng: random.Random, low: int, high: int, split: Split) -> int:
    """A number of this side of the split. Single digits are on both."""
    while True:
        value = rng.randint(low, high)
        held_out = is_held_out(f"number {value}", names.HELD_OUT_PERCENT)
        if value < 10 or held_out == (split == "held_out"):
            return value


def word(rng: random.Random, split: Split) -> str:
    """A word in small letters, now and then an invented one."""
    if rng.random() < 0.2:
        return names.invented(rng, split).lower()
    return lexicon.word(rng, split)


def _items(rng: random.Random, split: Split, most: int = 5) -> list[str]:
    kind, count = rng.random(), rng.choice((2, 2, 3, 3, 3, 4, most))
    while True:
        if kind < 0.22:
            made = [str(number(rng, 1, 99, split)) for _ in range(count)]
        elif kind < 0.42:
            made = [names.person(rng, split) for _ in range(count)]
        elif kind < 0.5:
            made = [names.town(rng, split) for _ in range(count)]
        elif kind < 0.6:
            made = [word(rng, split) if i % 2 else names.person(rng, split) for i in range(count)]
        else:
            made = [word(rng, split) for _ in range(count)]
        # Names of two words cannot be told from two items where nothing but a space is between.
        made = [one for one in dict.fromkeys(made) if " " not in one]
        if len(made) > 1:
            return made


def shown(rng: random.Random, items: list[str], *, spaces: bool = True) -> str:
    """The items as people write lists."""
    shape = rng.random()
    if shape < 0.55:
        return ", ".join(items)
    if shape < 0.66 and spaces:
        return " ".join(items)
    if shape < 0.76:
        return ", ".join(items[:-1]) + f" and {items[-1]}"
    if shape < 0.79 and len(items) > 2:
        return ", ".join(items[:-1]) + f", and {items[-1]}"
    if shape < 0.86:
        return "\n".join(items)
    if shape < 0.9:
        return "\n".join(f"- {one}" for one in items)
    if shape < 0.94:
        return ", ".join(f'"{one}"' for one in items)
    return rng.choice((",", "; ", " / ", " and ", ", ")).join(items)


def _ask(
    rng: random.Random, form: Phrasings, split: Split, items: list[str], **slots: str | int
) -> str:
    return asked(rng, form, split, shown(rng, items), **slots)


def _listed(answer: list[str]) -> Check:
    return Check(pattern=r"\W*" + r"\W+".join(re.escape(one) for one in answer) + r"\W*")


def _list(question: str, answer: list[str]) -> Conversation:
    return exchange(SKILL, question, ", ".join(answer) + ".", _listed(answer))


def _lines(question: str, lines: list[str]) -> Conversation:
    text = "\n".join(lines)
    return exchange(SKILL, question, text, Check(pattern=re.escape(text)))


def reverse(rng: random.Random, split: Split) -> Conversation:
    """The last one first."""
    items = _items(rng, split)
    return _list(_ask(rng, list_ways.REVERSE, split, items), items[::-1])


def count(rng: random.Random, split: Split) -> Conversation:
    """How many there are."""
    items = _items(rng, split, 7)
    question = _ask(rng, list_ways.COUNT, split, items)
    return exchange(SKILL, question, f"There are {len(items)}.", is_number(len(items)))


def nth(rng: random.Random, split: Split) -> Conversation:
    """One of them by its place."""
    items = _items(rng, split, 6)
    at = rng.choice((0, len(items) - 1, rng.randrange(len(items))))
    named = rng.choice((_ORDINALS, _ORDINALS, _SHORT_ORDINALS))[at]
    if at == len(items) - 1 and rng.random() < 0.8:
        named = rng.choice(("last", "last", "final"))
    question = _ask(rng, list_ways.NTH, split, items, n=named)
    return exchange(
        SKILL, question, f"{items[at]}.", Check(pattern=rf"(?i)\W*{re.escape(items[at])}\W*")
    )


def has(rng: random.Random, split: Split) -> Conversation:
    """Whether something is among them."""
    items = _items(rng, split)
    here = rng.random() < 0.5
    wanted = rng.choice(items) if here else rng.choice(_items(rng, split))
    here = wanted in items
    question = _ask(rng, list_ways.HAS, split, items, y=wanted)
    answer = f"Yes, {wanted} is in it." if here else f"No, {wanted} is not in it."
    return exchange(SKILL, question, answer, Check(pattern="Yes.*" if here else "No.*"))


def drop(rng: random.Random, split: Split) -> Conversation:
    """Without one of them."""
    items = _items(rng, split)
    gone = rng.choice(items)
    question = _ask(rng, list_ways.DROP, split, items, y=gone)
    return _list(question, [one for one in items if one != gone])


def extend(rng: random.Random, split: Split) -> Conversation:
    """With one more at the end, or at the beginning."""
    items = _items(rng, split, 4)
    more = next(one for one in iter(lambda: _items(rng, split)[0], "") if one not in items)
    if rng.random() < 0.65:
        return _list(_ask(rng, list_ways.APPEND, split, items, y=more), [*items, more])
    return _list(_ask(rng, list_ways.PREPEND, split, items, y=more), [more, *items])


def layout(rng: random.Random, split: Split) -> Conversation:
    """With bullets, with numbers, with commas."""
    items, kind = _items(rng, split), rng.random()
    if kind < 0.45:
        question = _ask(rng, list_ways.BULLETS, split, items)
        return _lines(question, [f"- {one}" for one in items])
    if kind < 0.7:
        question = _ask(rng, list_ways.NUMBERED, split, items)
        return _lines(question, [f"{at}. {one}" for at, one in enumerate(items, 1)])
    given = rng.choice((" ", " ", " ", " and ")).join(items)
    answer = ", ".join(items)
    return exchange(
        SKILL,
        asked(rng, list_ways.COMMAS, split, given),
        f"{answer}.",
        Check(pattern=re.escape(answer) + r"\W*"),
    )


def sort(rng: random.Random, split: Split) -> Conversation:
    """Two to five words in the order of the alphabet, no two of which begin alike."""
    size, named = rng.choice((2, 2, 3, 3, 4)), rng.random() < 0.25
    made: dict[str, str] = {}
    while len(made) < size:
        one = names.person(rng, split) if named else word(rng, split)
        if one[0].isascii() and " " not in one:
            made[one[0].lower()] = one
    items = list(made.values())
    rng.shuffle(items)
    return _list(_ask(rng, list_ways.SORT, split, items), sorted(items, key=str.lower))


def _on_side(value: int, split: Split) -> bool:
    return is_held_out(f"number {value}", names.HELD_OUT_PERCENT) == (split == "held_out")


_SIDES: dict[Split, tuple[int, ...]] = {
    side: tuple(n for n in range(1, 200) if n < 10 or _on_side(n, side))
    for side in ("train", "held_out")
}


def _few(rng: random.Random, split: Split, most: int = 199) -> list[int]:
    fitting = [n for n in _SIDES[split] if n <= most]
    return rng.sample(fitting, k=rng.choice((2, 2, 3, 3, 3, 4)))


def largest(rng: random.Random, split: Split) -> Conversation:
    """The largest or the smallest number of a few."""
    made = _few(rng, split, rng.choice((20, 99, 199)))
    small = rng.random() < 0.45
    named = rng.choice(
        ("smallest", "lowest", "least", "minimum")
        if small
        else ("largest", "biggest", "highest", "greatest", "maximum")
    )
    wanted = min(made) if small else max(made)
    question = _ask(rng, number_ways.MOST, split, [str(n) for n in made], w=named)
    return exchange(SKILL, question, f"{wanted}.", is_number(wanted))


def order(rng: random.Random, split: Split) -> Conversation:
    """Two to five numbers by size, up or down."""
    made = _few(rng, split, 99)
    down = rng.random() < 0.4
    form = number_ways.DESCENDING if down else number_ways.ASCENDING
    question = _ask(rng, form, split, [str(n) for n in made])
    return _list(question, [str(n) for n in sorted(made, reverse=down)])


def total(rng: random.Random, split: Split) -> Conversation:
    """The sum of two to four small numbers, added one after the other."""
    size = rng.choice((2, 2, 3, 3))
    made = [rng.randint(1, 9 if size > 2 or rng.random() < 0.5 else 20) for _ in range(size)]
    steps, so_far = [], made[0]
    for one in made[1:]:
        steps.append(f"{so_far} + {one} = {so_far + one}")
        so_far += one
    question = _ask(rng, number_ways.SUM, split, [str(n) for n in made])
    return exchange(SKILL, question, ", ".join(steps) + ".", is_number(so_far))


def doubles(rng: random.Random, split: Split) -> Conversation:
    """Each of them once."""
    items = _items(rng, split, 4)
    twice = [*items, *rng.sample(items, k=rng.choice((1, 1, 2)))]
    rng.shuffle(twice)
    return _list(_ask(rng, number_ways.DOUBLES, split, twice), list(dict.fromkeys(twice)))


_KINDS = (
    names.ANIMALS, names.FRUITS, names.COLOURS, names.JOBS, tables.DAYS, tables.MONTHS,
    ("shirt", "hat", "coat", "sock", "shoe", "dress", "glove", "scarf", "belt", "skirt"),
    ("car", "bus", "train", "plane", "boat", "bike", "truck", "ship", "tram", "taxi"),
    ("hand", "foot", "nose", "ear", "eye", "mouth", "arm", "leg", "knee", "finger"),
    ("table", "chair", "bed", "sofa", "desk", "shelf", "stool", "bench", "cupboard"),
    ("piano", "drum", "flute", "guitar", "violin", "trumpet", "harp", "organ"),
)  # fmt: skip


def odd(rng: random.Random, split: Split) -> Conversation:
    """The one that is of another kind than the rest."""
    kind, other = rng.sample(_KINDS, k=2)
    alike = list(dict.fromkeys(names.pick(rng, kind, split) for _ in range(9)))
    if len(alike) < 3:
        alike = rng.sample(kind, k=3)
    wanted = names.pick(rng, other, split)
    items = [*(one for one in alike if one != wanted)][: rng.choice((3, 3, 4))]
    items.insert(rng.randrange(len(items) + 1), wanted)
    question = _ask(rng, number_ways.ODD, split, [one for one in items if " " not in one])
    if " " in wanted or len(items) < 3:
        return odd(rng, split)
    return exchange(SKILL, question, f"{wanted}.", Check(pattern=rf"(?i)\W*{re.escape(wanted)}\W*"))


def even(rng: random.Random, split: Split) -> Conversation:
    """Which of a few numbers are even, or odd."""
    made = _few(rng, split, 99)
    rest = rng.choice((0, 1))
    wanted = [str(n) for n in made if n % 2 == rest]
    if not wanted:
        return even(rng, split)
    named = ("even", "odd")[rest]
    return _list(_ask(rng, number_ways.EVEN, split, [str(n) for n in made], w=named), wanted)


_MAKERS: tuple[tuple[Callable[[random.Random, Split], Conversation], int], ...] = (
    (reverse, 12), (count, 9), (nth, 14), (has, 9), (drop, 9), (extend, 9), (layout, 12),
    (sort, 14), (largest, 10), (order, 8), (total, 4), (doubles, 5), (odd, 4), (even, 2),
)  # fmt: skip


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them."""
    makers = [maker for maker, _ in _MAKERS]
    return rng.choices(makers, [weight for _, weight in _MAKERS])[0](rng, split)
