"""The grammar of every dialect that is described by a `Form`.

`_Shape.grammar` says which answers there are; each method returns what may be written in one place.

For required and named choices the call begins at once, or after a thought: what is free to write
before it would be free to go on until it is cut, and the call that was promised would be missing.
"""

from __future__ import annotations

from collections.abc import Iterable

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.base import Spell, Thinking, Wants
from rejoinder.chat.dialects.elements import Bare, Element, words
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.rules import (
    ANY,
    Piece,
    Pieces,
    Ref,
    Rules,
    holds,
    pattern_of,
    without,
)
from rejoinder.grammar.text import Grammar, literal

_FEW_SPACES = r"[ \t\r\n]{0,8}"  # as the reader's


def grammar_of(form: Form, wants: Wants, spell: Spell) -> Grammar | None:
    """What `base.Dialect.grammar` promises. The form has calls where tools are wanted."""
    may_call = bool(wants.tools or (wants.shunned and form.calls))
    if not may_call and wants.answer is None:
        return None
    return _Shape(form, wants, spell).grammar()


class _Shape:
    def __init__(self, form: Form, wants: Wants, spell: Spell) -> None:
        self._form = form
        self._wants = wants
        self._rules = Rules(spell)
        calls = form.calls
        if calls is not None and calls.is_bare and calls.may_seem(wants.answer):
            calls = form.others[0]
        self._how = calls if wants.tools else None

    def grammar(self) -> Grammar:
        pieces = self._fenced() if self._form.contents else self._free()
        return self._rules.grammar(pieces)

    # Answers whose content stands free.

    def _free(self) -> Pieces:
        wants = self._wants
        if wants.answer is not None:
            answer = (self._rules.part("answer", wants.answer),)
            options = [self._calls(), answer] if self._how else [answer]
            if wants.must_call:
                options = options[:1]
            return (*self._thought(is_forced=True), self._rules.choice(options))
        if wants.must_call:
            return (*self._thought(is_forced=True), *self._calls())
        if self._how is None:
            content = self._rules.free(self._inside())
        else:
            content = self._content_and_calls()
        return (*self._thought(is_forced=False), *content)

    def _thought(self, *, is_forced: bool) -> Pieces:
        """is_forced: what the family writes after a thought is, because what follows is not free
        to begin with it."""
        fence, thinking = self._form.thought, self._wants.thinking
        if fence is None or thinking is Thinking.NEVER:
            return ()
        rest = (*self._rules.free_until(fence.closes), fence.after if is_forced else "")
        if thinking is Thinking.OPENED:
            return rest
        return (self._rules.maybe((*self._rules.opening(fence.opens), *rest)),)

    def _content_and_calls(self) -> Pieces:
        calls = self._how
        assert calls is not None
        if calls.is_bare:
            return (self._rules.choice([self._calls(), self._rules.free(self._inside())]),)
        inside = self._inside(calls.opening)
        after = self._after_opening(calls)
        if self._rules.is_token(calls.opening):
            section = (calls.opening, *after)
            return (*self._rules.free(inside), self._rules.maybe(section))
        before = self._rules.free_until(calls.opening, inside)
        return (self._rules.choice([(*before, *after), self._rules.free(inside)]),)

    def _inside(self, opening: str = "") -> str:
        """What free content is: nothing in it may be read as the opening of a call. opening: the
        one that may end it."""
        patterns: list[str] = []
        for calls in filter(None, (self._form.calls, *self._form.others)):
            first = calls.call[0]
            if isinstance(first, Bare):
                patterns += first.openings(self._wants.tools or self._wants.shunned)
                continue
            for text in (calls.opens, calls.call_opening):
                if text and text != opening and not self._rules.is_token(text):
                    patterns.append(holds(_FEW_SPACES.join(map(pattern_of, words(text)))))
        return without(dict.fromkeys(patterns)) if patterns else ANY

    # Answers whose content has markers.

    def _fenced(self) -> Pieces:
        form, wants = self._form, self._wants
        *before, last = form.contents
        middle: list[Pieces] = []
        if form.thought is not None and wants.thinking is not Thinking.NEVER:
            middle.append((*self._within(form.thought), form.join))
        if not wants.must_call and wants.answer is None:
            middle += [(*self._within(each), form.join) for each in before]
        ends: list[Pieces] = []
        if self._how is not None:
            ends.append(self._calls())
        if not wants.must_call:
            ends.append(self._within(last))
        pieces: Pieces = ()
        if form.thought is not None and wants.thinking is Thinking.OPENED:
            pieces = (*self._rules.free_until(form.thought.closes), form.thought.after, form.join)
        if middle:
            pieces = (*pieces, self._rules.many((self._rules.choice(middle),)))
        return (*pieces, self._rules.choice(ends))

    def _within(self, fence: Fence) -> Pieces:
        answer = None if fence is self._form.thought else self._wants.answer
        opening = self._rules.opening(fence.opens)
        if answer is not None:
            closing = (fence.closes,)
            end = self._rules.maybe(closing) if fence.closed_by_stop else fence.closes
            return (*opening, self._rules.part("answer", answer), end)
        closed = self._rules.free_until(fence.closes)
        if not fence.closed_by_stop:
            return (*opening, *closed, fence.after)
        if self._rules.is_token(fence.closes):
            return (*opening, *self._rules.free(), self._rules.maybe((fence.closes,)))
        unclosed = self._rules.free(without([holds(pattern_of(fence.closes))]))
        return (*opening, self._rules.choice([closed, unclosed]))

    # Calls.

    def _calls(self) -> Pieces:
        """Calls, at once."""
        calls = self._how
        assert calls is not None
        if calls.is_bare:
            return self._after_opening(calls)
        return (*self._rules.opening(calls.opening), *self._after_opening(calls))

    def _after_opening(self, calls: Calls) -> Pieces:
        """One call or several, after the first thing written of them."""
        complete, last = self._one_of_all(calls)
        first, only = self._one_of_all(calls, is_first=True) if calls.is_bare else (complete, last)
        options: list[Pieces] = [(only,)] if only.lark else []
        if first.lark:
            ends: list[Pieces] = [(calls.closes,)]
            more: Pieces = ()
            if self._wants.is_parallel and not calls.is_single:
                more = (self._rules.many((calls.between, calls.call_opening, complete)),)
                ends += [(calls.between, calls.call_opening, last)] if last.lark else []
            options.append((first, *more, self._rules.choice(ends)))
        is_between = calls.opens and not calls.is_bare
        return (calls.call_opening if is_between else "", self._rules.choice(options))

    def _one_of_all(self, calls: Calls, *, is_first: bool = False) -> tuple[Ref, Ref]:
        """One call of any tool, after its opening: one that others may follow, and one that nothing
        can. is_first: with what bare calls begin with."""
        elements = calls.call[1:] if calls.call_opening else calls.call
        complete: list[Pieces] = []
        endless: list[Pieces] = []
        for tool in self._wants.tools:
            pieces, is_endless = self._one(calls, elements, tool, is_first=is_first)
            (endless if is_endless else complete).append(pieces)
        one = self._rules.choice(complete)
        return self._rules.rule("call", (one,)) if complete else one, self._rules.choice(endless)

    def _one(
        self, calls: Calls, elements: Iterable[Element], tool: Tool, *, is_first: bool
    ) -> tuple[Pieces, bool]:
        """One call of the tool. And whether nothing can follow it: a client's grammar is greedy
        too, and a text after it might never be reached, only a marker or the answer's end."""
        pieces = _joined(piece for each in elements for piece in each.pieces(self._rules, tool))
        if is_first:
            pieces = (*self._bare_opening(calls, pieces[0]), *pieces[1:])
        place = next(
            (i for i, each in enumerate(pieces) if not isinstance(each, str) and each.is_open), None
        )
        if place is None:
            return pieces, False
        before, after = pieces[: place + 1], pieces[place + 1 :]
        for i, piece in enumerate(after):
            if isinstance(piece, str) and (token := self._rules.first_token(piece)) is not None:
                return (*before, piece[token:], *after[i + 1 :]), False
        rest = tuple(each for each in after if isinstance(each, Ref))
        if self._can_follow(calls.closes) and self._can_follow(calls.between + calls.call_opening):
            return (*before, *rest), False
        token = self._rules.first_token(calls.closes)
        return (*before, *rest, "" if token is None else calls.closes[token:]), True

    def _can_follow(self, text: str) -> bool:
        """Whether it can follow text that is free to go on."""
        return not text or self._rules.is_token(text)

    def _bare_opening(self, calls: Calls, piece: Piece) -> Pieces:
        """A call's beginning, beside free text or beside an answer in JSON. In the second case it
        must be made of the same terminals as JSON is: the lexer would not return from a longer."""
        first = calls.call[0]
        assert isinstance(piece, str)
        assert isinstance(first, Bare)
        text = calls.opens + piece
        if self._wants.answer is None:
            may_have_space = not self._wants.must_call
            return self._rules.opening(text, f"/{_FEW_SPACES}/" if may_have_space else "")
        return tuple(Ref(literal(each)) for each in first.terminals(text))


def _joined(pieces: Iterable[Piece]) -> Pieces:
    """The same, neighbouring texts as one."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and isinstance(piece, str) and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(joined)
