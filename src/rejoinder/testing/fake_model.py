"""A model that is nothing but memory: its logits are a hash of all it reads through the blocks.

Satisfies `engine.model.Model`. Every slot of every block remembers what was written there (the
position, the kind, and a hash of everything before it, read through the block table), so a wrong
block, a stale slot, a missing copy or a token computed as the wrong kind changes the logits or
trips an assertion. For tests of the engine and of what stands on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.model import Logits
from rejoinder.engine.step import BlockCopy, Piece, Step

_MASK = 0xFFFFFFFFFFFFFFFF
_EMPTY = -1  # the position in a slot nobody has written


class FakeModel:
    """Small and strict.

    fail_on_calls: the calls of `run`, counted from 1, that raise RuntimeError, having computed
    nothing. spread: logits are uniform in [-spread, spread].
    """

    def __init__(
        self,
        *,
        vocab_size: int = 32,
        num_blocks: int = 64,
        block_tokens: int = 4,
        fail_on_calls: Collection[int] = (),
        spread: float = 4.0,
    ) -> None:
        self._vocab_size = vocab_size
        self._fail_on_calls = fail_on_calls
        self._spread = spread
        self.num_calls = 0
        shape = (num_blocks, block_tokens)
        self._positions: NDArray[np.int64] = np.full(shape, _EMPTY, np.int64)
        self._is_row: NDArray[np.bool_] = np.zeros(shape, np.bool_)
        self._hashes: NDArray[np.uint64] = np.zeros(shape, np.uint64)

    @property
    def vocab_size(self) -> int:
        return self._vocab_size

    @property
    def num_blocks(self) -> int:
        return len(self._positions)

    @property
    def block_tokens(self) -> int:
        return int(self._positions.shape[1])

    def run(self, step: Step) -> Logits:
        self.num_calls += 1
        if self.num_calls in self._fail_on_calls:
            raise RuntimeError(f"call {self.num_calls} was told to fail")
        assert step.pieces, "a step without pieces"
        self._copy(step.copies)
        self._check_writers(step.pieces)
        for piece in step.pieces:
            self._write(piece)
        logits = [self._logits_after(piece) for piece in step.pieces if piece.wants_logits]
        return np.stack(logits) if logits else np.empty((0, self._vocab_size), np.float32)

    def _copy(self, copies: tuple[BlockCopy, ...]) -> None:
        targets = [copy.target for copy in copies]
        assert len(set(targets)) == len(targets), "two copies into one block"
        assert not set(targets) & {copy.source for copy in copies}, "a copy of a copy"
        for copy in copies:
            for memory in (self._positions, self._is_row, self._hashes):
                memory[copy.target] = memory[copy.source]

    def _check_writers(self, pieces: tuple[Piece, ...]) -> None:
        """Nobody else may look at a block that somebody writes; no slot is written twice."""
        readers: dict[int, set[tuple[int, ...]]] = {}
        for piece in pieces:
            assert len(set(piece.block_ids)) == len(piece.block_ids), "a block twice in a table"
            for block_id in piece.block_ids:
                readers.setdefault(block_id, set()).add(piece.block_ids)
        written: set[tuple[int, int]] = set()
        for piece in pieces:
            for position in range(piece.start, piece.start + len(piece.token_ids)):
                slot = self._slot(piece, position)
                assert slot not in written, f"slot {slot} is written twice"
                assert len(readers[slot[0]]) == 1, f"block {slot[0]} is shared and written"
                written.add(slot)

    def _slot(self, piece: Piece, position: int) -> tuple[int, int]:
        index, offset = divmod(position, self.block_tokens)
        assert index < len(piece.block_ids), f"position {position} lies beyond the block table"
        return piece.block_ids[index], offset

    def _write(self, piece: Piece) -> None:
        assert piece.token_ids, "a piece without tokens"
        before = self._hash_before(piece)
        for position, token_id in enumerate(piece.token_ids, piece.start):
            assert 0 <= token_id < self._vocab_size, f"there is no token {token_id}"
            before = _mixed(before, token_id, position, piece.is_row)
            slot = self._slot(piece, position)
            self._positions[slot] = position
            self._is_row[slot] = piece.is_row
            self._hashes[slot] = before

    def _hash_before(self, piece: Piece) -> int:
        if piece.start == 0:
            return 0
        slot = self._slot(piece, piece.start - 1)
        assert self._positions[slot] == piece.start - 1, (
            f"position {piece.start} follows on {self._positions[slot]} in slot {slot}"
        )
        assert piece.is_row or not self._is_row[slot], "a segment follows a row"
        return int(self._hashes[slot])

    def _logits_after(self, piece: Piece) -> NDArray[np.float32]:
        """A hash of every slot up to the piece's last token, spread over the vocabulary."""
        num_tokens = piece.start + len(piece.token_ids)
        blocks = list(piece.block_ids[: -(-num_tokens // self.block_tokens)])
        positions = self._positions[blocks].ravel()[:num_tokens]
        assert (positions == np.arange(num_tokens)).all(), f"stale or empty slots: {positions}"
        read = self._hashes[blocks].ravel()[:num_tokens].tobytes()
        digest = hashlib.blake2b(read, digest_size=8).digest()
        bits = _splitmix64(
            np.arange(self._vocab_size, dtype=np.uint64) + np.frombuffer(digest, np.uint64)
        )
        unit = (bits >> np.uint64(40)).astype(np.float32) / np.float32(2**24)
        return (unit * 2 - 1) * np.float32(self._spread)


def _mixed(before: int, token_id: int, position: int, is_row: bool) -> int:
    """A hash of what came before and of one more token."""
    mixed = (before ^ (token_id * 2 + is_row) ^ (position << 32)) * 0x9E3779B97F4A7C15 & _MASK
    return (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9 & _MASK


def _splitmix64(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014."""
    mixed = values * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return mixed ^ mixed >> np.uint64(31)
