"""Simple explanations of everyday things, in one or two plain sentences.

Held out: whole phrasings of the question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.explanations import REASONS, TOPICS, Topic
from training.corpus.facts import upper_first
from training.corpus.grammar import say, ways

if TYPE_CHECKING:
    import random

SKILL = "explain"

ASK = ways(
    "[What is|What's] {x}?",
    "[Explain|Please explain|Can you explain|Could you explain] [what |]{x}[ is|]?",
    "[Tell me|Can you tell me|Do you know|I want to know] what {x} is[.|?]",
    "[Tell me|Tell me something|Say something] about {x}.",
    "[Describe|Define|Can you describe] {x}.",
    "What does the word {bare} mean?",
    "What [do you know|can you tell me] about {x}?",
    "[Explain|Explain to me] {x} [to a child|simply|in simple words].",
    "{x}?",
    "[I wonder|I was wondering|I would love to hear|Could you say] what {x} is[.|?]",
    "[How would you|How do you] [define|explain] {x}?",
    held_out=(
        "I'd like to know what {x} is.",
        "Would you explain {x} to me?",
        "What exactly is {x}?",
        "How would you describe {x}?",
    ),
)
BRIEF = ways(
    "[Explain|Describe] {x} in one sentence.",
    "[Briefly|In short|In one sentence][,|] what is {x}?",
    "[Short answer|Be brief]: what is {x}?",
    held_out=("Give me one sentence about {x}.",),
)
_REASON = ways(
    "{w} {x}[?|]",
    "[Tell me|Can you tell me|Do you know|Please explain|Explain]: {w} {x}?",
    "[I have a question|My question is|A child asks]: {w} {x}?",
    "{w} {x}, [do you know|and can you explain it|in simple words]?",
    held_out=("Here is my question: {w} {x}?", "{w} {x}, would you say?"),
)
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
