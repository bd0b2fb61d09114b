"""A real engine, with its worker, for tests that ask it things one after another."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from rejoinder.chat.ask import Ask, Message, Role
from rejoinder.chat.delta import (
    CallDelta,
    CallStarted,
    ChoiceFinished,
    Delta,
    TextDelta,
    ThoughtDelta,
)
from rejoinder.engine.protocol import Load
from rejoinder.engines.local import LocalEngine
from rejoinder.engines.thinking import Budgets

T = TypeVar("T")

PATIENCE_S = 60  # reached only when something is broken


class Read(msgspec.Struct, frozen=True):
    """One choice, whole. calls: names and arguments, in order; ids: theirs."""

    content: str
    thought: str
    calls: tuple[tuple[str, str], ...]
    ids: tuple[str, ...]
    finish: ChoiceFinished


class Running:
    """An engine that is ready, and the loop that it lives in."""

    def __init__(self, runner: asyncio.Runner, engine: LocalEngine) -> None:
        self._runner = runner
        self.engine = engine

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        async def in_time() -> T:
            return await asyncio.wait_for(what, PATIENCE_S)

        return self._runner.run(in_time())

    def deltas(self, ask: Ask) -> list[Delta]:
        return self.run(self._deltas(ask))

    def choices(self, ask: Ask) -> list[Read]:
        deltas = self.deltas(ask)
        return [folded(deltas, choice) for choice in range(ask.num_choices)]

    def one(self, text: str = "", **changes: object) -> Read:
        """Of one message of a user's."""
        (only,) = self.choices(self.ask(text, **changes))
        return only

    def ask(self, text: str = "", **changes: object) -> Ask:
        messages = (Message(role=Role.USER, content=text),)
        plain = Ask(
            model=self.engine.name,
            messages=messages,
            temperature=0.0,
            top_p=1.0,
            top_k=0,
            seed=7,
            num_choices=1,
            max_tokens=200,
            stop=(),
        )
        return msgspec.structs.replace(plain, **changes)

    async def _deltas(self, ask: Ask) -> list[Delta]:
        answer = await self.engine.ask(ask)
        return [delta async for delta in answer]


@contextlib.contextmanager
def running(folder: Path, budgets: Budgets | None = None) -> Iterator[Running]:
    """Ready when the block begins, gone when it ends."""
    load = Load(
        folder=str(folder),
        weights="f32",
        kv_cache="f16",
        kv_bytes=32 * 2**20,
        threads=1,
        max_model_len=None,
        max_sequences=16,
        token_budget=64,
    )
    with asyncio.Runner() as runner:
        engine = LocalEngine(load, name="m", created_unix_s=1, max_waiting=64, budgets=budgets)
        made = Running(runner, engine)
        made.run(_started(engine))
        try:
            yield made
        finally:
            made.run(engine.stop())


async def _started(engine: LocalEngine) -> None:
    await engine.start()
    await engine.supervisor.settled()
    assert engine.not_ready() == ()


def folded(deltas: Sequence[Delta], choice: int = 0) -> Read:
    """Also asserts the order in which things may be said."""
    own = [delta for delta in deltas if delta.choice == choice]
    *others, finish = own
    assert isinstance(finish, ChoiceFinished)
    calls: list[tuple[str, str]] = []
    ids: list[str] = []
    for delta in others:
        assert not isinstance(delta, ChoiceFinished)
        if isinstance(delta, CallStarted):
            assert delta.index == len(calls)
            calls.append((delta.name, ""))
            ids.append(delta.call_id)
        elif isinstance(delta, CallDelta):
            name, before = calls[delta.index]
            calls[delta.index] = (name, before + delta.arguments)
    return Read(
        content="".join(one.text for one in others if isinstance(one, TextDelta)),
        thought="".join(one.text for one in others if isinstance(one, ThoughtDelta)),
        calls=tuple(calls),
        ids=tuple(ids),
        finish=finish,
    )
