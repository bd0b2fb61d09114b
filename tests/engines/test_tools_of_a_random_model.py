"""A random model behind a real server: whatever it says has the shape that was promised."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import jsonschema
import pytest

from tests.engines import hermes
from tests.server.process import ServerProcess, running

pytestmark = pytest.mark.slow

COLOUR = {
    "type": "object",
    "properties": {"colour": {"enum": ["red", "green"]}, "bright": {"type": "boolean"}},
    "required": ["colour"],
    "additionalProperties": False,
}
PLACE = {
    "type": "object",
    "properties": {"x": {"type": "integer", "minimum": 0, "maximum": 99}},
    "required": ["x"],
    "additionalProperties": False,
}
PLACES = {
    "type": "object",
    "properties": {
        "places": {"type": "array", "items": PLACE, "maxItems": 2},
        "mode": {"anyOf": [{"const": "fast"}, {"type": "null"}]},
    },
    "required": ["places", "mode"],
    "additionalProperties": False,
}
NOTHING: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
SCHEMAS = {"paint": COLOUR, "go-to_2": PLACES, "halt": NOTHING}
TOOLS = [
    {"type": "function", "function": {"name": name, "parameters": schema}}
    for name, schema in SCHEMAS.items()
]
(OPENS,) = hermes.ids("<tool_call>")
(END,) = hermes.ids("<|im_end|>")
EAGER = {str(OPENS): 4, str(END): 3}
SEEDS = range(4)

Reply = dict[str, Any]


# Markers as tokens, as letters, and a template that knows nothing of tools.
WAYS: dict[str, Reply] = {
    "tokens": {},
    "letters": {"has_markers": False},
    "in words": {"has_markers": False, "template": hermes.NO_TOOLS},
}


class World(NamedTuple):
    """bias: under which calls are opened, and answers end, now and then."""

    server: ServerProcess
    has_markers: bool
    bias: dict[str, int]


@pytest.fixture(scope="module", params=WAYS)
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    has_markers = WAYS[request.param].get("has_markers", True)
    folder = hermes.folder(tmp_path_factory.mktemp("hermes"), **WAYS[request.param])
    words = ["serve", str(folder), "--served-model-name", "m", "--port", "0", "--threads", "1"]
    with running("rejoinder.cli", *words, "--thinking-budget-low", "5") as server:
        yield World(server, has_markers, EAGER if has_markers else {str(END): EAGER[str(END)]})


def post(world: World, **body: Any) -> Reply:  # noqa: ANN401
    """The message of the one choice, with its finish reason and the usage, however it was sent."""
    request = {
        "model": "m",
        "messages": [{"role": "user", "content": "What is it like?"}],
        "max_tokens": 150,
        "top_k": 0,
        **body,
    }
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", world.server.port, 30)) as line:
        line.request(
            "POST",
            "/v1/chat/completions",
            json.dumps(request),
            {"content-type": "application/json"},
        )
        answer = line.getresponse()
        data = answer.read().decode()
    assert answer.status == 200, data
    if not body.get("stream"):
        told = json.loads(data)
        (choice,) = told["choices"]
        return {**choice["message"], "reason": choice["finish_reason"], "usage": told["usage"]}
    return folded(data)


def folded(data: str) -> Reply:
    """A stream, as the plain answer would be."""
    message: Reply = {"content": None, "tool_calls": []}
    for line in data.splitlines():
        if not line.startswith("data: {"):
            continue
        chunk = json.loads(line.removeprefix("data: "))
        if not chunk["choices"]:
            message["usage"] = chunk["usage"]
            continue
        (choice,) = chunk["choices"]
        delta = choice["delta"]
        if choice["finish_reason"]:
            message["reason"] = choice["finish_reason"]
        for key in ("content", "reasoning_content"):
            if delta.get(key) is not None:
                message[key] = (message.get(key) or "") + delta[key]
        for call in delta.get("tool_calls", ()):
            if call["index"] == len(message["tool_calls"]):
                begun = {"name": call["function"]["name"], "arguments": ""}
                message["tool_calls"].append({"id": call["id"], "function": begun})
            known = message["tool_calls"][call["index"]]
            known["function"]["arguments"] += call["function"].get("arguments", "")
    return message


def calls(reply: Reply) -> list[tuple[str, str]]:
    made = reply.get("tool_calls") or []
    assert len({call["id"] for call in made}) == len(made)
    return [(call["function"]["name"], call["function"]["arguments"]) for call in made]


def checked(reply: Reply, *, names: set[str]) -> None:
    """What holds of every answer, and of each call that is whole."""
    made = calls(reply)
    assert "<tool_call>" not in (reply["content"] or "")
    is_cut = reply["reason"] == "length"
    assert is_cut or reply["reason"] == ("tool_calls" if made else "stop")
    for place, (name, given) in enumerate(made):
        assert name in names
        if not is_cut or place < len(made) - 1:
            jsonschema.validate(json.loads(given), SCHEMAS[name])


def named(name: str) -> Reply:
    return {"type": "function", "function": {"name": name}}


@pytest.mark.parametrize("is_parallel", [True, False])
@pytest.mark.parametrize(
    "choice", ["none", "auto", "required", *map(named, SCHEMAS)], ids=lambda one: str(one)[-12:]
)
def test_every_choice_of_tools_is_kept_to(world: World, choice: object, is_parallel: bool) -> None:
    whole = 0
    for seed in SEEDS:
        asked: Reply = {
            "tools": TOOLS,
            "tool_choice": choice,
            "parallel_tool_calls": is_parallel,
            "logit_bias": world.bias,
            "seed": seed,
        }
        plain = post(world, **asked)
        stream = post(world, **asked, stream=True, stream_options={"include_usage": True})
        assert calls(stream) == calls(plain)
        assert (stream["content"] or "") == (plain["content"] or "")
        assert stream["reason"] == plain["reason"]
        cached = "prompt_tokens_details"
        assert {**stream["usage"], cached: 0} == {**plain["usage"], cached: 0}

        only = {choice["function"]["name"]} if isinstance(choice, dict) else set(SCHEMAS)
        checked(plain, names=only)
        made = calls(plain)
        if choice == "none":
            assert made == []
        if choice == "required" or isinstance(choice, dict):
            assert made or plain["reason"] == "length"  # it may think until it is cut
        if not is_parallel or isinstance(choice, dict):
            assert len(made) <= 1
        whole += plain["reason"] == "tool_calls"
    if choice != "none" and (choice != "auto" or world.has_markers):
        assert whole >= 2  # else this has shown nothing


@pytest.mark.parametrize("effort", ["none", "low"])
def test_thoughts_stand_before_all_that_is_promised(world: World, effort: str) -> None:
    if not world.has_markers:
        return  # a limit that letters cannot hold is refused
    (thinks,) = hermes.ids("<think>")
    for seed in SEEDS:
        reply = post(
            world,
            tools=TOOLS,
            tool_choice="required",
            reasoning_effort=effort,
            logit_bias={str(thinks): 6, **world.bias},
            seed=seed,
        )
        checked(reply, names=set(SCHEMAS))
        assert calls(reply) or reply["reason"] == "length"
        thought = reply["usage"]["completion_tokens_details"]["reasoning_tokens"]
        # What opens and closes it, and at most the rest of a character that was begun.
        assert thought <= (0 if effort == "none" else 5 + 2 + 3)


def test_a_schema_is_kept_to_with_tools_and_without(world: World) -> None:
    form = {
        "type": "json_schema",
        "json_schema": {"name": "x", "schema": PLACES, "strict": True},
    }
    for seed, tools in itertools.product(SEEDS, [{}, {"tools": TOOLS, "logit_bias": world.bias}]):
        reply = post(world, response_format=form, seed=seed, **tools)
        checked(reply, names=set(SCHEMAS))
        if reply["reason"] == "stop":
            jsonschema.validate(json.loads(reply["content"]), PLACES)
