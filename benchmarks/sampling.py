"""How long it takes to draw one token, with each parameter alone and with all of them.

    python benchmarks/sampling.py [--vocab 151936] [--repeats 160]

On rows of three shapes: flat (top_p 0.9 keeps half of all tokens), broad (some thousands) and
peaked (a handful). Prints a table of milliseconds a row and, last, one JSON line. README.md says
what the numbers do not show.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import time
from collections.abc import Callable

import msgspec
import numpy as np

from rejoinder.engine.adjustments import Adjuster
from rejoinder.engine.logprobs import logprobs
from rejoinder.engine.openvino.machine import instruction_set
from rejoinder.engine.order import Order, Sampling
from rejoinder.engine.rows import Row
from rejoinder.engine.sampling import draw

SHAPES = {"flat": 1.0, "broad": 2.5, "peaked": 8.0}  # the standard deviation of the logits
NUM_ROWS = 8
NUM_SAID = 2000
NUM_BIASES = 1024

PLAIN = Sampling(temperature=1.0, top_p=1.0, top_k=0, seed=7)


class Figures(msgspec.Struct):
    """Milliseconds a row."""

    median: float
    best: float


class Report(msgspec.Struct):
    """The last line."""

    machine: str
    numpy: str
    vocab: int
    ms: dict[str, dict[str, Figures]] = {}


def keep_freed_memory() -> None:
    """Make the allocator as it is in a worker, which has loaded a model.

    glibc gives freed memory back to the system until it has seen larger arrays come and go, and
    new pages for each row's arrays would cost several times what is measured here.
    """
    large = np.empty(31 * 2**20, np.uint8)  # it learns from arrays of up to 32 MiB
    del large


def cases(vocab: int, rng: np.random.Generator) -> dict[str, Order]:
    """What is measured: each parameter alone, then all at once."""
    bias_ids = rng.choice(vocab, NUM_BIASES, replace=False)
    penalties: dict[str, object] = {
        "frequency_penalty": 0.3,
        "presence_penalty": 0.2,
        "repetition_penalty": 1.1,
    }
    biases = {"logit_bias": tuple((int(each), float(rng.uniform(-5, 5))) for each in bias_ids)}
    cuts: dict[str, object] = {"temperature": 0.8, "top_k": 50, "top_p": 0.9, "min_p": 0.05}
    ways: dict[str, dict[str, object]] = {
        "greedy": {"temperature": 0.0},
        "greedy, penalties": {"temperature": 0.0, **penalties},
        "temperature": {"temperature": 0.8},
        "top_k 50": {"top_k": 50},
        "top_k 2000": {"top_k": 2000},
        "top_k 50, top_p 0.9": {"top_k": 50, "top_p": 0.9},
        "top_p 0.9": {"top_p": 0.9},
        "min_p 0.05": {"min_p": 0.05},
        "penalties, top_k 50": {**penalties, "top_k": 50},
        "biases, top_k 50": {**biases, "top_k": 50},
        "greedy, log-probability": {"temperature": 0.0},
        "greedy, log-probabilities of 20": {"temperature": 0.0},
        "everything": {**penalties, **biases, **cuts},
    }
    return {
        name: Order(
            order_id=name,
            prompt=tuple(int(each) for each in rng.integers(0, vocab, NUM_SAID)),
            sampling=msgspec.structs.replace(PLAIN, **way),
            max_tokens=10 * NUM_SAID,
            min_tokens=10 * NUM_SAID if name == "everything" else 0,
            stop_ids=frozenset({1, 2}),
            wants_logprobs="log-prob" in name or name == "everything",
            num_top_logprobs=20 if "of 20" in name or name == "everything" else 0,
        )
        for name, way in ways.items()
    }


def drawing(order: Order, said: list[int]) -> Callable[[Row], None]:
    """All the engine does between a row of logits and a sampled token."""
    adjuster, output = Adjuster(order), list(said)

    def once(row: Row) -> None:
        adjusted = adjuster.adjusted(row, output)
        token_id = draw(adjusted, order.sampling, choice=0, position=len(output))
        if order.wants_logprobs:
            logprobs(row, token_id, num_top=order.num_top_logprobs)
        output.append(token_id)

    return once


def measured(once: Callable[[Row], None], rows: list[Row], repeats: int) -> Figures:
    for row in rows:
        once(row)
    times = []
    for number in range(repeats):
        begin = time.perf_counter()
        once(rows[number % len(rows)])
        times.append((time.perf_counter() - begin) * 1000)
    return Figures(round(statistics.median(times), 3), round(min(times), 3))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--vocab", type=int, default=151_936)
    parser.add_argument("--repeats", type=int, default=160)
    args = parser.parse_args()
    keep_freed_memory()
    rng = np.random.default_rng(0)
    rows = {
        shape: [rng.normal(0, spread, args.vocab).astype(np.float32) for _ in range(NUM_ROWS)]
        for shape, spread in SHAPES.items()
    }
    said = [int(each) for each in rng.integers(0, args.vocab, NUM_SAID)]
    report = Report(f"{platform.system()} {instruction_set()}", np.__version__, args.vocab)
    print(f"ms a row, median (best){'':13}" + "".join(f"{shape:>18}" for shape in SHAPES))
    for name, order in cases(args.vocab, rng).items():
        found = {
            shape: measured(drawing(order, said), rows[shape], args.repeats) for shape in SHAPES
        }
        report.ms[name] = found
        cells = (f"{each.median:.3f} ({each.best:.3f})" for each in found.values())
        print(f"{name:<36}" + "".join(f"{cell:>18}" for cell in cells), flush=True)
    print(msgspec.json.encode(report).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
