"""A dialect small enough to be checked by hand: `<think>a thought</think>`, then content, and calls
`<call>name:arguments</call>` anywhere. New lines before a call and after a thought are dropped."""

from __future__ import annotations

from rejoinder.chat.dialects.base import Dialect, Parser, Spell, Thinking, Wants, Written
from rejoinder.chat.dialects.events import Arguments, Called, Content, Event, Thought
from rejoinder.grammar.text import Grammar, LarkPart

MARKERS = ("<think>", "</think>", "<call>", "</call>")


class FakeDialect(Dialect):
    """Its grammar says only that something was wanted."""

    name = "fake"

    @property
    def markers(self) -> tuple[str, ...]:
        return MARKERS

    @property
    def thought(self) -> tuple[str, str]:
        return "<think>", "</think>"

    def grammar(self, wants: Wants, spell: Spell) -> Grammar | None:
        if wants.answer is None and not wants.tools and not wants.shunned:
            return None
        names = ",".join(tool.name for tool in wants.tools)
        text = f"{names} {wants.must_call} {wants.is_parallel} {wants.thinking.value}"
        parts = () if wants.answer is None else (("answer", wants.answer),)
        return Grammar(LarkPart(text), parts)

    def parser(self, wants: Wants, spell: Spell) -> Parser:
        return FakeParser(wants, spell)

    def write(self, answer: Written) -> str:
        thought = f"<think>{answer.thought}</think>" if answer.thought else ""
        calls = (f"<call>{call.tool.name}:{call.arguments}</call>" for call in answer.calls)
        return thought + answer.content + "".join(calls)


class FakeParser:
    """Tells every character for itself, so that whoever reads it must join them."""

    def __init__(self, wants: Wants, spell: Spell) -> None:
        self._spell = spell
        self._marks = {spell.sign(marker): marker for marker in MARKERS}
        if not wants.tools:
            del self._marks[spell.sign("<call>")]
        if wants.thinking is Thinking.NEVER:
            del self._marks[spell.sign("<think>")]
        self._state = "thought" if wants.thinking is Thinking.OPENED else "content"
        self._left = ""
        self._place = 0
        self._name = ""
        self._follows_thought = False

    def push(self, text: str) -> list[Event]:
        self._left += text
        events: list[Event] = []
        while self._left and not self._is_unsure():
            events += self._step()
        return events

    def finish(self, *, is_cut: bool = False) -> list[Event]:
        events: list[Event] = []
        while self._left:
            events += self._step()
        return events

    def _is_unsure(self) -> bool:
        rest = self._left.lstrip("\n") if self._state == "content" else self._left
        return not rest or any(mark != rest and mark.startswith(rest) for mark in self._marks)

    def _step(self) -> list[Event]:
        mark = next((one for one in self._marks if self._left.startswith(one)), None)
        if mark is not None and (self._state, self._marks[mark]) in {
            ("content", "<think>"),
            ("thought", "</think>"),
            ("content", "<call>"),
            ("arguments", "</call>"),
        }:
            return self._turn(mark)
        letter, start = self._left[0], self._place
        spaces = len(self._left) - len(self._left.lstrip("\n"))
        is_dropped = any(
            self._left[spaces:].startswith(one)
            for one, name in self._marks.items()
            if name in ("<call>", "<think>")
        )
        self._pass(letter)
        if self._state == "name":
            if letter != ":":
                self._name += letter
                return []
            self._state = "arguments"
            return [Called(self._name)]
        if self._state == "arguments":
            return [Arguments(self._spell.unsign(letter))]
        if self._state == "thought":
            return [Thought(self._spell.unsign(letter), (start, self._place))]
        if letter == "\n" and (is_dropped or self._follows_thought):
            return []
        self._follows_thought = False
        return [Content(self._spell.unsign(letter), (start, self._place))]

    def _turn(self, mark: str) -> list[Event]:
        self._pass(mark)
        name = self._marks[mark]
        self._follows_thought = name == "</think>"
        self._state = {"<think>": "thought", "<call>": "name"}.get(name, "content")
        self._name = ""
        return []

    def _pass(self, text: str) -> None:
        self._left = self._left[len(text) :]
        self._place += len(text)
