"""Whether a server is slower beside a million stored completions than beside none.

    python -m benchmarks.full_store [--num 1000000] [--rounds 20] [--requests 40]

Two servers with the bundled model, one with an empty store and one with a full one, are asked in
turns within one run, stored and unstored; so what the machine does meanwhile falls on both. Prints
the median of a request in milliseconds, the ratio full to empty and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.client
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.serving import serving
from benchmarks.store import fill
from rejoinder import mini
from rejoinder.store.database import Database


async def filled(folder: Path, num: int) -> None:
    """The database of a server whose data folder this is."""
    database = Database(f"sqlite:///{folder / 'rejoinder.sqlite'}")
    await database.start()
    await fill(database, num)
    await database.stop()


class Client:
    """One connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, *, store: bool) -> float:
        """Milliseconds to a whole answer of 16 tokens."""
        body = {
            "model": "rejoinder-mini",
            "messages": [{"role": "user", "content": "Tell me about the sea."}],
            "temperature": 0,
            "max_tokens": 16,
            "ignore_eos": True,
            "store": store,
            "metadata": {"env": "prod"} if store else {},
        }
        begin = time.perf_counter()
        headers = {"content-type": "application/json"}
        self._connection.request("POST", "/v1/chat/completions", json.dumps(body), headers)
        response = self._connection.getresponse()
        told = response.read()
        if response.status != 200:
            raise SystemExit(f"{response.status}: {told[:300]!r}")
        return (time.perf_counter() - begin) * 1000


def measure(ports: dict[str, int], rounds: int, requests: int) -> dict[str, dict[str, float]]:
    """Median milliseconds by kind of request and store."""
    clients = {name: Client(port) for name, port in ports.items()}
    times: dict[tuple[str, str], list[float]] = {}
    for number in range(rounds):
        for kind in ("unstored", "stored"):
            names = list(clients) if number % 2 else list(reversed(clients))
            for name in names:
                taken = [clients[name].ask(store=kind == "stored") for _ in range(requests)]
                if number:  # the first warms up
                    times.setdefault((kind, name), []).extend(taken)
    return {
        kind: {name: round(statistics.median(times[kind, name]), 3) for name in clients}
        for kind in ("unstored", "stored")
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--num", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--requests", type=int, default=40)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as base, contextlib.ExitStack() as stack:
        folders = {name: Path(base) / name for name in ("empty", "full")}
        for folder in folders.values():
            folder.mkdir()
        asyncio.run(filled(folders["full"], args.num))
        ports = {
            name: stack.enter_context(serving(None, mini.NAME, home=path)).port
            for name, path in folders.items()
        }
        found = measure(ports, args.rounds, args.requests)
    report: dict[str, object] = {"num_completions": args.num}
    for kind, ms in found.items():
        ratio = round(ms["full"] / ms["empty"], 3)
        print(f"{kind:<10} empty {ms['empty']:8.3f} ms   full {ms['full']:8.3f} ms   {ratio:.3f}")
        report[kind] = {**ms, "ratio": ratio}
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
