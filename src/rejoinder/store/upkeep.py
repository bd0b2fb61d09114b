"""What those who run a database want to know of it, and copies of it.

Opens it by itself and changes nothing: `Database` would bring its tables forward first. Imports
SQLAlchemy.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from rejoinder.refusals import BadDatabase
from rejoinder.store import completions
from rejoinder.store.completion_rows import Totals
from rejoinder.store.connecting import open_postgresql, open_sqlite
from rejoinder.store.database import file_of
from rejoinder.store.migrating import known_versions, version
from rejoinder.store.trouble import what_is_wrong

# A damaged file may have a fault on every page.
_MAX_FAULTS = 20


class Health(msgspec.Struct, frozen=True):
    """version: of the tables, None where there are none. newest: what this program knows. faults:
    what is damaged, in SQLite's words; PostgreSQL looks after itself. totals: None of tables that
    this program does not know."""

    is_postgresql: bool
    version: str | None
    newest: str
    faults: tuple[str, ...]
    totals: Totals | None

    @property
    def is_sound(self) -> bool:
        """Whether a server can use it, if only after bringing it forward."""
        return not self.faults and (self.version is None or self.version <= self.newest)


def examine(url: str) -> Health:
    """Reads all of an SQLite file. Raises `BadDatabase` where it cannot be opened."""
    file = file_of(url)
    with _reading(url, file) as connection:
        faults = _faults(connection) if file is not None else ()
        found = version(connection)
        newest = known_versions()[-1]
        is_known = found is not None and found <= newest and not faults
        return Health(
            is_postgresql=file is None,
            version=found,
            newest=newest,
            faults=faults,
            totals=completions.totals(connection) if is_known else None,
        )


def copy(url: str, to: Path) -> None:
    """Write an SQLite database to a new file, as it is at one moment, beside a server that goes on.

    Raises `BadDatabase`: for PostgreSQL, where the file is there already, or when it cannot be
    written.
    """
    file = file_of(url)
    if file is None:
        raise BadDatabase(
            "A PostgreSQL database is copied by its own tools.", hint="`pg_dump --format=custom`"
        )
    with _reading(url, file):
        pass  # so that a file that is not there is told, and not made
    try:
        os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise BadDatabase(f"{to} cannot be made: {error.strerror}.") from error
    try:
        with (
            contextlib.closing(sqlite3.connect(file)) as source,
            contextlib.closing(sqlite3.connect(to)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        to.unlink()
        raise BadDatabase(f"The database cannot be copied to {to}: {error}.") from error


@contextlib.contextmanager
def _reading(url: str, file: Path | None) -> Iterator[Connection]:
    if file is None:
        engine = open_postgresql(url, writes=False)
    else:
        engine = open_sqlite(file, may_create=lambda: False, writes=False)
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        words = what_is_wrong(error)
        if words is None:
            raise
        raise BadDatabase(f"The database cannot be used: {words}.") from error
    finally:
        engine.dispose()


def _faults(connection: Connection) -> tuple[str, ...]:
    try:
        found = connection.execute(text(f"pragma integrity_check({_MAX_FAULTS})")).scalars().all()
        if list(found) != ["ok"]:
            return tuple(found)
        orphans = connection.execute(text("pragma foreign_key_check")).all()
    except DBAPIError as error:
        if what_is_wrong(error) != "its file is damaged":
            raise
        return (str(error.orig),)
    return tuple(f"a row of {row[0]} belongs to none of {row[2]}" for row in orphans[:_MAX_FAULTS])
