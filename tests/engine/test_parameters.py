"""Every parameter through the whole engine: what it does to an answer, and what it may not do."""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from rejoinder.engine.core import Engine
from rejoinder.engine.order import Ended, Ending, Fault, Faulted, Finish, Order, Sampled
from rejoinder.testing.fake_model import FakeModel
from rejoinder.testing.orders import (
    Answer,
    answer_to,
    order,
    random_order,
    resumed,
    run_to_end,
)

VOCAB = 24


def answered(asked: Order, *others: Order) -> Answer:
    engine = Engine(FakeModel(vocab_size=VOCAB), token_budget=8, max_sequences=8)
    return answer_to(asked, run_to_end(engine, asked, *others))


def with_sampling(asked: Order, **parameters: object) -> Order:
    sampling = msgspec.structs.replace(asked.sampling, **parameters)
    return msgspec.structs.replace(asked, sampling=sampling)


def with_facts(asked: Order, **facts: object) -> Order:
    return msgspec.structs.replace(asked, **facts)


def test_a_heavy_penalty_says_every_token_once_before_any_twice() -> None:
    """Logits of this model lie within 4 of zero, so 20 off puts any other token first."""
    asked = with_sampling(order(max_tokens=VOCAB, temperature=0.0), presence_penalty=20.0)

    assert sorted(answered(asked).token_ids()) == list(range(VOCAB))


def test_penalties_count_the_choice_itself_and_no_other() -> None:
    """Each of three choices may say a token its siblings have said."""
    asked = with_sampling(
        order(max_tokens=3, num_choices=3, temperature=0.0), frequency_penalty=20.0
    )
    answer = answered(asked)

    assert answer.token_ids(0) == answer.token_ids(1) == answer.token_ids(2)
    assert len(set(answer.token_ids(0))) == 3


def test_a_bias_of_100_says_nothing_else_and_one_of_minus_100_never_says_it() -> None:
    only = with_sampling(order(max_tokens=9, temperature=2.0), logit_bias=((7, 100.0),))
    assert answered(only).token_ids() == [7] * 9

    greedy = order(max_tokens=9, temperature=0.0)
    said = set(answered(greedy).token_ids())
    never = with_sampling(greedy, logit_bias=tuple((each, -100.0) for each in said))
    assert said.isdisjoint(answered(never).token_ids())


def test_a_stop_id_ends_a_choice_only_when_min_tokens_were_said() -> None:
    """Half of all tokens are stop ids, so the answer would end long before."""
    asked = with_facts(order(max_tokens=12, stop_ids=range(12)), min_tokens=8)
    (said,) = answered(asked).choices

    assert all(event.token_id >= 12 for event in said[:8])
    assert len(said) == 12 or said[-1].finish is Finish.STOP


def test_a_banned_stop_id_is_not_said_either() -> None:
    asked = with_sampling(
        order(max_tokens=12, stop_ids=range(12)),
        logit_bias=tuple((each, -100.0) for each in range(12)),
    )
    (said,) = answered(asked).choices

    assert said[-1].finish is Finish.LENGTH


def test_where_every_token_is_ruled_out_a_choice_fails_and_its_neighbour_does_not() -> None:
    nothing = with_sampling(order("a"), logit_bias=tuple((each, -100.0) for each in range(VOCAB)))
    events = run_to_end(
        Engine(FakeModel(vocab_size=VOCAB), token_budget=8, max_sequences=8), nothing, order("b")
    )

    why = "logit_bias and min_tokens rule out every token"
    assert answer_to(nothing, events) == Answer(
        ((),), Ended("a", Ending.FINISHED), (Faulted("a", 0, Fault.RULED_OUT, why),)
    )
    assert answer_to(order("b"), events) == answered(order("b"))


def test_log_probabilities_are_the_models_own_whatever_is_done_to_the_logits() -> None:
    """The prompt is the same, so the first token's likeliest are, though another is said."""
    plain = with_facts(order(), wants_logprobs=True, num_top_logprobs=5)
    bent = with_sampling(
        plain, temperature=0.3, top_k=2, repetition_penalty=3.0, logit_bias=((7, 100.0),)
    )
    first, other = answered(plain).choices[0][0], answered(bent).choices[0][0]

    assert len(first.top_logprobs) == 5
    assert first.top_logprobs == other.top_logprobs
    assert other.token_id == 7
    assert other.logprob is not None
    assert other.logprob < 0  # though nothing else could be said


