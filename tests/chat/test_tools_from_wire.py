"""What may be called, and what an answer must be: all forms of it become one."""

from __future__ import annotations

import json

import msgspec
import pytest

from rejoinder.chat.ask import (
    AnswerFormat,
    Calling,
    FormatKind,
    Syntax,
    Tool,
    ToolKind,
    ToolUse,
)
from rejoinder.chat.tools_from_wire import answer_format, tool_use
from rejoinder.errors import GrammarTooComplex, InvalidGrammar, InvalidSchema
from rejoinder.wire.completion_request import decode_completion
from rejoinder.wire.request import decode

USER = {"role": "user", "content": "hi"}
ADD = {"type": "function", "function": {"name": "add"}}
SUB = {"type": "function", "function": {"name": "sub"}}
DRAW = {"type": "custom", "custom": {"name": "draw"}}
ALL = frozenset({"add", "sub", "draw"})


def use(**fields: object) -> ToolUse:
    return tool_use(decode(json.dumps({"model": "m", "messages": [USER], **fields}).encode()))


def format_of(**fields: object) -> AnswerFormat:
    request = decode(json.dumps({"model": "m", "messages": [USER], **fields}).encode())
    return answer_format(request, request.response_format)


def allowed(mode: str, *tools: object) -> dict[str, object]:
    return {"type": "allowed_tools", "allowed_tools": {"mode": mode, "tools": [*tools]}}


def custom(syntax: str, definition: str) -> dict[str, object]:
    grammar = {"syntax": syntax, "definition": definition}
    format_ = {"type": "grammar", "grammar": grammar}
    return {"type": "custom", "custom": {"name": "f", "format": format_}}


def test_without_tools_nothing_is_called() -> None:
    nothings: list[dict[str, object]] = [
        {},
        {"tools": []},
        {"functions": [], "function_call": "auto"},
        {"tool_choice": "auto", "parallel_tool_calls": False},
    ]
    for nothing in nothings:
        assert use(**nothing) == ToolUse()


def test_a_tool_keeps_all_that_was_said_of_it() -> None:
    schema = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    lark = {"syntax": "lark", "definition": "start: /a/"}
    full, bare, text, grammar = use(
        tools=[
            {
                "type": "function",
                "function": {
                    "name": "add",
                    "description": "Adds.",
                    "parameters": schema,
                    "strict": True,
                },
            },
            {"type": "function", "function": {"name": "sub", "parameters": None}},
            {"type": "custom", "custom": {"name": "draw", "description": "Draws."}},
            {
                "type": "custom",
                "custom": {"name": "plot", "format": {"type": "grammar", "grammar": lark}},
            },
        ]
    ).tools
    assert full == Tool(
        name="add",
        description="Adds.",
        parameters=msgspec.Raw(json.dumps(schema).encode()),
        is_strict=True,
        param="tools[0].function.parameters",
    )
    assert bare == Tool(name="sub", param="tools[1].function.parameters")
    assert text == Tool(
        name="draw",
        description="Draws.",
        kind=ToolKind.CUSTOM,
        param="tools[2].custom.format.grammar.definition",
    )
    assert grammar == Tool(
        name="plot",
        kind=ToolKind.CUSTOM,
        syntax=Syntax.LARK,
        definition="start: /a/",
        param="tools[3].custom.format.grammar.definition",
    )


@pytest.mark.parametrize(
    ("choice", "calling", "callable_"),
    [
        (None, Calling.MAY, ALL),
        ("auto", Calling.MAY, ALL),
        ("none", Calling.NEVER, frozenset()),
        ("required", Calling.MUST, ALL),
        (allowed("auto", ADD, DRAW), Calling.MAY, {"add", "draw"}),
        (allowed("required", SUB), Calling.MUST, {"sub"}),
    ],
)
def test_a_choice_says_whether_and_what_is_called(
    choice: object, calling: Calling, callable_: frozenset[str]
) -> None:
    """The model is told of all tools, whatever it may call."""
    for is_parallel in (True, False, None):
        wanted = use(tools=[ADD, SUB, DRAW], tool_choice=choice, parallel_tool_calls=is_parallel)
        assert [tool.name for tool in wanted.tools] == ["add", "sub", "draw"]
        assert (wanted.calling, wanted.callable) == (calling, callable_)
        assert wanted.is_parallel is (is_parallel is not False)


@pytest.mark.parametrize(("choice", "name"), [(SUB, "sub"), (DRAW, "draw")])
def test_a_named_tool_is_called_exactly_once(choice: object, name: str) -> None:
    """As the API documents it, also where several calls were allowed."""
    wanted = use(tools=[ADD, SUB, DRAW], tool_choice=choice, parallel_tool_calls=True)
    assert (wanted.calling, wanted.callable) == (Calling.MUST, frozenset({name}))
    assert not wanted.is_parallel


@pytest.mark.parametrize(
    ("choice", "calling", "callable_"),
    [
        (None, Calling.MAY, {"f", "g"}),
        ("auto", Calling.MAY, {"f", "g"}),
        ("none", Calling.NEVER, frozenset()),
        ({"name": "g"}, Calling.MUST, {"g"}),
    ],
)
def test_functions_are_tools_of_which_one_is_called(
    choice: object, calling: Calling, callable_: frozenset[str]
) -> None:
    functions = [{"name": "f", "description": "d", "parameters": {}}, {"name": "g"}]
    wanted = use(functions=functions, function_call=choice)
    assert wanted.tools == (
        Tool("f", "d", msgspec.Raw(b"{}"), param="functions[0].parameters"),
        Tool("g", param="functions[1].parameters"),
    )
    assert (wanted.calling, wanted.callable) == (calling, callable_)
    assert not wanted.is_parallel


