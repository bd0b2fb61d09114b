"""Train rejoinder-mini from nothing, or from an older one's weights, then export it.

    python -m training.train                      # from nothing, or on from the last checkpoint
    python -m training.train --warm-start build/mini-v0 --dir build/mini-v1
    echo 12000000 > build/mini/STOP_AT            # end (and decay) at this many tokens instead

The stream of conversations is a function of (seed, index), so a checkpoint holds the index of
the next conversation and no data. A step takes conversations until `--batch-tokens` are
gathered, sorts them by length and runs them in a few padded pieces: no packing, so no
conversation can see another.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import random
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from tokenizers import Tokenizer

from training import checkpoint, evaluate, export, tokenizer
from training.corpus import mix
from training.model import Mini, Shape
from training.muon import Optimiser, Slice
from training.workers import Example, Piece, Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from training.corpus.conversation import Conversation

# Pieces of about this many tokens keep the activations in the cache of a server CPU.
PIECE_TOKENS = 512
WARMUP_STEPS = 40
# Rates found in short runs of a few hundred steps each.
MUON_RATE = 0.02
ADAM_RATE = 0.004
DECAY_SHARE = 0.6
MAX_CONVERSATION_TOKENS = 1024
# Learned tokens of a conversation whose tokens have the weight 1, whatever `--short-answers` says.
USUAL_ANSWER = 36
# No conversation counts more or less than this.
WEIGHTS = (0.5, 3.0)
# Conversations in which some words are written in smaller pieces.
CUT_SHARE = 0.15


@dataclass
class Progress:
    """Where the run is. `index` is the next conversation of the stream."""

    index: int = 0
    tokens: int = 0
    learned: int = 0
    seconds: float = 0.0


def matrices(shape: Shape) -> list[Slice]:
    """What Muon steps, each stacked part as a matrix of its own."""
    q, kv = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    parts: list[Slice] = []
    for i in range(shape.layers):
        parts += [
            Slice(f"blocks.{i}.qkv.weight", 0, q),
            Slice(f"blocks.{i}.qkv.weight", q, kv),
            Slice(f"blocks.{i}.qkv.weight", q + kv, kv),
            Slice(f"blocks.{i}.out.weight", 0, shape.hidden),
            Slice(f"blocks.{i}.gate_up.weight", 0, shape.ffn),
            Slice(f"blocks.{i}.gate_up.weight", shape.ffn, shape.ffn),
            Slice(f"blocks.{i}.down.weight", 0, shape.hidden),
        ]
    return parts


def weight(learned: int, short_answers: float) -> float:
    """What each of a conversation's learned tokens counts, within `WEIGHTS`.

    `short_answers` is 0 where all tokens count alike; at 1 each conversation would teach as much in
    all as any other, were it not for those bounds.
    """
    least, most = WEIGHTS
    return min(max(math.pow(USUAL_ANSWER / max(learned, 1), short_answers), least), most)


def gather(
    tok: Tokenizer,
    seed: int,
    progress: Progress,
    batch_tokens: int,
    wanted: Callable[[Conversation], bool] = lambda made: True,
    short_answers: float = 0.0,
) -> list[Piece]:
    """The next step's conversations, in pieces of similar length. Moves `progress` on.

    Conversations that are not `wanted` are passed over.
    """
    examples: list[Example] = []
    gathered = 0
    while gathered < batch_tokens:
        rng = random.Random(f"cut/{seed}/{progress.index}")
        made = mix.conversation(seed, progress.index)
        progress.index += 1
        if not wanted(made):
            continue
        ids, learned = tokenizer.encode_conversation(
            tok, made, rng if rng.random() < CUT_SHARE else None
        )
        if len(ids) <= MAX_CONVERSATION_TOKENS:
            # The line end after the last <|im_end|> teaches nothing.
            examples.append(Example(ids[:-1], learned[:-1], weight(sum(learned), short_answers)))
            gathered += len(ids) - 1
            progress.learned += sum(learned)
    progress.tokens += gathered
    examples.sort(key=lambda e: len(e.ids))
    pieces: list[Piece] = [[]]
    for example in examples:
        if pieces[-1] and (len(pieces[-1]) + 1) * len(example.ids) > PIECE_TOKENS:
            pieces.append([])
        pieces[-1].append(example)
    return pieces


def warm_start(model: Mini, tok: Tokenizer, folder: Path) -> None:
    """Begin with the weights of an older run whose vocabulary may have been another one.

    The row of a word is the mean of its old rows, with the space before it and without; the row of
    any other new token is the mean of the old rows of its text.
    """
    old = checkpoint.weights(folder)
    pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
    rows = old.pop("embed.weight")
    joined = {f" {word}" for word in tokenizer.JOINED}
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if name != "embed.weight":
                weight.copy_(old.pop(name))
        for token, number in tok.get_vocab().items():
            text = tok.decode([number], skip_special_tokens=False)
            spaced = pieces.token_to_id("\u0120" + token)
            ids = [one for one in (pieces.token_to_id(token),) if one is not None]
            if spaced is not None and text.isalpha() and f" {text}" not in joined:
                ids.append(spaced)
            ids = ids or pieces.encode(text, add_special_tokens=False).ids
            model.embed.weight[number] = rows[ids].mean(0)
    assert not old, sorted(old)


def rate(progress: Progress, steps: int, end: int, decay_share: float = DECAY_SHARE) -> float:
    """Share of the full learning rate: warm up, stay, fall in a line to nought at `end` tokens."""
    left = (end - progress.tokens) / (end * decay_share)
    return max(0.0, min(1.0, (steps + 1) / WARMUP_STEPS, left))


def save(path: Path, optimiser: Optimiser, progress: Progress, seed: int) -> None:
    """Write a checkpoint, whole or not at all."""
    partial = path.with_suffix(".partial")
    torch.save({"optimiser": optimiser.state(), "progress": vars(progress), "seed": seed}, partial)
    os.replace(partial, path)


def check(shape: Shape, optimiser: Optimiser, tok: Tokenizer, items: int) -> str:
    """Held-out accuracy now, of a copy in float32 that is not compiled: answers vary in shape."""
    model = Mini(shape)
    model.load_state_dict(optimiser.master)
    return evaluate.summary(evaluate.run_model(model.eval(), tok, items=items))


@dataclass
class Log:
    """Rows since the last one written, for log.csv and the screen."""

    path: Path
    since: float
    tokens: int
    loss: float = 0.0
    steps: int = 0

    COLUMNS = ("step", "tokens", "learned", "loss", "rate", "tokens_per_s", "seconds", "held_out")

    def row(self, step: int, progress: Progress, share: float, held_out: str, now: float) -> None:
        """Write the mean since the last row, and begin again."""
        per_s = (progress.tokens - self.tokens) / (now - self.since)
        values = (
            step, progress.tokens, progress.learned, f"{self.loss / self.steps:.4f}",
            f"{share:.3f}", round(per_s), round(progress.seconds), held_out,
        )  # fmt: skip
        fresh = not self.path.exists()
        with self.path.open("a", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            if fresh:
                writer.writerow(self.COLUMNS)
            writer.writerow(values)
        print(*values, flush=True)
        self.since, self.tokens, self.loss, self.steps = time.monotonic(), progress.tokens, 0.0, 0


def last_token(folder: Path, default: int) -> int:
    """Where the run ends: what STOP_AT says, so that a running one can be told."""
    stop_at = folder / "STOP_AT"
    return int(stop_at.read_text()) if stop_at.exists() else default


def train(args: argparse.Namespace, shape: Shape | None = None) -> None:
    """Run until the end, with checkpoints and a log. The shape is that of the released model."""
    torch.set_num_threads(args.workers)
    folder = Path(args.dir)
    folder.mkdir(parents=True, exist_ok=True)
    tok = tokenizer.load_or_train(folder / "tokenizer.json", args.seed)
    shape = shape or Shape()
    model = Mini(shape)
    model.start(args.seed)
    if args.warm_start:
        warm_start(model, tok, Path(args.warm_start))
    optimiser = Optimiser(model, matrices(shape))
    model.bfloat16()
    progress = Progress()
    saved = folder / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        optimiser.load(state["optimiser"])
        progress = Progress(**state["progress"])
        print(f"going on from {progress.tokens} tokens", flush=True)
    workers = Workers(
        model.share_memory(), args.workers, compiled=args.compile, fixed=not args.as_free
    )
    saved_at = checked_at = time.monotonic()
    log = Log(folder / "log.csv", saved_at, progress.tokens)
    told_to_stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told_to_stop.set())
    while share := rate(
        progress, optimiser.steps, last_token(folder, args.tokens), args.decay_share
    ):
        started = time.monotonic()
        pieces = gather(
            tok, args.seed, progress, args.batch_tokens, short_answers=args.short_answers
        )
        loss, grads = workers.run(pieces)
        optimiser.step(grads, MUON_RATE * args.rate * share, ADAM_RATE * args.rate * share)
        now = time.monotonic()
        progress.seconds += now - started
        log.loss += loss
        log.steps += 1
        if optimiser.steps % args.log_steps == 0:
            held_out = ""
            if now - checked_at > args.check_s:
                held_out = check(shape, optimiser, tok, args.check_items)
                checked_at = time.monotonic()
            log.row(optimiser.steps, progress, share, held_out, now)
        if now - saved_at > args.save_s:
            save(saved, optimiser, progress, args.seed)
            saved_at = now
        if told_to_stop.is_set() or optimiser.steps == args.stop_after:
            save(saved, optimiser, progress, args.seed)
            raise SystemExit("stopped; the same command goes on from here")
    save(saved, optimiser, progress, args.seed)
    print(check(shape, optimiser, tok, args.check_items), flush=True)


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--dir", default="build/mini", help="checkpoint, tokenizer and log")
    parser.add_argument(
        "--warm-start", metavar="FOLDER", help="begin with its checkpoint.pt and tokenizer.json"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=17_500_000, help="end of the run")
    parser.add_argument("--rate", type=float, default=1.0, help="share of the full learning rates")
    parser.add_argument(
        "--decay-share", type=float, default=DECAY_SHARE, help="share of the run in which it falls"
    )
    parser.add_argument("--batch-tokens", type=int, default=3072)
    parser.add_argument(
        "--short-answers", type=float, default=0.0, metavar="POWER",
        help="weight of a token: (36 / learned tokens of its conversation) to this power",
    )  # fmt: skip
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--as-free",
        action="store_true",
        help="give pieces to the process that is free: faster beside other work, not repeatable",
    )
    parser.add_argument("--compile", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--log-steps", type=int, default=20)
    parser.add_argument("--save-s", type=float, default=120.0, help="seconds between checkpoints")
    parser.add_argument("--check-s", type=float, default=600.0, help="seconds between evaluations")
    parser.add_argument("--check-items", type=int, default=20)
    parser.add_argument(
        "--export", default="src/rejoinder/mini", help="folder of the finished model, or ''"
    )
    parser.add_argument("--stop-after", type=int, metavar="STEP", help="stop and save after it")
    return parser.parse_args(given)


def main() -> None:
    """Read the command line, train, export."""
    args = arguments()
    train(args)
    if args.export:
        export.export(Path(args.dir), Path(args.export))


if __name__ == "__main__":
    main()
