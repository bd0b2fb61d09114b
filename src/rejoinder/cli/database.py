"""For commands that work on the database itself, beside a server that runs or without one."""

from __future__ import annotations

import asyncio
import contextlib
import os
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


def with_database(chosen: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Run `work` with the database open. What it refuses becomes a `SetupError`, as everything that
    a command tells."""

    if (file := settings.database_file(chosen)) is not None:
        with contextlib.suppress(OSError):  # which opening it will tell
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def whole() -> T:
        database = Database(settings.database_url(chosen))
        await database.start()
        try:
            return await work(database)
        finally:
            await database.stop()

    try:
        return asyncio.run(whole())
    except RequestError as error:
        raise SetupError(error.message, hint=error.hint) from None
