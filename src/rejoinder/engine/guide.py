"""What one choice must say and what it may: its grammar, its thoughts, and where it ends.

After every token the same questions are asked in the same order, whoever asks, so that a choice
that another worker takes up comes to the same place:

1. What the grammar forces is said, however it was tokenized when the run of it began.
2. A thought that has gone on for long enough is closed, if the grammar allows the token.
3. Where the grammar is complete and nothing can follow, the model's end is said.
4. Else a token is drawn from what the grammar allows; where it is complete, an end may be drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rejoinder.engine.constraint import Constraint, Constraints, Words
from rejoinder.engine.order import Order, Progress
from rejoinder.engine.thoughts import ThoughtBudget


class OffGrammar(ValueError):
    """The grammar cannot be followed any further."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the grammar cannot be followed: {why}")


class Guide:
    """One choice's. forced: the token to say next without drawing, or None.

    is_over: an end was said. Raises OffGrammar wherever the grammar cannot be followed.
    """

    def __init__(
        self, order: Order, constraint: Constraint | None, ends: tuple[int, ...] = ()
    ) -> None:
        """ends: `Constraints.ends` of the order's stop ids."""
        self._constraint = constraint
        self._thoughts = ThoughtBudget(order.thought) if order.thought is not None else None
        self._ends = ends
        self._drawn_ends = [each for each in ends if each in order.stop_ids]
        self.is_over = False
        self.is_ending = False  # what is forced is the end
        self.forced: int | None = None
        self._look()

    @property
    def needs_mask(self) -> bool:
        """Whether the next token is drawn from what a grammar allows."""
        return self._constraint is not None and self.forced is None and not self.is_over

    @property
    def constraint(self) -> Constraint:
        """There is one."""
        assert self._constraint is not None
        return self._constraint

    def say(self, token_id: int) -> None:
        """The choice goes on with this token, which may be an end where the grammar is complete."""
        assert not self.is_over
        if self._thoughts is not None:
            self._thoughts.say(token_id)
        if self._constraint is not None:
            if token_id in self._ends and (self.is_ending or self._constraint.is_complete):
                self.is_over = True
                self.forced, self.is_ending = None, False
                return
            self._constraint.say(token_id)
            self._check()
        self._look()

    def allowed(self, mask: Words) -> Words | None:
        """What may be drawn, of the mask that was computed at this place, which is changed.

        None where nothing but the end is left: `end` is to be said then.
        """
        self._check()
        is_complete = self.constraint.is_complete
        if not mask.any():
            if is_complete:
                return None
            raise OffGrammar("no token of this model can follow")
        if not is_complete:
            return mask
        for token_id in self._drawn_ends:
            mask[token_id >> 5] |= np.uint32(1 << (token_id & 31))
        return mask

    @property
    def end(self) -> int:
        """What is said where nothing else can be, whatever the order's stop ids and bans are."""
        return self._ends[0]

    def _look(self) -> None:
        self.forced, self.is_ending = None, False
        constraint = self._constraint
        if constraint is not None:
            run = constraint.forced()
            self._check()
            if run:
                self.forced = run[0]
                return
        closing = self._thoughts.closing if self._thoughts is not None else None
        if closing is not None and (constraint is None or constraint.allows(closing)):
            self.forced = closing
        elif constraint is not None and constraint.is_exhausted:
            self.forced, self.is_ending = self.end, True
        if constraint is not None:
            self._check()

    def _check(self) -> None:
        if self._constraint is not None and self._constraint.fault:
            raise OffGrammar(self._constraint.fault)


def guides(
    order: Order, constraints: Constraints | None, ready: Constraint | None = None
) -> list[Guide | None]:
    """One for each choice, each where `resume` says it was; None for one that needs none.

    ready: the first that is needed, where it is there already. May take long where one is not, and
    where there is much to replay. Raises ValueError for a grammar that cannot be compiled, and
    OffGrammar.
    """
    if not order.grammar and order.thought is None:
        return [None] * order.num_choices
    ends: tuple[int, ...] = ()
    if order.grammar:
        assert constraints is not None
        ends = constraints.ends(order.stop_ids)
    made: list[Guide | None] = []
    for said in order.resume or (Progress(),) * order.num_choices:
        if said.finish is not None:
            made.append(None)
            continue
        constraint, ready = ready, None
        if constraint is None and order.grammar and constraints is not None:
            constraint = constraints.begin(order.grammar)
        guide = Guide(order, constraint, ends)
        _replay(guide, said.token_ids, constraints)
        made.append(guide)
    return made


def _replay(guide: Guide, token_ids: Sequence[int], constraints: Constraints | None) -> None:
    """Say it all again, with every question that was asked when it was said for the first time.

    Masks too, though nothing is drawn: what they cost depends on those before, and an order that
    runs out of what a step may cost must do so in the same place.
    """
    for token_id in token_ids:
        if constraints is not None and guide.needs_mask:
            constraints.masks([guide.constraint])
        guide.say(token_id)
