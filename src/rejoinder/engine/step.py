"""A step: one call of the model on a flat list of pieces.

A piece is some tokens of one sequence at their positions, with its block table. There are two
kinds, and each has its own arithmetic in the runtime (they differ in the last bits), so which
kind a token is must follow from the order alone, never from what else is running:

* prompt tokens are computed in SEGMENTS of two or more consecutive tokens, cut anywhere;
* generated tokens are computed as ROWS of one token each, any number of a sequence at once;
* a prompt of a single token is a row, by rule.

Batching, chunked prefill, preemption and recovery are then only choices of pieces.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive tokens of one sequence. One token makes it a row, more a segment.

    token_ids: the ids, at positions start, start + 1, ...
    start: how many tokens of the sequence stand before the piece, all already computed or in
        an earlier piece of the same step.
    block_ids: the sequence's block table, covering at least start + len(token_ids) tokens.
        Token at position p lives in block_ids[p // block_tokens], slot p % block_tokens.
    wants_logits: whether the logits after the piece's LAST token are needed.
    """

    token_ids: tuple[int, ...]
    start: int
    block_ids: tuple[int, ...]
    wants_logits: bool

    @property
    def is_row(self) -> bool:
        return len(self.token_ids) == 1


@dataclass(frozen=True, slots=True)
class BlockCopy:
    """Before the step runs, everything in block `source` is copied to block `target`."""

    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Step:
    """Copies first, then all pieces in one call. Rows of one sequence stand in position order."""

    pieces: tuple[Piece, ...]
    copies: tuple[BlockCopy, ...] = ()

    @property
    def num_tokens(self) -> int:
        return sum(len(piece.token_ids) for piece in self.pieces)
