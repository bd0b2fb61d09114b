"""How one model is told to think, more or less or not at all: the words its template has for it.

Templates know switches (`enable_thinking`), words (`reasoning_effort`) and budgets; each has its
own. What one of them does is found by rendering with it. What no template can do, limiting the
thought, is the engine's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

import msgspec

from rejoinder.chat.ask import Effort

# What templates were seen to call it.
_SWITCHES = ("enable_thinking", "thinking")
_WORD_SWITCHES = ("thinking_option", "thinking_mode")
_ON, _OFF = ("on", "enabled"), ("off", "disabled")
BUDGETS = ("thinking_budget", "reasoning_budget")
_WORDS = ("reasoning_effort", "thinking_effort", "reasoning_strength")
# The API's word first, then what comes closest.
_SAME: dict[Effort, tuple[str, ...]] = {
    Effort.NONE: ("none", "no_think", "off", "disabled", "minimal", "low"),
    Effort.MINIMAL: ("minimal", "low"),
    Effort.LOW: ("low", "minimal"),
    Effort.MEDIUM: ("medium", "high", "low"),
    Effort.HIGH: ("high", "max", "medium"),
}
_UNIVERSAL = ("low", "medium", "high")

Values = dict[str, object]


class Ends(Protocol):
    """The prompt for a user's message, with some values; None where the template fails."""

    def __call__(self, values: Mapping[str, object]) -> str | None: ...


class Efforts(msgspec.Struct, frozen=True):
    """What a template is given for each effort, and what comes of it.

    can_stop: with effort none the model does not think. is_told_to_begin: it thinks only where the
    prompt begins the thought, since a prompt that does nothing is how it is told not to.
    """

    values: dict[Effort, Values]
    can_stop: bool
    is_told_to_begin: bool


def switched_on(names: frozenset[str], compared: Mapping[str, tuple[str, ...]]) -> Values:
    """The values that let a model think, by the names that its template reads."""
    return _switched(names, compared, is_on=True)


def ways(names: frozenset[str], compared: Mapping[str, tuple[str, ...]]) -> Iterator[Values]:
    """Values that may make a difference to whether a model thinks: first none at all."""
    yield {}
    yield _switched(names, compared, is_on=True)
    yield _switched(names, compared, is_on=False) | _no_budget(names)
    for name in _WORDS:
        for word in compared.get(name, ()) if name in names else ():
            yield {name: word}


def _no_budget(names: frozenset[str]) -> Values:
    return {name: 0 for name in BUDGETS if name in names}


def _switched(
    names: frozenset[str], compared: Mapping[str, tuple[str, ...]], *, is_on: bool
) -> Values:
    values: Values = {name: is_on for name in _SWITCHES if name in names}
    for name in _WORD_SWITCHES:
        words = [one for one in (_ON if is_on else _OFF) if one in compared.get(name, ())]
        if name in names and words:
            values[name] = words[0]
    return values


def find(
    prompt: Ends,
    names: frozenset[str],
    compared: Mapping[str, tuple[str, ...]],
    thought: tuple[str, str],
) -> Efforts:
    """Of a model that thinks. thought: what opens and what closes one."""
    finder = _Finder(prompt, names, compared, thought)
    values = {effort: finder.values(effort) for effort in Effort}
    stopped, can_stop = finder.stopped()
    values[Effort.NONE] = stopped
    opens = any(
        is_open(prompt(one) or "", thought)
        for one in ({}, switched_on(names, compared), *values.values())
    )
    is_silent = can_stop and not is_closed(prompt(stopped) or "", thought)
    return Efforts(values, can_stop, is_told_to_begin=opens and is_silent)


def is_open(prompt: str, thought: tuple[str, str]) -> bool:
    """Whether a thought begins where a prompt ends."""
    return prompt.rstrip().endswith(thought[0].rstrip())


def is_closed(prompt: str, thought: tuple[str, str]) -> bool:
    """Whether a thought ends where a prompt ends."""
    return prompt.rstrip().endswith(thought[1].strip())


class _Finder:
    def __init__(
        self,
        prompt: Ends,
        names: frozenset[str],
        compared: Mapping[str, tuple[str, ...]],
        thought: tuple[str, str],
    ) -> None:
        self._prompt = prompt
        self._names = names
        self._compared = compared
        self._thought = thought
        self._on = switched_on(names, compared)

    def values(self, effort: Effort) -> Values:
        """Of an effort that is one."""
        values = dict(self._on)
        for name in _WORDS:
            if name not in self._names:
                continue
            word = next(
                (
                    one
                    for one in self._words(name, effort)
                    if self._prompt({**values, name: one}) is not None
                ),
                None,
            )
            if word is not None:
                values[name] = word
        return values

    def _words(self, name: str, effort: Effort) -> Iterator[str]:
        """The best first: words that the template compares with, and those of the three that every
        model with such words knows, since a template may also tell the word as it is."""
        known = self._compared.get(name, ())
        for word in _SAME[effort]:
            if word in known or word in _UNIVERSAL:
                yield word

    def stopped(self) -> tuple[Values, bool]:
        """For no effort at all: values with which nothing is thought, or else the least effort."""
        thinking = self._prompt(self._on)
        for values in self._ways_to_stop():
            text = self._prompt(values)
            if text is None or is_open(text, self._thought):
                continue
            if is_closed(text, self._thought) or (text != thinking and self._is_said(values)):
                return values, True
        return self.values(Effort.MINIMAL), False

    def _ways_to_stop(self) -> Iterator[Values]:
        """All that a template knows together first, then each for itself."""
        off = _switched(self._names, self._compared, is_on=False)
        off |= _no_budget(self._names)
        words = [name for name in _WORDS if name in self._names]
        for name in words:
            known = self._compared.get(name, ())
            for word in _SAME[Effort.NONE]:
                if word in known:
                    yield {**off, name: word}
        yield off

    def _is_said(self, values: Values) -> bool:
        """Whether a template says in some way of its own that nothing is to be thought: by a
        switch, or a word that means just that."""
        if any(name in values for name in (*_SWITCHES, *_WORD_SWITCHES)):
            return True
        return any(values.get(name) in _SAME[Effort.NONE][:4] for name in _WORDS)
