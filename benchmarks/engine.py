"""How fast the engine's model runs on this machine, beside what the machine could do at best.

    python benchmarks/engine.py                     a 0.5B model of random weights, as int8
    python benchmarks/engine.py --weights int4
    python benchmarks/engine.py --model FOLDER      a model you have

Prints a table and, last, one JSON line. README.md says what the numbers do not show.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as ops

from rejoinder.engine import sampling
from rejoinder.engine.openvino.load import LoadOptions, load
from rejoinder.engine.openvino.machine import instruction_set, usable_cores
from rejoinder.engine.openvino.quantise import int8_rows
from rejoinder.engine.openvino.random_model import write_random_model
from rejoinder.engine.openvino.runner import OpenVinoModel
from rejoinder.engine.order import Sampling
from rejoinder.engine.step import Piece, Step

ROWS = [1, 2, 4, 8, 16, 32]
PROMPTS = [96, 512, 2048, 4096]
SAMPLED_ROWS = 16


class Report(msgspec.Struct):
    """The last line. Times in milliseconds unless the name says otherwise."""

    machine: str
    threads: int
    openvino: str
    shape: dict[str, object]
    weights: str
    kv: str
    context: int
    load_s: float = 0.0
    read_gb_per_s: float = 0.0
    int8_gop_per_s: float = 0.0
    bf16_gop_per_s: float = 0.0
    step_ms: dict[int, float] = {}
    step_best_ms: dict[int, float] = {}
    prompt_tokens_per_s: dict[int, float] = {}
    python_side_ms: float = 0.0
    sampling_ms: dict[str, float] = {}


def times_s(action: Callable[[], object], *, repeat: int, warm: int = 1) -> list[float]:
    for _ in range(warm):
        action()
    found = []
    for _ in range(repeat):
        begun = time.perf_counter()
        action()
        found.append(time.perf_counter() - begun)
    return found


def line(name: str, value: str, note: str = "") -> None:
    print(f"{name:<38}{value:>16}  {note}".rstrip(), flush=True)


def read_bandwidth(threads: int) -> float:
    """GB/s read by all threads together: dot products of an array far larger than any cache."""
    array = np.ones(2**28, np.float32)
    parts = np.array_split(array, threads)
    with ThreadPoolExecutor(threads) as pool:
        best = min(
            times_s(lambda: list(pool.map(lambda part: float(part @ part), parts)), repeat=5)
        )
    return array.nbytes / best / 1e9


def product_rate(threads: int, precision: str) -> float:
    """Gop/s of a 512 x 4096 x 4096 product by the runtime itself, two operations a weight."""
    width, rows = 4096, 512
    weights = np.random.default_rng(0).standard_normal((width, width), np.float32)
    given = ov.op.Parameter(ov.Type.f32, ov.PartialShape([-1, width]))
    if precision == "int8":
        small = int8_rows(weights)
        scaled = ops.multiply(ops.convert(ops.constant(small.values), "f16"), small.scales)
        matrix = ops.convert(scaled, "f32")
    else:
        matrix = ops.constant(weights)
    model = ov.Model([ops.result(ops.matmul(given, matrix, False, True))], [given], "product")
    hint = "f32" if precision == "int8" else precision
    settings = {"INFERENCE_PRECISION_HINT": hint, "INFERENCE_NUM_THREADS": threads}
    request = ov.Core().compile_model(model, "CPU", settings).create_infer_request()
    request.set_input_tensor(ov.Tensor(np.ones((rows, width), np.float32)))
    best = min(times_s(request.infer, repeat=10, warm=2))
    return 2 * rows * width * width / best / 1e9


def row_step(num_rows: int, context: int, model: OpenVinoModel) -> Step:
    """One generated token each of so many sequences, each with `context` tokens before it."""
    blocks = context // model.block_tokens + 1
    return Step(
        tuple(
            Piece((1,), context, tuple(range(row * blocks, (row + 1) * blocks)), wants_logits=True)
            for row in range(num_rows)
        )
    )


def measure_steps(model: OpenVinoModel, context: int, repeat: int, report: Report) -> None:
    for rows in ROWS:
        step = row_step(rows, context, model)
        found = times_s(lambda step=step: model.run(step), repeat=repeat, warm=3)  # type: ignore[misc]
        report.step_ms[rows] = round(1e3 * statistics.median(found), 2)
        report.step_best_ms[rows] = round(1e3 * min(found), 2)
        line(
            f"a step of {rows} rows",
            f"{report.step_ms[rows]:.1f} ms",
            f"best {report.step_best_ms[rows]:.1f}, {1e3 * rows / report.step_ms[rows]:.0f} rows/s",
        )


def measure_prompts(model: OpenVinoModel, repeat: int, report: Report) -> None:
    rng = np.random.default_rng(0)
    for length in PROMPTS:
        if length > model.max_model_len:
            continue
        ids = tuple(int(token) for token in rng.integers(0, model.vocab_size, length))
        table = tuple(range(-(-length // model.block_tokens)))
        # In segments of at most 512, as a scheduler would.
        steps = [
            Step((Piece(ids[at : at + 512], at, table, wants_logits=at + 512 >= length),))
            for at in range(0, length, 512)
        ]
        turns = max(1, min(repeat, 2048 // length))
        found = times_s(lambda steps=steps: [model.run(step) for step in steps], repeat=turns)  # type: ignore[misc]
        report.prompt_tokens_per_s[length] = round(length / statistics.median(found), 1)
        line(
            f"a prompt of {length}",
            f"{report.prompt_tokens_per_s[length]:.0f} tokens/s",
            f"{statistics.median(found):.2f} s",
        )


class IdleRequest:
    """A request that takes inputs and gives outputs, and computes nothing in between."""

    def __init__(self, request: ov.InferRequest) -> None:
        self.set_tensor = request.set_tensor
        self.get_output_tensor = request.get_output_tensor

    def infer(self) -> None: ...


def measure_python_side(model: OpenVinoModel, context: int, repeat: int, report: Report) -> None:
    """Everything of a step but the runtime's own call: a model that computes nothing remains."""
    step = row_step(SAMPLED_ROWS, context, model)
    model.run(step)
    request = model._request
    model._request = IdleRequest(request)
    found = times_s(lambda: model.run(step), repeat=20 * repeat, warm=20)
    model._request = request
    report.python_side_ms = round(1e3 * statistics.median(found), 3)
    line(f"Python's side of {SAMPLED_ROWS} rows", f"{report.python_side_ms:.3f} ms")


