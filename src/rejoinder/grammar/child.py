"""The process in which clients' grammars are compiled for the first time.

Run as `python -m rejoinder.grammar.child FD`, where FD is its end of a Unix socket pair. A grammar
that takes too much time or memory ends this process and no other: the kernel does it, so that no
code of the compiler's need look at a clock.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
from pathlib import Path

import numpy as np

from rejoinder.grammar.compiler_words import NO_EXTENSION, told
from rejoinder.grammar.matcher import CannotCompile, Grammars, Matcher
from rejoinder.grammar.verdict import (
    HEADER_BYTES,
    Ready,
    Setup,
    ToChild,
    Try,
    Verdict,
    body_length,
    frame,
    to_child_decoder,
)

# What explodes does so at once or within a few tokens: at the first repetition, the first string.
STEPS = 12

_DEAD_END = Verdict("bad", "nothing can follow what it begins with")


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when it ends
    sock = socket.socket(fileno=int(sys.argv[1]))
    setup = _receive(sock)
    if not isinstance(setup, Setup):
        return
    try:
        grammars = Grammars.from_folder(Path(setup.folder), vocab_size=setup.vocab_size, threads=1)
    except ValueError as error:
        sock.sendall(frame(Ready(str(error))))
        return
    _limit_memory(setup.memory_bytes)
    sock.sendall(frame(Ready()))
    while isinstance(message := _receive(sock), Try):
        _limit_time(setup.compile_s)
        verdict = judge(grammars, message.text)
        _limit_time(0.0)
        sock.sendall(frame(verdict))


def judge(grammars: Grammars, text: str) -> Verdict:
    """Compile it and say a few tokens that it allows."""
    try:
        matcher = grammars.begin(text)
    except CannotCompile as error:
        return told(error.said, has_columns=text.isascii())
    for step in range(STEPS):
        if matcher.is_exhausted:
            break
        token_id = _some_allowed(grammars, matcher, step)
        if fault := matcher.said:
            is_dead_end = step > 0 and fault.startswith(NO_EXTENSION)
            return _DEAD_END if is_dead_end else told(fault, has_columns=False)
        if token_id is None:
            if matcher.is_complete:
                break
            return _DEAD_END
        matcher.say(token_id)
        if fault := matcher.said:
            return told(fault, has_columns=False)
    return Verdict("good")


def _some_allowed(grammars: Grammars, matcher: Matcher, step: int) -> int | None:
    if forced := matcher.forced():
        return forced[0]
    words = grammars.masks([matcher])[0]
    (allowed,) = np.nonzero(np.unpackbits(words.view(np.uint8), bitorder="little"))
    # Anything will do that is not the same each time; nothing here may depend on chance.
    return int(allowed[(step * 7919) % len(allowed)]) if len(allowed) else None


def _limit_time(seconds: float) -> None:
    """Of processor time from now on: when it is over, SIGPROF ends the process. 0 is no limit."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory(num_bytes: int) -> None:
    """Of address space, beside what is used now."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # not there on every system

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + num_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _receive(sock: socket.socket) -> ToChild | None:
    """None where the server is gone."""
    header = _read(sock, HEADER_BYTES)
    body = _read(sock, body_length(header)) if header else None
    return to_child_decoder.decode(body) if body else None


def _read(sock: socket.socket, count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        try:
            got = sock.recv(count - len(parts))
        except ConnectionResetError:
            return None
        if not got:
            return None
        parts += got
    return bytes(parts)


if __name__ == "__main__":
    main()
