"""Ending a stretch of work early, with a reason.

A client that left, a reader that stalls, a drain that ran out of time: all three are one event, an
exception raised inside the task that answers. Knows nothing of HTTP beyond `http.disconnect`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

from starlette.types import Receive


class ClientGone(Exception):
    """The client closed the connection before it had its answer."""


class ClientStalled(Exception):
    """The client keeps the connection open and has stopped reading or sending."""


async def end(task: asyncio.Task[None]) -> None:
    """Cancel a task of ours and wait until it is gone."""
    ours = asyncio.current_task()
    assert ours is not None
    num_cancelling = ours.cancelling()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        if ours.cancelling() > num_cancelling:  # it is us that someone wants to end
            raise


class Cut:
    """A stretch of the current task that others may end: `with` raises the reason they gave.

    The same bargain with `Task.cancel` and `Task.uncancel` as `asyncio.timeout`, so a cancellation
    from elsewhere still passes through.
    """

    def __init__(self, on_end: Callable[[Cut], None]) -> None:
        self._on_end = on_end
        self._reason: Exception | None = None
        self._task: asyncio.Task[object] | None = None
        self._num_cancelling = 0

    @property
    def reason(self) -> Exception | None:
        """Why it was ended, if it was."""
        return self._reason

    def cut(self, reason: Exception) -> None:
        """End it; the first reason given counts. Too late does nothing."""
        if self._reason is None and self._task is not None:
            self._reason = reason
            self._task.cancel()

    def after(self, duration_s: float, reason: Exception) -> asyncio.TimerHandle:
        """Cut when so much time has passed, unless the timer is cancelled before."""
        return asyncio.get_running_loop().call_later(duration_s, self.cut, reason)

    def __enter__(self) -> Self:
        self._task = asyncio.current_task()
        assert self._task is not None
        self._num_cancelling = self._task.cancelling()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        task, self._task = self._task, None
        assert task is not None
        self._on_end(self)
        if self._reason is None:
            return
        is_ours_alone = task.uncancel() <= self._num_cancelling
        if is_ours_alone and kind is asyncio.CancelledError:
            raise self._reason from None


class CutWhenGone:
    """Watches the connection while a stretch runs, and cuts it when the client leaves.

    The request's body must have been read: from then on `receive` says nothing but goodbye. Sending
    is no way to find out, since servers swallow what is sent to nobody.
    """

    def __init__(self, receive: Receive, cut: Cut) -> None:
        self._receive = receive
        self._cut = cut
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._watch())

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        await end(self._task)

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._cut.cut(ClientGone())
