"""One to three given sentences rewritten: a name changed, the first or the last one, a summary, a title.

Held out: the names and words in them, and some phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import lexicon, names, tables, toolbox
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.facts import upper_first
from training.corpus.grammar import Phrasings, expand, ways

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SKILL = "rewriting"

# Who or what, what it did, and the rest: a summary leaves the rest out.
_TOLD = (
    ("{n}", "[bought|sold|found|lost|painted|broke|repaired|carried] a {x}", "[in {t}|on {d}|for {a} euros|last week|after the rain|with a friend|near the river]"),
    ("{n}", "[went|moved|travelled|walked|drove] to {t}", "[on {d}|by train|with {m}|in the morning|for a week|to see the {x}]"),
    ("{n}", "[met|called|visited|helped|thanked|saw] {m}", "[in {t}|on {d}|in the evening|at the market|after work|because of the {x}]"),
    ("The {x}", "[is|was] [on the table|in the garden|under the bed|in the kitchen|behind the door]", "[since {d}|for {a} days|next to the {y}|all day|again]"),
    ("The {x}", "[costs|cost] {a} euros", "[in {t}|this week|without the {y}|for members|since {d}]"),
    ("{n}", "[likes|wants|needs|has] a {x}", "[for the house|with a {y}|more than anything|every day|since {d}]"),
    ("The {x} and the {y}", "[fell|stood|lay] [on the floor|in the street|near the house]", "[all night|on {d}|in the rain|for hours]"),
    ("{n}", "works [in {t}|with {m}|as a {j}]", "[since {d}|every morning|for {a} years|at night]"),
)  # fmt: skip


def _slots(rng: random.Random, split: Split) -> dict[str, str]:
    return {
        "n": names.person(rng, split), "m": names.person(rng, split), "t": names.town(rng, split),
        "x": lexicon.noun(rng, split) if rng.random() < 0.5 else toolbox.a_word(rng, split),
        "y": lexicon.noun(rng, split), "j": names.pick(rng, names.JOBS, split),
        "d": rng.choice(tables.DAYS), "a": str(toolbox.number(rng, 2, 99, split)),
    }  # fmt: skip


def _sentence(rng: random.Random, split: Split) -> tuple[str, str, dict[str, str]]:
    """A sentence, its short form, and what was put in."""
    who, did, rest = rng.choice(_TOLD)
    short, slots = expand(rng, f"{who} {did}"), _slots(rng, split)
    long = expand(rng, f"{short} {rest}")
    for slot, value in slots.items():
        short, long = short.replace("{" + slot + "}", value), long.replace("{" + slot + "}", value)
    return f"{long}.", f"{short}.", slots


def _asked(rng: random.Random, form: Phrasings, split: Split, text: str, **slots: str) -> str:
    asked = expand(rng, form.pick(rng, split))
    for slot, value in slots.items():
        asked = asked.replace("{" + slot + "}", value)
    return asked.replace("{x}", rng.choice((text, f'"{text}"', text)))


def _exactly(answer: str) -> Check:
    return Check(pattern=rf"\W*{re.escape(answer.rstrip('.'))}\W*")


_SHORTER = ways(
    "[Summarise|Summarize|Shorten|Please shorten|Sum up|Condense][ this| this text| the text|]: {x}", "[Make|Say] this shorter: {x}", "{x} [Summarise this.|Shorten it.|Say it in fewer words.|TL;DR]", "[Give me|Write] a [short summary|summary|shorter version][ of this|]: {x}", "[In short|In a few words|Briefly]: {x}",
    held_out=("Put this in fewer words: {x}", "What is this in short? {x}"),
)  # fmt: skip


def shorter(rng: random.Random, split: Split) -> Conversation:
    """One or two sentences without what is not needed."""
    made = [_sentence(rng, split) for _ in range(rng.choice((1, 1, 2)))]
    text, short = " ".join(one[0] for one in made), " ".join(one[1] for one in made)
    return exchange(SKILL, _asked(rng, _SHORTER, split, text), short, _exactly(short))


_CHANGE = ways(
    "[Replace|Change|Exchange] {a} [with|by] {b}[ in this|]: {x}".replace("[with|by]", "with"), "[Rewrite|Write] this with {b} instead of {a}: {x}", "{x} [Now with|Say it with|Write it with] {b} instead of {a}.", "[Put|Use] {b} [for|instead of] {a}: {x}", "[Change|Turn] {a} [to|into] {b}: {x}",
    held_out=("Swap {a} for {b}: {x}", "In this text {a} should be {b}: {x}"),
)  # fmt: skip


def change(rng: random.Random, split: Split) -> Conversation:
    """Another name, word or place in the same sentence."""
    text, _, slots = _sentence(rng, split)
    here = [(k, v) for k, v in slots.items() if k in "nmtxyj" and v in text]
    kind, old = rng.choice(here)
    new = _slots(rng, split)[kind]
    answer = text.replace(old, new)
    return exchange(
        SKILL, _asked(rng, _CHANGE, split, text, a=old, b=new), answer, _exactly(answer)
    )


_FIRST = ways(
    "[What is|Give me|Repeat|Copy|Write] the first sentence[ of this|]: {x}", "{x} [What was|Repeat|Give me] the first sentence[?|.]",
    held_out=("Only the first sentence, please: {x}",),
)  # fmt: skip
_LAST = ways(
    "[What is|Give me|Repeat|Copy|Write] the last sentence[ of this|]: {x}", "{x} [What was|Repeat|Give me] the last sentence[?|.]",
    held_out=("Only the last sentence, please: {x}",),
)  # fmt: skip


def one_of(rng: random.Random, split: Split) -> Conversation:
    """The first or the last of two or three sentences."""
    made = [_sentence(rng, split)[0] for _ in range(rng.choice((2, 2, 3)))]
    form, answer = rng.choice(((_FIRST, made[0]), (_LAST, made[-1])))
    return exchange(SKILL, _asked(rng, form, split, " ".join(made)), answer, _exactly(answer))


_ASK = ways(
    "{x} {q}", "{q} {x}", "[Read|Text|Note]: {x} {q}", "{x}\n{q}", "[Answer|Tell me]: {q} {x}", "[From|In] this text: {x} {q}",
    held_out=("Here is a text: {x} My question: {q}", "{x} So, {q}"),
)  # fmt: skip
_QUESTIONS: tuple[tuple[str, str, str, str], ...] = (
    ("{n} bought a {x} in {t}", "[Who|Who was it that] bought [the|a] {x}?", "{n} bought it.", "n"),
    ("{n} bought a {x} in {t}", "What did {n} buy?", "{n} bought a {x}.", "x"),
    ("{n} bought a {x} in {t}", "Where did {n} buy [the {x}|it]?", "{n} bought it in {t}.", "t"),
    ("{n} went to {t} on {d}", "Where did {n} go?", "{n} went to {t}.", "t"),
    ("{n} went to {t} on {d}", "When did {n} go[ to {t}|]?", "{n} went on {d}.", "d"),
    ("{n} went to {t} on {d}", "Who went to {t}?", "{n} went there.", "n"),
    ("{n} met {m} near the {x}", "Who met {m}?", "{n} met {m}.", "n"),
    ("{n} met {m} near the {x}", "[Who|Whom] did {n} meet?", "{n} met {m}.", "m"),
    ("The {x} of {n} costs {a} euros", "[What does|How much does] the {x} cost?", "It costs {a} euros.", "a"),
    ("The {x} of {n} costs {a} euros", "Whose {x} is it?", "It is the {x} of {n}.", "n"),
    ("{n} has a {x} and {m} has a {y}", "Who has [a|the] {y}?", "{m} has it.", "m"),
    ("{n} has a {x} and {m} has a {y}", "What does {n} have?", "{n} has a {x}.", "x"),
    ("{n} is a {j} and lives in {t}", "[What is the job of {n}|What does {n} do]?", "{n} is a {j}.", "j"),
    ("{n} is a {j} and lives in {t}", "Where does {n} live?", "{n} lives in {t}.", "t"),
    ("{n} saw {a} birds on the {x}", "How many birds did {n} see?", "{n} saw {a} birds.", "a"),
    ("{n} put the {x} behind the {y}", "Where is the {x}[ now|]?", "It is behind the {y}.", "y"),
    ("{n} gave the {x} to {m}", "Who has the {x}[ now|]?", "{m} has it.", "m"),
    ("{n} is older than {m}", "Who is [older|the older one]?", "{n} is older.", "n"),
    ("{n} is older than {m}", "Who is [younger|the younger one]?", "{m} is younger.", "m"),
)  # fmt: skip


def reading(rng: random.Random, split: Split) -> Conversation:
    """A question about a text that is given, of which one sentence has the answer."""
    told, asked, answer, wanted = rng.choice(_QUESTIONS)
    slots = _slots(rng, split)
    if slots["n"] == slots["m"] or slots["x"] == slots["y"]:
        return reading(rng, split)
    texts = [f"{told}.", *(_sentence(rng, split)[0] for _ in range(rng.choice((0, 1, 1, 2))))]
    rng.shuffle(texts)
    asked, text = expand(rng, asked), " ".join(texts)
    for slot, value in slots.items():
        asked, text, answer = (
            one.replace("{" + slot + "}", value) for one in (asked, text, answer)
        )
    question = expand(rng, _ASK.pick(rng, split)).replace("{q}", asked).replace("{x}", text)
    return exchange(SKILL, question, upper_first(answer), Check(all_of=(slots[wanted],)))


_TENSES: tuple[tuple[str, str], ...] = (
    ("walk", "walked"), ("play", "played"), ("work", "worked"), ("cook", "cooked"), ("help", "helped"), ("call", "called"), ("visit", "visited"),
    ("watch", "watched"), ("clean", "cleaned"), ("open", "opened"), ("paint", "painted"), ("go", "went"), ("see", "saw"), ("eat", "ate"), ("write", "wrote"), ("buy", "bought"), ("find", "found"), ("sell", "sold"),
)  # fmt: skip
_PAST = ways(
    "[Put|Write|Rewrite] this in the past[ tense|]: {x}", "{x} [In the past tense, please.|Write it in the past.]", "[Past tense|Make it past]: {x}",
    held_out=("Say this as if it was yesterday: {x}",),
)  # fmt: skip
_NEGATE = ways(
    "[Negate|Make negative|Say the contrary of] this: {x}", "{x} [Now negative.|Negate it.|Say that it is not so.]", "[Add|Put in] not: {x}",
    held_out=("Turn this sentence into its negative: {x}",),
)  # fmt: skip


def grammar(rng: random.Random, split: Split) -> Conversation:
    """Past instead of present, or a denial."""
    now, past = rng.choice(_TENSES)
    slots = _slots(rng, split)
    rest = expand(
        rng, f"[the {slots['x']}|{slots['m']}|in {slots['t']}|with {slots['m']}|every day]"
    )
    if now in ("walk", "play", "work", "go"):
        rest = expand(rng, f"[in {slots['t']}|with {slots['m']}]")
    if rng.random() < 0.5:
        return exchange(
            SKILL,
            _asked(rng, _PAST, split, f"We {now} {rest}."),
            f"We {past} {rest}.",
            _exactly(f"We {past} {rest}"),
        )
    is_so = f"{slots['n']} is [a {slots['j']}|in {slots['t']}|{names.pick(rng, lexicon.ADJECTIVES, split)}]."
    text = expand(rng, is_so)
    answer = text.replace(" is ", " is not ", 1)
    return exchange(SKILL, _asked(rng, _NEGATE, split, text), answer, _exactly(answer))


_JOIN = ways(
    "[Join|Combine|Connect] [these|these sentences|the sentences|both] with {w}: {x}", "[Make|Write] one sentence [of these|of this] with {w}: {x}", "{x} [Join them|Combine them] with {w}.",
    held_out=("Use {w} to make a single sentence: {x}",),
)  # fmt: skip


def join(rng: random.Random, split: Split) -> Conversation:
    """Two sentences made one."""
    one, other = _sentence(rng, split)[1], _sentence(rng, split)[1]
    word = rng.choice(("and", "but", "because", "while"))
    low = other[0].lower() + other[1:] if other.startswith("The ") else other
    answer = f"{one.rstrip('.')} {word} {low}"
    return exchange(
        SKILL, _asked(rng, _JOIN, split, f"{one} {other}", w=word), answer, _exactly(answer)
    )


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them."""
    makers: tuple[Callable[[random.Random, Split], Conversation], ...]
    makers = (shorter, change, one_of, reading, grammar, join)
    return rng.choices(makers, (22, 16, 10, 34, 10, 8))[0](rng, split)
