"""Which parameters can stand between tags, and which cannot."""

from __future__ import annotations

import json

import pytest

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.schema_refs import NoSuchPlace, alone, target
from rejoinder.chat.dialects.tag_schema import Parameter, Parameters, parameters_of
from tests.chat.dialects.speakers import schema


def _parameters(told: object, *, are_told_apart: bool = False) -> Parameters | None:
    return parameters_of(Tool("f", parameters=schema(told)), are_told_apart=are_told_apart)


def _one(told: object, *, are_told_apart: bool = False) -> Parameter:
    properties = {"type": "object", "properties": {"a": told}}
    parameters = _parameters(properties, are_told_apart=are_told_apart)
    assert parameters is not None
    return parameters.named[0]


@pytest.mark.parametrize(
    "told",
    [
        {"type": "object", "minProperties": 1},
        {"type": "object", "properties": {"a": {}}, "dependentRequired": {"a": ["b"]}},
        {"type": "object", "properties": {"a>": {}}},
        {"type": "object", "properties": {" a": {}}},
        {"type": "object", "properties": {"": {}}},
        {"type": "object", "properties": {"a": False}, "required": ["a"]},
        {"anyOf": [{"type": "object"}]},
        {"$ref": "#/$defs/none"},
        {"$ref": "#"},
    ],
)
def test_what_no_tags_can_hold_is_one_object(told: object) -> None:
    assert _parameters(told) is None


def test_no_parameters_are_none_and_no_schema_is_any() -> None:
    assert parameters_of(Tool("f")) == Parameters(())
    for told in ({}, {"type": "object"}, {"type": "object", "properties": {}}):
        parameters = _parameters(told)
        assert parameters is not None
        assert parameters.named == ()
        assert parameters.others is not None
    closed = _parameters({"type": "object", "properties": {"a": {}}})
    assert closed is not None
    assert closed.others is None  # what is not declared is not expected


def test_what_is_required_and_not_declared_is_whatever_else_may_be() -> None:
    parameters = _parameters(
        {"properties": {"a": False}, "required": ["b"], "additionalProperties": {"type": "null"}}
    )
    assert parameters is not None
    (one,) = parameters.named
    assert (one.name, one.is_required) == ("b", True)
    assert one.types == {"null"}
    assert parameters.of("c").types == {"null"}


@pytest.mark.parametrize(
    "told",
    [
        {"type": "string"},
        {"type": "string", "title": "A", "description": "b", "default": "c"},
        {"enum": ["a", "b"]},
        {"type": "string", "minLength": 1},
        {"type": "string", "format": "uuid"},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"type": ["string", "null"], "enum": ["a", None]},
        {"anyOf": [{"type": "boolean"}, {"anyOf": [{"type": "number"}, {"const": "a"}]}]},
    ],
)
def test_a_string_stands_as_it_is(told: object) -> None:
    one = _one(told)
    assert one.text is not None
    assert one.json is None


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"type": "integer"},
        {"type": ["integer", "null"]},
        {"enum": ["a", ""]},  # Lark has no empty literal
        {"enum": ["a", 5]},
        {"type": "string", "enum": ["a"], "maxLength": 3},
        {"type": "string", "format": "email"},
        {"type": "string", "minLength": 1.0},
        {"type": "string", "contentEncoding": "base64"},
        {"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 3}]},
        {"anyOf": [{"type": "string"}, {"type": "array"}]},
        {"anyOf": [{"type": "string"}, True]},
        {"allOf": [{"type": "string"}, {"maxLength": 3}]},
        {"not": {"type": "null"}},
    ],
)
def test_what_could_be_read_as_something_else_stands_in_json(told: object) -> None:
    one = _one(told)
    assert one.text is None
    assert one.json is not None


def test_where_a_family_tells_strings_apart_only_strings_stand_as_they_are() -> None:
    assert _one({"type": "string"}, are_told_apart=True).text is not None
    either = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert _one(either, are_told_apart=True).text is None


@pytest.mark.parametrize(
    ("told", "types"),
    [
        ({"type": "number"}, {"number", "integer"}),
        ({"enum": [1, 2.5, 3.0]}, {"number", "integer"}),
        ({"const": True}, {"boolean"}),
        ({"enum": [[], {}]}, {"array", "object"}),
        ({"oneOf": [{"type": "null"}, {"const": 5}]}, {"null", "integer", "number"}),
        ({"allOf": [{"type": ["null", "array"]}, {"type": ["null", "object"]}]}, {"null"}),
    ],
)
def test_types_are_what_values_may_be(told: object, types: set[str]) -> None:
    assert _one(told).types == types


def test_references_are_followed_to_what_they_mean() -> None:
    parameters = _parameters(
        {
            "$ref": "#/$defs/all",
            "$defs": {
                "all": {"type": "object", "properties": {"a": {"$ref": "#/$defs/x"}}},
                "x": {"$ref": "#/$defs/y"},
                "y": {"type": "null"},
            },
        }
    )
    assert parameters is not None
    assert parameters.named[0].types == {"null"}


def test_a_reference_is_a_place_in_its_schema() -> None:
    root: dict[str, object] = {"anyOf": [{"type": "null"}], "$defs": {"a/b": {}, "c": 5}}
    assert target(root, "#/anyOf/0") == {"type": "null"}
    assert target(root, "#/$defs/a~1b") == {}
    assert target(root, "#") == root
    for wrong in (5, "other.json", "#/anyOf/1", "#/anyOf/x", "#/$defs/c", "#/$defs/d"):
        with pytest.raises(NoSuchPlace):
            target(root, wrong)
    with pytest.raises(NoSuchPlace):
        target({"$id": "x", **root}, "#/anyOf/0")  # elsewhere now


def test_a_schema_that_stands_alone_takes_what_it_refers_to_with_it() -> None:
    root: dict[str, object] = {
        "$schema": "v",
        "properties": {"$ref": {"$ref": "#/$defs/x"}, "b": {"enum": [{"$ref": "#"}]}},
        "$defs": {"x": {}},
    }
    assert alone(root, {"type": "null"}) == {"$schema": "v", "type": "null"}
    assert alone(root, {"items": [{"$ref": "#/$defs/x"}]}) == {
        "$schema": "v",
        "items": [{"$ref": "#/$defs/root/$defs/x"}],
        "$defs": {
            "root": {
                "properties": {
                    "$ref": {"$ref": "#/$defs/root/$defs/x"},
                    "b": {"enum": [{"$ref": "#"}]},
                },
                "$defs": {"x": {}},
            }
        },
    }
    with pytest.raises(NoSuchPlace):
        alone({"$anchor": "here", **root}, {"$ref": "#here"})
    assert json.dumps(root).count("root") == 0  # as it was
