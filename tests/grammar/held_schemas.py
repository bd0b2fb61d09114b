"""What each keyword of JSON Schema lets be written, and what it does not."""

from __future__ import annotations

from typing import Any

DOG = {"type": "object", "properties": {"kind": {"const": "dog"}, "x": {"type": "integer"}}}
CAT = {"type": "object", "properties": {"kind": {"const": "cat"}, "y": {"type": "integer"}}}
TREE = {
    "type": "object",
    "properties": {"v": {"type": "integer"}, "next": {"$ref": "#"}},
    "required": ["v"],
}

# A keyword, a schema, values it lets be written, and values it does not.
HELD: list[tuple[str, Any, list[Any], list[Any]]] = [
    ("type", {"type": "string"}, ["", "ü\n"], [1, None]),
    ("type", {"type": ["integer", "null"]}, [1, None], ["", 1.5]),
    ("type", {}, [1, "a", [[None]], {"a": {"b": 1}}, True], []),
    (
        "enum",
        {"enum": ["a", 1, None, [1], {"b": 2}, True]},
        ["a", 1, None, [1], {"b": 2}, True],
        ["b", 2, [2], {"b": 3}, False],
    ),
    ("enum", {"type": "string", "enum": ["a", 1, "bcd"], "maxLength": 2}, ["a"], [1, "bcd"]),
    ("const", {"const": {"a": [1, "ü"]}}, [{"a": [1, "ü"]}], [{"a": [1]}, {}]),
    ("minLength", {"type": "string", "minLength": 2}, ["ab", "\U0001f600é"], ["a", ""]),
    ("maxLength", {"type": "string", "maxLength": 2}, ["", "ab", "\U0001f600é"], ["abc"]),
    ("pattern", {"type": "string", "pattern": "^a.c$"}, ["abc"], ["abcd", "a\nc"]),
    ("pattern", {"type": "string", "pattern": "b", "allOf": [{"pattern": "c$"}]}, ["bc"], ["b"]),
    ("format", {"type": "string", "format": "date"}, ["2024-02-29"], ["2023-02-29", "x"]),
    ("format", {"type": "string", "format": "int32"}, ["x", ""], [1]),  # an annotation
    ("format", {"enum": ["2024-01-01", "x"], "format": "date"}, ["2024-01-01"], ["x"]),
    ("items", {"type": "array", "items": {"type": "integer"}}, [[], [1, 2]], [["a"], 1]),
    (
        "items",
        {"items": [{"type": "integer"}], "type": "array", "additionalItems": False},
        [[], [1]],
        [[1, 2], ["a"]],
    ),  # draft 7
    (
        "prefixItems",
        {"type": "array", "prefixItems": [{"const": 1}], "items": {"const": 2}},
        [[], [1], [1, 2, 2]],
        [[2], [1, 1]],
    ),
    (
        "additionalItems",
        {"type": "array", "items": [{}], "additionalItems": {"const": 2}},
        [["x", 2]],
        [["x", 3]],
    ),
    (
        "unevaluatedItems",
        {"type": "array", "prefixItems": [{}], "unevaluatedItems": False},
        [[1]],
        [[1, 2]],
    ),
    ("minItems", {"type": "array", "minItems": 2}, [[1, 2]], [[1]]),
    ("maxItems", {"type": "array", "maxItems": 1}, [[], [1]], [[1, 2]]),
    (
        "uniqueItems",
        {"type": "array", "items": {"enum": ["a", "b"]}, "uniqueItems": True},
        [[], ["b"], ["a", "b"], ["b", "a"]],
        [["a", "a"]],
    ),
    ("uniqueItems", {"type": "array", "maxItems": 1, "uniqueItems": True}, [[], ["x"]], []),
    ("contains", {"type": "array", "contains": {"type": "integer"}}, [[1], [2, "x"]], [[], ["x"]]),
    (
        "minContains",
        {"type": "array", "contains": {"const": 1}, "minContains": 2},
        [[1, 1], [1, 1, 2]],
        [[1]],
    ),
    ("minContains", {"type": "array", "contains": {"const": 1}, "minContains": 0}, [[], [2]], []),
    (
        "maxContains",
        {"type": "array", "contains": {}, "maxContains": 2, "maxItems": 2},
        [[1], [1, 2]],
        [[1, 2, 3]],
    ),
    (
        "properties",
        {"type": "object", "properties": {"a": {"const": 1}, "b": {}}},
        [{}, {"a": 1}, {"a": 1, "b": [2]}, {"b": 1}],
        [{"a": 2}],
    ),
    # Those that are not listed are not invented, and the order is the schema's.
    (
        "properties",
        {"type": "object", "properties": {"b": {}, "a": {}}},
        [{"b": 1, "a": 2}],
        [{"a": 1, "b": 2}, {"c": 1}],
    ),
    ("properties", {"type": "object", "properties": {}}, [{}], [{"a": 1}]),
    (
        "required",
        {"type": "object", "properties": {"a": {}}, "required": ["a", "b"]},
        [{"a": 1, "b": 2}],
        [{}, {"a": 1}],
    ),
    (
        "additionalProperties",
        {"type": "object", "properties": {"a": {"const": 1}}, "additionalProperties": {"const": 2}},
        [{"x": 2}, {"a": 1, "x": 2, "y": 2}],
        [{"a": 2}, {"x": 1}],
    ),
    ("additionalProperties", {"type": "object", "additionalProperties": False}, [{}], [{"a": 1}]),
    ("additionalProperties", {"type": "object"}, [{}, {"a": 1, "b": {}}], [[]]),
    (
        "patternProperties",
        {
            "type": "object",
            "patternProperties": {"^x": {"const": 1}},
            "additionalProperties": False,
        },
        [{}, {"xa": 1, "x": 1}],
        [{"xa": 2}, {"a": 1}],
    ),
    (
        "patternProperties",
        {
            "type": "object",
            "properties": {"xy": {"type": "integer"}},
            "patternProperties": {"^x": {"minimum": 5}},
        },
        [{"xy": 5}],
        [{"xy": 4}, {"xy": "a"}],
    ),
    (
        "propertyNames",
        {"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}},
        [{}, {"ab": 1}],
        [{"A": 1}],
    ),
    (
        "propertyNames",
        {
            "type": "object",
            "propertyNames": {"enum": ["a", "b"]},
            "additionalProperties": {"const": 1},
        },
        [{"a": 1, "b": 1}, {"b": 1}],
        [{"c": 1}, {"a": 2}],
    ),
    (
        "propertyNames",
        {"type": "object", "propertyNames": {"maxLength": 2}},
        [{"ab": 1}],
        [{"abc": 1}],
    ),
    (
        "propertyNames",
        {"type": "object", "properties": {"a": {}, "bb": {}}, "propertyNames": {"maxLength": 1}},
        [{"a": 1}],
        [{"bb": 1}],
    ),
    ("minProperties", {"type": "object", "minProperties": 1}, [{"a": 1}], [{}]),
    (
        "minProperties",
        {"type": "object", "properties": {"a": {}, "b": {}}, "minProperties": 1},
        [{"a": 1}, {"b": 1}, {"a": 1, "b": 2}],
        [{}],
    ),
    ("maxProperties", {"type": "object", "maxProperties": 1}, [{}, {"a": 1}], [{"a": 1, "b": 2}]),
    (
        "maxProperties",
        {"type": "object", "properties": {"a": {}, "b": {}}, "required": ["b"], "maxProperties": 1},
        [{"b": 1}],
        [{"a": 1, "b": 1}],
    ),
    (
        "unevaluatedProperties",
        {"type": "object", "properties": {"a": {}}, "unevaluatedProperties": {"const": 1}},
        [{"a": 5, "b": 1}],
        [{"b": 2}],
    ),
    (
        "dependentRequired",
        {"type": "object", "properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}},
        [{}, {"b": 1}, {"a": 1, "b": 1}],
        [{"a": 1}],
    ),
    (
        "dependentSchemas",
        {
            "type": "object",
            "properties": {"a": {}, "b": {}},
            "dependentSchemas": {"a": {"properties": {"b": {"const": 2}}}},
        },
        [{"b": 1}, {"a": 1, "b": 2}, {"a": 1}],
        [{"a": 1, "b": 1}],
    ),
    (
        "dependencies",
        {"type": "object", "properties": {"a": {}, "b": {}}, "dependencies": {"a": ["b"]}},
        [{}, {"a": 1, "b": 1}],
        [{"a": 1}],
    ),
    ("minimum", {"type": "integer", "minimum": 3}, [3, 10], [2]),
    ("maximum", {"type": "number", "maximum": 3}, [3, 2.5, -100], [3.1]),
    ("exclusiveMinimum", {"type": "number", "exclusiveMinimum": 3}, [3.5, 4], [3]),
    ("exclusiveMaximum", {"type": "integer", "exclusiveMaximum": 3}, [2], [3]),
    ("multipleOf", {"type": "integer", "multipleOf": 5}, [0, -10], [3]),
    (
        "allOf",
        {
            "allOf": [
                {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]},
                {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]},
            ]
        },
        [{"a": 1, "b": "x"}],
        [{"a": 1}, {"b": "x"}, {"a": 1, "b": 2}],
    ),
    (
        "anyOf",
        {"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 5}]},
        ["a", 5],
        [4, None],
    ),
    (
        "anyOf",
        {
            "type": "object",
            "properties": {"a": {}, "b": {}},
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
        },
        [{"a": 1}, {"b": 1}, {"a": 1, "b": 1}],
        [{}],
    ),
    ("oneOf", {"oneOf": [{"type": "string"}, {"type": "null"}]}, ["a", None], [1]),
    # A property that only tells them apart where it is there is required.
    (
        "oneOf",
        {"oneOf": [DOG, CAT]},
        [{"kind": "dog", "x": 1}, {"kind": "cat"}],
        [{}, {"kind": "dog", "y": 1}],
    ),
    (
        "oneOf",
        {
            "oneOf": [
                {"type": "object", "properties": {"a": {}}, "required": ["a"]},
                {"type": "object", "properties": {"b": {}}, "required": ["b"]},
            ]
        },
        [{"a": 1}, {"b": 1}],
        [{"a": 1, "b": 1}],
    ),
    (
        "oneOf",
        {"oneOf": [{"type": "integer", "maximum": 3}, {"type": "integer", "minimum": 4}]},
        [3, 4],
        ["a"],
    ),
    ("not", {"type": ["string", "integer"], "not": {"type": "string"}}, [1], ["a"]),
    ("not", {"enum": ["a", "b", "c"], "not": {"enum": ["b"]}}, ["a", "c"], ["b"]),
    (
        "not",
        {"type": "object", "properties": {"a": {}, "b": {}}, "not": {"required": ["a"]}},
        [{}, {"b": 1}],
        [{"a": 1}],
    ),
    ("not", {"type": "integer", "not": {"minimum": 5}}, [4], [5]),
    (
        "if",
        {
            "type": "object",
            "properties": {"k": {"enum": ["x", "y"]}, "v": {}},
            "required": ["k"],
            "if": {"properties": {"k": {"const": "x"}}},
            "then": {"required": ["v"]},
        },
        [{"k": "x", "v": 1}, {"k": "y"}, {"k": "y", "v": 1}],
        [{"k": "x"}],
    ),
    ("then", {"type": "integer", "if": {"minimum": 5}, "then": {"maximum": 6}}, [4, 5, 6], [7]),
    (
        "else",
        {"type": ["integer", "string"], "if": {"type": "integer"}, "else": {"maxLength": 1}},
        [5, "a"],
        ["ab"],
    ),
    ("$ref", {"$ref": "#/$defs/n", "$defs": {"n": {"type": "integer"}}}, [1], ["a"]),
    (
        "$ref",
        {
            "type": "object",
            "properties": {"a": {"type": "integer"}, "b": {"$ref": "#/properties/a"}},
        },
        [{"a": 1, "b": 2}],
        [{"b": "x"}],
    ),
    (
        "$ref",
        TREE,
        [{"v": 1}, {"v": 1, "next": {"v": 2, "next": {"v": 3}}}],
        [{"v": 1, "next": {}}],
    ),
    (
        "$ref",
        {"$ref": "#/$defs/n", "maximum": 3, "$defs": {"n": {"type": "integer", "minimum": 2}}},
        [2, 3],
        [1, 4],
    ),
    ("$ref", {"$ref": "#/$defs/a~1b%25", "$defs": {"a/b%": {"const": 1}}}, [1], [2]),
    (
        "$defs",
        {"$defs": {"unused": {"$ref": "#/$defs/unused2"}, "unused2": {}}, "const": 1},
        [1],
        [2],
    ),
    ("definitions", {"$ref": "#/definitions/n", "definitions": {"n": {"const": 1}}}, [1], [2]),
    ("$anchor", {"$ref": "#here", "$defs": {"n": {"$anchor": "here", "const": 1}}}, [1], [2]),
    (
        "$id",
        {
            "$id": "https://example.org/s",
            "$ref": "https://example.org/s#/$defs/n",
            "$defs": {"n": {"const": 1}},
        },
        [1],
        [2],
    ),
    (
        "$id",
        {
            "$ref": "thing",
            "$defs": {"n": {"$id": "thing", "$ref": "#/$defs/m", "$defs": {"m": {"const": 1}}}},
        },
        [1],
        [2],
    ),
    ("nullable", {"type": "string", "nullable": True}, ["a"], [None]),
    ("x-order", {"type": "string", "x-order": 3, "somethingElse": {}, "comment": 1}, ["a"], [1]),
]
