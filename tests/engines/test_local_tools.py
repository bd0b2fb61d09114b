"""Tools, formats and thoughts: what a worker is ordered to say, and how its tokens are read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import msgspec
import pytest

from rejoinder.chat.ask import AnswerFormat, Ask, Calling, Effort, FormatKind, Tool, ToolUse
from rejoinder.chat.delta import (
    CallDelta,
    CallStarted,
    ChoiceFinished,
    Delta,
    FinishReason,
    TextDelta,
    ThoughtDelta,
)
from rejoinder.engine.order import Event, Finish, Order, Sampled, Started, Thought
from rejoinder.engine.protocol import Load
from rejoinder.engines.local import LocalEngine
from rejoinder.engines.supervisor import Supervisor
from rejoinder.engines.thinking import Budgets
from rejoinder.errors import GrammarTooComplex, InvalidRequest, QueueFull, UnsupportedParameter
from rejoinder.grammar import parts
from rejoinder.grammar.text import Grammar
from rejoinder.turns import Standing
from tests.engines import hermes
from tests.engines.test_local import PLAIN, StubSupervisor

(END,) = hermes.ids("<|im_end|>")
(OPENS,) = hermes.ids("<think>")
(CLOSES,) = hermes.ids("</think>")
TOOLS = (
    Tool(
        "look", parameters=msgspec.Raw(b'{"type":"object","properties":{"at":{"type":"string"}}}')
    ),
    Tool("wait"),
)
MAY = ToolUse(TOOLS, Calling.MAY, frozenset({"look", "wait"}))
NEVER = ToolUse(TOOLS)
JSON = AnswerFormat(FormatKind.JSON_OBJECT)
CALL = '<tool_call>\n{"name": "look", "arguments": {"at": "sea"}}\n</tool_call>'


class Clerk:
    """Checks grammars as it is told to, and keeps them."""

    def __init__(self, error: InvalidRequest | None = None) -> None:
        self.checked: list[tuple[Grammar, str]] = []
        self.is_stopped = False
        self._error = error

    async def check(self, grammar: Grammar, *, param: str, standing: Standing) -> None:
        await asyncio.sleep(0)
        self.checked.append((grammar, param))
        if self._error is not None:
            raise self._error

    def warm_up(self) -> None:
        pass

    async def stop(self) -> None:
        self.is_stopped = True


def ask(**changes: object) -> Ask:
    return msgspec.structs.replace(PLAIN, **changes)


async def engine_of(
    path: Path,
    stub: StubSupervisor,
    clerk: Clerk | None = None,
    *,
    budgets: Budgets | None = None,
    dialect: str | None = None,
) -> LocalEngine:
    load = Load(
        folder=str(hermes.text_side(path)),
        weights="f32",
        kv_cache="f16",
        kv_bytes=0,
        threads=1,
        max_model_len=None,
        max_sequences=8,
        token_budget=64,
    )
    stub.ready = msgspec.structs.replace(stub.ready, vocab_size=352, max_model_len=1024)
    engine = LocalEngine(
        load,
        name="m",
        created_unix_s=1,
        max_waiting=8,
        budgets=budgets,
        dialect=dialect,
        supervisor=cast("Supervisor", stub),
        checker=clerk or Clerk(),
    )
    await engine.start()
    return engine


def order_of(path: Path, wanted: Ask, clerk: Clerk | None = None) -> Order:
    stub = StubSupervisor()

    async def story() -> None:
        await (await engine_of(path, stub, clerk)).ask(wanted)

    asyncio.run(story())
    (order,) = stub.orders
    return order


def said(
    token_ids: Sequence[int], *, choice: int = 0, finish: Finish | None = Finish.STOP
) -> list[Event]:
    last = len(token_ids) - 1
    return [
        Sampled("1", choice, place, token_id, -float(place), finish if place == last else None)
        for place, token_id in enumerate(token_ids)
    ]


def answered(text: str) -> list[Event]:
    return said([*hermes.ids(text), END])


def deltas(path: Path, events: Sequence[Event], **changes: object) -> list[Delta]:
    async def all_of_them() -> list[Delta]:
        engine = await engine_of(path, StubSupervisor(events))
        answer = await engine.ask(ask(**{"tool_use": MAY, **changes}))
        return [delta async for delta in answer]

    return asyncio.run(asyncio.wait_for(all_of_them(), 10))


def content(read: Sequence[Delta], choice: int = 0) -> str:
    return "".join(one.text for one in read if isinstance(one, TextDelta) and one.choice == choice)


def thoughts(read: Sequence[Delta]) -> str:
    return "".join(one.text for one in read if isinstance(one, ThoughtDelta))


def calls(read: Sequence[Delta], choice: int = 0) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for one in read:
        if isinstance(one, CallStarted) and one.choice == choice:
            found.append((one.name, ""))
        elif isinstance(one, CallDelta) and one.choice == choice:
            name, before = found[one.index]
            found[one.index] = (name, before + one.arguments)
    return found


def spelled(read: Sequence[Delta]) -> bytes:
    """By the tokens whose log-probabilities are told, but for space around it."""
    facts = [fact for one in read if isinstance(one, TextDelta) for fact in one.facts]
    return b"".join(fact.token.spelled for fact in facts).strip()


def finish(read: Sequence[Delta], choice: int = 0) -> ChoiceFinished:
    (ended,) = (one for one in read if isinstance(one, ChoiceFinished) and one.choice == choice)
    return ended


# Down


def test_a_plain_ask_has_no_grammar_and_nobody_is_asked_about_one(tmp_path: Path) -> None:
    clerk = Clerk()
    order = order_of(tmp_path, ask(), clerk)
    assert (order.grammar, order.thought, clerk.checked) == ("", None, [])


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"tool_use": MAY}, "tools"),
        ({"tool_use": NEVER}, "tools"),
        ({"answer_format": JSON}, "response_format"),
        ({"prompt": "na", "answer_format": JSON}, "response_format"),
    ],
)
def test_what_is_wanted_is_a_grammar_that_has_been_tried(
    tmp_path: Path, changes: dict[str, object], param: str
) -> None:
    clerk = Clerk()
    order = order_of(tmp_path, ask(**changes), clerk)
    ((grammar, named),) = clerk.checked
    assert (order.grammar, named) == (grammar.text, param)


def test_outside_of_chat_the_grammar_is_the_answer_alone(tmp_path: Path) -> None:
    clerk = Clerk()
    order_of(tmp_path, ask(prompt="na", answer_format=JSON), clerk)
    ((grammar, _),) = clerk.checked
    assert grammar.parts == (("answer", parts.object_part()),)


def test_a_grammar_that_cannot_be_followed_is_refused_before_a_worker_sees_it(
    tmp_path: Path,
) -> None:
    stub, clerk = StubSupervisor(), Clerk(GrammarTooComplex(param="tools", limit="1 s to compile"))

    async def story() -> None:
        engine = await engine_of(tmp_path, stub, clerk)
        with pytest.raises(GrammarTooComplex):
            await engine.ask(ask(tool_use=MAY))

    asyncio.run(story())
    assert stub.orders == []


def test_a_model_that_can_follow_no_grammar_says_so(tmp_path: Path) -> None:
    stub = StubSupervisor()

    async def story() -> None:
        engine = await engine_of(tmp_path, stub)
        stub.ready = msgspec.structs.replace(stub.ready, why_no_grammars="it has no end")
        await engine.ask(ask())
        await engine.ask(ask(tool_use=NEVER))
        with pytest.raises(UnsupportedParameter, match="it has no end") as caught:
            await engine.ask(ask(answer_format=JSON))
        assert caught.value.param == "response_format"

    asyncio.run(story())
    assert [order.grammar for order in stub.orders] == ["", ""]


def test_asks_whose_grammars_are_tried_side_by_side_do_not_overfill_the_queue(
    tmp_path: Path,
) -> None:
    stub = StubSupervisor()

    async def story() -> list[object]:
        engine = await engine_of(tmp_path, stub)
        asks = (engine.ask(ask(tool_use=MAY)) for _ in range(20))
        return list(await asyncio.gather(*asks, return_exceptions=True))

    told = asyncio.run(story())
    assert len(stub.orders) == 16
    assert sum(isinstance(one, QueueFull) for one in told) == 4


def test_effort_is_a_limit_of_thought(tmp_path: Path) -> None:
    assert order_of(tmp_path, ask(effort=Effort.LOW)).thought == Thought((CLOSES,), 1_024, (OPENS,))
    # The template closes the thought in the prompt: there is none to limit.
    assert order_of(tmp_path, ask(effort=Effort.NONE)).thought is None
    assert order_of(tmp_path, ask()).thought is None


def test_the_fingerprint_covers_dialect_and_budgets(tmp_path: Path) -> None:
    async def fingerprint(budgets: Budgets | None, dialect: str | None) -> str:
        engine = await engine_of(tmp_path, StubSupervisor(), budgets=budgets, dialect=dialect)
        return (await engine.ask(ask())).fingerprint

    async def story() -> list[str]:
        ways = [(None, None), (Budgets(low=5), None), (None, "mini"), (None, "hermes")]
        return [await fingerprint(*way) for way in ways]

    usual, budgets, mini, named = asyncio.run(story())
    assert len({usual, budgets, mini}) == 3
    assert named == usual  # it is what was found


# Up


def test_tokens_become_thoughts_content_and_calls(tmp_path: Path) -> None:
    read = deltas(tmp_path, answered(f"<think>\nhm\n</think>\n\nhello\n{CALL}\n{CALL}"))
    assert (thoughts(read), content(read)) == ("hm", "hello")
    assert calls(read) == [("look", '{"at": "sea"}')] * 2
    num_thought = len(hermes.ids("<think>\nhm\n</think>"))
    assert finish(read).reason is FinishReason.TOOL_CALLS
    assert finish(read).num_thought_tokens == num_thought


def test_a_call_that_is_cut_ends_by_length(tmp_path: Path) -> None:
    read = deltas(tmp_path, said(hermes.ids(CALL.split("sea")[0]), finish=Finish.LENGTH))
    assert calls(read) == [("look", '{"at": "')]
    assert finish(read).reason is FinishReason.LENGTH


@pytest.mark.parametrize(
    ("text", "told"), [('<tool_call>\n{"name": "lo', []), (CALL.split(", ")[0], [("look", "")])]
)
def test_what_is_cut_before_it_is_a_whole_call_is_no_content(
    tmp_path: Path, text: str, told: list[tuple[str, str]]
) -> None:
    events = said(hermes.ids(f"hello\n{text}"), finish=Finish.LENGTH)
    read = deltas(tmp_path, events, wants_logprobs=True)
    assert (content(read), calls(read)) == ("hello", told)
    assert spelled(read) == b"hello"
    assert finish(read).reason is FinishReason.LENGTH
    assert finish(read).num_tokens == len(events)


def test_choices_are_read_each_for_itself(tmp_path: Path) -> None:
    first, second = answered(f"hello{CALL}"), said([*hermes.ids("hello"), END], choice=1)
    events = [one for pair in zip(first, second, strict=False) for one in pair]
    events += first[len(second) :]
    read = deltas(tmp_path, events, num_choices=2)
    assert [content(read, choice) for choice in (0, 1)] == ["hello", "hello"]
    assert [len(calls(read, choice)) for choice in (0, 1)] == [1, 0]
    assert finish(read, 1).reason is FinishReason.STOP
    ids = [one.call_id for one in read if isinstance(one, CallStarted)]
    assert all(one.startswith("call_") and len(one) == 29 for one in ids)


def test_a_call_goes_on_after_its_worker_died(tmp_path: Path) -> None:
    """The supervisor tells each token once; the next worker's start means nothing to a reader."""
    whole = answered(f"na{CALL}")
    for cut in range(1, len(whole)):
        events = [Started("1", 0), *whole[:cut], Started("1", 0), *whole[cut:]]
        read = deltas(tmp_path, events)
        assert (content(read), calls(read)) == ("na", [("look", '{"at": "sea"}')])


