"""A real server, killed a few times under load; `benchmarks/kill_server.py` does it 200 times."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from benchmarks import kill_server
from benchmarks.kill_load import Told
from benchmarks.kill_server import Report
from rejoinder.store.ledger_row import LedgerRow

TOLD = Told(
    "tag",
    "one",
    stores=True,
    streams=True,
    max_tokens=5,
    status=200,
    id="chatcmpl-1",
    num_received=5,
    num_prompt=7,
    num_cached=3,
    num_completion=5,
    is_complete=True,
)
ROW = LedgerRow(
    id="chatcmpl-1",
    at_ms=0,
    request_id="req_1",
    key_id="key_1",
    project="one",
    user="tag",
    model="scripted",
    route="/chat/completions",
    tier="default",
    outcome="finished",
    num_prompt_tokens=7,
    num_cached_tokens=3,
    num_completion_tokens=5,
    num_thought_tokens=0,
    cost_nano_usd=4 * 1000 + 3 * 500 + 5 * 2000,
    duration_ms=1,
)
CUT = msgspec.structs.replace(TOLD, is_complete=False, num_received=2)
KILLED = msgspec.structs.replace(ROW, outcome="killed", num_completion_tokens=3)


@pytest.mark.slow
def test_a_server_killed_under_load_loses_doubles_and_gives_back_nothing(tmp_path: Path) -> None:
    report = asyncio.run(kill_server.run(tmp_path, num_kills=4, num_clients=4, seed=1))

    assert report.problems == []
    assert report.num_completed > 0
    assert report.num_killed_rows > 0


def problems(told: list[Told], *rows: LedgerRow, more_hours: int = 0) -> int:
    report = Report(0, problems=[])
    names = ("num_prompt_tokens", "num_cached_tokens", "num_completion_tokens", "cost_nano_usd")
    hours = {name: sum(getattr(row, name) for row in rows) for name in names}
    hours["num_requests"] = len(rows) + more_hours
    kill_server.check_ledger(told, rows, hours, report)
    return len(report.problems)


def test_what_was_told_and_recorded_alike_is_no_problem() -> None:
    assert problems([TOLD], ROW) == 0
    assert problems([CUT], KILLED) == 0
    assert problems([CUT], ROW) == 0  # killed between the ledger's last word and the client's


@pytest.mark.parametrize(
    ("told", "rows"),
    [
        ([TOLD], []),
        ([TOLD], [ROW, ROW]),
        ([TOLD], [KILLED]),
        ([TOLD], [msgspec.structs.replace(ROW, num_completion_tokens=4)]),
        ([TOLD], [msgspec.structs.replace(ROW, cost_nano_usd=0)]),
        ([TOLD], [msgspec.structs.replace(ROW, id="chatcmpl-2")]),
        ([CUT], []),
        ([CUT], [msgspec.structs.replace(KILLED, num_completion_tokens=1)]),
        ([CUT], [msgspec.structs.replace(KILLED, num_completion_tokens=6)]),
        ([], [ROW]),
    ],
)
def test_whatever_else_is_found(told: list[Told], rows: list[LedgerRow]) -> None:
    assert problems(told, *rows) == 1


def test_hours_that_do_not_add_up_are_found() -> None:
    assert problems([TOLD], ROW, more_hours=1) == 1
