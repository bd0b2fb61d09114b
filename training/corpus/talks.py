"""One kind of remark with its answers, and remarks read from lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus.spoken import lines

if TYPE_CHECKING:
    from training.corpus.grammar import Phrasings


@dataclass(frozen=True)
class Talk:
    """One kind of remark, the answers it gets, and words of which an answer must have one."""

    said: Phrasings
    answers: tuple[str, ...]
    any_of: tuple[str, ...]
    weight: float = 1.0


def talk(answer: str, any_of: str, said: str, *more: str, weight: float = 1.0) -> Talk:
    """A remark: its answer, words of it with bars between, and the ways to make it."""
    return Talk(lines(said), (answer, *more), tuple(any_of.split("|")), weight)


def rows(table: tuple[tuple[str, str], ...], said: str, weight: float = 1.0) -> Talk:
    """A wish for any row of a table of words and texts."""
    return Talk(lines(said), tuple(text for _, text in table), tuple(w for w, _ in table), weight)
