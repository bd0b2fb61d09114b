"""Which tokens are in which block, so that a prompt starts where an earlier one computed the same.

A tree for each scope. A node is a block with the tokens it holds; what stands before them is its
path from the root. Tokens are compared, not hashed: nothing collides. Only the last block of a
prompt may be partly filled, and such a node has no children.

Only what was computed in segments may be here (see `step.py`): prompts of two tokens or more.
Said tokens are rows. They may follow in the slots after a partly filled node's own tokens, where
nobody who reads the node looks.

Three things hold between any two steps, and `check` asserts them:
* No node's tokens are the beginning of a sibling's: the longer one serves for both.
* Who holds a node's block holds the blocks of its whole path. With `BlockPool.release` going back
  to front, the block let go longest ago is therefore always a leaf.
* A sequence's full prompt blocks, as far as they are computed, are nodes.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from rejoinder.engine.blocks import BlockPool, num_blocks_for

Tokens = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What of a prompt is there already.

    shared: full blocks with its beginning. source: the block in which it goes on for some tokens
    more, to be copied. num_tokens: how many tokens that is in all.
    """

    shared: tuple[int, ...] = ()
    source: int | None = None
    num_tokens: int = 0

    def without_copy(self, block_tokens: int) -> Match:
        """Less of it: the full blocks alone."""
        return Match(self.shared, None, len(self.shared) * block_tokens)


class _Branch:
    """Nodes that follow on one path, by their tokens, sorted."""

    __slots__ = ("keys", "nodes")

    def __init__(self) -> None:
        self.keys: list[Tokens] = []
        self.nodes: list[_Node] = []

    def nearest(self, tokens: Tokens) -> tuple[_Node | None, int]:
        """The node that has most of these tokens from the first on, and how many.

        In sorted order the longest common beginning is that of a neighbour.
        """
        best, most = None, 0
        at = bisect_left(self.keys, tokens)
        for index in range(max(at - 1, 0), min(at + 1, len(self.keys))):
            num_common = _num_common(self.keys[index], tokens)
            if num_common > most:
                best, most = self.nodes[index], num_common
        return best, most

    def insert(self, node: _Node) -> None:
        at = bisect_left(self.keys, node.tokens)
        self.keys.insert(at, node.tokens)
        self.nodes.insert(at, node)

    def remove(self, node: _Node) -> None:
        at = bisect_left(self.keys, node.tokens)
        del self.keys[at], self.nodes[at]


class _Root(_Branch):
    """Where the prompts of a scope begin."""

    __slots__ = ("scope",)

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope


class _Node(_Branch):
    """A block and the tokens it holds, at most a block's worth."""

    __slots__ = ("block_id", "parent", "tokens")

    def __init__(self, tokens: Tokens, block_id: int, parent: _Branch) -> None:
        super().__init__()
        self.tokens = tokens
        self.block_id = block_id
        self.parent = parent


def _num_common(one: Tokens, other: Tokens) -> int:
    if one == other:
        return len(one)
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))


class PrefixCache:
    """Keeps blocks of the pool for prompts to come, and gives them up when memory is needed."""

    def __init__(self, pool: BlockPool, *, block_tokens: int) -> None:
        self._pool = pool
        self._block_tokens = block_tokens
        self._roots: dict[str, _Root] = {}  # none empty
        self._nodes: dict[int, _Node] = {}  # by block

    def match(self, scope: str | None, prompt: Tokens) -> Match:
        """What of this prompt is there for this scope. Two tokens at least are left to compute.

        A single one would be computed as a row, which a prompt token is not.
        """
        branch: _Branch | None = self._roots.get(scope) if scope is not None else None
        at_most = len(prompt) - 2
        shared: list[int] = []
        start = 0
        while branch is not None and start < at_most:
            wanted = prompt[start : min(start + self._block_tokens, at_most)]
            node, num_common = branch.nearest(wanted)
            if node is None:
                break
            if num_common < self._block_tokens:
                return Match(tuple(shared), node.block_id, start + num_common)
            shared.append(node.block_id)
            branch = node
            start += self._block_tokens
        return Match(tuple(shared), None, start)

    def add(
        self, scope: str, prompt: Tokens, block_ids: tuple[int, ...], *, start: int, end: int
    ) -> tuple[int, ...]:
        """Remember the prompt's tokens from `start` to `end`, just computed in these blocks.

        Returns the block table to go on with: where another sequence has computed the same block
        meanwhile, there is that one instead, and ours is given back. The two are equal bit for
        bit, by the law of `model.py`.
        """
        size = self._block_tokens
        first = start // size
        # Of a block that is not full, more is to come; only the prompt's last stays as it is.
        num_filled = num_blocks_for(end, size) if end == len(prompt) else end // size
        if num_filled == first:
            return block_ids
        branch: _Branch = self._nodes[block_ids[first - 1]] if first else self._root(scope)
        table = list(block_ids)
        for index in range(first, num_filled):
            tokens = prompt[index * size : (index + 1) * size]
            branch = node = self._node_for(branch, tokens, table[index])
            if node.block_id == table[index]:
                self._pool.keep(node.block_id, scope)
            elif len(tokens) == size:
                self._pool.share((node.block_id,))
                self._pool.release((table[index],))
                table[index] = node.block_id
        return tuple(table)

    @property
    def num_blocks(self) -> int:
        """Blocks with something in them that a prompt may begin with."""
        return len(self._nodes)

    def knows(self, block_id: int) -> bool:
        return block_id in self._nodes

    def make_room(self, count: int, scope: str | None) -> None:
        """Give idle blocks up until `count` are free. `BlockPool.can_take` has been asked."""
        while self._pool.num_free < count:
            self._remove(self._nodes[self._pool.next_to_go(scope)])

    def check(self) -> None:
        """Assert what is true between any two steps."""
        assert self._pool.num_kept == len(self._nodes)
        assert all(root.keys for root in self._roots.values()), "a scope with nothing in it"
        branches = (*self._roots.values(), *self._nodes.values())
        assert sum(len(branch.nodes) for branch in branches) == len(self._nodes)
        for branch in branches:
            assert branch.keys == sorted(branch.keys)
            for before, after in pairwise(branch.keys):
                assert after[: len(before)] != before, f"{before} is the beginning of {after}"
        for node in self._nodes.values():
            assert not node.nodes or len(node.tokens) == self._block_tokens
            parent = node.parent
            if isinstance(parent, _Node) and self._pool.is_held(node.block_id):
                assert self._pool.is_held(parent.block_id), "who holds a block holds its path"

    def _root(self, scope: str) -> _Root:
        return self._roots.setdefault(scope, _Root(scope))

    def _node_for(self, branch: _Branch, tokens: Tokens, block_id: int) -> _Node:
        """The node that serves for these tokens: one there is, or a new one with this block."""
        near, num_common = branch.nearest(tokens)
        if near is not None and num_common == len(tokens):
            return near
        node = _Node(tokens, block_id, branch)
        branch.insert(node)
        self._nodes[block_id] = node
        if near is not None and num_common == len(near.tokens):
            self._remove(near)  # partly filled, with the beginning of what is there now
        return node

    def _remove(self, node: _Node) -> None:
        assert not node.nodes, "what follows a block goes before it"
        node.parent.remove(node)
        del self._nodes[node.block_id]
        self._pool.forget(node.block_id)
        if isinstance(node.parent, _Root) and not node.parent.keys:
            del self._roots[node.parent.scope]
