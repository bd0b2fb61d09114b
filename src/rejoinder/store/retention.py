"""Stored completions that are too old or too many are deleted, the oldest first, a few at a time.

Between batches others write. Deleted content is overwritten when a sweep is done. Several nodes may
sweep one database at once: at the worst they delete one batch more than was needed.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from rejoinder.clock import Clock
from rejoinder.refusals import StoreDown
from rejoinder.store.completion_rows import Totals
from rejoinder.store.database import Database

if TYPE_CHECKING:
    from sqlalchemy import Connection

_log = logging.getLogger("rejoinder.store")

# A batch is one transaction, for which every other write to SQLite waits: a few milliseconds.
BATCH = 100
BATCH_BYTES = 4 * 2**20

INTERVAL_S = 60.0

# How long a client may pause between two pages, the last of the first being deleted meanwhile.
PLACES_KEPT_S = 7 * 86_400


class Retention:
    """max_age_s, max_bytes: None is no limit. Of bytes, those of requests, responses and metadata
    count."""

    def __init__(
        self,
        database: Database,
        *,
        max_age_s: int | None,
        max_bytes: int | None,
        clock: Clock,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._database = database
        self._max_age_s = max_age_s
        self._max_bytes = max_bytes
        self._clock = clock
        self._sleep = sleep

    async def run(self) -> None:
        """For ever. A store that is down is swept when it is up again."""
        while True:
            try:
                await self.sweep()
            except StoreDown:
                pass  # the store says so itself
            except Exception:
                _log.exception("Stored completions could not be swept.")
            await self._sleep(INTERVAL_S)

    async def sweep(self) -> Totals:
        """Once. Returns what was deleted. Raises `StoreDown`."""
        num_completions = num_bytes = 0
        while (batch := await self._remove_some()).num_completions:
            num_completions += batch.num_completions
            num_bytes += batch.num_bytes
        await self._forget_places()
        if num_completions:
            await self._database.scrub()
            _log.info(
                "%d stored completions of %d bytes were deleted, being too old or too many.",
                num_completions,
                num_bytes,
            )
        return Totals(num_completions=num_completions, num_bytes=num_bytes)

    async def _remove_some(self) -> Totals:
        """At most a batch; none where nothing is too much."""
        now_s = self._clock.unix_s()
        removed = Totals(num_completions=0, num_bytes=0)
        if self._max_age_s is not None:
            before_s = now_s - self._max_age_s
            removed = await self._database.write(
                lambda connection: _remove(
                    connection, now_s=now_s, before_s=before_s, min_bytes=BATCH_BYTES
                )
            )
        if removed.num_completions or self._max_bytes is None:
            return removed
        too_much = (await self._database.read(_totals)).num_bytes - self._max_bytes
        if too_much <= 0:
            return removed
        return await self._database.write(
            lambda connection: _remove(
                connection, now_s=now_s, before_s=None, min_bytes=min(too_much, BATCH_BYTES)
            )
        )

    async def _forget_places(self) -> None:
        before_s = self._clock.unix_s() - PLACES_KEPT_S
        while await self._database.write(lambda connection: _forget(connection, before_s)):
            pass


# SQLAlchemy comes with these imports, in the database's threads.


def _remove(connection: Connection, *, now_s: int, before_s: int | None, min_bytes: int) -> Totals:
    from rejoinder.store import completions

    return completions.remove_oldest(
        connection, max_num=BATCH, now_s=now_s, before_s=before_s, min_bytes=min_bytes
    )


def _totals(connection: Connection) -> Totals:
    from rejoinder.store import completions

    return completions.totals(connection)


def _forget(connection: Connection, before_s: int) -> int:
    from rejoinder.store import completions

    return completions.forget_places(connection, before_s=before_s, max_num=BATCH)
