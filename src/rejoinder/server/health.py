"""Whether the process turns, whether it can answer, what it counts, what it is.

None of these calls a model or asks for a key: machines ask them every few seconds.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from rejoinder import __version__
from rejoinder.accounts.principal import Scope
from rejoinder.engines.base import ChatEngine
from rejoinder.metrics import CONTENT_TYPE, Metrics
from rejoinder.server import exchange as exchanges
from rejoinder.server.lifecycle import Lifecycle, Phase
from rejoinder.wire import status

_NO_STORE = {"cache-control": "no-store"}


class Health:
    """The handlers; each is a Starlette endpoint."""

    def __init__(
        self,
        engine: ChatEngine,
        lifecycle: Lifecycle,
        metrics: Metrics,
        *,
        not_ready: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        """not_ready: reasons beside the engine's."""
        self._engine = engine
        self._lifecycle = lifecycle
        self._metrics = metrics
        self._not_ready = not_ready

    async def health(self, _: Request) -> Response:
        """200 if the event loop turns, whatever the model does: restarting us would not help it."""
        return _json(status.Health("ok"))

    async def ready(self, _: Request) -> Response:
        """200 if a chat request would be taken now; else 503 and why not, a sentence each."""
        reasons = [*self._engine.not_ready(), *self._not_ready()]
        if self._lifecycle.phase is not Phase.SERVING:
            reasons.insert(0, "The server is shutting down.")
        if reasons:
            return _json(status.NotReady("not ready", reasons), code=503)
        return _json(status.Health("ready"))

    async def metrics(self, request: Request) -> Response:
        """Of what projects used, those who may only read see their own."""
        principal = exchanges.of(request.scope).principal
        project = None if Scope.ADMIN in principal.scopes else principal.project
        page = self._metrics.page(project=project)
        return Response(page, media_type=CONTENT_TYPE, headers=_NO_STORE)

    async def version(self, _: Request) -> Response:
        return _json(status.Version("rejoinder", __version__))


def _json(body: msgspec.Struct, *, code: int = 200) -> Response:
    return Response(
        msgspec.json.encode(body),
        status_code=code,
        media_type="application/json",
        headers=_NO_STORE,
    )
