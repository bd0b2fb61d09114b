"""One format at most, said the API's way or vLLM's, is read whole or refused by its place."""

from __future__ import annotations

import json

import pytest

from rejoinder.errors import (
    InvalidRequest,
    InvalidValue,
    MissingParameter,
    UnknownParameter,
    UnsupportedParameter,
    WrongType,
)
from rejoinder.wire.completion_request import decode_completion
from rejoinder.wire.formats import (
    GuidedParameters,
    JsonObjectFormat,
    JsonSchemaFormat,
    TextFormat,
    is_there,
    schema_of,
)
from rejoinder.wire.request import ChatRequest, decode

USER = {"role": "user", "content": "hi"}


def read(**fields: object) -> ChatRequest:
    return decode(json.dumps({"model": "m", "messages": [USER], **fields}).encode())


def read_older(**fields: object) -> GuidedParameters:
    return decode_completion(json.dumps({"model": "m", "prompt": "x", **fields}).encode())


def refusal(**fields: object) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        read(**fields)
    return caught.value


def json_schema(**fields: object) -> dict[str, object]:
    return {"type": "json_schema", "json_schema": fields}


def test_the_formats_of_the_api_are_read() -> None:
    assert read(response_format={"type": "text"}).response_format == TextFormat()
    assert read(response_format={"type": "json_object"}).response_format == JsonObjectFormat()
    wanted = json_schema(name="n-_1", description="d", schema={"a": 1}, strict=False)
    format_ = read(response_format=wanted).response_format
    assert isinstance(format_, JsonSchemaFormat)
    definition = format_.json_schema
    assert (definition.name, definition.description, definition.strict) == ("n-_1", "d", False)
    assert bytes(definition.schema) == b'{"a": 1}'


@pytest.mark.parametrize(
    ("format_", "kind", "param", "words"),
    [
        ({}, MissingParameter, "response_format.type", "required"),
        ({"type": "xml"}, InvalidValue, "response_format.type", "`text`, `json_object`, `json_s"),
        ("json", WrongType, "response_format", "an object or null, but is a string"),
        ({"type": "json_schema"}, MissingParameter, "response_format.json_schema", "required"),
        (json_schema(), MissingParameter, "response_format.json_schema.name", "required"),
        (
            json_schema(name="a b"),
            InvalidValue,
            "response_format.json_schema.name",
            "1 to 64 letters, digits, underscores and dashes",
        ),
        (
            json_schema(name="n", schema=True),
            WrongType,
            "response_format.json_schema.schema",
            "must be an object, but is a boolean",
        ),
        (
            json_schema(name="n", strict=True),
            MissingParameter,
            "response_format.json_schema.schema",
            "required",
        ),
    ],
)
def test_what_is_wrong_in_a_format_is_named_by_its_path(
    format_: object, kind: type[InvalidRequest], param: str, words: str
) -> None:
    error = refusal(response_format=format_)
    assert type(error) is kind
    assert error.param == param
    assert words in error.message


WAYS: list[tuple[dict[str, object], str]] = [
    ({"response_format": {"type": "json_object"}}, "response_format"),
    ({"response_format": json_schema(name="n")}, "response_format"),
    ({"structured_outputs": {"json": {}}}, "structured_outputs.json"),
    ({"structured_outputs": {"regex": "a"}}, "structured_outputs.regex"),
    ({"structured_outputs": {"choice": ["a"]}}, "structured_outputs.choice"),
    ({"structured_outputs": {"grammar": "start: /a/"}}, "structured_outputs.grammar"),
    ({"structured_outputs": {"json_object": True}}, "structured_outputs.json_object"),
    ({"guided_json": {}}, "guided_json"),
    ({"guided_regex": "a"}, "guided_regex"),
    ({"guided_choice": ["a", "b"]}, "guided_choice"),
    ({"guided_grammar": "start: /a/"}, "guided_grammar"),
]


@pytest.mark.parametrize(("way", "param"), WAYS)
def test_each_way_is_taken_alone_and_beside_free_text(way: dict[str, object], param: str) -> None:
    read(**{"response_format": {"type": "text"}, "structured_outputs": {}, **way})
    if not param.startswith("response_format"):
        read_older(**way)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (one, other)
        for index, one in enumerate(WAYS)
        for other in WAYS[index + 1 :]
        if one[0].keys() != other[0].keys()
    ],
)
def test_two_ways_at_once_are_refused_naming_both(
    first: tuple[dict[str, object], str], second: tuple[dict[str, object], str]
) -> None:
    error = refusal(**second[0], **first[0])
    assert isinstance(error, InvalidValue)
    assert error.param == second[1]
    assert f"`{first[1]}` already says" in error.message


def test_two_ways_in_one_object_are_refused_too() -> None:
    error = refusal(structured_outputs={"json_object": True, "choice": ["a"]})
    assert error.param == "structured_outputs.json_object"
    assert "`structured_outputs.choice` already says" in error.message


