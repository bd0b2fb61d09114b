"""Log-probabilities: the model's own, in one fixed way, and the likeliest in one fixed order."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rejoinder.engine.logprobs import logprobs
from rejoinder.engine.rows import Row

LOGITS = [0.5, -1.0, 2.0, -math.inf, 2.0, 0.0, 1.5, -3.0]


def row_of(*logits: float) -> Row:
    return np.array(logits, np.float32)


def test_a_logprob_is_the_natural_log_of_the_models_own_probability() -> None:
    row = row_of(*LOGITS)
    whole = math.fsum(math.exp(each) for each in LOGITS)

    told = [logprobs(row, token_id)[0] for token_id in range(len(LOGITS))]

    assert told == pytest.approx([each - math.log(whole) for each in LOGITS], rel=1e-14)
    assert sum(math.exp(each) for each in told) == pytest.approx(1, rel=1e-14)


def test_the_likeliest_fall_and_ties_rise_by_id() -> None:
    """Of three that tie for the last two places, the two with the lowest ids are told."""
    row = row_of(1.0, 0.0, 3.0, 1.0, 2.0, 1.0)

    _, top = logprobs(row, 1, num_top=4)

    assert [token_id for token_id, _ in top] == [2, 4, 0, 3]
    assert [value for _, value in top] == [logprobs(row, token_id)[0] for token_id, _ in top]


def test_what_the_model_rules_out_is_not_among_the_likeliest() -> None:
    """JSON has no minus infinity."""
    _, top = logprobs(row_of(*LOGITS), 0, num_top=20)

    assert [token_id for token_id, _ in top] == [2, 4, 6, 0, 5, 1, 7]


@pytest.mark.parametrize("size", [7, 128, 5000, 20_011])
@pytest.mark.parametrize("num_top", [1, 5, 20])
def test_the_likeliest_are_those_that_sorting_the_row_puts_first(size: int, num_top: int) -> None:
    rng = np.random.default_rng(size)
    row = rng.normal(0, 3, size).astype(np.float32).round(1)  # with ties

    _, top = logprobs(row, 0, num_top=num_top)

    expected = sorted(range(size), key=lambda each: (-row[each], each))[:num_top]
    assert [token_id for token_id, _ in top] == expected


def test_the_bits_do_not_depend_on_how_many_are_told() -> None:
    row = np.random.default_rng(2).normal(0, 3, 3001).astype(np.float32)

    assert {logprobs(row, 17, num_top=num_top)[0].hex() for num_top in (0, 1, 20)} == {
        logprobs(row.copy(), 17)[0].hex()
    }
