"""What a worker logs, as lines of the server's log."""

from __future__ import annotations

from collections.abc import Iterable

import structlog

from rejoinder.engine.protocol import Logged

_log = structlog.get_logger(__name__)


def say(logged: Logged, *, model: str, request_ids: Iterable[str]) -> None:
    """request_ids: of the orders the line is about that are still known."""
    facts: dict[str, object] = {"logger": logged.logger, "model": model}
    if logged.exception:
        facts["exception"] = logged.exception
    match list(request_ids):
        case [one]:
            facts["request_id"] = one
        case [_, *_] as several:
            facts["request_ids"] = several
    _log.log(logged.level, logged.message, **facts)
