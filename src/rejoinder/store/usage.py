"""Reading what was used: sums by hour or day, and by whatever they are to be told apart by.

Whole hours come from `usage_hours`, what is cut off at either end from the ledger itself, so that a
sum is exact whatever second it begins or ends at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy.sql import ColumnElement

from rejoinder.store.ledger_row import LedgerRow
from rejoinder.store.tables import keys, ledger, usage_hours
from rejoinder.store.usage_query import HOUR_S, Sums, UsageQuery, Used


def used(connection: Connection, query: UsageQuery) -> list[Used]:
    """By bucket, then by group; buckets in which nothing was used are left out."""
    first_hour, end_hour = -(-query.start_s // HOUR_S), query.end_s // HOUR_S
    if first_hour > end_hour:  # both ends are within one hour
        end_hour = first_hour
    totals: dict[tuple[int, tuple[str, ...]], Sums] = {}
    parts = [
        _of_ledger(query, query.start_s, min(query.end_s, first_hour * HOUR_S)),
        _of_hours(query, first_hour, end_hour),
        _of_ledger(query, max(query.start_s, end_hour * HOUR_S), query.end_s),
    ]
    for part in parts:
        for bucket, *rest in connection.execute(part) if part is not None else ():
            group, sums = rest[: len(query.groups)], rest[len(query.groups) :]
            at = (int(bucket) * query.width_s, tuple(group))
            # PostgreSQL's sums of large integers are decimals.
            totals[at] = totals.get(at, Sums()).plus(Sums(*map(int, sums)))
    return [Used(start_s, group, sums) for (start_s, group), sums in sorted(totals.items())]


def key_names(connection: Connection) -> dict[str, str]:
    """What people call the keys, by id."""
    rows = connection.execute(select(keys.c.id, keys.c.name))
    return {row.id: row.name for row in rows}


def all_rows(connection: Connection) -> list[LedgerRow]:
    """The whole ledger: for checks of small ones."""
    rows = connection.execute(select(ledger).order_by(ledger.c.at_ms, ledger.c.id))
    return [LedgerRow(**row._mapping) for row in rows]


def totals(connection: Connection) -> Sums:
    """Of all hours there are."""
    sums = [func.coalesce(func.sum(usage_hours.c[name]), 0) for name in Sums._fields]
    return Sums(*map(int, connection.execute(select(*sums)).one()))


def _of_hours(query: UsageQuery, first_hour: int, end_hour: int) -> Select[Any] | None:
    if first_hour >= end_hour:
        return None
    bucket = usage_hours.c.hour // (query.width_s // HOUR_S)
    sums = [func.sum(usage_hours.c[name]) for name in Sums._fields]
    within = (usage_hours.c.hour >= first_hour, usage_hours.c.hour < end_hour)
    return _select(usage_hours, query, bucket, sums, within)


def _of_ledger(query: UsageQuery, start_s: int, end_s: int) -> Select[Any] | None:
    if start_s >= end_s:
        return None
    bucket = ledger.c.at_ms // (query.width_s * 1000)
    sums = [func.count(), *(func.sum(ledger.c[name]) for name in Sums._fields[1:])]
    within = (ledger.c.at_ms >= start_s * 1000, ledger.c.at_ms < end_s * 1000)
    return _select(ledger, query, bucket, sums, within)


def _select(
    table: Table,
    query: UsageQuery,
    bucket: ColumnElement[int],
    sums: Sequence[ColumnElement[Any]],
    within: Sequence[ColumnElement[bool]],
) -> Select[Any]:
    groups = [table.c[name] for name in query.groups]
    wanted = [table.c[name].in_(values) for name, values in query.filters.items()]
    # By its name: written out again, PostgreSQL would take it for another expression.
    return (
        select(bucket.label("bucket"), *groups, *sums)
        .where(*within, *wanted)
        .group_by("bucket", *groups)
    )
