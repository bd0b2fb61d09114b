"""The chat template: tools as signatures, the form of an answer, thoughts, and odd schemas."""

from __future__ import annotations

import pytest

from training import rendering

HI = [{"role": "user", "content": "Hi"}]
PROMPT = "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"


def tool(name: str, parameters: object = None, description: str = "") -> dict[str, object]:
    """As a request has it; what is None or empty is left out."""
    function = {"name": name, "parameters": parameters, "description": description}
    return {"type": "function", "function": {k: v for k, v in function.items() if v}}


def signature(*tools: dict[str, object]) -> str:
    """The lines after `Tools:`."""
    text = rendering.render(HI, tools=tools)
    return text.partition("Tools:\n")[2].partition("<|im_end|>")[0]


def kind(schema: object) -> str:
    """How the type of one optional parameter is written."""
    shown = signature(tool("f", {"type": "object", "properties": {"x": schema}}))
    return shown.removeprefix("f(x?: ").removesuffix(")")


def test_a_tool_is_one_line() -> None:
    """Raw schemas would cost a tiny model most of its context."""
    weather = tool(
        "get_weather",
        {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "Name of the city"},
                "unit": {"type": "string", "enum": ["c", "f"]},
                "tags": {"type": "array", "items": {"type": "string"}},
                "where": {
                    "type": "object",
                    "properties": {"lat": {"type": "number"}, "lon": {"type": "number"}},
                    "required": ["lat"],
                },
            },
            "required": ["city"],
        },
        "Tells the weather.",
    )

    assert signature(weather, tool("ping")) == (
        'get_weather(city: string "Name of the city", unit?: "c"|"f", tags?: string[], '
        "where?: {lat: number, lon?: number}): Tells the weather.\nping()"
    )


def test_a_custom_tool_takes_text() -> None:
    """It has no schema at all."""
    custom: dict[str, object] = {
        "type": "custom",
        "custom": {"name": "run", "description": "Runs."},
    }

    assert signature(custom) == "run(text: string): Runs."


@pytest.mark.parametrize(
    ("schema", "shown"),
    [
        (True, "any"),
        (False, "any"),
        (None, "any"),
        ({}, "any"),
        ([], "any"),
        (5, "any"),
        ({"type": []}, "any"),
        ({"enum": []}, "any"),
        ({"type": "object"}, "object"),
        ({"type": "object", "properties": True}, "object"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "object"),
        ({"type": "array"}, "array"),
        ({"type": "array", "items": True}, "array"),
        ({"type": "array", "items": [{"type": "string"}]}, "array"),
        ({"type": "array", "items": {"enum": ["a", 1]}}, '("a"|1)[]'),
        (
            {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
            "integer[][]",
        ),
        ({"type": ["string", "null"]}, "string|null"),
        ({"const": "a"}, '"a"'),
        ({"const": None}, "null"),
        ({"enum": [1, "a", None, True]}, '1|"a"|null|true'),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "string|integer"),
        ({"oneOf": [{"type": "string"}, True]}, "string|any"),
        ({"allOf": [{"type": "string"}, {"minLength": 1}]}, "string"),
        ({"$ref": "#/$defs/Missing"}, "any"),
        ({"$ref": 5}, "any"),
        ({"properties": {"items": {"type": "string"}}, "required": "items"}, "{items?: string}"),
    ],
)
def test_odd_schemas_are_shown_somehow(schema: object, shown: str) -> None:
    """A schema comes from a client; whatever it is, the conversation has to go on."""
    assert kind(schema) == shown


def test_references_are_followed_and_end() -> None:
    """A schema may refer to itself."""
    node = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}
    parameters = {
        "type": "object",
        "properties": {"node": {"$ref": "#/$defs/Node"}},
        "$defs": {"Node": node},
    }

    assert signature(tool("f", parameters)) == "f(node?: {next?: {next?: {next?: any}}})"


@pytest.mark.parametrize(
    "parameters", [True, {}, [], "x", {"properties": None}, {"required": True}]
)
def test_parameters_that_are_no_schema_are_left_out(parameters: object) -> None:
    """Some clients send an empty object, some nothing."""
    assert signature(tool("f", parameters)) == "f()"


def test_the_form_of_the_answer_ends_the_system_block() -> None:
    """What is nearest to the answer is what a tiny model follows."""
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
        "required": ["name"],
    }
    form = {
        "type": "json_schema",
        "json_schema": {"name": "p", "description": "A person.", "schema": schema},
    }
    text = rendering.render(
        [{"role": "system", "content": "Be brief."}, *HI], tools=[tool("f")], response_format=form
    )

    assert text.startswith(
        "<|im_start|>system\nBe brief.\n\nTools:\nf()\n\n"
        'Answer in JSON: {name: string, age?: integer} "A person."<|im_end|>\n'
    )


@pytest.mark.parametrize(
    ("form", "system"),
    [
        ({"type": "json_object"}, "<|im_start|>system\nAnswer in JSON.<|im_end|>\n"),
        ({"type": "json_schema"}, "<|im_start|>system\nAnswer in JSON.<|im_end|>\n"),
        ({"type": "text"}, ""),
        (None, ""),
    ],
)
def test_other_forms_of_the_answer(form: object, system: str) -> None:
    """Without a schema there is nothing to show."""
    text = rendering.render(HI, response_format=form, add_generation_prompt=True)

    assert text == system + PROMPT


@pytest.mark.parametrize(
    ("wish", "opened"),
    [
        ({}, ""),
        ({"enable_thinking": False}, ""),
        ({"enable_thinking": True}, "<think>"),
        ({"reasoning_effort": None}, ""),
        ({"reasoning_effort": "none"}, ""),
        ({"reasoning_effort": "low"}, "<think>"),
    ],
)
def test_a_thought_is_opened_by_the_prompt(wish: dict[str, object], opened: str) -> None:
    """The model never decides by itself whether to think."""
    assert rendering.render(HI, add_generation_prompt=True, **wish) == PROMPT + opened


def test_calls_results_and_thoughts_have_their_places() -> None:
    """What a session with tools looks like in full."""
    call = {"type": "function", "function": {"name": "add", "arguments": {"a": 1}}}
    text = rendering.render(
        [
            {"role": "user", "content": "Add."},
            {
                "role": "assistant",
                "content": None,
                "reasoning_content": "Hm.",
                "tool_calls": [call, call],
            },
            {"role": "tool", "content": "2"},
        ],
        add_generation_prompt=True,
    )

    written = '<tool_call>{"name": "add", "arguments": {"a": 1}}</tool_call>'
    assert text == (
        "<|im_start|>user\nAdd.<|im_end|>\n"
        f"<|im_start|>assistant\n<think>Hm.</think>{written}{written}<|im_end|>\n"
        "<|im_start|>tool\n<tool_response>2</tool_response><|im_end|>\n"
        "<|im_start|>assistant\n"
    )


def test_thoughts_of_earlier_turns_are_dropped() -> None:
    """They cost context and were not meant to be read again."""
    text = rendering.render(
        [
            {"role": "user", "content": "A"},
            {"role": "assistant", "content": "B", "reasoning_content": "Hm."},
            {"role": "user", "content": "C"},
        ]
    )

    assert "Hm." not in text


def test_developer_is_rendered_as_system() -> None:
    """The newer name of the same role."""
    assert (
        rendering.render([{"role": "developer", "content": "Be brief."}])
        == "<|im_start|>system\nBe brief.<|im_end|>\n"
    )
