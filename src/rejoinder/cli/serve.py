"""`rejoinder serve`: settles the settings, makes the engine, and serves until told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from rejoinder import log, settings
from rejoinder.cli.progress import Progress
from rejoinder.engines.base import ChatEngine
from rejoinder.errors import SetupError
from rejoinder.settings import Entry, Settings

if TYPE_CHECKING:
    from rejoinder.metrics import EngineState, Metrics
    from rejoinder.server.listening import KeysTold

_log = logging.getLogger("rejoinder.cli")

# How soon after the model is ready people are told; each look costs next to nothing.
LOOK_EVERY_S = 0.05

# A database that runs is connected to sooner; after this people are told what is waited for.
PATIENCE_S = 3.0

# Told the model, the stage, and how much of the whole is done, 0 to 1.
OnProgress = Callable[[str, str, float], None]


class Built(NamedTuple):
    """An engine not yet started, with two questions that may be asked at any time: whether it has
    given up on being loaded, and how each model's engine stands."""

    engine: ChatEngine
    failure: Callable[[], SetupError | None]
    states: Callable[[], Mapping[str, EngineState]] = dict


Build = Callable[[Settings, OnProgress, "Metrics"], Built]


def _options(function: Callable[..., None]) -> Callable[..., None]:
    for entry in reversed(settings.entries()):
        if entry.field != "models":
            function = _option(entry)(function)
    return function


def _option(entry: Entry) -> Callable[[Callable[..., None]], Callable[..., None]]:
    default = settings.shown_default(entry)
    facts = f"{entry.variable}; default: {default}" if default else entry.variable
    help_text = f"{entry.help} [{facts}]"
    if entry.is_flag:
        return click.option(
            entry.flag,
            entry.field,
            is_flag=True,
            flag_value=not entry.default,
            default=None,
            help=help_text,
        )
    # Text, whatever the type: one place judges values, wherever they come from.
    metavar = "|".join(entry.choices) or entry.flag[2:].rpartition("-")[2].upper()
    return click.option(
        entry.flag, entry.field, metavar=metavar, multiple=entry.is_list, help=help_text
    )


@click.command(name="serve")
@click.argument("models", nargs=-1, metavar="[MODEL]...")
@click.option(
    "-c", "--config", metavar="FILE", help="Settings file. [REJOINDER_CONFIG; rejoinder.toml]"
)
@_options
def command(models: tuple[str, ...], config: str | None, **given: object) -> None:
    """Serve models over HTTP.

    MODEL is a model's folder; with none, the bundled rejoinder-mini is served. Each option can also
    be set by the variable that its help names, or in rejoinder.toml.
    """
    flags = {name: _flat(value) for name, value in given.items() if value not in (None, ())}
    if models:
        flags["models"] = models
    chosen = settings.load(flags, os.environ, folder=Path.cwd(), config=config)
    from rejoinder.cli.engine import build  # tokenizers and more: not for those who made a typo

    serve(chosen, build, host_from=_source("host", flags, config))


def _source(field: str, flags: Mapping[str, object], config: str | None) -> str:
    """Where a setting was set, for who must set it otherwise."""
    entry = next(one for one in settings.entries() if one.field == field)
    if field in flags:
        return entry.flag
    if os.environ.get(entry.variable):
        return entry.variable
    return config or os.environ.get("REJOINDER_CONFIG") or settings.FILE_NAME


def _flat(value: object) -> object:
    """A list may be given as several flags, with commas, or both."""
    return ",".join(value) if isinstance(value, tuple) else value


