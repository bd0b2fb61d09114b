"""Calls in JSON: `{"name": …, "arguments": {…}}`, or the arguments alone.

Held to the grammar, a model writes it in the one way its family was trained to. Read is every way
that models were seen to: other keys beside, the keys in another order, `parameters` for
`arguments`, the arguments once more as a string.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import msgspec

from rejoinder.chat.ask import Syntax, Tool, ToolKind
from rejoinder.chat.dialects.base import WrittenCall
from rejoinder.chat.dialects.elements import Bare, CallRead, Element, Name, Raw, Text, is_raw
from rejoinder.chat.dialects.json_text import (
    copy_members,
    copy_value,
    escaped,
    held_string,
    held_value,
    mended,
    read_string,
)
from rejoinder.chat.dialects.reader import (
    SPACE,
    CutShort,
    Reader,
    Reading,
    Unreadable,
    ignore,
)
from rejoinder.chat.dialects.rules import Pieces, Rules
from rejoinder.grammar import parts
from rejoinder.grammar.patterns import matched
from rejoinder.grammar.text import JsonPart, Part

# A custom tool is shown to models as a function of this one string.
INPUT = "input"

_TERMINALS = re.compile(r'"[^"]*"|[:,] |[{}\n]')
_NAME_KEYS = frozenset({"name", "tool_name", "function_name"})
_ARGUMENT_KEYS = frozenset({"arguments", "parameters", "args"})
# With others than the first, a schema says more of its type than is told in plain words.
_SAYS_WHICH_TYPE = frozenset({"type", "$ref", "anyOf", "oneOf", "allOf"})


@dataclass(frozen=True, slots=True)
class JsonArguments(Element):
    """Arguments as a JSON object, told as they are written. A custom tool's text that JSON cannot
    hold follows an empty object, one line below."""

    takes_arguments = True

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        if is_raw(tool):
            return ("{}\n", *Raw().pieces(rules, tool))
        return (rules.part("tool", arguments_part(tool)),)

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        yield from read_arguments(reader, call)

    def write(self, call: WrittenCall, index: int) -> str:
        return "{}\n" + call.arguments if is_raw(call.tool) else json_arguments(call)


@dataclass(frozen=True, slots=True)
class JsonCall(Element):
    """A whole call as a JSON object.

    written: the form of the family, of which `Name` and `JsonArguments` are a part. raw: the form
    for a custom tool whose text JSON cannot hold: an object without arguments, then the text.
    """

    takes_arguments = True

    written: tuple[Element, ...] = (
        Text('{"name": "'),
        Name(),
        Text('", "arguments": '),
        JsonArguments(),
        Text("}"),
    )
    raw: tuple[Element, ...] = (Text('{"name": "'), Name(), Text('"}\n'), Raw())

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        elements = self.raw if is_raw(tool) else self.written
        return tuple(piece for each in elements for piece in each.pieces(rules, tool))

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        yield from reader.skip(SPACE)
        yield from reader.expect("{")
        held = yield from _read_members(reader, call)
        if call.has_begun:
            return
        if call.name is None:
            raise Unreadable
        if held is not None:
            _tell_held(call, held)
        elif call.is_raw:
            yield from _read_raw(reader, call)
        else:
            call.begin()
            call.give("" if call.is_custom else "{}")
        call.end()

    def write(self, call: WrittenCall, index: int) -> str:
        elements = self.raw if is_raw(call.tool) else self.written
        return "".join(each.write(call, index) for each in elements)


@dataclass(frozen=True, slots=True)
class BareCall(JsonCall, Bare):
    """A JSON object that no marker announces. Only one that begins as a call of a tool on offer is
    one; any other is an answer in JSON."""

    written: tuple[Element, ...] = (
        Text('{"name": "'),
        Name(),
        Text('", "parameters": '),
        JsonArguments(),
        Text("}"),
    )

    def openings(self, tools: tuple[Tool, ...]) -> tuple[str, ...]:
        raw = "|".join(tool.name for tool in tools if is_raw(tool))
        other = "|".join(tool.name for tool in tools if not is_raw(tool))
        space = r"[ \t\r\n]*"
        head = rf'{space}\{{{space}("type"{space}:{space}"function"{space},{space})?"name"{space}:'
        patterns: list[str] = []
        if other:
            keys = rf'{space},{space}"(arguments|parameters)"{space}:'
            patterns.append(rf'{head}{space}"({other})"{keys}(?s:.*)')
        if raw:
            patterns.append(rf'{head}{space}"({raw})"{space}\}}\n(?s:.*)')
        return tuple(patterns)

    def may_seem(self, answer: Part) -> bool:
        schema = json.loads(bytes(answer.schema)) if isinstance(answer, JsonPart) else None
        if not isinstance(schema, dict) or schema.get("additionalProperties") is not False:
            return True
        properties = schema.get("properties", {})
        if _SAYS_WHICH_TYPE & schema.keys() != {"type"} or schema["type"] != "object":
            return True
        return "name" in properties and not {"arguments", "parameters"}.isdisjoint(properties)

    def terminals(self, text: str) -> tuple[str, ...]:
        return tuple(_TERMINALS.findall(text))

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        yield from reader.expect_words(("{",))
        key = yield from self._key(reader, ("type", "name"))
        if key == "type":
            yield from reader.expect_words(('"function"', ","))
            yield from self._key(reader, ("name",))
        yield from reader.skip(SPACE)
        call.name = yield from self._one_of(reader, list(call.tools))
        if call.is_raw:
            yield from reader.expect_words(("}",))
            yield from reader.expect("\n")
            yield from Raw().read(reader, call)
            return
        yield from reader.expect_words((",",))
        yield from self._key(reader, ("arguments", "parameters"))
        yield from read_arguments(reader, call)
        yield from reader.skip(SPACE)
        if (yield from reader.ahead(1)) == ",":
            reader.take(1)
            yield from _read_members(reader, call)
        else:
            yield from reader.expect("}")

    def _key(self, reader: Reader, keys: tuple[str, ...]) -> Reading[str]:
        yield from reader.skip(SPACE)
        key = yield from self._one_of(reader, keys)
        yield from reader.expect_words((":",))
        return key

    def _one_of(self, reader: Reader, texts: list[str] | tuple[str, ...]) -> Reading[str]:
        """One of the texts in quotes, letter by letter."""
        yield from reader.expect('"')
        longest = max(map(len, texts))
        for length in range(longest + 1):
            start = yield from reader.ahead(length + 1)
            if start.endswith('"') and start[:-1] in texts:
                reader.take(len(start))
                return start[:-1]
            if len(start) <= length:
                raise CutShort
            if not any(each.startswith(start) for each in texts):
                raise Unreadable
        raise Unreadable


def arguments_part(tool: Tool) -> JsonPart:
    """What JSON arguments must be."""
    if tool.kind is ToolKind.CUSTOM:
        return input_part(tool)
    return parts.arguments_part(tool.parameters)


def input_part(tool: Tool) -> JsonPart:
    """What the arguments of a custom tool must be, as the compiler of schemas takes it: its regexes
    are lowered by themselves, since between anchors they are not what the client wrote."""
    regexes = matched(tool.definition) if tool.syntax is Syntax.REGEX else ()
    text: dict[str, object] = {"type": "string"}
    if regexes:
        text["allOf"] = [{"pattern": f"^(?:{each})$"} for each in regexes]
    schema = {
        "type": "object",
        "properties": {INPUT: text},
        "required": [INPUT],
        "additionalProperties": False,
        "x-guidance": parts.JSON_STYLE,
    }
    return JsonPart(msgspec.Raw(json.dumps(schema, ensure_ascii=False).encode()))


def json_arguments(call: WrittenCall) -> str:
    """Arguments as JSON text."""
    if call.tool.kind is ToolKind.CUSTOM:
        return f'{{"{INPUT}": "{escaped(call.arguments)}"}}'
    return call.arguments


def _read_members(reader: Reader, call: CallRead, *, is_inner: bool = False) -> Reading[str | None]:
    """Read an object to its end, from its first key on. The arguments, as JSON text, where they
    could not be told yet. is_inner: it is the value of `function`, as in the API's own form."""
    held: str | None = None
    while True:
        yield from reader.skip(SPACE)
        if (yield from reader.ahead(1)) == "}":
            reader.take(1)
            return held
        key = yield from held_string(reader)
        yield from reader.expect_words((":",))
        yield from reader.skip(SPACE)
        first = yield from reader.ahead(1)
        if key in _NAME_KEYS and call.name is None:
            call.name = yield from _read_name(reader)
        elif key == "function" and first == "{" and not is_inner:
            reader.take(1)
            held = (yield from _read_members(reader, call, is_inner=True)) or held
        elif key == "function" and first == '"' and call.name is None:
            call.name = yield from _read_name(reader)
        elif key in _ARGUMENT_KEYS and held is None and not call.has_begun:
            if call.name is None:
                held = yield from held_value(reader)
            else:
                yield from read_arguments(reader, call)
        else:
            yield from copy_value(reader, ignore)
        yield from reader.skip(SPACE)
        if (yield from reader.ahead(1)) == ",":
            reader.take(1)
        else:
            yield from reader.expect("}")
            return held