def measure_sampling(vocab: int, repeat: int, report: Report) -> None:
    rng = np.random.default_rng(0)
    # Logits as a trained model has them: most far below a few.
    rows: NDArray[np.float32] = (2 * rng.standard_normal((SAMPLED_ROWS, vocab))).astype(np.float32)
    rows[:, :50] += 8
    plans = {
        "likeliest": Sampling(temperature=0.0, top_p=1.0, top_k=0, seed=1),
        "temperature 1": Sampling(temperature=1.0, top_p=1.0, top_k=0, seed=1),
        "top_p 0.9": Sampling(temperature=1.0, top_p=0.9, top_k=0, seed=1),
        "top_k 40": Sampling(temperature=1.0, top_p=1.0, top_k=40, seed=1),
    }
    for name, plan in plans.items():

        def draw_all(plan: Sampling = plan) -> None:
            for place, row in enumerate(rows):
                sampling.draw(row, plan, choice=0, position=place)

        report.sampling_ms[name] = round(
            1e3 * statistics.median(times_s(draw_all, repeat=repeat)), 2
        )
        line(f"sampling {SAMPLED_ROWS} rows, {name}", f"{report.sampling_ms[name]:.2f} ms")


def shape_config(args: argparse.Namespace) -> dict[str, object]:
    return {
        "architectures": ["Qwen2ForCausalLM"],
        "num_hidden_layers": args.layers,
        "hidden_size": args.hidden,
        "num_attention_heads": args.heads,
        "num_key_value_heads": args.kv_heads,
        "head_dim": args.head_dim or args.hidden // args.heads,
        "intermediate_size": args.ffn,
        "vocab_size": args.vocab,
        "max_position_embeddings": 8192,
        "tie_word_embeddings": True,
        "rope_theta": 1_000_000.0,
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, help="a model folder, instead of random weights")
    parser.add_argument("--layers", type=int, default=24)
    parser.add_argument("--hidden", type=int, default=896)
    parser.add_argument("--heads", type=int, default=14)
    parser.add_argument("--kv-heads", type=int, default=2)
    parser.add_argument("--head-dim", type=int, default=0, help="0: hidden / heads")
    parser.add_argument("--ffn", type=int, default=4864)
    parser.add_argument("--vocab", type=int, default=151_936)
    parser.add_argument("--weights", choices=["int8", "int4", "f16", "f32"], default="int8")
    parser.add_argument("--kv", choices=["f16", "u8"], default="f16")
    parser.add_argument("--threads", type=int, default=usable_cores())
    parser.add_argument("--context", type=int, default=100, help="tokens before each row")
    parser.add_argument("--repeat", type=int, default=10)
    parser.add_argument("--folder", type=Path, help="where to keep the random model")
    return parser.parse_args()


def main() -> None:
    args = arguments()
    config: dict[str, object] = (
        {"model": args.model.name} if args.model is not None else shape_config(args)
    )
    report = Report(
        machine=f"{platform.system()} {instruction_set()}",
        threads=args.threads,
        openvino=ov.__version__,
        shape=config,
        weights=args.weights,
        kv=args.kv,
        context=args.context,
    )
    report.read_gb_per_s = round(read_bandwidth(args.threads), 1)
    line("memory read", f"{report.read_gb_per_s:.1f} GB/s", f"{args.threads} threads")
    report.int8_gop_per_s = round(product_rate(args.threads, "int8"))
    line("int8 products", f"{report.int8_gop_per_s:.0f} Gop/s", "as the engine runs them")
    report.bf16_gop_per_s = round(product_rate(args.threads, "bf16"))
    line("bf16 products", f"{report.bf16_gop_per_s:.0f} Gop/s")

    with tempfile.TemporaryDirectory() as temporary:
        folder = args.model or args.folder or Path(temporary)
        if args.model is None and not (folder / "model.safetensors").exists():
            print("making a random model ...", file=sys.stderr, flush=True)
            write_random_model(folder, config, seed=0, dtype="BF16")
        blocks = max(max(ROWS) * (args.context // 32 + 1), max(PROMPTS) // 32)
        options = LoadOptions(
            weights=args.weights, kv_precision=args.kv, num_blocks=blocks, threads=args.threads
        )
        begun = time.perf_counter()
        model = load(folder, options, lambda stage, fraction: None)
        report.load_s = round(time.perf_counter() - begun, 2)
    line("loading", f"{report.load_s:.2f} s")
    measure_steps(model, args.context, args.repeat, report)
    measure_python_side(model, args.context, args.repeat, report)
    measure_prompts(model, args.repeat, report)
    measure_sampling(model.vocab_size, args.repeat, report)
    print(msgspec.json.encode(report).decode())


if __name__ == "__main__":
    main()
