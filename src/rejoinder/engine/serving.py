"""How many tokens of each running sequence a step computes: pure questions about who runs.

Knows ranks and what each has to compute. Knows nothing of blocks or of who waits. Worked examples:
docs/scheduling.md.

Order of service, within a budget of tokens per step:
1. a row of every sequence already answering, so nobody stutters; where the budget is smaller than
   their number, the better rank comes first, and of one rank those served longest ago;
2. then rank by rank: more rows of those that have several to compute (tokens that had to be said
   and were not drawn, and words lost in a preemption or a crash), first in line first;
3. and the rank's prompts, a segment each, first in line first.

Who takes leftovers has no part in this while anybody else runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Many
from itertools import groupby

from rejoinder.engine.order import LEFTOVER_RANK
from rejoinder.engine.sequence import Sequence, State
from rejoinder.engine.step import Piece

# What those with leftovers compute of prompts in one step. Who comes in the middle of a step waits
# for its end, so it must not be long. Cost: see docs/decisions/0100.
MAX_LEFTOVER_SEGMENTS = 128


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
        assert beside == _served(running), "who takes leftovers is let in beside others"
    else:
        beside = [sequence for sequence in running if not sequence.takes_leftovers]
    counts = _counts(beside, token_budget)
    ahead = 0
    for sequence, count in counts.items():
        # Of those after it in line only what comes before all prompts.
        ahead += count if sequence.rank <= newcomer.rank else sequence.state is State.DECODING
    room = token_budget - ahead
    if newcomer.takes_leftovers:
        in_segments = (counts[each] for each in counts if each.state is State.PREFILLING)
        room = min(room, MAX_LEFTOVER_SEGMENTS - sum(in_segments))
    return room


def _served(running: Many[Sequence]) -> list[Sequence]:
    others = [sequence for sequence in running if not sequence.takes_leftovers]
    return others or list(running)


def _counts(served: Many[Sequence], room: int) -> dict[Sequence, int]:
    """How many tokens of each, those with any: first those answering, then prompts."""
    answering = [sequence for sequence in served if sequence.state is State.DECODING]
    if len(answering) > room:
        answering.sort(key=lambda sequence: (sequence.rank, sequence.last_served))
        del answering[room:]
    room -= len(answering)
    counts = dict.fromkeys(answering, 1)
    for _, rank in groupby(served, key=lambda sequence: min(sequence.rank, LEFTOVER_RANK)):
        alike = list(rank)
        for sequence in alike:
            if sequence in counts:
                num_more = max(0, min(sequence.num_pending - 1, room))
                counts[sequence] += num_more
                room -= num_more
        if alike[0].takes_leftovers:
            room = min(room, MAX_LEFTOVER_SEGMENTS)
        for sequence in alike:
            if sequence.state is State.PREFILLING:
                length = segment_length(sequence.num_prompt_tokens - sequence.num_computed, room)
                if length:
                    counts[sequence] = length
                    room -= length
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
