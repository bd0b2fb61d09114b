"""Stored completions: listed, told again, tagged and deleted, each project seeing its own only.

What is asked for is read by the wire, what is there comes from the store; here they are joined.
Nothing here imports SQLAlchemy, which takes half a second: the store's module is imported in the
database's threads.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from rejoinder.accounts.principal import Scope
from rejoinder.clock import Clock
from rejoinder.errors import InvalidValue
from rejoinder.refusals import StoreDown, UnknownCompletion
from rejoinder.server import exchange as exchanges
from rejoinder.server.access import Access
from rejoinder.server.body import check_is_json, read_body
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.server.routes import Route
from rejoinder.store.completion_rows import Completion, Page
from rejoinder.wire import stored, stored_messages, stored_query, stored_update
from rejoinder.wire.stored_query import ListQuery

if TYPE_CHECKING:
    import msgspec

    from rejoinder.store.database import Connection, Database

# A request may have 20 MiB: as many are read at a time as a page has by default, and a page ends
# early, with more to come, where it holds so much.
STEP = 20
MAX_PAGE_BYTES = 8 * 2**20


class StoredCompletions:
    """The handlers. All raise `StoreDown` where the store is."""

    def __init__(
        self, database: Database, *, lifecycle: Lifecycle, clock: Clock, max_body_bytes: int
    ) -> None:
        self._database = database
        self._lifecycle = lifecycle
        self._clock = clock
        self._max_body_bytes = max_body_bytes

    def routes(self, access: Access) -> list[Route]:
        """Without the POST that makes completions, which belongs beside the first of these."""
        one = "/chat/completions/{completion_id}"
        read, inference = Scope.READ, Scope.INFERENCE
        return [
            Route("/chat/completions", self.list, access=access, needs=read, methods=["GET"]),
            Route(one, self.retrieve, access=access, needs=read, methods=["GET"]),
            Route(one, self.update, access=access, needs=inference, methods=["POST"]),
            Route(one, self.delete, access=access, needs=inference, methods=["DELETE"]),
            Route(f"{one}/messages", self.messages, access=access, needs=read, methods=["GET"]),
        ]

    async def list(self, request: Request) -> Response:
        query = stored_query.read_list(request.scope["query_string"])
        project = _project(request)

        def work(connection: Connection) -> bytes:
            items: list[tuple[str, msgspec.Raw]] = []
            num_bytes, after, has_more = 0, query.page.after, True
            while has_more and len(items) < query.page.limit and num_bytes < MAX_PAGE_BYTES:
                some = min(STEP, query.page.limit - len(items))
                found = _find(connection, project, query, after=after, limit=some)
                items += ((one.id, told(one)) for one in found.items)
                num_bytes += sum(len(one.request) + len(one.response) for one in found.items)
                after, has_more = items[-1][0] if items else None, found.has_more
            return stored.page(items, has_more=has_more)

        return _json(await self._database.read(work))

    async def retrieve(self, request: Request) -> Response:
        stored_query.read_nothing(request.scope["query_string"])
        return _json(await self._read(request, told))

    async def messages(self, request: Request) -> Response:
        """Those it answered."""
        query = stored_query.read_page(request.scope["query_string"])

        def page_of(kept: Completion) -> bytes:
            page, has_more = stored_messages.page(kept.id, kept.request, query)
            return stored.messages_page(page, has_more=has_more)

        return _json(await self._read(request, page_of))

    async def update(self, request: Request) -> Response:
        """Other metadata in the place of those it has."""
        stored_query.read_nothing(request.scope["query_string"])
        change = stored_update.decode_update(await self._body(request))
        project, completion_id = _project(request), request.path_params["completion_id"]

        def work(connection: Connection) -> Completion:
            from rejoinder.store import completions

            return completions.set_metadata(
                connection, completion_id, change.pairs, project=project
            )

        kept = await self._database.write(work)
        return _json(await asyncio.to_thread(told, kept))

    async def delete(self, request: Request) -> Response:
        stored_query.read_nothing(request.scope["query_string"])
        project, completion_id = _project(request), request.path_params["completion_id"]
        now_s = self._clock.unix_s()

        def work(connection: Connection) -> None:
            from rejoinder.store import completions

            completions.remove(connection, completion_id, project=project, now_s=now_s)

        await self._database.write(work)
        # It is deleted, whatever becomes of this: what SQLite still has of it is overwritten.
        with contextlib.suppress(StoreDown):
            await self._database.scrub()
        return _json(stored.deleted(completion_id))

    async def _read(
        self, request: Request, tell: Callable[[Completion], bytes | msgspec.Raw]
    ) -> bytes | msgspec.Raw:
        """tell: called in the database's thread, as a request of 20 MiB takes a while to read."""
        project, completion_id = _project(request), request.path_params["completion_id"]

        def work(connection: Connection) -> bytes | msgspec.Raw:
            from rejoinder.store import completions

            return tell(completions.get(connection, completion_id, project=project))

        return await self._database.read(work)

    async def _body(self, request: Request) -> bytes:
        exchange = exchanges.of(request.scope)
        check_is_json(exchange)
        with self._lifecycle.answering() as cut:
            return await read_body(request.receive, exchange, cut, limit_bytes=self._max_body_bytes)


def _find(
    connection: Connection, project: str, query: ListQuery, *, after: str | None, limit: int
) -> Page:
    from rejoinder.store import completions

    try:
        return completions.find(
            connection,
            project=project,
            model=query.model,
            metadata=dict(query.metadata),
            after=after,
            limit=limit,
            newest_first=query.page.order == "desc",
        )
    except UnknownCompletion:
        raise InvalidValue(
            param="after", value=query.page.after, rule="no stored completion has this id"
        ) from None


def _project(request: Request) -> str:
    return exchanges.of(request.scope).principal.project


def told(kept: Completion) -> msgspec.Raw:
    """A completion as the API tells it, in JSON."""
    return stored.completion(
        request=kept.request,
        response=kept.response,
        request_id=kept.request_id,
        seed=kept.seed,
        metadata=kept.metadata,
    )


def _json(body: bytes | msgspec.Raw) -> Response:
    return Response(bytes(body), media_type="application/json")
