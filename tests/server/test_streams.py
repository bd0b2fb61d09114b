"""Streams: order and bytes, silence, departures, stalls, faults half-way, and the server's end."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from rejoinder.chat.delta import ChoiceFinished, FinishReason, TextDelta
from rejoinder.errors import EngineFailed
from rejoinder.server.cut import ClientStalled, Cut
from rejoinder.server.lifecycle import MOVES, Lifecycle, Phase
from rejoinder.server.stream import KEEP_ALIVE, EventStream
from rejoinder.testing.fake_clock import FakeClock
from rejoinder.testing.scripted_engine import Line, ScriptedEngine, says
from tests.server.world import CHAT, Peer, app_of, body_of, call, chat, settled

STREAM = body_of(stream=True)


def events(body: bytes) -> list[Any]:
    """The data of each event, `[DONE]` as text."""
    frames = body.decode().split("\n\n")
    assert frames.pop() == "", "the last event is not closed"
    data = [frame.removeprefix("data: ") for frame in frames if not frame.startswith(":")]
    return [one if one == "[DONE]" else json.loads(one) for one in data]


def test_a_stream_is_a_role_the_text_an_end_and_done() -> None:
    reply = chat(app_of(), stream=True)

    *chunks, done = events(reply.body)
    assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert reply.headers["cache-control"] == "no-cache"
    assert reply.headers["x-accel-buffering"] == "no"
    assert [chunk["choices"][0]["delta"] for chunk in chunks] == [
        {"role": "assistant", "content": "", "refusal": None},
        {"content": "Hello"},
        {"content": " there"},
        {},
    ]
    assert [chunk["choices"][0]["finish_reason"] for chunk in chunks] == [None, None, None, "stop"]
    assert len({chunk["id"] for chunk in chunks}) == 1
    assert done == "[DONE]"
    assert reply.is_complete


def test_the_usage_chunk_comes_last_and_only_where_asked_for() -> None:
    app = app_of(ScriptedEngine(num_cached_tokens=5))
    with_usage = chat(app, stream=True, stream_options={"include_usage": True})

    *chunks, usage, _ = events(with_usage.body)
    assert [chunk["usage"] for chunk in chunks] == [None] * 4
    assert usage["choices"] == []
    assert (usage["usage"]["prompt_tokens"], usage["usage"]["completion_tokens"]) == (7, 3)
    assert usage["usage"]["prompt_tokens_details"]["cached_tokens"] == 5
    assert "usage" not in events(chat(app_of(), stream=True).body)[0]


def test_each_delta_is_sent_when_it_comes_and_not_before() -> None:
    async def scene() -> None:
        gate = asyncio.Event()
        peer = Peer(
            app_of(ScriptedEngine([TextDelta(0, "now"), gate, *says("later")])),
            "POST",
            CHAT,
            STREAM,
        )
        task = peer.start()

        await peer.until_frames(1)
        await settled()
        assert b"now" in peer.body
        assert b"later" not in peer.body

        gate.set()
        await task
        assert peer.is_complete

    asyncio.run(scene())


@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_leaves_closes_its_answer_at_once(stream: bool) -> None:
    """Without this the engine goes on for nobody."""

    async def scene() -> None:
        never = asyncio.Event()
        engine = ScriptedEngine([TextDelta(0, "a"), never])
        peer = Peer(app_of(engine), "POST", CHAT, body_of(stream=stream))
        task = peer.start()
        await settled()
        assert not engine.answers[0].is_closed

        peer.leave()
        await task

        assert engine.answers[0].is_closed
        assert engine.answers[0].num_said == 1
        assert not peer.is_complete

    asyncio.run(scene())


def test_a_client_that_leaves_while_it_waits_is_no_longer_waited_for() -> None:
    async def scene() -> None:
        engine = ScriptedEngine(before_accepting=asyncio.Event())
        peer = Peer(app_of(engine), "POST", CHAT, STREAM)
        task = peer.start()
        await settled()

        peer.leave()
        await task

        assert engine.answers == []
        assert peer.status == 0

    asyncio.run(scene())


def test_a_client_that_leaves_half_way_through_its_body_is_forgotten() -> None:
    async def scene() -> None:
        engine = ScriptedEngine()
        peer = Peer(app_of(engine), "POST", CHAT, [STREAM[:5], STREAM[5:]])
        peer.leave_before_part(1)

        await peer.run()

        assert (engine.asks, peer.status) == ([], 0)

    asyncio.run(scene())


def test_an_answer_that_was_read_to_its_end_is_closed_too() -> None:
    engine = ScriptedEngine()

    chat(app_of(engine), stream=True)
    chat(app_of(engine))

    assert [answer.is_closed for answer in engine.answers] == [True, True]


def test_a_silent_stream_carries_a_comment_every_interval() -> None:
    async def scene() -> None:
        clock, gate = FakeClock(), asyncio.Event()
        app = app_of(ScriptedEngine([gate, *says("hi")]), clock=clock, sse_ping_interval_s=15.0)
        peer = Peer(app, "POST", CHAT, STREAM)
        task = peer.start()
        await settled()

        clock.advance(14.9)
        await settled()
        assert peer.frames == []
        clock.advance(0.1)
        await settled()
        assert peer.frames == [KEEP_ALIVE]
        clock.advance(15)
        await settled()
        assert peer.frames == [KEEP_ALIVE, KEEP_ALIVE]

        gate.set()
        await task
        assert events(peer.body)[-1] == "[DONE]"
        assert clock.num_sleeping == 0

    asyncio.run(scene())


def test_a_stream_that_speaks_carries_no_comment() -> None:
    async def scene() -> None:
        clock, first, second = FakeClock(), asyncio.Event(), asyncio.Event()
        script = [first, TextDelta(0, "a"), second, *says("b")]
        peer = Peer(app_of(ScriptedEngine(script), clock=clock), "POST", CHAT, STREAM)
        task = peer.start()
        await settled()
        clock.advance(10)
        first.set()
        await settled()
        clock.advance(10)  # 20 s since the start, 10 since the last word
        await settled()
        second.set()
        await task

        assert KEEP_ALIVE not in peer.frames

    asyncio.run(scene())


def test_comments_can_be_turned_off() -> None:
    async def scene() -> None:
        clock, gate = FakeClock(), asyncio.Event()
        app = app_of(ScriptedEngine([gate, *says("hi")]), clock=clock, sse_ping_interval_s=0)
        peer = Peer(app, "POST", CHAT, STREAM)
        task = peer.start()
        await settled()
        clock.advance(1e6)
        await settled()
        assert peer.frames == []
        gate.set()
        await task

    asyncio.run(scene())


def test_a_reader_that_stalls_is_given_up() -> None:
    """Without this one stuck client keeps its answer, and the engine's memory, for ever."""

    async def scene() -> None:
        async def send(message: object) -> None:
            await asyncio.Event().wait()

        cut = Cut(lambda _: None)
        clock = FakeClock()
        stream = EventStream(
            send, cut, clock=clock, sleep=clock.sleep, ping_interval_s=15, write_timeout_s=0
        )
        with pytest.raises(ClientStalled), cut:
            await stream.write(b"data: x\n\n")

    asyncio.run(scene())


