"""How long it takes to list, filter, fetch and keep completions, beside a million of them.

    python benchmarks/store.py [--num 1000000] [--repeats 100] [--database URL]

Each is of 2 kB, spread over two projects, four models and three kinds of tags; the database is in a
temporary folder unless it is named, and one that is named must be empty. Every figure includes the
way to the database's thread and back. Prints a table of milliseconds and, last, one JSON line.
README.md says what the numbers do not show.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from rejoinder.store import completions as store
from rejoinder.store.completion_rows import Completion, Page
from rejoinder.store.database import Database
from rejoinder.store.tables import completion_metadata, completions

PROJECT = "first"
NUM_CUSTOMERS = 10_000
BATCH = 5000
NUM_REQUEST_BYTES, NUM_RESPONSE_BYTES = 1200, 800
START_S = 1_700_000_000


class Figures(msgspec.Struct):
    """Milliseconds."""

    median: float
    p95: float
    worst: float


class Report(msgspec.Struct):
    """The last line. fill_s: to write them all."""

    database: str
    num_completions: int
    fill_s: float
    num_bytes: int
    ms: dict[str, Figures] = {}


def tags(number: int) -> dict[str, str]:
    """`env` is one of two, `customer` one of many, `flagged` is rare; `half` is the half of all
    that `other` is not, so that each is common and both are never."""
    found = {
        "env": "dev" if number % 5 == 0 else "prod",
        "customer": f"customer-{number * 7919 % NUM_CUSTOMERS}",
        "half" if number % 2 else "other": "yes",
    }
    if number % 100_000 == 17:
        found["flagged"] = "yes"
    return found


def model(number: int) -> str:
    if number % 50_000 == 23:
        return "rare"
    return ("small", "medium", "large")[number % 3]


def project(number: int) -> str:
    return "second" if number % 10 == 9 else PROJECT


def rows(numbers: range, filler: bytes) -> Iterator[dict[str, Any]]:
    for number in numbers:
        at = number * 37 % 4096
        metadata = msgspec.json.encode(tags(number)).decode()
        yield {
            "seq": number + 1,
            "id": f"chatcmpl-{number}",
            "project": project(number),
            "key_id": "key_1",
            "request_id": f"req_{number}",
            "created_s": START_S + number // 10,
            "model": model(number),
            "seed": number,
            "user": "",
            "num_bytes": NUM_REQUEST_BYTES + NUM_RESPONSE_BYTES + len(metadata),
            "metadata": metadata,
            "request": filler[at : at + NUM_REQUEST_BYTES],
            "response": filler[at : at + NUM_RESPONSE_BYTES],
        }


def insert(connection: Connection, numbers: range, filler: bytes) -> None:
    connection.execute(completions.insert(), list(rows(numbers, filler)))
    connection.execute(
        completion_metadata.insert(),
        [
            {
                "seq": number + 1,
                "name": name,
                "value": value,
                "project": project(number),
            }
            for number in numbers
            for name, value in tags(number).items()
        ],
    )


async def fill(database: Database, num: int) -> float:
    begin = time.perf_counter()
    filler = random.Random(0).randbytes(8192)
    for first in range(0, num, BATCH):
        numbers = range(first, min(first + BATCH, num))
        await database.write(functools.partial(insert, numbers=numbers, filler=filler))
        if first % 100_000 == 0:
            print(f"\r{first:>9,} written", end="", file=sys.stderr, flush=True)
    print("\r", end="", file=sys.stderr)
    if database.is_postgresql:
        # As it does by itself in time, and numbers given by hand are not counted.
        await database.write(lambda c: c.execute(text("analyze")))
        await database.write(
            lambda c: c.execute(
                text("select setval('completions_seq_seq', max(seq)) from completions")
            )
        )
    return time.perf_counter() - begin


def finding(database: Database, **wanted: Any) -> Callable[[], Awaitable[Page]]:  # noqa: ANN401
    return lambda: database.read(lambda c: store.find(c, project=PROJECT, **wanted))


def cases(database: Database, num: int) -> dict[str, Callable[[], Awaitable[object]]]:
    """What is measured, each with the numbers that it draws."""
    rng = random.Random(1)

    def some_id() -> str:
        while project(number := rng.randrange(num)) != PROJECT:
            pass
        return f"chatcmpl-{number}"

    def customer() -> dict[str, str]:
        return {"customer": f"customer-{rng.randrange(NUM_CUSTOMERS)}"}

    def new() -> Completion:
        number = rng.randrange(10**12)
        return Completion(
            id=f"new-{number}",
            project=PROJECT,
            key_id="key_1",
            request_id="req_1",
            created_s=START_S + num,
            model="small",
            seed=1,
            user="",
            metadata=tags(number),
            request=rng.randbytes(NUM_REQUEST_BYTES),
            response=rng.randbytes(NUM_RESPONSE_BYTES),
        )

    return {
        "newest 20": finding(database, newest_first=True),
        "oldest 20": finding(database),
        "20 after any": lambda: finding(database, after=some_id())(),
        "newest 100": finding(database, newest_first=True, limit=100),
        "model, a third": finding(database, model="medium", newest_first=True),
        "model, 20 of all": finding(database, model="rare", newest_first=True),
        "tag, 4 of 5": finding(database, metadata={"env": "prod"}, newest_first=True),
        "tag, 100 of all": lambda: finding(database, metadata=customer())(),
        "tag, 10 of all": finding(database, metadata={"flagged": "yes"}),
        "tag nobody has": finding(database, metadata={"nobody": "has"}),
        "two tags": lambda: finding(database, metadata={"env": "dev", **customer()})(),
        "model and tag": lambda: finding(database, model="small", metadata=customer())(),
        "model and tag, after any": lambda: finding(
            database, model="large", metadata={"env": "prod"}, after=some_id()
        )(),
        "get": lambda: database.read(lambda c: store.get(c, some_id(), project=PROJECT)),
        "keep": lambda: database.write(lambda c: store.put(c, new())),
        "add up": lambda: database.read(store.totals),
    }


async def measure(url: str, num: int, repeats: int) -> Report:
    database = Database(url, answer_timeout_s=600, read_timeout_s=600)
    await database.start()
    report = Report("PostgreSQL" if database.is_postgresql else "SQLite", num, 0.0, 0)
    report.fill_s = round(await fill(database, num), 1)
    report.num_bytes = (await database.read(store.totals)).num_bytes
    each = cases(database, num)
    # Many have either and none has both: the one question that an index cannot answer.
    hard = {"half": "yes", "other": "yes"}
    print(f"{report.num_completions:,} completions in {report.database}, {report.fill_s} s to fill")
    print(f"{'ms':<28}{'median':>10}{'p95':>10}{'worst':>10}")
    for name, once in [*each.items(), ("two tags, never both", finding(database, metadata=hard))]:
        times = []
        for _ in range(repeats if name in each and name != "add up" else 3):
            begin = time.perf_counter()
            await once()
            times.append((time.perf_counter() - begin) * 1000)
        times.sort()
        figures = Figures(
            round(statistics.median(times), 2),
            round(times[int(0.95 * (len(times) - 1))], 2),
            round(times[-1], 2),
        )
        report.ms[name] = figures
        print(f"{name:<28}{figures.median:>10}{figures.p95:>10}{figures.worst:>10}", flush=True)
    await database.stop()
    return report


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--num", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--database", default="")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = args.database or f"sqlite:///{Path(folder) / 'store.db'}"
        report = asyncio.run(measure(url, args.num, args.repeats))
    print(msgspec.json.encode(report).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
