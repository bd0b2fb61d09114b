"""A small world for the server's tests: an application and a client, joined without a network."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import msgspec
from starlette.types import ASGIApp, Message

from rejoinder.accounts.base import Desk
from rejoinder.chat.ask import Ask
from rejoinder.server.app import create_app
from rejoinder.server.exchange import ABORT_KEY
from rejoinder.server.keeping import Keeper
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.settings import Settings
from rejoinder.testing.fake_clock import FakeClock
from rejoinder.testing.scripted_engine import Line, ScriptedEngine, ScriptedPrepared, says

CHAT = "/v1/chat/completions"
HELLO: dict[str, Any] = {"model": "scripted", "messages": [{"role": "user", "content": "Hi"}]}


def app_of(
    engine: ScriptedEngine | None = None,
    *,
    clock: FakeClock | None = None,
    lifecycle: Lifecycle | None = None,
    desk: Desk | None = None,
    keeper: Keeper | None = None,
    write_timeout_s: float = 60,
    **settings: object,
) -> ASGIApp:
    clock = clock or FakeClock()
    return create_app(
        engine or ScriptedEngine(),
        msgspec.convert(settings, Settings),
        clock=clock,
        sleep=clock.sleep,
        lifecycle=lifecycle,
        desk=desk,
        keeper=keeper,
        write_timeout_s=write_timeout_s,
    )


class ObligingEngine(ScriptedEngine):
    """Answers under every name, as many choices as are asked for."""

    async def prepare(self, ask: Ask) -> ScriptedPrepared:
        script: list[Line] = []
        for choice in range(ask.num_choices):
            script += says("Hello", " there", choice=choice)
        self.scripts = (script,)
        self.names = (self.names[0], ask.model)
        return await super().prepare(ask)


class Peer:
    """One request by a client that reads what it is sent and may leave at any time."""

    def __init__(
        self,
        app: ASGIApp,
        method: str,
        path: str,
        body: bytes | list[bytes] = b"",
        headers: dict[str, str] | None = None,
    ) -> None:
        self._app = app
        given = {"host": "127.0.0.1", **(headers or {})}
        path, _, query = path.partition("?")
        self._scope: dict[str, object] = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [(n.lower().encode(), v.encode("latin-1")) for n, v in given.items()],
        }
        parts = body if isinstance(body, list) else [body]
        self._incoming: asyncio.Queue[Message] = asyncio.Queue()
        for index, part in enumerate(parts):
            more = index < len(parts) - 1
            self._incoming.put_nowait({"type": "http.request", "body": part, "more_body": more})
        self.num_read = 0
        self.status = 0
        self.headers: dict[str, str] = {}
        self.frames: list[bytes] = []
        self.is_complete = False
        self.is_aborted = False
        self.reads = asyncio.Event()  # cleared: the client takes nothing
        self.reads.set()
        self._changed = asyncio.Event()

    async def run(self) -> Peer:
        await self._app(self._scope, self._receive, self._send)
        return self

    def start(self) -> asyncio.Task[Peer]:
        return asyncio.create_task(self.run())

    def leave(self) -> None:
        self._incoming.put_nowait({"type": "http.disconnect"})

    def be_able_to_be_dropped(self) -> None:
        """As under our own protocol, which lets a handler drop the connection."""

        def abort() -> None:
            self.is_aborted = True
            self.leave()

        self._scope[ABORT_KEY] = abort

    def leave_before_part(self, index: int) -> None:
        """Leave with the parts of the body from `index` on unsent."""
        sent = [self._incoming.get_nowait() for _ in range(self._incoming.qsize())][:index]
        for message in [*sent, {"type": "http.disconnect"}]:
            self._incoming.put_nowait(message)

    async def until_frames(self, number: int) -> None:
        while len(self.frames) < number:
            self._changed.clear()
            await self._changed.wait()

    @property
    def body(self) -> bytes:
        return b"".join(self.frames)

    def json(self) -> Any:  # noqa: ANN401 -- it is JSON
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, str]:
        """The error of an answer, which must have the API's envelope and nothing else."""
        body: dict[str, dict[str, str]] = self.json()
        assert list(body) == ["error"]
        assert set(body["error"]) == {"message", "type", "param", "code"}
        assert self.headers["content-type"] == "application/json"
        return body["error"]

    async def _receive(self) -> Message:
        message = await self._incoming.get()
        self.num_read += 1
        return message

    async def _send(self, message: Message) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.start":
            assert self.status == 0, "an answer began twice"
            self.status = message["status"]
            self.headers = {n.decode(): v.decode("latin-1") for n, v in message["headers"]}
        else:
            assert self.status, "a body before its headers"
            assert not self.is_complete, "something was sent after the end"
            if message["body"]:
                self.frames.append(message["body"])
            self.is_complete = not message.get("more_body", False)
        self._changed.set()


def call(
    app: ASGIApp,
    method: str,
    path: str,
    body: bytes | list[bytes] = b"",
    headers: dict[str, str] | None = None,
) -> Peer:
    """A whole request, from a client that stays."""

    async def whole() -> Peer:
        return await Peer(app, method, path, body, headers).run()

    return asyncio.run(whole())


def chat(app: ASGIApp, headers: dict[str, str] | None = None, **changes: object) -> Peer:
    return call(app, "POST", CHAT, body_of(**changes), headers)


def body_of(**changes: object) -> bytes:
    return json.dumps({**HELLO, **changes}).encode()


async def settled() -> None:
    """Let every task run until it waits for something."""
    for _ in range(20):
        await asyncio.sleep(0)
