"""Databases come to the tables as said, from nothing and from older ones, or stay as they are."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Table, inspect, text
from sqlalchemy.exc import DBAPIError

from rejoinder.refusals import BadDatabase, StoreDown
from rejoinder.store import completions as store
from rejoinder.store.completion_rows import Completion
from rejoinder.store.database import Database
from rejoinder.store.migrating import FOLDER, known_versions, migrate, version
from rejoinder.store.tables import tables
from tests.store.databases import KINDS, Databases, connected
from tests.store.world import completion


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


def _with_another(folder: Path, body: str) -> Path:
    """The migrations, and after them one more."""
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    number = int(known_versions()[-1]) + 1
    (folder / "versions" / f"{number:04}_another.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision = '{number:04}', '{number - 1:04}'\n"
        f"def upgrade():\n    {body}\n"
    )
    return folder


def _table_names(url: str) -> list[str]:
    with connected(url) as connection:
        return sorted(inspect(connection).get_table_names())


def test_the_migrations_are_numbered_without_gaps() -> None:
    numbers = [f"{number + 1:04}" for number in range(len(known_versions()))]
    assert known_versions() == numbers


def test_an_older_database_is_brought_forward_with_what_it_holds(
    database_url: str, tmp_path: Path
) -> None:
    folder = _with_another(tmp_path / "m", "op.execute('create table further (id integer)')")
    with connected(database_url) as connection:
        store.put(connection, completion("c1"))

    with connected(database_url) as connection:
        assert migrate(connection, folder=folder)
    with connected(database_url) as connection:
        assert not migrate(connection, folder=folder)

        assert version(connection) == known_versions(folder)[-1]
        assert inspect(connection).has_table("further")
        assert store.get(connection, "c1", project="default") == completion("c1")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("has_tables", [False, True])
def test_a_migration_that_fails_leaves_the_database_as_it_was(
    kind: str, has_tables: bool, databases: Databases, tmp_path: Path
) -> None:
    """Half of one would be of no version, and nobody could go on from there."""
    body = "op.execute('create table further (id integer)'); op.execute('select no_such_thing')"
    folder = _with_another(tmp_path / "m", body)
    url = databases.fresh(kind) if has_tables else databases.bare(kind)
    if has_tables:
        with connected(url) as connection:
            store.put(connection, completion("c1"))
    before = _table_names(url)

    with pytest.raises(DBAPIError), connected(url) as connection:
        migrate(connection, folder=folder)

    assert _table_names(url) == before
    with connected(url) as connection:
        assert migrate(connection) != has_tables
        if has_tables:
            assert store.get(connection, "c1", project="default") == completion("c1")


def test_tables_newer_than_the_program_are_refused_and_left_alone(
    database_url: str, tmp_path: Path
) -> None:
    folder = _with_another(tmp_path / "m", "op.execute('create table further (id integer)')")
    with connected(database_url) as connection:
        migrate(connection, folder=folder)

    async def world() -> None:
        database = Database(database_url)
        with pytest.raises(BadDatabase, match=r"of version 0002; .* up to 0001"):
            await database.start()
        assert not database.is_up
        with pytest.raises(StoreDown):
            await database.check_writable()
        await database.stop()

    asyncio.run(world())
    with connected(database_url) as connection:
        assert version(connection) == known_versions(folder)[-1]


@pytest.mark.parametrize("kind", KINDS)
def test_servers_that_start_together_migrate_once(kind: str, databases: Databases) -> None:
    url = databases.bare(kind)

    async def world() -> None:
        together = [Database(url) for _ in range(4)]
        await asyncio.gather(*(database.start() for database in together))
        assert all(database.is_up for database in together)
        for number, database in enumerate(together):
            await database.write(_put(completion(f"c{number}")))
        page = await together[0].read(lambda c: store.find(c, project=None))
        assert len(page.items) == 4
        await asyncio.gather(*(database.stop() for database in together))

    asyncio.run(world())


def _put(made: Completion) -> Callable[[Connection], None]:
    return lambda connection: store.put(connection, made)
