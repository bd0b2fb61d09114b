"""Orders whose grammar is being made ready, while others go on.

Compiling takes from a millisecond to a second, and so does replaying a long answer that another
worker began. Both happen in a thread of their own, rank by rank, and within one for their owners in
turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial

from rejoinder.engine.constraint import Constraints
from rejoinder.engine.guide import Guide, guides
from rejoinder.engine.order import Order
from rejoinder.turns import Standing, Workers

Guides = list[Guide | None]


class Preparing:
    """on_ready: called whenever there may be something to take, from any thread."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._futures: dict[str, Future[Guides]] = {}  # by order_id
        self.on_ready: Callable[[], None] = lambda: None

    def __len__(self) -> int:
        return len(self._futures)

    def __contains__(self, order_id: str) -> bool:
        return order_id in self._futures

    @property
    def has_ready(self) -> bool:
        return any(future.done() for future in self._futures.values())

    def add(self, order: Order, constraints: Constraints) -> None:
        future = self._workers.submit(partial(guides, order, constraints), _standing(order))
        self._futures[order.order_id] = future
        future.add_done_callback(lambda _: self.on_ready())

    def stock(self, order: Order, constraints: Constraints) -> None:
        """After that, make one ready for the next order with this grammar."""
        self._workers.submit(partial(constraints.stock, order.grammar), _standing(order))

    def drop(self, order_id: str) -> None:
        """It is no longer wanted. What is being computed for it is let go."""
        self._futures.pop(order_id).cancel()

    def __iter__(self) -> Iterator[str]:
        """Order ids."""
        return iter(self._futures)

    def take(self) -> list[tuple[str, Future[Guides]]]:
        """Those that are ready, by order_id, each once. Their `result` returns at once."""
        ready = [item for item in self._futures.items() if item[1].done()]
        for order_id, _ in ready:
            del self._futures[order_id]
        return ready

    def wait(self) -> None:
        """Until one is ready. There is one."""
        next(iter(self._futures.values())).exception()


def _standing(order: Order) -> Standing:
    return Standing(order.rank, order.owner)
