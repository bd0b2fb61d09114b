"""Phrasings written one to a line, and words written one after another.

A line that begins with `~` is held out: it is asked in evaluation and never trained on.
"""

from __future__ import annotations

from training.corpus.grammar import Phrasings, is_held_out

HELD_OUT_PERCENT = 10


def lines(text: str) -> Phrasings:
    """Phrasings, one to a line; those behind `~` are held out."""
    rows = [row.strip() for row in text.strip().splitlines()]
    return Phrasings(
        tuple(row for row in rows if not row.startswith("~")),
        tuple(row[1:].strip() for row in rows if row.startswith("~")),
    )


def bars(text: str) -> tuple[str, ...]:
    """Items with bars or line ends between them, each once."""
    rows = (row.strip() for row in text.replace("\n", "|").split("|"))
    return tuple(dict.fromkeys(row for row in rows if row))


def halves(items: tuple[str, ...], kind: str) -> dict[str, tuple[str, ...]]:
    """Items of both sides of the split, by a hash of the kind and the item."""
    held = tuple(item for item in items if is_held_out(f"{kind} {item}", HELD_OUT_PERCENT))
    return {"held_out": held, "train": tuple(item for item in items if item not in held)}
