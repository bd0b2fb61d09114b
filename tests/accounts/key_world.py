"""Keys for tests: an office and a registry over one database, with time that is told to pass."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

from rejoinder.accounts.office import Office
from rejoinder.accounts.registry import LOOK_EVERY_S, Door, Registry
from rejoinder.refusals import StoreDown
from rejoinder.store.database import Database
from rejoinder.testing.fake_clock import FakeClock
from tests.store.databases import running

T = TypeVar("T")


class Naps:
    """A sleep that ends when it is told to, so that what is done between naps is known to be
    done."""

    def __init__(self) -> None:
        self._under_way: dict[float, asyncio.Future[None]] = {}
        self._begun = asyncio.Condition()

    async def sleep(self, duration_s: float) -> None:
        nap: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        async with self._begun:
            self._under_way[duration_s] = nap
            self._begun.notify_all()
        await nap

    async def asleep(self, duration_s: float) -> None:
        """Wait until somebody naps for so long."""
        async with self._begun:
            await self._begun.wait_for(lambda: duration_s in self._under_way)

    async def once(self, duration_s: float) -> None:
        """Have whoever naps for so long wake, work, and nap again."""
        await self.asleep(duration_s)
        self._under_way.pop(duration_s).set_result(None)
        await self.asleep(duration_s)


class Node:
    """A server's registry, looking."""

    def __init__(self, registry: Registry, naps: Naps) -> None:
        self.registry = registry
        self.naps = naps

    def door(self) -> Door:
        return self.registry.door

    async def look(self) -> None:
        """What happens every 0.4 s."""
        await self.naps.once(LOOK_EVERY_S)


class Fragile:
    """A database that can be told to be down."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_down = False
        self.takes_writes = True

    async def read(self, work: Callable[[Connection], T]) -> T:
        if self.is_down:
            raise StoreDown("it is gone")
        return await self._database.read(work)

    async def glance(self, work: Callable[[Connection], T]) -> T:
        if self.is_down:
            raise StoreDown("it is gone")
        return await self._database.glance(work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        if self.is_down or not self.takes_writes:
            raise StoreDown("it is gone")
        return await self._database.write(work)


class World:
    """One database, its office, and as many nodes as are wanted."""

    def __init__(self, database: Database) -> None:
        self.database = Fragile(database)
        self.clock = FakeClock()
        self.office = Office(self.as_database(), clock=self.clock)

    def as_database(self) -> Database:
        return cast("Database", self.database)

    @contextlib.asynccontextmanager
    async def node(self, **given: Any) -> AsyncIterator[Node]:  # noqa: ANN401
        """After its first look."""
        naps = Naps()
        wanted: dict[str, Any] = {"is_new": False, "opens": True, **given}
        registry = Registry(self.as_database(), clock=self.clock, sleep=naps.sleep, **wanted)
        await registry.start()
        try:
            await naps.asleep(LOOK_EVERY_S)
            yield Node(registry, naps)
        finally:
            await registry.stop()


@contextlib.asynccontextmanager
async def world(url: str) -> AsyncIterator[World]:
    async with running(url) as database:
        yield World(database)
