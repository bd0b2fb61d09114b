"""What a skill hands over: turns, and a check that says whether an answer is right.

Knows nothing of tokens, templates or models.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["system", "user", "assistant"]
Split = Literal["train", "held_out"]


@dataclass(frozen=True)
class Turn:
    """One message of a conversation."""

    role: Role
    content: str


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


@dataclass(frozen=True)
class Check:
    """What must hold of the last answer. All parts must hold; an empty part asks for nothing.

    `all_of` and `any_of` are whole words or phrases, whatever their case; `pattern` must match
    the whole stripped answer, case included.
    """

    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    pattern: str = ""

    def passes(self, answer: str) -> bool:
        """Whether the answer is right."""
        text = answer.strip().replace("\u2019", "'")
        return (
            all(_has_word(text, word) for word in self.all_of)
            and (not self.any_of or any(_has_word(text, word) for word in self.any_of))
            and not any(_has_word(text, word) for word in self.none_of)
            and (not self.pattern or re.fullmatch(self.pattern, text, re.DOTALL) is not None)
        )


@dataclass(frozen=True)
class Conversation:
    """Turns that end with the assistant's reference answer, and the check of that answer."""

    skill: str
    turns: tuple[Turn, ...]
    check: Check = field(default_factory=Check)

    @property
    def answer(self) -> str:
        """The reference answer: the last turn's words."""
        return self.turns[-1].content

    @property
    def prompt(self) -> tuple[Turn, ...]:
        """Everything before the reference answer."""
        return self.turns[:-1]


def exchange(skill: str, question: str, answer: str, check: Check) -> Conversation:
    """A conversation of one question and one answer."""
    return Conversation(skill, (Turn("user", question), Turn("assistant", answer)), check)
