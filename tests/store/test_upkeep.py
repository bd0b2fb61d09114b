"""Whether a database is sound, told without changing it; and copies of one in use."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from rejoinder.refusals import BadDatabase
from rejoinder.store import completions as store
from rejoinder.store.completion_rows import Totals
from rejoinder.store.migrating import known_versions
from rejoinder.store.upkeep import copy, examine
from tests.store.databases import KINDS, Databases, connected, running
from tests.store.world import completion


def test_a_sound_database_is_told_to_be_so(database_url: str) -> None:
    with connected(database_url) as connection:
        store.put(connection, completion("c1", request=b"1234", response=b"1234"))

    found = examine(database_url)

    assert found.is_sound
    assert found.version == found.newest == known_versions()[-1]
    assert found.totals == Totals(num_completions=1, num_bytes=10)
    assert found.is_postgresql != database_url.startswith("sqlite")


@pytest.mark.parametrize("kind", KINDS)
def test_looking_at_a_database_without_tables_makes_none(kind: str, databases: Databases) -> None:
    url = databases.bare(kind)
    if kind == "sqlite":
        Path(url.removeprefix("sqlite:///")).touch()

    for _ in range(2):
        found = examine(url)
        assert found.version is None
        assert found.totals is None
        assert found.is_sound


def test_a_file_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(BadDatabase, match="its file cannot be opened"):
        examine(f"sqlite:///{tmp_path}/x.db")
    with pytest.raises(BadDatabase, match="its file cannot be opened"):
        copy(f"sqlite:///{tmp_path}/x.db", tmp_path / "copy.db")

    assert list(tmp_path.iterdir()) == []


def test_tables_newer_than_the_program_are_not_sound(database_url: str) -> None:
    with connected(database_url) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))

    found = examine(database_url)

    assert not found.is_sound
    assert found.version == "9999"
    assert found.totals is None


def test_a_damaged_file_is_found_out(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    with connected(sqlite_url) as connection:
        for number in range(200):
            store.put(connection, completion(f"c{number}", metadata={"number": str(number)}))
    pages = bytearray(path.read_bytes())
    # The last pages are of tables and their indexes: what one says of a row the other does not.
    pages[-3 * 4096 :] = bytes(3 * 4096)
    path.write_bytes(pages)

    found = examine(sqlite_url)

    assert found.faults
    assert not found.is_sound


def test_a_copy_is_made_of_a_database_in_use(sqlite_url: str, tmp_path: Path) -> None:
    async def world() -> None:
        async with running(sqlite_url) as database:
            await database.write(lambda c: store.put(c, completion("c1")))
            await asyncio.to_thread(copy, sqlite_url, tmp_path / "copy.db")
            await database.write(lambda c: store.put(c, completion("c2")))

    asyncio.run(world())

    with connected(f"sqlite:///{tmp_path}/copy.db") as connection:
        assert [item.id for item in store.find(connection, project=None).items] == ["c1"]
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_a_copy_overwrites_nothing(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("something else")

    with pytest.raises(BadDatabase, match="cannot be made"):
        copy(sqlite_url, tmp_path / "copy.db")

    assert (tmp_path / "copy.db").read_text() == "something else"


def test_postgresql_is_left_to_its_own_tools(postgresql_url: str, tmp_path: Path) -> None:
    with pytest.raises(BadDatabase) as refused:
        copy(postgresql_url, tmp_path / "copy.db")

    assert "pg_dump" in str(refused.value.hint)
