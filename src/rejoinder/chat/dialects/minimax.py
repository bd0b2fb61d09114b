"""MiniMax M1, which writes JSON, and M2, which writes tags.

M1:

    <tool_calls>
    {"name": "get_weather", "arguments": {"city": "Oslo"}}
    </tool_calls>

M2:

    <minimax:tool_call>
    <invoke name="get_weather">
    <parameter name="city">Oslo</parameter>
    </invoke>
    </minimax:tool_call>
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Name, Text
from rejoinder.chat.dialects.form import Calls, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.hermes import THOUGHT
from rejoinder.chat.dialects.json_call import JsonCall
from rejoinder.chat.dialects.tag_arguments import TagArguments


class MiniMaxM1(FormDialect):
    name = "minimax_m1"
    markers = ("<think>", "</think>", "<tool_calls>", "</tool_calls>")
    form = Form(
        thought=THOUGHT,
        calls=Calls(
            opens="<tool_calls>\n",
            call=(JsonCall(),),
            between="\n",
            closes="\n</tool_calls>",
            lead="\n",
        ),
    )


class MiniMaxM2(FormDialect):
    name = "minimax_m2"
    markers = ("<think>", "</think>", "<minimax:tool_call>", "</minimax:tool_call>")
    form = Form(
        thought=THOUGHT,
        calls=Calls(
            opens="<minimax:tool_call>\n",
            call=(
                Text('<invoke name="'),
                Name(),
                Text('">\n'),
                TagArguments(before='<parameter name="', between='">', after="</parameter>\n"),
                Text("</invoke>\n"),
            ),
            closes="</minimax:tool_call>",
            lead="\n",
        ),
    )
