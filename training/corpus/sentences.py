"""Sentences with a short form, and the names, words and numbers that are put into them.

A sentence is who, what it did, and the rest: a summary leaves the rest out.
"""

# ruff: noqa: E501 - a row is easier to read and correct on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import lexicon, lists, names, tables
from training.corpus.grammar import expand

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split

_ARTICLE = re.compile(r"\b([Aa]) (?=[aeiou])")

TOLD = (
    ("{n}", "[bought|sold|found|lost|painted|broke|repaired|carried|stole|cleaned|borrowed|hid] [a|the] {x}", "[in {t}|on {d}|for {a} euros|last week|after the rain|with a friend|near the river|without a word|behind the {y}|because it was cheap|before lunch]"),
    ("{n}", "[went|moved|travelled|walked|drove|flew|came] to {t}", "[on {d}|by train|with {m}|in the morning|for a week|to see the {x}|for the first time|after {a} years]"),
    ("{n}", "[met|called|visited|helped|thanked|saw|invited|paid|followed] {m}", "[in {t}|on {d}|in the evening|at the market|after work|because of the {x}|{a} times|as promised]"),
    ("The {x}", "[is|was] [on the table|in the garden|under the bed|in the kitchen|behind the door|in the car|near the {y}]", "[since {d}|for {a} days|all day|again|as always|because of {n}]"),
    ("The {x}", "[costs|cost] {a} euros", "[in {t}|this week|without the {y}|for members|since {d}|at the market|if you ask {n}]"),
    ("{n}", "[likes|wants|needs|has] a {x}", "[for the house|with a {y}|more than anything|every day|since {d}|like {m}|in {t}]"),
    ("The {x} and the {y}", "[fell|stood|lay|burned] [on the floor|in the street|near the house|in the yard]", "[all night|on {d}|in the rain|for hours|until {n} came]"),
    ("{n}", "works [in {t}|with {m}|as a {j}]", "[since {d}|every morning|for {a} years|at night|without a break]"),
    ("The {j}", "[opened|closed|moved|checked|took|dropped] the {x}", "[on {d}|in the evening|with great care|for {n}|after {a} minutes|in front of {m}]"),
    ("{n} and {m}", "[built|found|sold|shared|looked for] [a|the] {x}", "[in {t}|on {d}|together|for {a} days|in the garden|near the lake]"),
    ("A {x}", "[stood|was seen|was found] in {t}", "[on {d}|last night|by {n}|after the storm|near the {y}]"),
    ("{n}", "[lost|won|earned|spent|saved] {a} euros", "[in {t}|on {d}|last year|because of a {x}|with the help of {m}]"),
    ("The [meeting|lesson|party|concert|game] [with {m}|in {t}]", "[begins|starts|ends] at {h}", "[on {d}|as usual|because of the {x}|and not earlier|this time]"),
    ("My [sister|brother|friend|neighbour] {n}", "[gave|sent|showed] me a {x}", "[on {d}|from {t}|for my birthday|last week|with a note]"),
    ("{n}", "[forgot|remembered|described|drew|measured|counted] the {x}", "[in the train|on {d}|in {t}|for {m}|two times|at school]"),
)  # fmt: skip


def slots(rng: random.Random, split: Split) -> dict[str, str]:
    """What may be put into a sentence. No two names or words are the same."""
    while True:
        made = {
            "n": names.person(rng, split), "m": names.person(rng, split), "t": names.town(rng, split),
            "x": lexicon.noun(rng, split), "y": lexicon.noun(rng, split), "j": names.pick(rng, names.JOBS, split),
            "d": rng.choice(tables.DAYS), "a": str(lists.number(rng, 2, 99, split)), "h": str(rng.randint(1, 12)),
        }  # fmt: skip
        if rng.random() < 0.15:
            made["x"] = names.invented(rng, split).lower()
        if len(set(made.values())) == len(made):
            return made


def put(text: str, values: dict[str, str]) -> str:
    """The text with its slots filled, `an` before a vowel."""
    for slot, value in values.items():
        text = text.replace("{" + slot + "}", value)
    return _ARTICLE.sub(r"\1n ", text)


def sentence(rng: random.Random, split: Split) -> tuple[str, str, dict[str, str]]:
    """A sentence, its short form, and what was put in."""
    who, did, rest = rng.choice(TOLD)
    short, values = expand(rng, f"{who} {did}"), slots(rng, split)
    long = expand(rng, f"{short} {rest}")
    return f"{put(long, values)}.", f"{put(short, values)}.", values
