"""What a tool's schema is where arguments are written as in Python: `name="Oslo", exact=True`.

Python and JSON write strings, numbers, lists and dicts alike, and three words not: `True`, `False`
and `None`. So a schema is taken apart down to what holds none of them, and that is left to the
compiler of schemas. What cannot be taken apart is JSON, `true` and all, which the parser reads as
well. Where that is all arguments together, or a name is none that could stand before a `=`, they
are one dict: `**{"full name": "…"}`. So all that a schema allows can be said, and what is said is
always in the schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from urllib.parse import unquote

import msgspec

from rejoinder.chat.ask import Syntax, Tool, ToolKind
from rejoinder.chat.dialects.json_call import INPUT
from rejoinder.chat.dialects.json_call import arguments_part as json_arguments_part
from rejoinder.chat.dialects.rules import pattern_of
from rejoinder.grammar.parts import schema_part
from rejoinder.grammar.text import JsonPart, LarkPart, literal

Schema = dict[str, object]

# What may be a name before a `=`. Python's own are fewer; its keywords may be names here.
NAME = re.compile(r"[\w.$-]+")

_WORDS = {True: "True", False: "False", None: "None"}

# What says nothing of a value.
_REMARKS = frozenset(
    {"$comment", "$defs", "$schema", "default", "definitions", "deprecated", "description"}
    | {"example", "examples", "readOnly", "strict", "title", "writeOnly"}
)
_OF_ARRAYS = frozenset({"type", "items", "minItems", "maxItems"})
_OF_OBJECTS = frozenset({"type", "properties", "required", "additionalProperties"})
# What looks like a keyword inside these is a value, or a name.
_VALUES = frozenset({"const", "default", "enum", "example", "examples"})
_NAMES = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"})
# With one of these a reference may mean something else than a place in the schema.
_MOVED = frozenset({"$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$recursiveRef", "id"})

_SINGLE_QUOTED = r"""/'([^'\\\x00-\x1f\x7f]|\\['"\\bfnrt])*'/"""
_NEW_NAME = "/[A-Za-z_][A-Za-z0-9_]*/"
_NEW_KEY = r'/"[^"\\\x00-\x1f\x7f]*"/'


def arguments_part(tool: Tool) -> LarkPart | None:
    """What stands between the parentheses of a call; None for nothing, whatever happens."""
    schema = _schema(tool)
    builder = _Builder(schema)
    try:
        start = builder.arguments()
    except (_CannotTakeApart, RecursionError):
        builder = _Builder(schema)
        part = json_arguments_part(tool)
        assert isinstance(part, JsonPart)
        start = f'"**" {_json(part)}'
    return builder.part(start) if start else None


def _schema(tool: Tool) -> Schema:
    if tool.kind is ToolKind.CUSTOM:
        text = {"type": "string"}
        if tool.syntax is Syntax.REGEX:
            text["pattern"] = f"^(?:{tool.definition})$"
        return _closed({INPUT: text})
    if tool.parameters is None:
        return _closed({})
    schema = json.loads(bytes(tool.parameters))
    return schema if isinstance(schema, dict) else {}


def _closed(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


class _CannotTakeApart(Exception):
    """It says more than this module knows."""


class _Builder:
    """Makes rules of one schema's pieces. Every method returns a piece of Lark."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._rules: dict[str, str] = {}
        self._names: dict[str, str] = {}  # by what the rule is of
        self._is_moved = _mentions(root, _MOVED)

    def part(self, start: str) -> LarkPart:
        rules = [f"{name}: {body}" for name, body in self._rules.items()]
        return LarkPart("\n".join([f"start: {start}", *rules]) + "\n")

    # Arguments.

    def arguments(self) -> str:
        schema = self._root
        for _ in range(len(_NAMES)):
            if _says(schema) != {"$ref"}:
                break
            schema = self._target(schema)
        if schema.get("type", "object") != "object":
            raise _CannotTakeApart
        names = {*_properties(schema), *_required(schema)}
        if not all(NAME.fullmatch(name) for name in names):
            raise _CannotTakeApart
        return self._members(schema, is_arguments=True)

    # Values.

    def value(self, schema: object) -> str:
        """A rule, so that a schema may hold itself."""
        key = json.dumps(schema)
        if key not in self._names:
            name = self._names[key] = f"value_{len(self._names)}"
            self._rules[name] = ""  # to keep its place
            try:
                self._rules[name] = self._value(schema)
            except _CannotTakeApart:
                self._rules[name] = self._as_json(schema)
        return self._names[key]

    def _value(self, schema: object) -> str:
        if schema is True or (isinstance(schema, dict) and not _says(schema)):
            return self._anything()
        if not isinstance(schema, dict):
            raise _CannotTakeApart
        match sorted(_says(schema)):
            case ["$ref"]:
                return self.value(self._target(schema))
            case ["anyOf"]:
                return " | ".join(self.value(each) for each in _list(schema["anyOf"]))
            case ["allOf"] if len(_list(schema["allOf"])) == 1:
                return self.value(_list(schema["allOf"])[0])
            case ["const"] | ["const", "type"]:
                return self._one_of([schema["const"]], schema)
            case ["enum"] | ["enum", "type"]:
                return self._one_of(_list(schema["enum"]), schema)
        types = schema.get("type")
        if isinstance(types, list) and len(types) > 1:
            return " | ".join(self.value({**schema, "type": each}) for each in types)
        return self._of_type(types[0] if isinstance(types, list) and types else types, schema)

    def _of_type(self, name: object, schema: Schema) -> str:
        said = _says(schema)
        if name == "boolean" and said == {"type"}:
            return '"True" | "False"'
        if name == "null" and said == {"type"}:
            return '"None"'
        if name == "string" and said == {"type"}:
            return self._any_string()
        if name == "array" and said <= _OF_ARRAYS:
            return self._list(schema)
        if name == "object" and said <= _OF_OBJECTS:
            return f'"{{" {self._members(schema)} "}}"'
        raise _CannotTakeApart

    def _anything(self) -> str:
        number = self.value({"type": "number"})
        one = self.value(True)
        item = f'{self._any_string()} ": " {one}'
        return (
            f'{self._any_string()} | {number} | "True" | "False" | "None"'
            f' | "[" ({one} (", " {one})*)? "]" | "{{" ({item} (", " {item})*)? "}}"'
        )

    def _any_string(self) -> str:
        quoted = self._rule("SINGLE_QUOTED", _SINGLE_QUOTED)
        return self._rule("string", f"{self._as_json({'type': 'string'})} | {quoted}")

    def _one_of(self, values: Sequence[object], schema: Schema) -> str:
        if not any(map(_has_word, values)):
            raise _CannotTakeApart  # nor need it be
        types = schema.get("type")
        wanted = types if isinstance(types, list) else [types]
        fitting = [each for each in values if types is None or _is_of(each, wanted)]
        if not fitting:
            raise _CannotTakeApart
        return " | ".join(literal(python_text(each)) for each in fitting)

    def _list(self, schema: Schema) -> str:
        items = schema.get("items", True)
        least, most = schema.get("minItems", 0), schema.get("maxItems")
        if not isinstance(least, int) or not isinstance(most, int | None):
            raise _CannotTakeApart
        if items is False or most == 0:
            if least:
                raise _CannotTakeApart
            return '"[]"'
        item = self.value(items)
        more = "*" if least < 2 else f"{{{least - 1},}}"
        if most is not None:
            more = f"{{{max(least - 1, 0)},{most - 1}}}"
        some = f'{item} (", " {item}){more}'
        return f'"[" {some} "]"' if least else f'"[" ({some})? "]"'

    # Objects and arguments.

    def _members(self, schema: Schema, *, is_arguments: bool = False) -> str:
        """Between the braces, in the schema's order; empty where nothing may be there."""
        if not _says(schema) <= _OF_OBJECTS:
            raise _CannotTakeApart
        properties, required = _properties(schema), _required(schema)
        extra = schema.get("additionalProperties", True)
        for name in required:
            if name not in properties:
                properties[name] = extra
        rest = ""
        if extra is not False:
            new = self._new(properties, is_arguments=is_arguments)
            rest = _member(new, self.value(extra), is_arguments=is_arguments)
        # What may follow a member, and what may come first.
        after = self._rule("rest", f'(", " {rest})*') if rest else ""
        first = f"({rest} {after})?" if rest else ""
        for name, each in reversed(properties.items()):
            if each is False and name not in required:
                continue
            key = literal(name if is_arguments else python_text(name))
            member = _member(key, self.value(each), is_arguments=is_arguments)
            if name in required:
                first = f"{member} {after}"
                after = self._rule("rest", f'", " {member} {after}')
            else:
                first = self._rule(
                    "first", f"({member} {after} | {first})" if first else f"({member} {after})?"
                )
                after = self._rule("rest", f'(", " {member})? {after}')
        return first.strip()

    def _new(self, properties: Mapping[str, object], *, is_arguments: bool) -> str:
        """The name of a property that the schema does not name."""
        body = _NEW_NAME if is_arguments else _NEW_KEY
        names = properties if is_arguments else map(python_text, properties)
        taken = "|".join(pattern_of(name) for name in names)
        return self._rule("NEW", f"{body} & ~/({taken})/" if taken else body)

    # JSON.

    def _as_json(self, schema: object) -> str:
        if not isinstance(schema, dict):
            raise _CannotTakeApart
        # What the words of a schema mean depends on its version.
        made = {key: each for key, each in self._root.items() if key == "$schema"}
        made |= {key: each for key, each in schema.items() if key in _says(schema)}
        if _mentions(made, {"$ref"}):
            if self._is_moved:
                raise _CannotTakeApart
            root = {key: each for key, each in self._root.items() if key != "$schema"}
            made = {**_rooted(made), "$defs": {"root": _rooted(root)}}
        return _json(_made(made))

    def _target(self, schema: Schema) -> Schema:
        """What a reference refers to."""
        pointer = schema["$ref"]
        if self._is_moved or not isinstance(pointer, str) or not pointer.startswith("#"):
            raise _CannotTakeApart
        found: object = self._root
        for step in unquote(pointer[1:]).split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(found, list) and key.isdecimal() and int(key) < len(found):
                found = found[int(key)]
            elif isinstance(found, dict) and key in found:
                found = found[key]
            else:
                raise _CannotTakeApart
        if not isinstance(found, dict):
            raise _CannotTakeApart
        return found

    def _rule(self, stem: str, body: str) -> str:
        key = f"{stem}: {body}"
        if key not in self._names:
            self._names[key] = f"{stem}_{len(self._names)}"
            self._rules[self._names[key]] = body
        return self._names[key]


def python_text(value: object) -> str:
    """JSON as Python writes it, but for strings, which are JSON's."""
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, list):
        return f"[{', '.join(map(python_text, value))}]"
    if isinstance(value, dict):
        members = (f"{python_text(key)}: {python_text(each)}" for key, each in value.items())
        return f"{{{', '.join(members)}}}"
    return json.dumps(value, ensure_ascii=False)


