"""What the server writes down about a request: tokens to the count, who asked, never what."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import Iterator
from typing import Any, Literal

import pytest
import structlog

from rejoinder import log
from rejoinder.accounts.principal import Principal
from rejoinder.chat.delta import ChoiceFinished, FinishReason, TextDelta
from rejoinder.errors import EngineFailed
from rejoinder.server.access import Needs
from rejoinder.server.app import create_app
from rejoinder.server.exchange import Exchange
from rejoinder.settings import Settings
from rejoinder.testing.fake_clock import FakeClock
from rejoinder.testing.scripted_engine import Line, ScriptedCall, ScriptedEngine, does, says
from tests.server.world import CHAT, Peer, app_of, body_of, call, chat, settled


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The log, as JSON."""
    out = io.StringIO()
    log.configure(level="info", log_format="json", stream=out)
    yield out
    structlog.reset_defaults()


def only_line(lines: io.StringIO) -> dict[str, Any]:
    found = [json.loads(line) for line in lines.getvalue().splitlines()]
    (line,) = [line for line in found if line["event"] == "request"]
    assert isinstance(line, dict)
    return line


def metric(page: bytes, name: str) -> float:
    found = re.search(rf'^{name}(?:{{model="scripted"}})? (\S+)$', page.decode(), re.M)
    assert found is not None, name
    return float(found[1])


def test_a_line_has_every_count_and_how_long_the_first_token_took(lines: io.StringIO) -> None:
    async def scene() -> None:
        clock, gate = FakeClock(), asyncio.Event()
        engine = ScriptedEngine([gate, *says("Hello", " there")], num_cached_tokens=5)
        task = Peer(app_of(engine, clock=clock), "POST", CHAT, body_of()).start()
        await settled()
        clock.advance(0.25)
        gate.set()
        await task

    asyncio.run(scene())
    line = only_line(lines)
    counts = {name: value for name, value in line.items() if name.startswith("num_")}
    assert counts == {
        "num_prompt_tokens": 7,
        "num_cached_tokens": 5,
        "num_completion_tokens": 3,
        "num_thought_tokens": 0,
    }
    assert (line["model"], line["first_token_ms"]) == ("scripted", 250.0)


class WithKey:
    """Satisfies `Access`: everybody shows the same key."""

    def authorise(self, exchange: Exchange, needs: Needs) -> Principal:
        return Principal(key_id="key_1", key_name="secretive", project="red")


def test_a_line_says_whose_key_asked_and_which_tier_answered(lines: io.StringIO) -> None:
    chat(create_app(ScriptedEngine(), Settings(), access=WithKey()), service_tier="flex")

    line = only_line(lines)
    assert (line["key_id"], line["project"], line["tier"]) == ("key_1", "red", "flex")
    assert "error_code" not in line
    assert "secretive" not in lines.getvalue()


def test_a_line_of_a_refused_request_has_the_errors_code_and_who_asked(
    lines: io.StringIO,
) -> None:
    chat(create_app(ScriptedEngine(), Settings(), access=WithKey()), model="nobody's")

    line = only_line(lines)
    assert (line["status"], line["error_code"]) == (404, "model_not_found")
    assert (line["key_id"], line["project"]) == ("key_1", "red")
    assert "tier" not in line


def test_a_line_of_a_request_without_a_key_names_nobody(lines: io.StringIO) -> None:
    chat(app_of())

    assert not {"key_id", "project"} & only_line(lines).keys()


def test_tokens_of_thoughts_are_counted_of_all_choices(lines: io.StringIO) -> None:
    script = [
        *does(thoughts=["Hm", "."], texts=["a"], choice=0),
        *does(ScriptedCall("f"), thoughts=["Hm"], choice=1),
    ]
    app = app_of(ScriptedEngine(script))

    chat(app, n=2)

    # Two and one, and what closed each; then the text and an end, a call of two and an end.
    line = only_line(lines)
    assert (line["num_thought_tokens"], line["num_completion_tokens"]) == (3 + 2, 3 + 2 + 2 + 3)
    page = call(app, "GET", "/metrics").body
    assert metric(page, "rejoinder_reasoning_tokens_total") == 5


