"""One database, SQLite or PostgreSQL: its threads, its transactions, and whether it is there.

Everything else in the package gives it functions of a connection and awaits what they return; no
one else knows which database it is, but for the few statements that each writes in its own way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

T = TypeVar("T")


class Database:
    """Calls run in threads of its own, so that the event loop never waits for a disk or a network.

    url: `sqlite:///path` or `postgresql://…`. One that is unreachable is down, which is no error
    but of the calls made meanwhile; it is looked for again until it is there.
    """

    def __init__(self, url: str) -> None:
        """Raises `BadDatabase` for a URL of another kind."""
        raise NotImplementedError

    @property
    def is_postgresql(self) -> bool:
        raise NotImplementedError

    @property
    def is_up(self) -> bool:
        """As far as is known: what the last call, or the last look, found."""
        raise NotImplementedError

    async def start(self) -> None:
        """Connect and migrate, in the background. Raises `BadDatabase` only where the tables are
        newer than this program."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Finish what was given, and close."""
        raise NotImplementedError

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction that writes nothing. Raises `StoreDown`."""
        raise NotImplementedError

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction, durable when this returns. Raises `StoreDown`, and then it
        is not known whether it was done: `work` must be one that may be done twice."""
        raise NotImplementedError

    async def check_writable(self) -> None:
        """Raises `StoreDown` unless something was written durably within the last second, or is
        now."""
        raise NotImplementedError
