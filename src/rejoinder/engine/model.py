"""The seam below the engine: pieces in, logits out.

`engine/openvino` satisfies it; so does `testing.FakeModel` in a few dozen lines.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.step import Step

Logits = NDArray[np.float32]


class Model(Protocol):
    """A decoder with its KV blocks.

    The law every implementation keeps: the logits after a token depend only on the tokens of its
    own sequence and on which of them were computed in segments and which as rows. Not on how
    segments were cut, on neighbours, on order, or on which blocks hold the sequence. Bit for bit.
    """

    @property
    def vocab_size(self) -> int: ...

    @property
    def num_blocks(self) -> int:
        """How many blocks the engine may use: ids 0 to num_blocks - 1."""
        ...

    @property
    def block_tokens(self) -> int: ...

    def run(self, step: Step) -> Logits:
        """Compute a step that has at least one piece.

        Returns [number of pieces that want logits, vocab_size] float32, in the pieces' order.
        The array may be overwritten by the next call.
        """
        ...
