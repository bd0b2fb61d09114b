"""Turns as messages of the API, and the chat template rendered as transformers renders it.

Knows Jinja, the template's file and the shape of a message; knows nothing of tokens.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2.sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from training.corpus.conversation import JsonObject, Turn

TEMPLATE = Path(__file__).with_name("chat_template.jinja")


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@cache
def _template() -> jinja2.Template:
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.filters["tojson"] = _to_json
    return environment.from_string(TEMPLATE.read_text())


def render(messages: Sequence[Mapping[str, object]], **more: object) -> str:
    """The prompt. `more` is what a request may have: tools, response_format, reasoning_effort."""
    return _template().render(messages=messages, **more)


def messages(turns: Sequence[Turn]) -> list[JsonObject]:
    """Turns as a request has them. Results belong to the calls before them, in order."""
    waiting: Iterator[str] = iter(())
    made: list[JsonObject] = []
    for place, turn in enumerate(turns):
        message: JsonObject = {"role": turn.role, "content": turn.content}
        if turn.thought:
            message["reasoning_content"] = turn.thought
        if turn.calls:
            ids = [f"call_{place}_{i}" for i in range(len(turn.calls))]
            waiting = iter(ids)
            message["content"] = turn.content or None
            message["tool_calls"] = [
                {"id": i, "type": "function", "function": vars(call)}
                for i, call in zip(ids, turn.calls, strict=True)
            ]
        if turn.role == "tool":
            message["tool_call_id"] = next(waiting)
        made.append(message)
    return made
