"""Tools, choices among them, and their older form are read whole or refused by their place."""

from __future__ import annotations

import json

import pytest

from rejoinder.errors import (
    InvalidJson,
    InvalidRequest,
    InvalidValue,
    MissingParameter,
    UnknownParameter,
    WrongType,
)
from rejoinder.wire.request import ChatRequest, decode
from rejoinder.wire.tools import (
    AllowedToolsChoice,
    CustomTool,
    FunctionChoice,
    FunctionTool,
    GrammarInput,
    Named,
    TextInput,
)

USER = {"role": "user", "content": "hi"}
ADD = {"type": "function", "function": {"name": "add"}}
DRAW = {"type": "custom", "custom": {"name": "draw"}}
LARK = {"type": "grammar", "grammar": {"syntax": "lark", "definition": 'start: "a"'}}


def read(**fields: object) -> ChatRequest:
    return decode(json.dumps({"model": "m", "messages": [USER], **fields}).encode())


def refusal(**fields: object) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        read(**fields)
    return caught.value


def function(name: str, **more: object) -> dict[str, object]:
    return {"type": "function", "function": {"name": name, **more}}


def custom(name: str, **more: object) -> dict[str, object]:
    return {"type": "custom", "custom": {"name": name, **more}}


def call(**fields: object) -> dict[str, object]:
    """A message with one call."""
    return {"role": "assistant", "tool_calls": [{"id": "c1", **fields}]}


def allowed(*tools: object, mode: object = "auto") -> dict[str, object]:
    return {"type": "allowed_tools", "allowed_tools": {"mode": mode, "tools": [*tools]}}


def test_tools_of_both_kinds_are_read() -> None:
    request = read(
        tools=[
            function("add", description="Adds.", parameters={"type": "object"}, strict=True),
            ADD | {"function": {"name": "-_9", "parameters": None, "strict": None}},
            custom("draw", description="Draws.", format={"type": "text"}),
            custom("plot", format=LARK),
        ],
        parallel_tool_calls=False,
    )

    assert request.unknown_parameters == ()
    assert request.tools is not None
    add, bare, draw, plot = request.tools
    assert isinstance(add, FunctionTool)
    assert bytes(add.function.parameters) == b'{"type": "object"}'
    assert (add.function.description, add.function.strict) == ("Adds.", True)
    assert isinstance(bare, FunctionTool)
    assert bytes(bare.function.parameters) == b"null"
    assert isinstance(draw, CustomTool)
    assert draw.custom.format == TextInput()
    assert isinstance(plot, CustomTool)
    assert isinstance(plot.custom.format, GrammarInput)
    assert plot.custom.format.grammar.definition == 'start: "a"'


SCHEMA = b'{ "type" : "object", "b":1.0e2,\n"a":"\\u00e9", "minimum": 12345678901234567890 }'


@pytest.mark.parametrize("more", [b"", b', "zebra": 1'])
def test_a_schema_is_kept_byte_for_byte(more: bytes) -> None:
    """Also where another field is not known, and the request is read in the slower way."""
    body = (
        b'{"model": "m", "messages": [{"role": "user", "content": "hi"}], "tools": ['
        b'{"type": "custom", "custom": {"name": "g"}},'
        b'{"function": {"name": "f", "parameters": ' + SCHEMA + b'}, "type": "function"}]'
        b', "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": '
        + SCHEMA
        + b"}}"
        + more
        + b"}"
    )
    request = decode(body)

    assert request.tools is not None
    tool, format_ = request.tools[1], request.response_format
    assert isinstance(tool, FunctionTool)
    assert bytes(tool.function.parameters) == SCHEMA
    assert format_ is not None
    assert bytes(format_.json_schema.schema) == SCHEMA  # type: ignore[union-attr]
    assert request.unknown_parameters == (("zebra",) if more else ())


