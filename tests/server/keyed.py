"""A server that asks for keys, with every route there is, and keys of each kind."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar, cast

import msgspec
from starlette.types import ASGIApp

from rejoinder.accounts.ledger import Ledger
from rejoinder.accounts.office import Office
from rejoinder.accounts.registry import Registry
from rejoinder.accounts.wishes import NewKey
from rejoinder.server.admin import admin_routes
from rejoinder.server.app import create_app
from rejoinder.server.gate import Gate
from rejoinder.server.keeper import DatabaseKeeper
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.server.routes import Route
from rejoinder.server.stored import StoredCompletions
from rejoinder.server.usage import Usage, usage_routes
from rejoinder.settings import Settings
from rejoinder.store.database import Database
from rejoinder.testing.fake_clock import FakeClock
from rejoinder.testing.scripted_engine import ScriptedEngine
from tests.server.world import Peer
from tests.store.databases import running

T = TypeVar("T")


def routes_of(app: ASGIApp) -> list[Route]:
    """All of an application's, as its router has them."""
    return cast("list[Route]", app._routes.routes)  # type: ignore[attr-defined]


class Keyed:
    """The server, and the office in which its keys are made."""

    def __init__(
        self,
        database: Database,
        *,
        asks_nobody: bool,
        is_public: bool,
        **given: Any,  # noqa: ANN401 -- the registry's
    ) -> None:
        self.clock = FakeClock()
        wanted: dict[str, Any] = {"is_new": False, "opens": not is_public, **given}
        self.registry = Registry(database, clock=self.clock, sleep=self.clock.sleep, **wanted)
        self.office = Office(database, clock=self.clock, changed=self.registry.refresh)
        gate = Gate(self.registry, asks_nobody=asks_nobody, is_public=is_public)
        settings = msgspec.convert({"cors_origins": ["https://page.example"]}, Settings)
        lifecycle = Lifecycle()
        stored = StoredCompletions(
            database, lifecycle=lifecycle, clock=self.clock, max_body_bytes=10_000
        )
        ledger = Ledger(database, None, cost_of=lambda *_: 0, clock=self.clock)
        usage = Usage(database, ledger, self.clock)
        self.app: ASGIApp = create_app(
            ScriptedEngine(),
            settings,
            access=gate,
            keeper=DatabaseKeeper(database),
            clock=self.clock,
            sleep=self.clock.sleep,
            lifecycle=lifecycle,
            others=[
                *stored.routes(gate),
                *usage_routes(usage, access=gate),
                *admin_routes(self.office, access=gate, lifecycle=lifecycle, max_body_bytes=10_000),
            ],
        )

    @property
    def routes(self) -> list[Route]:
        return routes_of(self.app)

    async def secret(self, **wish: Any) -> str:  # noqa: ANN401
        """Of a new key."""
        _, secret = await self.office.create_key(NewKey(**{"name": "a key", **wish}))
        return secret

    async def send(
        self,
        method: str,
        path: str,
        secret: str | None = None,
        body: object = None,
        headers: dict[str, str] | None = None,
    ) -> Peer:
        sent = dict(headers or {})
        if secret is not None:
            sent["authorization"] = f"Bearer {secret}"
        data = b"" if body is None else msgspec.json.encode(body)
        return await Peer(self.app, method, path, data, sent).run()


@contextlib.asynccontextmanager
async def keyed(
    url: str,
    *,
    asks_nobody: bool = False,
    is_public: bool = False,
    has_looked: bool = True,
    **given: Any,  # noqa: ANN401 -- the registry's
) -> AsyncIterator[Keyed]:
    """has_looked: whether its keys have been read."""
    async with running(url) as database:
        server = Keyed(database, asks_nobody=asks_nobody, is_public=is_public, **given)
        if has_looked:
            await server.registry.refresh()
        yield server


def with_keyed(url: str, work: Callable[[Keyed], Awaitable[T]], **given: Any) -> T:  # noqa: ANN401
    """Run a test's coroutine beside such a server."""

    async def whole() -> T:
        async with keyed(url, **given) as server:
            return await work(server)

    return asyncio.run(whole())
