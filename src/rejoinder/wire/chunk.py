"""One event of a streamed answer."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from rejoinder.wire.logprobs import ChoiceLogprobs
from rejoinder.wire.response import CompletionUsage


class ChunkDelta(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is new: the role in a choice's first chunk, text in the next, nothing in its last."""

    role: Literal["assistant"] | UnsetType = UNSET
    content: str | UnsetType = UNSET


class ChunkChoice(msgspec.Struct, frozen=True):
    """`finish_reason` is null in all but the last chunk of a choice. `logprobs` are those of the
    tokens that this chunk's text completes."""

    index: int
    delta: ChunkDelta
    logprobs: ChoiceLogprobs | None = None
    finish_reason: Literal["stop", "length"] | None = None


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
    service_tier: Literal["default"] | UnsetType = UNSET
    usage: CompletionUsage | UnsetType | None = UNSET
    obfuscation: str | UnsetType = UNSET
