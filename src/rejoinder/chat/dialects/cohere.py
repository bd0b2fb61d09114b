"""Cohere's Command models, and what follows them.

Command R7B, Command A:

    <|START_THINKING|>…<|END_THINKING|><|START_ACTION|>[
        {"tool_call_id": "0", "tool_name": "get_weather", "parameters": {"city": "Oslo"}}
    ]<|END_ACTION|>

or, in the place of the action, `<|START_RESPONSE|>…<|END_RESPONSE|>`; North writes
`<|START_TEXT|>…<|END_TEXT|>`. Command R and R+ of 2024 mark nothing but the action:

    Action:
    ```json
    [
        {
            "tool_name": "get_weather",
            "parameters": {"city": "Oslo"}
        }
    ]```
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Index, Name, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.hermes import THOUGHT
from rejoinder.chat.dialects.json_call import JsonArguments, JsonCall

_THOUGHT = Fence("<|START_THINKING|>", "<|END_THINKING|>")
_RESPONSE = Fence("<|START_RESPONSE|>", "<|END_RESPONSE|>")
_TEXT = Fence("<|START_TEXT|>", "<|END_TEXT|>")
_CALLS = Calls(
    opens="<|START_ACTION|>[\n    ",
    call=(
        JsonCall(
            written=(
                Text('{"tool_call_id": "'),
                Index(),
                Text('", "tool_name": "'),
                Name(),
                Text('", "parameters": '),
                JsonArguments(),
                Text("}"),
            )
        ),
    ),
    between=",\n    ",
    closes="\n]<|END_ACTION|>",
)
_MARKERS = ("<|START_THINKING|>", "<|END_THINKING|>", "<|START_ACTION|>", "<|END_ACTION|>")


class Command(FormDialect):
    name = "command"
    markers = (*_MARKERS, "<|START_RESPONSE|>", "<|END_RESPONSE|>")
    form = Form(
        thought=_THOUGHT,
        calls=_CALLS,
        # The first may stand before calls.
        contents=(_RESPONSE, _RESPONSE),
    )


class North(FormDialect):
    name = "north"
    markers = (*_MARKERS, "<|START_TEXT|>", "<|END_TEXT|>")
    form = Form(thought=_THOUGHT, calls=_CALLS, contents=(_TEXT, _TEXT))


class CommandR(FormDialect):
    name = "command_r"
    markers = ("<think>", "</think>")
    form = Form(
        thought=THOUGHT,
        calls=Calls(
            opens="Action:\n```json\n[\n    ",
            call=(
                JsonCall(
                    written=(
                        Text('{\n        "tool_name": "'),
                        Name(),
                        Text('",\n        "parameters": '),
                        JsonArguments(),
                        Text("\n    }"),
                    )
                ),
            ),
            between=",\n    ",
            closes="\n]```",
            lead="\n",
        ),
    )
