"""Finding the handler of a path: forgiving about slashes and `/v1`, strict about methods."""

from __future__ import annotations

import re

from starlette.routing import Route as StarletteRoute
from starlette.types import Receive, Scope, Send

from rejoinder.errors import UnknownPath, WrongMethod
from rejoinder.server import exchange as exchanges

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
    """Notes on the exchange which route it was, and refuses other methods in the API's words."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchanges.of(scope)
        exchange.route = self.path
        if self.methods and scope["method"] not in self.methods:
            raise WrongMethod(
                method=exchange.method, path=exchange.path, allowed=tuple(sorted(self.methods))
            )
        await self.app(scope, receive, send)


async def nothing_there(scope: Scope, receive: Receive, send: Send) -> None:
    """For paths that no route takes."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
        return
    exchange = exchanges.of(scope)
    raise UnknownPath(method=exchange.method, path=exchange.path)