def _member(name: str, value: str, *, is_arguments: bool) -> str:
    between = literal("=" if is_arguments else ": ")
    return f"{name} {between} {value}"


def _json(part: JsonPart) -> str:
    return f"%json {bytes(part.schema).decode()}"


def _made(schema: Schema) -> JsonPart:
    return schema_part(msgspec.Raw(json.dumps(schema, ensure_ascii=False).encode()))


def _says(schema: Schema) -> set[str]:
    return schema.keys() - _REMARKS


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or not value:
        raise _CannotTakeApart
    return value


def _properties(schema: Schema) -> Schema:
    properties = schema.get("properties", {})
    if not isinstance(properties, dict):
        raise _CannotTakeApart
    return dict(properties)


def _required(schema: Schema) -> list[str]:
    required = schema.get("required", [])
    if not isinstance(required, list):
        raise _CannotTakeApart
    return [str(name) for name in required]


def _mentions(schema: object, keywords: Set[str]) -> bool:
    """Whether one of the keywords is in it, at any depth."""
    return any(not keywords.isdisjoint(each) for each in _subschemas(schema))


def _subschemas(schema: object) -> Iterator[Schema]:
    """It and all in it, as far as keywords tell what is a schema."""
    if isinstance(schema, list):
        for each in schema:
            yield from _subschemas(each)
    elif isinstance(schema, dict):
        yield schema
        for keyword, value in schema.items():
            if keyword in _NAMES and isinstance(value, dict):
                yield from _subschemas([*value.values()])
            elif keyword not in _VALUES:
                yield from _subschemas(value)


