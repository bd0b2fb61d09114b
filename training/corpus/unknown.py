"""Questions that a very small model cannot answer, and the honest answer to each.

The same shapes are asked of things in the tables elsewhere, so that the thing decides.
Held out: phrasings, invented names, 10 % of the words and 15 % of the topics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import (
    explain,
    explanations,
    fact_ways,
    lexicon,
    more_tables,
    tables,
    unknown_topics,
)
from training.corpus import unknown_asked as asked
from training.corpus.arithmetic import too_hard
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.facts import upper_first
from training.corpus.grammar import Phrasings, expand, is_held_out, say
from training.corpus.names import FOODS, TOWNS, invented, person, pick

if TYPE_CHECKING:
    import random

SKILL = "unknown"

_CHECK = Check(
    any_of=(
        "don't understand",
        "don't know",
        "do not know",
        "cannot",
        "can't",
        "not told me",
        "too hard",
        "too small",
    )
)

NOT_ENOUGH = "I don't know enough about that. I am a very small model."
NO_SIGHT = "I don't know. I cannot see the world outside this conversation."
NO_FUTURE = "I don't know. I cannot see the future."
NOT_TOLD = "I don't know. You have not told me that."
UNCLEAR = "I don't understand that. Can you say it in other words?"
TOO_LONG = "I am too small to write that, but I can write a haiku, a poem or a very short story."
NO_PROGRAM = "I am too small to write programs, but I know some lines of Python and shell."
NO_HANDS = "I cannot do that. I can only read and write text here."
ASK_DOCTOR = "I don't know enough about that. Please ask a doctor."
ASK_EXPERT = "I don't know enough about that. Please ask an expert."

TOPICS = unknown_topics.TOPICS
# What a table or an explanation knows is never asked here by its bare word.
_KNOWN = frozenset(
    word.lower().rstrip("s")
    for text in (
        *(topic.name for topic in explanations.TOPICS),
        *(reason.rest for reason in explanations.REASONS),
        *(thing for thing, _ in (*tables.THING_COLOURS, *tables.ANIMAL_SOUNDS)),
        *(thing for thing, _ in (*tables.BABY_ANIMALS, *tables.ELEMENTS)),
        *(thing for row in tables.NUMBER_OF for thing in row),
        *(thing for row in (*more_tables.EATS, *more_tables.FORMULAS) for thing in row),
    )
    for word in text.split()
)
# The shapes in which known countries and things are asked for.
_OF_COUNTRIES = (
    fact_ways.CAPITAL, fact_ways.CONTINENT, fact_ways.CURRENCY, fact_ways.CAPITAL_OF,
    fact_ways.LANGUAGE,
)  # fmt: skip
_OF_THINGS = (
    fact_ways.COLOUR, fact_ways.SOUND, fact_ways.EATS, explain.ASK, explain.ASK, explain.BRIEF,
)  # fmt: skip
_OF_WORKS = (fact_ways.WRITER, fact_ways.PAINTER, fact_ways.COMPOSER, asked.WORK, asked.WORK)
_LANDS = ("North {x}", "South {x}", "New {x}", "the {x} Islands", "{x}land", "Saint {x}", "{x}ia")
# Towns that are no capital of a country.
_TOWNS = tuple(town for town in TOWNS if town not in {c.capital for c in tables.COUNTRIES})
_KEYS = ("asdfghjkl", "qwertyuiop", "zxcvbnm", "sdfjkl", "hjkluio", "abcdefgh", "bcdfgklmnprst")


def _topic(rng: random.Random, split: Split) -> str:
    while True:
        topic = rng.choice(TOPICS)
        if is_held_out(f"topic {topic}", 15) == (split == "held_out"):
            return topic


def _item(rng: random.Random, items: tuple[str, ...], split: Split) -> str:
    while True:
        item = rng.choice(items)
        if is_held_out(f"topic {item}", 15) == (split == "held_out"):
            return item


def a(noun: str) -> str:
    """The word with its article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def unexplained(rng: random.Random, split: Split) -> str:
    """A real word that no explanation and no table knows, at times an invented one."""
    if rng.random() < 0.15:
        return invented(rng, split).lower()
    while True:
        noun = lexicon.noun(rng, split)
        if noun.lower().rstrip("s") not in _KNOWN:
            return noun


