"""Tiers with a real worker and the bundled model: who ends first, and what is said."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from rejoinder import mini
from rejoinder.chat.ask import Ask, Tier
from rejoinder.chat.delta import Delta
from rejoinder.engines.local_answer import LocalAnswer
from tests.engines.running import Read, Running, folded, running

NUM_FLEX = 3


@pytest.fixture(scope="module")
def model() -> Iterator[Running]:
    with running(mini.FOLDER) as made:
        yield made


def asks(model: Running) -> list[Ask]:
    """All are as long. The last, in two choices, leaves no room beside it that costs nothing."""
    words = ("the sea", "a river", "the moon", "bread")
    return [
        model.ask(
            f"Tell me about {each}.",
            temperature=1.0,
            num_choices=2 if each == words[-1] else 1,
            max_tokens=300,
            ignores_end=True,
        )
        for each in words
    ]


def raced(model: Running, *, kills: bool) -> tuple[list[list[Delta]], list[int]]:
    """What each is told, and who ended in which order."""
    heard: list[list[Delta]] = [[] for _ in range(NUM_FLEX + 1)]
    ended: list[int] = []
    has_begun = asyncio.Event()  # the first of flex

    async def read(index: int, answer: LocalAnswer) -> None:
        async for delta in answer:
            heard[index].append(delta)
            has_begun.set()
            if kills and index == NUM_FLEX and len(heard[index]) == 20:
                pid = model.engine.supervisor.pid
                assert pid is not None
                os.kill(pid, signal.SIGKILL)
        ended.append(index)

    async def story() -> None:
        prepared = [await model.engine.prepare(ask) for ask in asks(model)]
        readers = []
        for index, each in enumerate(prepared):
            tier = Tier.FLEX if index < NUM_FLEX else Tier.DEFAULT
            readers.append(asyncio.create_task(read(index, await each.start(tier))))
            await has_begun.wait()
        await asyncio.gather(*readers)

    model.run(story())
    return heard, ended


@pytest.mark.slow
@pytest.mark.parametrize("kills", [False, True])
def test_flex_makes_way_and_everybody_says_what_they_say_alone(model: Running, kills: bool) -> None:
    """Also where the worker dies while flex is paused: it comes back as flex, and goes on."""
    alone = [_told(model.deltas(ask)) for ask in asks(model)]

    heard, ended = raced(model, kills=kills)

    assert [_told(each) for each in heard] == alone
    assert ended[0] == NUM_FLEX
    assert model.engine.supervisor.num_restarts == kills


def _told(deltas: list[Delta]) -> list[Read]:
    return [folded(deltas, choice) for choice in sorted({delta.choice for delta in deltas})]
