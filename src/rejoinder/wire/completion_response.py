"""The answer of the older completions: as one JSON object, and as one event of a stream."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from rejoinder.wire.response import CompletionUsage


class CompletionLogprobs(msgspec.Struct, frozen=True):
    """Four lists with an entry per token. `top_logprobs`: the likeliest, and the token itself.
    `text_offset`: where its text begins in the choice's text, in characters. A token that spells
    part of a character is written `bytes:\\xe2\\x82`."""

    tokens: list[str]
    token_logprobs: list[float]
    top_logprobs: list[dict[str, float]]
    text_offset: list[int]


class TextChoice(msgspec.Struct, frozen=True, kw_only=True):
    """`index` counts the choices of the first prompt, then those of the second. In a stream,
    `finish_reason` is null in all but the last chunk of a choice."""

    text: str
    index: int
    logprobs: CompletionLogprobs | None = None
    finish_reason: Literal["stop", "length"] | None


class Completion(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer."""

    id: str
    object: Literal["text_completion"] = "text_completion"
    created: int
    model: str
    choices: list[TextChoice]
    usage: CompletionUsage
    system_fingerprint: str


class CompletionChunk(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a streamed answer; `usage` and `obfuscation` as in `ChatChunk`."""

    id: str
    object: Literal["text_completion"] = "text_completion"
    created: int
    model: str
    system_fingerprint: str
    choices: list[TextChoice]
    usage: CompletionUsage | UnsetType | None = UNSET
    obfuscation: str | UnsetType = UNSET
