"""What a row of a table of tools is made of: names, parameters, sentences that ask for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from training.corpus import toolbox
from training.corpus.toolbox import Slot

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split


@dataclass(frozen=True)
class Known:
    """A tool of the table: `{1}` and `{2}` in a sentence are its required parameters in order.

    `wish` is a sentence without the only value, after which it has to be asked for.
    """

    names: tuple[str, ...]
    descriptions: tuple[str, ...]
    required: tuple[tuple[tuple[str, ...], Slot], ...]
    optional: tuple[tuple[tuple[str, ...], Slot], ...]
    asked: tuple[str, ...]
    held_out: tuple[str, ...]
    wish: str = ""


def one_of(*values: str) -> Slot:
    """A slot for one of these words."""

    def draw(rng: random.Random, split: Split) -> toolbox.Drawn:
        value = rng.choice(values)
        return toolbox.Drawn(value, value)

    return Slot(("value",), ("{v}",), draw, values=values)


def of(slot: Slot, *phrases: str) -> Slot:
    """The slot, said in these ways."""
    return replace(slot, phrases=phrases, held_out=())


def between(low: int, high: int, *phrases: str) -> Slot:
    """A slot for a whole number."""
    return Slot((), phrases, toolbox.integer(low, high), "integer")
