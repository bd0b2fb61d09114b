"""An executor whose work is done after somebody has looked so many times: a test decides when."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from random import Random
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class _SlowFuture(Future[T]):
    def __init__(self, work: Callable[[], T], num_looks: int) -> None:
        super().__init__()
        self._work = work
        self._num_looks = num_looks

    def done(self) -> bool:
        if self._num_looks > 0 and not self.cancelled():
            self._num_looks -= 1
            return False
        self._finish()
        return True

    def result(self, timeout: float | None = None) -> T:
        self._finish()
        return super().result(timeout)

    def exception(self, timeout: float | None = None) -> BaseException | None:
        self._num_looks = 0
        self._finish()
        return super().exception(timeout)

    def _finish(self) -> None:
        if super().done():
            return
        try:
            self.set_result(self._work())
        except Exception as error:  # handed on, as by any executor
            self.set_exception(error)


class SlowExecutor(Executor):
    """Each piece of work takes up to `max_looks` looks at it, drawn from `rng`."""

    def __init__(self, rng: Random, max_looks: int) -> None:
        self._rng = rng
        self._max_looks = max_looks

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return _SlowFuture(lambda: fn(*args, **kwargs), self._rng.randint(0, self._max_looks))
