"""A language model that is a table of numbers: what comes next depends on the last token, the
prompt and the position. Small enough to obey every parameter of the API by its definition, in plain
sight.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

NUM_IDS = 512
# Two halves of one character, the second of which nearly always follows the first.
FIRST_HALF, SECOND_HALF = 331, 332

Logits = NDArray[np.float64]


def _bytes_of(id: int) -> bytes:
    if id == FIRST_HALF:
        return "海".encode()[:2]
    if id == SECOND_HALF:
        return "海".encode()[2:]
    if id < 94:
        return chr(0x21 + id).encode()
    if id < 200:
        return f"{chr(0x61 + id % 26)}{chr(0x61 + id // 26)} ".encode()
    return chr(0x100 + id).encode()


PIECES = [_bytes_of(id) for id in range(NUM_IDS)]

_random = np.random.default_rng(7)
_AFTER = _random.normal(0, 1.5, (NUM_IDS, NUM_IDS))
_AT = _random.normal(0, 1.0, (64, NUM_IDS))
# Some tokens are frequent, as in any language, so that texts repeat their words.
_OFTEN = np.where(_random.random(NUM_IDS) < 0.06, 6.0, 0.0)
_OFTEN[FIRST_HALF] = 7.0
_AFTER[FIRST_HALF, SECOND_HALF] = 60.0
_AFTER[:, SECOND_HALF] -= 20.0


@dataclass(frozen=True)
class Wanted:
    """The parameters of one choice, by their names in the API."""

    seed: int
    max_tokens: int = 400
    temperature: float = 1.0
    top_p: float = 1.0
    top_k: int = 0
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    logit_bias: dict[int, float] = field(default_factory=dict)
    faults: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Token:
    """logits: the model's own, before anything was done to them."""

    id: int
    logits: Logits


def generate(prompt: str, wanted: Wanted, choice: int) -> list[Token]:
    """Exactly `max_tokens` tokens: this model never ends of itself."""
    start = zlib.crc32(prompt.encode())
    said: list[Token] = []
    last = start % NUM_IDS
    for position in range(wanted.max_tokens):
        logits = _AFTER[last] + _AT[(start + position) % 64] + _OFTEN
        last = _draw(_adjusted(logits, said, wanted), wanted, choice, position)
        said.append(Token(last, logits))
    return said


def _adjusted(logits: Logits, said: list[Token], wanted: Wanted) -> Logits:
    adjusted = logits.copy()
    if wanted.logit_bias:
        ids = np.array(list(wanted.logit_bias))
        adjusted[ids] += np.array(list(wanted.logit_bias.values()))
    counts = np.zeros(NUM_IDS)
    for token in said:
        counts[token.id] += 1
    if "penalty.multiplies" in wanted.faults:  # as transformers: a repetition_penalty of 1 + it
        factor = 1 + wanted.frequency_penalty
        if factor > 0:
            scaled = np.where(adjusted > 0, adjusted / factor, adjusted * factor)
            return np.where(counts > 0, scaled, adjusted)
    frequency, presence = counts, np.minimum(counts, 1)
    if "frequency.once" in wanted.faults:
        frequency = presence
    if "presence.counts" in wanted.faults:
        presence = counts
    return adjusted - wanted.frequency_penalty * frequency - wanted.presence_penalty * presence


def _draw(logits: Logits, wanted: Wanted, choice: int, position: int) -> int:
    if wanted.temperature == 0 and "temperature.zero" not in wanted.faults:
        return int(logits.argmax())
    scaled = logits / (wanted.temperature or 1.0)
    order = np.argsort(-scaled, kind="stable")
    weights = np.exp(scaled[order] - scaled[order[0]])
    if wanted.top_k:
        weights[wanted.top_k :] = 0
    shares = weights / weights.sum()
    weights[np.cumsum(shares) - shares >= wanted.top_p] = 0
    weights[0] = 1.0
    seed = zlib.crc32(f"{wanted.seed}/{choice}/{position}".encode())
    u = np.random.default_rng(seed).random() * weights.sum()
    return int(order[np.searchsorted(np.cumsum(weights), u, side="right")])


def logprobs(token: Token) -> Logits:
    shifted: Logits = token.logits - token.logits.max()
    normal: Logits = shifted - np.log(np.exp(shifted).sum())
    return normal
