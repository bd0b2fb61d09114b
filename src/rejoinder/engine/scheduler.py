"""Which sequences run in the next step, and with how many tokens each.

Knows sequences and blocks. Knows nothing of models, sampling, text or time. Ordinary
single-threaded code. Worked example: docs/scheduling.md.

Order of service, within a budget of tokens per step:
1. the next token of every sequence already answering, so nobody stutters; where the budget is
   smaller than their number, those served longest ago come first;
2. words said before and lost (after a preemption or a crash), as rows, oldest sequence first;
3. prompts, a segment each, oldest sequence first.

Order of memory is age alone. Sequences start oldest first and, when blocks run out, stop newest
first. So those running are always the oldest there are, the oldest of all is never stopped, and
since one sequence alone always fits, something always gets done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rejoinder.engine.blocks import BlockPool, num_blocks_for
from rejoinder.engine.sequence import Sequence, State
from rejoinder.engine.step import BlockCopy, Piece, Step


@dataclass(frozen=True, slots=True)
class Plan:
    """A step and whose it is.

    served: the sequence of each of the step's pieces. copied: of each of its copies.
    """

    step: Step
    served: tuple[Sequence, ...]
    copied: tuple[Sequence, ...]


class Scheduler:
    """Owns the pool and the two queues, both oldest first: `running` hold blocks, `waiting` none.

    token_budget: tokens per step, at least 2; a step may hold one more (see `segment_length`).
    max_sequences: how many may run at once.
    """

    def __init__(
        self, pool: BlockPool, *, block_tokens: int, token_budget: int, max_sequences: int
    ) -> None:
        # With 1 a prompt of three tokens could never be computed.
        assert token_budget >= 2
        assert max_sequences >= 1
        self.pool = pool
        self.block_tokens = block_tokens
        self.token_budget = token_budget
        self.max_sequences = max_sequences
        self.running: list[Sequence] = []
        self.waiting: deque[Sequence] = deque()
        self.num_preemptions = 0
        self._num_served = 0  # pieces so far: no two sequences were served at the same number

    @property
    def has_sequences(self) -> bool:
        return bool(self.running or self.waiting)

    def add(self, sequence: Sequence) -> None:
        self.waiting.append(sequence)

    def plan(self) -> Plan:
        """Make room, let in who fits, and choose the pieces. There is a sequence to serve."""
        self._grow()
        copies = self._let_in()
        chosen = list(self._choose())
        for sequence, _ in chosen:
            self._num_served += 1
            sequence.last_served = self._num_served
        return Plan(
            step=Step(
                pieces=tuple(piece for _, piece in chosen),
                copies=tuple(copy for _, copy in copies),
            ),
            served=tuple(sequence for sequence, _ in chosen),
            copied=tuple(sequence for sequence, _ in copies),
        )

    def retire(self, sequence: Sequence) -> None:
        """It has said its last token. Its prompt goes to a sibling that would else compute it."""
        if sequence.state is State.WAITING:  # it drew its first token from a sibling's prompt
            self.waiting.remove(sequence)
            sequence.end()
            return
        self.running.remove(sequence)
        num_kept = 0
        if self._has_heir(sequence):
            num_kept = self._num_blocks_for(sequence.num_prompt_tokens)
            heir = self.waiting.popleft()
            heir.start(sequence.block_ids[:num_kept], num_computed=heir.num_prompt_tokens)
            self.running.append(heir)
        self.pool.release(sequence.block_ids[num_kept:])
        sequence.end()

    def abandon(self, sequence: Sequence) -> None:
        """It is no longer wanted, but its siblings are: a prompt it has computed goes to them."""
        if sequence.state is State.PREFILLING:
            self.drop([sequence])
        else:
            self.retire(sequence)

    def drop(self, family: Iterable[Sequence]) -> None:
        """These are no longer wanted."""
        for sequence in family:
            if sequence.state is State.WAITING:
                self.waiting.remove(sequence)
            elif sequence.state is not State.FINISHED:
                self.running.remove(sequence)
            else:
                continue
            self.pool.release(sequence.block_ids)
            sequence.end()

    def check(self) -> None:
        """Assert what is true between any two steps."""
        ages = [sequence.age for sequence in (*self.running, *self.waiting)]
        assert ages == sorted(ages), "those running are not the oldest, oldest first"
        assert len(self.running) <= self.max_sequences
        for sequence in self.running:
            assert sequence.state in (State.PREFILLING, State.DECODING)
            sequence.check(self.block_tokens)
        for sequence in self.waiting:
            assert sequence.state is State.WAITING
            sequence.check(self.block_tokens)
        self.pool.check(sequence.block_ids for sequence in self.running)

    # Memory

    def _grow(self) -> None:
        """Blocks for the tokens every sequence has said, oldest first; the newest give way."""
        for sequence in tuple(self.running):
            # Those still at their prompt took all they need when let in. Those waiting have just
            # given way to an older one.
            if sequence.state is not State.DECODING:
                continue
            missing = self._num_blocks_for(sequence.num_tokens) - len(sequence.block_ids)
            while not self.pool.can_take(missing) and sequence.state is State.DECODING:
                self._preempt_newest()
            if sequence.state is State.DECODING:
                sequence.grow(self.pool.take(missing))

    def _preempt_newest(self) -> None:
        newest = self.running.pop()
        self.pool.release(newest.block_ids)
        newest.preempt()
        self.waiting.appendleft(newest)
        self.num_preemptions += 1

    def _let_in(self) -> list[tuple[Sequence, BlockCopy]]:
        """Start waiting sequences, oldest first, until one does not fit."""
        copies = []
        while self.waiting and len(self.running) < self.max_sequences:
            sequence = self.waiting[0]
            sibling = next((other for other in sequence.family if other.block_ids), None)
            if sibling is not None and sibling.state is State.PREFILLING:
                break  # its prompt is being computed
            if not self._fits(sequence, sibling):
                break
            self.running.append(self.waiting.popleft())
            if sibling is None:
                blocks = self.pool.take(self._num_blocks_for(sequence.num_tokens))
                sequence.start(blocks, num_computed=0)
            else:
                copies += self._fork(sequence, sibling)
        return copies

    def _fits(self, sequence: Sequence, sibling: Sequence | None) -> bool:
        """Whether its blocks can be had, with one more for each sequence that may need one.

        Without that reserve a newcomer would be stopped again by the next sequence to fill its
        block, with its prompt computed for nothing.
        """
        if not self.running:
            return True  # everything is free, and every order fits alone: see `validity.py`
        num_blocks = self._num_blocks_for(sequence.num_tokens)
        num_shared = 0 if sibling is None else sibling.num_prompt_tokens // self.block_tokens
        may_grow = self._num_blocks_for(sequence.num_tokens_at_most) > num_blocks
        reserve = may_grow + sum(
            self._num_blocks_for(other.num_tokens_at_most) > len(other.block_ids)
            for other in self.running
        )
        return self.pool.can_take(num_blocks - num_shared + reserve)

    def _fork(self, sequence: Sequence, sibling: Sequence) -> list[tuple[Sequence, BlockCopy]]:
        """Start with the sibling's prompt: full blocks are shared, a partly filled one is copied.

        Beyond the prompt the copied block holds the sibling's words; they are overwritten before
        they are read. The sibling is the oldest running, so no copy reads what another writes.
        """
        num_shared, rest = divmod(sequence.num_prompt_tokens, self.block_tokens)
        shared = sibling.block_ids[:num_shared]
        own = self.pool.take(self._num_blocks_for(sequence.num_tokens) - num_shared)
        self.pool.share(shared)
        sequence.start(shared + own, num_computed=sequence.num_prompt_tokens)
        if not rest:
            return []
        return [(sequence, BlockCopy(source=sibling.block_ids[num_shared], target=own[0]))]

    def _has_heir(self, sequence: Sequence) -> bool:
        """Whether the next in line is a sibling, and no other sibling holds the prompt."""
        if not self.waiting or self.waiting[0].order is not sequence.order:
            return False
        return not any(other.block_ids for other in sequence.family if other is not sequence)

    def _num_blocks_for(self, num_tokens: int) -> int:
        return num_blocks_for(num_tokens, self.block_tokens)

    # Pieces

    def _choose(self) -> Iterator[tuple[Sequence, Piece]]:
        """Pieces for one step, each with its sequence, in the order of service."""
        room = self.token_budget
        decoding = [other for other in self.running if other.state is State.DECODING]
        answering = [sequence for sequence in decoding if sequence.num_pending == 1]
        if len(answering) > room:
            answering.sort(key=lambda sequence: sequence.last_served)
            del answering[room:]
        for sequence in answering:
            yield from ((sequence, row) for row in rows(sequence, 1))
        room -= len(answering)

        for sequence in decoding:
            if sequence.num_pending > 1:
                num_rows = min(sequence.num_pending, room)
                yield from ((sequence, row) for row in rows(sequence, num_rows))
                room -= num_rows

        for sequence in self.running:
            if sequence.state is State.PREFILLING:
                num_left = sequence.num_prompt_tokens - sequence.num_computed
                length = segment_length(num_left, room)
                if length:
                    yield sequence, segment(sequence, length)
                    room -= length


def segment_length(num_left: int, room: int) -> int:
    """How many of a prompt's `num_left` tokens to compute now, with room for `room` in the step.

    Never 1 of several and never all but 1, as one prompt token alone would be a row and differ
    in the last bits. Where that rule leaves no other way the room is exceeded by one token: 2
    with room for 1, and 3 of 3 with room for 2. 0 means not now.
    """
    if num_left <= room or room < 1:
        return num_left if room >= 1 else 0
    length = max(room, 2)
    if num_left - length == 1:
        length += 1 if length == 2 else -1
    return length if length <= room + 1 else 0


def segment(sequence: Sequence, length: int) -> Piece:
    """The next `length` tokens of the prompt. Logits only where somebody draws from them."""
    start = sequence.num_computed
    end = start + length
    is_last = end == sequence.num_prompt_tokens
    return Piece(
        token_ids=sequence.order.prompt[start:end],
        start=start,
        block_ids=sequence.block_ids,
        wants_logits=is_last and any(other.needs_first_token for other in sequence.family),
    )


def rows(sequence: Sequence, count: int) -> Iterator[Piece]:
    """The next `count` said tokens, one piece each. Logits only for the last token there is."""
    start = sequence.num_computed
    first = start - sequence.num_prompt_tokens
    for offset, token_id in enumerate(sequence.output[first : first + count]):
        yield Piece(
            token_ids=(token_id,),
            start=start + offset,
            block_ids=sequence.block_ids,
            wants_logits=start + offset + 1 == sequence.num_tokens,
        )
