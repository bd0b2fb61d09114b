"""Who goes before whom, who is paused, and what it costs the others: exact lists in tiny worlds."""

from __future__ import annotations

from random import Random

import pytest

from rejoinder.chat.ask import Tier
from rejoinder.engine.order import LEFTOVER_RANK, Progress
from rejoinder.engine.sequence import State
from rejoinder.engine.serving import MAX_LATER_TOKENS
from rejoinder.testing.orders import order
from tests.engine.scheduling import World, name_of, told

PRIORITY, SCALE, DEFAULT, FLEX = (tier.rank for tier in Tier)


def waiting(world: World) -> list[str]:
    return [name_of(each) for each in world.scheduler.waiting]


def running(world: World) -> list[str]:
    return [name_of(each) for each in world.scheduler.running]


def test_only_the_flex_tier_takes_leftovers() -> None:
    assert [tier for tier in Tier if tier.rank >= LEFTOVER_RANK] == [Tier.FLEX]


def test_those_waiting_stand_by_rank_and_then_by_age() -> None:
    world = World(max_sequences=1)
    world.add(order("running", [0] * 2, rank=PRIORITY))
    world.step()
    for name, rank in [("f", FLEX), ("d", DEFAULT), ("e", DEFAULT), ("p", PRIORITY), ("s", SCALE)]:
        world.add(order(name, [0] * 2, rank=rank))

    assert waiting(world) == ["p", "s", "d", "e", "f"]


@pytest.mark.parametrize("rank", [PRIORITY, SCALE, DEFAULT])
def test_a_place_taken_by_flex_is_given_up(rank: int) -> None:
    """However many flex requests run, nobody waits for one of them to end."""
    world = World(max_sequences=2, token_budget=16)
    world.add(order("f", [0] * 3, rank=FLEX, max_tokens=9))
    (newest,) = world.add(order("g", [0] * 3, rank=FLEX, max_tokens=9))
    for _ in range(3):
        world.step()

    world.add(order("new", [0] * 3, rank=rank))

    assert world.step() == ["new[0:3]!"]
    assert (running(world), waiting(world)) == (["new", "f"], ["g"])
    assert (newest.state, newest.block_ids, newest.output) == (State.WAITING, (), [0, 0, 0])


def test_nobody_gives_up_a_place_to_an_equal() -> None:
    world = World(max_sequences=1)
    world.add(order("a", [0] * 3, rank=DEFAULT))
    world.step()
    world.add(order("b", [0] * 3, rank=DEFAULT))
    world.step()

    assert (running(world), waiting(world)) == (["a"], ["b"])


def test_when_blocks_run_out_the_newest_of_the_last_rank_gives_way() -> None:
    world = World(num_blocks=4, token_budget=16)
    world.add(order("d", [0] * 4, rank=DEFAULT, max_tokens=9))
    world.step()
    world.add(order("p", [0] * 7, rank=PRIORITY, max_tokens=9))
    world.step()
    assert running(world) == ["p", "d"]

    # p takes its third block with its ninth token: d, though it came first, has to go.
    while world.scheduler.waiting == []:
        seen = world.step()
    assert seen == ["p[8]!"]
    assert (running(world), waiting(world)) == (["p"], ["d"])


def test_memory_is_taken_from_a_later_rank_only_where_that_is_enough() -> None:
    """Else those who could go on would be stopped for one who still cannot start."""
    world = World(num_blocks=8, token_budget=32)
    world.add(order("p", [0] * 16, rank=PRIORITY, max_tokens=2))
    world.add(order("d", [0] * 4, rank=DEFAULT, max_tokens=9))
    world.step()
    world.add(order("q", [0] * 16, rank=PRIORITY, max_tokens=9))

    # p has four blocks and may want a fifth: q's four and one in reserve are two too many.
    assert world.step() == ["p[16]!", "d[4]!", "p."]
    assert (running(world), waiting(world)) == (["d"], ["q"])
    assert world.step() == ["d[5]!", "q[0:16]!"]


