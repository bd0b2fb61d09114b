"""How much sooner an answer begins when the beginning of its prompt has been computed before.

    python benchmarks/prefix_cache.py                  the bundled model, and a random one
    python benchmarks/prefix_cache.py --model FOLDER   a model you have
    python benchmarks/prefix_cache.py --prefix 500

For each model: the time to the first token of a prompt whose beginning nobody has sent before,
then of others with the same beginning and another ending; and what the Python side of it costs.
Prints a table and, last, one JSON line. README.md says what the numbers do not show.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import tempfile
import time
from pathlib import Path
from random import Random

import msgspec
import openvino as ov

import rejoinder.mini
from rejoinder.engine.blocks import BlockPool
from rejoinder.engine.core import Engine
from rejoinder.engine.openvino.load import LoadOptions, load
from rejoinder.engine.openvino.machine import instruction_set, usable_cores
from rejoinder.engine.openvino.random_model import MEDIUM_CONFIG, write_random_model
from rejoinder.engine.openvino.runner import OpenVinoModel
from rejoinder.engine.order import Order, Sampled, Sampling, Started
from rejoinder.engine.prefix_cache import PrefixCache

TOKEN_BUDGET = 512
NUM_BLOCKS = 512


class Row(msgspec.Struct):
    """One model. Times to the first token in milliseconds: medians, and the best of all."""

    model: str
    first_ms: float
    first_best_ms: float
    again_ms: float
    again_best_ms: float
    times_sooner: float
    num_cached_tokens: int


class Report(msgspec.Struct):
    """The last line."""

    machine: str
    threads: int
    openvino: str
    prefix_tokens: int
    question_tokens: int
    models: list[Row]
    match_ms: float
    add_ms: float


def order(order_id: str, prompt: tuple[int, ...]) -> Order:
    likeliest = Sampling(temperature=0.0, top_p=1.0, top_k=0, seed=1)
    return Order(order_id=order_id, prompt=prompt, sampling=likeliest, max_tokens=1)


def first_token(engine: Engine, asked: Order) -> tuple[float, int]:
    """Milliseconds from the order's arrival to its first token, and how much of it was there."""
    begun = time.perf_counter()
    engine.add(asked)
    num_cached, answered = 0, 0.0
    while engine.has_work:
        for event in engine.step():
            if isinstance(event, Started):
                num_cached = event.num_cached_tokens
            if isinstance(event, Sampled):
                answered = 1e3 * (time.perf_counter() - begun)
    return answered, num_cached


def tokens(rng: Random, count: int, vocab_size: int) -> tuple[int, ...]:
    return tuple(rng.randrange(vocab_size) for _ in range(count))


def measure(name: str, model: OpenVinoModel, args: argparse.Namespace) -> Row:
    rng = Random(1)
    engine = Engine(model, token_budget=TOKEN_BUDGET, max_sequences=4)
    warm = tokens(rng, args.prefix + args.question, model.vocab_size)
    first_token(engine, order("warm", warm))
    first_token(engine, order("warm again", warm))
    firsts: list[float] = []
    agains: list[float] = []
    counts: set[int] = set()
    for turn in range(args.repeat):
        prefix = tokens(rng, args.prefix, model.vocab_size)
        for place in range(4):
            question = tokens(rng, args.question, model.vocab_size)
            took, num_cached = first_token(engine, order(f"{turn}.{place}", prefix + question))
            (agains if place else firsts).append(took)
            if place:
                counts.add(num_cached)
    # A question may by chance begin as another did.
    assert min(counts) >= args.prefix, counts
    return Row(
        model=name,
        first_ms=round(statistics.median(firsts), 2),
        first_best_ms=round(min(firsts), 2),
        again_ms=round(statistics.median(agains), 2),
        again_best_ms=round(min(agains), 2),
        times_sooner=round(statistics.median(firsts) / statistics.median(agains), 1),
        num_cached_tokens=min(counts),
    )


def python_side(prompt_tokens: int, repeat: int) -> tuple[float, float]:
    """Milliseconds to find, and to remember, a prompt among a thousand of the same beginning."""
    rng = Random(2)
    num_blocks = prompt_tokens // 32 + 1
    pool = BlockPool(2_000 + 2 * num_blocks)
    cache = PrefixCache(pool, block_tokens=32)
    stem = tokens(rng, 16, 8192)
    for _ in range(1_000):
        pool.release(cache.add("", stem + tokens(rng, 48, 8192), pool.take(2), start=0, end=64))
    matches, adds = [], []
    for _ in range(repeat):
        prompt = stem + tokens(rng, prompt_tokens - 16, 8192)
        cache.make_room(num_blocks, "")
        blocks = pool.take(num_blocks)
        begun = time.perf_counter()
        pool.release(cache.add("", prompt, blocks, start=0, end=len(prompt)))
        added = time.perf_counter()
        match = cache.match("", prompt)
        matches.append(1e3 * (time.perf_counter() - added))
        adds.append(1e3 * (added - begun))
        assert match.num_tokens >= prompt_tokens - 32
    return round(statistics.median(matches), 3), round(statistics.median(adds), 3)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, help="a model folder, instead of the two")
    parser.add_argument("--prefix", type=int, default=2000, help="tokens that prompts share")
    parser.add_argument("--question", type=int, default=24, help="tokens of their own")
    parser.add_argument("--threads", type=int, default=usable_cores())
    parser.add_argument("--repeat", type=int, default=3)
    return parser.parse_args()


def measure_folder(name: str, folder: Path, args: argparse.Namespace) -> Row:
    options = LoadOptions(num_blocks=NUM_BLOCKS, threads=args.threads)
    row = measure(name, load(folder, options, lambda stage, fraction: None), args)
    first, again = f"{row.first_ms:.1f} ms", f"{row.again_ms:.1f} ms"
    print(f"{name:<24}{first:>14}{again:>14}{row.times_sooner:>10.0f} x", flush=True)
    return row


def main() -> None:
    args = arguments()
    print(f"{f'{args.prefix} tokens shared':<24}{'first time':>14}{'again':>14}{'sooner':>12}")
    with tempfile.TemporaryDirectory() as temporary:
        if args.model is not None:
            folders = {args.model.name: args.model}
        else:
            folders = {
                "bundled model": Path(rejoinder.mini.__file__).parent,
                "random, 45M parameters": Path(temporary),
            }
            write_random_model(Path(temporary), MEDIUM_CONFIG, seed=0, dtype="BF16")
        rows = [measure_folder(name, folder, args) for name, folder in folders.items()]
    match_ms, add_ms = python_side(args.prefix, 20)
    print(f"Python's side: finding the prompt {match_ms:.3f} ms, remembering it {add_ms:.3f} ms")
    report = Report(
        machine=f"{platform.system()} {instruction_set()}",
        threads=args.threads,
        openvino=ov.__version__,
        prefix_tokens=args.prefix,
        question_tokens=args.question,
        models=rows,
        match_ms=match_ms,
        add_ms=add_ms,
    )
    print(msgspec.json.encode(report).decode())


if __name__ == "__main__":
    main()
