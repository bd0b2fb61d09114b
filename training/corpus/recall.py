"""Remembering what the user said: one to three facts, other talk in between, then questions.

Held out: 10 % of all names, words and numbers, real and invented, and some phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import (
    arithmetic,
    explain,
    facts,
    identity,
    names,
    smalltalk,
    words,
)
from training.corpus.conversation import Check, Conversation, Split, Turn
from training.corpus.facts import upper_first
from training.corpus.grammar import fill, say, ways
from training.corpus.memories import MEMORIES, WEIGHTS, Memory, value_of

if TYPE_CHECKING:
    import random

SKILL = "recall"
NOT_TOLD = "I don't know. You have not told me that."


_DISTRACTORS = (
    smalltalk.make,
    facts.make,
    arithmetic.make,
    words.make,
    explain.make,
    identity.make,
)


@dataclass(frozen=True)
class _Told:
    memory: Memory
    kind: str
    value: str


def _distract(rng: random.Random, count: int) -> list[Turn]:
    turns: list[Turn] = []
    for _ in range(count):
        maker = rng.choices(_DISTRACTORS, (4, 3, 3, 2, 1, 1))[0]
        turns += maker(rng, "train").turns
    return turns


def _tell(rng: random.Random, split: Split, told: _Told) -> str:
    form = told.memory.told.trained
    if split == "held_out" and rng.random() < 0.5:
        form = told.memory.told.held_out
    return upper_first(say(rng, rng.choice(form), x=told.value, k=told.kind))


def _ask(rng: random.Random, split: Split, told: _Told) -> str:
    form = told.memory.asked.trained
    if split == "held_out" and rng.random() < 0.5:
        form = told.memory.asked.held_out
    return upper_first(say(rng, rng.choice(form), k=told.kind))


def _answer(rng: random.Random, told: _Told) -> str:
    return upper_first(fill(rng, told.memory.answer, x=told.value, k=told.kind))


_LAST = ways(
    "What did I [just|] say[ before| a moment ago|]?",
    "[What was|Repeat|Tell me|Can you repeat] my last [message|sentence|words][?|.|]",
    "[Repeat|Say again] what I [just |]said[.|]",
    "[What were|Do you remember] my last words?",
    "[Which|What] [words|sentence|message] [came|was] from me [last|before|just now]?",
    "[Say|Write|Give] my [last |]words [again|back to me][.|]",
    "[What have|What had] I [just |]said?",
    held_out=("Which words did I just say?", "Give me my last message again."),
)
_SAID = (
    "{x} [and|or|with|but] {y}", "I [see|know|met|saw] {x}", "The {y} is in {t}",
    "{x} likes the {y}", "I will go to {t} with {x}", "{y} {z} {x}", "My {y} is from {t}",
)  # fmt: skip


def echo(rng: random.Random, split: Split) -> Conversation:
    """Saying again what the user has just said, word for word."""
    x, t = names.person(rng, split), names.town(rng, split)
    y, z = names.pick(rng, words.EVERYDAY, split), names.pick(rng, words.EVERYDAY, split)
    said = fill(rng, rng.choice(_SAID), x=x, y=y, z=z, t=t)
    turns = (
        Turn("user", said),
        Turn("assistant", "I see."),
        Turn("user", say(rng, _LAST.pick(rng, split))),
        Turn("assistant", f"You said: {said}"),
    )
    return Conversation(SKILL, turns, Check(all_of=(said,)))


def make(rng: random.Random, split: Split) -> Conversation:
    """Something to remember and a question about it."""
    if split == "held_out":
        return (echo if rng.random() < 0.07 else remember)(rng, split)
    return rng.choices((echo, correct, remember), (7, 9, 84))[0](rng, split)


_WRONG = ways(
    "[No|Wait|Sorry|Oh no], [it is|that was wrong, it is|I mean|make that] {x}[.|]", "[Actually|In fact|Correction][,|:] [it is|I mean|make that|] {x}[.|]", "[I was wrong|I made a mistake|That was wrong|I changed my mind][.|,|:] [It is|It's] {x}[.|]", "{x}, [I mean|not that|sorry][.|]",
    held_out=("Forget what I said, it is {x}.",),
)  # fmt: skip


def correct(rng: random.Random, split: Split) -> Conversation:
    """Something told, corrected, and asked for."""
    memory = rng.choices(MEMORIES, WEIGHTS)[0]
    kind = rng.choice(memory.kinds)
    old, new = (_Told(memory, kind, value_of(rng, split, memory, kind)) for _ in range(2))
    turns = [
        Turn("user", _tell(rng, split, old)),
        Turn("assistant", memory.reply.replace("{x}", old.value)),
        Turn("user", say(rng, _WRONG.pick(rng, split), x=new.value)),
        Turn("assistant", memory.reply.replace("{x}", new.value)),
        *_distract(rng, rng.choice((0, 0, 1))),
        Turn("user", _ask(rng, split, new)),
        Turn("assistant", _answer(rng, new)),
    ]
    return Conversation(SKILL, tuple(turns), Check(all_of=(new.value,)))


def remember(rng: random.Random, split: Split) -> Conversation:
    """Facts told, talk in between, facts asked for in any order; now and then one never told."""
    chosen: list[_Told] = []
    for _ in range(rng.choices((1, 2, 3), (6, 3, 1))[0] + 1):
        memory = rng.choices(MEMORIES, WEIGHTS)[0]
        kind = rng.choice(memory.kinds)
        if all(kind != t.kind or memory is not t.memory for t in chosen):
            chosen.append(_Told(memory, kind, value_of(rng, split, memory, kind)))
    never_told = chosen.pop() if len(chosen) > 1 else None
    turns: list[Turn] = []
    gap = rng.choices((0, 1, 2, 3, 5), (40, 32, 16, 8, 4))[0]
    if rng.random() < 0.25:
        turns += _distract(rng, 1)
    together = len(chosen) > 1 and rng.random() < 0.4
    if together:
        text = " ".join(_tell(rng, split, t).rstrip(".!") + "." for t in chosen)
        turns += [
            Turn("user", text),
            Turn("assistant", chosen[0].memory.reply.replace("{x}", chosen[0].value)),
        ]
    else:
        for i, told in enumerate(chosen):
            reply = told.memory.reply.replace("{x}", told.value)
            turns += [Turn("user", _tell(rng, split, told)), Turn("assistant", reply)]
            if i + 1 < len(chosen) and rng.random() < 0.4:
                turns += _distract(rng, 1)
    turns += _distract(rng, gap)
    asked = rng.sample(chosen, k=rng.randint(1, len(chosen)))
    for told in asked[:-1]:
        turns += [Turn("user", _ask(rng, split, told)), Turn("assistant", _answer(rng, told))]
    if never_told is not None and rng.random() < (0.1):
        turns += [Turn("user", _ask(rng, split, never_told)), Turn("assistant", NOT_TOLD)]
        if split == "held_out":
            return Conversation(SKILL, tuple(turns), Check(any_of=("don't know", "not told me")))
    last = asked[-1]
    turns += [Turn("user", _ask(rng, split, last)), Turn("assistant", _answer(rng, last))]
    return Conversation(SKILL, tuple(turns), Check(all_of=(last.value,)))
