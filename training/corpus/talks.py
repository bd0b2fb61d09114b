"""One kind of remark with its answers, and remarks read from lines of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus.spoken import lines

if TYPE_CHECKING:
    import random

    from training.corpus.grammar import Phrasings


@dataclass(frozen=True)
class Talk:
    """One kind of remark, the answers it gets, and words of which an answer must have one."""

    said: Phrasings
    answers: tuple[str, ...]
    any_of: tuple[str, ...]
    weight: float = 1.0


# As people write it, and as they type it in a hurry.
_SHORTER = (
    ("I am", "I'm", "im"), ("You are", "You're", "youre"), ("you are", "you're", "ur"),
    ("That is", "That's", "thats"), ("that is", "that's", "thats"), ("It is", "It's", "its"),
    ("What is", "What's", "whats"), ("what is", "what's", "whats"), ("Who is", "Who's", "whos"),
    ("do not", "don't", "dont"), ("I have", "I've", "ive"), ("cannot", "can't", "cant"),
    ("How is", "How's", "hows"), ("I would", "I'd", "id"), ("Let us", "Let's", "lets"),
    ("don't", "don't", "dont"), ("did not", "didn't", "didnt"),
)  # fmt: skip


def contracted(rng: random.Random, text: str) -> str:
    """`I'm` for `I am` in half of what is said, and now and then no apostrophe."""
    pick = rng.random()
    if pick < 0.5:
        return text
    for long, short, bare in _SHORTER:
        # The end of a sentence has no short form: `who you are.`
        text = re.sub(rf"\b{long}(?= \w)", bare if pick > 0.92 else short, text)
    return text


def talk(answer: str, any_of: str, said: str, *more: str, weight: float = 1.0) -> Talk:
    """A remark: its answer, words of it with bars between, and the ways to make it."""
    return Talk(lines(said), (answer, *more), tuple(any_of.split("|")), weight)


def rows(table: tuple[tuple[str, str], ...], said: str, weight: float = 1.0) -> Talk:
    """A wish for any row of a table of words and texts."""
    return Talk(lines(said), tuple(text for _, text in table), tuple(w for w, _ in table), weight)
