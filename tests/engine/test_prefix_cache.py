"""What is kept of prompts, what of it serves whom, and what goes first: blocks of four tokens."""

from __future__ import annotations

from rejoinder.engine.blocks import BlockPool
from rejoinder.engine.prefix_cache import Match, PrefixCache

ABCDEFGH = (1, 2, 3, 4, 5, 6, 7, 8)


class World:
    """A pool and its cache. `compute` is what the scheduler does for a prompt from end to end."""

    def __init__(self, num_blocks: int = 4) -> None:
        self.pool = BlockPool(num_blocks)
        self.cache = PrefixCache(self.pool, block_tokens=4)

    def compute(self, prompt: tuple[int, ...], scope: str = "") -> tuple[int, ...]:
        """Compute a prompt from what is there, and hold its blocks."""
        match = self.cache.match(scope, prompt).without_copy(4)
        self.pool.share(match.shared)
        num_own = -(-len(prompt) // 4) - len(match.shared)
        assert self.pool.can_take(num_own)
        self.cache.make_room(num_own, scope)
        blocks = match.shared + self.pool.take(num_own)
        return self.cache.add(scope, prompt, blocks, start=match.num_tokens, end=len(prompt))

    def remember(self, prompt: tuple[int, ...], scope: str = "") -> None:
        """Compute a prompt and let its blocks go."""
        self.pool.release(self.compute(prompt, scope))
        self.cache.check()

    def check(self, *tables: tuple[int, ...]) -> None:
        self.cache.check()
        self.pool.check(tables)


def test_full_blocks_are_shared_and_the_rest_of_what_is_common_is_copied() -> None:
    world = World()
    world.remember((1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
    match = world.cache.match

    assert match("", (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)) == Match((0, 1), 2, 10)
    assert match("", (1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0)) == Match((0, 1), 2, 9)
    assert match("", (1, 2, 3, 4, 5, 6, 0, 0, 0)) == Match((0,), 1, 6)
    assert match("", (1, 2, 3, 4, 0, 0, 0)) == Match((0,), None, 4)
    assert match("", (1, 0, 0)) == Match((), 0, 1)
    assert match("", (0, 2, 3, 4, 5, 6, 7, 8)) == Match()
    world.check()


def test_two_tokens_at_least_are_left_to_compute() -> None:
    """One left alone would be a row, and no prompt token is."""
    world = World()
    world.remember(ABCDEFGH)
    match = world.cache.match

    assert match("", (*ABCDEFGH, 9, 9)) == Match((0, 1), None, 8)
    assert match("", (*ABCDEFGH, 9)) == Match((0,), 1, 7)
    assert match("", ABCDEFGH) == Match((0,), 1, 6)
    assert match("", ABCDEFGH[:6]) == Match((0,), None, 4)
    assert match("", ABCDEFGH[:5]) == Match((), 0, 3)
    assert match("", ABCDEFGH[:2]) == Match()
    assert match("", ABCDEFGH[:1]) == Match()


def test_of_several_that_begin_alike_the_longest_beginning_is_found() -> None:
    world = World(8)
    for last in (9, 1, 5):
        world.remember((3, 3, last, last))
    world.remember((3, 3, 5, 6))
    world.remember((2, 9))
    match = world.cache.match

    assert match("", (3, 3, 5, 5, 0, 0)) == Match((2,), None, 4)
    assert match("", (3, 3, 5, 7, 0, 0)).num_tokens == 3
    assert match("", (3, 3, 9, 8, 0, 0)) == Match((), 0, 3)
    assert match("", (3, 3, 0, 0, 0, 0)) == Match((), 1, 2)
    assert match("", (3, 3, 9)).num_tokens == 1
    assert match("", (4, 4, 4, 4)) == Match()


def test_scopes_never_meet() -> None:
    """What one tenant has asked must not show in another's counts or times."""
    world = World()
    world.remember(ABCDEFGH, "a")

    assert world.cache.match("a", (*ABCDEFGH, 9, 9)).num_tokens == 8
    assert world.cache.match("b", (*ABCDEFGH, 9, 9)) == Match()
    assert world.cache.match("", (*ABCDEFGH, 9, 9)) == Match()
    assert world.cache.match(None, (*ABCDEFGH, 9, 9)) == Match()
    world.remember(ABCDEFGH, "b")
    assert world.cache.match("b", (*ABCDEFGH, 9, 9)).shared == (2, 3)
    assert world.pool.num_free == 0


def test_what_was_used_longest_ago_goes_first_and_an_end_before_its_beginning() -> None:
    world = World(6)
    world.remember((1, 1, 1, 1, 2, 2, 2, 2))  # blocks 0 and 1
    world.remember((3, 3, 3, 3, 4, 4))  # blocks 2 and 3
    world.remember((1, 1, 1, 1, 5, 5, 5, 5))  # block 0 again, and 4
    gone = []
    for count in (2, 3, 4, 5, 6):
        world.cache.make_room(count, "")
        gone.append(world.pool.num_idle)
        world.check()
        if count == 2:
            assert world.cache.match("", (1, 1, 1, 1, 2, 2, 2, 2)).num_tokens == 4
        if count == 3:
            assert world.cache.match("", (3, 3, 3, 3, 4, 4, 4)) == Match((2,), None, 4)
        if count == 4:
            assert world.cache.match("", (3, 3, 3, 3, 4, 4, 4)) == Match()
            assert world.cache.match("", (1, 1, 1, 1, 5, 5, 5, 5)).num_tokens == 6
        if count == 5:
            assert world.cache.match("", (1, 1, 1, 1, 5, 5, 5, 5)).num_tokens == 4
    assert gone == [4, 3, 2, 1, 0]
    assert world.cache.num_blocks == 0


def test_what_is_held_does_not_go() -> None:
    world = World()
    held = world.compute(ABCDEFGH)
    world.remember((9, 9, 9, 9))

    assert not world.pool.can_take(3)
    world.cache.make_room(2, "")
    world.check(held)
    assert world.cache.match("", (*ABCDEFGH, 1, 1)).num_tokens == 8
    assert world.cache.match("", (9, 9, 9, 9)) == Match()


def test_the_same_computed_twice_at_once_is_kept_once() -> None:
    world = World()
    blocks = world.pool.take(2), world.pool.take(2)
    first = world.cache.add("", ABCDEFGH, blocks[0], start=0, end=8)
    second = world.cache.add("", ABCDEFGH, blocks[1], start=0, end=8)

    assert first == second == (0, 1)
    assert world.pool.num_free == 2
    world.check(first, second)


def test_a_partly_filled_block_gives_way_to_one_that_holds_more() -> None:
    world = World()
    held = world.compute((1, 2, 3, 4, 5))
    world.remember((1, 2, 3, 4, 5, 6))
    assert world.cache.num_blocks == 2
    assert world.cache.match("", (1, 2, 3, 4, 5, 6, 7, 7)) == Match((0,), 2, 6)

    world.pool.release(held)
    assert world.pool.num_free == 2  # block 1 serves for nothing any more, block 3 was never used
    world.remember((1, 2, 3, 4, 5))  # nothing new: its last block is given back
    assert world.cache.num_blocks == 2
    world.check()


def test_a_prompt_is_remembered_by_full_blocks_while_it_is_computed() -> None:
    world = World()
    prompt = (1, 2, 3, 4, 5, 6, 7, 8, 9)
    blocks = world.pool.take(3)
    known = []
    for start, end in ((0, 3), (3, 5), (5, 7), (7, 9)):
        blocks = world.cache.add("", prompt, blocks, start=start, end=end)
        known.append(world.cache.match("", (*prompt, 0, 0)).num_tokens)
        world.check(blocks)

    assert known == [0, 4, 4, 9]


def test_who_asks_for_much_at_once_pays_with_what_is_his() -> None:
    """One tenant's flood of prompts must leave the others theirs."""
    world = World(8)
    world.remember((1, 1, 1, 1), "small")
    world.remember((2, 2, 2, 2, 3, 3, 3, 3), "other")
    for token in range(10, 30):
        world.remember((token,) * 8, "flood")

    assert world.cache.match("small", (1, 1, 1, 1, 0, 0)).num_tokens == 4
    assert world.cache.match("other", (2, 2, 2, 2, 3, 3, 3, 3, 0, 0)).num_tokens == 8
    assert world.cache.match("flood", (29,) * 10).num_tokens == 8
    assert world.cache.match("flood", (28,) * 10).num_tokens == 8
    assert world.cache.match("flood", (27,) * 10).num_tokens == 4  # its end went


def test_who_has_no_more_than_a_share_takes_what_was_used_longest_ago() -> None:
    world = World(4)
    world.remember((1, 1, 1, 1), "old")
    world.remember((2, 2, 2, 2, 2, 2, 2, 2), "large")
    world.remember((3, 3, 3, 3), "new")
    world.remember((4, 4, 4, 4), "new")

    assert world.cache.match("old", (1, 1, 1, 1, 0, 0)) == Match()
    assert world.cache.match("new", (3, 3, 3, 3, 0, 0)).num_tokens == 4


def test_a_scope_with_nothing_left_leaves_no_trace() -> None:
    """Keys come and go; the tree must not grow with them."""
    world = World(1)
    for scope in range(50):
        world.remember((1, 2, 3), f"s{scope}")

    assert list(world.cache._roots) == ["s49"]
    assert list(world.pool._idle_of) == ["s49"]
