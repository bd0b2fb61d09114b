"""Every keyword of JSON Schema that means something here: what its value must be, and where the
schemas in it are.

Draft 2020-12, with what drafts 4 to 7 spelled otherwise where that is still common: `definitions`,
`dependencies`, `items` as a list, `additionalItems`. What JSON Schema does not define is an
annotation by its own rules, and passes; but not what looks like a keyword misspelled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rejoinder.grammar.schema_json import Json, Path, named

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")

# A check returns what is wrong, as `must be a string, but is 3`, or None.
Check = Callable[[Json], str | None]


def _must(rule: str, value: Json) -> str:
    return f"must be {rule}, but is {named(value)}"


def is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: Json) -> str | None:
    return None if is_number(value) else _must("a number", value)


def _positive(value: Json) -> str | None:
    if isinstance(value, int | float) and is_number(value) and value > 0:
        return None
    return _must("a number above 0", value)


def _count(value: Json) -> str | None:
    if isinstance(value, int | float) and is_number(value) and value >= 0 and value == int(value):
        return None
    return _must("a whole number, 0 or more", value)


def _text(value: Json) -> str | None:
    return None if isinstance(value, str) else _must("a string", value)


def _flag(value: Json) -> str | None:
    return None if isinstance(value, bool) else _must("true or false", value)


def _list(value: Json) -> str | None:
    return None if isinstance(value, list) else _must("an array", value)


def _object(value: Json) -> str | None:
    return None if isinstance(value, dict) else _must("an object", value)


def _anything(_: Json) -> str | None:
    return None


def _type(value: Json) -> str | None:
    names = value if isinstance(value, list) else [value]
    if not names:
        return "must name at least one type"
    for name in names:
        if not isinstance(name, str) or name not in TYPES:
            return f"must be one of {', '.join(TYPES)} or a list of them, but has {named(name)}"
    if len({str(name) for name in names}) < len(names):
        return "must name each type once"
    return None


def _enum(value: Json) -> str | None:
    if not isinstance(value, list):
        return _must("an array", value)
    return None if value else "must have at least one value"


def _names(value: Json) -> str | None:
    if not isinstance(value, list):
        return _must("an array of property names", value)
    for name in value:
        if not isinstance(name, str):
            return f"must be an array of property names, but has {named(name)}"
    if len({str(name) for name in value}) < len(value):
        return "must name each property once"
    return None


def _maps_names(value: Json) -> str | None:
    if not isinstance(value, dict):
        return _must("an object of arrays of property names", value)
    for key, names in value.items():
        if problem := _names(names):
            return f"at {named(key)} {problem}"
    return None


def _schema(value: Json) -> str | None:
    if isinstance(value, dict | bool):
        return None
    return _must("a schema, which is an object, true or false", value)


def _schemas(value: Json) -> str | None:
    if not isinstance(value, list):
        return _must("an array of schemas", value)
    return None if value else "must have at least one schema"


def _schema_or_schemas(value: Json) -> str | None:
    return _schemas(value) if isinstance(value, list) else _schema(value)


def _maps_schemas(value: Json) -> str | None:
    return None if isinstance(value, dict) else _must("an object of schemas", value)


def _dependencies(value: Json) -> str | None:
    if not isinstance(value, dict):
        return _must("an object of schemas or arrays of property names", value)
    for key, inner in value.items():
        if problem := _names(inner) if isinstance(inner, list) else _schema(inner):
            return f"at {named(key)} {problem}"
    return None


# Where a keyword's value holds schemas.
IN_VALUE = frozenset(
    {"additionalProperties", "propertyNames", "additionalItems", "contains", "not", "if", "then",
     "else", "unevaluatedProperties", "unevaluatedItems", "contentSchema"}
)  # fmt: skip
IN_LIST = frozenset({"prefixItems", "allOf", "anyOf", "oneOf"})
IN_MAP = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})

KEYWORDS: dict[str, Check] = {
    "$id": _text, "id": _text, "$schema": _text, "$anchor": _text, "$dynamicAnchor": _text,
    "$comment": _text, "$vocabulary": _object, "$ref": _text,
    "title": _text, "description": _text, "default": _anything, "examples": _list,
    "deprecated": _flag, "readOnly": _flag, "writeOnly": _flag,
    "contentEncoding": _text, "contentMediaType": _text,
    "type": _type, "enum": _enum, "const": _anything,
    "minimum": _number, "maximum": _number, "exclusiveMinimum": _number,
    "exclusiveMaximum": _number, "multipleOf": _positive,
    "minLength": _count, "maxLength": _count, "pattern": _text, "format": _text,
    "items": _schema_or_schemas, "minItems": _count, "maxItems": _count, "uniqueItems": _flag,
    "minContains": _count, "maxContains": _count,
    "required": _names, "minProperties": _count, "maxProperties": _count,
    "dependentRequired": _maps_names, "dependencies": _dependencies,
    **dict.fromkeys(IN_VALUE, _schema),
    **dict.fromkeys(IN_LIST, _schemas),
    **dict.fromkeys(IN_MAP, _maps_schemas),
}  # fmt: skip

# A keyword of our own, for values that are not allowed. Only schemas that are made here have it.
EXCLUDED = "\ue000excluded"
# Keywords that say something of the value by themselves or with others.
SPEAKING = frozenset(KEYWORDS) - {
    "$id", "id", "$schema", "$anchor", "$dynamicAnchor", "$comment", "$vocabulary", "$defs",
    "definitions", "title", "description", "default", "examples", "deprecated", "readOnly",
    "writeOnly", "contentEncoding", "contentMediaType", "contentSchema",
} | {EXCLUDED}  # fmt: skip

# Keywords that nothing here can hold a model to, with the reason.
REFUSED = {
    "$dynamicRef": "resolves differently by where it is read from; `$ref` does not",
    "$recursiveRef": "resolves differently by where it is read from; `$ref` does not",
    "x-guidance": "would change how JSON is written, which this server decides",
    EXCLUDED: "is this server's own",
}

# Of OpenAPI: annotations to JSON Schema, although one of them differs from a keyword by a letter.
OPENAPI = frozenset({"discriminator", "example", "externalDocs", "nullable", "xml"})


def _bare(word: str) -> str:
    return "".join(char for char in word.lower() if char.isalnum())


# Only those that say something: a `comment` is none the worse for lacking its `$`.
_BY_BARE = {_bare(word): word for word in (*SPEAKING, "$defs") if word != EXCLUDED}


def meant(word: str) -> str | None:
    """The keyword that was meant by a word that is none: `minlength`, `additional_properties`."""
    if word in KEYWORDS or word in OPENAPI or word.startswith("x-"):
        return None
    return _BY_BARE.get(_bare(word))


def subschemas(schema: dict[str, Json]) -> Iterator[tuple[Path, Json]]:
    """Every schema directly in this one, with its path from it."""
    for word, value in schema.items():
        if word in IN_VALUE or (word == "items" and not isinstance(value, list)):
            yield (word,), value
        elif (word in IN_LIST or word == "items") and isinstance(value, list):
            for index, inner in enumerate(value):
                yield (word, index), inner
        elif word in IN_MAP and isinstance(value, dict):
            for key, inner in value.items():
                yield (word, key), inner
        elif word == "dependencies" and isinstance(value, dict):
            for key, inner in value.items():
                if not isinstance(inner, list):
                    yield (word, key), inner


def words(path: Path) -> Iterator[str]:
    """The keywords that lead to a schema, without the names and indices after them."""
    steps = iter(path)
    for step in steps:
        word = str(step)
        yield word
        if word in IN_MAP or word in IN_LIST or word == "dependencies":
            next(steps, None)
