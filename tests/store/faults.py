"""Databases that fail on purpose: at the n-th statement, for want of room, or held by another."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError


class Failing:
    """num_left: how many statements and commits go well before one fails. failed: whether it came
    to that."""

    def __init__(self, num_left: int) -> None:
        self.num_left = num_left
        self.failed = False

    def count(self) -> None:
        if self.num_left == 0 and not self.failed:
            self.failed = True
            cause = sqlite3.OperationalError("disk I/O error")
            cause.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise OperationalError("a statement", {}, cause)
        self.num_left -= 1


@contextlib.contextmanager
def failing_after(num_statements: int) -> Iterator[Failing]:
    """Of all connections of this process. One fails; whatever comes after it goes well."""
    failing = Failing(num_statements)

    def before_statement(*_: object) -> None:
        failing.count()

    def before_commit(_: Connection) -> None:
        failing.count()

    event.listen(Engine, "before_cursor_execute", before_statement)
    event.listen(Engine, "commit", before_commit)
    try:
        yield failing
    finally:
        event.remove(Engine, "before_cursor_execute", before_statement)
        event.remove(Engine, "commit", before_commit)


@contextlib.contextmanager
def held_by_another(url: str) -> Iterator[None]:
    """Every write to completions waits for a transaction that does not end."""
    if url.startswith("sqlite"):
        other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("begin immediate")
        try:
            yield
        finally:
            other.execute("rollback")
            other.close()
    else:
        import psycopg

        with psycopg.connect(url) as connection:
            connection.execute("lock table completions, versions in access exclusive mode")
            yield
            connection.rollback()