def test_stop_strings_in_arguments_stop_nothing(tmp_path: Path) -> None:
    read = deltas(tmp_path, answered(f"na{CALL}"), stop=("sea", "look"))
    assert calls(read) == [("look", '{"at": "sea"}')]
    assert finish(read).reason is FinishReason.TOOL_CALLS


@pytest.mark.parametrize("tool_use", [MAY, ToolUse()], ids=["dialect", "plain"])
def test_tokens_behind_a_stop_string_are_nobodys(tmp_path: Path, tool_use: ToolUse) -> None:
    """They were counted as another end of their choice, and the last choice was never told."""
    events = [*said(hermes.ids("hello"), finish=None), *said([*hermes.ids("no"), END], choice=1)]
    read = deltas(tmp_path, events, num_choices=2, stop=("l",), tool_use=tool_use)
    assert [content(read, choice) for choice in (0, 1)] == ["he", "no"]
    assert [finish(read, choice).reason for choice in (0, 1)] == [FinishReason.STOP] * 2


def test_facts_are_told_of_content_only(tmp_path: Path) -> None:
    read = deltas(
        tmp_path, answered(f"<think>\nhm\n</think>\n\nhello\n{CALL}"), wants_logprobs=True
    )
    assert spelled(read) == b"hello"


def test_a_forged_marker_is_content(tmp_path: Path) -> None:
    read = deltas(tmp_path, said([*hermes.letters(CALL), END]))
    assert (content(read), calls(read)) == (CALL, [])
    assert finish(read).reason is FinishReason.STOP


def test_outside_of_chat_markers_are_text(tmp_path: Path) -> None:
    read = deltas(tmp_path, answered(CALL), prompt="na", tool_use=ToolUse())
    assert (content(read), calls(read)) == (CALL, [])
