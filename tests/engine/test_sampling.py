"""The law of sampling: what is kept, how often each token is drawn, and that it never varies."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import assume, example, given, reject, settings
from hypothesis import strategies as st

from rejoinder.engine.logprobs import logprobs
from rejoinder.engine.order import Sampling
from rejoinder.engine.philox import uniform
from rejoinder.engine.rows import Row
from rejoinder.engine.sampling import candidates, draw

VOCAB = 8
LOGITS = [0.5, -1.0, 2.0, -math.inf, 2.0, 0.0, 1.5, -3.0]


def sampling(
    *,
    temperature: float = 1.0,
    top_p: float = 1.0,
    top_k: int = 0,
    min_p: float = 0.0,
    seed: int = 1,
) -> Sampling:
    return Sampling(temperature=temperature, top_p=top_p, top_k=top_k, min_p=min_p, seed=seed)


def row_of(*logits: float) -> Row:
    return np.array(logits, np.float32)


def weights(row: Row, how: Sampling) -> dict[int, float]:
    """The weight of every token that may be drawn."""
    ids, weights = candidates(row, how)
    assert ids is None or (np.diff(ids) > 0).all()
    of = range(len(row)) if ids is None else ids.tolist()
    return {each: float(w) for each, w in zip(of, weights, strict=True) if w > 0}


# The law


class TooClose(Exception):
    """Float sums cannot settle where this is cut, and nobody could tell the difference."""


def the_law(row: Row, how: Sampling) -> dict[int, float]:
    """What each token that may be drawn weighs: the definitions, one by one, in exact sums."""
    logits = [float(each) for each in row]
    top = max(logits)
    weights = [math.exp((each - top) / how.temperature) for each in logits]
    left = sorted(range(len(row)), key=lambda each: -logits[each])
    if how.top_k:
        edge = logits[left[min(how.top_k, len(left)) - 1]]
        left = [each for each in left if logits[each] >= edge]
    if how.top_p < 1.0:
        edge = logits[left[_place_of_share([weights[each] for each in left], how.top_p)]]
        left = [each for each in left if logits[each] >= edge]
    if how.min_p:
        if any(0 < abs(weights[each] - how.min_p) < 1e-12 for each in left):
            raise TooClose
        left = [each for each in left if weights[each] >= how.min_p]
    return {each: weights[each] for each in sorted(left) if weights[each] > 0}


def _place_of_share(falling: list[float], top_p: float) -> int:
    """The place of the last weight needed to hold that share."""
    exact = [_exact(each) for each in falling]
    share = math.ceil(Fraction(top_p) * sum(exact))  # sums are whole numbers
    for place, mass in enumerate(accumulate(exact)):
        if 0 < abs(mass - share) < share // 10**12:
            raise TooClose
        if mass >= share:
            return place
    raise AssertionError("all of it is no share of it")


def _exact(weight: float) -> int:
    """A float as a whole number of the smallest floats, to be added up without rounding."""
    numerator, denominator = weight.as_integer_ratio()
    return numerator * (2**1074 // denominator)


def same(got: dict[int, float], expected: dict[int, float]) -> bool:
    """The same tokens in the same order; two ways to compute exp may differ in the last bit."""
    return list(got) == list(expected) and all(
        math.isclose(got[each], expected[each], rel_tol=1e-14) for each in got
    )


@pytest.mark.parametrize(
    "how",
    [
        sampling(),
        sampling(temperature=0.5),
        sampling(temperature=2.0),
        sampling(top_k=3),
        sampling(top_k=1),  # two tie for it
        sampling(top_p=0.9),
        sampling(top_p=0.0),
        sampling(min_p=0.2),
        sampling(min_p=1.0),
        sampling(top_k=5, top_p=0.8, temperature=1.5, min_p=0.3),
    ],
)
def test_tokens_are_drawn_as_often_as_the_law_says(how: Sampling) -> None:
    """Chi-square with at most 6 degrees: 22.5 is exceeded once in a thousand by chance."""
    row, num_draws = row_of(*LOGITS), 4000
    drawn = [draw(row, how, choice=0, position=position) for position in range(num_draws)]
    counts = np.bincount(drawn, minlength=VOCAB)

    law = the_law(row, how)
    expected = np.array([law.get(each, 0.0) for each in range(VOCAB)])
    expected *= num_draws / expected.sum()
    possible = expected > 0
    assert counts[~possible].sum() == 0
    assert ((counts - expected)[possible] ** 2 / expected[possible]).sum() < 22.5


def test_greedy_takes_the_likeliest_and_the_lowest_id_of_several() -> None:
    assert draw(row_of(*LOGITS), sampling(temperature=0.0), choice=0, position=0) == 2


def test_a_tiny_temperature_is_greedy_but_for_ties() -> None:
    drawn = {
        draw(row_of(*LOGITS), sampling(temperature=5e-324), choice=0, position=position)
        for position in range(50)
    }
    assert drawn == {2, 4}


@pytest.mark.parametrize("logit", [math.nan, math.inf])
@pytest.mark.parametrize("temperature", [0.0, 1.0])
@pytest.mark.parametrize("size", [3, 1000])
def test_a_row_that_is_no_distribution_is_refused(
    logit: float, temperature: float, size: int
) -> None:
    row = np.zeros(size, np.float32)
    row[size // 2] = logit
    with pytest.raises(ValueError, match=f"the largest logit is {logit}"):
        draw(row, sampling(temperature=temperature), choice=0, position=0)

    row[:] = -math.inf
    with pytest.raises(ValueError, match="the largest logit is -inf"):
        draw(row, sampling(temperature=temperature), choice=0, position=0)


# The order of operations, where another order would keep other tokens


def row_weighing(*weights: float) -> Row:
    return row_of(*(math.log(each) for each in weights))


def test_top_k_comes_before_top_p() -> None:
    """8 of the 12 that top_k keeps are enough for 0.6, but not 8 of all 16."""
    row = row_weighing(8, 4, 2, 1, 1)

    assert list(weights(row, sampling(top_p=0.6))) == [0, 1]
    assert list(weights(row, sampling(top_p=0.6, top_k=2))) == [0]


def test_min_p_comes_after_top_p() -> None:
    """Were it first, 12 would be left, of which 8 are 0.6; as it is, 0.6 of 16 needs 4 as well."""
    row = row_weighing(8, 4, 2, 1, 1)

    assert list(weights(row, sampling(min_p=0.4))) == [0, 1]
    assert list(weights(row, sampling(top_p=0.6, min_p=0.4))) == [0, 1]
    assert list(weights(row, sampling(top_p=0.9, min_p=0.4))) == [0, 1]


def test_temperature_comes_before_top_p_and_min_p() -> None:
    """At temperature 2 these weigh 4, 1, 1, 1 and 1: half and a quarter, not 0.8 and 0.0625."""
    row = row_weighing(16, 1, 1, 1, 1)

    assert list(weights(row, sampling(top_p=0.6))) == [0]
    assert list(weights(row, sampling(top_p=0.6, temperature=2.0))) == [0, 1, 2, 3, 4]
    assert list(weights(row, sampling(min_p=0.2))) == [0]
    assert list(weights(row, sampling(min_p=0.2, temperature=2.0))) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "how", [sampling(top_k=2), sampling(top_p=0.0), sampling(top_p=0.6), sampling(min_p=1.0)]
)
def test_ties_at_an_edge_are_all_kept(how: Sampling) -> None:
    assert list(weights(row_of(1.0, 2.0, 2.0, 0.0, 2.0), how)) == [1, 2, 4]


# What may be drawn, against the definitions

few_values = st.sampled_from([-math.inf, -2.5, -1.0, 0.0, 0.25, 1.0, 3.0, 3.5])
any_values = st.floats(-30, 30, width=32)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    logits=st.lists(few_values, min_size=1, max_size=40)
    | st.lists(any_values, min_size=1, max_size=40),
    copies=st.sampled_from([1, 1, 9, 40]),
    top_k=st.sampled_from([0, 0, 1, 2, 3, 10, 50, 10_000]),
    top_p=st.sampled_from([0.0, 0.01, 0.3, 0.77, 0.95, 0.999999, 1.0]),
    min_p=st.sampled_from([0.0, 0.0, 1e-9, 0.05, 0.3, 1.0]),
    temperature=st.sampled_from([1e-3, 0.3, 1.0, 2.0, 1e6]),
    seed=st.integers(0, 2**64 - 1),
)
@example(logits=[0.0], copies=1, top_k=0, top_p=0.5, min_p=0.0, temperature=1.0, seed=0)
def test_any_draw_is_the_one_the_definitions_give(
    logits: list[float],
    copies: int,
    top_k: int,
    top_p: float,
    min_p: float,
    temperature: float,
    seed: int,
) -> None:
    """Rows of up to 1,600 logits: with and without groups, ties within and across them."""
    row = np.array(logits * copies, np.float32)
    assume(np.isfinite(row.max()))
    how = Sampling(temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p, seed=seed)

    try:
        expected = the_law(row, how)
        drawn = plainly_drawn(expected, uniform(seed, 3, 5))
    except TooClose:
        reject()
    assert same(weights(row, how), expected)
    assert draw(row, how, choice=3, position=5) == drawn


def plainly_drawn(weights: dict[int, float], u: float) -> int:
    """The first token whose running sum exceeds u times the whole."""
    exact = [_exact(each) for each in weights.values()]
    whole = sum(exact)
    target = math.floor(Fraction(u) * whole)  # sums are whole numbers
    for token_id, mass in zip(weights, accumulate(exact), strict=True):
        if abs(mass - target) < whole // 10**12:
            raise TooClose
        if mass > target:
            return token_id
    raise AssertionError("u is below 1")


@pytest.mark.parametrize("spread", [0.0, 0.01, 1.0, 8.0])
@pytest.mark.parametrize("impossible", [0.0, 0.5, 0.999])
@pytest.mark.parametrize(
    "how",
    [
        sampling(top_k=50),
        sampling(top_k=3000),
        sampling(top_p=0.9),
        sampling(top_p=0.999, min_p=0.1),
        sampling(top_p=0.5, temperature=1e300),
        sampling(top_p=0.5, temperature=1e-300),
    ],
)
def test_a_row_of_many_groups_is_cut_where_the_definitions_cut_it(
    spread: float, impossible: float, how: Sampling
) -> None:
    """Peaked and flat rows, and rows where most tokens cannot be."""
    rng = np.random.default_rng(5)
    row = rng.normal(0, spread, 5_003).astype(np.float32)
    row[rng.random(len(row)) < impossible] = -np.inf

    assert same(weights(row, how), the_law(row, how))


def test_one_likely_token_far_above_a_flat_row_is_cut_where_the_definitions_cut_it() -> None:
    """Bins made for the one would put all others into a single one."""
    row = np.random.default_rng(5).normal(0, 0.01, 5_003).astype(np.float32)
    row[77] = 9.0
    how = sampling(top_p=0.7)

    assert same(weights(row, how), the_law(row, how))


@pytest.mark.parametrize("top_p", [0.1, 0.5, 0.9, 0.9999])
def test_a_crowd_in_a_far_spread_row_is_cut_where_the_definitions_cut_it(top_p: float) -> None:
    """Nearly all logits fall into one bin, which is parted into bins again."""
    rng = np.random.default_rng(5)
    row = rng.normal(0, 8, 12_000).astype(np.float32)
    row[:9_000] = 34 + rng.normal(0, 1e-4, 9_000)
    how = sampling(top_p=top_p)

    assert same(weights(row, how), the_law(row, how))


def test_a_share_that_rounding_never_reaches_keeps_everything() -> None:
    """The whole is added up in groups, the share one by one: the last bits may differ."""
    row = np.random.default_rng(0).normal(0, 1, 5000).astype(np.float32)
    how = sampling(top_p=math.nextafter(1.0, 0.0))

    assert len(weights(row, how)) >= 4999


def test_a_share_that_is_reached_exactly_is_reached() -> None:
    row = row_of(0.0, -1.0)
    whole = float(np.exp(row.astype(np.float64)).sum())
    top_p = 1.0 / whole
    assert top_p * whole == 1.0  # the weight of the first alone

    assert list(weights(row, sampling(top_p=top_p))) == [0]


# Drawing from the whole row, a group at a time


def naively_drawn(row: Row, u: float) -> int:
    weights = np.exp(row.astype(np.float64) - float(row.max()))
    sums = weights.cumsum()
    return int(np.flatnonzero(sums > u * sums[-1])[0])


@pytest.mark.parametrize("size", [1, 5, 128, 129, 1000, 1280])
def test_drawing_group_by_group_is_drawing_from_the_running_sum(size: int) -> None:
    row = np.random.default_rng(size).normal(0, 2, size).astype(np.float32)
    row[: size // 3] = -math.inf

    for position in range(300):
        u = uniform(1, 0, position)
        assert draw(row, sampling(), choice=0, position=position) == naively_drawn(row, u)


@pytest.mark.parametrize("u", [0.0, math.nextafter(1.0, 0.0)])
@pytest.mark.parametrize("how", [sampling(), sampling(top_k=380)])
def test_the_ends_of_the_range_never_draw_the_impossible(
    u: float, how: Sampling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups whose two sums differ in the last bit must not let the draw fall off the end."""
    monkeypatch.setattr("rejoinder.engine.sampling.uniform", lambda *_: u)
    for seed in range(60):
        row = np.random.default_rng(seed).normal(0, 3, 384).astype(np.float32)
        row[:7] = row[-9:] = -math.inf
        token_id = draw(row, how, choice=0, position=0)
        assert np.isfinite(row[token_id])


# Exactness


def test_a_row_gives_the_same_wherever_it_lies_in_memory() -> None:
    """Vector instructions treat the ends of an array apart; where a row begins must not matter."""
    row = np.random.default_rng(1).normal(0, 3, 1003).astype(np.float32)
    how = [sampling(), sampling(top_p=0.9), sampling(top_k=40, temperature=0.7)]
    how += [sampling(top_p=0.9, temperature=3.0), sampling(min_p=0.01)]

    seen = set()
    for offset in range(17):
        memory = np.zeros(1100, np.float32)
        memory[offset : offset + 1003] = row
        there = memory[offset : offset + 1003]
        drawn = [draw(there, each, choice=2, position=p) for each in how for p in range(9)]
        seen.add((*drawn, logprobs(there, 5, num_top=20)))
    assert len(seen) == 1
