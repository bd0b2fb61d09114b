"""Grammars are tried by rank, and within one for their owners in turn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from rejoinder.grammar.checker import MAX_CHILDREN, Checker
from rejoinder.grammar.text import Grammar, LarkPart
from rejoinder.grammar.verdict import Verdict
from rejoinder.turns import Standing

PRIORITY, DEFAULT, FLEX = 0, 2, 3


class NotingChecker(Checker):
    """Has no children: notes what is tried, and lets a test end the trials one by one."""

    def __init__(self) -> None:
        super().__init__(Path(), vocab_size=1)
        self.tried: list[str] = []
        self._ends: list[asyncio.Event] = []

    async def _judged(self, text: str) -> Verdict:
        self.tried.append(text.split('\\"')[1])  # what its grammar has between quotes
        end = asyncio.Event()
        self._ends.append(end)
        await end.wait()
        return Verdict("good")

    async def end_one(self) -> None:
        self._ends.pop(0).set()
        await turns_of_the_loop()


async def turns_of_the_loop() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


class Asked:
    """A checker both of whose places are taken by flex."""

    def __init__(self) -> None:
        self.checker = NotingChecker()
        self._tasks: list[asyncio.Task[None]] = []

    async def ask(self, name: str, rank: int, owner: str = "p") -> asyncio.Task[None]:
        grammar = Grammar(LarkPart(f'start: "{name}"'))
        check = self.checker.check(grammar, param="f", standing=Standing(rank, owner))
        task = asyncio.create_task(check)
        self._tasks.append(task)
        await turns_of_the_loop()
        return task

    async def order(self) -> str:
        """What is tried after those, in order."""
        while any(not task.done() for task in self._tasks):
            await self.checker.end_one()
        await self.checker.stop()
        return "".join(self.checker.tried[MAX_CHILDREN:])


def run(story: Callable[[Asked], Awaitable[None]]) -> None:
    async def all_of_it() -> None:
        asked = Asked()
        for number in range(MAX_CHILDREN):
            await asked.ask(str(number), FLEX)
        await story(asked)

    asyncio.run(all_of_it())


def test_a_better_tier_does_not_wait_behind_a_worse_one() -> None:
    """It stood behind all grammars of flex that had come before: 3 s behind 12 of them."""

    async def story(asked: Asked) -> None:
        for name, rank in [("a", FLEX), ("b", FLEX), ("c", DEFAULT), ("d", PRIORITY)]:
            await asked.ask(name, rank)
        assert await asked.order() == "dcab"

    run(story)


def test_a_flood_of_one_owner_leaves_every_other_turn_to_others() -> None:
    async def story(asked: Asked) -> None:
        for name in "abcd":
            await asked.ask(name, DEFAULT, "flooding")
        for name in "xy":
            await asked.ask(name, DEFAULT, "other")
        assert await asked.order() == "axbycd"

    run(story)


def test_a_grammar_that_waits_moves_up_when_a_better_tier_asks_for_it() -> None:
    async def story(asked: Asked) -> None:
        for name in "abc":
            await asked.ask(name, FLEX)
        await asked.ask("c", PRIORITY)
        assert await asked.order() == "cab"

    run(story)


def test_who_asks_for_what_waits_in_anothers_flood_has_a_turn_of_his_own() -> None:
    async def story(asked: Asked) -> None:
        for name in "abcd":
            await asked.ask(name, DEFAULT, "flooding")
        await asked.ask("d", DEFAULT, "other")
        assert await asked.order() == "adbc"

    run(story)


def test_what_nobody_waits_for_any_more_is_not_tried_unless_it_was_begun() -> None:
    async def story(asked: Asked) -> None:
        gone = await asked.ask("a", FLEX)
        one_of_two = await asked.ask("b", FLEX)
        await asked.ask("b", FLEX)
        for task in (gone, one_of_two):
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert await asked.order() == "b"

    run(story)


def test_what_was_left_by_all_may_be_asked_for_again_at_once() -> None:
    async def story(asked: Asked) -> None:
        gone = await asked.ask("a", FLEX)
        gone.cancel()
        await asked.ask("a", FLEX)
        assert await asked.order() == "a"

    run(story)


def test_stopping_ends_those_that_wait() -> None:
    async def story(asked: Asked) -> None:
        waiting = await asked.ask("a", FLEX)
        await asked.checker.stop()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert asked.checker.tried == ["0", "1"]

    run(story)
