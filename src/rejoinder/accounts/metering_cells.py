"""Where one node keeps its meters: cells of a file mapped into memory.

What is written there belongs to the kernel at once, so it outlives the process however that ends,
and costs no more than a store to memory. Each number is an aligned word of its own; a cell's first
word, written last, says that it is there. After a power cut the file may be some seconds old.

File: cells of 256 bytes, native byte order. The first is the header: magic, and the last time
anybody looked at the clock. Another one: whether it is taken, its kind, three words of state, and
from word 8 the meter's name.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import logging
import mmap
import os
from pathlib import Path

from rejoinder.accounts.metering import Kind, Moment, State, month_of

CELL_BYTES = 256
_WORDS = CELL_BYTES // 8
_NAME_AT = 64
MAX_NAME_BYTES = CELL_BYTES - _NAME_AT
_DIGEST_CHARS = 64
# 1024 meters, and a multiple of every page size in use.
_FIRST_BYTES = 1024 * CELL_BYTES

# The number is the format's: files of another one are begun anew.
_MAGIC = int.from_bytes(b"RJMETER1", "big")
_IS_TAKEN, _KIND, _EMPTY_AT, _USED, _MONTH = range(5)
_LAST_SEEN = 1  # in the header

_log = logging.getLogger(__name__)


@functools.lru_cache(maxsize=16_384)
def name_of(meter_id: str) -> str:
    """What a meter is kept under: its id, or of a long one the beginning and a digest."""
    whole = meter_id.replace("\0", "?").encode("utf-8", "replace")
    if len(whole) <= MAX_NAME_BYTES:
        return whole.decode()
    kept = whole[: MAX_NAME_BYTES - _DIGEST_CHARS - 1].decode("utf-8", "ignore")
    return f"{kept}~{hashlib.sha256(whole).hexdigest()}"


class Cells:
    """Every meter by number and by name. Without a path, or where the file cannot be used, in
    memory only."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: int | None = None
        self._numbers: dict[str, int] = {}
        self._free: list[int] = []
        self._buffer: mmap.mmap | bytearray = bytearray(_FIRST_BYTES)
        if path is not None:
            self._open(path)
        self._bytes = memoryview(self._buffer)
        self._words = self._bytes.cast("q")
        if self._words[0] != _MAGIC:
            self._bytes[:] = bytes(len(self._bytes))
            self._words[0] = _MAGIC
        self._find()

    @property
    def is_kept(self) -> bool:
        """Whether it outlives the process."""
        return self._file is not None

    @property
    def last_seen_us(self) -> int:
        return self._words[_LAST_SEEN]

    def saw(self, now_us: int) -> None:
        self._words[_LAST_SEEN] = now_us

    def number(self, name: str, kind: Kind) -> int:
        """The meter's, which is made if it is not there. name: as `name_of` gives it."""
        found = self._numbers.get(name)
        return self._make(name, kind) if found is None else found

    def name(self, number: int) -> str | None:
        """None where there is no such meter."""
        base = number * _WORDS
        if not 0 < number < len(self._words) // _WORDS or not self._words[base + _IS_TAKEN]:
            return None
        start = number * CELL_BYTES + _NAME_AT
        return bytes(self._bytes[start : start + MAX_NAME_BYTES]).rstrip(b"\0").decode()

    def state(self, number: int) -> State:
        base = number * _WORDS
        words = self._words
        return State(words[base + _EMPTY_AT], words[base + _USED], words[base + _MONTH])

    def set_state(self, number: int, state: State) -> None:
        # The month after what is used: killed between, a month that is over has a wrong count, and
        # not the new. And before the time: a refund must not be there without its having moved.
        base = number * _WORDS
        words = self._words
        words[base + _USED] = state.used
        words[base + _MONTH] = state.month
        words[base + _EMPTY_AT] = state.empty_at_us

    def forget_empty(self, moment: Moment) -> None:
        """At a start: nothing is under way, and what is empty needs no cell."""
        month = month_of(moment.unix_us)
        for name, number in list(self._numbers.items()):
            state, kind = self.state(number), self._words[number * _WORDS + _KIND]
            if kind == Kind.MONTH:
                is_empty = state.month < month
            else:
                is_empty = kind == Kind.CONCURRENT or state.empty_at_us <= moment.now_us
            if is_empty:
                self._words[number * _WORDS + _IS_TAKEN] = 0
                del self._numbers[name]
                self._free.append(number)

    def close(self) -> None:
        """The cells stay readable until the process ends; the file has what was written so far."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            num_bytes = os.fstat(self._file).st_size // CELL_BYTES * CELL_BYTES
            self._buffer = self._mapped(max(num_bytes, _FIRST_BYTES))
        except OSError as error:
            self._give_up(error)

    def _mapped(self, num_bytes: int) -> mmap.mmap:
        """Raises OSError. A page the disk has no room for would kill the process when touched."""
        assert self._file is not None
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(self._file, 0, num_bytes)
        else:  # macOS
            missing = num_bytes - os.fstat(self._file).st_size
            os.pwrite(self._file, bytes(missing), num_bytes - missing)
        return mmap.mmap(self._file, num_bytes)

    def _give_up(self, error: OSError) -> None:
        _log.warning("limits are not kept across restarts: %s", error.strerror or error)
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
        self._file = None

    def _find(self) -> None:
        for number in range(1, len(self._words) // _WORDS):
            if self._words[number * _WORDS + _IS_TAKEN]:
                with contextlib.suppress(UnicodeDecodeError):
                    name = self.name(number)
                    assert name is not None
                    self._numbers[name] = number
                    continue
            self._free.append(number)
        self._free.reverse()

    def _make(self, name: str, kind: Kind) -> int:
        if not self._free:
            self._grow()
        number = self._free.pop()
        start, base = number * CELL_BYTES + _NAME_AT, number * _WORDS
        self._bytes[start : start + MAX_NAME_BYTES] = name.encode().ljust(MAX_NAME_BYTES, b"\0")
        self._words[base + _KIND] = kind
        self.set_state(number, State())
        self._words[base + _IS_TAKEN] = 1
        self._numbers[name] = number
        return number

    def _grow(self) -> None:
        old = bytes(self._bytes)
        buffer: mmap.mmap | bytearray | None = None
        if self._file is not None:
            try:
                buffer = self._mapped(2 * len(old))
            except OSError as error:
                self._give_up(error)
        if buffer is None:
            buffer = bytearray(2 * len(old))
            buffer[: len(old)] = old
        self._buffer = buffer
        self._bytes = memoryview(buffer)
        self._words = self._bytes.cast("q")
        self._free = list(range(2 * len(old) // CELL_BYTES - 1, len(old) // CELL_BYTES - 1, -1))
