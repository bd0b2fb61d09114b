"""What is made of tools and formats keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from rejoinder.chat.ask import (
    AnswerFormat,
    Ask,
    Calling,
    FormatKind,
    TierWanted,
    Tool,
    ToolKind,
    ToolUse,
)
from rejoinder.engines.aside import make_aside, make_text_aside, read_aside
from rejoinder.engines.local import LocalEngine
from rejoinder.grammar.text import Grammar
from rejoinder.turns import Standing, standing_now
from tests.engines.test_local import StubSupervisor
from tests.engines.test_local_tools import Clerk, ask, engine_of

SMALL = Tool("f", parameters=msgspec.Raw(b"{}"))
CUSTOM = Tool("f", kind=ToolKind.CUSTOM)


def threads_of(path: Path, wanted: Ask, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """The thread that the meaning was made in, and the event loop's."""
    found: list[int] = []
    mean = LocalEngine._mean

    def noted(*args: object, **kwargs: object) -> object:
        found.append(threading.get_ident())
        return mean(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(LocalEngine, "_mean", noted)

    async def story() -> None:
        await (await engine_of(path, StubSupervisor())).ask(wanted)

    asyncio.run(story())
    (thread,) = found
    return thread, threading.get_ident()


@pytest.mark.parametrize(
    "wanted",
    [
        ask(tool_use=ToolUse((SMALL,), Calling.MAY, frozenset("f"))),
        ask(tool_use=ToolUse((CUSTOM,), Calling.MUST, frozenset("f"))),
        ask(tool_use=ToolUse((SMALL,))),
        ask(answer_format=AnswerFormat(FormatKind.JSON_OBJECT)),
        ask(answer_format=AnswerFormat(FormatKind.CHOICE, choices=("a", "b"))),
        ask(answer_format=AnswerFormat(FormatKind.REGEX, pattern="a")),
        ask(answer_format=AnswerFormat(FormatKind.LARK, definition='start: "a"')),
    ],
)
def test_what_holds_tools_or_a_format_is_made_in_a_thread(
    wanted: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lengths do not tell what a grammar costs, and some lengths were not counted."""
    thread, loop = threads_of(tmp_path, wanted, monkeypatch)
    assert thread != loop


def test_a_short_prompt_is_made_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thread, loop = threads_of(tmp_path, ask(), monkeypatch)
    assert thread == loop


def test_a_grammar_to_try_has_its_text_made_in_the_thread(tmp_path: Path) -> None:
    """Half a megabyte of it held the event loop twice."""

    class Looking(Clerk):
        async def check(self, grammar: Grammar, *, param: str, standing: Standing) -> None:
            assert "text" in grammar.__dict__
            await super().check(grammar, param=param, standing=standing)

    clerk = Looking()

    async def story() -> None:
        engine = await engine_of(tmp_path, StubSupervisor(), clerk)
        await engine.ask(ask(tool_use=ToolUse((SMALL,), Calling.MUST, frozenset("f"))))

    asyncio.run(story())
    assert len(clerk.checked) == 1


@pytest.mark.parametrize(
    ("wanted", "rank"),
    [
        (TierWanted.PRIORITY, 0),
        (TierWanted.SCALE, 1),
        (TierWanted.DEFAULT, 2),
        (TierWanted.AUTO, 2),  # or who said `default` would be passed by those without credits
        (TierWanted.FLEX, 3),
    ],
)
def test_a_grammar_stands_in_line_as_its_tier_says(
    wanted: TierWanted, rank: int, tmp_path: Path
) -> None:
    standings: list[Standing] = []

    class Looking(Clerk):
        async def check(self, grammar: Grammar, *, param: str, standing: Standing) -> None:
            standings.append(standing)
            await super().check(grammar, param=param, standing=standing)

    stub = StubSupervisor()
    must_call = ToolUse((SMALL,), Calling.MUST, frozenset("f"))

    async def story() -> None:
        engine = await engine_of(tmp_path, stub, Looking())
        await engine.ask(ask(tool_use=must_call, tier=wanted, tenant="p"))

    asyncio.run(story())
    assert standings == [Standing(rank, "p")]
    assert [order.owner for order in stub.orders] == ["p"]


@pytest.mark.parametrize("aside", [read_aside, make_aside, make_text_aside])
def test_work_in_a_thread_knows_its_standing(aside: Callable[..., Awaitable[Standing]]) -> None:
    """New schemas wait in a line of their own, wherever they were found."""
    standing = Standing(3, "p")

    async def story() -> Standing:
        return await aside(standing_now.get, standing)

    assert asyncio.run(story()) == standing


def test_readers_of_one_rank_do_not_hold_the_threads_of_another() -> None:
    """Each may wait for a hundred schemas, which those of better ranks go before."""

    async def story() -> None:
        may_end = threading.Event()
        flood = [
            asyncio.create_task(read_aside(may_end.wait, Standing(3, str(number))))
            for number in range(100)
        ]
        await asyncio.sleep(0)
        assert await read_aside(lambda: "read", Standing(0)) == "read"
        may_end.set()
        await asyncio.gather(*flood)

    asyncio.run(story())
