"""Several asks of one request: accepted together, read as one, ended together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec
import pytest

from rejoinder.chat.ask import Ask, Message, Role, Tier
from rejoinder.chat.delta import ChoiceFinished, Delta, TextDelta
from rejoinder.engines.base import Answer, ChatEngine
from rejoinder.errors import EngineFailed, QueueFull
from rejoinder.server.side_by_side import prepare_all
from rejoinder.testing.scripted_engine import ScriptedAnswer, ScriptedEngine, says
from tests.server.world import settled


def asks(number: int, *, num_choices: int = 1) -> list[Ask]:
    ask = Ask(
        model="scripted",
        messages=(Message(Role.USER, "Hi"),),
        temperature=1.0,
        top_p=1.0,
        top_k=0,
        seed=1,
        num_choices=num_choices,
        max_tokens=None,
        stop=(),
    )
    return [ask] * number


async def begun(engine: ChatEngine, asked: Sequence[Ask]) -> Answer:
    return await (await prepare_all(engine, asked)).start(Tier.DEFAULT)


async def heard(answer: Answer) -> list[Delta]:
    return [delta async for delta in answer]


def test_choices_are_numbered_through() -> None:
    async def scene() -> None:
        engine = ScriptedEngine(
            [*says("a", choice=0), *says("b", choice=1)], [*says("c", choice=1), *says("d")]
        )
        answer = await begun(engine, asks(2, num_choices=2))

        deltas = await heard(answer)

        said = {one.choice: one.text for one in deltas if isinstance(one, TextDelta)}
        assert said == {0: "a", 1: "b", 3: "c", 2: "d"}
        assert sorted(d.choice for d in deltas if isinstance(d, ChoiceFinished)) == [0, 1, 2, 3]
        await answer.aclose()

    asyncio.run(scene())


def test_they_speak_as_they_come_and_not_one_after_the_other() -> None:
    async def scene() -> None:
        gate = asyncio.Event()
        engine = ScriptedEngine([TextDelta(0, "early"), gate, *says("late")], says("other"))
        answer = await begun(engine, asks(2))
        deltas: list[Delta] = []

        async def read() -> None:
            async for delta in answer:
                deltas.append(delta)  # noqa: PERF401 -- looked at while it grows

        reader = asyncio.create_task(read())
        await settled()
        assert {d.text for d in deltas if isinstance(d, TextDelta)} == {"early", "other"}

        gate.set()
        await reader
        assert len(deltas) == 5
        await answer.aclose()

    asyncio.run(scene())


def test_prompts_are_summed() -> None:
    async def scene() -> None:
        answer = await begun(ScriptedEngine(num_cached_tokens=2), asks(3))

        assert (answer.num_prompt_tokens, answer.num_cached_tokens) == (21, 6)
        assert answer.fingerprint == "fp_scripted"
        await answer.aclose()

    asyncio.run(scene())


def test_one_that_is_refused_closes_those_before_it() -> None:
    """Without this the first of two prompts would be answered to nobody."""

    class Full(ScriptedEngine):
        def begin(self, tier: Tier) -> ScriptedAnswer:
            if len(self.answers) == 2:
                raise QueueFull(num_waiting=2, max_waiting=2)
            return super().begin(tier)

    async def scene() -> None:
        engine = Full()

        with pytest.raises(QueueFull):
            await begun(engine, asks(3))

        assert [answer.is_closed for answer in engine.answers] == [True, True]

    asyncio.run(scene())


def test_a_fault_in_one_is_the_fault_of_all() -> None:
    async def scene() -> None:
        engine = ScriptedEngine([asyncio.Event()], [TextDelta(0, "a"), EngineFailed("no luck")])
        answer = await begun(engine, asks(2))

        with pytest.raises(EngineFailed):
            await heard(answer)
        await answer.aclose()

        assert [one.is_closed for one in engine.answers] == [True, True]
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(scene())


def test_closing_half_way_ends_every_reader() -> None:
    async def scene() -> None:
        engine = ScriptedEngine([TextDelta(0, "a"), asyncio.Event()])
        answer = await begun(engine, asks(5))
        async for _ in answer:
            break

        await answer.aclose()

        assert all(one.is_closed for one in engine.answers)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(scene())


def test_one_ask_goes_straight_to_the_engine() -> None:
    async def scene() -> None:
        (ask,) = asks(1)
        answer = await begun(ScriptedEngine(), (msgspec.structs.replace(ask, num_choices=3),))

        assert isinstance(answer, ScriptedAnswer)

    asyncio.run(scene())
