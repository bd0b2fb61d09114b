"""Penalties, biases and bans: the formulas, their order, and that nothing else moves."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.engine.adjustments import Adjuster, Counts, NothingLeft
from rejoinder.engine.order import Order, Sampling
from rejoinder.engine.rows import Row

INF = math.inf


def adjuster(
    *,
    prompt: tuple[int, ...] = (0,),
    stop_ids: tuple[int, ...] = (),
    min_tokens: int = 0,
    frequency: float = 0.0,
    presence: float = 0.0,
    repetition: float = 1.0,
    bias: dict[int, float] | None = None,
) -> Adjuster:
    how = Sampling(
        temperature=1.0,
        top_p=1.0,
        top_k=0,
        seed=1,
        frequency_penalty=frequency,
        presence_penalty=presence,
        repetition_penalty=repetition,
        logit_bias=tuple((bias or {}).items()),
    )
    return Adjuster(
        Order("a", prompt, how, 99, stop_ids=frozenset(stop_ids), min_tokens=min_tokens)
    )


def row_of(*logits: float) -> Row:
    return np.array(logits, np.float32)


def test_a_row_that_nothing_concerns_is_not_copied() -> None:
    row = row_of(1.0, 2.0)
    assert adjuster(stop_ids=(1,)).adjusted(row, [0, 0]) is row


def test_the_models_own_row_is_left_as_it_is() -> None:
    """Log-probabilities are told of it, and siblings draw from it."""
    row = row_of(1.0, 2.0, 3.0)
    adjuster(repetition=2.0, frequency=1.0, bias={0: 5.0, 1: -100.0}).adjusted(row, [0, 2])
    assert row.tolist() == [1.0, 2.0, 3.0]


def test_frequency_counts_and_presence_does_not() -> None:
    """Token 1 was said three times, token 2 once; what the prompt says does not count."""
    adjusted = adjuster(prompt=(0, 0), frequency=0.5, presence=0.25).adjusted(
        row_of(1.0, 1.0, 1.0, 1.0), [1, 2, 1, 1]
    )
    assert adjusted.tolist() == [1.0, 1.0 - 1.5 - 0.25, 1.0 - 0.5 - 0.25, 1.0]


def test_negative_penalties_raise() -> None:
    adjusted = adjuster(frequency=-2.0, presence=-1.0).adjusted(row_of(0.0, 0.0), [1, 1])
    assert adjusted.tolist() == [0.0, 5.0]


def test_repetition_moves_tokens_of_prompt_and_answer_towards_zero_and_beyond() -> None:
    """Once, however often they were said: positive logits are halved, negative ones doubled."""
    adjusted = adjuster(prompt=(0, 1, 1), repetition=2.0).adjusted(
        row_of(3.0, -3.0, 0.5, -0.5, 3.0, -INF), [2, 0, 3, 3, 5]
    )
    assert adjusted.tolist() == [1.5, -6.0, 0.25, -1.0, 3.0, -INF]


def test_repetition_comes_before_bias_and_bias_does_not_turn_its_sign() -> None:
    """4 / 2 - 5 = -3; with the bias first it would be (4 - 5) * 2 = -2."""
    adjusted = adjuster(prompt=(0,), repetition=2.0, bias={0: -5.0}).adjusted(row_of(4.0, 0.0), [])
    assert adjusted.tolist() == [-3.0, 0.0]


def test_a_bias_is_added_to_what_it_names_alone() -> None:
    adjusted = adjuster(bias={0: 99.5, 2: -99.5}).adjusted(row_of(1.0, 1.0, 1.0), [])
    assert adjusted.tolist() == [100.5, 1.0, -98.5]


@pytest.mark.parametrize("ban", [-100.0, -500.0])
def test_a_bias_of_minus_100_or_less_bans(ban: float) -> None:
    """Even what is likelier than all others by more than 100."""
    adjusted = adjuster(bias={1: ban}).adjusted(row_of(0.0, 3000.0), [])
    assert adjusted.tolist() == [0.0, -INF]


def test_a_bias_of_100_or_more_leaves_no_other_choice() -> None:
    """Even of what is likelier by more than 100; those forced compete by their biased logits."""
    adjusted = adjuster(bias={1: 100.0, 3: 101.0, 2: 99.0}, presence=2.0).adjusted(
        row_of(3000.0, 5.0, 7.0, 1.0), [3]
    )
    assert adjusted.tolist() == [-INF, 105.0, -INF, 100.0]


def test_no_stop_id_may_be_drawn_before_min_tokens_were() -> None:
    """And ids beyond the vocabulary, which some models list, are no matter."""
    some = adjuster(stop_ids=(1, 2, 700), min_tokens=2)
    row = row_of(0.0, 5.0, 5.0)

    assert some.adjusted(row, []).tolist() == [0.0, -INF, -INF]
    assert some.adjusted(row, [0]).tolist() == [0.0, -INF, -INF]
    assert some.adjusted(row, [0, 0]) is row


@pytest.mark.parametrize(
    "some",
    [
        adjuster(bias={0: -100.0, 1: -100.0}),
        adjuster(bias={0: -100.0}, stop_ids=(1,), min_tokens=1),
        adjuster(bias={1: 100.0}, stop_ids=(1,), min_tokens=1),  # forced and not yet allowed
    ],
)
def test_where_nothing_is_left_it_says_so(some: Adjuster) -> None:
    with pytest.raises(NothingLeft, match="logit_bias and min_tokens rule out every token"):
        some.adjusted(row_of(0.0, 1.0), [])


@pytest.mark.parametrize("broken", [math.nan, INF])
def test_a_ban_does_not_hide_a_broken_row(broken: float) -> None:
    with pytest.raises(ValueError, match=f"the largest logit is {broken}"):
        adjuster(bias={1: -100.0}).adjusted(row_of(0.0, broken), [])


def test_counts_grow_past_their_first_room_and_only_look_at_what_is_new() -> None:
    said = [each * each % 57 for each in range(400)]
    counts = Counts()
    for length in (0, 1, 1, 15, 16, 17, 300, 400):
        counts.catch_up(said[:length])
        assert dict(zip(counts.ids.tolist(), counts.counts.tolist(), strict=True)) == Counter(
            said[:length]
        )


logits = st.floats(-30, 30, width=32) | st.just(-INF)
penalties = st.sampled_from([0.0, 0.3, -1.7, 2.0])


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    row=st.lists(logits, min_size=6, max_size=6),
    prompt=st.lists(st.integers(0, 5), min_size=1, max_size=9),
    output=st.lists(st.integers(0, 5), max_size=20),
    heard=st.integers(0, 20),
    frequency=penalties,
    presence=penalties,
    repetition=st.sampled_from([1.0, 1.3, 0.5, 20.0]),
    bias=st.dictionaries(
        st.integers(0, 5), st.sampled_from([-100.0, -99.0, -0.1, 0.0, 3.3, 99.0, 100.0]), max_size=5
    ),
    min_tokens=st.integers(0, 12),
    stop_ids=st.sets(st.integers(0, 9), max_size=2),
)
def test_any_adjustment_is_the_one_the_definitions_give(
    row: list[float],
    prompt: list[int],
    output: list[int],
    heard: int,
    frequency: float,
    presence: float,
    repetition: float,
    bias: dict[int, float],
    min_tokens: int,
    stop_ids: set[int],
) -> None:
    """Token by token, in float64 and rounded after each; also when asked earlier on the way."""
    expected = []
    for token_id, logit in enumerate(row):
        value = logit
        if repetition != 1.0 and token_id in {*prompt, *output}:
            value = _f32(value * repetition if value < 0 else value / repetition)
        value = _f32(value + bias.get(token_id, 0.0))
        count = output.count(token_id)
        value = _f32(value - (count * frequency + (count > 0) * presence))
        forced = [each for each, by in bias.items() if by >= 100]
        early = len(output) < min_tokens and token_id in stop_ids
        if (forced and token_id not in forced) or bias.get(token_id, 0) <= -100 or early:
            value = -INF
        expected.append(value)
    some = adjuster(
        prompt=tuple(prompt),
        stop_ids=tuple(stop_ids),
        min_tokens=min_tokens,
        frequency=frequency,
        presence=presence,
        repetition=repetition,
        bias=bias,
    )

    for said in (output[:heard], output):
        try:
            adjusted = some.adjusted(row_of(*row), said).tolist()
        except ValueError:
            adjusted = [-INF] * len(row)
    assert adjusted == expected


def _f32(value: float) -> float:
    return float(np.float32(value))
