"""Who may ask, as this server knows it: its view of keys and projects, and when keys are asked for.

The view is in memory, so that no request waits for the database. It is looked at again a few times
a second, and goes on as it is while the database is down.

Nobody is asked for a key while it is known that there are none, and the address is one that only
this machine can reach. Once there are keys (also revoked ones), keys are asked for until the
process ends. While it is not known, nobody is let in: see docs/decisions/0085.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from rejoinder.accounts import view as views
from rejoinder.accounts.limits import OwnedLimit
from rejoinder.accounts.principal import Principal
from rejoinder.accounts.view import View
from rejoinder.clock import Clock
from rejoinder.refusals import InvalidKey, StoreDown

if TYPE_CHECKING:
    from rejoinder.store.database import Connection, Database

_log = logging.getLogger("rejoinder.accounts")

# A change is to be felt everywhere within a second; the rest of it is the database's.
LOOK_EVERY_S = 0.4
# When a key was last used is kept to the minute, so each is written once a minute at most; soon, as
# who revokes a key wants to know whether it was in use.
NOTE_EVERY_S = 1.0

_UNREAD = "its keys have not been read yet"

Sleep = Callable[[float], Awaitable[None]]


class Door(StrEnum):
    """Whether keys are asked for. Only `MOVES` happen."""

    UNKNOWN = "unknown"  # it could not be read whether there are keys
    OPEN = "open"  # there are none, and only this machine can ask
    KEYS = "keys"


MOVES: dict[Door, frozenset[Door]] = {
    Door.UNKNOWN: frozenset({Door.OPEN, Door.KEYS}),
    Door.OPEN: frozenset({Door.KEYS}),
    Door.KEYS: frozenset(),
}


class Registry:
    """Satisfies `LimitBook`.

    is_new: there was no database before, so there are no keys. opens: whether anybody may ask while
    there are none. by_hand: secrets from the settings.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        is_new: bool,
        opens: bool,
        by_hand: Sequence[str] = (),
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sleep = sleep
        self._opens = opens
        self._by_hand = views.by_hand(by_hand)
        self._ids_by_hand = {held.principal.key_id for held in self._by_hand}
        self._view = View(has_keys=bool(by_hand), secrets=self._by_hand)
        self.door = Door.UNKNOWN
        if by_hand:
            self._move(Door.KEYS)
        elif is_new:
            self._saw_keys(self._view)
        self._has_looked = is_new  # there being nothing to see counts
        self._has_read = False
        self._looking = asyncio.Lock()
        self._used_s: dict[str, int] = {}
        self._noted_s: dict[str, int] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to look, in the background; the database has been started."""
        self._tasks = [
            asyncio.create_task(self._for_ever(self._look_kindly, LOOK_EVERY_S)),
            asyncio.create_task(self._for_ever(self._note_used, NOTE_EVERY_S)),
        ]

    async def stop(self) -> None:
        """Before the database stops."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        await self._note_used()

    def not_ready(self) -> tuple[str, ...]:
        """Why nobody is let in, a sentence each; nothing where keys are known, or known to be
        none."""
        if self.door is Door.UNKNOWN:
            return ("The keys have not been read yet.",)
        return ()

    def check_known(self) -> None:
        """Raises `StoreDown` where it is not known whether there are keys."""
        if self.door is Door.UNKNOWN:
            raise StoreDown(_UNREAD)

    def principal_of(self, secret: str) -> Principal:
        """Raises `InvalidKey`, or `StoreDown` where that is not known yet."""
        now_s = self._clock.unix_s()
        try:
            principal = self._view.principal_of(secret, now_s=now_s)
        except InvalidKey:
            if self._has_looked:
                raise
            raise StoreDown(_UNREAD) from None
        self._used_s[principal.key_id] = now_s - now_s % 60
        return principal

    def limits_of(self, principal: Principal, model: str) -> tuple[OwnedLimit, ...]:
        return self._view.limits_of(principal, model)

    async def refresh(self) -> None:
        """Look now, as something was changed. Raises `StoreDown`."""
        await self._look()

    async def _for_ever(self, work: Callable[[], Awaitable[None]], every_s: float) -> None:
        while True:
            try:
                await work()
            except Exception:
                # A view that is never renewed would honour revoked keys for ever, in silence.
                _log.exception("keys could not be looked at")
            await self._sleep(every_s)

    async def _look_kindly(self) -> None:
        with contextlib.suppress(StoreDown):  # whose fault is told elsewhere; the view stays
            await self._look()

    async def _look(self) -> None:
        async with self._looking:
            if self._has_read and await self._database.glance(_version) == self._view.version:
                return
            view = await self._database.glance(self._read)
            self._view = view
            self._has_read = self._has_looked = True
            self._saw_keys(view)

    def _read(self, connection: Connection) -> View:
        from rejoinder.store import keys

        return views.view_of(keys.everything(connection), by_hand=self._by_hand)

    def _saw_keys(self, view: View) -> None:
        if view.has_keys or not self._opens:
            self._move(Door.KEYS)
        elif self.door is Door.UNKNOWN:
            self._move(Door.OPEN)

    def _move(self, door: Door) -> None:
        if door is not self.door:
            assert door in MOVES[self.door], f"{self.door} cannot become {door}"
            self.door = door

    async def _note_used(self) -> None:
        used = {
            key_id: at_s
            for key_id, at_s in self._used_s.items()
            if self._noted_s.get(key_id, 0) < at_s and key_id not in self._ids_by_hand
        }
        if not used:
            return
        with contextlib.suppress(StoreDown):  # the next time
            await self._database.write(lambda connection: _note(connection, used))
            self._noted_s |= used


# Imported in the database's threads: SQLAlchemy takes longer to import than a model to load.


def _version(connection: Connection) -> int:
    from rejoinder.store import keys

    return keys.version(connection)


def _note(connection: Connection, used_s: dict[str, int]) -> None:
    from rejoinder.store import keys

    keys.note_used(connection, used_s)
