"""How the engine sees grammars: what may be said next, and nothing of how that is found out.

`grammar.matcher` satisfies these; so does `testing.FakeConstraints`. Everything here is a function
of the grammar and of the tokens said: whoever asks again, in another process, with the same tokens
said one after another and the same questions asked in between, gets the same answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# A bit for each token, set where it may be said: bit i of word w is token 32 w + i.
Words = NDArray[np.uint32]


class Constraint(Protocol):
    """One choice's way through a grammar. Used by one thread at a time."""

    @property
    def fault(self) -> str:
        """Why the grammar cannot be followed any further, or empty. It stays so."""
        ...

    @property
    def is_complete(self) -> bool:
        """Whether the answer may end here."""
        ...

    @property
    def is_exhausted(self) -> bool:
        """Whether it must: it is complete, and nothing can follow."""
        ...

    def forced(self) -> tuple[int, ...]:
        """The tokens that must follow, as far as is known; empty where there is a choice, and at
        the end. To be asked after every token, before anything else."""
        ...

    def allows(self, token_id: int) -> bool:
        """Whether this token may follow. Only to be asked where nothing is forced."""
        ...

    def say(self, token_id: int) -> None:
        """The choice goes on with this token. One that may not follow is a fault."""
        ...


class Constraints(Protocol):
    """Grammars of one model. Any thread may use any of it."""

    def ends(self, stop_ids: frozenset[int]) -> tuple[int, ...]:
        """Which of these end an answer as the model itself does, the usual one first. Others are
        ordinary tokens, which a grammar must allow.

        Where there is none of them, the model's usual one: something must stand for the end.
        """
        ...

    def begin(self, grammar: str) -> Constraint:
        """Compile a grammar for one choice, which shares nothing with others of the same grammar.

        May take a second, without holding up other threads. Raises ValueError, which says why, for
        a grammar that cannot be compiled.
        """
        ...

    def take(self, grammar: str) -> Constraint | None:
        """What `begin` would make, where it was made beforehand. At once."""
        ...

    def stock(self, grammar: str) -> None:
        """Make one for `take`, if the grammar looks as if it would come again. Takes as long as
        `begin`."""
        ...

    def masks(self, constraints: Sequence[Constraint]) -> NDArray[np.uint32]:
        """What may follow each of its own, computed in parallel: [constraints, words].

        None of them is at a forced token or exhausted. What only ends the answer is not in it:
        `is_complete` tells of that. The row of one that has a fault by then means nothing.
        """
        ...
