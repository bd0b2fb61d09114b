"""Kimi K2, without and with thoughts.

<think>…</think>…<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0\
<|tool_call_argument_begin|>{"city": "Oslo"}<|tool_call_end|><|tool_calls_section_end|>

`functions.get_weather:0` is the call's id: its number counts the calls of a conversation or, with
some templates, of an answer.
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Index, Name, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.json_call import JsonArguments

_OPENS, _CLOSES = "<|tool_calls_section_begin|>", "<|tool_calls_section_end|>"
_CALL, _ARGUMENTS = "<|tool_call_begin|>", "<|tool_call_argument_begin|>"
_CALL_END = "<|tool_call_end|>"
_REST = (Name(), Text(":"), Index(), Text(_ARGUMENTS), JsonArguments(), Text(_CALL_END))


class KimiK2(FormDialect):
    name = "kimi_k2"
    markers = ("<think>", "</think>", _OPENS, _CLOSES, _CALL, _ARGUMENTS, _CALL_END)
    form = Form(
        thought=Fence("<think>", "</think>"),
        calls=Calls(opens=_OPENS, call=(Text(f"{_CALL}functions."), *_REST), closes=_CLOSES),
        # The model forgets what stands before the name.
        others=(Calls(opens=_OPENS, call=(Text(_CALL), *_REST), closes=_CLOSES),),
    )
