"""How an error leaves: as an HTTP answer, or as the last frame of a stream."""

from __future__ import annotations

from starlette.types import Send

from rejoinder.errors import RequestError
from rejoinder.wire import error_body, sse


async def send_error(error: RequestError, send: Send) -> None:
    """A whole answer."""
    body = error_body.encode(error)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        *((name.encode("latin-1"), value.encode("latin-1")) for name, value in error.headers),
    ]
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def send_last_frame(error: RequestError, send: Send) -> None:
    """The end of a stream that failed. No `[DONE]`: that would say that all went well."""
    await send({"type": "http.response.body", "body": sse.error(error)})
