"""Word games: spelling, letters, reversing, capitals, opposites, rhymes, plurals, tenses.

Held out: 10 % of the words for spelling and letters, phrasings for the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon, names, tables, word_ways
from training.corpus.arithmetic import is_number
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.grammar import Phrasings, is_held_out, say
from training.corpus.names import FRUITS
from training.corpus.wordings import asked

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


def quoted(rng: random.Random, word: str) -> str:
    """The word as people write it when they speak of it."""
    return rng.choice((word, word, word, word, f'"{word}"', f"'{word}'"))


def _row(
    rng: random.Random,
    split: Split,
    table: tuple[tuple[str, str], ...],
    form: Phrasings,
    answer: str,
) -> Conversation:
    left, right = rng.choice(table)
    question = say(rng, form.pick(rng, split), x=quoted(rng, left))
    text = answer.replace("{x}", left).replace("{y}", right)
    return exchange(SKILL, question, text, Check(all_of=(right,)))


def some_word(rng: random.Random, split: Split, most: int = 9) -> str:
    """A word of small letters; in training of very many kinds, so that letters have to be known."""
    while True:
        kind = rng.random()
        if split == "held_out":
            kind *= 0.5
        if kind < 0.3:
            word = rng.choice(EVERYDAY)
            if is_held_out(f"word {word}", 10) != (split == "held_out"):
                continue
        elif kind < 0.65:
            word = lexicon.word(rng, split)
        elif kind < 0.75:
            word = names.person(rng, split).lower()
        elif kind < 0.82:
            word = names.town(rng, split).lower()
        else:
            word = names.invented(rng, split).lower()
        if not (word.isascii() and word.isalpha() and len(word) <= most):
            continue
        if split == "held_out" or not is_held_out(f"word {word}", 10):
            return word


def opposite(rng: random.Random, split: Split) -> Conversation:
    """Opposites, both ways for most pairs."""
    return _row(rng, split, tables.OPPOSITES, word_ways.OPPOSITE, "The opposite of {x} is {y}.")


def rhyme(rng: random.Random, split: Split) -> Conversation:
    """A word that rhymes; any listed partner in either direction is right."""
    left, right = rng.choice(tables.RHYMES)
    question = say(rng, word_ways.RHYME.pick(rng, split), x=quoted(rng, left))
    return exchange(
        SKILL, question, f"{right.capitalize()} rhymes with {left}.", Check(all_of=(right,))
    )


def plural(rng: random.Random, split: Split) -> Conversation:
    """Plurals, irregular ones included."""
    return _row(rng, split, tables.PLURALS, word_ways.PLURAL, "The plural of {x} is {y}.")


def past(rng: random.Random, split: Split) -> Conversation:
    """Past tenses, irregular ones included."""
    return _row(rng, split, tables.PAST, word_ways.PAST, "The past tense of {x} is {y}.")


def spell(rng: random.Random, split: Split) -> Conversation:
    """C-A-T, or a few words in a row."""
    if rng.random() < 0.3:
        some = [some_word(rng, split, 7) for _ in range(rng.choice((2, 2, 3)))]
        spelled = ", ".join("-".join(one.upper()) for one in some)
        given = rng.choice((", ".join(some), " and ".join(some), " ".join(some)))
        question = asked(rng, word_ways.SPELL, split, given)
        return exchange(SKILL, question, f"{spelled}.", Check(pattern=rf"{spelled}\W?"))
    word = some_word(rng, split)
    spelled = "-".join(word.upper())
    question = asked(rng, word_ways.SPELL, split, quoted(rng, word))
    return exchange(SKILL, question, f"{spelled}.", Check(pattern=rf".*{spelled}.?"))


def reverse(rng: random.Random, split: Split) -> Conversation:
    """A word backwards, from its letters written out forwards."""
    word = some_word(rng, split, 6)
    text = "-".join(word[::-1].upper())
    question = asked(rng, word_ways.REVERSE, split, quoted(rng, word))
    answer = f"{'-'.join(word.upper())} backwards is {text}."
    return exchange(SKILL, question, answer, Check(pattern=rf"(.*[^-])?{text}.?"))


def letters(rng: random.Random, split: Split) -> Conversation:
    """First letter, last letter, number of letters, how often one of them is there."""
    word = some_word(rng, split, 10)
    kind = rng.choice(("first", "last", "count", "count", "one", "one"))
    if kind == "one":
        twice = [c for c in word if word.count(c) > 1]
        letter = rng.choice(twice if twice and rng.random() < 0.5 else word)
        if rng.random() < 0.08:
            letter = rng.choice("abcdefghiklmnoprstuvw")
        seen = word.count(letter)
        # `how many as` and `how many is` would be read as words.
        bare = letter.upper() if letter in "aeiou" else letter
        named = rng.choice((bare, bare, letter.upper(), f'"{letter}"', f"'{letter}'"))
        question = asked(rng, word_ways.ONE_LETTER, split, quoted(rng, word), l=named)
        times = f"{letter.upper()}{'' if seen == 1 else chr(39) + 's'}"
        answer = f"{'-'.join(word.upper())} has {seen} {times}."
        return exchange(SKILL, question, answer, is_number(seen))
    if kind == "count":
        # Counted from what is written out just before.
        answer = f"{'-'.join(word.upper())} has {len(word)} letters."
        question = asked(rng, word_ways.COUNT, split, quoted(rng, word))
        return exchange(SKILL, question, answer, Check(all_of=(str(len(word)),)))
    letter = (word[0] if kind == "first" else word[-1]).upper()
    form = word_ways.FIRST if kind == "first" else word_ways.LAST
    question = asked(rng, form, split, quoted(rng, word))
    answer = f"The {kind} letter of {word} is {letter}."
    return exchange(SKILL, question, answer, Check(pattern=rf".*\W{letter}\W*"))


def case(rng: random.Random, split: Split) -> Conversation:
    """A word or two in capitals, or in small letters."""
    word = some_word(rng, split)
    if rng.random() < 0.15:
        word += f" {some_word(rng, split)}"
    if rng.random() < 0.7:
        given = rng.choice((word, word, word.title()))
        question = asked(rng, word_ways.UPPER, split, quoted(rng, given))
        return exchange(SKILL, question, f"{word.upper()}", Check(pattern=rf"\W*{word.upper()}\W*"))
    given = rng.choice((word.upper(), word.title()))
    question = asked(rng, word_ways.LOWER, split, quoted(rng, given))
    return exchange(SKILL, question, word, Check(pattern=rf"\W*{word}\W*"))


_MEMBERS = {
    "fruit": FRUITS[:4],
    "colour": ("red", "blue", "green", "yellow"),
    "animal": ("dog", "cat", "horse", "cow"),
    "vegetable": ("carrot", "potato", "onion", "tomato"),
    "bird": ("owl", "duck", "crow", "swan"),
    "drink": ("water", "milk", "tea", "juice"),
    "flower": ("rose", "tulip", "daisy", "lily"),
}


def member(rng: random.Random, split: Split) -> Conversation:
    """Name a fruit, a colour, an animal: short lists with one fixed answer each."""
    kind = rng.choice(tuple(_MEMBERS))
    count = rng.choice((2, 3, 3, 4))
    number = rng.choice((str(count), ("two", "three", "four")[count - 2]))
    chosen = _MEMBERS[kind][:count]
    answer = ", ".join(chosen[:-1]) + f" and {chosen[-1]}."
    question = say(rng, word_ways.MEMBER.pick(rng, split), n=number, x=kind)
    question = question[:1].upper() + question[1:]
    return exchange(SKILL, question, answer[:1].upper() + answer[1:], Check(all_of=chosen))


def from_table(rng: random.Random, split: Split) -> Conversation:
    """One that is known by heart, not worked out letter by letter."""
    return rng.choice((opposite, rhyme, plural, past, member))(rng, split)


def make(rng: random.Random, split: Split) -> Conversation:
    """Any word game."""
    kinds = (opposite, rhyme, plural, past, spell, reverse, letters, case, member)
    return rng.choices(kinds, (10, 6, 8, 6, 26, 10, 20, 9, 5))[0](rng, split)
