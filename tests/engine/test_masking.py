"""What a mask leaves of a row, however much it allows, and that drawing from it keeps the law."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from rejoinder.engine import sampling
from rejoinder.engine.constraint import Words
from rejoinder.engine.masking import ids_of, num_words, only_allowed
from rejoinder.engine.order import Sampling
from rejoinder.engine.rows import Row


def mask_of(allowed: NDArray[np.bool_]) -> Words:
    bits = np.zeros(num_words(len(allowed)) * 32, np.uint8)
    bits[: len(allowed)] = allowed
    return np.packbits(bits, bitorder="little").view(np.uint32)


def masked(row: Row, allowed: NDArray[np.bool_]) -> Row:
    return np.where(allowed, row, np.float32(-np.inf))


def test_few_tokens_are_gathered_and_nearly_all_stay_in_their_places() -> None:
    row = np.arange(40, dtype=np.float32)
    few, nearly_all = np.zeros(40, np.bool_), np.ones(40, np.bool_)
    few[[3, 15]], nearly_all[15] = True, False

    logits, ids = only_allowed(row, mask_of(few))
    assert ids is not None
    assert (ids.tolist(), logits.tolist()) == ([3, 15], [3.0, 15.0])
    logits, ids = only_allowed(row, mask_of(nearly_all))
    assert ids is None
    assert logits.tolist() == masked(row, nearly_all).tolist()
    assert row.tolist() == list(range(40))  # as it was


@pytest.mark.parametrize("length", [1, 7, 8, 31, 32, 33, 6_144, 151_937])
@pytest.mark.parametrize("share", [0.0, 0.002, 0.1, 0.5, 0.94, 0.98, 1.0])
def test_exactly_what_is_allowed_is_left(length: int, share: float) -> None:
    rng = np.random.default_rng(length)
    allowed = rng.random(length) < share
    row = rng.standard_normal(length, np.float32)
    row[rng.random(length) < 0.1] = -np.inf
    mask = mask_of(allowed)

    assert ids_of(mask, length).tolist() == np.flatnonzero(allowed).tolist()
    logits, ids = only_allowed(row, mask)
    if ids is None:
        assert np.array_equal(logits, masked(row, allowed))
    else:
        assert np.array_equal(ids, np.flatnonzero(allowed))
        assert np.array_equal(logits, row[allowed])


def test_an_infinite_logit_that_is_not_allowed_warns_nobody() -> None:
    row = np.zeros(40, np.float32)
    row[3] = np.inf
    allowed = np.ones(40, np.bool_)
    allowed[3] = False
    logits, _ = only_allowed(row, mask_of(allowed))

    with pytest.raises(ValueError, match="the largest logit is nan"):
        sampling.draw(logits, Sampling(0.0, 1.0, 0, 1), choice=0, position=0)


@pytest.mark.parametrize(
    "how",
    [
        Sampling(temperature=0.0, top_p=1.0, top_k=0, seed=3),
        Sampling(temperature=1.0, top_p=1.0, top_k=0, seed=3),
        Sampling(temperature=0.7, top_p=0.9, top_k=0, seed=3),
        Sampling(temperature=1.5, top_p=0.5, top_k=40, seed=3),
        Sampling(temperature=1.0, top_p=1.0, top_k=7, seed=3, min_p=0.05),
    ],
)
@pytest.mark.parametrize("count", [1, 2, 40, 500, 4_000])
def test_a_token_of_few_is_the_one_that_the_whole_row_would_give(how: Sampling, count: int) -> None:
    """The law speaks of the kept tokens by rising id, and of nothing in between."""
    rng = np.random.default_rng(count)
    for position in range(100):
        row = 3 * rng.standard_normal(4_500, np.float32)
        allowed = np.zeros(len(row), np.bool_)
        allowed[rng.choice(len(row), count, replace=False)] = True
        logits, ids = only_allowed(row, mask_of(allowed))
        assert ids is not None
        index = sampling.draw(logits, how, choice=0, position=position)
        whole = sampling.draw(masked(row, allowed), how, choice=0, position=position)
        assert ids[index] == whole
