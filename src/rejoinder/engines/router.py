"""Several models behind one door: each ask goes to the engine that serves its model."""

from __future__ import annotations

import asyncio

from rejoinder.chat.ask import Ask
from rejoinder.engines.base import ChatEngine, ModelInfo, Prepared
from rejoinder.errors import UnknownModel


class Router:
    """A `ChatEngine` made of others. Names are unique across them; `serve` has checked that."""

    def __init__(self, engines: tuple[ChatEngine, ...]) -> None:
        self._engines = engines

    def models(self) -> tuple[ModelInfo, ...]:
        return tuple(info for engine in self._engines for info in engine.models())

    def not_ready(self) -> tuple[str, ...]:
        return tuple(reason for engine in self._engines for reason in engine.not_ready())

    async def prepare(self, ask: Ask) -> Prepared:
        for engine in self._engines:
            if any(info.name == ask.model for info in engine.models()):
                return await engine.prepare(ask)
        raise UnknownModel(model=ask.model, known=tuple(info.name for info in self.models()))

    async def start(self) -> None:
        for engine in self._engines:
            await engine.start()

    async def stop(self) -> None:
        await asyncio.gather(*(engine.stop() for engine in self._engines))
