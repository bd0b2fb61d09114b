"""Which commands there are: names and a line about each, so that help imports none of them."""

from __future__ import annotations

import importlib

import click

from rejoinder import __version__

# Name to module and line; a test compares each line with the command's own help.
COMMANDS = {
    "serve": ("rejoinder.cli.serve", "Serve models over HTTP."),
    "chat": ("rejoinder.cli.chat", "Talk to a model in the terminal."),
    "keys": ("rejoinder.cli.keys", "Make, list, rotate and revoke keys."),
    "projects": ("rejoinder.cli.projects", "Make, list, change and archive projects."),
    "usage": ("rejoinder.cli.usage", "Show what was used, by day, key and model."),
    "completions": (
        "rejoinder.cli.completions",
        "List, show, delete and export stored completions.",
    ),
    "replay": (
        "rejoinder.cli.replay",
        "Ask again for a stored answer, and tell whether it is the same.",
    ),
    "db": ("rejoinder.cli.db", "Check, upgrade and copy the database."),
    "conformance": (
        "rejoinder.cli.conformance",
        "Check a server against the Chat Completions API.",
    ),
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def group() -> None:
    """The Chat Completions API from your own machine."""
