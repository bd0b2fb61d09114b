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


class Disguise:
    """An exchange of some letters for characters that none of the texts has."""

    def __init__(self, letters: Iterable[str], texts: Iterable[str]) -> None:
        """letters: at most a few hundred, each a single character."""
        taken = {one for text in texts if not text.isascii() for one in _PRIVATE.findall(text)}
        free = (code for code in range(_FIRST, _LAST + 1) if chr(code) not in taken)
        self._put = {ord(letter): next(free) for letter in sorted(set(letters))}
        self._lift = {code: letter for letter, code in self._put.items()}

    def put(self, text: str) -> str:
        return text.translate(self._put)

    def lift(self, text: str) -> str:
        """Letter for letter: nothing changes its place."""
        return text.translate(self._lift)
