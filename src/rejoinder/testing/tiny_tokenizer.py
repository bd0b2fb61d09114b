"""A tokenizer.json of a few characters: byte-level BPE, as most models have it."""

from __future__ import annotations

import json
from collections.abc import Sequence


def tokenizer_json(
    characters: str, merges: Sequence[tuple[str, str]] = (), specials: Sequence[str] = ()
) -> str:
    """Token ids are in this order: the characters (ASCII), the merges, the special tokens."""
    shown = [_shown(character) for character in characters]
    pairs = [(_all_shown(left), _all_shown(right)) for left, right in merges]
    tokens = [*shown, *(left + right for left, right in pairs)]
    assert len(set(tokens)) == len(tokens), "a token twice"
    byte_level = {
        "type": "ByteLevel",
        "add_prefix_space": False,
        "trim_offsets": False,
        "use_regex": False,
    }
    added = [
        {
            "id": len(tokens) + index,
            "content": special,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for index, special in enumerate(specials)
    ]
    return json.dumps(
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": added,
            "normalizer": None,
            "pre_tokenizer": byte_level,
            "post_processor": None,
            "decoder": byte_level,
            "model": {
                "type": "BPE",
                "dropout": None,
                "unk_token": None,
                "continuing_subword_prefix": "",
                "end_of_word_suffix": "",
                "fuse_unk": False,
                "byte_fallback": False,
                "ignore_merges": False,
                "vocab": {token: index for index, token in enumerate(tokens)},
                "merges": [f"{left} {right}" for left, right in pairs],
            },
        }
    )


def _all_shown(text: str) -> str:
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    """How byte-level tokenizers write it: what cannot be printed stands 256 higher."""
    return character if 33 <= ord(character) < 127 else chr(256 + ord(character))
