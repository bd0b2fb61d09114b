"""Kills a server under load, again and again, and looks for what was lost, doubled or given back.

    python -m benchmarks.kill_server                   200 kills, with an engine that only counts
    python -m benchmarks.kill_server --engine mini     with the bundled model
    python -m benchmarks.kill_server --database postgresql://...

Each round starts the server, lets clients ask with keys, tags and `store`, kills it with SIGKILL at
a random moment, and starts it again. In the end the ledger and the stored completions are compared
with what the clients were told and, where the engine notes it, with what was generated. Prints a
table and, last, one JSON line; ends with status 1 where a promise was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import msgspec

from benchmarks.kill_engine import NAME as SCRIPTED
from benchmarks.kill_load import Client, Told, get
from rejoinder.accounts.limits import Limit, Measure, Period
from rejoinder.accounts.office import Office
from rejoinder.accounts.principal import Scope
from rejoinder.accounts.wishes import NewKey
from rejoinder.clock import SystemClock
from rejoinder.store.database import Database
from rejoinder.store.ledger_row import LedgerRow

if TYPE_CHECKING:
    from rejoinder.store.database import Connection

ROOT = Path(__file__).parents[1]
MINI = "rejoinder-mini"
PRICES = "1/0.5/2"  # dollars per million tokens: 1000, 500 and 2000 nano-USD a token
# Never met, and never refilled within a month: what is used of it can only grow.
MONTH_TOKENS = 10**9
MAX_UPTIME_S = 0.6
PATIENCE_S = 60.0
_USAGE = ("num_model_requests", "input_tokens", "output_tokens")


class Report(msgspec.Struct):
    """problems: one sentence for each promise that was broken."""

    num_kills: int
    num_requests: int = 0
    num_completed: int = 0
    num_stored: int = 0
    num_refused: int = 0
    num_killed_rows: int = 0
    num_tokens: int = 0
    most_unrecorded_tokens: int = 0  # generated and not in the ledger, of one killed request
    tokens_still_held: int = 0  # by limits, for requests that were killed
    recovery_ms: float = 0  # the longest start, from the process's to the first answer
    problems: list[str] = []


class Server:
    """A process that serves, until it is killed."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, start_s: float) -> None:
        self.process = process
        self.port = port
        self.start_s = start_s
        self._reader = asyncio.create_task(self._read())
        self.said = b""

    async def kill(self) -> None:
        self.process.kill()
        await self._end()

    async def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_S):
            await self._end()

    async def _end(self) -> None:
        await self.process.wait()
        await self._reader

    async def _read(self) -> None:
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.said = (self.said + line)[-10_000:]


class Place:
    """Where the server lives: its folder, its database, and its keys' secrets by name."""

    def __init__(self, folder: Path, *, engine: str, database: str) -> None:
        self.folder = folder
        self.notes = folder / "notes"
        self.model = SCRIPTED if engine == "scripted" else MINI
        self.database = database or f"sqlite:///{folder / 'rejoinder.sqlite'}"
        self.secrets: dict[str, str] = {}
        module = "benchmarks.kill_engine" if engine == "scripted" else "rejoinder.cli"
        self._words = [sys.executable, "-m", module, *([] if engine == "scripted" else ["serve"])]

    async def make_keys(self) -> None:
        database = Database(self.database)
        await database.start()
        try:
            office = Office(database, clock=SystemClock())
            limit = Limit(Measure.TOKENS, Period.MONTH, MONTH_TOKENS)
            for name in ("one", "two"):
                project = await office.create_project(name)
                wish = NewKey(name, project=project.id, limits=(limit,))
                _, self.secrets[name] = await office.create_key(wish)
            admin = NewKey("root", scopes=frozenset({Scope.ADMIN, Scope.READ}))
            _, self.secrets["root"] = await office.create_key(admin)
        finally:
            await database.stop()

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[Server]:
        start_s = time.perf_counter()
        env = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "KILL_NOTES": str(self.notes),
            "REJOINDER_HOME": str(self.folder),
            "REJOINDER_DATABASE": self.database,
            "REJOINDER_PORT": "0",
            "REJOINDER_LOG_FORMAT": "text",
            "REJOINDER_LOG_LEVEL": "warning",
            "REJOINDER_PRICES": f"{self.model}={PRICES}",
        }
        process = await asyncio.create_subprocess_exec(
            *self._words, cwd=self.folder, env=env, stderr=asyncio.subprocess.PIPE
        )
        try:
            async with asyncio.timeout(PATIENCE_S):
                port = await _port_of(process)
            yield Server(process, port, time.perf_counter() - start_s)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _port_of(process: asyncio.subprocess.Process) -> int:
    assert process.stderr is not None
    said = b""
    while b"Ctrl-C stops it." not in said:
        line = await process.stderr.readline()
        if not line:
            raise RuntimeError(f"the server ended: {said.decode()}")
        said += line
    found = re.search(rb"Ready on http://127\.0\.0\.1:(\d+)", said)
    assert found is not None, said
    return int(found[1])


