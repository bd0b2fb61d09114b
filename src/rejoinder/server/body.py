"""Reading a request's body: declared as plain JSON, counted while it arrives."""

from __future__ import annotations

from starlette.types import Receive

from rejoinder.errors import BodyTooLarge, WrongMediaType
from rejoinder.server.cut import ClientGone, ClientStalled, Cut
from rejoinder.server.exchange import Exchange

# As nginx's client_body_timeout: between two reads, not for the whole.
SILENCE_S = 60.0


def check_is_json(exchange: Exchange) -> None:
    """Raise `WrongMediaType` unless the body is declared as JSON, or by a plain client not at all.

    A browser always says where a page's request comes from. One that hides its type behind that is
    a page trying to reach us without asking (no preflight is made for it), so it must be JSON too.
    """
    content_type = exchange.header("content-type")
    media_type = content_type.partition(";")[0].rstrip()
    may_be_missing = b"origin" not in exchange.headers
    if media_type != "application/json" and (media_type or not may_be_missing):
        raise WrongMediaType(header="content-type", value=content_type, expected="application/json")
    encoding = exchange.header("content-encoding")
    if encoding not in ("", "identity"):
        raise WrongMediaType(
            header="content-encoding", value=encoding, expected="absent: bodies are not unpacked"
        )


async def read_body(receive: Receive, exchange: Exchange, cut: Cut, *, limit_bytes: int) -> bytes:
    """The whole body. Raises `BodyTooLarge` as soon as it is known to be, or `ClientGone`; cuts
    with `ClientStalled`."""
    declared = exchange.header("content-length")
    if declared.isdecimal() and int(declared) > limit_bytes:
        raise BodyTooLarge(limit_bytes=limit_bytes)
    parts: list[bytes] = []
    num_bytes = 0
    while True:
        timer = cut.after(SILENCE_S, ClientStalled())
        try:
            message = await receive()
        finally:
            timer.cancel()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part = message.get("body", b"")
        num_bytes += len(part)
        if num_bytes > limit_bytes:
            raise BodyTooLarge(limit_bytes=limit_bytes)
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)
