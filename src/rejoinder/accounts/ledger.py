"""What every admitted request came to, exactly once, whatever dies on the way.

A request has a slot of `spool.py` from its admission to the moment its row is in the database.
Counting is a store to memory; a task of the ledger's own takes ended requests to the database, in
batches. The database refuses an id it has, so that a batch whose end nobody saw is taken again.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rejoinder.accounts.base import Outcome, Wanted
from rejoinder.accounts.principal import Principal
from rejoinder.accounts.slots import (
    MAX_RESERVED_BYTES,
    SLOT_BYTES,
    DamagedSlot,
    Segment,
    Slot,
    Texts,
)
from rejoinder.accounts.spool import MAX_FILE_BYTES, MAX_MEMORY_BYTES, Spool
from rejoinder.chat.ask import Tier
from rejoinder.clock import Clock
from rejoinder.refusals import StoreDown
from rejoinder.store.ledger_row import LedgerRow, RowRefused

if TYPE_CHECKING:
    from rejoinder.store.database import Connection, Database

_log = logging.getLogger(__name__)

# (model, prompt tokens, cached ones among them, completion tokens) -> billionths of a dollar.
# Whatever the model, also one that is served no more.
CostOf = Callable[[str, int, int, int], int]
Watch = Callable[[LedgerRow], None]

# A row costs 15 µs in a batch of a hundred and 33 µs alone; by itself a batch is never worth a wait
# that anyone would notice.
_BATCH_ROWS = 100
_BATCH_WAIT_S = 0.05
# A database that does not answer keeps nobody from stopping.
_STOP_WAIT_S = 4.0
# A database that is down is asked again after so long.
_DOWN_WAIT_S = 1.0

_DIGEST_CHARACTERS = 16


class Killed(msgspec.Struct, frozen=True):
    """A request that was under way when its server died. reserved: as it was given."""

    row: LedgerRow
    reserved: bytes


Settle = Callable[[Killed], None]


class Entry:
    """One admitted request. `count` costs a microsecond, `close` ten."""

    __slots__ = ("_ledger", "_slot", "_started_s")

    def __init__(self, ledger: Ledger, slot: Slot, started_s: float) -> None:
        self._ledger = ledger
        self._slot: Slot | None = slot
        self._started_s = started_s

    def count(
        self,
        *,
        num_prompt_tokens: int,
        num_cached_tokens: int,
        num_completion_tokens: int,
        num_thought_tokens: int,
    ) -> None:
        """What it has come to so far. Changes nothing once it is closed."""
        if self._slot is not None:
            self._slot.count(
                num_prompt_tokens, num_cached_tokens, num_completion_tokens, num_thought_tokens
            )

    def close(self, outcome: Outcome) -> LedgerRow | None:
        """Record it. REFUSED leaves nothing, and a second call does nothing: None."""
        slot, self._slot = self._slot, None
        return None if slot is None else self._ledger._close(slot, outcome, self._started_s)


class Ledger:
    """Open and close at will, on the event loop; nothing of that waits or fails.

    With the database down, slow or locked, ended requests wait in the folder's file, up to
    max_file_bytes, and with the disk full in memory, up to max_memory_bytes. Beyond both a request
    is still served, and counted in `num_lost`.
    """

    def __init__(
        self,
        database: Database | None,
        folder: Path | None,
        *,
        cost_of: CostOf,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        watch: Watch | None = None,
        max_file_bytes: int = MAX_FILE_BYTES,
        max_memory_bytes: int = MAX_MEMORY_BYTES,
    ) -> None:
        """watch: is told of every row as it ends. Reads what a dead server left in the folder."""
        self._database = database
        self._cost_of = cost_of
        self._clock = clock
        self._sleep = sleep
        self._watch = watch
        self._spool = Spool(
            folder, max_file_bytes=max_file_bytes, max_memory_bytes=max_memory_bytes
        )
        self._draining = asyncio.Lock()
        self._is_waiting = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._num_scratch = 0
        self.num_lost = 0
        self._lost_by_damage(self._spool.num_damaged)

    @property
    def num_open(self) -> int:
        """Requests under way."""
        return self._spool.num_open + self._num_scratch

    @property
    def num_waiting(self) -> int:
        """Requests that ended and are not in the database yet."""
        return self._spool.num_closed

    def open(
        self, principal: Principal, wanted: Wanted, tier: Tier, *, reserved: bytes = b""
    ) -> Entry:
        """A request was admitted. reserved: what the limits must know to settle it should the
        server be killed, at most MAX_RESERVED_BYTES; longer is our own mistake."""
        assert len(reserved) <= MAX_RESERVED_BYTES, f"{len(reserved)} bytes reserved"
        now_s = self._clock.now_s()
        slot = self._spool.take(now_s)
        if slot is None:
            slot = _scratch_slot()
            self._num_scratch += 1
        texts = Texts(
            id=wanted.id,
            request_id=_fitted(wanted.request_id, 128),
            route=_fitted(wanted.route, 64),
            model=_fitted(wanted.model, 200),
            project=_fitted(principal.project, 100),
            key_id=_fitted(principal.key_id, 100),
            user=_fitted(wanted.user, 160),
            tier=tier.value,
        )
        at_ms = self._clock.unix_s() * 1000
        slot.open(texts, reserved, at_ms=at_ms)
        return Entry(self, slot, now_s)

    async def start(self, *, settle: Settle | None = None) -> None:
        """Close what a dead server left open, telling `settle` of each, and begin to drain."""
        for slot in self._spool.left_open:
            # Closed first: killed between the two, a limit keeps what was reserved. The other way
            # round it would be given back twice.
            row, reserved = self._finish(slot, Outcome.KILLED, 0), slot.reserved()
            self._spool.close(slot)
            if self._watch is not None:
                self._watch(row)
            if settle is not None:
                _settled(settle, Killed(row, reserved))
        self._spool.left_open = []
        if self._spool.num_closed:
            self._is_waiting.set()
        self._task = asyncio.create_task(self._drain())

    async def flush(self) -> None:
        """Every request that has ended is in the database when this returns. Raises `StoreDown`."""
        until = self._spool.num_done + self._spool.num_closed
        while self._spool.num_done < until:
            await self._drain_batch()

    async def stop(self) -> None:
        """Drain what can be drained, and let go of the files; the rest is found again in them."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        try:
            async with asyncio.timeout(_STOP_WAIT_S):
                await self.flush()
        except (StoreDown, TimeoutError) as error:
            why = str(error) or "the database did not answer"
            _log.warning("%s requests stay in the usage files: %s", self.num_waiting, why)
        finally:
            self._spool.stop()

    def _close(self, slot: Slot, outcome: Outcome, started_s: float) -> LedgerRow | None:
        is_scratch = slot.segment.num_slots == 1
        if outcome is Outcome.REFUSED:
            if is_scratch:
                self._num_scratch -= 1
            else:
                self._spool.give_back(slot)
            return None
        row = self._finish(slot, outcome, round((self._clock.now_s() - started_s) * 1000))
        if is_scratch:
            self._num_scratch -= 1
            self.num_lost += 1
            _log.error("no room to record usage: %s", msgspec.json.encode(row).decode())
        else:
            self._spool.close(slot)
            self._is_waiting.set()
        if self._watch is not None:
            self._watch(row)
        return row

    def _finish(self, slot: Slot, outcome: Outcome, duration_ms: int) -> LedgerRow:
        counts, texts = slot.counts(), slot.texts()
        cost = self._cost_of(
            texts.model,
            counts.num_prompt_tokens,
            counts.num_cached_tokens,
            counts.num_completion_tokens,
        )
        slot.close(outcome, cost_nano_usd=cost, duration_ms=duration_ms)
        return _row(slot)

    async def _drain(self) -> None:
        while True:
            await self._is_waiting.wait()
            if self._spool.num_closed < _BATCH_ROWS:
                await self._sleep(_BATCH_WAIT_S)
            self._is_waiting.clear()
            try:
                await self.flush()
                continue
            except StoreDown:
                pass  # said by the database, once
            except Exception:
                _log.exception("the ledger could not be written and is tried again")
            self._is_waiting.set()
            await self._sleep(_DOWN_WAIT_S)

    async def _drain_batch(self) -> None:
        if self._database is None:
            raise StoreDown("this server runs without one")
        async with self._draining:
            slots = self._spool.first(_BATCH_ROWS)
            rows = _readable(slots)
            if rows:
                await self._write(self._database, rows)
            self._spool.done(len(slots))
            self._lost_by_damage(len(slots) - len(rows))

    def _lost_by_damage(self, number: int) -> None:
        self.num_lost += number
        if number:
            _log.error("%s requests in the usage files could not be read any more", number)

    async def _write(self, database: Database, rows: Sequence[LedgerRow]) -> None:
        """A row that the database will not have must not keep the others waiting for ever."""
        try:
            await database.write(lambda connection: _add(connection, rows))
        except RowRefused as refused:
            if len(rows) > 1:
                for row in rows:
                    await self._write(database, [row])
                return
            self.num_lost += 1
            told = msgspec.json.encode(rows[0]).decode()
            _log.error("the database refuses a row of the ledger (%s): %s", refused, told)


