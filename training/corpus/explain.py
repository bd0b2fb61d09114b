"""Simple explanations of everyday things, in one or two plain sentences.

Held out: whole phrasings of the question.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.explanations import REASONS, TOPICS, Topic
from training.corpus.facts import upper_first
from training.corpus.grammar import say
from training.corpus.spoken import lines

if TYPE_CHECKING:
    import random

SKILL = "explain"

ASK = lines("""
    [What is|What's|Whats|what is] {x}?
    [Explain|Please explain|Can you explain|Could you explain|Try to explain] [what |]{x}[ is|]?
    [Tell me|Can you tell me|Do you know|I want to know|Please tell me] what {x} is[.|?]
    [Tell me|Tell me something|Say something|Tell me more|Tell me a bit] about {x}.
    [Describe|Define|Can you describe|Please define] {x}.
    What does [the word |]{bare} mean?
    What [do you know|can you tell me|can you say] about {x}?
    [Explain|Explain to me] {x} [to a child|simply|in simple words|like I am five|in plain words|to me].
    {x}?
    [I wonder|I was wondering|I would love to hear|Could you say] what {x} is[.|?]
    [How would you|How do you|How would one] [define|explain] {x}?
    [What do people|What do you] [mean by|call] {x}?
    [I need|Give me|I'd like] [a definition|a short explanation|an explanation|the meaning] of {x}[.|, please.]
    [Definition of|Meaning of|The meaning of] {x}[?|.|]
    [A child asks|My son asks|My daughter asks|Someone asked me]: what is {x}?
    [What kind of thing|What sort of thing] is {x}?
    {x}, [what is that|what is it|what does it mean|explain]?
    [I don't know|I do not know|I forgot] what {x} is[.|, can you explain?]
    [Teach me|I want to learn] what {x} is[.|]
    ~I'd like to know what {x} is.
    ~Would you explain {x} to me?
    ~What exactly is {x}?
    ~How would you describe {x}?
    ~In your own words, what is {x}?
    ~Help me understand what {x} is.
""")
BRIEF = lines("""
    [Explain|Describe|Define] {x} in one sentence.
    [Briefly|In short|In one sentence|In a few words][,|] what is {x}?
    [Short answer|Be brief|Keep it short]: what is {x}?
    [One sentence|A single sentence] about {x}[, please|][.|]
    [What is|What's] {x}[, in one sentence|, briefly|, in short|? One sentence]?
    ~Give me one sentence about {x}.
    ~Make it brief: what is {x}?
""")
_REASON = lines("""
    {w} {x}[?|]
    [Tell me|Can you tell me|Do you know|Please explain|Explain|Please tell me]: {w} {x}?
    [I have a question|My question is|A child asks|My son asks|A question]: {w} {x}?
    {w} {x}, [do you know|and can you explain it|in simple words|please|tell me]?
    [Hey|Hi|Hello], {w} {x}?
    {w}, [please tell me|I wonder|do you think], {x}?
    ~Here is my question: {w} {x}?
    ~{w} {x}, would you say?
    ~I have always wondered: {w} {x}?
""")
_ARTICLE = re.compile(r"^(a|an|the) ")
# Too common to tell a right answer from a wrong one.
_PLAIN = frozenset(
    [
        "that",
        "this",
        "with",
        "from",
        "they",
        "people",
        "often",
        "which",
        "such",
        "other",
        "another",
        "something",
        "someone",
        "called",
        "many",
        "much",
        "very",
        "what",
        "when",
        "where",
        "into",
        "over",
        "them",
        "your",
        "have",
        "does",
        "made",
        "make",
        "makes",
        "piece",
        "thing",
        "things",
        "used",
        "uses",
        "large",
        "small",
        "the",
        "and",
        "are",
        "not",
        "who",
        "its",
        "for",
        "you",
        "can",
        "was",
    ]
)


def fix_verb(question: str, topic: Topic) -> str:
    """`is the lungs` is the one plural in the table."""
    return (
        question.replace(" is the lungs", " are the lungs") if "lungs" in topic.name else question
    )


def keywords(topic: Topic) -> tuple[str, ...]:
    """Words of the first sentence that a right answer can hardly do without."""
    words = dict.fromkeys(re.findall(r"[a-z]{3,}", topic.first.lower()))
    told = [word for word in words if word not in _PLAIN and word not in topic.name.lower()]
    return tuple(told[-2:])


def reason(rng: random.Random, split: Split) -> Conversation:
    """Why or how something is so."""
    row = rng.choice(REASONS)
    question = say(rng, _REASON.pick(rng, split), w=row.opening, x=row.rest)
    told = [w for w in re.findall(r"[a-z]{4,}", row.answer.lower()) if w not in _PLAIN]
    return exchange(SKILL, upper_first(question), row.answer, Check(all_of=tuple(told[-2:])))


def topic(rng: random.Random, split: Split) -> Conversation:
    """One topic, asked plainly or for one sentence."""
    about = rng.choice(TOPICS)
    brief = rng.random() < 0.15
    bare = _ARTICLE.sub("", about.name)
    question = say(rng, (BRIEF if brief else ASK).pick(rng, split), x=about.name, bare=bare)
    question = upper_first(fix_verb(question, about))
    if rng.random() < 0.1:
        question = question.replace(about.name, bare)
    return exchange(
        SKILL, question, about.first if brief else about.full, Check(all_of=keywords(about))
    )


def make(rng: random.Random, split: Split) -> Conversation:
    """What something is, or why or how it is so."""
    return (reason if rng.random() < 0.17 else topic)(rng, split)
