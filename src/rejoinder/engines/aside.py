"""Threads for what is made of tools and formats, whose cost no length tells, and of long text.

Apart from each other: text must not wait behind a hostile schema. New schemas are one at a time in
any case (`grammar/schema.py`): many bodies may wait for theirs, and those whose schemas are known
pass them by. Few make prompts and grammars at once, because each thread that has much to do lets
the event loop wait 5 ms for its turn.

Who waits for a thread waits in turn, by the rank of the tier and the owner (`turns.py`).
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from rejoinder.chat.ask import Tier, TierWanted
from rejoinder.turns import Standing, Threads, standing_now

_T = TypeVar("_T")

# For each rank its own: those that wait for a schema of theirs hold a thread for as long.
_readers = tuple(Threads(32, f"read schemas of {tier}") for tier in Tier)
_makers = Threads(4, "make grammars")
_text_makers = Threads(8, "make prompts")


def standing_of(tier: TierWanted, owner: str) -> Standing:
    """Before admission: `auto` stands with `default`, since nobody knows yet whether there are
    credits for it, and those who have none must not pass those who said `default`."""
    served = Tier.DEFAULT if tier is TierWanted.AUTO else Tier(tier.value)
    return Standing(served.rank, owner)


async def read_aside(work: Callable[[], _T], standing: Standing) -> _T:
    """What reading a body returns or raises, done while others are answered."""
    return await _done_by(_readers[standing.rank], work, standing)


async def make_aside(work: Callable[[], _T], standing: Standing) -> _T:
    """The same of making a prompt and a grammar."""
    return await _done_by(_makers, work, standing)


async def make_text_aside(work: Callable[[], _T], standing: Standing) -> _T:
    """The same of making a long prompt without a grammar."""
    return await _done_by(_text_makers, work, standing)


async def _done_by(threads: Threads, work: Callable[[], _T], standing: Standing) -> _T:
    context = contextvars.copy_context()
    context.run(standing_now.set, standing)
    return await asyncio.wrap_future(threads.submit(partial(context.run, work), standing))
