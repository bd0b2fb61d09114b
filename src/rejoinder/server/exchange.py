"""One request and what became of it: what handlers share, the log line and the metrics need.

Lives in the ASGI scope under `KEY`. Holds no text of anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.types import Scope

from rejoinder import ids
from rejoinder.accounts import keys
from rejoinder.accounts.principal import ANYBODY, Principal

KEY = "rejoinder.exchange"
# Set by `protocol.py`, where the server lets us: drops the connection with what is still buffered.
ABORT_KEY = "rejoinder.abort"

# As long as the API lets a `safety_identifier` be; `user` has no limit there.
_MAX_USER_CHARACTERS = 64

# Long enough for any id in use (a UUID is 36), short enough not to fill logs.
_SANE_REQUEST_ID = re.compile(rb"[\x20-\x7e]{1,128}")

# The fewest that a key set by hand may have.
_MIN_KEY_CHARACTERS = 8


class Exchange:
    """Mutable: it is filled as the request goes its way."""

    __slots__ = (
        "abort",
        "answer_headers",
        "draw_seed",
        "error_code",
        "first_token_s",
        "headers",
        "is_event_stream",
        "kept_id",
        "metadata",
        "method",
        "model",
        "num_cached_tokens",
        "num_completion_tokens",
        "num_prompt_tokens",
        "num_thought_tokens",
        "path",
        "principal",
        "replayed_request_id",
        "request_id",
        "route",
        "started_s",
        "status",
        "tier",
        "user",
    )

    def __init__(self, scope: Scope, *, started_s: float) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.started_s = started_s
        self.request_id = _request_id(
            self.headers.get(b"x-request-id"), self.headers.get(b"authorization", b"")
        )
        self.route = "none"  # until a route takes it: a stranger's path must not become a label
        self.principal: Principal = ANYBODY  # until its route has been authorised
        self.status = 0  # until the answer starts
        self.error_code = ""  # of what was refused, or failed
        self.is_event_stream = False
        self.answer_headers: list[tuple[bytes, bytes]] = []
        self.model = ""  # one that is served; a stranger's word for it is not repeated
        self.tier = ""  # that serves it, once it was admitted
        self.user = ""
        # The seed of a request that gives none: one that is asked again may have drawn its own.
        self.draw_seed: Callable[[], int] = ids.seed
        self.replayed_request_id = ""  # of the request whose answer this one was given
        self.kept_id = ""  # of the stored completion that was made of the answer
        self.metadata: tuple[tuple[str, str], ...] = ()  # at most 16 pairs: the wire has counted
        self.first_token_s: float | None = None
        self.num_prompt_tokens: int | None = None
        self.num_cached_tokens = 0
        self.num_completion_tokens = 0
        self.num_thought_tokens = 0  # in choices that ended
        self.abort: Callable[[], None] | None = scope.get(ABORT_KEY)

    def header(self, name: str) -> str:
        """A header's value in small letters, or nothing."""
        return self.headers.get(name.encode(), b"").decode("latin-1").strip().lower()

    def add_header(self, name: str, value: str) -> None:
        """Put a header on the answer. Whatever cannot stand in one becomes a question mark."""
        self.answer_headers.append((name.encode("ascii"), _printable(value).encode("ascii")))

    def facts(self) -> dict[str, object]:
        """For the log line, beside what every request has: who asked and what it came to."""
        facts: dict[str, object] = {}
        if self.principal.key_id:
            facts["key_id"] = self.principal.key_id
            facts["project"] = self.principal.project
        if self.tier:
            facts["tier"] = self.tier
        if self.error_code:
            facts["error_code"] = self.error_code
        if self.user:
            facts["user"] = _printable(self.user[:_MAX_USER_CHARACTERS])
        if self.metadata:
            facts["metadata"] = {_printable(key): _printable(value) for key, value in self.metadata}
        if self.replayed_request_id:
            facts["replayed_request_id"] = self.replayed_request_id
        if self.num_prompt_tokens is not None:  # an answer was begun
            facts["model"] = self.model
            facts["num_prompt_tokens"] = self.num_prompt_tokens
            facts["num_cached_tokens"] = self.num_cached_tokens
            facts["num_completion_tokens"] = self.num_completion_tokens
            facts["num_thought_tokens"] = self.num_thought_tokens
        if self.first_token_s is not None:
            facts["first_token_ms"] = round((self.first_token_s - self.started_s) * 1000, 1)
        return facts


def of(scope: Scope) -> Exchange:
    """The exchange a scope belongs to."""
    exchange = scope[KEY]
    assert isinstance(exchange, Exchange)
    return exchange


def _printable(text: str) -> str:
    return "".join(c if " " <= c <= "~" else "?" for c in text)


def _request_id(given: bytes | None, authorization: bytes) -> str:
    """The client's, where it harms no log: a key in it would stand on every line."""
    if given is None or not _SANE_REQUEST_ID.fullmatch(given):
        return ids.request_id()
    said = given.decode("ascii")
    sent = authorization.decode("latin-1").strip().rpartition(" ")[2]
    repeats_key = sent == said or (len(sent) >= _MIN_KEY_CHARACTERS and sent in said)
    return ids.request_id() if repeats_key or keys.holds_one(said) else said
