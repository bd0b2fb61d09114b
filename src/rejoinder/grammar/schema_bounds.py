"""Bounds in one schema that leave nothing between them: what is surely a slip of the pen.

Only where the schema names the types they are about: `{"minimum": 5, "maximum": 3}` still allows
every string.
"""

from __future__ import annotations

import math

from rejoinder.grammar.schema_json import Json, named, same_key


def has_type(value: Json, name: str) -> bool:
    """Whether a value is of a type, by its name in JSON Schema."""
    match value:
        case None:
            return name == "null"
        case bool():
            return name == "boolean"
        case int():
            return name in {"integer", "number"}
        case float():
            return name == "number" or (name == "integer" and value.is_integer())
        case str():
            return name == "string"
        case list():
            return name == "array"
        case _:
            return name == "object"


def contradiction(schema: dict[str, Json]) -> tuple[str, str] | None:
    """A keyword and what is wrong with it, or None. Every keyword's value has the right type."""
    told = schema.get("type", [])
    types = {str(name) for name in (told if isinstance(told, list) else [told])}
    return (
        _of_values(schema, types)
        or (_of_numbers(schema, types) if types and types <= {"integer", "number"} else None)
        or (_of_counts(schema, "Length") if types == {"string"} else None)
        or (_of_counts(schema, "Items") if types == {"array"} else None)
        or (_of_objects(schema) if types == {"object"} else None)
    )


def _of_values(schema: dict[str, Json], types: set[str]) -> tuple[str, str] | None:
    values = schema.get("enum")
    if (
        isinstance(values, list)
        and types
        and not any(has_type(value, name) for value in values for name in types)
    ):
        return "enum", f"has no value that `type` allows; its first is {named(values[0])}"
    if "const" in schema:
        value = schema["const"]
        if types and not any(has_type(value, name) for name in types):
            return "const", f"is {named(value)}, which `type` forbids"
        if isinstance(values, list) and same_key(value) not in map(same_key, values):
            return "const", f"is {named(value)}, which is not in `enum`"
    return None


def _number(schema: dict[str, Json], word: str) -> int | float | None:
    value = schema.get(word)
    return value if isinstance(value, int | float) else None


def _of_numbers(schema: dict[str, Json], types: set[str]) -> tuple[str, str] | None:
    low, high = _number(schema, "minimum"), _number(schema, "maximum")
    above, below = _number(schema, "exclusiveMinimum"), _number(schema, "exclusiveMaximum")
    if low is not None and high is not None and low > high:
        return "minimum", f"is {low}, above `maximum`, which is {high}"
    if above is not None and high is not None and above >= high:
        return "exclusiveMinimum", f"is {above}, which leaves nothing up to `maximum`, {high}"
    if low is not None and below is not None and low >= below:
        return "exclusiveMaximum", f"is {below}, which leaves nothing from `minimum`, {low}"
    if above is not None and below is not None and above >= below:
        return "exclusiveMinimum", f"is {above}, which leaves nothing below {below}"
    if types == {"integer"}:
        first = max(
            [-math.inf]
            + ([math.ceil(low)] if low is not None else [])
            + ([math.floor(above) + 1] if above is not None else [])
        )
        last = min(
            [math.inf]
            + ([math.floor(high)] if high is not None else [])
            + ([math.ceil(below) - 1] if below is not None else [])
        )
        if first > last:
            word = "minimum" if low is not None else "exclusiveMinimum"
            return word, "leaves no whole number below the upper bound"
    return None


def _of_counts(schema: dict[str, Json], what: str) -> tuple[str, str] | None:
    low, high = _number(schema, f"min{what}"), _number(schema, f"max{what}")
    if low is not None and high is not None and low > high:
        return f"min{what}", f"is {low}, above `max{what}`, which is {high}"
    return None


def _of_objects(schema: dict[str, Json]) -> tuple[str, str] | None:
    required = schema.get("required")
    names = required if isinstance(required, list) else []
    properties = schema.get("properties")
    known = properties if isinstance(properties, dict) else {}
    for name in names:
        if known.get(str(name), True) is False:
            return "required", f"names {named(name)}, whose schema is false"
        if (
            str(name) not in known
            and schema.get("additionalProperties") is False
            and not schema.get("patternProperties")
        ):
            return "required", f"names {named(name)}, which `additionalProperties` forbids"
    high = _number(schema, "maxProperties")
    if high is not None and len(names) > high:
        return "maxProperties", f"is {high}, but {len(names)} properties are required"
    return _of_counts(schema, "Properties")
