"""The pool of blocks: who holds what, counted by hand."""

from __future__ import annotations

import pytest

from rejoinder.engine.blocks import BlockPool, num_blocks_for


def test_a_taken_block_is_not_free_until_its_last_holder_lets_go() -> None:
    pool = BlockPool(4)
    taken = pool.take(3)
    pool.share(taken[:2])
    pool.release(taken)

    assert taken == (0, 1, 2)
    assert pool.num_free == 2  # block 3, never taken, and block 2, held once
    pool.check([(0, 1)])

    pool.release((0, 1))
    assert pool.num_free == pool.num_blocks == 4
    pool.check([])


def test_blocks_are_given_back_from_the_back_so_the_next_taker_gets_them_in_order() -> None:
    pool = BlockPool(4)
    pool.release(pool.take(3))

    assert pool.take(2) == (0, 1)


def test_asking_changes_nothing_and_taking_too_much_is_our_own_mistake() -> None:
    pool = BlockPool(2)

    assert pool.can_take(2)
    assert not pool.can_take(3)
    with pytest.raises(AssertionError, match="took 3 blocks of 2 free"):
        pool.take(3)
    pool.check([])


def test_releasing_twice_or_sharing_what_is_free_is_our_own_mistake() -> None:
    pool = BlockPool(2)
    taken = pool.take(1)
    pool.release(taken)

    with pytest.raises(AssertionError, match="released block 0 twice"):
        pool.release(taken)
    with pytest.raises(AssertionError, match="shared block 0, which is free"):
        pool.share(taken)


def test_the_check_finds_a_lost_and_an_invented_holder() -> None:
    pool = BlockPool(2)
    pool.take(1)

    with pytest.raises(AssertionError, match="block 0 has 0 holders, but 1 were counted"):
        pool.check([])
    with pytest.raises(AssertionError, match="block 0 has 2 holders, but 1 were counted"):
        pool.check([(0,), (0,)])


def test_a_part_of_a_block_is_a_block() -> None:
    assert [num_blocks_for(tokens, 4) for tokens in (0, 1, 4, 5, 8)] == [0, 1, 1, 2, 2]


def test_a_kept_block_is_idle_and_not_free_when_its_last_holder_lets_go() -> None:
    pool = BlockPool(4)
    taken = pool.take(3)
    pool.keep(taken[0], "a")
    pool.keep(taken[1], "a")
    pool.release(taken)

    assert (pool.num_free, pool.num_idle, pool.num_available) == (2, 2, 4)
    assert pool.can_take(4)
    pool.check([])
    assert pool.next_to_go("a") == 1  # let go from the back

    pool.share((0, 1))
    assert (pool.num_idle, pool.num_kept, pool.num_available) == (0, 2, 2)
    pool.check([(0, 1)])
    pool.forget(1)
    pool.release((0, 1))
    assert (pool.num_free, pool.num_idle) == (3, 1)
    pool.forget(0)
    assert pool.num_free == 4
    pool.check([])


def test_idle_blocks_go_in_the_order_in_which_they_were_let_go() -> None:
    pool = BlockPool(4)
    for block_id in pool.take(4):
        pool.keep(block_id, f"group {block_id % 2}")
    for block_id in (2, 1, 3, 0):
        pool.release((block_id,))

    gone = []
    while pool.num_idle:
        gone.append(pool.next_to_go(None))
        pool.forget(gone[-1])
    assert gone == [2, 1, 3, 0]


def test_a_group_with_more_than_an_equal_share_gives_its_own_first() -> None:
    pool = BlockPool(4)
    for block_id, group in zip(pool.take(4), "abbb", strict=True):
        pool.keep(block_id, group)
        pool.release((block_id,))

    assert pool.next_to_go("a") == pool.next_to_go(None) == pool.next_to_go("nobody") == 0
    assert pool.next_to_go("b") == 1
    pool.forget(1)
    assert pool.next_to_go("b") == 2
    pool.forget(2)
    assert pool.next_to_go("b") == 0  # one each: an equal share


def test_keeping_what_nobody_holds_or_twice_is_our_own_mistake() -> None:
    pool = BlockPool(2)
    pool.take(1)
    pool.keep(0, "a")

    with pytest.raises(AssertionError, match="kept block 0 twice"):
        pool.keep(0, "a")
    with pytest.raises(AssertionError, match="kept block 1, which nobody holds"):
        pool.keep(1, "a")
