"""Threads for what is made of tools and formats, whose cost no length tells.

Apart from those of long text, which must not wait behind a hostile schema. Few, because each that
has much to do lets the event loop wait 5 ms for its turn; schemas that are new are one at a time in
any case (`grammar/schema.py`), and those that are known pass them by.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")

_pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="aside")


async def aside(work: Callable[[], _T]) -> _T:
    """What the work returns or raises, done while others are answered."""
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(_pool, context.run, work)
