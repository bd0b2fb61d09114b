"""How a database of either kind is opened, and what is set on each of its connections.

Imported in the database's threads only.
"""

from __future__ import annotations

import math
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import ExecutionContext
from sqlalchemy.pool import NullPool

from rejoinder.clock import Clock, SystemClock

CONNECT_TIMEOUT_S = 5

# In a connection's `info`, where something was deleted that SQLite's journal may still hold.
ERASED = "erased"

# Of SQLite between two looks at the time: some milliseconds. For each it waits for other threads of
# Python, so more often would make a long question longer.
_NUM_INSTRUCTIONS = 100_000

# WAL and FULL: what is committed is on the disk. secure_delete: what is deleted is overwritten.
# fullfsync does for macOS what FULL does elsewhere.
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cache_size = -8192",  # KiB, of each connection; the system caches the rest
    "PRAGMA journal_size_limit = 67108864",
)

_SET_POSTGRESQL = """
    select set_config('statement_timeout', %s, false),
           set_config('lock_timeout', %s, false),
           set_config('idle_in_transaction_session_timeout', '60000', false),
           case when current_setting('synchronous_commit') = 'off'
                then set_config('synchronous_commit', 'on', false) end
"""


class Limits(msgspec.Struct, frozen=True):
    """lock_s: of waiting for other programs' transactions; those of `rejoinder keys` take
    milliseconds. read_s: of one transaction; lists and filters of a million take a few hundredths,
    and a question that takes longer must not hold up the others. write_s: of one statement in
    PostgreSQL; SQLite's writes are ended by nobody."""

    lock_s: float = 3.0
    read_s: float = 10.0
    write_s: float = 25.0


DEFAULT_LIMITS = Limits()


def open_sqlite(
    path: Path,
    *,
    may_create: Callable[[], bool],
    writes: bool,
    limits: Limits = DEFAULT_LIMITS,
    clock: Clock | None = None,
) -> Engine:
    """may_create: asked at each connection, as a file that was there and is gone is not replaced by
    an empty one, which would hold no keys and no completions."""

    deadline = _Deadline(limits.read_s, clock or SystemClock())

    def connect() -> sqlite3.Connection:
        if may_create():
            # SQLite's other files take this one's permissions. It holds what people said.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=rw",
            uri=True,
            timeout=limits.lock_s,
            isolation_level=None,  # `BEGIN` is said below, of the kind that is meant
            check_same_thread=False,
        )
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            if not writes:
                connection.execute("PRAGMA query_only = ON")
                connection.set_progress_handler(deadline.is_over, _NUM_INSTRUCTIONS)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    # A transaction that reads and then writes may find another's write between, and cannot go on.
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        deadline.begin()
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "after_cursor_execute")
    def _executed(
        connection: Connection, _cursor: object, _statement: str, _parameters: object,
        context: ExecutionContext | None, _many: bool,
    ) -> None:  # fmt: skip
        if getattr(context, "isdelete", False):
            connection.info[ERASED] = True

    return engine


class _Deadline:
    """Of the transaction of the thread that asks."""

    def __init__(self, limit_s: float, clock: Clock) -> None:
        self._limit_s = limit_s
        self._clock = clock
        self._end = threading.local()

    def begin(self) -> None:
        self._end.at_s = self._clock.now_s() + self._limit_s

    def is_over(self) -> bool:
        """True ends what SQLite is doing."""
        return self._clock.now_s() > getattr(self._end, "at_s", math.inf)


def open_postgresql(url: str, *, writes: bool, limits: Limits = DEFAULT_LIMITS) -> Engine:
    """Statements and waits for locks end in time, and silence is found out."""
    parsed = make_url(url).set(drivername="postgresql+psycopg")
    wanted: dict[str, Any] = {
        "connect_timeout": CONNECT_TIMEOUT_S,
        "application_name": "rejoinder",
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
    }
    arguments = {name: value for name, value in wanted.items() if name not in parsed.query}
    engine = create_engine(parsed, connect_args=arguments, poolclass=NullPool)

    statement_s = limits.write_s if writes else limits.read_s
    timeouts_ms = [f"{seconds * 1000:.0f}" for seconds in (statement_s, limits.lock_s)]

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg need not be there
        connection.execute(_SET_POSTGRESQL, timeouts_ms)
        connection.commit()
        connection.read_only = not writes

    return engine
