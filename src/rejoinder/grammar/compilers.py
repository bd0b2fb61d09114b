"""The children that compile, watched over: one grammar each at a time, killed when it takes too
long, replaced when dead."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import os
import socket
import sys
from pathlib import Path

from rejoinder.grammar.verdict import (
    HEADER_BYTES,
    FromChild,
    Ready,
    Setup,
    Try,
    Verdict,
    body_length,
    frame,
    from_child_decoder,
)


class Limit(enum.Enum):
    """Of a child, held to by the kernel."""

    TIME = enum.auto()  # SIGPROF, which it has asked for
    MEMORY = enum.auto()
    STACK = enum.auto()


class Unusable(Exception):
    """The model's tokenizer cannot be followed."""


class Died(Exception):
    """A child ended in the middle of a grammar."""


class TookTooLong(Exception):
    """A grammar was not judged in time; its child was killed. processor_s: what it had used for
    it, which is less where the machine is busy."""

    def __init__(self, processor_s: float) -> None:
        super().__init__(processor_s)
        self.processor_s = processor_s


class Compiler:
    """One child. Use `start` first; one `judge` at a time; `stop` at the end, whatever came."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Returns when it can compile. Raises Unusable, or Died."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-m",
                    "rejoinder.grammar.child",
                    str(theirs.fileno()),
                    pass_fds=(theirs.fileno(),),
                    stdin=asyncio.subprocess.DEVNULL,
                    # Rust's last words on a failed allocation are no one's news.
                    stderr=asyncio.subprocess.DEVNULL,
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                )
            self._reader, self._writer = await asyncio.open_connection(sock=ours)
        except BaseException:
            ours.close()
            await self.stop()
            raise
        try:
            self._writer.write(frame(self._setup))
            ready = await self._receive()
        except BaseException:
            await self.stop()
            raise
        if not isinstance(ready, Ready) or ready.why_not:
            await self.stop()
            raise Unusable(ready.why_not if isinstance(ready, Ready) else "")

    async def judge(self, text: str, *, within_s: float) -> Verdict:
        """Raises TookTooLong or Died; the child is then gone."""
        assert self._writer is not None
        before_s = self._processor_s()
        try:
            async with asyncio.timeout(within_s):
                self._writer.write(frame(Try(text)))
                verdict = await self._receive()
        except TimeoutError:
            used_s = self._processor_s() - before_s
            await self.stop()
            raise TookTooLong(used_s) from None
        except BaseException:
            await self.stop()  # it may be in the middle of something
            raise
        assert isinstance(verdict, Verdict)
        return verdict

    @property
    def ended_by(self) -> Limit | None:
        """Which of its limits has ended it, by how it ended; None where it was something else."""
        code = None if self._process is None else self._process.returncode
        return None if code is None else _LIMITS.get(code)

    def _processor_s(self) -> float:
        """What it has used since its start; 0 where that cannot be told."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            stat = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0

    async def stop(self) -> None:
        """Kill it and take leave of it. Idempotent."""
        process = self._process
        if self._writer is not None:
            self._writer.close()
        if process is None:
            return
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        # Shielded: a caller that is cancelled must not leave a zombie.
        await asyncio.shield(asyncio.ensure_future(process.wait()))

    async def _receive(self) -> FromChild:
        assert self._reader is not None
        try:
            header = await self._reader.readexactly(HEADER_BYTES)
            body = await self._reader.readexactly(body_length(header))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            assert self._process is not None
            await self._process.wait()  # for its code, which says what ended it
            raise Died from error
        message: FromChild = from_child_decoder.decode(body)
        return message


# By their numbers: Windows does not name them all. For memory Rust aborts and Python exits; a stack
# that is full ends in SIGSEGV or SIGBUS.
_LIMITS = {-27: Limit.TIME, -6: Limit.MEMORY, 1: Limit.MEMORY, -7: Limit.STACK, -11: Limit.STACK}
