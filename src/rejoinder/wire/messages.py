"""The messages a request may hold, as they stand in JSON.

Shapes only: whether a tool message answers a call that was made is chat/from_wire.py's to say.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class TextPart(
    msgspec.Struct, frozen=True, tag_field="type", tag="text", forbid_unknown_fields=True
):
    """A piece of text. The parts of a message are joined with nothing between."""

    text: str


class RefusalPart(
    msgspec.Struct, frozen=True, tag_field="type", tag="refusal", forbid_unknown_fields=True
):
    """What an assistant said when it would not answer: read as text."""

    refusal: str


Parts = Annotated[list[TextPart], Meta(min_length=1)]
AssistantParts = Annotated[list[TextPart | RefusalPart], Meta(min_length=1)]
Name = Annotated[str, Meta(description="Told to the model where its chat template has a place.")]


class FunctionCall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The function an assistant message called. `arguments` is JSON text, as the model wrote it."""

    name: str
    arguments: str


class CustomCall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The custom tool an assistant message called, and the text it gave it."""

    name: str
    input: str


class ToolCall(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A call an assistant message made. The one of `function` and `custom` that `type` names is
    there; without `type` it is `function`."""

    id: str
    type: Literal["function", "custom"] = "function"
    function: FunctionCall | None = None
    custom: CustomCall | None = None


class DeveloperMessage(
    msgspec.Struct, frozen=True, tag_field="role", tag="developer", forbid_unknown_fields=True
):
    """Instructions; shown as `system` to a model that does not know the role."""

    content: str | Parts
    name: Name | None = None


class SystemMessage(
    msgspec.Struct, frozen=True, tag_field="role", tag="system", forbid_unknown_fields=True
):
    """Instructions."""

    content: str | Parts
    name: Name | None = None


class UserMessage(
    msgspec.Struct, frozen=True, tag_field="role", tag="user", forbid_unknown_fields=True
):
    """What the person said."""

    content: str | Parts
    name: Name | None = None


class AssistantMessage(
    msgspec.Struct, frozen=True, tag_field="role", tag="assistant", forbid_unknown_fields=True
):
    """What the model said before. `content` may be absent only beside `tool_calls`,
    `function_call` or `refusal`."""

    content: str | AssistantParts | None = None
    name: Name | None = None
    tool_calls: list[ToolCall] | None = None
    function_call: (
        Annotated[FunctionCall, Meta(description="The older form of `tool_calls`.")] | None
    ) = None
    refusal: Annotated[str, Meta(description="Read as content, after it.")] | None = None
    reasoning_content: (
        Annotated[
            str,
            Meta(
                description="What the model thought before it. The model's chat template decides "
                "whether it is shown again."
            ),
        ]
        | None
    ) = None
    reasoning: Annotated[str, Meta(description="Another name for `reasoning_content`.")] | None = (
        None
    )


class ToolMessage(
    msgspec.Struct, frozen=True, tag_field="role", tag="tool", forbid_unknown_fields=True
):
    """What a tool answered to a call of an earlier assistant message."""

    content: str | Parts
    tool_call_id: str
    name: Name | None = None


class FunctionMessage(
    msgspec.Struct, frozen=True, tag_field="role", tag="function", forbid_unknown_fields=True
):
    """The older form of a tool message: answers the last call of that name."""

    content: str | None
    name: str


MessageBody = (
    DeveloperMessage
    | SystemMessage
    | UserMessage
    | AssistantMessage
    | ToolMessage
    | FunctionMessage
)

BY_ROLE: dict[str, type[msgspec.Struct]] = {
    "developer": DeveloperMessage,
    "system": SystemMessage,
    "user": UserMessage,
    "assistant": AssistantMessage,
    "tool": ToolMessage,
    "function": FunctionMessage,
}
