"""rejoinder-mini: as Hermes, on one line, its markers tokens of their own.

<think>…</think>…<tool_call>{"name": "get_weather", "arguments": {"city": "Oslo"}}</tool_call>
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.json_call import JsonCall


class Mini(FormDialect):
    name = "mini"
    markers = ("<think>", "</think>", "<tool_call>", "</tool_call>")
    form = Form(
        thought=Fence("<think>", "</think>"),
        calls=Calls(call=(Text("<tool_call>"), JsonCall(), Text("</tool_call>"))),
    )
