"""Meters that several nodes share, in PostgreSQL. Says how they are locked, charged and let go;
what the numbers mean is `accounts/metering.py`'s.

A request is admitted by one statement: it locks its meters in the order of their ids, so that
nodes wait for each other and never in a ring; reads the database's clock, once all are its own;
judges; and charges all of them or none. Only what is in the locked rows decides, as PostgreSQL
looks at those again after it has waited, and at nothing else.

Of what is under way, a meter's row has the sum and `meter_holds` who holds it, so that what a dead
node held can be taken off again.

A crash of PostgreSQL itself may forget the last half second of this: waiting for its disk would
double the time of every admission.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, text

# The name of the row that says which settlements of a node have been done, and, as the time at
# which a meter is empty, when the last one was. It outlives the node: one that was only cut off
# says its last again, and so does who finds what a killed one left.
_DONE_BY = "node/"
_MARK_US = 30 * 86_400_000_000


class Taking(msgspec.Struct, frozen=True):
    """A charge as the statement wants it. per_unit, per_period, period_us: the ticks of a meter
    that refills; 1 for others."""

    name: str
    kind: int
    cost: int
    capacity: int
    is_credit: bool
    per_unit: int = 1
    per_period: int = 1
    period_us: int = 1


class Row(msgspec.Struct, frozen=True):
    """A meter. used: of one that refills, when it was last touched."""

    empty_at_us: int
    used: int
    month: int


class Taken(msgspec.Struct, frozen=True):
    """rows: as they stood before, by name; fewer than were asked for where some are not there yet,
    and then nothing was charged. now_us: the database's clock."""

    is_admitted: bool
    has_credit: bool
    now_us: int
    rows: dict[str, Row]


# A clock that was set back would block a meter for as long: it is moved back with the clock, and
# keeps its level, also where the request is refused. `used` is when it was last touched, and
# `month` how far what is in it was moved. A month that is ahead of the calendar: as
# `metering.counted`.
_SQL_TAKE = text(
    """
    with asked as (
        select * from unnest(
            cast(:names as text[]), cast(:kinds as int[]), cast(:costs as bigint[]),
            cast(:capacities as bigint[]), cast(:are_credits as boolean[]),
            cast(:per_units as bigint[]), cast(:per_periods as bigint[]),
            cast(:periods as bigint[])
        ) as a (name, kind, cost, capacity, is_credit, per_unit, per_period, period_us)
    ),
    locked as materialized (
        select id, empty_at_us, used, month from meters
        where id = any(cast(:names as text[])) order by id for update
    ),
    looked as materialized (
        select count(*) as num_locked, clock_timestamp() as at from locked
    ),
    moment as materialized (
        select num_locked,
               cast(extract(epoch from at) * 1000000 as bigint) as now_us,
               cast(extract(year from at at time zone 'UTC') * 12
                    + extract(month from at at time zone 'UTC') - 1 as bigint) as now_month
        from looked
    ),
    states as (
        select asked.*, now_us, num_locked,
               case kind when 0 then locked.used > now_us
                         when 1 then locked.month > now_month else false end as is_set_back,
               case when kind = 0 then locked.empty_at_us - greatest(locked.used - now_us, 0)
                    when kind = 1 and not is_new and locked.month > now_month then now_month
                    else 0 end as empty_at_us,
               case when is_new then 0 else locked.used end as used,
               case when kind = 0 then locked.month + greatest(locked.used - now_us, 0)
                    when is_new then now_month
                    else locked.month end as month
        from asked join locked on locked.id = asked.name cross join moment
            cross join lateral (
                select kind = 1 and (
                    locked.month < now_month
                    or locked.month > now_month
                        and locked.empty_at_us > 0 and locked.empty_at_us < now_month
                ) as is_new
            ) as turned
    ),
    ticking as (
        select *, div(cast(empty_at_us as numeric) * per_period, period_us) as level,
               div(cast(now_us as numeric) * per_period, period_us) as now_ticks
        from states
    ),
    judged as materialized (
        select *, cost <= capacity and case
            when kind = 0
            then capacity = 0
                 or greatest(level - now_ticks, 0) + cast(cost as numeric) * per_unit <= per_period
            else used + cost <= capacity end as passes
        from ticking
    ),
    verdict as materialized (
        select coalesce(bool_and(passes) filter (where not is_credit), true)
                   and max(num_locked) = :num_asked as is_admitted,
               coalesce(bool_and(passes) filter (where is_credit), false) as has_credit
        from judged
    ),
    decided as materialized (
        select judged.*, is_admitted and (has_credit or not is_credit) as is_taken
        from judged cross join verdict
    ),
    changed as (
        update meters set
            empty_at_us = case
                when kind = 0 and is_taken then div(
                    (greatest(level, now_ticks) + cast(cost as numeric) * per_unit) * period_us
                    + per_period - 1, per_period)
                else decided.empty_at_us end,
            used = case when kind = 0 then now_us
                when is_taken then decided.used + cost
                else decided.used end,
            month = decided.month
        from decided where meters.id = decided.name and (is_taken or is_set_back)
    ),
    held as (
        insert into meter_holds (meter_id, node_id, number)
        select name, :node_id, cost from decided where kind = 2 and is_taken
        on conflict (meter_id, node_id)
            do update set number = meter_holds.number + excluded.number
    )
    select name, empty_at_us, used, month, now_us, is_admitted, has_credit,
           set_config('synchronous_commit', 'off', true)
    from judged cross join verdict
    """
)

