"""What grammars cost: masks, drawing with one, compiling, and the throughput of 16 sequences.

    python -m benchmarks.grammar                     parts, then a 0.5B model of random weights
    python -m benchmarks.grammar --parts-only
    python -m benchmarks.grammar --folder FOLDER     keep the random model there for the next time

The vocabulary is made up, with 151,936 rows. 16 answers by a schema are made in turns with 16 free
ones, and others that are hard: by the same schema with a length for every string, which makes masks
dear, and of one long string, where nothing is forced and nearly all is allowed. On a busy machine
only the ratios mean anything, and what a step takes with a model that computes nothing, which is
all that is ours of it. Prints a table and, last, one JSON line. README.md says what the numbers do
not show.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np

from benchmarks.synthetic_tokenizer import END_ID, QUOTE_ID, synthetic_tokenizer
from rejoinder.engine import sampling
from rejoinder.engine.core import Engine
from rejoinder.engine.masking import ids_of, num_words, only_allowed
from rejoinder.engine.model import Logits, Model
from rejoinder.engine.openvino.load import LoadOptions, load
from rejoinder.engine.openvino.machine import instruction_set, usable_cores
from rejoinder.engine.openvino.random_model import write_random_model
from rejoinder.engine.order import Order, Sampled, Sampling
from rejoinder.engine.step import Step
from rejoinder.grammar.matcher import Grammars
from rejoinder.grammar.parts import schema_part
from rejoinder.grammar.text import Grammar, LarkPart

VOCAB = 151_936
DENSITIES = (0.00001, 0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.999, 1.0)
NUM_SEQUENCES = 16
NUM_STEPS = 60
BLOCKS_EACH = 40  # of 32 tokens

# As in benchmarks/engine.py.
SHAPE: dict[str, object] = {
    "architectures": ["Qwen2ForCausalLM"],
    "num_hidden_layers": 24,
    "hidden_size": 896,
    "num_attention_heads": 14,
    "num_key_value_heads": 2,
    "head_dim": 64,
    "intermediate_size": 4864,
    "vocab_size": VOCAB,
    "max_position_embeddings": 8192,
    "tie_word_embeddings": True,
    "rope_theta": 1_000_000.0,
}


def person(**of_strings: object) -> dict[str, object]:
    """A schema as people write them. of_strings: what more is said of its strings."""
    string: dict[str, object] = {"type": "string", **of_strings}
    properties: dict[str, object] = {
        "name": string,
        "age": {"type": "integer", "minimum": 0, "maximum": 150},
        "email": string,
        "kind": {"enum": ["home", "work", "other"]},
        "tags": {"type": "array", "items": string, "maxItems": 3},
        "is_active": {"type": "boolean"},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def people(**of_strings: object) -> dict[str, object]:
    """So many that no answer ends while it is timed."""
    return {"type": "array", "items": person(**of_strings), "minItems": 100}


FREE, SCHEMA = "free", "by a schema"
KINDS: dict[str, dict[str, object] | None] = {
    FREE: None,
    SCHEMA: people(),
    "by one with lengths": people(maxLength=40),
    "one long string": {"type": "string", "minLength": 9_000},
}

# What ends a string comes after ten tokens or so of a model whose logits are random.
QUOTE_BIAS = 8.0
PLAIN = Sampling(temperature=1.0, top_p=1.0, top_k=0, seed=7)


class Report(msgspec.Struct):
    """The last line. Times are medians, in milliseconds; `best` beside them."""

    machine: str
    vocab: int
    tokenizer_s: float = 0.0
    mask_ms: dict[str, tuple[float, float]] = {}
    draw_ms: dict[str, tuple[float, float]] = {}
    compile_ms: dict[str, tuple[float, float]] = {}
    own_step_ms: dict[str, tuple[float, float]] = {}
    step_ms: dict[str, tuple[float, float]] = {}
    tokens_per_s: dict[str, float] = {}
    step_ratio: dict[str, float] = {}
    throughput_ratio: dict[str, float] = {}
    forced_share: dict[str, float] = {}


def figures(times_s: list[float]) -> tuple[float, float]:
    return round(1e3 * statistics.median(times_s), 4), round(1e3 * min(times_s), 4)


def timed(action: Callable[[], object], repeat: int) -> tuple[float, float]:
    action()
    found = []
    for _ in range(repeat):
        begun = time.perf_counter()
        action()
        found.append(time.perf_counter() - begun)
    return figures(found)


def line(name: str, found: tuple[float, float], note: str = "") -> None:
    print(f"{name:<52}{found[0]:>10.3f} ms  (best {found[1]:.3f})  {note}".rstrip(), flush=True)


def grammar_of(schema: dict[str, object]) -> str:
    part = schema_part(msgspec.Raw(msgspec.json.encode(schema)))
    return Grammar(LarkPart("start: @answer"), (("answer", part),)).text


def measure_rows(report: Report, repeat: int) -> None:
    """What is done to a row of logits on the stepping thread."""
    rng = np.random.default_rng(0)
    row = 2 * rng.standard_normal(VOCAB, np.float32)
    report.draw_ms["no grammar"] = timed(
        lambda: sampling.draw(row, PLAIN, choice=0, position=1), repeat
    )
    line("drawing from the whole row", report.draw_ms["no grammar"])
    for density in DENSITIES:
        bits = np.zeros(num_words(VOCAB) * 32, np.uint8)
        bits[rng.choice(VOCAB, max(1, round(density * VOCAB)), replace=False)] = 1
        mask = np.packbits(bits, bitorder="little").view(np.uint32)

        def draw(mask: object = mask) -> None:
            logits, _ = only_allowed(row, mask)  # type: ignore[arg-type]
            sampling.draw(logits, PLAIN, choice=0, position=1)

        name = f"{density:.3%} allowed"
        found = timed(lambda mask=mask: only_allowed(row, mask), repeat)  # type: ignore[misc]
        report.mask_ms[name] = found
        report.draw_ms[name] = timed(draw, repeat)
        line(f"{name}: the mask applied", found)
        line(f"{name}: and a token drawn", report.draw_ms[name])


def measure_grammars(grammars: Grammars, report: Report, repeat: int) -> None:
    """What is done in threads of their own, and what is asked between two steps."""
    sizes = {"a schema of 0.5 KB": person(), "one of 4 KB": _wide(8), "one of 36 KB": _wide(80)}
    for name, schema in sizes.items():
        text = grammar_of(schema)
        report.compile_ms[name] = timed(lambda text=text: grammars.begin(text), 9)  # type: ignore[misc]
        line(f"compiling {name}", report.compile_ms[name], f"{len(text)} characters")
    matchers = [grammars.begin(grammar_of(people())) for _ in range(NUM_SEQUENCES)]
    rng = np.random.default_rng(0)
    masks_s, said_s = [], []
    for _ in range(repeat):
        free = [each for each in matchers if not each.forced()]
        begun = time.perf_counter()
        masks = grammars.masks(free) if free else ()
        masks_s.append(time.perf_counter() - begun)
        drawn = {
            each: int(rng.choice(ids_of(mask, VOCAB)))
            for each, mask in zip(free, masks, strict=True)
        }
        begun = time.perf_counter()
        for matcher in matchers:
            matcher.say(drawn[matcher] if matcher in drawn else matcher.forced()[0])
            matcher.forced()
        said_s.append(time.perf_counter() - begun)
        assert not any(each.fault for each in matchers)
    report.mask_ms[f"{NUM_SEQUENCES} masks"] = figures(masks_s)
    line(f"{NUM_SEQUENCES} masks computed", figures(masks_s), f"worst {1e3 * max(masks_s):.2f}")
    report.mask_ms[f"{NUM_SEQUENCES} tokens said"] = figures(said_s)
    line(f"{NUM_SEQUENCES} tokens said and the next asked", figures(said_s))


def _wide(count: int) -> dict[str, object]:
    properties: dict[str, object] = {f"person_{number}": person() for number in range(count)}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


class Round(msgspec.Struct):
    """16 answers of so many steps."""

    step_s: list[float]
    num_tokens: int
    num_forced: int

    @property
    def tokens_per_s(self) -> float:
        return self.num_tokens / sum(self.step_s)


class IdleModel:
    """Computes nothing: its logits are the same for every step."""

    vocab_size = VOCAB
    block_tokens = 32
    num_blocks = NUM_SEQUENCES * BLOCKS_EACH

    def __init__(self) -> None:
        self._rows = 2 * np.random.default_rng(0).standard_normal((32, VOCAB), np.float32)

    def run(self, step: Step) -> Logits:
        return self._rows[: sum(piece.wants_logits for piece in step.pieces)]


def run_round(model: Model, grammars: Grammars, kind: str, number: int) -> Round:
    """Steps of 16 rows or more. The prompts are computed before anything is timed."""
    schema = KINDS[kind]
    engine = Engine(model, token_budget=512, max_sequences=NUM_SEQUENCES, constraints=grammars)
    for sequence in range(NUM_SEQUENCES):
        engine.add(
            Order(
                order_id=str(sequence),
                prompt=tuple(range(1000 * sequence, 1000 * sequence + 32)),
                sampling=msgspec.structs.replace(
                    PLAIN, seed=100 * number + sequence, logit_bias=((QUOTE_ID, QUOTE_BIAS),)
                ),
                max_tokens=(BLOCKS_EACH - 1) * 32,
                stop_ids=frozenset({END_ID}) if schema else frozenset(),
                cache_scope=None,
                grammar=grammar_of(schema) if schema else "",
            )
        )
    while engine.num_running < NUM_SEQUENCES or engine.num_preparing:
        engine.wait_until_ready()
        engine.step()
    engine.step()
    made = Round([], 0, 0)
    for _ in range(NUM_STEPS):
        begun = time.perf_counter()
        events = engine.step()
        made.step_s.append(time.perf_counter() - begun)
        num_tokens = sum(isinstance(event, Sampled) for event in events)
        assert num_tokens >= NUM_SEQUENCES, "an answer has ended"
        made.num_tokens += num_tokens
        made.num_forced += num_tokens - NUM_SEQUENCES
    return made


def run_rounds(model: Model, grammars: Grammars, rounds: int) -> dict[str, list[Round]]:
    """All kinds in turns, so that all see the same neighbours."""
    for kind in KINDS:
        run_round(model, grammars, kind, 0)
    found: dict[str, list[Round]] = {kind: [] for kind in KINDS}
    for number in range(rounds):
        for kind in KINDS:
            found[kind].append(run_round(model, grammars, kind, number))
    return found


def measure_own_part(grammars: Grammars, report: Report, rounds: int) -> None:
    for kind, found in run_rounds(IdleModel(), grammars, rounds).items():
        report.own_step_ms[kind] = figures([each for one in found for each in one.step_s])
        line(f"a step of {NUM_SEQUENCES}, {kind}, without the model", report.own_step_ms[kind])


def measure_throughput(model: Model, grammars: Grammars, report: Report, rounds: int) -> None:
    made = run_rounds(model, grammars, rounds)
    for kind, found in made.items():
        report.step_ms[kind] = figures([each for one in found for each in one.step_s])
        report.tokens_per_s[kind] = round(statistics.median(one.tokens_per_s for one in found), 1)
        pairs = list(zip(made[FREE], found, strict=True))
        report.step_ratio[kind] = round(
            statistics.median(
                statistics.median(other.step_s) / statistics.median(one.step_s)
                for one, other in pairs
            ),
            3,
        )
        report.throughput_ratio[kind] = round(
            statistics.median(other.tokens_per_s / one.tokens_per_s for one, other in pairs), 3
        )
        num_tokens = sum(one.num_tokens for one in found)
        report.forced_share[kind] = round(sum(one.num_forced for one in found) / num_tokens, 3)
        line(f"a step of {NUM_SEQUENCES}, {kind}", report.step_ms[kind])
        print(
            f"    {report.tokens_per_s[kind]:.1f} tokens a second, of which"
            f" {report.forced_share[kind]:.1%} were not drawn; of the free answers' figures:"
            f" step {report.step_ratio[kind]:.3f}, throughput {report.throughput_ratio[kind]:.3f}",
            flush=True,
        )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--parts-only", action="store_true", help="without a model")
    parser.add_argument("--weights", choices=["int8", "int4"], default="int8")
    parser.add_argument("--threads", type=int, default=usable_cores())
    parser.add_argument("--repeat", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where to keep the random model")
    return parser.parse_args()


def main() -> int:
    args = arguments()
    report = Report(f"{platform.system()} {instruction_set()}", VOCAB)
    large = np.empty(31 * 2**20, np.uint8)  # see benchmarks/sampling.py: as a worker's allocator is
    del large
    text = synthetic_tokenizer()
    begun = time.perf_counter()
    grammars = Grammars(text, vocab_size=VOCAB, end_ids=(END_ID,), threads=args.threads)
    report.tokenizer_s = round(time.perf_counter() - begun, 2)
    print(f"{'the tokenizer made ready':<52}{1e3 * report.tokenizer_s:>10.0f} ms")
    measure_rows(report, args.repeat)
    measure_grammars(grammars, report, args.repeat)
    measure_own_part(grammars, report, args.rounds)
    if not args.parts_only:
        with tempfile.TemporaryDirectory() as temporary:
            folder = args.folder or Path(temporary)
            if not (folder / "model.safetensors").exists():
                print("making a random model ...", file=sys.stderr, flush=True)
                write_random_model(folder, SHAPE, seed=0, dtype="BF16")
            options = LoadOptions(
                weights=args.weights,
                num_blocks=NUM_SEQUENCES * BLOCKS_EACH,
                threads=args.threads,
            )
            model = load(folder, options, lambda stage, fraction: None)
        measure_throughput(model, grammars, report, args.rounds)
    print(msgspec.json.encode(report).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
