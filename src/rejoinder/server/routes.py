"""Finding the handler of a path: forgiving about slashes and `/v1`, strict about methods."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from starlette.routing import Route as StarletteRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from rejoinder.errors import UnknownPath, WrongMethod
from rejoinder.server import exchange as exchanges
from rejoinder.server.access import Access, Needs, Open
from rejoinder.server.exchange import Exchange

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
        self._others: tuple[Route, ...] = ()

    def stand_beside(self, others: Iterable[Route]) -> None:
        """Know the routes of the same path, which take other methods and may need other scopes."""
        self._others = tuple(others)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchanges.of(scope)
        exchange.route = self.path
        if self.methods and scope["method"] not in self.methods:
            self._refuse_method(exchange)
        exchange.principal = self._access.authorise(exchange, self.needs)
        await self.app(scope, receive, send)

    def _refuse_method(self, exchange: Exchange) -> NoReturn:
        """Raises. A path says what it takes to whoever may use it in any way."""
        here = (self, *self._others)
        needs = {route.needs for route in here}
        exchange.principal = self._access.authorise(
            exchange, needs.pop() if len(needs) == 1 else Open.TO_KEYS
        )
        allowed = {method for route in here for method in route.methods or ()}
        raise WrongMethod(
            method=exchange.method, path=exchange.path, allowed=tuple(sorted(allowed))
        )


def side_by_side(routes: Iterable[Route]) -> list[Route]:
    """Routes whose paths may be the same, so that a method that none of them takes is refused with
    all that are taken there."""
    all_of_them = list(routes)
    for route in all_of_them:
        others = (one for one in all_of_them if one.path == route.path and one is not route)
        route.stand_beside(others)
    return all_of_them


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
