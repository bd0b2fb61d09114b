"""A server that honours the whole API over the fake model, and can be told to get one thing wrong.

It carries its own requests (`Transport`), so that thousands of questions cost no sockets. Each
fault is a line of bad behaviour somewhere below or in `fake_answers.py`, named as what it breaks.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from rejoinder.conformance.transport import Reply
from tests.conformance_suite.fake_answers import Answering, Bad
from tests.conformance_suite.fake_checks import check
from tests.conformance_suite.fake_limiter import LIMITED_KEY, FakeLimiter
from tests.conformance_suite.fake_shelf import FakeShelf
from tests.conformance_suite.fake_twice import FakeOnce

MODELS = ("fake", "other")
# How long flex requests wait for others to go before them.
SOON_S = 0.2


class FakeServer:
    """Satisfies `Transport`. faults: what it gets wrong."""

    def __init__(self, *faults: str, key: str | None = None) -> None:
        self.faults = frozenset(faults)
        self.num_requests = 0
        self._key = key
        self._ids = itertools.count()
        self._shelf = FakeShelf(self.faults)
        self._limiter = FakeLimiter(self.faults)
        self._once = FakeOnce(self.faults)
        self._prompts: set[str] = set()
        self._num_running = 0
        self._lock = threading.Lock()
        self._turn = threading.Condition()
        self._num_flex = 0  # under way
        self._num_others = 0  # answered so far

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        api_key: str | None = None,
        is_patient: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        key = (headers or {}).get("idempotency-key")
        if key is not None:
            return self._send_once(key, method, path, body)
        with self._lock:
            self.num_requests += 1
            self._num_running += 1
        try:
            if self.faults & {"load", "load_at_zero"}:
                time.sleep(0.005)  # so that neighbours meet
            if api_key == LIMITED_KEY:
                return self._limiter.send(lambda: self._answer(method, path, body, None))
            return self._limiter.tell(self._answer(method, path, body, api_key))
        except Bad as bad:
            return self._error(bad)
        finally:
            with self._lock:
                self._num_running -= 1

    def _send_once(self, key: str, method: str, path: str, body: bytes | None) -> Reply:
        def answer() -> Reply:
            if "once.together" in self.faults:
                time.sleep(0.05)  # so that the other comes before there is an answer
            return self.send(method, path, body)

        try:
            return self._once.answer(key, body or b"", answer)
        except Bad as bad:
            return self._error(bad)

    def _answer(self, method: str, path: str, body: bytes | None, api_key: str | None) -> Reply:
        if self._key and api_key and api_key != self._key:
            raise Bad("Incorrect API key.", status=401, code="invalid_api_key")
        match method, path.strip("/").split("/"):
            case "GET", ["models"]:
                data = [self._model(name) for name in MODELS]
                return _json({"object": "list", "data": data})
            case "GET", ["models", name]:
                if name not in MODELS and "models.unknown" not in self.faults:
                    raise Bad(f"There is no model `{name}`.", status=404, code="model_not_found")
                return _json(self._model(name))
            case "POST", ["chat", "completions"]:
                return self._chat(body or b"")
        if path.startswith("/chat/completions"):
            return _json(self._shelf.answer(method, path, body or b""))
        raise Bad("There is nothing here.", status=404, code="not_found")

    def _chat(self, body: bytes) -> Reply:
        request = _read(body)
        unread = _unread(request, self.faults)
        request = {name: value for name, value in request.items() if value is not None}
        request = {name: value for name, value in request.items() if name not in unread}
        check(request, MODELS, self.faults)
        request["seed"] = self._seed(request)
        with self._turn_of(is_flex=request.get("service_tier") == "flex"):
            return self._answered(request)

    def _answered(self, request: dict[str, Any]) -> Reply:
        if "tier.exact" in self.faults and request.get("service_tier") == "flex":
            request["temperature"] = 2
        if "load_at_zero" in self.faults and self._num_running > 1:
            request["temperature"] = request.get("temperature") or 1
        answering = Answering(request, f"chatcmpl-{next(self._ids)}", self.faults)
        answering.num_cached = answering.num_prompt if answering.prompt in self._prompts else 0
        self._prompts.add(answering.prompt)
        if request.get("store") or "stored.all" in self.faults:
            self._shelf.keep(request, answering.whole())
        if request.get("stream"):
            frames = answering.frames()
            text = "".join(f"data: {frame}\n\n" for frame in frames)
            return Reply(200, {"content-type": "text/event-stream"}, text.encode())
        return _json(answering.whole())

    @contextlib.contextmanager
    def _turn_of(self, *, is_flex: bool) -> Iterator[None]:
        """Flex goes after two who come soon, or with a fault before everybody."""
        with self._turn:
            num_others = self._num_others
            self._num_flex += is_flex
            if "tier.order" not in self.faults and is_flex:
                self._turn.wait_for(lambda: self._num_others > num_others + 1, timeout=SOON_S)
            elif "tier.order" in self.faults and not is_flex:
                self._turn.wait_for(lambda: self._num_flex == 0)
        try:
            yield
        finally:
            with self._turn:
                self._num_flex -= is_flex
                self._num_others += not is_flex
                self._turn.notify_all()

    def _seed(self, request: dict[str, Any]) -> int:
        if "seed" not in request or "seed" in self.faults:
            return random.getrandbits(32)
        seed = int(request["seed"])
        return seed + 1 if "load" in self.faults and self._num_running > 1 else seed

    def _model(self, name: str) -> dict[str, Any]:
        model = {"id": name, "object": "model", "created": 1, "owned_by": "tests"}
        if "models.shape" in self.faults:
            del model["owned_by"]
        return model

    def _error(self, bad: Bad) -> Reply:
        error: dict[str, Any] = {
            "message": str(bad),
            "type": "invalid_request_error",
            "param": bad.param,
            "code": bad.code,
        }
        if "errors.code" in self.faults:
            error["code"] = bad.status
        body: dict[str, Any] = {"error": error}
        if "errors.flat" in self.faults:
            body = {"object": "error", **error}
        if "errors.detail" in self.faults:
            body = {"detail": str(bad)}
        status = 422 if "errors.status" in self.faults and bad.status == 400 else bad.status
        return _json(body, status)


def _read(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body)
    except ValueError as error:
        raise Bad("The body is not JSON.", code="invalid_json") from error
    if not isinstance(request, dict):
        raise Bad("The body is not an object.", code="invalid_type")
    return request


def _unread(request: dict[str, Any], faults: frozenset[str]) -> set[str]:
    """Parameters that are dropped, as `ignores.n` says; `refuses.n` refuses them."""
    for name, value in request.items():
        if f"refuses.{name}" in faults and value is not None:
            raise Bad(f"`{name}` is not supported.", param=name, code="unsupported_parameter")
        if f"crashes.{name}" in faults:
            raise Bad("Internal Server Error", status=500)
    return {name for name in request if f"ignores.{name}" in faults}


def _json(value: object, status: int = 200) -> Reply:
    return Reply(status, {"content-type": "application/json"}, json.dumps(value).encode())