_SQL_MAKE = text(
    "insert into meters (id, empty_at_us, used, month) "
    "select name, 0, 0, 0 from unnest(cast(:names as text[])) as n (name) order by name "
    "on conflict (id) do nothing"
)

_SQL_LOCK = text(
    """
    with locked as materialized (
        select id, empty_at_us, used, month from meters
        where id = any(cast(:names as text[])) order by id for update
    ),
    looked as materialized (select count(*), clock_timestamp() as at from locked)
    select id, empty_at_us, used, month,
           cast(extract(epoch from at) * 1000000 as bigint),
           set_config('synchronous_commit', 'off', true)
    from locked cross join looked
    """
)

_SQL_SET = text(
    """
    update meters set empty_at_us = n.empty_at_us, used = n.used, month = n.month
    from unnest(cast(:names as text[]), cast(:empty_ats as bigint[]), cast(:useds as bigint[]),
                cast(:months as bigint[])) as n (id, empty_at_us, used, month)
    where meters.id = n.id
    """
)

_SQL_HELD = text(
    "select meter_id, number from meter_holds "
    "where node_id = :node_id and meter_id = any(cast(:names as text[]))"
)

_SQL_SET_HELD = text(
    """
    insert into meter_holds (meter_id, node_id, number)
    select name, :node_id, number
    from unnest(cast(:names as text[]), cast(:numbers as bigint[])) as n (name, number)
    on conflict (meter_id, node_id) do update set number = excluded.number
    """
)


def make(connection: Connection, names: Sequence[str]) -> None:
    """Meters that are not there yet."""
    connection.execute(_SQL_MAKE, {"names": sorted(names)})


def clock_us(connection: Connection) -> int:
    """What it says, as of `Taken`."""
    now_us: int = connection.execute(
        text("select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)")
    ).scalar_one()
    return now_us


def take(connection: Connection, node_id: str, takings: Sequence[Taking]) -> Taken:
    """Charge all of them or none. No name twice, and at least one."""
    found = connection.execute(
        _SQL_TAKE,
        {
            "names": [one.name for one in takings],
            "kinds": [one.kind for one in takings],
            "costs": [one.cost for one in takings],
            "capacities": [one.capacity for one in takings],
            "are_credits": [one.is_credit for one in takings],
            "per_units": [one.per_unit for one in takings],
            "per_periods": [one.per_period for one in takings],
            "periods": [one.period_us for one in takings],
            "num_asked": len(takings),
            "node_id": node_id,
        },
    ).all()
    rows = {name: Row(int(empty_at), used, month) for name, empty_at, used, month, *_ in found}
    if not found:
        return Taken(is_admitted=False, has_credit=False, now_us=0, rows={})
    *_, now_us, is_admitted, has_credit, _ = found[0]
    return Taken(is_admitted and len(rows) == len(takings), has_credit, now_us, rows)


