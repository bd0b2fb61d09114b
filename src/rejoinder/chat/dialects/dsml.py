"""DeepSeek V3.2 and V4, whose tags say of each argument whether it is a string.

<|DSML|function_calls>
<|DSML|invoke name="get_weather">
<|DSML|parameter name="city" string="true">Oslo</|DSML|parameter>
<|DSML|parameter name="days" string="false">3</|DSML|parameter>
</|DSML|invoke>
</|DSML|function_calls>

The bars are fullwidth ones. V4 says `tool_calls` for `function_calls`.
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Element, Name, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.tag_arguments import TagArguments

_BAR = "\N{FULLWIDTH VERTICAL LINE}"
_MARKER = f"{_BAR}DSML{_BAR}"
_MARKERS = ("<think>", "</think>", _MARKER)
_THOUGHT = Fence("<think>", "</think>")
_CALL: tuple[Element, ...] = (
    Text(f'<{_MARKER}invoke name="'),
    Name(),
    Text('">\n'),
    TagArguments(
        before=f'<{_MARKER}parameter name="',
        between='" string="true">',
        between_json='" string="false">',
        after=f"</{_MARKER}parameter>\n",
    ),
    Text(f"</{_MARKER}invoke>\n"),
)


def _calls(word: str) -> Calls:
    return Calls(
        opens=f"<{_MARKER}{word}>\n", call=_CALL, closes=f"</{_MARKER}{word}>", lead="\n\n"
    )


class DeepSeekV32(FormDialect):
    name = "deepseek_v3_2"
    markers = _MARKERS
    form = Form(thought=_THOUGHT, calls=_calls("function_calls"))


class DeepSeekV4(FormDialect):
    name = "deepseek_v4"
    markers = _MARKERS
    form = Form(thought=_THOUGHT, calls=_calls("tool_calls"))
