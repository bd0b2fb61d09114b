"""Meters: the arithmetic of limits, in integers, and the seam to where their state is kept.

A meter that refills is one number: the time at which it would be empty (GCRA). A limit of
`capacity` in `period_us` drains steadily; a charge moves that time on, and passes if what is then
in the meter is no more than the capacity.

To be exact whatever the capacity is, time is counted in ticks: each unit is `period // capacity` of
them, so that a period holds `capacity` units exactly and a tick is between one microsecond and two.
The state, in microseconds, and ticks turn into each other without loss. Worked example with 7 in a
minute: a unit is 8571428 ticks, a minute 59999996, and the wait for one unit 8571429 microseconds.
A capacity beyond a unit per microsecond is held to the microsecond.

Meters of a month count what is used in it; meters of what is under way count that.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol

import msgspec

from rejoinder.accounts.limits import Measure, OwnedLimit, Period

_DAY_US = 86_400_000_000
PERIOD_US: dict[Period, int] = {Period.MINUTE: 60_000_000, Period.DAY: _DAY_US}
NANO_PER_MICRO = 1_000

# The least that `Retry-After` can say in whole seconds.
GUESSED_WAIT_US = 1_000_000
# What a slot of the ledger has for it.
MAX_RESERVED_BYTES = 1024

# 146,000 years. With half of it and a start, it is still a word of 64 bits.
_LAP_US = 1 << 62


class Kind(IntEnum):
    """How a meter empties."""

    REFILL = 0  # steadily
    MONTH = 1  # when a month begins
    CONCURRENT = 2  # when what is under way ends


_KINDS = {Period.MONTH: Kind.MONTH, Period.NOW: Kind.CONCURRENT}


class Meter(msgspec.Struct, frozen=True):
    """A limit, as far as it is arithmetic. capacity: in requests, tokens, or billionths of a
    dollar. period_us: 0 unless it refills, and then per_unit and per_period are its ticks.
    is_credit: taken only if it, with all other credits of a request, passes; it refuses nobody."""

    owned: OwnedLimit
    id: str
    kind: Kind
    measure: Measure
    capacity: int
    is_credit: bool = False
    period_us: int = 0
    per_unit: int = 1
    per_period: int = 1


class Charge(msgspec.Struct, frozen=True):
    """What a request asks of one meter, in its unit."""

    meter: Meter
    cost: int


class State(msgspec.Struct, frozen=True):
    """What a meter remembers, by its kind.

    One that refills: empty_at_us; and in `month`, in microseconds and modulo `_LAP_US`, how far
    refunds have moved up what was charged after them (`start_of`).
    One of a month: used; the month that is counted, in months since year 0; and in `empty_at_us`,
    while the calendar is behind that month, the month it says, else 0 (`counted`).
    One of what is under way: used.
    """

    empty_at_us: int = 0
    used: int = 0
    month: int = 0


class Moment(msgspec.Struct, frozen=True):
    """now_us: Unix time, but never going back. unix_us: what the calendar says."""

    now_us: int
    unix_us: int

    @property
    def month(self) -> int:
        return month_of(self.unix_us)


class Level(msgspec.Struct, frozen=True):
    """What a meter says. remaining: units, at least 0. reset_us: until nothing is used any more.
    wait_us: until the charge would pass; 0 where it does, None where it never will."""

    remaining: int
    reset_us: int
    wait_us: int | None


class Spent(msgspec.Struct, frozen=True):
    """What a request came to: is_paid False gives back even that it was asked."""

    num_tokens: int
    nano_usd: int
    is_paid: bool = True


class Verdict(msgspec.Struct, frozen=True):
    """levels: one per charge, after it where the request is admitted, else without it.

    has_credit: whether the credits among the charges were taken; False where there are none.
    """

    is_admitted: bool
    has_credit: bool
    levels: tuple[Level, ...]


class Hold(Protocol):
    """What one admitted request holds."""

    @property
    def reserved(self) -> bytes:
        """What `recover` wants, at most MAX_RESERVED_BYTES."""
        ...

    def settle(self, spent: Spent) -> None:
        """Once: give back what was not needed, or take what was needed beyond; let go. Waits for
        nothing."""
        ...


class Meters(Protocol):
    """Where meters are kept, and charged all at once or not at all."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def reserve(self, charges: Sequence[Charge]) -> tuple[Verdict, Hold | None]:
        """No meter is named twice. Cancelled, it takes nothing. The hold is there if admitted."""
        ...

    def recover(self, reserved: bytes, spent: Spent) -> None:
        """Settle a request that died with its server. Call before the first `reserve`."""
        ...


