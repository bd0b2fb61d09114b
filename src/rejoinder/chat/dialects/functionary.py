"""MeetKai's Functionary 3.1, and Llama 3.1 where it is told of its second form.

<function=get_weather>{"city": "Oslo"}</function>
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Name, Text
from rejoinder.chat.dialects.form import Calls, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.hermes import THOUGHT
from rejoinder.chat.dialects.json_call import JsonArguments


class Functionary31(FormDialect):
    name = "functionary_3_1"
    markers = ("<think>", "</think>")
    form = Form(
        thought=THOUGHT,
        calls=Calls(
            call=(Text("<function="), Name(), Text(">"), JsonArguments(), Text("</function>"))
        ),
    )
