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
    top_k 0: no limit. stop: up to 4 non-empty strings. prompt: for the older completions, which
    have text or token ids in the place of messages; None for chat. logit_bias: as clients write it,
    ids not yet compared with the vocabulary. template_kwargs: JSON, handed to the chat template.
    continues_final: the last message, an assistant's, is gone on with instead of answered.
    tenant: whose request it is; caches are not shared between tenants. cache_key: groups requests
    that share a prompt. user and metadata are for the record only.
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
    min_p: float = 0.0
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    repetition_penalty: float = 1.0
    logit_bias: tuple[tuple[int, float], ...] = ()
    wants_logprobs: bool = False
    num_top_logprobs: int = 0
    min_tokens: int = 0
    ignores_end: bool = False
    stop_token_ids: tuple[int, ...] = ()
    template_kwargs: msgspec.Raw = msgspec.Raw(b"{}")
    adds_generation_prompt: bool = True
    continues_final: bool = False
    prompt: str | tuple[int, ...] | None = None
    echoes: bool = False
    tenant: str = ""
    cache_key: str = ""
    user: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