def mashed(rng: random.Random) -> str:
    """Keys hit without thinking."""
    keys = rng.choice(_KEYS)
    if rng.random() < 0.4:
        at = rng.randrange(len(keys) - 3)
        return keys[at : at + rng.randint(3, 6)] * rng.choice((1, 1, 2))
    return "".join(rng.choice(keys) for _ in range(rng.randint(3, 10)))


def title(rng: random.Random, split: Split) -> str:
    """A book, song or picture that nobody made."""
    noun, other = lexicon.noun(rng, split).capitalize(), lexicon.noun(rng, split).capitalize()
    shape = rng.choice((
        "The {n} of {x}", "{x} and the {n}", "The {n} and the {m}", "A {n} in {x}", "My {n}",
        "The {n}", "{n} Song", "The Last {n}", "Return to {x}", "The House of the {n}", "{x}",
        "Night of the {n}", "The {n}'s {m}", "Letters to {x}", "One Hundred {n}s",
    ))  # fmt: skip
    shape = shape.replace("{n}", noun).replace("{m}", other)
    return rng.choice(("{q}", "{q}", '"{q}"', "the book {q}", "the song {q}")).replace(
        "{q}", shape.replace("{x}", invented(rng, split))
    )


def _say(rng: random.Random, form: Phrasings, split: Split, **slots: str) -> str:
    worded = form.pick(rng, split)
    if split == "held_out" and slots and rng.random() < 0.5:
        # Names, words and topics are held out too, so a trained phrasing is a fair question.
        worded = rng.choice([text for text in form.trained if "{" in text] or form.trained)
    return upper_first(say(rng, worded, **slots))


def _fixed(rng: random.Random, form: Phrasings, split: Split, answer: str) -> Conversation:
    w, v = unexplained(rng, split), unexplained(rng, split)
    slots = {
        "x": rng.choice((invented(rng, split), pick(rng, TOWNS, split))),
        "t": _topic(rng, split), "s": _topic(rng, split), "w": w,
        "a": a(w), "b": a(v), "n": str(rng.randint(1200, 2023)),
        "c": _item(rng, unknown_topics.CONTESTS, split),
    }  # fmt: skip
    return exchange(SKILL, _say(rng, form, split, **slots), answer, _CHECK)


def place(rng: random.Random, split: Split) -> Conversation:
    """A country, town or word that does not exist."""
    x = invented(rng, split)
    if rng.random() < 0.25:
        x = rng.choice(_LANDS).replace("{x}", x)
    elif rng.random() < 0.12:
        x = _item(rng, _TOWNS, split)
    form = rng.choice(_OF_COUNTRIES) if rng.random() < 0.45 else asked.PLACE
    typed = x.lower() if rng.random() < 0.12 else x
    return exchange(SKILL, _say(rng, form, split, x=typed), f"I don't know {x}.", _CHECK)


def somebody(rng: random.Random, split: Split) -> Conversation:
    """A person of whom the model cannot have heard."""
    if rng.random() < 0.25:
        x = _item(rng, unknown_topics.FAMOUS, split)
        question = _say(rng, asked.FAMOUS, split, x=x)
        return exchange(SKILL, question, f"I don't know who {x} is.", _CHECK)
    first = person(rng, split) if rng.random() < 0.6 else invented(rng, split)
    last = invented(rng, split)
    if rng.random() < 0.3:
        question = _say(rng, fact_ways.PERSON, split, q=f"{first} {last}")
    else:
        question = _say(rng, asked.PERSON, split, x=first, y=last)
    return exchange(SKILL, question, f"I don't know who {first} {last} is.", _CHECK)


def thing(rng: random.Random, split: Split) -> Conversation:
    """A real thing that no table knows, asked for as the known ones are."""
    if rng.random() < 0.4:
        form, noun = rng.choice(_OF_THINGS), unexplained(rng, split)
        question = _say(rng, form, split, x=a(noun), bare=noun)
        return exchange(SKILL, question, NOT_ENOUGH, _CHECK)
    return _fixed(rng, asked.WORD, split, NOT_ENOUGH)


