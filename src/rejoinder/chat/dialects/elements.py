"""The pieces of which a call is written. Each knows its three sides, which must agree:

- `pieces`: what a model may write there (for the grammar),
- `read`: what it wrote (for the parser), forgiving where a model that nothing held to the grammar
  may have written it a little differently,
- `write`: what the family's models write.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from rejoinder.chat.ask import Syntax, Tool, ToolKind
from rejoinder.chat.dialects.base import WrittenCall
from rejoinder.chat.dialects.events import Arguments, Called
from rejoinder.chat.dialects.reader import SPACE, CutShort, Reader, Reading, Stops, Unreadable
from rejoinder.chat.dialects.rules import Pieces, Ref, Rules
from rejoinder.grammar.parts import lark_part
from rejoinder.grammar.text import Part

_NAME = re.compile(r"[A-Za-z0-9_.\-]+")
_DIGITS = re.compile(r"[0-9]+")
# The API's names have at most 64; models invent longer ones.
MAX_NAME_CHARS = 256
_MAX_DIGITS = 18


class CallRead:
    """A call as far as it has been read.

    closing: the words that follow its arguments, as they are shown to the parser. text_end: the
    marker that ends a raw text, as it is shown; None where only the end of the answer does.
    has_text: a raw text has been read, and in it what should stand before that marker.
    """

    def __init__(
        self,
        reader: Reader,
        tools: Mapping[str, Tool],
        closing: tuple[str, ...] = (),
        text_end: str | None = None,
    ) -> None:
        self._reader = reader
        self.tools = tools
        self.closing = closing
        self.text_end = text_end
        self.name: str | None = None
        self.has_begun = False
        self.is_cut = False
        self.is_whole = False
        self.has_text = False

    @property
    def tool(self) -> Tool | None:
        """None for a name that nobody offered. Such a call is passed on all the same, as other
        servers do: the client sees what the model tried, and can tell it so."""
        return self.tools.get(self.name or "")

    @property
    def is_custom(self) -> bool:
        return self.tool is not None and self.tool.kind is ToolKind.CUSTOM

    @property
    def is_raw(self) -> bool:
        """Whether its text may stand as it is, because JSON cannot hold it."""
        return self.tool is not None and is_raw(self.tool)

    def begin(self) -> None:
        """It is a call."""
        if self.name is None:
            raise Unreadable
        if not self.has_begun:
            self.has_begun = True
            self._reader.commit()
            self._reader.say(Called(self.name))

    def give(self, text: str) -> None:
        """More of its arguments."""
        if text:
            self._reader.say(Arguments(text))

    def cut(self) -> None:
        """It is a call, and the answer ends within it. Without a name there is nothing to tell."""
        if self.name is not None:
            self.begin()
        self.is_cut = True
        self._reader.commit()

    def end(self) -> None:
        """Its arguments are whole: what follows can only close it."""
        self.is_whole = True


class Element(ABC):
    """See above. takes_arguments: the call's arguments are read by it."""

    takes_arguments: ClassVar[bool] = False

    @property
    def text_after(self) -> str:
        """Of one that stands after the arguments: the text that it is."""
        return ""

    @abstractmethod
    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        """What is written here in a call of the tool."""

    @abstractmethod
    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        """Read it. Unreadable where something else is there."""

    @abstractmethod
    def write(self, call: WrittenCall, index: int) -> str:
        """index: of the call in its answer, from 0."""


class Bare(Element):
    """A call that no marker announces: it is told from content by how it begins."""

    @abstractmethod
    def openings(self, tools: tuple[Tool, ...]) -> tuple[str, ...]:
        """Patterns of whole answers that the parser takes for calls."""

    @abstractmethod
    def may_seem(self, answer: Part) -> bool:
        """Whether content in this form could begin as calls do. Then only a marker can tell the two
        apart."""

    @abstractmethod
    def terminals(self, text: str) -> tuple[str, ...]:
        """The beginning of a call in the terminals that JSON is made of: where JSON may stand in
        its place, the lexer would not return from a longer one."""


@dataclass(frozen=True, slots=True)
class Text(Element):
    """Text and markers that are always there. Read with any space, or none, before each word."""

    text: str

    @property
    def text_after(self) -> str:
        return self.text

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        return (self.text,)

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        yield from reader.expect_words(words(reader.signed(self.text)))

    def write(self, call: WrittenCall, index: int) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Name(Element):
    """The tool's name."""

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        return (tool.name,)

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        yield from reader.skip(SPACE)
        name = yield from reader.run(_NAME, MAX_NAME_CHARS)
        if not name or not reader.num_waiting:  # at the end more of it may have been to come
            raise reader.unexpected()
        call.name = name

    def write(self, call: WrittenCall, index: int) -> str:
        return call.tool.name


@dataclass(frozen=True, slots=True)
class Index(Element):
    """A call's number, which some families count in each answer, some through a conversation: the
    model may write any."""

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        return (Ref("/[0-9]{1,4}/"),)

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        if not (yield from reader.run(_DIGITS, _MAX_DIGITS)):
            raise reader.unexpected()

    def write(self, call: WrittenCall, index: int) -> str:
        return str(index)


@dataclass(frozen=True, slots=True)
class Stop(Element):
    """A marker that ends the answer. It need not be there: a stop token may be kept from the
    parser, and where the grammar is fulfilled a model may say any other one."""

    marker: str

    @property
    def text_after(self) -> str:
        return self.marker

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        if is_raw(tool) and not rules.is_token(self.marker):
            return ()  # the parser would take it for a part of the text
        return (rules.maybe((self.marker,)),)

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        yield from reader.skip(SPACE)
        marker = Stops([words(reader.signed(self.marker))])
        if stop := (yield from reader.comes(marker)):
            reader.take(stop.num_chars)
        elif reader.is_within(marker):
            raise CutShort

    def write(self, call: WrittenCall, index: int) -> str:
        return self.marker


@dataclass(frozen=True, slots=True)
class Raw(Element):
    """A custom tool's text as it is, to the marker that follows, or to the end of the answer."""

    takes_arguments = True

    def pieces(self, rules: Rules, tool: Tool) -> Pieces:
        return (Ref(rules.part("raw", lark_part(tool.definition)).lark, is_open=True),)

    def read(self, reader: Reader, call: CallRead) -> Reading[None]:
        call.begin()
        stops = Stops([(call.text_end,)] if call.text_end is not None else [])
        yield from reader.until(stops, lambda text, _: call.give(reader.unsigned(text)))
        call.has_text = True
        call.end()

    def write(self, call: WrittenCall, index: int) -> str:
        return call.arguments


def words(text: str) -> tuple[str, ...]:
    """A text's words, signs apart: where a model may write space of its own."""
    return tuple(re.findall(r"[\ud800-\udfff]|[^\s\ud800-\udfff]+", text))


def is_raw(tool: Tool) -> bool:
    """Whether its text cannot be put into JSON: llguidance cannot quote a whole grammar."""
    return tool.kind is ToolKind.CUSTOM and tool.syntax is Syntax.LARK
