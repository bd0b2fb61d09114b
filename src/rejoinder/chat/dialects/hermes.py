"""Hermes 2 Pro and 3, Qwen 2.5 and 3, and many that learnt from them.

<think>
…
</think>

…
<tool_call>
{"name": "get_weather", "arguments": {"city": "Oslo"}}
</tool_call>
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.json_call import JsonCall

THOUGHT = Fence("<think>", "</think>", inside="\n", after="\n\n")


class Hermes(FormDialect):
    name = "hermes"
    markers = ("<think>", "</think>", "<tool_call>", "</tool_call>")
    form = Form(
        thought=THOUGHT,
        calls=Calls(
            call=(Text("<tool_call>\n"), JsonCall(), Text("\n</tool_call>")),
            lead="\n",
            between="\n",
        ),
    )