def how_to(rng: random.Random, split: Split) -> Conversation:
    """How to do this or that to a thing, and why a thing does this or that."""
    verb, noun = rng.choice(lexicon.VERBS), unexplained(rng, split)
    form = asked.HOW_TO if rng.random() < 0.6 else asked.WHY
    question = _say(rng, form, split, w=verb, a=a(noun), v=noun)
    return exchange(SKILL, question, NOT_ENOUGH, _CHECK)


def food(rng: random.Random, split: Split) -> Conversation:
    """Recipes, and what to read or to see."""
    dish = pick(rng, FOODS, split)
    while any(dish in reason.rest for reason in explanations.REASONS):
        dish = pick(rng, FOODS, split)
    question = _say(rng, asked.FOOD, split, f=dish, w=unexplained(rng, split))
    return exchange(SKILL, question, NOT_ENOUGH, _CHECK)


def work(rng: random.Random, split: Split) -> Conversation:
    """Who made a book or a picture that is in no table."""
    form = rng.choice(_OF_WORKS)
    question = _say(rng, form, split, q=title(rng, split), x=invented(rng, split))
    return exchange(SKILL, question, NOT_ENOUGH, _CHECK)


def figure(rng: random.Random, split: Split) -> Conversation:
    """Heights and dates of real things."""
    year = str(rng.randint(900, 2019))
    if rng.random() < 0.35:
        # Known by name, but not in this respect.
        form, x = asked.OF_COUNTRY, rng.choice(tables.COUNTRIES).name
        if rng.random() < 0.5:
            form, x = asked.OF_PERSON, rng.choice(more_tables.PEOPLE)[0]
        return exchange(SKILL, _say(rng, form, split, x=x), NOT_ENOUGH, _CHECK)
    items, form = rng.choice((
        (unknown_topics.SIGHTS, asked.NUMBER), (unknown_topics.EVENTS, asked.DATE),
    ))  # fmt: skip
    x = _item(rng, items, split)
    question = _say(rng, form, split, x=x, y=invented(rng, split), n=year)
    return exchange(SKILL, question, NOT_ENOUGH, _CHECK)


def nonsense(rng: random.Random, split: Split) -> Conversation:
    """Words that mean nothing: ask instead of guessing."""
    x, y, z = (invented(rng, split) for _ in range(3))
    k, j = mashed(rng), mashed(rng)
    question = expand(rng, asked.NONSENSE.pick(rng, split))
    for slot, value in (("x", x), ("y", y), ("z", z), ("k", k), ("j", j)):
        question = question.replace("{" + slot + "}", value)
    question = question.lower() if rng.random() < 0.7 else question
    return exchange(SKILL, question, UNCLEAR, _CHECK)


def health(rng: random.Random, split: Split) -> Conversation:
    """Illnesses and medicine."""
    question = _say(rng, asked.HEALTH, split, x=_item(rng, unknown_topics.ILLNESSES, split))
    return exchange(SKILL, question, ASK_DOCTOR, _CHECK)


_FIXED = {
    "now": (asked.NOW, NO_SIGHT),
    "future": (asked.FUTURE, NO_FUTURE),
    "private": (asked.PRIVATE, NOT_TOLD),
    "write": (asked.WRITE, TOO_LONG),
    "code": (asked.CODE, NO_PROGRAM),
    "do": (asked.DO, NO_HANDS),
    "deep": (asked.DEEP, NOT_ENOUGH),
    "legal": (asked.LEGAL, ASK_EXPERT),
}
_MADE = {
    "place": place, "person": somebody, "thing": thing, "how_to": how_to, "work": work,
    "figure": figure, "nonsense": nonsense, "health": health, "hard": too_hard, "food": food,
}  # fmt: skip
_SHARES = {
    "place": 14, "person": 12, "now": 12, "future": 4, "private": 10, "write": 5, "code": 4,
    "do": 6, "deep": 12, "legal": 2, "thing": 10, "how_to": 6, "work": 5, "figure": 5,
    "nonsense": 7, "health": 3, "hard": 3, "food": 3,
}  # fmt: skip


def make(rng: random.Random, split: Split) -> Conversation:
    """Any question without an answer."""
    kind = rng.choices(tuple(_SHARES), tuple(_SHARES.values()))[0]
    if kind in _MADE:
        return _MADE[kind](rng, split)
    form, answer = _FIXED[kind]
    return _fixed(rng, form, split, answer)