SCHEMA = msgspec.Raw(b'{"type": "object"}')


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        ({}, AnswerFormat()),
        ({"response_format": {"type": "text"}}, AnswerFormat()),
        ({"structured_outputs": {"json_object": False}}, AnswerFormat()),
        ({"response_format": {"type": "json_object"}}, AnswerFormat(FormatKind.JSON_OBJECT)),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "n", "description": "d", "schema": {"type": "object"}},
                }
            },
            AnswerFormat(
                FormatKind.JSON_SCHEMA,
                name="n",
                description="d",
                schema=SCHEMA,
                param="response_format.json_schema.schema",
            ),
        ),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"name": "n"}}},
            AnswerFormat(
                FormatKind.JSON_SCHEMA, name="n", param="response_format.json_schema.schema"
            ),
        ),
        (
            {"structured_outputs": {"json_object": True}},
            AnswerFormat(FormatKind.JSON_OBJECT, param="structured_outputs.json_object"),
        ),
    ],
)
def test_a_format_is_read(fields: dict[str, object], meant: AnswerFormat) -> None:
    assert format_of(**fields) == meant


@pytest.mark.parametrize(
    ("name", "sent", "meant"),
    [
        ("json", {"type": "object"}, AnswerFormat(FormatKind.JSON_SCHEMA, schema=SCHEMA)),
        ("json", '{"type": "object"}', AnswerFormat(FormatKind.JSON_SCHEMA, schema=SCHEMA)),
        ("regex", "a+", AnswerFormat(FormatKind.REGEX, pattern="a+")),
        ("choice", ["a", "b"], AnswerFormat(FormatKind.CHOICE, choices=("a", "b"))),
        ("grammar", "start: /a/", AnswerFormat(FormatKind.LARK, definition="start: /a/")),
    ],
)
def test_a_guide_is_a_format_under_either_of_its_names(
    name: str, sent: object, meant: AnswerFormat
) -> None:
    for fields, param in (
        ({f"guided_{name}": sent}, f"guided_{name}"),
        ({"structured_outputs": {name: sent}}, f"structured_outputs.{name}"),
    ):
        wanted = msgspec.structs.replace(meant, param=param)
        assert format_of(**fields) == wanted
        older = decode_completion(json.dumps({"model": "m", "prompt": "x", **fields}).encode())
        assert answer_format(older) == wanted


EBNF = 'root ::= "a" |\n  "b"'
BAD = {"type": "object", "properties": {"a": {"type": "wrong"}}}


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        (
            {"tools": [ADD, {"type": "function", "function": {"name": "f", "parameters": BAD}}]},
            "tools[1].function.parameters.properties.a.type",
        ),
        (
            {"functions": [{"name": "f", "parameters": BAD}]},
            "functions[0].parameters.properties.a.type",
        ),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "n", "schema": BAD},
                }
            },
            "response_format.json_schema.schema.properties.a.type",
        ),
        ({"guided_json": BAD}, "guided_json.properties.a.type"),
        ({"guided_json": json.dumps(BAD)}, "guided_json.properties.a.type"),
        ({"structured_outputs": {"json": BAD}}, "structured_outputs.json.properties.a.type"),
    ],
)
def test_a_schema_that_makes_no_sense_is_named_by_its_place(
    fields: dict[str, object], param: str
) -> None:
    read = use if fields.keys() & {"tools", "functions"} else format_of
    with pytest.raises(InvalidSchema) as caught:
        read(**fields)
    assert caught.value.param == param


def test_a_grammar_in_ebnf_becomes_lark() -> None:
    for fields in ({"guided_grammar": EBNF}, {"structured_outputs": {"grammar": EBNF}}):
        assert format_of(**fields).definition == 'start: T_ROOT_0\nT_ROOT_0: "a" | "b"\n'
    with pytest.raises(InvalidGrammar) as caught:
        format_of(guided_grammar="root ::= (")
    assert caught.value.param == "guided_grammar"


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"guided_regex": "a" * 5_001}, "guided_regex"),
        ({"guided_choice": [str(number) for number in range(4_097)]}, "guided_choice"),
        (
            {"structured_outputs": {"choice": ["a" * 2**17, "b" * 2**17, "c"]}},
            "structured_outputs.choice",
        ),
        ({"guided_grammar": "a" * (2**17 + 1)}, "guided_grammar"),
        (
            {"tools": [custom("regex", "a" * 5_001)]},
            "tools[0].custom.format.grammar.definition",
        ),
        (
            {"tools": [ADD, custom("lark", "a" * (2**17 + 1))]},
            "tools[1].custom.format.grammar.definition",
        ),
    ],
)
def test_what_a_client_writes_has_a_longest_length(fields: dict[str, object], param: str) -> None:
    read = use if "tools" in fields else format_of
    with pytest.raises(GrammarTooComplex) as caught:
        read(**fields)
    assert caught.value.param == param


def test_arguments_must_be_an_object_and_an_answer_need_not() -> None:
    text = {"type": "string"}
    tool = {"type": "function", "function": {"name": "f", "parameters": text}}
    with pytest.raises(InvalidSchema) as caught:
        use(tools=[tool])
    assert caught.value.param is not None
    assert caught.value.param.startswith("tools[0].function.parameters")
    wanted = {"type": "json_schema", "json_schema": {"name": "n", "schema": text}}
    assert format_of(response_format=wanted).kind is FormatKind.JSON_SCHEMA
