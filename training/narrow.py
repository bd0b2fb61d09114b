"""Bring a run to a smaller vocabulary: the pieces that the corpus uses most, and their parts.

    python -m training.narrow build/mini-v2 build/mini-v3 --size 2048

Every piece that stays keeps its row in the weights and in the optimiser, so the run goes on from
where it was. A word that loses its piece is written in smaller ones, which are written far more
often and so are copied more surely.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokenizers import Tokenizer

from training import tokenizer
from training.corpus import mix

if TYPE_CHECKING:
    from collections.abc import Iterable

# Enough for the order of the two thousand pieces that are used most to be settled.
CONVERSATIONS = 20_000
SEED = 11


def usage(tok: Tokenizer, count: int) -> Counter[int]:
    """How often each piece stands in so many conversations of a stream of its own."""
    counts: Counter[int] = Counter()
    for index in range(count):
        ids, _ = tokenizer.encode_conversation(tok, mix.conversation(SEED, index))
        counts.update(ids)
    return counts


def parts(merge: Iterable[str] | str) -> tuple[str, str]:
    """The two pieces that are joined, in either way of writing a merge."""
    left, right = merge.split(" ") if isinstance(merge, str) else merge
    return left, right


def narrowed(state: dict[str, Any], counts: Counter[int], size: int) -> tuple[Tokenizer, list[int]]:
    """A tokenizer of `size` pieces from the state of a larger one, and the old id of each piece.

    Ids keep their order, so special tokens and bytes keep theirs. A piece is kept with all pieces
    that it is joined from; marks and single bytes are always kept.
    """
    model = state["model"]
    vocab: dict[str, int] = model["vocab"]
    # What is neither a byte nor made of bytes in the end is never written.
    kept = {piece for piece in vocab if len(piece) == 1}
    made: dict[str, tuple[str, str]] = {}
    for merge in model["merges"]:
        if all(part in kept or part in made for part in parts(merge)):
            made.setdefault("".join(parts(merge)), parts(merge))
    kept |= {token["content"] for token in state["added_tokens"]}
    for piece in sorted(made, key=lambda one: (-counts[vocab[one]], vocab[one])):
        wanted: set[str] = set()
        ahead = [piece]
        while ahead:
            one = ahead.pop()
            if one not in kept and one not in wanted:
                wanted.add(one)
                ahead += made[one]
        if len(kept) + len(wanted) <= size:
            kept |= wanted
    order = sorted(kept, key=lambda one: vocab[one])
    model["vocab"] = {piece: number for number, piece in enumerate(order)}
    pairs = [parts(merge) for merge in model["merges"]]
    model["merges"] = [list(pair) for pair in pairs if {*pair, "".join(pair)} <= kept]
    for token in state["added_tokens"]:
        if model["vocab"][token["content"]] != token["id"]:
            raise ValueError(f"the special token {token['content']!r} would change its number")
    return Tokenizer.from_str(json.dumps(state)), [vocab[piece] for piece in order]


def main() -> None:
    """Read the command line, write the new run's folder."""
    import torch

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--size", type=int, default=tokenizer.VOCAB_SIZE)
    args = parser.parse_args()
    args.new.mkdir(parents=True, exist_ok=True)
    state = json.loads((args.old / "tokenizer.json").read_text())
    counts = usage(Tokenizer.from_str(json.dumps(state)), CONVERSATIONS)
    tok, rows = narrowed(state, counts, args.size)
    tok.save(str(args.new / "tokenizer.json"))
    saved = torch.load(args.old / "checkpoint.pt", weights_only=True)
    for name in ("master", "velocity", "square"):
        part = saved["optimiser"][name]
        part["embed.weight"] = part["embed.weight"][rows].clone()
    torch.save(saved, args.new / "checkpoint.pt")
    print(f"{len(rows)} pieces")


if __name__ == "__main__":
    main()
