"""Usage in slots of a file mapped into memory: a store to memory is all that counting costs.

What is written to a shared mapping belongs to the kernel at once, so it outlives the process
however that ends. Every number is an aligned word of its own and a slot's state is written last:
at any moment what a killed process leaves can be read. Knows the file; `spool.py` knows which slots
are in use, and `ledger.py` what they mean.

File: slots of `SLOT_BYTES`, the first of them the header. A slot: 16 words of 8 bytes, then the
texts as msgpack, then whatever the limits want to find again. Native byte order: a file stays on
its machine.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import mmap
import os
import zlib
from enum import IntEnum
from pathlib import Path

import msgspec

from rejoinder.accounts.base import Outcome

SLOT_BYTES = 2048
_WORDS = SLOT_BYTES // 8
_TEXTS_AT = 128
# The rest of a slot is the texts'.
MAX_RESERVED_BYTES = 1024
MAX_TEXTS_BYTES = SLOT_BYTES - _TEXTS_AT - MAX_RESERVED_BYTES

# 256 requests under way, or spooled, before the file grows. A multiple of every page size in use.
_FIRST_BYTES = 256 * SLOT_BYTES
# A disk's promise takes some 2 ms per MiB, for which the event loop waits.
_MAX_GROWTH_BYTES = 8 * _FIRST_BYTES

# The number is the format's: files of another one are set aside, not read.
_MAGIC = int.from_bytes(b"RJUSAGE1", "big")

# What the words are.
_STATE, _OUTCOME, _AT_MS, _PROMPT, _CACHED, _COMPLETION, _THOUGHT, _COST, _DURATION, _TEXTS_BYTES,\
    _RESERVED_BYTES, _CHECK = range(12)  # fmt: skip

# By number, which is what the file holds; 0 is none.
_OUTCOMES = (None, Outcome.FINISHED, Outcome.CUT, Outcome.FAILED, Outcome.KILLED)


class State(IntEnum):
    """FREE -> OPEN -> CLOSED -> FREE; a refused request goes from OPEN back to FREE."""

    FREE = 0
    OPEN = 1
    CLOSED = 2


class Texts(msgspec.Struct, frozen=True, array_like=True):
    """What does not change while a request is under way."""

    id: str
    request_id: str
    route: str
    model: str
    project: str
    key_id: str
    user: str
    tier: str


class Counts(msgspec.Struct, frozen=True):
    """The words of a slot, as they stand."""

    at_ms: int
    num_prompt_tokens: int
    num_cached_tokens: int
    num_completion_tokens: int
    num_thought_tokens: int
    cost_nano_usd: int
    duration_ms: int
    outcome: Outcome | None


class DamagedSlot(Exception):
    """Its texts are not those that were written: a power cut, or a file somebody changed."""


_encode_texts = msgspec.msgpack.Encoder().encode
_decode_texts = msgspec.msgpack.Decoder(Texts).decode


class Slot:
    """One request's room. Whoever took it is the only one to write to it."""

    __slots__ = ("_base", "_bytes", "_words", "number", "segment")

    def __init__(self, number: int, segment: Segment) -> None:
        """number: within the segment."""
        self.number = number
        self.segment = segment
        self._bytes = segment.bytes
        self._words = segment.words
        self._base = number * _WORDS

    @property
    def state(self) -> State:
        """Raises `DamagedSlot`."""
        try:
            return State(self._words[self._base + _STATE])
        except ValueError as error:
            raise DamagedSlot from error

    def open(self, texts: Texts, reserved: bytes, *, at_ms: int) -> None:
        """reserved: at most MAX_RESERVED_BYTES."""
        words, base = self._words, self._base
        told = _encode_texts(texts)
        room = told + reserved
        start = base * 8 + _TEXTS_AT
        self._bytes[start : start + len(room)] = room
        words[base + _OUTCOME] = 0
        words[base + _AT_MS] = at_ms
        words[base + _PROMPT] = 0
        words[base + _CACHED] = 0
        words[base + _COMPLETION] = 0
        words[base + _THOUGHT] = 0
        words[base + _COST] = 0
        words[base + _DURATION] = 0
        words[base + _TEXTS_BYTES] = len(told)
        words[base + _RESERVED_BYTES] = len(reserved)
        words[base + _CHECK] = zlib.crc32(room)
        words[base + _STATE] = State.OPEN

    def count(
        self, num_prompt: int, num_cached: int, num_completion: int, num_thought: int
    ) -> None:
        words, base = self._words, self._base
        words[base + _PROMPT] = num_prompt  # first, so that cached ones are never more
        words[base + _CACHED] = num_cached
        words[base + _COMPLETION] = num_completion  # first, so that thoughts are never more
        words[base + _THOUGHT] = num_thought

    def close(self, outcome: Outcome, *, cost_nano_usd: int, duration_ms: int) -> None:
        words, base = self._words, self._base
        words[base + _COST] = cost_nano_usd
        words[base + _DURATION] = duration_ms
        words[base + _OUTCOME] = _OUTCOMES.index(outcome)
        words[base + _STATE] = State.CLOSED

    def clear(self) -> None:
        self._words[self._base + _STATE] = State.FREE

    def counts(self) -> Counts:
        words, base = self._words, self._base
        number = words[base + _OUTCOME]
        return Counts(
            at_ms=words[base + _AT_MS],
            num_prompt_tokens=words[base + _PROMPT],
            num_cached_tokens=words[base + _CACHED],
            num_completion_tokens=words[base + _COMPLETION],
            num_thought_tokens=words[base + _THOUGHT],
            cost_nano_usd=words[base + _COST],
            duration_ms=words[base + _DURATION],
            outcome=_OUTCOMES[number] if 0 <= number < len(_OUTCOMES) else None,
        )

    def texts(self) -> Texts:
        """Raises `DamagedSlot`."""
        room = self._room()
        try:
            return _decode_texts(room[: self._words[self._base + _TEXTS_BYTES]])
        except msgspec.DecodeError as error:
            raise DamagedSlot from error

    def reserved(self) -> bytes:
        """Raises `DamagedSlot`."""
        return self._room()[self._words[self._base + _TEXTS_BYTES] :]

    def _room(self) -> bytes:
        words, base = self._words, self._base
        num_texts, num_reserved = words[base + _TEXTS_BYTES], words[base + _RESERVED_BYTES]
        if min(num_texts, num_reserved) < 0 or num_texts + num_reserved > SLOT_BYTES - _TEXTS_AT:
            raise DamagedSlot
        start = base * 8 + _TEXTS_AT
        room = bytes(self._bytes[start : start + num_texts + num_reserved])
        if zlib.crc32(room) != words[base + _CHECK]:
            raise DamagedSlot
        return room