async def run(
    folder: Path,
    *,
    num_kills: int,
    num_clients: int,
    seed: int,
    engine: str = "scripted",
    database: str = "",
) -> Report:
    """The whole story, in an empty folder."""
    random = Random(seed)
    place = Place(folder, engine=engine, database=database)
    await place.make_keys()
    report = Report(num_kills, problems=[])
    start_s = SystemClock().unix_s()
    all_told: list[Told] = []
    for number in range(num_kills):
        async with place.serving() as server:
            report.recovery_ms = max(report.recovery_ms, server.start_s * 1000)
            all_told += await _checked_limits(
                place, server.port, f"limits-{number}", all_told, report
            )
            clients = [
                Client(
                    f"r{number}-c{index}",
                    port=server.port,
                    model=place.model,
                    key=(key := ("one", "two")[index % 2]),
                    secret=place.secrets[key],
                )
                for index in range(num_clients)
            ]
            asking = [asyncio.create_task(client.until_killed(random)) for client in clients]
            await asyncio.sleep(random.uniform(0, MAX_UPTIME_S))
            await server.kill()
            for told in await asyncio.gather(*asking):
                all_told += told
    async with place.serving() as server:
        all_told += await _checked_limits(place, server.port, "limits-end", all_told, report)
        await _check_stored(place, server.port, all_told, report)
        used = await _usage(place, server.port, start_s=start_s)
        await server.stop()
        if server.process.returncode != 0:
            report.problems.append(f"The last server ended with {server.process.returncode}.")
    rows, hours = await _ledger(place)
    _check_usage(rows, used, report)
    check_ledger(all_told, rows, hours, report)
    if engine == "scripted":
        _check_generated(place.notes, rows, report)
    _count(all_told, rows, report)
    return report


async def _checked_limits(
    place: Place, port: int, tag: str, before: Sequence[Told], report: Report
) -> list[Told]:
    """What each key has used of its month is at least what its clients were told so far."""
    asked: list[Told] = []
    for key in ("one", "two"):
        client = Client(
            f"{tag}-{key}", port=port, model=place.model, key=key, secret=place.secrets[key]
        )
        told = client.next(stores=False, streams=False, max_tokens=1)
        await client.ask(told)
        asked.append(told)
        if told.status != 200:
            continue  # told in the end
        used = told.tokens_limit - told.tokens_left - told.num_prompt - told.max_tokens
        known = sum(
            one.num_prompt + one.num_completion
            for one in before
            if one.key == key and one.is_complete
        )
        if told.tokens_limit != MONTH_TOKENS or used < known:
            report.problems.append(f"{tag}: the limit of {key} knows {used} of {known} tokens.")
        report.tokens_still_held += used if tag == "limits-end" else 0
    return asked


async def _check_stored(place: Place, port: int, all_told: Sequence[Told], report: Report) -> None:
    for told in all_told:
        if not (told.stores and told.is_complete):
            continue
        path = f"/v1/chat/completions/{told.id}"
        status, body = await get(port, path, place.secrets[told.key])
        if status != 200:
            report.problems.append(f"{told.tag}: its answer was acknowledged, and reads {status}.")
        elif body["choices"][0]["message"]["content"] != told.text:
            report.problems.append(f"{told.tag}: its stored answer is another.")
        elif body["usage"]["completion_tokens"] != told.num_completion:
            report.problems.append(f"{told.tag}: its stored usage is another.")


async def _usage(place: Place, port: int, *, start_s: int) -> Counter[str]:
    """What `/v1/usage` tells, added up."""
    status, page = await get(port, f"/v1/usage?start_time={start_s}", place.secrets["root"])
    if status != 200:
        raise RuntimeError(f"usage was refused with {status}: {page}")
    told: Counter[str] = Counter()
    for bucket in page["data"]:
        for result in bucket["results"]:
            told.update({name: result[name] for name in _USAGE})
    return told


def _check_usage(rows: Sequence[LedgerRow], used: Counter[str], report: Report) -> None:
    expected = Counter(
        num_model_requests=len(rows),
        input_tokens=sum(row.num_prompt_tokens for row in rows),
        output_tokens=sum(row.num_completion_tokens for row in rows),
    )
    if used != expected:
        report.problems.append(f"/v1/usage told {dict(used)}, the ledger has {dict(expected)}.")


