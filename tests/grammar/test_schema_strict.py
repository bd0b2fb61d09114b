"""`strict: true` takes OpenAI's subset and nothing else, and says where a schema leaves it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from rejoinder.errors import InvalidSchema
from rejoinder.grammar.schema import check_schema

Schema = dict[str, Any]


def closed(**properties: object) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def nested(levels: int) -> Schema:
    schema: Schema = {"type": "string"}
    for _ in range(levels):
        schema = closed(a=schema)
    return schema


STRING = {"type": "string"}
LOOSE = {"type": "object", "properties": {"b": STRING}, "required": ["b"]}

FINE = [
    closed(),
    closed(a=STRING, b={"type": ["integer", "null"], "minimum": 0, "maximum": 9}),
    closed(a={"type": "array", "items": closed(b=STRING), "minItems": 1, "maxItems": 3}),
    closed(a={"anyOf": [STRING, closed(b={"type": "null"})]}),
    closed(a={"type": "string", "enum": ["x", "y"], "description": "one", "title": "A"}),
    closed(a={"const": 3}, b={"enum": [1, None]}, c={"type": "number", "multipleOf": 0.5}),
    closed(a={"type": "string", "pattern": "^a+$", "minLength": 1}, b={"type": "boolean"}),
    closed(a={"type": "string", "format": "date-time", "default": "now", "examples": []}),
    {**closed(a={"$ref": "#/$defs/n"}), "$defs": {"n": closed(v=STRING)}},
    closed(v=STRING, next={"anyOf": [{"$ref": "#"}, {"type": "null"}]}),
    {"$schema": "https://json-schema.org/draft/2020-12/schema", **closed(a=STRING)},
    closed(a={"type": "string", "contentSchema": {}}),
    nested(10),
    closed(**{f"p{number}": STRING for number in range(500)}),
    closed(a={"type": "integer", "enum": list(range(1000))}),
]

REFUSED: list[tuple[str, str, object]] = [
    ("", 'must have `type` "object" at its root in strict mode, and has none', {}),
    ("", 'and has "string"', STRING),
    ("", 'and has "array"', {"type": "array", "items": STRING}),
    ("", "and has none", {"anyOf": [closed(), closed(a=STRING)]}),
    ("", "and has an array", {**closed(), "type": ["object", "null"]}),
    ("", "and has none", True),
    (".anyOf", "is not permitted at the root", {**closed(), "anyOf": [{"required": []}]}),
    ("", "must have `additionalProperties`, and it must be false", {"type": "object"}),
    (".additionalProperties", "must be false", {**closed(), "additionalProperties": True}),
    (".additionalProperties", "must be false", {**closed(), "additionalProperties": STRING}),
    (".properties.a", "must have `additionalProperties`", closed(a=LOOSE)),
    (".properties.a.items", "must have `add", closed(a={"type": "array", "items": LOOSE})),
    (".properties.a.anyOf[1]", "must have `additi", closed(a={"anyOf": [STRING, LOOSE]})),
    (
        ".$defs.n",
        "must have `additional",
        {**closed(a={"$ref": "#/$defs/n"}), "$defs": {"n": LOOSE}},
    ),
    (".properties.a", "must have `additional", closed(a={"type": ["object", "null"]})),
    (".properties.a", "must have `additional", closed(a={"properties": {}, "type": "string"})),
    (
        ".required",
        'must name every property in strict mode, and lacks "b"',
        {**closed(a=STRING, b=STRING), "required": ["a"]},
    ),
    (
        "",
        'must have `required` with every property in strict mode: "a"',
        {"type": "object", "properties": {"a": STRING}, "additionalProperties": False},
    ),
    (
        ".properties.x.required",
        'lacks "z"',
        closed(x={**closed(y=STRING, z=STRING), "required": ["y"]}),
    ),
    (".properties.a", "must have a `type`", closed(a={})),
    (".properties.a", "must have a `type`", closed(a={"description": "anything"})),
    (".properties.a", "must be an object with a `type`", closed(a=True)),
    (".properties.a", "must have `items`", closed(a={"type": "array"})),
    (".properties.a.items", "must have a `type`", closed(a={"type": "array", "items": {}})),
    (".properties.a", "must have `items`", closed(a={"type": "array", "items": True})),
    (
        ".properties.a.format",
        'is "uri", and strict mode permits date-time, time, date',
        closed(a={"type": "string", "format": "uri"}),
    ),
    (".properties.a.format", 'is "int32"', closed(a={"type": "integer", "format": "int32"})),
    (".properties.a.allOf", "is not permitted", closed(a={"allOf": [STRING]})),
    (".properties.a.oneOf", "is not permitted", closed(a={"oneOf": [STRING, {"type": "null"}]})),
    (".properties.a.not", "is not permitted", closed(a={"type": "string", "not": {"const": "x"}})),
    (".if", "is not permitted", {**closed(a=STRING), "if": {"required": ["a"]}, "then": {}}),
    (".then", "is not permitted", {**closed(a=STRING), "then": {"type": "object"}}),
    (".else", "is not permitted", {**closed(a=STRING), "else": {"type": "object"}}),
    (
        ".dependentRequired",
        "is not permitted",
        {**closed(a=STRING), "dependentRequired": {"a": []}},
    ),
    (".dependentSchemas", "is not permitted", {**closed(a=STRING), "dependentSchemas": {"a": {}}}),
    (".dependencies", "is not permitted", {**closed(a=STRING), "dependencies": {"a": ["a"]}}),
    (
        ".patternProperties",
        "is not permitted",
        {**closed(a=STRING), "patternProperties": {"^x": STRING}},
    ),
    (".propertyNames", "is not permitted", {**closed(a=STRING), "propertyNames": {"maxLength": 3}}),
    (
        ".unevaluatedProperties",
        "is not permitted",
        {**closed(a=STRING), "unevaluatedProperties": False},
    ),
    (
        ".properties.a.prefixItems",
        "is not permitted",
        closed(a={"type": "array", "items": STRING, "prefixItems": [STRING]}),
    ),
    (".properties" + ".a.properties" * 10, "makes it 11 levels of nesting in all", nested(11)),
    (
        ".properties",
        "makes it 5001 object properties in all, and strict mode permits 5000",
        closed(**{f"p{number}": STRING for number in range(5_001)}),
    ),
    (
        ".properties.a.enum",
        "makes it 1001 enum values in all, and strict mode permits 1000",
        closed(a={"type": "integer", "enum": list(range(1_001))}),
    ),
    (
        ".properties.b.enum",
        "makes it 1200 enum values in all",
        closed(a={"enum": list(range(600))}, b={"enum": list(range(600))}),
    ),
    (
        ".properties.a.enum",
        "makes it 15060 characters in more than 250 values in all",
        closed(a={"type": "string", "enum": [f"{number:060}" for number in range(251)]}),
    ),
    (
        ".properties.a",
        "characters of names and values in all, and strict mode permits 120000",
        closed(a={"type": "string", "const": "x" * 120_000}),
    ),
    ("", "characters of names and values in all", closed(**{"x" * 120_001: STRING})),
    # What is wrong with it as a schema is said first.
    (
        ".properties.a.type",
        "must be one of",
        {"type": "object", "properties": {"a": {"type": "str"}}},
    ),
]


def check(schema: object) -> None:
    raw = msgspec.Raw(json.dumps(schema).encode())
    check_schema(raw, param="tools[0].function.parameters", is_strict=True)


@pytest.mark.parametrize("schema", FINE, ids=lambda schema: json.dumps(schema)[:60])
def test_the_documented_subset_passes(schema: Schema) -> None:
    check(schema)


@pytest.mark.parametrize(
    ("place", "said", "schema"), REFUSED, ids=[f"{place}-{said}"[:60] for place, said, _ in REFUSED]
)
def test_what_leaves_the_subset_is_refused_by_its_place(
    place: str, said: str, schema: object
) -> None:
    with pytest.raises(InvalidSchema) as caught:
        check(schema)
    assert caught.value.param == "tools[0].function.parameters" + place
    assert said in caught.value.message


def test_a_property_named_properties_is_no_level() -> None:
    """The levels were counted by the word, wherever in a path it stood."""
    schema = closed(v=STRING)
    for _ in range(9):
        schema = closed(properties=schema)
    check(schema)
