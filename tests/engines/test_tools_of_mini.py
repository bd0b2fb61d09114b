"""The bundled model through a real worker: tools, formats and thoughts, as they are promised."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator

import msgspec
import pytest

from rejoinder import mini
from rejoinder.chat.ask import AnswerFormat, Calling, Effort, FormatKind, Tool, ToolKind, ToolUse
from rejoinder.chat.delta import CallDelta, CallStarted, Delta, FinishReason, TextDelta
from rejoinder.engines.thinking import Budgets
from tests.engines.running import Running, folded, running


def schema(**properties: object) -> msgspec.Raw:
    """All of them required, and no others."""
    told = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return msgspec.Raw(msgspec.json.encode(told))


CITY = schema(city={"type": "string"})
TOOLS = (
    Tool("get_weather", "Tells the weather of a city.", CITY),
    Tool("get_time", "Tells the time in a city.", CITY),
)
BOTH = frozenset({"get_weather", "get_time"})
MAY = ToolUse(TOOLS, Calling.MAY, BOTH)
MUST = ToolUse(TOOLS, Calling.MUST, BOTH)
WEATHER = "What is the weather in Oslo?"
TWO = "What is the weather in Oslo and in Rome?"
SUM = "What is 12 plus 7?"


@pytest.fixture(scope="module")
def model() -> Iterator[Running]:
    with running(mini.FOLDER, Budgets(minimal=0, low=5, medium=64)) as made:
        yield made


pytestmark = pytest.mark.slow


def test_a_tool_is_called_where_it_helps(model: Running) -> None:
    read = model.one(WEATHER, tool_use=MAY)
    assert read.calls == (("get_weather", '{"city": "Oslo"}'),)
    assert (read.content, read.finish.reason) == ("", FinishReason.TOOL_CALLS)


def test_a_call_that_must_be_made_is_made_whatever_was_asked(model: Running) -> None:
    for text in (WEATHER, "Hello!", "Tell me a story."):
        read = model.one(text, tool_use=MUST)
        assert len(read.calls) >= 1
        assert all(
            name in BOTH and list(json.loads(given)) == ["city"] for name, given in read.calls
        )
        assert read.finish.reason is FinishReason.TOOL_CALLS


def test_a_named_tool_is_the_one_that_is_called(model: Running) -> None:
    named = ToolUse(TOOLS, Calling.MUST, frozenset({"get_time"}), is_parallel=False)
    read = model.one(WEATHER, tool_use=named)
    assert read.calls == (("get_time", '{"city": "Oslo"}'),)


def test_where_nothing_may_be_called_nothing_is(model: Running) -> None:
    read = model.one(WEATHER, tool_use=ToolUse(TOOLS))
    assert read.calls == ()
    assert read.content
    assert "<tool_call>" not in read.content


def test_several_calls_only_where_they_are_allowed(model: Running) -> None:
    both = model.one(TWO, tool_use=MAY)
    single = model.one(TWO, tool_use=msgspec.structs.replace(MAY, is_parallel=False))
    assert [given for _, given in both.calls] == ['{"city": "Oslo"}', '{"city": "Rome"}']
    assert len(set(both.ids)) == 2
    assert single.calls == both.calls[:1]


def test_calls_come_piece_by_piece(model: Running) -> None:
    deltas = model.deltas(model.ask(WEATHER, tool_use=MAY))
    (started,) = (place for place, one in enumerate(deltas) if isinstance(one, CallStarted))
    pieces = [one for one in deltas[started:] if isinstance(one, CallDelta)]
    assert len(pieces) > 2
    assert "".join(one.arguments for one in pieces) == '{"city": "Oslo"}'


def test_a_custom_tool_is_given_text(model: Running) -> None:
    use = ToolUse(
        (Tool("note", "Keeps a note.", kind=ToolKind.CUSTOM),), Calling.MUST, frozenset({"note"})
    )
    deltas = model.deltas(model.ask("Note that the sea is blue.", tool_use=use))
    (started,) = (one for one in deltas if isinstance(one, CallStarted))
    assert started.is_custom
    given = "".join(one.arguments for one in deltas if isinstance(one, CallDelta))
    assert given
    assert not given.startswith("{")


def test_an_answer_is_what_its_schema_says(model: Running) -> None:
    wanted = schema(city={"type": "string"}, days={"type": "integer"}, sure={"type": "boolean"})
    form = AnswerFormat(FormatKind.JSON_SCHEMA, name="x", schema=wanted, is_strict=True)
    for text in (WEATHER, "Hello!"):
        read = model.one(text, answer_format=form)
        assert {key: type(value) for key, value in json.loads(read.content).items()} == {
            "city": str,
            "days": int,
            "sure": bool,
        }
        assert read.finish.reason is FinishReason.STOP


def test_a_call_that_is_cut_shows_nothing_of_how_it_is_written(model: Running) -> None:
    """Ten tokens of a call once were the content `<tool_call>{"name"…`."""
    (called,) = model.one(WEATHER, tool_use=MUST).calls
    for num_tokens in range(1, 16):
        read = model.one(WEATHER, tool_use=MUST, max_tokens=num_tokens)
        assert (read.content, read.finish.reason) == ("", FinishReason.LENGTH)
        for name, arguments in read.calls:
            assert name == called[0]
            assert called[1].startswith(arguments)


def test_an_answer_in_json_that_is_cut_says_so(model: Running) -> None:
    form = AnswerFormat(FormatKind.JSON_SCHEMA, name="x", schema=CITY)
    read = model.one(WEATHER, answer_format=form, max_tokens=3)
    assert '{"city": "Oslo"}'.startswith(read.content)
    assert (read.finish.reason, read.finish.num_tokens) == (FinishReason.LENGTH, 3)


@pytest.mark.parametrize(
    ("form", "allowed"),
    [
        (AnswerFormat(FormatKind.CHOICE, choices=("red", "green")), {"red", "green"}),
        (AnswerFormat(FormatKind.REGEX, pattern="(ab|c)d"), {"abd", "cd"}),
        (AnswerFormat(FormatKind.LARK, definition='start: "x" ("y" | "z")'), {"xy", "xz"}),
    ],
)
def test_other_forms_are_held_to_in_chats_and_outside(
    model: Running, form: AnswerFormat, allowed: set[str]
) -> None:
    assert model.one(WEATHER, answer_format=form).content in allowed
    assert model.one(answer_format=form, prompt="The sea is").content in allowed


def test_a_thought_is_told_apart_and_counted(model: Running) -> None:
    read = model.one(SUM, effort=Effort.MEDIUM)
    assert read.thought
    assert read.content
    assert "think>" not in read.thought + read.content
    assert 1 < read.finish.num_thought_tokens < read.finish.num_tokens


def test_a_budget_closes_the_thought_and_leaves_the_rest_for_the_answer(model: Running) -> None:
    read = model.one(SUM, effort=Effort.LOW)
    assert read.finish.num_thought_tokens == 5 + 1  # and what closes it
    assert read.thought == model.one(SUM, effort=Effort.MEDIUM).thought[: len(read.thought)]
    assert read.content
    assert read.finish.reason is FinishReason.STOP


def test_without_a_budget_the_thought_is_closed_at_once(model: Running) -> None:
    read = model.one(SUM, effort=Effort.MINIMAL)
    assert (read.thought, read.finish.num_thought_tokens) == ("", 1)
    assert read.content


def test_no_effort_and_no_word_of_it_are_no_thought(model: Running) -> None:
    none, unset = model.one(SUM, effort=Effort.NONE), model.one(SUM)
    assert (none.thought, none.finish.num_thought_tokens) == ("", 0)
    assert (none.content, unset.content) == (unset.content, unset.content)


def test_a_thought_longer_than_the_answer_may_be_is_cut(model: Running) -> None:
    read = model.one(SUM, effort=Effort.MEDIUM, max_tokens=4)
    assert read.content == ""
    assert (read.finish.reason, read.finish.num_thought_tokens) == (FinishReason.LENGTH, 4)


def test_what_an_answer_must_be_binds_the_answer_and_not_the_thought(model: Running) -> None:
    form = AnswerFormat(FormatKind.JSON_SCHEMA, name="x", schema=schema(sum={"type": "integer"}))
    read = model.one(SUM, answer_format=form, effort=Effort.MEDIUM)
    assert read.thought
    assert list(json.loads(read.content)) == ["sum"]


def test_a_model_may_think_and_then_call(model: Running) -> None:
    read = model.one(WEATHER, tool_use=MUST, effort=Effort.MEDIUM)
    assert read.thought
    assert read.calls == (("get_weather", '{"city": "Oslo"}'),)
    # However little it may think.
    assert model.one(WEATHER, tool_use=MUST, effort=Effort.MINIMAL).calls == read.calls


def test_only_content_has_facts(model: Running) -> None:
    ask = model.ask(SUM, effort=Effort.MEDIUM, wants_logprobs=True, num_top_logprobs=2)
    facts = [fact for one in model.deltas(ask) if isinstance(one, TextDelta) for fact in one.facts]
    read = model.one(SUM, effort=Effort.MEDIUM)
    assert b"".join(fact.token.spelled for fact in facts).decode() == read.content
    assert all(len(fact.top) == 2 for fact in facts)


def test_choices_differ_and_are_each_whole(model: Running) -> None:
    ask = model.ask(TWO, tool_use=MUST, num_choices=3, temperature=1.5)
    again = model.choices(ask)
    read = model.choices(ask)
    assert [(one.calls, one.content) for one in read] == [(one.calls, one.content) for one in again]
    ids = [call_id for one in read for call_id in one.ids]
    assert len(set(ids)) == len(ids) >= 3


def test_calls_and_thoughts_go_on_when_their_worker_is_killed(model: Running) -> None:
    """The next worker replays what was said through the grammar and the budget; the reader goes on
    where it stood."""
    ask = model.ask(
        TWO,
        tool_use=MUST,
        effort=Effort.MEDIUM,
        num_choices=2,
        temperature=1.5,
        wants_logprobs=True,
    )

    async def killed_at(place: int) -> list[Delta]:
        read: list[Delta] = []
        async for delta in await model.engine.ask(ask):
            read.append(delta)
            if len(read) == place:
                pid = model.engine.supervisor.pid
                assert pid is not None
                os.kill(pid, signal.SIGKILL)
        return read

    undisturbed = model.deltas(ask)
    expected = [folded(undisturbed, choice) for choice in (0, 1)]
    for place in (2, len(undisturbed) // 2):
        read = model.run(killed_at(place))
        for choice, whole in enumerate(expected):
            again = folded(read, choice)
            assert msgspec.structs.replace(again, ids=whole.ids) == whole
