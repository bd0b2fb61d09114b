"""`rejoinder usage`: what was used, read from the database itself."""

from __future__ import annotations

import csv
import datetime
import io
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rejoinder import units
from rejoinder.accounts.office import Office
from rejoinder.chat.ask import Tier
from rejoinder.cli import database, named
from rejoinder.clock import SystemClock
from rejoinder.errors import SetupError
from rejoinder.refusals import UnknownKey, UnknownProject
from rejoinder.store.usage_query import DAY_S, HOUR_S, Group, Sums, UsageQuery

if TYPE_CHECKING:
    from rejoinder.store.database import Connection, Database

# What may be told apart, and its column of the ledger; None: time.
BY: dict[str, Group | None] = {
    "day": None,
    "hour": None,
    "project": "project",
    "key": "key_id",
    "user": "user",
    "model": "model",
    "tier": "tier",
    "outcome": "outcome",
}
DEFAULT_BY = "day,key,model"
DEFAULT_SINCE = "30d"

_TIERS = f"There are {', '.join(Tier)}."
_SUMS = ("requests", "input", "cached", "output", "reasoning", "cost_usd")


class Line(NamedTuple):
    """group: as people asked, in their order. cost_usd is written out, with nine decimals."""

    group: tuple[str, ...]
    sums: Sums

    @property
    def numbers(self) -> tuple[int | str, ...]:
        nano_usd = self.sums.cost_nano_usd
        cost = f"{nano_usd // 10**9}.{nano_usd % 10**9:09}"
        return (*self.sums[:-1], cost)


@click.command(name="usage")
@click.option(
    "--by",
    default=DEFAULT_BY,
    metavar="WORDS",
    help=f"Any of {', '.join(BY)}, with commas. [{DEFAULT_BY}]",
)
@click.option(
    "--since", default=DEFAULT_SINCE, metavar="WHEN", help="As `30d` ago, or `2026-01-31`. [30d]"
)
@click.option("--until", metavar="WHEN", help="Up to then, a whole day excluded. [now]")
@click.option(
    "--project", "projects", multiple=True, metavar="PROJECT", help="Only it; repeatable."
)
@click.option("--key", "keys", multiple=True, metavar="KEY", help="Only it; repeatable.")
@click.option("--user", "users", multiple=True, metavar="USER", help="Only it; repeatable.")
@click.option("--model", "models", multiple=True, metavar="MODEL", help="Only it; repeatable.")
@click.option("--tier", "tiers", multiple=True, metavar="TIER", help="Only it; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, for spreadsheets.")
@database.options
def command(
    by: str,
    since: str,
    until: str | None,
    projects: tuple[str, ...],
    keys: tuple[str, ...],
    users: tuple[str, ...],
    models: tuple[str, ...],
    tiers: tuple[str, ...],
    as_json: bool,
    as_csv: bool,
    **where: str | None,
) -> None:
    """Show what was used, by day, key and model.

    Days and hours are those of UTC, and a request counts when it was admitted. What a running
    server has answered is here within a tenth of a second. PROJECT and KEY are an id, or a name
    that no other has.
    """
    if as_json and as_csv:
        raise SetupError("`--json` and `--csv` exclude each other.")
    now_s = int(time.time())
    words = _words(by)
    for tier in tiers:
        if tier not in list(Tier):
            raise SetupError(f"There is no service tier `{tier[:100]}`.", hint=_TIERS)
    given: dict[Group, tuple[str, ...]] = {
        "project": projects,
        "key_id": keys,
        "user": users,
        "model": models,
        "tier": tiers,
    }
    query = UsageQuery(
        start_s=_moment("--since", since, now_s),
        # The hour that now is in is read whole: nothing in it is later than now.
        end_s=(now_s // HOUR_S + 1) * HOUR_S if until is None else _moment("--until", until, now_s),
        width_s=HOUR_S if "hour" in words else DAY_S,
        groups=tuple(group for word in words if (group := BY[word]) is not None),
        filters={group: values for group, values in given.items() if values},
    )
    if query.end_s <= query.start_s:
        if until is None:
            raise SetupError(f"`--since` is `{since}`, which is yet to come.")
        raise SetupError("`--until` must be later than `--since`.")

    async def work(opened: Database) -> tuple[list[Line], dict[str, str]]:
        known = await _with_ids(opened, query)
        return await opened.read(lambda connection: _read(connection, known, words))

    chosen = database.chosen(where["database"], where["data_dir"], where["config"])
    lines, names = database.with_database(chosen, work)
    if as_json:
        rows = [_object(words, line) for line in lines]
        click.echo(msgspec.json.format(msgspec.json.encode(rows)).decode())
    elif as_csv:
        click.echo(_csv(words, lines), nl=False)
    else:
        # Into a pipe every line goes whole.
        console = Console(width=None if sys.stdout.isatty() else 10_000)
        console.print(_table(words, lines, names))


def _words(by: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(word.strip() for word in by.split(",") if word.strip()))
    for word in words:
        if word not in BY:
            raise SetupError(
                f"Usage is not told by `{word}`.", hint=f"Any of {', '.join(BY)}, with commas."
            )
    if {"day", "hour"} <= set(words):
        raise SetupError("Usage is told by `day` or by `hour`, not by both.")
    return words


def _moment(flag: str, text: str, now_s: int) -> int:
    """A Unix time."""
    try:
        day = datetime.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=datetime.UTC)
        return int(day.timestamp())
    except ValueError:
        pass
    try:
        return max(0, now_s - int(units.duration_s(text)))
    except ValueError:
        raise SetupError(
            f"`{flag}` must be a time ago, as `12h`, or a day, as `2026-01-31`."
        ) from None


