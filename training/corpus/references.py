"""Values a user tells first and means later: `I live in Oslo`, then `the weather in my town`.

Held out: whole ways of telling each kind.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from training.corpus import more_tools, toolbox
from training.corpus.composing import draw_for
from training.corpus.grammar import say, ways

if TYPE_CHECKING:
    import random

    from training.corpus.asking import Offered
    from training.corpus.conversation import Split
    from training.corpus.grammar import Phrasings
    from training.corpus.toolbox import Drawn

# As the skill of recall answers what is told.
ACKNOWLEDGED = "I will remember that."

_PEOPLE = (
    "sister",
    "brother",
    "boss",
    "friend",
    "mother",
    "doctor",
    "neighbour",
    "wife",
    "son",
    "teacher",
    "uncle",
    "colleague",
    "landlord",
    "cousin",
)
_PAPERS = (
    "report",
    "notes",
    "diary",
    "thesis",
    "budget",
    "letter",
    "homework",
    "plan",
    "draft",
    "list",
    "log",
    "manual",
)
# How it is told and how it is meant then; {r} is who or what stands for the value.
_KINDS: tuple[tuple[object, Phrasings, tuple[str, ...], tuple[str, ...]], ...] = (
    (toolbox.PLACE.draw,
     ways("I live in {v}.", "[My home is|My home town is|I am from|I have a flat in] {v}.", "[We moved|I moved|I have moved] to {v}.", "[I am|I'm] [now |]in {v}[ these days| at the moment|].",
          "[By the way, |]I [stay|work] in {v}.", held_out=("{v} is where I live.", "You find me in {v}.", "My flat is in {v}.")),
     ("my town", "my city", "the place where I live", "where I am"), ("",)),
    (toolbox.PERSON.draw,
     ways("My {r} is called {v}.", "My {r}'s name is {v}.", "[The name of my|I call my] {r} [is |]{v}.", "{v} is my {r}.", "My {r} is {v}.", "I have a {r}, {v}.", "[This is|Meet] {v}, my {r}.",
          held_out=("My {r} goes by {v}.", "I have a {r} with the name {v}.", "They named my {r} {v}.")),
     ("my {r}",), _PEOPLE),
    (toolbox.MAIL.draw,
     ways("The address of my {r} is {v}.", "My {r} has the address {v}.", "{v} is my {r}'s address.", "My {r} uses {v}.", "[Mail|Letters] for my {r} [goes|go] to {v}.",
          held_out=("You reach my {r} at {v}.", "My {r} reads mail at {v}.", "My {r} can be found at {v}.")),
     ("my {r}",), _PEOPLE),
    (toolbox.FILE.draw,
     ways("My {r} is in {v}.", "I keep my {r} in {v}.", "The file with my {r} is {v}.", "{v} is my {r}.", "My {r} is called {v}.", "I saved my {r} as {v}.",
          held_out=("My {r} can be found in {v}.", "{v} holds my {r}.", "Look in {v} for my {r}.")),
     ("my {r}",), _PAPERS),
    (more_tools.STREET.draw,
     ways("My {r} lives at {v}.", "My {r}'s house is {v}.", "[The address of my|The house of my] {r} is {v}.", "{v} is where my {r} lives.", "My {r} moved to {v}.",
          held_out=("You find my {r} at {v}.", "My {r} has a house at {v}.", "At {v} lives my {r}.")),
     ("my {r}'s house", "my {r}"), _PEOPLE),
)  # fmt: skip
_ANY = ways(
    "The {k} is {v}.", "My {k} is {v}.", "[Keep in mind|Remember|Note]: [the |my |]{k} [is |]{v}.", "[I want|I need|I use|I have|I chose] {v} as {k}.", "{k}: {v}.",
    "{v} is my {k}.", "[For later|By the way|Just so you know]: {k} {v}.", "[If I say|When I say] {k}, I mean {v}.",
    held_out=("Let {v} be the {k}.", "For the {k} take {v}.", "I settled on {v} for the {k}."),
)  # fmt: skip
_MEANT = ("the {k} I told you", "my {k}", "that {k}", "the {k} from before", "the {k} I gave you")


def reference(rng: random.Random, split: Split, offered: Offered) -> tuple[str, Drawn, str] | None:
    """A parameter, its value said by what stands for it, and the sentence that tells it first."""
    able = [
        p
        for p in offered.tool.parameters
        if p.schema.get("type") in ("string", "integer", "number") and "enum" not in p.schema
    ]
    if not able:
        return None
    one = rng.choice(able)
    drawn = draw_for(rng, one, split)
    kind = next((row for row in _KINDS if row[0] is one.slot.draw), None)
    if kind is None:
        told = say(rng, _ANY.pick(rng, split).replace("{k}", one.human), v=str(drawn.value))
        return one.key, replace(drawn, said=rng.choice(_MEANT).replace("{k}", one.human)), told
    _, telling, meant, stands = kind
    who = rng.choice(stands)
    told = say(rng, telling.pick(rng, split).replace("{r}", who), v=drawn.said)
    return one.key, replace(drawn, said=rng.choice(meant).replace("{r}", who)), told
