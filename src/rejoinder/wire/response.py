"""The answer as one JSON object."""

from __future__ import annotations

from typing import Literal

import msgspec


class ResponseMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What the model said. `refusal` is there because the API's clients expect it."""

    role: Literal["assistant"] = "assistant"
    content: str | None
    refusal: None = None


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One of the `n` answers. `stop`: the model or a stop string ended it; `length`: the limit."""

    index: int
    message: ResponseMessage
    logprobs: None = None
    finish_reason: Literal["stop", "length"]


class CompletionUsage(msgspec.Struct, frozen=True):
    """The prompt counts once; `completion_tokens` sums all choices, the token that ended one
    included, and nothing after a stop string."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatCompletion(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer. `created` is in seconds since 1970. The same `system_fingerprint` promises
    the same answer to the same request with the same seed."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: CompletionUsage
    system_fingerprint: str
