"""Arithmetic on one row of logits: its largest, their weights and sums.

Every number is computed from that one row, in an order that the row's length fixes, so it is the
same whoever else is served. Nothing sorts a whole row where a few candidates will do: a row is
seen as about a thousand groups of 128 logits, and as each group's maximum is itself a logit, the
k-th largest maximum is at most the k-th largest logit, and all below it can be left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float32]
Ids = NDArray[np.intp]
Weights = NDArray[np.float64]

# Measured: 64 and 128 cost the same to fold, and 128 leaves fewer maxima to partition.
GROUP_LOGITS = 128

# For the rare count that is larger than the number of groups.
_FEW_LOGITS = 8


class NoDistribution(ValueError):
    """No probabilities follow from a row of logits."""


def check_is_distribution(row: Row) -> None:
    """Raise NoDistribution for a row with a NaN or +inf, or with nothing but -inf."""
    check_top(float(row.max()))  # NaN, where there is one


def check_top(top: float) -> None:
    """Raise NoDistribution where no row with this largest logit is a distribution."""
    if not np.isfinite(top):
        raise NoDistribution(f"the largest logit is {top}")


def largest(row: Row, maxima: Row, count: int) -> Ids:
    """Ids of the `count` largest logits and of those equal to the smallest of them, ascending.

    maxima: the row's, of `group_maxima`. count: from 1 to the row's length.
    """
    if count > len(maxima):
        maxima = group_maxima(row, _FEW_LOGITS)
    bound = _nth_largest(maxima if count <= len(maxima) else row, count)
    ids = np.flatnonzero(row >= bound)
    values = row[ids]
    return ids[values >= _nth_largest(values, count)]


def _nth_largest(values: Row, n: int) -> np.float32:
    index = len(values) - n
    return np.float32(np.partition(values, index)[index])


def group_maxima(row: Row, group_logits: int = GROUP_LOGITS) -> Row:
    """The maximum of every group, in no order that means anything.

    A group is every n-th logit, n being the number of groups: maxima of neighbours would take
    four times as long. What is left over are groups of one.
    """
    num_groups = len(row) // group_logits
    grouped = num_groups * group_logits
    maxima = row[:grouped].reshape(group_logits, num_groups).max(axis=0)
    return np.concatenate([maxima, row[grouped:]])


def weights_of(values: Row, top: float, temperature: float) -> Weights:
    """exp((value - top) / temperature), so that the largest weighs 1."""
    weights = values.astype(np.float64)
    weights -= top
    if temperature != 1.0:  # dividing by 1 changes no bit
        # A tiny temperature sends all but the largest to exp(-inf) = 0, as it should.
        with np.errstate(over="ignore"):
            weights /= temperature
    return np.exp(weights, out=weights)


def group_sums(weights: Weights) -> Weights:
    """Sums of 128 neighbours each, the last of what is left over."""
    grouped = len(weights) // GROUP_LOGITS * GROUP_LOGITS
    sums = weights[:grouped].reshape(-1, GROUP_LOGITS).sum(axis=1)
    return np.append(sums, weights[grouped:].sum())
