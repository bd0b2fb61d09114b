"""What `strict: true` allows of JSON Schema: the subset documented for OpenAI's Structured Outputs.

The root is an object; every object lists all it has, requires it and forbids the rest; of the ways
to compose schemas there are `anyOf` and `$ref`. Annotations are let through: they change nothing.
Limits as documented in 2026. A level of nesting is an object in an object; what `$ref` leads to is
counted where it stands.
"""

from __future__ import annotations

from rejoinder.grammar.schema_document import Document
from rejoinder.grammar.schema_json import Json, Path, named
from rejoinder.grammar.schema_keywords import words

MAX_PROPERTIES = 5_000
MAX_LEVELS = 10
MAX_ENUM_VALUES = 1_000
# Of the names of properties and definitions, and the values of `enum` and `const`.
MAX_CHARS = 120_000
# Of one `enum` of strings that has more than so many values.
MANY_VALUES = 250
MAX_MANY_CHARS = 15_000

# Composition that is documented as not supported, or not among what is.
_REFUSED = {
    "allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas",
    "dependencies", "prefixItems", "additionalItems", "patternProperties", "propertyNames",
    "unevaluatedProperties", "unevaluatedItems",
}  # fmt: skip
_FORMATS = ("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid")
# One of these must say what a value is.
_SAYS_WHAT = ("type", "anyOf", "$ref", "enum", "const")


def check_strict(document: Document) -> None:
    """Raises InvalidSchema."""
    root = document.root
    if not isinstance(root, dict) or root.get("type") != "object":
        said = named(root.get("type")) if isinstance(root, dict) and "type" in root else "none"
        raise document.wrong(
            (), f'must have `type` "object" at its root in strict mode, and has {said}'
        )
    if "anyOf" in root:
        raise document.wrong(("anyOf",), "is not permitted at the root in strict mode")
    counts = _Counts(document)
    for path, schema in document.schemas.items():
        if "contentSchema" in words(path):
            continue  # of what is inside a string, which nothing here is held to
        if isinstance(schema, bool):
            # Of `additionalProperties` it is looked at with its object.
            if path[-1:] != ("additionalProperties",):
                raise document.wrong(path, "must be an object with a `type` in strict mode")
        else:
            _check(document, schema, path)
            counts.add(schema, path)


def _check(document: Document, schema: dict[str, Json], path: Path) -> None:
    for word in schema:
        if word in _REFUSED:
            raise document.wrong((*path, word), "is not permitted in strict mode")
    if not any(word in schema for word in _SAYS_WHAT):
        raise document.wrong(path, "must have a `type` in strict mode")
    told = schema.get("type")
    types = told if isinstance(told, list) else [told]
    if "object" in types or "properties" in schema:
        _check_object(document, schema, path)
    if "array" in types and not isinstance(schema.get("items"), dict):
        raise document.wrong(path, "must have `items`, a schema of them, in strict mode")
    if "format" in schema and schema["format"] not in _FORMATS:
        raise document.wrong(
            (*path, "format"),
            f"is {named(schema['format'])}, and strict mode permits {', '.join(_FORMATS)}",
        )


def _check_object(document: Document, schema: dict[str, Json], path: Path) -> None:
    others = schema.get("additionalProperties")
    if others is not False:
        is_there = "additionalProperties" in schema
        raise document.wrong(
            (*path, "additionalProperties") if is_there else path,
            "must be false in strict mode"
            if is_there
            else "must have `additionalProperties`, and it must be false, in strict mode",
        )
    properties = schema.get("properties")
    known = properties if isinstance(properties, dict) else {}
    required = schema.get("required")
    listed = required if isinstance(required, list) else []
    for name in known:
        if name not in listed:
            raise document.wrong(
                (*path, "required") if "required" in schema else path,
                f"must name every property in strict mode, and lacks {named(name)}"
                if "required" in schema
                else f"must have `required` with every property in strict mode: {named(name)}",
                hint='A property that may be left out can be `"type": [..., "null"]` instead.',
            )


class _Counts:
    """What is counted over the whole schema."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._num_properties = 0
        self._num_values = 0
        self._num_chars = 0

    def add(self, schema: dict[str, Json], path: Path) -> None:
        """Raises InvalidSchema where a limit is passed, at the place that passes it."""
        properties = schema.get("properties")
        if isinstance(properties, dict):
            levels = 1 + sum(word == "properties" for word in words(path))
            self._limit((*path, "properties"), levels, MAX_LEVELS, "levels of nesting")
            self._num_properties += len(properties)
            self._num_chars += sum(map(len, properties))
            self._limit(
                (*path, "properties"), self._num_properties, MAX_PROPERTIES, "object properties"
            )
        for word in ("$defs", "definitions"):
            if isinstance(defs := schema.get(word), dict):
                self._num_chars += sum(map(len, defs))
        if isinstance(values := schema.get("enum"), list):
            self._num_values += len(values)
            chars = sum(len(value) for value in values if isinstance(value, str))
            self._num_chars += chars
            at = (*path, "enum")
            self._limit(at, self._num_values, MAX_ENUM_VALUES, "enum values")
            if len(values) > MANY_VALUES:
                self._limit(
                    at, chars, MAX_MANY_CHARS, f"characters in more than {MANY_VALUES} values"
                )
        if isinstance(const := schema.get("const"), str):
            self._num_chars += len(const)
        self._limit(path, self._num_chars, MAX_CHARS, "characters of names and values")

    def _limit(self, path: Path, count: int, limit: int, what: str) -> None:
        if count > limit:
            raise self._document.wrong(
                path, f"makes it {count} {what} in all, and strict mode permits {limit}"
            )
