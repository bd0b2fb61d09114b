"""What the fake server refuses, by the documents' own limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.conformance_suite.fake_answers import CONTEXT_TOKENS, Bad, count, render

Rule = Callable[[Any], bool]


def _number(low: float, high: float) -> Rule:
    return lambda v: isinstance(v, int | float) and not isinstance(v, bool) and low <= v <= high


def _integer(low: int, high: int) -> Rule:
    return lambda v: isinstance(v, int) and not isinstance(v, bool) and low <= v <= high


def _text(high: int) -> Rule:
    return lambda v: isinstance(v, str) and len(v) <= high


def _one_of(*values: str) -> Rule:
    return lambda v: v in values


def _bias(value: Any) -> bool:  # noqa: ANN401 -- it is JSON
    return isinstance(value, dict) and all(
        id.isdigit() and int(id) < 512 and -100 <= bias <= 100 for id, bias in value.items()
    )


def _whole(biases: dict[str, Any]) -> bool:
    return any(isinstance(bias, int) for bias in biases.values())


def _stop(value: Any) -> bool:  # noqa: ANN401
    stops = value if isinstance(value, list) else [value]
    return len(stops) <= 4 and all(isinstance(stop, str) for stop in stops)


def _metadata(value: Any) -> bool:  # noqa: ANN401
    return (
        isinstance(value, dict)
        and len(value) <= 16
        and all(len(k) <= 64 and isinstance(v, str) and len(v) <= 512 for k, v in value.items())
    )


def _tools(value: Any) -> bool:  # noqa: ANN401
    names = [tool[tool["type"]]["name"] for tool in value]
    return len(names) <= 128 and all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) for name in names)


_is_flag: Rule = lambda v: isinstance(v, bool)  # noqa: E731
_is_object: Rule = lambda v: isinstance(v, dict)  # noqa: E731

RULES: dict[str, Rule] = {
    "model": _text(100),
    "messages": lambda v: isinstance(v, list) and bool(v),
    "temperature": _number(0, 2),
    "top_p": _number(0, 1),
    "top_k": _integer(-1, 1000),
    "seed": _integer(-(2**63), 2**63 - 1),
    "max_tokens": _integer(0, 2**31),
    "max_completion_tokens": _integer(0, 2**31),
    "frequency_penalty": _number(-2, 2),
    "presence_penalty": _number(-2, 2),
    "logit_bias": _bias,
    "logprobs": _is_flag,
    "top_logprobs": _integer(0, 20),
    "n": _integer(1, 128),
    "stop": _stop,
    "stream": _is_flag,
    "stream_options": _is_object,
    "response_format": lambda v: v.get("type") in ("text", "json_object", "json_schema"),
    "tools": _tools,
    "tool_choice": lambda v: v in ("auto", "none", "required") or isinstance(v, dict),
    "parallel_tool_calls": _is_flag,
    "functions": lambda v: isinstance(v, list),
    "function_call": lambda v: isinstance(v, str | dict),
    "user": _text(1000),
    "safety_identifier": _text(64),
    "metadata": _metadata,
    "store": _is_flag,
    "service_tier": _one_of("auto", "default", "flex", "scale", "priority", "fast"),
    "reasoning_effort": _one_of("none", "minimal", "low", "medium", "high", "xhigh", "max"),
    "verbosity": _one_of("low", "medium", "high"),
    "prediction": _is_object,
    "modalities": lambda v: set(v) <= {"text", "audio"},
    "audio": _is_object,
    "web_search_options": _is_object,
    "moderation": _is_object,
    "prompt_cache_key": _text(64),
    "prompt_cache_retention": _one_of("in_memory", "24h"),
    "prompt_cache_options": lambda v: v.get("mode") in ("implicit", "explicit"),
}
ROLES = {"developer", "system", "user", "assistant", "tool", "function"}
PARTS = {"text", "image_url", "input_audio", "file"}


def check(request: dict[str, Any], models: tuple[str, ...], faults: frozenset[str]) -> None:
    """Raises Bad. With a fault `takes.X`, what breaks the rule about X is dropped instead."""
    for name in ("messages", "model"):
        if name not in request and f"takes.no_{name}" not in faults:
            raise Bad(f"`{name}` is required.", param=name, code="missing_required_parameter")
    if "bias.fractions" in faults and _whole(request.get("logit_bias", {})):
        raise Bad("Internal Server Error", status=500)
    for name, value in list(request.items()):
        if name in RULES and RULES[name](value):
            continue
        if f"takes.{name}" not in faults:
            raise Bad(f"`{name}` cannot have this value.", param=name, code="invalid_value")
        del request[name]
    if request.get("model") not in models and "any_model" not in faults:
        raise Bad("No such model.", param="model", status=404, code="model_not_found")
    _check_pairs(request, faults)
    _check_strictness(request, faults)
    for message in request.get("messages", ()):
        _check_message(message, faults)
    num_tokens = count(render(request, faults))
    if num_tokens > CONTEXT_TOKENS and "truncates" not in faults:
        raise Bad("Too long.", param="messages", code="context_length_exceeded")


def _check_strictness(request: dict[str, Any], faults: frozenset[str]) -> None:
    told = request.get("response_format", {}).get("json_schema", {})
    is_closed = told.get("schema", {}).get("additionalProperties") is False
    if told.get("strict") and not is_closed and "format.loose" not in faults:
        raise Bad("`additionalProperties` must be false.", param="response_format")


def _check_pairs(request: dict[str, Any], faults: frozenset[str]) -> None:
    if "takes.alone" in faults:
        return
    if "top_logprobs" in request and not request.get("logprobs"):
        raise Bad("`top_logprobs` needs `logprobs`.", param="top_logprobs")
    if "stream_options" in request and not request.get("stream"):
        raise Bad("`stream_options` needs `stream`.", param="stream_options")
    choice = request.get("tool_choice")
    if isinstance(choice, dict) and choice["type"] != "allowed_tools":
        kind = choice["type"]
        offered = [tool[tool["type"]]["name"] for tool in request.get("tools", ())]
        if choice[kind]["name"] not in offered:
            raise Bad("`tool_choice` names no tool.", param="tool_choice")


def _check_message(message: Any, faults: frozenset[str]) -> None:  # noqa: ANN401
    excused = ["tool_call_id"] if "takes.no_tool_call_id" in faults else []
    if message["role"] not in ROLES and "takes.role" not in faults:
        raise Bad("`role` is unknown.", param="messages[0].role")
    if message["role"] == "tool" and "tool_call_id" not in message | dict.fromkeys(excused):
        raise Bad("`tool_call_id` is required.", param="messages[0].tool_call_id")
    if not isinstance(message.get("name", ""), str) and "takes.name" not in faults:
        raise Bad("`name` is no string.", param="messages[0].name")
    if isinstance(message.get("content"), list):
        for part in message["content"]:
            if f"refuses.{part['type']}" in faults:
                raise Bad(f"`{part['type']}` is not supported.", param="messages[0].content")
            if part["type"] not in PARTS and "takes.part" not in faults:
                raise Bad("`type` is unknown.", param="messages[0].content[1].type")
