"""A dialect made of a `Form`. How to describe one: `form.py`."""

from __future__ import annotations

from typing import ClassVar

from rejoinder.chat.dialects.base import Dialect, Parser, Spell, Wants, Written, WrittenCall
from rejoinder.chat.dialects.elements import is_raw
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.form_grammar import grammar_of
from rejoinder.chat.dialects.form_parser import FormParser
from rejoinder.errors import InvalidValue
from rejoinder.grammar.text import Grammar


class FormDialect(Dialect):
    """form and markers are all that a dialect must say."""

    form: ClassVar[Form]

    @property
    def thought(self) -> tuple[str, str] | None:
        fence = self.form.thought
        return None if fence is None else (fence.opens, fence.closes)

    def is_plain(self, wants: Wants) -> bool:
        return not self.form.contents and super().is_plain(wants)

    def grammar(self, wants: Wants, spell: Spell) -> Grammar | None:
        self._check(wants)
        return grammar_of(self.form, wants, spell)

    def parser(self, wants: Wants, spell: Spell) -> Parser:
        self._check(wants)
        return FormParser(self.form, wants, spell, self.markers)

    def _check(self, wants: Wants) -> None:
        if wants.tools and self.form.calls is None:
            raise InvalidValue(
                param="tools",
                value=[tool.name for tool in wants.tools],
                rule=f"models of the dialect `{self.name}` make no calls",
            )

    def write(self, answer: Written) -> str:
        form = self.form
        if form.contents:
            return self._fenced(answer)
        text = _within(form.thought, answer.thought) if form.thought and answer.thought else ""
        text += answer.content
        if form.calls and answer.calls:
            text += form.calls.lead if answer.content else ""
            text += self._calls(form.calls, answer.calls)
        return text

    def _fenced(self, answer: Written) -> str:
        form = self.form
        sections: list[str] = []
        if form.thought and answer.thought:
            sections.append(_within(form.thought, answer.thought))
        if answer.content:
            fence = form.contents[0 if answer.calls else -1]
            sections.append(_within(fence, answer.content))
        if form.calls and answer.calls:
            sections.append(self._calls(form.calls, answer.calls))
        return form.join.join(sections)

    def _calls(self, calls: Calls, written: tuple[WrittenCall, ...]) -> str:
        each = [self._call(calls, call, index) for index, call in enumerate(written)]
        closes = calls.closes
        if is_raw(written[-1].tool) and not each[-1][1]:
            closes = self._from_marker(closes)
        return calls.opens + calls.between.join(map("".join, each)) + closes

    def _call(self, calls: Calls, call: WrittenCall, index: int) -> tuple[str, str]:
        """To the end of its arguments, and what closes it."""
        text = ""
        after: str | None = None
        for element in calls.call:
            if after is None:
                text += element.write(call, index)
                after = "" if element.takes_arguments else None
            else:
                after += element.write(call, index)
        return text, self._from_marker(after or "") if is_raw(call.tool) else after or ""

    def _from_marker(self, text: str) -> str:
        """What closes a text as it is: it takes in what stands before the first marker."""
        starts = [text.find(marker) for marker in self.markers if marker in text]
        return text[min(starts) :] if starts else ""


def _within(fence: Fence, text: str) -> str:
    return fence.opens + fence.inside + text + fence.inside + fence.closes + fence.after
