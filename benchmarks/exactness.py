"""Whether a model keeps the law of exactness on this machine (docs/exactness.md).

    python benchmarks/exactness.py FOLDER [--weights int8] [--kv f16] [--threads N]
    python benchmarks/exactness.py --requests 1000 [--seed 1] [--kills 50] [FOLDER]

The first computes one sequence in many ways, among neighbours and alone, and compares logits bit
for bit. The second has requests with any parameters, half of them with a grammar and some with a
budget for thoughts, answered one at a time, and then again many at once, with prompts that share
beginnings, too little memory, and workers that are killed; it compares every id and every bit of
every log-probability. FOLDER is the bundled model there.

Each prints a table and, last, one JSON line; the exit status is 1 when a bit differed.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import sys
import time
from pathlib import Path
from random import Random

import msgspec
import numpy as np
from numpy.typing import NDArray

from rejoinder import mini
from rejoinder.engine.openvino.load import LoadOptions, load
from rejoinder.engine.openvino.machine import instruction_set, usable_cores
from rejoinder.engine.openvino.runner import OpenVinoModel
from rejoinder.engine.order import Ending, Order
from rejoinder.engine.protocol import Load
from rejoinder.engine.step import Piece, Step
from rejoinder.engines.supervisor import Supervisor
from rejoinder.testing.orders import Answer
from rejoinder.testing.replay import GRAMMARS, Replay, differs, random_orders

CUTS = ["2", "3", "7", "16", "37", "128", "512", "random"]
ROW_GROUPS = [2, 3, 7, 16]
NUM_ROWS = 32

# With --requests: so many orders at once, in memory for fewer, so that some lose their blocks.
IN_FLIGHT = 16
KV_BYTES = 12 * 2**20


def lengths(cut: str, total: int, rng: np.random.Generator) -> list[int]:
    """Segment lengths that add up to `total`, none of them 1."""
    found = []
    left = total
    while left:
        length = int(rng.integers(2, 200)) if cut == "random" else int(cut)
        if length > left or left - length == 1:
            length = left
        found.append(length)
        left -= length
    return found


class Check:
    """One sequence of `num_prompt` prompt tokens and 32 generated ones."""

    def __init__(self, model: OpenVinoModel, num_prompt: int) -> None:
        self.model = model
        self.num_prompt = num_prompt
        self.rng = np.random.default_rng(3)
        total = num_prompt + NUM_ROWS
        self.ids = tuple(int(token) for token in self.rng.integers(0, model.vocab_size, total))
        self.num_blocks = -(-total // model.block_tokens)
        self.results: dict[str, bool] = {}

    def table(self) -> tuple[int, ...]:
        chosen = self.rng.permutation(self.model.num_blocks)[: self.num_blocks]
        return tuple(int(block) for block in chosen)

    def whole(self) -> NDArray[np.float32]:
        """Reference: the prompt as one segment, then rows one at a time."""
        table = self.table()
        found = [self.model.run(Step((self.prompt(table),)))[0].copy()]
        found += [self.model.run(Step((row,)))[0].copy() for row in self.rows(table)]
        return np.stack(found)

    def prompt(self, table: tuple[int, ...]) -> Piece:
        return Piece(self.ids[: self.num_prompt], 0, table, wants_logits=True)

    def rows(self, table: tuple[int, ...]) -> list[Piece]:
        places = range(self.num_prompt, len(self.ids))
        return [Piece(self.ids[at : at + 1], at, table, wants_logits=True) for at in places]

    def cut(self, cut: str, *, neighbours: bool) -> NDArray[np.float32]:
        """The prompt's last logits when cut so; with neighbours, another piece in each step."""
        table, at = self.table(), 0
        # The model's blocks are more than two tables long: one is left over for the neighbour.
        free = [b for b in range(self.model.num_blocks) if b not in set(table)]
        last = np.zeros(0, np.float32)
        for length in lengths(cut, self.num_prompt, self.rng):
            piece = Piece(self.ids[at : at + length], at, table, wants_logits=True)
            other = Piece((5, 6, 7), 0, (free[0],), wants_logits=True)
            pieces = (other, piece) if neighbours else (piece,)
            last = self.model.run(Step(pieces))[-1].copy()
            at += length
        return last

    def grouped(self, group: int) -> NDArray[np.float32]:
        """The rows' logits when so many stand in one step."""
        table = self.table()
        self.model.run(Step((self.prompt(table),)))
        rows = self.rows(table)
        found = [
            self.model.run(Step(tuple(rows[at : at + group]))).copy()
            for at in range(0, len(rows), group)
        ]
        return np.concatenate(found)

    def say(self, name: str, *, same: bool) -> None:
        self.results[name] = same
        print(f"{name:<44}{'identical' if same else 'DIFFERS':>12}", flush=True)

    def run(self) -> None:
        expected = self.whole()
        name = f"prompt of {self.num_prompt}"
        self.say(f"{name}, again on other blocks", same=np.array_equal(expected, self.whole()))
        for cut in CUTS:
            if cut != "random" and int(cut) >= self.num_prompt:
                continue
            for neighbours in (False, True):
                # A prompt cut into very many pieces takes long and shows nothing more.
                if self.num_prompt > 64 * (200 if cut == "random" else int(cut)):
                    continue
                label = f"{name}, cut by {cut}" + (", with a neighbour" if neighbours else "")
                got = self.cut(cut, neighbours=neighbours)
                self.say(label, same=np.array_equal(expected[0], got))
        for group in ROW_GROUPS:
            got = self.grouped(group)
            self.say(f"{name}, {group} rows a step", same=np.array_equal(expected[1:], got))