class Segment:
    """A run of slots in one piece of memory, and which of them nobody has."""

    __slots__ = ("_freed", "_num_fresh", "bytes", "num_slots", "words")

    def __init__(self, buffer: mmap.mmap | bytearray, *, num_skipped: int = 0) -> None:
        """num_skipped: so many at the beginning are no slots."""
        self.num_slots = len(buffer) // SLOT_BYTES
        self.bytes = memoryview(buffer)
        self.words = self.bytes.cast("q")
        self._freed: list[int] = []
        self._num_fresh = self.num_slots - num_skipped  # the last ones, never taken so far

    @property
    def num_free(self) -> int:
        return len(self._freed) + self._num_fresh

    def take(self) -> Slot | None:
        if self._freed:
            return Slot(self._freed.pop(), self)
        if self._num_fresh:
            self._num_fresh -= 1
            return Slot(self.num_slots - 1 - self._num_fresh, self)
        return None

    def take_used(self) -> list[Slot]:
        """Those in use when the memory was found. Before any other is taken."""
        first = self.num_slots - self._num_fresh
        states = {number: self.words[number * _WORDS] for number in range(first, self.num_slots)}
        self._num_fresh = 0
        # Lowest last, as they are taken from the end.
        self._freed = [number for number, state in reversed(states.items()) if state == State.FREE]
        return [Slot(number, self) for number, state in states.items() if state != State.FREE]

    def free(self, slot: Slot) -> None:
        slot.clear()
        self._freed.append(slot.number)


