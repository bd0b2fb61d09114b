"""The answer as one JSON object."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from rejoinder.wire.logprobs import ChoiceLogprobs


class ResponseMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What the model said. `refusal` is there because the API's clients expect it."""

    role: Literal["assistant"] = "assistant"
    content: str | None
    refusal: None = None


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One of the `n` answers. `stop`: the model or a stop string ended it; `length`: the limit."""

    index: int
    message: ResponseMessage
    logprobs: ChoiceLogprobs | None = None
    finish_reason: Literal["stop", "length"]


class PromptTokensDetails(msgspec.Struct, frozen=True):
    """`cached_tokens`: of the prompt, how many had been computed for an earlier request."""

    cached_tokens: int
    audio_tokens: int = 0


class CompletionTokensDetails(msgspec.Struct, frozen=True):
    """All tokens are text."""

    reasoning_tokens: int = 0
    audio_tokens: int = 0
    accepted_prediction_tokens: int = 0
    rejected_prediction_tokens: int = 0


class CompletionUsage(msgspec.Struct, frozen=True):
    """The prompt counts once; `completion_tokens` sums all choices, the token that ended one
    included, and nothing after a stop string. The details are not in running counts."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    prompt_tokens_details: PromptTokensDetails | UnsetType = UNSET
    completion_tokens_details: CompletionTokensDetails | UnsetType = UNSET


class ChatCompletion(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer. `created` is in seconds since 1970. The same `system_fingerprint` promises
    the same answer to the same request with the same seed. `service_tier` is there only where the
    request had one."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: CompletionUsage
    system_fingerprint: str
    service_tier: Literal["default"] | UnsetType = UNSET