@pytest.mark.parametrize(
    "nothing",
    [
        {"structured_outputs": {}},
        {"structured_outputs": {"json": None, "json_object": False, "disable_fallback": True}},
        {"guided_json": None, "guided_decoding_backend": "guidance"},
    ],
)
def test_what_asks_for_no_format_leaves_room_for_one(nothing: dict[str, object]) -> None:
    request = read(response_format={"type": "json_object"}, **nothing)
    assert not is_there(request.guided_json)
    assert request.unknown_parameters == ()


@pytest.mark.parametrize("more", [{}, {"zebra": 1}])
def test_a_guided_schema_may_be_sent_as_its_text(more: dict[str, object]) -> None:
    for sent in ({"a": "\u00e9"}, '{"a": "\\u00e9"}'):
        kept = schema_of(read(guided_json=sent, **more).guided_json)
        assert json.loads(bytes(kept)) == {"a": "\u00e9"}


@pytest.mark.parametrize(
    ("fields", "kind", "param", "words"),
    [
        ({"guided_json": [1]}, WrongType, "guided_json", "an object or a string, but is an array"),
        ({"guided_json": "{"}, InvalidValue, "guided_json", "a JSON Schema or the text of one"),
        ({"guided_json": "[1]"}, InvalidValue, "guided_json", "the text of an object"),
        (
            {"structured_outputs": {"json": 7}},
            WrongType,
            "structured_outputs.json",
            "an object or a string, but is an integer",
        ),
        ({"guided_choice": []}, InvalidValue, "guided_choice", "at least 1 item"),
        ({"guided_choice": ["a", ""]}, InvalidValue, "guided_choice[1]", "at least 1 character"),
        ({"guided_choice": "a"}, WrongType, "guided_choice", "an array or null"),
        ({"guided_regex": ""}, InvalidValue, "guided_regex", "at least 1 character"),
        ({"guided_grammar": ""}, InvalidValue, "guided_grammar", "at least 1 character"),
        (
            {"structured_outputs": {"choice": [1]}},
            WrongType,
            "structured_outputs.choice[0]",
            "a string, but is an integer",
        ),
    ],
)
def test_a_guide_that_makes_no_sense_is_named(
    fields: dict[str, object], kind: type[InvalidRequest], param: str, words: str
) -> None:
    error = refusal(**fields)
    assert type(error) is kind
    assert error.param == param
    assert words in error.message


NAMED_FORMAT = {"type": "json_schema", "json_schema": {"name": "n", "schema": {}}}
CUSTOM = {"type": "grammar", "grammar": {"syntax": "regex", "definition": "a"}}


@pytest.mark.parametrize(
    ("fields", "param", "hint"),
    [
        (
            {"response_format": {"type": "json_object", "schema": {"type": "object"}}},
            "response_format.schema",
            "only `json_schema` has a schema",
        ),
        (
            {"response_format": {"type": "text", "json_schema": {"name": "n"}}},
            "response_format.json_schema",
            "only `json_schema` has a schema",
        ),
        (
            {"response_format": {"type": "json_schema", "name": "n", "schema": {}}},
            "response_format.name",
            "`response_format.json_schema.name`",
        ),
        ({"response_format": {**NAMED_FORMAT, "strict": True}}, "response_format.strict", "goes"),
        (
            {"response_format": json_schema(name="n", shema={})},
            "response_format.json_schema.shema",
            "",
        ),
        ({"structured_outputs": {"regexp": "a"}}, "structured_outputs.regexp", ""),
        ({"structured_outputs": {"regex": "a", "flags": "i"}}, "structured_outputs.flags", ""),
        (
            {"tools": [{"type": "custom", "custom": {"name": "n", "format": {**CUSTOM, "a": 1}}}]},
            "tools[0].custom.format.a",
            "",
        ),
    ],
)
def test_what_a_format_does_not_know_is_refused_and_not_ignored(
    fields: dict[str, object], param: str, hint: str
) -> None:
    """A schema beside `json_object` was ignored, and the answer followed none."""
    error = refusal(**fields)
    assert type(error) is UnknownParameter
    assert (error.param, error.code) == (param, "unknown_parameter")
    assert hint in (error.hint or "")


def test_what_asks_for_nothing_in_a_format_is_let_through() -> None:
    wanted = {"type": "json_object", "schema": None, "json_schema": None}
    request = read(response_format=wanted, structured_outputs={"disable_fallback": True})
    assert request.response_format == JsonObjectFormat()


def test_what_other_servers_have_in_a_format_keeps_its_own_refusal() -> None:
    error = refusal(structured_outputs={"structural_tag": "{}"})
    assert type(error) is UnsupportedParameter
    assert error.param == "structured_outputs.structural_tag"


def test_two_formats_at_once_are_shown_as_they_were_sent() -> None:
    """A schema was shown as `msgspec.Raw(b...)`, a flag as `True`."""
    error = refusal(guided_regex="a", structured_outputs={"json": {"type": "null"}})
    assert error.message.startswith('`guided_regex` is "a", but')
    error = refusal(response_format={"type": "json_object"}, guided_json={"type": "null"})
    assert error.message.startswith('`guided_json` is {"type": "null"}, but')
    error = refusal(guided_regex="a", response_format={"type": "json_object"})
    assert error.message.startswith('`guided_regex` is "a", but `response_format` already')
