"""A database as it should be: what is written is there, together or apart, and nowhere else."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text

from rejoinder.refusals import BadDatabase, StoreDown
from rejoinder.store.database import Database
from tests.store.databases import Databases, running

_INSERT = text("insert into nodes (id, seen_ms) values (:id, 1)")


def _insert(name: str) -> Callable[[Connection], None]:
    def insert(connection: Connection) -> None:
        connection.execute(_INSERT, {"id": name})

    return insert


def _names(connection: Connection) -> list[str]:
    return list(connection.execute(text("select id from nodes order by id")).scalars())


def _scalar(statement: str) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(text(statement)).scalar()


class _Refused(Exception):
    pass


@pytest.mark.parametrize(
    "url",
    [
        "mysql://host/name",
        "rejoinder.db",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "postgresql://",
        "",
    ],
)
def test_a_url_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(BadDatabase):
        Database(url)


def test_a_refused_url_does_not_show_its_password() -> None:
    with pytest.raises(BadDatabase) as refused:
        Database("mysql://user:hush@host/name")

    assert "hush" not in f"{refused.value}{refused.value.hint}"


def test_importing_the_database_imports_no_sqlalchemy() -> None:
    """It takes a third of a second, which the server is to be ready before."""
    program = (
        "import sys, rejoinder.store.database, rejoinder.store.retention, rejoinder.store.folder;"
        "sys.exit('sqlalchemy' in sys.modules or 'alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_what_was_written_can_be_read(database_url: str) -> None:
    async def world() -> None:
        async with running(database_url) as database:
            await database.write(_insert("a"))
            assert await database.read(_names) == ["a"]
        async with running(database_url) as database:
            assert await database.read(_names) == ["a"]

    asyncio.run(world())


def test_writes_that_wait_are_all_done_and_each_gets_its_own_result(database_url: str) -> None:
    def insert(name: str) -> Callable[[Connection], str]:
        def work(connection: Connection) -> str:
            connection.execute(_INSERT, {"id": name})
            return name

        return work

    async def world() -> None:
        async with running(database_url) as database:
            names = [f"{number:03}" for number in range(200)]
            results = await asyncio.gather(*(database.write(insert(name)) for name in names))
            assert results == names
            assert await database.read(_names) == names

    asyncio.run(world())


def test_a_write_that_raises_undoes_itself_and_no_other(database_url: str) -> None:
    """Those that wait are committed together."""

    def insert_and_raise(connection: Connection) -> None:
        connection.execute(_INSERT, {"id": "undone"})
        raise _Refused

    def insert_the_same(connection: Connection) -> None:
        connection.execute(_INSERT, {"id": "a"})

    async def world() -> None:
        async with running(database_url) as database:
            await database.write(_insert("a"))
            results = await asyncio.gather(
                database.write(_insert("b")),
                database.write(insert_and_raise),
                database.write(insert_the_same),
                database.write(_insert("c")),
                return_exceptions=True,
            )
            assert [type(result).__name__ for result in results] == [
                "NoneType",
                "_Refused",
                "IntegrityError",
                "NoneType",
            ]
            assert await database.read(_names) == ["a", "b", "c"]
            assert database.is_up

    asyncio.run(world())


def test_writes_that_wait_for_sqlite_share_a_commit(sqlite_url: str) -> None:
    """Each alone would wait for a disk of its own."""
    commits = 0
    entered, go_on = threading.Event(), threading.Event()

    def first(connection: Connection) -> None:
        @event.listens_for(connection.engine, "commit")
        def _count(_: Connection) -> None:
            nonlocal commits
            commits += 1

        entered.set()
        go_on.wait()

    async def world() -> None:
        async with running(sqlite_url) as database:
            waiting = [asyncio.ensure_future(database.write(first))]
            await asyncio.to_thread(entered.wait)
            waiting += [asyncio.ensure_future(database.write(_insert(f"{n}"))) for n in range(50)]
            await asyncio.sleep(0)
            go_on.set()
            await asyncio.gather(*waiting)
            assert commits == 2
            assert len(await database.read(_names)) == 50

    asyncio.run(world())


def test_a_write_whose_caller_left_before_it_began_is_not_begun(sqlite_url: str) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        entered.set()
        go_on.wait()

    async def world() -> None:
        async with running(sqlite_url) as database:
            holding = asyncio.ensure_future(database.write(hold))
            await asyncio.to_thread(entered.wait)
            left = asyncio.ensure_future(database.write(_insert("left")))
            await asyncio.sleep(0)
            left.cancel()
            go_on.set()
            await holding
            assert await database.read(_names) == []

    asyncio.run(world())


def test_reading_is_not_held_up_by_a_write(database_url: str) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def hold(connection: Connection) -> None:
        connection.execute(_INSERT, {"id": "held"})
        entered.set()
        go_on.wait()

    async def world() -> None:
        async with running(database_url) as database:
            holding = asyncio.ensure_future(database.write(hold))
            await asyncio.to_thread(entered.wait)
            assert await database.read(_names) == []
            go_on.set()
            await holding
            assert await database.read(_names) == ["held"]

    asyncio.run(world())


def test_a_glance_is_not_held_up_by_reads_however_many(database_url: str) -> None:
    go_on = threading.Event()

    def hold(connection: Connection) -> list[str]:
        found = _names(connection)
        go_on.wait()
        return found

    async def world() -> None:
        async with running(database_url) as database:
            reads = [asyncio.ensure_future(database.read(hold)) for _ in range(20)]
            await database.write(_insert("a"))
            assert await database.glance(_names) == ["a"]
            assert not any(read.done() for read in reads)
            go_on.set()
            await asyncio.gather(*reads)

    try:
        asyncio.run(world())
    finally:
        go_on.set()


def test_stopping_finishes_what_was_given(database_url: str) -> None:
    async def world() -> None:
        async with running(database_url) as database:
            waiting = [asyncio.ensure_future(database.write(_insert(f"{n:02}"))) for n in range(20)]
            await asyncio.sleep(0)
            await database.stop()
            await asyncio.gather(*waiting)
            with pytest.raises(StoreDown):
                await database.write(_insert("late"))
        async with running(database_url) as database:
            assert len(await database.read(_names)) == 20

    asyncio.run(world())


def test_a_database_that_was_not_started_is_down(sqlite_url: str) -> None:
    async def world() -> None:
        database = Database(sqlite_url)
        assert not database.is_up
        with pytest.raises(StoreDown):
            await database.read(_names)

    asyncio.run(world())


def test_sqlite_commits_to_the_disk_and_overwrites_what_is_deleted(sqlite_url: str) -> None:
    async def world() -> None:
        async with running(sqlite_url) as database:
            for name, value in (
                ("journal_mode", "wal"),
                ("synchronous", 2),
                ("secure_delete", 1),
                ("foreign_keys", 1),
            ):
                assert await database.write(_scalar(f"pragma {name}")) == value

    asyncio.run(world())


def test_postgresql_commits_to_the_disk_where_it_would_not_by_itself(databases: Databases) -> None:
    name = databases.fresh("postgresql").partition("@/")[2].partition("?")[0]
    databases.server().say(f"alter database {name} set synchronous_commit = off")

    async def world() -> None:
        async with running(databases.server().url(name)) as database:
            statement = "select current_setting('synchronous_commit')"
            assert await database.write(_scalar(statement)) == "on"

    asyncio.run(world())


def test_sqlites_files_are_for_their_owner_alone(databases: Databases) -> None:
    url = databases.bare("sqlite")
    path = Path(url.removeprefix("sqlite:///"))

    async def world() -> None:
        async with running(url) as database:
            await database.write(_insert("a"))
            files = sorted(path.parent.glob(path.name + "*"))
            assert len(files) == 3
            assert {stat.S_IMODE(os.stat(file).st_mode) for file in files} == {0o600}

    asyncio.run(world())


def test_a_write_in_place_of_a_read_is_refused(database_url: str) -> None:
    async def world() -> None:
        async with running(database_url) as database:
            with pytest.raises(StoreDown, match="can only be read"):
                await database.read(_insert("a"))
            assert await database.read(_names) == []

    asyncio.run(world())


def test_another_program_may_use_the_file_meanwhile(sqlite_url: str) -> None:
    async def world() -> None:
        async with running(sqlite_url) as database:
            with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as other:
                other.execute("insert into nodes values ('theirs', 1)")
            other.close()
            assert await database.read(_names) == ["theirs"]

    asyncio.run(world())
