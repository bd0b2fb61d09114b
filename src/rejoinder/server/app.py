"""The wiring: every part of the server is made and joined here, and nowhere else.

Returns a plain ASGI application. `run.py` serves it under uvicorn; under another server its
lifespan starts and stops the engine.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence

from starlette.routing import Router
from starlette.types import ASGIApp

from rejoinder.accounts.base import Desk
from rejoinder.accounts.free import FreeDesk
from rejoinder.accounts.principal import Scope
from rejoinder.clock import Clock, SystemClock
from rejoinder.engines.base import ChatEngine
from rejoinder.metrics import Metrics
from rejoinder.server import pages
from rejoinder.server.access import NUMBERS, Access, NoKeys, Open
from rejoinder.server.answering import Answering, Limits
from rejoinder.server.backing import Backing
from rejoinder.server.chat import ChatReader
from rejoinder.server.completions import CompletionsReader
from rejoinder.server.content_log import ContentLog
from rejoinder.server.cors import Cors
from rejoinder.server.front import Front
from rejoinder.server.health import Health
from rejoinder.server.hosts import AllowedHosts
from rejoinder.server.keeping import Keeper, NoKeeper
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.server.models import Models
from rejoinder.server.once import EveryTime, Once
from rejoinder.server.pace import Pace
from rejoinder.server.routes import Route, nothing_there, side_by_side
from rejoinder.server.stream import WRITE_TIMEOUT_S, Sleep
from rejoinder.settings import Settings


def create_app(
    engine: ChatEngine,
    settings: Settings,
    *,
    backing: Backing | None = None,
    access: Access | None = None,
    desk: Desk | None = None,
    keeper: Keeper | None = None,
    once: Once | None = None,
    clock: Clock | None = None,
    sleep: Sleep = asyncio.sleep,
    lifecycle: Lifecycle | None = None,
    metrics: Metrics | None = None,
    write_timeout_s: float = WRITE_TIMEOUT_S,
    others: Sequence[Route] = (),
) -> ASGIApp:
    """Join everything. What is not given is the backing's, or made; without either, everybody may
    do everything. others: more routes, with the same `access`.
    """
    not_ready: Callable[[], tuple[str, ...]] = tuple
    if backing is not None:
        access, desk = access or backing.access, desk or backing.desk
        keeper, once = keeper or backing.keeper, once or backing.once
        others, not_ready = (*backing.routes, *others), backing.not_ready
    access = access or NoKeys()
    clock = clock or SystemClock()
    lifecycle = lifecycle or Lifecycle()
    metrics = metrics or Metrics()
    answering = functools.partial(
        Answering,
        engine=ContentLog(engine) if settings.log_content else engine,
        desk=desk or FreeDesk(),
        keeper=keeper or NoKeeper(),
        once=once or EveryTime(),
        lifecycle=lifecycle,
        metrics=metrics,
        clock=clock,
        sleep=sleep,
        paces=defaultdict(Pace),
        limits=Limits(
            max_body_bytes=settings.max_body_bytes,
            max_wait_s=settings.max_wait_s,
            timeout_s=settings.request_timeout_s,
            ping_interval_s=settings.sse_ping_interval_s,
            write_timeout_s=write_timeout_s,
        ),
    )
    chat = ChatReader(is_strict=settings.strict, default_top_k=settings.default_top_k)
    completions = CompletionsReader(is_strict=settings.strict, default_top_k=settings.default_top_k)
    models = Models(engine)
    health = Health(engine, lifecycle, metrics, not_ready=not_ready)

    @contextlib.asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        await engine.start()
        try:
            yield
        finally:
            await lifecycle.drain(timeout_s=settings.drain_timeout_s)
            await engine.stop()

    # Paths as `plain_path` leaves them: each also answers under /v1.
    inference = functools.partial(Route, access=access, needs=Scope.INFERENCE)
    keys_only = functools.partial(Route, access=access, needs=Open.TO_KEYS)
    public = functools.partial(Route, access=access, needs=Open.TO_ALL)
    routes = [
        inference("/chat/completions", answering(chat), methods=["POST"]),
        inference("/completions", answering(completions), methods=["POST"]),
        keys_only("/models", models.list),
        keys_only("/models/{model:path}", models.retrieve),
        *(public(path, health.health) for path in ("/health", "/healthz", "/livez")),
        *(public(path, health.ready) for path in ("/ready", "/readyz")),
        Route("/metrics", health.metrics, access=access, needs=NUMBERS),
        public("/version", health.version),
        public("/openapi.json", pages.openapi_json),
        public("/docs", pages.docs),
        public("/docs/{name}", pages.docs_file),
        public("/", pages.greeting),
        *others,
    ]
    default = nothing_there(access)
    router = Router(
        side_by_side(routes), redirect_slashes=False, default=default, lifespan=lifespan
    )
    return Front(
        router,
        hosts=AllowedHosts(settings.allowed_hosts, bound_host=settings.host),
        cors=Cors(settings.cors_origins),
        metrics=metrics,
        clock=clock,
    )
