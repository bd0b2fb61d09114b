"""One choice's way from token ids to deltas.

    token ids -> text -> what the dialect makes of it -> content -> stops -> deltas
                                                      -> thoughts, calls  -> deltas

Most answers are content and nothing else: those skip the dialect. Stop strings are looked for in
content only, so in a call's arguments they are letters like any others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from rejoinder.chat.choice_text import ChoiceText
from rejoinder.chat.content_map import ContentMap
from rejoinder.chat.delta import (
    CallDelta,
    CallStarted,
    ChoiceFinished,
    Delta,
    FinishReason,
    TextDelta,
    ThoughtDelta,
    TokenFacts,
)
from rejoinder.chat.detokenize import Detokenizer
from rejoinder.chat.dialects.base import Parser
from rejoinder.chat.dialects.events import Arguments, Called, Content, Event, Thought
from rejoinder.chat.stops import Stops
from rejoinder.chat.thought_count import Span, ThoughtMarks, num_within
from rejoinder.chat.witness import Witness


class Reader(Protocol):
    """One choice's."""

    @property
    def num_tokens(self) -> int:
        """How many it has said, up to and with the one that completed a stop string."""
        ...

    @property
    def has_ended(self) -> bool:
        """`ChoiceFinished` has been said, and nothing follows."""
        ...

    def push(
        self,
        token_id: int,
        *,
        logprob: float | None = None,
        top: Sequence[tuple[int, float]] = (),
        is_last: bool = False,
        is_end: bool = False,
    ) -> list[Delta]:
        """What is certain now.

        logprob, top: for the facts, where they are wanted; the likeliest as (token id, logprob).
        is_last: nothing follows, so nothing is held back. is_end: the token ends the answer.
        """
        ...


class PlainReader:
    """Of a choice whose text is all content."""

    def __init__(self, choice: int, text: ChoiceText) -> None:
        self._choice = choice
        self._text = text
        self.has_ended = False

    @property
    def num_tokens(self) -> int:
        return self._text.num_tokens

    def push(
        self,
        token_id: int,
        *,
        logprob: float | None = None,
        top: Sequence[tuple[int, float]] = (),
        is_last: bool = False,
        is_end: bool = False,
    ) -> list[Delta]:
        one = self._text
        text = one.push(token_id, logprob=logprob, top=top, is_last=is_last, is_end=is_end)
        facts = one.take_facts()
        deltas: list[Delta] = []
        if text or facts:
            deltas.append(TextDelta(self._choice, text, facts, one.num_tokens))
        if is_last or one.is_stopped:
            by_length = is_last and not is_end and not one.is_stopped
            reason = FinishReason.LENGTH if by_length else FinishReason.STOP
            deltas.append(ChoiceFinished(self._choice, reason, one.num_tokens))
            self.has_ended = True
        return deltas


class Sign(msgspec.Struct, frozen=True):
    """A marker that is one token. character: what the parser is shown. literal: how it is spelled.
    made: what the detokenizer makes of it, which need not be the same."""

    character: str
    literal: str
    made: str


