"""What errors of a database mean: that it cannot be used just now, or that we made a mistake.

Imported in the database's threads only, as SQLAlchemy takes a third of a second to import.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

LOCKED = "another program holds it locked"

# By SQLite's primary code, sqlite.org/rescode.html. Those that are not here are our mistakes.
_OF_SQLITE = {
    sqlite3.SQLITE_PERM: "its file may not be used",
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_NOMEM: "there is no memory for it",
    sqlite3.SQLITE_READONLY: "it can only be read",
    sqlite3.SQLITE_IOERR: "its disk gives errors",
    sqlite3.SQLITE_CORRUPT: "its file is damaged",
    sqlite3.SQLITE_FULL: "its disk is full",
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened",
    sqlite3.SQLITE_PROTOCOL: LOCKED,
    sqlite3.SQLITE_AUTH: "its file may not be used",
    sqlite3.SQLITE_NOTADB: "its file is no database",
}

# By SQLSTATE or its class, postgresql.org/docs/current/errcodes-appendix.html; the longer first.
_OF_POSTGRESQL = {
    "25006": "it can only be read",
    "3D000": "there is no database of that name",
    "42501": "its user may not do that",
    "42P01": "its tables are gone",
    "53100": "its disk is full",
    "53300": "it takes no more connections",
    "55P03": LOCKED,
    "08": "it cannot be reached",
    "28": "it does not accept the user",
    "40": "too many change the same at once",
    "53": "it has run out of room",
    "57": "it is shutting down or starting",
    "58": "its disk gives errors",
    "XX": "it is damaged",
}

_RETRIED = {"40001", "40P01"}  # serialization failure and deadlock: nothing was done


def what_is_wrong(error: DBAPIError) -> str | None:
    """In words that may be shown to clients, so without hosts and paths; None for our mistakes."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # Nothing came from the server.
        may_be = error.connection_invalidated or isinstance(error, OperationalError)
        return "it cannot be reached" if may_be else None
    for length in (5, 2):
        if (words := _OF_POSTGRESQL.get(state[:length])) is not None:
            return words
    return None


def took_too_long(error: DBAPIError) -> bool:
    """Whether it was ended by our own limit, which says nothing of the database."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
    return getattr(error.orig, "sqlstate", None) == "57014"


def may_be_repeated(error: DBAPIError) -> bool:
    """Whether the same again at once may well succeed: others were in the way."""
    return getattr(error.orig, "sqlstate", None) in _RETRIED


def lost_connection(error: DBAPIError) -> bool:
    """Whether a connection that was kept had gone, as when its server was started again."""
    return error.connection_invalidated or isinstance(error, InterfaceError)


def _of_sqlite(cause: sqlite3.Error) -> str | None:
    code = getattr(cause, "sqlite_errorcode", None)
    if code is None:
        return None  # of the driver: a wrong number of parameters and the like
    if "no such table" in str(cause):
        return "its tables are gone"
    return _OF_SQLITE.get(code & 0xFF)
