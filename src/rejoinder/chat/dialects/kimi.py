"""Kimi K2, without and with thoughts.

<think>…</think>…<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0\
<|tool_call_argument_begin|>{"city": "Oslo"}<|tool_call_end|><|tool_calls_section_end|>

`functions.get_weather:0` is the call's id: its number counts the calls of a conversation or, with
some templates, of an answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.base import WrittenCall
from rejoinder.chat.dialects.elements import CallRead, Index, Name, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.json_call import JsonArguments
from rejoinder.chat.dialects.reader import Reader, Reading
from rejoinder.chat.dialects.rules import Pieces, Rules

_OPENS, _CLOSES = "<|tool_calls_section_begin|>", "<|tool_calls_section_end|>"
_CALL, _ARGUMENTS = "<|tool_call_begin|>", "<|tool_call_argument_begin|>"
_CALL_END = "<|tool_call_end|>"
_SPACE = "functions."


@dataclass(frozen=True, slots=True)
class SpacedName(Name):
    """The tool's name in the namespace of functions, which the model forgets now and then."""

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        return (_SPACE + tool.name,)

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        yield from Name.read(self, reader, call)
        call.name = (call.name or "").removeprefix(_SPACE)

    def write(self, call: WrittenCall, index: int) -> str:
        return _SPACE + call.tool.name


class KimiK2(FormDialect):
    name = "kimi_k2"
    markers = ("<think>", "</think>", _OPENS, _CLOSES, _CALL, _ARGUMENTS, _CALL_END)
    form = Form(
        thought=Fence("<think>", "</think>"),
        calls=Calls(
            opens=_OPENS,
            call=(
                *(Text(_CALL), SpacedName(), Text(":"), Index()),
                *(Text(_ARGUMENTS), JsonArguments(), Text(_CALL_END)),
            ),
            closes=_CLOSES,
        ),
    )
