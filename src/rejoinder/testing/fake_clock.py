"""A clock that stands still until it is told to move.

Satisfies `Clock`, and offers the matching `sleep`, so that code which waits for a time can be
tested without waiting.
"""

from __future__ import annotations

import asyncio


class FakeClock:
    """Starts at 1000 s, and in people's time at 1_700_000_000 (November 2023)."""

    def __init__(self) -> None:
        self._now_s = 1000.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now_s(self) -> float:
        return self._now_s

    def unix_s(self) -> int:
        return 1_700_000_000 + int(self._now_s - 1000.0)

    async def sleep(self, duration_s: float) -> None:
        """Return once `advance` has passed the time; at once where there is nothing to wait for."""
        if duration_s <= 0:
            await asyncio.sleep(0)
            return
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._now_s + duration_s, sleeper))
        await sleeper

    @property
    def num_sleeping(self) -> int:
        return sum(not sleeper.done() for _, sleeper in self._sleepers)

    def advance(self, duration_s: float) -> None:
        """Let time pass. Sleepers whose time has come run when the caller next awaits."""
        self._now_s += duration_s
        due = [sleeper for until_s, sleeper in self._sleepers if until_s <= self._now_s]
        self._sleepers = [one for one in self._sleepers if one[0] > self._now_s]
        for sleeper in due:
            if not sleeper.done():  # cancelled by whoever slept
                sleeper.set_result(None)
