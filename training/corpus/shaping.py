"""Orders about the form of every answer: a case, a length, words at an end, a format, a style, a language.

Held out: ways of ordering, and 10 % of the words in an order.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from training.corpus import (
    arithmetic,
    explain,
    facts,
    foreign,
    identity,
    lexicon,
    names,
    order_ways,
    orders,
    smalltalk,
    words,
)
from training.corpus.conversation import Check, Conversation, Split, Turn
from training.corpus.grammar import Phrasings, expand, noisy
from training.corpus.memory import upper_first
from training.corpus.order_ways import framed, whole

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SKILL = "system"


def plain(rng: random.Random) -> Conversation:
    """Any short exchange, in trained words."""
    makers: tuple[Callable[[random.Random, Split], Conversation], ...]
    makers = (
        smalltalk.make,
        facts.make,
        arithmetic.add,
        words.opposite,
        identity.make,
        explain.make,
    )
    while True:
        made = rng.choices(makers, (5, 6, 2, 2, 1.5, 1))[0](rng, "train")
        # A check by pattern alone would be lost, for an order has a pattern of its own.
        if (made.check.all_of or made.check.any_of) and not made.check.pattern:
            return made


_GREETED = ("My name is {x}.", "I am {x}.", "I'm {x}.", "Call me {x}.")


def copied(rng: random.Random, split: Split) -> Conversation:
    """An exchange in which a word or name must be said again, so that its letters count."""
    if rng.random() < 0.4:
        x = names.person(rng, split)
        said, answer = rng.choice(_GREETED).replace("{x}", x), f"Nice to meet you, {x}!"
    else:
        x = lexicon.word(rng, split) if rng.random() < 0.7 else some_word(rng, split)
        said, answer = (
            f"{rng.choice(('Say', 'Repeat', 'Write', 'Say the word', 'Please say', 'Now say'))} {x}{rng.choice(('.', '', '!'))}",
            x,
        )
    return Conversation(SKILL, (Turn("user", said), Turn("assistant", answer)), Check(all_of=(x,)))


def short(rng: random.Random) -> tuple[str, str, str]:
    """A question, its full answer and its shortest answer."""
    kind = rng.random()
    if kind < 0.2:
        talk = arithmetic.add(rng, "train")
        return talk.turns[0].content, talk.answer, talk.answer.split("= ")[1].rstrip(".")
    if kind < 0.45:
        question, said = foreign.yes_or_no(rng)
        return question, f"{said.capitalize()}.", said.capitalize()
    if kind < 0.6:
        talk = words.opposite(rng, "train")
        return talk.turns[0].content, talk.answer, talk.check.all_of[0]
    while True:
        talk = facts.make(rng, "train")
        wanted = talk.check.all_of
        if len(wanted) == 1 and " " not in wanted[0] and wanted[0] in talk.answer:
            return talk.turns[0].content, talk.answer, wanted[0]


def some_word(rng: random.Random, split: Split) -> str:
    """A word or name to begin or end with, of any case, at times two."""
    kind = rng.random()
    if kind < 0.25:
        return names.invented(rng, split)
    if kind < 0.35:
        return names.person(rng, split)
    word = lexicon.word(rng, split)
    if kind > 0.9:
        word = f"{word} {lexicon.word(rng, split)}"
    return (
        word.capitalize() if rng.random() < 0.35 else word.upper() if rng.random() < 0.06 else word
    )


def placed(rng: random.Random, split: Split, *said: str) -> list[Turn]:
    """The order as it comes: alone, among other sentences, twice, or from the user."""
    order = said[0]
    # Said by a user, an order that speaks of `the user` would be about somebody else.
    if rng.random() < 0.1 and "user" not in order:
        text = expand(rng, order_ways.BY_USER.pick(rng, order_ways.is_new(rng, split)))
        first = order if order[:2] in ("I ", "I'") else order[0].lower() + order[1:]
        return [Turn("user", text.replace("{o}", first).replace("{O}", order))]
    parts = [order]
    chance = rng.random()
    if chance < 0.1:
        parts = list(dict.fromkeys(said))
    if 0.08 < chance < 0.3:
        extra = [order_ways.neutral(rng, split) for _ in range(rng.choice((1, 1, 2, 3)))]
        at = rng.randint(0, len(extra))
        parts = [*extra[:at], *parts, *extra[at:]]
    if rng.random() < 0.08:
        parts[0] = parts[0].lower()
    return [Turn("system", " ".join(parts))]


def _order(
    rng: random.Random, split: Split, form: Phrasings, how: Phrasings, x: str = ""
) -> list[Turn]:
    """The order in a whole sentence or in a frame, where it stands."""
    quoted = rng.choice((x, x, x, f'"{x}"', f"'{x}'"))
    said = [
        whole(rng, split, form, x=quoted)
        if rng.random() < 0.5
        else framed(rng, split, how, x=quoted)
        for _ in range(2)
    ]
    # A lower-case slip would change the word that must be said.
    turns = placed(rng, split, *said)
    if x and quoted not in turns[0].content:
        return [replace(turns[0], content=said[0])]
    return turns


def shaped(
    rng: random.Random,
    split: Split,
    order: list[Turn],
    shape: Callable[[str], str],
    pattern: str,
    *,
    source: Callable[[random.Random], Conversation] = plain,
    free: bool = False,
) -> Conversation:
    """One to three exchanges whose answers all take the shape.

    The last answer must match the pattern, and be right besides unless it is free.
    """
    turns = [*order]
    if turns[-1].role == "user":
        turns.append(Turn("assistant", shape("All right.")))
    check = Check(pattern=pattern)
    for _ in range(rng.choices((1, 2, 3), (7, 2.5, 0.7))[0]):
        made = source(rng)
        turns += [made.turns[0], Turn("assistant", shape(made.answer))]
        check = Check(pattern=pattern) if free else replace(made.check, pattern=pattern)
    if rng.random() < 0.06:
        stop = upper_first(expand(rng, order_ways.STOP.pick(rng, order_ways.is_new(rng, split))))
        role = turns[0].role
        turns += (
            [Turn(role, stop)]
            if role == "system"
            else [Turn("user", stop), Turn("assistant", "All right.")]
        )
        made = plain(rng)
        turns += made.turns
        check = made.check
    return Conversation(SKILL, tuple(turns), check)


def upper(rng: random.Random, split: Split) -> Conversation:
    """Every letter a capital. What is answered is often short, for such words are made of many pieces."""
    order = _order(rng, split, orders.UPPER, order_ways.UPPER)
    return shaped(rng, split, order, str.upper, r"[^a-z]+", source=_copy_or_plain(split))


def lower(rng: random.Random, split: Split) -> Conversation:
    """No capital."""
    order = _order(rng, split, orders.LOWER, order_ways.LOWER)
    return shaped(rng, split, order, str.lower, r"[^A-Z]+", source=_copy_or_plain(split))


def _copy_or_plain(split: Split) -> Callable[[random.Random], Conversation]:
    def source(rng: random.Random) -> Conversation:
        kind = rng.random()
        if kind < 0.4:
            return copied(rng, split)
        if kind < 0.55:
            question, _, said = short(rng)
            turns = (Turn("user", question), Turn("assistant", f"{upper_first(said)}."))
            return Conversation(SKILL, turns, Check(all_of=(said,)))
        return plain(rng)

    return source


def end(rng: random.Random, split: Split) -> Conversation:
    """A word at the end of every answer."""
    x = some_word(rng, split)
    order = _order(rng, split, orders.END, order_ways.END, x)
    return shaped(rng, split, order, lambda a: f"{a} {x}", rf"(?i).+\b{re.escape(x)}\W*")


def start(rng: random.Random, split: Split) -> Conversation:
    """A word at the start of every answer."""
    x = some_word(rng, split)
    order = _order(rng, split, orders.START, order_ways.START, x)
    return shaped(rng, split, order, lambda a: f"{x} {a}", rf"(?i)\W*{re.escape(x)}\b.+")


def only(rng: random.Random, split: Split) -> Conversation:
    """One word, whatever is said."""
    x = some_word(rng, split)
    quoted = rng.choice((x, x, x, f'"{x}"', f"'{x}'"))
    said = whole(rng, split, orders.ONLY, x=quoted)
    return shaped(
        rng, split, [Turn("system", said)], lambda _: x, rf"(?i)\W*{re.escape(x)}\W*", free=True
    )


def styled(rng: random.Random, split: Split) -> Conversation:
    """A pirate begins with Arr!, a cat with Meow!"""
    who = rng.choice(tuple(order_ways.STYLES))
    cry = order_ways.STYLES[who]
    order = placed(
        rng,
        split,
        whole(rng, split, order_ways.STYLE, x=who),
        whole(rng, split, order_ways.STYLE, x=who),
    )
    return shaped(rng, split, order, lambda a: f"{cry} {a}", rf"{re.escape(cry)} .+")


def formatted(rng: random.Random, split: Split) -> Conversation:
    """Quotes, brackets, a bullet, a number, JSON, a label, a tag, twice."""
    how, form = rng.choices(
        order_ways.FORMATS, [3 if "{x}" in form else 1 for _, form in order_ways.FORMATS]
    )[0]
    x = (
        rng.choice(("answer", "reply", "text", "result", "message"))
        if rng.random() < 0.25
        else lexicon.word(rng, split)
    )
    x = "".join(re.findall(r"[A-Za-z]+", x)) or "answer"
    if form.startswith("{x}:"):
        x = x.capitalize()
    order = placed(rng, split, framed(rng, split, how, x=x), framed(rng, split, how, x=x))
    if x not in order[0].content and "{x}" in form:
        return formatted(rng, split)

    def shape(answer: str) -> str:
        inner = json.dumps(answer, ensure_ascii=False)[1:-1] if form.startswith('{"') else answer
        return form.replace("{x}", x).replace("{a}", inner)

    left, right = (re.escape(part) for part in form.replace("{x}", x).split("{a}")[:2])
    return shaped(
        rng, split, order, shape, f"{left}.+{right}.*" if form != "{a} {a}" else r"(.+?\W*) \1"
    )


def brief(rng: random.Random, split: Split) -> Conversation:
    """One word, or so many at most: the value alone. In full sentences: the answer as it is."""
    kind = rng.choices(("one", "some", "full"), (6, 3, 2))[0]
    if kind == "one":
        order = _order(rng, split, orders.ONE_WORD, order_ways.ONE_WORD)
    elif kind == "some":
        n = rng.randint(2, 5)
        said = [
            whole(rng, split, orders.BRIEF) if rng.random() < 0.35 else framed(rng, split, order_ways.SHORT, n=rng.choice((str(n), ("two", "three", "four", "five")[n - 2])), m=str(n + 1))
            for _ in range(2)
        ]  # fmt: skip
        order = placed(rng, split, said[0])
    else:
        order = placed(
            rng, split, framed(rng, split, order_ways.FULL), framed(rng, split, order_ways.FULL)
        )
    turns = [*order]
    if turns[-1].role == "user":
        turns.append(Turn("assistant", "OK." if kind == "one" else "All right."))
    check = Check()
    for _ in range(rng.choices((1, 2, 3), (7, 2.5, 0.7))[0]):
        question, long, value = short(rng)
        while kind == "full" and long.count(" ") < 2:
            question, long, value = short(rng)
        answer = long if kind == "full" else f"{upper_first(value)}."
        turns += [Turn("user", question), Turn("assistant", answer)]
        many = long.count(" ") > 1
        check = Check(
            all_of=(value,),
            pattern=(r"\S+( \S+){2,}" if many else ".+")
            if kind == "full"
            else r"\S+"
            if kind == "one"
            else r"\S+( \S+){0,4}",
        )
    return Conversation(SKILL, tuple(turns), check)


def foreign_words(rng: random.Random, split: Split) -> Conversation:
    """A short answer in the language that was asked for."""
    language = rng.choice(tuple(foreign.WORDS))
    order = placed(
        rng,
        split,
        framed(rng, split, order_ways.LANGUAGE, x=language),
        framed(rng, split, order_ways.LANGUAGE, x=language),
    )
    if language not in order[0].content:
        order = [Turn("system", framed(rng, split, order_ways.LANGUAGE, x=language))]
    turns = [*order]
    if turns[-1].role == "user":
        turns.append(Turn("assistant", upper_first(foreign.WORDS[language]["yes"]) + "."))
    wanted = ""
    for _ in range(rng.choice((1, 1, 2, 3))):
        question, english = foreign.asked(rng)
        wanted = foreign.WORDS[language][english]
        turns += [Turn("user", noisy(rng, question)), Turn("assistant", f"{upper_first(wanted)}.")]
    return Conversation(SKILL, tuple(turns), Check(all_of=(wanted,)))


MAY_NOT = "I may not say that word."
_SAY = ("Say {x}.", "Say the word {x}.", "Please say {x}.", "Can you say {x}?", "Repeat {x}.", "Write {x}.", "Repeat after me: {x}")  # fmt: skip


def forbidden(rng: random.Random, split: Split) -> Conversation:
    """A word that may not be said: asked for it or for another, or where the usual answer has it."""
    usual = rng.random() < 0.35
    question, long, value = short(rng)
    x = lexicon.word(rng, split)
    in_answer = [w for w in re.findall(r"[a-z]{4,}", long) if w != value.lower()]
    if usual and in_answer:
        x = rng.choice(in_answer)
    quoted = rng.choice((x, f'"{x}"', f"'{x}'"))
    turns = placed(rng, split, whole(rng, split, order_ways.FORBID, x=quoted))
    if turns[-1].role == "user":
        turns.append(Turn("assistant", "All right."))
    check = Check()
    for _ in range(rng.choice((1, 1, 2))):
        if usual and in_answer:
            answer = f"{upper_first(value)}."
            turns += [Turn("user", question), Turn("assistant", answer)]
            check = Check(all_of=(value,), none_of=(x,))
            break
        asked = x if rng.random() < 0.5 else lexicon.word(rng, split)
        said = asked if asked.lower() != x.lower() else MAY_NOT
        turns += [
            Turn("user", noisy(rng, rng.choice(_SAY)).replace("{x}", asked)),
            Turn("assistant", said),
        ]
        check = Check(all_of=(said.rstrip("."),), none_of=(x,) if x not in said else ())
    return Conversation(SKILL, tuple(turns), check)


def unordered(rng: random.Random, split: Split) -> Conversation:
    """A system message that orders nothing about the form: answers as always."""
    said = " ".join(order_ways.neutral(rng, split) for _ in range(rng.choice((1, 1, 2, 3))))
    turns = [Turn("system", said)]
    made = plain(rng)
    for _ in range(rng.choice((1, 1, 2))):
        made = copied(rng, split) if rng.random() < 0.3 else plain(rng)
        turns += made.turns
    return Conversation(SKILL, tuple(turns), made.check)
