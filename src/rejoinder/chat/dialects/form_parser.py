"""The parser of every dialect that is described by a `Form`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rejoinder.chat.dialects.base import Spell, Thinking, Wants, by_name
from rejoinder.chat.dialects.elements import CallRead, Element, Text, words
from rejoinder.chat.dialects.events import Event
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.reader import (
    NEWLINES,
    SPACE,
    CutShort,
    Reader,
    Reading,
    Stop,
    Stops,
    Unreadable,
    is_sign,
)

_SPACES = " \t\r\n"
_LINE_ENDS = "\r\n"
_NO_STOPS = Stops([])


class _Held:
    """Says text, but keeps back the space at its end: a marker may follow that eats it."""

    def __init__(self, spaces: str, say: Callable[[str, int], None]) -> None:
        self._spaces = spaces
        self._say = say
        self._pieces: list[str] = []
        self._place = 0

    def give(self, text: str, place: int) -> None:
        body = text.rstrip(self._spaces)
        if body:
            self.flush()
            self._say(body, place)
            text, place = text[len(body) :], place + len(body)
        if text:
            self._place = self._place if self._pieces else place
            self._pieces.append(text)

    def flush(self) -> None:
        self._say("".join(self._pieces), self._place)
        self.drop()

    def drop(self) -> None:
        self._pieces = []


@dataclass(frozen=True, slots=True)
class _Opening:
    """What begins a section: a thought, content, calls, or nothing where all are None. elements: of
    the first call, after the opening."""

    text: str
    thought: Fence | None = None
    content: Fence | None = None
    calls: Calls | None = None
    elements: tuple[Element, ...] = ()


class FormParser:
    """One choice's. What it promises: `base.Parser`."""

    def __init__(self, form: Form, wants: Wants, spell: Spell, markers: tuple[str, ...]) -> None:
        self._form = form
        self._wants = wants
        self._reader = Reader(spell)
        self._tools = by_name(wants.tools)
        self._content = _Held(_SPACES, self._reader.say_content)
        self._openings = list(self._all_openings())
        self._stops = Stops([self._words(each.text) for each in self._openings])
        self._markers = [self._reader.signed(marker) for marker in markers]
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

    # What may begin.

    def _all_openings(self) -> list[_Opening]:
        form = self._form
        openings = [_Opening(text) for text in form.dropped]
        openings += [
            _Opening(text, content=each)
            for each in form.contents
            for text in (each.opens, *each.others)
        ]
        thinks = self._wants.thinking is not Thinking.NEVER
        if thinks and form.contents and form.thought is not None:
            openings += self._thought_openings(form.thought)
        if self._tools:
            for calls in (form.calls, *form.others):
                if calls is not None:
                    openings += self._calls_openings(calls)
        # The first to say it means it: what a family writes comes before what it was seen to write.
        return list({self._words(each.text): each for each in reversed(openings)}.values())[::-1]

    def _thought_openings(self, fence: Fence) -> list[_Opening]:
        return [_Opening(text, thought=fence) for text in (fence.opens, *fence.others)]

    def _calls_openings(self, calls: Calls) -> list[_Opening]:
        openings: list[_Opening] = []
        if calls.is_bare:
            return []
        if calls.opens:
            openings.append(_Opening(calls.opens, calls=calls, elements=calls.call))
        if calls.call_opening:
            openings.append(_Opening(calls.call_opening, calls=calls, elements=calls.call[1:]))
        return openings

    def _words(self, text: str) -> tuple[str, ...]:
        return words(self._reader.signed(text))

    def _only(self, *texts: str) -> Stops:
        return Stops([self._words(each) for each in texts])

    def _until(self, stops: Stops, held: _Held) -> Reading[Stop | None]:
        """As the reader's; but what `_num_begun` says of its end is no text, nor the space before
        it."""

        def give(text: str, place: int) -> None:
            num_begun = 0 if self._reader.num_waiting else self._num_begun(stops, text)
            held.give(text[: len(text) - num_begun], place)
            if num_begun:
                held.drop()

        return (yield from self._reader.until(stops, give))

    def _num_begun(self, stops: Stops, text: str) -> int:
        """How many characters at the end of all text begin a stop, where the answer is cut. None
        unless a whole marker is among them: less may be text like any other."""
        start = stops.first(text, 0, False)[0] if self._is_cut else len(text)
        return len(text) - start if any(each in text[start:] for each in self._markers) else 0

    # The answer.

    def _answer(self) -> Reading[None]:
        thought, thinking = self._form.thought, self._wants.thinking
        if thought is not None and thinking is Thinking.OPENED:
            yield from self._opened_thought(thought)
        elif thought is not None and thinking is Thinking.MAY and not self._form.contents:
            yield from self._first_thought(thought)
        if (yield from self._is_content()):
            yield from self._reader.until(_NO_STOPS, self._content.give)
        while stop := (yield from self._until(self._stops, self._content)):
            yield from self._section(self._openings[stop.which], stop.num_chars)
        self._content.flush()

    def _is_content(self) -> Reading[bool]:
        """Read calls that need no marker. Whether there are none, and may be none any more."""
        calls, answer = self._form.calls, self._wants.answer
        self._reader.mark()
        yield from self._reader.skip(SPACE)
        if not self._tools or calls is None or not calls.is_bare or calls.may_seem(answer):
            calls = None
        if calls is not None and (yield from self._reader.ahead(1)) == (calls.opens or "{"):
            first = (Text(calls.opens), *calls.call) if calls.opens else calls.call
            return not (yield from self._calls(calls, first)) and answer is not None
        stop = None if answer is None else (yield from self._reader.comes(self._stops))
        self._content.give(*self._reader.unwind())
        # Content in a form that was asked for may hold what looks like a marker; but an answer that
        # is cut here may have been about to say one.
        is_formed = answer is not None and not self._form.contents
        return is_formed and stop is None and not self._is_cut

    def _section(self, opening: _Opening, num_chars: int) -> Reading[None]:
        if opening.calls is not None:
            self._reader.mark()
            self._reader.take(num_chars)
            yield from self._calls(opening.calls, opening.elements)
            return
        self._content.drop()
        self._reader.take(num_chars)
        if opening.thought is not None:
            yield from self._thought(opening.thought)
        elif opening.content is not None:
            yield from self._fenced(opening.content)

    # Thoughts and fenced content.

    def _opened_thought(self, fence: Fence) -> Reading[None]:
        """The prompt has opened it; some models open it again."""
        yield from self._reader.skip(NEWLINES)
        if not self._form.contents:
            again = yield from self._reader.comes(self._only(fence.opens, *fence.others))
            self._reader.take(again.num_chars if again else 0)
        yield from self._thought(fence)

    def _first_thought(self, fence: Fence) -> Reading[None]:
        self._reader.mark()
        yield from self._reader.skip(SPACE)
        stops = self._only(fence.opens, *fence.others)
        opens = yield from self._reader.comes(stops)
        if opens is None:
            self._content.give(*self._reader.unwind())
            waiting = yield from self._reader.ahead(self._reader.num_waiting)
            self._reader.take(self._num_begun(stops, waiting))
            return
        self._reader.take(opens.num_chars)
        self._reader.commit()
        yield from self._thought(fence)

    def _thought(self, fence: Fence) -> Reading[None]:
        yield from self._reader.skip(NEWLINES)
        held = _Held(_LINE_ENDS, self._reader.say_thought)
        closes = yield from self._until(self._only(fence.closes), held)
        if closes is None:
            held.flush()
            return
        self._reader.take(closes.num_chars)
        yield from self._reader.skip(NEWLINES)

    def _fenced(self, fence: Fence) -> Reading[None]:
        held = _Held("", self._reader.say_content)
        while closes := (yield from self._until(self._only(fence.closes), held)):
            place, text = self._reader.place, self._reader.take(closes.num_chars)
            # Content in a form that was asked for may hold what looks like the closing; but nothing
            # follows that.
            if self._wants.answer is None or not (yield from self._reader.ahead(1)):
                return
            held.give(text, place)

    # Calls.

    def _calls(self, calls: Calls, elements: tuple[Element, ...]) -> Reading[bool]:
        """Read calls, of which the tape holds the opening. Whether there is any. What was taken and
        is none is content."""
        has_any = False
        while True:
            call = yield from self._call(calls, elements, is_first=not has_any)
            if not call.has_begun and not call.is_cut:
                self._content.give(*self._reader.unwind())
                return has_any
            has_any = True
            self._content.drop()
            if not call.is_whole:
                return True  # what follows is content, whatever it was meant to be
            yield from self._reader.skip(SPACE)
            self._reader.mark()
            has_text = call.has_text and not any(map(is_sign, call.closing))
            if not (yield from self._is_another(calls, has_text=has_text)):
                self._reader.commit()
                yield from self._reader.skip(SPACE)
                return True
            elements = calls.call

    def _call(
        self, calls: Calls, elements: tuple[Element, ...], *, is_first: bool
    ) -> Reading[CallRead]:
        closing = self._closing(elements)
        rest = self._words(calls.closes + calls.between + calls.call_opening)
        text_end = next(filter(is_sign, (*closing, *rest)), None)
        call = CallRead(self._reader, self._tools, closing, text_end)
        try:
            for element in elements:
                yield from element.read(self._reader, call)
                if call.has_text:
                    yield from self._reader.expect_words(_from_sign(closing))
                    break
        except CutShort:
            if self._is_cut and (not is_first or self._is_sure(calls, call)):
                call.cut()
            if call.has_begun or call.is_cut:
                self._reader.take(self._reader.num_waiting)
        except Unreadable:
            pass  # no call, or one whose closing is missing
        return call

    def _is_sure(self, calls: Calls, call: CallRead) -> bool:
        """Whether what has begun as a call would have become one. Without a marker content begins
        so too; but where that is free, not as far as to a tool's name."""
        if not calls.is_bare or self._wants.must_call:
            return True
        return call.name is not None and self._wants.answer is None

    def _is_another(self, calls: Calls, *, has_text: bool) -> Reading[bool]:
        """After a call, past what closes the section or stands between two. Whether another may
        begin. One with an opening of its own is found as the first was. has_text: the call ended
        with a raw text that no marker of its own closed: it took in what stands before one."""
        closes, between = self._words(calls.closes), self._words(calls.between)
        closes = _from_sign(closes) if has_text else closes
        opening = self._words(calls.call_opening)
        found = [each for each in (closes, between, opening) if each]
        stop = yield from self._reader.comes(Stops(found))
        which = found[stop.which] if stop else ()
        if stop and which in (closes, between):
            self._reader.take(stop.num_chars)
            return which == between
        if self._is_cut and not stop and self._reader.is_within(Stops(found)):
            self._reader.take(self._reader.num_waiting)
            return False
        if calls.call_opening:
            return False
        if calls.is_bare and not calls.opens:
            return (yield from self._reader.ahead(1)) == "{"
        return not between

    def _closing(self, elements: tuple[Element, ...]) -> tuple[str, ...]:
        """What follows the arguments in such a call."""
        text = ""
        for element in reversed(elements):
            if element.takes_arguments:
                break
            text = element.text_after + text
        return self._words(text)


def _from_sign(closing: tuple[str, ...]) -> tuple[str, ...]:
    place = next((i for i, word in enumerate(closing) if is_sign(word)), len(closing))
    return closing[place:]