class DialectReader:
    """Of a choice in which there may be thoughts and calls.

    A marker that is one token is shown to the parser as its sign, a surrogate that no decoded text
    can hold; what comes out has none.
    """

    def __init__(
        self,
        choice: int,
        *,
        detokenizer: Detokenizer,
        signs: Mapping[int, Sign],
        parser: Parser,
        stop: tuple[str, ...],
        witness: Witness | None,
        marks: ThoughtMarks | None,
        is_opened: bool,
        custom_tools: frozenset[str],
        draw_call_id: Callable[[], str],
    ) -> None:
        """detokenizer, witness: show all markers, also those that are special tokens. marks: of
        thoughts, where the dialect has them. is_opened: the text begins inside one."""
        self._choice = choice
        self._detokenizer = detokenizer
        self._signs = signs
        self._literals = {ord(sign.character): sign.literal for sign in signs.values()}
        self._parser = parser
        self._stops = Stops(stop)
        self._witness = witness
        self._marks = marks
        self._is_opened = is_opened
        self._custom_tools = custom_tools
        self._draw_call_id = draw_call_id
        self._content = ContentMap(begins=not is_opened)
        self._thoughts: list[Span] = []
        self._pieces: list[str] = []  # all that was read
        self._num_read = 0
        self._widths: dict[int, int] = {}  # by place, of the signs read, what they are spelled with
        self._starts: list[int] = []  # by token, the place where what it makes begins
        self._end_place: int | None = None  # of the sign of the token that ended the answer
        self._unsaid = ""  # content on its way into a delta
        self._num_told = 0  # tokens, in the last delta
        self._call: CallStarted | None = None
        self._num_calls = 0
        self.num_tokens = 0
        self.has_ended = False

    def push(
        self,
        token_id: int,
        *,
        logprob: float | None = None,
        top: Sequence[tuple[int, float]] = (),
        is_last: bool = False,
        is_end: bool = False,
    ) -> list[Delta]:
        if self.has_ended:
            return []
        self.num_tokens += 1
        deltas: list[Delta] = []
        if not is_end:
            self._starts.append(self._num_read)
            self._read(self._say(token_id, logprob, top), deltas)
        if is_last:
            self._finish(token_id if is_end else None, deltas)
        self._say_content(deltas, is_cut=is_last or self._stops.is_stopped)
        if is_last or self._stops.is_stopped:
            deltas.append(self._finished(is_end=is_end))
        return deltas

    # Text

    def _say(self, token_id: int, logprob: float | None, top: Sequence[tuple[int, float]]) -> str:
        """What the parser is shown of a token."""
        made = self._detokenizer.push((token_id,))
        sign = self._signs.get(token_id)
        if sign is not None:
            made = made.removesuffix(sign.made)
        if self._witness is not None:
            assert logprob is not None, "the engine tells no log-probabilities"
            say = self._witness.said if sign is None else self._witness.marked
            say(token_id, logprob, top, made=made)
        if sign is None:
            return made
        self._widths[self._num_read + len(made)] = len(sign.literal)
        return made + sign.character

    def _read(self, text: str, deltas: list[Delta]) -> None:
        if not text:
            return
        self._pieces.append(text)
        self._num_read += len(text)
        self._tell(self._parser.push(text), deltas)

    def _finish(self, end_id: int | None, deltas: list[Delta]) -> None:
        """Nothing follows. end_id: the token that ended the answer, which is no part of it; but a
        parser must see one that ends a call."""
        made = self._detokenizer.finish()
        if self._witness is not None:
            self._witness.ended(made=made)
        self._read(made, deltas)
        if end_id is not None:
            self._starts.append(self._num_read)
            if sign := self._signs.get(end_id):
                self._end_place = self._num_read
                self._widths[self._num_read] = len(sign.literal)
                self._read(sign.character, deltas)
        self._tell(self._parser.finish(is_cut=end_id is None), deltas)
        if not self._stops.is_stopped:
            self._show(self._stops.finish())
            self._content.pass_over(self._num_read)

    # What it means

    def _tell(self, events: Sequence[Event], deltas: list[Delta]) -> None:
        for event in events:
            if self._stops.is_stopped:
                return
            if isinstance(event, Content):
                self._add_content(event)
                continue
            if isinstance(event, Thought):
                self._add_thought(event, deltas)
            elif isinstance(event, Called):
                self._begin_call(event, deltas)
            else:
                self._add_arguments(event, deltas)

    def _add_content(self, event: Content) -> None:
        text, (start, end) = self._spelled(event.text), event.span
        if (
            end - 1 == self._end_place
        ):  # what ends an answer is no part of it, whatever it is read as
            end -= 1
            text = text[: len(text) - self._widths[end]]
        self._content.add((start, end), self._widths)
        self._show(self._stops.push(text))

    def _add_thought(self, event: Thought, deltas: list[Delta]) -> None:
        text, (start, end) = self._within(event)
        self._content.pass_over(end)
        if self._thoughts and self._thoughts[-1][1] == start:
            start, _ = self._thoughts.pop()
        self._thoughts.append((start, end))
        self._say_content(deltas, is_cut=True)
        if text:
            deltas.append(ThoughtDelta(self._choice, text, self._counted()))

    def _within(self, event: Content | Thought) -> tuple[str, Span]:
        """Without the token that ended the answer: it is no part of it, whatever it is read as."""
        text, (start, end) = self._spelled(event.text), event.span
        if end - 1 != self._end_place:
            return text, (start, end)
        return text[: len(text) - self._widths[end - 1]], (start, end - 1)

    def _begin_call(self, event: Called, deltas: list[Delta]) -> None:
        self._say_content(deltas, is_cut=True)
        name = self._spelled(event.name)
        self._call = CallStarted(
            self._choice,
            self._num_calls,
            self._draw_call_id(),
            name,
            is_custom=name in self._custom_tools,
            num_tokens=self._counted(),
        )
        self._num_calls += 1
        deltas.append(self._call)

    def _add_arguments(self, event: Arguments, deltas: list[Delta]) -> None:
        assert self._call is not None, "arguments of no call"
        text = self._spelled(event.text)
        deltas.append(CallDelta(self._choice, self._call.index, text, self._counted()))

    def _spelled(self, text: str) -> str:
        """Without signs, whatever a parser has left in."""
        return text if text.isascii() else text.translate(self._literals)

    # Content

    def _show(self, text: str) -> None:
        self._content.shown(len(text))
        self._unsaid += text

    def _say_content(self, deltas: list[Delta], *, is_cut: bool) -> None:
        """is_cut: no more content follows, or not at once."""
        facts: tuple[TokenFacts, ...] = ()
        if self._witness is not None:
            facts = self._witness.take_content(self._content, is_cut=is_cut)
        if self._unsaid or facts:
            deltas.append(TextDelta(self._choice, self._unsaid, facts, self._counted()))
            self._unsaid = ""

    # Counts

    def _counted(self) -> int:
        self._num_told = self.num_tokens
        return self.num_tokens

    def _finished(self, *, is_end: bool) -> ChoiceFinished:
        if self._stops.is_stopped:
            # The parser may have held the stop string back while more was said.
            last = self._content.place_of(self._stops.num_to_match - 1)
            self.num_tokens = max(bisect_right(self._starts, last), self._num_told)
            reason = FinishReason.STOP
        elif not is_end:
            reason = FinishReason.LENGTH
        else:
            reason = FinishReason.TOOL_CALLS if self._num_calls else FinishReason.STOP
        self.has_ended = True
        num_thought_tokens = self._num_thought_tokens()
        return ChoiceFinished(self._choice, reason, self.num_tokens, num_thought_tokens)

    def _num_thought_tokens(self) -> int:
        if self._marks is None:
            return 0
        extents = self._marks.extents(
            "".join(self._pieces), self._thoughts, self._content.spans, is_opened=self._is_opened
        )
        return num_within(self._starts[: self.num_tokens], extents)
