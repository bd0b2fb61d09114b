"""Server-sent events: the frames a streamed answer is written in."""

from __future__ import annotations

from rejoinder.errors import RequestError
from rejoinder.wire import error_body

CONTENT_TYPE = "text/event-stream; charset=utf-8"
DONE = b"data: [DONE]\n\n"


def event(data: bytes) -> bytes:
    """`data` is JSON as our encoder writes it: on one line."""
    return b"data: " + data + b"\n\n"


def comment(text: str) -> bytes:
    """A line that every client skips. Comments, not empty events: some clients split on `data:`."""
    return b": " + " ".join(text.split()).encode() + b"\n\n"


def error(error: RequestError) -> bytes:
    """What a stream that fails half-way ends with, instead of `DONE`: the official clients raise
    for any data that has an `error`."""
    return event(error_body.encode(error))
