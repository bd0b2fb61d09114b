"""A ChatEngine that says what it is told to, when it is told to.

No model, no process, no sleeping: what an answer waits for is an `asyncio.Event` in its script.
Every ask and every closed answer is kept, so that a test can look at them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from rejoinder.chat.ask import Ask, Tier
from rejoinder.chat.delta import (
    CallDelta,
    CallStarted,
    ChoiceFinished,
    Delta,
    FinishReason,
    TextDelta,
    ThoughtDelta,
)
from rejoinder.engines.base import ModelInfo
from rejoinder.errors import RejoinderError, UnknownModel


class Computes(NamedTuple):
    """A line of a script that nobody hears: so many tokens have been drawn, of all choices
    together. With none the prompt has been begun. An answer that speaks computes by itself."""

    num_tokens: int = 0


# One line of a script: said, waited for, raised, or done in silence.
Line = Delta | asyncio.Event | BaseException | Computes


def says(*texts: str, choice: int = 0, reason: FinishReason = FinishReason.STOP) -> list[Line]:
    """The script of one choice: each text a delta and a token, then the end (one token more)."""
    said: list[Line] = [
        TextDelta(choice, text, num_tokens=number) for number, text in enumerate(texts, start=1)
    ]
    return [*said, ChoiceFinished(choice, reason, len(texts) + 1)]


class ScriptedCall(NamedTuple):
    """A call for `does`: its name, and what it is given, piece by piece."""

    name: str
    pieces: tuple[str, ...] = ("{}",)
    is_custom: bool = False


def does(
    *calls: ScriptedCall,
    thoughts: Sequence[str] = (),
    texts: Sequence[str] = (),
    choice: int = 0,
    reason: FinishReason | None = None,
) -> list[Line]:
    """The script of one choice that thinks, says something and calls, in this order.

    Each piece is a token, and so is a call's beginning, what closes the thoughts and the end. A
    call's id is `call_` and its choice and index. reason: by default what such an answer ends with.
    """
    said: list[Delta] = []
    num_thoughts = len(thoughts) + 1 if thoughts else 0
    said += [ThoughtDelta(choice, one, number) for number, one in enumerate(thoughts, start=1)]
    for number, text in enumerate(texts, start=num_thoughts + 1):
        said.append(TextDelta(choice, text, num_tokens=number))
    number = num_thoughts + len(texts)
    for index, call in enumerate(calls):
        number += 1
        call_id = f"call_{choice}{index}"
        said.append(CallStarted(choice, index, call_id, call.name, call.is_custom, number))
        for piece in call.pieces:
            number += 1
            said.append(CallDelta(choice, index, piece, number))
    reason = reason or (FinishReason.TOOL_CALLS if calls else FinishReason.STOP)
    return [*said, ChoiceFinished(choice, reason, number + 1, num_thoughts)]


class ScriptedEngine:
    """Satisfies `ChatEngine`. Every ask gets the next script; the last one is used again."""

    def __init__(
        self,
        *scripts: Sequence[Line],
        names: tuple[str, ...] = ("scripted",),
        num_prompt_tokens: int = 7,
        num_cached_tokens: int = 0,
        refuse: RejoinderError | None = None,
        before_accepting: asyncio.Event | None = None,
        reasons: tuple[str, ...] = (),
    ) -> None:
        self.names = names
        self.scripts = scripts or (says("Hello", " there"),)
        self.num_prompt_tokens = num_prompt_tokens
        self.num_cached_tokens = num_cached_tokens
        self.refuse = refuse
        self.before_accepting = before_accepting
        self.reasons = reasons
        self.asks: list[Ask] = []
        self.answers: list[ScriptedAnswer] = []
        self.tiers: list[Tier] = []
        self.num_starts = 0
        self.num_stops = 0

    def models(self) -> tuple[ModelInfo, ...]:
        return tuple(
            ModelInfo(name=name, created_unix_s=1_700_000_000, owned_by="tests", max_model_len=1024)
            for name in self.names
        )

    def not_ready(self) -> tuple[str, ...]:
        return self.reasons

    async def ask(self, ask: Ask) -> ScriptedAnswer:
        """Prepared and begun at once, for callers without tiers."""
        return await (await self.prepare(ask)).start(Tier.DEFAULT)

    async def prepare(self, ask: Ask) -> ScriptedPrepared:
        self.asks.append(ask)
        if self.before_accepting is not None:
            await self.before_accepting.wait()
        if self.refuse is not None:
            raise self.refuse
        if ask.model not in self.names:
            raise UnknownModel(model=ask.model, known=self.names)
        room = 1024 - self.num_prompt_tokens
        limit = room if ask.max_tokens is None else ask.max_tokens
        return ScriptedPrepared(self, ask, max_new_tokens=limit * ask.num_choices)

    def begin(self, tier: Tier) -> ScriptedAnswer:
        """The next answer, by the next script."""
        script = self.scripts[min(len(self.answers), len(self.scripts) - 1)]
        answer = ScriptedAnswer(
            script,
            num_prompt_tokens=self.num_prompt_tokens,
            num_cached_tokens=self.num_cached_tokens,
        )
        self.answers.append(answer)
        self.tiers.append(tier)
        return answer

    async def start(self) -> None:
        self.num_starts += 1

    async def stop(self) -> None:
        self.num_stops += 1


class ScriptedPrepared:
    """Satisfies `Prepared`."""

    def __init__(self, engine: ScriptedEngine, ask: Ask, *, max_new_tokens: int) -> None:
        self._engine = engine
        self.ask = ask
        self.num_prompt_tokens = engine.num_prompt_tokens
        self.max_new_tokens = max_new_tokens

    async def start(self, tier: Tier) -> ScriptedAnswer:
        return self._engine.begin(tier)


class ScriptedAnswer:
    """Satisfies `Answer`. `num_said` counts the lines of its script that are behind it."""

    fingerprint = "fp_scripted"

    def __init__(
        self, script: Sequence[Line], *, num_prompt_tokens: int, num_cached_tokens: int
    ) -> None:
        self._script = script
        self.num_prompt_tokens = num_prompt_tokens
        self.num_cached_tokens = num_cached_tokens
        self.num_said = 0
        self.num_begun_tokens = 0
        self._num_drawn = 0
        self._num_told: dict[int, int] = {}  # by choice
        self.is_closed = False
        self.closed = asyncio.Event()

    @property
    def num_generated_tokens(self) -> int:
        return max(self._num_drawn, sum(self._num_told.values()))

    async def __aiter__(self) -> AsyncIterator[Delta]:
        for line in self._script:
            if isinstance(line, asyncio.Event):
                await line.wait()
            elif isinstance(line, BaseException):
                raise line
            elif isinstance(line, Computes):
                self.num_begun_tokens = self.num_prompt_tokens
                self._num_drawn = line.num_tokens
            else:
                self.num_begun_tokens = self.num_prompt_tokens
                self._num_told[line.choice] = line.num_tokens
                yield line
            self.num_said += 1

    async def aclose(self) -> None:
        self.is_closed = True
        self.closed.set()
