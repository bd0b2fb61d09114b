"""What may happen to orders between being sent and being answered, at random.

Orders arrive while others run; some are cancelled, whole or one choice; engines die and are
replaced by others, which are told what had been heard. Whoever makes the engines decides about
budgets, memory and failing calls. What was heard in the end is held against what each order is
answered alone.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import msgspec

from rejoinder.engine.core import Engine
from rejoinder.engine.order import (
    Ended,
    Ending,
    Event,
    Fault,
    Faulted,
    Finish,
    Order,
    Progress,
    Started,
)
from rejoinder.testing.orders import Answer, answer_to, resumed


class History:
    """Runs `orders` on engines that `new_engine` makes.

    trouble: the chance, in each step, of a cancelled order, of a cancelled choice, and of a death.
    answers: what was heard of each order, before and after deaths. cut: choices cancelled alone.
    """

    def __init__(
        self,
        orders: list[Order],
        rng: Random,
        new_engine: Callable[[Random], Engine],
        *,
        trouble: float = 0.02,
    ) -> None:
        self.orders = orders
        self.answers = {each.order_id: answer_to(each, ()) for each in orders}
        self.cut: set[tuple[str, int]] = set()
        self.num_preemptions = 0
        self.num_deaths = 0
        self.num_hit_tokens = 0
        self.num_impossible = 0  # orders of which something failed by itself
        self._started: set[str] = set()  # by the engine there is now
        self._rng = rng
        self._trouble = trouble
        self._new_engine = new_engine
        self._unsent = list(orders)

    def run(self) -> None:
        engine = self._new_engine(self._rng)
        while self._unsent or engine.has_work or engine.num_preparing:
            while self._unsent and self._rng.random() < 0.5:
                engine.add(self._unsent.pop(0))
            self._cancel_someone(engine)
            self._hear(engine.step())
            engine.check()
            if self._rng.random() < self._trouble:
                self.num_deaths += 1
                self._count(engine)
                engine = self._replacement()
        self._count(engine)
        engine.check_idle()

    def check(self, alone: Callable[[Order], Answer]) -> None:
        """Assert that every answer is the one given alone, or its beginning where it was cut.

        Where what is asked cannot be, the order, or that choice of it, fails alone too.
        """
        for order in self.orders:
            answer, whole = self.answers[order.order_id], alone(order)
            assert answer.ended is not None, f"never ended: {order}"
            assert whole.ended is not None
            ending = answer.ended.ending
            if ending is Ending.FAILED and not answer.ended.detail.endswith("was told to fail"):
                self.num_impossible += 1
                assert answer == whole, f"{answer.ended} of {order}"
            self.num_impossible += bool(answer.faults)
            assert set(answer.faults) <= set(whole.faults), f"{answer.faults} of {order}"
            is_whole = ending is Ending.FINISHED
            if is_whole:
                assert whole.ended.ending is Ending.FINISHED, f"{whole.ended} of {order}"
            for choice, said in enumerate(answer.choices):
                expected = whole.choices[choice]
                if not is_whole or self._is_cut(order, choice):
                    expected = expected[: len(said)]
                else:
                    assert (choice in answer.faulted) == (choice in whole.faulted)
                assert said == expected, f"choice {choice} of {order}"

    def _count(self, engine: Engine) -> None:
        self.num_preemptions += engine.num_preemptions
        self.num_hit_tokens += engine.num_hit_tokens

    def _is_cut(self, order: Order, choice: int) -> bool:
        return (order.order_id, choice) in self.cut

    def _cancel_someone(self, engine: Engine) -> None:
        order = self._rng.choice(self.orders)
        if self._rng.random() < self._trouble:
            engine.cancel(order.order_id)
        if self._rng.random() < self._trouble and order not in self._unsent:
            choice = self._rng.randrange(order.num_choices)
            self.cut.add((order.order_id, choice))
            engine.cancel_choice(order.order_id, choice)

    def _hear(self, events: list[Event]) -> None:
        for event in events:
            before = self.answers[event.order_id]
            assert before.ended is None, f"said after the end: {event}"
            if isinstance(event, Ended):
                self.answers[event.order_id] = msgspec.structs.replace(before, ended=event)
                continue
            if isinstance(event, Started):
                assert event.order_id not in self._started, f"said twice: {event}"
                self._started.add(event.order_id)
                continue
            assert event.order_id in self._started, f"said before the start: {event}"
            assert event.choice not in before.faulted
            if isinstance(event, Faulted):
                assert event.fault is not Fault.MISTAKE, event.detail
                faults = sorted((*before.faults, event), key=lambda each: each.choice)
                self.answers[event.order_id] = Answer(before.choices, None, tuple(faults))
                continue
            choices = list(before.choices)
            assert event.position == len(choices[event.choice])
            choices[event.choice] += (event,)
            self.answers[event.order_id] = Answer(tuple(choices), None, before.faults)

    def _replacement(self) -> Engine:
        """Another engine, told what had been heard of every order that is under way."""
        self._started.clear()
        engine = self._new_engine(self._rng)
        for order in self.orders:
            answer = self.answers[order.order_id]
            if order in self._unsent or answer.ended is not None:
                continue
            again = resumed(order, answer)
            progress = (
                Progress(said.token_ids, Finish.STOP) if self._is_cut(order, choice) else said
                for choice, said in enumerate(again.resume)
            )
            engine.add(msgspec.structs.replace(again, resume=tuple(progress)))
        return engine
