"""Lists as columns of text, for people; whoever reads them by program takes `--json`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import click


def show(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Every word whole: what is cut cannot be copied."""
    lines = [header, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(header))]
    for line in lines:
        padded = (word.ljust(width) for word, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def when(at_s: int | None, *, never: str = "never") -> str:
    """A Unix time, in UTC."""
    if at_s is None:
        return never
    return datetime.datetime.fromtimestamp(at_s, datetime.UTC).strftime("%Y-%m-%d %H:%M")