# From rows and the database's clock to what they become; with it, by how much what this node holds
# of meters of concurrent requests changes.
Change = Callable[[Mapping[str, Row], int], Mapping[str, Row]]


def change(
    connection: Connection,
    *,
    node_id: str,
    number: int,
    names: Sequence[str],
    held: Mapping[str, int],
    apply: Change,
) -> tuple[Mapping[str, Row], int]:
    """Settle once, however often it is called: number is higher with every batch of a node's, and
    batches follow each other. names: each once. held: by how much what the node has under way
    changes, by name.
    Returns the rows as they are then, and the clock; no rows where it had been done before."""
    mark = _DONE_BY + node_id
    rows, now_us = _locked(connection, [*names, mark])
    if len(rows) <= len(names):
        make(connection, [*names, mark])
        rows, now_us = _locked(connection, [*names, mark])
    if rows.pop(mark).used >= number:
        return {}, now_us
    # Never more than is held: a node that was taken for dead holds nothing any more.
    holds = _holds(connection, node_id, list(held)) if held else {}
    after = dict(apply(rows, now_us))
    for name, by in held.items():
        by = max(by, -holds.get(name, 0))
        holds[name] = holds.get(name, 0) + by
        after[name] = Row(0, max(0, rows[name].used + by), 0)
    if held:
        numbers = [holds[name] for name in held]
        connection.execute(
            _SQL_SET_HELD, {"names": list(held), "numbers": numbers, "node_id": node_id}
        )
    told = {**after, mark: Row(now_us, number, 0)}
    connection.execute(
        _SQL_SET,
        {
            "names": list(told),
            "empty_ats": [row.empty_at_us for row in told.values()],
            "useds": [row.used for row in told.values()],
            "months": [row.month for row in told.values()],
        },
    )
    return after, now_us


def _locked(connection: Connection, names: Sequence[str]) -> tuple[dict[str, Row], int]:
    found = connection.execute(_SQL_LOCK, {"names": names}).all()
    rows = {name: Row(empty_at, used, month) for name, empty_at, used, month, *_ in found}
    return rows, found[0][4] if found else 0


def _holds(connection: Connection, node_id: str, names: Sequence[str]) -> dict[str, int]:
    found = connection.execute(_SQL_HELD, {"node_id": node_id, "names": names}).all()
    return {row.meter_id: row.number for row in found}


def say_alive(connection: Connection, node_id: str) -> dict[str, int]:
    """Returns what every node last said, which changes as long as it lives."""
    connection.execute(
        text(
            "insert into nodes (id, seen_ms) "
            "values (:id, cast(extract(epoch from clock_timestamp()) * 1000 as bigint)) "
            # So that it changes also where the clock stands still or was set back.
            "on conflict (id) do update set seen_ms = case "
            "when excluded.seen_ms = nodes.seen_ms then nodes.seen_ms + 1 "
            "else excluded.seen_ms end"
        ),
        {"id": node_id},
    )
    found = connection.execute(text("select id, seen_ms from nodes")).all()
    return {row.id: row.seen_ms for row in found}


def bury(connection: Connection, node_ids: Sequence[str]) -> None:
    """Take off what nodes held that are dead, or stop, and forget them; but not what they have
    settled, for a month."""
    ids = {"ids": list(node_ids)}
    of_them = "node_id = any(cast(:ids as text[]))"
    names = connection.execute(text(f"select meter_id from meter_holds where {of_them}"), ids)
    connection.execute(_SQL_LOCK, {"names": list({name for (name,) in names})})
    connection.execute(
        text(
            f"with freed as (delete from meter_holds where {of_them} returning meter_id, number), "
            "summed as (select meter_id, sum(number) as number from freed group by meter_id) "
            "update meters set used = greatest(0, used - summed.number) "
            "from summed where meters.id = summed.meter_id"
        ),
        ids,
    )
    connection.execute(text("delete from nodes where id = any(cast(:ids as text[]))"), ids)
    connection.execute(
        text(
            "delete from meters where left(id, length(:kind)) = :kind and empty_at_us < "
            "cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) - :mark_us"
        ),
        {"kind": _DONE_BY, "mark_us": _MARK_US},
    )