@functools.lru_cache(maxsize=16_384)
def meter_of(owned: OwnedLimit) -> Meter:
    limit = owned.limit
    is_money = limit.measure is Measure.MICRO_USD
    capacity = limit.amount * NANO_PER_MICRO if is_money else limit.amount
    kind = _KINDS.get(limit.period, Kind.REFILL)
    period_us = PERIOD_US.get(limit.period, 0)
    per_unit = max(1, period_us // max(1, capacity)) if kind is Kind.REFILL else 1
    return Meter(
        owned=owned,
        id=owned.meter_id,
        kind=kind,
        measure=limit.measure,
        capacity=capacity,
        is_credit=limit.measure is Measure.SCALE_TOKENS,
        period_us=period_us,
        per_unit=per_unit,
        per_period=per_unit * max(1, capacity),
    )


def actual_cost(measure: Measure, cost: int, spent: Spent) -> int:
    """What a charge of `cost` comes to in the end, in its meter's unit."""
    if measure is Measure.CONCURRENT or not spent.is_paid:
        return 0
    if measure is Measure.REQUESTS:
        return cost
    return spent.nano_usd if measure is Measure.MICRO_USD else spent.num_tokens


@functools.lru_cache(maxsize=64)
def _month_of_day(day: int) -> int:
    at = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
    return at.year * 12 + at.month - 1


def month_of(unix_us: int) -> int:
    """Months since year 0, in UTC."""
    return _month_of_day(unix_us // _DAY_US)


@functools.lru_cache(maxsize=64)
def month_start_us(month: int) -> int:
    """When it begins, in Unix time."""
    year, index = divmod(month, 12)
    return int(datetime.datetime(year, index + 1, 1, tzinfo=datetime.UTC).timestamp()) * 1_000_000


def wait_us(charge: Charge, state: State, moment: Moment) -> int | None:
    """Until it passes: 0 where it does, None where it never will."""
    meter, cost = charge.meter, charge.cost
    if cost > meter.capacity:
        return None
    if meter.kind is Kind.REFILL:
        if meter.capacity == 0:
            return 0  # of nothing there is enough
        # The first moment whose ticks are no less than these.
        level = state.empty_at_us * meter.per_period // meter.period_us
        from_ticks = level + cost * meter.per_unit - meter.per_period
        return max(0, -(-from_ticks * meter.period_us // meter.per_period) - moment.now_us)
    if meter.kind is Kind.MONTH:
        if counted(state, moment).used + cost <= meter.capacity:
            return 0
        return _next_month_us(state, moment)
    # Nobody knows when one of those under way ends.
    return 0 if state.used + cost <= meter.capacity else GUESSED_WAIT_US


def charged(charge: Charge, state: State, moment: Moment) -> State:
    """The state after a charge, whether it passes or not."""
    meter = charge.meter
    if meter.kind is Kind.REFILL:
        return State(_later(meter, state.empty_at_us, charge.cost, moment), 0, state.month)
    if meter.kind is Kind.MONTH:
        now = counted(state, moment)
        return State(now.empty_at_us, now.used + charge.cost, now.month)
    return State(0, state.used + charge.cost)


def start_of(charge: Charge, state: State, moment: Moment) -> int:
    """Where a charge begins, before it is made: for meters of a month, the month.

    A meter that refills is a queue that empties from its head; a charge lies in it from a time to a
    time. Refunds of charges before it move it up, by what the meter's `State.month` says more when
    it is settled than now. What is remembered is the sum of that and the time. Settled with another
    state than that which was charged, `State.month` must be no less there, or too much is refunded.
    """
    kind = charge.meter.kind
    if kind is Kind.REFILL:
        return max(state.empty_at_us, moment.now_us) + state.month
    return counted(state, moment).month if kind is Kind.MONTH else 0


def began_us(start: int, state: State) -> int:
    """Where a charge of a meter that refills lies by now, or earlier. start: as `settled`'s."""
    if start == 0:
        return 0
    half = _LAP_US // 2
    return (start - state.month + half) % _LAP_US - half


def settled(
    charge: Charge, actual: int, start: int, state: State, moment: Moment, taken_us: int = 0
) -> State:
    """The state when a charge that began at `start`, as `start_of` gave it, has come to `actual`.
    taken_us: `Moment.now_us` when it was made, on the same clock. What is not known of them is 0.

    Of what a reservation held too much, only what has not drained meanwhile is given back: the rest
    has become room for others already, and would be given twice.
    """
    meter = charge.meter
    delta = actual - charge.cost
    if meter.kind is Kind.CONCURRENT:
        return State(used=max(0, state.used - charge.cost))
    if meter.kind is Kind.MONTH:
        # Of a month that is over nothing is settled any more.
        used = max(0, state.used + delta) if state.month == start else state.used
        return State(state.empty_at_us, used, state.month)
    if delta >= 0:
        return State(_later(meter, state.empty_at_us, delta, moment), 0, state.month)
    per_period, period_us = meter.per_period, meter.period_us
    # Refunds behind it have not moved it, and nobody can tell them from those before it. Taken for
    # earlier than it is, it gets less back, and never too much. It is not before it was made.
    began = began_us(start, state) * per_period // period_us
    level = state.empty_at_us * per_period // period_us
    if taken_us <= moment.now_us:
        began = max(began, taken_us * per_period // period_us)
    end = began + charge.cost * meter.per_unit
    now = moment.now_us * per_period // period_us
    refund = max(0, min(end, level) - max(began + actual * meter.per_unit, now))
    # Where nothing is behind it, nothing is moved up, and those before it lose nothing.
    up_us = 0 if end == level else -(-refund * period_us // per_period)
    empty_at_us = -(-(level - refund) * period_us // per_period)
    return State(empty_at_us, 0, (state.month + up_us) % _LAP_US)


def counted(state: State, moment: Moment) -> State:
    """A month's meter as the calendar finds it.

    A calendar that is behind was set back, or had been ahead by mistake. What is used then stays
    used, and begins anew when the calendar has passed the month that is counted; or when, still
    behind, it turns a page, so that a mistake of years is over with the month.
    """
    month, behind = moment.month, state.empty_at_us
    if month > state.month or (month < state.month and 0 < behind < month):
        return State(0, 0, month)
    return State(month if month < state.month else 0, state.used, state.month)


def _next_month_us(state: State, moment: Moment) -> int:
    """Until a month's meter begins anew."""
    following = moment.month + 1
    if following == counted(state, moment).month:
        following += 1  # it has begun already, when the calendar was ahead
    return month_start_us(following) - moment.unix_us


def level(meter: Meter, state: State, moment: Moment, wait_us: int | None = 0) -> Level:
    """wait_us: as it was found for what was asked."""
    if meter.kind is Kind.REFILL:
        held = max(0, state.empty_at_us * meter.per_period // meter.period_us
                   - moment.now_us * meter.per_period // meter.period_us)  # fmt: skip
        remaining = (meter.per_period - held) // meter.per_unit if meter.capacity else 0
        reset_us = max(0, state.empty_at_us - moment.now_us)
    elif meter.kind is Kind.MONTH:
        remaining = meter.capacity - counted(state, moment).used
        reset_us = _next_month_us(state, moment)
    else:
        remaining = meter.capacity - state.used
        reset_us = 0
    return Level(max(0, remaining), reset_us, wait_us)


def _later(meter: Meter, empty_at_us: int, amount: int, moment: Moment) -> int:
    per_period, period_us = meter.per_period, meter.period_us
    from_us = max(empty_at_us, moment.now_us)
    ticks = from_us * per_period // period_us + amount * meter.per_unit
    return -(-ticks * period_us // per_period)
