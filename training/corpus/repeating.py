"""Copying: say it again, twice, in quotes; find the word after another, the name in a sentence.

Answers are the value exactly as it was written and nothing else, so that only copying is learned.
Held out: 10 % of all words and names, and several ways of asking for each purpose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import lexicon, names, phrases
from training.corpus import repeating_ways as ask
from training.corpus.conversation import Check, Conversation, Split, Turn, exchange
from training.corpus.facts import upper_first
from training.corpus.grammar import Phrasings, expand, noisy

if TYPE_CHECKING:
    import random

SKILL = "repeating"


def _exactly(text: str) -> Check:
    """The value as it is, whatever signs stand around it."""
    return Check(pattern=rf"\W*{re.escape(text.strip('!?. '))}\W*")


def _ask(rng: random.Random, split: Split, form: Phrasings, **slots: str) -> str:
    """A question that may begin with a capital, but never changes what is to be copied."""
    text = noisy(rng, expand(rng, form.pick(rng, split)))
    if '"' in text:
        # Quotation marks of its own: none inside them.
        slots = {slot: value.strip("\"'") for slot, value in slots.items()}
    if rng.random() < 0.7:
        text = upper_first(text)
    if rng.random() < 0.12:
        lead = rng.choice(ask.LEADS)
        text = lead + (text if lead[-2] in ".:!?" else text[:1].lower() + text[1:])
    for slot, value in slots.items():
        text = text.replace(f"{{{slot}}}", value)
    return text


def _quoted(rng: random.Random, value: str) -> str:
    return rng.choice((value, value, value, value, f'"{value}"', f"'{value}'"))


def _copied(
    rng: random.Random, split: Split, form: Phrasings, value: str, answer: str = "{x}"
) -> Conversation:
    text = answer.replace("{x}", value)
    return exchange(SKILL, _ask(rng, split, form, x=_quoted(rng, value)), text, _exactly(text))


def again(rng: random.Random, split: Split) -> Conversation:
    """Repeat after me."""
    return _copied(rng, split, ask.SAY, phrases.anything(rng, split))


def exactly(rng: random.Random, split: Split) -> Conversation:
    """Answer with these words and no others."""
    return _copied(rng, split, ask.EXACTLY, phrases.anything(rng, split))


def as_written(rng: random.Random, split: Split) -> Conversation:
    """A name with its accents and capitals."""
    return _copied(rng, split, ask.AS_WRITTEN, phrases.of(rng, split, phrases.NAMES))


def several(rng: random.Random, split: Split) -> Conversation:
    """Twice or three times."""
    value = phrases.anything(rng, split, 2)
    if len(value) > 24:
        value = lexicon.word(rng, split)
    form, times = rng.choice(((ask.TWICE, 2), (ask.TWICE, 2), (ask.THRICE, 3)))
    return _copied(rng, split, form, value, " ".join(["{x}"] * times))


_WRAPS = (
    (ask.QUOTES, '"{x}"'), (ask.QUOTES, '"{x}"'), (ask.SINGLE, "'{x}'"), (ask.BRACKETS, "({x})"),
    (ask.BRACKETS, "({x})"), (ask.SQUARE, "[{x}]"), (ask.CURLY, "{{x}}"), (ask.STARS, "*{x}*"),
    (ask.DASHES, "-{x}-"), (ask.COLON, "{x}:"), (ask.STOP, "{x}."), (ask.MARK, "{x}!"),
    (ask.QUESTION, "{x}?"),
)  # fmt: skip


def wrapped(rng: random.Random, split: Split) -> Conversation:
    """In quotation marks, brackets, with a sign at the end."""
    form, answer = rng.choice(_WRAPS)
    value = phrases.anything(rng, split, 3).rstrip("!?.:")
    text = answer.replace("{x}", value)
    return exchange(SKILL, _ask(rng, split, form, x=value), text, Check(pattern=re.escape(text)))


def greeting(rng: random.Random, split: Split) -> Conversation:
    """Hello, Jana!"""
    who = phrases.of(rng, split, ((names.person, 5), (lexicon.full_name, 3), (lexicon.firm, 1)))
    form, answer = rng.choice(ask.GREETINGS)
    return _copied(rng, split, form, who, answer)


def _told(rng: random.Random, split: Split) -> str:
    kind = rng.random()
    if kind < 0.3:
        return phrases.anything(rng, split, 6)
    sentence = phrases.filled(rng, split, expand(rng, rng.choice(ask.TOLD)))
    return upper_first(sentence)


def last(rng: random.Random, split: Split) -> Conversation:
    """What did I just say, what before, what did you say."""
    kind = rng.choice(("mine", "mine", "mine", "before", "yours", "yours"))
    said = _told(rng, split)
    turns = [Turn("user", said), Turn("assistant", "I see.")]
    wanted, form = f"You said: {said}", ask.MINE
    if kind == "yours":
        started = again(rng, split)
        said, turns, form = started.answer, list(started.turns), ask.YOURS
        wanted = said
    elif kind == "before":
        turns += [Turn("user", _told(rng, split)), Turn("assistant", "I see.")]
        form = ask.BEFORE_THAT
    elif rng.random() < 0.3:
        turns = [Turn("user", _told(rng, split)), Turn("assistant", "I see."), *turns]
    turns += [Turn("user", _ask(rng, split, form)), Turn("assistant", wanted)]
    check = Check(pattern=rf".*{re.escape(said.strip('!?. '))}\W*")
    return Conversation(SKILL, tuple(turns), check)


def _row(rng: random.Random, split: Split, least: int = 3, most: int = 6) -> list[str]:
    """Different words, mostly rare ones."""
    count = rng.randint(least, most)
    made: dict[str, None] = {}
    pool: tuple[tuple[phrases.Maker, int], ...] = rng.choice((
        ((lexicon.word, 6), (phrases.rare, 9), (phrases.odd, 1), (names.person, 1)),
        ((lexicon.word, 1), (phrases.rare, 1)), ((names.person, 1),),
        ((names.person, 1), (lexicon.noun, 1)), ((phrases.ident, 1), (phrases.number, 1)),
    ))  # fmt: skip
    while len(made) < count:
        made[phrases.of(rng, split, pool).replace(" ", "-")] = None
    return list(made)


def nth(rng: random.Random, split: Split) -> Conversation:
    """The first word, the second, the last but one, the last."""
    row = _row(rng, split)
    where = rng.choice(("first", "first", "second", "third", "last", "last", "last but one"))
    at = {"first": 0, "second": 1, "third": 2, "last": -1, "last but one": -2}[where]
    shown = rng.choice((" ".join(row), " ".join(row), ", ".join(row)))
    asked = _ask(rng, split, ask.NTH, x=shown, n=where)
    return exchange(SKILL, asked, row[at], _exactly(row[at]))


def neighbour(rng: random.Random, split: Split) -> Conversation:
    """The word after or before another."""
    row = _row(rng, split)
    after = rng.random() < 0.6
    at = rng.randrange(len(row) - 1) if after else rng.randrange(1, len(row))
    wanted = row[at + (1 if after else -1)]
    shown = rng.choice((" ".join(row), ", ".join(row)))
    form = ask.AFTER if after else ask.BEFORE
    return exchange(
        SKILL, _ask(rng, split, form, x=shown, y=_quoted(rng, row[at])), wanted, _exactly(wanted)
    )


def which_name(rng: random.Random, split: Split) -> Conversation:
    """Of two names: the one that comes first or second, or who did something to whom."""
    names_there = [names.person(rng, split), names.person(rng, split)]
    if names_there[0] == names_there[1]:
        return which_name(rng, split)
    at, kind = rng.randrange(2), rng.random()
    question = ""
    if kind < 0.35:
        sentence, *questions = rng.choice(ask.ROLES)
        # Filled together, so that both speak of the same things.
        sentence, question = phrases.filled(rng, split, f"{sentence}|{questions[at]}").split("|")
    else:
        sentence = phrases.filled(rng, split, rng.choice(ask.TWO_NAMES))
    sentence = sentence.replace("{p}", names_there[0]).replace("{q}", names_there[1])
    wanted = names_there[at]
    if question:
        return exchange(SKILL, f"{sentence} {question}", wanted, _exactly(wanted))
    if kind < 0.6:
        p, q = rng.sample(names_there, 2)
        form = (ask.OF_TWO_FIRST, ask.OF_TWO_LAST)[at]
        return exchange(
            SKILL, _ask(rng, split, form, x=sentence, p=p, q=q), wanted, _exactly(wanted)
        )
    form = (ask.NAMED_FIRST, ask.NAMED_SECOND)[at]
    return exchange(SKILL, _ask(rng, split, form, x=sentence), wanted, _exactly(wanted))


def find(rng: random.Random, split: Split) -> Conversation:
    """The number, the address, the file, the name in a text with other sentences around it."""
    kind = rng.choice(tuple(ask.FOUND))
    form, maker, tells = ask.FOUND[kind]
    value = maker(rng, split)
    text = phrases.filled(rng, split, rng.choice(tells)).replace("{x}", value)
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        other = upper_first(phrases.filled(rng, split, rng.choice(ask.AROUND)))
        text = f"{other} {text}" if rng.random() < 0.5 else f"{text} {other}"
    if rng.random() < 0.2:
        turns = (
            Turn("user", text), Turn("assistant", "I see."),
            Turn("user", _ask(rng, split, ask.FOUND_LATER, k=kind)), Turn("assistant", value),
        )  # fmt: skip
        return Conversation(SKILL, turns, _exactly(value))
    return exchange(SKILL, _ask(rng, split, form, x=text, k=kind), value, _exactly(value))


def change(rng: random.Random, split: Split) -> Conversation:
    """One word for another, one left out, one added, two changed round."""
    row = _row(rng, split, 2, 5)
    other = phrases.of(rng, split, ((lexicon.word, 3), (names.person, 1))).replace(" ", "-")
    at = rng.randrange(len(row))
    kind = rng.choice(("replace", "replace", "replace", "drop", "append", "prepend", "insert"))
    old, x = row[at], " ".join(row)
    if kind == "replace":
        made = [*row[:at], other, *row[at + 1 :]]
        form = ask.REPLACE
    elif kind == "drop":
        made, form = [*row[:at], *row[at + 1 :]], ask.DROP
    elif kind == "append":
        made, form = [*row, other], ask.APPEND
    elif kind == "prepend":
        made, form = [other, *row], ask.PREPEND
    else:
        made, form = [*row[: at + 1], other, *row[at + 1 :]], ask.INSERT
    wanted = " ".join(made)
    asked = _ask(rng, split, form, x=x, y=_quoted(rng, old), z=_quoted(rng, other))
    return exchange(SKILL, asked, wanted, _exactly(wanted))


def joined(rng: random.Random, split: Split) -> Conversation:
    """Two words with a sign between them, or turned round."""
    x, y = (
        phrases.of(rng, split, ((lexicon.word, 4), (names.person, 1), (phrases.capitalised, 1)))
        for _ in range(2)
    )
    form, answer = rng.choice(ask.JOINS)
    wanted = answer.replace("{x}", x).replace("{y}", y)
    asked = _ask(rng, split, form, x=x, y=y)
    return exchange(SKILL, asked, wanted, Check(pattern=re.escape(wanted) + r"\W?"))


def _json(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def lines(rng: random.Random, split: Split) -> Conversation:
    """`key: value` lines, JSON and tables of what is given, one to three values."""
    keys = rng.sample(ask.KEYS, rng.choice((1, 1, 2, 2, 3)))
    if split == "train" and rng.random() < 0.4:
        keys[0] = rng.choice((lexicon.noun, phrases.snake, phrases.camel))(rng, split)
    keys = list(dict.fromkeys(keys))
    pairs = [(key, phrases.anything(rng, split, 3).replace('"', "")) for key in keys]
    shown = rng.choice(ask.PAIRS)
    given = rng.choice((", ", " and ", "; ")).join(
        shown.replace("{k}", key).replace("{v}", value) for key, value in pairs
    )
    if rng.random() < 0.5:
        wanted = "{" + ", ".join(f"{_json(key)}: {_json(value)}" for key, value in pairs) + "}"
        return exchange(SKILL, _ask(rng, split, ask.AS_JSON, x=given), wanted, Check(json=wanted))
    wanted = "\n".join(f"{key}: {value}" for key, value in pairs)
    pattern = r"\W*\n".join(re.escape(f"{key}: {value}") for key, value in pairs) + r"\W*"
    return exchange(SKILL, _ask(rng, split, ask.AS_LINES, x=given), wanted, Check(pattern=pattern))


def inside(rng: random.Random, split: Split) -> Conversation:
    """What stands in quotation marks or brackets, before or after a sign."""
    value = phrases.anything(rng, split, 4)
    form, frame = rng.choice(ask.INSIDE)
    text = phrases.filled(rng, split, frame).replace("{x}", value)
    return exchange(SKILL, _ask(rng, split, form, x=text), value, _exactly(value))


def gap(rng: random.Random, split: Split) -> Conversation:
    """A sentence with its gap filled."""
    sentence = phrases.filled(rng, split, rng.choice(ask.GAPS))
    value = phrases.of(rng, split, rng.choice((phrases.WORDS, phrases.NAMES)))
    wanted = sentence.replace("___", value)
    asked = _ask(rng, split, ask.FILL, x=sentence, y=value)
    return exchange(SKILL, asked, wanted, _exactly(wanted))


_KINDS = (
    (again, 16), (exactly, 9), (as_written, 5), (several, 6), (wrapped, 9), (greeting, 5),
    (last, 9), (nth, 7), (neighbour, 6), (which_name, 8), (find, 10), (change, 8), (joined, 4),
    (lines, 9), (inside, 5), (gap, 5),
)  # fmt: skip


def make(rng: random.Random, split: Split) -> Conversation:
    """Any copying drill."""
    return rng.choices([kind for kind, _ in _KINDS], [weight for _, weight in _KINDS])[0](
        rng, split
    )
