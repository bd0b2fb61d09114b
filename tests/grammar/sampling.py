"""Answers as a random model would give them: any token that the grammar allows, by weight.

The tokens are the bytes, and some words on top, so that one token may end a string and begin the
next. The weights are random but for the pull to an end, which grows with the answer's length.
"""

from __future__ import annotations

import random
from functools import cache

from llguidance import LLMatcher, LLTokenizer, TokenizerWrapper

from rejoinder.grammar.limits import parser_limits
from rejoinder.grammar.text import Grammar, LarkPart, Part

WORDS = (b'", "', b'": ', b'"}', b'": "', b"}, {", b'"]', b": {", b"true", b"null", b"\xc3\xa9",
         b"\\n", b"00", b"0.", b"ing", b"the ", b"2024-", b"}}", b'": [')  # fmt: skip
END = 256
_TOKENS = (*(bytes([each]) for each in range(256)), b"<end>", *WORDS)
_CLOSING = frozenset(
    index for index, token in enumerate(_TOKENS) if index != END and token[-1:] in b'"}]'
)
# Longer answers are given up: they end, but a test's time does sooner.
MAX_TOKENS = 300


class _Tokens:
    """As `LLTokenizer` wants to be shown a tokenizer."""

    eos_token_id = END
    bos_token_id = None
    tokens = _TOKENS
    special_token_ids = (END,)

    def __call__(self, text: bytes) -> list[int]:
        return list(text)


@cache
def tokenizer() -> LLTokenizer:
    return LLTokenizer(TokenizerWrapper(_Tokens()))


def matcher(part: Part) -> LLMatcher:
    """Of a grammar that is one part and nothing else, not begun. Asserts that it compiles."""
    grammar = Grammar(LarkPart("start: @part"), (("part", part),))
    made = LLMatcher(tokenizer(), grammar.text, log_level=0, limits=parser_limits())
    assert not made.is_error(), made.get_error()
    return made


def accepts(part: Part, text: str) -> bool:
    """Whether the text is one that the grammar ends with."""
    made = matcher(part)
    said = list(text.encode())
    return made.try_consume_tokens(said) == len(said) and made.is_accepting()


def sample(begun: LLMatcher, drawn: random.Random) -> bytes | None:
    """A finished answer; None where it grew too long. Asserts that there is always a next token."""
    said = bytearray()
    for count in range(MAX_TOKENS):
        mask = int.from_bytes(begun.compute_bitmask(), "little")
        assert not begun.is_error(), (bytes(said), begun.get_error())
        assert mask, (bytes(said), "nothing may follow")
        token = _drawn(mask, _weights(count // 10), drawn)
        if token == END:
            return bytes(said)
        said += _TOKENS[token]
        assert begun.consume_token(token), (bytes(said), begun.get_error())
        if begun.is_stopped():
            assert begun.is_accepting(), (bytes(said), begun.get_error())
            return bytes(said)
    return None


def _drawn(mask: int, weights: tuple[float, ...], drawn: random.Random) -> int:
    """One of the tokens in the mask. Where most are, one of all is mostly among them."""
    if mask.bit_count() > len(_TOKENS) // 4:
        for token in drawn.choices(range(len(_TOKENS)), weights, k=16):
            if mask >> token & 1:
                return token
    allowed = [token for token in range(len(_TOKENS)) if mask >> token & 1]
    return drawn.choices(allowed, [weights[token] for token in allowed])[0]


@cache
def _weights(tens: int) -> tuple[float, ...]:
    """By how many tens of tokens have been said."""
    pull = 0.8 * tens
    weights = [0.1 if 128 <= token < 256 else 0.5 for token in range(len(_TOKENS))]
    for token in _CLOSING:
        weights[token] = 1 + pull * pull
    weights[END] = 1 + 5 * pull
    return tuple(weights)