def test_the_connection_of_a_reader_that_stalls_is_dropped_with_what_it_never_read() -> None:
    async def scene() -> None:
        engine, gate = ScriptedEngine(), asyncio.Event()
        engine.scripts = ([TextDelta(0, "a"), gate, *says("b")],)
        peer = Peer(app_of(engine, write_timeout_s=0), "POST", CHAT, STREAM)
        peer.be_able_to_be_dropped()
        task = peer.start()
        await peer.until_frames(1)

        peer.reads.clear()
        gate.set()
        await task

        assert peer.is_aborted
        assert engine.answers[0].is_closed

    asyncio.run(scene())


def test_a_reader_that_stalls_on_a_comment_is_given_up_too() -> None:
    async def scene() -> None:
        clock, reads = FakeClock(), asyncio.Event()
        reads.set()

        async def send(message: object) -> None:
            await reads.wait()

        async def answer() -> None:
            with Cut(lambda _: None) as cut:
                async with EventStream(
                    send, cut, clock=clock, sleep=clock.sleep, ping_interval_s=15, write_timeout_s=0
                ):
                    await asyncio.Event().wait()  # an engine that takes its time

        task = asyncio.create_task(answer())
        await settled()
        reads.clear()
        clock.advance(15)
        with pytest.raises(ClientStalled):
            await task

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("fault", "code"),
    [(EngineFailed("out of luck"), "engine_failed"), (ValueError("oops"), "internal_error")],
)
def test_a_fault_half_way_is_one_error_event_and_the_end(fault: Exception, code: str) -> None:
    engine = ScriptedEngine([TextDelta(0, "Once"), fault])

    reply = chat(app_of(engine), stream=True)

    *_, text, last = events(reply.body)
    assert reply.status == 200
    assert text["choices"][0]["delta"] == {"content": "Once"}
    assert last["error"]["code"] == code
    assert "oops" not in reply.body.decode()
    assert reply.is_complete
    assert engine.answers[0].is_closed


