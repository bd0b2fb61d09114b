"""`rejoinder completions`: what is stored. Works on the database itself, of all projects."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from rejoinder.accounts.office import Office
from rejoinder.cli import columns, database, named, tuning
from rejoinder.clock import SystemClock
from rejoinder.errors import SetupError
from rejoinder.store.completion_rows import Completion, Page

if TYPE_CHECKING:
    from rejoinder.store.database import Connection, Database

T = TypeVar("T")

# At a time, where all are read: a request may have 20 MiB.
PAGE = 20
# Of metadata in a list; all of it is shown with the completion.
MAX_SHOWN_CHARACTERS = 60

# The store's module is imported in the database's threads, as everywhere.


def _filters(function: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option(
            "--metadata",
            "pairs",
            multiple=True,
            metavar="KEY=VALUE",
            help="Only those that have it; repeatable.",
        ),
        click.option("-m", "--model", help="Only this model's."),
        click.option("--project", help="Only this project's, by id or name."),
    ):
        function = option(function)
    return function


@click.group(name="completions")
def command() -> None:
    """List, show, delete and export stored completions."""


@command.command(name="ls")
@_filters
@click.option("-n", "--limit", type=click.IntRange(min=1), default=20, help="At most so many. [20]")
@click.option("--after", metavar="ID", help="Those that follow this one.")
@click.option("--oldest-first", is_flag=True, help="The other way round.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one in a line, for programs.")
@database.options
def ls(
    project: str | None,
    model: str | None,
    pairs: tuple[str, ...],
    limit: int,
    after: str | None,
    oldest_first: bool,
    as_json: bool,
    **where: str | None,
) -> None:
    """List stored completions, the newest first."""
    metadata = _metadata(pairs)

    async def work(opened: Database) -> list[Completion]:
        found: list[Completion] = []
        pages = _pages(
            opened,
            page=min(PAGE, limit),
            project=project,
            model=model,
            metadata=metadata,
            after=after,
            newest_first=not oldest_first,
        )
        async for page in pages:
            found += page
            if len(found) >= limit:
                break
        return found[:limit]

    found = _with(where, work)
    if as_json:
        for one in found:
            click.echo(_json(one))
        return
    columns.show(
        ("id", "created", "project", "model", "ended", "metadata"),
        [
            (
                one.id,
                columns.when(one.created_s),
                one.project,
                one.model,
                ",".join(choice["finish_reason"] for choice in json.loads(one.response)["choices"]),
                _shown(one.metadata),
            )
            for one in found
        ],
    )


@command.command(name="show")
@click.argument("completion_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As the API tells it.")
@database.options
def show(completion_id: str, as_json: bool, **where: str | None) -> None:
    """Show a stored completion: what was asked, and what was answered."""
    one = _with(where, lambda opened: get(opened, completion_id))
    if as_json:
        click.echo(_json(one))
        return
    answer = json.loads(one.response)
    usage = answer["usage"]
    for name, value in (
        ("id", one.id),
        ("created", columns.when(one.created_s)),
        ("project", one.project),
        ("key", one.key_id or "none"),
        ("request", one.request_id),
        ("model", one.model),
        ("fingerprint", answer["system_fingerprint"]),
        ("seed", str(one.seed)),
        ("tokens", f"{usage['prompt_tokens']} + {usage['completion_tokens']}"),
        ("metadata", json.dumps(one.metadata, ensure_ascii=False)),
    ):
        click.echo(f"{name:<12} {value}")
    for message in json.loads(one.request)["messages"]:
        _tell(message["role"], message)
    for choice in answer["choices"]:
        _tell(f"answer {choice['index']}, {choice['finish_reason']}", choice["message"])


@command.command(name="rm")
@click.argument("completion_ids", metavar="ID...", nargs=-1, required=True)
@database.options
def rm(completion_ids: tuple[str, ...], **where: str | None) -> None:
    """Delete stored completions.

    Nothing of them stays in the database's file, but for the places where they stood.
    """
    now_s = int(time.time())

    async def work(opened: Database) -> None:
        def remove(connection: Connection) -> None:
            from rejoinder.store import completions

            for completion_id in completion_ids:
                completions.remove(connection, completion_id, project=None, now_s=now_s)

        # All of them or, where one is not there, none.
        await opened.write(remove)
        await opened.scrub()

    _with(where, work)


@command.command(name="export")
@_filters
@click.option("-o", "--output", metavar="FILE", help="Where to. [what is shown]")
@click.option("--force", is_flag=True, help="Write over a FILE that is there.")
@click.option("--thoughts", is_flag=True, help="With `reasoning_content`, which the format lacks.")
@database.options
def export(
    project: str | None,
    model: str | None,
    pairs: tuple[str, ...],
    output: str | None,
    force: bool,
    thoughts: bool,
    **where: str | None,
) -> None:
    """Write stored completions as JSON lines to fine-tune on, the oldest first.

    A line has the messages with the answer at the end, and the tools where there were any. Answers
    that were cut short are left out; one of several choices gives a line for each.
    """
    metadata = _metadata(pairs)

    async def work(opened: Database, file: TextIO) -> tuple[int, int]:
        num_lines = num_choices = 0
        pages = _pages(
            opened, page=PAGE, project=project, model=model, metadata=metadata, newest_first=False
        )
        async for page in pages:
            for one in page:
                num_choices += len(json.loads(one.response)["choices"])
                for line in tuning.lines(one, with_thoughts=thoughts):
                    file.write(line + "\n")
                    num_lines += 1
        return num_lines, num_choices

    def write(file: TextIO) -> tuple[int, int]:
        return _with(where, lambda opened: work(opened, file))

    if output is None:
        num_lines, num_choices = write(sys.stdout)
    else:
        # Writing to a device or a pipe loses nothing.
        is_new = not force and (Path(output).is_file() or not Path(output).exists())
        try:
            with open(output, "x" if is_new else "w", encoding="utf-8") as file:
                num_lines, num_choices = write(file)
        except SetupError:
            if is_new:
                Path(output).unlink(missing_ok=True)  # or the next attempt would find it there
            raise
        except FileExistsError:
            raise SetupError(
                f"{output} is there already.", hint="`--force` writes over it."
            ) from None
        except OSError as error:
            raise SetupError(f"{output} cannot be written: {error.strerror}.") from error
    cut = num_choices - num_lines
    click.echo(f"{num_lines} lines; {cut} answers were cut short and are left out.", err=True)


async def get(opened: Database, completion_id: str) -> Completion:
    """Whose project's ever. Raises `UnknownCompletion`."""

    def work(connection: Connection) -> Completion:
        from rejoinder.store import completions

        return completions.get(connection, completion_id, project=None)

    return await opened.read(work)


