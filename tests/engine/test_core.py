"""The engine as its owner sees it: orders in, events out, nothing lost."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from rejoinder.engine import sampling
from rejoinder.engine.core import Engine
from rejoinder.engine.model import Logits
from rejoinder.engine.order import (
    Ended,
    Ending,
    Event,
    Fault,
    Faulted,
    Finish,
    Order,
    Progress,
    Sampled,
    Started,
)
from rejoinder.engine.step import Piece, Step
from rejoinder.testing.fake_model import FakeModel
from rejoinder.testing.orders import answer_to, order, resumed, run_to_end


def engine_on(model: FakeModel, *, token_budget: int = 8, max_sequences: int = 8) -> Engine:
    return Engine(model, token_budget=token_budget, max_sequences=max_sequences)


def steps_of(engine: Engine, *orders: Order) -> list[list[Event]]:
    for each in orders:
        engine.add(each)
    steps = []
    while engine.has_work:
        steps.append(engine.step())
        engine.check()
    engine.check_idle()
    return steps


class Recorder(FakeModel):
    """A fake model that keeps the steps it was given."""

    def __init__(self, *, num_blocks: int = 64) -> None:
        super().__init__(num_blocks=num_blocks)
        self.steps: list[Step] = []

    def run(self, step: Step) -> Logits:
        self.steps.append(step)
        return super().run(step)


class Poisoned(FakeModel):
    """A fake model whose logits are no numbers for any sequence that holds token 31."""

    def run(self, step: Step) -> Logits:
        logits = super().run(step).copy()
        wanted = [piece for piece in step.pieces if piece.wants_logits]
        for row, piece in zip(logits, wanted, strict=True):
            if 31 in piece.token_ids:
                row[:] = np.nan
        return logits


def naive_token_ids(asked: Order, choice: int) -> list[int]:
    """What the answer must be, without an engine: the prompt whole, then a token at a time."""
    model = FakeModel(num_blocks=16)
    blocks = tuple(range(16))
    piece = Piece(asked.prompt, 0, blocks, wants_logits=True)
    said: list[int] = []
    while True:
        (row,) = model.run(Step((piece,)))
        said.append(sampling.draw(row, asked.sampling, choice=choice, position=len(said)))
        if said[-1] in asked.stop_ids or len(said) == asked.max_tokens:
            return said
        start = len(asked.prompt) + len(said) - 1
        piece = Piece((said[-1],), start, blocks, wants_logits=True)


def test_an_answer_is_what_one_token_at_a_time_would_give() -> None:
    asked = order(prompt=range(9), max_tokens=12, num_choices=3, stop_ids=(4, 20))
    answer = answer_to(asked, run_to_end(engine_on(FakeModel()), asked))

    assert [answer.token_ids(choice) for choice in range(3)] == [
        naive_token_ids(asked, choice) for choice in range(3)
    ]
    assert answer.ended == Ended("a", Ending.FINISHED)


def test_the_last_token_says_why_it_is_the_last() -> None:
    (free,) = [answer_to(order(), run_to_end(engine_on(FakeModel()), order())).choices[0]]
    assert [event.position for event in free] == [0, 1, 2, 3]
    assert [event.finish for event in free] == [None, None, None, Finish.LENGTH]

    stopping = order(stop_ids=(free[1].token_id,))
    (cut,) = answer_to(stopping, run_to_end(engine_on(FakeModel()), stopping)).choices
    assert [event.token_id for event in cut] == [event.token_id for event in free[:2]]
    assert [event.finish for event in cut] == [None, Finish.STOP]


def test_logprobs_come_only_when_asked_for() -> None:
    asked = Order(
        order_id="a", prompt=(1, 2), sampling=order().sampling, max_tokens=3, wants_logprobs=True
    )
    with_them = answer_to(asked, run_to_end(engine_on(FakeModel()), asked)).choices[0]
    without = answer_to(
        order(), run_to_end(engine_on(FakeModel()), order(prompt=(1, 2), max_tokens=3))
    ).choices[0]

    assert all(event.logprob is not None and event.logprob < 0 for event in with_them)
    assert [event.logprob for event in without] == [None, None, None]
    assert [event.token_id for event in with_them] == [event.token_id for event in without]


def test_all_choices_draw_their_first_token_in_the_step_that_ends_the_prompt() -> None:
    model = Recorder()
    steps = steps_of(engine_on(model), order(prompt=range(6), num_choices=3, max_tokens=2))

    said = [[(e.choice, e.position) for e in events if isinstance(e, Sampled)] for events in steps]
    assert said == [[(0, 0), (1, 0), (2, 0)], [(0, 1), (1, 1), (2, 1)]]
    assert [step.num_tokens for step in model.steps] == [6, 3]  # the prompt once, for all three


def test_choices_that_end_at_their_first_token_end_the_order() -> None:
    steps = steps_of(engine_on(FakeModel()), order(num_choices=3, max_tokens=1))

    assert [type(event) for event in steps[0]] == [Started, Sampled, Sampled, Sampled, Ended]
    assert len(steps) == 1


def test_the_first_choice_ending_at_once_leaves_the_prompt_to_the_others() -> None:
    firsts = [naive_token_ids(order(prompt=range(7), max_tokens=1), each)[0] for each in range(3)]
    assert firsts[0] not in firsts[1:]
    model = Recorder()
    asked = order(prompt=range(7), num_choices=3, max_tokens=5, stop_ids=firsts[:1])
    run_to_end(engine_on(model), asked)

    segments = [each for step in model.steps for each in step.pieces if not each.is_row]
    assert segments == [Piece(tuple(range(7)), 0, (0, 1), wants_logits=True)]


def test_a_cancel_takes_effect_before_the_next_step() -> None:
    model = FakeModel()
    engine = engine_on(model)
    engine.add(order("a", num_choices=2))
    engine.add(order("b"))
    engine.step()
    engine.cancel("a")
    engine.cancel("a")  # the second changes nothing
    engine.cancel("nobody")

    events = engine.step()
    assert events[0] == Ended("a", Ending.CANCELLED)
    assert {event.order_id for event in events[1:]} == {"b"}


def test_a_cancel_with_nothing_else_to_do_is_still_said() -> None:
    model = FakeModel()
    engine = engine_on(model)
    engine.add(order("a"))
    engine.cancel("a")

    assert engine.has_work
    assert engine.step() == [Ended("a", Ending.CANCELLED)]
    assert model.num_calls == 0
    assert engine.step() == []
    engine.check_idle()


def test_one_choice_is_cancelled_and_its_siblings_go_on() -> None:
    asked = order(prompt=range(6), max_tokens=3, num_choices=3)
    engine = engine_on(FakeModel())
    engine.add(asked)
    events = engine.step()
    engine.cancel_choice("a", 1)
    engine.cancel_choice("a", 1)  # the second changes nothing
    engine.cancel_choice("nobody", 0)
    while engine.has_work:
        events += engine.step()

    answer = answer_to(asked, events)
    assert answer.token_ids(0) == naive_token_ids(asked, 0)
    assert answer.token_ids(1) == naive_token_ids(asked, 1)[:1]
    assert answer.token_ids(2) == naive_token_ids(asked, 2)
    assert answer.ended == Ended("a", Ending.FINISHED)


def test_an_order_whose_last_choice_is_cancelled_has_finished() -> None:
    engine = engine_on(FakeModel(), token_budget=4)
    engine.add(order(prompt=range(6), num_choices=2))
    engine.step()
    engine.cancel_choice("a", 0)  # half-way through the prompt: the other starts it again
    engine.check()
    engine.step()
    engine.cancel_choice("a", 1)

    assert engine.step() == [Ended("a", Ending.FINISHED)]
    engine.check_idle()


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_failing_call_ends_the_orders_in_it_and_no_others(failing: int) -> None:
    """Whatever had been planned for the step, its blocks come back."""
    engine = engine_on(FakeModel(fail_on_calls={failing}), token_budget=6, max_sequences=3)
    orders = [order("a", range(6), num_choices=3), order("b", range(7)), order("c", range(7))]
    events = run_to_end(engine, *orders)

    ended = {e.order_id: e for e in events if isinstance(e, Ended)}
    assert len(ended) == 3
    failed = [e for e in ended.values() if e.ending is Ending.FAILED]
    assert 1 <= len(failed) <= 2
    assert {e.detail for e in failed} == {
        f"the model failed with RuntimeError: call {failing} was told to fail"
    }
    assert ended["c"].ending is Ending.FINISHED


def test_a_choice_whose_copy_was_lost_with_a_failing_call_does_not_go_on() -> None:
    """It may start in a step without room for its family's rows, after the budget has shrunk."""
    said = (Progress((1, 1)), Progress((1, 1)))
    orders = [order(each, (1,), max_tokens=n) for each, n in (("a", 6), ("b", 7), ("c", 3))]
    orders += [order("d", (1, 2, 3), num_choices=2, max_tokens=20, resume=said)]
    engine = engine_on(FakeModel(fail_on_calls={6}), max_sequences=4)
    for each in orders:
        engine.add(each)
    engine.step()
    assert engine.token_budget == 8
    engine.token_budget = 2
    engine._scheduler.waiting[0].last_served = 99  # as if d.1 had just lost its blocks
    events = run_to_end(engine)

    # Call 6 had rows of a and b, and the copy for d.1.
    ended = {event.order_id: event for event in events if isinstance(event, Ended)}
    assert {each for each in ended if ended[each].ending is Ending.FAILED} == {"a", "b", "d"}
    details = {event.detail for event in ended.values()}
    assert details == {"", "the model failed with RuntimeError: call 6 was told to fail"}


