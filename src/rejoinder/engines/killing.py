"""Ending a worker process at once."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal


def kill(process: asyncio.subprocess.Process) -> None:
    """End a process at once; one that is already dead is fine.

    Not by its own `kill`: that asks whether it has ended, takes the exit status of one that has,
    and leaves asyncio's watcher to report 255 of an unknown child.
    """
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
