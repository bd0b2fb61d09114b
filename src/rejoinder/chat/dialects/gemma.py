"""Google's Gemma 4: values as in JSON, but keys without quotes, and strings between markers.

<|channel>thought
…
<channel|>…<|tool_call>call:get_weather{city:<|"|>Oslo<|"|>,days:3}<tool_call|>

Keys stand in the order of the alphabet.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import ClassVar

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.base import WrittenCall
from rejoinder.chat.dialects.elements import (
    CallRead,
    Element,
    Name,
    Raw,
    Text,
    is_raw,
    words,
)
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.json_call import INPUT, json_arguments
from rejoinder.chat.dialects.json_text import Out, copy_string, escaped, read_string
from rejoinder.chat.dialects.literal_schema import Literals, Schema, patterns_of
from rejoinder.chat.dialects.literal_text import copy_members, next_char
from rejoinder.chat.dialects.reader import (
    CutShort,
    Reader,
    Reading,
    Stops,
    Unreadable,
    ignore,
)
from rejoinder.chat.dialects.rules import ANY, Piece, Pieces, Ref, Rules, holds, pattern_of

_QUOTE = '<|"|>'
_KEY = re.compile(r"[\w.$-]+")
# No schema that is accepted has longer ones; a model that goes on is writing no key.
_MAX_KEY_CHARS = 4096
_NEW_KEY = "/[A-Za-z_][A-Za-z0-9_]*/"


class _GemmaLiterals(Literals):
    words: ClassVar = {True: "true", False: "false", None: "null"}
    comma = ","
    colon = ":"
    equals = ":"
    sorts_keys = True
    new_key = ("", _NEW_KEY)
    new_name = ("", _NEW_KEY)

    def string(self, rules: Rules, schema: Schema) -> Piece:
        bodies = patterns_of(schema)
        least, most = schema.get("minLength", 0), schema.get("maxLength", "")
        if least or most != "":
            bodies.append(f"/(?s:.{{{least},{most}}})/")
        if bodies and not rules.is_token(_QUOTE):
            bodies.append(f"~/{holds(pattern_of(_QUOTE))}/")
        inside = " & ".join(f"({each})" for each in bodies) or ANY
        return Ref(rules.lark((_QUOTE, *rules.free_until(_QUOTE, inside))))

    def string_text(self, text: str) -> str:
        return f"{_QUOTE}{text}{_QUOTE}"

    def key(self, name: str) -> str:
        return name if _KEY.fullmatch(name) else self.string_text(name)

    def name(self, name: str) -> str | None:
        return self.key(name)


_LITERALS = _GemmaLiterals()


class _GemmaSpelling:
    """Satisfies `literal_text.Spelling`. Strings in quotes are read as well, as JSON's."""

    def is_string(self, reader: Reader) -> Reading[bool]:
        if (yield from reader.ahead(1)) == '"':
            return True
        if (yield from reader.comes(_quote(reader))) is not None:
            return True
        if reader.is_within(_quote(reader)):
            raise CutShort
        return False

    def copy_string(self, reader: Reader, out: Out) -> Reading[None]:
        if (yield from reader.ahead(1)) == '"':
            yield from copy_string(reader, out)
            return
        out('"')
        yield from _read_marked(reader, lambda text: out(escaped(text)))
        out('"')

    def copy_key(self, reader: Reader, out: Out) -> Reading[None]:
        yield from next_char(reader)
        if (yield from self.is_string(reader)):
            yield from self.copy_string(reader, out)
            return
        key = yield from reader.run(_KEY, _MAX_KEY_CHARS)
        if not key:
            raise Unreadable
        out(f'"{escaped(key)}"')


_SPELLING = _GemmaSpelling()


@dataclass(frozen=True, slots=True)
class GemmaArguments(Element):
    """`{city:<|"|>Oslo<|"|>,days:3}`. A custom tool's text that no string can hold follows `{}`,
    one line below."""

    takes_arguments = True

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        if is_raw(tool):
            return ("{}\n", *Raw().pieces(rules, tool))
        return ("{", *_LITERALS.arguments(rules, tool), "}")

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        yield from reader.expect_words(("{",))
        call.begin()
        if call.is_custom:
            yield from _read_input(reader, call)
        else:
            call.give("{")
            yield from copy_members(reader, _SPELLING, call.give)
            call.give("}")
        call.end()

    def write(self, call: WrittenCall, index: int) -> str:
        if is_raw(call.tool):
            return "{}\n" + call.arguments
        return f"{{{_LITERALS.arguments_text(json.loads(json_arguments(call)))}}}"


def _read_input(reader: Reader, call: CallRead) -> Reading[None]:
    """Read the rest of `{input:<|"|>…<|"|>}` and tell the text."""
    if (yield from next_char(reader)) == "}":
        reader.take(1)
        if call.is_raw:
            if (yield from reader.ahead(1)) == "\n":
                reader.take(1)
            yield from Raw().read(reader, call)
        return
    key: list[str] = []
    yield from _SPELLING.copy_key(reader, key.append)
    yield from reader.expect_words((":",))
    yield from next_char(reader)
    if json.loads("".join(key)) != INPUT or not (yield from _SPELLING.is_string(reader)):
        raise Unreadable
    if (yield from reader.ahead(1)) == '"':
        yield from read_string(reader, call.give)
    else:
        yield from _read_marked(reader, call.give)
    if (yield from next_char(reader)) == ",":
        reader.take(1)
    yield from copy_members(reader, _SPELLING, ignore)


def _read_marked(reader: Reader, out: Out) -> Reading[None]:
    """Read a string between markers and give out what it says."""
    opens = yield from reader.comes(_quote(reader))
    assert opens is not None
    reader.take(opens.num_chars)
    closes = yield from reader.until(_quote(reader), lambda text, _: out(reader.unsigned(text)))
    if closes is None:
        raise CutShort
    reader.take(closes.num_chars)


def _quote(reader: Reader) -> Stops:
    return Stops([words(reader.signed(_QUOTE))])


class Gemma4(FormDialect):
    name = "gemma4"
    markers = ("<|channel>", "<channel|>", "<|tool_call>", "<tool_call|>", _QUOTE)
    form = Form(
        thought=Fence("<|channel>thought", "<channel|>", inside="\n"),
        calls=Calls(
            call=(Text("<|tool_call>call:"), Name(), GemmaArguments(), Text("<tool_call|>"))
        ),
    )
