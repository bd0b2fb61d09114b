"""`x-request-id`: in, out, and on every line."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import structlog
from starlette.types import ASGIApp

from rejoinder import log
from rejoinder.accounts import keys
from rejoinder.accounts.principal import Principal
from rejoinder.chat.delta import Delta
from rejoinder.refusals import Unauthorized
from rejoinder.server.access import Needs
from rejoinder.server.app import create_app
from rejoinder.server.exchange import Exchange
from rejoinder.settings import Settings
from rejoinder.testing.scripted_engine import ScriptedAnswer, ScriptedEngine, says
from tests.server.world import CHAT, Peer, app_of, body_of, call, chat, settled

MINE = {"x-request-id": "mine-1"}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    out = io.StringIO()
    log.configure(level="debug", log_format="json", stream=out)
    yield out
    structlog.reset_defaults()
    logging.getLogger().handlers = []


def read(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


class Nobody:
    """Satisfies `Access`: lets nobody in."""

    def authorise(self, exchange: Exchange, needs: Needs) -> Principal:
        raise Unauthorized("No.")


def closed() -> ASGIApp:
    return create_app(ScriptedEngine(), Settings(), access=Nobody())


def failing() -> ASGIApp:
    return app_of(ScriptedEngine([ValueError("x")]))


@pytest.mark.parametrize(
    ("make", "method", "path", "body", "status"),
    [
        (app_of, "POST", CHAT, body_of(), 200),
        (app_of, "POST", CHAT, body_of(stream=True), 200),
        (app_of, "POST", CHAT, b"{", 400),
        (app_of, "GET", "/v1/nothing", b"", 404),
        (app_of, "GET", CHAT, b"", 405),
        (app_of, "GET", "/health", b"", 200),
        (failing, "POST", CHAT, body_of(), 500),
        (closed, "POST", CHAT, body_of(), 401),
        (closed, "GET", "/v1/nothing", b"", 401),
    ],
)
def test_an_id_comes_back_and_is_on_every_line(
    lines: io.StringIO,
    make: Callable[[], ASGIApp],
    method: str,
    path: str,
    body: bytes,
    status: int,
) -> None:
    reply = call(make(), method, path, body, MINE)

    assert reply.status == status
    assert reply.headers["x-request-id"] == "mine-1"
    assert {line["request_id"] for line in read(lines)} == {"mine-1"}


@pytest.mark.parametrize("given", ["", "x" * 129, "a\tb", "caf\u00e9"])
def test_an_id_that_would_harm_a_log_is_replaced(lines: io.StringIO, given: str) -> None:
    reply = chat(app_of(), {"x-request-id": given})

    (line,) = read(lines)
    assert line["request_id"] == reply.headers["x-request-id"]
    assert line["request_id"].startswith("req_")


A_KEY = keys.new_secret()


@pytest.mark.parametrize(
    ("given", "bearer"),
    [
        (A_KEY, ""),
        (f"a-{A_KEY}-b", ""),
        (f"rj-{A_KEY}", ""),
        ("of-the-settings", "of-the-settings"),
        ("job of-the-settings 7", "of-the-settings"),
    ],
)
def test_an_id_that_holds_a_key_is_replaced(lines: io.StringIO, given: str, bearer: str) -> None:
    """A client that mixed up its headers had its key written to every line."""
    reply = chat(app_of(), {"x-request-id": given, "authorization": f"Bearer {bearer}"})

    assert reply.headers["x-request-id"].startswith("req_")
    assert given not in lines.getvalue()


def test_an_id_that_only_begins_like_a_key_is_kept(lines: io.StringIO) -> None:
    given = A_KEY[:-1] + ("0" if A_KEY[-1] != "0" else "1")  # its checksum is wrong

    assert chat(app_of(), {"x-request-id": given}).headers["x-request-id"] == given


class Chatty(ScriptedEngine):
    """Logs while it answers, by the standard library, and also from a thread."""

    def begin(self, *_: object) -> ScriptedAnswer:
        answer = _Chatty(says("Hello"), num_prompt_tokens=1, num_cached_tokens=0)
        self.answers.append(answer)
        return answer


class _Chatty(ScriptedAnswer):
    async def __aiter__(self) -> AsyncIterator[Delta]:
        _log.warning("from the loop")
        await asyncio.to_thread(_log.warning, "from a thread")
        await asyncio.create_task(_from_a_task())
        async for delta in super().__aiter__():
            yield delta


async def _from_a_task() -> None:
    _log.warning("from a task")


_log = logging.getLogger("tests.chatty")


def test_lines_of_libraries_carry_the_id_too(lines: io.StringIO) -> None:
    chat(app_of(Chatty()), MINE)

    found = {line["event"]: line.get("request_id") for line in read(lines)}
    assert found == dict.fromkeys(
        ("from the loop", "from a thread", "from a task", "request"), "mine-1"
    )


def test_requests_at_once_have_an_id_each(lines: io.StringIO) -> None:
    async def scene() -> None:
        gate = asyncio.Event()
        app = app_of(ScriptedEngine([gate, ValueError("x")]))
        ids = ("one", "two", "three")
        tasks = [Peer(app, "POST", CHAT, body_of(), {"x-request-id": name}).start() for name in ids]
        await settled()
        gate.set()
        await asyncio.gather(*tasks)

    asyncio.run(scene())

    found = sorted((line["request_id"], line["event"]) for line in read(lines))
    assert found == [
        (name, event) for name in ("one", "three", "two") for event in ("request", "request failed")
    ]


def test_a_line_of_no_request_has_no_id(lines: io.StringIO) -> None:
    chat(app_of(), MINE)
    structlog.get_logger().info("idle")

    assert "request_id" not in read(lines)[-1]


def test_our_own_lines_are_logged_at_their_level_and_libraries_only_when_they_warn(
    lines: io.StringIO,
) -> None:
    """`The store is up.` was never seen."""
    logging.getLogger("rejoinder.store").info("ours")
    logging.getLogger("asyncio").info("theirs")

    assert [line["event"] for line in read(lines)] == ["ours"]
