"""Families that write calls as Python does.

    [get_weather(city="Oslo"), now()]                                   Llama 3.2 and 4
    <|python_start|>[get_weather(city="Oslo")]<|python_end|>            Llama 4
    <|tool_call_start|>[get_weather(city="Oslo")]<|tool_call_end|>      LFM2
    <function_calls>                                                    Olmo 3
    get_weather(city="Oslo")
    now()
    </function_calls>

The first is told by how it begins: a bracket, the name of a tool on offer and a parenthesis.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.base import WrittenCall
from rejoinder.chat.dialects.elements import MAX_NAME_CHARS, Bare, CallRead, Element, Raw, is_raw
from rejoinder.chat.dialects.form import Calls, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.hermes import THOUGHT
from rejoinder.chat.dialects.json_call import INPUT, json_arguments
from rejoinder.chat.dialects.literal_text import next_char
from rejoinder.chat.dialects.pythonic_literals import LITERALS
from rejoinder.chat.dialects.pythonic_text import copy_arguments, read_string
from rejoinder.chat.dialects.reader import SPACE, CutShort, Reader, Reading, Unreadable, ignore
from rejoinder.chat.dialects.rules import Pieces, Rules
from rejoinder.grammar.text import JsonPart, Part

_TOOL_NAME = re.compile(r"[A-Za-z0-9_.\-]+")


@dataclass(frozen=True, slots=True)
class PythonCall(Element):
    """`get_weather(city="Oslo")`. A custom tool's text is `input="…"`, or, where no string can hold
    it, follows `()`, one line below."""

    takes_arguments = True

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        if is_raw(tool):
            return (f"{tool.name}()\n", *Raw().pieces(rules, tool))
        return (f"{tool.name}(", *LITERALS.arguments(rules, tool), ")")

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        yield from reader.skip(SPACE)
        name = yield from reader.run(_TOOL_NAME, MAX_NAME_CHARS)
        if not reader.num_waiting:
            raise CutShort
        if not name or not self.is_name(name, call):
            raise Unreadable
        yield from reader.expect_words(("(",))
        call.name = name
        call.begin()
        first = yield from next_char(reader)
        if call.is_custom:
            yield from _read_input(reader, call, first)
            if call.has_text:
                return
        else:
            call.give("{")
            yield from copy_arguments(reader, call.give)
            call.give("}")
        call.end()
        yield from reader.expect(")")

    def is_name(self, name: str, call: CallRead) -> bool:
        """Whether what is called so is taken for a call."""
        return True

    def write(self, call: WrittenCall, index: int) -> str:
        if is_raw(call.tool):
            return f"{call.tool.name}()\n{call.arguments}"
        arguments = LITERALS.arguments_text(json.loads(json_arguments(call)))
        return f"{call.tool.name}({arguments})"


@dataclass(frozen=True, slots=True)
class BarePythonCall(PythonCall, Bare):
    """One in a list that no marker announces. Only a list that begins as a call of a tool on offer
    is one."""

    def is_name(self, name: str, call: CallRead) -> bool:
        return name in call.tools

    def openings(self, tools: tuple[Tool, ...]) -> tuple[str, ...]:
        space = r"[ \t\r\n]*"
        names = "|".join(tool.name.replace("-", r"\-") for tool in tools)
        return (rf"{space}\[{space}({names}){space}\((?s:.*)",)

    def may_seem(self, answer: Part) -> bool:
        return not isinstance(answer, JsonPart)

    def terminals(self, text: str) -> tuple[str, ...]:
        return text[:1], text[1:]


def _read_input(reader: Reader, call: CallRead, first: str) -> Reading[None]:
    """Read `input="…"`, or the string alone, and tell the text."""
    if first == ")" and call.is_raw:
        reader.take(1)
        if (yield from reader.ahead(1)) == "\n":
            reader.take(1)
        yield from Raw().read(reader, call)
        return
    if first not in ")'\"":
        yield from reader.expect_words((INPUT, "="))
        first = yield from next_char(reader)
    if first in "'\"":
        yield from read_string(reader, call.give)
    if (yield from next_char(reader)) == ",":
        reader.take(1)
        yield from copy_arguments(reader, ignore)


_CALLS = Calls(call=(BarePythonCall(),), opens="[", between=", ", closes="]")
_MARKED = Calls(
    call=(PythonCall(),), opens="<|python_start|>[", between=", ", closes="]<|python_end|>"
)


class Pythonic(FormDialect):
    name = "pythonic"
    markers = ("<|python_start|>", "<|python_end|>", "<think>", "</think>")
    form = Form(thought=THOUGHT, calls=_CALLS, others=(_MARKED,))


class Llama4(FormDialect):
    """As Pythonic, between markers always."""

    name = "llama4"
    markers = Pythonic.markers
    form = Form(thought=THOUGHT, calls=_MARKED)


class Lfm2(FormDialect):
    name = "lfm2"
    markers = ("<|tool_call_start|>", "<|tool_call_end|>", "<think>", "</think>")
    form = Form(
        thought=THOUGHT,
        calls=Calls(
            call=(PythonCall(),),
            opens="<|tool_call_start|>[",
            between=", ",
            closes="]<|tool_call_end|>",
        ),
    )


class Olmo3(FormDialect):
    name = "olmo3"
    markers = ("<function_calls>", "</function_calls>", "<think>", "</think>")
    form = Form(
        thought=THOUGHT,
        calls=Calls(
            call=(PythonCall(),),
            opens="<function_calls>\n",
            between="\n",
            closes="\n</function_calls>",
        ),
    )
