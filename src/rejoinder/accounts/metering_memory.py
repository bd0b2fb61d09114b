"""The meters of one node, in its memory and a file. Nothing here waits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from rejoinder.accounts.limits import Limit, Measure, OwnedLimit, Period
from rejoinder.accounts.metering import (
    MAX_RESERVED_BYTES,
    Charge,
    Moment,
    Spent,
    State,
    Verdict,
    actual_cost,
    charged,
    level,
    passes,
    settled,
    start_of,
)
from rejoinder.accounts.metering_cells import Cells, name_of
from rejoinder.clock import Clock

_MEASURES = tuple(Measure)
_PERIODS = tuple(Period)


class Held(msgspec.Struct, frozen=True, array_like=True):
    """One charge as a ledger's slot remembers it. number: of the meter's cell. measure and period:
    by their place among all of them."""

    number: int
    measure: int
    period: int
    amount: int
    cost: int
    start: int

    def charge(self, owner: str = "") -> Charge:
        limit = Limit(_MEASURES[self.measure], _PERIODS[self.period], self.amount)
        return Charge(OwnedLimit(owner, limit), self.cost)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[Held, ...]).decode


def held(number: int, charge: Charge, start: int) -> Held:
    limit = charge.owned.limit
    return Held(
        number=number,
        measure=_MEASURES.index(limit.measure),
        period=_PERIODS.index(limit.period),
        amount=limit.amount,
        cost=charge.cost,
        start=start,
    )


def packed(helds: Sequence[Held]) -> bytes:
    """As many of the first as there is room for: what is left out stays as it was reserved, should
    the server die. A charge takes 30 bytes at most."""
    reserved = _encode(helds)
    while len(reserved) > MAX_RESERVED_BYTES:
        helds = helds[: len(helds) * 9 // 10]
        reserved = _encode(helds)
    return reserved


def unpacked(reserved: bytes) -> tuple[Held, ...]:
    """Nothing, where it is none of ours."""
    try:
        return _decode(reserved) if reserved else ()
    except (msgspec.DecodeError, msgspec.ValidationError):
        return ()


class MeterClock:
    """Unix time that never goes back: the machine's clock where it began, steady from there."""

    def __init__(self, clock: Clock, *, last_seen_us: int) -> None:
        """last_seen_us: what it said before the server was started again."""
        self._clock = clock
        self._start_s = clock.now_s()
        self._start_us = max(clock.unix_s() * 1_000_000, last_seen_us)

    def moment(self) -> Moment:
        passed_us = round((self._clock.now_s() - self._start_s) * 1_000_000)
        return Moment(self._start_us + passed_us, self._clock.unix_s() * 1_000_000)


class MemoryHold:
    """Satisfies `Hold`."""

    def __init__(self, meters: MemoryMeters, helds: Sequence[Held]) -> None:
        self._meters = meters
        self.helds = helds

    @property
    def reserved(self) -> bytes:
        return packed(self.helds)

    def settle(self, spent: Spent) -> None:
        helds, self.helds = self.helds, ()
        self._meters.settle(helds, spent)


class MemoryMeters:
    """Satisfies `Meters`, all on the event loop."""

    def __init__(self, path: Path | None, *, clock: Clock) -> None:
        """path: the file they are kept in; None: they are forgotten with the process."""
        self.cells = Cells(path)
        self._clock = MeterClock(clock, last_seen_us=self.cells.last_seen_us)
        self._is_used = False

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        self.cells.close()

    async def reserve(self, charges: Sequence[Charge]) -> tuple[Verdict, MemoryHold | None]:
        return self.reserve_now(charges)

    def begin(self) -> None:
        """Forget what is empty. Not before the first request, as what died with the last server has
        to be settled first."""
        if not self._is_used:
            self._is_used = True
            self.cells.forget_empty(self._clock.moment())

    def reserve_now(self, charges: Sequence[Charge]) -> tuple[Verdict, MemoryHold | None]:
        moment = self._seen()
        cells = self.cells
        self.begin()
        numbers = [cells.number(name_of(one.meter_id), one.kind) for one in charges]
        states = [cells.state(number) for number in numbers]
        verdict, taken = judged(charges, states, moment)
        if not verdict.is_admitted:
            return verdict, None
        helds = []
        for charge, number, state, is_taken in zip(charges, numbers, states, taken, strict=True):
            if is_taken:
                cells.set_state(number, charged(charge, state, moment))
                helds.append(held(number, charge, start_of(charge, state, moment)))
        return verdict, MemoryHold(self, helds)

    def settle(self, helds: Sequence[Held], spent: Spent) -> None:
        moment = self._seen()
        for one in helds:
            charge = one.charge()
            actual = actual_cost(charge.measure, charge.cost, spent)
            if actual != charge.cost:
                state = self.cells.state(one.number)
                after = settled(charge, actual, one.start, state, moment)
                self.cells.set_state(one.number, after)

    def recover(self, reserved: bytes, spent: Spent) -> None:
        # Nothing is under way after a start: those meters begin at nothing anyway.
        helds = [one for one in unpacked(reserved) if _PERIODS[one.period] is not Period.NOW]
        self.settle([one for one in helds if self.cells.name(one.number) is not None], spent)

    def moment(self) -> Moment:
        return self._clock.moment()

    def _seen(self) -> Moment:
        moment = self._clock.moment()
        self.cells.saw(moment.now_us)
        return moment


def judged(
    charges: Sequence[Charge], states: Sequence[State], moment: Moment
) -> tuple[Verdict, tuple[bool, ...]]:
    """What meters that stand so say, and which of the charges are to be taken."""
    passing = [passes(*one, moment) for one in zip(charges, states, strict=True)]
    is_admitted = all(ok or one.is_credit for ok, one in zip(passing, charges, strict=True))
    credits = [ok for ok, one in zip(passing, charges, strict=True) if one.is_credit]
    has_credit = is_admitted and bool(credits) and all(credits)
    taken = tuple(is_admitted and (has_credit or not one.is_credit) for one in charges)
    levels = []
    for charge, state, is_taken in zip(charges, states, taken, strict=True):
        now = level(charge, state, moment)
        if is_taken:
            after = level(charge, charged(charge, state, moment), moment)
            now = msgspec.structs.replace(after, wait_us=0)
        levels.append(now)
    return Verdict(is_admitted, has_credit, tuple(levels)), taken
