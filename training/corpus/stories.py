"""Haiku, poems, limericks, rhymes, riddles, wishes and stories of three sentences about what is named.

Held out: 10 % of the topics and names, some phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import jokes, lexicon, names, unknown, verses
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.facts import upper_first
from training.corpus.grammar import say
from training.corpus.spoken import halves, lines

if TYPE_CHECKING:
    import random

SKILL = "stories"

# {k} is what is wanted, {x} the topic as it is named.
ASKED = lines("""
    [Write|Write me|Make|Make me|Can you write|Could you write|Please write|Give me|Create|Try to write|Will you write|Do|write] a [short |little |nice |new |small |]{k} [about|on] {x}[.|!|?|]
    [Write|Make|Can you write|Please write|Give me|Show me] [|me |us ]a {k} about {x}[, please|][.|?|]
    a {k} about {x}[.|, please|!| please|]
    {k} [about|on] {x}[.|, please|!|]
    [Write|Make|Give me|Tell me] [a|one|another|one more] {k} [about|on|with|of] {x}[ now| for me|][.|]
    [I'd like|I would like|I need|I want to read|I would love|Let me have|How about|What about] a {k} about {x}[.|, please.|!|?|]
    [I love|I like|I am thinking of|My topic is|Think of] {x}. [Write|Make|Give me|Please write] a {k} [about it|about that|with it|for me][.|!|]
    [Describe|Praise|Put|Show me] {x} in a {k}[.|!|]
    [Topic|Theme|Subject]: {x}. [Write a {k}|A {k}, please|Please write a {k}|{k}][.|!|]
    [Can|Could|May] I [have|get|read|see] a {k} [about|with|on] {x}[, please|][?|]
    [My daughter|My son|My friend|My class|My mother] [wants|needs|would like] a {k} about {x}[.|!|]
    [Are you able to|Do you know how to|Is it possible to] write a {k} about {x}?
    [{x}: {k}|{k}: {x}|{k}, {x}|{x}, {k}][.|!|, please|]
    [Something about {x}, as a {k}|As a {k}, something about {x}|In the form of a {k}, write about {x}|About {x}, write a {k}][.|, please.|]
    ~Could you compose a {k} about {x}?
    ~I want a {k} on {x}.
    ~Let {x} be the subject of a {k}.
    ~May I hear a {k} of yours about {x}?
    ~Surprise me with a {k} in which {x} comes up.
""")
TOLD = lines("""
    [Tell|Tell me|Can you tell me|Could you tell me|Please tell me|Make up|Invent|Give me|Read me|tell me] a [short |little |tiny |nice |new |]{k} [about|with|of|on] {x}[.|!|?|]
    [I'd like|I would like|I want|I need] [to read |]a {k} [about|with] {x}[.|, please.|]
    [I cannot sleep|It is bedtime|We are bored]. [Tell us|Tell me] a {k} [about|with] {x}[.|!|]
    [Once upon a time there was|Go on: once there was|Begin like this: there was] {x}[.|...|]
    ~I want to hear a {k} about {x}.
    ~My child asks for a {k} about {x}.
    ~Do you know a {k} in which there is {x}?
""")
_KINDS = {
    "haiku": ("haiku", "haiku", "haiku", "Haiku", "haiku poem"),
    "poem": ("poem", "poem", "verse", "short poem", "four lines of verse", "ode"),
    "limerick": ("limerick", "limerick", "funny verse", "silly poem"),
    "rhyme": ("rhyme", "two-line rhyme", "couplet"),
    "story": ("story", "short story", "fairy tale", "tale", "bedtime story", "little story"),
}  # fmt: skip
_BARE = lines("""
    [Write|Write me|Make|Can you write|Please write|Give me|Tell me|I want|I'd like|Create|write] [a|one|another|me a] {k}[.|!|?|, please|]
    [A {k}|{k}|One {k}|Another {k}][, please|!|.| please|]
    [Write|Tell me|Make|Give me|I want|Write me] a [funny|sad|nice|scary|short|happy|beautiful|new|love|silly] {k}[.|!|, please|]
    [Do you know|Have you got|Do you have|Can I hear|Let me hear|How about] a {k}?
    ~Would you make a {k} for me?
    ~I feel like a {k}.
""")
_RIDDLE = lines("""
    [Tell me|Give me|Do you know|Ask me|Make|Say] a riddle [about|with|on|of] {x}[.|?|]
    [A riddle|Riddle] about {x}[.|, please|]
    [I want|I'd like|I need] a riddle about {x}[.|]
    ~Have you a riddle in which {x} is the answer?
    ~Let me guess: a riddle on {x}!
""")
_WISH = lines("""
    [Write|Say|Make|Give me|Can you write|Please write|I need] [|me ]a [birthday|happy birthday] [wish|card|greeting|message|text|note] [for|to] {x}[.|?|]
    [Wish {x} a happy birthday|Say happy birthday to {x}|Congratulate {x} on the birthday][.|!|]
    [It is {x}'s birthday today|Today is {x}'s birthday|{x} has a birthday today|{x} turns ten today]. [Write something|Say something nice|Wish something|A card, please][.|!|]
    ~{x} has a birthday, what could I write?
    ~Send your best birthday words to {x}.
""")
_SPLIT = {kind: halves(words, "verse") for kind, words in verses.TOPICS.items()}
_NO_ARTICLE = frozenset((*verses.TOPICS["season"], *verses.TOPICS["love"], *verses.TOPICS["work"]))
# Where nobody is named.
_NAMES = ("Anna", "Ben", "Maria", "Tom")
# Of these one says "a cat".
_COUNTED = ("animal", "thing", "plant", "person")
_LINES = {"haiku": 3, "poem": 4, "limerick": 5, "rhyme": 2}


def topic(rng: random.Random, split: Split) -> tuple[str, str]:
    """A class of topics and a word of it; often a thing that is in no class."""
    if rng.random() < 0.55:
        kind = rng.choice(tuple(_SPLIT))
        word = rng.choice(_SPLIT[kind][split] or _SPLIT[kind]["train"])
        return "thing" if kind == "object" else kind, word
    pick = rng.random()
    if pick < 0.15:
        return "thing", names.invented(rng, split).lower()
    noun = names.pick(rng, lexicon.LIVING if pick < 0.4 else lexicon.THINGS, split)
    noun = f"{rng.choice(lexicon.ADJECTIVES)} {noun}" if pick > 0.85 else noun
    return "many" if noun.endswith("s") and not noun.endswith("ss") else "thing", noun


def named(rng: random.Random, kind: str, word: str, *, one: bool) -> str:
    """The topic as people name it: with an article, one of theirs, or bare."""
    if word[0].isupper() or word.startswith("my ") or word in _NO_ARTICLE:
        return word
    if kind == "many" or (kind in ("weather", "sea", "night", "plant", "food") and not one):
        return rng.choice((word, word, f"the {word}"))
    article = unknown.a(word)
    return rng.choice((article, article, f"the {word}", f"my {word}", word))


def _fitted(text: str, word: str, name: str) -> str:
    """The text with its gaps filled: `your mother` where the user said `my`, and `an owl`."""
    word = f"your {word[3:]}" if word.startswith("my ") else word
    text = text.replace("the {x}", "{x}") if word.startswith("your ") else text
    if word[0] in "aeiou":
        text = re.sub(r"\b([aA]) \{x\}", r"\1n {x}", text)
    rows = text.replace("{x}", word).replace("{p}", name).split("\n")
    return "\n".join((upper_first(rows[0]), *rows[1:]))


def _text(rng: random.Random, wanted: str, kind: str) -> str:
    if wanted == "limerick":
        return rng.choice(verses.LIMERICK)
    if wanted == "rhyme":
        return rng.choice(verses.RHYME if kind in _COUNTED else verses.ANY_RHYME)
    return rng.choice({"haiku": verses.HAIKU, "poem": verses.POEM, "story": verses.STORY}[wanted][kind])  # fmt: skip


def _check(wanted: str, words: tuple[str, ...]) -> Check:
    rows = r"[^\n]+(\n[^\n]+){" + str(_LINES[wanted] - 1) + "}" if wanted in _LINES else ""
    # Two or three sentences.
    return Check(all_of=words, pattern=rows or r"[^\n]+\.[^\n]+\.([^\n]+\.)?")


def about(rng: random.Random, split: Split) -> Conversation:
    """Any kind of text about a topic."""
    wanted = rng.choices(tuple(_KINDS), (38, 24, 5, 6, 27))[0]
    kind, word = topic(rng, split)
    if wanted == "limerick" and kind not in _COUNTED:
        wanted = "poem"
    text = _text(rng, wanted, kind)
    form = TOLD if wanted == "story" and rng.random() < 0.6 else ASKED
    worded = form.pick(rng, split)
    called = rng.choice(_KINDS[wanted])
    question = say(rng, worded.replace("{k}", called), x=named(rng, kind, word, one=form is TOLD))
    answer = _fitted(text, word, rng.choice(_NAMES))
    bare = word.removeprefix("my ")
    return exchange(SKILL, upper_first(question), answer, _check(wanted, (bare,)))


def with_name(rng: random.Random, split: Split) -> Conversation:
    """A story about somebody who is named, and a thing."""
    kind, word = topic(rng, split)
    name = names.person(rng, split)
    x = named(rng, kind, word, one=True)
    both = rng.choice((f"{name} and {x}", f"{x} and {name}", f"{name}, who has {x}"))
    question = say(rng, TOLD.pick(rng, split).replace("{k}", rng.choice(_KINDS["story"])), x=both)
    answer = _fitted(rng.choice(verses.STORY[kind]), word, name)
    bare = word.removeprefix("my ")
    return exchange(SKILL, upper_first(question), answer, _check("story", (bare, name)))


def bare(rng: random.Random, split: Split) -> Conversation:
    """No topic given: rain, the moon or a cat will do."""
    wanted = rng.choice(("haiku", "haiku", "poem", "poem", "limerick", "rhyme", "story", "story"))
    kind, word = rng.choice((("weather", "rain"), ("night", "moon"), ("animal", "cat")))
    if wanted in ("limerick", "rhyme"):
        kind, word = "animal", "cat"
    question = say(rng, _BARE.pick(rng, split).replace("{k}", rng.choice(_KINDS[wanted])))
    answer = _fitted(_text(rng, wanted, kind), word, rng.choice(_NAMES))
    return exchange(SKILL, upper_first(question), answer, _check(wanted, ()))


def riddle(rng: random.Random, split: Split) -> Conversation:
    """A riddle whose answer is named, or none."""
    if rng.random() < 0.6:
        word, text = rng.choice(jokes.RIDDLES)
        question = say(rng, _RIDDLE.pick(rng, split), x=rng.choice((unknown.a(word), f"the {word}")))  # fmt: skip
        return exchange(SKILL, upper_first(question), text, Check(all_of=(word,)))
    _, word = topic(rng, split)
    while word in dict(jokes.RIDDLES):
        _, word = topic(rng, split)
    question = say(rng, _RIDDLE.pick(rng, split), x=word)
    return exchange(SKILL, upper_first(question), f"I know no riddle about {word.removeprefix('my ')}.", Check(all_of=("no riddle",)))  # fmt: skip


def wish(rng: random.Random, split: Split) -> Conversation:
    """A card for somebody."""
    name = names.person(rng, split)
    answer = f"Happy birthday, {name}! I wish you a good day and a big cake."
    return exchange(SKILL, upper_first(say(rng, _WISH.pick(rng, split), x=name)), answer, Check(all_of=("Happy birthday", name)))  # fmt: skip


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them."""
    return rng.choices((about, with_name, bare, riddle, wish), (72, 8, 10, 5, 5))[0](rng, split)
