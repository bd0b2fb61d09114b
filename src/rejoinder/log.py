"""Lines about what happens, for people on a terminal and as JSON for machines elsewhere.

Set up once by the command, never on import. Lines carry ids, counts and times; what was said only
where `log_content` asks for it, and keys never. Every line logged while a request is handled
carries its id.
"""

from __future__ import annotations

import logging
import sys
import threading
from contextvars import ContextVar, Token
from typing import Literal, Self, TextIO, cast

import msgspec
import structlog
from structlog.typing import EventDict, Processor

from rejoinder import tracebacks
from rejoinder.log_writer import LogWriter

_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}

_request_id: ContextVar[str] = ContextVar("request_id", default="")


class Request:
    """Use as `with`: lines logged meanwhile, in tasks and threads begun meanwhile too, carry the
    id."""

    __slots__ = ("_id", "_token")

    def __init__(self, request_id: str) -> None:
        self._id = request_id
        self._token: Token[str] | None = None

    def __enter__(self) -> Self:
        self._token = _request_id.set(self._id)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._token is not None
        _request_id.reset(self._token)


def request_id() -> str:
    """Of the request that is handled here; empty where none is."""
    return _request_id.get()


def is_for_people(log_format: Literal["auto", "text", "json"], stream: TextIO) -> bool:
    """Whether what is no line of the log may be written between its lines: not where each is JSON,
    for a program to read."""
    return log_format == "text" or stream.isatty()


def configure(
    *,
    level: Literal["debug", "info", "warning", "error"],
    log_format: Literal["auto", "text", "json"],
    log_content: bool = False,
    stream: TextIO | None = None,
) -> None:
    """Send every line, those of libraries too, to `stream` as it is logged.

    Without a stream lines go to standard error, on a thread that keeps its reader from stalling us.
    log_content: exceptions say what they quote.
    """
    out = stream or sys.stderr
    as_text = log_format == "text" or (log_format == "auto" and out.isatty())
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request_id,
        _Exceptions(quotes=log_content),
    ]
    last: Processor = (
        structlog.dev.ConsoleRenderer(
            colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
        if as_text
        else structlog.processors.JSONRenderer(serializer=_to_json)
    )
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(
            out if stream else cast("TextIO", LogWriter(out))
        ),
        cache_logger_on_first_use=False,  # tests configure more than once
    )
    root = logging.getLogger()
    root.handlers = [_ToStructlog(quotes=log_content)]
    # Libraries tell their users about themselves at info; our own lines already say it.
    root.setLevel(max(_LEVELS[level], logging.WARNING))
    logging.getLogger("rejoinder").setLevel(_LEVELS[level])
    if stream is None:
        threading.excepthook = _log_death


def _to_json(event: EventDict, **_: object) -> str:
    return msgspec.json.encode(event, enc_hook=repr).decode()


def _add_request_id(_logger: object, _method: str, event: EventDict) -> EventDict:
    if current := _request_id.get():
        event.setdefault("request_id", current)
    return event


class _Exceptions:
    """A processor: exceptions become text, as `tracebacks` tells them."""

    def __init__(self, *, quotes: bool) -> None:
        self._quotes = quotes

    def __call__(self, _logger: object, _method: str, event: EventDict) -> EventDict:
        found = event.pop("exc_info", None)
        if isinstance(found, tuple):
            found = found[1]
        elif found and not isinstance(found, BaseException):
            found = sys.exception()
        if found:
            event["exception"] = tracebacks.tell(found, quotes=self._quotes)
        return event


class _ToStructlog(logging.Handler):
    """Hands the standard library's records over, so that there is one stream and one format."""

    def __init__(self, *, quotes: bool) -> None:
        super().__init__()
        self._quotes = quotes

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.name == "asyncio" and not self._quotes:
            # What follows are tasks with their exceptions, and so what those quote.
            message = message.partition("\n")[0]
        structlog.get_logger().log(
            record.levelno, message, logger=record.name, exc_info=record.exc_info
        )


def _log_death(died: threading.ExceptHookArgs) -> None:
    name = died.thread.name if died.thread is not None else ""
    structlog.get_logger().error("thread died", thread=name, exc_info=died.exc_value)
