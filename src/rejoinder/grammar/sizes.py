"""How long what a client writes itself may be: patterns, choices, grammars.

Of each other kind of size the compiler is the judge.
"""

from __future__ import annotations

from collections.abc import Sequence

from rejoinder.errors import GrammarTooComplex
from rejoinder.grammar.limits import (
    MAX_CHOICES,
    MAX_CHOICES_BYTES,
    MAX_GRAMMAR_BYTES,
    MAX_PATTERN_CHARS,
)


def check_pattern(pattern: str, *, param: str) -> None:
    """Raises GrammarTooComplex, as all here."""
    _check(len(pattern), MAX_PATTERN_CHARS, "characters of pattern", param)


def check_choices(choices: Sequence[str], *, param: str) -> None:
    _check(len(choices), MAX_CHOICES, "choices", param)
    num_bytes = sum(len(choice.encode()) for choice in choices)
    _check(num_bytes, MAX_CHOICES_BYTES, "bytes of choices", param)


def check_definition(definition: str, *, param: str) -> None:
    _check(len(definition.encode()), MAX_GRAMMAR_BYTES, "bytes of grammar", param)


def _check(size: int, limit: int, unit: str, param: str) -> None:
    if size > limit:
        raise GrammarTooComplex(param=param, limit=f"{limit} {unit}")
