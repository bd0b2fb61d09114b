"""Answers kept in the database: where `store: true` leads."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rejoinder.refusals import StoreDown
from rejoinder.server.keeping import Kept
from rejoinder.store.completion_rows import Completion

if TYPE_CHECKING:
    from rejoinder.store.database import Connection, Database


# A client waits for it with the whole answer made. The database may have fallen silent since it was
# asked whether it can keep one.
KEEP_TIMEOUT_S = 5.0


class DatabaseKeeper:
    """Satisfies `Keeper`."""

    def __init__(self, database: Database, *, timeout_s: float = KEEP_TIMEOUT_S) -> None:
        self._database = database
        self._timeout_s = timeout_s

    async def check_ready(self) -> None:
        """Raises `StoreDown` where an answer could not be kept just now."""
        await self._database.check_writable()

    async def keep(self, kept: Kept) -> None:
        """Durable when it returns. Raises `StoreDown`, and then it may have been kept or not."""
        completion = Completion(
            id=kept.id,
            project=kept.principal.project,
            key_id=kept.principal.key_id,
            request_id=kept.request_id,
            created_s=kept.created,
            model=kept.model,
            seed=kept.seed,
            user=kept.user,
            metadata=dict(kept.metadata),
            request=kept.request,
            response=kept.response,
        )

        def put(connection: Connection) -> None:
            # Here, in the database's thread: it brings SQLAlchemy, which takes half a second.
            from rejoinder.store import completions

            completions.put(connection, completion)

        try:
            async with asyncio.timeout(self._timeout_s):
                await self._database.write(put)
        except TimeoutError:
            raise StoreDown(f"it did not answer in {self._timeout_s:g} s") from None
