"""The wiring: every part of the server is made and joined here, and nowhere else.

Returns a plain ASGI application. `run.py` serves it under uvicorn; under another server its
lifespan starts and stops the engine.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.routing import Router
from starlette.types import ASGIApp

from rejoinder.clock import Clock, SystemClock
from rejoinder.engines.base import ChatEngine
from rejoinder.metrics import Metrics
from rejoinder.server import pages
from rejoinder.server.chat import ChatCompletions
from rejoinder.server.cors import Cors
from rejoinder.server.front import Front
from rejoinder.server.health import Health
from rejoinder.server.hosts import AllowedHosts
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.server.models import Models
from rejoinder.server.routes import Route, nothing_there
from rejoinder.server.stream import WRITE_TIMEOUT_S, Sleep
from rejoinder.settings import Settings


def create_app(
    engine: ChatEngine,
    settings: Settings,
    *,
    clock: Clock | None = None,
    sleep: Sleep = asyncio.sleep,
    lifecycle: Lifecycle | None = None,
    metrics: Metrics | None = None,
    write_timeout_s: float = WRITE_TIMEOUT_S,
) -> ASGIApp:
    """Join everything. What is not given is made."""
    clock = clock or SystemClock()
    lifecycle = lifecycle or Lifecycle()
    metrics = metrics or Metrics()
    chat = ChatCompletions(
        engine,
        lifecycle=lifecycle,
        metrics=metrics,
        clock=clock,
        sleep=sleep,
        max_body_bytes=settings.max_body_bytes,
        ping_interval_s=settings.sse_ping_interval_s,
        write_timeout_s=write_timeout_s,
    )
    models = Models(engine)
    health = Health(engine, lifecycle, metrics)

    @contextlib.asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        await engine.start()
        try:
            yield
        finally:
            await lifecycle.drain(timeout_s=settings.drain_timeout_s)
            await engine.stop()

    # Paths as `plain_path` leaves them: each also answers under /v1.
    routes = [
        Route("/chat/completions", chat, methods=["POST"]),
        Route("/models", models.list),
        Route("/models/{model:path}", models.retrieve),
        *(Route(path, health.health) for path in ("/health", "/healthz", "/livez")),
        *(Route(path, health.ready) for path in ("/ready", "/readyz")),
        Route("/metrics", health.metrics),
        Route("/version", health.version),
        Route("/openapi.json", pages.openapi_json),
        Route("/docs", pages.docs),
        Route("/docs/{name}", pages.docs_file),
        Route("/", pages.greeting),
    ]
    router = Router(routes, redirect_slashes=False, default=nothing_there, lifespan=lifespan)
    return Front(
        router,
        hosts=AllowedHosts(settings.allowed_hosts, bound_host=settings.host),
        cors=Cors(settings.cors_origins),
        metrics=metrics,
        clock=clock,
    )
