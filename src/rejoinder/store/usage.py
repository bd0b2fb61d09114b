"""Reading what was used: sums by hour or day, and by whatever they are to be told apart by.

Whole hours come from `usage_hours`, what is cut off at either end from the ledger itself, so that a
sum is exact whatever second it begins or ends at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy.sql import ColumnElement

from rejoinder.store.tables import ledger, usage_hours

Group = Literal["project", "key_id", "user", "model", "tier"]

HOUR_S = 3600
DAY_S = 24 * HOUR_S


class UsageQuery(msgspec.Struct, frozen=True):
    """start_s to before end_s, Unix times. width_s: of a bucket, HOUR_S or DAY_S, counted from
    1970. filters: a row must have one of the values of each; an empty tuple lets none pass."""

    start_s: int
    end_s: int
    width_s: int
    groups: tuple[Group, ...] = ()
    filters: Mapping[Group, tuple[str, ...]] = {}


class Sums(NamedTuple):
    """In the order they are selected."""

    num_requests: int = 0
    num_prompt_tokens: int = 0
    num_cached_tokens: int = 0
    num_completion_tokens: int = 0
    num_thought_tokens: int = 0
    cost_nano_usd: int = 0

    def plus(self, other: Sums) -> Sums:
        return Sums(*(mine + its for mine, its in zip(self, other, strict=True)))


class Used(msgspec.Struct, frozen=True):
    """One bucket's sums of one group. start_s: the bucket's own beginning, also where the query
    begins later. group: the values of the query's groups, in their order."""

    start_s: int
    group: tuple[str, ...]
    sums: Sums


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
