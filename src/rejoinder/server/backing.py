"""What stands behind a server that remembers: the data folder, the database, keys, limits, usage
and stored answers, made from the settings, started and stopped together.

Beside `app.py` the only wiring.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

import structlog

from rejoinder.accounts import default_limits, prices
from rejoinder.accounts.default_limits import DefaultLimits
from rejoinder.accounts.desk import CountingDesk
from rejoinder.accounts.ledger import Ledger
from rejoinder.accounts.metering import Meters
from rejoinder.accounts.metering_memory import MemoryMeters
from rejoinder.accounts.metering_shared import SharedMeters
from rejoinder.accounts.office import Office
from rejoinder.accounts.registry import Registry
from rejoinder.clock import Clock, SystemClock
from rejoinder.errors import BadSetting
from rejoinder.metrics import Metrics
from rejoinder.server import listening
from rejoinder.server.admin import admin_routes
from rejoinder.server.gate import Gate
from rejoinder.server.idempotency import Idempotency
from rejoinder.server.keeper import DatabaseKeeper
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.server.listening import KeysTold
from rejoinder.server.routes import Route
from rejoinder.server.stored import StoredCompletions
from rejoinder.server.stream import Sleep
from rejoinder.server.usage import Usage, usage_routes
from rejoinder.settings import Settings, data_folder, database_url, is_loopback
from rejoinder.store.database import Database
from rejoinder.store.folder import DataFolder
from rejoinder.store.retention import Retention

T = TypeVar("T")

_log = structlog.get_logger()

# A stop writes what is left to write, which takes milliseconds. With what the threads of the
# database are waited for it is 7 s; who runs services gives them 10 s at least.
STOP_TIMEOUT_S = 5.0


class Backing:
    """One server's. Made before its address is listened on, as it holds the data folder."""

    def __init__(
        self,
        settings: Settings,
        *,
        lifecycle: Lifecycle,
        metrics: Metrics,
        clock: Clock | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Raises `FolderInUse` where another server has the folder, and `BadSetting`."""
        clock = clock or SystemClock()
        limits = _parsed("limit", settings.limit, default_limits.parse)
        costs = _parsed("prices", settings.prices, prices.parse)
        self._settings = settings
        self._models_named = {
            "limit": tuple(dict.fromkeys(limit.model for limit in limits if limit.model)),
            "prices": costs.models,
        }
        is_new = listening.is_new(settings)  # before anything makes the file
        self._folder = DataFolder(data_folder(settings))
        self._folder.hold()
        folder = self._folder.path if self._folder.is_held else None
        self._database = Database(database_url(settings), clock=clock)
        is_public = not is_loopback(settings.host)
        self._registry = Registry(
            self._database,
            clock=clock,
            is_new=is_new,
            opens=not is_public,
            by_hand=settings.api_key,
            sleep=sleep,
        )
        file = None if folder is None else folder / "meters"
        self._meters: Meters = (
            SharedMeters(self._database, file, clock=clock, sleep=sleep)
            if self._database.is_postgresql
            else MemoryMeters(file, clock=clock)
        )
        self._ledger = Ledger(
            self._database,
            folder,
            cost_of=costs.cost_of,
            clock=clock,
            sleep=sleep,
            watch=metrics.used,
        )
        metrics.watch_ledger(self._ledger)
        self.desk = CountingDesk(
            book=DefaultLimits(limits, book=self._registry),
            meters=self._meters,
            ledger=self._ledger,
            prices=costs,
            reserve_tokens=settings.reserve_tokens,
        )
        self.access = Gate(self._registry, asks_nobody=settings.no_auth, is_public=is_public)
        self.keeper = DatabaseKeeper(self._database)
        self.once = Idempotency(
            self._database,
            clock=clock,
            sleep=sleep,
            # With a limit to waiting, a refusal must still have its status.
            ping_interval_s=0.0 if settings.max_wait_s else settings.sse_ping_interval_s,
        )
        self._retention = Retention(
            self._database,
            max_age_s=round(settings.completions_max_age_s) or None,
            max_bytes=settings.completions_max_bytes,
            clock=clock,
            sleep=sleep,
        )
        self.routes = self._routes(lifecycle, clock)
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def keys_told(self) -> KeysTold:
        return listening.told(self._settings, self._registry.door)

    def not_ready(self) -> tuple[str, ...]:
        """Why nobody is let in yet, a sentence each."""
        return () if self._settings.no_auth else self._registry.not_ready()

    def check_models(self, served: Sequence[str]) -> None:
        """Warn of a setting for a model that is not served: misspelt, it limits and costs nothing.
        No error, as one file may be the settings of several servers."""
        for setting, names in self._models_named.items():
            for name in names:
                if name not in served:
                    _log.warning(
                        f"`{setting}` names the model `{name}`, which is not served here: "
                        f"{', '.join(f'`{one}`' for one in served)}"
                    )

    async def start(self) -> None:
        """A database that is down keeps nothing from starting. Raises `BadDatabase`."""
        await self._database.start()
        await self._meters.start()
        await self._ledger.start(settle=self.desk.recover)
        await self._registry.start()
        await self.once.start()
        self._tasks = [asyncio.create_task(self._retention.run(), name="retention")]

    async def stop(self) -> None:
        """After the last answer: what it came to is written down before the database closes.

        A database that does not answer delays the end by STOP_TIMEOUT_S; what could not be written
        is found in the data folder by the next server. One part that fails stops no other.
        """
        for task in self._tasks:
            task.cancel()
        ends = [
            *self._tasks,
            *(asyncio.create_task(part.stop()) for part in (self.once, self._registry)),
            *(asyncio.create_task(part.stop()) for part in (self._ledger, self._meters)),
        ]
        try:
            await _until_ended(ends)
            await self._database.stop()
        finally:
            self._folder.release()

    def _routes(self, lifecycle: Lifecycle, clock: Clock) -> Sequence[Route]:
        limit_bytes = self._settings.max_body_bytes
        stored = StoredCompletions(
            self._database, lifecycle=lifecycle, clock=clock, max_body_bytes=limit_bytes
        )
        office = Office(self._database, clock=clock, changed=self._registry.refresh)
        usage = Usage(self._database, self._ledger, clock)
        return [
            *stored.routes(self.access),
            *admin_routes(
                office, access=self.access, lifecycle=lifecycle, max_body_bytes=limit_bytes
            ),
            *usage_routes(usage, access=self.access),
        ]


async def _until_ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """One deadline for all: each waits for the same database."""
    _, late = await asyncio.wait(tasks, timeout=STOP_TIMEOUT_S)
    for task in late:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            _log.error("could not be stopped in order", exc_info=result)
    if late:
        _log.warning("the database does not answer, and is not waited for any more")


def _parsed(name: str, texts: Sequence[str], parse: Callable[[Sequence[str]], T]) -> T:
    try:
        return parse(texts)
    except ValueError as error:
        raise BadSetting(
            setting=name, value=",".join(texts), rule=str(error), source="the settings"
        ) from None
