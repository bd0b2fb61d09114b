"""Literals of a family's own read as they arrive, and told as JSON.

Numbers, words, lists and dicts are read as Python writes them and as JSON does; how strings and
keys look is for a family's `Spelling` to say. What would have to be worked out (names, sums) is no
literal.
"""

from __future__ import annotations

import contextlib
import math
import re
from typing import Protocol

from rejoinder.chat.dialects.json_text import Out
from rejoinder.chat.dialects.reader import SPACE, CutShort, Reader, Reading, Unreadable

_WORDS = {"True": "true", "False": "false", "None": "null"}
_WORDS |= {word: word for word in _WORDS.values()}  # as in JSON
_MAX_WORD_CHARS = 5
_LETTERS = re.compile("[A-Za-z]+")
_NUMBER_CHARS = re.compile(r"[-+.0-9a-fA-FoOxX_]+")
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
# A number that is no double any more, several times over.
_MAX_NUMBER_CHARS = 4096

_CLOSERS = {"[": "]", "{": "}"}


class Spelling(Protocol):
    """How a family writes strings and keys."""

    def is_string(self, reader: Reader) -> Reading[bool]:
        """Whether a string begins here."""
        ...

    def copy_string(self, reader: Reader, out: Out) -> Reading[None]:
        """Read one and give it out as JSON, quotes included."""
        ...

    def copy_key(self, reader: Reader, out: Out) -> Reading[None]:
        """Read a dict's key and give it out so."""
        ...


def next_char(reader: Reader) -> Reading[str]:
    """The next character that is no space, which is left."""
    yield from reader.skip(SPACE)
    char = yield from reader.ahead(1)
    if not char:
        raise CutShort
    return char


def copy_value(reader: Reader, spelling: Spelling, out: Out) -> Reading[None]:
    """Read one value, of any depth, and give it out as JSON. Unreadable where it is no literal."""
    yield from _copy(reader, spelling, out, [], has_any=False)


def copy_members(
    reader: Reader, spelling: Spelling, out: Out, *, has_any: bool = False
) -> Reading[bool]:
    """Read the rest of a dict whose brace has been read, and give out its members, without braces.
    has_any: there were some before. Whether there are any then."""
    return (yield from _copy(reader, spelling, out, ["}"], has_any=has_any))


def _copy(
    reader: Reader, spelling: Spelling, out: Out, closers: list[str], *, has_any: bool
) -> Reading[bool]:
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
                yield from spelling.copy_key(reader, out)
                yield from reader.expect_words((":",))
                out(": ")
                char = yield from next_char(reader)
            if char in _CLOSERS:
                out(reader.take(1))
                closers.append(_CLOSERS[char])
                has_any = False
                continue
            yield from _copy_scalar(reader, spelling, char, out)
        has_any = True
        if not closers:
            return True
        if (yield from next_char(reader)) != closers[-1]:
            yield from reader.expect(",")


def _copy_scalar(reader: Reader, spelling: Spelling, first: str, out: Out) -> Reading[None]:
    if (yield from spelling.is_string(reader)):
        yield from spelling.copy_string(reader, out)
    elif _LETTERS.match(first):
        word = yield from reader.waiting_run(_LETTERS, _MAX_WORD_CHARS)
        if word not in _WORDS:
            raise CutShort if len(word) == reader.num_waiting else Unreadable
        reader.take(len(word))
        out(_WORDS[word])
    else:
        text = yield from reader.waiting_run(_NUMBER_CHARS, _MAX_NUMBER_CHARS)
        number = _number(text)
        if number is None:
            raise CutShort if len(text) == reader.num_waiting else Unreadable
        reader.take(len(text))
        out(number)


def _number(text: str) -> str | None:
    """As JSON; None for none."""
    if _JSON_NUMBER.fullmatch(text):
        return text
    for base in (0, 10):  # as Python spells it, or with zeros before it as in a date
        with contextlib.suppress(ValueError):
            return str(int(text, base))
    try:
        number = float(text)
    except ValueError:
        return None
    return repr(number) if math.isfinite(number) else None
