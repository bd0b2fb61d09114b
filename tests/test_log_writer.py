"""A log that nobody reads costs lines, never answers."""

from __future__ import annotations

import contextlib
import os
import threading

from rejoinder.log_writer import LogWriter


def test_lines_come_out_whole_and_in_order() -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader) as lines, os.fdopen(writer, "w") as out:
        log = LogWriter(out)
        for number in range(100):
            log.write(f"{number}\n")
        log.close()
        out.close()
        assert lines.read().split() == [str(number) for number in range(100)]


def test_a_reader_who_stalls_blocks_nobody_and_is_told_what_was_lost() -> None:
    """A full pipe stopped the whole server: it was written to from the event loop."""
    reader, writer = os.pipe()
    line = "x" * 1023 + "\n"
    with os.fdopen(reader) as lines, os.fdopen(writer, "w") as out:
        log = LogWriter(out, max_lines=10)

        # A pipe takes 64 KiB, the queue 10 lines: writing 500 ends only if it does not block.
        for _ in range(500):
            log.write(line)

        said: list[str] = []
        done = threading.Thread(target=lambda: said.extend(lines))
        done.start()
        log.write("after\n")
        log.close()
        out.close()
        done.join()
    lost = [each for each in said if "lines were dropped" in each]
    assert len(lost) >= 1
    counted = sum(int(each.split(": ")[1].split()[0]) for each in lost)
    kept = sum(each == line for each in said) + ("after\n" in said)
    assert counted + kept == 501


def test_a_reader_who_is_gone_is_no_trouble() -> None:
    reader, writer = os.pipe()
    out = os.fdopen(writer, "w")
    log = LogWriter(out, max_lines=4)
    os.close(reader)
    for _ in range(100):
        log.write("x\n")
    log.close()
    with contextlib.suppress(BrokenPipeError):
        out.close()
