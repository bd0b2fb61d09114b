"""Lines about what happens, for people on a terminal and as JSON for machines elsewhere.

Set up once by the command, never on import. Lines carry ids, counts and times; never what was said.
"""

from __future__ import annotations

import logging
import sys
from typing import Literal, TextIO, cast

import msgspec
import structlog
from structlog.typing import EventDict, Processor

from rejoinder.log_writer import LogWriter

_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def configure(
    *,
    level: Literal["debug", "info", "warning", "error"],
    log_format: Literal["auto", "text", "json"],
    stream: TextIO | None = None,
) -> None:
    """Send every line, those of libraries too, to `stream` as it is logged.

    Without a stream lines go to standard error, on a thread that keeps its reader from stalling us.
    """
    out = stream or sys.stderr
    as_text = log_format == "text" or (log_format == "auto" and out.isatty())
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = (
        # Plain: the fancy kind shows the values of variables, and so what was said.
        [
            structlog.dev.ConsoleRenderer(
                colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
        if as_text
        else [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_to_json),
        ]
    )
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(
            out if stream else cast("TextIO", LogWriter(out))
        ),
        cache_logger_on_first_use=False,  # tests configure more than once
    )
    root = logging.getLogger()
    root.handlers = [_ToStructlog()]
    # Libraries tell their users about themselves at info; our own lines already say it.
    root.setLevel(max(_LEVELS[level], logging.WARNING))


def _to_json(event: EventDict, **_: object) -> str:
    return msgspec.json.encode(event, enc_hook=repr).decode()


class _ToStructlog(logging.Handler):
    """Hands the standard library's records over, so that there is one stream and one format."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(
            record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info
        )
