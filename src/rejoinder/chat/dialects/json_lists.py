"""Families that write all calls of an answer as one JSON list.

<|tool_call|>[{"name": "get_weather", "arguments": {…}}]                  Granite 3
<|tool_call|>[…]<|/tool_call|>                                            Phi-4 mini
<TOOLCALL>[…]</TOOLCALL>                                                  Nemotron Nano
<tool_calls>[…]</tool_calls>                                              Apriel, Hunyuan, Jamba
functools[…]                                                              Firefunction
<|tools_prefix|>[{"get_weather": {"city": "Oslo"}}]<|tools_suffix|>       Apertus
"""

from __future__ import annotations

from dataclasses import dataclass

from rejoinder.chat.dialects.elements import CallRead, Element, Name, Raw, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.hermes import THOUGHT
from rejoinder.chat.dialects.json_call import JsonArguments, JsonCall
from rejoinder.chat.dialects.json_text import held_string
from rejoinder.chat.dialects.reader import SPACE, Reader, Reading

_CALL = JsonCall()


def _list(opens: str, closes: str = "", *, call: Element = _CALL, lead: str = "") -> Calls:
    return Calls(opens=f"{opens}[", call=(call,), between=", ", closes=f"]{closes}", lead=lead)


class Granite(FormDialect):
    name = "granite"
    markers = ("<|tool_call|>", "<think>", "</think>")
    form = Form(
        thought=THOUGHT,
        calls=_list("<|tool_call|>"),
        # 3.0 and 3.1 in their own words.
        others=(_list("<tool_call>"),),
    )


class Phi4Mini(FormDialect):
    name = "phi4_mini"
    markers = ("<|tool_call|>", "<|/tool_call|>", "<think>", "</think>")
    form = Form(thought=THOUGHT, calls=_list("<|tool_call|>", "<|/tool_call|>"))


class Nemotron(FormDialect):
    name = "nemotron"
    markers = ("<TOOLCALL>", "</TOOLCALL>", "<think>", "</think>")
    form = Form(thought=THOUGHT, calls=_list("<TOOLCALL>", "</TOOLCALL>", lead="\n"))


class ToolCallsList(FormDialect):
    """The thought is Apriel's; the others' is found in their templates, as any is."""

    name = "tool_calls_list"
    markers = ("<tool_calls>", "</tool_calls>")
    form = Form(
        thought=Fence(
            "Here are my reasoning steps:", "[BEGIN FINAL RESPONSE]", inside="\n", after="\n"
        ),
        calls=_list("<tool_calls>", "</tool_calls>", lead="\n"),
    )


class Firefunction(FormDialect):
    name = "firefunction"
    markers = ("<think>", "</think>")
    form = Form(thought=THOUGHT, calls=_list("functools", lead=" "))


@dataclass(frozen=True, slots=True)
class KeyedCall(JsonCall):
    """A call as an object whose one key is the function's name: `{"get_weather": {…}}`."""

    written: tuple[Element, ...] = (
        Text('{"'),
        Name(),
        Text('": '),
        JsonArguments(),
        Text("}"),
    )
    raw: tuple[Element, ...] = (Text('{"'), Name(), Text('"}\n'), Raw())

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        yield from reader.expect_words(("{",))
        yield from reader.skip(SPACE)
        call.name = yield from held_string(reader)
        yield from reader.skip(SPACE)
        if call.is_raw and (yield from reader.ahead(1)) == "}":
            yield from reader.expect("}\n")
            yield from Raw().read(reader, call)
            return
        yield from reader.expect(":")
        yield from JsonArguments().read(reader, call)
        yield from reader.expect_words(("}",))


class Apertus(FormDialect):
    name = "apertus"
    markers = ("<|tools_prefix|>", "<|tools_suffix|>", "<|inner_prefix|>", "<|inner_suffix|>")
    form = Form(
        thought=Fence("<|inner_prefix|>", "<|inner_suffix|>"),
        calls=_list("<|tools_prefix|>", "<|tools_suffix|>", call=KeyedCall()),
    )
