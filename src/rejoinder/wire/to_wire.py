"""Deltas become bytes: one completion at the end, or chunks as they come.

Both follow the same rules, so that a stream put together again is the answer not streamed. Knows
nothing of who reads them, or when.
"""

from __future__ import annotations

import msgspec

from rejoinder.chat.delta import TokenFacts
from rejoinder.wire import logprobs
from rejoinder.wire.chunk import ChatChunk, ChunkChoice, ChunkDelta
from rejoinder.wire.collect import ENCODER, ChunkStream, Collector, Heading, Reason, usage_told
from rejoinder.wire.logprobs import ChoiceLogprobs
from rejoinder.wire.response import ChatCompletion, Choice, CompletionUsage, ResponseMessage

__all__ = ["Assembler", "ChunkWriter", "Heading"]


class Assembler(Collector):
    """Collects the deltas of all choices, and is one completion at the end."""

    def finish(self, num_prompt_tokens: int, num_cached_tokens: int = 0) -> bytes:
        """The whole answer as JSON. Every choice must have finished."""
        choices = [
            Choice(
                index=index,
                message=ResponseMessage(content="".join(self._texts[index])),
                logprobs=ChoiceLogprobs(logprobs.told(self._facts[index]))
                if self._shape.has_logprobs
                else None,
                finish_reason=reason,
            )
            for index, reason in enumerate(self._endings.reasons())
        ]
        return ENCODER.encode(
            ChatCompletion(
                id=self._heading.id,
                created=self._heading.created,
                model=self._heading.model,
                choices=choices,
                usage=usage_told(self.usage(num_prompt_tokens, num_cached_tokens)),
                system_fingerprint=self._heading.system_fingerprint,
                service_tier=self._shape.service_tier or msgspec.UNSET,
            )
        )


class ChunkWriter(ChunkStream):
    """Chat's chunks. A choice's first names the role and has empty text; its last has a
    finish_reason and no text."""

    def _opening(self, choice: int) -> bytes:
        delta = ChunkDelta(role="assistant", content="")
        return self._told(self._chunk([ChunkChoice(index=choice, delta=delta)]))

    def _text_chunk(self, choice: int, text: str, facts: tuple[TokenFacts, ...]) -> ChatChunk:
        told = ChoiceLogprobs(logprobs.told(facts)) if facts else None
        return self._chunk([ChunkChoice(choice, ChunkDelta(content=text), told)])

    def _last_chunk(self, choice: int, reason: Reason) -> ChatChunk:
        return self._chunk([ChunkChoice(choice, ChunkDelta(), finish_reason=reason)])

    def _usage_chunk(self, usage: CompletionUsage) -> ChatChunk:
        return msgspec.structs.replace(self._chunk([]), usage=usage)

    def _chunk(self, choices: list[ChunkChoice]) -> ChatChunk:
        return ChatChunk(
            id=self._heading.id,
            created=self._heading.created,
            model=self._heading.model,
            system_fingerprint=self._heading.system_fingerprint,
            choices=choices,
            service_tier=self._shape.service_tier or msgspec.UNSET,
            usage=self._usage_so_far(),
        )