def _rooted(schema: Schema) -> Schema:
    """The same where the root, to which its references refer, is `#/$defs/root`."""
    moved: Schema = {}
    for keyword, value in schema.items():
        if keyword == "$ref" and isinstance(value, str) and value.startswith("#"):
            moved[keyword] = f"#/$defs/root{value[1:]}"
        elif keyword in _NAMES and isinstance(value, dict):
            moved[keyword] = {name: _all_rooted(each) for name, each in value.items()}
        else:
            moved[keyword] = value if keyword in _VALUES else _all_rooted(value)
    return moved


def _all_rooted(value: object) -> object:
    if isinstance(value, list):
        return [_all_rooted(each) for each in value]
    return _rooted(value) if isinstance(value, dict) else value


def _has_word(value: object) -> bool:
    if isinstance(value, list):
        return any(map(_has_word, value))
    if isinstance(value, dict):
        return any(map(_has_word, value.values()))
    return value is None or isinstance(value, bool)


def _is_of(value: object, types: Sequence[object]) -> bool:
    """Whether a value is of one of the types, in JSON's words."""
    match value:
        case None:
            names = {"null"}
        case bool():
            names = {"boolean"}
        case int():
            names = {"integer", "number"}
        case float():
            names = {"integer", "number"} if value.is_integer() else {"number"}
        case str():
            names = {"string"}
        case list():
            names = {"array"}
        case _:
            names = {"object"}
    return any(each in names for each in types)
