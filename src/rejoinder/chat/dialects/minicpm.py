"""OpenBMB's MiniCPM 5, which puts strings that look like tags into CDATA.

<function name="get_weather"><param name="city">Oslo</param></function>
<function name="note"><param name="text"><![CDATA[a < b
c]]></param></function>

So are strings written that hold `<`, `&` or a newline; but any may be, and none need be. Anything
but strings stands as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from rejoinder.chat.dialects.elements import Name, Text, words
from rejoinder.chat.dialects.form import Calls, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.hermes import THOUGHT
from rejoinder.chat.dialects.json_text import Out
from rejoinder.chat.dialects.reader import CutShort, Reader, Reading, Stops
from rejoinder.chat.dialects.rules import Pieces, Rules, holds, pattern_of
from rejoinder.chat.dialects.tag_arguments import TagArguments
from rejoinder.chat.dialects.tag_schema import Parameter

_OPENS, _CLOSES = "<![CDATA[", "]]>"
_TELLING = "<&\n"


@dataclass(frozen=True, slots=True)
class CdataArguments(TagArguments):
    """As `TagArguments`, with strings in CDATA or without."""

    def _value(self, rules: Rules, parameter: Parameter) -> Pieces:
        if parameter.text is None:
            return TagArguments._value(self, rules, parameter)
        plain, marked = f"({parameter.text})", f"({parameter.text})"
        if not rules.is_token(_OPENS):
            plain += f" & ~/{pattern_of(_OPENS)}(?s:.*)/"
        if not rules.is_token(_CLOSES):
            marked += f" & ~/{holds(pattern_of(_CLOSES))}/"
        as_it_is = msgspec.structs.replace(parameter, text=plain)
        between, *value = TagArguments._value(self, rules, as_it_is)
        in_cdata = (_OPENS, *rules.free_until(_CLOSES, marked), self.after)
        # Apart: the lexer would not return from the two as one to what only begins alike.
        return (between, rules.choice([tuple(value), in_cdata]))

    def _read_text(self, reader: Reader, out: Out, *, is_json: bool = False) -> Reading[None]:
        opens = yield from reader.comes(_only(reader, _OPENS))
        if opens is None:
            if reader.is_within(_only(reader, _OPENS)):
                raise CutShort
            yield from TagArguments._read_text(self, reader, out, is_json=is_json)
            return
        reader.take(opens.num_chars)
        closes = yield from reader.until(_only(reader, _CLOSES), lambda text, _: out(text))
        if closes is None:
            raise CutShort
        reader.take(closes.num_chars)
        yield from reader.expect_words(words(reader.signed(self.after)))

    def _written(self, name: str, value: object) -> str:
        if isinstance(value, str) and any(each in value for each in _TELLING):
            return f"{self.before}{name}{self.between}{_OPENS}{value}{_CLOSES}{self.after}"
        return TagArguments._written(self, name, value)


def _only(reader: Reader, text: str) -> Stops:
    return Stops([words(reader.signed(text))])


class MiniCpm5(FormDialect):
    name = "minicpm5"
    markers = (
        *("<think>", "</think>", "<function", "</function>", "<param", "</param>"),
        *(_OPENS, _CLOSES),
    )
    form = Form(
        thought=THOUGHT,
        calls=Calls(
            call=(
                *(Text('<function name="'), Name(), Text('">')),
                CdataArguments(before='<param name="', between='">', after="</param>"),
                Text("</function>"),
            ),
            lead="\n",
            between="\n",
        ),
    )
