"""The bytes that each token adds to an answer, told token by token.

A detokenizer joins bytes to characters and holds back what is not whole; log-probabilities want
every token's own bytes, also of half a character, and of tokens that might have been drawn instead.
So the decoder's steps are written once more, on bytes, where nothing need be held back: a token's
bytes follow from it and from whether the text has begun. Joined, they are the answer's text in
UTF-8 (or what it was made of, where that is no UTF-8 and shows as U+FFFD).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol


class Step(Protocol):
    """One step of the chain, on what one token spells."""

    @property
    def is_settled(self) -> bool:
        """From now on a token is changed the same way wherever it stands."""
        ...

    def spell(self, data: bytes) -> bytes:
        """What would come out. Changes nothing."""
        ...

    def push(self, data: bytes) -> None:
        """The token was said."""
        ...


class Spelling:
    """One choice's. Control tokens and rows of padding spell nothing."""

    def __init__(
        self,
        piece_of: Callable[[int], str | None],
        steps: Sequence[Step],
        known: dict[int, bytes],
    ) -> None:
        """known: what tokens spell once all steps are settled; shared by all choices."""
        self._piece_of = piece_of
        self._steps = steps
        self._known = known
        self._is_settled = self._all_settled()

    def spell(self, token_id: int) -> bytes:
        """What the token adds if it comes next."""
        if not self._is_settled:
            return self._spell(token_id)
        spelled = self._known.get(token_id)
        if spelled is None:
            spelled = self._known[token_id] = self._spell(token_id)
        return spelled

    def push(self, token_id: int) -> None:
        """The token was said."""
        if self._is_settled:
            return
        piece = self._piece_of(token_id)
        if piece is None:
            return
        data = piece.encode()
        for step in self._steps:
            out = step.spell(data)
            step.push(data)
            data = out
        self._is_settled = self._all_settled()

    def _all_settled(self) -> bool:
        return all(step.is_settled for step in self._steps)

    def _spell(self, token_id: int) -> bytes:
        piece = self._piece_of(token_id)
        if piece is None:
            return b""
        data = piece.encode()
        for step in self._steps:
            data = step.spell(data)
        return data


class Each:
    """A step that looks at nothing but the token."""

    is_settled = True

    def __init__(self, change: Callable[[bytes], bytes]) -> None:
        self._change = change

    def spell(self, data: bytes) -> bytes:
        return self._change(data)

    def push(self, data: bytes) -> None:
        pass


class AtFirst:
    """A step that treats the text's first token differently."""

    def __init__(
        self,
        first: Callable[[bytes], bytes],
        later: Callable[[bytes], bytes],
        *,
        has_begun: bool,
    ) -> None:
        self._first, self._later = first, later
        self._has_begun = has_begun

    @property
    def is_settled(self) -> bool:
        return self._has_begun

    def spell(self, data: bytes) -> bytes:
        return self._later(data) if self._has_begun else self._first(data)

    def push(self, data: bytes) -> None:
        self._has_begun = True


class StripFront:
    """Takes up to `limit` letters off the front of the whole text."""

    def __init__(self, letter: bytes, limit: int) -> None:
        self._letter, self._num_left = letter, limit

    @property
    def is_settled(self) -> bool:
        return self._num_left == 0

    def spell(self, data: bytes) -> bytes:
        return data[self._num_dropped(data) * len(self._letter) :]

    def push(self, data: bytes) -> None:
        num_dropped = self._num_dropped(data)
        has_begun = num_dropped * len(self._letter) < len(data)
        self._num_left = 0 if has_begun else self._num_left - num_dropped

    def _num_dropped(self, data: bytes) -> int:
        count = 0
        while count < self._num_left and data.startswith(self._letter * (count + 1)):
            count += 1
        return count
