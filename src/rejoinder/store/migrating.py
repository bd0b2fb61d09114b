"""Brings a database's tables to what this program knows, all of it or nothing.

Imported in the database's threads only. Alembic, slow to import, is asked only where something is
to be done.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from rejoinder.refusals import BadDatabase

FOLDER = Path(__file__).parent / "migrations"

# Two nodes that start together must not both migrate. Any number does that nobody else uses.
_ADVISORY_LOCK = 0x7265_6A6F_696E_6572


def known_versions(folder: Path = FOLDER) -> list[str]:
    """The numbers of the migrations, the oldest first."""
    return sorted(path.name[:4] for path in (folder / "versions").glob("[0-9]*_*.py"))


def version(connection: Connection) -> str | None:
    """Of the tables; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def migrate(connection: Connection, *, folder: Path = FOLDER) -> bool:
    """Within the transaction that is under way. Returns whether there was anything to do.

    folder: of the migrations. Raises `BadDatabase` where the tables are of
    a version that is not known, and touches nothing.
    """
    if connection.dialect.name == "postgresql":
        # Waits for another node's migration as long as that takes.
        connection.execute(text("select set_config('lock_timeout', '0', true)"))
        connection.execute(text("select set_config('statement_timeout', '0', true)"))
        connection.execute(text("select pg_advisory_xact_lock(:n)"), {"n": _ADVISORY_LOCK})
    known = known_versions(folder)
    found = version(connection)
    if found is not None and found not in known:
        raise BadDatabase(
            f"The database's tables are of version {found}; this program knows them up to "
            f"{known[-1]}.",
            hint="Use the newer Rejoinder that made them, or another database.",
        )
    if found == known[-1]:
        return False
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return True
