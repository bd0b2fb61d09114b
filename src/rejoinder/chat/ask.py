"""What is wanted, checked, in messages: nothing here is optional any more.

`from_wire.py` makes an Ask out of a request; a ChatEngine answers it.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Role(StrEnum):
    DEVELOPER = "developer"
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


class ToolCall(msgspec.Struct, frozen=True):
    """A call an earlier assistant message made. `arguments` is the JSON text it wrote."""

    call_id: str
    name: str
    arguments: str


class Message(msgspec.Struct, frozen=True):
    """One message. Text parts have been joined; `content` is None only beside tool calls."""

    role: Role
    content: str | None
    name: str | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None


class Ask(msgspec.Struct, frozen=True):
    """One checked request.

    max_tokens None: as many as the context still holds. seed: always set (drawn if not given).
    top_k 0: no limit. stop: up to 4 non-empty strings.
    """

    model: str
    messages: tuple[Message, ...]
    temperature: float
    top_p: float
    top_k: int
    seed: int
    num_choices: int
    max_tokens: int | None
    stop: tuple[str, ...]
