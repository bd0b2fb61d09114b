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
