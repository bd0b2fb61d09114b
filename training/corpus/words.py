"""Word games: spelling, letters, reversing, opposites, rhymes, plurals, tenses, repeating.

Held out: 10 % of the words for spelling and letters, phrasings for the tables.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon, tables
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.grammar import Phrasings, is_held_out, say, ways
from training.corpus.names import FRUITS, invented

if TYPE_CHECKING:
    import random

SKILL = "words"

_EVERYDAY = (
    "apple bread chair table house water tree bird fish book lamp door window garden river stone "
    "cloud rain snow wind fire light night day sun moon star plant leaf flower grass sand beach "
    "ocean island train plane car bike boat ship road bridge city town street shop school "
    "friend mother father sister brother baby child teacher doctor farmer baker king queen "
    "horse cow sheep goat pig duck chicken dog cat mouse lion tiger bear wolf fox rabbit frog "
    "snake bee ant spider whale shark egg milk cheese butter sugar salt pepper honey cake soup "
    "rice corn bean potato tomato onion carrot lemon peach grape melon pear plum cherry hat coat "
    "shoe shirt dress glove scarf belt ring watch clock phone radio piano drum flute song dance "
    "story poem letter word page pen pencil paper box bag cup plate fork spoon knife bowl glass "
    "hand foot head nose ear eye mouth hair arm leg heart bone skin blood happy sad fast slow big "
    "small hot cold red blue green white black brown pink yellow orange purple silver gold spring "
    "summer autumn winter morning evening music game ball kite doll puzzle market money coin "
    "castle tower wall roof floor kitchen bed blanket pillow mirror soap brush towel candle "
    "hill forest desert valley field farm lake pond storm thunder rocket planet robot engine "
    "wheel hammer nail rope ladder bucket basket bottle button needle thread cotton wool silk"
)
EVERYDAY = tuple(dict.fromkeys(_EVERYDAY.split()))
_SHORT = tuple(word for word in EVERYDAY if len(word) <= 4)

_OPPOSITE = ways(
    "[What is|What's|Tell me|Give me] the opposite of {x}?",
    "The opposite of {x}[?| is]",
    "Opposite of {x}?",
    "[Which word is|What is] opposite to {x}?",
    "[What|Which] word means the opposite of {x}?",
    held_out=("Name the opposite of {x}.", "What would be the opposite of {x}?"),
)
_RHYME = ways(
    "[What|Which word] rhymes with {x}?",
    "[Tell me|Give me|Find|Name] a [word|rhyme] [that rhymes with|that rhymes with|rhyming with] {x}.",
    "A word that rhymes with {x}?",
    "Rhyme with {x}.",
    held_out=("Do you know a rhyme for {x}?",),
)
_PLURAL = ways(
    "[What is|What's|Tell me] the plural of {x}?",
    "Plural of {x}?",
    "[One {x}, two|One {x}, many]",
    "How do you [say|write] {x} in the plural?",
    held_out=("Name the plural of {x}.", "What is the plural form of {x}?"),
)
_PAST = ways(
    "[What is|What's|Tell me] the past tense of {x}?",
    "Past tense of {x}?",
    "[Put|Write] {x} in the past tense.",
    held_out=("Name the past tense of {x}.",),
)
_SPELL = (
    "[Spell|Please spell|Can you spell|How do you spell] {x}[.|?]",
    "[Spell|Spell out] the word {x}[.|]",
    "How is {x} spelled?",
    "[What are|Tell me|List] the letters [of|in] {x}?",
)
_REVERSE = (
    "[Reverse|Please reverse|Can you reverse] [the word |]{x}[.|?]",
    "[Write|Say|Spell] {x} backwards[.|]",
    "What is {x} [backwards|reversed|in reverse]?",
)
_FIRST = (
    "[What is|What's|Tell me] the first letter of {x}?",
    "[Which|What] letter does {x} [start|begin] with?",
    "The first letter of {x}?",
)
_LAST = (
    "[What is|What's|Tell me] the last letter of {x}?",
    "[Which|What] letter does {x} end with?",
    "The last letter of {x}?",
)
_COUNT = (
    "How many letters [does {x} have|are in {x}|are there in {x}|has {x}]?",
    "[Count|Please count] the letters [in|of] {x}[.|]",
    "How long is the word {x}?",
)
_UPPER = (
    "[Write|Say|Put] {x} in [capital letters|capitals|upper case|uppercase|all caps].",
    "{x} in [capital letters|capitals|upper case|all caps]?",
)
_REPEAT = (
    "[Repeat after me|Say|Repeat|Write|Please say|Just say]: {x}",
    "[Repeat|Say|Write] the word{s} {x}[.|]",
    'Say "{x}"[.|]',
    "[Repeat|Write|Say] [this|exactly this|after me]: {x}",
    "[Copy|Echo] [this|the following|]: {x}",
)


def _quoted(rng: random.Random, word: str) -> str:
    return rng.choice((word, word, word, f'"{word}"', f"'{word}'"))


def _ask(rng: random.Random, templates: tuple[str, ...], word: str, s: str = "") -> str:
    question = say(rng, rng.choice(templates), x=_quoted(rng, word), s=s)
    return question[:1].upper() + question[1:] if rng.random() < 0.5 else question


def _row(
    rng: random.Random,
    split: Split,
    table: tuple[tuple[str, str], ...],
    form: Phrasings,
    answer: str,
) -> Conversation:
    left, right = rng.choice(table)
    question = say(rng, form.pick(rng, split), x=_quoted(rng, left))
    text = answer.replace("{x}", left).replace("{y}", right)
    return exchange(SKILL, question, text, Check(all_of=(right,)))


def _word(rng: random.Random, split: Split, words: tuple[str, ...]) -> str:
    """A word of the list; in training often an invented one, so that letters have to be known."""
    most = max(map(len, words))
    while True:
        if split == "train" and rng.random() < 0.35:
            made = invented(rng, split).lower()
            if len(made) <= most:
                return made
        if split == "train" and rng.random() < 0.3:
            made = lexicon.word(rng, split)
            if len(made) <= most:
                return made
        word = rng.choice(words)
        if is_held_out(f"word {word}", 10) == (split == "held_out"):
            return word


def opposite(rng: random.Random, split: Split) -> Conversation:
    """Opposites, both ways for most pairs."""
    return _row(rng, split, tables.OPPOSITES, _OPPOSITE, "The opposite of {x} is {y}.")


def rhyme(rng: random.Random, split: Split) -> Conversation:
    """A word that rhymes; any listed partner in either direction is right."""
    left, right = rng.choice(tables.RHYMES)
    question = say(rng, _RHYME.pick(rng, split), x=_quoted(rng, left))
    return exchange(
        SKILL, question, f"{right.capitalize()} rhymes with {left}.", Check(all_of=(right,))
    )


def plural(rng: random.Random, split: Split) -> Conversation:
    """Plurals, irregular ones included."""
    return _row(rng, split, tables.PLURALS, _PLURAL, "The plural of {x} is {y}.")


def past(rng: random.Random, split: Split) -> Conversation:
    """Past tenses, irregular ones included."""
    return _row(rng, split, tables.PAST, _PAST, "The past tense of {x} is {y}.")


def spell(rng: random.Random, split: Split) -> Conversation:
    """c-a-t."""
    word = _word(rng, split, EVERYDAY)
    spelled = "-".join(word.upper())
    return exchange(SKILL, _ask(rng, _SPELL, word), f"{spelled}.", Check(pattern=rf".*{spelled}.?"))


def reverse(rng: random.Random, split: Split) -> Conversation:
    """Short words backwards, letter by letter."""
    word = _word(rng, split, _SHORT)
    text = "-".join(word[::-1].upper())
    return exchange(SKILL, _ask(rng, _REVERSE, word), f"{text}.", Check(pattern=rf".*{text}.?"))


def letters(rng: random.Random, split: Split) -> Conversation:
    """First letter, last letter, number of letters."""
    word = _word(rng, split, EVERYDAY)
    kind = rng.choice(("first", "last", "count"))
    if kind == "count":
        answer = f"The word {word} has {len(word)} letters."
        return exchange(SKILL, _ask(rng, _COUNT, word), answer, Check(all_of=(str(len(word)),)))
    letter = (word[0] if kind == "first" else word[-1]).upper()
    question = _ask(rng, _FIRST if kind == "first" else _LAST, word)
    answer = f"The {kind} letter of {word} is {letter}."
    return exchange(SKILL, question, answer, Check(pattern=rf".*\W{letter}\W*"))


def upper(rng: random.Random, split: Split) -> Conversation:
    """A word in capitals."""
    word = _word(rng, split, EVERYDAY)
    return exchange(
        SKILL, _ask(rng, _UPPER, word), f"{word.upper()}", Check(pattern=rf".*{word.upper()}.*")
    )


def repeat(rng: random.Random, split: Split) -> Conversation:
    """One to four words, real or invented, given back as they are."""
    words = " ".join(
        invented(rng, split) if rng.random() < 0.35 else _word(rng, split, EVERYDAY)
        for _ in range(rng.choice((1, 1, 2, 3, 4)))
    )
    s = "s" if " " in words else ""
    question = say(rng, rng.choice(_REPEAT), x=words, s=s)
    return exchange(SKILL, question, words, Check(pattern=rf"(?i)\W*{words}\W*"))


def member(rng: random.Random, split: Split) -> Conversation:
    """Name a fruit, a colour, an animal: short lists with one fixed answer each."""
    form = ways(
        "[Name|Tell me|Give me|Say] {n} {x}s[.|]",
        "Can you [name|list] {n} {x}s?",
        "[List|Please list] {n} {x}s.",
        held_out=("Could you give me {n} {x}s?", "Which {n} {x}s can you name?"),
    )
    rows = {
        "fruit": FRUITS[:4],
        "colour": ("red", "blue", "green", "yellow"),
        "animal": ("dog", "cat", "horse", "cow"),
        "vegetable": ("carrot", "potato", "onion", "tomato"),
        "bird": ("owl", "duck", "crow", "swan"),
        "drink": ("water", "milk", "tea", "juice"),
        "flower": ("rose", "tulip", "daisy", "lily"),
    }
    kind = rng.choice(tuple(rows))
    count = rng.choice((2, 3, 3, 4))
    number = rng.choice((str(count), ("two", "three", "four")[count - 2]))
    chosen = rows[kind][:count]
    answer = ", ".join(chosen[:-1]) + f" and {chosen[-1]}."
    question = say(rng, form.pick(rng, split), n=number, x=kind)
    return exchange(SKILL, question, answer[:1].upper() + answer[1:], Check(all_of=chosen))


def make(rng: random.Random, split: Split) -> Conversation:
    """Any word game."""
    kinds = (opposite, rhyme, plural, past, spell, reverse, letters, upper, repeat, member)
    return rng.choices(kinds, (12, 7, 9, 6, 16, 8, 14, 6, 16, 6))[0](rng, split)
