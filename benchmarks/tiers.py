"""What flex neighbours cost a request of a better tier, and what tiers cost the flex ones.

    python benchmarks/tiers.py                  a random model of 45 million parameters
    python benchmarks/tiers.py --model FOLDER   a model you have

A request beside each kind of neighbours, all of them token by token in turn: so the ratios hold
though the machine's speed changes. It comes at a random moment of a step, and waits for its end.
Then prompts alone, of the default tier and of flex, whose steps are shorter. Prints a table and,
last, one JSON line. README.md says what the numbers do not show.
"""

from __future__ import annotations

import argparse
import itertools
import platform
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import msgspec
import openvino as ov

from rejoinder.chat.ask import Tier
from rejoinder.engine.core import Engine
from rejoinder.engine.openvino.load import LoadOptions, load
from rejoinder.engine.openvino.machine import instruction_set, usable_cores
from rejoinder.engine.openvino.random_model import MEDIUM_CONFIG, write_random_model
from rejoinder.engine.openvino.runner import OpenVinoModel
from rejoinder.engine.order import Order, Sampled, Sampling

# Those of a server that was told nothing else.
TOKEN_BUDGET = 512
NUM_BLOCKS = 1024
NUM_NEIGHBOURS = 8
LONG_PROMPT = 1024


class Case(NamedTuple):
    """A request's tier, that of its neighbours, their prompts, and how many may run at once."""

    name: str
    tier: Tier
    beside: Tier | None = None
    neighbour_prompt: int = 32
    max_sequences: int = 32


CASES = (
    Case("default, alone", Tier.DEFAULT),
    Case("default beside 8 flex", Tier.DEFAULT, Tier.FLEX),
    Case("priority beside 8 flex", Tier.PRIORITY, Tier.FLEX),
    Case("the same, all 8 places theirs", Tier.PRIORITY, Tier.FLEX, 32, NUM_NEIGHBOURS),
    Case("default beside 8 flex at long prompts", Tier.DEFAULT, Tier.FLEX, LONG_PROMPT),
    Case("default beside 8 default", Tier.DEFAULT, Tier.DEFAULT),
    Case("priority beside 8 default", Tier.PRIORITY, Tier.DEFAULT),
    Case("default beside 8 default at long prompts", Tier.DEFAULT, Tier.DEFAULT, LONG_PROMPT),
    Case("priority beside 8 default at long prompts", Tier.PRIORITY, Tier.DEFAULT, LONG_PROMPT),
)


class Row(msgspec.Struct):
    """One case: medians in milliseconds, and of the ratios to those alone."""

    case: str
    first_ms: float
    between_ms: float
    first_times: float
    between_times: float


class Report(msgspec.Struct):
    """The last line. prompt_times: how much longer a flex prompt takes that is alone."""

    machine: str
    threads: int
    openvino: str
    prompt_tokens: int
    said_tokens: int
    cases: list[Row]
    long_prompt_ms: float
    long_flex_prompt_ms: float
    prompt_times: float


