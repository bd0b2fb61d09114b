"""Who holds which KV block.

Counts references, nothing more: a block is free, or held by one sequence or several. Knows
nothing of tokens, sequences or memory; a block here is a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def num_blocks_for(num_tokens: int, block_tokens: int) -> int:
    """How many blocks of `block_tokens` hold `num_tokens`."""
    return -(-num_tokens // block_tokens)


class BlockPool:
    """Blocks 0 to num_blocks - 1 with reference counts."""

    def __init__(self, num_blocks: int) -> None:
        self._num_holders = [0] * num_blocks
        # A stack, lowest id on top: memory that was never touched stays untouched while it can.
        self._free = list(reversed(range(num_blocks)))

    @property
    def num_blocks(self) -> int:
        return len(self._num_holders)

    @property
    def num_free(self) -> int:
        return len(self._free)

    def can_take(self, count: int) -> bool:
        return count <= len(self._free)

    def take(self, count: int) -> tuple[int, ...]:
        """Free blocks, now held once each. The caller has asked `can_take`."""
        assert self.can_take(count), f"took {count} blocks of {self.num_free} free"
        taken = tuple(self._free.pop() for _ in range(count))
        for block_id in taken:
            self._num_holders[block_id] = 1
        return taken

    def share(self, block_ids: Iterable[int]) -> None:
        """One more holder for each of these, which somebody holds already."""
        for block_id in block_ids:
            assert self._num_holders[block_id] > 0, f"shared block {block_id}, which is free"
            self._num_holders[block_id] += 1

    def release(self, block_ids: tuple[int, ...]) -> None:
        """One holder less for each; without holders a block is free."""
        # Back to front, so that who takes them next gets them in the same order.
        for block_id in reversed(block_ids):
            assert self._num_holders[block_id] > 0, f"released block {block_id} twice"
            self._num_holders[block_id] -= 1
            if self._num_holders[block_id] == 0:
                self._free.append(block_id)

    def check(self, tables: Iterable[tuple[int, ...]]) -> None:
        """Assert that the counts are exactly those of these block tables, and the rest is free."""
        holders = Counter(block_id for table in tables for block_id in table)
        for block_id, counted in enumerate(self._num_holders):
            assert counted == holders[block_id], (
                f"block {block_id} has {holders[block_id]} holders, but {counted} were counted"
            )
        unheld = [block_id for block_id, count in enumerate(self._num_holders) if count == 0]
        assert sorted(self._free) == unheld, "the free list is not the blocks nobody holds"
