"""What must not be in a log is in none: keys, and what was said, whatever way a request takes."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
import structlog
from starlette.types import ASGIApp

from rejoinder import log
from rejoinder.chat.ask import Ask
from rejoinder.chat.delta import TextDelta
from rejoinder.errors import EngineFailed
from rejoinder.metrics import Metrics
from rejoinder.server.app import create_app
from rejoinder.server.backing import Backing
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.settings import Settings
from rejoinder.testing.scripted_engine import (
    Line,
    ScriptedCall,
    ScriptedEngine,
    ScriptedPrepared,
    does,
    says,
)
from tests.server.world import CHAT, Peer

ASKED = "canary-prompt-7f3a"
ANSWERED = "canary-answer-91bc"
KEY = "canary-key-5d20-that-is-known"
STRANGERS_KEY = "canary-key-c3c3-that-is-not"

Level = Literal["debug", "info", "warning", "error"]
LEVELS: tuple[Level, ...] = ("debug", "info", "warning", "error")

SCRIPTS: dict[str, list[Line]] = {
    "plain": says(ANSWERED),
    "calls": does(ScriptedCall("look", (f'{{"a": "{ANSWERED}"}}',)), thoughts=[ANSWERED]),
    "fails": [TextDelta(0, ANSWERED), EngineFailed(ANSWERED)],
    "trips": [TextDelta(0, ANSWERED), KeyError(ANSWERED)],
    "breaks": [TextDelta(0, ANSWERED), ValueError(f"{ANSWERED} is no number")],
    "groups": [ExceptionGroup(ANSWERED, [TypeError(ANSWERED)])],
}


class Scripts(ScriptedEngine):
    """The script is named by the model."""

    async def prepare(self, ask: Ask) -> ScriptedPrepared:
        prepared = await super().prepare(ask)
        self.scripts = (SCRIPTS[ask.model],)
        return prepared


@asynccontextmanager
async def serving(folder: Path, **settings: object) -> AsyncIterator[ASGIApp]:
    """All that a server has, with a key."""
    chosen = msgspec.convert(
        {"api_key": [KEY], "data_dir": str(folder), "max_body_bytes": 10_000, **settings}, Settings
    )
    lifecycle, metrics = Lifecycle(), Metrics()
    backing = Backing(chosen, lifecycle=lifecycle, metrics=metrics)
    await backing.start()
    try:
        yield create_app(
            Scripts(names=tuple(SCRIPTS)),
            chosen,
            backing=backing,
            lifecycle=lifecycle,
            metrics=metrics,
        )
    finally:
        await backing.stop()


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    out = io.StringIO()
    yield out
    structlog.reset_defaults()
    logging.getLogger().handlers = []


def said(**changes: object) -> bytes:
    messages = [{"role": "user", "content": ASKED}]
    return json.dumps({"model": "plain", "messages": messages, **changes}).encode()


def bodies() -> Iterator[bytes]:
    """On every way that we know of, good and bad."""
    for model in SCRIPTS:
        yield said(model=model)
        yield said(model=model, stream=True)
    yield said(store=True)
    yield said(stream=True, store=True)
    tool = {"type": "function", "function": {"name": "look", "description": ASKED}}
    yield said(tools=[tool])
    yield said(logprobs=True, top_logprobs=2)
    # What is wrong with these is told to the client, with what it sent.
    yield said()[:-1]
    yield f'"{ASKED}"'.encode()
    yield ASKED.encode()
    yield said(model=ASKED)
    yield said(temperature=ASKED)
    yield said(service_tier=ASKED)
    yield said(reasoning_effort=ASKED)
    yield said(messages=[{"role": ASKED, "content": ASKED}])
    yield said(messages=[{"role": "user", "content": [{"type": ASKED}]}])
    yield said(tools=[{"type": "function", "function": {"name": f"{ASKED} no name"}}])
    yield said(response_format={"type": ASKED})
    schema = {"name": "n", "schema": {"type": ASKED}}
    yield said(response_format={"type": "json_schema", "json_schema": schema})
    yield said(**{ASKED: ASKED})
    yield said(messages=[{"role": "user", "content": ASKED * 1000}])  # too large
    yield said(messages=[{"role": "user", "content": ASKED + "\ud800"}])


async def every_way(app: ASGIApp) -> list[Peer]:
    mine = {"authorization": f"Bearer {KEY}"}
    peers = [Peer(app, "POST", CHAT, body, mine) for body in bodies()]
    done = [await peer.run() for peer in peers]
    kept = next(p for p in done if p.status == 200 and b'"chat.completion"' in p.body).json()
    ways: list[tuple[str, str, bytes, dict[str, str]]] = [
        ("POST", "/v1/completions", json.dumps({"model": "plain", "prompt": ASKED}).encode(), mine),
        ("POST", CHAT, said(), {"authorization": f"Bearer {STRANGERS_KEY}"}),
        ("POST", CHAT, said(), {"authorization": STRANGERS_KEY}),
        ("POST", CHAT, said(), {**mine, "content-type": ASKED}),
        ("POST", CHAT, said(), {**mine, "host": f"{ASKED}.example"}),
        ("POST", CHAT, said(), {**mine, "idempotency-key": "a"}),
        ("POST", CHAT, said(), {**mine, "idempotency-key": "a"}),
        ("POST", CHAT, said(temperature=0), {**mine, "idempotency-key": "a"}),
        ("POST", CHAT, said(model="breaks"), {**mine, "idempotency-key": "b"}),
        ("POST", CHAT, said(), {**mine, "idempotency-key": "caf\u00e9"}),
        ("GET", f"/v1/{ASKED}", b"", mine),
        ("GET", f"/v1/chat/completions/{kept['id']}", b"", mine),
        ("GET", f"/v1/chat/completions/{ASKED}", b"", mine),
        ("GET", "/v1/chat/completions", b"", mine),
        ("PATCH", CHAT, said(), mine),
        ("POST", "/v1/admin/keys", json.dumps({"name": ASKED}).encode(), mine),
        ("GET", "/metrics", b"", mine),
    ]
    for method, path, body, headers in ways:
        done.append(await Peer(app, method, path, body, headers).run())
    leaver = Peer(app, "POST", CHAT, said(stream=True), mine)
    leaver.leave_before_part(0)
    return [*done, await leaver.run()]


def canaries(text: str) -> list[str]:
    return [one for one in (ASKED, ANSWERED, KEY, STRANGERS_KEY) if one in text]


@pytest.mark.parametrize("log_format", ["json", "text"])
@pytest.mark.parametrize("level", LEVELS)
def test_no_line_holds_a_key_or_what_was_said(
    tmp_path: Path, lines: io.StringIO, level: Level, log_format: Literal["json", "text"]
) -> None:
    async def scene() -> list[Peer]:
        log.configure(level=level, log_format=log_format, stream=lines)
        async with serving(tmp_path) as app:
            return await every_way(app)

    peers = asyncio.run(scene())

    # The ways are those that are meant.
    assert {200, 400, 401, 404, 405, 413, 415, 421, 422, 500} <= {peer.status for peer in peers}
    assert sum(ANSWERED.encode() in peer.body for peer in peers) > 5
    assert canaries(lines.getvalue()) == []
    assert lines.getvalue().count("Traceback (most recent call last)") >= 7


@pytest.mark.parametrize("level", ["debug", "info"])
def test_a_line_for_each_answer_holds_what_was_said_where_that_is_asked_for(
    tmp_path: Path, lines: io.StringIO, level: Level
) -> None:
    async def scene() -> None:
        log.configure(level=level, log_format="json", log_content=True, stream=lines)
        async with serving(tmp_path, log_content=True) as app:
            for body in (said(), said(stream=True), said(model="calls"), said(model="fails")):
                headers = {"authorization": f"Bearer {KEY}", "x-request-id": "r-1"}
                await Peer(app, "POST", CHAT, body, headers).run()

    asyncio.run(scene())

    found = [json.loads(line) for line in lines.getvalue().splitlines()]
    plain, streamed, calls, failed = [line for line in found if line["event"] == "content"]
    assert plain["request_id"] == "r-1"
    assert plain["prompt"] == [{"role": "user", "content": ASKED}]
    assert plain["answer"] == [{"content": ANSWERED}]
    assert streamed["answer"] == failed["answer"] == plain["answer"]
    arguments = f'{{"a": "{ANSWERED}"}}'
    assert calls["answer"] == [
        {
            "content": "",
            "reasoning": ANSWERED,
            "calls": [{"name": "look", "arguments": arguments}],
        }
    ]
    assert KEY not in lines.getvalue()


def test_content_is_no_warning(tmp_path: Path, lines: io.StringIO) -> None:
    async def scene() -> None:
        log.configure(level="warning", log_format="json", log_content=True, stream=lines)
        async with serving(tmp_path, log_content=True) as app:
            await Peer(app, "POST", CHAT, said(), {"authorization": f"Bearer {KEY}"}).run()

    asyncio.run(scene())

    assert lines.getvalue() == ""


def test_a_task_that_nobody_waited_for_is_told_without_what_it_says(lines: io.StringIO) -> None:
    """Python tells of it with the exception and its message."""
    log.configure(level="info", log_format="json", stream=lines)

    async def trips() -> None:
        raise KeyError(ASKED)

    async def scene() -> None:
        task = asyncio.create_task(trips())
        await asyncio.wait([task])
        del task
        gc.collect()

    asyncio.run(scene())

    assert "Task exception was never retrieved" in lines.getvalue()
    assert "KeyError" in lines.getvalue()
    assert canaries(lines.getvalue()) == []


def raised(error: BaseException, *, cause: BaseException | None = None) -> dict[str, Any]:
    """The line of an exception, as it is logged."""
    out = io.StringIO()
    log.configure(level="info", log_format="json", stream=out)
    try:
        secret = ASKED  # a variable's value
        raise error from cause
    except type(error):
        structlog.get_logger().exception("failed", number=len(secret))
    structlog.reset_defaults()
    line: dict[str, Any] = json.loads(out.getvalue())
    return line


@pytest.mark.parametrize("kind", [KeyError, ValueError, TypeError, LookupError, Exception])
def test_messages_that_may_quote_somebody_are_left_out(kind: type[Exception]) -> None:
    line = raised(kind(ASKED))

    assert kind.__name__ in line["exception"]
    assert "in raised" in line["exception"]
    assert canaries(json.dumps(line)) == []


def test_messages_of_causes_are_left_out_too() -> None:
    line = raised(RuntimeError("oops"), cause=KeyError(ASKED))

    assert "RuntimeError: oops" in line["exception"]
    assert "KeyError" in line["exception"]
    assert canaries(json.dumps(line)) == []


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), RuntimeError("a shape")])
def test_messages_about_the_program_are_shown(error: Exception) -> None:
    assert str(error) in raised(error)["exception"]