def test_an_engine_that_ends_without_ending_its_choices_is_a_fault() -> None:
    reply = chat(app_of(ScriptedEngine([TextDelta(0, "Once")])), stream=True)

    assert events(reply.body)[-1]["error"]["code"] == "internal_error"


def test_choices_mix_and_each_ends_once() -> None:
    script: list[Line] = [
        TextDelta(1, "b"),
        TextDelta(0, "a"),
        ChoiceFinished(1, FinishReason.LENGTH, 1),
        ChoiceFinished(0, FinishReason.STOP, 2),
    ]

    streamed = events(chat(app_of(ScriptedEngine(script)), stream=True, n=2).body)[:-1]
    whole = chat(app_of(ScriptedEngine(script)), n=2).json()

    ends = [(c["index"], c["finish_reason"]) for e in streamed for c in e["choices"]]
    assert [end for end in ends if end[1]] == [(1, "length"), (0, "stop")]
    assert [choice["message"]["content"] for choice in whole["choices"]] == ["a", "b"]
    assert whole["usage"]["completion_tokens"] == 3


def test_a_drain_lets_answers_finish() -> None:
    async def scene() -> None:
        gate, lifecycle = asyncio.Event(), Lifecycle()
        peer = Peer(
            app_of(ScriptedEngine([gate, *says("done")]), lifecycle=lifecycle),
            "POST",
            CHAT,
            STREAM,
        )
        task = peer.start()
        await settled()
        drain = asyncio.create_task(lifecycle.drain(timeout_s=60))
        await settled()
        assert not drain.done()

        gate.set()
        await asyncio.gather(task, drain)

        assert events(peer.body)[-1] == "[DONE]"
        assert lifecycle.phase is Phase.STOPPED

    asyncio.run(scene())


@pytest.mark.parametrize("stream", [False, True])
def test_a_drain_that_runs_out_of_time_says_so_to_those_who_still_wait(stream: bool) -> None:
    async def scene() -> None:
        lifecycle = Lifecycle()
        engine = ScriptedEngine([TextDelta(0, "a"), asyncio.Event()])
        peer = Peer(app_of(engine, lifecycle=lifecycle), "POST", CHAT, body_of(stream=stream))
        task = peer.start()
        await settled()

        await lifecycle.drain(timeout_s=0)
        await task

        error = events(peer.body)[-1]["error"] if stream else peer.error
        assert error["code"] == "shutting_down"
        assert peer.status == (200 if stream else 503)
        assert peer.is_complete
        assert engine.answers[0].is_closed

    asyncio.run(scene())


def test_a_cancellation_from_elsewhere_is_not_mistaken_for_a_cut() -> None:
    async def scene() -> None:
        engine = ScriptedEngine([asyncio.Event()])
        task = Peer(app_of(engine), "POST", CHAT, STREAM).start()
        await settled()

        task.cancel()

        with pytest.raises(asyncio.CancelledError):
            await task
        assert engine.answers[0].is_closed

    asyncio.run(scene())


def test_every_phase_can_be_left_but_the_last() -> None:
    assert {phase for phase, after in MOVES.items() if not after} == {Phase.STOPPED}
    assert set(MOVES) == set(Phase)


def test_nothing_is_left_behind_by_many_clients_that_leave() -> None:
    async def scene() -> None:
        engine = ScriptedEngine([TextDelta(0, "a"), asyncio.Event()])
        app = app_of(engine)
        peers = [Peer(app, "POST", CHAT, STREAM) for _ in range(50)]
        tasks = [peer.start() for peer in peers]
        await settled()
        for peer in peers:
            peer.leave()
        await asyncio.gather(*tasks)

        assert all(answer.is_closed for answer in engine.answers)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        page = (await Peer(app, "GET", "/metrics").run()).body.decode()
        assert "rejoinder_num_requests_running 0.0" in page
        assert 'route="/chat/completions",status="499"} 50.0' in page

    asyncio.run(scene())


def test_a_get_of_a_stream_route_is_refused_like_any_other() -> None:
    assert call(app_of(), "GET", CHAT).error["code"] == "method_not_allowed"
