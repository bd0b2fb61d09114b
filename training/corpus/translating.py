"""Common words and phrases into other languages and back; what is not in the table is declined.

Held out: some phrasings, 10 % of the words that are declined.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon, names
from training.corpus.conversation import Check, Conversation, Split, Turn, exchange
from training.corpus.facts import upper_first
from training.corpus.grammar import Phrasings, expand, say
from training.corpus.spoken import lines
from training.corpus.translations import COMMON, ENGLISH, LANGUAGES, OTHER_LANGUAGES, PAIRS, WORDS

if TYPE_CHECKING:
    import random

SKILL = "translating"

INTO = lines("""
    [Translate|Please translate|Can you translate|Could you translate|translate] {q} [to|into|in] {l}[.|?|]
    [How do you say|How do I say|Say|How to say|how do u say|How does one say] {q} in {l}[?|]
    [What is|What's|Whats] {q} in {l}[?|]
    {q} in {l}[?|, please|.|]
    [What is|Tell me|What's|Give me|Do you know|I want|I'd like] the {l} [word |]for {q}[?|.]
    [Translation of|The translation of|Translate] {q} into {l}[.|?|, please|]
    [Translate to|Translate into|Into|To] {l}: {q}[.|]
    [How would you say|How do they say|What do people say for|What do they say for] {q} in {l}?
    {l} for {q}[?|, please|.|]
    [I am learning {l}|I am going on holiday|I have a friend who speaks {l}]. [What is|How do I say] {q} in {l}?
    [Put|Turn|Bring|Write] {q} [into|in] {l}[.|, please|]
    In {l}, [what is|how do I say|how do you say] {q}?
    {q} [to|into|->] {l}[?|.|]
    ~How would one say {q} in {l}?
    ~I need the {l} for {q}.
    ~Which word do {l} speakers use for {q}?
    ~If I speak {l}, what do I call {q}?
""")
BACK = lines("""
    What does {q} mean[ in English|]?
    [What is|What's|Translate] {q} in[to|] English[?|]
    [Translate|Please translate|Can you translate] {q} [to|into] English[.|?|]
    [What is|What's] the [meaning|English word|English] [of|for] {q}?
    {q} [in English|means what|to English|is what in English][?|]
    [What is|What's] the {l} word {q} in English?
    ~I saw the {l} word {q}, what is it?
    ~What would {q} be in English?
""")


def _quoted(rng: random.Random, text: str) -> str:
    return rng.choice((text, text, f'"{text}"', f"'{text}'", f"the word {text}" if " " not in text else text))  # fmt: skip


def _ask(rng: random.Random, form: Phrasings, split: Split, text: str, language: str) -> str:
    l = language.lower() if rng.random() < 0.15 else language  # noqa: E741 - the name of the slot
    return upper_first(say(rng, form.pick(rng, split), q=_quoted(rng, text), l=l))


def into(rng: random.Random, split: Split) -> Conversation:
    """A word of the table into one of the languages."""
    english, language = rng.choice(COMMON if rng.random() < 0.45 else PAIRS)
    wanted = WORDS[english, language]
    question = _ask(rng, INTO, split, english, language)
    return exchange(SKILL, question, f"{upper_first(wanted)}.", Check(all_of=(wanted,)))


def back(rng: random.Random, split: Split) -> Conversation:
    """A word of another language into English."""
    english, language = rng.choice(COMMON if rng.random() < 0.45 else PAIRS)
    word = WORDS[english, language]
    meant = tuple(e for (e, _), w in WORDS.items() if w == word)
    question = _ask(rng, BACK, split, word, language)
    return exchange(SKILL, question, f"It means {meant[0]}.", Check(any_of=meant))


AGAIN_LANGUAGE = lines("""
    [And|and|and|What about|what about|How about|And now|Now|Then|OK, and][ in| into|] {l}[?|?|.|]
    [The same|Same|The same word|It|And that] in {l}[?|.|, please]
    [And how do you say it|How do you say that|And what is it|What is that|How is it] in {l}?
    ~And if I speak {l}?
    ~How does it go in {l}?
""")
AGAIN_WORD = lines("""
    [And|and|and|What about|what about|How about|And now|Now|Then|OK, and] {q}[?|?|.|]
    [The same for|Same for|And the word for|And how do you say|Next:] {q}[?|.|]
    ~And if I mean {q}?
    ~Let me have {q}, too.
""")


def again(rng: random.Random, split: Split) -> Conversation:
    """Another word into the same language, or the same word into another."""
    english, language = rng.choice(COMMON)
    word, other, form = english, language, AGAIN_LANGUAGE
    while (word, other) == (english, language):
        if rng.random() < 0.5:
            other = rng.choice([spoken for meant, spoken in WORDS if meant == english])
        else:
            word = rng.choice([meant for meant, spoken in WORDS if spoken == language])
            form = AGAIN_WORD
    first, second = WORDS[english, language], WORDS[word, other]
    question = expand(rng, form.pick(rng, split)).replace("{q}", _quoted(rng, word))
    question = question.replace("{l}", other)
    question = question.lower() if rng.random() < 0.15 else question
    turns = (
        Turn("user", _ask(rng, INTO, split, english, language)),
        Turn("assistant", f"{upper_first(first)}."),
        Turn("user", upper_first(question)),
        Turn("assistant", f"{upper_first(second)}."),
    )
    return Conversation(SKILL, turns, Check(all_of=(second,)))


def unknown(rng: random.Random, split: Split) -> Conversation:
    """A word or a language that is not in the table."""
    language = rng.choice((*LANGUAGES, *LANGUAGES, *OTHER_LANGUAGES))
    word = rng.choice(ENGLISH)
    # Three languages have only the commonest phrases.
    if language in LANGUAGES[: 4 if rng.random() < 0.5 else 7] or rng.random() < 0.2:
        word = lexicon.word(rng, split)
        if rng.random() < 0.3:
            word = f"the {word} of {names.person(rng, split)}"
        elif rng.random() < 0.2:
            word = f"where is the {word}"
    if (word, language) in WORDS:
        return into(rng, split)
    question = _ask(rng, INTO, split, word, language)
    answer = f"I don't know how to say that in {language}."
    return exchange(SKILL, question, answer, Check(all_of=("don't know", language)))


def make(rng: random.Random, split: Split) -> Conversation:
    """Into another language, back, or what is not known."""
    return rng.choices((into, back, again, unknown), (59, 14, 8, 19))[0](rng, split)
