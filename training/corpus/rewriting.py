"""One to three given sentences rewritten: shorter, corrected, more polite, in the past, with a title.

Also questions about them. Held out: the names and words in them, and some phrasings.
"""

# ruff: noqa: E501 - a row is easier to read and correct on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import lexicon, names, registers
from training.corpus import rewriting_ways as ask
from training.corpus.arithmetic import is_number
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.facts import upper_first
from training.corpus.grammar import Phrasings, expand
from training.corpus.reading import reading
from training.corpus.sentences import TOLD, put, sentence, slots
from training.corpus.wordings import asked

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SKILL = "rewriting"


def _asked(rng: random.Random, form: Phrasings, split: Split, text: str, **more: str) -> str:
    return asked(rng, form, split, rng.choice((text, text, text, f'"{text}"')), **more)


def _exactly(answer: str) -> Check:
    return Check(pattern=rf"\W*{re.escape(answer.rstrip('.'))}\W*")


def _one(
    rng: random.Random, form: Phrasings, split: Split, text: str, answer: str, **more: str
) -> Conversation:
    return exchange(SKILL, _asked(rng, form, split, text, **more), answer, _exactly(answer))


def shorter(rng: random.Random, split: Split) -> Conversation:
    """One to three sentences without what is not needed."""
    made = [sentence(rng, split) for _ in range(rng.choice((1, 1, 2, 2, 3)))]
    text, short = " ".join(one[0] for one in made), " ".join(one[1] for one in made)
    return _one(rng, ask.SHORTER, split, text, short)


def change(rng: random.Random, split: Split) -> Conversation:
    """Another name, word or place in the same sentence."""
    text, _, values = sentence(rng, split)
    here = [
        (k, v)
        for k, v in values.items()
        if k in "nmtxyj" and re.search(rf"\b{re.escape(v)}\b", text)
    ]
    kind, old = rng.choice(here)
    new = slots(rng, split)[kind]
    # `a` would have to become `an`, or the other way round.
    if (old[0] in "aeiou") != (new[0] in "aeiou"):
        return change(rng, split)
    answer = re.sub(rf"\b{re.escape(old)}\b", new, text)
    return _one(rng, ask.CHANGE, split, text, answer, a=old, b=new)


def one_of(rng: random.Random, split: Split) -> Conversation:
    """The first, the second or the last of two or three sentences."""
    made = [sentence(rng, split)[0] for _ in range(rng.choice((2, 2, 3)))]
    at, named = rng.choice(((0, "first"), (-1, "last"), (1, "second")))
    return _one(rng, ask.SENTENCE, split, " ".join(made), made[at], w=named)


def _either(rng: random.Random, split: Split) -> str:
    long, short, _ = sentence(rng, split)
    return rng.choice((long, short))


def bullets(rng: random.Random, split: Split) -> Conversation:
    """Two or three sentences as points."""
    made = [_either(rng, split) for _ in range(rng.choice((2, 2, 3)))]
    text = "\n".join(f"- {one}" for one in made)
    return _one(rng, ask.BULLETS, split, " ".join(made), text)


_TITLES = (
    ("{n} [bought|found|lost|sold|painted|repaired|hid|stole] a {x}", "{n} and the {X}"), ("{n} [went|moved|travelled|flew|came] to {t}", "{n} in {t}"), ("{n} lives in {t}", "{n} in {t}"), ("{n} [met|helped|visited|called|thanked] {m}", "{n} and {m}"),
    ("A {x} was [found|seen|stolen|sold] in {t}", "The {X} of {t}"), ("There is a {x} in {t}", "The {X} of {t}"), ("The {x} of {n} is [lost|broken|new|for sale]", "The {X} of {n}"), ("{n} [wanted|needed|was looking for|dreamed of] a {x}", "{n} and the {X}"),
)  # fmt: skip
_MORE = (
    "It was on {d}.", "It took {a} minutes.", "Nobody knew why.", "It was very expensive.", "Everybody was happy.", "It rained all day.", "It was a good day.", "It will be told for years.", "The whole street talked about it.", "It cost {a} euros.", "It began at {h}.", "That was a surprise.",
)  # fmt: skip


def title(rng: random.Random, split: Split) -> Conversation:
    """Who or where, and what: a title for a very short story."""
    told, named = rng.choice(_TITLES)
    values = slots(rng, split)
    text = " ".join((f"{told}.", *rng.sample(_MORE, k=rng.choice((1, 1, 2)))))
    answer = put(named, {**values, "X": values["x"].title()})
    return _one(rng, ask.TITLE, split, put(expand(rng, text), values), answer)


