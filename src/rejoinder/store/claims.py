"""The table of requests that may come twice, for those who await: `store/idempotent.py` over a
database, within the time that a client can be made to wait.

Every method raises `StoreDown`, at once where the database is known to be down.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from rejoinder.clock import Clock
from rejoinder.refusals import StoreDown
from rejoinder.store.database import Database
from rejoinder.store.idempotent_rows import Claim, Found, Place, Told

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")

# A client waits for it with its whole answer made: one that takes longer is as good as down.
WAIT_S = 5.0
BEAT_S = 2.0


class Claims:
    """node_id: tells servers apart that share a database, and one's lives."""

    def __init__(self, database: Database, *, clock: Clock, node_id: str) -> None:
        self._database = database
        self._clock = clock
        self._node_id = node_id
        self._has_been_up = False
        self._beat_at_s: float | None = None

    @property
    def are_shared(self) -> bool:
        """With other nodes, who must hear that this one lives."""
        return self._database.is_postgresql

    async def claim(self, wish: Claim) -> Found:
        must_beat = self._must_beat()

        def work(connection: Connection) -> Found:
            from rejoinder.store import idempotent

            if must_beat:
                idempotent.beat(connection, self._node_id)
            return idempotent.claim(connection, wish)

        found = await self._known_up(self._database.write(work))
        if must_beat:
            self._beat_at_s = self._clock.now_s()
        return found

    async def look(self, wish: Claim) -> Found | None:
        def work(connection: Connection) -> Found | None:
            from rejoinder.store import idempotent

            return idempotent.look(connection, wish)

        return await self._known_up(self._database.read(work))

    async def keep(self, claim: Claim, told: Told) -> bool:
        def work(connection: Connection) -> bool:
            from rejoinder.store import idempotent

            return idempotent.keep(connection, claim, told)

        return await self._known_up(self._database.write(work))

    async def give_up(self, place: Place) -> None:
        def work(connection: Connection) -> None:
            from rejoinder.store import idempotent

            idempotent.give_up(connection, place, node_id=self._node_id)

        await self._known_up(self._database.write(work))

    async def forget(self, place: Place) -> None:
        def work(connection: Connection) -> None:
            from rejoinder.store import idempotent

            idempotent.forget(connection, place, node_id=self._node_id)

        await self._known_up(self._database.write(work))

    async def delete_old(self, *, old_s: int, limit: int) -> int:
        def work(connection: Connection) -> int:
            from rejoinder.store import idempotent

            return idempotent.delete_old(connection, old_s=old_s, limit=limit)

        return await self._known_up(self._database.write(work))

    async def beat(self) -> None:
        def work(connection: Connection) -> None:
            from rejoinder.store import idempotent

            idempotent.beat(connection, self._node_id)

        await self._known_up(self._database.write(work))
        self._beat_at_s = self._clock.now_s()

    async def leave(self) -> None:
        def work(connection: Connection) -> None:
            from rejoinder.store import idempotent

            idempotent.leave(connection, self._node_id)

        await self._known_up(self._database.write(work))

    def _must_beat(self) -> bool:
        """Whether others might take this node for dead if it claimed something now."""
        beat_at_s = self._beat_at_s
        return beat_at_s is None or self._clock.now_s() - beat_at_s >= 2 * BEAT_S

    async def _known_up(self, work: Awaitable[T]) -> T:
        self._has_been_up = self._has_been_up or self._database.is_up
        # One that is still being opened may hold the answer to a request from before a restart.
        if self._has_been_up and not self._database.is_up:
            _drop(work)
            raise StoreDown("it is down")
        try:
            async with asyncio.timeout(WAIT_S):
                return await work
        except TimeoutError:
            raise StoreDown(f"it did not answer in {WAIT_S:.0f} s") from None


def _drop(work: Awaitable[object]) -> None:
    """Python complains of coroutines that nobody awaits."""
    if asyncio.iscoroutine(work):
        work.close()
