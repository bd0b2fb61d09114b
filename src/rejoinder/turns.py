"""Who is next where several wait for the same: better ranks first, and within one owners in turn.

An owner's own go in the order they came. So nobody waits behind a later rank, and who floods a rank
takes every other turn at most from each of those who share it with him.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from typing import Generic, NamedTuple, Protocol, TypeVar

T = TypeVar("T")


class Standing(NamedTuple):
    """Of a piece of work. rank: as an order's, 0 is first. owner: whose it is."""

    rank: int = 0
    owner: str = ""


FIRST = Standing()

# Of the request that this thread or task works for.
standing_now: ContextVar[Standing] = ContextVar("standing_now", default=FIRST)


class Turns(Generic[T]):
    """What waits. An item may be added more than once. For one thread at a time.

    Rounds: each owner has one item in each, so that his second waits for everybody's first.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, int, T]] = []  # rank, round, number, item
        self._number = 0
        self._round: dict[int, int] = {}  # by rank, of what was taken last
        self._last: dict[Standing, int] = {}  # the round of what an owner added last

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, item: T, standing: Standing) -> None:
        own = self._last.get(standing, -1) + 1
        turn = self._last[standing] = max(own, self._round.get(standing.rank, 0))
        heapq.heappush(self._heap, (standing.rank, turn, self._number, item))
        self._number += 1

    def take(self) -> T:
        """The next one. There is one."""
        rank, self._round[rank], _, item = heapq.heappop(self._heap)
        if not self._heap:
            self._round.clear()
            self._last.clear()
        return item


class Workers(Protocol):
    """What does work in turn: threads, or a test's own."""

    def submit(self, work: Callable[[], T], standing: Standing) -> Future[T]:
        """What it returns or raises, later. May be cancelled until it begins."""
        ...


class Threads:
    """A pool of threads that takes work in turn. Satisfies `Workers`."""

    def __init__(self, num_threads: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(num_threads, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._turns: Turns[Callable[[], None]] = Turns()

    def submit(self, work: Callable[[], T], standing: Standing) -> Future[T]:
        job = Job(work)
        with self._lock:
            self._turns.add(job.do, standing)
        self._pool.submit(self._do_next)
        return job.future

    def _do_next(self) -> None:
        with self._lock:
            do = self._turns.take()
        do()


class Job(Generic[T]):
    """Work and what comes of it. What was cancelled may wait for long, so it is let go at once."""

    def __init__(self, work: Callable[[], T], future: Future[T] | None = None) -> None:
        self.future: Future[T] = future or Future()
        self._work: Callable[[], T] | None = work
        self.future.add_done_callback(self._let_go)

    def do(self) -> None:
        """Once."""
        work = self._work
        if not self.future.set_running_or_notify_cancel():
            return
        assert work is not None
        try:
            result = work()
        except BaseException as error:  # handed on, as by any executor
            self.future.set_exception(error)
        else:
            self.future.set_result(result)

    def _let_go(self, _: Future[T]) -> None:
        self._work = None
