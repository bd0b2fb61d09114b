"""What a node asks of the database about shared meters, in the database's threads.

Here and not before, the library is imported: a server that starts does not wait for it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
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
    told that it was taken. start, taken_us: as of `Held`, in the database's time."""

    name: str
    charge: Charge
    start: int
    actual: int | None
    taken_us: int = 0


def settlement(name: str, one: Held, spent: Spent) -> Change:
    charge = one.charge
    actual = actual_cost(charge.meter.measure, charge.cost, spent)
    return Change(name, charge, one.start, actual, one.taken_us)


def state_of(row: Row) -> State:
    return State(row.empty_at_us, row.used, row.month)


def make(connection: Connection, *, names: Sequence[str]) -> None:
    from rejoinder.store import meters

    meters.make(connection, names)


def bury(connection: Connection, *, node_ids: Sequence[str]) -> None:
    from rejoinder.store import meters

    meters.bury(connection, node_ids)


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


def _applied(changes: Sequence[Change], rows: Mapping[str, Row], now_us: int) -> Mapping[str, Row]:
    from rejoinder.store import meters

    moment = Moment(now_us, now_us)
    after: dict[str, Row] = {}
    for one in changes:
        kind = one.charge.meter.kind
        if kind is Kind.CONCURRENT:
            continue
        row = after.get(one.name, rows[one.name])
        state = state_of(row)
        if kind is Kind.REFILL:
            # As the statement does where the clock was set back.
            back_us = max(0, row.used - now_us)
            state = State(row.empty_at_us - back_us, 0, row.month + back_us)
        if one.actual is None:
            state = charged(one.charge, state, moment)
        else:
            state = settled(one.charge, one.actual, one.start, state, moment, one.taken_us)
        used = now_us if kind is Kind.REFILL else state.used
        after[one.name] = meters.Row(state.empty_at_us, used, state.month)
    return after
