"""The large tables: many thousand words and names, read once from `data/`, by sides of the split.

Most values should be drawn from here, so that hardly one is seen twice and only copying helps.
An entry is held out by the hash of its text, as everywhere. It is trained on only if it may be so
in small letters, with a capital and part by part too, and if it may be spelled (words.py holds out
by another key): between the sides lie entries that nobody uses.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from training.corpus.grammar import is_held_out

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split

Table = Literal[
    "things", "nouns", "verbs", "adjectives", "adverbs", "forms", "said",
    "first_names", "surnames", "places", "rare",
]  # fmt: skip
WORDS: tuple[Table, ...] = ("things", "nouns", "verbs", "adjectives", "adverbs", "forms", "said")
NAMES: tuple[Table, ...] = ("first_names", "surnames", "places")
HELD_OUT_PERCENT = 10

_FOLDER = Path(__file__).parent / "data"
# How often each kind of word is drawn: things are what people name most.
_WEIGHTS = (38, 20, 12, 15, 3, 6, 6)


@cache
def table(name: Table) -> tuple[str, ...]:
    """All entries, sorted."""
    return tuple((_FOLDER / f"{name}.txt").read_text("utf-8").split("\n")[:-1])


def may_be_trained(entry: str) -> bool:
    """Whether no way of writing this, or a part of it, is held out."""
    parts = {entry, *re.split(r"[ -]", entry)}
    ways = {way for part in parts for way in (part, part.lower(), part.capitalize())}
    return not any(
        is_held_out(way, HELD_OUT_PERCENT) or is_held_out(f"word {way}", HELD_OUT_PERCENT)
        for way in ways
    )


@cache
def side(name: Table, split: Split) -> tuple[str, ...]:
    """The entries of one side."""
    if split == "train":
        return tuple(entry for entry in table(name) if may_be_trained(entry))
    # Words whose tokens are seldom written are chosen from the trained side.
    name = "said" if name == "rare" else name
    return tuple(entry for entry in table(name) if is_held_out(entry, HELD_OUT_PERCENT))


@cache
def everything() -> tuple[str, ...]:
    """Every word of all tables and both sides, in small letters: to cut up, never to show."""
    return tuple(
        sorted(
            {p.lower() for t in (*WORDS, *NAMES) for e in table(t) for p in re.split(r"[ -]", e)}
        )
    )


@cache
def known() -> frozenset[str]:
    """The same, to ask whether a made-up word is a real one."""
    return frozenset(everything())


def draw(rng: random.Random, name: Table, split: Split) -> str:
    """An entry of one table."""
    return rng.choice(side(name, split))


def word(rng: random.Random, split: Split) -> str:
    """A word of any kind, mostly something one can touch."""
    return draw(rng, rng.choices(WORDS, _WEIGHTS)[0], split)
