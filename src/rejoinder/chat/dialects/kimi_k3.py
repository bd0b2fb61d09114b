"""Kimi K3, which writes all in tags of its own, and of each argument its type.

<|open|>think<|sep|>…<|close|>think<|sep|><|open|>response<|sep|>…<|close|>response<|sep|>\
<|open|>tools<|sep|><|open|>call tool="get_weather" index="1"<|sep|>\
<|open|>argument key="city" type="string"<|sep|>Oslo<|close|>argument<|sep|>\
<|open|>argument key="days" type="number"<|sep|>3<|close|>argument<|sep|>\
<|close|>call<|sep|><|close|>tools<|sep|>

Arguments that no tags can hold are JSON between tags. Without thoughts the prompt has opened the
response already.
"""

from __future__ import annotations

from dataclasses import dataclass

from rejoinder.chat.dialects.base import WrittenCall
from rejoinder.chat.dialects.elements import Index, Name, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.tag_arguments import TagArguments

_TYPES = {"integer": "number"} | {
    name: name for name in ("number", "boolean", "null", "array", "object")
}


def _opens(tag: str) -> str:
    return f"<|open|>{tag}<|sep|>"


def _closes(tag: str) -> str:
    return f"<|close|>{tag}<|sep|>"


def _between(name: str) -> str:
    return f'" type="{name}"<|sep|>'


class TypedArguments(TagArguments):
    """Says of each value what JSON calls its type."""

    def betweens_json(self, types: frozenset[str]) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(_between(word) for name, word in _TYPES.items() if name in types)
        )


@dataclass(frozen=True, slots=True)
class IndexFromOne(Index):
    def write(self, call: WrittenCall, index: int) -> str:
        return str(index + 1)


_RESPONSE = Fence(_opens("response"), _closes("response"))


class KimiK3(FormDialect):
    name = "kimi_k3"
    markers = ("<|open|>", "<|close|>", "<|sep|>")
    form = Form(
        thought=Fence(_opens("think"), _closes("think")),
        contents=(_RESPONSE, _RESPONSE),
        calls=Calls(
            opens=_opens("tools"),
            call=(
                *(Text('<|open|>call tool="'), Name(), Text('" index="'), IndexFromOne()),
                Text('"<|sep|>'),
                TypedArguments(
                    before='<|open|>argument key="',
                    between=_between("string"),
                    between_json=_between("object"),
                    after=_closes("argument"),
                    opens_json='<|open|>json type="object"<|sep|>',
                    closes_json=_closes("json"),
                ),
                Text(_closes("call")),
            ),
            closes=_closes("tools"),
        ),
        dropped=(_closes("response"), _closes("message")),
    )
