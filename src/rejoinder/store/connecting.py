"""How a database of either kind is opened, and what is set on each of its connections.

Imported in the database's threads only.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool

# Another program's transaction, `rejoinder keys` say, takes milliseconds.
LOCK_TIMEOUT_S = 3.0
CONNECT_TIMEOUT_S = 5
STATEMENT_TIMEOUT_S = 25

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
    "PRAGMA cache_size = -16384",  # KiB
    "PRAGMA journal_size_limit = 67108864",
)

_SET_POSTGRESQL = """
    select set_config('statement_timeout', %s, false),
           set_config('lock_timeout', %s, false),
           set_config('idle_in_transaction_session_timeout', '60000', false),
           case when current_setting('synchronous_commit') = 'off'
                then set_config('synchronous_commit', 'on', false) end
"""


def open_sqlite(
    path: Path,
    *,
    may_create: Callable[[], bool],
    writes: bool,
    lock_timeout_s: float = LOCK_TIMEOUT_S,
) -> Engine:
    """may_create: asked at each connection, as a file that was there and is gone is not replaced by
    an empty one, which would hold no keys and no completions."""

    def connect() -> sqlite3.Connection:
        if may_create():
            # SQLite's other files take this one's permissions. It holds what people said.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=rw",
            uri=True,
            timeout=lock_timeout_s,
            isolation_level=None,  # `BEGIN` is said below, of the kind that is meant
            check_same_thread=False,
        )
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            if not writes:
                connection.execute("PRAGMA query_only = ON")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    # A transaction that reads and then writes may find another's write between, and cannot go on.
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def open_postgresql(url: str, *, writes: bool, lock_timeout_s: float = LOCK_TIMEOUT_S) -> Engine:
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

    timeouts_ms = [f"{seconds * 1000:.0f}" for seconds in (STATEMENT_TIMEOUT_S, lock_timeout_s)]

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg need not be there
        connection.execute(_SET_POSTGRESQL, timeouts_ms)
        connection.commit()
        connection.read_only = not writes

    return engine
