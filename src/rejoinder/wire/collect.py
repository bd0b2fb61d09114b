"""What both ways of writing an answer do, whatever route it is for: count, and frame chunks.

Chat's forms are in to_wire.py, the older completions' in completion_to_wire.py.
"""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from enum import Enum
from typing import Literal

import msgspec

from rejoinder.chat.delta import (
    CallDelta,
    CallStarted,
    ChoiceFinished,
    Delta,
    FinishReason,
    TextDelta,
    ThoughtDelta,
    TokenFacts,
    Usage,
)
from rejoinder.wire import sse
from rejoinder.wire.response import (
    CompletionTokensDetails,
    CompletionUsage,
    PromptTokensDetails,
)
from rejoinder.wire.shape import PLAIN, Shape

ENCODER = msgspec.json.Encoder()
# Stands for the text while a chunk is encoded once to be cut in two; it has nothing to escape.
_GAP = "\u2063gap\u2063"
# Ours: longer than nearly all tokens, so that nearly all chunks have the same size.
_OBFUSCATED_TO = 32
_MORE = b',"obfuscation":"'
_END = b"}\n\n"

Reason = Literal["stop", "length"]


class Heading(msgspec.Struct, frozen=True):
    """What all chunks of one answer have in common. num_prompt_tokens: for a shape that tells the
    usage so far."""

    id: str
    created: int
    model: str
    system_fingerprint: str
    num_prompt_tokens: int = 0


class Endings:
    """How each choice ended, and so what the answer cost."""

    def __init__(self, num_choices: int) -> None:
        self._endings: list[ChoiceFinished | None] = [None] * num_choices

    def has_ended(self, choice: int) -> bool:
        return self._endings[choice] is not None

    def push(self, delta: ChoiceFinished) -> None:
        assert not self.has_ended(delta.choice), "a choice ends twice"
        self._endings[delta.choice] = delta

    def reasons(self) -> list[Reason]:
        """Every choice must have finished."""
        return [reason_of(ending) for ending in self._endings]

    def usage(self, num_prompt_tokens: int, num_cached_tokens: int) -> Usage:
        return Usage(
            num_prompt_tokens=num_prompt_tokens,
            num_completion_tokens=sum(end.num_tokens for end in self._endings if end is not None),
            num_cached_tokens=num_cached_tokens,
        )


class State(Enum):
    """Of a choice in a stream."""

    NEW = 0
    OPEN = 1
    ENDED = 2


class Collector:
    """Collects the deltas of all choices of an answer that is sent whole."""

    def __init__(
        self,
        heading: Heading,
        *,
        num_choices: int,
        shape: Shape = PLAIN,
    ) -> None:
        self._heading = heading
        self._shape = shape
        self._texts: list[list[str]] = [[] for _ in range(num_choices)]
        self._facts: list[list[TokenFacts]] = [[] for _ in range(num_choices)]
        self._endings = Endings(num_choices)

    def push(self, delta: Delta) -> None:
        assert not self._endings.has_ended(delta.choice), "a choice goes on after its end"
        if isinstance(delta, TextDelta):
            self._texts[delta.choice].append(delta.text)
            self._facts[delta.choice].extend(delta.facts)
        elif isinstance(delta, ChoiceFinished):
            self._endings.push(delta)
        else:
            raise AssertionError(f"{type(delta).__name__} has no form yet")

    def usage(self, num_prompt_tokens: int, num_cached_tokens: int = 0) -> Usage:
        return self._endings.usage(num_prompt_tokens, num_cached_tokens)


