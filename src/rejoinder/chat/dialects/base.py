"""What a dialect is, and what it is asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import ClassVar, Protocol

import msgspec

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.events import Event
from rejoinder.grammar.text import Grammar, Part


class Thinking(Enum):
    """Where a choice's text begins, and whether thoughts may be in it."""

    NEVER = "never"  # no thought may be written
    MAY = "may"  # the model may open one
    OPENED = "opened"  # the prompt has opened one: the text begins inside it


class Wants(msgspec.Struct, frozen=True):
    """What one choice's text may be.

    tools: those that may be called, in the client's order; none: nothing may be called.
    must_call: at least one call, and no end before it. is_parallel: more than one may be made.
    answer: what content must be where it is not free text. Content that is not free is either
    there whole or not at all (calls instead of it). shunned: those that the prompt tells of where
    nothing may be called: free content may not hold a call's opening.
    """

    tools: tuple[Tool, ...] = ()
    must_call: bool = False
    is_parallel: bool = True
    answer: Part | None = None
    thinking: Thinking = Thinking.NEVER
    shunned: tuple[Tool, ...] = ()


class Spell:
    """How markers look to a tokenizer.

    A marker that is one token counts only as that token: in a grammar it is the token's id, and the
    parser reads it as one character out of the surrogates, which no decoded text can hold. So what
    a model merely quotes, letter by letter, is text. Other markers are text.
    """

    def __init__(self, ids: Mapping[str, int]) -> None:
        """ids: of the dialect's markers that are one token."""
        self.ids = dict(ids)
        self._signs = {marker: chr(0xD800 + place) for place, marker in enumerate(sorted(self.ids))}

    def sign(self, marker: str) -> str:
        """What the parser is shown for it."""
        return self._signs.get(marker, marker)

    @property
    def signs(self) -> Mapping[int, str]:
        """By token id, what the parser is to be shown instead of the token's own text."""
        return {self.ids[marker]: sign for marker, sign in self._signs.items()}

    def unsign(self, text: str) -> str:
        """The text with markers spelled out, for what turns out to be content after all."""
        for marker, sign in self._signs.items():
            text = text.replace(sign, marker)
        return text


class Parser(Protocol):
    """One choice's. However the text is cut into pushes, the events say the same in all."""

    def push(self, text: str) -> list[Event]:
        """What is certain now."""
        ...

    def finish(self, *, is_cut: bool = False) -> list[Event]:
        """What was held back. The text ends here, and what has not become a call is content.

        is_cut: more would have followed. Then a call that has been opened, and is one so far, is no
        content: it is told if its name is whole, and left out if not."""
        ...


class WrittenCall(msgspec.Struct, frozen=True):
    """A call for `Dialect.write`. arguments: JSON text of an object, or a custom tool's text."""

    tool: Tool
    arguments: str


class Written(msgspec.Struct, frozen=True):
    """An answer for `Dialect.write`."""

    thought: str = ""
    content: str = ""
    calls: tuple[WrittenCall, ...] = ()


class Dialect(ABC):
    """One family's way to write thoughts and calls. Stateless."""

    name: ClassVar[str]

    @property
    @abstractmethod
    def markers(self) -> tuple[str, ...]:
        """All that may be single tokens of the family's tokenizers: `<tool_call>`, `[TOOL_CALLS]`.
        Stop tokens are among them where a call is ended by one."""

    @property
    @abstractmethod
    def thought(self) -> tuple[str, str] | None:
        """What opens and what closes a thought; None for a dialect that writes none."""

    def is_plain(self, wants: Wants) -> bool:
        """Whether all text is content, so that no parser need read it. A family that writes
        markers around content too says no."""
        return not wants.tools and wants.thinking is Thinking.NEVER

    @abstractmethod
    def grammar(self, wants: Wants, spell: Spell) -> Grammar | None:
        """Exactly what may be said, to the end of the answer; None where that is anything at all.
        Free content may not hold a call's opening unless it opens one."""

    @abstractmethod
    def parser(self, wants: Wants, spell: Spell) -> Parser:
        """A fresh one. Calls are only read where `wants` has tools, thoughts where it thinks."""

    @abstractmethod
    def write(self, answer: Written) -> str:
        """As the family's models write it, markers spelled out. What `grammar` allows and `parser`
        reads back; detection compares it with what a template renders."""

    def spell(self, ids: Mapping[str, int | None]) -> Spell:
        """ids: by marker, its token where it is one."""
        return Spell({one: each for one in self.markers if (each := ids.get(one)) is not None})


def by_name(tools: Sequence[Tool]) -> dict[str, Tool]:
    """Names are unique: the wire has checked it."""
    return {tool.name: tool for tool in tools}
