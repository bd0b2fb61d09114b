"""`rejoinder conformance`: what a server does with each promise of the API, as a table."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rejoinder.conformance.probe import Probe
from rejoinder.conformance.suite import Report, Result, choose, first_model, reach, run
from rejoinder.conformance.transport import HttpTransport
from rejoinder.conformance.verdict import Verdict
from rejoinder.errors import SetupError

DEFAULT_BASE_URL = "http://127.0.0.1:8484/v1"

STYLES = {
    Verdict.HONOURED: "green",
    Verdict.PARTLY: "yellow",
    Verdict.ACCEPTED: "green",
    Verdict.REFUSED: "cyan",
    Verdict.UNTESTED: "dim",
    Verdict.IGNORED: "red",
    Verdict.WRONG: "bold red",
}


@click.command(name="conformance")
@click.option("--base-url", help="Server. [OPENAI_BASE_URL; the local one]")
@click.option("--api-key", help="Key, where the server asks for one. [OPENAI_API_KEY]")
@click.option(
    "--limited-key",
    metavar="KEY",
    help="Key with a limit of a few requests a minute, to be refused with.",
)
@click.option("-m", "--model", help="Model; default: the first the server lists.")
@click.option("--json", "json_file", metavar="FILE", help="Also write the results here.")
@click.option(
    "--only", multiple=True, metavar="ROW", help="Only this row, or all ROW.*; repeatable."
)
@click.option("--skip", multiple=True, metavar="ROW", help="Not this row, or none of ROW.*.")
@click.option(
    "--timeout", "timeout_s", type=float, default=60.0, help="Seconds for one answer. [60]"
)
@click.option("--list", "is_list", is_flag=True, help="Name the rows and what each promises.")
def command(
    base_url: str | None,
    api_key: str | None,
    limited_key: str | None,
    model: str | None,
    json_file: str | None,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    timeout_s: float,
    is_list: bool,
) -> None:
    """Check a server against the Chat Completions API.

    Asks any server some hundreds of small questions and tells what it does with each promise of the
    API's documents: honoured, partly, accepted (no effect can be seen), refused (and said so),
    untested, ignored or wrong. Ends with status 0 where nothing is ignored and nothing wrong.
    """
    rows = choose(only, skip)
    console = Console()
    if is_list:
        for row in rows:
            console.print(f"[bold]{row.id}[/]  {escape(row.promise)}.", highlight=False)
        return
    env = os.environ
    url = base_url or env.get("OPENAI_BASE_URL") or DEFAULT_BASE_URL
    transport = HttpTransport(
        url, api_key=api_key or env.get("OPENAI_API_KEY"), timeout_s=timeout_s
    )
    server = reach(transport, where=transport.base_url).headers.get("server", "")
    chosen = model or first_model(transport, where=transport.base_url)
    results: list[Result] = []
    with Console(stderr=True).status("") as status:
        status.update(f"1 of {len(rows)}")
        for result in run(Probe(transport, chosen, limited_key=limited_key), rows):
            results.append(result)
            status.update(f"{len(results)} of {len(rows)}: {result.row.id}")
    report = Report(model=chosen, server=server, results=tuple(results))
    console.print(table(report))
    console.print(summary(report, transport.num_requests), highlight=False)
    if json_file:
        _write(Path(json_file), report)
    sys.exit(0 if report.is_conforming else 1)


def table(report: Report) -> Table:
    """A row for each promise, in sections. Readable without colour."""
    shown = Table(title=None, box=None, pad_edge=False, expand=False)
    shown.add_column("row", no_wrap=True)
    shown.add_column("verdict", no_wrap=True)
    shown.add_column("what was seen, or is promised", overflow="fold")
    section = ""
    for row, finding in report.results:
        if row.section != section:
            section = row.section
            shown.add_row("", "", "")
            shown.add_row(f"[bold]{escape(section)}[/]", "", "")
        style = STYLES[finding.verdict]
        seen = escape(finding.reason) or f"[dim]{escape(row.promise)}[/]"
        shown.add_row(row.id, f"[{style}]{finding.verdict}[/]", seen)
    return shown


def summary(report: Report, num_requests: int) -> str:
    counts = ", ".join(f"{number} {name}" for name, number in report.counts.items())
    return f"\n{escape(report.model)}: {counts} ({num_requests} requests)."


def _write(path: Path, report: Report) -> None:
    try:
        path.write_text(report.as_json(), encoding="utf-8")
    except OSError as error:
        raise SetupError(f"The results cannot be written to {path}: {error.strerror}.") from error