def test_a_client_that_leaves_is_written_down_with_what_it_had(lines: io.StringIO) -> None:
    """Without this answers that nobody waits for look as if they had cost nothing."""

    async def scene() -> bytes:
        script: list[Line] = [
            TextDelta(0, "a", num_tokens=1),
            TextDelta(1, "b", num_tokens=1),
            TextDelta(0, "cd", num_tokens=4),
            ChoiceFinished(1, FinishReason.STOP, 9),
            asyncio.Event(),
        ]
        app = app_of(ScriptedEngine(script, num_cached_tokens=5))
        peer = Peer(app, "POST", CHAT, body_of(stream=True, n=2))
        task = peer.start()
        await peer.until_frames(4)
        await settled()
        peer.leave()
        await task
        return (await Peer(app, "GET", "/metrics").run()).body

    page = asyncio.run(scene())
    line = only_line(lines)
    assert line["status"] == 499
    # Four of the choice that was cut, and nine of the one that had ended.
    assert (line["num_prompt_tokens"], line["num_completion_tokens"]) == (7, 4 + 9)
    assert metric(page, "rejoinder_generation_tokens_total") == 13
    assert metric(page, "rejoinder_cached_prompt_tokens_total") == 5


@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_that_fails_is_written_down_with_what_it_had(
    lines: io.StringIO, stream: bool
) -> None:
    app = app_of(ScriptedEngine([*says("a", "b")[:2], EngineFailed("no luck")]))

    chat(app, stream=stream)

    line = only_line(lines)
    assert line["status"] == 500
    assert line["num_completion_tokens"] == 2


def test_a_request_that_was_refused_has_no_counts(lines: io.StringIO) -> None:
    chat(app_of(), model="other")

    line = only_line(lines)
    assert line["status"] == 404
    assert not {name for name in line if name.startswith("num_")} | ({"model"} & set(line))


def test_cached_tokens_are_counted(lines: io.StringIO) -> None:
    app = app_of(ScriptedEngine(num_cached_tokens=4))
    chat(app)
    chat(app)

    page = call(app, "GET", "/metrics").body

    assert metric(page, "rejoinder_cached_prompt_tokens_total") == 8
    assert metric(page, "rejoinder_prompt_tokens_total") == 14


@pytest.mark.parametrize(
    ("sent", "logged"),
    [
        ({"user": "u-1"}, "u-1"),
        ({"user": "u-1", "safety_identifier": "s-1"}, "s-1"),
        ({"user": "\x1b[2J\n" + "u" * 100}, "?[2J?" + "u" * 59),
    ],
)
def test_a_line_says_who_asked_in_letters_that_harm_no_terminal(
    lines: io.StringIO, sent: dict[str, Any], logged: str
) -> None:
    chat(app_of(), **sent)

    assert only_line(lines)["user"] == logged


def test_a_line_has_the_metadata_a_developer_put_on_the_request(lines: io.StringIO) -> None:
    chat(app_of(), metadata={"job": "nightly\n", "run": "7"})

    assert only_line(lines)["metadata"] == {"job": "nightly?", "run": "7"}


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_our_own_mistakes_are_logged_without_what_was_said(
    log_format: Literal["json", "text"],
) -> None:
    """A traceback that shows the values of variables shows prompts and answers."""
    out = io.StringIO()
    log.configure(level="info", log_format=log_format, stream=out)
    engine = ScriptedEngine([TextDelta(0, "the answer"), RuntimeError("oops")])

    chat(app_of(engine), messages=[{"role": "user", "content": "the question"}])

    structlog.reset_defaults()
    assert "RuntimeError: oops" in out.getvalue()
    assert "the answer" not in out.getvalue()
    assert "the question" not in out.getvalue()
