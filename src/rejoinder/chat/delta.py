"""One increment of an answer's meaning, between a ChatEngine and the wire."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class FinishReason(StrEnum):
    """The API's words for why a choice ended."""

    STOP = "stop"
    LENGTH = "length"
    TOOL_CALLS = "tool_calls"


class LikelyToken(msgspec.Struct, frozen=True):
    """A token, what it spells and how likely the model thought it (natural log).

    spelled: its very bytes, none for a token that is not shown. text: the same, or the token's name
    where it is not shown; part of a character is written as OpenAI writes it, `\\xe2\\x82`.
    """

    text: str
    spelled: bytes
    logprob: float


class TokenFacts(msgspec.Struct, frozen=True):
    """One generated token's log-probability, with the likeliest at its place."""

    token: LikelyToken
    top: tuple[LikelyToken, ...] = ()


class TextDelta(msgspec.Struct, frozen=True):
    """More text of one choice, never half a character. `facts` are those of the tokens whose text
    this completes, where they were asked for; only then may the text be empty. num_tokens: how
    many the choice has generated so far."""

    choice: int
    text: str
    facts: tuple[TokenFacts, ...] = ()
    num_tokens: int = 0


class ThoughtDelta(msgspec.Struct, frozen=True):
    """More of what a choice thinks before it answers, never half a character."""

    choice: int
    text: str
    num_tokens: int = 0


class CallStarted(msgspec.Struct, frozen=True):
    """A choice begins a call. index: from 0, rising by one within the choice. is_custom: what
    follows is text, not JSON."""

    choice: int
    index: int
    call_id: str
    name: str
    is_custom: bool = False
    num_tokens: int = 0


class CallDelta(msgspec.Struct, frozen=True):
    """More of what a choice's call of that index is given: JSON text, or a custom tool's text."""

    choice: int
    index: int
    arguments: str
    num_tokens: int = 0


class ChoiceFinished(msgspec.Struct, frozen=True):
    """Said exactly once per choice, after its last text. num_tokens counts all it generated,
    the stop id included; tokens after a stop string are not counted. num_thought_tokens: those of
    them that were thoughts, and what opened and closed them."""

    choice: int
    reason: FinishReason
    num_tokens: int
    num_thought_tokens: int = 0


Delta = TextDelta | ThoughtDelta | CallStarted | CallDelta | ChoiceFinished


class Usage(msgspec.Struct, frozen=True):
    """Tokens of a whole request: the prompt counted once, all choices' tokens summed."""

    num_prompt_tokens: int
    num_completion_tokens: int
    num_cached_tokens: int = 0
    num_thought_tokens: int = 0
