"""The meters that several nodes share, in PostgreSQL, and what a node does without it.

A request waits for one statement. What is settled is sent in batches, one at a time and before this
node's next request, so that who has an answer finds it settled. While the database is down or slow,
a node goes on from the last it knew, by itself: every node then holds to each limit for itself, and
tells the database afterwards what was used, also where it was stopped or killed meanwhile.

Which is why a meter's cell of this node always is the last row that was seen of it, and on top of
that every change of this node's that is not in the row.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import uuid
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rejoinder.accounts import metering_work
from rejoinder.accounts.metering import (
    Charge,
    Kind,
    Moment,
    Spent,
    State,
    Verdict,
)
from rejoinder.accounts.metering_cells import name_of
from rejoinder.accounts.metering_memory import (
    Held,
    MemoryMeters,
    held_of,
    judged,
    packed,
    unpacked,
)
from rejoinder.accounts.metering_untold import Untold
from rejoinder.accounts.metering_work import Change
from rejoinder.clock import Clock
from rejoinder.refusals import StoreDown

if TYPE_CHECKING:
    from rejoinder.store.database import Database
    from rejoinder.store.meters import Taken

_log = logging.getLogger(__name__)

# What an admission waits for a database that is slow. A statement takes some milliseconds.
PATIENCE_S = 0.5
# A node says so often that it lives, and is taken for dead when others have heard nothing for so
# long: seven times lost, or a machine that stood still. Those whose answers are looked for by an
# `Idempotency-Key` are given as long, and are in the same table.
ALIVE_INTERVAL_S = 2.0
DEAD_AFTER_S = 15.0
_DOWN_WAIT_S = 1.0
# Of one meter, done again on top of each row of it.
_MAX_AGAIN = 1_000

_NOTHING = Spent(num_tokens=0, nano_usd=0, is_paid=False)


class SharedHold:
    """Satisfies `Hold`."""

    def __init__(
        self,
        meters: SharedMeters,
        helds: Sequence[Held],
        *,
        is_own: bool = False,
        is_kept: bool = True,
    ) -> None:
        """is_own: whether it was taken without the database. is_kept: whether the database knows of
        it, or will be told by whoever comes after us."""
        self._meters = meters
        self._helds = helds
        self._is_own = is_own
        self._is_kept = is_kept

    @property
    def reserved(self) -> bytes:
        if self._is_kept:
            return packed(self._helds)
        # What nobody will know was taken must not be given back: then what was spent is added.
        return packed([_of_nothing(one) for one in self._helds])

    def settle(self, spent: Spent) -> None:
        helds, self._helds = self._helds, ()
        self._meters.settle(helds, spent, is_own=self._is_own)


class SharedMeters:
    """Satisfies `Meters`. Its clock is the database's."""

    def __init__(
        self,
        database: Database,
        path: Path | None,
        *,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """path: a file of this node's, as of `MemoryMeters`. Beside it is another, for what the
        database has not been told."""
        self.node_id = uuid.uuid4().hex
        self._database = database
        self._local = MemoryMeters(path, clock=clock)
        self._clock = clock
        self._sleep = sleep
        self._patience_s = patience_s
        self._made: set[str] = set()  # meters that are known to be in the database
        self._untold = Untold(path and path.with_name(f"{path.name}.untold"), node_id=self.node_id)
        self._flushing: asyncio.Task[None] | None = None
        self._has_untold = asyncio.Event()
        if self._untold:
            self._has_untold.set()
        # Admissions that are not waited for any more.
        self._late: set[asyncio.Task[tuple[Verdict, SharedHold | None]]] = set()
        self._is_alone = False
        self._probe: asyncio.Task[None] | None = None
        # The database's clock, before this node's. None until it was heard.
        self._ahead_us: int | None = None
        self._heard: dict[str, tuple[int, float]] = {}  # of nodes: what they said, and when
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        self._tasks = [asyncio.create_task(self._settle()), asyncio.create_task(self._live())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            await self.idle()
            await self._database.write(
                functools.partial(metering_work.bury, node_ids=[self.node_id])
            )
        except StoreDown as error:
            when = "by the next server with this data folder" if self._untold.is_kept else "never"
            _log.warning("The database is told of limits %s: %s", when, error)
        finally:  # also where it takes too long for who waits
            self._untold.close()
            await self._local.stop()

    async def reserve(self, charges: Sequence[Charge]) -> tuple[Verdict, SharedHold | None]:
        self._local.begin()
        if not self._database.is_up or (self._is_alone and not await self._answers_again()):
            return self._reserve_alone(charges)
        task = asyncio.create_task(self._reserve_shared(charges))
        try:
            await asyncio.wait({task}, timeout=self._patience_s)
        except asyncio.CancelledError:
            self._leave(task)
            raise
        if not task.done():
            self._leave(task)
            return self._reserve_alone(charges)
        try:
            verdict, hold = task.result()
        except StoreDown:
            return self._reserve_alone(charges)
        if self._is_alone and hold is not None:
            # Others were admitted alone meanwhile, and the database judged without them.
            hold.settle(_NOTHING)
            return self._reserve_alone(charges)
        return verdict, hold

    def recover(self, reserved: bytes, spent: Spent) -> None:
        for one in unpacked(reserved):
            name = self._local.cells.name(one.number)
            # What was under way on a dead node is taken off by those who miss it.
            if name is not None and one.charge.meter.kind is not Kind.CONCURRENT:
                change = metering_work.settlement(name, one, spent)
                is_own = any(_takes(other, change) for other, _ in self._untold.of(name))
                self._tell(one.number, msgspec.structs.replace(change, is_own=is_own))

    def settle(self, helds: Sequence[Held], spent: Spent, *, is_own: bool) -> None:
        for one in helds:
            name = self._local.cells.name(one.number)
            assert name is not None, "a meter went away under a request"
            if one.charge.meter.kind is Kind.CONCURRENT:
                self._count_own(one.number, -one.charge.cost)
            change = metering_work.settlement(name, one, spent)
            if change.actual != one.charge.cost:
                self._tell(one.number, msgspec.structs.replace(change, is_own=is_own))

    async def flush(self) -> None:
        """Returns when the database knows all that was settled so far. Raises `StoreDown`."""
        await self._flushed()

    async def idle(self) -> None:
        """Returns when nothing is asked of the database any more. Raises `StoreDown`."""
        if self._late:
            await asyncio.wait(self._late)
        await self._flushed()

    # ---------------------------------------------------------------- with the database

    async def _reserve_shared(self, charges: Sequence[Charge]) -> tuple[Verdict, SharedHold | None]:
        await self._flushed()
        names = [name_of(one.meter.id) for one in charges]
        for _ in range(2):
            await self._make(names)
            work = functools.partial(
                metering_work.take, node_id=self.node_id, names=names, charges=charges
            )
            taken = await self._database.write(work)
            if len(taken.rows) == len(names):
                break
            self._made.difference_update(names)  # somebody emptied the table
        else:
            raise StoreDown("its meters are gone")
        return self._told(charges, names, taken)

    def _told(
        self, charges: Sequence[Charge], names: Sequence[str], taken: Taken
    ) -> tuple[Verdict, SharedHold | None]:
        moment = Moment(taken.now_us, taken.now_us)
        states = [metering_work.state_of(taken.rows[name]) for name in names]
        verdict, afters = judged(charges, states, moment)
        assert verdict.is_admitted == taken.is_admitted, "the database judges otherwise"
        if not taken.is_admitted:
            return verdict, None
        helds = []
        for charge, name, state, after in zip(charges, names, states, afters, strict=True):
            if after is not None:
                kind = charge.meter.kind
                number = self._local.cells.number(name, kind)
                self._mirror(number, kind, after, moment)
                if kind is Kind.CONCURRENT:
                    self._count_own(number, charge.cost)
                helds.append(held_of(number, charge, state, moment))
        return verdict, SharedHold(self, helds)

    async def _make(self, names: Sequence[str]) -> None:
        missing = [name for name in names if name not in self._made]
        if missing:
            await self._database.write(functools.partial(metering_work.make, names=missing))
            self._made.update(missing)

    def _leave(self, task: asyncio.Task[tuple[Verdict, SharedHold | None]]) -> None:
        self._late.add(task)
        task.add_done_callback(self._came_late)

    def _came_late(self, task: asyncio.Task[tuple[Verdict, SharedHold | None]]) -> None:
        """Nobody waited for it: what it took is given back."""
        self._late.discard(task)
        if task.cancelled() or task.exception() is not None:
            return
        _, hold = task.result()
        if hold is not None:
            hold.settle(_NOTHING)

    # ---------------------------------------------------------------- without it

    async def _answers_again(self) -> bool:
        """One request asks, for all: the others do not wait for it. Where the database answers in
        time it has been told of all who were admitted alone before, and nobody is from then on."""
        if self._late or (self._probe is not None and not self._probe.done()):
            return False
        self._probe = asyncio.create_task(self._probed())
        self._probe.add_done_callback(_fetch)
        await asyncio.wait({self._probe}, timeout=self._patience_s)
        if not self._probe.done() or self._probe.exception() is not None:
            return False
        if self._is_alone:
            self._is_alone = False
            _log.info("Limits are shared again.")
        return True

    async def _probed(self) -> None:
        if self._untold:
            await self._flushed()
        else:
            await self._database.write(
                functools.partial(metering_work.say_alive, node_id=self.node_id)
            )

    def _reserve_alone(self, charges: Sequence[Charge]) -> tuple[Verdict, SharedHold | None]:
        if not self._is_alone:
            self._is_alone = True
            _log.warning("Limits are held to by this node alone until the database answers.")
        verdict, hold = self._local.reserve_now(charges)
        if hold is None:
            return verdict, None
        helds = []
        for one in hold.helds:
            name = self._local.cells.name(one.number)
            assert name is not None, "a meter went away under a request"
            change = metering_work.taking(name, one)
            helds.append(msgspec.structs.replace(one, start=change.start))
            self._add(change)
        return verdict, SharedHold(self, helds, is_own=True, is_kept=self._untold.is_kept)

    def _count_own(self, number: int, by: int) -> None:
        used = max(0, self._local.cells.state(number).used + by)
        self._local.cells.set_state(number, State(used=used))

    def _mirror(self, number: int, kind: Kind, state: State, moment: Moment) -> None:
        """What to go on from, in this node's time."""
        name = self._local.cells.name(number)
        assert name is not None, "a meter went away under a request"
        if kind is Kind.CONCURRENT or self._untold.num_of(name) > _MAX_AGAIN:
            return  # after a long outage the cell goes on from the row before
        if kind is Kind.REFILL:
            self._ahead_us = moment.now_us - self._local.moment().now_us
            state = State(max(0, state.empty_at_us - self._ahead_us), 0, state.month)
        self._local.cells.set_state(number, state)
        # What was sent may be in the row or not: it may count twice, but not be given back twice.
        for change in metering_work.combined(
            change
            for change, is_sent in self._untold.of(name)
            if not is_sent or change.actual is None or change.actual > change.charge.cost
        ):
            self._apply(number, change)

    def _apply(self, number: int, change: Change) -> None:
        """To this node's cell."""
        kind = change.charge.meter.kind
        if kind is Kind.CONCURRENT:
            return
        if not change.is_own:
            change = change.later(-(self._ahead_us or 0))
        state = self._local.cells.state(number)
        after = metering_work.applied(change, state, self._local.moment())
        self._local.cells.set_state(number, after)

    # ---------------------------------------------------------------- settling

    def _tell(self, number: int, change: Change) -> None:
        self._apply(number, change)
        self._add(change)

    def _add(self, change: Change) -> None:
        self._untold.add(change)
        self._has_untold.set()

    async def _settle(self) -> None:
        while True:
            await self._has_untold.wait()
            self._has_untold.clear()
            try:
                await self._flushed()
            except StoreDown:
                self._has_untold.set()
                await self._sleep(_DOWN_WAIT_S)

    async def _flushed(self) -> None:
        """Returns when the database was told of all that was there to be told at the call. Raises
        `StoreDown`."""
        last = self._untold.num_added
        while self._untold.num_told < last:
            if self._flushing is None or self._flushing.done():
                self._flushing = asyncio.create_task(self._flush())
                self._flushing.add_done_callback(_fetch)
            await asyncio.shield(self._flushing)

    async def _flush(self) -> None:
        # One batch at a time, and the same again until it is known to be done: by its number the
        # database knows it.
        batch = self._untold.batch()
        changes = batch.changes
        if any(one.is_own for one in changes):
            ahead_us = await self._ahead()
            changes = [one.later(ahead_us) if one.is_own else one for one in changes]
        work = functools.partial(
            metering_work.change, node_id=batch.node_id, number=batch.number, changes=changes
        )
        rows, now_us = await self._database.write(work)
        self._untold.told()
        kinds = {change.name: change.charge.meter.kind for change in batch.changes}
        for name, row in rows.items():
            number = self._local.cells.number(name, kinds[name])
            self._mirror(number, kinds[name], metering_work.state_of(row), Moment(now_us, now_us))

    async def _ahead(self) -> int:
        if self._ahead_us is None:
            now_us = await self._database.write(metering_work.clock_us)
            self._ahead_us = now_us - self._local.moment().now_us
        return self._ahead_us

    # ---------------------------------------------------------------- living

    async def _live(self) -> None:
        while True:
            try:
                await self.look_round()
            except StoreDown:
                self._heard.clear()  # others may have been heard by nobody as long
            except Exception:
                _log.exception("the other nodes could not be looked at")
            await self._sleep(ALIVE_INTERVAL_S)

    async def look_round(self) -> None:
        """Say that this node lives, and bury those that have not said so for too long. Raises
        `StoreDown`."""
        said = await self._database.write(
            functools.partial(metering_work.say_alive, node_id=self.node_id)
        )
        now_s = self._clock.now_s()
        heard = {}
        for node_id, seen_ms in said.items():
            before = self._heard.get(node_id)
            is_news = before is None or before[0] != seen_ms
            heard[node_id] = (seen_ms, now_s) if is_news or before is None else before
        self._heard = heard
        dead = [
            node_id
            for node_id, (_, heard_s) in heard.items()
            if now_s - heard_s >= DEAD_AFTER_S and node_id != self.node_id
        ]
        if dead:
            _log.warning("Nodes that are gone no longer count: %s", ", ".join(dead))
            await self._database.write(functools.partial(metering_work.bury, node_ids=dead))


def _of_nothing(one: Held) -> Held:
    return msgspec.structs.replace(one, charge=msgspec.structs.replace(one.charge, cost=0))


def _takes(one: Change, settlement: Change) -> bool:
    """Whether it says that what is settled was taken."""
    is_alike = one.start == settlement.start and one.charge.cost == settlement.charge.cost
    return one.actual is None and is_alike


def _fetch(task: asyncio.Task[None]) -> None:
    """So that nobody complains of an error that all who waited for it have left."""
    if not task.cancelled():
        task.exception()
