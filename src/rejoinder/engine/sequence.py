"""One answer being made: its tokens, how many of them are computed, and its blocks.

The one mutable class of the engine. It keeps its own facts consistent and moves only along the
table below. It does not know the pool its blocks come from, nor who else is running.

    PREPARING ──> WAITING ──> PREFILLING ──> DECODING ──> FINISHED
                     ^  └──────────┼───────────^ │           ^
                     └─────────────┴─────────────┘    (from anywhere)

PREPARING is for those whose grammar is not ready; the others begin in WAITING. A preempted sequence
goes back to WAITING: it loses its blocks and keeps its tokens. So does a choice whose prompt a
sibling is computing, before it starts; the two need no telling apart.
"""

from __future__ import annotations

from enum import StrEnum

from rejoinder.engine.adjustments import Adjuster
from rejoinder.engine.guide import Guide
from rejoinder.engine.order import LEFTOVER_RANK, Finish, Order, Progress


class State(StrEnum):
    """Where a sequence stands."""

    PREPARING = "preparing"  # its grammar is not ready; in no queue
    WAITING = "waiting"  # holds no blocks
    PREFILLING = "prefilling"  # part of the prompt is not computed yet
    DECODING = "decoding"  # the prompt is; tokens it has said may have to be computed again
    FINISHED = "finished"  # holds no blocks, and never will


MOVES: dict[State, frozenset[State]] = {
    State.PREPARING: frozenset({State.WAITING, State.FINISHED}),
    # Straight to DECODING: a sibling has computed the prompt.
    State.WAITING: frozenset({State.PREFILLING, State.DECODING, State.FINISHED}),
    State.PREFILLING: frozenset({State.DECODING, State.WAITING, State.FINISHED}),
    State.DECODING: frozenset({State.WAITING, State.FINISHED}),  # back to WAITING: preempted
    State.FINISHED: frozenset(),
}


class Sequence:
    """One choice of an order.

    place: in every queue, by rank, then orders by arrival, then choices by index; the smallest is
    first. An order has arrived when nothing more has to be made ready for it.
    family: every choice of the order, this one included.
    said: what had been said before the order came here (`Order.resume`).
    guide: None where the order has neither a grammar nor a budget for thoughts, and until there is
    one.
    """

    def __init__(
        self, order: Order, choice: int, *, arrival: int, family: list[Sequence], said: Progress
    ) -> None:
        self.order = order
        self.choice = choice
        self.place = (order.rank, arrival, choice)
        self.family = family
        self.guide: Guide | None = None
        self.state = State.WAITING
        if said.finish is not None:
            self.state = State.FINISHED
        elif order.grammar or order.thought is not None:
            self.state = State.PREPARING
        self.output = list(said.token_ids)
        self.num_computed = 0
        self.block_ids: tuple[int, ...] = ()
        self.adjuster = Adjuster(order)
        self.last_served = 0  # the scheduler's count of pieces at its last one

    @property
    def rank(self) -> int:
        return self.order.rank

    @property
    def takes_leftovers(self) -> bool:
        """Whether it is served only with what others leave."""
        return self.order.rank >= LEFTOVER_RANK

    @property
    def num_prompt_tokens(self) -> int:
        return len(self.order.prompt)

    @property
    def num_tokens(self) -> int:
        return len(self.order.prompt) + len(self.output)

    @property
    def num_pending(self) -> int:
        """Tokens known and not computed. The next token is drawn when none is left."""
        return self.num_tokens - self.num_computed

    @property
    def num_tokens_at_most(self) -> int:
        """What it may ever have to compute: the last token said is never fed back."""
        return len(self.order.prompt) + self.order.max_tokens - 1

    @property
    def needs_first_token(self) -> bool:
        return self.state is not State.FINISHED and not self.output

    @property
    def must_say(self) -> bool:
        """Whether its next token is known and needs no drawing."""
        return (
            self.state is not State.FINISHED
            and self.guide is not None
            and self.guide.forced is not None
        )

    @property
    def finish(self) -> Finish | None:
        """Why it ends after the last token it said, or None where it goes on."""
        if self.output and self.output[-1] in self.order.stop_ids:
            return Finish.STOP
        if self.guide is not None and self.guide.is_over:
            return Finish.STOP
        if len(self.output) >= self.order.max_tokens:
            return Finish.LENGTH
        return None

    def prepare(self, guide: Guide | None, *, arrival: int) -> None:
        """It is ready to be queued, as if it had arrived now."""
        self._move(State.WAITING)
        self.guide = guide
        self.place = (self.rank, arrival, self.choice)

    def start(self, block_ids: tuple[int, ...], *, num_computed: int) -> None:
        """Begin, or begin again, in these blocks, which hold the first `num_computed` tokens."""
        assert not self.block_ids
        has_prompt = num_computed >= self.num_prompt_tokens
        self._move(State.DECODING if has_prompt else State.PREFILLING)
        self.block_ids = block_ids
        self.num_computed = num_computed

    def grow(self, block_ids: tuple[int, ...]) -> None:
        self.block_ids += block_ids

    def move(self, block_ids: tuple[int, ...]) -> None:
        """Go on in these blocks, which hold the same."""
        assert len(block_ids) == len(self.block_ids)
        self.block_ids = block_ids

    def advance(self, num_tokens: int) -> None:
        """So many more tokens are computed."""
        assert 0 < num_tokens <= self.num_pending
        self.num_computed += num_tokens
        if self.state is State.PREFILLING and self.num_computed >= self.num_prompt_tokens:
            self._move(State.DECODING)

    def say(self, token_id: int) -> None:
        """Raises OffGrammar where its grammar cannot be followed beyond this token."""
        self.output.append(token_id)
        if self.guide is not None:
            self.guide.say(token_id)

    def preempt(self) -> None:
        """Lose the blocks, keep the words. The caller gives the blocks back."""
        self._move(State.WAITING)
        self._lose_blocks()

    def end(self) -> None:
        """Over. The caller gives the blocks back."""
        self._move(State.FINISHED)
        self._lose_blocks()

    def check(self, block_tokens: int) -> None:
        """Assert what is true between any two steps."""
        if self.state in (State.PREPARING, State.WAITING, State.FINISHED):
            assert not self.block_ids
            assert self.num_computed == 0
            return
        assert self.finish is None, "it has ended and still runs"
        assert self.num_computed <= len(self.block_ids) * block_tokens
        assert self.num_pending > 0, "nothing to compute and nothing drawn"
        assert (self.state is State.PREFILLING) == (self.num_computed < self.num_prompt_tokens)

    def _lose_blocks(self) -> None:
        self.block_ids = ()
        self.num_computed = 0

    def _move(self, state: State) -> None:
        assert state in MOVES[self.state], f"moved from {self.state} to {state}"
        self.state = state


def family_of(order: Order, *, arrival: int) -> list[Sequence]:
    """The order's choices, each where `resume` says it was."""
    family: list[Sequence] = []
    for choice in range(order.num_choices):
        said = order.resume[choice] if order.resume else Progress()
        family.append(Sequence(order, choice, arrival=arrival, family=family, said=said))
    return family
