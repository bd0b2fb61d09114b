"""Who holds which KV block, and which are kept though nobody holds them.

A block is free, or held by one sequence or several, or idle: kept for who may want what is in it,
until memory is needed. Knows nothing of tokens, sequences or memory; a block here is a number.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable


def num_blocks_for(num_tokens: int, block_tokens: int) -> int:
    """How many blocks of `block_tokens` hold `num_tokens`."""
    return -(-num_tokens // block_tokens)


class BlockPool:
    """Blocks 0 to num_blocks - 1 with reference counts.

    A kept block belongs to a group (a scope of the prefix cache). Idle blocks stand in the order
    in which their last holders let go, longest ago first.
    """

    def __init__(self, num_blocks: int) -> None:
        self._num_holders = [0] * num_blocks
        # A stack, lowest id on top: memory that was never touched stays untouched while it can.
        self._free = list(reversed(range(num_blocks)))
        self._group_of: dict[int, str] = {}  # kept blocks, held or idle
        self._idle: OrderedDict[int, None] = OrderedDict()
        self._idle_of: dict[str, OrderedDict[int, None]] = {}  # the same by group, none empty

    @property
    def num_blocks(self) -> int:
        return len(self._num_holders)

    @property
    def num_free(self) -> int:
        return len(self._free)

    @property
    def num_idle(self) -> int:
        return len(self._idle)

    @property
    def num_kept(self) -> int:
        """Blocks that are kept, whether somebody holds them or not."""
        return len(self._group_of)

    @property
    def num_available(self) -> int:
        """Blocks that nobody holds."""
        return len(self._free) + len(self._idle)

    def is_held(self, block_id: int) -> bool:
        return self._num_holders[block_id] > 0

    def can_take(self, count: int) -> bool:
        """Whether so many can be had, if need be by no longer keeping idle ones."""
        return count <= self.num_available

    def freed_by(self, tables: Iterable[tuple[int, ...]]) -> set[int]:
        """The blocks that nobody would hold any more if these tables were released."""
        let_go = Counter(block_id for table in tables for block_id in table)
        return {each for each, count in let_go.items() if count == self._num_holders[each]}

    def take(self, count: int) -> tuple[int, ...]:
        """Free blocks, now held once each. The caller has seen to it that there are so many."""
        assert count <= len(self._free), f"took {count} blocks of {self.num_free} free"
        taken = tuple(self._free.pop() for _ in range(count))
        for block_id in taken:
            self._num_holders[block_id] = 1
        return taken

    def share(self, block_ids: Iterable[int]) -> None:
        """One more holder for each of these, which somebody holds already or which are kept."""
        for block_id in block_ids:
            if self._num_holders[block_id] == 0:
                assert block_id in self._group_of, f"shared block {block_id}, which is free"
                self._leave_idle(block_id)
            self._num_holders[block_id] += 1

    def release(self, block_ids: tuple[int, ...]) -> None:
        """One holder less for each; without holders a block is idle where it is kept, else free."""
        # Back to front: who takes them next gets them in the same order, and of those that are
        # kept a later one is of use only to who has the earlier ones, so it is the first to go.
        for block_id in reversed(block_ids):
            assert self._num_holders[block_id] > 0, f"released block {block_id} twice"
            self._num_holders[block_id] -= 1
            if self._num_holders[block_id] > 0:
                continue
            if block_id in self._group_of:
                self._become_idle(block_id)
            else:
                self._free.append(block_id)

    # What is kept

    def keep(self, block_id: int, group: str) -> None:
        """From now on it is idle, not free, when nobody holds it. Somebody holds it now."""
        assert self.is_held(block_id), f"kept block {block_id}, which nobody holds"
        assert block_id not in self._group_of, f"kept block {block_id} twice"
        self._group_of[block_id] = group

    def forget(self, block_id: int) -> None:
        """No longer keep it. If it is idle it is free now."""
        if not self.is_held(block_id):
            self._leave_idle(block_id)
            self._free.append(block_id)
        del self._group_of[block_id]

    def next_to_go(self, group: str | None) -> int:
        """The idle block to give up for something that `group` wants. There is an idle block.

        The one let go longest ago; of the group's own, where the group has more idle blocks than
        an equal share. So who asks for much at once pays with his own.
        """
        own = self._idle_of.get(group) if group is not None else None
        if own is not None and len(own) * len(self._idle_of) > len(self._idle):
            return next(iter(own))
        return next(iter(self._idle))

    def check(self, tables: Iterable[tuple[int, ...]]) -> None:
        """Assert that the counts are exactly those of these block tables, and the rest is free
        or idle."""
        holders = Counter(block_id for table in tables for block_id in table)
        for block_id, counted in enumerate(self._num_holders):
            assert counted == holders[block_id], (
                f"block {block_id} has {holders[block_id]} holders, but {counted} were counted"
            )
        unheld = [block_id for block_id, count in enumerate(self._num_holders) if count == 0]
        assert sorted((*self._free, *self._idle)) == unheld, (
            "free and idle blocks are not the blocks nobody holds"
        )
        idle = [block_id for block_id in unheld if block_id in self._group_of]
        assert sorted(self._idle) == idle, "idle blocks are not the kept blocks nobody holds"
        by_group = [block_id for group in self._idle_of.values() for block_id in group]
        assert sorted(by_group) == idle, "the groups' idle blocks are not the idle blocks"

    def _become_idle(self, block_id: int) -> None:
        self._idle[block_id] = None
        self._idle_of.setdefault(self._group_of[block_id], OrderedDict())[block_id] = None

    def _leave_idle(self, block_id: int) -> None:
        group = self._group_of[block_id]
        del self._idle[block_id]
        del self._idle_of[group][block_id]
        if not self._idle_of[group]:
            del self._idle_of[group]
