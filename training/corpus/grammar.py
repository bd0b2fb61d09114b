"""Surface forms: choices in brackets, small slips of the keyboard, and what is held out.

`[Hi|Hello][ there|]` means one of each bracket; `{name}` is a slot, filled last so that no
slip ever damages it. Held-out things are chosen by a hash of their text, so that adding a
row to a table never moves another row from one side to the other.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from training.corpus.conversation import Split

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLIPPABLE = re.compile(r"[a-z]{5,}")

_OPENERS = (
    "Hey, ", "Hi, ", "Hello, ", "OK, ", "Okay, ", "So, ", "Um, ", "Well, ", "Alright, ", "Now ",
    "Quick question: ", "One question: ", "A question: ", "Another question: ", "Also, ",
    "Please tell me: ", "Tell me: ", "I wonder: ", "I want to know: ", "By the way, ",
)  # fmt: skip
_CLOSERS = (" please", ", please", " Thanks!", " Thank you.", " :)", " I forgot.", " Just curious.")


def expand(rng: random.Random, text: str) -> str:
    """Choose one alternative of every bracket, innermost first."""
    while (match := _CHOICE.search(text)) is not None:
        chosen = rng.choice(match.group(1).split("|"))
        text = text[: match.start()] + chosen + text[match.end() :]
    return text


def _slip(rng: random.Random, text: str) -> str:
    """Swap, drop or double one letter of one longer word."""
    words = [m for m in _SLIPPABLE.finditer(text) if text[m.start() - 1 : m.start()] != "{"]
    if not words:
        return text
    word = rng.choice(words)
    at = rng.randrange(word.start() + 1, word.end() - 1)
    pair = text[at : at + 2]
    changed = rng.choice((pair[::-1], pair[1:], pair[0] + pair))
    return text[:at] + changed + text[at + 2 :]


def noisy(rng: random.Random, text: str) -> str:
    """What a person might type instead: openers, small letters, no full stop, a slip."""
    if rng.random() < 0.12 and "{" not in text[:1]:
        first = text[0] if text[:2] in ("I ", "I'") else text[0].lower()
        text = rng.choice(_OPENERS) + first + text[1:]
    if rng.random() < 0.06 and text[-1:] in "?.":
        closer = rng.choice(_CLOSERS)
        text = (
            text + closer
            if closer[1].isupper() or closer[1] == ":"
            else text[:-1] + closer + text[-1]
        )
    if rng.random() < 0.2:
        text = text.lower()
    if rng.random() < 0.15:
        text = text.rstrip("?.!")
    if rng.random() < 0.06:
        text = _slip(rng, text)
    return text


def say(rng: random.Random, template: str, **slots: str | int) -> str:
    """A user's sentence from a template: expanded, made a little noisy, slots filled."""
    text = noisy(rng, expand(rng, template))
    for slot, value in slots.items():
        text = text.replace("{" + slot + "}", str(value))
    return text


def fill(rng: random.Random, template: str, **slots: str | int) -> str:
    """An assistant's sentence from a template: expanded and filled, never noisy."""
    text = expand(rng, template)
    for slot, value in slots.items():
        text = text.replace("{" + slot + "}", str(value))
    return text


def is_held_out(key: str, percent: int) -> bool:
    """Whether this thing is kept out of training, by a hash of its text."""
    digest = hashlib.blake2b(key.encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % 100 < percent


def side(items: Sequence[str], split: Split, percent: int) -> tuple[str, ...]:
    """The items of one side of the split."""
    return tuple(x for x in items if is_held_out(x, percent) == (split == "held_out"))


@dataclass(frozen=True)
class Phrasings:
    """Ways to say one thing; `held_out` ones are used in evaluation only."""

    trained: tuple[str, ...]
    held_out: tuple[str, ...]

    def pick(self, rng: random.Random, split: Split) -> str:
        """A phrasing of this side of the split."""
        return rng.choice(self.held_out if split == "held_out" else self.trained)


def ways(*trained: str, held_out: tuple[str, ...]) -> Phrasings:
    """Write phrasings without parentheses around the trained ones."""
    return Phrasings(trained, held_out)
