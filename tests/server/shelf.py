"""A server with a store, for the tests of what it keeps."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec
from starlette.types import ASGIApp

from rejoinder.accounts.principal import Principal
from rejoinder.server.access import Access, Needs, NoKeys
from rejoinder.server.app import create_app
from rejoinder.server.exchange import Exchange
from rejoinder.server.keeper import DatabaseKeeper
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.server.stored import StoredCompletions
from rejoinder.settings import Settings
from rejoinder.store.database import Database
from rejoinder.testing.fake_clock import FakeClock
from rejoinder.testing.scripted_engine import ScriptedEngine
from tests.server.world import CHAT, Peer, body_of
from tests.store.databases import running

T = TypeVar("T")


class ByHeader:
    """Satisfies `Access`: who asks says which project is theirs."""

    def authorise(self, exchange: Exchange, needs: Needs) -> Principal:
        return Principal(key_id="k", project=exchange.header("x-project") or "default")


class Shelf:
    """A client of a server that keeps."""

    def __init__(self, app: ASGIApp, database: Database, engine: ScriptedEngine) -> None:
        self.app = app
        self.database = database
        self.engine = engine

    async def send(
        self,
        method: str,
        path: str = "",
        body: bytes = b"",
        *,
        project: str = "default",
        **query: Any,  # noqa: ANN401 -- anything that str() takes
    ) -> Peer:
        """path: below /v1/chat/completions."""
        after = "?" + urlencode(query) if query else ""
        return await Peer(self.app, method, CHAT + path + after, body, {"x-project": project}).run()

    async def ask(self, *, project: str = "default", **changes: Any) -> Peer:  # noqa: ANN401
        """An answer that is to be stored."""
        return await self.send("POST", "", body_of(**{"store": True, **changes}), project=project)

    async def stored(self, *, project: str = "default", **changes: Any) -> str:  # noqa: ANN401
        """The id of one that was."""
        reply = await self.ask(project=project, **changes)
        assert reply.status == 200, reply.body
        return str(reply.json()["id"])

    async def get(self, path: str = "", *, project: str = "default", **query: Any) -> Any:  # noqa: ANN401
        reply = await self.send("GET", path, project=project, **query)
        assert reply.status == 200, reply.body
        return reply.json()

    async def ids(self, path: str = "", *, project: str = "default", **query: Any) -> list[str]:  # noqa: ANN401
        page = await self.get(path, project=project, **query)
        return [one["id"] for one in page["data"]]


def app_over(
    database: Database,
    engine: ScriptedEngine,
    *,
    access: Access | None = None,
    clock: FakeClock | None = None,
) -> ASGIApp:
    """As the server is wired where it has a store."""
    access, clock, lifecycle = access or NoKeys(), clock or FakeClock(), Lifecycle()
    settings = msgspec.convert({}, Settings)
    stored = StoredCompletions(
        database, lifecycle=lifecycle, clock=clock, max_body_bytes=settings.max_body_bytes
    )
    return create_app(
        engine,
        settings,
        access=access,
        keeper=DatabaseKeeper(database),
        clock=clock,
        sleep=clock.sleep,
        lifecycle=lifecycle,
        others=stored.routes(access),
    )


@contextlib.asynccontextmanager
async def shelf_over(url: str, engine: ScriptedEngine | None = None) -> AsyncIterator[Shelf]:
    engine = engine or ScriptedEngine()
    async with running(url) as database:
        yield Shelf(app_over(database, engine, access=ByHeader()), database, engine)


def with_shelf(
    url: str, work: Callable[[Shelf], Awaitable[T]], engine: ScriptedEngine | None = None
) -> T:
    """Run a test's coroutine beside a server with this database."""

    async def whole() -> T:
        async with shelf_over(url, engine) as shelf:
            return await work(shelf)

    return asyncio.run(whole())
