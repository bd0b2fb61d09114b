"""What keys, limits and the ledger cost a request: the same server with them and without, in turn.

    python -m benchmarks.accounts                                  one node, SQLite
    python -m benchmarks.accounts --database postgresql://...      limits shared in PostgreSQL

The engine is scripted, so that nothing but the server is measured; requests go straight into the
application, without a network. Each request of the one server is followed by one of the other.
Prints a table and, last, one JSON line; ends with status 1 above the budget of 0.3 ms, which is one
node's.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator

import structlog
from starlette.types import ASGIApp, Message

from rejoinder.metrics import Metrics
from rejoinder.server.app import create_app
from rejoinder.server.backing import Backing
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.settings import Settings
from rejoinder.testing.scripted_engine import ScriptedEngine, says

BUDGET_MS = 0.3
# Long enough that background work of both servers falls on both.
NUM_WARM, NUM_ROUNDS = 200, 3000
NUM_TOKENS = 16
SECRET = "sk-benchmark-of-accounts"
# All that a key is likely to be given at once, none of it ever met.
LIMITS = (
    "requests/minute=60000000",
    "requests/day=1000000000",
    "tokens/minute=1000000000",
    "tokens/day=10000000000",
    "usd/month=1000000",
    "concurrent=1000",
    "scripted:tokens/minute=1000000000",
)


def body(*, stream: bool) -> bytes:
    asked = {"model": "scripted", "messages": [{"role": "user", "content": "Hello"}]}
    return json.dumps({**asked, "stream": stream, "max_tokens": 64}).encode()


def scope_of() -> dict[str, object]:
    headers = [
        (b"host", b"127.0.0.1"),
        (b"content-type", b"application/json"),
        (b"authorization", b"Bearer " + SECRET.encode()),
    ]
    return {
        "type": "http",
        "method": "POST",
        "path": "/v1/chat/completions",
        "query_string": b"",
        "headers": headers,
    }


async def ask(app: ASGIApp, content: bytes) -> float:
    """Seconds from the request to its last byte."""
    waits = asyncio.Event()
    sent = iter([{"type": "http.request", "body": content, "more_body": False}])

    async def receive() -> Message:
        for message in sent:
            return message
        await waits.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 200, message

    began = time.perf_counter()
    await app(scope_of(), receive, send)
    return time.perf_counter() - began


def engine() -> ScriptedEngine:
    return ScriptedEngine(says(*(f" word{number}" for number in range(NUM_TOKENS - 1))))


@contextlib.asynccontextmanager
async def with_accounts(
    folder: str, database: str
) -> AsyncIterator[tuple[ASGIApp, ScriptedEngine]]:
    settings = Settings(
        data_dir=folder,
        database=database,
        api_key=(SECRET,),
        limit=LIMITS,
        prices=("scripted=0.15/0.075/0.60",),
    )
    lifecycle, metrics, said = Lifecycle(), Metrics(), engine()
    backing = Backing(settings, lifecycle=lifecycle, metrics=metrics)
    await backing.start()
    app = create_app(
        said,
        settings,
        backing=backing,
        lifecycle=lifecycle,
        metrics=metrics,
    )
    try:
        yield app, said
    finally:
        await backing.stop()


async def measured(database: str) -> dict[str, dict[str, float]]:
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        async with with_accounts(folder, database) as (full, said):
            plain_said = engine()
            plain = create_app(plain_said, Settings())
            for name, stream in (("whole", False), ("streamed", True)):
                found[name] = await _compared(plain, full, (plain_said, said), body(stream=stream))
    return found


async def _compared(
    plain: ASGIApp, full: ASGIApp, said: tuple[ScriptedEngine, ...], content: bytes
) -> dict[str, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(NUM_WARM + NUM_ROUNDS):
        for app, seen in zip((plain, full), times, strict=True):
            time_s = await ask(app, content)
            if number >= NUM_WARM:
                seen.append(time_s * 1000)
        await asyncio.sleep(0)
        for one in said:
            one.asks.clear()
            one.answers.clear()
    without, with_all = (statistics.median(seen) for seen in times)
    return {
        "without_ms": round(without, 4),
        "with_ms": round(with_all, 4),
        "cost_ms": round(with_all - without, 4),
        "mean_cost_ms": round(statistics.fmean(times[1]) - statistics.fmean(times[0]), 4),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="", help="a URL of PostgreSQL; none: SQLite")
    database = parser.parse_args().database
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    gc.freeze()
    found = asyncio.run(measured(database))
    print(f"{'':10}{'without':>10}{'with':>10}{'cost':>10}{'mean cost':>12}   ms, medians")
    for name, row in found.items():
        print(
            f"{name:10}{row['without_ms']:10.3f}{row['with_ms']:10.3f}{row['cost_ms']:10.3f}"
            f"{row['mean_cost_ms']:12.3f}"
        )
    kind = "postgresql" if database else "sqlite"
    worst = max(row["cost_ms"] for row in found.values())
    print(json.dumps({"benchmark": "accounts", "database": kind, "budget_ms": BUDGET_MS, **found}))
    return int(not database and worst > BUDGET_MS)


if __name__ == "__main__":
    sys.exit(main())
