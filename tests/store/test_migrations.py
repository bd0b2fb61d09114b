"""The tables as migrated are the tables as said, in both databases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Table, inspect, text

from rejoinder.store.migrating import known_versions, version
from rejoinder.store.tables import tables
from tests.store.databases import KINDS, Databases, connected


def _columns(inspected: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, bool, object]]:
    return [(c["name"], str(c["type"]), c["nullable"], c.get("default")) for c in inspected]


def _facts(connection: Connection, table: Table) -> dict[str, object]:
    """What a database says of a table, with the order of its columns."""
    seen = inspect(connection)
    return {
        "columns": _columns(seen.get_columns(table.name)),
        "key": seen.get_pk_constraint(table.name)["constrained_columns"],
        "foreign": [
            (f["constrained_columns"], f["referred_table"], f["referred_columns"], f["options"])
            for f in seen.get_foreign_keys(table.name)
        ],
        "indexes": sorted(
            (str(i["name"]), tuple(i["column_names"]), bool(i["unique"]))
            for i in seen.get_indexes(table.name)
        ),
        "unique": [u["column_names"] for u in seen.get_unique_constraints(table.name)],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_migrated_tables_are_those_that_tables_py_says(kind: str, databases: Databases) -> None:
    """Otherwise old databases and new ones differ, and one of them fails later."""
    created = databases.bare(kind)
    with connected(created) as connection:
        tables.create_all(connection)
        expected = {table.name: _facts(connection, table) for table in tables.sorted_tables}
    with connected(databases.fresh(kind)) as connection:
        found = {table.name: _facts(connection, table) for table in tables.sorted_tables}
        names = set(inspect(connection).get_table_names())
        differences = compare_metadata(MigrationContext.configure(connection), tables)

    assert found == expected
    assert names == set(tables.tables) | {"alembic_version"}
    assert differences == []


def test_sqlite_is_told_the_same_by_migrations_as_by_tables_py(databases: Databases) -> None:
    """Autoincrement and the like are seen in no inspection."""
    statements = []
    with connected(databases.bare("sqlite")) as connection:
        tables.create_all(connection)
        statements.append(_statements(connection))
    with connected(databases.fresh("sqlite")) as connection:
        statements.append(_statements(connection))

    created, migrated = statements
    assert migrated == created


def _statements(connection: Connection) -> list[str]:
    rows = connection.execute(
        text("select sql from sqlite_schema where sql is not null order by name")
    )
    return [sql for (sql,) in rows if "alembic_version" not in sql]


def test_a_fresh_database_is_of_the_newest_version(database_url: str) -> None:
    with connected(database_url) as connection:
        assert version(connection) == known_versions()[-1]