def test_flex_is_paused_while_others_run_and_then_goes_on() -> None:
    world = World(token_budget=16)
    world.add(order("f", [0] * 3, rank=FLEX, max_tokens=4))
    world.step()
    world.add(order("d", [0] * 3, rank=DEFAULT, max_tokens=3, num_choices=2))

    assert [world.step() for _ in range(5)] == [
        ["d.0[0:3]!"],
        ["1>2", "d.0[3]!", "d.1[3]!"],
        ["d.0[4]!", "d.1[4]!", "d.0.", "d.1."],
        ["f[3]!"],
        ["f[4]!"],
    ]


def test_where_a_step_would_be_padded_flex_has_the_place_of_the_padding() -> None:
    """A call of the model computes two tokens at least. Those served longest ago come first."""
    world = World(token_budget=16)
    world.add(order("f", [0] * 3, rank=FLEX, max_tokens=9))
    world.add(order("g", [0] * 3, rank=FLEX, max_tokens=9))
    world.step()
    world.add(order("d", [0] * 3, rank=DEFAULT, max_tokens=4))

    assert [world.step() for _ in range(5)] == [
        ["d[0:3]!"],
        ["d[3]!", "f[3]!"],
        ["d[4]!", "g[3]!"],
        ["d[5]!", "f[4]!", "d."],
        ["f[5]!", "g[4]!"],
    ]


def test_a_paused_row_takes_a_block_only_where_one_is_free() -> None:
    world = World(num_blocks=3, token_budget=16)
    (paused,) = world.add(order("f", [0] * 4, rank=FLEX, max_tokens=5))
    world.step()
    world.add(order("d", [0] * 4, rank=DEFAULT, max_tokens=5))

    # f wants a block for its first word. One is free, which d does not need before its fifth token.
    assert [world.step() for _ in range(3)] == [["d[0:4]!"], ["d[4]!"], ["d[5]!"]]
    assert (paused.state, len(paused.block_ids)) == (State.DECODING, 1)


def test_no_flex_prompt_is_computed_beside_others() -> None:
    world = World(token_budget=16)
    world.add(order("d", [0] * 3, rank=DEFAULT, max_tokens=3))
    world.add(order("f", [0] * 4, rank=FLEX))

    assert [world.step() for _ in range(4)] == [
        ["d[0:3]!"],
        ["d[3]!"],
        ["d[4]!", "d."],
        ["f[0:4]!"],
    ]


def test_a_flex_prompt_is_computed_in_short_segments() -> None:
    """Who comes in the middle of a step waits for its end."""
    world = World(num_blocks=300, token_budget=512)
    world.add(order("f", [0] * 400, rank=FLEX))
    world.add(order("g", [0] * 50, rank=FLEX))
    assert MAX_LATER_TOKENS == 128

    assert world.step() == ["f[0:128]"]
    world.add(order("d", [0] * 400, rank=DEFAULT, max_tokens=1))
    assert world.step() == ["d[0:400]!", "d."]
    assert world.step() == ["f[128:256]"]
    assert world.step() == ["f[256:384]"]
    assert world.step() == ["f[384:400]!", "g[0:50]!"]


def test_a_prompt_goes_before_one_of_a_later_rank_that_was_begun() -> None:
    """A long prompt must not keep the whole budget until it is through."""
    world = World(token_budget=8)
    world.add(order("d", [0] * 40, rank=DEFAULT))
    world.add(order("e", [0], rank=DEFAULT))
    assert world.step() == ["d[0:8]"]
    world.add(order("p", [0] * 10, rank=PRIORITY, max_tokens=2))

    assert [world.step() for _ in range(4)] == [
        ["p[0:8]"],
        ["p[8:10]!", "d[8:14]"],
        ["p[10]!", "d[14:21]", "p."],
        ["d[21:29]"],
    ]


def test_beside_a_better_rank_a_step_is_kept_short() -> None:
    """Else who pays for priority would stutter with every long prompt of the others."""
    world = World(num_blocks=600, token_budget=512)
    world.add(order("d", [0] * 800, rank=DEFAULT))
    assert world.step() == ["d[0:512]"]
    world.add(order("p", [0] * 300, rank=PRIORITY, max_tokens=3))
    world.add(order("f", [0] * 10, rank=FLEX))

    assert [world.step() for _ in range(4)] == [
        ["p[0:300]!", "d[512:640]"],
        ["p[300]!", "d[640:768]"],
        ["p[301]!", "d[768:800]!", "p."],
        ["d[800]!"],
    ]


