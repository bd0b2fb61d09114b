"""What both ways of writing an answer do, whatever route it is for: count, and frame chunks.

Chat's forms are in to_wire.py, the older completions' in completion_to_wire.py.
"""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from enum import Enum

import msgspec

from rejoinder.chat.delta import (
    CallDelta,
    CallStarted,
    ChoiceFinished,
    Delta,
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
# Stands for the text while a chunk is encoded once to be cut where it stands; nothing to escape.
GAP = "\u2063gap\u2063"
# Ours: longer than nearly all tokens, so that nearly all chunks have the same size.
_OBFUSCATED_TO = 32
_MORE = b',"obfuscation":"'
_END = b"}\n\n"


class Heading(msgspec.Struct, frozen=True):
    """What all chunks of one answer have in common. num_prompt_tokens: for a shape that tells the
    usage so far. tier: what served it."""

    id: str
    created: int
    model: str
    system_fingerprint: str
    num_prompt_tokens: int = 0
    tier: str = "default"


class Endings:
    """How each choice ended, and so what the answer cost."""

    def __init__(self, num_choices: int) -> None:
        self._endings: list[ChoiceFinished | None] = [None] * num_choices

    def has_ended(self, choice: int) -> bool:
        return self._endings[choice] is not None

    def push(self, delta: ChoiceFinished) -> None:
        assert not self.has_ended(delta.choice), "a choice ends twice"
        self._endings[delta.choice] = delta

    def all(self) -> list[ChoiceFinished]:
        """Every choice must have finished."""
        endings = [ending for ending in self._endings if ending is not None]
        assert len(endings) == len(self._endings), "a choice has no end"
        return endings

    def usage(self, num_prompt_tokens: int, num_cached_tokens: int) -> Usage:
        endings = [ending for ending in self._endings if ending is not None]
        return Usage(
            num_prompt_tokens=num_prompt_tokens,
            num_completion_tokens=sum(end.num_tokens for end in endings),
            num_cached_tokens=num_cached_tokens,
            num_thought_tokens=sum(end.num_thought_tokens for end in endings),
        )


class State(Enum):
    """Of a choice in a stream. SILENT: its content is null so far."""

    NEW = 0
    SILENT = 1
    OPEN = 2
    ENDED = 3


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
            self._collect(delta)

    def usage(self, num_prompt_tokens: int, num_cached_tokens: int = 0) -> Usage:
        return self._endings.usage(num_prompt_tokens, num_cached_tokens)

    def _collect(self, delta: ThoughtDelta | CallStarted | CallDelta) -> None:
        """What only some routes have a place for."""
        raise AssertionError(f"{type(delta).__name__} has no place in this answer")


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
        self._is_plain = not shape.has_running_usage and not shape.is_obfuscated
        self._states = [State.NEW] * num_choices
        self._frames = [
            self._cut(self._text_chunk(choice, GAP, ()), 1) for choice in range(num_choices)
        ]

    def push(self, delta: Delta) -> bytes:
        choice = delta.choice
        state = self._states[choice]
        if (
            state is State.OPEN
            and self._is_plain
            and isinstance(delta, TextDelta)
            and not delta.facts
        ):
            return ENCODER.encode(delta.text).join(self._frames[choice])
        assert state is not State.ENDED, "a choice goes on after its end"
        opening = self._open(delta) if state is State.NEW else b""
        return opening + self._tell(delta)

    def usage(self, num_prompt_tokens: int, num_cached_tokens: int = 0) -> Usage:
        return self._endings.usage(num_prompt_tokens, num_cached_tokens)

    def finish(self, num_prompt_tokens: int, num_cached_tokens: int = 0) -> bytes:
        """The usage chunk where it was asked for, and `[DONE]`. Every choice must have finished."""
        self._endings.all()
        if not self._shape.has_usage_chunk:
            return sse.DONE
        usage = usage_told(self.usage(num_prompt_tokens, num_cached_tokens))
        return self._frame(self._usage_chunk(usage)) + sse.DONE

    def _open(self, first: Delta) -> bytes:
        """What a choice begins with, before its first delta."""
        self._states[first.choice] = State.OPEN
        return b""

    def _tell(self, delta: Delta) -> bytes:
        """Any delta, of a choice that has begun."""
        self._num_tokens[delta.choice] = max(self._num_tokens[delta.choice], delta.num_tokens)
        if isinstance(delta, TextDelta):
            return self._told(self._text_chunk(delta.choice, delta.text, delta.facts))
        if isinstance(delta, ChoiceFinished):
            self._endings.push(delta)
            self._states[delta.choice] = State.ENDED
            return self._told(self._last_chunk(delta))
        return self._other(delta)

    def _other(self, delta: ThoughtDelta | CallStarted | CallDelta) -> bytes:
        """What only some routes have a place for."""
        raise AssertionError(f"{type(delta).__name__} has no place in this answer")

    @abstractmethod
    def _text_chunk(
        self, choice: int, text: str, facts: tuple[TokenFacts, ...]
    ) -> msgspec.Struct: ...

    @abstractmethod
    def _last_chunk(self, ending: ChoiceFinished) -> msgspec.Struct: ...

    @abstractmethod
    def _usage_chunk(self, usage: CompletionUsage) -> msgspec.Struct: ...

    def _usage_so_far(self) -> CompletionUsage | msgspec.UnsetType | None:
        """What a chunk that is not the usage chunk says of usage."""
        if self._shape.has_running_usage:
            said = sum(self._num_tokens)
            num_prompt_tokens = self._heading.num_prompt_tokens
            return CompletionUsage(num_prompt_tokens, said, num_prompt_tokens + said)
        return None if self._shape.has_usage_chunk else msgspec.UNSET

    def _cut(self, chunk: msgspec.Struct, num_gaps: int) -> tuple[bytes, ...]:
        """A frame cut where its text stands, which a text's encoding joins again."""
        # From the right: the model's name, which stands before, is not ours to choose.
        return tuple(self._frame(chunk).rsplit(ENCODER.encode(GAP), num_gaps))

    def _frame(self, chunk: msgspec.Struct) -> bytes:
        return sse.event(ENCODER.encode(chunk))

    def _told(self, chunk: msgspec.Struct) -> bytes:
        """A frame, obfuscated where that was asked for."""
        frame = self._frame(chunk)
        if not self._shape.is_obfuscated:
            return frame
        # At least one, so that the field is always there.
        size = sum(map(len, self._frames[0]))
        num_letters = 1 + (size - len(frame) - 1) % _OBFUSCATED_TO
        letters = secrets.token_urlsafe(_OBFUSCATED_TO)[:num_letters].encode()
        return frame[: -len(_END)] + _MORE + letters + b'"' + _END


def usage_told(usage: Usage) -> CompletionUsage:
    return CompletionUsage(
        prompt_tokens=usage.num_prompt_tokens,
        completion_tokens=usage.num_completion_tokens,
        total_tokens=usage.num_prompt_tokens + usage.num_completion_tokens,
        prompt_tokens_details=PromptTokensDetails(cached_tokens=usage.num_cached_tokens),
        completion_tokens_details=CompletionTokensDetails(
            reasoning_tokens=usage.num_thought_tokens
        ),
    )
