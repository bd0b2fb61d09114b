"""The law: an answer depends on the order alone. Hundreds of random histories against it."""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from rejoinder.engine.core import Engine
from rejoinder.engine.order import Ending, Event, Order, Sampled
from rejoinder.engine.sequence import Sequence
from rejoinder.testing.fake_constraints import ENDS, FakeConstraints
from rejoinder.testing.fake_model import FakeModel
from rejoinder.testing.histories import History
from rejoinder.testing.orders import (
    Answer,
    answer_to,
    entwined,
    order,
    random_order,
    resumed,
    run_to_end,
)
from rejoinder.testing.slow_executor import SlowExecutor

VOCAB = 24
NUM_HISTORIES = 200

# The longest random order computes 17 + 24 - 1 tokens.
MOST_TOKENS = 40


# Some that make no trouble, one that may do only so much, and one that is none.
GRAMMARS = (*(str(each) for each in range(12)), "12 fuel 6", "13 broken")


def alone(asked: Order) -> Answer:
    """What an order is answered with nobody else there, room for everything, and no cache."""
    engine = Engine(
        FakeModel(vocab_size=VOCAB),
        token_budget=512,
        max_sequences=8,
        prefix_cache=False,
        constraints=FakeConstraints(VOCAB),
    )
    return answer_to(asked, run_to_end(engine, asked))


