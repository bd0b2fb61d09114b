"""What a request means: the only place where a `ChatRequest` becomes an `Ask`.

The order of roles is not policed: what a model's template refuses, it refuses itself, in its own
words. Here only what no template could make sense of is refused.

Text parts of one message are joined with nothing between, because parts are cut by programs, not by
people: whoever wants a space or a line between them can send it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from rejoinder.chat.ask import Ask, Message, Role, ToolCall
from rejoinder.errors import InvalidValue, MissingParameter
from rejoinder.wire.messages import (
    AssistantMessage,
    DeveloperMessage,
    MessageBody,
    SystemMessage,
    TextPart,
    ToolMessage,
    UserMessage,
)
from rejoinder.wire.request import ChatRequest

T = TypeVar("T")

# The API documents give these.
DEFAULT_TEMPERATURE = 1.0
DEFAULT_TOP_P = 1.0
DEFAULT_TOP_K = 50
DEFAULT_CHOICES = 1

_ROLES: dict[type[MessageBody], Role] = {
    DeveloperMessage: Role.DEVELOPER,
    SystemMessage: Role.SYSTEM,
    UserMessage: Role.USER,
    AssistantMessage: Role.ASSISTANT,
    ToolMessage: Role.TOOL,
}


def read(
    request: ChatRequest, *, draw_seed: Callable[[], int], default_max_tokens: int | None = None
) -> Ask:
    """Raises InvalidValue or MissingParameter where messages contradict each other.

    draw_seed: called where the request gives no seed. default_max_tokens: for a request that sets
    no limit; None leaves it to what the context holds.
    """
    return Ask(
        model=request.model,
        messages=_messages(request.messages),
        temperature=_or(request.temperature, DEFAULT_TEMPERATURE),
        top_p=_or(request.top_p, DEFAULT_TOP_P),
        top_k=max(0, _or(request.top_k, DEFAULT_TOP_K)),
        # Negative seeds are the upper half of the unsigned ones: no two seeds are the same.
        seed=(draw_seed() if request.seed is None else request.seed) % 2**64,
        num_choices=_or(request.n, DEFAULT_CHOICES),
        max_tokens=_first(request.max_completion_tokens, request.max_tokens, default_max_tokens),
        stop=_stop(request.stop),
    )


def _or(value: T | None, default: T) -> T:
    return default if value is None else value


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def _stop(stop: str | list[str] | None) -> tuple[str, ...]:
    if stop is None:
        return ()
    return (stop,) if isinstance(stop, str) else tuple(stop)


def _messages(bodies: list[MessageBody]) -> tuple[Message, ...]:
    calls_made: set[str] = set()
    messages = []
    for index, body in enumerate(bodies):
        if isinstance(body, ToolMessage) and body.tool_call_id not in calls_made:
            raise InvalidValue(
                param=f"messages[{index}].tool_call_id",
                value=body.tool_call_id,
                rule="no earlier assistant message made a call of that id",
            )
        message = _message(body)
        if message.content is None and not message.tool_calls:
            raise MissingParameter(param=f"messages[{index}].content")
        calls_made.update(call.call_id for call in message.tool_calls)
        messages.append(message)
    return tuple(messages)


def _message(body: MessageBody) -> Message:
    calls = (body.tool_calls or ()) if isinstance(body, AssistantMessage) else ()
    return Message(
        role=_ROLES[type(body)],
        content=_text(body.content),
        name=body.name,
        tool_calls=tuple(
            ToolCall(call_id=call.id, name=call.function.name, arguments=call.function.arguments)
            for call in calls
        ),
        tool_call_id=body.tool_call_id if isinstance(body, ToolMessage) else None,
    )


def _text(content: str | list[TextPart] | None) -> str | None:
    return "".join(part.text for part in content) if isinstance(content, list) else content
