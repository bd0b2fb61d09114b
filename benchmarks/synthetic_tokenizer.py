"""A tokenizer.json with as many tokens as large models have, made up: byte-level BPE.

All bytes, punctuation as JSON has it, words of many languages' shapes with and without a space
before them, and characters of three bytes. What matters here is that a tree of the tokens is about
as wide and as deep as a real one's.
"""

from __future__ import annotations

import json
from random import Random

# As in Qwen's: the rest of 151,936 rows are control tokens and padding.
NUM_TOKENS = 151_643
SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
END_ID = NUM_TOKENS + 2
QUOTE_ID = ord('"')  # bytes come first

_PUNCTUATION = (
    *('{"', '":', '",', ' "', '"}', "},", "[]", "{}", '["', '"]', "],", "]}", "}}", ", ", ": "),
    *("  ", "    ", "\n\n", "\n ", "//", "==", "--", "**", "...", "()", ");", '="', "/>", "</"),
)
# As a model's vocabulary has them, else every name in a schema would be many tokens.
_WORDS = (
    *("name", "age", "email", "kind", "tags", "active", "home", "work", "other", "true", "false"),
    *("null", "type", "value", "id", "is", "has", "list", "date", "time", "price", "count", "key"),
    *("person", "address", "city", "street", "phone", "first", "last", "number", "text", "data"),
)
_CONSONANTS = "bcdfghjklmnpqrstvwxyz"
_VOWELS = "aeiou"


def synthetic_tokenizer(num_tokens: int = NUM_TOKENS, seed: int = 0) -> str:
    """The file's text. Ids: bytes, merges, then `SPECIALS`."""
    shown = _shown_bytes()
    tokens = {shown[byte]: byte for byte in range(256)}
    merges: list[str] = []

    def merge(left: str, right: str) -> str:
        if left + right not in tokens:
            tokens[left + right] = len(tokens)
            merges.append(f"{left} {right}")
        return left + right

    def spelled(text: bytes) -> str:
        """All of it as one token, with what it is merged from."""
        made = shown[text[0]]
        for byte in text[1:]:
            made = merge(made, shown[byte])
        return made

    for text in (*_PUNCTUATION, *_WORDS, *(f" {word}" for word in _WORDS)):
        spelled(text.encode())
    rng = Random(seed)
    syllables = [spelled((c + v).encode()) for c in _CONSONANTS for v in _VOWELS]
    for code in rng.sample(range(0x4E00, 0x9FA5), num_tokens // 8):
        spelled(chr(code).encode())
    words = list(syllables)
    space = shown[ord(" ")]
    while len(tokens) < num_tokens:
        left, right = rng.choice(words), rng.choice(syllables)
        kind = rng.random()
        if kind < 0.4 and not left.startswith(space):
            merge(space, left)
        elif kind < 0.5:
            merge(left, shown[ord(rng.choice("snrtld"))])
        elif len(left) < 12:
            words.append(merge(left, right))
    byte_level = {
        "type": "ByteLevel",
        "add_prefix_space": False,
        "trim_offsets": False,
        "use_regex": True,
    }
    added = [
        {
            "id": len(tokens) + place,
            "content": special,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for place, special in enumerate(SPECIALS)
    ]
    model = {"type": "BPE", "vocab": tokens, "merges": merges, "byte_fallback": False}
    parts = {"pre_tokenizer": byte_level, "decoder": byte_level, "model": model}
    return json.dumps({"version": "1.0", "added_tokens": added, **parts}, ensure_ascii=False)


def _shown_bytes() -> list[str]:
    """How byte-level tokenizers write each byte: those that cannot be printed stand from 256 on."""
    printed = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = [byte for byte in range(256) if byte not in printed]
    return [chr(byte if byte in printed else 256 + others.index(byte)) for byte in range(256)]
