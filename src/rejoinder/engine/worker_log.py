"""The worker's own lines, handed to the server, which has the log.

The server knows what an order's request was, and what is written where.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Callable

from rejoinder import tracebacks
from rejoinder.engine.protocol import Logged

_log = logging.getLogger(__name__)

_MAX_CHARS = 20_000


def install(send: Callable[[Logged], None]) -> None:
    """From now on lines go to the server, and what ends this process is one. send: may be called
    from any thread."""
    logging.getLogger().handlers = [_ToServer(send)]
    sys.excepthook = lambda _kind, error, _traceback: _fatal(error)
    threading.excepthook = lambda died: _fatal(died.exc_value)


def _fatal(error: BaseException | None) -> None:
    _log.error("The worker failed", exc_info=error)


class _ToServer(logging.Handler):
    """A record's `order_ids`, where it has some, go along."""

    def __init__(self, send: Callable[[Logged], None]) -> None:
        super().__init__(level=logging.WARNING)
        self._send = send

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        line = Logged(
            level=record.levelno,
            logger=record.name,
            message=record.getMessage()[:_MAX_CHARS],
            exception=tracebacks.tell(error)[-_MAX_CHARS:] if error else "",
            order_ids=tuple(getattr(record, "order_ids", ())),
        )
        with contextlib.suppress(OSError):  # the server is gone, and so are we in a moment
            self._send(line)
