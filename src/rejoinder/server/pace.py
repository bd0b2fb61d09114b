"""How fast one model gets through its requests lately, and so when a refused one may come back.

An estimate in constant memory, from durations and not from moments: an idle hour says nothing about
how long a full queue takes.
"""

from __future__ import annotations

# The weight of the newest answer: old ones count for little after a few dozen.
WEIGHT = 0.1


class Pace:
    """One model's. `began` and `ended` come in pairs, around the time in which an answer speaks."""

    def __init__(self) -> None:
        self._mean_s: float | None = None
        self._num_speaking = 0
        self._num_refused = 0  # since a place last came free

    def began(self) -> None:
        """An answer has its first token."""
        self._num_speaking += 1

    def ended(self, duration_s: float) -> None:
        """An answer gave up its place, whichever way, so long after its first token."""
        self._num_speaking -= 1
        self._num_refused = 0
        mean_s = duration_s if self._mean_s is None else self._mean_s
        self._mean_s = mean_s + WEIGHT * (duration_s - mean_s)

    def refused(self) -> float:
        """A request finds no place: in how many seconds one should come free for it.

        Each refused since a place last came free is told to come a place later, so that they do
        not all come back at once. 0 where nothing is known.
        """
        self._num_refused += 1
        return self.place_after_s() * self._num_refused

    def place_after_s(self) -> float:
        """How long until some answer ends: as many end in a mean duration as speak."""
        return (self._mean_s or 0.0) / max(1, self._num_speaking)