@pytest.mark.parametrize(
    ("tools", "kind", "param", "words"),
    [
        ([{}], MissingParameter, "tools[0].type", "required"),
        ([{"type": "search"}], InvalidValue, "tools[0].type", "`function`, `custom`"),
        ([{"type": "function"}], MissingParameter, "tools[0].function", "required"),
        ([{"type": "custom"}], MissingParameter, "tools[0].custom", "required"),
        ([ADD, "x"], WrongType, "tools[1]", "must be an object, but is a string"),
        ([{**ADD, "function": {}}], MissingParameter, "tools[0].function.name", "required"),
        ([function("")], InvalidValue, "tools[0].function.name", "1 to 64 letters"),
        ([function("a" * 65)], InvalidValue, "tools[0].function.name", "1 to 64 letters"),
        ([function("a b")], InvalidValue, "tools[0].function.name", "1 to 64 letters"),
        ([function("a\n")], InvalidValue, "tools[0].function.name", "1 to 64 letters"),
        ([function("\u00e9")], InvalidValue, "tools[0].function.name", "1 to 64 letters"),
        ([custom("a.b")], InvalidValue, "tools[0].custom.name", "1 to 64 letters"),
        (
            [ADD, DRAW, custom("add")],
            InvalidValue,
            "tools[2].custom.name",
            "`tools[0].function.name` is the same",
        ),
        ([function("f", strict=1)], WrongType, "tools[0].function.strict", "an integer"),
        ([function("f", description=1)], WrongType, "tools[0].function.description", "integer"),
        ([function("f", parameters=[])], WrongType, "tools[0].function.parameters", "an array"),
        ([function("f", parameters="{}")], WrongType, "tools[0].function.parameters", "a string"),
        (
            [custom("f", format={"type": "json"})],
            InvalidValue,
            "tools[0].custom.format.type",
            "`text`, `grammar`",
        ),
        (
            [custom("f", format={"type": "grammar"})],
            MissingParameter,
            "tools[0].custom.format.grammar",
            "required",
        ),
        (
            [custom("f", format={**LARK, "grammar": {"syntax": "gbnf", "definition": ""}})],
            InvalidValue,
            "tools[0].custom.format.grammar.syntax",
            "`lark`, `regex`",
        ),
    ],
)
def test_what_is_wrong_in_a_tool_is_named_by_its_path(
    tools: list[object], kind: type[InvalidRequest], param: str, words: str
) -> None:
    error = refusal(tools=tools)
    assert type(error) is kind
    assert error.param == param
    assert words in error.message


@pytest.mark.parametrize("field", ["tools", "functions"])
def test_there_are_at_most_128_tools(field: str) -> None:
    many: list[object] = [{"name": f"f{index}"} for index in range(129)]
    if field == "tools":
        many = [{"type": "function", "function": one} for one in many]
    assert len(getattr(read(**{field: many[:128]}), field)) == 128
    error = refusal(**{field: many})
    assert error.param == field
    assert error.message == (
        f"`{field}` is an array of 129 items, but it must have at most 128 items."
    )


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        (b'{"a": "\xff"}', "it is not UTF-8"),
        (b'{"a": "\\ud800"}', "half a surrogate pair"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b'{"a": NaN}', "invalid character"),
    ],
)
def test_a_schema_that_is_no_json_makes_the_body_none(schema: bytes, words: str) -> None:
    """The decoder passes over a schema's text without reading all of it."""
    with pytest.raises(InvalidJson) as caught:
        _decode_schema(schema)
    assert words in caught.value.message


def test_a_number_in_a_schema_that_no_type_holds_is_named() -> None:
    with pytest.raises(InvalidValue, match="64 bits hold") as caught:
        _decode_schema(b'{"minimum": 1e999}')
    assert caught.value.param == "tools[0].function.parameters"


def _decode_schema(schema: bytes) -> ChatRequest:
    tool = b'{"type": "function", "function": {"name": "f", "parameters": ' + schema + b"}}"
    messages = b'[{"role": "user", "content": "hi"}]'
    return decode(b'{"model": "m", "messages": ' + messages + b', "tools": [' + tool + b"]}")


@pytest.mark.parametrize("choice", ["none", "auto", "required", None])
def test_a_choice_may_be_a_word(choice: object) -> None:
    assert read(tools=[ADD], tool_choice=choice).tool_choice == choice


def test_a_choice_may_be_of_some_tools() -> None:
    assert read(tools=[ADD], tool_choice=ADD).tool_choice == FunctionChoice(Named("add"))
    some = read(tools=[ADD, DRAW], tool_choice=allowed(DRAW, mode="required")).tool_choice
    assert isinstance(some, AllowedToolsChoice)
    assert some.allowed_tools.mode == "required"


def test_a_choice_without_tools_is_none() -> None:
    nothings: list[dict[str, object]] = [{}, {"tools": []}, {"tools": None}]
    for nothing in nothings:
        for choice in ("none", "auto"):
            assert read(**nothing, tool_choice=choice).tool_choice == choice
        for wanted in ("required", ADD, DRAW, allowed(ADD)):
            error = refusal(**nothing, tool_choice=wanted)
            assert isinstance(error, InvalidValue)
            assert error.param == "tool_choice"
            assert "there are no `tools` to call" in error.message


