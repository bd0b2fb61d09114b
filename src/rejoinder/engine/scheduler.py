"""Which sequences run in the next step, and with how many tokens each.

Knows sequences and blocks. Knows nothing of models, sampling, text or time. Ordinary
single-threaded code. Worked example: docs/scheduling.md.

Order of service, within a budget of tokens per step:
1. a row of every sequence already answering, so nobody stutters; where the budget is smaller than
   their number, those served longest ago come first;
2. more rows of those that have several to compute, oldest sequence first: tokens that had to be
   said and were not drawn, and words lost in a preemption or a crash;
3. prompts, a segment each, oldest sequence first.

Order of memory is age alone. Sequences start oldest first and, when blocks run out, stop newest
first. So those running are always the oldest there are, the oldest of all is never stopped, and
since one sequence alone always fits, something always gets done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rejoinder.engine.blocks import BlockPool, num_blocks_for
from rejoinder.engine.prefix_cache import Match, PrefixCache
from rejoinder.engine.sequence import Sequence, State
from rejoinder.engine.step import BlockCopy, Piece, Step


@dataclass(frozen=True, slots=True)
class Plan:
    """A step and whose it is.

    served: the sequence of each of the step's pieces. copied: of each of its copies. started: who
    begins, or begins again, by computing a prompt, and how many of its tokens were there already.
    """

    step: Step
    served: tuple[Sequence, ...]
    copied: tuple[Sequence, ...]
    started: tuple[tuple[Sequence, int], ...]


@dataclass(slots=True)
class _Newcomers:
    """Who is let in before a step, as in `Plan`, and the blocks that must stay till all are in."""

    started: list[tuple[Sequence, int]] = field(default_factory=list)
    copies: list[tuple[Sequence, BlockCopy]] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)


class Scheduler:
    """Owns the pool and the two queues, both oldest first: `running` hold blocks, `waiting` none.

    token_budget: tokens per step, at least 2; a step may hold one more (see `segment_length`).
    max_sequences: how many may run at once. prefix_cache: whether prompts are remembered.
    """

    def __init__(
        self,
        pool: BlockPool,
        *,
        block_tokens: int,
        token_budget: int,
        max_sequences: int,
        prefix_cache: bool = True,
    ) -> None:
        # With 1 a prompt of three tokens could never be computed.
        assert token_budget >= 2
        assert max_sequences >= 1
        self.pool = pool
        self.cache = PrefixCache(pool, block_tokens=block_tokens)
        self.block_tokens = block_tokens
        self.token_budget = token_budget
        self.max_sequences = max_sequences
        self.running: list[Sequence] = []
        self.waiting: deque[Sequence] = deque()
        self.num_preemptions = 0
        self._remembers = prefix_cache
        self._num_served = 0  # pieces so far: no two sequences were served at the same number

    @property
    def has_sequences(self) -> bool:
        return bool(self.running or self.waiting)

    def add(self, sequence: Sequence) -> None:
        self.waiting.append(sequence)

    def plan(self) -> Plan:
        """Make room, let in who fits, and choose the pieces. There is a sequence to serve."""
        self._grow()
        new = self._let_in()
        chosen = list(self._choose())
        for sequence, _ in chosen:
            self._num_served += 1
            sequence.last_served = self._num_served
        return Plan(
            step=Step(
                pieces=tuple(piece for _, piece in chosen),
                copies=tuple(copy for _, copy in new.copies),
            ),
            served=tuple(sequence for sequence, _ in chosen),
            copied=tuple(sequence for sequence, _ in new.copies),
            started=tuple(new.started),
        )

    def advance(self, sequence: Sequence, num_tokens: int) -> None:
        """So many more tokens of it have been computed. What is prompt can serve others now."""
        start, was_prefilling = sequence.num_computed, sequence.state is State.PREFILLING
        sequence.advance(num_tokens)
        scope = self._scope(sequence)
        if was_prefilling and scope is not None:
            sequence.move(
                self.cache.add(
                    scope,
                    sequence.order.prompt,
                    sequence.block_ids,
                    start=start,
                    end=sequence.num_computed,
                )
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
        if sequence.state in (State.PREPARING, State.PREFILLING):
            self.drop([sequence])
        else:
            self.retire(sequence)

    def drop(self, family: Iterable[Sequence]) -> None:
        """These are no longer wanted."""
        for sequence in family:
            if sequence.state is State.WAITING:
                self.waiting.remove(sequence)
            elif sequence.state in (State.PREFILLING, State.DECODING):
                self.running.remove(sequence)
            elif sequence.state is State.FINISHED:
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
        self.cache.check()
        for sequence in self.running:
            if self._scope(sequence) is not None:
                num_computed = min(sequence.num_computed, sequence.num_prompt_tokens)
                for block_id in sequence.block_ids[: num_computed // self.block_tokens]:
                    assert self.cache.knows(block_id), f"block {block_id} is not remembered"

    # Memory

    def _scope(self, sequence: Sequence) -> str | None:
        """For whom its prompt is remembered. A prompt of one token is a row: it serves nobody."""
        has_segments = sequence.num_prompt_tokens > 1
        return sequence.order.cache_scope if self._remembers and has_segments else None

    def _take(self, count: int, sequence: Sequence) -> tuple[int, ...]:
        self.cache.make_room(count, self._scope(sequence))
        return self.pool.take(count)

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
                sequence.grow(self._take(missing, sequence))

    def _preempt_newest(self) -> None:
        newest = self.running.pop()
        self.pool.release(newest.block_ids)
        newest.preempt()
        self.waiting.appendleft(newest)
        self.num_preemptions += 1

    def _let_in(self) -> _Newcomers:
        """Start waiting sequences, oldest first, until one has to wait."""
        new = _Newcomers()
        room = self._room()
        while self.waiting and len(self.running) < self.max_sequences:
            sequence = self.waiting[0]
            sibling = next((other for other in sequence.family if other.block_ids), None)
            if sibling is None:
                match = self._way_in(sequence, room)
                if match is None:
                    break
                self._start(sequence, match, new)
            else:
                # While the sibling computes the prompt there is nothing to share.
                if sibling.state is State.PREFILLING or not self._fits(
                    sequence, sibling.block_ids[: sequence.num_prompt_tokens // self.block_tokens]
                ):
                    break
                self._fork(sequence, sibling, new)
            self.running.append(self.waiting.popleft())
            room -= _num_due(sequence, room)
        self.pool.release(tuple(new.sources))
        return new

    def _room(self) -> int:
        """What of the next step's budget those running leave."""
        room = self.token_budget
        for state in (State.DECODING, State.PREFILLING):
            for sequence in self.running:
                if sequence.state is state:
                    room -= _num_due(sequence, room)
        return room

    def _way_in(self, sequence: Sequence, room: int) -> Match | None:
        """What to start its prompt from, or None while it has to wait.

        Only who is served in this very step is let in: later there may be more to start from.
        """
        if room < 1:
            return None
        best = self.cache.match(self._scope(sequence), sequence.order.prompt)
        if self._is_under_way(sequence, best):
            return None
        for match in (best, best.without_copy(self.block_tokens)):
            num_left = sequence.num_prompt_tokens - match.num_tokens
            if segment_length(num_left, room) and self._fits(sequence, match.shared, match.source):
                return match
        return None

    def _is_under_way(self, sequence: Sequence, match: Match) -> bool:
        """Whether somebody is computing the very block that is missing next."""
        prompt, scope = sequence.order.prompt, self._scope(sequence)
        until = (len(match.shared) + 1) * self.block_tokens
        if scope is None or until > len(prompt) - 2:
            return False
        return any(
            other.state is State.PREFILLING
            and self._scope(other) == scope
            and other.order.prompt[:until] == prompt[:until]
            for other in self.running
        )

    def _fits(self, sequence: Sequence, shared: tuple[int, ...], source: int | None = None) -> bool:
        """Whether its blocks can be had, with one more for each sequence that may need one.

        Without that reserve a newcomer would be stopped again by the next sequence to fill its
        block, with its prompt computed for nothing. With nobody running everything can be had,
        and every order fits alone: see `validity.py`.
        """
        num_blocks = self._num_blocks_for(sequence.num_tokens)
        num_wanted = num_blocks - sum(self.pool.is_held(block_id) for block_id in shared)
        if source is not None and not self.pool.is_held(source):
            num_wanted += 1  # it must not go before it is copied
        if self.running:
            num_wanted += self._num_blocks_for(sequence.num_tokens_at_most) > num_blocks
            num_wanted += sum(
                self._num_blocks_for(other.num_tokens_at_most) > len(other.block_ids)
                for other in self.running
            )
        return self.pool.can_take(num_wanted)

    def _start(self, sequence: Sequence, match: Match, new: _Newcomers) -> None:
        """Start with what is there of the prompt: full blocks are shared, a part is copied.

        Beyond the part the copied block holds another's tokens; they are overwritten before they
        are read.
        """
        self.pool.share(match.shared)
        if match.source is not None:
            self.pool.share((match.source,))
            new.sources.append(match.source)
        num_own = self._num_blocks_for(sequence.num_tokens) - len(match.shared)
        own = self._take(num_own, sequence)
        if match.source is not None:
            new.copies.append((sequence, BlockCopy(source=match.source, target=own[0])))
        sequence.start(match.shared + own, num_computed=match.num_tokens)
        new.started.append((sequence, match.num_tokens))

    def _fork(self, sequence: Sequence, sibling: Sequence, new: _Newcomers) -> None:
        """Start with the sibling's prompt, as with any other's, but all of it.

        The sibling is the oldest running, so no copy reads what another writes.
        """
        num_shared, rest = divmod(sequence.num_prompt_tokens, self.block_tokens)
        shared = sibling.block_ids[:num_shared]
        self.pool.share(shared)
        own = self._take(self._num_blocks_for(sequence.num_tokens) - num_shared, sequence)
        sequence.start(shared + own, num_computed=sequence.num_prompt_tokens)
        if rest:
            copy = BlockCopy(source=sibling.block_ids[num_shared], target=own[0])
            new.copies.append((sequence, copy))

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
        answering = [other for other in self.running if other.state is State.DECODING]
        if len(answering) > room:
            answering.sort(key=lambda sequence: sequence.last_served)
            del answering[room:]
        room -= len(answering)
        for sequence in answering:
            num_more = min(sequence.num_pending - 1, room)
            yield from ((sequence, row) for row in rows(sequence, 1 + num_more))
            room -= num_more

        for sequence in self.running:
            if sequence.state is State.PREFILLING:
                num_left = sequence.num_prompt_tokens - sequence.num_computed
                length = segment_length(num_left, room)
                if length:
                    yield sequence, segment(sequence, length)
                    room -= length


def _num_due(sequence: Sequence, room: int) -> int:
    """How many of its tokens the next step computes, with room for `room`."""
    if sequence.state is State.PREFILLING:
        return segment_length(sequence.num_prompt_tokens - sequence.num_computed, room)
    return sequence.num_pending


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
