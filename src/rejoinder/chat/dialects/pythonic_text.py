"""Python's strings and arguments read as they arrive, and told as JSON."""

from __future__ import annotations

import json
import re

from rejoinder.chat.dialects.json_text import Out, escaped
from rejoinder.chat.dialects.literal_text import copy_members, copy_value, next_char
from rejoinder.chat.dialects.pythonic_literals import NAME
from rejoinder.chat.dialects.reader import CutShort, Reader, Reading, Unreadable, is_sign

# No schema that is accepted has longer ones; a model that goes on is writing no name.
_MAX_NAME_CHARS = 4096

_PLAIN = re.compile(r"""[^'"\\\x00-\x1f\ud800-\udfff]+""")
# By the character after the backslash, what is told in JSON. A line's end is no part of the string.
_ESCAPES = {letter: "\\" + letter for letter in 'bfnrt"\\'}
_ESCAPES |= {"a": r"\u0007", "v": r"\u000b", "'": "'", "/": "/", "\n": ""}
_NUM_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}
_HEX = re.compile("[0-9a-fA-F]+")
_OCTAL = re.compile("[0-7]{1,3}")


class PythonSpelling:
    """Satisfies `literal_text.Spelling`."""

    def is_string(self, reader: Reader) -> Reading[bool]:
        return (yield from reader.ahead(1)) in ("'", '"')

    def copy_string(self, reader: Reader, out: Out) -> Reading[None]:
        quote = yield from _quote(reader)
        out('"')
        yield from _copy_inside(reader, quote, out)
        out('"')

    def copy_key(self, reader: Reader, out: Out) -> Reading[None]:
        yield from self.copy_string(reader, out)


_SPELLING = PythonSpelling()


def copy_arguments(reader: Reader, out: Out) -> Reading[None]:
    """Read arguments, to the parenthesis that closes them, and give out the members of an object.
    Unreadable where they are no literals with names."""
    has_any = False
    while (char := (yield from next_char(reader))) != ")":
        if char == "*":
            yield from reader.expect_words(("**", "{"))
            has_any = yield from copy_members(reader, _SPELLING, out, has_any=has_any)
        else:
            name = yield from reader.run(NAME, _MAX_NAME_CHARS)
            if not name:
                raise Unreadable
            yield from reader.expect_words(("=",))
            out(f'{", " if has_any else ""}"{escaped(name)}": ')
            yield from copy_value(reader, _SPELLING, out)
            has_any = True
        if (yield from next_char(reader)) != ")":
            yield from reader.expect(",")


def read_string(reader: Reader, out: Out) -> Reading[None]:
    """Read a string and give out what it says."""
    half = ""  # of a character that two escapes spell

    def say(told: str) -> None:
        nonlocal half
        text = half + json.loads(f'"{told}"')
        half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
        text = text[: len(text) - len(half)]
        # Half a character cannot be said.
        out(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))

    quote = yield from _quote(reader)
    yield from _copy_inside(reader, quote, say)
    out("\ufffd" if half else "")


def _quote(reader: Reader) -> Reading[str]:
    """Read what opens a string, and will close it."""
    quote = yield from next_char(reader)
    if quote not in ("'", '"'):
        raise Unreadable
    if (yield from reader.ahead(3)) == quote * 3:
        quote *= 3
    reader.take(len(quote))
    return quote


def _copy_inside(reader: Reader, quote: str, out: Out) -> Reading[None]:
    """The rest of a string, of which the quote has been read."""
    while True:
        out(reader.match(_PLAIN))
        char = yield from reader.ahead(1)
        if not char:
            raise CutShort
        if char == quote[0] and (yield from reader.ahead(len(quote))) == quote:
            reader.take(len(quote))
            return
        if char == "\\":
            out((yield from _escape(reader)))
        elif char < " " or char in "'\"" or is_sign(char):
            out(escaped(reader.unsigned(reader.take(1))))


def _escape(reader: Reader) -> Reading[str]:
    """Read an escape: the same in JSON."""
    start = yield from reader.ahead(2)
    if len(start) < 2:
        raise CutShort
    if start[1] in _ESCAPES:
        reader.take(2)
        return _ESCAPES[start[1]]
    if start[1] in _NUM_HEX_DIGITS:
        length = 2 + _NUM_HEX_DIGITS[start[1]]
        whole = yield from reader.ahead(length)
        if len(whole) < length:
            raise CutShort
        if not _HEX.fullmatch(whole[2:]):
            raise Unreadable
        return _character(int(reader.take(length)[2:], 16))
    if found := _OCTAL.match((yield from reader.ahead(4)), 1):
        reader.take(1 + len(found.group()))
        return _character(int(found.group(), 8))
    # In Python a backslash that escapes nothing is one.
    return escaped(reader.take(1))


def _character(code: int) -> str:
    if code > 0x10FFFF:
        raise Unreadable
    # Half a character stays an escape: the other half may follow.
    return f"\\u{code:04x}" if 0xD800 <= code <= 0xDFFF else escaped(chr(code))
