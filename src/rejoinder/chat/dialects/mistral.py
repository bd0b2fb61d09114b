"""Mistral, in the four ways its models have written calls.

    [TOOL_CALLS]get_weather[ARGS]{"city": "Oslo"}             Devstral, Magistral, Ministral 3
    [TOOL_CALLS]get_weather[CALL_ID]a1b2c3d4e[ARGS]{…}        Small 3.2
    [TOOL_CALLS][{"name": "get_weather", "arguments": {…}}]   Nemo, Large 2, Small 3
    [TOOL_CALLS] [{"name": "get_weather", "arguments": {…}}]  7B v0.3, 8x22B

The space in the last is one that their tokenizers put there. A thought stands between `[THINK]` and
`[/THINK]`. All four are read, whichever a model was taught.
"""

from __future__ import annotations

from rejoinder.chat.dialects.call_id import CallId
from rejoinder.chat.dialects.elements import Name, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.json_call import JsonArguments, JsonCall

_THOUGHT = Fence("[THINK]", "[/THINK]")
_PLAIN = Calls(call=(Text("[TOOL_CALLS]"), Name(), Text("[ARGS]"), JsonArguments()))
_WITH_IDS = Calls(
    call=(
        Text("[TOOL_CALLS]"),
        Name(),
        Text("[CALL_ID]"),
        CallId(9),
        Text("[ARGS]"),
        JsonArguments(),
    )
)
_LIST = Calls(opens="[TOOL_CALLS][", call=(JsonCall(),), between=", ", closes="]")
_SPACED_LIST = Calls(opens="[TOOL_CALLS] [", call=(JsonCall(),), between=", ", closes="]")


class Mistral(FormDialect):
    name = "mistral"
    markers = ("[TOOL_CALLS]", "[ARGS]", "[THINK]", "[/THINK]")
    form = Form(thought=_THOUGHT, calls=_PLAIN, others=(_SPACED_LIST, _LIST))


class MistralIds(FormDialect):
    name = "mistral_ids"
    markers = ("[TOOL_CALLS]", "[CALL_ID]", "[ARGS]", "[THINK]", "[/THINK]")
    form = Form(thought=_THOUGHT, calls=_WITH_IDS, others=(_SPACED_LIST, _LIST))


class MistralList(FormDialect):
    name = "mistral_list"
    markers = ("[TOOL_CALLS]", "[THINK]", "[/THINK]")
    form = Form(thought=_THOUGHT, calls=_LIST)


class MistralSpacedList(FormDialect):
    name = "mistral_spaced_list"
    markers = ("[TOOL_CALLS]", "[THINK]", "[/THINK]")
    form = Form(thought=_THOUGHT, calls=_SPACED_LIST, others=(_LIST,))
