"""What a node has not told the database yet about shared meters: in memory, in order, and in a file
of its own, so that neither an outage nor the end of the process makes a limit forget what was used.

A write hands bytes to the kernel, which has them however the process ends. After a power cut the
last seconds may be missing.

File: records of length, checksum and MessagePack. A change; a batch: who first sends it, its number
and how many of the first changes it is; told: how many of the first changes are done with. What
follows the first record that is not whole is not read: it was not written to its end.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import struct
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from rejoinder.accounts.limits import Limit, OwnedLimit
from rejoinder.accounts.metering import Charge, Kind, meter_of
from rejoinder.accounts.metering_work import Change

# What one transaction settles: some milliseconds of the database, whatever has gathered.
MAX_BATCH = 1_000
# Below this the file is not worth making shorter.
_SMALL_BYTES = 1 << 16

_log = logging.getLogger(__name__)


class _Changed(msgspec.Struct, frozen=True, array_like=True, tag="c"):
    name: str
    limit: Limit
    cost: int
    start: int
    actual: int | None
    taken_us: int
    is_own: bool


class _Sent(msgspec.Struct, frozen=True, array_like=True, tag="s"):
    node_id: str
    number: int
    num_changes: int


class _Told(msgspec.Struct, frozen=True, array_like=True, tag="t"):
    num_changes: int


_Record = _Changed | _Sent | _Told

_HEAD = struct.Struct("<II")
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Record).decode


class Batch(msgspec.Struct, frozen=True):
    """Changes that are sent together, and again until they are known to be done. node_id: of the
    process that sent them first."""

    node_id: str
    number: int
    changes: Sequence[Change]


class Untold:
    """num_added, num_told: of all changes so far."""

    def __init__(self, path: Path | None, *, node_id: str) -> None:
        """path: None, or one that cannot be used: in memory only."""
        self._path = path
        self._node_id = node_id
        self._number = 0
        self._changes: deque[Change] = deque()
        self._by_name: dict[str, deque[Change]] = {}
        self._batch: Batch | None = None
        self.num_added = 0
        self.num_told = 0
        self._file: int | None = None
        self._num_bytes = 0
        self._num_useless = 0  # of the changes in the file, those that are told
        self._is_warned = False
        if path is not None:
            self._read(path)
            self._write_anew()

    def __len__(self) -> int:
        return len(self._changes)

    @property
    def is_kept(self) -> bool:
        """Whether all of it outlives the process."""
        return self._file is not None

    def add(self, change: Change) -> None:
        self._append(change)
        self._put(_changed(change))

    def batch(self) -> Batch:
        """The next to send, the same until it is told. There must be one."""
        if self._batch is None:
            self._number += 1
            changes = list(itertools.islice(self._changes, MAX_BATCH))
            self._batch = Batch(self._node_id, self._number, changes)
            self._put(_Sent(self._node_id, self._number, len(changes)))
        return self._batch

    def told(self) -> None:
        """The batch is done."""
        assert self._batch is not None, "nothing was sent"
        num_changes = len(self._batch.changes)
        self._batch = None
        for _ in range(num_changes):
            change = self._changes.popleft()
            of_it = self._by_name[change.name]
            of_it.popleft()
            if not of_it:
                del self._by_name[change.name]
        self.num_told += num_changes
        self._put(_Told(num_changes))
        self._num_useless += num_changes
        is_long = self._num_bytes > _SMALL_BYTES and self._num_useless > len(self._changes)
        if is_long or self._file is None:
            self._write_anew()

    def num_of(self, name: str) -> int:
        found = self._by_name.get(name)
        return 0 if found is None else len(found)

    def of(self, name: str) -> Iterator[tuple[Change, bool]]:
        """A meter's changes in order, and whether they are in the batch that was sent."""
        found = self._by_name.get(name)
        if not found:
            return
        sent = self._batch.changes if self._batch is not None else ()
        num_sent = sum(change.name == name for change in sent)
        for place, change in enumerate(found):
            yield change, place < num_sent

    def close(self) -> None:
        """What is left is found in the file by whoever comes next."""
        if self._file is not None:
            os.close(self._file)
        self._file, self._path = None, None

    def _append(self, change: Change) -> None:
        self._changes.append(change)
        self._by_name.setdefault(change.name, deque()).append(change)
        self.num_added += 1

    def _put(self, record: _Record) -> None:
        if self._file is None:
            return
        framed = _framed(record)
        try:
            _write(self._file, framed)
            self._num_bytes += len(framed)
        except OSError:
            # What is there would be told again as something new: all of it anew, or nothing.
            self._write_anew()

    def _write_anew(self) -> None:
        if self._path is None:
            return
        records: list[_Record] = [_changed(change) for change in self._changes]
        if self._batch is not None:
            batch = self._batch
            records.append(_Sent(batch.node_id, batch.number, len(batch.changes)))
        whole = b"".join(map(_framed, records))
        new = self._path.with_name(self._path.name + ".new")
        try:
            new.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC
            file = os.open(new, flags, 0o600)
            try:
                _write(file, whole)
                os.replace(new, self._path)
            except OSError:
                os.close(file)
                raise
        except OSError as error:
            self._give_up(error)
            return
        if self._file is not None:
            os.close(self._file)
        self._file, self._num_bytes, self._num_useless = file, len(whole), 0
        self._is_warned = False

    def _give_up(self, error: OSError) -> None:
        """Until the next time that something was told."""
        if not self._is_warned:
            self._is_warned = True
            _log.warning(
                "what the database was not told of limits would be lost with the process: %s",
                error.strerror or error,
            )
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def _read(self, path: Path) -> None:
        """What another process left. What it had under way is under way no more, and of that there
        is nothing to tell."""
        try:
            left = path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            self._give_up(error)
            return
        changes: deque[Change] = deque()
        sent: _Sent | None = None
        for record in _records(left):
            if isinstance(record, _Changed):
                changes.append(_change(record))
            elif isinstance(record, _Sent):
                sent = record
            else:
                sent = None
                for _ in range(min(record.num_changes, len(changes))):
                    changes.popleft()
        num_sent = 0 if sent is None else sent.num_changes
        in_batch = [one for place, one in enumerate(changes) if place < num_sent and _lasts(one)]
        if sent is not None and in_batch:
            self._batch = Batch(sent.node_id, sent.number, in_batch)
        for change in filter(_lasts, changes):
            self._append(change)


def _lasts(change: Change) -> bool:
    return change.charge.meter.kind is not Kind.CONCURRENT


def _changed(change: Change) -> _Changed:
    charge = change.charge
    return _Changed(
        name=change.name,
        limit=charge.meter.owned.limit,
        cost=charge.cost,
        start=change.start,
        actual=change.actual,
        taken_us=change.taken_us,
        is_own=change.is_own,
    )


def _change(record: _Changed) -> Change:
    return Change(
        name=record.name,
        charge=Charge(meter_of(OwnedLimit("", record.limit)), record.cost),
        start=record.start,
        actual=record.actual,
        taken_us=record.taken_us,
        is_own=record.is_own,
    )


def _framed(record: _Record) -> bytes:
    body = _encode(record)
    return _HEAD.pack(len(body), zlib.crc32(body)) + body


def _records(data: bytes) -> Iterator[_Record]:
    at = 0
    while at + _HEAD.size <= len(data):
        num_bytes, checksum = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        body = data[at : at + num_bytes]
        at += num_bytes
        if len(body) < num_bytes or zlib.crc32(body) != checksum:
            return
        try:
            yield _decode(body)
        except msgspec.DecodeError:
            return


def _write(file: int, data: bytes) -> None:
    """All of it. Raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
