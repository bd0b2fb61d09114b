"""Who runs next, with how many tokens, and who gives way: exact lists in tiny worlds."""

from __future__ import annotations

import msgspec
import pytest

from rejoinder.engine.order import Progress
from rejoinder.engine.sequence import State
from rejoinder.engine.serving import segment_length
from rejoinder.testing.orders import order
from tests.engine.scheduling import World, name_of, told


def test_those_answering_come_first_and_prompts_take_the_rest_of_the_budget() -> None:
    world = World(token_budget=8)
    world.add(order("a", [0] * 6))
    world.add(order("b", [0] * 10))

    assert world.step() == ["a[0:6]!", "b[0:2]"]
    assert world.step() == ["a[6]!", "b[2:8]"]  # the 7 there is room for would leave one alone
    assert world.step() == ["a[7]!", "b[8:10]!"]


def test_a_lone_token_is_a_row_only_where_it_is_the_whole_prompt() -> None:
    world = World(token_budget=8)
    world.add(order("a", [0]))
    world.add(order("b", [0] * 8))

    assert world.step() == ["a[0]!", "b[0:6]"]
    assert world.step() == ["a[1]!", "b[6:8]!"]


def test_a_segment_is_never_one_token_and_never_leaves_one() -> None:
    for num_left in range(1, 40):
        for room in range(12):
            length = segment_length(num_left, room)
            assert length <= max(room + 1, 0)
            assert num_left - length != 1 or num_left == 1
            assert length != 1 or num_left == 1
            if room == 0:
                assert length == 0
            if room >= 2:
                assert length > 0  # so a prompt that is first in line always gets on


@pytest.mark.parametrize(
    ("num_left", "room", "length"),
    [(8, 8, 8), (9, 8, 7), (10, 8, 8), (3, 2, 3), (2, 1, 2), (4, 1, 2), (3, 1, 0), (1, 1, 1)],
)
def test_the_budget_gives_by_one_token_where_the_rule_would_block(
    num_left: int, room: int, length: int
) -> None:
    assert segment_length(num_left, room) == length


def test_with_more_answers_than_budget_everyone_is_served_in_turn() -> None:
    world = World(token_budget=2)
    world.add(order("a", [0, 0], max_tokens=5, num_choices=3))

    assert [world.step() for _ in range(5)] == [
        ["a.0[0:2]!"],
        ["0>1", "0>2", "a.1[2]!", "a.2[2]!"],
        ["a.0[2]!", "a.1[3]!"],
        ["a.2[3]!", "a.0[3]!"],
        ["a.1[4]!", "a.2[4]!"],
    ]


def test_prompts_wait_while_those_answering_fill_the_budget() -> None:
    world = World(token_budget=2)
    world.add(order("a", [0], max_tokens=3))
    world.add(order("b", [0], max_tokens=4))
    world.add(order("c", [0, 0], max_tokens=1))

    assert [world.step() for _ in range(4)] == [
        ["a[0]!", "b[0]!"],
        ["a[1]!", "b[1]!"],
        ["a[2]!", "b[2]!", "a."],
        ["b[3]!", "c[0:2]!", "b.", "c."],  # one more than the budget, as c cannot be cut
    ]


def test_what_was_said_before_is_replayed_as_rows_within_the_budget() -> None:
    world = World(token_budget=4)
    world.add(order("a", [0] * 3, max_tokens=9, resume=(Progress((5, 6, 7, 8, 9, 9)),)))

    assert world.step() == ["a[0:3]"]  # no logits: nobody draws a first token
    assert world.step() == ["a[3]", "a[4]", "a[5]", "a[6]"]
    assert world.step() == ["a[7]", "a[8]!"]


def test_choices_share_the_full_blocks_of_the_prompt_and_copy_the_last() -> None:
    world = World(token_budget=8)
    first, second = world.add(order("a", [0] * 6, num_choices=2))

    assert world.step() == ["a.0[0:6]!"]
    assert world.pool.num_free == 98
    assert world.step() == ["1>2", "a.0[6]!", "a.1[6]!"]
    assert (first.block_ids, second.block_ids) == ((0, 1), (0, 2))


def test_choices_copy_nothing_where_the_prompt_fills_its_blocks() -> None:
    world = World(token_budget=8)
    first, second = world.add(order("a", [0] * 4, num_choices=2))

    assert world.step() == ["a.0[0:4]!"]
    assert world.step() == ["a.0[4]!", "a.1[4]!"]
    assert (first.block_ids, second.block_ids) == ((0, 1), (0, 2))


