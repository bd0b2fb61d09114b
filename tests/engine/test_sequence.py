"""One sequence: its states, and what it knows about itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rejoinder.engine.order import Finish, Progress
from rejoinder.engine.sequence import MOVES, State, family_of
from rejoinder.testing.orders import order

SCHEDULING = Path(__file__).parents[2] / "docs" / "scheduling.md"


def test_the_diagram_in_the_docs_is_the_table_of_moves() -> None:
    drawn = re.findall(r"^ +(\w+) --> (\w+)", SCHEDULING.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(drawn) == sorted(
        (state.name, target.name) for state, targets in MOVES.items() for target in targets
    )


def test_a_sequence_moves_along_the_table_and_nowhere_else() -> None:
    (sequence,) = family_of(order(), arrival=0)
    with pytest.raises(AssertionError, match="moved from waiting to waiting"):
        sequence.preempt()

    sequence.end()
    with pytest.raises(AssertionError, match="moved from finished to prefilling"):
        sequence.start((0,), num_computed=0)


def test_a_preempted_sequence_loses_its_blocks_but_not_its_words() -> None:
    (sequence,) = family_of(order(prompt=(1, 2, 3)), arrival=0)
    sequence.start((5,), num_computed=0)
    sequence.advance(3)
    sequence.say(9)
    assert (sequence.state, sequence.num_pending) == (State.DECODING, 1)

    sequence.preempt()

    assert (sequence.state, sequence.block_ids, sequence.output) == (State.WAITING, (), [9])
    assert sequence.num_pending == 4


def test_a_stop_id_ends_it_before_the_length_does() -> None:
    (sequence,) = family_of(order(max_tokens=2, stop_ids=(9,)), arrival=0)

    sequence.say(1)
    assert sequence.finish is None
    sequence.say(9)
    assert sequence.finish is Finish.STOP
    sequence.output[-1] = 8
    assert sequence.finish is Finish.LENGTH


def test_a_resumed_family_is_where_it_was() -> None:
    progress = (Progress((4, 5)), Progress((6,), Finish.STOP), Progress())
    first, second, third = family_of(order(num_choices=3, resume=progress), arrival=2)

    assert [each.state for each in (first, second, third)] == ["waiting", "finished", "waiting"]
    assert [each.output for each in (first, second, third)] == [[4, 5], [6], []]
    assert [each.needs_first_token for each in (first, second, third)] == [False, False, True]
    assert third.place == (0, 2, 2)
