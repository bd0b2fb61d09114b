"""Threads for what is made of tools and formats, whose cost no length tells.

Apart from those of long text, which must not wait behind a hostile schema. New schemas are one at a
time in any case (`grammar/schema.py`): many bodies may wait for theirs, and those whose schemas are
known pass them by. Few make prompts and grammars at once, because each thread that has much to do
lets the event loop wait 5 ms for its turn.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")

_readers = ThreadPoolExecutor(max_workers=32, thread_name_prefix="read schemas")
_makers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="make grammars")


async def read_aside(work: Callable[[], _T]) -> _T:
    """What reading a body returns or raises, done while others are answered."""
    return await _done_in(_readers, work)


async def make_aside(work: Callable[[], _T]) -> _T:
    """The same of making a prompt and a grammar."""
    return await _done_in(_makers, work)


async def _done_in(pool: ThreadPoolExecutor, work: Callable[[], _T]) -> _T:
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(pool, context.run, work)