def test_logits_that_are_no_numbers_fail_their_order_only() -> None:
    engine = engine_on(Poisoned())
    events = run_to_end(engine, order("a", (31, 31), num_choices=2), order("b", (1, 2)))

    assert [event for event in events if event.order_id == "a"] == [
        Started("a", 0),
        Faulted("a", 0, Fault.NO_DISTRIBUTION, "the model failed: the largest logit is nan"),
        Faulted("a", 1, Fault.NO_DISTRIBUTION, "the model failed: the largest logit is nan"),
        Ended("a", Ending.FINISHED),
    ]
    assert events[-1] == Ended("b", Ending.FINISHED)


def test_a_choice_that_fails_leaves_the_rest_of_its_family_alone() -> None:
    """Its siblings failed with it, or did not, as a stop string was found in its text before it
    failed or a step too late."""
    resume = (Progress((31,)), Progress((3,)))
    asked = order("a", (1, 2), num_choices=2, resume=resume)
    answer = answer_to(asked, run_to_end(engine_on(Poisoned()), asked))
    stopped = msgspec.structs.replace(asked, resume=(Progress((31,), Finish.STOP), resume[1]))
    other = answer_to(stopped, run_to_end(engine_on(Poisoned()), stopped))

    assert [each.choice for each in answer.faults] == [0]
    assert answer.choices[0] == ()
    assert len(answer.choices[1]) == 3
    assert answer.ended == Ended("a", Ending.FINISHED)
    assert (other.choices, other.faults, other.ended) == (answer.choices, (), answer.ended)


