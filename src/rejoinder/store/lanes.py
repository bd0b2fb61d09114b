"""Threads that do the database's work, and the queue before them.

Knows nothing of SQL: a lane is given what to do with the jobs that wait, as many as it may take at
once. A job nobody waits for any more, because its caller was cancelled, is not begun.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from typing import Any, Protocol

from rejoinder.refusals import StoreDown

# Workers that hang in a call of the database are left to it after this long, as the process ends.
# Whoever wanted an answer has had it before, or waits no more.
STOP_TIMEOUT_S = 2.0


class Job:
    """Work and who waits for it. The lane's `serve` says how it ended, through the future."""

    __slots__ = ("future", "work")

    def __init__(self, work: Callable[[Any], Any] | Alone) -> None:
        self.work = work
        self.future: Future[Any] = Future()


class Alone:
    """A job's work that is given the thread's server, and shares no transaction."""

    __slots__ = ("run",)

    def __init__(self, run: Callable[[Any], Any]) -> None:
        self.run = run


class Server(Protocol):
    """What one thread does. Made in its thread."""

    def serve(self, jobs: Sequence[Job]) -> None:
        """Ends every job, and raises nothing."""
        ...

    def close(self) -> None: ...


class _Broken:
    """Satisfies `Server`, in place of one that could not be made."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def serve(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            job.future.set_exception(self._error)

    def close(self) -> None:
        pass


class Lane:
    """num_threads of them; each takes up to `max_together` of the jobs that wait."""

    def __init__(
        self, name: str, make: Callable[[], Server], *, num_threads: int, max_together: int = 1
    ) -> None:
        self._make = make
        self._max_together = max_together
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._is_open = True
        self._ends: list[Future[None]] = [Future() for _ in range(num_threads)]
        for number, end in enumerate(self._ends):
            threading.Thread(
                target=self._run, args=(end,), name=f"store-{name}-{number}", daemon=True
            ).start()

    def submit(self, work: Callable[[Any], Any] | Alone) -> Future[Any]:
        """Raises `StoreDown` once stopped."""
        job = Job(work)
        with self._lock:  # so that nothing is queued behind the end
            if not self._is_open:
                raise StoreDown("it is being closed")
            self._waiting.put(job)
        return job.future

    def stop(self) -> None:
        """Returns when what was given is done, or after STOP_TIMEOUT_S, as a call of the database
        may not end."""
        with self._lock:
            self._is_open = False
            for _ in self._ends:
                self._waiting.put(None)
        wait(self._ends, STOP_TIMEOUT_S)  # for all of them together

    def _run(self, end: Future[None]) -> None:
        try:
            self._serve()
        finally:
            end.set_result(None)

    def _serve(self) -> None:
        try:
            server = self._make()
        except Exception as error:  # nobody waits yet: it is for those who come
            server = _Broken(error)
        ended = False
        while not ended:
            jobs, ended = self._next()
            wanted = [job for job in jobs if job.future.set_running_or_notify_cancel()]
            if wanted:
                server.serve(wanted)
        server.close()

    def _next(self) -> tuple[list[Job], bool]:
        """What waits, and whether it was the last."""
        job = self._waiting.get()
        jobs: list[Job] = []
        while job is not None:
            jobs.append(job)
            if len(jobs) == self._max_together:
                return jobs, False
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                return jobs, False
        return jobs, True
