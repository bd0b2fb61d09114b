"""Obeying a system message: form of the answer, a persona, a fixed reply, facts given to use.

Held out: phrasings of the instruction, and 10 % of the names and words in it.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from training.corpus import (
    arithmetic,
    explain,
    facts,
    identity,
    lexicon,
    names,
    orders,
    smalltalk,
    toolbox,
    words,
)
from training.corpus.conversation import Check, Conversation, Split, Turn
from training.corpus.grammar import Phrasings, expand, ways

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SKILL = "system"

_SHORT: tuple[tuple[str, str], ...] = (
    ("Is the sky blue?", "Yes"), ("Is fire cold?", "No"), ("Is snow white?", "Yes"),
    ("Is a dog an animal?", "Yes"), ("Can fish fly?", "No"), ("Is ice hot?", "No"),
    ("Is grass green?", "Yes"), ("Is water wet?", "Yes"), ("Can birds fly?", "Yes"),
    ("Is the sun a star?", "Yes"), ("Is a banana red?", "No"), ("Do cats bark?", "No"),
)  # fmt: skip


def _fact(rng: random.Random, split: Split) -> tuple[str, str, str]:
    """A question, its full answer and its shortest answer."""
    if rng.random() < 0.2:
        talk = arithmetic.add(rng, split)
        return talk.turns[0].content, talk.answer, talk.answer.split("= ")[1].rstrip(".")
    if rng.random() < 0.1:
        question, short = rng.choice(_SHORT)
        return question, f"{short}.", short
    # Facts are asked in trained words: what is held out here is the instruction.
    while True:
        talk = facts.make(rng, "train")
        wanted = talk.check.all_of
        if len(wanted) == 1 and " " not in wanted[0] and wanted[0] in talk.answer:
            return talk.turns[0].content, talk.answer, wanted[0]


def _plain(rng: random.Random) -> Conversation:
    """Any short exchange, in trained words."""
    makers: tuple[Callable[[random.Random, Split], Conversation], ...]
    makers = (
        smalltalk.make,
        facts.make,
        arithmetic.add,
        words.opposite,
        identity.make,
        explain.make,
    )
    return rng.choices(makers, (5, 6, 2, 2, 2, 2))[0](rng, "train")


def _word(rng: random.Random, split: Split) -> str:
    if rng.random() < 0.3:
        return names.invented(rng, split)
    word = (
        lexicon.word(rng, split) if rng.random() < 0.4 else names.pick(rng, words.EVERYDAY, split)
    )
    if rng.random() < 0.1:
        word = f"{word} {lexicon.word(rng, split)}"
    return word.capitalize() if rng.random() < 0.3 else word


def _shaped(
    rng: random.Random,
    split: Split,
    form: Phrasings,
    shape: Callable[[str], str],
    pattern: str,
    x: str = "",
) -> Conversation:
    """One to three plain exchanges whose answers all take the shape.

    The last answer must match the pattern, and be right besides where the shape leaves it.
    """
    quoted = rng.choice((x, x, f'"{x}"', f"'{x}'"))
    system = expand(rng, form.pick(rng, split)).replace("{x}", quoted)
    turns = [Turn("system", system)]
    for _ in range(rng.choices((1, 2, 3), (6, 3, 1))[0]):
        plain = _plain(rng)
        turns += [plain.turns[0], Turn("assistant", shape(plain.answer))]
    check = Check(pattern=pattern) if form is orders.ONLY else replace(plain.check, pattern=pattern)
    return Conversation(SKILL, tuple(turns), check)


def _short(rng: random.Random, split: Split, form: Phrasings) -> Conversation:
    turns = [Turn("system", expand(rng, form.pick(rng, split)))]
    for _ in range(rng.choices((1, 2, 3), (6, 3, 1))[0]):
        question, _, short = _fact(rng, "train")
        short = short[:1].upper() + short[1:]
        turns += [Turn("user", question), Turn("assistant", f"{short}.")]
    return Conversation(SKILL, tuple(turns), Check(all_of=(short,), pattern=r"\S+"))


def _persona(rng: random.Random, split: Split) -> Conversation:
    name, job = names.person(rng, split), names.pick(rng, names.JOBS, "train")
    system = expand(rng, orders.PERSONA.pick(rng, split)).replace("{x}", name).replace("{j}", job)
    turns = [Turn("system", system)]
    if rng.random() < 0.3:
        turns += smalltalk.make(rng, "train").turns
    question = expand(rng, identity.TALKS[0].said.pick(rng, split)).replace("rejoinder-mini", name)
    turns += [Turn("user", question), Turn("assistant", f"I am {name}.")]
    return Conversation(SKILL, tuple(turns), Check(all_of=(name,), none_of=("rejoinder-mini",)))


def _user_name(rng: random.Random, split: Split) -> Conversation:
    name = names.person(rng, split)
    form = rng.choice((orders.CALL, orders.USER_FACT))
    turns = [Turn("system", expand(rng, form.pick(rng, split)).replace("{x}", name))]
    if form is orders.CALL or rng.random() < 0.3:
        hello = expand(rng, smalltalk.TALKS[0].said.pick(rng, split))
        turns += [Turn("user", hello), Turn("assistant", f"Hello, {name}! How can I help you?")]
    if form is orders.USER_FACT or rng.random() < 0.3:
        question = expand(rng, orders.ASK_NAME.pick(rng, split))
        turns += [Turn("user", question), Turn("assistant", f"Your name is {name}.")]
    return Conversation(SKILL, tuple(turns), Check(all_of=(name,)))


_OPENING = ways(
    "You [work for|answer for|help at] the {k} {x}. [The {k}|{x}|It] opens at {a} and closes at {b}.",
    "You are the assistant of the {k} {x}. [It|The {k}] is open from {a} to {b}.",
    held_out=("You speak for the {k} {x}, open from {a} until {b}.",),
)


def _shop(rng: random.Random, split: Split) -> Conversation:
    """Facts in the system message, asked for by the user."""
    name, kind = (
        names.invented(rng, split),
        rng.choice(("bakery", "shop", "museum", "library", "hotel")),
    )
    a, b = rng.randint(5, 12), rng.randint(13, 23)
    system = expand(rng, _OPENING.pick(rng, split))
    system = (
        system.replace("{x}", name)
        .replace("{k}", kind)
        .replace("{a}", str(a))
        .replace("{b}", str(b))
    )
    when, answer, wanted = rng.choice((
        ("[When|At what time] do you [open|open in the morning]?", f"We open at {a}.", str(a)),
        ("[When|At what time|How early] does the {k} open?", f"We open at {a}.", str(a)),
        ("[When|At what time] do you [close|close in the evening]?", f"We close at {b}.", str(b)),
        ("[When|At what time|How late] does the {k} close?", f"We close at {b}.", str(b)),
        ("What is the name of [your|the] {k}?", f"The name of the {kind} is {name}.", name),
        ("[What is the {k} called|What are you called]?", f"The name of the {kind} is {name}.", name),
    ))  # fmt: skip
    turns = (
        Turn("system", system),
        Turn("user", expand(rng, when).replace("{k}", kind)),
        Turn("assistant", answer),
    )
    return Conversation(SKILL, turns, Check(all_of=(wanted,)))


_ONLY_ABOUT = ways(
    "[Only|You only|Please only] [answer questions about|talk about|speak about|help with] {t}. [Otherwise|To anything else] [say|answer|reply]: {x}", "You [answer|know] nothing but {t}. [If asked anything else|To other questions] say: {x}", "[Stay with|Keep to|Your only topic is] {t}. [For all else|For the rest] say: {x}",
    "[If|When] the user asks about anything but {t}, [say|answer|reply]: {x}", "[Refuse|Decline] everything but {t} with: {x}",
    held_out=("Nothing but {t} concerns you. Anything else you answer with: {x}", "Your field is {t}; outside of it you say: {x}"),
)  # fmt: skip
_REFUSALS = (
    "I only talk about {t}.", "Sorry, I only know {t}.", "That is not about {t}.", "I cannot help with that.", "Ask me about {t}.", "No comment.",
    "That is not my job.", "Sorry, no.", "Please ask about {t}.", "Let us stay with {t}.",
)  # fmt: skip


def _about(rng: random.Random, split: Split) -> Conversation:
    """One topic alone; everything else gets a fixed reply."""
    kinds: dict[str, tuple[Callable[[random.Random, Split], Conversation], ...]] = {
        "capitals": (facts.capital, facts.capital_of), "sums": (arithmetic.add, arithmetic.subtract),
        "opposites": (words.opposite,), "small talk": (smalltalk.make,), "spelling": (words.spell,),
        "plurals": (words.plural,),
    }  # fmt: skip
    topic = rng.choice(tuple(kinds))
    refusal = rng.choice(_REFUSALS).replace("{t}", topic)
    quoted = rng.choice((refusal, f'"{refusal}"'))
    system = expand(rng, _ONLY_ABOUT.pick(rng, split)).replace("{t}", topic).replace("{x}", quoted)
    turns, check = [Turn("system", system)], Check()
    for _ in range(rng.choice((1, 1, 2))):
        inside = rng.random() < 0.5
        made = rng.choice(kinds[topic if inside else rng.choice([t for t in kinds if t != topic])])(
            rng, "train"
        )
        answer = made.answer if inside else refusal
        check = made.check if inside else Check(all_of=(refusal.rstrip("."),))
        turns += [made.turns[0], Turn("assistant", answer)]
    return Conversation(SKILL, tuple(turns), check)


_GIVEN = ways(
    "[The|Our] {k} [is|costs|has] {v}.", "{k}: {v}.", "[Remember|Note|You know] that the {k} is {v}.", "[For this chat|Today|Here] the {k} is {v}.", "The {k} [of today|for guests|to give out] is {v}.",
    held_out=("Know that our {k} is {v}.", "As {k} we have {v}."),
)  # fmt: skip
_GIVEN_ASKED = ways(
    "[What is|What's|Tell me] the {k}?", "[Which|What] {k} [is it|do you have|can you give me]?", "[I need|Give me|May I have] the {k}[.|, please.|]", "{k}?",
    held_out=("Could you tell me the {k}?",),
)  # fmt: skip


def _given(rng: random.Random, split: Split) -> Conversation:
    """Some facts in the system message, one of which is asked for."""
    drawn: dict[str, str] = {}
    for _ in range(rng.choice((1, 2, 2, 3))):
        key = rng.choice(
            (
                "wifi password",
                "phone number",
                "room number",
                "address",
                "price",
                "manager",
                "menu of the day",
                "door code",
                "next stop",
                "speaker",
                "colour of the day",
                "closing time",
                "start",
                "team",
                "dress code",
                "password",
                "fee",
                "guide",
                "driver",
                "parking fee",
                "dish of the day",
            )
        )
        kind = rng.random()
        drawn[key] = (
            str(toolbox.number(rng, 1, 999, split)) if "number" in key or "price" in key or "fee" in key or kind < 0.15
            else lexicon.full_name(rng, split) if key in ("manager", "speaker", "guide", "driver")
            else names.invented(rng, split) if kind < 0.3 else toolbox.a_word(rng, split) if kind < 0.7
            else toolbox.code(rng, split) if kind < 0.85 else names.town(rng, split)
        )  # fmt: skip
    told = " ".join(
        expand(rng, _GIVEN.pick(rng, split)).replace("{k}", k).replace("{v}", v)
        for k, v in drawn.items()
    )
    key = rng.choice(tuple(drawn))
    asked = expand(rng, _GIVEN_ASKED.pick(rng, split)).replace("{k}", key)
    opening = rng.choice(
        (
            "",
            "",
            "You are the assistant of a hotel. ",
            "You help guests. ",
            "You work at the desk. ",
        )
    )
    turns = (
        Turn("system", opening + told),
        Turn("user", asked[:1].upper() + asked[1:]),
        Turn("assistant", f"The {key} is {drawn[key]}."),
    )
    return Conversation(SKILL, turns, Check(all_of=(drawn[key],)))


def make(rng: random.Random, split: Split) -> Conversation:
    """Any instruction."""
    kind = rng.choices(
        (
            "upper",
            "lower",
            "one",
            "brief",
            "end",
            "start",
            "only",
            "persona",
            "user",
            "shop",
            "about",
            "given",
        ),
        (13, 8, 14, 6, 12, 11, 11, 13, 9, 7, 9, 9),
    )[0]
    if kind == "upper":
        return _shaped(rng, split, orders.UPPER, str.upper, r"[^a-z]+")
    if kind == "lower":
        return _shaped(rng, split, orders.LOWER, str.lower, r"[^A-Z]+")
    if kind == "one":
        return _short(rng, split, orders.ONE_WORD)
    if kind == "brief":
        return _short(rng, split, orders.BRIEF)
    if kind == "persona":
        return _persona(rng, split)
    if kind == "user":
        return _user_name(rng, split)
    if kind == "shop":
        return _shop(rng, split)
    if kind == "about":
        return _about(rng, split)
    if kind == "given":
        return _given(rng, split)
    x = _word(rng, split)
    word = re.escape(x)
    if kind == "end":
        return _shaped(rng, split, orders.END, lambda a: f"{a} {x}", rf"(?i).+\b{word}\W*", x)
    if kind == "start":
        return _shaped(rng, split, orders.START, lambda a: f"{x} {a}", rf"(?i)\W*{word}\b.+", x)
    return _shaped(rng, split, orders.ONLY, lambda _: x, rf"(?i)\W*{word}\W*", x)