_IRREGULAR = """
    go goes went gone;see sees saw seen;eat eats ate eaten;write writes wrote written;buy buys bought bought;
    find finds found found;sell sells sold sold;take takes took taken;give gives gave given;make makes made made;
    bring brings brought brought;hide hides hid hidden;know knows knew known;hold holds held held;lose loses lost lost;
    send sends sent sent;break breaks broke broken;choose chooses chose chosen;draw draws drew drawn;
    forget forgets forgot forgotten;steal steals stole stolen;build builds built built;catch catches caught caught;
    teach teaches taught taught;leave leaves left left;meet meets met met;drive drives drove driven
"""
_REGULAR = """
    walk play work cook help call visit watch clean open paint follow carry paint repair kick push pull wash
    move count check touch drop mend want need love like show lift order thank invite remember describe admire
    use examine collect
"""
# Verbs that need an object, those that need none: base, with `he`, past, participle.
_PLACE_VERBS = ("walk", "play", "work", "go")


def _regular(verb: str) -> tuple[str, str, str, str]:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb[:-1]}ied"
    past = f"{verb}d" if verb.endswith("e") else "dropped" if verb == "drop" else f"{verb}ed"
    return verb, f"{verb}es" if verb[-2:] in ("sh", "ch") else f"{verb}s", past, past


def _forms(row: str) -> tuple[str, str, str, str]:
    base, third, past, participle = row.split()
    return base, third, past, participle


VERBS = (
    *(_forms(row) for row in _IRREGULAR.split(";")),
    *(_regular(verb) for verb in dict.fromkeys(_REGULAR.split())),
)


def tense(rng: random.Random, split: Split) -> Conversation:
    """Past or future instead of present, a question, or the passive."""
    base, third, past, participle = rng.choice(VERBS)
    values = slots(rng, split)
    who = rng.choice((values["n"], values["n"], "I", "We", "They", f"The {values['j']}"))
    now = base if who in ("I", "We", "They") else third
    if base in _PLACE_VERBS:
        rest = expand(
            rng,
            f"[to {values['t']}|with {values['m']}]"
            if base == "go"
            else f"[in {values['t']}|with {values['m']}]",
        )
    else:
        rest = expand(rng, f"[the {values['x']}|the {values['y']}|{values['m']}]")
    after = (
        expand(rng, "[| every day| in the morning| with {m}| for {n}]")
        if rng.random() < 0.3
        else ""
    )
    rest += put(after, {"m": slots(rng, split)["m"], "n": slots(rng, split)["n"]})
    text, kind = f"{who} {now} {rest}.", rng.random()
    if kind < 0.45:
        return _one(rng, ask.PAST, split, text, f"{who} {past} {rest}.")
    if kind < 0.7:
        return _one(rng, ask.FUTURE, split, text, f"{who} will {base} {rest}.")
    if kind < 0.85 or after or base in _PLACE_VERBS or who in ("I", "We", "They"):
        inside = who if who in (values["n"], "I") else who[0].lower() + who[1:]
        answer = f"{'Do' if now == base else 'Does'} {inside} {base} {rest}?"
        return exchange(
            SKILL, _asked(rng, ask.QUESTION, split, text), answer, _exactly(answer.rstrip("?"))
        )
    by = who if who == values["n"] else who[0].lower() + who[1:]
    return _one(
        rng,
        ask.PASSIVE,
        split,
        f"{who} {past} {rest}.",
        f"{upper_first(rest)} was {participle} by {by}.",
    )


def negate(rng: random.Random, split: Split) -> Conversation:
    """A denial."""
    values = slots(rng, split)
    pattern = rng.choice((
        "{n} is[ not] a {j}.", "{n} is[ not] in {t}.", "{n} is[ not] {q}.", "The {x} is[ not] {q}.", "{n} can[not] see the {x}.", "{n} and {m} are[ not] in {t}.", "The {x} was[ not] in {t}.", "{n} will[ not] come on {d}.",
        "We are[ not] in {t}.", "{n} has[ not] seen the {x}.", "I am[ not] a {j}.", "The {x} will[ not] cost {a} euros.", "They were[ not] with {m}.", "It is[ not] the {x} of {n}.",
    ))  # fmt: skip
    values["q"] = names.pick(rng, lexicon.ADJECTIVES, split)
    text = put(re.sub(r"\[.*?\]", "", pattern), values)
    answer = put(pattern.replace("[", "").replace("]", ""), values)
    return _one(rng, ask.NEGATE, split, text, answer)


