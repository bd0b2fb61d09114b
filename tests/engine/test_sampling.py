"""The law of sampling: what is kept, how often each token is drawn, and that it never varies."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given, reject, settings
from hypothesis import strategies as st

from rejoinder.engine.order import Sampling
from rejoinder.engine.sampling import (
    Row,
    _group_maxima,
    draw,
    kept,
    logprob,
    philox4x32,
    uniform,
)

VOCAB = 8
LOGITS = [0.5, -1.0, 2.0, -math.inf, 2.0, 0.0, 1.5, -3.0]


def sampling(
    *, temperature: float = 1.0, top_p: float = 1.0, top_k: int = 0, seed: int = 1
) -> Sampling:
    return Sampling(temperature=temperature, top_p=top_p, top_k=top_k, seed=seed)


def row_of(*logits: float) -> Row:
    return np.array(logits, np.float32)


def kept_ids(row: Row, how: Sampling) -> list[int]:
    return [int(each) for each in kept(row, _group_maxima(row), how)]


# Random numbers


@pytest.mark.parametrize(
    ("counter", "key", "output"),
    [
        ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),  # noqa: E501
        ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),  # noqa: E501
        ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),  # noqa: E501
    ],
)  # fmt: skip
def test_philox_gives_its_authors_known_answers(counter: str, key: str, output: str) -> None:
    """From `kat_vectors` of Random123, by the authors of the paper."""
    c0, c1, c2, c3 = (int(word, 16) for word in counter.split())
    k0, k1 = (int(word, 16) for word in key.split())

    assert philox4x32((c0, c1, c2, c3), (k0, k1)) == tuple(int(w, 16) for w in output.split())


def test_the_random_number_is_fixed_for_ever() -> None:
    """A change here would change every seeded answer anyone has kept."""
    assert uniform(0, 0, 0) == ((0x6627E8D5 >> 5) * 2**26 + (0xE169C58D >> 6)) / 2**53
    assert [uniform(7, 0, 0), uniform(7, 1, 0), uniform(7, 0, 1), uniform(2**64 - 1, 0, 0)] == [
        0.9545971285563127,
        0.4950397921482874,
        0.4069604038840833,
        0.447822034978262,
    ]


def test_random_numbers_are_uniform_over_seeds_choices_and_positions() -> None:
    """Chi-square over 64 bins, 63 degrees: 103.4 is exceeded once in a thousand by chance."""
    for draws in (
        [uniform(seed, 0, 0) for seed in range(6400)],
        [uniform(9, choice, 0) for choice in range(6400)],
        [uniform(9, 0, position) for position in range(6400)],
    ):
        counts = np.histogram(draws, bins=64, range=(0, 1))[0]
        assert ((counts - 100.0) ** 2 / 100.0).sum() < 103.4


# The law


def exact_law(how: Sampling) -> list[float]:
    """The probabilities of LOGITS, written out in the plainest way."""
    order = sorted(range(VOCAB), key=lambda each: -LOGITS[each])
    weights = [math.exp((each - 2.0) / how.temperature) for each in LOGITS]
    if how.top_k:
        edge = LOGITS[order[how.top_k - 1]]
        weights = [w if LOGITS[each] >= edge else 0.0 for each, w in enumerate(weights)]
    share, mass = how.top_p * sum(weights), 0.0
    for each in order:
        mass += weights[each]
        if mass >= share:
            weights = [w if LOGITS[i] >= LOGITS[each] else 0.0 for i, w in enumerate(weights)]
            break
    return [weight / sum(weights) for weight in weights]


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
        sampling(top_k=5, top_p=0.8, temperature=1.5),
    ],
)
def test_tokens_are_drawn_as_often_as_the_law_says(how: Sampling) -> None:
    """Chi-square with at most 6 degrees: 22.5 is exceeded once in a thousand by chance."""
    row, num_draws = row_of(*LOGITS), 4000
    drawn = [draw(row, how, choice=0, position=position) for position in range(num_draws)]
    counts = np.bincount(drawn, minlength=VOCAB)

    expected = np.array(exact_law(how)) * num_draws
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


# What is kept


class TooClose(Exception):
    """Float sums cannot settle where this is cut, and nobody could tell the difference."""


def naively_kept(row: Row, how: Sampling) -> list[int]:
    """The law again, by sorting everything and adding up exactly."""
    order = sorted(range(len(row)), key=lambda each: -row[each])
    edge = float(row[order[min(how.top_k or len(row), len(row)) - 1]])
    weights = np.exp((row.astype(np.float64) - float(row.max())) / how.temperature)
    left = [each for each in order if row[each] >= edge]
    exact = [Fraction(float(weights[each])) for each in left]
    share = Fraction(how.top_p) * sum(exact)
    mass = Fraction(0)
    for each, weight in zip(left, exact, strict=True):
        mass += weight
        if 0 < abs(mass - share) < share / 10**12 and how.top_p < 1.0:
            raise TooClose
        if mass >= share:
            edge = float(row[each])
            break
    if how.top_p == 1.0:
        return sorted(left)
    return sorted(other for other in left if row[other] >= edge)


few_values = st.sampled_from([-math.inf, -2.5, -1.0, 0.0, 0.25, 1.0, 3.0, 3.5])
any_values = st.floats(-30, 30, width=32)


@settings(max_examples=200, deadline=None)
@given(
    logits=st.lists(few_values, min_size=1, max_size=40)
    | st.lists(any_values, min_size=1, max_size=40),
    copies=st.sampled_from([1, 1, 9, 40]),
    top_k=st.sampled_from([0, 1, 2, 3, 10, 50, 10_000]),
    top_p=st.sampled_from([0.0, 0.01, 0.3, 0.77, 0.95, 0.999999, 1.0]),
    temperature=st.sampled_from([0.3, 1.0, 2.0]),
)
@example(logits=[0.0], copies=1, top_k=0, top_p=0.5, temperature=1.0)
def test_what_is_kept_is_what_sorting_everything_would_keep(
    logits: list[float], copies: int, top_k: int, top_p: float, temperature: float
) -> None:
    """Rows of up to 1,600 logits: with and without groups, ties within and across them."""
    row = np.array(logits * copies, np.float32)
    assume(np.isfinite(row.max()))
    how = sampling(temperature=temperature, top_k=top_k, top_p=top_p)

    try:
        expected = naively_kept(row, how)
    except TooClose:
        reject()
    assert kept_ids(row, how) == expected


@pytest.mark.parametrize("spread", [0.01, 1.0, 8.0])
@pytest.mark.parametrize(
    "how", [sampling(top_k=50), sampling(top_k=3000), sampling(top_p=0.9), sampling(top_p=0.999)]
)
def test_a_row_of_many_groups_is_cut_where_sorting_would_cut_it(
    spread: float, how: Sampling
) -> None:
    row = (np.random.default_rng(5).normal(0, spread, 20_011)).astype(np.float32)

    assert kept_ids(row, how) == naively_kept(row, how)


def test_a_share_that_rounding_never_reaches_keeps_everything() -> None:
    """The whole is added up in groups, the share one by one: the last bits may differ."""
    row = np.random.default_rng(0).normal(0, 1, 5000).astype(np.float32)
    how = sampling(top_p=math.nextafter(1.0, 0.0))

    assert len(kept_ids(row, how)) >= 4999


def test_a_share_that_is_reached_exactly_is_reached() -> None:
    row = row_of(0.0, -1.0)
    whole = float(np.exp(row.astype(np.float64)).sum())
    top_p = 1.0 / whole
    assert top_p * whole == 1.0  # the weight of the first alone

    assert kept_ids(row, sampling(top_p=top_p)) == [0]


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

    seen = set()
    for offset in range(17):
        memory = np.zeros(1100, np.float32)
        memory[offset : offset + 1003] = row
        there = memory[offset : offset + 1003]
        drawn = [draw(there, each, choice=2, position=p) for each in how for p in range(9)]
        seen.add((*drawn, logprob(there, 5)))
    assert len(seen) == 1


def test_logprob_is_the_models_own_whatever_was_cut() -> None:
    row = row_of(*LOGITS)
    whole = math.fsum(math.exp(each) for each in LOGITS)

    for token_id in (0, 1, 2, 7):
        assert logprob(row, token_id) == pytest.approx(
            LOGITS[token_id] - math.log(whole), rel=1e-14
        )
    assert sum(math.exp(logprob(row, each)) for each in range(VOCAB)) == pytest.approx(1, rel=1e-14)
