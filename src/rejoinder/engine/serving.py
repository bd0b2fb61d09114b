"""How many tokens of each running sequence a step computes: pure questions about who runs.

Knows ranks and what each has to compute. Knows nothing of blocks or of who waits. Worked examples:
docs/scheduling.md.

Order of service, within a budget of tokens per step:
1. a row of every sequence already answering, so nobody stutters; where the budget is smaller than
   their number, the better rank comes first, and of one rank those served longest ago;
2. then rank by rank: more rows of those that have several to compute (tokens that had to be said
   and were not drawn, and words lost in a preemption or a crash), first in line first;
3. and the rank's prompts, a segment each, first in line first.

Of 2 and 3, ranks after the best that is served have a small share of the step only: it is to be
short for those before them. Who takes leftovers has no part in this while anybody else runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Many
from itertools import groupby

from rejoinder.engine.order import LEFTOVER_RANK
from rejoinder.engine.sequence import Sequence, State
from rejoinder.engine.step import Piece

# What later ranks, and those with leftovers also where they are alone, compute in a step besides a
# row each: those before them wait for its end. What it costs them: docs/decisions/0100.
MAX_LATER_TOKENS = 128


def shares(running: Many[Sequence], *, token_budget: int) -> list[tuple[Sequence, int]]:
    """How many tokens of whom, in the order in which their pieces stand.

    running: in the order of their places.
    """
    return list(_counts(_served(running), token_budget).items())


def room_for(newcomer: Sequence, running: Many[Sequence], *, token_budget: int) -> int:
    """How many tokens of its prompt the next step could compute if it ran as well, as the last of
    its rank."""
    if newcomer.takes_leftovers:
        beside = list(running)
        assert not beside or beside[0].takes_leftovers, "leftovers are let in beside others"
    else:
        beside = [sequence for sequence in running if not sequence.takes_leftovers]
    counts = _counts(beside, token_budget)
    best = beside[0].rank if beside else newcomer.rank
    room, later_room = token_budget, MAX_LATER_TOKENS
    for sequence, count in counts.items():
        first = int(sequence.state is State.DECODING)
        # Of those after it in line only what comes before all prompts.
        room -= count if sequence.rank <= newcomer.rank else first
        if _is_later(sequence, best):
            later_room -= count - first
    return min(room, later_room) if _is_later(newcomer, best) else room


def _is_later(sequence: Sequence, best: int) -> bool:
    return sequence.takes_leftovers or sequence.rank > best


def _served(running: Many[Sequence]) -> list[Sequence]:
    if not running[-1].takes_leftovers or running[0].takes_leftovers:
        return list(running)
    return [sequence for sequence in running if not sequence.takes_leftovers]


def _by_rank(served: Many[Sequence]) -> Iterator[list[Sequence]]:
    """All with leftovers are one."""
    if not served or served[0].rank == served[-1].rank:  # as nearly always: it costs time
        yield list(served)
        return
    for _, alike in groupby(served, key=lambda sequence: min(sequence.rank, LEFTOVER_RANK)):
        yield list(alike)


def _counts(served: Many[Sequence], room: int) -> dict[Sequence, int]:
    """How many tokens of each, those with any: first those answering, then prompts."""
    answering = [sequence for sequence in served if sequence.state is State.DECODING]
    if len(answering) > room:
        answering.sort(key=lambda sequence: (sequence.rank, sequence.last_served))
        del answering[room:]
    room -= len(answering)
    later_room = MAX_LATER_TOKENS
    counts = dict.fromkeys(answering, 1)
    for alike in _by_rank(served):
        is_later = bool(alike) and _is_later(alike[0], served[0].rank)
        if is_later:
            room = min(room, later_room)
        room_before = room
        for sequence in alike:
            if sequence in counts:
                num_more = max(0, min(sequence.num_pending - 1, room))
                counts[sequence] += num_more
                room -= num_more
        for sequence in alike:
            if sequence.state is State.PREFILLING:
                length = segment_length(sequence.num_prompt_tokens - sequence.num_computed, room)
                if length:
                    counts[sequence] = length
                    room -= length
        if is_later:
            later_room -= room_before - room
    return counts


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


def pieces(sequence: Sequence, count: int) -> Iterator[Piece]:
    """The next `count` tokens of a sequence: a segment of its prompt, or rows."""
    if sequence.state is State.PREFILLING:
        yield _segment(sequence, count)
    else:
        yield from _rows(sequence, count)


def _segment(sequence: Sequence, length: int) -> Piece:
    """Logits only where somebody draws from them."""
    start = sequence.num_computed
    end = start + length
    is_last = end == sequence.num_prompt_tokens
    return Piece(
        token_ids=sequence.order.prompt[start:end],
        start=start,
        block_ids=sequence.block_ids,
        wants_logits=is_last and any(other.needs_first_token for other in sequence.family),
    )


def _rows(sequence: Sequence, count: int) -> Iterator[Piece]:
    """Said tokens, one piece each. Logits only for the last token there is."""
    start = sequence.num_computed
    first = start - sequence.num_prompt_tokens
    for offset, token_id in enumerate(sequence.output[first : first + count]):
        yield Piece(
            token_ids=(token_id,),
            start=start + offset,
            block_ids=sequence.block_ids,
            wants_logits=start + offset + 1 == sequence.num_tokens,
        )