def test_the_likeliest_are_told_only_with_log_probabilities() -> None:
    asked = with_facts(order(), num_top_logprobs=5)
    assert all(event.top_logprobs == () for event in answered(asked).choices[0])


@pytest.mark.parametrize("seed", range(12))
def test_an_answer_with_everything_on_is_the_same_when_cut_and_resumed_at_any_point(
    seed: int,
) -> None:
    """Counts of what was said are a function of what was said, not of who counted."""
    rng = Random(seed)
    asked = with_facts(
        random_order("a", rng, vocab_size=VOCAB, max_tokens=(12,)),
        wants_logprobs=True,
        num_top_logprobs=3,
        num_choices=2,
    )
    events = run_to_end(
        Engine(FakeModel(vocab_size=VOCAB), token_budget=512, max_sequences=8), asked
    )
    whole = answer_to(asked, events)

    for cut in range(0, len(events), 3):
        before = answer_to(asked, events[:cut])
        again = resumed(asked, before)
        engine = Engine(FakeModel(vocab_size=VOCAB, num_blocks=9), token_budget=5, max_sequences=2)
        after = answer_to(again, run_to_end(engine, again, order("b", max_tokens=9)))
        joined = tuple(a + b for a, b in zip(before.choices, after.choices, strict=True))
        assert joined == whole.choices


def test_what_random_orders_ask_for_covers_every_parameter() -> None:
    """The histories prove the law for what they contain."""
    rng = Random(1)
    orders = [random_order(str(each), rng, vocab_size=VOCAB) for each in range(300)]
    how = [each.sampling for each in orders]

    assert sum(each.frequency_penalty != 0 for each in how) > 50
    assert sum(each.presence_penalty != 0 for each in how) > 50
    assert sum(each.repetition_penalty != 1 for each in how) > 50
    assert sum(each.min_p > 0 for each in how) > 50
    for biases in ((-100.0, -100.0), (100.0, 100.0), (-99.0, 99.0)):
        low, high = biases
        assert sum(any(low <= bias <= high for _, bias in each.logit_bias) for each in how) > 10
    assert sum(each.min_tokens > 0 and len(each.stop_ids) > 0 for each in orders) > 20
    assert sum(each.wants_logprobs and each.num_top_logprobs > 0 for each in orders) > 50


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"min_p": 1.5}, "there is no drawing with"),
        ({"repetition_penalty": 0.0}, "there is no drawing with"),
        ({"frequency_penalty": float("inf")}, "there is no drawing with"),
        ({"presence_penalty": float("nan")}, "there is no drawing with"),
        ({"logit_bias": ((VOCAB, 1.0),)}, "logit_bias has ids outside 0 to 23"),
        ({"logit_bias": ((-1, 1.0),)}, "logit_bias has ids outside 0 to 23"),
        ({"logit_bias": ((1, 1.0), (1, 2.0))}, "logit_bias has an id twice"),
        ({"logit_bias": ((1, float("inf")),)}, "logit_bias has a bias that is no finite number"),
    ],
)
def test_what_nobody_can_draw_with_fails_at_the_door(
    parameters: dict[str, object], why: str
) -> None:
    answer = answered(with_sampling(order(), **parameters))

    assert answer.ended is not None
    assert answer.ended.ending is Ending.FAILED
    assert answer.ended.detail.startswith(why)


def test_more_log_probabilities_than_the_api_allows_fail_at_the_door() -> None:
    answer = answered(with_facts(order(), num_top_logprobs=21))
    assert answer.ended == Ended("a", Ending.FAILED, "21 top_logprobs are not 0 to 20")


def test_every_random_way_to_draw_gives_as_many_tokens_as_asked_for() -> None:
    for seed in range(60):
        how = random_order("a", Random(seed), vocab_size=VOCAB).sampling
        asked = with_facts(order(max_tokens=5), sampling=how)
        answer = answered(asked)
        assert [type(event) for event in answer.choices[0]] == [Sampled] * 5
