"""Answers made ready for the next turn while nobody waits."""

from __future__ import annotations

import msgspec
import pytest

from rejoinder.engine.core import Engine
from rejoinder.engine.model import Logits
from rejoinder.engine.order import Event, Order, Sampled, Started
from rejoinder.engine.step import Step
from rejoinder.testing.fake_model import FakeModel
from rejoinder.testing.orders import answer_to, order, run_to_end


class Recorder(FakeModel):
    """A fake model, with blocks of four, that keeps the lengths of the pieces it was given."""

    def __init__(self, *, num_blocks: int = 64) -> None:
        super().__init__(num_blocks=num_blocks)
        self.pieces: list[tuple[int, int]] = []

    def run(self, step: Step) -> Logits:
        self.pieces += [(p.start, p.start + len(p.token_ids)) for p in step.pieces]
        return super().run(step)


def engine_on(model: FakeModel) -> Engine:
    return Engine(model, token_budget=64, max_sequences=8, rehearses=True)


def cached_tokens(events: list[Event]) -> list[int]:
    return [event.num_cached_tokens for event in events if isinstance(event, Started)]


def next_turn(asked: Order, events: list[Event]) -> Order:
    said = answer_to(asked, events).token_ids()
    return order("next", (*asked.prompt, *said, 30, 31), max_tokens=2)


def test_the_next_turn_finds_the_answer_of_this_one() -> None:
    engine = engine_on(Recorder())
    asked = order("a", range(10), max_tokens=9)
    following = next_turn(asked, run_to_end(engine, asked))

    assert cached_tokens(run_to_end(engine, following)) == [19]


def test_it_is_computed_in_segments_of_a_block_at_most() -> None:
    model = Recorder()
    run_to_end(engine_on(model), order("a", range(10), max_tokens=9))

    rows = [(at, at + 1) for at in range(10, 18)]
    assert model.pieces == [(0, 10), *rows, (10, 12), (12, 16), (16, 19)]


def test_no_segment_is_a_single_token() -> None:
    model = Recorder()
    run_to_end(engine_on(model), order("a", range(11), max_tokens=3))

    # Room for one in the third block, and of three left none may be left alone.
    assert model.pieces == [(0, 11), (11, 12), (12, 13), (11, 14)]


def test_a_new_order_is_served_at_once_and_the_rest_is_done_later() -> None:
    model = Recorder()
    engine = engine_on(model)
    asked = order("a", range(10), max_tokens=20)
    engine.add(asked)
    events: list[Event] = []
    while len(model.pieces) < 1 + 19 + 2:  # the prompt, the words, two segments of the rehearsal
        events += engine.step()
    engine.add(order("b", (9, 9, 9), max_tokens=1))

    assert [type(event) for event in engine.step()[:2]] == [Started, Sampled]
    run_to_end(engine)
    assert cached_tokens(run_to_end(engine, next_turn(asked, events))) == [30]


@pytest.mark.parametrize("scope", ["a", None])
def test_what_has_no_scope_is_not_rehearsed(scope: str | None) -> None:
    model = Recorder()
    engine = engine_on(model)
    asked = order("a", range(10), max_tokens=9)
    run_to_end(engine, msgspec.structs.replace(asked, cache_scope=scope))

    assert (len(model.pieces) == 9) == (scope is None)


def test_nothing_is_rehearsed_of_several_choices_or_without_a_cache() -> None:
    for num_choices, prefix_cache in ((2, True), (1, False)):
        model = Recorder()
        engine = Engine(
            model, token_budget=64, max_sequences=8, prefix_cache=prefix_cache, rehearses=True
        )
        run_to_end(engine, order("a", range(8), max_tokens=3, num_choices=num_choices))
        assert len(model.pieces) == 1 + 2 * num_choices


def test_what_does_not_fit_is_left() -> None:
    """An order's last token is never computed, so its rehearsal may need a block too many."""
    model = Recorder(num_blocks=3)
    engine = engine_on(model)
    asked = order("a", range(6), max_tokens=7)
    run_to_end(engine, asked)

    assert not engine.has_work
    assert engine.num_free_blocks == 3


def test_a_model_that_fails_in_a_rehearsal_fails_nobody() -> None:
    engine = engine_on(FakeModel(fail_on_calls={11}))
    asked = order("a", range(10), max_tokens=9)
    events = run_to_end(engine, asked)  # calls 1 to 9; the second segment fails

    assert cached_tokens(run_to_end(engine, next_turn(asked, events))) == [12]
