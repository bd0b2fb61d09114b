"""Reads a regular expression as JSON Schemas and clients write it, and keeps only what has one
meaning everywhere.

Python's `re` (which the `jsonschema` library searches with), ECMA-262 (which JSON Schema names) and
Rust (which llguidance compiles with) differ in what `\\d`, `\\S` or `.` match. A tree keeps such
sets by name, and `patterns.py` writes them so narrow, or under a negation so wide, that a text that
matches what was written matches what was meant in all of them. What one of them does not know, or
reads otherwise, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rejoinder.grammar.limits import MAX_PATTERN_CHARS

# Groups in groups; each costs some frames of the reader's own stack.
MAX_GROUP_DEPTH = 30
# How many characters' worth of automaton a pattern may unfold to: `(ab){100}` is 200.
MAX_WEIGHT = 10_000


class PatternError(ValueError):
    """A pattern that cannot be used. The message follows `the pattern` in a sentence."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters from `low` to `high`, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Named:
    """A set with a name: `d`, `D`, `w`, `W`, `s`, `S`, or a Unicode property as `\\p{L}`."""

    name: str


@dataclass(frozen=True, slots=True)
class Chars:
    """One character in, or if negated not in, any of the sets. folds: ASCII letters match in
    either case."""

    sets: tuple[Span | Named, ...]
    is_negated: bool = False
    folds: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """Any character; but a line's end only where with_newlines."""

    with_newlines: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """`^` or `$`."""

    is_end: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """`(?=...)`: what follows must begin so."""

    node: Node


@dataclass(frozen=True, slots=True)
class Seq:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alt:
    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """high None: without end."""

    node: Node
    low: int
    high: int | None


Node = Chars | Dot | Edge | Ahead | Seq | Alt | Repeat

# Control characters without an escape of their own in JSON.
UNWRITTEN = frozenset(map(chr, {*range(32), 127} - {8, 9, 10, 12, 13}))

_COUNTS = re.compile(r"\{(\d*)(,?)(\d*)\}")
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_PROPERTY = re.compile(r"\{\^?[A-Za-z0-9_=]{1,60}\}")


def read_pattern(text: str) -> Node:
    """Raises PatternError."""
    if len(text) > MAX_PATTERN_CHARS:
        raise PatternError(f"has {len(text)} characters, and {MAX_PATTERN_CHARS} are the most")
    reader = _Reader(text)
    node = reader.options(0)
    if reader.at < len(text):
        raise PatternError(f"has a `)` too many at character {reader.at}")
    if (size := weight(node)) > MAX_WEIGHT:
        raise PatternError(
            f"unfolds to {size} characters by its repetitions, and {MAX_WEIGHT} are the most"
        )
    return node


def weight(node: Node) -> int:
    """How many single characters the node is with its repetitions written out."""
    match node:
        case Seq(parts):
            return sum(map(weight, parts)) + 1
        case Alt(options):
            return sum(map(weight, options)) + 1
        case Repeat(inner, low, high):
            return weight(inner) * max(low, high or 1, 1)
        case Ahead(inner):
            return weight(inner)
        case _:
            return 1


