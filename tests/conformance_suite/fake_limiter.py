"""What the fake server tells of limits, and one key that reaches its own."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable

from rejoinder.conformance.transport import Reply

LIMITED_KEY = "limited"
NUM_AT_ONCE = 2
WAIT_S = 0.001


class FakeLimiter:
    """Of the limited key: two requests, then a refusal, and two more when it was waited."""

    def __init__(self, faults: frozenset[str]) -> None:
        self._faults = faults
        self._num_left = NUM_AT_ONCE
        self._opens_at_s: float | None = None

    def send(self, answer: Callable[[], Reply]) -> Reply:
        now_s = time.monotonic()
        if self._opens_at_s is not None and now_s >= self._opens_at_s:
            self._num_left, self._opens_at_s = NUM_AT_ONCE, None
        if self._num_left or "limit.none" in self._faults:
            self._num_left -= 1
            return self.tell(answer())
        if self._opens_at_s is None and "limit.short" not in self._faults:
            self._opens_at_s = now_s + WAIT_S
        return self._refusal(WAIT_S if self._opens_at_s is None else self._opens_at_s - now_s)

    def tell(self, reply: Reply) -> Reply:
        is_stream = reply.headers["content-type"] == "text/event-stream"
        if "limit.silent" in self._faults or ("limit.stream" in self._faults and is_stream):
            return reply
        remaining = "60" if "limit.uncounted" in self._faults else "59"
        told = {
            "x-ratelimit-limit-requests": "60",
            "x-ratelimit-remaining-requests": remaining,
            "x-ratelimit-reset-requests": "1" if "limit.reset" in self._faults else "1s",
        }
        return dataclasses.replace(reply, headers={**reply.headers, **told})

    def _refusal(self, wait_s: float) -> Reply:
        error: dict[str, object] = {
            "message": "Too many.",
            "type": "requests",
            "param": None,
            "code": "rate_limit_exceeded",
        }
        if "limit.code" in self._faults:
            error["code"] = "too_many"
        headers = {"content-type": "application/json", "retry-after-ms": f"{wait_s * 1000 + 1:.0f}"}
        if "limit.no_wait" in self._faults:
            del headers["retry-after-ms"]
        status = 503 if "limit.status" in self._faults else 429
        return Reply(status, headers, json.dumps({"error": error}).encode())
