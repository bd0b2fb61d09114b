"""Writes the table in docs/conformance.md from the results beside it: `python -m` this module."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from rejoinder.conformance.suite import ROWS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "conformance.md"
BEGIN, END = "<!-- made from the results -->\n", "<!-- until here -->\n"
# What a column is called, and the file it comes from.
COLUMNS = {
    "Rejoinder": "rejoinder",
    "transformers serve": "transformers-serve",
    "the same, continuous batching": "transformers-serve-continuous-batching",
}
NOT_ASKED = "not asked"


class Ended(NamedTuple):
    """How a row ended."""

    verdict: str
    reason: str


def results(name: str) -> dict[str, Ended]:
    document = json.loads((DOCS / "conformance" / f"{name}.json").read_text(encoding="utf-8"))
    return {row["row"]: Ended(row["verdict"], row["reason"]) for row in document["rows"]}


def table() -> str:
    """Verdicts side by side."""
    columns = {title: results(name) for title, name in COLUMNS.items()}
    lines = [f"| row | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    section = ""
    for row in ROWS:
        if row.section != section:
            section = row.section
            lines.append(f"| **{section}** |" + " |" * len(columns))
        ended = [_shown(column.get(row.id)) for column in columns.values()]
        lines.append(f"| `{row.id}` | {' | '.join(ended)} |")
    totals = [_totals(column) for column in columns.values()]
    lines.append(f"| **all** | {' | '.join(totals)} |")
    return "\n".join(lines) + "\n"


def _shown(ended: Ended | None) -> str:
    """A row that is younger than a result was not asked."""
    if ended is None:
        return NOT_ASKED
    return f"**{ended.verdict}**" if ended.verdict in ("ignored", "wrong") else ended.verdict


def _totals(column: dict[str, Ended]) -> str:
    verdicts = [ended.verdict for ended in column.values()]
    found = sorted(set(verdicts), key=lambda verdict: (-verdicts.count(verdict), verdict))
    return ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in found)


def with_table(page: str) -> str:
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + "\n" + table() + "\n" + END + after


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
