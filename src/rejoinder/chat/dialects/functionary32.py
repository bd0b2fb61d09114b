"""MeetKai's Functionary 3.2, which addresses every part of an answer to someone.

    all
    Let me look.>>>get_weather
    {"city": "Oslo"}>>>now
    {}

`all` is whoever reads the answer; anyone else is a tool. `>>>` stands before each part, and the
prompt has said the first. So there is no marker to look for at the start, and this is no `Form` as
others are: it has a grammar and a parser of its own.
"""

from __future__ import annotations

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.base import Parser, Spell, Wants, Written, by_name
from rejoinder.chat.dialects.elements import CallRead, Name, Text, is_raw
from rejoinder.chat.dialects.events import Event
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.json_call import JsonArguments
from rejoinder.chat.dialects.reader import SPACE, CutShort, Reader, Reading, Stops, Unreadable
from rejoinder.chat.dialects.rules import Piece, Pieces, Ref, Rules, holds, pattern_of, without
from rejoinder.grammar.text import Grammar

_TO, _ALL = ">>>", "all"
_OPENING = f"{_ALL}\n"
_ARGUMENTS = JsonArguments()


class Functionary32(FormDialect):
    name = "functionary_3_2"
    markers = ()
    # What there is; how it is written is below.
    form = Form(
        calls=Calls(call=(Text(_TO), Name(), Text("\n"), _ARGUMENTS)),
        contents=(Fence(f"{_TO}{_ALL}\n", _TO), Fence(f"{_TO}{_ALL}\n", "")),
    )

    def grammar(self, wants: Wants, spell: Spell) -> Grammar | None:
        if not wants.tools and not wants.shunned and wants.answer is None:
            return None
        return _Shape(wants, spell).grammar()

    def parser(self, wants: Wants, spell: Spell) -> Parser:
        return _Parser(wants, spell)

    def write(self, answer: Written) -> str:
        parts = [_OPENING + answer.content] if answer.content else []
        for index, call in enumerate(answer.calls):
            parts.append(f"{call.tool.name}\n{_ARGUMENTS.write(call, index)}")
        return _TO.join(parts)


class _Shape:
    """The grammar. An answer that must call does so at once, as in `form_grammar`."""

    def __init__(self, wants: Wants, spell: Spell) -> None:
        self._wants = wants
        self._rules = Rules(spell)

    def grammar(self) -> Grammar:
        wants = self._wants
        options = [self._calls(tool, tool.name + "\n") for tool in wants.tools]
        if not wants.must_call and wants.answer is not None:
            options.append((_OPENING, self._rules.part("answer", wants.answer)))
        elif not wants.must_call:
            options += self._contents()
        return self._rules.grammar((self._rules.choice(options),))

    def _contents(self) -> list[Pieces]:
        """Free content, and calls after it."""
        tools = self._wants.tools or self._wants.shunned
        names = "|".join(pattern_of(tool.name) for tool in tools)
        inside = self._rules.terminal("INSIDE", without([holds(f"{_TO}({names})\\n")])).lark
        found: list[Pieces] = [(_OPENING, *self._rules.free(inside))]
        for tool in self._wants.tools:
            before = self._rules.free_until(f"{_TO}{tool.name}\n", inside)
            found.append((_OPENING, *self._calls(tool, *before)))
        return found

    def _calls(self, first: Tool, *opening: Piece) -> Pieces:
        """A call, and others after it. opening: of the first."""
        arguments = _ARGUMENTS.pieces(self._rules, first)
        if is_raw(first) or not self._wants.is_parallel:
            return (*opening, *arguments)
        last = [each for each in self._wants.tools if is_raw(each)]
        others = [each for each in self._wants.tools if not is_raw(each)]
        more = self._rules.many((_TO, self._rules.rule("call", (self._one_of(others),))))
        ending = self._rules.maybe((_TO, self._one_of(last))) if last else ""
        return (*opening, *arguments, more, ending)

    def _one_of(self, tools: list[Tool]) -> Ref:
        return self._rules.choice(
            [(f"{tool.name}\n", *_ARGUMENTS.pieces(self._rules, tool)) for tool in tools]
        )


class _Parser:
    """Satisfies `base.Parser`."""

    def __init__(self, wants: Wants, spell: Spell) -> None:
        self._reader = Reader(spell)
        self._tools = by_name(wants.tools)
        self._names = [_ALL, *self._tools]
        self._first = Stops([(f"{name}\n",) for name in self._names])
        # Content in a form that was asked for may hold what looks like another part.
        is_free = wants.answer is None
        self._next = Stops([(f"{_TO}{name}\n",) for name in self._names])
        self._in_content = self._next if is_free else Stops([])
        self._is_cut = False
        self._reading = self._answer()
        next(self._reading, None)

    def push(self, text: str) -> list[Event]:
        self._reader.push(text)
        next(self._reading, None)
        return self._reader.said()

    def finish(self, *, is_cut: bool = False) -> list[Event]:
        self._is_cut = is_cut
        self._reader.end()
        next(self._reading, None)
        return self._reader.said()

    def _answer(self) -> Reading[None]:
        opening = yield from self._reader.comes(self._first)
        while True:
            if opening is not None:
                name = self._names[opening.which]
                self._reader.mark()
                self._reader.take(opening.num_chars)
                if name == _ALL:
                    self._reader.commit()
                elif (yield from self._call(name)):
                    yield from self._reader.skip(SPACE)
                    opening = yield from self._reader.comes(self._next)
                    if opening is not None:
                        continue
                    if self._is_cut and self._reader.is_within(self._next):
                        return
                else:
                    self._reader.say_content(*self._reader.unwind())
            opening = yield from self._reader.until(self._in_content, self._reader.say_content)
            if opening is None:
                return

    def _call(self, name: str) -> Reading[bool]:
        """Whether it is one."""
        call = CallRead(self._reader, self._tools)
        call.name = name
        try:
            yield from _ARGUMENTS.read(self._reader, call)
        except CutShort:
            if self._is_cut:
                call.cut()
            if call.has_begun:
                self._reader.take(self._reader.num_waiting)
        except Unreadable:
            pass
        return call.has_begun