@pytest.mark.parametrize(
    ("choice", "kind", "param", "words"),
    [
        (5, WrongType, "tool_choice", "a string or an object or null, but is an integer"),
        ("any", InvalidValue, "tool_choice", "`none`, `auto`, `required`"),
        ({}, MissingParameter, "tool_choice.type", "required"),
        ({"type": "x"}, InvalidValue, "tool_choice.type", "`allowed_tools`"),
        ({"type": "function"}, MissingParameter, "tool_choice.function", "required"),
        (
            {"type": "function", "function": {}},
            MissingParameter,
            "tool_choice.function.name",
            "required",
        ),
        (function("sub"), InvalidValue, "tool_choice.function.name", "no function of that name"),
        (function("draw"), InvalidValue, "tool_choice.function.name", "no function of that name"),
        (custom("add"), InvalidValue, "tool_choice.custom.name", "no custom tool of that name"),
        (
            allowed(ADD, mode="none"),
            InvalidValue,
            "tool_choice.allowed_tools.mode",
            "`auto`, `required`",
        ),
        (allowed(), InvalidValue, "tool_choice.allowed_tools.tools", "at least 1 item"),
        (
            allowed(ADD, function("sub")),
            InvalidValue,
            "tool_choice.allowed_tools.tools[1].function.name",
            "no function of that name",
        ),
        (
            allowed({"type": "x"}),
            InvalidValue,
            "tool_choice.allowed_tools.tools[0].type",
            "`function`, `custom`",
        ),
    ],
)
def test_a_choice_of_what_is_not_there_is_named(
    choice: object, kind: type[InvalidRequest], param: str, words: str
) -> None:
    error = refusal(tools=[ADD, DRAW], tool_choice=choice)
    assert type(error) is kind
    assert error.param == param
    assert words in error.message


def test_the_older_form_is_read() -> None:
    request = read(
        functions=[{"name": "f", "description": "d", "parameters": {}}, {"name": "g"}],
        function_call={"name": "g"},
        parallel_tool_calls=False,
    )
    assert request.functions is not None
    assert [one.name for one in request.functions] == ["f", "g"]
    assert bytes(request.functions[0].parameters) == b"{}"
    assert request.function_call == Named("g")
    assert request.shape.has_legacy_calls
    assert not read(tools=[ADD]).shape.has_legacy_calls


@pytest.mark.parametrize(
    ("fields", "param", "words"),
    [
        ({"functions": [{"name": "a b"}]}, "functions[0].name", "1 to 64 letters"),
        (
            {"functions": [{"name": "f"}, {"name": "f"}]},
            "functions[1].name",
            "`functions[0].name` is the same",
        ),
        ({"function_call": {"name": "f"}}, "function_call.name", "no function of that name"),
        (
            {"functions": [{"name": "f"}], "function_call": {"name": "g"}},
            "function_call.name",
            "no function of that name",
        ),
        ({"function_call": "required"}, "function_call", "`none`, `auto`"),
        ({"tools": [ADD], "functions": [{"name": "f"}]}, "functions", "beside `tools`"),
        ({"tools": [ADD], "function_call": "auto"}, "function_call", "it is `tool_choice`"),
        (
            {"functions": [{"name": "f"}], "tool_choice": "none"},
            "tool_choice",
            "it is `function_call`",
        ),
        (
            {"functions": [{"name": "f"}], "parallel_tool_calls": True},
            "parallel_tool_calls",
            "at most one is called",
        ),
    ],
)
def test_the_older_form_and_the_newer_exclude_each_other(
    fields: dict[str, object], param: str, words: str
) -> None:
    error = refusal(**fields)
    assert isinstance(error, InvalidValue)
    assert error.param == param
    assert words in error.message


FUNCTION = {"name": "f", "arguments": "{}"}
TEXT = {"name": "g", "input": "x"}


@pytest.mark.parametrize(
    ("message", "kind", "param"),
    [
        (call(type="function"), MissingParameter, "function"),
        (call(type="custom"), MissingParameter, "custom"),
        (call(type="custom", function=FUNCTION), MissingParameter, "custom"),
        (call(function=FUNCTION, custom=TEXT), InvalidValue, "custom"),
        (call(type="custom", function=FUNCTION, custom=TEXT), InvalidValue, "function"),
        (call(type="web", function=FUNCTION), InvalidValue, "type"),
        (call(type="custom", custom={"name": "g"}), MissingParameter, "custom.input"),
    ],
)
def test_a_call_in_a_message_is_of_the_kind_it_says(
    message: object, kind: type[InvalidRequest], param: str
) -> None:
    error = refusal(messages=[USER, message])
    assert type(error) is kind
    assert error.param == f"messages[1].tool_calls[0].{param}"


def test_names_nobody_defines_are_found_wherever_they_are() -> None:
    fields = {
        "tools": [
            function("f", parameters={"zebra": 1}, cache=1),
            custom("g", format=LARK, zebra=1),
        ],
        "tool_choice": allowed(function("f", description="d")),
        "messages": [USER, call(function={**FUNCTION, "parsed_arguments": None})],
    }
    request = read(**fields)

    assert request.unknown_parameters == (
        "messages[].tool_calls[].function.parsed_arguments",
        "tool_choice.allowed_tools.tools[].function.description",
        "tools[].custom.zebra",
        "tools[].function.cache",
    )
    assert request.tools is not None
    assert bytes(request.tools[0].function.parameters) == b'{"zebra": 1}'  # type: ignore[union-attr]
    with pytest.raises(UnknownParameter) as caught:
        decode(json.dumps({"model": "m", **fields}).encode(), strict=True)
    assert caught.value.param == "messages[1].tool_calls[0].function.parsed_arguments"
