"""A ChatEngine that says what it is told to, when it is told to.

No model, no process, no sleeping: what an answer waits for is an `asyncio.Event` in its script.
Every ask and every closed answer is kept, so that a test can look at them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from rejoinder.chat.ask import Ask
from rejoinder.chat.delta import ChoiceFinished, Delta, FinishReason, TextDelta
from rejoinder.engines.base import ModelInfo
from rejoinder.errors import RejoinderError, UnknownModel

# One line of a script: said, waited for, or raised.
Line = Delta | asyncio.Event | BaseException


def says(*texts: str, choice: int = 0, reason: FinishReason = FinishReason.STOP) -> list[Line]:
    """The script of one choice: each text a delta and a token, then the end (one token more)."""
    said: list[Line] = [
        TextDelta(choice, text, num_tokens=number) for number, text in enumerate(texts, start=1)
    ]
    return [*said, ChoiceFinished(choice, reason, len(texts) + 1)]


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
        self.asks.append(ask)
        if self.before_accepting is not None:
            await self.before_accepting.wait()
        if self.refuse is not None:
            raise self.refuse
        if ask.model not in self.names:
            raise UnknownModel(model=ask.model, known=self.names)
        script = self.scripts[min(len(self.answers), len(self.scripts) - 1)]
        answer = ScriptedAnswer(
            script,
            num_prompt_tokens=self.num_prompt_tokens,
            num_cached_tokens=self.num_cached_tokens,
        )
        self.answers.append(answer)
        return answer

    async def start(self) -> None:
        self.num_starts += 1

    async def stop(self) -> None:
        self.num_stops += 1


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
        self.is_closed = False
        self.closed = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[Delta]:
        for line in self._script:
            if isinstance(line, asyncio.Event):
                await line.wait()
            elif isinstance(line, BaseException):
                raise line
            else:
                yield line
            self.num_said += 1

    async def aclose(self) -> None:
        self.is_closed = True
        self.closed.set()
