"""Harmony, the form of gpt-oss: every section is a message to somebody, in a channel.

<|channel|>analysis<|message|>…<|end|><|start|>assistant<|channel|>commentary \
to=functions.get_weather <|constrain|>json<|message|>{"city": "Oslo"}<|call|>

Thoughts are in `analysis`, what is said before a call in `commentary`, the answer in `final`. Whom
a message is for may also stand before the channel; so its chat template writes earlier calls.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.base import WrittenCall
from rejoinder.chat.dialects.elements import CallRead, Element, Name, Stop, Text, words
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.json_call import JsonArguments
from rejoinder.chat.dialects.reader import SPACE, CutShort, Reader, Reading, Stops, Unreadable
from rejoinder.chat.dialects.rules import Pieces, Rules

_WORD = re.compile(r"[a-z]+")
_MAX_WORD_CHARS = 16
# A channel, a form and what marks them, with room for one more.
_MAX_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Heading(Element):
    """The rest of a message's heading. Read with any channel and form, or none: models mix them."""

    written: str = " <|constrain|>json<|message|>"

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        return (self.written,)

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        markers = ("<|message|>", "<|channel|>", "<|constrain|>")
        stops = Stops([words(reader.signed(marker)) for marker in markers])
        for _ in range(_MAX_WORDS):
            yield from reader.skip(SPACE)
            stop = yield from reader.comes(stops)
            if stop is None:
                if not (yield from reader.run(_WORD, _MAX_WORD_CHARS)):
                    raise CutShort if reader.is_within(stops) else Unreadable
                continue
            reader.take(stop.num_chars)
            if stop.which == 0:
                return
        raise Unreadable

    def write(self, call: WrittenCall, index: int) -> str:
        return self.written


def _calls(opening: str) -> Calls:
    rest = (Name(), _Heading(), JsonArguments(), Stop("<|call|>"))
    return Calls(call=(Text(opening), *rest), is_single=True)


class Harmony(FormDialect):
    name = "harmony"
    markers = (
        "<|start|>",
        "<|end|>",
        "<|message|>",
        "<|channel|>",
        "<|constrain|>",
        "<|return|>",
        "<|call|>",
    )
    form = Form(
        thought=Fence("<|channel|>analysis<|message|>", "<|end|>"),
        contents=(
            Fence("<|channel|>commentary<|message|>", "<|end|>"),
            Fence(
                "<|channel|>final<|message|>",
                "<|return|>",
                others=("<|channel|>final <|constrain|>json<|message|>",),
                closed_by_stop=True,
            ),
        ),
        join="<|start|>assistant",
        dropped=("<|start|>assistant",),
        calls=_calls("<|channel|>commentary to=functions."),
        others=(_calls("<|channel|>analysis to=functions."), _calls(" to=functions.")),
    )
