"""What a tool's schema is where its arguments are written one by one, between tags.

There a string stands as it is, without quotes, and everything else as JSON. `parameters_of` says of
each parameter which of the two it is, and `told` turns what was written back into JSON by the same
rules: whatever the grammar lets be written becomes a value that the schema allows. Of a schema that
says more than this module can hold to (rules between parameters, names that no tag can hold)
nothing is said: then all arguments are one JSON object.
"""

from __future__ import annotations

import ast
import json
import re

import msgspec

from rejoinder.chat.ask import Syntax, Tool, ToolKind
from rejoinder.chat.dialects.json_call import INPUT
from rejoinder.chat.dialects.json_text import mended
from rejoinder.chat.dialects.rules import ANY
from rejoinder.chat.dialects.schema_refs import NoSuchPlace, Schema, alone, target
from rejoinder.grammar.parts import schema_part
from rejoinder.grammar.patterns import matched, searched
from rejoinder.grammar.text import Part, literal

ALL_TYPES = frozenset({"string", "number", "integer", "boolean", "null", "array", "object"})
_STRING = frozenset({"string"})
# What says nothing of a value.
_REMARKS = frozenset(
    {"$comment", "$defs", "$schema", "default", "definitions", "deprecated", "description"}
    | {"example", "examples", "readOnly", "strict", "title", "writeOnly"}
)
_OF_STRINGS = frozenset({"type", "enum", "const", "pattern", "minLength", "maxLength", "format"})
_OF_ARGUMENTS = frozenset({"type", "properties", "required", "additionalProperties"})
_PLAIN_NAME = re.compile(r"[^\s<>\"=&/](?:[^\t\r\n<>\"=&/]*[^\s<>\"=&/])?")
# Longer chains of references, and schemas inside schemas, are for whoever reads all of JSON Schema.
_MAX_DEPTH = 16
# A value longer than this is not looked at as Python's.
_MAX_PYTHON_CHARS = 10_000
_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"  # in every month there is a 28th
_TIME = (
    r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
_FORMATS = {
    "date": f"/{_DAY}/",
    "time": f"/{_TIME}/",
    "date-time": f"/{_DAY}T{_TIME}/",
    "uuid": "/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/",
}
# Values that are read as what they are wherever that is allowed.
_SCALARS = {
    "null": '"null"',
    "boolean": '"true" | "false"',
    "integer": "/-?(0|[1-9][0-9]{0,15})/",
    "number": r"/-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,15})?/",
}


class Parameter(msgspec.Struct, frozen=True):
    """One parameter of a tool.

    types: that its value may have. text: a terminal's body of what it may be, where a string stands
    as it is; None where it is JSON, strings in quotes. json: then, what it may be.
    """

    name: str
    is_required: bool
    types: frozenset[str] = ALL_TYPES
    text: str | None = None
    json: Part | None = None


class Parameters(msgspec.Struct, frozen=True):
    """named: in the schema's order. others: of what may be given under any other name; None for
    nothing."""

    named: tuple[Parameter, ...]
    others: Parameter | None = None

    def of(self, name: str) -> Parameter:
        """For the parser: what the value of one is. Anything for one that there is not."""
        found = [each for each in self.named if each.name == name]
        return found[0] if found else self.others or Parameter(name, False)


def parameters_of(tool: Tool, *, are_told_apart: bool = False) -> Parameters | None:
    """None where the arguments must be one JSON object. are_told_apart: the family says of each
    value whether it is a string, so that none need be guessed."""
    if tool.kind is ToolKind.CUSTOM:
        text = _all_of(matched(tool.definition)) if tool.syntax is Syntax.REGEX else ANY
        return Parameters((Parameter(INPUT, True, _STRING, text),))
    if tool.parameters is None:
        return Parameters(())
    root = json.loads(bytes(tool.parameters))
    try:
        return _parameters(root if isinstance(root, dict) else {}, are_told_apart)
    except (_Unknown, NoSuchPlace, RecursionError):
        return None


def told(text: str, parameter: Parameter) -> str:
    """What was written between tags, as JSON text."""
    value = None if is_only_text(parameter) else _read(text)
    if value is not None:
        may_be_text = "string" in parameter.types
        is_meant = type_of(value[0]) & parameter.types and not (
            parameter.text is not None and isinstance(value[0], str)
        )
        if is_meant or not may_be_text:
            return value[1]
    return json.dumps(text, ensure_ascii=False)


def is_only_text(parameter: Parameter) -> bool:
    """Whether what is written is a string, whatever it looks like."""
    return parameter.types == _STRING and parameter.text is not None


def _read(text: str) -> tuple[object, str] | None:
    """A value, and it as JSON text: what was written, unless that was Python's."""
    text = text.strip()
    try:
        return json.loads(text, parse_constant=_refused), text
    except (ValueError, RecursionError):
        pass
    if len(text) > _MAX_PYTHON_CHARS or not text.startswith(("[", "{", "True", "False", "None")):
        return None
    try:
        value: object = ast.literal_eval(text)
        return value, mended(json.dumps(value, ensure_ascii=False, allow_nan=False))
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")


class _Unknown(Exception):
    """It says more than this module knows."""


def _parameters(root: Schema, are_told_apart: bool) -> Parameters:
    schema = _resolved(root, root)
    if not _says(schema) <= _OF_ARGUMENTS or schema.get("type", "object") != "object":
        raise _Unknown
    properties, required = schema.get("properties", {}), schema.get("required", [])
    extra = schema.get("additionalProperties", not properties)
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise _Unknown
    properties = {**properties, **{str(each): extra for each in required if each not in properties}}
    named: list[Parameter] = []
    for name, each in properties.items():
        if each is False and name not in required:
            continue
        if each is False or not _PLAIN_NAME.fullmatch(name):
            raise _Unknown
        named.append(_parameter(root, name, each, name in required, are_told_apart))
    others = None if extra is False else _parameter(root, "", extra, False, are_told_apart)
    return Parameters(tuple(named), others)


def _parameter(
    root: Schema, name: str, schema: object, is_required: bool, are_told_apart: bool
) -> Parameter:
    whole: Schema = schema if isinstance(schema, dict) else {}
    types = _types(root, whole)
    try:
        if are_told_apart and types != _STRING:
            raise _Unknown
        return Parameter(name, is_required, types, text=_text(root, whole))
    except (_Unknown, NoSuchPlace):
        part = schema_part(msgspec.Raw(json.dumps(alone(root, whole)).encode()))
        return Parameter(name, is_required, types, json=part)


def _text(root: Schema, schema: Schema) -> str:
    """What the value may be where a string stands as it is. Unknown where there is no string, or
    where a string could be read as another value that is not allowed."""
    bodies: list[str] = []
    for each in _branches(root, schema, 0):
        name, said = each.get("type"), _says(each)
        if name == "string":
            bodies.append(_string(each))
        elif isinstance(name, str) and name in _SCALARS and said == {"type"}:
            bodies.append(_SCALARS[name])
        elif name == "null" and said == {"type", "enum"}:
            bodies.append(_SCALARS["null"])
        else:
            raise _Unknown
    if "string" not in _types(root, schema):
        raise _Unknown
    return " | ".join(f"({each})" for each in bodies)


def _branches(root: Schema, schema: object, depth: int) -> list[Schema]:
    """What a schema leaves a choice of, each with one type, as far as it is no more than that."""
    if not isinstance(schema, dict) or depth > _MAX_DEPTH:
        raise _Unknown
    schema = _resolved(root, schema)
    if _says(schema) == {"anyOf"} and isinstance(options := schema["anyOf"], list):
        return [each for option in options for each in _branches(root, option, depth + 1)]
    types = schema.get("type")
    if types is None and isinstance(_values(schema), list):
        types = sorted(_types(root, schema) - {"integer"})
    return [{**schema, "type": each} for each in (types if isinstance(types, list) else [types])]


def _string(schema: Schema) -> str:
    """A terminal's body of the strings that a schema allows."""
    if not _says(schema) <= _OF_STRINGS:
        raise _Unknown
    values = _values(schema)
    if values is not None:
        words = [each for each in values if isinstance(each, str)]
        if not words or not all(words) or _says(schema) - {"type", "enum", "const"}:
            raise _Unknown  # Lark has no empty literal
        return " | ".join(map(literal, words))
    bodies: list[str] = []
    least, most = schema.get("minLength", 0), schema.get("maxLength", 0)
    if not isinstance(least, int) or not isinstance(most, int):
        raise _Unknown
    if "minLength" in schema or "maxLength" in schema:
        bodies.append(f"/(?s:.{{{least},{most if 'maxLength' in schema else ''}}})/")
    if isinstance(pattern := schema.get("pattern"), str):
        bodies.append(_all_of(searched(pattern)))
    if "format" in schema:
        if schema["format"] not in _FORMATS:
            raise _Unknown
        bodies.append(_FORMATS[str(schema["format"])])
    return " & ".join(f"({each})" for each in bodies) or ANY


def _all_of(regexes: tuple[str, ...]) -> str:
    """A terminal's body of what matches all of them."""
    return " & ".join(f"/{each}/" for each in regexes)


def _resolved(root: Schema, schema: Schema) -> Schema:
    for _ in range(_MAX_DEPTH):
        if _says(schema) != {"$ref"}:
            break
        schema = target(root, schema["$ref"])
    return schema


def _types(root: Schema, schema: object, depth: int = 0) -> frozenset[str]:
    """What types a value may have; all where that is not told in plain words."""
    if not isinstance(schema, dict) or depth > _MAX_DEPTH:
        return ALL_TYPES
    types = ALL_TYPES
    if "$ref" in schema:
        try:
            types &= _types(root, target(root, schema["$ref"]), depth + 1)
        except NoSuchPlace:
            return ALL_TYPES
    for word in ("anyOf", "oneOf"):
        if isinstance(options := schema.get(word), list):
            types &= frozenset().union(*(_types(root, each, depth + 1) for each in options))
    if isinstance(parts := schema.get("allOf"), list):
        for each in parts:
            types &= _types(root, each, depth + 1)
    names = schema.get("type")
    if names is not None:
        wanted = frozenset(map(str, names if isinstance(names, list) else [names]))
        types &= wanted | ({"integer"} if "number" in wanted else frozenset())
    values = _values(schema)
    if values is not None:
        types &= frozenset().union(*map(type_of, values))
    return types or ALL_TYPES


def _values(schema: Schema) -> list[object] | None:
    if "const" in schema:
        return [schema["const"]]
    values = schema.get("enum")
    return values if isinstance(values, list) else None


def type_of(value: object) -> frozenset[str]:
    match value:
        case None:
            return frozenset({"null"})
        case bool():
            return frozenset({"boolean"})
        case int():
            return frozenset({"integer", "number"})
        case float():
            return frozenset({"integer", "number"} if value.is_integer() else {"number"})
        case str():
            return _STRING
        case list() | tuple():
            return frozenset({"array"})
        case dict():
            return frozenset({"object"})
    return frozenset()


def _says(schema: Schema) -> set[str]:
    return schema.keys() - _REMARKS
