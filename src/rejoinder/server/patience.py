"""How long an answer may be waited for: until its first token, and as a whole.

Knows time and cuts; whether an answer is a stream or what it says is nobody's business here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rejoinder.errors import RequestError
from rejoinder.server.cut import Cut, end
from rejoinder.server.stream import Sleep

# Asked for when the time is up, so that it can say how things stand then.
Reason = Callable[[], RequestError]


class Patience:
    """Use as `async with` around one answer: cuts it with a limit's reason when its time is up.

    A limit of 0 s is none, and costs nothing.
    """

    def __init__(self, cut: Cut, *, sleep: Sleep) -> None:
        self._cut = cut
        self._sleep = sleep
        self._wait: asyncio.Task[None] | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Patience:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            await end(task)

    def limit_wait(self, duration_s: float, reason: Reason) -> None:
        """Cut after so long, unless `spoke` is called before."""
        if duration_s > 0:
            self._wait = self._start(duration_s, reason)

    def limit_whole(self, duration_s: float, reason: Reason) -> None:
        """Cut after so long."""
        if duration_s > 0:
            self._start(duration_s, reason)

    def spoke(self) -> None:
        """The first token is there. Calling it again changes nothing."""
        if self._wait is not None:
            self._wait.cancel()
            self._wait = None

    def _start(self, duration_s: float, reason: Reason) -> asyncio.Task[None]:
        task = asyncio.create_task(self._cut_after(duration_s, reason))
        self._tasks.append(task)
        return task

    async def _cut_after(self, duration_s: float, reason: Reason) -> None:
        await self._sleep(duration_s)
        self._cut.cut(reason())
