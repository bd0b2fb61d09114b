"""Answers kept in the database: where `store: true` leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rejoinder.server.keeping import Kept
from rejoinder.store.completion_rows import Completion

if TYPE_CHECKING:
    from rejoinder.store.database import Connection, Database


class DatabaseKeeper:
    """Satisfies `Keeper`."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

        await self._database.write(put)
