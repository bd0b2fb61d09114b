"""A loaded model that runs steps: the `Model` protocol on OpenVINO.

Lays a step out in flat arrays, copies blocks, calls the runtime, hands back its logits. Decides
nothing: which pieces run when is the scheduler's business.

Two calls are padded, because the runtime multiplies a single row with another kernel whose last
bits differ: a step of one token gets a second, on a block of our own, and one wanted row of
logits is asked for twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from rejoinder.engine.model import Logits
from rejoinder.engine.openvino.kv import BLOCK_TOKENS, KvCache
from rejoinder.engine.step import Piece, Step


@dataclass(frozen=True, slots=True)
class FingerprintParts:
    """Everything that can change a bit of the logits, in words."""

    digest: str
    weights: str
    kv_precision: str
    runtime: str
    device: str
    instruction_set: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A step as the graph's inputs; see graph.py for what each holds."""

    input_ids: NDArray[np.int64]
    position_ids: NDArray[np.int64]
    past_lens: NDArray[np.int32]
    subsequence_begins: NDArray[np.int32]
    block_indices: NDArray[np.int32]
    block_indices_begins: NDArray[np.int32]
    max_context_len: NDArray[np.int32]
    wanted: NDArray[np.int32]
    num_wanted: int


def lay_out(pieces: Sequence[Piece], scratch_block: int) -> Layout:
    """Flatten the pieces of a step, padded to at least two tokens and two wanted rows."""
    ids: list[int] = []
    positions: list[int] = []
    past: list[int] = []
    begins = [0]
    blocks: list[int] = []
    block_begins = [0]
    wanted: list[int] = []
    longest = 1
    for piece in pieces:
        start = piece.start
        end = start + len(piece.token_ids)
        ids += piece.token_ids
        positions += range(start, end)
        past.append(start)
        begins.append(len(ids))
        needed = -(-end // BLOCK_TOKENS)
        assert needed <= len(piece.block_ids), "a piece's block table does not cover its tokens"
        blocks += piece.block_ids[:needed]
        block_begins.append(len(blocks))
        longest = max(longest, end)
        if piece.wants_logits:
            wanted.append(len(ids) - 1)
    num_wanted = len(wanted)
    if num_wanted == 1:
        wanted.append(wanted[0])
    if len(ids) == 1:
        ids.append(0)
        positions.append(0)
        past.append(0)
        begins.append(2)
        blocks.append(scratch_block)
        block_begins.append(len(blocks))
    return Layout(
        np.array(ids, np.int64),
        np.array(positions, np.int64),
        np.array(past, np.int32),
        np.array(begins, np.int32),
        np.array(blocks, np.int32),
        np.array(block_begins, np.int32),
        np.array(longest, np.int32),
        np.array(wanted, np.int32),
        num_wanted,
    )


class OpenVinoModel:
    """See `rejoinder.engine.model.Model`. Made by `load`; owned by one thread."""

    def __init__(
        self,
        compiled: ov.CompiledModel,
        cache: KvCache,
        *,
        vocab_size: int,
        max_model_len: int,
        fingerprint: FingerprintParts,
    ) -> None:
        self._compiled = compiled
        self._cache = cache
        self._request = compiled.create_infer_request()
        cache.bind(self._request)
        self._vocab_size = vocab_size
        self._max_model_len = max_model_len
        self._fingerprint = fingerprint
        # The last block is ours: the second token of a padded call lives there.
        self._scratch_block = cache.num_blocks - 1

    @property
    def vocab_size(self) -> int:
        return self._vocab_size

    @property
    def num_blocks(self) -> int:
        return self._cache.num_blocks - 1

    @property
    def block_tokens(self) -> int:
        return BLOCK_TOKENS

    @property
    def max_model_len(self) -> int:
        """The longest sequence, in tokens: positions beyond it have no rotary entry."""
        return self._max_model_len

    @property
    def kv_memory_bytes(self) -> int:
        """What keys and values may take in all, the padding's block included."""
        return self._cache.memory_bytes

    def fingerprint_parts(self) -> FingerprintParts:
        return self._fingerprint

    def run(self, step: Step) -> Logits:
        """See `Model.run`. The array is the runtime's own memory until the next call."""
        assert step.pieces, "a step has at least one piece"
        self._cache.copy(step.copies)
        layout = lay_out(step.pieces, self._scratch_block)
        assert int(layout.max_context_len) <= self._max_model_len, "a piece goes past the context"
        return self._infer(layout)

    def _infer(self, layout: Layout) -> Logits:
        request = self._request
        for name in INPUT_NAMES:
            request.set_tensor(name, ov.Tensor(getattr(layout, name), shared_memory=True))
        request.infer()
        logits: Logits = request.get_output_tensor(0).data
        return logits[: layout.num_wanted]


INPUT_NAMES = (
    "input_ids",
    "position_ids",
    "past_lens",
    "subsequence_begins",
    "block_indices",
    "block_indices_begins",
    "max_context_len",
    "wanted",
)
