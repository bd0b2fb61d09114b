"""One thread's connection, and how jobs are run over it: alone, or many in one transaction.

Imported in the database's threads only.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from rejoinder.refusals import StoreDown
from rejoinder.store.connecting import ERASED
from rejoinder.store.lanes import Alone, Job
from rejoinder.store.trouble import (
    LOCKED,
    lost_connection,
    may_be_repeated,
    took_too_long,
    what_is_wrong,
)

_MAX_TIMES = 4

# Of waiting for those who read.
_SCRUB_TIMEOUT_MS = 50


class Unusable(StoreDown):
    """The database failed, not the work. detail: for those who run the server. connected: whether
    it could be opened at all."""

    def __init__(self, words: str, detail: str, *, connected: bool = True) -> None:
        super().__init__(words)
        self.words = words
        self.detail = detail
        self.connected = connected


class Link:
    """A connection that is kept, and opened again after trouble.

    file: SQLite's. One that was removed or replaced is noticed: what is written to a file without a
    name is lost.
    """

    def __init__(self, engine: Engine, *, file: Path | None) -> None:
        self._engine = engine
        self._file = file
        self._connection: Connection | None = None
        self._file_id: tuple[int, int] | None = None

    def connection(self) -> Connection:
        """Raises `DBAPIError` or `Unusable`."""
        if self._connection is not None and self._file_id != self._current_file_id():
            self.drop()
        if self._connection is None:
            try:
                self._connection = self._engine.connect()
                self._file_id = self._current_file_id()
            except OSError as error:
                raise Unusable("its file cannot be opened", str(error), connected=False) from error
        return self._connection

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    def drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(DBAPIError):
                connection.invalidate()
            with contextlib.suppress(DBAPIError):
                connection.close()

    def _current_file_id(self) -> tuple[int, int] | None:
        if self._file is None:
            return None
        try:
            found = os.stat(self._file)
        except OSError:
            return (0, 0)
        return (found.st_dev, found.st_ino)


class Worker:
    """Satisfies `Server`.

    check_ready: raises `StoreDown` where nothing is to be tried. tell: told how each use of the
    database went, None or what was wrong. tell_erased: told when something was deleted. They are
    called in the thread.
    """

    def __init__(
        self,
        link: Link,
        *,
        check_ready: Callable[[], None],
        tell: Callable[[Unusable | None], None],
        tell_erased: Callable[[], None],
    ) -> None:
        self._tell_erased = tell_erased
        self._link = link
        self._check_ready = check_ready
        self._tell = tell

    def serve(self, jobs: Sequence[Job]) -> None:
        group = [job for job in jobs if not isinstance(job.work, Alone)]
        if len(group) > 1 and self._ended_together(group):
            jobs = [job for job in jobs if isinstance(job.work, Alone)]
        for job in jobs:
            try:
                work = job.work
                result = work.run(self) if isinstance(work, Alone) else self.alone(work)
            except BaseException as error:
                job.future.set_exception(error)
            else:
                job.future.set_result(result)

    def _ended_together(self, group: Sequence[Job]) -> bool:
        """False where one may have spoilt it for all: then each is tried, and told, by itself."""
        try:
            results = self.together([job.work for job in group])
        except Unusable as unusable:
            if unusable.words != LOCKED:
                return False
            for job in group:  # each alone would wait as long again
                job.future.set_exception(Unusable(unusable.words, unusable.detail))
        except Exception:
            return False
        else:
            for job, result in zip(group, results, strict=True):
                _end(job, result)
        return True

    def alone(self, work: Callable[[Connection], Any]) -> Any:  # noqa: ANN401
        """In a transaction of its own, tried again where others were in the way."""
        return self._using(lambda connection: _transaction(connection, work))

    def together(self, works: Sequence[Any]) -> list[Any]:
        """In one transaction, each undone by itself if it raises. Returns results and errors."""

        def all_of_them(connection: Connection) -> list[Any]:
            with connection.begin():
                return [_within(connection, work) for work in works]

        return self._using(all_of_them)  # type: ignore[no-any-return]

    def look(self, prepare: Callable[[Connection], Any]) -> None:
        """As `alone`, also where the database is not ready, of which this is to make sure."""
        self._using(lambda connection: _transaction(connection, prepare), looks=True)

    def scrub(self) -> bool:
        """Write SQLite's journal back and empty it: what was deleted is in none of its pages.

        Returns whether that was possible just now.
        """

        def checkpoint(connection: Connection) -> bool:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            (timeout_ms,) = raw.execute("PRAGMA busy_timeout").fetchone()
            try:
                # Those who write wait meanwhile, and it can be done later.
                raw.execute(f"PRAGMA busy_timeout = {_SCRUB_TIMEOUT_MS}")
                (is_busy, *_) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.Error:
                return False  # nothing is lost by it, and the next use of the database says why
            finally:
                raw.execute(f"PRAGMA busy_timeout = {timeout_ms}")
            return not is_busy

        return bool(self._using(checkpoint))

    def close(self) -> None:
        self._link.drop()

    def _using(self, use: Callable[[Connection], Any], *, looks: bool = False) -> Any:  # noqa: ANN401
        if not looks:
            self._check_ready()
        for times in range(1, _MAX_TIMES + 1):
            was_open = self._link.is_open
            try:
                connection = self._link.connection()
                result = use(connection)
                if connection.info.pop(ERASED, False):
                    self._tell_erased()
            except DBAPIError as error:
                stale = was_open and times == 1 and lost_connection(error)
                if (stale or may_be_repeated(error)) and times < _MAX_TIMES:
                    self._link.drop()
                    continue
                if took_too_long(error):
                    raise StoreDown("what was asked of it took too long") from error
                words = what_is_wrong(error)
                if words is None:
                    raise  # our mistake, and none of the database's
                unusable = Unusable(
                    words,
                    str(error.orig).partition("\n")[0][:200],
                    connected=self._link.is_open,
                )
                self._link.drop()
                self._tell(unusable)
                raise unusable from error
            except Unusable as unusable:
                self._link.drop()
                self._tell(unusable)
                raise
            self._tell(None)
            return result
        raise AssertionError("the last time returns or raises")


def _transaction(connection: Connection, work: Callable[[Connection], Any]) -> Any:  # noqa: ANN401
    with connection.begin():
        return work(connection)


class _Failed:
    """What a work raised."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def _within(connection: Connection, work: Callable[[Connection], Any]) -> Any:  # noqa: ANN401
    try:
        with connection.begin_nested():
            return work(connection)
    except DBAPIError as error:
        if what_is_wrong(error) is not None:
            raise  # it may have undone the whole transaction
        return _Failed(error)
    except Exception as error:
        return _Failed(error)


def _end(job: Job, result: Any) -> None:  # noqa: ANN401
    if isinstance(result, _Failed):
        job.future.set_exception(result.error)
    else:
        job.future.set_result(result)
