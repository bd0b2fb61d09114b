"""Deltas become bytes: one completion at the end, or chunks as they come.

Both follow the same rules, so that a stream put together again is the answer not streamed. Knows
nothing of who reads them, or when.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET

from rejoinder.chat.delta import (
    CallDelta,
    CallStarted,
    ChoiceFinished,
    Delta,
    FinishReason,
    TextDelta,
    ThoughtDelta,
    TokenFacts,
)
from rejoinder.wire import logprobs, response
from rejoinder.wire.chunk import (
    CallPart,
    ChatChunk,
    ChunkChoice,
    ChunkDelta,
    CustomPart,
    FunctionPart,
)
from rejoinder.wire.collect import (
    ENCODER,
    GAP,
    ChunkStream,
    Collector,
    Heading,
    State,
    usage_told,
)
from rejoinder.wire.logprobs import ChoiceLogprobs
from rejoinder.wire.response import (
    ChatCompletion,
    Choice,
    CompletionUsage,
    MadeCustom,
    MadeCustomCall,
    MadeFunction,
    MadeFunctionCall,
    ResponseMessage,
)
from rejoinder.wire.shape import PLAIN, Shape

__all__ = ["Assembler", "ChunkWriter", "Heading"]


class _Call:
    """One of a choice's calls, as it is written."""

    def __init__(self, started: CallStarted) -> None:
        self.started = started
        self.pieces: list[str] = []

    @property
    def function(self) -> MadeFunction:
        return MadeFunction(self.started.name, "".join(self.pieces))

    @property
    def told(self) -> MadeFunctionCall | MadeCustomCall:
        call_id = self.started.call_id
        if self.started.is_custom:
            return MadeCustomCall(call_id, MadeCustom(self.started.name, "".join(self.pieces)))
        return MadeFunctionCall(call_id, self.function)


class Assembler(Collector):
    """Collects the deltas of all choices, and is one completion at the end."""

    def __init__(self, heading: Heading, *, num_choices: int, shape: Shape = PLAIN) -> None:
        super().__init__(heading, num_choices=num_choices, shape=shape)
        self._thoughts: list[list[str]] = [[] for _ in range(num_choices)]
        self._calls: list[list[_Call]] = [[] for _ in range(num_choices)]

    def finish(self, num_prompt_tokens: int, num_cached_tokens: int = 0) -> bytes:
        """The whole answer as JSON. Every choice must have finished."""
        choices = [
            Choice(
                index=index,
                message=self._message(index),
                logprobs=ChoiceLogprobs(logprobs.told(self._facts[index]))
                if self._shape.has_logprobs
                else None,
                finish_reason=_reason(ending, self._shape),
            )
            for index, ending in enumerate(self._endings.all())
        ]
        return ENCODER.encode(
            ChatCompletion(
                id=self._heading.id,
                created=self._heading.created,
                model=self._heading.model,
                choices=choices,
                usage=usage_told(self.usage(num_prompt_tokens, num_cached_tokens)),
                system_fingerprint=self._heading.system_fingerprint,
                service_tier=self._heading.tier if self._shape.tells_tier else UNSET,
            )
        )

    def _collect(self, delta: ThoughtDelta | CallStarted | CallDelta) -> None:
        if isinstance(delta, ThoughtDelta):
            self._thoughts[delta.choice].append(delta.text)
            return
        calls = self._calls[delta.choice]
        if isinstance(delta, CallStarted):
            _check_call(delta, self._shape)
            assert delta.index == len(calls), "calls are numbered from 0, each one more"
            calls.append(_Call(delta))
        else:
            calls[delta.index].pieces.append(delta.arguments)

    def _message(self, choice: int) -> ResponseMessage:
        content, calls = "".join(self._texts[choice]), self._calls[choice]
        thought = "".join(self._thoughts[choice]) or UNSET
        is_legacy = self._shape.has_legacy_calls
        return ResponseMessage(
            content=None if calls and not content else content,
            tool_calls=[call.told for call in calls] if calls and not is_legacy else UNSET,
            function_call=calls[0].function if calls and is_legacy else UNSET,
            reasoning_content=thought,
            reasoning=thought,
        )


