"""One server, or several with one database, whose clients send an `Idempotency-Key`."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable

import msgspec
from starlette.types import ASGIApp

from rejoinder.accounts.principal import Principal
from rejoinder.server.access import Needs
from rejoinder.server.app import create_app
from rejoinder.server.exchange import Exchange
from rejoinder.server.idempotency import Bounds, Idempotency
from rejoinder.server.keeper import DatabaseKeeper
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.settings import Settings
from rejoinder.store.database import Database
from rejoinder.testing.fake_clock import FakeClock
from rejoinder.testing.scripted_engine import ScriptedEngine
from tests.server.world import CHAT, Peer, body_of

COMPLETIONS = "/v1/completions"

# Reached only when something is broken; nothing waits this long.
PATIENCE_S = 20


class Known:
    """Satisfies `Access`: everybody is the principal whose project the header `x-project` names."""

    models: frozenset[str] | None = None

    def authorise(self, exchange: Exchange, needs: Needs) -> Principal:
        return Principal(project=exchange.header("x-project") or "default", models=self.models)


class Node:
    """One server."""

    def __init__(self, database: Database, *, ping_interval_s: float, bounds: Bounds) -> None:
        self.database = database
        self.clock = FakeClock()
        self.engine = ScriptedEngine()
        self.access = Known()
        self.lifecycle = Lifecycle()
        self.once = Idempotency(
            database,
            clock=self.clock,
            sleep=self.clock.sleep,
            ping_interval_s=ping_interval_s,
            bounds=bounds,
        )
        self.app: ASGIApp = create_app(
            self.engine,
            msgspec.convert({"sse_ping_interval_s": ping_interval_s}, Settings),
            access=self.access,
            once=self.once,
            keeper=DatabaseKeeper(database),
            clock=self.clock,
            sleep=self.clock.sleep,
            lifecycle=self.lifecycle,
        )

    def peer(
        self, key: str = "k", *, path: str = CHAT, project: str = "default", **changes: object
    ) -> Peer:
        """A request that is the same whenever the rest is."""
        headers = {"idempotency-key": key, "x-project": project}
        body = body_of(**changes)
        if path == COMPLETIONS:
            body = json.dumps({"model": "scripted", "prompt": "Hi", **changes}).encode()
        return Peer(self.app, "POST", path, body, headers)

    async def ask(
        self, key: str = "k", *, path: str = CHAT, project: str = "default", **changes: object
    ) -> Peer:
        return await self.peer(key, path=path, project=project, **changes).run()

    @property
    def num_generated(self) -> int:
        return len(self.engine.answers)


@contextlib.asynccontextmanager
async def node(
    url: str, *, ping_interval_s: float = 0.0, bounds: Bounds | None = None
) -> AsyncIterator[Node]:
    database = Database(url)
    await database.start()
    one = Node(database, ping_interval_s=ping_interval_s, bounds=bounds or Bounds())
    await one.once.start()
    try:
        yield one
    finally:
        await one.once.stop()
        await database.stop()


async def until(question: Callable[[], bool]) -> None:
    """What happens in a database's threads is waited for, as no event tells of it."""
    async with asyncio.timeout(PATIENCE_S):
        while not question():  # noqa: ASYNC110 - there is no event
            await asyncio.sleep(0.001)
