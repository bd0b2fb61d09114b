"""Reading a body keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

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


TOOL = {"type": "function", "function": {"name": "look"}}
HELD: dict[str, Any] = {
    "tools": [TOOL],
    "functions": [{"name": "look"}],
    "response_format": {"type": "json_object"},
    "structured_outputs": {"regex": "a"},
    "guided_json": {},
    "guided_choice": ["a"],
}
ESCAPED = [rb"\u0074ools", rb"t\u006fols", rb"\u0054ools"]


class Readers:
    """The threads that bodies are read in."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.threads: list[int] = []
        monkeypatch.setattr(chat, "decode", self._read)

    def _read(self, body: bytes, *, strict: bool) -> ChatRequest:
        self.threads.append(threading.get_ident())
        return decode(body, strict=strict)

    @property
    def are_the_loop(self) -> bool:
        (thread,) = self.threads
        return thread == threading.get_ident()


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Readers:
    return Readers(monkeypatch)


@pytest.mark.parametrize("name", HELD)
def test_a_short_body_that_may_hold_a_schema_is_read_in_a_thread(
    name: str, readers: Readers
) -> None:
    """A few hundred bytes of alternatives held every other stream for a quarter of a second."""
    assert call(app_of(), "POST", CHAT, body_of(**{name: HELD[name]})).status == 200
    assert not readers.are_the_loop


@pytest.mark.parametrize("name", ESCAPED)
def test_a_field_cannot_be_hidden_by_escapes(name: bytes, readers: Readers) -> None:
    call(app_of(), "POST", CHAT, body_of(tools=[TOOL]).replace(b"tools", name))
    assert not readers.are_the_loop


@pytest.mark.parametrize(
    "text", ["Hi", "größer als <b>名前</b>", 'the "tools" and "functions" there are']
)
def test_a_short_body_of_text_is_read_at_once(text: str, readers: Readers) -> None:
    call(app_of(), "POST", CHAT, body_of(messages=[{"role": "user", "content": text}]))
    assert readers.are_the_loop


def test_what_is_wrong_with_a_long_body_is_told_as_ever() -> None:
    tool = {"type": "function", "function": {"name": "a b", "description": "x" * MAX_INLINE_BYTES}}
    reply = call(app_of(), "POST", CHAT, body_of(tools=[tool]))
    assert reply.status == 400
    assert reply.error["param"] == "tools[0].function.name"
