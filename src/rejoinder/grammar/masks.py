"""What may follow each of many choices, computed by llguidance in parallel."""

from __future__ import annotations

from collections.abc import Sequence

import llguidance
import llguidance.numpy
import numpy as np
from numpy.typing import NDArray


class MaskMaker:
    """end_id: the token that llguidance allows where a grammar is complete."""

    def __init__(self, *, vocab_size: int, end_id: int, threads: int | None = None) -> None:
        self._num_words = -(-vocab_size // 32)
        self._end_word = end_id >> 5
        self._without_end = np.uint32(~(1 << (end_id & 31)) & 0xFFFFFFFF)
        self._executor = llguidance.LLExecutor(threads)

    def masks(self, matchers: Sequence[llguidance.LLMatcher]) -> NDArray[np.uint32]:
        """See `engine.constraint.Constraints.masks`. Does not hold the interpreter."""
        found = np.zeros((len(matchers), self._num_words), np.uint32)
        llguidance.numpy.fill_next_token_bitmask_par(
            self._executor,
            [(matcher, index) for index, matcher in enumerate(matchers)],
            found.view(np.int32),
        )
        for matcher, mask in zip(matchers, found, strict=True):
            if matcher.is_accepting():
                mask[self._end_word] &= self._without_end
        return found
