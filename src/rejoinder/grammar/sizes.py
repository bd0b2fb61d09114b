"""What a client writes itself, looked at before anything is made of it: patterns, choices and
grammars.

Of each kind of size but the length the compiler is the judge.
"""

from __future__ import annotations

from collections.abc import Sequence

from rejoinder.errors import GrammarTooComplex, InvalidGrammar
from rejoinder.grammar.lark import check_lark
from rejoinder.grammar.limits import (
    MAX_CHOICES,
    MAX_CHOICES_BYTES,
    MAX_GRAMMAR_BYTES,
    MAX_PATTERN_CHARS,
)
from rejoinder.grammar.pattern_tree import PatternError
from rejoinder.grammar.patterns import is_valid, matched


def check_pattern(pattern: str, *, param: str) -> None:
    """A regex that the whole of a text must match. Raises GrammarTooComplex and InvalidGrammar."""
    _check(len(pattern), MAX_PATTERN_CHARS, "characters of pattern", param)
    try:
        regexes = matched(pattern)
    except PatternError as error:
        raise InvalidGrammar(param=param, detail=f"the pattern {error}") from None
    if not all(map(is_valid, regexes)):
        raise InvalidGrammar(
            param=param, detail="the pattern names a Unicode property that there is not"
        )


def check_choices(choices: Sequence[str], *, param: str) -> None:
    """Raises GrammarTooComplex."""
    _check(len(choices), MAX_CHOICES, "choices", param)
    num_bytes = sum(len(choice.encode()) for choice in choices)
    _check(num_bytes, MAX_CHOICES_BYTES, "bytes of choices", param)


def check_definition(definition: str, *, param: str) -> None:
    """A grammar in Lark. Raises GrammarTooComplex and InvalidGrammar."""
    check_length(definition, param=param)
    check_lark(definition, param=param)


def check_length(definition: str, *, param: str) -> None:
    """Of a grammar of any kind. Raises GrammarTooComplex."""
    _check(len(definition.encode()), MAX_GRAMMAR_BYTES, "bytes of grammar", param)


def _check(size: int, limit: int, unit: str, param: str) -> None:
    if size > limit:
        raise GrammarTooComplex(param=param, limit=f"{limit} {unit}")
