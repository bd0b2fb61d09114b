"""Where, in all that a parser reads, the content stands.

Two ways to count characters meet here: a *place* counts all that was read, thoughts and markers
too; the content's own count begins at 0 and has no gaps. Each part of the content is told once, in
order. A marker that turns out to be content is one place and as many characters as it is spelled
with.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping


class ContentMap:
    """One choice's. num_content: how many characters of content there are so far."""

    def __init__(self, *, begins: bool = True) -> None:
        """begins: whether a text that shows nothing yet counts as content."""
        self.num_content = 0
        self._begins = begins
        # Runs in which both counts rise alike, and single markers: where each begins and ends.
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._firsts: list[int] = []  # the count of its first character
        self._passed = 0
        self._num_shown = 0

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Of the content, in places."""
        return list(zip(self._starts, self._ends, strict=True))

    def add(self, span: tuple[int, int], widths: Mapping[int, int]) -> None:
        """More content. widths: by place, of markers among it, how many letters they became."""
        start, end = span
        for place in sorted(place for place in widths if start <= place < end):
            self._run(start, place)
            self._starts.append(place)
            self._ends.append(place + 1)
            self._firsts.append(self.num_content)
            self.num_content += widths[place]
            start = place + 1
        self._run(start, end)
        self._passed = max(self._passed, end)

    def pass_over(self, end: int) -> None:
        """What stands before this place and has not been added is no content."""
        self._passed = max(self._passed, end)

    def shown(self, num_characters: int) -> None:
        """So many more characters of the content have been shown."""
        self._num_shown += num_characters

    @property
    def num_decided(self) -> int:
        """The first place of which it is not yet known whether it is shown as content."""
        if self._num_shown < self.num_content:
            return self.place_of(self._num_shown)
        return self._passed

    def place_of(self, character: int) -> int:
        """Where the content's character of that number stands. It must be there."""
        assert character < self.num_content, "no such character"
        run = bisect_right(self._firsts, character) - 1
        place = self._starts[run] + character - self._firsts[run]
        return min(place, self._ends[run] - 1)

    def has_any(self, start: int, end: int) -> bool:
        """Whether content stands between two places; where they are one, whether it stands just
        before."""
        if start == end:
            if start == 0:
                return self._begins
            start -= 1
        run = bisect_right(self._starts, end - 1) - 1
        return run >= 0 and self._ends[run] > start

    def _run(self, start: int, end: int) -> None:
        if start == end:
            return
        num = end - start
        if self._ends and self._ends[-1] == start and self._rises_alike():
            self._ends[-1] = end
        else:
            self._starts.append(start)
            self._ends.append(end)
            self._firsts.append(self.num_content)
        self.num_content += num

    def _rises_alike(self) -> bool:
        """Whether the last run has a character per place."""
        return self._ends[-1] - self._starts[-1] == self.num_content - self._firsts[-1]