class ChunkWriter(ChunkStream):
    """Chat's chunks. A choice's first names the role, its last has nothing but a finish_reason.

    The first has empty content where text or the end follows. Else it has null, and the choice is
    silent until it has some: the content of an answer that only calls is null.
    """

    def __init__(self, heading: Heading, *, num_choices: int, shape: Shape = PLAIN) -> None:
        super().__init__(heading, num_choices=num_choices, shape=shape)
        # Cut at their text, as those of the base are; made when the first is wanted.
        self._thought_frames: dict[int, tuple[bytes, ...]] = {}
        self._call_frames: dict[tuple[int, int], tuple[bytes, ...]] = {}
        self._calls: dict[tuple[int, int], CallStarted] = {}

    def _open(self, first: Delta) -> bytes:
        is_text = isinstance(first, TextDelta) and first.text != ""
        has_content = is_text or isinstance(first, ChoiceFinished)
        self._states[first.choice] = State.OPEN if has_content else State.SILENT
        delta = ChunkDelta(role="assistant", content="" if has_content else None, refusal=None)
        return self._told(self._chunk([ChunkChoice(first.choice, delta)]))

    def _tell(self, delta: Delta) -> bytes:
        choice = delta.choice
        if self._states[choice] is not State.SILENT:
            return super()._tell(delta)
        owed = b""
        if isinstance(delta, TextDelta):
            if not delta.text:
                return self._told_silently(delta)
            self._states[choice] = State.OPEN
        elif isinstance(delta, ChoiceFinished) and (choice, 0) not in self._calls:
            owed = self._told(self._text_chunk(choice, "", ()))
        return owed + super()._tell(delta)

    def _told_silently(self, delta: TextDelta) -> bytes:
        """Facts of what shows no text: they must not become the content of an answer of calls."""
        self._num_tokens[delta.choice] = max(self._num_tokens[delta.choice], delta.num_tokens)
        return self._told(self._with_facts(delta.choice, ChunkDelta(), delta.facts))

    def _other(self, delta: ThoughtDelta | CallStarted | CallDelta) -> bytes:
        if isinstance(delta, ThoughtDelta):
            return self._thought(delta) if delta.text else b""
        if isinstance(delta, CallDelta):
            return self._arguments(delta)
        _check_call(delta, self._shape)
        self._calls[delta.choice, delta.index] = delta
        return self._told(self._call_chunk(delta, "", is_first=True))

    def _thought(self, delta: ThoughtDelta) -> bytes:
        choice = delta.choice
        if not self._is_plain:
            return self._told(self._thought_chunk(choice, delta.text))
        if choice not in self._thought_frames:
            self._thought_frames[choice] = self._cut(self._thought_chunk(choice, GAP), 2)
        return ENCODER.encode(delta.text).join(self._thought_frames[choice])

    def _arguments(self, delta: CallDelta) -> bytes:
        place = (delta.choice, delta.index)
        call = self._calls[place]
        if not self._is_plain:
            return self._told(self._call_chunk(call, delta.arguments))
        if place not in self._call_frames:
            self._call_frames[place] = self._cut(self._call_chunk(call, GAP), 1)
        return ENCODER.encode(delta.arguments).join(self._call_frames[place])

    def _text_chunk(self, choice: int, text: str, facts: tuple[TokenFacts, ...]) -> ChatChunk:
        return self._with_facts(choice, ChunkDelta(content=text), facts)

    def _with_facts(
        self, choice: int, delta: ChunkDelta, facts: tuple[TokenFacts, ...]
    ) -> ChatChunk:
        told = ChoiceLogprobs(logprobs.told(facts)) if facts else None
        return self._chunk([ChunkChoice(choice, delta, told)])

    def _thought_chunk(self, choice: int, text: str) -> ChatChunk:
        delta = ChunkDelta(reasoning_content=text, reasoning=text)
        return self._chunk([ChunkChoice(choice, delta)])

    def _call_chunk(
        self, call: CallStarted, arguments: str, *, is_first: bool = False
    ) -> ChatChunk:
        name = call.name if is_first else UNSET
        if self._shape.has_legacy_calls:
            delta = ChunkDelta(function_call=FunctionPart(name, arguments))
        else:
            part = CallPart(
                index=call.index,
                id=call.call_id if is_first else UNSET,
                type=_kind(call) if is_first else UNSET,
                function=UNSET if call.is_custom else FunctionPart(name, arguments),
                custom=CustomPart(name, arguments) if call.is_custom else UNSET,
            )
            delta = ChunkDelta(tool_calls=[part])
        return self._chunk([ChunkChoice(call.choice, delta)])

    def _last_chunk(self, ending: ChoiceFinished) -> ChatChunk:
        reason = _reason(ending, self._shape)
        return self._chunk([ChunkChoice(ending.choice, ChunkDelta(), finish_reason=reason)])

    def _usage_chunk(self, usage: CompletionUsage) -> ChatChunk:
        return msgspec.structs.replace(self._chunk([]), usage=usage)

    def _chunk(self, choices: list[ChunkChoice]) -> ChatChunk:
        return ChatChunk(
            id=self._heading.id,
            created=self._heading.created,
            model=self._heading.model,
            system_fingerprint=self._heading.system_fingerprint,
            choices=choices,
            service_tier=self._heading.tier if self._shape.tells_tier else UNSET,
            usage=self._usage_so_far(),
        )


def _check_call(call: CallStarted, shape: Shape) -> None:
    if shape.has_legacy_calls:
        assert call.index == 0, "a function_call is one call"
        assert not call.is_custom, "`functions` holds no custom tools"


def _kind(call: CallStarted) -> Literal["function", "custom"]:
    return "custom" if call.is_custom else "function"


def _reason(ending: ChoiceFinished, shape: Shape) -> response.FinishReason:
    if ending.reason is FinishReason.TOOL_CALLS and shape.has_legacy_calls:
        return "function_call"
    return ending.reason.value