def test_a_choice_that_failed_is_not_resumed() -> None:
    asked = order("a", (1, 2), num_choices=2, resume=(Progress((31,)), Progress((3,))))
    events = run_to_end(engine_on(Poisoned()), asked)
    whole = answer_to(asked, events)
    for cut in range(len(events)):
        before = answer_to(asked, events[:cut])
        again = resumed(asked, before)
        after = answer_to(again, run_to_end(engine_on(Poisoned()), again))

        assert before.faults + after.faults == whole.faults
        assert before.choices[1] + after.choices[1] == whole.choices[1]


def test_an_order_resumed_with_nothing_left_to_say_ends_at_once() -> None:
    model = FakeModel()
    asked = order(num_choices=2, resume=(Progress((1,), Finish.STOP), Progress((), Finish.LENGTH)))

    assert run_to_end(engine_on(model), asked) == [Ended("a", Ending.FINISHED)]
    assert model.num_calls == 0


@pytest.mark.parametrize(
    ("detail", "asked"),
    [
        ("the prompt is empty", order(prompt=())),
        ("the prompt has ids outside 0 to 31", order(prompt=(1, 32))),
        ("the prompt has ids outside 0 to 31", order(prompt=(-1, 3))),
        ("0 tokens in 1 choices", order(max_tokens=0)),
        ("4 tokens in 0 choices", order(num_choices=0)),
        ("there is no drawing with", order(temperature=-1.0)),
        ("there is no drawing with", order(temperature=float("nan"))),
        ("1 of 2 choices were resumed", order(num_choices=2, resume=(Progress(),))),
        ("choice 0 was resumed after it had ended", order(resume=(Progress((1, 2, 3, 4)),))),
        (
            "choice 0 was resumed after it had ended",
            order(stop_ids=(2,), resume=(Progress((1, 2)),)),
        ),
        ("choice 0 was resumed with ids outside 0 to 31", order(resume=(Progress((40,)),))),
        (
            "a prompt of 5 tokens and 5 more do not fit the 8 tokens of memory",
            order(prompt=range(5), max_tokens=5),
        ),
    ],
)
def test_an_impossible_order_fails_at_the_door(detail: str, asked: Order) -> None:
    (ended,) = run_to_end(engine_on(FakeModel(num_blocks=2)), asked)

    assert isinstance(ended, Ended)
    assert ended.ending is Ending.FAILED
    assert detail in ended.detail


