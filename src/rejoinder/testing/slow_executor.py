"""Executors without threads: a test decides when their work is done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from random import Random
from typing import TypeVar

from rejoinder.turns import Job, Standing, Turns

T = TypeVar("T")


class HeldExecutor:
    """Satisfies `Workers`. Does nothing until it is told to; then what is next in turn."""

    def __init__(self) -> None:
        self._held: Turns[tuple[object, Callable[[], None]]] = Turns()

    def submit(self, work: Callable[[], T], standing: Standing) -> Future[T]:
        job = Job(work, self._new_future())
        self._held.add((job.future, job.do), standing)
        return job.future

    def work(self, until: object = None) -> None:
        """All that was submitted, or up to the work with this future."""
        while self._held:
            future, do = self._held.take()
            do()
            if future is until:
                return

    def _new_future(self) -> Future[T]:
        return Future()


class SlowExecutor(HeldExecutor):
    """Work is done after somebody has looked for it up to `max_looks` times, drawn from `rng`."""

    def __init__(self, rng: Random, max_looks: int) -> None:
        super().__init__()
        self._rng = rng
        self._max_looks = max_looks

    def _new_future(self) -> Future[T]:
        return _SlowFuture(self, self._rng.randint(0, self._max_looks))


class _SlowFuture(Future[T]):
    def __init__(self, executor: SlowExecutor, num_looks: int) -> None:
        super().__init__()
        self._executor = executor
        self._num_looks = num_looks

    def done(self) -> bool:
        if self._num_looks > 0 and not super().done():
            self._num_looks -= 1
            return False
        self._finish()
        return super().done()

    def result(self, timeout: float | None = None) -> T:
        self._finish()
        return super().result(timeout)

    def exception(self, timeout: float | None = None) -> BaseException | None:
        self._finish()
        return super().exception(timeout)

    def _finish(self) -> None:
        self._num_looks = 0
        if not super().done():
            self._executor.work(until=self)
