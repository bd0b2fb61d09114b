"""The stream: conversation number `index` of the corpus with a given seed.

Shares are of conversations, not of tokens. A third of the short ones are joined into longer
conversations of up to eight questions, some get a plain system message. Now and then talk comes
before or after what is remembered or called, and tools lie by that nobody needs.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from training.corpus import (
    arithmetic,
    classify,
    explain,
    extraction,
    facts,
    filled,
    greetings,
    identity,
    lists,
    measures,
    newcomer,
    oneliners,
    recall,
    repeating,
    rewriting,
    smalltalk,
    stories,
    system,
    thinking,
    tools,
    translating,
    unknown,
    words,
)
from training.corpus.conversation import Conversation, Split, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

Maker = "Callable[[random.Random, Split], Conversation]"

SKILLS: dict[str, Callable[[random.Random, Split], Conversation]] = {
    "smalltalk": smalltalk.make,
    "identity": identity.make,
    "recall": recall.make,
    "system": system.make,
    "arithmetic": arithmetic.make,
    "facts": facts.talk,
    "words": words.make,
    "explain": explain.make,
    "unknown": unknown.make,
    "newcomer": newcomer.make,
    "tools": filled.make_call,
    "results": tools.make_result,
    "declining": tools.make_none,
    "extraction": extraction.make,
    "thinking": thinking.make,
    "classify": classify.make,
    "greetings": greetings.make,
    "measures": measures.make,
    "rewriting": rewriting.make,
    "lists": lists.make,
    "oneliners": oneliners.make,
    "translating": translating.make,
    "stories": stories.make,
    "repeating": repeating.make,
}
SHARES: dict[str, float] = {
    "smalltalk": 16,
    "identity": 8,
    "recall": 48,
    "system": 60,
    "arithmetic": 18,
    "facts": 64,
    "words": 36,
    "explain": 16,
    "unknown": 16,
    "newcomer": 26,
    "tools": 46,
    "results": 9,
    "declining": 26,
    "extraction": 46,
    "thinking": 44,
    "classify": 34,
    "greetings": 16,
    "measures": 16,
    "rewriting": 14,
    "lists": 36,
    "oneliners": 16,
    "translating": 20,
    "stories": 8,
    "repeating": 20,
}
# These bring a system block of their own or depend on what was never said before.
_ALONE = (
    "recall",
    "system",
    "tools",
    "results",
    "declining",
    "extraction",
    "classify",
    "greetings",
)
# A thought belongs to the last answer alone, so these come last in a longer conversation.
_LAST = ("thinking",)

_NEUTRAL = (
    "You are a helpful assistant.", "You are a helpful assistant", "You are an assistant.",
    "You are a friendly assistant.", "You are a helpful and friendly assistant.",
    "You are a helpful AI assistant.", "You are a helpful chatbot.", "Help the user.",
    "You are rejoinder-mini.", "You are a small language model.", "Be helpful and friendly.",
    "Be polite.", "Answer the questions of the user.", "You are a useful assistant. Be honest.",
)  # fmt: skip


def _joined(rng: random.Random, count: int) -> Conversation:
    turns: list[Turn] = []
    names = [name for name in SHARES if name not in (*_ALONE, *_LAST)]
    weights = [SHARES[name] for name in names]
    for _ in range(count):
        last = SKILLS[rng.choices(names, weights)[0]](rng, "train")
        # The template drops a thought that a later question follows.
        turns += [replace(turn, thought="") for turn in last.turns]
    return Conversation("mixed", tuple(turns), last.check)


def _talk(rng: random.Random, count: int) -> tuple[Turn, ...]:
    """Remarks that no tool, memory or order has to do with."""
    makers = (smalltalk.make, smalltalk.make, identity.make)
    return tuple(turn for _ in range(count) for turn in rng.choice(makers)(rng, "train").turns)


def _among_talk(rng: random.Random, name: str) -> Conversation:
    """A conversation of a skill that stands alone, at times with talk around it."""
    made = SKILLS[name](rng, "train")
    chance = rng.random()
    if name == "recall" and chance < 0.05 and made.turns[0].role == "user":
        # Tools that are of no use for what was told.
        return replace(made, tools=tools.make_none(rng, "train").tools)
    if name not in ("recall", "tools", "results", "declining") or made.response_format:
        return made
    at = 1 if made.turns[0].role == "system" else 0
    if chance < 0.15:
        before = _talk(rng, rng.choice((1, 1, 2)))
        return replace(made, turns=(*made.turns[:at], *before, *made.turns[at:]))
    if name in ("results", "declining") and chance < 0.25 and not made.thinking:
        last = rng.choice((smalltalk.make, identity.make))(rng, "train")
        return replace(made, turns=(*made.turns, *last.turns), check=last.check)
    return made


def conversation(seed: int, index: int) -> Conversation:
    """The training conversation with this number. Never holds a held-out thing."""
    rng = random.Random(f"{seed}/{index}")
    name = rng.choices(tuple(SHARES), tuple(SHARES.values()))[0]
    if name in _ALONE:
        made = _among_talk(rng, name)
    else:
        count = rng.choices((1, 2, 3, 4, 6, 8), (64, 17, 10, 5, 3, 1))[0]
        if count == 1:
            made = SKILLS[name](rng, "train")
        elif name in _LAST:
            last = SKILLS[name](rng, "train")
            before = () if len(last.turns) > 2 else _joined(rng, min(count - 1, 3)).turns
            made = replace(last, turns=(*before, *last.turns))
        else:
            made = _joined(rng, count)
    if made.tools or made.response_format:
        return made
    if made.turns[0].role != "system" and rng.random() < 0.2:
        neutral = Turn("system", rng.choice(_NEUTRAL))
        made = replace(made, turns=(neutral, *made.turns))
    return made


def held_out(skill: str, seed: int, index: int) -> Conversation:
    """The evaluation item with this number."""
    return SKILLS[skill](random.Random(f"held out/{skill}/{seed}/{index}"), "held_out")
