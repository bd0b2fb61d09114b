"""One request and what became of it: what handlers share, the log line and the metrics need.

Lives in the ASGI scope under `KEY`. Holds no text of anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.types import Scope

from rejoinder import ids

KEY = "rejoinder.exchange"
# Set by `protocol.py`, where the server lets us: drops the connection with what is still buffered.
ABORT_KEY = "rejoinder.abort"

# Long enough for any id in use (a UUID is 36), short enough not to fill logs.
_SANE_REQUEST_ID = re.compile(rb"[\x20-\x7e]{1,128}")


class Exchange:
    """Mutable: it is filled as the request goes its way."""

    __slots__ = (
        "abort",
        "answer_headers",
        "headers",
        "is_event_stream",
        "method",
        "num_completion_tokens",
        "num_prompt_tokens",
        "path",
        "request_id",
        "route",
        "started_s",
        "status",
    )

    def __init__(self, scope: Scope, *, started_s: float) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.started_s = started_s
        self.request_id = _request_id(self.headers.get(b"x-request-id"))
        self.route = "none"  # until a route takes it: a stranger's path must not become a label
        self.status = 0  # until the answer starts
        self.is_event_stream = False
        self.answer_headers: list[tuple[bytes, bytes]] = []
        self.num_prompt_tokens: int | None = None
        self.num_completion_tokens = 0
        self.abort: Callable[[], None] | None = scope.get(ABORT_KEY)

    def header(self, name: str) -> str:
        """A header's value in small letters, or nothing."""
        return self.headers.get(name.encode(), b"").decode("latin-1").strip().lower()

    def add_header(self, name: str, value: str) -> None:
        """Put a header on the answer. Whatever cannot stand in one becomes a question mark."""
        clean = "".join(c if " " <= c <= "~" else "?" for c in value)
        self.answer_headers.append((name.encode("ascii"), clean.encode("ascii")))

    def tokens(self) -> dict[str, int]:
        """Counts for the log line; empty where no answer was begun."""
        if self.num_prompt_tokens is None:
            return {}
        return {
            "num_prompt_tokens": self.num_prompt_tokens,
            "num_completion_tokens": self.num_completion_tokens,
        }


def of(scope: Scope) -> Exchange:
    """The exchange a scope belongs to."""
    exchange = scope[KEY]
    assert isinstance(exchange, Exchange)
    return exchange


def _request_id(given: bytes | None) -> str:
    if given is not None and _SANE_REQUEST_ID.fullmatch(given):
        return given.decode("ascii")
    return ids.request_id()
