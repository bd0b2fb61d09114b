"""Which host names a request may be addressed to.

A web page of a stranger can have its own name resolve to 127.0.0.1 and then talk to this server as
if to itself (DNS rebinding). Its requests still carry its name, and are refused for that.
"""

from __future__ import annotations

from rejoinder.errors import WrongHost
from rejoinder.server.exchange import Exchange
from rejoinder.settings import is_loopback

_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class AllowedHosts:
    """names: as the setting; empty means the server decides from the address it is bound to."""

    def __init__(self, names: tuple[str, ...], *, bound_host: str) -> None:
        bound = f"[{bound_host}]" if ":" in bound_host.strip("[]") else bound_host
        self._names = frozenset(name.lower() for name in names) or (
            _LOOPBACK_NAMES | {bound.lower()} if is_loopback(bound_host) else frozenset({"*"})
        )
        self._allows_all = "*" in self._names

    def check(self, exchange: Exchange) -> None:
        """Raise `WrongHost`. A request without a host comes from no browser and passes."""
        if self._allows_all:
            return
        host = exchange.header("host")
        if host and _without_port(host) not in self._names:
            raise WrongHost(host=host)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
