"""The ledger's rows: written once each, and added up by the hour in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, exc

from rejoinder.store.inserting import insert_into
from rejoinder.store.ledger_row import LedgerRow, RowRefused
from rejoinder.store.tables import ledger, usage_hours

_HOUR_MS = 3_600_000

# What is added up, by its name in both tables but for the number of requests.
SUMS = (
    "num_requests",
    "num_prompt_tokens",
    "num_cached_tokens",
    "num_completion_tokens",
    "num_thought_tokens",
    "cost_nano_usd",
)


class _Hour(NamedTuple):
    """One row's key, in the order of the table's."""

    hour: int
    project: str
    key_id: str
    user: str
    model: str
    tier: str
    outcome: str


def add(connection: Connection, rows: Sequence[LedgerRow]) -> int:
    """Write those whose ids are not there yet; how many they were. Two statements, whatever the
    number. Raises `RowRefused` where one cannot be written at all."""
    try:
        new = _add_rows(connection, rows)
        _add_hours(connection, new)
    except (exc.DataError, exc.IntegrityError) as error:
        raise RowRefused(str(error.orig).splitlines()[0]) from error
    return len(new)


def _add_rows(connection: Connection, rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    by_id = {row.id: row for row in rows}
    values = [msgspec.structs.asdict(row) for row in by_id.values()]
    insert = insert_into(ledger, connection)
    once = insert.on_conflict_do_nothing(index_elements=["id"]).returning(ledger.c.id)
    return [by_id[row_id] for row_id in connection.execute(once, values).scalars()]


def _add_hours(connection: Connection, rows: Sequence[LedgerRow]) -> None:
    sums: dict[_Hour, Counter[str]] = {}
    for row in rows:
        names = (getattr(row, name) for name in _Hour._fields[1:])
        hour = _Hour(row.at_ms // _HOUR_MS, *names)
        of_hour = sums.setdefault(hour, Counter())
        of_hour["num_requests"] += 1
        for name in SUMS[1:]:
            of_hour[name] += getattr(row, name)
    if not sums:
        return
    # Sorted: two nodes that write the same hours wait for each other instead of both for ever.
    values = [
        {**hour._asdict(), **{name: sums[hour][name] for name in SUMS}} for hour in sorted(sums)
    ]
    insert = insert_into(usage_hours, connection)
    more = {name: usage_hours.c[name] + insert.excluded[name] for name in SUMS}
    upsert = insert.on_conflict_do_update(index_elements=list(_Hour._fields), set_=more)
    connection.execute(upsert, values)
