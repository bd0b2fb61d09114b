"""What is made of tools and formats keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import msgspec
import pytest

from rejoinder.chat.ask import AnswerFormat, Ask, Calling, FormatKind, Tool, ToolKind, ToolUse
from rejoinder.engines.local import LocalEngine
from rejoinder.grammar.text import Grammar
from rejoinder.turns import Standing
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