class ChunkStream(ABC):
    """Turns each delta into the server-sent events that tell it.

    Most chunks differ only in their text, so what surrounds it is encoded once per choice.
    """

    def __init__(
        self,
        heading: Heading,
        *,
        num_choices: int,
        shape: Shape = PLAIN,
    ) -> None:
        self._heading = heading
        self._shape = shape
        self._endings = Endings(num_choices)
        self._num_tokens = [0] * num_choices  # so far
        self._frames: list[tuple[bytes, bytes]] = []
        for index in range(num_choices):
            whole = self._frame(self._text_chunk(index, _GAP, ()))
            # From the right: the model's name, which stands before, is not ours to choose.
            before, _, after = whole.rpartition(ENCODER.encode(_GAP))
            self._frames.append((before, after))
        self._is_plain = not shape.has_running_usage and not shape.is_obfuscated
        self._states = [State.NEW] * num_choices

    def push(self, delta: Delta) -> bytes:
        choice = delta.choice
        state = self._states[choice]
        if state is not State.OPEN:
            assert state is State.NEW, "a choice goes on after its end"
            self._states[choice] = State.OPEN
            return self._opening(choice) + self.push(delta)
        if isinstance(delta, ThoughtDelta | CallStarted | CallDelta):
            raise AssertionError(f"{type(delta).__name__} has no form yet")
        if not isinstance(delta, TextDelta):
            self._num_tokens[choice] = delta.num_tokens
            self._endings.push(delta)
            self._states[choice] = State.ENDED
            return self._told(self._last_chunk(choice, reason_of(delta)))
        if self._is_plain and not delta.facts:
            before, after = self._frames[choice]
            return before + ENCODER.encode(delta.text) + after
        self._num_tokens[choice] = max(self._num_tokens[choice], delta.num_tokens)
        return self._told(self._text_chunk(choice, delta.text, delta.facts))

    def usage(self, num_prompt_tokens: int, num_cached_tokens: int = 0) -> Usage:
        return self._endings.usage(num_prompt_tokens, num_cached_tokens)

    def finish(self, num_prompt_tokens: int, num_cached_tokens: int = 0) -> bytes:
        """The usage chunk where it was asked for, and `[DONE]`. Every choice must have finished."""
        self._endings.reasons()
        if not self._shape.has_usage_chunk:
            return sse.DONE
        usage = usage_told(self.usage(num_prompt_tokens, num_cached_tokens))
        return self._frame(self._usage_chunk(usage)) + sse.DONE

    def start(self) -> bytes:
        """What every choice begins with, for a server that likes to begin before the first word.
        Without it, it comes with the choice's first delta."""
        new = [one for one, state in enumerate(self._states) if state is State.NEW]
        for choice in new:
            self._states[choice] = State.OPEN
        return b"".join(map(self._opening, new))

    def _opening(self, choice: int) -> bytes:
        """What comes before a choice's first text."""
        return b""

    @abstractmethod
    def _text_chunk(
        self, choice: int, text: str, facts: tuple[TokenFacts, ...]
    ) -> msgspec.Struct: ...

    @abstractmethod
    def _last_chunk(self, choice: int, reason: Reason) -> msgspec.Struct: ...

    @abstractmethod
    def _usage_chunk(self, usage: CompletionUsage) -> msgspec.Struct: ...

    def _usage_so_far(self) -> CompletionUsage | msgspec.UnsetType | None:
        """What a chunk that is not the usage chunk says of usage."""
        if self._shape.has_running_usage:
            said = sum(self._num_tokens)
            num_prompt_tokens = self._heading.num_prompt_tokens
            return CompletionUsage(num_prompt_tokens, said, num_prompt_tokens + said)
        return None if self._shape.has_usage_chunk else msgspec.UNSET

    def _frame(self, chunk: msgspec.Struct) -> bytes:
        return sse.event(ENCODER.encode(chunk))

    def _told(self, chunk: msgspec.Struct) -> bytes:
        """A frame, obfuscated where that was asked for."""
        frame = self._frame(chunk)
        if not self._shape.is_obfuscated:
            return frame
        before, after = self._frames[0]
        # At least one, so that the field is always there.
        num_letters = 1 + (len(before) + len(after) - len(frame) - 1) % _OBFUSCATED_TO
        letters = secrets.token_urlsafe(_OBFUSCATED_TO)[:num_letters].encode()
        return frame[: -len(_END)] + _MORE + letters + b'"' + _END


def reason_of(ending: ChoiceFinished | None) -> Reason:
    assert ending is not None, "a choice has no end"
    return "length" if ending.reason is FinishReason.LENGTH else "stop"


def usage_told(usage: Usage) -> CompletionUsage:
    return CompletionUsage(
        prompt_tokens=usage.num_prompt_tokens,
        completion_tokens=usage.num_completion_tokens,
        total_tokens=usage.num_prompt_tokens + usage.num_completion_tokens,
        prompt_tokens_details=PromptTokensDetails(cached_tokens=usage.num_cached_tokens),
        completion_tokens_details=CompletionTokensDetails(),
    )
