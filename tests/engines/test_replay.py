"""Replaying orders proves something only if it would notice."""

from __future__ import annotations

import math

import pytest

from rejoinder.engine.order import Ended, Ending, Sampled
from rejoinder.testing.orders import Answer
from rejoinder.testing.replay import differs, random_orders


def answer(
    *, token_id: int = 5, logprob: float = -0.25, ending: Ending = Ending.FINISHED
) -> Answer:
    said = Sampled("a", 0, 0, token_id, logprob, top_logprobs=((5, logprob),))
    return Answer(((said,),), Ended("a", ending))


@pytest.mark.parametrize(
    "other",
    [
        answer(token_id=6),
        answer(logprob=math.nextafter(-0.25, 0.0)),
        answer(ending=Ending.FAILED),
        Answer(((),), Ended("a", Ending.FINISHED)),
    ],
)
def test_one_bit_is_a_difference(other: Answer) -> None:
    assert not differs(answer(), answer())
    assert differs(answer(), other)


def test_a_zero_of_the_other_sign_is_a_difference() -> None:
    assert differs(answer(logprob=0.0), answer(logprob=-0.0))


def test_the_same_seed_asks_for_the_same() -> None:
    first = random_orders(30, seed=1, vocab_size=64)

    assert first == random_orders(30, seed=1, vocab_size=64)
    assert first != random_orders(30, seed=2, vocab_size=64)
    assert len({each.order_id for each in first}) == 30
