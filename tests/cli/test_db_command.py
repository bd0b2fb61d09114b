"""`rejoinder db`, on databases of both kinds."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from rejoinder.cli.commands import group
from rejoinder.errors import SetupError
from rejoinder.store import completions as store
from rejoinder.store.migrating import known_versions
from tests.store.databases import KINDS, Databases, connected
from tests.store.world import completion


def run(url: str, name: str, *words: str) -> list[str]:
    """What the command shows; what it refuses is raised."""
    called = ["db", name, "--database", url, *words]
    done = CliRunner().invoke(group, called, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout.splitlines()


def test_a_check_tells_the_kind_the_version_and_what_is_held(database_url: str) -> None:
    with connected(database_url) as connection:
        store.put(connection, completion("c1", response=b"x" * 2**20))

    kind = "SQLite" if database_url.startswith("sqlite") else "PostgreSQL"
    assert run(database_url, "check") == [
        f"kind         {kind}",
        f"version      {known_versions()[-1]}",
        "completions  1, 1.0 MiB",
    ]


def test_newer_tables_fail_the_check(database_url: str) -> None:
    with connected(database_url) as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))

    with pytest.raises(SetupError, match="newer than this program"):
        run(database_url, "check")
    with pytest.raises(SetupError, match="of version 9999"):
        run(database_url, "upgrade")


@pytest.mark.parametrize("kind", KINDS)
def test_an_upgrade_makes_the_tables(kind: str, databases: Databases) -> None:
    url = databases.bare(kind)

    said = run(url, "upgrade")

    assert said == [f"The tables are of version {known_versions()[-1]}."]
    assert run(url, "check")[1] == f"version      {known_versions()[-1]}"
    assert run(url, "upgrade") == said


def test_a_copy_is_a_database(sqlite_url: str, tmp_path: Path) -> None:
    with connected(sqlite_url) as connection:
        store.put(connection, completion("c1"))

    (said,) = run(sqlite_url, "copy", str(tmp_path / "copy.db"))

    assert said.startswith(f"Copied to {tmp_path / 'copy.db'}, ")
    assert run(f"sqlite:///{tmp_path}/copy.db", "check")[2].startswith("completions  1,")


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="its file cannot be opened"):
        run(f"sqlite:///{tmp_path}/x.db", "check")


def test_a_copy_into_a_folder_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="is a folder"):
        run(sqlite_url, "copy", str(tmp_path))