def _read_name(reader: Reader) -> Reading[str]:
    name = yield from held_string(reader)
    if not name:
        raise Unreadable
    return name


def read_arguments(reader: Reader, call: CallRead) -> Reading[None]:
    """Read the arguments of a call whose name is known. Cut short, they are told as far as they
    go."""
    yield from reader.skip(SPACE)
    first = yield from reader.ahead(1)
    try:
        if first == "{" and call.is_custom:
            yield from _read_input(reader, call)
        elif first == "{":
            call.begin()
            yield from copy_value(reader, call.give)
        elif first == '"' and call.is_custom:
            call.begin()
            yield from read_string(reader, call.give)
        else:
            _tell_held(call, (yield from held_value(reader)))
    except CutShort:
        if call.has_begun and not call.is_custom:
            call.give(reader.unsigned(reader.take(reader.num_waiting)))
        raise
    call.end()


def _read_input(reader: Reader, call: CallRead) -> Reading[None]:
    """Read `{"input": "…"}` and tell the text; of any other object tell all of it."""
    call.begin()
    reader.take(1)
    yield from reader.skip(SPACE)
    if (yield from reader.ahead(1)) == "}":
        reader.take(1)
        if call.is_raw:
            yield from _read_raw(reader, call)
        else:
            call.give("{}")
        return
    key = yield from held_string(reader)
    yield from reader.expect_words((":",))
    yield from reader.skip(SPACE)
    first = yield from reader.ahead(1)
    if not first:
        raise CutShort
    if key == INPUT and first == '"':
        yield from read_string(reader, call.give)
        yield from _read_rest(reader)
        return
    call.give("{" + json.dumps(key, ensure_ascii=False) + ":")
    yield from copy_members(reader, call.give)


