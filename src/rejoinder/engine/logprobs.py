"""What the model itself thought of a token: natural logs of its own probabilities.

Of the row as the model gave it: before penalties, biases, bans, temperature and cuts. A
log-probability is logit - top - ln(sum of exp(logit - top)), computed in float64, the sum in an
order that the row's length fixes, so its bits depend on that row alone.
"""

from __future__ import annotations

import numpy as np

from rejoinder.engine.rows import Row, group_maxima, group_sums, largest, weights_of


def logprobs(
    row: Row, token_id: int, *, num_top: int = 0
) -> tuple[float, tuple[tuple[int, float], ...]]:
    """The token's log-probability; and ids with theirs of the `num_top` likeliest tokens, falling.

    Of tokens equally likely those with lower ids come first, and are the ones told of. Tokens that
    the model rules out (logit -inf) are left out, so there may be fewer than `num_top`.
    The row is a distribution (`rows.check_is_distribution`).
    """
    maxima = group_maxima(row)
    top = float(maxima.max())
    log_whole = float(np.log(group_sums(weights_of(row, top, 1.0)).sum()))
    if num_top == 0:
        return float(row[token_id]) - top - log_whole, ()
    ids = largest(row, maxima, min(num_top, len(row)))
    likeliest = ids[np.argsort(-row[ids], kind="stable")][:num_top]  # stable: ids were ascending
    return float(row[token_id]) - top - log_whole, tuple(
        (int(each), float(row[each]) - top - log_whole) for each in likeliest if row[each] > -np.inf
    )
