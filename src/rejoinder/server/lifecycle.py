"""Whether new work is taken, and what is still under way.

Knows nothing of sockets or signals; `run.py` calls `drain` when one arrives.
"""

from __future__ import annotations

import asyncio
import contextlib
from enum import StrEnum

from rejoinder.errors import ShuttingDown
from rejoinder.server.cut import Cut

# An answer that was cut has only to be closed. One that does not must not keep the server from
# stopping.
CUT_TIMEOUT_S = 5.0


class Phase(StrEnum):
    SERVING = "serving"
    DRAINING = "draining"
    STOPPED = "stopped"


MOVES: dict[Phase, frozenset[Phase]] = {
    Phase.SERVING: frozenset({Phase.DRAINING}),
    Phase.DRAINING: frozenset({Phase.STOPPED}),
    Phase.STOPPED: frozenset(),
}


class Lifecycle:
    """One server's life. Starts serving."""

    def __init__(self) -> None:
        self.phase = Phase.SERVING
        self._under_way: set[Cut] = set()
        self._changed = asyncio.Event()

    @property
    def num_under_way(self) -> int:
        return len(self._under_way)

    def answering(self) -> Cut:
        """Register an answer, to be used as `with`. Raises `ShuttingDown` while draining."""
        if self.phase is not Phase.SERVING:
            raise ShuttingDown
        cut = Cut(self._ended)
        self._under_way.add(cut)
        return cut

    async def drain(self, *, timeout_s: float) -> None:
        """Take nothing new, let what is under way finish, then cut the rest with `ShuttingDown`."""
        self._move(Phase.DRAINING)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._wait_until_idle()
        for cut in tuple(self._under_way):
            cut.cut(ShuttingDown())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CUT_TIMEOUT_S):
                await self._wait_until_idle()
        self._move(Phase.STOPPED)

    async def _wait_until_idle(self) -> None:
        while self._under_way:
            self._changed.clear()
            await self._changed.wait()

    def _ended(self, cut: Cut) -> None:
        self._under_way.discard(cut)
        self._changed.set()

    def _move(self, phase: Phase) -> None:
        assert phase in MOVES[self.phase], f"{self.phase} cannot become {phase}"
        self.phase = phase
