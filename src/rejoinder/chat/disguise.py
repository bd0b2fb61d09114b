"""Letters that mean the same and are known to be a client's.

A template puts a client's words among its own. To tell them apart afterwards, chosen letters of the
client's are exchanged for private-use characters before rendering, and exchanged back after: what
is still in disguise there, the client wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Planes 15 and 16: for private use, no font or model knows them, and text hardly ever has them.
_FIRST, _LAST = 0xF0000, 0x10FFFD
_PRIVATE = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
# As Python's `repr` and JSON in ASCII write such a character: templates put values in both ways.
_ESCAPED = re.compile(
    r"\\U00(0f[0-9a-f]{4}|10[0-9a-f]{4})|\\u(db[89a-f][0-9a-f])\\u(d[c-f][0-9a-f]{2})"
)


class Disguise:
    """An exchange of some letters for characters that none of the texts has."""

    def __init__(self, letters: Iterable[str], texts: Iterable[str]) -> None:
        """letters: at most a few hundred, each a single character."""
        taken: set[str] = set()
        for text in texts:
            if not text.isascii():
                taken.update(_PRIVATE.findall(text))
            if "\\" in text:
                taken.update(map(_unescaped, _ESCAPED.finditer(text)))
        free = (code for code in range(_FIRST, _LAST + 1) if chr(code) not in taken)
        self._put = {ord(letter): next(free) for letter in sorted(set(letters))}
        self._lift = {code: letter for letter, code in self._put.items()}

    def put(self, text: str) -> str:
        return text.translate(self._put)

    def found(self, text: str) -> str:
        """With the disguised letters that a template has written as escapes as they were."""
        if "\\" not in text:
            return text

        def letter(match: re.Match[str]) -> str:
            one = _unescaped(match)
            return one if ord(one) in self._lift else match[0]

        return _ESCAPED.sub(letter, text)

    def lift(self, text: str) -> str:
        """Letter for letter: nothing changes its place."""
        return text.translate(self._lift)


def _unescaped(match: re.Match[str]) -> str:
    whole, high, low = match.groups()
    if whole:
        return chr(int(whole, 16))
    return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
