"""Sber's GigaChat 3, which makes one call in an answer.

GigaChat 3, in a message of its own:

    …<|message_sep|>

    function call<|role_sep|>
    {"name": "get_weather", "arguments": {"city": "Oslo"}}

GigaChat 3.1:

    …<|function_call|>{"name": "get_weather", "arguments": {"city": "Oslo"}}
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Text
from rejoinder.chat.dialects.form import Calls, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.hermes import THOUGHT
from rejoinder.chat.dialects.json_call import JsonCall

_MESSAGE, _ROLE = "<|message_sep|>", "<|role_sep|>"


class GigaChat3(FormDialect):
    name = "gigachat3"
    markers = (_MESSAGE, _ROLE, "<think>", "</think>")
    form = Form(
        thought=THOUGHT,
        calls=Calls(
            call=(Text(f"{_MESSAGE}\n\nfunction call{_ROLE}\n"), JsonCall()), is_single=True
        ),
    )


class GigaChat31(FormDialect):
    name = "gigachat3_1"
    markers = ("<|function_call|>", "<think>", "</think>")
    form = Form(
        thought=THOUGHT, calls=Calls(call=(Text("<|function_call|>"), JsonCall()), is_single=True)
    )
