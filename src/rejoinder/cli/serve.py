"""`rejoinder serve`: settles the settings, makes the engine, and serves until told to stop."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Mapping
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

# How soon after the model is ready people are told; each look costs next to nothing.
LOOK_EVERY_S = 0.05

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

    serve(chosen, build)


def _flat(value: object) -> object:
    """A list may be given as several flags, with commas, or both."""
    return ",".join(value) if isinstance(value, tuple) else value


def serve(chosen: Settings, build: Build) -> None:
    """Serve until a signal. Raises the `SetupError` of a model that cannot be loaded."""
    from rejoinder.metrics import Metrics
    from rejoinder.server import listening, run
    from rejoinder.server.app import create_app
    from rejoinder.server.backing import Backing
    from rejoinder.server.lifecycle import Lifecycle

    log.configure(
        level=chosen.log_level, log_format=chosen.log_format, log_content=chosen.log_content
    )
    for name in settings.unknown_variables(os.environ):
        click.echo(f"Note: {name} is set, but there is no such setting.", err=True)
    listening.check_may_listen(chosen)
    listener = run.bind(chosen.host, chosen.port)
    lifecycle, metrics = Lifecycle(), Metrics()
    backing = Backing(chosen, lifecycle=lifecycle, metrics=metrics)
    with Progress() as progress:
        built = build(chosen, progress.update, metrics)
        metrics.watch(built.states)
        failures: list[SetupError] = []

        async def tell_when_ready(stop: Callable[[], None]) -> None:
            while built.engine.not_ready() or backing.not_ready():
                failure = built.failure()
                if failure is not None:
                    failures.append(failure)
                    stop()
                    return
                await asyncio.sleep(LOOK_EVERY_S)
            progress.finish()
            names = [model.name for model in built.engine.models()]
            click.echo(
                welcome(chosen.host, listener.getsockname()[1], names, backing.keys_told), err=True
            )

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


def welcome(host: str, port: int, models: list[str], keys: KeysTold | None = None) -> str:
    """What a person needs to know, with a line to paste."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
    if ":" in reachable and not reachable.startswith("["):
        reachable = f"[{reachable}]"
    url = f"http://{reachable}:{port}"
    body = f'{{"model": "{models[0]}", "messages": [{{"role": "user", "content": "Hello!"}}]}}'
    header = " -H 'authorization: Bearer KEY'" if keys and keys.is_asked else ""
    keys_line = f"  keys:   {keys.line}\n" if keys else ""
    return f"""\
Ready on {url}
  models: {", ".join(models)}
{keys_line}  docs:   {url}/docs
  chat:   {_program()} chat --base-url {url}/v1
  try:    curl -s {url}/v1/chat/completions -H 'content-type: application/json'{header} -d '{body}'
Ctrl-C stops it."""


def _program() -> str:
    """How this command is called here: by its path, where it is not on the PATH."""
    path = Path(sys.argv[0])
    return str(path) if path.name == "rejoinder" and not shutil.which("rejoinder") else "rejoinder"
