"""What a skill hands over: turns, and a check that says whether an answer is right.

An answer is compared as the text the model writes: a thought up to `</think>` if there is one,
words, then calls between `<tool_call>` and `</tool_call>`.

Knows nothing of tokens, templates or models.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["system", "user", "assistant", "tool"]
Split = Literal["train", "held_out"]
JsonObject = dict[str, object]

_CALL = re.compile(r"<tool_call>(.*?)</tool_call>", re.DOTALL)


@dataclass(frozen=True)
class Call:
    """A tool's name and its arguments as JSON text."""

    name: str
    arguments: str

    def text(self) -> str:
        """As the model writes it."""
        return f'<tool_call>{{"name": "{self.name}", "arguments": {self.arguments}}}</tool_call>'


@dataclass(frozen=True)
class Turn:
    """One message of a conversation. Only the assistant's have calls and thoughts."""

    role: Role
    content: str
    calls: tuple[Call, ...] = ()
    thought: str = ""

    def written(self) -> str:
        """Words and calls, without the thought."""
        return self.content + "".join(call.text() for call in self.calls)


def same_json(one: str, other: str) -> bool:
    """Whether two texts are the same JSON value, whatever the order of keys."""
    try:
        first, second = json.loads(one), json.loads(other)
    except ValueError:
        return False
    return json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


@dataclass(frozen=True)
class Check:
    """What must hold of the last answer. All parts must hold; an empty part asks for nothing.

    `all_of` and `any_of` are whole words or phrases, whatever their case; `pattern` must match
    the whole stripped answer, case included; `json` must be the answer's value. The calls must
    be exactly `calls`, in any order: an answer that should have none may not have any.
    """

    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    pattern: str = ""
    json: str = ""
    calls: tuple[Call, ...] = ()

    def _calls_match(self, given: list[str]) -> bool:
        left = [f'{{"name": "{call.name}", "arguments": {call.arguments}}}' for call in self.calls]
        for text in given:
            found = next((one for one in left if same_json(one, text)), None)
            if found is None:
                return False
            left.remove(found)
        return not left

    def passes(self, answer: str) -> bool:
        """Whether the answer is right."""
        told = answer.rpartition("</think>")[2].removesuffix("<|im_end|>")
        text = _CALL.sub("", told).strip().replace("\u2019", "'")
        return (
            self._calls_match(_CALL.findall(told))
            and "<tool_call>" not in text
            and (not self.json or same_json(self.json, text))
            and all(_has_word(text, word) for word in self.all_of)
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
    tools: tuple[JsonObject, ...] = ()
    response_format: JsonObject | None = None
    thinking: bool = False

    @property
    def answer(self) -> str:
        """The reference answer: the last turn's words and calls."""
        return self.turns[-1].written()

    @property
    def prompt(self) -> tuple[Turn, ...]:
        """Everything before the reference answer."""
        return self.turns[:-1]


def exchange(skill: str, question: str, answer: str, check: Check) -> Conversation:
    """A conversation of one question and one answer."""
    return Conversation(skill, (Turn("user", question), Turn("assistant", answer)), check)