def test_who_comes_in_beside_a_better_rank_has_its_share_of_the_step() -> None:
    world = World(num_blocks=600, token_budget=512)
    world.add(order("p", [0] * 3, rank=PRIORITY, max_tokens=9))
    world.step()
    world.add(order("d", [0] * 100, rank=DEFAULT, max_tokens=1))
    world.add(order("e", [0] * 100, rank=DEFAULT, max_tokens=1))

    assert world.step() == ["p[3]!", "d[0:100]!", "e[0:28]", "d."]
    assert world.step() == ["p[4]!", "e[28:100]!", "e."]


def test_words_lost_are_computed_again_after_the_prompts_of_better_ranks() -> None:
    world = World(token_budget=8)
    world.add(order("d", [0] * 2, rank=DEFAULT, max_tokens=12, resume=(Progress((0,) * 9),)))
    assert world.step() == ["d[0:2]"]
    world.add(order("p", [0] * 7, rank=PRIORITY, max_tokens=1))

    # A row for d, as nobody stutters; then the prompt of p, which came later.
    assert world.step() == ["d[2]", "p[0:7]!", "p."]
    assert world.step() == [*(f"d[{place}]" for place in range(3, 10)), "d[10]!"]


def test_nobody_waits_for_what_a_later_rank_is_computing() -> None:
    """It may be paused over it, and that by the very one who waits."""
    world = World(token_budget=8, prefix_cache=True)
    world.add(order("f", range(14), rank=FLEX, max_tokens=2))
    assert world.step() == ["f[0:8]"]
    world.add(order("d", range(14), rank=DEFAULT, max_tokens=2))

    # It finds what there is, and computes the rest itself.
    assert world.step() == ["d[8:14]!"]
    assert world.step() == ["d[14]!", "d."]
    assert world.step() == ["f[8:14]!"]


@pytest.mark.parametrize("seed", range(60))
def test_others_are_served_as_if_there_were_no_flex(seed: int) -> None:
    """Step for step the same tokens of the same sequences, whatever memory and budget there is."""
    rng = Random(seed)
    num_blocks, budget = rng.choice((7, 9, 20, 60)), rng.choice((2, 4, 9, 64))
    arrivals = {
        tick: [
            order(
                f"{tick}.{each}",
                [0] * rng.choice((1, 2, 5, 8, 13)),
                max_tokens=rng.choice((1, 3, 9, 14)),
                num_choices=rng.choice((1, 1, 2)),
                rank=rng.choice((PRIORITY, SCALE, DEFAULT, FLEX, FLEX)),
            )
            for each in range(rng.choice((0, 0, 1, 2)))
        ]
        for tick in range(40)
    }
    flex = {each.order_id for some in arrivals.values() for each in some if each.rank == FLEX}

    def steps(*, has_flex: bool) -> list[list[str]]:
        world = World(num_blocks=num_blocks, token_budget=budget, max_sequences=4)
        told = []
        for tick in range(400):
            for each in arrivals.get(tick, ()):
                if has_flex or each.order_id not in flex:
                    world.add(each)
            seen = world.step() if world.scheduler.has_sequences else []
            mine = [each for each in seen if ">" not in each and not _is_of(each, flex)]
            told.append(mine)
        assert not world.scheduler.has_sequences
        return told

    assert steps(has_flex=True) == steps(has_flex=False)


def _is_of(seen: str, order_ids: set[str]) -> bool:
    return ".".join(seen.split("[")[0].split(".")[:2]) in order_ids


def test_the_worked_example_with_tiers_is_what_happens() -> None:
    world = World(num_blocks=9, token_budget=8, max_sequences=3)
    arrivals = {
        1: [order("f", [0] * 6, max_tokens=6, rank=FLEX), order("g", [0] * 4, rank=FLEX)],
        3: [order("d", [0] * 12, max_tokens=5, rank=DEFAULT)],
        4: [order("p", [0] * 7, max_tokens=4, rank=PRIORITY)],
    }

    assert told(2) == [line.rstrip() for line in world.run(arrivals=arrivals)]
