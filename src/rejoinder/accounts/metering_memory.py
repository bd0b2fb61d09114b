"""The meters of one node, in its memory and a file. Nothing here waits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from rejoinder.accounts.limits import Limit, Measure, OwnedLimit, Period
from rejoinder.accounts.metering import (
    MAX_RESERVED_BYTES,
    Charge,
    Kind,
    Level,
    Moment,
    Spent,
    State,
    Verdict,
    actual_cost,
    charged,
    counted,
    level,
    meter_of,
    settled,
    start_of,
    wait_us,
)
from rejoinder.accounts.metering_cells import Cells, name_of
from rejoinder.clock import Clock

_MEASURES = tuple(Measure)
_PERIODS = tuple(Period)
_PLACES: dict[Measure | Period, int] = {
    **{measure: place for place, measure in enumerate(_MEASURES)},
    **{period: place for place, period in enumerate(_PERIODS)},
}


class Held(msgspec.Struct, frozen=True):
    """One charge that was taken. number: of the meter's cell. start, taken_us: as
    `metering.settled` wants them, taken_us 0 unless the meter refills."""

    number: int
    charge: Charge
    start: int
    taken_us: int = 0


# As a ledger's slot remembers it: the cell, measure and period by their place among all of them,
# the limit's amount, cost, start, and when it was taken.
_Words = tuple[int, int, int, int, int, int, int]
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[_Words, ...]).decode


def held_of(number: int, charge: Charge, before: State, moment: Moment) -> Held:
    """before: the meter's state without the charge."""
    taken_us = moment.now_us if charge.meter.kind is Kind.REFILL else 0
    return Held(number, charge, start_of(charge, before, moment), taken_us)


def packed(helds: Sequence[Held]) -> bytes:
    """As many of the first as there is room for: what is left out stays as it was reserved, should
    the server die. A charge takes 48 bytes at most."""
    words = [_words(one) for one in helds]
    reserved = _encode(words)
    while len(reserved) > MAX_RESERVED_BYTES:
        words = words[: len(words) * 9 // 10]
        reserved = _encode(words)
    return reserved


def unpacked(reserved: bytes) -> tuple[Held, ...]:
    """Nothing, where it is none of ours."""
    try:
        return tuple(map(_held, _decode(reserved))) if reserved else ()
    except (msgspec.DecodeError, IndexError):
        return ()


def _words(held: Held) -> _Words:
    meter = held.charge.meter
    limit = meter.owned.limit
    kinds = _PLACES[limit.measure], _PLACES[limit.period]
    return (held.number, *kinds, limit.amount, held.charge.cost, held.start, held.taken_us)


def _held(words: _Words) -> Held:
    number, measure, period, amount, cost, start, taken_us = words
    limit = Limit(_MEASURES[measure], _PERIODS[period], amount)
    return Held(number, Charge(meter_of(OwnedLimit("", limit)), cost), start, taken_us)


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
        numbers = [cells.number(name_of(one.meter.id), one.meter.kind) for one in charges]
        states = [
            self._looked_at(charge, number, moment)
            for charge, number in zip(charges, numbers, strict=True)
        ]
        verdict, afters = judged(charges, states, moment)
        if not verdict.is_admitted:
            return verdict, None
        helds = []
        for charge, number, state, after in zip(charges, numbers, states, afters, strict=True):
            if after is not None:
                cells.set_state(number, after)
                helds.append(held_of(number, charge, state, moment))
        return verdict, MemoryHold(self, helds)

    def settle(self, helds: Sequence[Held], spent: Spent) -> None:
        moment = self._seen()
        for one in helds:
            charge = one.charge
            actual = actual_cost(charge.meter.measure, charge.cost, spent)
            if actual != charge.cost:
                state = self.cells.state(one.number)
                after = settled(charge, actual, one.start, state, moment, one.taken_us)
                self.cells.set_state(one.number, after)

    def recover(self, reserved: bytes, spent: Spent) -> None:
        # Nothing is under way after a start: those meters begin at nothing anyway.
        helds = [one for one in unpacked(reserved) if one.charge.meter.kind is not Kind.CONCURRENT]
        self.settle([one for one in helds if self.cells.name(one.number) is not None], spent)

    def moment(self) -> Moment:
        return self._clock.moment()

    def _looked_at(self, charge: Charge, number: int, moment: Moment) -> State:
        """That the calendar is behind is remembered also where the request is refused."""
        state = self.cells.state(number)
        if charge.meter.kind is Kind.MONTH and moment.month < state.month:
            state = counted(state, moment)
            self.cells.set_state(number, state)
        return state

    def _seen(self) -> Moment:
        moment = self._clock.moment()
        self.cells.saw(moment.now_us)
        return moment


def judged(
    charges: Sequence[Charge], states: Sequence[State], moment: Moment
) -> tuple[Verdict, Sequence[State | None]]:
    """What meters that stand so say; and their states afterwards, None of those that are not
    charged."""
    waits = [wait_us(*one, moment) for one in zip(charges, states, strict=True)]
    is_admitted, num_credits, has_credit = True, 0, True
    for charge, wait in zip(charges, waits, strict=True):
        if charge.meter.is_credit:
            num_credits += 1
            has_credit = has_credit and wait == 0
        elif wait != 0:
            is_admitted = False
    has_credit = is_admitted and has_credit and num_credits > 0
    levels: list[Level] = []
    afters: list[State | None] = []
    for charge, state, wait in zip(charges, states, waits, strict=True):
        if is_admitted and (has_credit or not charge.meter.is_credit):
            after = charged(charge, state, moment)
            afters.append(after)
            levels.append(level(charge.meter, after, moment))
        else:
            afters.append(None)
            levels.append(level(charge.meter, state, moment, wait))
    return Verdict(is_admitted, has_credit, tuple(levels)), afters
