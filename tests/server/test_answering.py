"""Reading a body keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import threading

import pytest

from rejoinder.server import chat
from rejoinder.server.answering import MAX_INLINE_BYTES
from rejoinder.wire.request import ChatRequest, decode
from tests.server.world import CHAT, Peer, app_of, body_of, call

# Reached only when something is broken; nothing waits this long.
PATIENCE_S = 30


def test_a_long_body_is_read_while_others_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large schema takes half a second to check, during which all streams stood still."""
    others_done = threading.Event()

    def slowly(body: bytes, *, strict: bool) -> ChatRequest:
        if len(body) > MAX_INLINE_BYTES:
            assert others_done.wait(PATIENCE_S)
        return decode(body, strict=strict)

    monkeypatch.setattr(chat, "decode", slowly)

    async def scene() -> tuple[Peer, Peer]:
        app = app_of()
        long = body_of(messages=[{"role": "user", "content": "x" * MAX_INLINE_BYTES}])
        waiting = Peer(app, "POST", CHAT, long).start()
        other = await Peer(app, "POST", CHAT, body_of()).run()
        others_done.set()
        return other, await waiting

    other, waited = asyncio.run(scene())

    assert (other.status, waited.status) == (200, 200)


def test_what_is_wrong_with_a_long_body_is_told_as_ever() -> None:
    tool = {"type": "function", "function": {"name": "a b", "description": "x" * MAX_INLINE_BYTES}}
    reply = call(app_of(), "POST", CHAT, body_of(tools=[tool]))
    assert reply.status == 400
    assert reply.error["param"] == "tools[0].function.name"
