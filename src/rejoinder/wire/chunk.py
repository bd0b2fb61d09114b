"""One event of a streamed answer."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from rejoinder.wire.logprobs import ChoiceLogprobs
from rejoinder.wire.response import CompletionUsage, FinishReason, ServedTier


class FunctionPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """The name comes once, with empty arguments; then the arguments, piece by piece."""

    name: str | UnsetType = UNSET
    arguments: str | UnsetType = UNSET


class CustomPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """As `FunctionPart`, of a custom tool."""

    name: str | UnsetType = UNSET
    input: str | UnsetType = UNSET


class CallPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """A piece of the choice's call of that index. `id` and `type` come with the name."""

    index: int
    id: str | UnsetType = UNSET
    type: Literal["function", "custom"] | UnsetType = UNSET
    function: FunctionPart | UnsetType = UNSET
    custom: CustomPart | UnsetType = UNSET


class ChunkDelta(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is new. A choice's first has the role; its content is null where thoughts or a call come
    before any text. Then pieces of thoughts (under both their names), text and calls. Nothing in
    its last. All joined are the message of an answer not streamed."""

    role: Literal["assistant"] | UnsetType = UNSET
    content: str | UnsetType | None = UNSET
    refusal: UnsetType | None = UNSET
    tool_calls: list[CallPart] | UnsetType = UNSET
    function_call: FunctionPart | UnsetType = UNSET
    reasoning_content: str | UnsetType = UNSET
    reasoning: str | UnsetType = UNSET


class ChunkChoice(msgspec.Struct, frozen=True):
    """`finish_reason` is null in all but the last chunk of a choice. `logprobs` are those of the
    tokens that this chunk's text completes."""

    index: int
    delta: ChunkDelta
    logprobs: ChoiceLogprobs | None = None
    finish_reason: FinishReason | None = None


class ChatChunk(msgspec.Struct, frozen=True, kw_only=True):
    """`usage` is there only where `stream_options.include_usage` asked for it: null, except in the
    last chunk, whose `choices` are empty, and where `continuous_usage_stats` asked for more.
    `obfuscation`: random characters, where `include_obfuscation` asked for them."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str
    system_fingerprint: str
    choices: list[ChunkChoice]
    service_tier: ServedTier | UnsetType = UNSET
    usage: CompletionUsage | UnsetType | None = UNSET
    obfuscation: str | UnsetType = UNSET
