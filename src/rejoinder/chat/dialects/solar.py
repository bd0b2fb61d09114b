"""Upstage's Solar Open: every part of an answer is a message of its own.

<|think|>…<|end|><|begin|>assistant<|content|>…<|end|>
<|think|>…<|end|><|begin|>assistant<|tool_calls|><|tool_call:begin|>a1b2c3d4e5<|tool_call:name|>\
get_weather<|tool_call:args|>{"city": "Oslo"}<|tool_call:end|><|calls|>
"""

from __future__ import annotations

from rejoinder.chat.dialects.call_id import CallId
from rejoinder.chat.dialects.elements import Name, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.json_call import JsonArguments

_CALL, _NAME, _ARGUMENTS = "<|tool_call:begin|>", "<|tool_call:name|>", "<|tool_call:args|>"
_CALL_END = "<|tool_call:end|>"
_CONTENT = Fence("<|content|>", "<|end|>")


class Solar(FormDialect):
    name = "solar"
    markers = (
        *("<|think|>", "<|content|>", "<|end|>", "<|begin|>", "<|tool_calls|>", "<|calls|>"),
        *(_CALL, _NAME, _ARGUMENTS, _CALL_END),
    )
    form = Form(
        thought=Fence("<|think|>", "<|end|>"),
        contents=(_CONTENT, _CONTENT),
        join="<|begin|>assistant",
        calls=Calls(
            opens="<|tool_calls|>",
            call=(
                *(Text(_CALL), CallId(10), Text(_NAME), Name()),
                *(Text(_ARGUMENTS), JsonArguments(), Text(_CALL_END)),
            ),
            closes="<|calls|>",
        ),
        dropped=("<|begin|>assistant",),
    )