class Requests(msgspec.Struct):
    """The last line of a run with --requests. differences: requests answered otherwise.

    impossible: those that fail, as their biases leave nothing of what a grammar allows.
    """

    machine: str
    model: str
    weights: str
    kv: str
    seed: int
    requests: int
    with_grammars: int = 0
    with_thoughts: int = 0
    impossible: int = 0
    choices: int = 0
    tokens: int = 0
    logprobs: int = 0
    cached_prompt_tokens: int = 0
    kills: int = 0
    restarts: int = 0
    alone_s: float = 0.0
    together_s: float = 0.0
    differences: int = 0


async def answer_twice(
    load: Load, orders: list[Order], num_kills: int, report: Requests
) -> tuple[list[Answer], list[Answer]]:
    """What the orders are answered one at a time, and what under load and kills."""
    supervisor = Supervisor(load, name=report.model)
    supervisor.start()
    try:
        await supervisor.settled()
        assert supervisor.ready is not None, supervisor.failure
        return await _answer_twice(supervisor, orders, num_kills, report)
    finally:
        await supervisor.stop()


async def _answer_twice(
    supervisor: Supervisor, orders: list[Order], num_kills: int, report: Requests
) -> tuple[list[Answer], list[Answer]]:
    begin = time.monotonic()
    alone = Replay(supervisor, in_flight=1)
    by_itself = [msgspec.structs.replace(order, cache_scope=None) for order in orders]
    expected = await alone.run(by_itself)
    report.alone_s = round(time.monotonic() - begin, 1)
    # None in the last tenth: there may not be enough left to say until they are due.
    rng, last = Random(report.seed), max(2, alone.num_tokens * 9 // 10)
    kill_after = sorted(rng.sample(range(1, last), min(num_kills, last - 1)))
    together = Replay(supervisor, in_flight=IN_FLIGHT, kill_after=kill_after)
    got = await together.run(orders)
    report.together_s = round(time.monotonic() - begin - report.alone_s, 1)
    report.tokens, report.cached_prompt_tokens = alone.num_tokens, together.num_cached_tokens
    report.kills, report.restarts = together.num_kills, supervisor.num_restarts
    return expected, got


def check_requests(folder: Path, args: argparse.Namespace) -> int:
    load = Load(
        folder=str(folder),
        weights=args.weights,
        kv_cache=args.kv,
        kv_bytes=args.kv_bytes,
        threads=args.threads,
        max_model_len=None,
        max_sequences=2 * IN_FLIGHT,
        token_budget=128,
    )
    config = msgspec.json.decode((folder / "config.json").read_bytes())
    end_ids = config.get("eos_token_id")
    orders = random_orders(
        args.requests,
        seed=args.seed,
        vocab_size=config["vocab_size"],
        grammars=GRAMMARS if (folder / "tokenizer.json").exists() else (),
        ends=(end_ids,) if isinstance(end_ids, int) else tuple(end_ids or ()),
    )
    machine = f"{platform.system()} {instruction_set()}"
    report = Requests(machine, folder.name, args.weights, args.kv, args.seed, len(orders))
    num_kills = args.requests // 20 if args.kills is None else args.kills
    expected, got = asyncio.run(answer_twice(load, orders, num_kills, report))
    report.choices = sum(order.num_choices for order in orders)
    report.with_grammars = sum(order.grammar != "" for order in orders)
    report.with_thoughts = sum(order.thought is not None for order in orders)
    report.impossible = sum(
        bool(one.faults) or (one.ended is not None and one.ended.ending is Ending.FAILED)
        for one in expected
    )
    said = [event for answer in expected for choice in answer.choices for event in choice]
    report.logprobs = sum((event.logprob is not None) + len(event.top_logprobs) for event in said)
    for order, one, other in zip(orders, expected, got, strict=True):
        if differs(one, other):
            report.differences += 1
            print(f"DIFFERS: {order}\n  alone: {one}\n  under load: {other}")
    for name, value in msgspec.structs.asdict(report).items():
        print(f"{name:<24}{value}")
    print(msgspec.json.encode(report).decode())
    return 1 if report.differences else 0


def check_model(folder: Path, args: argparse.Namespace) -> int:
    num_blocks = 2 * (max(args.prompts) + NUM_ROWS) // 32 + 4
    options = LoadOptions(
        weights=args.weights, kv_precision=args.kv, num_blocks=num_blocks, threads=args.threads
    )
    model = load(folder, options, lambda stage, fraction: None)
    results: dict[str, bool] = {}
    for num_prompt in args.prompts:
        check = Check(model, num_prompt)
        check.run()
        results |= check.results
    report = {
        "machine": f"{platform.system()} {instruction_set()}",
        "weights": args.weights,
        "kv": args.kv,
        "threads": args.threads,
        "checks": len(results),
        "differ": [name for name, same in results.items() if not same],
    }
    print(msgspec.json.encode(report).decode())
    return 0 if all(results.values()) else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path, nargs="?", default=mini.FOLDER)
    parser.add_argument("--weights", choices=["int8", "int4", "f16", "f32"], default="int8")
    parser.add_argument("--kv", choices=["f16", "u8"], default="f16")
    parser.add_argument("--threads", type=int, default=usable_cores())
    parser.add_argument("--prompts", type=int, nargs="+", default=[33, 128, 700])
    parser.add_argument("--requests", type=int, help="check the server with so many requests")
    parser.add_argument("--seed", type=int, default=1, help="of the requests and the kills")
    parser.add_argument("--kills", type=int, help="how many; one for 20 requests if not given")
    parser.add_argument("--kv-bytes", type=int, default=KV_BYTES, help="memory for requests")
    args = parser.parse_args()
    check = check_model if args.requests is None else check_requests
    return check(args.model, args)


if __name__ == "__main__":
    sys.exit(main())