def _add(connection: Connection, rows: Sequence[LedgerRow]) -> None:
    # Here, in the database's thread: a server that starts does not wait for the library.
    from rejoinder.store import ledger

    ledger.add(connection, rows)


def _settled(settle: Settle, killed: Killed) -> None:
    try:
        settle(killed)
    except Exception:
        _log.exception("the limits of %s could not be settled", killed.row.id)


def _scratch_slot() -> Slot:
    """Room for a request that there is no room for: nobody will read it."""
    slot = Segment(bytearray(SLOT_BYTES)).take()
    assert slot is not None
    return slot


def _readable(slots: Sequence[Slot]) -> list[LedgerRow]:
    rows: list[LedgerRow] = []
    for slot in slots:
        with contextlib.suppress(DamagedSlot):
            rows.append(_row(slot))
    return rows


def _row(slot: Slot) -> LedgerRow:
    """Of one that was closed. Raises `DamagedSlot`."""
    counts, texts = slot.counts(), slot.texts()
    if counts.outcome is None:
        raise DamagedSlot
    return LedgerRow(
        id=texts.id,
        at_ms=counts.at_ms,
        request_id=texts.request_id,
        key_id=texts.key_id,
        project=texts.project,
        user=texts.user,
        model=texts.model,
        route=texts.route,
        tier=texts.tier,
        outcome=counts.outcome.value,
        num_prompt_tokens=counts.num_prompt_tokens,
        num_cached_tokens=counts.num_cached_tokens,
        num_completion_tokens=counts.num_completion_tokens,
        num_thought_tokens=counts.num_thought_tokens,
        cost_nano_usd=counts.cost_nano_usd,
        duration_ms=counts.duration_ms,
    )


def _fitted(text: str, max_bytes: int) -> str:
    """As it is, or its beginning and a digest of the whole, so that no two become one."""
    if len(text) <= max_bytes and text.isascii() and "\0" not in text:
        return text
    # PostgreSQL's texts cannot hold a NUL, and nobody's can hold half a pair.
    whole = text.replace("\0", "?").encode(errors="replace")
    if len(whole) <= max_bytes:
        return whole.decode()
    digest = hashlib.sha256(whole).hexdigest()[:_DIGEST_CHARACTERS]
    kept = whole[: max_bytes - _DIGEST_CHARACTERS - 1].decode(errors="ignore")
    return f"{kept}~{digest}"