class _Reader:
    """A recursive descent over the text; `at` is the next character's index."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._folds = False
        self._dots_take_newlines = False

    def _sees(self, text: str) -> bool:
        return self.text.startswith(text, self.at)

    def _took(self, text: str) -> bool:
        if not self._sees(text):
            return False
        self.at += len(text)
        return True

    def _next(self) -> str:
        if self.at >= len(self.text):
            raise PatternError("ends too early")
        self.at += 1
        return self.text[self.at - 1]

    def options(self, depth: int) -> Node:
        if depth > MAX_GROUP_DEPTH:
            raise PatternError(f"nests more than {MAX_GROUP_DEPTH} groups")
        found = [self._sequence(depth)]
        while self._took("|"):
            found.append(self._sequence(depth))
        return found[0] if len(found) == 1 else Alt(tuple(found))

    def _sequence(self, depth: int) -> Node:
        parts: list[Node] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            start = self.at
            node = self._term(depth)
            if node is not None:
                parts.append(self._repeated(node, start))
        return parts[0] if len(parts) == 1 else Seq(tuple(parts))

    def _term(self, depth: int) -> Node | None:
        """None for what matches nothing itself: flags."""
        char = self._next()
        if char == "(":
            return self._group(depth)
        if char == "[":
            return self._chars()
        if char == "\\":
            return self._escape()
        if char == ".":
            return Dot(self._dots_take_newlines)
        if char in "^$":
            return Edge(char == "$")
        if char in "*+?":
            raise PatternError(f"repeats nothing with `{char}` at character {self.at - 1}")
        counts = _COUNTS.match(self.text, self.at - 1)
        if counts is not None and counts.group() != "{}":
            raise PatternError(f"repeats nothing with `{{` at character {self.at - 1}")
        return self._literal(ord(char))

    def _literal(self, code: int) -> Chars:
        if chr(code) in UNWRITTEN:
            raise PatternError(
                f"has the character {chr(code)!a}, which JSON writes as an escape that is not "
                "supported"
            )
        if 0xD800 <= code < 0xE000:
            raise PatternError("has half a surrogate pair, which no text holds")
        return Chars((Span(code, code),), folds=self._folds)

    def _repeated(self, node: Node, start: int) -> Node:
        counts = self._counts()
        if counts is None:
            return node
        if isinstance(node, Edge | Ahead):
            raise PatternError(f"repeats `{self.text[start]}`, which takes no characters")
        low, high = counts
        self._took("?")  # lazy or not, the same texts match
        if self._sees("+"):
            raise PatternError("has a possessive repetition, which is not supported")
        if self._counts() is not None:
            raise PatternError("repeats a repetition")
        return Repeat(node, low, high)

    def _counts(self) -> tuple[int, int | None] | None:
        for sign, counts in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._took(sign):
                return counts
        match = _COUNTS.match(self.text, self.at)
        if match is None or match.group() == "{}":
            return None  # `{` stands for itself
        first, comma, second = match.groups()
        if not first:
            raise PatternError(
                f"has `{match.group()}`, which means one thing to some and another "
                "to others; write `{0,n}`"
            )
        if len(first) > 6 or len(second) > 6:
            raise PatternError(f"repeats more than {MAX_WEIGHT} times")
        low = int(first)
        high = int(second) if second else (None if comma else low)
        if high is not None and high < low:
            raise PatternError(f"has `{match.group()}`, whose bounds are the wrong way round")
        self.at = match.end()
        return low, high

    def _group(self, depth: int) -> Node | None:
        folds, dots = self._folds, self._dots_take_newlines
        is_ahead = False
        if self._took("?"):
            if self._sees("!") or self._sees("<=") or self._sees("<!"):
                raise PatternError(
                    "looks around, which is supported only as `(?=...)` right after a leading `^`"
                )
            if self._took("="):
                is_ahead = True
            elif self._took("P<") or self._took("<"):
                name = re.compile(r"\w+>").match(self.text, self.at)
                if name is None:
                    raise PatternError("has a group whose name cannot be read")
                self.at = name.end()
            elif not self._took(":") and not self._flags():
                return None
        node = self.options(depth + 1)
        if not self._took(")"):
            raise PatternError("has a `(` that is not closed")
        self._folds, self._dots_take_newlines = folds, dots
        return Ahead(node) if is_ahead else node

    def _flags(self) -> bool:
        """Whether a group follows; otherwise the flags hold for what comes after."""
        match = re.compile(r"([a-z]+)([:)])").match(self.text, self.at)
        if match is None or set(match.group(1)) - {"i", "s"}:
            raise PatternError(
                f"has the group `(?{self.text[self.at : self.at + 3]}`, which is not supported"
            )
        if match.group(2) == ")" and self.at != 2:
            raise PatternError("sets flags elsewhere than at its beginning")
        self.at = match.end()
        self._folds |= "i" in match.group(1)
        self._dots_take_newlines |= "s" in match.group(1)
        return match.group(2) == ":"

    def _escape(self) -> Node:
        found = self._escaped(in_class=False)
        if isinstance(found, Named):
            return Chars((found,))
        return self._literal(found)

    def _escaped(self, *, in_class: bool) -> Named | int:
        """What follows a backslash: a set, or one character's code."""
        char = self._next()
        if char in "dDwWsS":
            return Named(char)
        if char in "pP":
            match = _PROPERTY.match(self.text, self.at)
            if match is None:
                raise PatternError(f"has `\\{char}` without a property's name in braces")
            self.at = match.end()
            return Named("\\" + char + match.group())
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char == "b" and in_class:
            return 8
        if char == "0" and not self.text[self.at : self.at + 1].isdigit():
            return 0
        if char == "x":
            return self._hex(2)
        if char == "u":
            return self._unicode()
        if char.isdigit() or char == "k":
            raise PatternError(f"refers back with `\\{char}`, which is not supported")
        if char in "bB":
            raise PatternError(f"has the word boundary `\\{char}`, which is not supported")
        if char.isalpha():
            raise PatternError(f"has the escape `\\{char}`, which is not supported")
        return ord(char)

    def _hex(self, num: int) -> int:
        digits = self.text[self.at : self.at + num]
        if not re.fullmatch(f"[0-9a-fA-F]{{{num}}}", digits):
            raise PatternError(f"has an escape that is not {num} hexadecimal digits long")
        self.at += num
        return int(digits, 16)

    def _unicode(self) -> int:
        if self._took("{"):
            end = self.text.find("}", self.at)
            digits = self.text[self.at : end]
            if not re.fullmatch("[0-9a-fA-F]{1,6}", digits) or int(digits, 16) > 0x10FFFF:
                raise PatternError("has `\\u{` without a character's number and `}`")
            self.at = end + 1
            return int(digits, 16)
        code = self._hex(4)
        if 0xD800 <= code < 0xDC00 and self._took("\\u"):
            low = self._hex(4)
            if not 0xDC00 <= low < 0xE000:
                raise PatternError("has half a surrogate pair, which no text holds")
            return 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00)
        return code

    def _chars(self) -> Chars:
        is_negated = self._took("^")
        if self._sees("]"):
            raise PatternError("has an empty `[]`")
        sets: list[Span | Named] = []
        while not self._took("]"):
            first = self._member()
            if self._sees("-") and not self._sees("-]"):
                self.at += 1
                last = self._member()
                if isinstance(first, Named) or isinstance(last, Named):
                    raise PatternError("has a range from or to a set, as `[\\w-.]`")
                if last < first:
                    raise PatternError("has a range whose ends are the wrong way round")
                sets.append(Span(first, last))
            else:
                sets.append(first if isinstance(first, Named) else Span(first, first))
        return Chars(tuple(sets), is_negated, self._folds)

    def _member(self) -> Named | int:
        if self.at >= len(self.text):
            raise PatternError("has a `[` that is not closed")
        char = self._next()
        code = self._escaped(in_class=True) if char == "\\" else ord(char)
        if isinstance(code, int) and 0xD800 <= code < 0xE000:
            raise PatternError("has half a surrogate pair, which no text holds")
        return code
