"""The vocabulary of an older mini, in which most words had the space before them in their token.

    python -m training.respace build/mini-v1 build/mini-v2

Writes the tokenizer of a run that begins with the older one's weights. Sizes, ids and signs stay;
a token such as ` telescope` becomes `telescope` where there was none, with merges that make it of
its pieces. Where there was one, the token with the space is left over, and never made.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from training import tokenizer

JsonObject = dict[str, Any]

SPACE = "Ġ"
_SPACED = re.compile(f"{SPACE}[a-z]{{2,}}")


def _needed(merges: list[list[str]]) -> set[str]:
    """Tokens that the joined words are made of."""
    made_of = {left + right: (left, right) for left, right in merges}
    needed: set[str] = set()
    waiting = [SPACE + word for word in tokenizer.JOINED]
    while waiting:
        token = waiting.pop()
        if token not in needed:
            needed.add(token)
            waiting += made_of.get(token, ())
    return needed


def _rebuilt(state: JsonObject, vocab: dict[str, int], merges: list[list[str]]) -> Tokenizer:
    # What was made of a renamed token is no longer made.
    merges[:] = [pair for pair in merges if {*pair, "".join(pair)} <= vocab.keys()]
    model = {**state["model"], "vocab": vocab, "merges": merges}
    return Tokenizer.from_str(json.dumps({**state, "model": model}, ensure_ascii=False))


def respaced(old: Tokenizer) -> Tokenizer:
    """A tokenizer of the same size, for the pieces of tokenizer.PIECES."""
    state = json.loads(old.to_str())
    state["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = tokenizer.PIECES
    vocab, merges = state["model"]["vocab"], state["model"]["merges"]
    needed = _needed(merges)
    spaced = [t for t in vocab if _SPACED.fullmatch(t) and t not in needed]
    left_over = [t for t in spaced if t.removeprefix(SPACE) in vocab]
    made = _rebuilt(state, vocab, merges)
    for token in spaced:
        word = token.removeprefix(SPACE)
        if word in vocab:
            continue
        whole, *pieces = made.encode(word, add_special_tokens=False).tokens
        for piece in pieces:
            merges.append([whole, piece])
            whole += piece
            if whole not in vocab:
                vocab[whole] = vocab.pop(token if whole == word else left_over.pop())
        made = _rebuilt(state, vocab, merges)
    return made


def main() -> None:
    """Read the command line and write the tokenizer."""
    source, target = (Path(argument) for argument in sys.argv[1:])
    target.mkdir(parents=True, exist_ok=True)
    respaced(Tokenizer.from_file(str(source / "tokenizer.json"))).save(
        str(target / "tokenizer.json")
    )


if __name__ == "__main__":
    main()
