"""One increment of an answer's meaning, between a ChatEngine and the wire."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class FinishReason(StrEnum):
    """The API's words for why a choice ended."""

    STOP = "stop"
    LENGTH = "length"


class TextDelta(msgspec.Struct, frozen=True):
    """More text of one choice. Never empty, never half a character."""

    choice: int
    text: str


class ChoiceFinished(msgspec.Struct, frozen=True):
    """Said exactly once per choice, after its last text. num_tokens counts all it generated,
    the stop id included; tokens after a stop string are not counted."""

    choice: int
    reason: FinishReason
    num_tokens: int


Delta = TextDelta | ChoiceFinished


class Usage(msgspec.Struct, frozen=True):
    """Tokens of a whole request: the prompt counted once, all choices' tokens summed."""

    num_prompt_tokens: int
    num_completion_tokens: int
