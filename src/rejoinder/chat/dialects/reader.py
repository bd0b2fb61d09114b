"""Reads a text that comes in pieces, and waits where a piece ends too early.

What reads is a generator: it `yield`s to wait for more, so that it can be written as if the text
were all there. It decides by what the text says, never by where a piece ends; so however a text is
cut, it is read the same.

    def greeting(reader: Reader) -> Reading[None]:
        yield from reader.expect("Hello")       # Unreadable where something else is written
        yield from reader.skip(SPACE)
        name = yield from reader.run(NAME)

All that a reader waits with is what it has not taken. Taken text is gone, but for a tape: from
`mark` on a reader remembers what it takes, until `commit` says that it is a call, or `unwind` that
it is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from rejoinder.chat.dialects.base import Spell
from rejoinder.chat.dialects.events import Arguments, Called, Content, Event, Thought

T = TypeVar("T")
Reading = Generator[None, None, T]

SPACE = re.compile(r"[ \t\r\n]+")
NEWLINES = re.compile(r"[\r\n]+")
# Between the words of an opening. More is not an opening: what may be one has to be held back.
_MAX_SPACES = 8
_FEW_SPACES = rf"[ \t\r\n]{{0,{_MAX_SPACES}}}"


class Unreadable(Exception):
    """The text is not what was expected. Never leaves the dialects."""


class CutShort(Unreadable):
    """The text ended before what was expected."""


def is_sign(char: str) -> bool:
    """Whether it stands for a marker."""
    return "\ud800" <= char <= "\udfff"


def ignore(text: str) -> None:
    """Takes text that means nothing."""


class Stops:
    """Where text stops being free: at the first of some openings or closings.

    words: of each, its words; between two there may be a little space, whatever was declared.
    """

    def __init__(self, words: Sequence[tuple[str, ...]]) -> None:
        # The longer first: a regex takes the first that matches.
        self._order = sorted(range(len(words)), key=lambda each: -len("".join(words[each])))
        ordered = [words[each] for each in self._order]
        self._max_chars = max(
            (len("".join(each)) + _MAX_SPACES * len(each) for each in words), default=0
        )
        self._whole, self._begun = _compiled(tuple(ordered))

    def first(self, text: str, at: int, is_ended: bool) -> tuple[int, int, int | None]:
        """Where the first begins and ends, and which it is; None where it is not whole yet, so that
        the rest may become one. Without any: the text's end, twice, and None."""
        # Looked for where it can be: at the end of the text, however much of that is waiting.
        start = max(at, len(text) - self._max_chars)
        begun = None if is_ended else self._begun.search(text, start)
        whole = self._whole.search(text, at)
        if whole and (begun is None or whole.start() < begun.start()):
            assert whole.lastindex
            return whole.start(), whole.end(), self._order[whole.lastindex - 1]
        start = begun.start() if begun else len(text)
        return start, len(text), None


