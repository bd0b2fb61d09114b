"""`rejoinder db`: is the database sound, of which version is it, and a copy of it."""

from __future__ import annotations

from pathlib import Path

import click

from rejoinder import settings
from rejoinder.cli import database
from rejoinder.errors import SetupError
from rejoinder.refusals import BadDatabase


@click.group(name="db")
def command() -> None:
    """Check, upgrade and copy the database."""


@command.command(name="check")
@database.options
def check(**where: str | None) -> None:
    """See whether the database is sound. Changes nothing."""
    from rejoinder.store.upkeep import examine

    found = examine(settings.database_url(database.chosen(**where)))
    click.echo(f"kind         {'PostgreSQL' if found.is_postgresql else 'SQLite'}")
    click.echo(f"version      {_version(found.version, newest=found.newest)}")
    if found.totals is not None:
        held = _mib(found.totals.num_bytes)
        click.echo(f"completions  {found.totals.num_completions:,}, {held}")
    for fault in found.faults:
        click.echo(f"fault        {fault}")
    if found.faults:
        raise BadDatabase(
            "The database is damaged.", hint="Go back to a copy, or read on in docs/database.md."
        )
    if not found.is_sound:
        raise BadDatabase("The database's tables are newer than this program.")


@command.command(name="upgrade")
@database.options
def upgrade(**where: str | None) -> None:
    """Bring the tables to this program's version.

    A server does so when it starts, unless its user may not change tables.
    """
    from rejoinder.store.database import Database
    from rejoinder.store.upkeep import examine

    chosen = database.chosen(**where)

    async def nothing(opened: Database) -> None:
        await opened.check_writable()

    database.with_database(chosen, nothing, makes=True)
    click.echo(f"The tables are of version {examine(settings.database_url(chosen)).version}.")


@command.command(name="copy")
@click.argument("file", type=click.Path(path_type=Path))
@database.options
def copy(file: Path, **where: str | None) -> None:
    """Write an SQLite database to a new FILE, while a server goes on using it."""
    from rejoinder.store import upkeep

    if file.is_dir():
        raise SetupError(f"{file} is a folder.", hint="Name a file in it.")
    upkeep.copy(settings.database_url(database.chosen(**where)), file)
    click.echo(f"Copied to {file}, {_mib(file.stat().st_size)}.")


def _version(found: str | None, *, newest: str) -> str:
    if found is None:
        return "none: there are no tables yet"
    if found == newest:
        return found
    if found > newest:
        return f"{found}; this program knows {newest} and older"
    return f"{found}; `rejoinder db upgrade`, or any server that starts, makes it {newest}"


def _mib(num_bytes: int) -> str:
    return f"{num_bytes / 2**20:,.1f} MiB"
