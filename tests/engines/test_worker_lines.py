"""What a worker logs is in the server's log, with the request it is about and nothing it quotes."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from rejoinder import log
from rejoinder.engine.order import Ended, Ending
from rejoinder.engines import supervisor as supervisor_module
from rejoinder.engines.supervisor import MAX_DEATHS, State
from tests.engines.fake_worker import QUOTED
from tests.engines.test_supervisor import everything, order, run, supervised


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    out = io.StringIO()
    log.configure(level="info", log_format="json", stream=out)
    yield out
    structlog.reset_defaults()
    logging.getLogger().handlers = []


def read(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_a_line_about_one_order_has_its_requests_id(tmp_path: Path, lines: io.StringIO) -> None:
    async def story() -> None:
        async with supervised(tmp_path, {"fail_at_call": 1}) as supervisor:
            with log.Request("req_1"):
                queue = supervisor.submit(order("a"))
            (ended,) = [e for e in await everything(queue) if isinstance(e, Ended)]
            assert ended.ending is Ending.FAILED

    run(story())

    (line,) = read(lines)
    assert line["event"] == "The model failed in a step"
    assert (line["request_id"], line["model"], line["level"]) == ("req_1", "fake", "error")
    assert "ValueError" in line["exception"]
    assert "in run" in line["exception"]
    assert QUOTED not in lines.getvalue()


def test_a_line_about_several_orders_has_all_their_requests_ids(
    tmp_path: Path, lines: io.StringIO
) -> None:
    async def story() -> None:
        async with supervised(tmp_path, {"fail_at_call": 2}) as supervisor:
            queues = []
            for name in ("a", "b"):
                with log.Request(f"req_{name}"):
                    queues.append(supervisor.submit(order(name)))
            for queue in queues:
                await everything(queue)

    run(story())

    found = read(lines)
    named = [line.get("request_ids") or [line["request_id"]] for line in found]
    assert {name for names in named for name in names} <= {"req_a", "req_b"}
    assert named


def test_the_order_that_kills_workers_is_named_by_its_request(
    tmp_path: Path, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_module, "RESTART_PAUSES_S", (0.0,))

    async def story() -> None:
        async with supervised(tmp_path, {"die_on_token": 31}) as supervisor:
            with log.Request("req_1"):
                queue = supervisor.submit(order("poison", prompt=(31, 1, 2)))
            await everything(queue)

    run(story())

    found = read(lines)
    assert [line["event"] for line in found].count("worker died") == MAX_DEATHS
    (blamed,) = [line for line in found if line["event"] == "order kills workers and is failed"]
    assert (blamed["request_id"], blamed["order_id"]) == ("req_1", "poison")


def test_a_worker_that_crashes_says_where_and_quotes_nobody(
    tmp_path: Path,
    lines: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(supervisor_module, "RESTART_PAUSES_S", (0.0,))

    async def story() -> None:
        async with supervised(tmp_path, {"crash_loading": 1}, deaths_expected=True) as supervisor:
            assert supervisor.state is State.BROKEN

    run(story())

    crashes = [line for line in read(lines) if line["event"] == "The worker failed"]
    assert len(crashes) == MAX_DEATHS
    assert "KeyError" in crashes[0]["exception"]
    assert QUOTED not in lines.getvalue() + "".join(capfd.readouterr())
