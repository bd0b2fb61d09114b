"""Pets and people around a user: what they are called and how many there are."""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon, names
from training.corpus.grammar import ways
from training.corpus.memory import Memory, number

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split

RELATIVES = (
    "sister", "brother", "son", "daughter", "mother", "father", "wife", "husband", "aunt", "uncle", "cousin", "niece",
    "nephew", "grandmother", "grandfather", "child", "baby",
)  # fmt: skip
OTHERS = (
    "friend", "best friend", "teacher", "neighbour", "boss", "doctor", "dentist", "coach", "flatmate", "colleague",
    "partner", "girlfriend", "boyfriend", "guest", "landlord", "tutor", "trainer", "roommate",
)  # fmt: skip
PETS = (*names.ANIMALS, "pony", "canary", "guinea pig", "lizard", "duck", "goat", "donkey", "kitten", "puppy", "ferret", "frog", "hen")  # fmt: skip


def _name(rng: random.Random, split: Split, kind: str) -> str:
    if kind in PETS:
        return names.pet(rng, split)
    if kind in OTHERS and rng.random() < 0.2:
        return rng.choice(("Mr ", "Mrs ", "Dr ", "Ms ")) + lexicon.full_name(rng, split).split()[-1]
    return lexicon.full_name(rng, split) if rng.random() < 0.1 else names.person(rng, split)


NAMED = Memory(
    ways(
        "[My|Our] {k}'s name is {x}[.|]",
        "[My|Our] {k} is [called|named] {x}[.|]",
        "I have a {k} [called|named] {x}[.|]",
        "[I have|We have|I got] a {k}. [Its|The] name is {x}[.|]",
        "The name of my {k} is {x}[.|]",
        "[This is|Meet] my {k} {x}[.|]",
        "[We|I] [call|named] [our|my|the] {k} {x}[.|]",
        "{x} is [my {k}|the name of my {k}|what my {k} is called|our {k}][.|]",
        "[I live with|We live with|I love] my {k} {x}[.|]",
        "[There lives|I look after] a {k} called {x} [with us|at my house][.|]",
        "[We|I] [have|keep|own] [this|one] {k}, {x}[.|]",
        "[The|That] {k} [of mine|I have|I love] is [called |]{x}[.|]",
        "[Say hello to|Let me tell you about|You should meet] my {k} {x}[.|]",
        "[My {k}, {x},|My {k} {x}] [is here|sleeps now|says hello|is old][.|]",
        "{x}, [my|our] {k}, [is here|sleeps|is nice|came too][.|]",
        "[I have to look after|I am waiting for|I want to visit|I am with|I miss] {x}, my {k}[.|]",
        "[Today|Yesterday|On Sunday] [I played with|I was with|I saw] my {k} {x}[.|]",
        "[My {k}? That's|My {k} has the name|My {k}'s called|My {k} answers to|My {k}:] {x}[.|]",
        "[I named|They named|We all named] [my|the] {k} {x}[.|]",
        "[As|For] a {k} I have {x}[.|]",
        "[You can|Please] call my {k} {x}[.|]",
        "[Everyone|Everybody|The whole street] [loves|knows|likes] my {k} {x}[.|]",
        "[Not|I don't mean] me, [but |]my {k} is [called |]{x}[.|]",
        "[A picture|A photo] of {x}, my {k}, [is on my desk|hangs here][.|]",
        held_out=(
            "My {k} goes by the name of {x}.",
            "At home there is my {k} {x}.",
            "{x} is how we call our {k}.",
        ),
    ),
    ways(
        "[What is|What's|Tell me] my {k}'s name?",
        "[What is|What's] [my {k} called|the name of my {k}]?",
        "[What|Which] name does my {k} have?",
        "[Do you remember|Do you know|Can you tell me] [my {k}'s name|the name of my {k}|what my {k} is called]?",
        "[Remind me|Say again], what is my {k} called?",
        "[Say|Give me|Repeat] the name of my {k}[.|]",
        "[Who|What] is my {k}?",
        "[Which|What] name did I [give|tell you for] my {k}?",
        "[What|How] do I call my {k}?",
        "My {k} is [called what|named what|who]?",
        "[And|So|Now] [what is|what's] my {k} called?",
        "[Which|What] is the name [of my {k}|my {k} has|I gave my {k}]?",
        "[By|With] [which|what] name do I call my {k}?",
        "[I have a {k}|My {k}][,|:] what is [its|the] name?",
        "[Can you|Do you still] [name|recall|say] my {k}[?|'s name?]",
        "[Name|Who's|What about the name of] my {k}[?|.]",
        "[To|With] [what|which] name does my {k} [answer|listen]?",
        held_out=(
            "How is my {k} called?",
            "Could you tell me the name of my {k}?",
            "What do we call our {k}?",
        ),
    ),
    ("my {k}'s name", "the name of my {k}", "the name my {k} has"),
    ("what my {k} is called", "how my {k} is called", "who my {k} is", "what my {k}'s name is"),
    "Your {k}'s name is {x}.",
    names.pet,
    (*PETS, *RELATIVES, *RELATIVES, *OTHERS),
    weight=16,
    of_kind=_name,
)
COUNT = Memory(
    ways(
        "I [have|own|bought] {x} {k}s[.|]",
        "There are {x} {k}s [in my house|at home|in my garden|in my room][.|]",
        "I have got {x} {k}s[.|]",
        "[My|Our] {x} {k}s are [at home|here|nice][.|]",
        "[At home I have|In all I have|I keep|I count] {x} {k}s[.|]",
        "[I am the owner of|In my house are|With me live|You see here my] {x} {k}s[.|]",
        "[Now|Today|By now] I [have|own|count] {x} {k}s[.|]",
        "[The number of|The count of] [my {k}s|{k}s I have] is {x}[.|]",
        "[I am looking after|I look after|We keep|We have|I got] {x} {k}s[.|]",
        "{x} {k}s [are mine|is what I have|live in my house|are what I own][.|]",
        "[Of {k}s I have|{k}s:|As for {k}s, I have] {x}[.|]",
        "[My collection|My house|My room] has {x} {k}s[ in it|][.|]",
        held_out=("{x} {k}s belong to me.", "You can count {x} {k}s at my place."),
    ),
    ways(
        "How many {k}s [do I have|do I own|have I got|are mine]?",
        "[Do you remember|Do you know|Can you tell me] how many {k}s I have?",
        "[Remind me|Say again], how many {k}s do I have?",
        "[Count|Tell me] my {k}s[.|]",
        "My {k}s: how many are there?",
        "[What|Tell me] the number of my {k}s[?|.]",
        "[And|So] how many {k}s [is that|are there|do I own]?",
        "I have how many {k}s?",
        "[How many {k}s|What count of {k}s] did I [mention|say|tell you]?",
        "How many {k}s [did I buy|are there at home|are in my house|did I tell you about]?",
        held_out=("What number of {k}s do I have?", "How great is the number of my {k}s?"),
    ),
    ("the number of my {k}s", "the number of {k}s I have"),
    ("how many {k}s I have", "how many {k}s I own", "how many {k}s there are at home"),
    "You have {x} {k}s.",
    number(2, 60),
    ("book", "cat", "dog", "chair", "plant", "hat", "friend", "car", "coin", "apple", "lamp", "sister", "brother", "cousin", "son", "daughter", "bike", "key", "room"),
    weight=8,
    any_noun=0.3,
)  # fmt: skip
MEMORIES = (NAMED, COUNT)
