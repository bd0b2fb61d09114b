"""Sentences that ask for a tool and leave out a value that it requires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import wishes
from training.corpus.asking import Request, ask, call_of, finished
from training.corpus.composing import draw_for, nullable
from training.corpus.facts import upper_first
from training.corpus.grammar import expand, say

if TYPE_CHECKING:
    import random

    from training.corpus.asking import Offered
    from training.corpus.composing import Parameter
    from training.corpus.conversation import Split


def _needed(one: Offered) -> list[Parameter]:
    """What has to be told. What may be null is null where nothing is said."""
    return [p for p in one.tool.parameters if p.required and not nullable(p)]


def can_lack(one: Offered, most: int) -> bool:
    """Whether a wish for this tool can lack a value. `most` values may be required."""
    if one.row is None:
        return 1 <= len(_needed(one)) <= most
    return one.kind in (wishes.NOTHING if len(one.row.required) == 1 else wishes.ALL_BUT_LAST)


def ask_partly(rng: random.Random, split: Split, offered: Offered) -> tuple[Parameter, Request]:
    """The required parameter that is not given, and a sentence with the call as far as it goes."""
    required = _needed(offered)
    if offered.row is None:
        lacking = rng.choice(required)
        return lacking, ask(rng, split, offered, leave_out=lacking.key)
    lacking = required[-1]
    given = required[:-1]
    table = wishes.ALL_BUT_LAST if given else wishes.NOTHING
    values = {one.key: draw_for(rng, one, split) for one in given}
    text = table[offered.kind].pick(rng, split)
    if split == "train" and not given and offered.row.wish and rng.random() < 0.2:
        text = offered.row.wish
    text = expand(rng, text)
    text = finished(rng, text, open_end=bool(given))
    said = say(rng, text, **{str(i): values[p.key].said for i, p in enumerate(given, 1)})
    return lacking, Request(upper_first(said), call_of(offered.tool, values), values)
