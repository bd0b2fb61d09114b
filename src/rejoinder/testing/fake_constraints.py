"""Grammars that are nothing but a hash: what may follow depends on every token said so far.

Satisfies `engine.constraint.Constraints`. The text of a grammar is a number, which makes it another
grammar, and options after it:

    17            may force runs of up to three tokens, be complete, be exhausted, allow few or many
    17 fuel 5     has a fault when its sixth mask is computed, as a parser that may do only so much
    17 broken     cannot be compiled

Tokens 0 and 1 are ends, 0 is the usual one, and no grammar allows them as words. Strict: a question
asked where it must not be trips an assertion.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ENDS = (0, 1)


class FakeConstraint:
    """One choice's."""

    def __init__(self, grammar: str, vocab_size: int) -> None:
        fuel = re.search(r"fuel (\d+)", grammar)
        self._fuel = int(fuel[1]) if fuel else 1_000_000
        self._vocab_size = vocab_size
        self._said = grammar.split()[0].encode()
        self._run: tuple[int, ...] = ()
        self._allowed: frozenset[int] = frozenset()
        self._has_been_asked = True
        self.fault = ""
        self.is_complete = False
        self._move()

    @property
    def is_exhausted(self) -> bool:
        return self.is_complete and not self._run and not self._allowed

    def forced(self) -> tuple[int, ...]:
        self._has_been_asked = True
        return self._run

    def allows(self, token_id: int) -> bool:
        assert self._has_been_asked
        assert not self._run
        return token_id in self._allowed

    def say(self, token_id: int) -> None:
        assert self._has_been_asked, "what is forced was not asked"
        if self._run:
            if self._run[0] != token_id:
                self.fault = f"{token_id} was said, not {self._run[0]}"
            self._run = self._run[1:]
        elif token_id not in self._allowed:
            self.fault = f"{token_id} is not allowed"
        self._said += bytes([token_id % 256])
        self._has_been_asked = False
        if not self._run:
            self._move()

    def mask(self, num_words: int) -> NDArray[np.uint32]:
        assert self._has_been_asked
        assert not self._run
        assert not self.is_exhausted
        self._fuel -= 1
        if self._fuel < 0:
            self.fault = "there is no fuel left"
        bits = np.zeros(num_words * 32, np.uint8)
        bits[list(self._allowed)] = 1
        return np.packbits(bits, bitorder="little").view(np.uint32)

    def _move(self) -> None:
        """To the state that a hash of all that was said leads to."""
        digest = hashlib.blake2b(self._said, digest_size=32).digest()
        words = [2 + byte % (self._vocab_size - 2) for byte in digest[2:]]
        kind = digest[0] % 8
        self._run = tuple(words[: 1 + digest[1] % 3]) if kind < 2 else ()
        self.is_complete = kind >= 6
        is_exhausted = kind == 7 and digest[1] % 4 == 0
        few_or_many = words[: 1 + digest[1] % 3] if kind % 2 else words
        self._allowed = frozenset(() if is_exhausted or self._run else few_or_many)


class FakeConstraints:
    """stocks: whether one is kept ready of every grammar that has been asked for."""

    def __init__(self, vocab_size: int, *, stocks: bool = False) -> None:
        self._vocab_size = vocab_size
        self._stocks = stocks
        self._ready: dict[str, FakeConstraint] = {}

    def ends(self, stop_ids: frozenset[int]) -> tuple[int, ...]:
        return tuple(each for each in ENDS if each in stop_ids) or ENDS[:1]

    def begin(self, grammar: str) -> FakeConstraint:
        if "broken" in grammar:
            raise ValueError("the grammar is broken")
        return FakeConstraint(grammar, self._vocab_size)

    def take(self, grammar: str) -> FakeConstraint | None:
        return self._ready.pop(grammar, None)

    def stock(self, grammar: str) -> None:
        if self._stocks and "broken" not in grammar:
            self._ready[grammar] = self.begin(grammar)

    def masks(self, constraints: Sequence[object]) -> NDArray[np.uint32]:
        num_words = -(-self._vocab_size // 32)
        masks = []
        for each in constraints:
            assert isinstance(each, FakeConstraint)
            masks.append(each.mask(num_words))
        return np.stack(masks)
