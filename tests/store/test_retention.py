"""What is too old or too much goes, the oldest first, in small batches. On both databases."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection

from rejoinder.refusals import StoreDown
from rejoinder.store import completions as store
from rejoinder.store.completion_rows import Totals
from rejoinder.store.database import Database
from rejoinder.store.retention import BATCH, PLACES_KEPT_S, Retention
from tests.store.databases import running
from tests.store.world import completion


class _Clock:
    def __init__(self, unix_s: int) -> None:
        self._unix_s = unix_s

    def now_s(self) -> float:
        return 0.0

    def unix_s(self) -> int:
        return self._unix_s


async def _never(_: float) -> None:
    raise AssertionError


async def _keep(database: Database, names: range) -> None:
    """Of 10 bytes each, kept at the second that is their number."""

    def put(connection: Connection) -> None:
        for number in names:
            made = completion(f"c{number}", created_s=number, request=b"1234", response=b"1234")
            store.put(connection, made)

    await database.write(put)


async def _left(database: Database) -> list[str]:
    page = await database.read(lambda c: store.find(c, project=None, limit=1000))
    return [item.id for item in page.items]


def _retention(
    database: Database, now_s: int, *, max_age_s: int | None = None, max_bytes: int | None = None
) -> Retention:
    return Retention(
        database, max_age_s=max_age_s, max_bytes=max_bytes, clock=_Clock(now_s), sleep=_never
    )


def test_what_is_older_than_the_age_is_deleted(database_url: str) -> None:
    async def world() -> None:
        async with running(database_url) as database:
            await _keep(database, range(5))

            removed = await _retention(database, 102, max_age_s=100).sweep()

            assert removed == Totals(num_completions=2, num_bytes=20)
            assert await _left(database) == ["c2", "c3", "c4"]

    asyncio.run(world())


def test_no_more_is_deleted_than_brings_the_size_to_its_limit(database_url: str) -> None:
    async def world() -> None:
        async with running(database_url) as database:
            await _keep(database, range(5))

            assert (await _retention(database, 9, max_bytes=50).sweep()).num_completions == 0
            removed = await _retention(database, 9, max_bytes=29).sweep()

            assert removed == Totals(num_completions=3, num_bytes=30)
            assert await _left(database) == ["c3", "c4"]

    asyncio.run(world())


def test_more_than_a_batch_is_deleted_in_one_sweep(database_url: str) -> None:
    async def world() -> None:
        async with running(database_url) as database:
            await _keep(database, range(2 * BATCH + 10))

            removed = await _retention(database, 9, max_bytes=50).sweep()

            assert removed.num_completions == 2 * BATCH + 5
            assert len(await _left(database)) == 5

    asyncio.run(world())


def test_without_limits_nothing_is_deleted(database_url: str) -> None:
    async def world() -> None:
        async with running(database_url) as database:
            await _keep(database, range(3))

            assert (await _retention(database, 2**40).sweep()).num_completions == 0
            assert len(await _left(database)) == 3

    asyncio.run(world())


def test_places_are_forgotten_after_a_week(database_url: str) -> None:
    async def world() -> None:
        async with running(database_url) as database:
            await _keep(database, range(2))
            await _retention(database, 1000, max_bytes=10).sweep()

            await _retention(database, 1000 + PLACES_KEPT_S).sweep()
            page = await database.read(lambda c: store.find(c, project=None, after="c0"))
            assert [item.id for item in page.items] == ["c1"]
            await _retention(database, 1001 + PLACES_KEPT_S).sweep()
            with pytest.raises(Exception, match="no stored completion `c0`"):
                await database.read(lambda c: store.find(c, project=None, after="c0"))

    asyncio.run(world())


def test_swept_content_is_in_none_of_sqlites_files(sqlite_url: str) -> None:
    async def world() -> None:
        async with running(sqlite_url) as database:
            secret = b"what nobody should read any more" * 400
            await database.write(lambda c: store.put(c, completion("c1", response=secret)))
            path = Path(sqlite_url.removeprefix("sqlite:///"))
            assert secret[:32] in b"".join(f.read_bytes() for f in _files(path))

            await _retention(database, 10**6, max_age_s=1).sweep()

            assert secret[:32] not in b"".join(f.read_bytes() for f in _files(path))

    asyncio.run(world())


def test_a_store_that_is_down_is_swept_when_it_is_up_again(tmp_path: Path) -> None:
    """The task must not end with the first trouble."""
    naps = 0

    async def nap(_: float) -> None:
        nonlocal naps
        naps += 1
        if naps == 3:
            raise asyncio.CancelledError

    async def world() -> None:
        (tmp_path / "file").touch()
        async with running(f"sqlite:///{tmp_path}/file/x.db") as database:
            with pytest.raises(StoreDown):
                await _retention(database, 0, max_bytes=1).sweep()
            retention = Retention(database, max_age_s=None, max_bytes=1, clock=_Clock(0), sleep=nap)
            with pytest.raises(asyncio.CancelledError):
                await retention.run()

    asyncio.run(world())
    assert naps == 3


def _files(path: Path) -> list[Path]:
    """The database, its journal and its index."""
    return sorted(path.parent.glob(path.name + "*"))
