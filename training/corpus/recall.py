"""Remembering what the user said: one to three facts, other talk in between, then questions.

Held out: 10 % of all names, words and numbers, real and invented, and some phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import (
    arithmetic,
    explain,
    facts,
    identity,
    memory,
    names,
    people,
    smalltalk,
    together,
    words,
)
from training.corpus.conversation import Check, Conversation, Split, Turn
from training.corpus.grammar import fill, say, ways
from training.corpus.people import NOT_TOLD

if TYPE_CHECKING:
    import random

    from training.corpus.memory import Told

SKILL = "recall"

_DISTRACTORS = (
    smalltalk.make,
    facts.make,
    arithmetic.make,
    words.make,
    explain.make,
    identity.make,
)


def _distract(rng: random.Random, count: int) -> list[Turn]:
    turns: list[Turn] = []
    for _ in range(count):
        maker = rng.choices(_DISTRACTORS, (5, 3, 2, 2, 0.5, 1))[0]
        turns += maker(rng, "train").turns
    return turns


_LAST = ways(
    "What did I [just|] say[ before| a moment ago|]?",
    "[What was|Repeat|Tell me|Can you repeat] my last [message|sentence|words][?|.|]",
    "[Repeat|Say again] what I [just |]said[.|]",
    "[What were|Do you remember] my last words?",
    "[Which|What] [words|sentence|message] [came|was] from me [last|before|just now]?",
    "[Say|Write|Give] my [last |]words [again|back to me][.|]",
    "[What have|What had] I [just |]said?",
    "[Quote|Echo|Read back] [me|my last message|what I said][.|]",
    held_out=("Which words did I just say?", "Give me my last message again."),
)
_SAID = (
    "{x} [and|or|with|but] {y}", "I [see|know|met|saw] {x}", "The {y} is in {t}",
    "{x} likes the {y}", "I will go to {t} with {x}", "{y} {z} {x}", "My {y} is from {t}",
)  # fmt: skip


def echo(rng: random.Random, split: Split) -> Conversation:
    """Saying again what the user has just said, word for word."""
    x, t = names.person(rng, split), names.town(rng, split)
    y, z = memory.any_word(rng, split), memory.any_word(rng, split)
    said = fill(rng, rng.choice(_SAID), x=x, y=y, z=z, t=t)
    turns = (
        Turn("user", said),
        Turn("assistant", "I see."),
        Turn("user", say(rng, _LAST.pick(rng, split))),
        Turn("assistant", f"You said: {said}"),
    )
    return Conversation(SKILL, turns, Check(all_of=(said,)))


_WRONG = ways(
    "[No|Wait|Sorry|Oh no|Oops|Hm], [it is|that was wrong, it is|I mean|I meant|make that|not that, it is] {x}[.|]",
    "[Actually|In fact|Correction|To be exact|Rather|Or rather][,|:] [it is|I mean|make that|I meant|] {x}[.|]",
    "[I was wrong|I made a mistake|That was wrong|I changed my mind|That is not right][.|,|:] [It is|It's|I meant] {x}[.|]",
    "{x}, [I mean|not that|sorry|I meant|that is right][.|]",
    "[Change|Correct|Update] [that|it] to {x}[.|, please.|]",
    "[It is|It's|It should be] {x}[, not {o}|, and not {o}|][.|]",
    "[Not {o}|No, not {o}|I don't mean {o}][,|:| but] {x}[.|]",
    "[I meant|I meant to say|I wanted to say] {x}[, not {o}|][.|]",
    "[It has changed|It is different now|There was a change|New situation]: [now it is |it is now |]{x}[.|]",
    "[Replace|Swap] {o} [by|with|for] {x}[.|, please.|]",
    held_out=("Forget what I said, it is {x}.", "Let me put that right: {x}.", "Instead of {o} write {x}."),
)  # fmt: skip


def correct(rng: random.Random, split: Split) -> Conversation:
    """Something told, corrected, and asked for."""
    old = together.drawn(rng, split, 1)[0]
    new = memory.Told(old.memory, old.kind, memory.value_of(rng, split, old.memory, old.kind))
    if old.value in new.value or new.value in old.value:
        return correct(rng, split)
    # Half of the corrections tell the whole fact again, the others the new value alone.
    if rng.random() < 0.35:
        lead = rng.choice(
            ("No, ", "Actually, ", "Sorry, ", "Wait: ", "I changed my mind. ", "News: ", "")
        )
        again = memory.statement(rng, split, new)
        fixed = lead + (
            again
            if lead[-2:] in (". ", ": ", "") or again.startswith(("I ", "I'", new.value))
            else again[0].lower() + again[1:]
        )
    else:
        fixed = fill(rng, _WRONG.pick(rng, split), x=new.value, o=old.value)
        fixed = fixed.replace("  ", " ")
        fixed = fixed[0].lower() + fixed[1:] if rng.random() < 0.1 else fixed
    turns = [
        Turn("user", memory.tell(rng, split, old)),
        Turn("assistant", old.reply),
        *_distract(rng, rng.choice((0, 0, 0, 1))),
    ]
    if rng.random() < 0.3:
        turns += [
            Turn("user", memory.question(rng, split, old.memory, old.kind)),
            Turn("assistant", old.answer),
        ]
    turns += [
        Turn("user", fixed),
        Turn("assistant", new.reply),
        *_distract(rng, rng.choice((0, 0, 1))),
        Turn("user", memory.question(rng, split, new.memory, new.kind)),
        Turn("assistant", new.answer),
    ]
    return Conversation(SKILL, tuple(turns), Check(all_of=(new.value,), none_of=_other(old, new)))


def _other(old: Told, new: Told) -> tuple[str, ...]:
    """The old value, unless it is part of what must be said."""
    return (old.value,) if old.value.lower() not in new.answer.lower() else ()


def remember(rng: random.Random, split: Split) -> Conversation:
    """Facts told, talk in between, facts asked for in any order; now and then one never told."""
    chosen = together.drawn(rng, split, rng.choices((2, 3, 4), (6, 3, 1))[0])
    never_told = chosen.pop()
    turns: list[Turn] = []
    gap = rng.choices((0, 1, 2, 3, 5), (55, 28, 11, 4.5, 1.5))[0]
    if rng.random() < 0.15:
        turns += _distract(rng, 1)
    if len(chosen) > 1 and rng.random() < 0.5:
        text = " ".join(memory.statement(rng, split, t).rstrip(".!?") + "." for t in chosen)
        turns += [Turn("user", text), Turn("assistant", together.reply_to(chosen))]
    else:
        for i, told in enumerate(chosen):
            turns += [Turn("user", memory.tell(rng, split, told)), Turn("assistant", told.reply)]
            if i + 1 < len(chosen) and rng.random() < 0.25:
                turns += _distract(rng, 1)
    turns += _distract(rng, gap)
    asked = rng.sample(chosen, k=rng.randint(1, len(chosen)))
    for told in asked[:-1]:
        turns += [_asked(rng, split, told), Turn("assistant", told.answer)]
    last = asked[-1]
    if rng.random() < 0.14:
        turns += [_asked(rng, split, never_told), Turn("assistant", NOT_TOLD)]
        if split == "held_out" or rng.random() < 0.5:
            return Conversation(SKILL, tuple(turns), Check(any_of=("don't know", "not told me")))
    turns += [_asked(rng, split, last), Turn("assistant", last.answer)]
    return Conversation(SKILL, tuple(turns), Check(all_of=(last.value,)))


def _asked(rng: random.Random, split: Split, told: Told) -> Turn:
    return Turn("user", memory.question(rng, split, told.memory, told.kind))


def make(rng: random.Random, split: Split) -> Conversation:
    """Something to remember and a question about it."""
    makers = (
        remember, correct, echo, people.people, people.group, together.shopping,
        together.counts, together.ages, together.everything, together.verified, together.nothing,
    )  # fmt: skip
    return rng.choices(makers, (66, 9, 5, 8, 2.5, 2.5, 1, 1, 2, 1.5, 1.5))[0](rng, split)
