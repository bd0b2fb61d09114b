"""All rows, run one after the other, and what is kept of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rejoinder.conformance.checks import (
    answers,
    bias,
    errors,
    formats,
    hints,
    limits,
    logprobs,
    messages,
    penalties,
    rate_limits,
    sampling,
    stored,
    streams,
    tiers,
    tools,
    twice,
)
from rejoinder.conformance.probe import Probe
from rejoinder.conformance.row import Row
from rejoinder.conformance.transport import NoAnswer, Reply, Transport
from rejoinder.conformance.verdict import Finding, Verdict
from rejoinder.errors import SetupError

SECTIONS = (
    answers.section,
    messages.section,
    limits.section,
    sampling.section,
    penalties.section,
    bias.section,
    logprobs.section,
    streams.section,
    formats.section,
    tools.section,
    hints.section,
    stored.section,
    tiers.section,
    rate_limits.section,
    twice.section,
    errors.section,
)
ROWS: tuple[Row, ...] = tuple(row for section in SECTIONS for row in section.rows)


class Result(NamedTuple):
    row: Row
    finding: Finding


@dataclass(frozen=True)
class Report:
    """model: as it was asked for. server: what the server calls itself, where it says so."""

    model: str
    server: str
    results: tuple[Result, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows ended in each verdict, of those that any did."""
        found = Counter(result.finding.verdict for result in self.results)
        return {verdict.value: found[verdict] for verdict in Verdict if found[verdict]}

    @property
    def is_conforming(self) -> bool:
        """Nothing is ignored, and nothing is wrong."""
        return not any(result.finding.is_failing for result in self.results)

    def as_json(self) -> str:
        rows = [
            {
                "row": row.id,
                "section": row.section,
                "promise": row.promise,
                "source": row.source,
                "verdict": finding.verdict.value,
                "reason": finding.reason,
            }
            for row, finding in self.results
        ]
        document = {
            "model": self.model,
            "server": self.server,
            "counts": self.counts,
            "rows": rows,
        }
        return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def choose(only: tuple[str, ...], skip: tuple[str, ...] = ()) -> tuple[Row, ...]:
    """The rows named: by id, or by what an id begins with before a dot. None named: all.

    Raises SetupError for a name that is no row's.
    """
    for name in (*only, *skip):
        if not any(_is(row, name) for row in ROWS):
            raise SetupError(
                f"There is no row `{name}`.",
                hint="`rejoinder conformance --list` names them.",
            )
    wanted = [row for row in ROWS if not only or any(_is(row, name) for name in only)]
    return tuple(row for row in wanted if not any(_is(row, name) for name in skip))


def _is(row: Row, name: str) -> bool:
    return row.id == name or row.id.startswith(name + ".")


def first_model(transport: Transport, *, where: str) -> str:
    """The first model that a server lists. Raises SetupError, also where no server answers."""
    reply = reach(transport, where=where)
    try:
        body = json.loads(reply.body)
        return str(body["data"][0]["id"])
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise SetupError(
            f"{where}/models lists no model (status {reply.status}).",
            hint="`--model` names the one to ask.",
        ) from error


def reach(transport: Transport, *, where: str) -> Reply:
    """The list of models as it came; whatever it is, a server answers."""
    try:
        return transport.send("GET", "/models")
    except NoAnswer as error:
        raise SetupError(
            f"No server answers at {where}: {error}.",
            hint="`rejoinder serve` starts one; `--base-url` names another.",
        ) from error


def run(probe: Probe, rows: tuple[Row, ...]) -> Iterator[Result]:
    """Each row's result as soon as it is known."""
    for row in rows:
        yield Result(row, row.find(probe))
