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
from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol

import msgspec

from rejoinder.accounts.limits import Measure, OwnedLimit, Period

PERIOD_US: dict[Period, int] = {Period.MINUTE: 60_000_000, Period.DAY: 86_400_000_000}
NANO_PER_MICRO = 1_000

# The least that `Retry-After` can say in whole seconds.
GUESSED_WAIT_US = 1_000_000
# What a slot of the ledger has for it.
MAX_RESERVED_BYTES = 1024


class Kind(IntEnum):
    """How a meter empties."""

    REFILL = 0  # steadily
    MONTH = 1  # when a month begins
    CONCURRENT = 2  # when what is under way ends


class Charge(msgspec.Struct, frozen=True):
    """What a request asks of one meter.

    cost and capacity: in requests, tokens, or billionths of a dollar. is_credit: taken only if it,
    with all other credits, passes; it refuses nobody.
    """

    owned: OwnedLimit
    cost: int

    @property
    def measure(self) -> Measure:
        return self.owned.limit.measure

    @property
    def period(self) -> Period:
        return self.owned.limit.period

    @property
    def meter_id(self) -> str:
        return self.owned.meter_id

    @property
    def is_credit(self) -> bool:
        return self.owned.limit.measure is Measure.SCALE_TOKENS

    @property
    def capacity(self) -> int:
        return capacity_of(self.owned)

    @property
    def kind(self) -> Kind:
        return kind_of(self.owned.limit.period)

    @property
    def period_us(self) -> int:
        return PERIOD_US.get(self.owned.limit.period, 0)


class State(msgspec.Struct, frozen=True):
    """What a meter remembers. empty_at_us: of one that refills. used: of the others. month: the one
    that is counted, in months since year 0."""

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


def capacity_of(owned: OwnedLimit) -> int:
    amount = owned.limit.amount
    return amount * NANO_PER_MICRO if owned.limit.measure is Measure.MICRO_USD else amount


def kind_of(period: Period) -> Kind:
    if period is Period.MONTH:
        return Kind.MONTH
    return Kind.CONCURRENT if period is Period.NOW else Kind.REFILL


def actual_cost(measure: Measure, cost: int, spent: Spent) -> int:
    """What a charge of `cost` comes to in the end, in its meter's unit."""
    if measure is Measure.CONCURRENT or not spent.is_paid:
        return 0
    if measure is Measure.REQUESTS:
        return cost
    return spent.nano_usd if measure is Measure.MICRO_USD else spent.num_tokens


