"""A server through HTTP: how soon it is ready, how fast it speaks, what memory it takes.

    python -m benchmarks.serving                  the bundled model
    python -m benchmarks.serving --model FOLDER   a model you have

Each server is a process of its own, with an empty data folder. The client is this process: plain
sockets in one event loop, on the same cores. Every answer has the same number of tokens, as what
would end it is ruled out. Prints a table and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil

from rejoinder import mini
from rejoinder.engine.openvino.machine import instruction_set, usable_cores

ROOT = Path(__file__).parents[1]
NUM_STREAMS = 32
# Reached only when something is broken.
PATIENCE_S = 120
# Besides what is measured, one request before it: a server is not measured at its first.
WARM_UP = 1


class Speed(msgspec.Struct):
    """Answers asked for at once. first_ms: the median time to an answer's first byte of text."""

    num_answers: int
    is_streamed: bool
    tokens_per_s: float
    first_ms: float


class Memory(msgspec.Struct):
    """Of one process, in MiB. pss: pages shared with others are counted in part."""

    process: str
    rss: float
    pss: float


class Report(msgspec.Struct):
    """The last line. ready_s: from the start of the process to the line that says so."""

    benchmark: str
    machine: str
    cores: int
    model: str
    tokens: int
    ready_s: list[float]
    speeds: list[Speed]
    memory: list[Memory]
    memory_idle: list[Memory]
    rss_mib: float
    pss_mib: float


class Server:
    """Ready when it is made."""

    def __init__(self, process: subprocess.Popen[str], port: int, ready_s: float) -> None:
        self.process = process
        self.port = port
        self.ready_s = ready_s


