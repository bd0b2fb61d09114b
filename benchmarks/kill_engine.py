"""The server that `kill_server.py` kills: `rejoinder serve` with an engine that notes what it says.

An answer has as many words as its client allows. Each is a token, and is noted in the file that
KILL_NOTES names, under the request's `user`, before it is said: what was generated outlives a kill.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

from rejoinder import settings
from rejoinder.chat.ask import Ask, Tier
from rejoinder.chat.delta import ChoiceFinished, Delta, FinishReason, TextDelta
from rejoinder.cli.serve import Built, serve
from rejoinder.engines.base import ModelInfo
from rejoinder.errors import UnknownModel

NAME = "scripted"
NUM_PROMPT_TOKENS = 7
NUM_CACHED_TOKENS = 3
# A CPU's pace, sped up: between two words.
_MAX_PAUSE_S = 0.004


class NotingEngine:
    """Satisfies `ChatEngine`."""

    def __init__(self, notes: Path) -> None:
        self._notes = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._random = Random()

    def models(self) -> tuple[ModelInfo, ...]:
        return (ModelInfo(NAME, created_unix_s=0, owned_by="tests", max_model_len=1024),)

    def not_ready(self) -> tuple[str, ...]:
        return ()

    async def prepare(self, ask: Ask) -> NotingPrepared:
        if ask.model != NAME:
            raise UnknownModel(model=ask.model, known=(NAME,))
        return NotingPrepared(self, ask)

    def note(self, tag: str) -> None:
        os.write(self._notes, f"{tag}\n".encode())

    async def pause(self) -> None:
        await asyncio.sleep(self._random.random() * _MAX_PAUSE_S)

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        os.close(self._notes)


class NotingPrepared:
    """Satisfies `Prepared`."""

    num_prompt_tokens = NUM_PROMPT_TOKENS

    def __init__(self, engine: NotingEngine, ask: Ask) -> None:
        self._engine = engine
        self._ask = ask
        self.max_new_tokens = ask.max_tokens or 16

    async def start(self, tier: Tier) -> NotingAnswer:
        return NotingAnswer(self._engine, self._ask.user, self.max_new_tokens)


class NotingAnswer:
    """Satisfies `Answer`."""

    fingerprint = "fp_scripted"
    num_prompt_tokens = NUM_PROMPT_TOKENS
    num_cached_tokens = NUM_CACHED_TOKENS
    num_begun_tokens = NUM_PROMPT_TOKENS

    def __init__(self, engine: NotingEngine, tag: str, num_tokens: int) -> None:
        self._engine = engine
        self._tag = tag
        self._num_tokens = num_tokens
        self.num_generated_tokens = 0

    async def __aiter__(self) -> AsyncIterator[Delta]:
        for number in range(1, self._num_tokens + 1):
            await self._engine.pause()
            self._engine.note(self._tag)
            self.num_generated_tokens = number
            yield TextDelta(0, f"{number} ", num_tokens=number)
        yield ChoiceFinished(0, FinishReason.LENGTH, self._num_tokens)

    async def aclose(self) -> None:
        pass


def main() -> None:
    engine = NotingEngine(Path(os.environ["KILL_NOTES"]))
    chosen = settings.load({}, os.environ, folder=Path("/"))
    serve(chosen, lambda *_: Built(engine, lambda: None))


if __name__ == "__main__":
    main()
