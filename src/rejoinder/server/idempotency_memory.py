"""What became of requests that may come twice, while it cannot be written to the database."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from rejoinder.store.idempotent_rows import Claim, Place, Told

# Beside its answer, an entry is some hundred bytes.
_ENTRY_BYTES = 1024


class Entry(msgspec.Struct, frozen=True):
    """told: None where it came to nothing. owes: the database is to be told of it."""

    claim: Claim
    told: Told | None
    owes: bool


class Memory:
    """The oldest goes when there are more than `max_bytes`."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._num_bytes = 0
        self._entries: dict[Place, Entry] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, place: Place, *, old_s: int) -> Entry | None:
        entry = self._entries.get(place)
        return entry if entry is not None and entry.claim.now_s > old_s else None

    def put(self, entry: Entry) -> None:
        self.drop(entry.claim.place)
        self._entries[entry.claim.place] = entry
        self._num_bytes += _size(entry)
        while self._num_bytes > self._max_bytes:
            self.drop(next(iter(self._entries)))

    def drop(self, place: Place) -> None:
        """Gone or not there in the first place."""
        entry = self._entries.pop(place, None)
        if entry is not None:
            self._num_bytes -= _size(entry)

    def owing(self) -> Iterator[Entry]:
        """As of now; it may change meanwhile."""
        return iter([entry for entry in self._entries.values() if entry.owes])

    def drop_old(self, *, old_s: int) -> None:
        for place, entry in list(self._entries.items()):
            if entry.claim.now_s <= old_s:
                self.drop(place)


def _size(entry: Entry) -> int:
    told = entry.told
    return _ENTRY_BYTES + (len(told.headers) + len(told.body) if told is not None else 0)
