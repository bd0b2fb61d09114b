"""Which web pages may call this server from a browser. None, unless told otherwise.

Own code instead of Starlette's middleware: that one answers a refused preflight in plain text and
wraps `send` once more for every frame.
"""

from __future__ import annotations

from rejoinder.server.exchange import Exchange

_EXPOSED = (
    "x-request-id, openai-processing-ms, openai-version, x-rejoinder-seed, x-rejoinder-warning, "
    "x-rejoinder-replayed, retry-after, retry-after-ms, x-should-retry, www-authenticate, "
    "x-ratelimit-limit-requests, x-ratelimit-remaining-requests, x-ratelimit-reset-requests, "
    "x-ratelimit-limit-tokens, x-ratelimit-remaining-tokens, x-ratelimit-reset-tokens"
)
# Browsers keep a preflight's answer; Chromium for two hours at most.
_MAX_AGE_S = 7200


class Cors:
    """origins: as the setting; `*` is any. Credentials are never allowed: there are no cookies."""

    def __init__(self, origins: tuple[str, ...]) -> None:
        self._origins = frozenset(origin.lower().rstrip("/") for origin in origins)

    def is_preflight(self, exchange: Exchange) -> bool:
        """Whether a browser asks for leave, from a page that has it."""
        return (
            exchange.method == "OPTIONS"
            and b"access-control-request-method" in exchange.headers
            and self._allows(exchange.header("origin"))
        )

    def headers(self, exchange: Exchange) -> list[tuple[bytes, bytes]]:
        """What to add to an answer."""
        if not self._origins:
            return []
        vary = (b"vary", b"origin")
        if not self._allows(exchange.header("origin")):
            return [vary]
        origin = exchange.headers[b"origin"]
        return [
            vary,
            (b"access-control-allow-origin", b"*" if "*" in self._origins else origin),
            (b"access-control-expose-headers", _EXPOSED.encode()),
        ]

    def preflight_headers(self, exchange: Exchange) -> list[tuple[bytes, bytes]]:
        """What to add to the answer to a preflight."""
        wanted = exchange.headers.get(b"access-control-request-headers", b"")
        return [
            (b"access-control-allow-methods", b"GET, HEAD, POST, DELETE, OPTIONS"),
            (b"access-control-allow-headers", wanted or b"authorization, content-type"),
            (b"access-control-max-age", b"%d" % _MAX_AGE_S),
        ]

    def _allows(self, origin: str) -> bool:
        return bool(origin) and ("*" in self._origins or origin in self._origins)
