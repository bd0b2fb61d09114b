"""What an ask wants of a choice's text, and what it cannot want together."""

from __future__ import annotations

import msgspec
import pytest

from rejoinder.chat.ask import (
    AnswerFormat,
    Ask,
    Calling,
    FormatKind,
    Message,
    Role,
    Syntax,
    Tool,
    ToolKind,
    ToolUse,
)
from rejoinder.chat.dialects.base import Thinking, Wants
from rejoinder.engines import wanted
from rejoinder.errors import InvalidValue
from rejoinder.grammar import parts
from rejoinder.grammar.text import Grammar, LarkPart
from tests.chat.fake_dialect import FakeDialect

TOOLS = (Tool("f"), Tool("g"), Tool("h"))
JSON = AnswerFormat(FormatKind.JSON_OBJECT)
PLAIN = Ask(
    model="m",
    messages=(Message(role=Role.USER, content="hi"),),
    temperature=1.0,
    top_p=1.0,
    top_k=50,
    seed=7,
    num_choices=1,
    max_tokens=20,
    stop=(),
)


def ask(**changes: object) -> Ask:
    return msgspec.structs.replace(PLAIN, **changes)


def use(calling: Calling, *names: str, is_parallel: bool = True) -> ToolUse:
    return ToolUse(TOOLS, calling, frozenset(names), is_parallel)


def test_only_what_may_be_called_is_wanted_in_the_clients_order() -> None:
    wants = wanted.wants_of(ask(tool_use=use(Calling.MAY, "h", "f")), Thinking.MAY)
    assert [tool.name for tool in wants.tools] == ["f", "h"]
    assert (wants.must_call, wants.is_parallel, wants.thinking) == (False, True, Thinking.MAY)


def test_a_call_that_must_be_made_is_wanted_and_one_that_must_not_is_not() -> None:
    must = wanted.wants_of(ask(tool_use=use(Calling.MUST, "g", is_parallel=False)), Thinking.NEVER)
    assert (must.must_call, must.is_parallel) == (True, False)
    never = wanted.wants_of(ask(tool_use=use(Calling.NEVER)), Thinking.NEVER)
    assert never == Wants(shunned=TOOLS)  # the prompt tells of them all the same


@pytest.mark.parametrize(
    ("form", "part"),
    [
        (AnswerFormat(), None),
        (JSON, parts.object_part()),
        (
            AnswerFormat(FormatKind.JSON_SCHEMA, schema=msgspec.Raw(b'{"type":"string"}')),
            parts.schema_part(msgspec.Raw(b'{"type":"string"}')),
        ),
        (AnswerFormat(FormatKind.REGEX, pattern="a+"), parts.pattern_part("a+")),
        (AnswerFormat(FormatKind.CHOICE, choices=("a", "b")), parts.choice_part(("a", "b"))),
        (AnswerFormat(FormatKind.LARK, definition='start: "a"'), parts.lark_part('start: "a"')),
    ],
)
def test_each_format_is_a_part_of_the_grammar(form: AnswerFormat, part: object) -> None:
    assert wanted.wants_of(ask(answer_format=form), Thinking.NEVER).answer == part


def test_a_dialect_is_asked_for_a_grammar_only_where_something_is_wanted() -> None:
    """A plain answer must not pay for what others ask."""
    dialect = FakeDialect()
    spell = dialect.spell({})
    assert wanted.grammar_of(Wants(), dialect, spell) is None
    assert wanted.grammar_of(Wants(thinking=Thinking.MAY), dialect, spell) is None
    assert wanted.grammar_of(Wants(tools=TOOLS), dialect, spell) is not None
    assert wanted.grammar_of(Wants(shunned=TOOLS), dialect, spell) is not None


def test_outside_of_chat_the_answer_is_all_there_is() -> None:
    part = parts.regex_part("a+")
    assert wanted.bare_grammar(None) is None
    assert wanted.bare_grammar(part) == Grammar(LarkPart("start: @answer"), (("answer", part),))


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"ignores_end": True, "answer_format": JSON}, "ignore_eos"),
        ({"ignores_end": True, "tool_use": use(Calling.MAY, "f")}, "ignore_eos"),
        ({"min_tokens": 2, "answer_format": JSON}, "min_tokens"),
        ({"min_tokens": 2, "tool_use": use(Calling.MUST, "f")}, "min_tokens"),
        ({"continues_final": True, "answer_format": JSON}, "continue_final_message"),
    ],
)
def test_what_a_grammar_leaves_no_room_for_is_refused_by_name(
    changes: dict[str, object], param: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        wanted.check_together(ask(**changes))
    assert caught.value.param == param


@pytest.mark.parametrize(
    "changes",
    [
        {"ignores_end": True, "min_tokens": 2, "continues_final": True},
        {"ignores_end": True, "min_tokens": 2, "tool_use": use(Calling.NEVER)},
        {"continues_final": True, "tool_use": use(Calling.MUST, "f")},
        {"stop": ("a",), "stop_token_ids": (1,), "echoes": True, "answer_format": JSON},
    ],
)
def test_what_can_be_honoured_together_is(changes: dict[str, object]) -> None:
    wanted.check_together(ask(**changes))


def tried(**changes: object) -> list[tuple[str, bool]]:
    """The fields to blame, and whether the grammar as a whole is tried."""
    asked = ask(**changes)
    wants = wanted.wants_of(asked, Thinking.NEVER)
    dialect = FakeDialect()
    grammar = wanted.grammar_of(wants, dialect, dialect.spell({}))
    assert grammar is not None
    return [(param, one is grammar) for one, param in wanted.to_try(asked, wants, grammar)]


def test_a_fault_of_a_grammar_is_told_of_the_field_it_was_given_in() -> None:
    form = AnswerFormat(FormatKind.CHOICE, choices=("a",), param="guided_choice")
    assert tried(answer_format=form) == [("guided_choice", True)]
    assert tried(tool_use=use(Calling.MAY, "f", "g")) == [("tools", True)]
    assert tried(tool_use=use(Calling.NEVER)) == [("tools", True)]
    only = ToolUse((Tool("f", param="tools[0].x"),), Calling.MAY, frozenset("f"))
    assert tried(tool_use=only) == [("tools[0].x", True)]


def test_what_can_be_tried_alone_is_tried_first() -> None:
    """So that a fault of the whole is a fault of the rest."""
    form = AnswerFormat(FormatKind.REGEX, pattern="a+", param="guided_regex")
    custom = Tool("c", kind=ToolKind.CUSTOM, syntax=Syntax.LARK, definition='start: "a"', param="c")
    tools = ToolUse((Tool("f"), custom), Calling.MAY, frozenset({"f", "c"}))
    assert tried(tool_use=tools, answer_format=form) == [
        ("c", False),
        ("guided_regex", False),
        ("tools", True),
    ]
