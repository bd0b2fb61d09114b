"""How calls in Python's form write values: `name="Oslo", exact=True, near={"lat": 59.9}`."""

from __future__ import annotations

import json
import re
from typing import ClassVar

from rejoinder.chat.dialects.literal_schema import Literals, Schema, json_part
from rejoinder.chat.dialects.rules import Piece, Rules

# What may stand before a `=`. Python's own names are fewer; its keywords may be names here.
NAME = re.compile(r"[\w.$-]+")
_SINGLE_QUOTED = r"""/'([^'\\\x00-\x1f\x7f]|\\['"\\bfnrt])*'/"""


class PythonLiterals(Literals):
    words: ClassVar = {True: "True", False: "False", None: "None"}
    comma = ", "
    colon = ": "
    equals = "="
    spread = "**"
    new_key = ('"', r'/[^"\\\x00-\x1f\x7f]*/')
    new_name = ("", "/[A-Za-z_][A-Za-z0-9_]*/")

    def string(self, rules: Rules, schema: Schema) -> Piece:
        quoted = rules.part("string", json_part({**schema, "type": "string"}))
        if schema.keys() - {"type"}:
            return quoted
        return rules.choice([(quoted,), (rules.terminal("SINGLE_QUOTED", _SINGLE_QUOTED),)])

    def string_text(self, text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    def key(self, name: str) -> str:
        return self.string_text(name)

    def name(self, name: str) -> str | None:
        return name if NAME.fullmatch(name) else None


LITERALS = PythonLiterals()
