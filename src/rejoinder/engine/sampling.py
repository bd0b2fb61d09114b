"""Which token comes next: a pure function of one row of logits, the parameters and a counter.

Knows nothing of batches, sequences or time. Every number computed here depends on that one row
alone, in an order that the row's length fixes, so a token is the same whoever else is served. The
row is the model's, with penalties, biases and bans already in it (`adjustments.py`, which comes
first); log-probabilities are told of the model's own (`logprobs.py`).

The law, with t = temperature:
* t = 0: the likeliest token; of several, the lowest id. Nothing below matters.
* else each token weighs exp((logit - largest logit) / t), so that the likeliest weighs 1.
* `top_k` keeps the k largest logits.
* `top_p` keeps the fewest of these, largest first, that hold at least that share of their weight,
  and at least one. (Holtzman et al., arXiv:1904.09751.)
* `min_p` keeps those of these that weigh at least min_p. (Nguyen et al., arXiv:2407.01082.) It is
  the last of the three so that `top_p` means the same share with and without it. As it compares
  with the likeliest token, which is always kept, it cuts at the same weight wherever it stands;
  like vLLM's it sees weights after temperature.
* Equal logits at an edge are all kept, as the API does not say.
* u in [0, 1) is a hash of (seed, choice, position). Going through the kept tokens by ascending id
  and adding up weights in float64, the token drawn is the first whose sum exceeds u times the
  whole.

docs/experiments.md, "Sampling", has what each of these costs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.order import Sampling
from rejoinder.engine.philox import uniform
from rejoinder.engine.rows import (
    GROUP_LOGITS,
    Ids,
    Row,
    Weights,
    check_top,
    group_maxima,
    group_sums,
    largest,
    weights_of,
)

# top_p without top_k: how many of the likeliest to try before looking at the whole row. The share
# they hold is checked, so this only matters for speed: 64 do where the model is sure.
_TOP_P_CANDIDATES = 64

# Where they do not, weights are added up in bins of equal width in logits, and only the bin in
# which the share is reached is sorted. A normal row of 151,936 then has some 150 logits in a bin.
_BINS = 4096

# A bin of more than so many logits, which few rows have, is not sorted but parted in the same way.
_SORTED = 8192

# Bins end where a token weighs e^-40: 150,000 of those are lost in the rounding of the sum. On a
# flatter row they end at about its lowest fiftieth, seen from a sample of so many logits.
_DEPTH = 40.0
_SAMPLE = 2048


class Candidates(NamedTuple):
    """The tokens that may be drawn, by ascending id, and others of weight 0.

    ids: of each weight; None where the whole row is here and the index is the id.
    """

    ids: Ids | None
    weights: Weights


def draw(row: Row, sampling: Sampling, *, choice: int, position: int) -> int:
    """The token at `position` (counting the choice's own tokens from 0).

    Raises ValueError if the row is no distribution: a NaN, +inf, or nothing but -inf.
    """
    if sampling.temperature == 0.0:
        likeliest = int(row.argmax())  # the first NaN, where there is one
        check_top(float(row[likeliest]))
        return likeliest
    ids, weights = candidates(row, sampling)
    u = uniform(sampling.seed, choice, position)
    return _pick_from_many(weights, u) if ids is None else int(ids[_pick(weights, u)])


def candidates(row: Row, sampling: Sampling) -> Candidates:
    """What may be drawn at a temperature above 0. Raises ValueError as `draw` does."""
    maxima = group_maxima(row)
    top = float(maxima.max())  # NaN, where there is one
    check_top(top)
    if 0 < sampling.top_k < len(row):
        return _of_the_largest(row, maxima, sampling)
    weights = weights_of(row, top, sampling.temperature)
    if sampling.top_p >= 1.0:
        return Candidates(None, _without_light(weights, sampling.min_p))
    share = sampling.top_p * float(group_sums(weights).sum())
    few = largest(row, maxima, min(_TOP_P_CANDIDATES, len(row)))
    edge = _edge_of_share(row[few], weights[few], share)
    if edge > -np.inf:
        few = few[row[few] >= edge]
        return Candidates(few, _without_light(weights[few], sampling.min_p))
    weights *= row >= _edge_in_bins(row, weights, share, depth=_DEPTH * sampling.temperature)
    return Candidates(None, _without_light(weights, sampling.min_p))


def _of_the_largest(row: Row, maxima: Row, sampling: Sampling) -> Candidates:
    ids = largest(row, maxima, sampling.top_k)
    weights = weights_of(row[ids], float(maxima.max()), sampling.temperature)
    if sampling.top_p < 1.0:
        share = sampling.top_p * float(weights.sum())
        kept = row[ids] >= _edge_of_share(row[ids], weights, share)
        ids, weights = ids[kept], weights[kept]
    return Candidates(ids, _without_light(weights, sampling.min_p))


def _without_light(weights: Weights, min_p: float) -> Weights:
    """The weights, in place, with 0 for those below min_p."""
    if min_p > 0.0:
        weights *= weights >= min_p
    return weights


def _edge_of_share(values: Row, weights: Weights, share: float) -> np.float32:
    """The smallest logit needed for these to hold a share, or -inf where they do not.

    share: a weight. They are added up from the largest down.
    """
    index = int(np.sort(weights)[::-1].cumsum().searchsorted(share))
    return np.float32(np.sort(values)[::-1][index] if index < len(values) else -np.inf)


def _edge_in_bins(row: Row, weights: Weights, share: float, *, depth: float) -> np.float32:
    """As `_edge_of_share` for many. depth: how far below the largest bins are of use."""
    bins = _bins(row, depth)
    sums = np.bincount(bins, weights=weights).cumsum()
    reached = int(sums.searchsorted(share))
    if reached == len(sums):
        # The share was taken of a sum added up in another order: it is all there is.
        return np.float32(-np.inf)
    before = float(sums[reached - 1]) if reached else 0.0
    ids = np.flatnonzero(bins == reached)
    values = row[ids]
    if _SORTED < len(ids) < len(row):
        edge = _edge_in_bins(values, weights[ids], share - before, depth=depth)
    else:
        edge = _edge_of_share(values, weights[ids], share - before)
    return edge if edge > -np.inf else np.float32(values.min())  # two orders, as above


def _bins(row: Row, depth: float) -> NDArray[np.int16]:
    """A bin for each logit, 0 for the largest; what is deeper than `depth` shares the last.

    The last also takes in about a fiftieth of a row that is less deep.
    """
    sample = row[:: max(1, len(row) // _SAMPLE)]
    index = len(sample) // 50
    top = np.float32(row.max())
    low = np.partition(sample, index)[index]
    # Both may be without bound: a share of logits -inf, any temperature.
    width = min(max(min(float(top) - float(low), depth), 1e-6), 1e30) / _BINS
    bins: Row = top - row
    with np.errstate(over="ignore"):
        bins *= np.float32(1.0 / width)
    return np.minimum(bins, np.float32(_BINS), out=bins).astype(np.int16)


def _pick(weights: Weights, u: float) -> int:
    """The first index at which the running sum exceeds u times the whole."""
    sums = weights.cumsum()
    # u < 1 and 53 bits: the product rounds to less than the whole, so there is such an index, and
    # a weight of 0 is never it.
    return int(sums.searchsorted(u * sums[-1], side="right"))


def _pick_from_many(weights: Weights, u: float) -> int:
    """As `_pick`, a group at a time: the running sum of a whole row takes far longer."""
    sums = group_sums(weights).cumsum()
    target = u * sums[-1]
    group = int(sums.searchsorted(target, side="right"))
    before = float(sums[group - 1]) if group else 0.0
    start = group * GROUP_LOGITS
    within = weights[start : start + GROUP_LOGITS].cumsum()
    index = int(within.searchsorted(target - before, side="right"))
    if index == len(within):
        # The two ways of adding up differ in the last bit: the last token with any weight is meant.
        index = int(within.searchsorted(within[-1]))
    return start + index
