"""How long a request may wait and run, and what one is told for which there is no place."""

from __future__ import annotations

import asyncio
import json

import pytest

from rejoinder.chat.delta import TextDelta
from rejoinder.errors import MAX_RETRY_S, QueueFull
from rejoinder.server.pace import Pace
from rejoinder.server.stream import KEEP_ALIVE
from rejoinder.testing.fake_clock import FakeClock
from rejoinder.testing.scripted_engine import ScriptedEngine, says
from tests.server.world import CHAT, Peer, app_of, body_of, chat, settled


def data(peer: Peer) -> list[str]:
    """The data of each event."""
    frames = peer.body.decode().split("\n\n")[:-1]
    return [frame.removeprefix("data: ") for frame in frames if not frame.startswith(":")]


@pytest.mark.parametrize("stream", [False, True])
def test_a_request_that_waited_too_long_is_refused_before_anything_was_sent(stream: bool) -> None:
    async def scene() -> None:
        clock, engine = FakeClock(), ScriptedEngine([asyncio.Event()])
        app = app_of(engine, clock=clock, max_wait_s=30.0, sse_ping_interval_s=15.0)
        peer = Peer(app, "POST", CHAT, body_of(stream=stream))
        task = peer.start()
        await settled()

        clock.advance(29.9)  # longer than two comments would have come after
        await settled()
        assert peer.status == 0
        clock.advance(0.1)
        await task

        assert peer.status == 503
        assert peer.error["code"] == "server_overloaded"
        assert "30 s" in peer.error["message"]
        assert int(peer.headers["retry-after"]) >= 1
        assert engine.answers[0].is_closed
        assert clock.num_sleeping == 0

    asyncio.run(scene())


def test_a_request_that_is_kept_waiting_to_be_accepted_is_refused_too() -> None:
    async def scene() -> None:
        clock, engine = FakeClock(), ScriptedEngine(before_accepting=asyncio.Event())
        peer = Peer(app_of(engine, clock=clock, max_wait_s=1.0), "POST", CHAT, body_of())
        task = peer.start()
        await settled()

        clock.advance(1)
        await task

        assert peer.error["code"] == "server_overloaded"
        assert engine.answers == []

    asyncio.run(scene())


@pytest.mark.parametrize("stream", [False, True])
def test_a_request_with_its_first_token_may_take_its_time(stream: bool) -> None:
    async def scene() -> None:
        clock, gate = FakeClock(), asyncio.Event()
        engine = ScriptedEngine([TextDelta(0, "a"), gate, *says("b")])
        app = app_of(engine, clock=clock, max_wait_s=30.0, sse_ping_interval_s=15.0)
        peer = Peer(app, "POST", CHAT, body_of(stream=stream))
        task = peer.start()
        await settled()

        for _ in range(4):
            clock.advance(15)
            await settled()
        gate.set()
        await task

        assert peer.status == 200
        assert peer.frames.count(KEEP_ALIVE) == (4 if stream else 0)
        assert peer.is_complete

    asyncio.run(scene())


@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_that_took_too_long_before_its_first_byte_is_a_504(stream: bool) -> None:
    async def scene() -> None:
        clock, engine = FakeClock(), ScriptedEngine([asyncio.Event()])
        app = app_of(engine, clock=clock, request_timeout_s=10.0)
        peer = Peer(app, "POST", CHAT, body_of(stream=stream))
        task = peer.start()
        await settled()

        clock.advance(10)
        await task

        assert peer.status == 504
        assert peer.error["code"] == "timeout"
        assert peer.headers["x-should-retry"] == "false"
        assert engine.answers[0].is_closed

    asyncio.run(scene())


def test_an_answer_that_took_too_long_after_its_first_byte_ends_with_one_error_and_not_done() -> (
    None
):
    async def scene() -> None:
        clock, engine = FakeClock(), ScriptedEngine([TextDelta(0, "Once"), asyncio.Event()])
        app = app_of(engine, clock=clock, request_timeout_s=10.0)
        peer = Peer(app, "POST", CHAT, body_of(stream=True))
        task = peer.start()
        await peer.until_frames(1)

        clock.advance(10)
        await task

        *words, last = data(peer)
        assert json.loads(last)["error"]["code"] == "timeout"
        assert not any("error" in json.loads(one) for one in words)
        assert peer.status == 200
        assert peer.is_complete
        assert engine.answers[0].is_closed

    asyncio.run(scene())


def test_limits_leave_nothing_behind_where_they_are_not_met() -> None:
    async def scene() -> None:
        clock = FakeClock()
        app = app_of(clock=clock, max_wait_s=1.0, request_timeout_s=10.0)

        await Peer(app, "POST", CHAT, body_of()).run()

        assert clock.num_sleeping == 0
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(scene())


@pytest.mark.parametrize("stream", [False, True])
def test_a_full_queue_is_a_429_that_says_when_to_come_back(stream: bool) -> None:
    refuse = QueueFull(num_waiting=5, max_waiting=5)

    reply = chat(app_of(ScriptedEngine(refuse=refuse)), stream=stream)

    assert reply.status == 429
    assert reply.error["code"] == "rate_limit_exceeded"
    assert reply.error["type"] == "requests"
    assert (reply.headers["retry-after"], reply.headers["retry-after-ms"]) == ("1", "1000")


def test_when_to_come_back_follows_from_how_long_answers_take() -> None:
    async def scene() -> None:
        clock, gate = FakeClock(), asyncio.Event()
        engine = ScriptedEngine([TextDelta(0, "a"), gate, *says("b")])
        app = app_of(engine, clock=clock)
        slow = Peer(app, "POST", CHAT, body_of()).start()
        await settled()
        clock.advance(6)
        gate.set()
        await slow

        engine.refuse = QueueFull(num_waiting=5, max_waiting=5)
        refused = [await Peer(app, "POST", CHAT, body_of()).run() for _ in range(2)]

        # Answers take 6 s and one speaks at a time: a place for the first, another for the second.
        assert [peer.headers["retry-after-ms"] for peer in refused] == ["6000", "12000"]

    asyncio.run(scene())


def test_a_pace_is_shared_by_as_many_as_speak() -> None:
    pace = Pace()
    assert pace.place_after_s() == 0.0

    for _ in range(5):
        pace.began()
    pace.ended(8.0)  # four still speak

    assert pace.place_after_s() == 2.0
    assert [pace.refused(), pace.refused()] == [2.0, 4.0]
    pace.ended(8.0)
    assert pace.refused() == pytest.approx(8 / 3)


def test_nobody_is_told_to_come_back_in_an_hour_or_at_once() -> None:
    late = QueueFull(num_waiting=1, max_waiting=1, retry_after_s=3600.0)
    soon = QueueFull(num_waiting=1, max_waiting=1, retry_after_s=0.0)

    assert dict(late.headers)["retry-after"] == f"{MAX_RETRY_S:.0f}"
    assert dict(soon.headers)["retry-after"] == "1"