async def _pages(
    opened: Database,
    *,
    page: int,
    project: str | None,
    model: str | None,
    metadata: dict[str, str],
    newest_first: bool,
    after: str | None = None,
) -> AsyncIterator[tuple[Completion, ...]]:
    """All of them, a page at a time, so that none but a page's is held. project: its id or name;
    raises `UnknownProject`."""

    def find(connection: Connection) -> Page:
        from rejoinder.store import completions

        return completions.find(
            connection,
            project=project,
            model=model,
            metadata=metadata,
            after=after,
            limit=page,
            newest_first=newest_first,
        )

    if project is not None:
        office = Office(opened, clock=SystemClock())
        project = await named.project_id(office, project, param="--project")
    has_more = True
    while has_more:
        found = await opened.read(find)
        yield found.items
        has_more = found.has_more
        after = found.items[-1].id if found.items else None


def _with(where: dict[str, str | None], work: Callable[[Database], Awaitable[T]]) -> T:
    """where: what `database.options` were given."""
    chosen = database.chosen(where["database"], where["data_dir"], where["config"])
    return database.with_database(chosen, work)


def _metadata(pairs: tuple[str, ...]) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise SetupError(
                f"--metadata is `{pair[:100]}`, which has no `=`.", hint="It looks like `run=7`."
            )
        metadata[name] = value
    return metadata


def _json(one: Completion) -> str:
    from rejoinder.server.stored import told  # and the web server's parts with it

    return bytes(told(one)).decode()


def _shown(metadata: dict[str, str]) -> str:
    text = " ".join(f"{name}={value}" for name, value in metadata.items())
    return _printable(text if len(text) <= MAX_SHOWN_CHARACTERS else text[:57] + "...")


def _tell(heading: str, message: dict[str, Any]) -> None:
    """A message, under its heading."""
    click.echo(f"\n-- {heading}")
    if thought := message.get("reasoning_content") or message.get("reasoning"):
        click.echo(_printable(f"({thought})"))
    content = message.get("content")
    parts = content if isinstance(content, list) else [{"text": content}]
    texts = [part.get("text") or part.get("refusal") or "" for part in parts]
    if any(texts):
        click.echo(_printable("".join(texts)))
    calls = message.get("tool_calls") or []
    if legacy := message.get("function_call"):
        calls = [{"function": legacy}]
    for call in calls:
        made = call.get("function") or call.get("custom")
        click.echo(_printable(f"{made['name']}({made.get('arguments', made.get('input'))})"))


def _printable(text: str) -> str:
    """Nothing in a stranger's words drives the terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
