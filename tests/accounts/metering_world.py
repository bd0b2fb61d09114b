"""Meters of both kinds for tests, with a clock that goes as it is told, PostgreSQL's too."""

from __future__ import annotations

import contextlib
import datetime
import weakref
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from sqlalchemy import text

from rejoinder.accounts.limit_text import parse
from rejoinder.accounts.limits import OwnedLimit
from rejoinder.accounts.metering import Charge, Hold, Meters, Spent, Verdict, meter_of
from rejoinder.accounts.metering_memory import MemoryMeters
from rejoinder.accounts.metering_shared import SharedMeters
from rejoinder.store.database import Database
from rejoinder.testing.fake_clock import FakeClock
from tests.store.databases import Databases, connected

METER_KINDS = ("memory", "postgresql")

# FakeClock's beginning: 14 November 2023, 22:13:20 UTC.
START_US = 1_700_000_000 * 1_000_000


class MovableClock(FakeClock):
    """To the microsecond, and as wrong as it is told to be."""

    def __init__(self) -> None:
        super().__init__()
        self.passed_us = 0
        self.jumped_s = 0

    def now_s(self) -> float:
        return 1000.0 + self.passed_us / 1_000_000

    def unix_s(self) -> int:
        return (START_US + self.passed_us) // 1_000_000 + self.jumped_s


class World:
    """nodes: one of memory; of PostgreSQL as many as wanted, with one database."""

    def __init__(self, nodes: Sequence[Meters], clock: MovableClock, url: str | None) -> None:
        self.nodes = nodes
        self.clock = clock
        self.url = url

    @property
    def meters(self) -> Meters:
        return self.nodes[0]

    def advance_us(self, time_us: int) -> None:
        self.clock.passed_us += time_us
        self._tell()

    def jump_s(self, time_s: int) -> None:
        """Somebody sets the clock; no time passes."""
        self.clock.jumped_s += time_s
        self._tell()

    def _tell(self) -> None:
        if self.url is not None:
            now_us = START_US + self.clock.passed_us + self.clock.jumped_s * 1_000_000
            with connected(self.url) as connection:
                connection.execute(text("update fake.now set us = :us"), {"us": now_us})


@contextlib.asynccontextmanager
async def metered(
    kind: str, databases: Databases, folder: Path, *, num_nodes: int = 1, with_time: bool = True
) -> AsyncIterator[World]:
    """with_time: PostgreSQL's clock is the test's."""
    clock = MovableClock()
    if kind == "memory":
        yield World([MemoryMeters(folder / "meters", clock=clock)], clock, None)
        return
    url = databases.fresh("postgresql") if not with_time else _emptied(databases)
    stopping = contextlib.AsyncExitStack()
    async with stopping:
        nodes = []
        for number in range(num_nodes):
            database = Database(url)
            await database.start()
            stopping.push_async_callback(database.stop)
            path = folder / f"meters-{number}"
            node = SharedMeters(database, path, clock=clock, sleep=clock.sleep, patience_s=30.0)
            await node.start()
            stopping.push_async_callback(node.stop)
            nodes.append(node)
        yield World(nodes, clock, url if with_time else None)


# One database does for all tests of a run: to make one takes longer than to empty one.
_SHARED: weakref.WeakKeyDictionary[Databases, str] = weakref.WeakKeyDictionary()


def _emptied(databases: Databases) -> str:
    url = _SHARED.get(databases)
    if url is None:
        url = _SHARED[databases] = with_fake_time(databases.fresh("postgresql"))
    with connected(url) as connection:
        connection.execute(text("truncate meters, meter_holds, nodes"))
        connection.execute(text("update fake.now set us = :us"), {"us": START_US})
    return url


def with_fake_time(url: str) -> str:
    """PostgreSQL takes a function of its own only where no schema before it has one."""
    with connected(url) as connection:
        for statement in (
            "create schema fake",
            "create table fake.now (us bigint)",
            f"insert into fake.now values ({START_US})",
            "create function fake.clock_timestamp() returns timestamptz language sql volatile as "
            "$$ select timestamptz 'epoch' + us * interval '1 microsecond' from fake.now $$",
        ):
            connection.execute(text(statement))
    return f"{url}&options=-csearch_path%3Dfake,pg_catalog,public"


def charge(limit: str, cost: int = 1, *, owner: str = "key:a") -> Charge:
    return Charge(meter_of(OwnedLimit(owner, parse(limit))), cost)


async def tried(meters: Meters, *charges: Charge) -> tuple[Verdict, Hold | None]:
    return await meters.reserve(charges)


async def passed(meters: Meters, *charges: Charge) -> Hold:
    """Of what must be admitted."""
    verdict, hold = await meters.reserve(charges)
    assert hold is not None, verdict
    return hold


async def wait_us(meters: Meters, *charges: Charge) -> int:
    """Of what must be refused: until all of it passes."""
    verdict, hold = await meters.reserve(charges)
    assert hold is None, "it was admitted"
    waits = [level.wait_us for level in verdict.levels]
    return max(wait for wait in waits if wait is not None)


async def remaining(meters: Meters, limit: str, *, owner: str = "key:a") -> int:
    """Looks without taking: a charge of nothing."""
    verdict, _ = await meters.reserve([charge(limit, 0, owner=owner)])
    return verdict.levels[0].remaining


def spent(num_tokens: int = 0, nano_usd: int = 0) -> Spent:
    return Spent(num_tokens=num_tokens, nano_usd=nano_usd)


NOTHING = Spent(num_tokens=0, nano_usd=0, is_paid=False)


def unix_s(year: int, month: int, day: int) -> int:
    return int(datetime.datetime(year, month, day, tzinfo=datetime.UTC).timestamp())
