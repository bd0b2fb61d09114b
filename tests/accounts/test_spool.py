"""Where usage waits: files that grow, memory where a disk is full, and what dead servers left."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rejoinder.accounts import slots
from rejoinder.accounts.base import Outcome
from rejoinder.accounts.slots import SLOT_BYTES, Segment, Slot, SlotFile, State, Texts
from rejoinder.accounts.spool import Spool

# Slots of a new file, without its header.
FIRST = 255

TEXTS = Texts("chatcmpl-1", "req_1", "/chat/completions", "mini", "red", "key_1", "", "default")


def used(spool: Spool, number: int = 1) -> list[Slot]:
    """Slots of requests under way."""
    taken = []
    for _ in range(number):
        slot = spool.take(0.0)
        assert slot is not None
        slot.open(TEXTS, b"", at_ms=1)
        taken.append(slot)
    return taken


def closed(spool: Spool, number: int = 1) -> None:
    for slot in used(spool, number):
        slot.close(Outcome.FINISHED, cost_nano_usd=0, duration_ms=0)
        spool.close(slot)


def sizes(folder: Path) -> dict[str, int]:
    """Of each file, in slots."""
    return {path.name: path.stat().st_size // SLOT_BYTES for path in sorted(folder.iterdir())}


def no_room(monkeypatch: pytest.MonkeyPatch, *, gives: int = 0) -> None:
    """The disk promises room so many times more."""
    left = [gives]

    def refuse(fd: int, start: int, length: int) -> None:
        if not left[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left[0] -= 1
        os.ftruncate(fd, start + length)

    monkeypatch.setattr(os, "posix_fallocate", refuse)


def test_a_slot_gives_back_what_was_written(tmp_path: Path) -> None:
    (slot,) = used(Spool(tmp_path))
    slot.open(TEXTS, b"reserved", at_ms=5)
    slot.count(7, 1, 4, 2)

    assert (slot.state, slot.texts(), slot.reserved()) == (State.OPEN, TEXTS, b"reserved")
    assert slot.counts() == slots.Counts(5, 7, 1, 4, 2, 0, 0, None)

    slot.close(Outcome.CUT, cost_nano_usd=1 << 60, duration_ms=9)

    assert (slot.state, slot.texts(), slot.reserved()) == (State.CLOSED, TEXTS, b"reserved")
    assert slot.counts() == slots.Counts(5, 7, 1, 4, 2, 1 << 60, 9, Outcome.CUT)


def test_the_longest_texts_and_the_most_reserved_fit_a_slot() -> None:
    longest = Texts("i" * 64, "r" * 128, "r" * 64, "m" * 200, "p" * 100, "k" * 100, "u" * 160, "t")
    segment = Segment(bytearray(2 * SLOT_BYTES))
    slot, after = segment.take(), segment.take()
    assert slot is not None
    assert after is not None

    slot.open(longest, b"x" * slots.MAX_RESERVED_BYTES, at_ms=0)

    assert slot.texts() == longest
    assert slot.reserved() == b"x" * slots.MAX_RESERVED_BYTES
    assert after.state is State.FREE


def test_a_file_grows_by_doubling_and_its_slots_are_used_again(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    taken = used(spool, FIRST)
    assert sizes(tmp_path) == {"usage-1.slots": 256}
    taken += used(spool, 1)
    assert sizes(tmp_path) == {"usage-1.slots": 512}
    for slot in taken:
        spool.give_back(slot)
    used(spool, FIRST + 256)
    assert sizes(tmp_path) == {"usage-1.slots": 512}
    used(spool, 1)
    assert sizes(tmp_path) == {"usage-1.slots": 1024}


def test_a_stopped_server_leaves_a_small_file_where_nothing_waits(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    closed(spool, 300)
    spool.done(300)
    spool.stop()
    assert sizes(tmp_path) == {"usage-1.slots": 256}


def test_what_waits_is_found_again_in_all_of_a_file_that_grew(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    closed(spool, 600)
    used(spool, 5)
    spool.stop()

    again = Spool(tmp_path)

    assert (again.num_closed, len(again.left_open)) == (600, 5)
    used(again, 1023 - 605)
    assert sizes(tmp_path) == {"usage-1.slots": 1024}


def test_a_full_disk_is_replaced_by_memory_and_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spool = Spool(tmp_path)
    no_room(monkeypatch)
    taken = used(spool, FIRST + 600)
    assert sizes(tmp_path) == {"usage-1.slots": 256}
    (line,) = caplog.messages
    assert "No space left on device" in line

    for slot in taken:
        spool.give_back(slot)
    assert used(spool)[0].segment is taken[0].segment  # the file before memory


def test_a_disk_is_asked_again_after_ten_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = Spool(tmp_path)
    used(spool, FIRST)
    with monkeypatch.context() as patch:
        no_room(patch)
        assert spool.take(100.0) is not None
    assert spool.take(109.0) is not None
    assert sizes(tmp_path) == {"usage-1.slots": 256}
    assert spool.take(110.0) is not None
    assert sizes(tmp_path) == {"usage-1.slots": 512}


def test_a_disk_that_is_full_from_the_beginning_is_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_room(monkeypatch)
    assert len(used(Spool(tmp_path), 300)) == 300


def test_file_and_memory_have_bounds_of_their_own(tmp_path: Path) -> None:
    spool = Spool(tmp_path, max_file_bytes=512 * SLOT_BYTES, max_memory_bytes=512 * SLOT_BYTES)
    used(spool, 511 + 512)
    assert spool.take(0.0) is None
    assert sizes(tmp_path) == {"usage-1.slots": 512}


@pytest.mark.parametrize("kind", ["none", "a file", "a folder that may not be written"])
def test_a_folder_that_cannot_be_used_is_memory(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    if kind == "a file":
        folder.write_text("")
    if kind == "a folder that may not be written":

        def refuse(*_: object) -> int:  # permissions do not hold root back
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))

        monkeypatch.setattr(os, "open", refuse)
    spool = Spool(None if kind == "none" else folder)
    closed(spool, 3)
    spool.done(3)
    spool.stop()


def test_servers_that_share_a_folder_have_a_file_each(tmp_path: Path) -> None:
    one, two = Spool(tmp_path), Spool(tmp_path)
    closed(one, 2)
    closed(two, 1)
    assert list(sizes(tmp_path)) == ["usage-1.slots", "usage-2.slots"]
    assert (one.num_closed, two.num_closed) == (2, 1)


def test_a_dead_servers_file_is_emptied_and_removed_by_the_next(tmp_path: Path) -> None:
    first, second = Spool(tmp_path), Spool(tmp_path)
    closed(first, 2)
    closed(second, 3)
    used(second, 1)
    first.stop()
    second.stop()

    spool = Spool(tmp_path)
    assert (spool.num_closed, len(spool.left_open)) == (5, 1)
    (left,) = spool.left_open
    left.close(Outcome.KILLED, cost_nano_usd=0, duration_ms=0)
    spool.close(left)
    spool.done(5)
    assert list(sizes(tmp_path)) == ["usage-1.slots", "usage-2.slots"]
    spool.done(1)

    assert list(sizes(tmp_path)) == ["usage-1.slots"]
    assert spool.num_open == 0


def test_a_file_of_another_kind_is_kept_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "usage-1.slots"
    path.write_bytes(b"RJUSAGE9" + bytes(SLOT_BYTES * 300))
    used(Spool(tmp_path))
    assert path.with_suffix(".unreadable").read_bytes()[:8] == b"RJUSAGE9"
    assert sizes(tmp_path)["usage-1.slots"] == 256


@pytest.mark.parametrize("num_bytes", [0, 5, 8, 16, SLOT_BYTES, 255 * SLOT_BYTES])
def test_a_server_killed_while_it_made_its_file_leaves_one_that_can_be_used(
    tmp_path: Path, num_bytes: int
) -> None:
    whole = tmp_path / "whole"
    Spool(whole).stop()
    cut = tmp_path / "cut"
    cut.mkdir()
    head = (whole / "usage-1.slots").read_bytes()[:num_bytes]
    (cut / "usage-1.slots").write_bytes(head)

    spool = Spool(cut)
    used(spool, FIRST)

    assert (spool.num_closed, spool.left_open) == (0, [])


def test_a_server_killed_while_its_file_grew_loses_nothing(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "server")
    closed(spool, FIRST)
    for more in (1, 4096, 200 * SLOT_BYTES):
        folder = tmp_path / f"cut-{more}"
        shutil.copytree(tmp_path / "server", folder)
        with (folder / "usage-1.slots").open("ab") as file:
            file.write(bytes(more))
        again = Spool(folder)
        assert again.num_closed == FIRST
        used(again, 3)


@pytest.mark.parametrize("word", range(12))
@pytest.mark.parametrize("value", [-1, 3, 1 << 40])
def test_no_word_however_wrong_makes_a_file_unreadable(
    tmp_path: Path, word: int, value: int
) -> None:
    spool = Spool(tmp_path)
    (damaged, _) = used(spool, 2)
    damaged.segment.words[damaged.number * SLOT_BYTES // 8 + word] = value
    spool.stop()

    again = Spool(tmp_path)

    assert len(again.left_open) + again.num_damaged == 2
    for slot in again.left_open:
        assert slot.texts() == TEXTS
        slot.counts()


def test_a_killed_process_leaves_what_it_counted_last(tmp_path: Path) -> None:
    """A real one, that kills itself between two stores."""
    program = f"""
import os, signal
from pathlib import Path
from tests.accounts.test_spool import used
from rejoinder.accounts.spool import Spool
spool = Spool(Path({str(tmp_path)!r}))
(slot,) = used(spool)
for number in range(1, 1001):
    slot.count(7, 1, number, 0)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == -9

    (slot,) = Spool(tmp_path).left_open

    assert slot.counts().num_completion_tokens == 1000


def test_a_file_is_ours_alone(tmp_path: Path) -> None:
    path = tmp_path / "usage-1.slots"
    file = SlotFile(path)
    with pytest.raises(slots.FileBusy):
        SlotFile(path)
    file.close()
    SlotFile(path).close()


def test_without_the_systems_promise_of_room_it_is_written_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS."""
    monkeypatch.delattr(os, "posix_fallocate")
    spool = Spool(tmp_path)
    closed(spool, FIRST + 1)
    spool.stop()
    assert Spool(tmp_path).num_closed == FIRST + 1
