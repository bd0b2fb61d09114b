"""Writes `rare.txt`: words whose tokens are seldom written in answers, so that drills copy them.

A token that is never written in training is never written at all, even where only copying is asked
for. Run once with a vocabulary; the file is committed and only read after that.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from tokenizers import Tokenizer

from training.corpus import mix, vocabulary

HERE = Path(__file__).parent
# Fewer times than this in the answers of that many conversations is seldom.
SELDOM, CONVERSATIONS = 20, 50_000
_EXAMPLES = 3
_TAILS = ("", "o", "ra", "en", "ix", "un", "k", "ad", "sel", "by", "ton", "mo")


def _written(tokenizer: Tokenizer) -> Counter[str]:
    """How often each token is written in answers and calls."""
    counted: Counter[str] = Counter()
    for index in range(CONVERSATIONS):
        turns = mix.conversation(1, index).turns
        texts = [f"{t.thought} {t.written()}" for t in turns if t.role == "assistant"]
        for encoded in tokenizer.encode_batch(texts, add_special_tokens=False):
            counted.update(encoded.tokens)
    return counted


def _words() -> set[str]:
    """Words of the tables and of the corpus, as they are, in small letters and with a capital."""
    found = set(vocabulary.everything())
    for path in HERE.parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(re.findall(r"(?<!\w)[A-Za-z]+(?!\w)", node.value))
    return found | {w.lower() for w in found} | {w.capitalize() for w in found}


def main() -> None:
    """Words for every seldom token; where only held-out words have it, with letters added."""
    tokenizer = Tokenizer.from_file(sys.argv[1])
    letters = {token for token in tokenizer.get_vocab() if re.fullmatch("[A-Za-z]{2,}", token)}
    counted = _written(tokenizer)
    examples: dict[str, set[str]] = defaultdict(set)
    words = sorted(_words(), key=lambda word: (len(word), word))
    for tail in _TAILS:
        wanted = {t for t in letters if counted[t] < SELDOM and len(examples[t]) < _EXAMPLES}
        for word in words:
            text = word + tail
            if not (tail == "" or word in wanted) or not vocabulary.may_be_trained(text):
                continue
            for token in tokenizer.encode(f'"{text}').tokens:
                if token in wanted and len(examples[token]) < _EXAMPLES:
                    examples[token].add(text)
    chosen = {word for token in examples for word in examples[token]}
    (HERE / "rare.txt").write_text("".join(f"{word}\n" for word in sorted(chosen)), "utf-8")
    print(f"{len(chosen)} words for {sum(1 for token in examples if examples[token])} tokens")


if __name__ == "__main__":
    main()
