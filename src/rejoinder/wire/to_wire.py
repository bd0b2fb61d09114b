"""Deltas become bytes: one completion at the end, or chunks as they come.

Both follow the same rules, so that a stream put together again is the answer not streamed. Knows
nothing of who reads them, or when.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from rejoinder.chat.delta import ChoiceFinished, Delta, FinishReason, TextDelta, Usage
from rejoinder.wire import sse
from rejoinder.wire.chunk import ChatChunk, ChunkChoice, ChunkDelta
from rejoinder.wire.response import ChatCompletion, Choice, CompletionUsage, ResponseMessage

_ENCODER = msgspec.json.Encoder()
# Stands for the text while a chunk is encoded once to be cut in two; it has nothing to escape.
_GAP = "\u2063gap\u2063"


class Heading(msgspec.Struct, frozen=True):
    """What all chunks of one answer have in common."""

    id: str
    created: int
    model: str
    system_fingerprint: str


class Assembler:
    """Collects the deltas of all choices, and is one completion at the end."""

    def __init__(self, heading: Heading, *, num_choices: int) -> None:
        self._heading = heading
        self._texts: list[list[str]] = [[] for _ in range(num_choices)]
        self._endings: list[ChoiceFinished | None] = [None] * num_choices

    def push(self, delta: Delta) -> None:
        assert self._endings[delta.choice] is None, "a choice goes on after its end"
        if isinstance(delta, TextDelta):
            self._texts[delta.choice].append(delta.text)
        else:
            self._endings[delta.choice] = delta

    def usage(self, num_prompt_tokens: int) -> Usage:
        return Usage(
            num_prompt_tokens=num_prompt_tokens,
            num_completion_tokens=sum(end.num_tokens for end in self._endings if end is not None),
        )

    def finish(self, num_prompt_tokens: int) -> bytes:
        """The whole answer as JSON. Every choice must have finished."""
        choices = [
            Choice(
                index=index,
                message=ResponseMessage(content="".join(self._texts[index])),
                finish_reason=_reason(ending),
            )
            for index, ending in enumerate(self._endings)
        ]
        return _ENCODER.encode(
            ChatCompletion(
                id=self._heading.id,
                created=self._heading.created,
                model=self._heading.model,
                choices=choices,
                usage=_usage(self.usage(num_prompt_tokens)),
                system_fingerprint=self._heading.system_fingerprint,
            )
        )


class ChunkWriter:
    """Turns each delta into the server-sent events that tell it.

    A choice's first chunk names the role and has empty text; its last has a finish_reason and no
    text. Chunks differ only in their text, so what surrounds it is encoded once per choice.
    """

    def __init__(self, heading: Heading, *, num_choices: int, include_usage: bool = False) -> None:
        self._heading = heading
        self._include_usage = include_usage
        self._frames: list[tuple[bytes, bytes]] = []
        for index in range(num_choices):
            whole = self._frame(ChunkChoice(index=index, delta=ChunkDelta(content=_GAP)))
            # From the right: the model's name, which stands before, is not ours to choose.
            before, _, after = whole.rpartition(_ENCODER.encode(_GAP))
            self._frames.append((before, after))
        self._is_open = [False] * num_choices
        self._endings: list[ChoiceFinished | None] = [None] * num_choices

    def start(self) -> bytes:
        """The first chunk of every choice, for a server that likes to begin before the first word.
        Without it, each comes with the choice's first delta."""
        return b"".join(map(self._open, range(len(self._is_open))))

    def push(self, delta: Delta) -> bytes:
        choice = delta.choice
        assert self._endings[choice] is None, "a choice goes on after its end"
        if isinstance(delta, TextDelta):
            before, after = self._frames[choice]
            frame = before + _ENCODER.encode(delta.text) + after
        else:
            self._endings[choice] = delta
            last = ChunkChoice(index=choice, delta=ChunkDelta(), finish_reason=_reason(delta))
            frame = self._frame(last)
        return frame if self._is_open[choice] else self._open(choice) + frame

    def usage(self, num_prompt_tokens: int) -> Usage:
        return Usage(
            num_prompt_tokens=num_prompt_tokens,
            num_completion_tokens=sum(end.num_tokens for end in self._endings if end is not None),
        )

    def finish(self, num_prompt_tokens: int) -> bytes:
        """The usage chunk where it was asked for, and `[DONE]`. Every choice must have finished."""
        assert None not in self._endings, "a choice has no end"
        if not self._include_usage:
            return sse.DONE
        usage = _usage(self.usage(num_prompt_tokens))
        return sse.event(_ENCODER.encode(self._chunk([], usage))) + sse.DONE

    def _open(self, choice: int) -> bytes:
        if self._is_open[choice]:
            return b""
        self._is_open[choice] = True
        delta = ChunkDelta(role="assistant", content="")
        return self._frame(ChunkChoice(index=choice, delta=delta))

    def _frame(self, choice: ChunkChoice) -> bytes:
        return sse.event(_ENCODER.encode(self._chunk([choice], None)))

    def _chunk(self, choices: list[ChunkChoice], usage: CompletionUsage | None) -> ChatChunk:
        return ChatChunk(
            id=self._heading.id,
            created=self._heading.created,
            model=self._heading.model,
            system_fingerprint=self._heading.system_fingerprint,
            choices=choices,
            usage=usage if self._include_usage else msgspec.UNSET,
        )


def _usage(usage: Usage) -> CompletionUsage:
    return CompletionUsage(
        prompt_tokens=usage.num_prompt_tokens,
        completion_tokens=usage.num_completion_tokens,
        total_tokens=usage.num_prompt_tokens + usage.num_completion_tokens,
    )


def _reason(ending: ChoiceFinished | None) -> Literal["stop", "length"]:
    assert ending is not None, "a choice has no end"
    return "length" if ending.reason is FinishReason.LENGTH else "stop"
