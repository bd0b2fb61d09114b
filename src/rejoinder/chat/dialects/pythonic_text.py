"""Python's literals read as they arrive, and told as JSON.

What models write of strings, numbers, words, lists and dicts is read, in Python's spelling as in
JSON's; and the arguments of a call, `name="Oslo", exact=True`, as the members of an object. What
would have to be worked out (names, sums, f-strings) is no literal.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable

from rejoinder.chat.dialects.json_text import escaped
from rejoinder.chat.dialects.pythonic_schema import NAME
from rejoinder.chat.dialects.reader import SPACE, CutShort, Reader, Reading, Unreadable

Out = Callable[[str], None]

_WORDS = {"True": "true", "False": "false", "None": "null"}
_WORDS |= {word: word for word in _WORDS.values()}  # as in JSON
_MAX_WORD_CHARS = 5
_LETTERS = re.compile("[A-Za-z]+")
_NUMBER_CHARS = re.compile(r"[-+.0-9a-fA-FoOxX_]+")
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
# A number that is no double any more, several times over.
_MAX_NUMBER_CHARS = 4096
# The longest that a schema can have names a property of; a model that goes on is writing no name.
_MAX_NAME_CHARS = 4096

_PLAIN = re.compile(r"""[^'"\\\x00-\x1f\ud800-\udfff]+""")
# By the character after the backslash, what is told in JSON. A line's end is no part of the string.
_ESCAPES = {letter: "\\" + letter for letter in 'bfnrt"\\'}
_ESCAPES |= {"a": r"\u0007", "v": r"\u000b", "'": "'", "/": "/", "\n": ""}
_NUM_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}
_HEX = re.compile("[0-9a-fA-F]+")
_OCTAL = re.compile("[0-7]{1,3}")

_CLOSERS = {"[": "]", "{": "}"}


def copy_arguments(reader: Reader, out: Out) -> Reading[None]:
    """Read arguments, to the parenthesis that closes them, and give out the members of an object.
    Unreadable where they are no literals with names."""
    has_any = False
    while (char := (yield from next_char(reader))) != ")":
        if char == "*":
            yield from reader.expect_words(("**", "{"))
            has_any = yield from _copy(reader, out, ["}"], has_any=has_any)
        else:
            name = yield from reader.run(NAME, _MAX_NAME_CHARS)
            if not name:
                raise Unreadable
            yield from reader.expect_words(("=",))
            out(f'{", " if has_any else ""}"{escaped(name)}": ')
            yield from copy_literal(reader, out)
            has_any = True
        if (yield from next_char(reader)) != ")":
            yield from reader.expect(",")


def copy_literal(reader: Reader, out: Out) -> Reading[None]:
    """Read one value, of any depth, and give it out as JSON. Unreadable where it is no literal."""
    yield from _copy(reader, out, [])


def next_char(reader: Reader) -> Reading[str]:
    """The next character that is no space, which is left."""
    yield from reader.skip(SPACE)
    char = yield from reader.ahead(1)
    if not char:
        raise CutShort
    return char


def _copy(reader: Reader, out: Out, closers: list[str], *, has_any: bool = False) -> Reading[bool]:
    """closers: what ends each list and dict that is open, the innermost last; of one that is open
    at the start only the members are given out. has_any: it has one. Whether it has any then."""
    num_open = len(closers)
    while True:
        char = yield from next_char(reader)
        if closers and char == closers[-1]:
            reader.take(1)
            closers.pop()
            if len(closers) < num_open:
                return has_any
            out(char)
        else:
            out(", " if closers and has_any else "")
            if closers and closers[-1] == "}":
                yield from copy_string(reader, out)
                yield from next_char(reader)
                yield from reader.expect(":")
                out(": ")
                char = yield from next_char(reader)
            if char in _CLOSERS:
                out(reader.take(1))
                closers.append(_CLOSERS[char])
                has_any = False
                continue
            yield from _copy_scalar(reader, char, out)
        has_any = True
        if not closers:
            return True
        if (yield from next_char(reader)) != closers[-1]:
            yield from reader.expect(",")


def _copy_scalar(reader: Reader, first: str, out: Out) -> Reading[None]:
    if first in "'\"":
        yield from copy_string(reader, out)
    elif _LETTERS.match(first):
        word = yield from reader.run(_LETTERS, _MAX_WORD_CHARS)
        if word not in _WORDS:
            raise Unreadable
        out(_WORDS[word])
    else:
        out(_number((yield from reader.run(_NUMBER_CHARS, _MAX_NUMBER_CHARS))))


def _number(text: str) -> str:
    if _JSON_NUMBER.fullmatch(text):
        return text
    try:
        return str(int(text, 0))
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        raise Unreadable from None
    if not math.isfinite(number):
        raise Unreadable
    return repr(number)


def copy_string(reader: Reader, out: Out) -> Reading[None]:
    """Read a string and give it out as JSON, quotes included."""
    quote = yield from next_char(reader)
    if quote not in "'\"":
        raise Unreadable
    if (yield from reader.ahead(3)) == quote * 3:
        quote *= 3
    reader.take(len(quote))
    out('"')
    yield from _copy_inside(reader, quote, out)
    out('"')


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

    quote = yield from next_char(reader)
    if (yield from reader.ahead(3)) == quote * 3:
        quote *= 3
    reader.take(len(quote))
    yield from _copy_inside(reader, quote, say)
    out("\ufffd" if half else "")


def _copy_inside(reader: Reader, quote: str, out: Out) -> Reading[None]:
    """The rest of a string, of which the quote has been read."""
    while True:
        out(reader.match(_PLAIN))
        char = yield from reader.ahead(1)
        if not char:
            raise CutShort
        if char == quote[0]:
            if (yield from reader.ahead(len(quote))) == quote:
                reader.take(len(quote))
                return
            out(escaped(reader.take(1)))
        elif char == "\\":
            out((yield from _escape(reader)))
        elif char < " " or char in "'\"":
            out(escaped(reader.take(1)))
        elif _PLAIN.match(char) is None:
            raise Unreadable  # a marker


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
        if not _HEX.fullmatch(whole[2:]):
            raise Unreadable
        if len(whole) < length:
            raise CutShort
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
