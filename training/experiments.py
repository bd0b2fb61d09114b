"""Short runs from nothing that change one choice at a time: shape, size, vocabulary, order.

    python -m training.experiments --tokens 1000000 --runs base deep wide
    python -m training.experiments --list

Every run sees the same conversations in the same order, unless that is what it changes, and ends
with its rate at nought. Networks whose vocabularies differ are compared by the loss in bits for
each byte of the assistant's held-out words, and by held-out answers right. One line of JSON a run.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from tokenizers import Tokenizer

from training import evaluate, tokenizer, train
from training.model import Mini, Shape
from training.muon import Optimiser
from training.workers import Example, Workers, piece_loss

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.corpus.conversation import Conversation

# A vocabulary for a short run is trained on fewer conversations than that of a release.
SAMPLE_CONVERSATIONS = 20_000
# What most vocabularies do: a space belongs to the word after it.
SPACED = r" ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s*[\r\n]+|\s+(?!\S)|\s+"
# Skills whose answers are mostly copied from the prompt.
COPYING = ("recall", "system", "tools", "extraction", "lists")


@dataclass(frozen=True)
class Run:
    """What one run changes."""

    shape: Shape = field(default_factory=Shape)
    pieces: str = tokenizer.PIECES
    # The first third of the tokens from conversations of one exchange, without tools.
    short_first: bool = False
    batch_tokens: int = 3072


RUNS: dict[str, Run] = {
    "base": Run(),
    "deep": Run(Shape(layers=12, hidden=192, heads=3, kv_heads=1, ffn=448)),
    "wide": Run(Shape(layers=3, hidden=352, heads=6, kv_heads=2, ffn=896)),
    "small": Run(Shape(layers=5, hidden=160, heads=3, kv_heads=1, ffn=400)),
    "large": Run(Shape(layers=8, hidden=320, heads=5, kv_heads=5, ffn=864)),
    "vocabulary-3k": Run(Shape(vocab=3072)),
    "vocabulary-6k": Run(Shape(vocab=6144)),
    "vocabulary-12k": Run(Shape(vocab=12288)),
    "spaced": Run(pieces=SPACED),
    "short-first": Run(short_first=True),
    "batch-6k": Run(batch_tokens=6144),
}


def held_out_bits(model: Mini, tok: Tokenizer, items: int) -> float:
    """Bits for each byte of what the assistant says, thoughts too, in held-out conversations."""
    bits, size = 0.0, 0
    for _, item in evaluate.held_out_items(items):
        ids, learned = tokenizer.encode_conversation(tok, item)
        with torch.no_grad():
            loss = piece_loss(model, [Example(ids[:-1], learned[:-1])])
        bits += float(loss) / math.log(2)
        said = (turn for turn in item.turns if turn.role == "assistant")
        size += sum(len((turn.thought + turn.written()).encode()) + 1 for turn in said)
    return bits / size


def _anything(made: Conversation) -> bool:
    return True


def _one_exchange(made: Conversation) -> bool:
    return not made.tools and sum(turn.role == "user" for turn in made.turns) == 1


def run(name: str, tokens: int, seed: int, *, workers: int, items: int, folder: Path) -> str:
    """Train, measure, and tell in one line of JSON."""
    chosen = RUNS[name]
    shape = chosen.shape
    kind = "spaced" if chosen.pieces == SPACED else "own"
    saved = folder / f"{kind}-{shape.vocab}.json"
    if not saved.exists():
        tokenizer.train(
            seed, SAMPLE_CONVERSATIONS, vocab_size=shape.vocab, pieces=chosen.pieces
        ).save(str(saved))
    tok = Tokenizer.from_file(str(saved))
    model = Mini(shape)
    model.start(seed)
    optimiser = Optimiser(model, train.matrices(shape))
    model.bfloat16()
    crew = Workers(model.share_memory(), workers, compiled=True)
    progress = train.Progress()
    started = time.monotonic()
    while share := train.rate(progress, optimiser.steps, tokens):
        early = chosen.short_first and progress.tokens < tokens // 3
        pieces = train.gather(
            tok, seed, progress, chosen.batch_tokens, _one_exchange if early else _anything
        )
        _, grads = crew.run(pieces)
        optimiser.step(grads, train.MUON_RATE * share, train.ADAM_RATE * share)
    seconds = time.monotonic() - started
    master = Mini(shape)
    master.load_state_dict(optimiser.master)
    outcomes = evaluate.run_model(master.eval(), tok, items=items)
    copied = [o for o in outcomes if o.skill in COPYING]
    return json.dumps(
        {
            "run": name,
            "parameters": sum(w.numel() for w in model.parameters()),
            "tokens": progress.tokens,
            "seconds": round(seconds),
            "bits_per_byte": round(held_out_bits(master, tok, items), 4),
            "right_percent": round(100 * sum(o.right for o in outcomes) / len(outcomes), 1),
            "copying_right_percent": round(100 * sum(o.right for o in copied) / len(copied), 1),
        }
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, do the runs one after another."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", nargs="+", default=["base"], choices=tuple(RUNS))
    parser.add_argument("--tokens", type=int, default=1_000_000)
    parser.add_argument("--items", type=int, default=20, help="held-out items of each skill")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--folder", help="where vocabularies are kept between runs")
    parser.add_argument("--list", action="store_true", help="say what there is, and stop")
    args = parser.parse_args(arguments)
    if args.list:
        print("\n".join(RUNS))
        return
    torch.set_num_threads(args.workers)
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(args.folder or passing)
        folder.mkdir(parents=True, exist_ok=True)
        for name in args.runs:
            told = run(
                name, args.tokens, args.seed, workers=args.workers, items=args.items, folder=folder
            )
            print(told, flush=True)


if __name__ == "__main__":
    main()