def test_a_choice_that_waits_inherits_the_prompt_of_one_that_ends() -> None:
    """Without this a prompt with one choice at a time would be computed for each of them."""
    world = World(max_sequences=1)
    world.add(order("a", [0] * 6, num_choices=2, max_tokens=3))
    world.add(order("b", [0] * 2, max_tokens=1))

    assert [world.step() for _ in range(6)] == [
        ["a.0[0:6]!"],
        ["a.0[6]!"],
        ["a.0[7]!", "a.0."],
        ["a.1[6]!"],
        ["a.1[7]!", "a.1."],
        ["b[0:2]!", "b."],
    ]
    assert world.pool.num_free == 100


def test_when_blocks_run_out_the_newest_gives_way_and_comes_back_before_newer_ones() -> None:
    world = World(num_blocks=4)
    (older,) = world.add(order("a", [0] * 4, max_tokens=9))
    (newer,) = world.add(order("b", [0] * 3, max_tokens=9))
    world.add(order("c", [0] * 4, max_tokens=2))

    assert world.step() == ["a[0:4]!", "b[0:3]!"]
    for _ in range(4):
        world.step()
    # a holds 9 tokens, b 8: a takes its third block, and there is a fourth but no fifth for b.
    assert world.step() == ["a[8]!"]
    assert (newer.state, newer.block_ids, len(newer.output)) == (State.WAITING, (), 5)
    assert [name_of(each) for each in world.scheduler.waiting] == ["b", "c"]
    assert len(older.block_ids) == 3


def test_a_newcomer_waits_unless_everybody_running_could_still_grow_by_a_block() -> None:
    world = World(num_blocks=5)
    world.add(order("a", [0] * 4, max_tokens=9))
    world.add(order("b", [0] * 8, max_tokens=9))

    world.step()
    # b needs two blocks; with a's one and one in reserve for each, that makes five.
    assert world.scheduler.running[-1].order.order_id == "b"

    world = World(num_blocks=4)
    world.add(order("a", [0] * 4, max_tokens=9))
    world.add(order("b", [0] * 8, max_tokens=9))
    world.step()
    assert len(world.scheduler.waiting) == 1

    world = World(num_blocks=4)
    world.add(order("a", [0] * 4, max_tokens=1))
    world.add(order("b", [0] * 8, max_tokens=1))
    world.step()
    assert not world.scheduler.waiting  # neither will ever need another block


def test_nobody_overtakes_in_the_queue() -> None:
    """A stream of small orders would else keep a large one waiting for ever."""
    world = World(num_blocks=4)
    world.add(order("a", [0] * 4, max_tokens=9))
    world.add(order("large", [0] * 12))
    world.add(order("small", [0] * 2))

    world.step()
    assert [name_of(each) for each in world.scheduler.waiting] == ["large", "small"]


def test_dropping_a_family_gives_back_every_block_wherever_its_members_stand() -> None:
    world = World(max_sequences=2)
    family = world.add(order("a", [0] * 6, num_choices=4, resume=(Progress(),) * 4))
    for _ in range(2):
        world.step()
    family[0].output[-1] = 3
    world.scheduler.retire(family[0])
    assert [each.state for each in family] == ["finished", "decoding", "waiting", "waiting"]

    world.scheduler.drop(family)
    assert not world.scheduler.has_sequences
    world.pool.check([])


def test_a_prompt_starts_where_an_earlier_one_had_the_same_tokens() -> None:
    world = World(token_budget=16, prefix_cache=True)
    world.add(order("a", range(10), max_tokens=1))
    world.add(order("b", [*range(9), 77, 78, 79], max_tokens=1))

    assert world.step() == ["a[0:10]!", "a."]
    # Blocks 0 and 1 are shared. Of block 2, slot 0 is copied; slot 1 is overwritten.
    assert world.step() == ["2>3", "b[9:12]!", "b."]
    assert world.pool.num_free == 96
    assert world.pool.num_idle == 4