def month_of(unix_us: int) -> int:
    """Months since year 0, in UTC."""
    at = datetime.datetime.fromtimestamp(unix_us // 1_000_000, datetime.UTC)
    return at.year * 12 + at.month - 1


def month_start_us(month: int) -> int:
    """When it begins, in Unix time."""
    year, index = divmod(month, 12)
    return int(datetime.datetime(year, index + 1, 1, tzinfo=datetime.UTC).timestamp()) * 1_000_000


def ticks(capacity: int, period_us: int) -> tuple[int, int]:
    """Ticks in a unit, and in a period. capacity: at least 1."""
    per_unit = max(1, period_us // capacity)
    return per_unit, per_unit * capacity


def passes(charge: Charge, state: State, moment: Moment) -> bool:
    return _wait_us(charge, state, moment) == 0


def charged(charge: Charge, state: State, moment: Moment) -> State:
    """The state after a charge, whether it passes or not."""
    if charge.kind is Kind.REFILL:
        return State(empty_at_us=_later(charge, state.empty_at_us, charge.cost, moment))
    if charge.kind is Kind.MONTH:
        month = max(state.month, moment.month)
        return State(used=used_in(state, month) + charge.cost, month=month)
    return State(used=state.used + charge.cost)


def start_of(charge: Charge, state: State, moment: Moment) -> int:
    """Where a charge begins: a time for meters that refill, the month for those of one."""
    if charge.kind is Kind.REFILL:
        return max(state.empty_at_us, moment.now_us)
    return max(state.month, moment.month) if charge.kind is Kind.MONTH else 0


def settled(charge: Charge, actual: int, start: int, state: State, moment: Moment) -> State:
    """The state when a charge that began at `start` has come to `actual`.

    Of what a reservation held too much, only what has not drained meanwhile is given back: the rest
    has become room for others already, and would be given twice.
    """
    delta = actual - charge.cost
    if charge.kind is Kind.CONCURRENT:
        return State(used=max(0, state.used - charge.cost))
    if charge.kind is Kind.MONTH:
        # Of a month that is over nothing is settled any more.
        used = max(0, state.used + delta) if state.month == start else state.used
        return State(used=used, month=state.month)
    if delta >= 0:
        return State(empty_at_us=_later(charge, state.empty_at_us, delta, moment))
    per_unit, per_period = ticks(max(1, charge.capacity), charge.period_us)
    start_ticks = start * per_period // charge.period_us
    now_ticks = moment.now_us * per_period // charge.period_us
    end = start_ticks + charge.cost * per_unit
    refund = max(0, end - max(start_ticks + actual * per_unit, now_ticks))
    level = state.empty_at_us * per_period // charge.period_us
    return State(empty_at_us=-(-(level - refund) * charge.period_us // per_period))


def level(charge: Charge, state: State, moment: Moment) -> Level:
    capacity = charge.capacity
    if charge.kind is Kind.REFILL:
        per_unit, per_period = ticks(max(1, capacity), charge.period_us)
        held = _held_ticks(charge, state.empty_at_us, moment)
        remaining = (per_period - held) // per_unit if capacity else 0
        reset_us = max(0, state.empty_at_us - moment.now_us)
    elif charge.kind is Kind.MONTH:
        month = max(state.month, moment.month)
        remaining = capacity - used_in(state, month)
        reset_us = month_start_us(month + 1) - moment.unix_us
    else:
        remaining = capacity - state.used
        reset_us = 0
    return Level(
        remaining=max(0, remaining), reset_us=reset_us, wait_us=_wait_us(charge, state, moment)
    )


def used_in(state: State, month: int) -> int:
    return state.used if state.month == month else 0


def _wait_us(charge: Charge, state: State, moment: Moment) -> int | None:
    capacity, cost = charge.capacity, charge.cost
    if cost > capacity:
        return None
    if charge.kind is Kind.REFILL:
        if capacity == 0:
            return 0  # of nothing there is enough
        per_unit, per_period = ticks(capacity, charge.period_us)
        # The first moment whose ticks are no less than these.
        from_ticks = (
            state.empty_at_us * per_period // charge.period_us + cost * per_unit - per_period
        )
        from_us = -(-from_ticks * charge.period_us // per_period)
        return max(0, from_us - moment.now_us)
    if charge.kind is Kind.MONTH:
        month = max(state.month, moment.month)
        if used_in(state, month) + cost <= capacity:
            return 0
        return month_start_us(month + 1) - moment.unix_us
    # Nobody knows when one of those under way ends.
    return 0 if state.used + cost <= capacity else GUESSED_WAIT_US


def _held_ticks(charge: Charge, empty_at_us: int, moment: Moment) -> int:
    _, per_period = ticks(max(1, charge.capacity), charge.period_us)
    now_ticks = moment.now_us * per_period // charge.period_us
    return max(0, empty_at_us * per_period // charge.period_us - now_ticks)


def _later(charge: Charge, empty_at_us: int, amount: int, moment: Moment) -> int:
    per_unit, per_period = ticks(max(1, charge.capacity), charge.period_us)
    now_ticks = moment.now_us * per_period // charge.period_us
    level_ticks = max(empty_at_us * per_period // charge.period_us, now_ticks)
    return -(-(level_ticks + amount * per_unit) * charge.period_us // per_period)
