"""For commands that work on the database itself, beside a server that runs or without one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from rejoinder import settings
from rejoinder.errors import RequestError, SetupError
from rejoinder.settings import Settings
from rejoinder.store.database import Database

P = ParamSpec("P")
T = TypeVar("T")


def options(function: Callable[P, T]) -> Callable[P, T]:
    """The flags that say which database: `database`, `data_dir` and `config`, for `chosen`."""
    for option in (
        click.option(
            "-c",
            "--config",
            metavar="FILE",
            help="Settings file. [REJOINDER_CONFIG; rejoinder.toml]",
        ),
        click.option("--data-dir", metavar="DIR", help="Folder for data. [REJOINDER_DATA_DIR]"),
        click.option("--database", metavar="URL", help="The database. [REJOINDER_DATABASE]"),
    ):
        function = option(function)
    return function


def chosen(database: str | None, data_dir: str | None, config: str | None) -> Settings:
    """Raises BadSetting."""
    flags = {"database": database, "data_dir": data_dir}
    return settings.load(flags, os.environ, folder=Path.cwd(), config=config)


def with_database(
    chosen: Settings, work: Callable[[Database], Awaitable[T]], *, makes: bool = False
) -> T:
    """Run `work` with the database open. What it refuses becomes a `SetupError`, as everything that
    a command tells.

    makes: an SQLite file that is not there is made. Otherwise it is told, as a path may have been
    mistyped; of the folder that is meant where none is named, it is as empty as a new one.
    """
    with contextlib.ExitStack() as stack:
        url = settings.database_url(chosen)
        file = settings.database_file(chosen)
        if file is not None and makes:
            with contextlib.suppress(OSError):  # which opening it will tell
                file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif file is not None and _is_absent(file):
            if chosen.database or chosen.data_dir:
                raise SetupError(
                    f"There is no database at {file}.",
                    hint="`rejoinder serve`, `keys create` and `projects create` make one.",
                )
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            url = f"sqlite:///{folder}/{settings.DATABASE_FILE}"
        return _run(url, work)


def _run(url: str, work: Callable[[Database], Awaitable[T]]) -> T:
    async def whole() -> T:
        database = Database(url)
        await database.start()
        try:
            return await work(database)
        finally:
            await database.stop()

    try:
        return asyncio.run(whole())
    except RequestError as error:
        raise SetupError(error.message, hint=error.hint) from None


def _is_absent(file: Path) -> bool:
    """Not where that cannot be known: opening it will tell why."""
    try:
        file.stat()
    except FileNotFoundError:
        return True
    except OSError:
        pass
    return False
