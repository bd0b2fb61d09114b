"""What a schema is where values are written as literals of a family's own: Python's, say.

Families differ from JSON in little: words for true and false, how a string is quoted, whether a key
is. So a schema, in the few keywords that `grammar.parts` leaves of one, is taken apart down to what
is written as JSON writes it; the rest is for a family's `Literals` to say.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

import msgspec

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.json_call import arguments_part
from rejoinder.chat.dialects.rules import Piece, Pieces, Ref, Rules, pattern_of
from rejoinder.grammar.parts import JSON_STYLE
from rejoinder.grammar.text import JsonPart, literal

Schema = Mapping[str, object]


class Literals(ABC):
    """How a family writes values, and their rules in one grammar.

    words: for true, false and null. comma: between values. colon: after a key. equals: after an
    argument's name. spread: before a dict that stands for all arguments. sorts_keys: it writes them
    in the order of the alphabet. new_key, new_name: what a key, and an argument's name, that no
    schema lists is made of: quotes around it, and a terminal's body.
    """

    words: ClassVar[Mapping[bool | None, str]]
    comma: ClassVar[str]
    colon: ClassVar[str]
    equals: ClassVar[str]
    spread: ClassVar[str] = ""
    sorts_keys: ClassVar[bool] = False
    new_key: ClassVar[tuple[str, str]]
    new_name: ClassVar[tuple[str, str]]

    @abstractmethod
    def string(self, rules: Rules, schema: Schema) -> Piece:
        """Strings that a schema allows which has `minLength`, `maxLength`, `pattern`, and more
        patterns in `allOf`."""

    @abstractmethod
    def string_text(self, text: str) -> str:
        """One string."""

    @abstractmethod
    def key(self, name: str) -> str:
        """What a key is written as."""

    @abstractmethod
    def name(self, name: str) -> str | None:
        """What an argument's name is written as; None for what cannot be one."""

    def text(self, value: object) -> str:
        """A value that JSON can hold."""
        if value is None or isinstance(value, bool):
            return self.words[value]
        if isinstance(value, str):
            return self.string_text(value)
        if isinstance(value, list):
            return f"[{self.comma.join(map(self.text, value))}]"
        if isinstance(value, dict):
            each = [
                f"{self.key(key)}{self.colon}{self.text(value[key])}"
                for key in self.in_order(value)
            ]
            return f"{{{self.comma.join(each)}}}"
        return json.dumps(value)

    def arguments_text(self, values: Mapping[str, object]) -> str:
        """What stands between a call's parentheses."""
        names = {name: self.name(name) for name in self.in_order(values)}
        if None in names.values():
            return self.spread + self.text(values)
        return self.comma.join(
            f"{text}{self.equals}{self.text(values[name])}" for name, text in names.items()
        )

    def arguments(self, rules: Rules, tool: Tool) -> Pieces:
        """What may stand there."""
        part = arguments_part(tool)
        return _Builder(self, rules, json.loads(bytes(part.schema))).arguments()

    def in_order(self, names: Mapping[str, object]) -> list[str]:
        return sorted(names, key=str.lower) if self.sorts_keys else list(names)


def json_part(schema: Schema) -> JsonPart:
    """JSON that a schema describes which has been lowered already, without references."""
    styled = {**schema, "x-guidance": JSON_STYLE}
    return JsonPart(msgspec.Raw(json.dumps(styled, ensure_ascii=False).encode()))


def patterns_of(schema: Schema) -> list[str]:
    """A string schema's, as terminals' bodies: each is a whole text."""
    more = schema.get("allOf", [])
    assert isinstance(more, list)
    return [_pattern(str(each["pattern"])) for each in (schema, *more) if "pattern" in each]


