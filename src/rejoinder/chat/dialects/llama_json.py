"""Llama 3.x: an answer that is one JSON object is a call.

    {"name": "get_weather", "parameters": {"city": "Oslo"}}

With or without `<|python_tag|>` before it. Without, only an object that begins as a call of a tool
on offer is one; any other is an answer in JSON. Where an answer in JSON was asked for that might
be taken for a call, calls are told by `<|python_tag|>` alone. The end is `<|eom_id|>` or
`<|eot_id|>`, both stop tokens: nothing of the call.
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Text
from rejoinder.chat.dialects.form import Calls, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.hermes import THOUGHT
from rejoinder.chat.dialects.json_call import BareCall, JsonCall

_BARE = BareCall()


class LlamaJson(FormDialect):
    name = "llama_json"
    markers = ("<|python_tag|>", "<think>", "</think>")
    form = Form(
        thought=THOUGHT,
        calls=Calls(call=(_BARE,), between="; "),
        others=(
            Calls(call=(Text("<|python_tag|>"), JsonCall(written=_BARE.written)), between="; "),
        ),
    )
