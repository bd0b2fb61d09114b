"""How many of an answer's tokens are thoughts, or what opens and closes them.

A parser tells where thoughts stand. What opens and closes one is in no event: it is looked for
right beside the thought, where nothing but space may lie between. A thought without a word is only
its marks, at the start of what is in no event.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

Span = tuple[int, int]


class ThoughtMarks:
    """What opens and what closes a dialect's thoughts, as its parser is shown them."""

    def __init__(self, opens: str, closes: str) -> None:
        before, after = re.escape(opens), re.escape(closes)
        self._opens_before = re.compile(rf"{before}\s*\Z")
        self._closes_after = re.compile(rf"\s*{after}")
        self._empty = re.compile(rf"\s*({before}\s*(?:{after}|\Z))")

    def extents(
        self, text: str, thoughts: Sequence[Span], content: Sequence[Span], *, is_opened: bool
    ) -> list[Span]:
        """Where the thoughts stand, with their marks and the space between, rising.

        text: all that was read. thoughts and content: where they stand, apart from each other.
        is_opened: the text begins inside a thought.
        """
        spans = sorted(
            [*((*span, True) for span in thoughts), *((*span, False) for span in content)]
        )
        found: list[Span] = []
        place = 0  # all before it is settled
        is_inside = is_opened  # at that place
        begin = 0  # of the thought that is open there
        for start, end, is_thought in (*spans, (len(text), len(text), False)):
            if is_inside:
                closed = self._closes_after.match(text, place, start)
                if closed or not is_thought:
                    # Without a word the text's first thought has no end of its own.
                    place = closed.end() if closed else place or start
                    found.append((begin, place))
                    is_inside = False
            if is_thought:
                if not is_inside:
                    opened = self._opens_before.search(text, place, start)
                    begin = opened.start() if opened else start
                is_inside = True
            elif empty := self._empty.match(text, place, start):
                found.append(empty.span(1))
            place = end
        return found


def num_within(starts: Sequence[int], spans: Sequence[Span]) -> int:
    """How many tokens begin within the spans. starts: by token, the place of the first character it
    made, or was part of; rising. spans: apart from each other."""
    return sum(bisect_left(starts, end) - bisect_left(starts, start) for start, end in spans)
