"""DeepSeek V3, R1 and V3.1. The bars in their markers are fullwidth ones.

V3 and R1, and what was distilled from them, write the arguments as a block of code:

    <|tool▁calls▁begin|><|tool▁call▁begin|>function<|tool▁sep|>get_weather
    ```json
    {"city": "Oslo"}
    ```<|tool▁call▁end|><|tool▁calls▁end|>

V3.1 writes nothing around them:

    <|tool▁calls▁begin|><|tool▁call▁begin|>get_weather<|tool▁sep|>{"city": "Oslo"}\
    <|tool▁call▁end|><|tool▁calls▁end|>

A thought stands between `<think>` and `</think>`, in R1 with lines around it.
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Name, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.hermes import THOUGHT
from rejoinder.chat.dialects.json_call import JsonArguments


def _marker(name: str) -> str:
    return f"<\N{FULLWIDTH VERTICAL LINE}{name}\N{FULLWIDTH VERTICAL LINE}>"


_OPENS, _CLOSES = _marker("tool▁calls▁begin"), _marker("tool▁calls▁end")
_CALL, _SEP, _CALL_END = _marker("tool▁call▁begin"), _marker("tool▁sep"), _marker("tool▁call▁end")
_MARKERS = ("<think>", "</think>", _OPENS, _CLOSES, _CALL, _SEP, _CALL_END)


class DeepSeekV3(FormDialect):
    name = "deepseek_v3"
    markers = _MARKERS
    form = Form(
        thought=THOUGHT,
        calls=Calls(
            opens=_OPENS,
            call=(
                Text(f"{_CALL}function{_SEP}"),
                Name(),
                Text("\n```json\n"),
                JsonArguments(),
                Text(f"\n```{_CALL_END}"),
            ),
            between="\n",
            closes=_CLOSES,
        ),
    )


class DeepSeekV31(FormDialect):
    name = "deepseek_v3_1"
    markers = _MARKERS
    form = Form(
        thought=Fence("<think>", "</think>"),
        calls=Calls(
            opens=_OPENS,
            call=(Text(_CALL), Name(), Text(_SEP), JsonArguments(), Text(_CALL_END)),
            closes=_CLOSES,
        ),
    )