def test_who_needs_what_is_being_computed_waits_for_it() -> None:
    """A burst of requests with one long beginning computes it once."""
    world = World(token_budget=8, prefix_cache=True)
    for each in "abc":
        world.add(order(each, [*range(12), ord(each), ord(each)], max_tokens=2))

    assert [world.step() for _ in range(4)] == [
        ["a[0:8]"],
        ["a[8:14]!"],  # b needs tokens 8 to 11, which are in it
        ["a[14]!", "b[12:14]!", "c[12:14]!", "a."],
        ["b[14]!", "c[14]!", "b.", "c."],
    ]


def test_who_needs_less_than_is_being_computed_does_not_wait() -> None:
    world = World(token_budget=8, prefix_cache=True)
    for each in "ab":
        world.add(order(each, range(12), max_tokens=1))

    assert world.step() == ["a[0:8]"]
    # b may have 10 of its 12 tokens at most, and 8 are there.
    assert world.step() == ["a[8:12]!", "b[8:12]!", "a.", "b."]
    assert world.pool.num_idle == 3  # the block that both computed is kept once


def test_the_same_prompt_is_waited_for_by_nobody_of_another_scope() -> None:
    """Else one tenant's times would tell of another's prompts."""
    world = World(token_budget=8, prefix_cache=True)
    world.add(order("a", range(14), max_tokens=1))
    world.add(msgspec.structs.replace(order("b", range(14), max_tokens=1), cache_scope="other"))

    assert world.step() == ["a[0:8]"]
    assert world.step() == ["a[8:14]!", "b[0:2]", "a."]
    assert world.step() == ["b[2:10]"]


def test_where_nothing_can_be_spared_for_a_copy_there_is_none() -> None:
    """The block to copy from must stay until it is copied; here every block is needed."""
    world = World(num_blocks=3, token_budget=16, prefix_cache=True)
    world.add(order("a", range(5), max_tokens=1))
    world.add(order("b", range(12), max_tokens=1))

    assert world.step() == ["a[0:5]!", "a."]
    assert world.step() == ["b[4:12]!", "b."]


def test_a_newcomer_takes_the_room_of_what_is_kept_but_not_what_it_starts_from() -> None:
    world = World(num_blocks=4, token_budget=16, prefix_cache=True)
    world.add(order("a", range(8), max_tokens=1))
    world.add(order("b", range(50, 58), max_tokens=1))
    world.add(order("c", range(16), max_tokens=1))

    assert world.step() == ["a[0:8]!", "b[0:8]!", "a.", "b."]
    # The whole pool is kept. c shares the older two blocks; the newer two make room for it.
    assert world.pool.num_idle == 4
    assert world.step() == ["c[8:16]!", "c."]
    assert world.scheduler.cache.match("", tuple(range(50, 58))).num_tokens == 0


def test_a_preempted_sequence_finds_its_prompt_again() -> None:
    world = World(num_blocks=5, prefix_cache=True)
    world.add(order("a", [1] * 4, max_tokens=9))
    (newer,) = world.add(order("b", [2] * 8, max_tokens=6))

    assert world.step() == ["a[0:4]!", "b[0:4]"]
    assert world.step() == ["a[4]!", "b[4:8]!"]
    while newer.state is not State.WAITING:
        seen = world.step()
    assert seen == ["a[8]!"]  # a took its third block, which b had for its words
    said = list(newer.output)
    while newer.state is State.WAITING:
        seen = world.step()
    # Its own two blocks are still there, but for two tokens, which are always computed.
    assert seen == ["2>3", "b[6:8]"]
    assert newer.output == said


def test_the_worked_example_in_the_docs_is_what_happens() -> None:
    world = World(num_blocks=8, token_budget=8, max_sequences=4)
    world.add(order("a", [0] * 6, max_tokens=12))
    world.add(order("b", [0] * 5, max_tokens=8, num_choices=2))
    world.add(order("c", [0] * 9, max_tokens=2))

    assert told(0) == [line.rstrip() for line in world.run()]


def test_the_worked_example_with_the_cache_is_what_happens() -> None:
    world = World(num_blocks=8, token_budget=8, prefix_cache=True)
    world.add(order("a", range(10), max_tokens=3))
    world.add(order("b", [*range(9), 77, 78, 79], max_tokens=2))
    world.add(msgspec.structs.replace(order("c", range(10), max_tokens=1), cache_scope="two"))
    world.add(order("d", [*range(10), 50, 51, 52, 53], max_tokens=1))

    assert told(1) == [f"{line}  {world.pool.num_idle}" for line in world.run(width=39)]
