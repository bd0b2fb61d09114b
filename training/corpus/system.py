"""Obeying a system message: form of the answer, a persona, a fixed reply, facts given to use.

Held out: phrasings of the instruction, and 10 % of the names and words in it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from training.corpus import briefing, house, shaping

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import Conversation, Split

SKILL = "system"

_KINDS: tuple[tuple[Callable[[random.Random, Split], Conversation], float], ...] = (
    (shaping.upper, 14),
    (shaping.lower, 6),
    (shaping.brief, 13),
    (shaping.end, 9),
    (shaping.start, 9),
    (shaping.only, 8),
    (shaping.styled, 3),
    (shaping.formatted, 7),
    (shaping.foreign_words, 3.5),
    (shaping.forbidden, 3.5),
    (briefing.persona, 13),
    (briefing.user_card, 9),
    (house.house, 10),
    (briefing.about, 8),
    (briefing.given, 8),
    (shaping.unordered, 3),
    (briefing.as_told, 1),
)
# Pairs of which the second takes the place of the first.
_CHANGES: tuple[tuple[Callable[[random.Random, Split], Conversation], ...], ...] = (
    (shaping.upper, shaping.lower),
    (shaping.lower, shaping.upper),
    (shaping.end, shaping.end),
    (shaping.start, shaping.start),
    (shaping.only, shaping.only),
    (shaping.styled, shaping.styled),
    (briefing.persona, briefing.persona),
)
_NOW = ("New rule: ", "That has changed: ", "Instead: ", "Now: ", "Change of plan: ", "")


def changed(rng: random.Random, split: Split) -> Conversation:
    """An order that a later one takes the place of."""
    first, second = (maker(rng, split) for maker in rng.choice(_CHANGES))
    order = second.turns[0]
    later = replace(order, content=rng.choice(_NOW) + order.content)
    turns = (*first.turns, later, *second.turns[1:])
    return replace(second, turns=turns)


_MAKERS = tuple(maker for maker, _ in _KINDS)
_WEIGHTS = tuple(weight for _, weight in _KINDS)


def make(rng: random.Random, split: Split) -> Conversation:
    """Any instruction."""
    if rng.random() < 0.03:
        return changed(rng, split)
    return rng.choices(_MAKERS, _WEIGHTS)[0](rng, split)
