"""A row of logits without what a grammar does not allow.

docs/experiments.md, "Grammars", has what each way costs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.constraint import Words
from rejoinder.engine.rows import Ids, Row

# Below this share of the vocabulary it costs less to draw from the tokens allowed alone: the whole
# row is longer, and exp takes eight times as long where -inf stands between numbers.
_NEARLY_ALL = 0.95

# For each byte of a mask what to add to its eight logits: 0 where a token is allowed, else -inf.
# Adding needs no branches: it takes the same time however many are allowed.
_ADDED = np.where(
    np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little"), 0, -np.inf
).astype(np.float32)


def only_allowed(row: Row, mask: Words) -> tuple[Row, Ids | None]:
    """What may be drawn from: logits by rising id, and their ids.

    Where nearly all is allowed the whole row comes back, as a copy, with -inf in it, and None for
    the ids. Which of the two follows from the mask alone. The row is a distribution.
    """
    if np.bitwise_count(mask).sum() < len(row) * _NEARLY_ALL:
        ids = ids_of(mask, len(row))
        return row[ids], ids
    added: Row = _ADDED.take(_bytes(mask), axis=0).reshape(-1)[: len(row)]
    with np.errstate(invalid="ignore"):  # an infinite logit, which whoever draws refuses
        added += row
    return added, None


def ids_of(mask: Words, vocab_size: int) -> Ids:
    """The ids of the tokens in a mask, rising."""
    bits = np.unpackbits(_bytes(mask), count=vocab_size, bitorder="little")
    return np.flatnonzero(bits.view(np.bool_))


def num_words(vocab_size: int) -> int:
    """How many words a mask has."""
    return -(-vocab_size // 32)


def _bytes(mask: Words) -> NDArray[np.uint8]:
    # The first byte of a word holds its lowest bits, on any machine.
    return mask.astype("<u4", copy=False).view(np.uint8)