class Bench:
    """One model and what has been measured of it."""

    def __init__(self, model: OpenVinoModel, args: argparse.Namespace) -> None:
        self._model = model
        self._args = args
        self._rng = Random(1)
        self._ids = itertools.count()

    def order(self, tier: Tier, num_prompt_tokens: int, max_tokens: int) -> Order:
        prompt = tuple(
            self._rng.randrange(self._model.vocab_size) for _ in range(num_prompt_tokens)
        )
        return Order(
            order_id=str(next(self._ids)),
            prompt=prompt,
            sampling=Sampling(temperature=1.0, top_p=1.0, top_k=50, seed=1),
            max_tokens=max_tokens,
            rank=tier.rank,
        )

    def run(self, case: Case) -> Iterator[float]:
        """Milliseconds to the request's first token, and then from each to the next: a step each.

        All cases' engines use the same blocks of the model, each as if they were its own: what is
        said makes no sense, and takes as long.
        """
        engine = Engine(
            self._model,
            token_budget=TOKEN_BUDGET,
            max_sequences=case.max_sequences,
            prefix_cache=False,
        )
        waited_s = 0.0
        if case.beside is not None:
            for _ in range(NUM_NEIGHBOURS):
                engine.add(self.order(case.beside, case.neighbour_prompt, 2000))
            is_long = case.neighbour_prompt == LONG_PROMPT
            for _ in range(self._rng.randint(1, 4) if is_long else NUM_NEIGHBOURS + 4):
                begun = time.perf_counter()
                engine.step()
                waited_s = (time.perf_counter() - begun) * self._rng.random()
        asked = self.order(case.tier, self._args.prompt, self._args.said)
        begun_s = time.perf_counter() - waited_s
        engine.add(asked)
        num_told = 0
        while num_told < self._args.said:
            events = engine.step()
            if any(
                isinstance(each, Sampled) and each.order_id == asked.order_id for each in events
            ):
                num_told += 1
                yield 1e3 * (time.perf_counter() - begun_s)
                begun_s = time.perf_counter()

    def turn(self, cases: Sequence[Case]) -> list[tuple[float, ...]]:
        """Of each token the times of all cases, which take turns in any order."""
        runs = [self.run(case) for case in cases]
        told: list[tuple[float, ...]] = []
        for _ in range(self._args.said):
            times = [0.0] * len(runs)
            for index in self._rng.sample(range(len(runs)), len(runs)):
                times[index] = next(runs[index])
            told.append(tuple(times))
        return told

    def long_prompt_ms(self, tier: Tier) -> float:
        """How long it takes where nobody else is there."""
        engine = Engine(self._model, token_budget=TOKEN_BUDGET, max_sequences=1, prefix_cache=False)
        engine.add(self.order(tier, LONG_PROMPT, 1))
        begun = time.perf_counter()
        while engine.has_work:
            engine.step()
        return 1e3 * (time.perf_counter() - begun)


def rows(bench: Bench, cases: Sequence[Case], repeat: int) -> list[Row]:
    """The ratios are of steps that ran one after the other."""
    firsts: list[tuple[float, ...]] = []
    betweens: list[tuple[float, ...]] = []
    for _ in range(repeat):
        first, *rest = bench.turn(cases)
        firsts.append(first)
        betweens += rest
    return [
        Row(
            case.name,
            statistics.median(times[index] for times in firsts),
            statistics.median(times[index] for times in betweens),
            statistics.median(times[index] / times[0] for times in firsts),
            statistics.median(times[index] / times[0] for times in betweens),
        )
        for index, case in enumerate(cases)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path)
    parser.add_argument("--prompt", type=int, default=100)
    parser.add_argument("--said", type=int, default=48)
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--short", action="store_true", help="no neighbours with long prompts")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.model is None:
            args.model = Path(folder) / "random"
            write_random_model(args.model, MEDIUM_CONFIG, seed=1)
        model = load(args.model, LoadOptions(num_blocks=NUM_BLOCKS), lambda stage, fraction: None)
    bench = Bench(model, args)
    list(bench.run(CASES[0]))  # the first of everything is slower
    chosen = [case for case in CASES if case.neighbour_prompt < LONG_PROMPT or not args.short]
    cases = rows(bench, chosen, args.repeat)
    tiers = (Tier.DEFAULT, Tier.FLEX)
    prompts = [[bench.long_prompt_ms(tier) for tier in tiers] for _ in range(args.repeat)]
    plain, flex = zip(*prompts, strict=True)
    report = Report(
        machine=f"{platform.machine()}, {instruction_set()}",
        threads=usable_cores(),
        openvino=ov.__version__,
        prompt_tokens=args.prompt,
        said_tokens=args.said,
        cases=cases,
        long_prompt_ms=statistics.median(plain),
        long_flex_prompt_ms=statistics.median(flex),
        prompt_times=statistics.median(b / a for a, b in prompts),
    )
    show(report)
    print(msgspec.json.encode(report).decode())


def show(report: Report) -> None:
    print(f"{report.machine}, {report.threads} threads, OpenVINO {report.openvino}")
    print(f"prompts of {report.prompt_tokens} tokens, {report.said_tokens} said\n")
    print(f"{'':42} {'first token':>20} {'between tokens':>20}")
    for row in report.cases:
        first = f"{row.first_ms:8.1f} ms {row.first_times:6.2f} x"
        between = f"{row.between_ms:8.2f} ms {row.between_times:6.2f} x"
        print(f"{row.case:42} {first:>20} {between:>20}")
    print(
        f"\na prompt of {LONG_PROMPT} tokens, alone: {report.long_prompt_ms:.0f} ms; "
        f"of flex {report.long_flex_prompt_ms:.0f} ms, {report.prompt_times:.2f} x"
    )


if __name__ == "__main__":
    main()
