"""Answers that a fake server gives again to a key that came before."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable

from rejoinder.conformance.transport import Reply
from tests.conformance_suite.fake_answers import Bad


class FakeOnce:
    """One request at a time, so that two that arrive together are one after the other."""

    def __init__(self, faults: frozenset[str]) -> None:
        self._faults = faults
        self._given: dict[str, tuple[bytes, Reply]] = {}
        self._lock = threading.Lock()

    def answer(self, key: str, body: bytes, answer: Callable[[], Reply]) -> Reply:
        if "once" in self._faults:
            return answer()
        if "once.together" in self._faults:
            return self._answer(key, body, answer)
        with self._lock:
            return self._answer(key, body, answer)

    def _answer(self, key: str, body: bytes, answer: Callable[[], Reply]) -> Reply:
        digest = hashlib.sha256(body).digest()
        before = self._given.get(key)
        if before is None or ("once.stream" in self._faults and b'"stream": true' in body):
            reply = answer()
            self._given[key] = (digest, reply)
            return reply
        if before[0] != digest and "once.other" not in self._faults:
            raise Bad("This key was used before.", status=422, code="idempotency_key_reused")
        again = before[1]
        if "once.bytes" in self._faults:
            return Reply(again.status, again.headers, again.body + b" ")
        return again
