"""An id that a model makes up for a call. It must say one; the client is given one of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.base import WrittenCall
from rejoinder.chat.dialects.elements import CallRead, Element
from rejoinder.chat.dialects.reader import Reader, Reading
from rejoinder.chat.dialects.rules import Pieces, Ref, Rules

_CHARS = re.compile(r"[A-Za-z0-9_.:\-]+")
_MAX_CHARS = 256


@dataclass(frozen=True, slots=True)
class CallId(Element):
    """num_chars: of letters and digits, as the family was trained to. Read is any."""

    num_chars: int

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        return (Ref(f"/[a-zA-Z0-9]{{{self.num_chars}}}/"),)

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        if not (yield from reader.run(_CHARS, _MAX_CHARS)):
            raise reader.unexpected()

    def write(self, call: WrittenCall, index: int) -> str:
        return f"call{index:0{self.num_chars - 4}d}"