def _read_rest(reader: Reader) -> Reading[None]:
    """Past the other members of an object, of which one value has been read."""
    yield from reader.skip(SPACE)
    while (yield from reader.ahead(1)) == ",":
        reader.take(1)
        yield from reader.skip(SPACE)
        yield from held_string(reader)
        yield from reader.expect_words((":",))
        yield from copy_value(reader, ignore)
        yield from reader.skip(SPACE)
    yield from reader.expect("}")


def _read_raw(reader: Reader, call: CallRead) -> Reading[None]:
    """After an object without arguments: the text, one line below."""
    if (yield from reader.ahead(1)) == "\n":
        reader.take(1)
    yield from Raw().read(reader, call)


def _tell_held(call: CallRead, text: str) -> None:
    """Tell arguments of which all is known. Unreadable where they are none."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable from None  # digits without end, or a depth that nobody means
    told = _told_custom(value, text) if call.is_custom else _told(value, text)
    call.begin()
    call.give(mended(told))


def _told_custom(value: object, text: str) -> str:
    inner = value.get(INPUT) if isinstance(value, dict) else value
    return inner if isinstance(inner, str) else text


def _told(value: object, text: str) -> str:
    if isinstance(value, dict):
        return text
    if value is None or value == "":
        return "{}"
    if isinstance(value, str):
        try:
            inner: object = json.loads(value, parse_constant=_refused)
        except (ValueError, RecursionError):
            raise Unreadable from None
        if isinstance(inner, dict):
            return value
    raise Unreadable


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")