@contextlib.contextmanager
def serving(folder: Path | None, name: str, *, home: Path | None = None) -> Iterator[Server]:
    """A server of its own until the end of the block. home: its data folder; none: an empty one."""
    with contextlib.ExitStack() as until_then:
        if home is None:
            home = Path(until_then.enter_context(tempfile.TemporaryDirectory()))
        env = {**os.environ, "REJOINDER_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed server has been compiled
        models = [str(folder.resolve())] if folder else []
        command = [sys.executable, "-m", "rejoinder.cli", "serve", *models]
        options = ["--port", "0", "--log-format", "text", "--served-model-name", name]
        # A line for each request would fill the pipe, which nobody reads once it is ready.
        options += ["--log-level", "warning"]
        began_s = time.perf_counter()
        process = subprocess.Popen(
            [*command, *options], env=env, stderr=subprocess.PIPE, text=True, cwd=home
        )
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if found := re.search(r"Ready on http://127\.0\.0\.1:(\d+)", line):
                    yield Server(process, int(found[1]), time.perf_counter() - began_s)
                    break
            else:
                raise SystemExit("The server ended before it was ready.")
        finally:
            process.terminate()
            try:
                process.communicate(timeout=PATIENCE_S)
            finally:
                process.kill()


class Client:
    """Asks a server for answers of one length."""

    def __init__(self, server: Server, *, model: str, tokens: int, ends: list[int]) -> None:
        self._port = server.port
        self._asked = {
            "model": model,
            "max_completion_tokens": tokens,
            "temperature": 1,
            "logit_bias": {str(each): -100 for each in ends},
        }
        self._tokens = tokens
        # No question comes twice: what is kept of prompts grows as it does in use.
        self._numbers = itertools.count(1)

    async def measure(self, num_answers: int, *, is_streamed: bool) -> Speed:
        """So many answers at once, each to another question."""
        began_s = time.perf_counter()
        numbers = itertools.islice(self._numbers, num_answers)
        asks = (self._ask(number, is_streamed=is_streamed) for number in numbers)
        firsts_s = await asyncio.gather(*asks)
        passed_s = time.perf_counter() - began_s
        return Speed(
            num_answers,
            is_streamed,
            round(num_answers * self._tokens / passed_s, 1),
            round(1000 * statistics.median(first_s - began_s for first_s in firsts_s), 1),
        )

    async def _ask(self, number: int, *, is_streamed: bool) -> float:
        """When the first of the answer came."""
        message = {"role": "user", "content": f"Tell me something about the number {number}."}
        body = {**self._asked, "messages": [message], "seed": number, "stream": is_streamed}
        if is_streamed:
            body["stream_options"] = {"include_usage": True}
        content = json.dumps(body).encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        head = (
            f"POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:{self._port}\r\n"
            "content-type: application/json\r\nconnection: close\r\n"
            f"content-length: {len(content)}\r\n\r\n"
        )
        writer.write(head.encode() + content)
        answer = bytearray()
        first_s = 0.0
        while part := await reader.read(2**16):
            answer += part
            if not first_s and b'"content":"' in answer:
                first_s = time.perf_counter()
        writer.close()
        usage = re.search(rb'"completion_tokens":(\d+)', answer)
        said = int(usage[1]) if usage else None
        if said != self._tokens:
            raise SystemExit(f"An answer of {said} tokens, not {self._tokens}: {answer[-500:]!r}")
        return first_s


def memory_of(server: Server) -> list[Memory]:
    """Of the server and every process that it has started, the server first."""
    root = psutil.Process(server.process.pid)
    return [_memory(each) for each in (root, *root.children(recursive=True))]


def _memory(process: psutil.Process) -> Memory:
    words = process.cmdline()
    name = next((word for word in words if word.startswith("rejoinder.")), words[0])
    name = {"rejoinder.cli": "server"}.get(name, name.removeprefix("rejoinder."))
    rolled = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    rss, pss = (_kib(rolled, key) / 1024 for key in ("Rss", "Pss"))
    return Memory(name, round(rss, 1), round(pss, 1))


def _kib(rolled: str, key: str) -> int:
    found = re.search(rf"^{key}:\s+(\d+) kB", rolled, re.MULTILINE)
    assert found is not None, "the system does not tell what a process takes"
    return int(found[1])


def ends_of(folder: Path) -> list[int]:
    """What ends an answer, by the model's own files."""
    for name in ("generation_config.json", "config.json"):
        if (folder / name).is_file():
            found = json.loads((folder / name).read_text()).get("eos_token_id")
            if found is not None:
                return [found] if isinstance(found, int) else list(found)
    return []


def measured(args: argparse.Namespace) -> Report:
    folder: Path | None = args.model
    name = folder.resolve().name if folder else mini.NAME
    ready_s = []
    with serving(folder, name):
        pass  # it finds nothing in the file cache, and may have to be compiled
    for _ in range(args.starts - 1):
        with serving(folder, name) as server:
            ready_s.append(round(server.ready_s, 3))
    with serving(folder, name) as server:
        ready_s.append(round(server.ready_s, 3))
        ends = ends_of(folder or mini.FOLDER)
        client = Client(server, model=name, tokens=args.tokens, ends=ends)
        idle = memory_of(server)
        speeds = asyncio.run(_speeds(client, args.rounds))
        memory = memory_of(server)
    return Report(
        "serving",
        f"{platform.machine()}, {instruction_set()}",
        usable_cores(),
        name,
        args.tokens,
        ready_s,
        speeds,
        memory,
        idle,
        round(sum(each.rss for each in memory), 1),
        round(sum(each.pss for each in memory), 1),
    )


async def _speeds(client: Client, rounds: int) -> list[Speed]:
    """The median of several rounds of each."""
    await client.measure(WARM_UP, is_streamed=True)
    found = []
    for num_answers, is_streamed in (
        (1, True),
        (1, False),
        (NUM_STREAMS, True),
        (NUM_STREAMS, False),
    ):
        each = [await client.measure(num_answers, is_streamed=is_streamed) for _ in range(rounds)]
        each.sort(key=lambda speed: speed.tokens_per_s)
        found.append(each[len(each) // 2])
    return found


def show(report: Report) -> None:
    print(f"{report.model} on {report.machine}, {report.cores} cores")
    times = ", ".join(f"{each:.2f}" for each in report.ready_s)
    print(f"ready after {statistics.median(report.ready_s):.2f} s ({times})")
    print(f"\n{'answers of ' + str(report.tokens) + ' tokens':28}{'tokens/s':>10}{'first ms':>10}")
    for speed in report.speeds:
        kind = "streamed" if speed.is_streamed else "whole"
        label = f"{speed.num_answers} at once, {kind}"
        print(f"{label:28}{speed.tokens_per_s:10.0f}{speed.first_ms:10.1f}")
    print(f"\n{'memory, MiB':28}{'RSS':>10}{'PSS':>10}   after that; before: PSS")
    for each in report.memory:
        before = sum(one.pss for one in report.memory_idle if one.process == each.process)
        print(f"{each.process:28}{each.rss:10.0f}{each.pss:10.0f}{before:12.0f}")
    before = sum(one.pss for one in report.memory_idle)
    print(f"{'all':28}{report.rss_mib:10.0f}{report.pss_mib:10.0f}{before:12.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a model's folder; none: the bundled one")
    parser.add_argument("--tokens", type=int, default=256, help="of each answer")
    parser.add_argument("--rounds", type=int, default=3, help="of which the median counts")
    parser.add_argument("--starts", type=int, default=5, help="how often it is started")
    report = measured(parser.parse_args())
    show(report)
    print(msgspec.json.encode(report).decode())


if __name__ == "__main__":
    main()