def test_an_order_that_just_fits_is_served_however_many_choices_it_has() -> None:
    """Its last token is never computed, and its choices can take turns."""
    asked = order(prompt=range(5), max_tokens=4, num_choices=4)
    engine = engine_on(FakeModel(num_blocks=2))
    answer = answer_to(asked, run_to_end(engine, asked))

    assert [answer.token_ids(choice) for choice in range(4)] == [
        naive_token_ids(asked, choice) for choice in range(4)
    ]


def test_the_same_id_twice_is_our_own_mistake() -> None:
    engine = engine_on(FakeModel())
    engine.add(order("a"))
    with pytest.raises(AssertionError, match="order a was added twice"):
        engine.add(order("a"))
    with pytest.raises(AssertionError, match="there is work left"):
        engine.check_idle()


def test_the_counts_for_metrics() -> None:
    engine = engine_on(FakeModel(num_blocks=10), max_sequences=2)
    engine.add(order("a", range(6), num_choices=2))
    engine.add(order("b"))
    assert (engine.num_running, engine.num_waiting, engine.num_free_blocks) == (0, 3, 10)

    engine.step()
    assert (engine.num_running, engine.num_waiting, engine.num_free_blocks) == (1, 2, 8)
    engine.step()
    assert (engine.num_running, engine.num_waiting, engine.num_free_blocks) == (2, 1, 7)


def cached_tokens(events: list[Event]) -> list[tuple[str, int]]:
    return [(e.order_id, e.num_cached_tokens) for e in events if isinstance(e, Started)]


def in_scope(asked: Order, scope: str | None) -> Order:
    return msgspec.structs.replace(asked, cache_scope=scope)


def test_how_much_of_a_prompt_was_there_is_told_to_the_token() -> None:
    engine = engine_on(FakeModel(), token_budget=64)
    told = []
    for prompt in (range(10), range(10), range(20), (*range(13), 31, 31, 31), (0, 31, 31), (0,)):
        told += cached_tokens(run_to_end(engine, order(prompt=prompt)))

    assert [count for _, count in told] == [0, 8, 10, 13, 1, 0]
    assert engine.num_query_tokens == 10 + 10 + 20 + 16 + 3 + 1
    assert engine.num_hit_tokens == 0 + 8 + 10 + 13 + 1 + 0
    assert engine.num_cached_blocks == 5 + 1 + 1  # of range(20), and what parts from it later


def test_what_was_said_is_not_served_to_a_prompt_as_it_is() -> None:
    """Said tokens were rows, and prompt tokens are segments: they differ in the last bits."""
    engine = engine_on(FakeModel(), token_budget=64)
    first = order("a", range(10), max_tokens=9)
    said = answer_to(first, run_to_end(engine, first)).token_ids()
    second = order("b", (*range(10), *said, 5, 6), max_tokens=9)
    events = run_to_end(engine, second)

    assert cached_tokens(events) == [("b", 10)]
    assert answer_to(second, events).token_ids() == naive_token_ids(second, 0)
    third = order("c", (*second.prompt, 7, 8))
    assert cached_tokens(run_to_end(engine, third)) == [("c", 21)]  # computed as a prompt by now


def test_nobody_is_served_from_another_scope_or_without_one() -> None:
    engine = engine_on(FakeModel(), token_budget=64)
    scopes = ("a", "b", "a", None, None, "", "")
    told = [cached_tokens(run_to_end(engine, in_scope(order("x"), each))) for each in scopes]

    assert [count for ((_, count),) in told] == [0, 0, 1, 0, 0, 0, 1]


def test_the_cache_can_be_turned_off() -> None:
    engine = Engine(FakeModel(), token_budget=64, max_sequences=8, prefix_cache=False)
    for _ in range(2):
        assert cached_tokens(run_to_end(engine, order())) == [("a", 0)]
    assert engine.num_cached_blocks == 0


def test_the_choices_of_an_order_say_once_what_was_there() -> None:
    engine = engine_on(FakeModel(), max_sequences=2)
    run_to_end(engine, order(prompt=range(6)))
    events = run_to_end(engine, order(prompt=range(7), num_choices=4))

    assert cached_tokens(events) == [("a", 5)]
    assert isinstance(events[0], Started)


def test_who_comes_back_after_a_preemption_does_not_start_again() -> None:
    engine = engine_on(FakeModel(num_blocks=6))
    orders = [order("a", range(6), max_tokens=12), order("b", range(9, 15), max_tokens=12)]
    events = run_to_end(engine, *orders)

    assert engine.num_preemptions > 0
    assert cached_tokens(events) == [("a", 0), ("b", 0)]
    for each in orders:
        assert answer_to(each, events).token_ids() == naive_token_ids(each, 0)