async def _ledger(place: Place) -> tuple[list[LedgerRow], dict[str, int]]:
    """All rows, and what `usage_hours` adds up to."""

    def read(connection: Connection) -> tuple[list[LedgerRow], dict[str, int]]:
        from rejoinder.store.usage import all_rows, totals

        return all_rows(connection), totals(connection)._asdict()

    database = Database(place.database)
    await database.start()
    try:
        return await database.read(read)
    finally:
        await database.stop()


def check_ledger(
    all_told: Sequence[Told],
    rows: Sequence[LedgerRow],
    hours: Mapping[str, int],
    report: Report,
) -> None:
    """What clients were told against what was recorded."""
    by_tag: dict[str, list[LedgerRow]] = {}
    for row in rows:
        by_tag.setdefault(row.user, []).append(row)
    problems = report.problems
    tags = {told.tag for told in all_told}
    problems += [f"{tag}: nobody asked for it." for tag in by_tag.keys() - tags]
    for told in all_told:
        found = by_tag.get(told.tag, [])
        if len(found) > 1:
            problems.append(f"{told.tag}: it is in the ledger {len(found)} times.")
        elif told.is_complete:
            problems += _differences(told, found)
        elif told.num_received and not found:
            problems.append(f"{told.tag}: its client was told some of it, the ledger nothing.")
        elif found and not told.num_received <= found[0].num_completion_tokens <= told.max_tokens:
            number = found[0].num_completion_tokens
            problems.append(
                f"{told.tag}: {told.num_received} pieces were told, {number} tokens recorded."
            )
    for name, total in hours.items():
        column = [1 if name == "num_requests" else getattr(row, name) for row in rows]
        if sum(column) != total:
            problems.append(f"The hours add up to {total} of {name}, the ledger to {sum(column)}.")


def _differences(told: Told, found: Sequence[LedgerRow]) -> list[str]:
    if not found:
        return [f"{told.tag}: it was completed, and is not in the ledger."]
    row = found[0]
    cost = 1000 * (told.num_prompt - told.num_cached)
    cost += 500 * told.num_cached + 2000 * told.num_completion
    expected = (told.id, "finished", told.num_prompt, told.num_cached, told.num_completion, cost)
    recorded = (
        row.id,
        row.outcome,
        row.num_prompt_tokens,
        row.num_cached_tokens,
        row.num_completion_tokens,
        row.cost_nano_usd,
    )
    if recorded == expected:
        return []
    return [f"{told.tag}: the client was told {expected}, the ledger has {recorded}."]


def _check_generated(notes: Path, rows: Sequence[LedgerRow], report: Report) -> None:
    generated = Counter(notes.read_text().split())
    recorded = {row.user: row for row in rows}
    for tag, number in generated.items():
        row = recorded.get(tag)
        if row is None:
            report.problems.append(f"{tag}: {number} tokens were generated, and none recorded.")
        elif row.outcome == "finished" and row.num_completion_tokens != number:
            report.problems.append(
                f"{tag}: {number} tokens were generated, {row.num_completion_tokens} recorded."
            )
        elif row.num_completion_tokens > number:
            report.problems.append(
                f"{tag}: {row.num_completion_tokens} tokens recorded of {number} generated."
            )
        else:
            missing = number - row.num_completion_tokens
            report.most_unrecorded_tokens = max(report.most_unrecorded_tokens, missing)


def _count(all_told: Sequence[Told], rows: Sequence[LedgerRow], report: Report) -> None:
    refused = Counter(f"{told.status}: {told.text}" for told in all_told if told.status >= 400)
    report.problems += [f"{number} were refused with {why}" for why, number in refused.items()]
    report.num_requests = len(all_told)
    report.num_completed = sum(told.is_complete for told in all_told)
    report.num_stored = sum(told.is_complete and told.stores for told in all_told)
    report.num_refused = sum(told.status >= 400 for told in all_told)
    report.num_killed_rows = sum(row.outcome == "killed" for row in rows)
    report.num_tokens = sum(row.num_prompt_tokens + row.num_completion_tokens for row in rows)
    # The requests that looked, in the end, are in the ledger and were not yet known to the limits.
    looked = sum(
        row.num_prompt_tokens + row.num_completion_tokens
        for row in rows
        if row.user.startswith("limits-end-")
    )
    report.tokens_still_held -= report.num_tokens - looked


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("scripted", "mini"), default="scripted")
    parser.add_argument("--database", default="", help="URL; default: SQLite in a new folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(
            run(
                Path(folder),
                num_kills=given.kills,
                num_clients=given.clients,
                seed=given.seed,
                engine=given.engine,
                database=given.database,
            )
        )
    for name, value in msgspec.structs.asdict(report).items():
        if name != "problems":
            print(f"{name.replace('_', ' '):>24}  {value:,.0f}")
    for problem in report.problems[:50]:
        print(problem)
    print(msgspec.json.encode(report).decode())
    sys.exit(1 if report.problems else 0)


if __name__ == "__main__":
    main()
