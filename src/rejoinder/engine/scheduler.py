"""Who runs, and so who holds memory; and the pieces of the next step.

Knows sequences and blocks. Knows nothing of models, sampling, text or time. Ordinary
single-threaded code. How a step is shared among those running: serving.py. Worked examples:
docs/scheduling.md.

Memory and places go by rank, and within a rank by age. Sequences start first in line first and,
when blocks run out, stop last in line first. Who is first in line and finds no room takes that of
those of a later rank. So of each rank those running are always the oldest there are; the first of
the best rank is never stopped; and since one sequence alone always fits, something always gets
done.

Who takes leftovers (the flex tier) keeps place and memory while others run, unless others need
them, and is served nothing, but for one thing: a step of a single token is padded to two, and in
the place of the padding goes a row of theirs.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rejoinder.engine.blocks import BlockPool, num_blocks_for
from rejoinder.engine.prefix_cache import Match, PrefixCache
from rejoinder.engine.sequence import Sequence, State
from rejoinder.engine.serving import pieces, room_for, segment_length, shares
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
    """Owns the pool and two queues, first in line first: `running` hold blocks, `waiting` none.

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
        self.waiting: list[Sequence] = []
        self.num_preemptions = 0
        self._remembers = prefix_cache
        self._num_served = 0  # pieces so far: no two sequences were served at the same number

    @property
    def has_sequences(self) -> bool:
        return bool(self.running or self.waiting)

    def add(self, sequence: Sequence) -> None:
        insort(self.waiting, sequence, key=_place)

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
            heir = self.waiting.pop(0)
            heir.start(sequence.block_ids[:num_kept], num_computed=heir.num_prompt_tokens)
            insort(self.running, heir, key=_place)
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
        for queue in (self.running, self.waiting):
            places = [sequence.place for sequence in queue]
            assert places == sorted(places), "a queue is out of order"
        last_running = {sequence.rank: sequence.place for sequence in self.running}
        for sequence in self.waiting:
            assert sequence.place > last_running.get(sequence.rank, ()), (
                "those running are not the oldest of their rank"
            )
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
        """Blocks for the tokens every sequence has said, first in line first; the last give way."""
        is_pausing = self._is_pausing()
        for sequence in tuple(self.running):
            # Those still at their prompt took all they need when let in. Those waiting have just
            # given way to one before them. Those paused compute nothing that needs more.
            is_paused = is_pausing and sequence.takes_leftovers
            if sequence.state is not State.DECODING or is_paused:
                continue
            missing = self._num_blocks_for(sequence.num_tokens) - len(sequence.block_ids)
            while not self.pool.can_take(missing) and sequence.state is State.DECODING:
                self._preempt_last()
            if sequence.state is State.DECODING:
                sequence.grow(self._take(missing, sequence))

    def _is_pausing(self) -> bool:
        """Whether those with leftovers are paused: somebody else runs, or will in the next step.

        Who waits and takes none finds room wherever only they run.
        """
        return any(queue and not queue[0].takes_leftovers for queue in (self.running, self.waiting))

    def _preempt_last(self) -> None:
        last = self.running.pop()
        self.pool.release(last.block_ids)
        last.preempt()
        insort(self.waiting, last, key=_place)
        self.num_preemptions += 1

    def _let_in(self) -> _Newcomers:
        """Start waiting sequences, first in line first, until one has to wait."""
        new = _Newcomers()
        while self.waiting and self._has_place(self.waiting[0]):
            sequence = self.waiting[0]
            sibling = next((other for other in sequence.family if other.block_ids), None)
            if sibling is None:
                match = self._way_in(sequence)
                if match is None:
                    break
                self._clear(sequence, match.shared, match.source)
                self._start(sequence, match, new)
            else:
                # While the sibling computes the prompt there is nothing to share.
                shared = sibling.block_ids[: sequence.num_prompt_tokens // self.block_tokens]
                if sibling.state is State.PREFILLING or not self._can_clear(sequence, shared):
                    break
                self._clear(sequence, shared)
                self._fork(sequence, sibling, new)
            self.waiting.pop(0)  # those cleared away stand behind it
            insort(self.running, sequence, key=_place)
        self.pool.release(tuple(new.sources))
        return new

    def _has_place(self, sequence: Sequence) -> bool:
        """Whether it may run beside those who do, if there is memory: there are fewer than may run,
        or one of a later rank who can go. Nobody with leftovers starts beside others."""
        if not self.running:
            return True
        if sequence.takes_leftovers and not self.running[0].takes_leftovers:
            return False
        return len(self.running) < self.max_sequences or self.running[-1].rank > sequence.rank

    def _way_in(self, sequence: Sequence) -> Match | None:
        """What to start its prompt from, or None while it has to wait.

        Only who is served in this very step is let in: later there may be more to start from.
        """
        room = room_for(sequence, self.running, token_budget=self.token_budget)
        if room < 1:
            return None
        best = self.cache.match(self._scope(sequence), sequence.order.prompt)
        if self._is_under_way(sequence, best):
            return None
        for match in (best, best.without_copy(self.block_tokens)):
            num_left = sequence.num_prompt_tokens - match.num_tokens
            if segment_length(num_left, room) and self._can_clear(
                sequence, match.shared, match.source
            ):
                return match
        return None

    def _is_under_way(self, sequence: Sequence, match: Match) -> bool:
        """Whether somebody is computing the very block that is missing next.

        Nobody of a later rank: they may be paused over it.
        """
        prompt, scope = sequence.order.prompt, self._scope(sequence)
        until = (len(match.shared) + 1) * self.block_tokens
        if scope is None or until > len(prompt) - 2:
            return False
        return any(
            other.state is State.PREFILLING
            and other.rank <= sequence.rank
            and self._scope(other) == scope
            and other.order.prompt[:until] == prompt[:until]
            for other in self.running
        )

    def _num_missing(
        self, sequence: Sequence, shared: tuple[int, ...], source: int | None = None
    ) -> int:
        """How many blocks too few can be had for it, with one more for each sequence of its rank or
        a better one that may need one.

        Without that reserve a newcomer would be stopped again by the next sequence to fill its
        block, with its prompt computed for nothing. With nobody running everything can be had,
        and every order fits alone: see `validity.py`.
        """
        num_blocks = self._num_blocks_for(sequence.num_tokens)
        num_wanted = num_blocks - sum(self.pool.is_held(block_id) for block_id in shared)
        if source is not None and not self.pool.is_held(source):
            num_wanted += 1  # it must not go before it is copied
        # Those of later ranks will make room themselves.
        lasting = [other for other in self.running if other.rank <= sequence.rank]
        if lasting:
            num_wanted += self._num_blocks_for(sequence.num_tokens_at_most) > num_blocks
            num_wanted += sum(
                self._num_blocks_for(other.num_tokens_at_most) > len(other.block_ids)
                for other in lasting
            )
        return max(0, num_wanted - self.pool.num_available)

    def _can_clear(
        self, sequence: Sequence, shared: tuple[int, ...], source: int | None = None
    ) -> bool:
        """Whether its blocks can be had, if need be from those of later ranks."""
        missing = self._num_missing(sequence, shared, source)
        if not missing:
            return True
        later = (other.block_ids for other in self.running if other.rank > sequence.rank)
        return len(self.pool.freed_by(later).difference(shared, (source,))) >= missing

    def _clear(
        self, sequence: Sequence, shared: tuple[int, ...], source: int | None = None
    ) -> None:
        """Preempt those of later ranks until it has a place and its blocks."""
        while len(self.running) >= self.max_sequences or self._num_missing(
            sequence, shared, source
        ):
            assert self.running[-1].rank > sequence.rank, "there was no room to clear"
            self._preempt_last()

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

        The sibling is the family's first and started earlier, so no copy reads what another writes.
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
        """Pieces for one step, each with its sequence."""
        chosen = shares(self.running, token_budget=self.token_budget)
        if sum(count for _, count in chosen) == 1 and self._is_pausing():
            chosen += [(sequence, 1) for sequence in self._paused_row()]
        for sequence, count in chosen:
            yield from ((sequence, piece) for piece in pieces(sequence, count))

    def _paused_row(self) -> list[Sequence]:
        """Of those paused the one, if any, that gets on by a row: who was served longest ago."""
        paused = [
            sequence
            for sequence in self.running
            if sequence.takes_leftovers and sequence.state is State.DECODING
        ]
        if not paused:
            return []
        sequence = min(paused, key=lambda each: each.last_served)
        missing = self._num_blocks_for(sequence.num_computed + 1) - len(sequence.block_ids)
        if missing > 0:
            if not self.pool.can_take(missing):
                return []
            sequence.grow(self._take(missing, sequence))
        return [sequence]


def _place(sequence: Sequence) -> tuple[int, int, int]:
    return sequence.place