def serve(chosen: Settings, build: Build, *, host_from: str = "--host") -> None:
    """Serve until a signal. Raises the `SetupError` of a model that cannot be loaded.

    host_from: where the address was set.
    """
    from rejoinder.metrics import Metrics
    from rejoinder.server import listening, run
    from rejoinder.server.app import create_app
    from rejoinder.server.backing import Backing
    from rejoinder.server.lifecycle import Lifecycle

    log.configure(
        level=chosen.log_level, log_format=chosen.log_format, log_content=chosen.log_content
    )
    is_for_people = log.is_for_people(chosen.log_format, sys.stderr)
    for name in settings.unknown_variables(os.environ):
        note = f"{name} is set, but there is no such setting."
        if is_for_people:
            click.echo(f"Note: {note}", err=True)
        else:
            _log.warning(note)
    listening.check_may_listen(chosen, source=host_from)
    listener = run.bind(chosen.host, chosen.port)
    lifecycle, metrics = Lifecycle(), Metrics()
    backing = Backing(chosen, lifecycle=lifecycle, metrics=metrics)
    with Progress(is_for_people=is_for_people) as progress:
        built = build(chosen, progress.update, metrics)
        metrics.watch(built.states)
        failures: list[SetupError] = []

        def tell(line: str) -> None:
            progress.finish()
            if is_for_people:
                click.echo(line, err=True)
            else:
                first, *_ = line.splitlines()
                _log.info(first)

        async def tell_when_ready(stop: Callable[[], None]) -> None:
            failure = await until_ready(
                built.engine.not_ready, backing.not_ready, failure=built.failure, say=tell
            )
            if failure is not None:
                failures.append(failure)
                stop()
                return
            names = [model.name for model in built.engine.models()]
            tell(welcome(chosen.host, listener.getsockname()[1], names, backing.keys_told))

        run.run(
            create_app(
                built.engine,
                chosen,
                backing=backing,
                lifecycle=lifecycle,
                metrics=metrics,
            ),
            engine=built.engine,
            backing=backing,
            lifecycle=lifecycle,
            listener=listener,
            drain_timeout_s=chosen.drain_timeout_s,
            beside=tell_when_ready,
        )
    if failures:
        raise failures[0]


async def until_ready(
    loading: Callable[[], Sequence[str]],
    waiting: Callable[[], Sequence[str]],
    *,
    failure: Callable[[], SetupError | None],
    say: Callable[[str], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> SetupError | None:
    """Returns why a model will never be loaded, or None when all is ready.

    loading: what the engine still does. waiting: what else is waited for, a sentence each, which
    people are told once when the engine is ready and they see no progress any more.
    """
    waited_s = 0.0
    is_told = False
    while (loads := loading()) or (others := waiting()):
        if (failed := failure()) is not None:
            return failed
        if not loads and waited_s >= PATIENCE_S and not is_told:
            is_told = True
            say(f"Waiting for the database: {' '.join(others)} Until then all is refused.")
        await sleep(LOOK_EVERY_S)
        waited_s += LOOK_EVERY_S
    return None


def welcome(host: str, port: int, models: list[str], keys: KeysTold | None = None) -> str:
    """What a person needs to know, with a line to paste."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
    is_any = reachable != host
    if ":" in reachable and not reachable.startswith("["):
        reachable = f"[{reachable}]"
    url = f"http://{reachable}:{port}"
    body = f'{{"model": "{models[0]}", "messages": [{{"role": "user", "content": "Hello!"}}]}}'
    is_asked = keys is not None and keys.is_asked
    header = " -H 'authorization: Bearer KEY'" if is_asked else ""
    flag = " --api-key KEY" if is_asked else ""
    everywhere = "  hosts:  all addresses of this machine\n" if is_any else ""
    keys_line = f"  keys:   {keys.line}\n" if keys else ""
    return f"""\
Ready on {url}
{everywhere}  models: {", ".join(models)}
{keys_line}  docs:   {url}/docs
  chat:   {_program()} chat --base-url {url}/v1{flag}
  try:    curl -s {url}/v1/chat/completions -H 'content-type: application/json'{header} -d '{body}'
Ctrl-C stops it."""


def _program() -> str:
    """How this command is called here: by its path, where it is not on the PATH."""
    path = Path(sys.argv[0])
    return str(path) if path.name == "rejoinder" and not shutil.which("rejoinder") else "rejoinder"
