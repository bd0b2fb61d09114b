"""Good JSON Schemas that no answer could be held to for certain, by the place of what cannot be."""

from __future__ import annotations

from tests.grammar.wrong import Wrong, obj

UNSUPPORTED = [
    Wrong(
        ".multipleOf",
        "is 0.1, which is no binary fraction",
        {"type": "number", "multipleOf": 0.1},
    ),
    Wrong(
        ".multipleOf",
        "is supported between bounds with at most 1000 multiples",
        {"type": "number", "multipleOf": 0.01, "minimum": 0, "maximum": 1000},
    ),
    Wrong(".multipleOf", "steps of at most 10000", {"type": "integer", "multipleOf": 10**9 + 7}),
    Wrong(".multipleOf", "and 4 decimals", {"type": "number", "multipleOf": 2**-10}),
    Wrong("", "allows only numbers beyond 1e+18", {"type": "integer", "minimum": 10**19}),
    Wrong("", "allows only numbers beyond 1e+18", {"type": "number", "maximum": -1e300}),
    Wrong("", "has 9007199254740993, which has too many digits", {"const": 2**53 + 1}),
    Wrong(
        ".items",
        "which has too many digits to be exact",
        {"items": {"enum": [[1, {"a": 2**60 + 1}]]}},
    ),
    Wrong(".minLength", "is 2000000, more than 25000", {"type": "string", "minLength": 2_000_000}),
    Wrong(".minItems", "more than 1000000", {"type": "array", "minItems": 10**7}),
    Wrong(
        ".properties.a.uniqueItems",
        "is supported where the items have at most 10 listed values",
        obj(a={"type": "array", "items": {"type": "string"}, "uniqueItems": True}),
    ),
    Wrong(
        ".uniqueItems",
        "at most 10 listed values",
        {"type": "array", "items": {"enum": list(range(11))}, "uniqueItems": True},
    ),
    Wrong(
        ".maxContains",
        "is not supported unless `maxItems` is no more",
        {"type": "array", "contains": {"type": "integer"}, "maxContains": 2},
    ),
    Wrong(
        ".minContains", "is more than 1000", {"type": "array", "contains": {}, "minContains": 5000}
    ),
    Wrong(
        ".oneOf[1]",
        "may hold beside `oneOf[0]`",
        {"oneOf": [{"type": "integer"}, {"type": "number"}]},
    ),
    Wrong(
        ".oneOf[2]",
        "may hold beside `oneOf[0]`",
        {"oneOf": [{"type": "string"}, {"type": "null"}, {"type": "string", "maxLength": 3}]},
    ),
    Wrong(
        ".properties.a.oneOf[1]",
        "nothing is certain to tell them apart",
        obj(a={"oneOf": [{"type": "string", "pattern": "a"}, {"type": "string", "pattern": "b"}]}),
    ),
    Wrong(".oneOf[1]", "may hold beside", {"oneOf": [True, {"type": "string"}]}),
    Wrong(".not.pattern", "cannot be held to under `not` or `if`", {"not": {"pattern": "^a"}}),
    Wrong(".not.format", "under `not` or `if`", {"type": "string", "not": {"format": "date"}}),
    Wrong(".not.items", "under `not` or `if`", {"not": {"items": {"type": "string"}}}),
    Wrong(".not.oneOf", "under `not` or `if`", {"not": {"oneOf": [{"type": "string"}]}}),
    Wrong(".if.multipleOf", "under `not` or `if`", {"if": {"multipleOf": 2}, "then": {}}),
    Wrong(".not", 'excludes "a" where nothing lists', {"type": "string", "not": {"const": "a"}}),
    Wrong(".not", "excludes 3 where nothing lists", {"type": "integer", "not": {"enum": [3, 4]}}),
    Wrong(
        ".properties.a.not",
        "excludes an object where nothing lists",
        obj(a={"type": "object", "not": {"const": {}}}),
    ),
    Wrong(
        ".unevaluatedProperties",
        "is not supported beside `allOf`",
        {"type": "object", "allOf": [obj(a={})], "unevaluatedProperties": False},
    ),
    Wrong(
        ".unevaluatedItems",
        "is not supported beside `contains`",
        {"type": "array", "contains": {"type": "string"}, "unevaluatedItems": False},
    ),
    Wrong(
        ".minProperties",
        "for one property more than are required",
        {**obj(a={}, b={}, c={}), "minProperties": 2},
    ),
    Wrong(
        ".maxProperties",
        "is not supported beside optional properties",
        {**obj(a={}, b={}, c={}), "maxProperties": 2},
    ),
    Wrong(
        ".minProperties",
        "more than one property without a name",
        {"type": "object", "minProperties": 2},
    ),
    Wrong(
        ".propertyNames",
        "is supported with `enum`",
        {"type": "object", "propertyNames": {"anyOf": [{"pattern": "^a"}, {"pattern": "^b"}]}},
    ),
    Wrong(
        ".propertyNames",
        "with one pattern, format or length only",
        {"type": "object", "propertyNames": {"pattern": "^a", "maxLength": 3}},
    ),
    Wrong(
        ".propertyNames",
        "is not supported beside `patternProperties`",
        {"type": "object", "patternProperties": {"^a": {}}, "propertyNames": {"pattern": "^a"}},
    ),
    Wrong(
        ".allOf[1].patternProperties",
        "meets `patternProperties` of another schema",
        {
            "allOf": [
                {"type": "object", "patternProperties": {"^a": {}}},
                {"type": "object", "patternProperties": {"^b": {}}},
            ]
        },
    ),
]
