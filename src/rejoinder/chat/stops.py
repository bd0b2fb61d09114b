"""Cuts an answer at its stop strings, wherever the pieces happen to break.

The match that is complete first wins, because generation ends there; among matches that end
together, the one that began first. The text before it is the answer, and is the same however the
input was cut. Held back is only what may still become a match: a suffix of the text that is a
proper prefix of a stop string.
"""

from __future__ import annotations


class Stops:
    """One choice's stop strings. With none it hands the text through."""

    def __init__(self, stop: tuple[str, ...]) -> None:
        assert all(stop), "a stop string is empty"
        self._stop = stop
        self._held = ""
        self._is_stopped = False
        self._num_shown = 0
        self._num_to_match = 0

    @property
    def is_stopped(self) -> bool:
        return self._is_stopped

    @property
    def num_to_match(self) -> int:
        """How many characters there were up to the end of the match. Only once stopped."""
        assert self._is_stopped
        return self._num_to_match

    def push(self, text: str) -> str:
        """What is now safe to show. Nothing any more once stopped."""
        if self._is_stopped:
            return ""
        if not self._stop:
            return text
        text = self._held + text
        # (end, start) of each stop's first match: the smallest is the one that is complete first.
        matches = [
            (start + len(stop), start) for stop in self._stop if (start := text.find(stop)) >= 0
        ]
        if matches:
            end, start = min(matches)
            self._is_stopped = True
            self._num_to_match = self._num_shown + end
            self._held = ""
            return text[:start]
        num_shown = min(_num_safe(text, stop) for stop in self._stop)
        self._held = text[num_shown:]
        self._num_shown += num_shown
        return text[:num_shown]

    def finish(self) -> str:
        """What was held back and has become no match."""
        held, self._held = self._held, ""
        return held


def _num_safe(text: str, stop: str) -> int:
    """How much of `text`, which does not hold `stop`, can be no part of it whatever follows."""
    start = text.find(stop[0], max(0, len(text) - len(stop) + 1))
    while start >= 0:
        if stop.startswith(text[start:]):
            return start
        start = text.find(stop[0], start + 1)
    return len(text)
