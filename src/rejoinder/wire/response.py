"""The answer as one JSON object."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from rejoinder.wire.logprobs import ChoiceLogprobs

FinishReason = Literal["stop", "length", "tool_calls", "function_call"]
ServedTier = Annotated[
    str, Meta(extra_json_schema={"enum": ["default", "flex", "scale", "priority"]})
]


class MadeFunction(msgspec.Struct, frozen=True):
    """`arguments` is the text of a JSON object, cut short where the answer was."""

    name: str
    arguments: str


class MadeCustom(msgspec.Struct, frozen=True):
    """`input` is the text the tool is given."""

    name: str
    input: str


class MadeFunctionCall(msgspec.Struct, frozen=True, tag_field="type", tag="function"):
    """A function the model calls."""

    id: str
    function: MadeFunction


class MadeCustomCall(msgspec.Struct, frozen=True, tag_field="type", tag="custom"):
    """A custom tool the model calls."""

    id: str
    custom: MadeCustom


class ResponseMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What the model said. `content` is null where it only called. `tool_calls` are there where it
    called, or `function_call` where the request had `functions`. `reasoning_content`, and the same
    as `reasoning`: what it thought, where it did. `refusal` is there because the API's clients
    expect it."""

    role: Literal["assistant"] = "assistant"
    content: str | None
    refusal: None = None
    tool_calls: list[MadeFunctionCall | MadeCustomCall] | UnsetType = UNSET
    function_call: MadeFunction | UnsetType = UNSET
    reasoning_content: str | UnsetType = UNSET
    reasoning: str | UnsetType = UNSET


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One of the `n` answers. `stop`: the model or a stop string ended it; `length`: the limit;
    `tool_calls`, or `function_call` where the request had `functions`: it ended with a call."""

    index: int
    message: ResponseMessage
    logprobs: ChoiceLogprobs | None = None
    finish_reason: FinishReason


class PromptTokensDetails(msgspec.Struct, frozen=True):
    """`cached_tokens`: of the prompt, how many had been computed for an earlier request."""

    cached_tokens: int
    audio_tokens: int = 0


class CompletionTokensDetails(msgspec.Struct, frozen=True):
    """`reasoning_tokens`: of the completion, how many were thoughts, and what opened and closed
    them."""

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
    the same answer to the same request with the same seed. `service_tier`, the tier that served
    the request, is there only where the request had one."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: CompletionUsage
    system_fingerprint: str
    service_tier: ServedTier | UnsetType = UNSET
