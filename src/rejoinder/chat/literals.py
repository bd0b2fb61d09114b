"""How a tokenizer's added tokens are spelled, and where a text spells one.

`special` tokens steer the model (turns, beginnings, ends). Others are added too (`<think>`,
`<tool_call>`): they carry meaning in the assistant's own words and are forged in anyone else's.
Added tokens of nothing but white space are neither: they are how some vocabularies write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from tokenizers import AddedToken


class Literals:
    """Finds them as the tokenizers library does: leftmost first, and the longest there."""

    def __init__(self, added_tokens: Mapping[int, AddedToken]) -> None:
        protected = {
            one: token
            for one, token in added_tokens.items()
            if token.special or (token.content.strip() and not set(token.content) <= {"\u2581"})
        }
        self.protected_ids = frozenset(protected)
        self.special = frozenset(token.content for token in protected.values() if token.special)
        self._by_content = {token.content: token for token in protected.values()}
        contents = sorted(self._by_content)
        self._any = re.compile(_trie(contents)) if contents else re.compile(r"(?!)")
        specials = sorted(self.special)
        self._any_special = re.compile(_trie(specials)) if specials else re.compile(r"(?!)")
        self.letters = frozenset().union(*map(_telling_letters, self._by_content))
        self._any_letter = re.compile(
            "[" + "".join(map(re.escape, sorted(self.letters))) + "]" if self.letters else r"(?!)"
        )

    def may_spell(self, text: str) -> bool:
        """Whether a text has a letter that can be part of a literal put together by a template."""
        return self._any_letter.search(text) is not None

    def find(
        self, text: str, *, is_genuine: Callable[[int, int], bool] = lambda start, end: True
    ) -> Iterator[tuple[int, int]]:
        """Where literals stand. A genuine one is passed over whole; within one that is not, the
        search goes on at its second letter."""
        match = self._any.search(text)
        while match:
            yield match.span()
            next_start = match.end() if is_genuine(*match.span()) else match.start() + 1
            match = self._any.search(text, next_start)

    def cover(self, text: str, letter_for: Callable[[str], str], *, special_only: bool) -> str:
        """The text with every letter of a literal in it changed by `letter_for`."""
        pattern = self._any_special if special_only else self._any
        return pattern.sub(lambda match: letter_for(match[0]), text)

    def cover_around(self, text: str, letter_for: Callable[[str], str]) -> str:
        """The text with every letter changed by `letter_for`, except in literals that are not
        special."""
        covered = []
        after = 0
        for start, end in self.find(text):
            if text[start:end] not in self.special:
                covered += [letter_for(text[after:start]), text[start:end]]
                after = end
        return "".join((*covered, letter_for(text[after:])))

    def with_swallowed(self, text: str, start: int, end: int) -> tuple[int, int]:
        """A genuine token's span with the white space that it swallows when encoded."""
        token = self._by_content.get(text[start:end])
        if token is not None and token.lstrip:
            start = len(text[:start].rstrip())
        if token is not None and token.rstrip:
            end = len(text) - len(text[end:].lstrip())
        return start, end


def _telling_letters(content: str) -> frozenset[str]:
    """The letters to watch: a literal's punctuation, since templates hardly write that around a
    client's words; its first letter, where it has none."""
    signs = frozenset(one for one in content if not one.isalnum() and not one.isspace())
    return signs or frozenset(content[:1])


def _trie(words: list[str]) -> str:
    """A pattern for any of some words, the longest first, which shares what they have in common.

    Vocabularies have thousands of `<unused17>`; an alternation would try each at every letter.
    """
    if len(words) == 1:
        return re.escape(words[0])
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[:1], []).append(word[1:])
    may_end = groups.pop("", None) is not None
    branches = [re.escape(letter) + _trie(rest) for letter, rest in groups.items()]
    pattern = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    return f"(?:{pattern})?" if may_end else pattern
