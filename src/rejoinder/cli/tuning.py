"""A stored completion as lines of the format that models are fine-tuned on.

A line is a conversation with its answer at the end, and the tools that could be called. What only
concerns how the answer was drawn is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeAlias

from rejoinder.store.completion_rows import Completion

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

# An answer that was cut short by its limit teaches a model to stop in the middle.
FINISHED = frozenset({"stop", "tool_calls", "function_call"})

# What a message of that format may have; thoughts are ours.
_FIELDS = ("role", "content", "name", "refusal", "tool_calls", "function_call", "tool_call_id")
_THOUGHTS = ("reasoning_content", "reasoning")
# What beside the messages says what could be called.
_BESIDE = ("tools", "parallel_tool_calls", "functions")


def lines(completion: Completion, *, with_thoughts: bool) -> Iterator[str]:
    """One for each choice that finished, without a line's end."""
    request, response = _object(completion.request), _object(completion.response)
    messages = [_message(message, with_thoughts) for message in _list(request["messages"])]
    beside = {name: request[name] for name in _BESIDE if request.get(name) not in (None, [])}
    for choice in _list(response["choices"]):
        assert isinstance(choice, dict)
        if choice["finish_reason"] in FINISHED:
            answer = _message(choice["message"], with_thoughts)
            line = {"messages": [*messages, answer], **beside}
            yield json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _message(message: Json, with_thoughts: bool) -> Json:
    assert isinstance(message, dict)
    kept = {name: message[name] for name in _FIELDS if message.get(name) is not None}
    # The format has no other name for instructions.
    if kept["role"] == "developer":
        kept["role"] = "system"
    if "tool_calls" in kept:
        kept["tool_calls"] = [_call(call) for call in _list(kept["tool_calls"])]
    thought = next((message[name] for name in _THOUGHTS if message.get(name)), None)
    if with_thoughts and thought is not None:
        kept["reasoning_content"] = thought
    return kept


def _call(call: Json) -> Json:
    """Clients may leave out its type, which the format asks for."""
    assert isinstance(call, dict)
    return {"type": "function", **{name: one for name, one in call.items() if one is not None}}


def _object(body: bytes) -> dict[str, Json]:
    value: Json = json.loads(body)
    assert isinstance(value, dict)
    return value


def _list(value: Json) -> list[Json]:
    assert isinstance(value, list)
    return value