@lru_cache(maxsize=256)
def _compiled(words: tuple[tuple[str, ...], ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What matches a whole one, and what matches the text's end where it may become one."""
    if not words:
        return re.compile(r"(?!)"), re.compile(r"(?!)")
    whole = "|".join(f"({_FEW_SPACES.join(map(re.escape, each))})" for each in words)
    return re.compile(whole), re.compile("|".join(map(_beginning, words)))


def _beginning(words: tuple[str, ...]) -> str:
    """A pattern of every beginning of the words, short of all of them, at the end of the text."""
    steps = [
        re.escape(char) + (_FEW_SPACES if is_last else "")
        for word in words
        for char, is_last in zip(word, [False] * (len(word) - 1) + [True], strict=True)
    ]
    pattern = ""
    for step in reversed(steps[:-1]):
        pattern = f"{step}(?:{pattern}|\\Z)" if pattern else f"{step}\\Z"
    return pattern or "(?!)"


class Stop(NamedTuple):
    """The first of some stops: which of them, and how many characters it has."""

    which: int
    num_chars: int


class Reader:
    """Text in, events out. See above."""

    def __init__(self, spell: Spell) -> None:
        self._spell = spell
        self._text = ""
        self._at = 0
        self._start = 0  # of `_text` among all the characters there were
        self._is_ended = False
        self._tape: list[str] | None = None
        self._tape_place = 0
        self._events: list[Event] = []

    # What the owner of the text says.

    def push(self, text: str) -> None:
        """More of the text."""
        self._start += self._at
        self._text = self._text[self._at :] + text
        self._at = 0

    def end(self) -> None:
        """There will be no more."""
        self._is_ended = True

    def said(self) -> list[Event]:
        """What has been said since the last time."""
        events, self._events = self._events, []
        return _joined(events)

    # Looking.

    @property
    def place(self) -> int:
        """How many characters have been taken."""
        return self._start + self._at

    @property
    def num_waiting(self) -> int:
        """How many characters are there to be taken."""
        return len(self._text) - self._at

    def more(self) -> Reading[bool]:
        """Wait for a piece; False where there will be none."""
        if self._is_ended:
            return False
        yield
        return True

    def ahead(self, count: int) -> Reading[str]:
        """The next characters, fewer at the end of the text."""
        while self.num_waiting < count and (yield from self.more()):
            pass
        return self._text[self._at : self._at + count]

    def is_within(self, stops: Stops) -> bool:
        """Where `comes` has found none: whether that is because the text has ended, right before
        or within one of them."""
        start, _, which = stops.first(self._text, self._at, False)
        return start == self._at and which is None

    def unexpected(self) -> Unreadable:
        """To raise: something else is there than was expected, or nothing any more."""
        return Unreadable() if self.num_waiting else CutShort()

    # Taking.

    def take(self, count: int) -> str:
        """The next characters, which must be there."""
        text = self._text[self._at : self._at + count]
        assert len(text) == count
        self._at += count
        if self._tape is not None:
            self._tape.append(text)
        return text

    def match(self, pattern: re.Pattern[str]) -> str:
        """What the pattern matches of the text that is there, perhaps nothing."""
        found = pattern.match(self._text, self._at)
        return self.take(found.end() - found.start()) if found else ""

    def run(self, pattern: re.Pattern[str], max_chars: int | None = None) -> Reading[str]:
        """All that follows of the characters that the pattern, `[…]+`, is of. Unreadable where
        that is more than `max_chars`."""
        pieces: list[str] = []
        num_chars = 0
        while True:
            piece = self.match(pattern)
            pieces.append(piece)
            num_chars += len(piece)
            if max_chars is not None and num_chars > max_chars:
                raise Unreadable
            if self.num_waiting or not (yield from self.more()):
                return "".join(pieces)

    def skip(self, pattern: re.Pattern[str]) -> Reading[None]:
        """As `run`, for what means nothing."""
        while True:
            self.match(pattern)
            if self.num_waiting or not (yield from self.more()):
                return

    def expect(self, text: str) -> Reading[None]:
        """Take exactly this. Unreadable, with none of it taken, where something else is written."""
        for count in range(1, len(text) + 1):
            if self.num_waiting < count and (yield from self.ahead(count)) != text[:count]:
                raise CutShort if self.num_waiting < count else Unreadable
            if self._text[self._at + count - 1] != text[count - 1]:
                raise Unreadable
        self.take(len(text))

    def expect_words(self, words: tuple[str, ...]) -> Reading[None]:
        """Take words, with any space before each."""
        for word in words:
            yield from self.skip(SPACE)
            yield from self.expect(word)

    def until(self, stops: Stops, out: Callable[[str, int], None]) -> Reading[Stop | None]:
        """Give out, with its place, what comes before the first of the stops. None where the text
        ends without. The stop itself is not taken."""
        while True:
            start, end, which = stops.first(self._text, self._at, self._is_ended)
            if start > self._at:
                place = self.place
                out(self.take(start - self._at), place)
            if which is not None:
                return Stop(which, end - start)
            if not (yield from self.more()):
                return None

    def comes(self, stops: Stops) -> Reading[Stop | None]:
        """Which of the stops comes now; None where something else does."""
        while True:
            start, end, which = stops.first(self._text, self._at, self._is_ended)
            if start > self._at:
                return None
            if which is not None:
                return Stop(which, end - start)
            if not (yield from self.more()):
                return None

    def waiting_run(self, pattern: re.Pattern[str], max_chars: int) -> Reading[str]:
        """As `run`, but takes nothing, and reads no more than `max_chars`."""
        while True:
            found = pattern.match(self._text, self._at)
            num_chars = found.end() - self._at if found else 0
            if num_chars < self.num_waiting or num_chars > max_chars:
                break
            if not (yield from self.more()):
                break
        return self._text[self._at : self._at + min(num_chars, max_chars)]

    # Markers.

    def signed(self, text: str) -> str:
        """A dialect's text as it is shown to a parser."""
        for marker in sorted(self._spell.ids, key=len, reverse=True):
            text = text.replace(marker, self._spell.sign(marker))
        return text

    def unsigned(self, text: str) -> str:
        """Text as it is to be said."""
        return self._spell.unsign(text)

    # The tape.

    def mark(self) -> None:
        """From here on it may all turn out to be content."""
        self._tape, self._tape_place = [], self.place

    def commit(self) -> None:
        """What was taken is what it seemed to be."""
        self._tape = None

    def unwind(self) -> tuple[str, int]:
        """What was taken since `mark`, and its place: it is content after all."""
        text, self._tape = "".join(self._tape or []), None
        return text, self._tape_place

    # Saying.

    def say(self, event: Event) -> None:
        self._events.append(event)

    def say_content(self, text: str, place: int) -> None:
        if text:
            self.say(Content(self.unsigned(text), (place, place + len(text))))

    def say_thought(self, text: str, place: int) -> None:
        if text:
            self.say(Thought(self.unsigned(text), (place, place + len(text))))


def _joined(events: list[Event]) -> list[Event]:
    """The same said in fewer words: neighbours of one kind as one."""
    runs: list[list[Event]] = []
    for event in events:
        if runs and _follows(runs[-1][-1], event):
            runs[-1].append(event)
        else:
            runs.append([event])
    return [_one(run) for run in runs]


def _follows(event: Event, later: Event) -> bool:
    match event, later:
        case (Arguments(), Arguments()):
            return True
        case (Content(span=before), Content(span=after)) | (
            Thought(span=before),
            Thought(span=after),
        ):
            return before[1] == after[0]
    return False


def _one(run: list[Event]) -> Event:
    first, last = run[0], run[-1]
    if isinstance(first, Called) or isinstance(last, Called):
        return first  # alone: nothing follows it
    text = "".join(each.text for each in run if not isinstance(each, Called))
    if isinstance(first, Arguments) or isinstance(last, Arguments):
        return Arguments(text)
    return type(first)(text, (first.span[0], last.span[1]))
