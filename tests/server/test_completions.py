"""POST /v1/completions: prompts instead of messages, several of them side by side."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from rejoinder.chat.ask import Tier
from rejoinder.chat.delta import TextDelta
from rejoinder.errors import EngineFailed, QueueFull
from rejoinder.testing.scripted_engine import Line, ScriptedAnswer, ScriptedEngine, says
from tests.server.world import Peer, app_of, call, settled

OLDER = "/v1/completions"


def body_of(**changes: object) -> bytes:
    return json.dumps({"model": "scripted", "prompt": "Once", **changes}).encode()


def events(peer: Peer) -> list[Any]:
    frames = peer.body.decode().split("\n\n")[:-1]
    data = [frame.removeprefix("data: ") for frame in frames if not frame.startswith(":")]
    return [one if one == "[DONE]" else json.loads(one) for one in data]


@pytest.mark.parametrize("path", [OLDER, "/completions", "/v1//completions/"])
def test_a_prompt_is_gone_on_with(path: str) -> None:
    engine = ScriptedEngine(num_cached_tokens=2)

    body = call(app_of(engine), "POST", path, body_of(seed=3)).json()

    assert body["id"].startswith("cmpl-")
    assert body["object"] == "text_completion"
    assert [choice["text"] for choice in body["choices"]] == ["Hello there"]
    assert body["usage"]["prompt_tokens_details"]["cached_tokens"] == 2
    assert (engine.asks[0].prompt, engine.asks[0].messages) == ("Once", ())


def test_several_prompts_are_answered_side_by_side_and_numbered_through() -> None:
    engine = ScriptedEngine(
        [*says("a"), *says("b", choice=1)], [*says("c", choice=1), *says("d", "e")]
    )

    body = call(app_of(engine), "POST", OLDER, body_of(prompt=["one", "two"], n=2)).json()

    told = [(choice["index"], choice["text"]) for choice in body["choices"]]
    assert told == [(0, "a"), (1, "b"), (2, "de"), (3, "c")]
    assert [ask.prompt for ask in engine.asks] == ["one", "two"]
    usage = body["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"]) == (14, 2 + 2 + 3 + 2)
    assert all(answer.is_closed for answer in engine.answers)


def test_the_seed_that_is_told_is_that_of_the_first_prompt() -> None:
    """Given back it gives all of them again."""
    engine = ScriptedEngine()

    reply = call(app_of(engine), "POST", OLDER, body_of(prompt=["one", "two"]))
    seed = int(reply.headers["x-rejoinder-seed"])
    call(app_of(engine), "POST", OLDER, body_of(prompt=["one", "two"], seed=seed))

    seeds = [ask.seed for ask in engine.asks]
    assert seeds[:2] == seeds[2:]
    assert seeds[0] == seed


def test_a_stream_of_several_prompts_interleaves() -> None:
    async def scene() -> None:
        gate = asyncio.Event()
        engine = ScriptedEngine([TextDelta(0, "early"), gate, *says("late")], says("other"))
        asked = body_of(prompt=["one", "two"], stream=True, stream_options={"include_usage": True})
        peer = Peer(app_of(engine), "POST", OLDER, asked)
        task = peer.start()
        await peer.until_frames(3)
        assert b"other" in peer.body
        assert b"late" not in peer.body

        gate.set()
        await task

        *chunks, usage, done = events(peer)
        texts = ["", ""]
        ends = {}
        for chunk in chunks:
            (choice,) = chunk["choices"]
            texts[choice["index"]] += choice["text"]
            if choice["finish_reason"]:
                ends[choice["index"]] = choice["finish_reason"]
        assert texts == ["earlylate", "other"]
        assert ends == {0: "stop", 1: "stop"}
        assert usage["choices"] == []
        assert usage["usage"]["prompt_tokens"] == 14
        assert done == "[DONE]"

    asyncio.run(scene())


@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_leaves_ends_the_answers_to_all_its_prompts(stream: bool) -> None:
    async def scene() -> None:
        engine = ScriptedEngine([TextDelta(0, "a"), asyncio.Event()])
        asked = body_of(prompt=["one", "two", "three"], stream=stream)
        peer = Peer(app_of(engine), "POST", OLDER, asked)
        task = peer.start()
        await settled()

        peer.leave()
        await task

        assert [answer.is_closed for answer in engine.answers] == [True] * 3
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(scene())


@pytest.mark.parametrize("stream", [False, True])
def test_a_refusal_of_one_prompt_is_an_http_error_for_all(stream: bool) -> None:
    class RoomForOne(ScriptedEngine):
        def begin(self, tier: Tier) -> ScriptedAnswer:
            if self.answers:
                raise QueueFull(num_waiting=1, max_waiting=1)
            return super().begin(tier)

    engine = RoomForOne()
    asked = body_of(prompt=["one", "two"], stream=stream)

    reply = call(app_of(engine), "POST", OLDER, asked)

    assert reply.status == 429
    assert reply.error["code"] == "rate_limit_exceeded"
    assert engine.answers[0].is_closed


def test_a_fault_half_way_in_one_of_several_is_one_error_event_and_the_end() -> None:
    script: list[Line] = [TextDelta(0, "a"), EngineFailed("out of luck")]
    engine = ScriptedEngine(script, [asyncio.Event()])

    async def scene() -> Peer:
        asked = body_of(prompt=["one", "two"], stream=True)
        return await Peer(app_of(engine), "POST", OLDER, asked).run()

    *words, last = events(asyncio.run(scene()))
    assert [chunk["choices"][0]["text"] for chunk in words] == ["a"]
    assert last["error"]["code"] == "engine_failed"
    assert all(answer.is_closed for answer in engine.answers)


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"prompt": None}, "invalid_type", "prompt"),
        ({"prompt": []}, "invalid_value", "prompt"),
        ({"suffix": "end"}, "unsupported_parameter", "suffix"),
        ({"messages": []}, "unsupported_parameter", "messages"),
        ({"temperature": 3}, "invalid_value", "temperature"),
    ],
)
def test_bad_requests_name_the_field(changes: dict[str, object], code: str, param: str) -> None:
    reply = call(app_of(), "POST", OLDER, body_of(**changes))

    assert reply.status == 400
    assert (reply.error["code"], reply.error["param"]) == (code, param)


def test_a_strict_server_is_strict_here_too() -> None:
    reply = call(app_of(strict=True), "POST", OLDER, body_of(colour="red"))
    lax = call(app_of(), "POST", OLDER, body_of(colour="red"))

    assert (reply.error["code"], reply.error["param"]) == ("unknown_parameter", "colour")
    assert lax.headers["x-rejoinder-warning"] == "unknown parameters ignored: colour"


def test_requests_are_counted_by_route_and_a_place_in_the_queue_is_the_same() -> None:
    app = app_of()
    call(app, "POST", OLDER, body_of())

    page = call(app, "GET", "/metrics").body.decode()

    assert 'rejoinder_requests_total{route="/completions",status="200"} 1.0' in page
    assert 'rejoinder_generation_tokens_total{model="scripted"} 3.0' in page