class _Builder:
    """Of one tool's arguments."""

    def __init__(self, literals: Literals, rules: Rules, root: dict[str, object]) -> None:
        self._literals = literals
        self._rules = rules
        self._root = {key: each for key, each in root.items() if key not in ("$defs", "x-guidance")}
        self._defined = _dict(root.get("$defs", {}))
        self._key = json.dumps(self._defined)  # the same name is something else in another tool

    def arguments(self) -> Pieces:
        objects = self._objects(self._root)
        names = [name for each in objects for name in _dict(each.get("properties", {}))]
        if any(self._literals.name(name) is None for name in names):
            return (self._literals.spread, self._value(self._root))
        return (self._rules.choice([self._members(each, is_arguments=True) for each in objects]),)

    def _objects(self, schema: Schema) -> list[Schema]:
        if "$ref" in schema:
            return self._objects(self._target(schema))
        if "anyOf" in schema:
            return [
                each for option in _list(schema["anyOf"]) for each in self._objects(_dict(option))
            ]
        return [schema]

    def _target(self, schema: Schema) -> Schema:
        return _dict(self._defined[str(schema["$ref"]).removeprefix("#/$defs/")])

    # Values.

    def _value(self, schema: object) -> Piece:
        if schema is True or schema == {}:
            return self._anything()
        assert isinstance(schema, dict)
        if "$ref" in schema:
            key = f"{schema['$ref']} {self._key}"
            return self._rules.recursive("value", key, lambda: (self._value(self._target(schema)),))
        if "anyOf" in schema:
            return self._rules.choice([(self._value(each),) for each in _list(schema["anyOf"])])
        if "enum" in schema:
            return self._rules.choice([self._one(each) for each in _list(schema["enum"])])
        types = schema["type"]
        names = types if isinstance(types, list) else [types]
        return self._rules.choice([self._of_type(name, schema) for name in names])

    def _of_type(self, name: object, schema: Schema) -> Pieces:
        words = self._literals.words
        match name:
            case "null":
                return (words[None],)
            case "boolean":
                return (self._rules.choice([(words[True],), (words[False],)]),)
            case "string":
                return (self._literals.string(self._rules, schema),)
            case "array":
                return (self._text("["), *self._items(schema), "]")
            case "object":
                return (self._text("{"), *self._members(schema), "}")
        return (self._rules.part("number", json_part({**schema, "type": name})),)

    def _one(self, value: object) -> Pieces:
        """A value that is listed, in the terminals that any is made of."""
        literals, pieces = self._literals, list[Piece]()
        if isinstance(value, list):
            for each in value:
                pieces += [self._text(literals.comma)] if pieces else []
                pieces += self._one(each)
            return (self._text("["), *pieces, "]")
        if isinstance(value, dict):
            for name, each in value.items():
                pieces += [self._text(literals.comma)] if pieces else []
                pieces += [self._text(literals.key(name)), self._text(literals.colon)]
                pieces += self._one(each)
            return (self._text("{"), *pieces, "}")
        return (literals.text(value),)

    def _anything(self) -> Piece:
        return self._rules.recursive("anything", "", self._any_of_all)

    def _any_of_all(self) -> Pieces:
        scalars = [self._of_type(name, {}) for name in ("null", "boolean", "number", "string")]
        array, members = {"type": "array"}, {"type": "object"}
        options = [*scalars, self._of_type("array", array), self._of_type("object", members)]
        return (self._rules.choice(options),)

    def _items(self, schema: Schema) -> Pieces:
        least, most = _count(schema.get("minItems", 0)), schema.get("maxItems")
        known = [self._value(each) for each in _list(schema.get("prefixItems", []))]
        known = known if most is None else known[: _count(most)]
        rest: Piece | None = None
        if schema.get("items") is not False and (most is None or _count(most) > len(known)):
            rest = self._value(schema.get("items", True))
        pieces: Pieces = ()
        for place in range(len(known), -1, -1):
            comma = (self._literals.comma,) if place else ()
            if place < len(known):
                pieces = (*comma, known[place], *pieces)
                pieces = pieces if place < least else (self._rules.maybe(pieces),)
            elif rest is not None:
                num_more = None if most is None else _count(most) - place
                pieces = self._some((rest,), max(least - place, 0), num_more, is_after=place > 0)
        return pieces

    def _some(self, one: Pieces, least: int, most: int | None, *, is_after: bool) -> Pieces:
        """A few with commas between. is_after: and before."""
        following = self._rules.lark((self._literals.comma, *one))
        if is_after:
            return _repeated(following, least, most)
        more = _repeated(following, max(least - 1, 0), None if most is None else most - 1)
        return (*one, *more) if least else (self._rules.maybe((*one, *more)),)

    # Objects and arguments.

    def _members(self, schema: Schema, *, is_arguments: bool = False) -> Pieces:
        """Between the braces, or the parentheses."""
        literals = self._literals
        properties = _dict(schema.get("properties", {}))
        required = _list(schema.get("required", []))
        new = self._new(schema, properties, is_arguments=is_arguments)
        after: Pieces = ()
        first: Pieces = ()
        if new:
            least = max(_count(schema.get("minProperties", 0)) - len(required), 0)
            most = schema.get("maxProperties")
            num_more = None if most is None else _count(most) - len(required)
            if num_more != 0:
                first = self._some(new, least, num_more, is_after=False)
                after = self._some(new, least, num_more, is_after=True)
        comma = self._text(literals.comma)
        equals = self._text(literals.equals if is_arguments else literals.colon)
        for name in reversed(literals.in_order(properties)):
            if properties[name] is False:
                continue
            key = literals.name(name) if is_arguments else literals.key(name)
            assert key is not None
            member = (self._text(key), equals, self._value(properties[name]))
            rest = (comma, *member)
            if name in required:
                first = (*member, *after)
                after = (self._rules.rule("rest", (*rest, *after)),)
            else:
                first = (
                    self._rules.rule("first", (self._rules.choice([(*member, *after), first]),)),
                )
                after = (self._rules.rule("rest", (self._rules.maybe(rest), *after)),)
        return first

    def _text(self, text: str) -> Ref:
        """A literal of its own: where another schema allows other names or values in its place, the
        lexer would not return from one that holds more than a name."""
        return Ref(self._rules.lark((text,)))

    def _new(self, schema: Schema, properties: Schema, *, is_arguments: bool) -> Pieces:
        """One property that the schema does not list by name; empty where there is none."""
        literals = self._literals
        quote, body = literals.new_name if is_arguments else literals.new_key
        taken = [f"~/({'|'.join(map(pattern_of, properties))})/"] if properties else []
        patterned = _dict(schema.get("patternProperties", {}))
        regexes = [_pattern(regex) for regex in patterned]
        options: list[tuple[list[str], object]] = []
        for regex, value in zip(regexes, patterned.values(), strict=True):
            # A name that two of them match would have to hold to both.
            others = [f"~{each}" for each in regexes if each != regex]
            options.append(([regex, *others], value))
        options.append(([f"~{each}" for each in regexes], schema.get("additionalProperties", True)))
        found: list[Pieces] = []
        for held_to, value in options:
            if value is not False:
                terminal = f"({' & '.join([body, *taken, *held_to])})"
                around = f"{literal(quote)} " if quote else ""
                name = self._rules.terminal("NAME", f"{around}{terminal} {around}".strip())
                equals = literals.equals if is_arguments else literals.colon
                found.append((name, equals, self._value(value)))
        return (self._rules.choice(found),) if found else ()


def _repeated(body: str, least: int, most: int | None) -> Pieces:
    if most == 0:
        return ()
    if most is None:
        return (Ref(f"({body})" + (f"{{{least},}}" if least else "*")),)
    return (Ref(f"({body}){{{least},{most}}}"),)


def _pattern(regex: str) -> str:
    """One of a lowered schema, all in ASCII and without slashes, as a terminal's body."""
    return f"/{regex.removeprefix('^').removesuffix('$')}/"


def _dict(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def _count(value: object) -> int:
    assert isinstance(value, int)
    return value
