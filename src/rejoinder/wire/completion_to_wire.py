"""Deltas become the bytes of the older completions. The choices of several prompts are numbered
through: those of the first, then those of the second."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import Literal

import msgspec

from rejoinder.chat.delta import ChoiceFinished, FinishReason, LikelyToken, TokenFacts
from rejoinder.wire.collect import ENCODER, ChunkStream, Collector, Heading, usage_told
from rejoinder.wire.completion_response import (
    Completion,
    CompletionChunk,
    CompletionLogprobs,
    TextChoice,
)
from rejoinder.wire.logprobs import at_least
from rejoinder.wire.response import CompletionUsage
from rejoinder.wire.shape import PLAIN, Shape


class Offsets:
    """Where each of one choice's tokens begins in its text, counted in characters."""

    def __init__(self) -> None:
        self._num_characters = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def told(self, facts: Sequence[TokenFacts]) -> CompletionLogprobs:
        told = CompletionLogprobs([], [], [], [])
        for one in facts:
            told.tokens.append(_name(one.token))
            told.token_logprobs.append(at_least(one.token))
            told.top_logprobs.append(_likeliest(one))
            told.text_offset.append(self._num_characters)
            self._num_characters += len(self._decoder.decode(one.token.spelled))
        return told


class CompletionAssembler(Collector):
    """Collects the deltas of all choices, and is one completion at the end."""

    def finish(self, num_prompt_tokens: int, num_cached_tokens: int = 0) -> bytes:
        """The whole answer as JSON. Every choice must have finished."""
        choices = [
            TextChoice(
                text="".join(self._texts[index]),
                index=index,
                logprobs=Offsets().told(self._facts[index]) if self._shape.has_logprobs else None,
                finish_reason=_reason(ending),
            )
            for index, ending in enumerate(self._endings.all())
        ]
        return ENCODER.encode(
            Completion(
                id=self._heading.id,
                created=self._heading.created,
                model=self._heading.model,
                choices=choices,
                usage=usage_told(self.usage(num_prompt_tokens, num_cached_tokens)),
                system_fingerprint=self._heading.system_fingerprint,
            )
        )


class CompletionChunkWriter(ChunkStream):
    """The older completions' chunks. A choice's last has a finish_reason and no text."""

    def __init__(
        self,
        heading: Heading,
        *,
        num_choices: int,
        shape: Shape = PLAIN,
    ) -> None:
        self._offsets = [Offsets() for _ in range(num_choices)]
        super().__init__(heading, num_choices=num_choices, shape=shape)

    def _text_chunk(self, choice: int, text: str, facts: tuple[TokenFacts, ...]) -> CompletionChunk:
        told = self._offsets[choice].told(facts) if facts else None
        return self._chunk([TextChoice(text=text, index=choice, logprobs=told, finish_reason=None)])

    def _last_chunk(self, ending: ChoiceFinished) -> CompletionChunk:
        choice = TextChoice(text="", index=ending.choice, finish_reason=_reason(ending))
        return self._chunk([choice])

    def _usage_chunk(self, usage: CompletionUsage) -> CompletionChunk:
        return msgspec.structs.replace(self._chunk([]), usage=usage)

    def _chunk(self, choices: list[TextChoice]) -> CompletionChunk:
        return CompletionChunk(
            id=self._heading.id,
            created=self._heading.created,
            model=self._heading.model,
            system_fingerprint=self._heading.system_fingerprint,
            choices=choices,
            usage=self._usage_so_far(),
        )


def _reason(ending: ChoiceFinished) -> Literal["stop", "length"]:
    assert ending.reason is not FinishReason.TOOL_CALLS, "there are no tools to call"
    return "length" if ending.reason is FinishReason.LENGTH else "stop"


def _name(token: LikelyToken) -> str:
    """As OpenAI writes them here; so each token has a name of its own among the likeliest."""
    try:
        token.spelled.decode()
    except UnicodeDecodeError:
        return "bytes:" + token.text
    return token.text


def _likeliest(facts: TokenFacts) -> dict[str, float]:
    """With the token itself, as the API documents: there may be one more than asked for."""
    told: dict[str, float] = {}
    for one in (*facts.top, facts.token):
        told.setdefault(_name(one), at_least(one))
    return told
