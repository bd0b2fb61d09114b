"""Writes lines on a thread of its own, so that a reader who stalls stalls only the log.

A pipe whose reader sleeps takes 64 KiB and then blocks whoever writes to it; that must not be the
event loop. Lines beyond what is kept are dropped, and how many is said when the reader is back.
"""

from __future__ import annotations

import atexit
import contextlib
import queue
import threading
from typing import TextIO

# At about 300 bytes a line, 3 MB: a busy minute of requests.
MAX_LINES = 10_000

# How long the end of the process waits for a reader to take the last lines.
LAST_LINES_S = 1.0


class LogWriter:
    """A text file to structlog: `write` never blocks. `close` writes what is left, and returns."""

    def __init__(self, out: TextIO, *, max_lines: int = MAX_LINES) -> None:
        self._out = out
        self._lines: queue.Queue[str | None] = queue.Queue(max_lines)
        self._num_dropped = 0
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def write(self, line: str) -> None:
        try:
            self._lines.put_nowait(line)
        except queue.Full:
            self._num_dropped += 1

    def flush(self) -> None:
        """Nothing to do: the thread flushes each line."""

    def close(self) -> None:
        with contextlib.suppress(queue.Full):
            self._lines.put(None, timeout=LAST_LINES_S)
        self._thread.join(LAST_LINES_S)

    def _run(self) -> None:
        try:
            while (line := self._lines.get()) is not None:
                self._out.write(line)
                self._own_up()
                self._out.flush()
            self._own_up()
            self._out.flush()
        except (OSError, ValueError):
            # A reader that is gone for good is no reason to stop anything else.
            while self._lines.get() is not None:
                pass

    def _own_up(self) -> None:
        if self._num_dropped:
            dropped, self._num_dropped = self._num_dropped, 0
            self._out.write(f"(the log's reader stalled: {dropped} lines were dropped)\n")