def some_engine(rng: Random) -> Engine:
    """Any budget, any memory that holds the longest order, and sometimes a call that fails."""
    block_tokens = rng.choice((1, 2, 3, 4))
    model = FakeModel(
        vocab_size=VOCAB,
        block_tokens=block_tokens,
        num_blocks=-(-MOST_TOKENS // block_tokens) * rng.choice((1, 1, 2, 2, 8)),
        fail_on_calls={rng.randrange(40)} if rng.random() < 0.1 else (),
    )
    return Engine(
        model,
        token_budget=rng.choice((2, 4, 7, 64, 512)),
        max_sequences=rng.choice((1, 4, 30, 30)),
        prefix_cache=rng.random() < 0.8,
        rehearses=rng.random() < 0.5,
        constraints=FakeConstraints(VOCAB, stocks=rng.random() < 0.5),
        compiling=SlowExecutor(rng, max_looks=rng.choice((0, 3, 30))),
    )


@pytest.mark.slow
def test_an_answer_is_the_same_whatever_else_happens() -> None:
    """Neighbours, arrival, budgets, memory, cancels, failures, deaths, what was cached and how long
    grammars take vary; answers do not."""
    histories = []
    for seed in range(NUM_HISTORIES):
        rng = Random(seed)
        num_orders = rng.choice((1, 4, 10, 30))
        orders = [
            random_order(f"o{each}", rng, vocab_size=VOCAB, grammars=GRAMMARS, ends=ENDS)
            for each in range(num_orders)
        ]
        orders = entwined(orders, rng, scopes=("", "", "other", None))
        history = History(orders, rng, some_engine)
        history.run()
        history.check(alone)
        histories.append(history)

    # Else they would prove little.
    assert sum(each.num_preemptions > 0 for each in histories) > NUM_HISTORIES / 5
    assert sum(each.num_deaths > 0 for each in histories) > NUM_HISTORIES / 4
    assert sum(each.num_hit_tokens > 0 for each in histories) > NUM_HISTORIES / 3
    assert sum(bool(each.cut) for each in histories) > NUM_HISTORIES / 4
    assert sum(each.num_impossible > 0 for each in histories) > NUM_HISTORIES / 4
    endings = [each.ended.ending for h in histories for each in h.answers.values() if each.ended]
    assert min(endings.count(ending) for ending in Ending) > NUM_HISTORIES / 10


@pytest.mark.parametrize("rehearses", [False, True])
def test_a_conversation_is_the_same_whatever_was_left_of_its_earlier_turns(rehearses: bool) -> None:
    """Each turn's prompt is the last one's, its answer, and something new; or it starts again."""
    rng = Random(5)
    num_hit_tokens = 0
    for _ in range(40):
        engine = Engine(
            FakeModel(vocab_size=VOCAB, num_blocks=rng.choice((16, 20, 40))),
            token_budget=rng.choice((4, 64)),
            max_sequences=2,
            rehearses=rehearses,
        )
        talks: list[tuple[int, ...]] = [(1, 2, 3), (1, 2, 4)]
        for turn in range(12):
            told = rng.randrange(2)
            prompt = (*talks[told], *(rng.randrange(VOCAB) for _ in range(rng.randint(0, 4))))
            asked = order(f"o{turn}", prompt[:45], max_tokens=rng.randint(1, 12))
            answer = answer_to(asked, run_to_end(engine, asked))
            assert answer == alone(asked)
            talks[told] = (*asked.prompt, *answer.token_ids())
            if rng.random() < 0.2:
                talks[told] = talks[told][: rng.randrange(len(talks[told]))] or (1,)
        num_hit_tokens += engine.num_hit_tokens
    assert num_hit_tokens > 40 * 12 * 10


@pytest.mark.parametrize("num_choices", [1, 3])
@pytest.mark.parametrize("num_prompt_tokens", [1, 2, 8, 9])
def test_an_answer_is_the_same_when_cut_and_resumed_at_any_point(
    num_choices: int, num_prompt_tokens: int
) -> None:
    """Choices are cut where they are: some done, some half-way, some without a first token."""
    asked = order(
        prompt=range(num_prompt_tokens),
        max_tokens=9,
        num_choices=num_choices,
        stop_ids=(3, 7, 11, 15),
    )
    roomy = Engine(FakeModel(vocab_size=VOCAB), token_budget=512, max_sequences=8)
    events = run_to_end(roomy, asked)
    whole = answer_to(asked, events)

    for cut in range(len(events)):
        before = answer_to(asked, events[:cut])
        again = resumed(asked, before)
        for token_budget, num_blocks in ((512, 64), (4, 7), (3, 5)):
            engine = Engine(
                FakeModel(vocab_size=VOCAB, num_blocks=num_blocks),
                token_budget=token_budget,
                max_sequences=2,
            )
            after = answer_to(again, run_to_end(engine, again))
            joined = tuple(a + b for a, b in zip(before.choices, after.choices, strict=True))
            assert joined == whole.choices
            assert after.ended == whole.ended


def test_choices_with_any_progress_each_are_resumed_to_the_same_end() -> None:
    """A worker that dies may have been heard further on one choice than on another."""
    asked = order(prompt=range(6), max_tokens=4, num_choices=3)
    whole = alone(asked)
    for first in range(5):
        for second in range(5):
            for third in range(5):
                heard = (first, second, third)
                before = Answer(
                    tuple(said[:n] for said, n in zip(whole.choices, heard, strict=True)), None
                )
                again = resumed(asked, before)
                engine = Engine(
                    FakeModel(vocab_size=VOCAB, num_blocks=5), token_budget=5, max_sequences=3
                )
                after = answer_to(again, run_to_end(engine, again))
                joined = tuple(a + b for a, b in zip(before.choices, after.choices, strict=True))
                assert joined == whole.choices


@pytest.mark.parametrize("token_budget", [4, 7, 64, 512])
def test_thirty_neighbours_change_nothing_at_any_budget(token_budget: int) -> None:
    rng = Random(token_budget + 1)
    orders = [random_order(f"o{each}", rng, vocab_size=VOCAB) for each in range(31)]
    engine = Engine(
        FakeModel(vocab_size=VOCAB, block_tokens=1, num_blocks=60),
        token_budget=token_budget,
        max_sequences=30,
    )
    events = run_to_end(engine, *orders)

    assert [answer_to(each, events) for each in orders] == [alone(each) for each in orders]
    assert engine.num_preemptions > 0


@pytest.mark.parametrize("num_blocks", [40, 60, 400])
def test_ranks_change_nothing_but_when(num_blocks: int) -> None:
    """Better ranks keep coming in, stop others and pause them; all say what they say alone."""
    rng = Random(num_blocks)
    orders = [random_order(f"o{each}", rng, vocab_size=VOCAB) for each in range(40)]
    engine = Engine(
        FakeModel(vocab_size=VOCAB, block_tokens=1, num_blocks=num_blocks),
        token_budget=rng.choice((4, 16)),
        max_sequences=6,
    )
    events: list[Event] = []
    for each in sorted(orders, key=lambda one: -one.rank):
        engine.add(each)
        for _ in range(2):
            events += engine.step()
            engine.check()
    events += run_to_end(engine)

    for each in orders:
        assert answer_to(each, events) == alone(msgspec.structs.replace(each, rank=0))
    assert len({each.rank for each in orders}) == 4
    assert engine.num_preemptions > 5


def test_something_always_gets_done_and_the_oldest_is_never_stopped() -> None:
    """No livelock: with memory for barely one, every step says a word or brings one nearer.

    Of any ranks, as long as no better one comes later.
    """
    rng = Random(3)
    orders = [random_order(f"o{each}", rng, vocab_size=VOCAB) for each in range(40)]
    engine = Engine(
        FakeModel(vocab_size=VOCAB, block_tokens=1, num_blocks=MOST_TOKENS),
        token_budget=3,
        max_sequences=30,
    )
    for each in orders:
        engine.add(each)
    oldest: Sequence | None = None
    num_silent = 0
    while engine.has_work:
        events = engine.step()
        engine.check()
        running = engine._scheduler.running
        if oldest is not None and oldest.state != "finished":
            assert running[0] is oldest
        oldest = running[0] if running else None
        # The longest silence: all an order may hold, computed again at two tokens a step or more.
        num_silent = 0 if any(isinstance(each, Sampled) for each in events) else num_silent + 1
        assert num_silent <= MOST_TOKENS / 2
    engine.check_idle()
    assert engine.num_preemptions > 10
