"""The law: an answer depends on the order alone. Hundreds of random histories against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import msgspec
import pytest

from rejoinder.engine.core import Engine
from rejoinder.engine.order import Ended, Ending, Event, Finish, Order, Progress
from rejoinder.engine.sequence import Sequence
from rejoinder.testing.fake_model import FakeModel
from rejoinder.testing.orders import Answer, answer_to, order, random_order, resumed, run_to_end

VOCAB = 24
NUM_HISTORIES = 200

# The longest random order computes 17 + 24 - 1 tokens.
MOST_TOKENS = 40


def alone(asked: Order) -> Answer:
    """What an order is answered with nobody else there and room for everything."""
    engine = Engine(FakeModel(vocab_size=VOCAB), token_budget=512, max_sequences=8)
    return answer_to(asked, run_to_end(engine, asked))


@dataclass
class History:
    """What happened to some orders, on engines that now and then die and are replaced.

    sent: ids of the orders sent so far. answers: what was heard, before and after deaths.
    cut: choices that were cancelled alone.
    """

    rng: Random
    orders: list[Order]
    sent: set[str] = field(default_factory=set)
    answers: dict[str, Answer] = field(default_factory=dict)
    cut: set[tuple[str, int]] = field(default_factory=set)
    num_preemptions: int = 0
    num_deaths: int = 0

    def run(self) -> None:
        self.answers = {each.order_id: answer_to(each, ()) for each in self.orders}
        unsent = list(self.orders)
        engine = self._new_engine()
        while unsent or engine.has_work:
            while unsent and self.rng.random() < 0.5:
                self.sent.add(unsent[0].order_id)
                engine.add(unsent.pop(0))
            self._cancel_someone(engine)
            self._hear(engine.step())
            engine.check()
            if self.rng.random() < 0.02:
                engine = self._replace(engine)
        self.num_preemptions += engine.num_preemptions
        engine.check_idle()

    def _new_engine(self) -> Engine:
        block_tokens = self.rng.choice((1, 2, 3, 4))
        fewest_blocks = -(-MOST_TOKENS // block_tokens)
        model = FakeModel(
            vocab_size=VOCAB,
            block_tokens=block_tokens,
            num_blocks=fewest_blocks * self.rng.choice((1, 1, 2, 2, 8)),
        )
        return Engine(
            model,
            token_budget=self.rng.choice((2, 4, 7, 64, 512)),
            max_sequences=self.rng.choice((1, 4, 30, 30)),
        )

    def _cancel_someone(self, engine: Engine) -> None:
        asked = self.rng.choice(self.orders)
        if self.rng.random() < 0.03:
            engine.cancel(asked.order_id)
        if self.rng.random() < 0.03 and asked.order_id in self.sent:
            choice = self.rng.randrange(asked.num_choices)
            self.cut.add((asked.order_id, choice))
            engine.cancel_choice(asked.order_id, choice)

    def _hear(self, events: list[Event]) -> None:
        """Note the events; of an answer that was cut, those before and after the cut joined."""
        for event in events:
            before = self.answers[event.order_id]
            assert before.ended is None, f"said after the end: {event}"
            if isinstance(event, Ended):
                self.answers[event.order_id] = Answer(before.choices, event)
                continue
            choices = list(before.choices)
            assert event.position == len(choices[event.choice])
            choices[event.choice] += (event,)
            self.answers[event.order_id] = Answer(tuple(choices), None)

    def _replace(self, engine: Engine) -> Engine:
        """The process dies, and another is told what had been heard."""
        self.num_deaths += 1
        self.num_preemptions += engine.num_preemptions
        fresh = self._new_engine()
        for each in self.orders:
            answer = self.answers[each.order_id]
            if each.order_id in self.sent and answer.ended is None:
                fresh.add(self._without_cut_choices(resumed(each, answer)))
        return fresh

    def _without_cut_choices(self, asked: Order) -> Order:
        progress = (
            Progress(said.token_ids, Finish.STOP) if (asked.order_id, choice) in self.cut else said
            for choice, said in enumerate(asked.resume)
        )
        return msgspec.structs.replace(asked, resume=tuple(progress))


def history(seed: int) -> History:
    rng = Random(seed)
    orders = [
        random_order(f"o{each}", rng, vocab_size=VOCAB)
        for each in range(rng.choice((1, 4, 10, 30)))
    ]
    made = History(rng, orders)
    made.run()
    return made


def check_answer(made: History, asked: Order) -> None:
    """Of what was cancelled the beginning is right, and of the rest everything."""
    answer, whole = made.answers[asked.order_id], alone(asked)
    assert answer.ended is not None
    assert answer.ended.ending in (Ending.FINISHED, Ending.CANCELLED)
    for choice, (said, all_said) in enumerate(zip(answer.choices, whole.choices, strict=True)):
        cut = answer.ended.ending is Ending.CANCELLED or (asked.order_id, choice) in made.cut
        assert said == (all_said[: len(said)] if cut else all_said), asked


@pytest.mark.slow
def test_an_answer_is_the_same_whatever_else_happens() -> None:
    """Neighbours, arrival, budgets, memory, cancels and deaths vary at random; answers do not."""
    made = [history(seed) for seed in range(NUM_HISTORIES)]
    for each in made:
        for asked in each.orders:
            check_answer(each, asked)

    # Else the histories above would prove little.
    assert sum(each.num_preemptions > 0 for each in made) > NUM_HISTORIES / 4
    assert sum(each.num_deaths > 0 for each in made) > NUM_HISTORIES / 4
    assert sum(bool(each.cut) for each in made) > NUM_HISTORIES / 4


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
    rng = Random(token_budget)
    orders = [random_order(f"o{each}", rng, vocab_size=VOCAB) for each in range(31)]
    engine = Engine(
        FakeModel(vocab_size=VOCAB, block_tokens=1, num_blocks=90),
        token_budget=token_budget,
        max_sequences=30,
    )
    events = run_to_end(engine, *orders)

    assert [answer_to(each, events) for each in orders] == [alone(each) for each in orders]
    assert engine.num_preemptions > 0


def test_something_always_gets_done_and_the_oldest_is_never_stopped() -> None:
    """No livelock: with memory for barely one, every step says a word or brings one nearer."""
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
        num_silent = 0 if events else num_silent + 1
        assert num_silent <= MOST_TOKENS / 2
    engine.check_idle()
    assert engine.num_preemptions > 10