class FileBusy(Exception):
    """Another process, or another part of this one, has it."""


class SlotFile:
    """One file of slots, ours alone while it is open. Grows by doubling and is never written where
    the disk has not promised room: a store there would be the end of the process."""

    def __init__(self, path: Path) -> None:
        """Open it, or make it. Raises `FileBusy`, and `OSError` where that cannot be done."""
        self.path = path
        self.segments: list[Segment] = []
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._lock()
            if not self._is_readable():
                self._set_aside()
            self._map(0, self._found_bytes() or self._allocate(0, _FIRST_BYTES))
            self.segments[0].words[0] = _MAGIC
            self.segments[0].words[1] = SLOT_BYTES
        except BaseException:
            os.close(self._fd)
            raise

    @property
    def num_bytes(self) -> int:
        return sum(segment.num_slots for segment in self.segments) * SLOT_BYTES

    def grow(self) -> Segment:
        """As much again, to a point. Raises `OSError` where the disk has no room."""
        more = min(self.num_bytes, _MAX_GROWTH_BYTES)
        self._map(self.num_bytes, self._allocate(self.num_bytes, more))
        return self.segments[-1]

    def shrink(self) -> None:
        """To the size of a new one; only where no slot is in use."""
        if self.num_bytes > _FIRST_BYTES:
            self.segments = []
            os.ftruncate(self._fd, _FIRST_BYTES)
            self._map(0, _FIRST_BYTES)

    def remove(self) -> None:
        """The file too; only where no slot is in use."""
        self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """The lock goes with it. Slots taken before stay readable for as long as they are held."""
        self.segments = []
        fcntl.flock(self._fd, fcntl.LOCK_UN)  # mappings hold the file open for as long as they live
        os.close(self._fd)

    def _lock(self) -> None:
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FileBusy from None
        # Whoever had it may have removed it between our opening and our locking.
        try:
            same = os.path.samestat(os.fstat(self._fd), os.stat(self.path))
        except FileNotFoundError:
            same = False
        if not same:
            raise FileBusy

    def _is_readable(self) -> bool:
        head = os.pread(self._fd, 16, 0)
        if not any(head):
            return True  # new, or its maker was killed before the first word
        words = memoryview(head.ljust(16, b"\0")).cast("q")
        return words[0] == _MAGIC and words[1] == SLOT_BYTES

    def _set_aside(self) -> None:
        """What we cannot read is somebody's: keep it under another name, and begin anew."""
        self.path.replace(self.path.with_suffix(".unreadable"))
        os.close(self._fd)
        self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._lock()

    def _found_bytes(self) -> int:
        """What there is from before; of growth that was cut short, the whole pieces."""
        whole = os.fstat(self._fd).st_size // _FIRST_BYTES * _FIRST_BYTES
        if whole and hasattr(os, "posix_fallocate"):
            os.posix_fallocate(self._fd, 0, whole)  # a copied file may have holes
        return whole

    def _allocate(self, start: int, length: int) -> int:
        try:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(self._fd, start, length)
            else:  # macOS
                zeros = bytes(65536)
                for offset in range(start, start + length, len(zeros)):
                    if os.pwrite(self._fd, zeros, offset) < len(zeros):
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, start)
            raise
        return length

    def _map(self, start: int, length: int) -> None:
        mapped = mmap.mmap(self._fd, length, offset=start)
        self.segments.append(Segment(mapped, num_skipped=0 if start else 1))
