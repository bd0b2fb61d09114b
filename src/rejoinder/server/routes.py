"""Finding the handler of a path: forgiving about slashes and `/v1`, strict about methods."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from starlette.routing import Route as StarletteRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from rejoinder.errors import UnknownPath, WrongMethod
from rejoinder.server import exchange as exchanges
from rejoinder.server.access import Access, Needs, Open

_SLASHES = re.compile("/{2,}")


def plain_path(path: str) -> str:
    """The path as routes are written: one slash at a time, none at the end, no `/v1`.

    Clients are given base URLs with and without `/v1` and with a slash too many; all mean the same.
    """
    if "//" in path:
        path = _SLASHES.sub("/", path)
    if len(path) > 1 and path.endswith("/"):
        path = path[:-1]
    if path.startswith("/v1/"):
        return path[3:]
    return "/" if path == "/v1" else path


class Route(StarletteRoute):
    """Notes on the exchange which route it was and who asks, and refuses other methods in the API's
    words.

    needs: what the asker must be allowed; there is no default, so that none is forgotten.
    """

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        needs: Needs,
        access: Access,
        methods: Sequence[str] | None = None,
    ) -> None:
        super().__init__(path, endpoint, methods=methods)
        self.needs = needs
        self._access = access

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchanges.of(scope)
        exchange.route = self.path
        exchange.principal = self._access.authorise(exchange, self.needs)
        if self.methods and scope["method"] not in self.methods:
            raise WrongMethod(
                method=exchange.method, path=exchange.path, allowed=tuple(sorted(self.methods))
            )
        await self.app(scope, receive, send)


def nothing_there(access: Access) -> ASGIApp:
    """For paths that no route takes. Strangers do not learn which there are."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        exchange = exchanges.of(scope)
        access.authorise(exchange, Open.TO_KEYS)
        raise UnknownPath(method=exchange.method, path=exchange.path)

    return refuse