async def _with_ids(opened: Database, query: UsageQuery) -> UsageQuery:
    """With ids for names. Raises `UnknownKey` and `UnknownProject` for what neither is nor was ever
    used, as keys by hand are only in the settings."""
    office = Office(opened, clock=SystemClock())

    async def project(text: str) -> str:
        try:
            return await named.project_id(office, text, param="--project")
        except UnknownProject:
            if not await opened.read(lambda connection: _was_used(connection, "project", text)):
                raise
        return text

    async def key(text: str) -> str:
        try:
            return await named.key_id(office, text, param="--key")
        except UnknownKey:
            if not await opened.read(lambda connection: _was_used(connection, "key_id", text)):
                raise
        return text

    filters = dict(query.filters)
    if "project" in filters:
        filters["project"] = tuple([await project(text) for text in filters["project"]])
    if "key_id" in filters:
        filters["key_id"] = tuple([await key(text) for text in filters["key_id"]])
    return msgspec.structs.replace(query, filters=filters)


def _was_used(connection: Connection, group: Group, value: str) -> bool:
    from rejoinder.store.usage import used

    end_s = int(time.time()) + DAY_S
    query = UsageQuery(0, end_s, width_s=DAY_S, groups=(group,), filters={group: (value,)})
    return bool(used(connection, query))


def _read(
    connection: Connection, query: UsageQuery, words: Sequence[str]
) -> tuple[list[Line], dict[str, str]]:
    from rejoinder.store.usage import key_names, used

    totals: dict[tuple[str, ...], Sums] = {}
    for one in used(connection, query):
        columns = iter(one.group)
        group = tuple(_time(word, one.start_s) or next(columns) for word in words)
        totals[group] = totals.get(group, Sums()).plus(one.sums)
    lines = [Line(group, sums) for group, sums in sorted(totals.items())]
    return lines, key_names(connection)


def _time(word: str, start_s: int) -> str | None:
    """What a bucket is called; None for what is no time."""
    if BY[word] is not None:
        return None
    shape = "%Y-%m-%d" if word == "day" else "%Y-%m-%d %H:00"
    return datetime.datetime.fromtimestamp(start_s, datetime.UTC).strftime(shape)


def _object(words: Sequence[str], line: Line) -> dict[str, object]:
    return {
        **dict(zip(words, line.group, strict=True)),
        **dict(zip(_SUMS, line.numbers, strict=True)),
    }


def _csv(words: Sequence[str], lines: Sequence[Line]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*words, *_SUMS])
    writer.writerows([*map(_harmless, line.group), *line.numbers] for line in lines)
    return out.getvalue()


def _harmless(text: str) -> str:
    """Users name themselves, and spreadsheets run what begins like a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _table(words: Sequence[str], lines: Sequence[Line], names: dict[str, str]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for word in words:
        table.add_column(word, overflow="fold")
    for name in _SUMS:
        table.add_column("cost, USD" if name == "cost_usd" else name, justify="right")
    for line in lines:
        group = [
            _named(value, names) if word == "key" else value or "-"
            for word, value in zip(words, line.group, strict=True)
        ]
        table.add_row(*map(_plain, group), *_shown(line))
    if len(lines) != 1:
        total = Sums()
        for line in lines:
            total = total.plus(line.sums)
        first = ["total", *[""] * len(words)][: len(words)]
        table.add_row(*first, *_shown(Line((), total)), style="bold")
    return table


def _shown(line: Line) -> list[str]:
    *counts, cost = line.numbers
    return [*(f"{number:,}" for number in counts), str(cost)]


def _named(key_id: str, names: dict[str, str]) -> str:
    name = names.get(key_id)
    return f"{name} ({key_id})" if name else key_id or "-"


def _plain(text: str) -> Text:
    """Neither markup nor what moves a terminal's cursor."""
    return Text("".join(letter if letter.isprintable() else "?" for letter in text))
