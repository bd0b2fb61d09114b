"""What a node asks of the database about shared meters, in the database's threads.

Here and not before, the library is imported: a server that starts does not wait for it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from rejoinder.accounts.metering import (
    Charge,
    Kind,
    Moment,
    Spent,
    State,
    actual_cost,
    charged,
    settled,
)
from rejoinder.accounts.metering_memory import Held

if TYPE_CHECKING:
    from rejoinder.store.database import Connection
    from rejoinder.store.meters import Row, Taken, Taking


class Change(msgspec.Struct, frozen=True):
    """One charge to be told to the database. actual: what it came to; None where it is only now
    told that it was taken. start, taken_us: as of `Held`, in the database's time. is_own: in this
    node's."""

    name: str
    charge: Charge
    start: int
    actual: int | None
    taken_us: int = 0
    is_own: bool = False

    def later(self, by_us: int) -> Change:
        """In the time of a clock that says so much more."""
        if self.charge.meter.kind is not Kind.REFILL:
            return self
        return msgspec.structs.replace(
            self, start=self.start + by_us, taken_us=self.taken_us + by_us, is_own=False
        )


def taking(name: str, one: Held) -> Change:
    """What was taken without the database, in this node's time. It lies in the database's meter
    behind what others took there, and nobody knows where, but never before it was taken."""
    start = one.taken_us if one.charge.meter.kind is Kind.REFILL else one.start
    return Change(name, one.charge, start, None, one.taken_us, is_own=True)


def settlement(name: str, one: Held, spent: Spent) -> Change:
    """In the database's time, as what it gave is."""
    charge = one.charge
    actual = actual_cost(charge.meter.measure, charge.cost, spent)
    return Change(name, charge, one.start, actual, one.taken_us)


def combined(changes: Iterable[Change]) -> Sequence[Change]:
    """The same, but what was taken and settled before either was told is a charge of what it came
    to: told late, a settlement would give nothing back of what has drained."""
    told: list[Change] = []
    places: dict[tuple[str, int, int], list[int]] = {}  # of what was taken, by what is alike
    for one in changes:
        alike = (one.name, one.charge.cost, one.start)
        if one.actual is None:
            places.setdefault(alike, []).append(len(told))
        elif found := places.get(alike):
            place = found.pop()
            charge = msgspec.structs.replace(one.charge, cost=one.actual)
            told[place] = msgspec.structs.replace(told[place], charge=charge)
            continue
        told.append(one)
    return told


def state_of(row: Row) -> State:
    return State(row.empty_at_us, row.used, row.month)


def make(connection: Connection, *, names: Sequence[str]) -> None:
    from rejoinder.store import meters

    meters.make(connection, names)


def bury(connection: Connection, *, node_ids: Sequence[str]) -> None:
    from rejoinder.store import meters

    meters.bury(connection, node_ids)


def clock_us(connection: Connection) -> int:
    from rejoinder.store import meters

    return meters.clock_us(connection)


def say_alive(connection: Connection, *, node_id: str) -> dict[str, int]:
    from rejoinder.store import meters

    return meters.say_alive(connection, node_id)


def take(
    connection: Connection, *, node_id: str, names: Sequence[str], charges: Sequence[Charge]
) -> Taken:
    from rejoinder.store import meters

    return meters.take(connection, node_id, list(_takings(names, charges)))


def _takings(names: Sequence[str], charges: Sequence[Charge]) -> Iterator[Taking]:
    from rejoinder.store import meters

    for name, charge in zip(names, charges, strict=True):
        meter = charge.meter
        yield meters.Taking(
            name=name,
            kind=meter.kind,
            cost=charge.cost,
            capacity=meter.capacity,
            is_credit=meter.is_credit,
            per_unit=meter.per_unit,
            per_period=meter.per_period,
            period_us=max(1, meter.period_us),
        )


def change(
    connection: Connection, *, node_id: str, number: int, changes: Sequence[Change]
) -> tuple[Mapping[str, Row], int]:
    from rejoinder.store import meters

    counted: dict[str, int] = {}
    for one in changes:
        if one.charge.meter.kind is Kind.CONCURRENT:
            by = one.charge.cost if one.actual is None else -one.charge.cost
            counted[one.name] = counted.get(one.name, 0) + by
    return meters.change(
        connection,
        node_id=node_id,
        number=number,
        names=list(dict.fromkeys(one.name for one in changes)),
        held={name: by for name, by in counted.items() if by},
        apply=functools.partial(_applied, changes),
    )


def applied(one: Change, state: State, moment: Moment) -> State:
    """A meter after a change that is told to it at `moment`. Not of what is under way."""
    charge = one.charge
    if one.actual is not None:
        return settled(charge, one.actual, one.start, state, moment, one.taken_us)
    if charge.meter.kind is Kind.REFILL:
        # From when it was taken: what has drained since need not be waited for by others.
        moment = Moment(min(one.taken_us or moment.now_us, moment.now_us), moment.unix_us)
    return charged(charge, state, moment)


def _applied(changes: Sequence[Change], rows: Mapping[str, Row], now_us: int) -> Mapping[str, Row]:
    from rejoinder.store import meters

    moment = Moment(now_us, now_us)
    after: dict[str, Row] = {}
    for one in combined(changes):
        kind = one.charge.meter.kind
        if kind is Kind.CONCURRENT:
            continue
        row = after.get(one.name, rows[one.name])
        state = state_of(row)
        if kind is Kind.REFILL:
            # As the statement does where the clock was set back.
            back_us = max(0, row.used - now_us)
            state = State(row.empty_at_us - back_us, 0, row.month + back_us)
        state = applied(one, state, moment)
        used = now_us if kind is Kind.REFILL else state.used
        after[one.name] = meters.Row(state.empty_at_us, used, state.month)
    return after