def join(rng: random.Random, split: Split) -> Conversation:
    """Two sentences made one."""
    one, other = sentence(rng, split)[1], sentence(rng, split)[1]
    word = rng.choice(("and", "but", "because", "while", "so", "although", "or"))
    first = other.split(" ", 1)[0]
    low = other[0].lower() + other[1:] if first in ("The", "A", "My") else other
    answer = f"{one.rstrip('.')} {word} {low}"
    return _one(rng, ask.JOIN, split, f"{one} {other}", answer, w=word)


def register(rng: random.Random, split: Split) -> Conversation:
    """More formal, less formal, or a polite request instead of an order."""
    values = slots(rng, split)
    kind = rng.random()
    if kind < 0.4:
        order = put(rng.choice(registers.ORDERS), values)
        text = f"{upper_first(order)}{rng.choice('.!.')}"
        return exchange(
            SKILL,
            _asked(rng, ask.POLITE, split, text),
            f"Could you {order}, please?",
            _exactly(f"Could you {order}, please"),
        )
    casual, formal = rng.choice(registers.PAIRS)
    hi, dear = rng.choice(registers.OPENINGS)
    other = {**values, "n": slots(rng, split)["n"]}
    casual, formal = put(hi, other) + put(casual, values), put(dear, other) + put(formal, values)
    if kind < 0.75:
        return exchange(
            SKILL, _asked(rng, ask.FORMAL, split, casual), formal, _exactly(formal.rstrip("?"))
        )
    return exchange(
        SKILL, _asked(rng, ask.INFORMAL, split, formal), casual, _exactly(casual.rstrip("?!"))
    )


_LONG_WORD = re.compile(r"(?<![{a-zA-Z])[a-z]{3,}(?![}a-z])")


def _mistyped(rng: random.Random, text: str) -> str:
    """One or two words of the frame with letters swapped, doubled or left out; never a value."""
    for _ in range(rng.choice((1, 1, 2))):
        word = rng.choice(list(_LONG_WORD.finditer(text)))
        at = rng.randrange(word.start(), word.end() - 1)
        pair = text[at : at + 2]
        changed = rng.choice((pair[::-1], pair[::-1], pair[1:], pair[0] + pair))
        text = text[:at] + changed + text[at + 2 :]
    return text


def mend(rng: random.Random, split: Split) -> Conversation:
    """Typing mistakes in plain words, a missing capital and full stop, a word written twice."""
    who, did, rest = rng.choice(TOLD)
    right = expand(rng, f"{who} {did} {rest}.")
    wrong, kind = right, rng.random()
    if kind < 0.6:
        wrong = _mistyped(rng, right)
    elif kind < 0.8:
        word = rng.choice(list(_LONG_WORD.finditer(right))).group()
        wrong = right.replace(word, f"{word} {word}", 1)
    if kind > 0.8 or rng.random() < 0.3:
        wrong = wrong.rstrip(".")
        wrong = wrong if wrong.startswith("{") else wrong[0].lower() + wrong[1:]
    values = slots(rng, split)
    return _one(rng, ask.MEND, split, put(wrong, values), put(right, values))


def how_many(rng: random.Random, split: Split) -> Conversation:
    """The number of sentences."""
    made = [_either(rng, split) for _ in range(rng.choice((1, 2, 2, 3)))]
    question = _asked(rng, ask.HOW_MANY, split, " ".join(made))
    answer = "There is 1 sentence." if len(made) == 1 else f"There are {len(made)} sentences."
    return exchange(SKILL, question, answer, is_number(len(made)))


_MAKERS: tuple[tuple[Callable[[random.Random, Split], Conversation], int], ...] = (
    (shorter, 18), (change, 13), (one_of, 6), (bullets, 5), (title, 6), (reading, 24), (tense, 8),
    (negate, 4), (join, 5), (register, 7), (mend, 8), (how_many, 2),
)  # fmt: skip


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them."""
    makers = [maker for maker, _ in _MAKERS]
    return rng.choices(makers, [weight for _, weight in _MAKERS])[0](rng, split)
