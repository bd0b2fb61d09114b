"""Which slots are in use, and those that wait for the database, in order.

One file for each server of a data folder, plus whatever dead ones left there. Where the disk gives
no more room, slots are memory: what is counted there is lost with the process, but no request is
refused for it.
"""

from __future__ import annotations

import itertools
import logging
from collections import deque
from pathlib import Path

from rejoinder.accounts.slots import (
    SLOT_BYTES,
    DamagedSlot,
    FileBusy,
    Segment,
    Slot,
    SlotFile,
    State,
)

_log = logging.getLogger(__name__)

# Half a million requests, which is some days of what one CPU machine answers.
MAX_FILE_BYTES = 1 << 30
# An eighth of that where the disk is full: what a small machine can spare.
MAX_MEMORY_BYTES = 1 << 27
_FIRST_MEMORY_BYTES = 256 * SLOT_BYTES

# How long a disk that had no room is left alone.
_DISK_AGAIN_S = 10.0


class Spool:
    """Slots to take and to give back. Everything here takes microseconds, but for growing, which
    takes what the disk takes to promise room (1 ms for the first few doublings).

    left_open: requests that were under way when their server died; whoever made this closes them.
    num_done: slots that waited and need not any more. num_damaged: slots that could not be read.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        max_file_bytes: int = MAX_FILE_BYTES,
        max_memory_bytes: int = MAX_MEMORY_BYTES,
    ) -> None:
        """folder: None, or one that cannot be written, is memory from the beginning."""
        self._max_file_bytes = max_file_bytes
        self._max_memory_bytes = max_memory_bytes
        self._file: SlotFile | None = None
        self._memory: list[Segment] = []
        self._adopted: list[SlotFile] = []
        self._disk_again_s = 0.0
        self._is_warned = False
        self._closed: deque[Slot] = deque()
        self.num_open = 0
        self.num_done = 0
        self.num_damaged = 0
        self.left_open: list[Slot] = []
        if folder is None:
            self._warn("there is no folder for it")
        else:
            self._open_files(folder)

    @property
    def num_closed(self) -> int:
        return len(self._closed)

    def take(self, now_s: float) -> Slot | None:
        """A slot that is free, or None where there is no room of any kind."""
        slot = self._from_file(now_s) or self._from_memory()
        if slot is not None:
            self.num_open += 1
        return slot

    def give_back(self, slot: Slot) -> None:
        """Of a refused request: nothing stays of it."""
        self.num_open -= 1
        slot.segment.free(slot)

    def close(self, slot: Slot) -> None:
        """It has been closed, and waits now."""
        self.num_open -= 1
        self._closed.append(slot)

    def first(self, number: int) -> list[Slot]:
        """Of those that wait, the ones that have waited longest."""
        return list(itertools.islice(self._closed, number))

    def done(self, number: int) -> None:
        """The first so many are safe elsewhere."""
        for _ in range(number):
            slot = self._closed.popleft()
            slot.segment.free(slot)
        self.num_done += number
        if number and self._adopted:
            self._remove_emptied()

    def stop(self) -> None:
        """Let the files go. What still waits is found in them by whoever comes next."""
        for file in self._adopted:
            file.close()
        if self._file is not None:
            if _is_empty(self._file):
                self._file.shrink()
            self._file.close()
        self._file, self._adopted = None, []

    def _from_file(self, now_s: float) -> Slot | None:
        if self._file is None:
            return None
        for segment in self._file.segments:
            if slot := segment.take():
                return slot
        if now_s < self._disk_again_s:
            return None
        if self._file.num_bytes * 2 > self._max_file_bytes:
            self._warn(f"{self._file.path} is as large as it may be")
            return None
        try:
            segment = self._file.grow()
        except OSError as error:
            self._disk_again_s = now_s + _DISK_AGAIN_S
            self._warn(f"{self._file.path} cannot grow: {error.strerror}")
            return None
        self._is_warned = False
        return segment.take()

    def _from_memory(self) -> Slot | None:
        for segment in self._memory:
            if slot := segment.take():
                return slot
        num_bytes = sum(segment.num_slots for segment in self._memory) * SLOT_BYTES
        more = max(num_bytes, _FIRST_MEMORY_BYTES)
        if num_bytes + more > self._max_memory_bytes:
            return None
        self._memory.append(Segment(bytearray(more)))
        return self._memory[-1].take()

    def _warn(self, why: str) -> None:
        if not self._is_warned:
            self._is_warned = True
            _log.warning("usage is counted in memory and would be lost with the process: %s", why)

    def _open_files(self, folder: Path) -> None:
        """Every file that nobody has is read; the first is ours to write."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            there = sorted(folder.glob("usage-*.slots"))
            for path in there:
                self._open(path)
            for number in itertools.count(1):
                if self._file is not None:
                    break
                self._open(folder / f"usage-{number}.slots")
        except OSError as error:
            self._warn(f"{error.filename or folder} cannot be used: {error.strerror}")

    def _open(self, path: Path) -> None:
        try:
            file = SlotFile(path)
        except FileBusy:
            return
        used = [slot for segment in file.segments for slot in segment.take_used()]
        if self._file is not None:
            self._adopted.append(file)
        else:
            self._file = file
            if not used:
                file.shrink()
        self._found(used)
        self._remove_emptied()

    def _found(self, used: list[Slot]) -> None:
        for slot in used:
            try:
                is_open = slot.state is State.OPEN
                if is_open:
                    slot.texts()  # the others are read when it is their turn
            except DamagedSlot:
                self.num_damaged += 1
                slot.segment.free(slot)
                continue
            if is_open:
                self.num_open += 1
                self.left_open.append(slot)
            else:
                self._closed.append(slot)

    def _remove_emptied(self) -> None:
        for file in [file for file in self._adopted if _is_empty(file)]:
            self._adopted.remove(file)
            file.remove()


def _is_empty(file: SlotFile) -> bool:
    # One slot is the header.
    return sum(segment.num_free for segment in file.segments) == file.num_bytes // SLOT_BYTES - 1
