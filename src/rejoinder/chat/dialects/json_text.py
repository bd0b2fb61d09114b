"""JSON read as it arrives: whether it still is JSON is known at every character.

Strict, but for one habit of models: a line break written as it is inside a string is told as `\\n`,
so that what comes out is JSON. A marker inside a string is its text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from rejoinder.chat.dialects.reader import (
    SPACE,
    CutShort,
    Reader,
    Reading,
    Unreadable,
    is_sign,
)

Out = Callable[[str], None]

_PLAIN = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]+')
_NUMBER_CHARS = re.compile(r"[-+.0-9eE]+")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX = re.compile(r"[0-9a-fA-F]{4}")
# A number that is no double any more, several times over.
_MAX_NUMBER_CHARS = 4096


def copy_value(reader: Reader, out: Out) -> Reading[None]:
    """Read one value, of any depth, and give out its text. Unreadable where it is no JSON."""
    yield from _copy(reader, out, [])


def copy_members(reader: Reader, out: Out) -> Reading[None]:
    """As `copy_value`, for an object of which one key is read: from its value to the end."""
    yield from _copy(reader, out, ["}"])


def _copy(reader: Reader, out: Out, closers: list[str]) -> Reading[None]:
    """closers: what ends each object and array that is open, the innermost last."""
    while True:
        yield from _copy_space(reader, out)
        opener = yield from _next(reader)
        if opener in "{[":
            out(reader.take(1))
            closers.append("}" if opener == "{" else "]")
            yield from _copy_space(reader, out)
            if (yield from _next(reader)) != closers[-1]:
                if opener == "{":
                    yield from _copy_key(reader, out)
                continue
        else:
            yield from _copy_scalar(reader, opener, out)
            if not closers:
                return
        if (yield from _close(reader, out, closers)):
            return


def _close(reader: Reader, out: Out, closers: list[str]) -> Reading[bool]:
    """After a value, to where the next begins: whether there is none."""
    while closers:
        yield from _copy_space(reader, out)
        char = yield from _next(reader)
        if char == closers[-1]:
            out(reader.take(1))
            closers.pop()
        elif char == ",":
            out(reader.take(1))
            if closers[-1] == "}":
                yield from _copy_space(reader, out)
                yield from _copy_key(reader, out)
            return False
        else:
            raise Unreadable
    return True


def _copy_key(reader: Reader, out: Out) -> Reading[None]:
    yield from copy_string(reader, out)
    yield from _copy_space(reader, out)
    yield from reader.expect(":")
    out(":")


def _copy_scalar(reader: Reader, first: str, out: Out) -> Reading[None]:
    if first == '"':
        yield from copy_string(reader, out)
    elif first in "tfn":
        word = {"t": "true", "f": "false", "n": "null"}[first]
        yield from reader.expect(word)
        out(word)
    else:
        number = yield from reader.waiting_run(_NUMBER_CHARS, _MAX_NUMBER_CHARS)
        if not _NUMBER.fullmatch(number):
            raise CutShort if len(number) == reader.num_waiting else Unreadable
        out(reader.take(len(number)))


def copy_string(reader: Reader, out: Out) -> Reading[None]:
    """Read a string and give out its text as JSON, quotes included."""
    yield from reader.expect('"')
    out('"')
    while True:
        out(reader.match(_PLAIN))
        char = yield from _next(reader)
        if char == '"':
            out(reader.take(1))
            return
        if char == "\\":
            out((yield from _escape(reader)))
        elif char < " ":
            out(json.dumps(reader.take(1))[1:-1])
        elif is_sign(char):
            out(escaped(reader.unsigned(reader.take(1))))


def read_string(reader: Reader, out: Out) -> Reading[None]:
    """Read a string and give out what it says."""
    high = ""  # the first half of a pair of escapes that spell one character
    yield from reader.expect('"')
    while True:
        text = reader.match(_PLAIN)
        if not text:
            char = yield from _next(reader)
            if char == '"':
                out(_lonely(high))
                reader.take(1)
                return
            if char == "\\":
                text = _said((yield from _escape(reader)))
            elif char < " " or is_sign(char):
                text = reader.unsigned(reader.take(1))
            else:
                continue  # has come while it was waited for
        if high and "\udc00" <= text <= "\udfff":
            text, high = (high + text).encode("utf-16", "surrogatepass").decode("utf-16"), ""
        out(_lonely(high))
        high = ""
        if "\ud800" <= text <= "\udbff":
            text, high = "", text
        out(_lonely(text) if "\udc00" <= text <= "\udfff" else text)


def held_string(reader: Reader) -> Reading[str]:
    """What a string says, whole."""
    pieces: list[str] = []
    yield from read_string(reader, pieces.append)
    return "".join(pieces)


def held_value(reader: Reader) -> Reading[str]:
    """A value's text, whole."""
    pieces: list[str] = []
    yield from copy_value(reader, pieces.append)
    return "".join(pieces)


def escaped(text: str) -> str:
    """Text as the inside of a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def mended(text: str) -> str:
    """Text without half characters, which JSON can spell and nothing can say."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _next(reader: Reader) -> Reading[str]:
    char = yield from reader.ahead(1)
    if not char:
        raise CutShort
    return char


def _copy_space(reader: Reader, out: Out) -> Reading[None]:
    while True:
        out(reader.match(SPACE))
        if reader.num_waiting or not (yield from reader.more()):
            return


def _escape(reader: Reader) -> Reading[str]:
    """A whole escape, as it is written."""
    start = yield from reader.ahead(2)
    if len(start) < 2:
        raise CutShort
    if start[1] != "u":
        if start[1] not in _ESCAPES:
            raise Unreadable
        return reader.take(2)
    whole = yield from reader.ahead(6)
    if len(whole) < 6:
        raise CutShort
    if not _HEX.fullmatch(whole[2:]):
        raise Unreadable
    return reader.take(6)


def _said(escape: str) -> str:
    return chr(int(escape[2:], 16)) if escape[1] == "u" else _ESCAPES[escape[1]]


def _lonely(half: str) -> str:
    """Half a character cannot be said."""
    return "�" if half else ""
