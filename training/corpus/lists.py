"""Given words and numbers: sorted, counted, reversed, the longest, the sum, the odd one, without doubles.

Held out: 10 % of the words and numbers, some phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import lexicon, names, toolbox
from training.corpus.arithmetic import is_number
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.facts import upper_first
from training.corpus.grammar import Phrasings, is_held_out, say, ways

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SKILL = "lists"


def _items(rng: random.Random, split: Split, most: int = 5) -> list[str]:
    kind, count = rng.random(), rng.randint(2, most)
    if kind < 0.3:
        made = [str(toolbox.number(rng, 1, 99, split)) for _ in range(count)]
    elif kind < 0.5:
        made = [names.person(rng, split) for _ in range(count)]
    else:
        made = [toolbox.a_word(rng, split) for _ in range(count)]
    made = list(dict.fromkeys(made))
    return made if len(made) > 1 else _items(rng, split, most)


def _ask(
    rng: random.Random, form: Phrasings, split: Split, items: list[str], **slots: str | int
) -> str:
    shown = rng.choice((", ".join(items), ", ".join(items), toolbox.listed(items), " ".join(items)))
    return say(rng, form.pick(rng, split), x=shown, **slots)


def _listed(answer: list[str]) -> Check:
    return Check(pattern=r"\W*" + r"\W+".join(re.escape(one) for one in answer) + r"\W*")


_REVERSE = ways(
    "[Reverse|Turn around|Invert] [the list|this list|the order|the order of these]: {x}", "[List|Write|Say] [these|this] in reverse[ order|]: {x}", "{x} [in reverse|backwards|from last to first][.|]", "[Put the last first|From last to first]: {x}",
    held_out=("Give me this list the other way round: {x}",),
)  # fmt: skip
_COUNT = ways(
    "How many [items|things|words|entries|names] are [in this list|here|there]: {x}[?|]", "[Count|Please count] [these|the items|the words|the entries]: {x}", "{x}: how many [are these|are there|items]?", "How long is [the|this] list: {x}[?|]",
    held_out=("Tell me the number of entries in {x}.",),
)  # fmt: skip
_NTH = ways(
    "[What is|Which is|Give me|Tell me] the {n} [item|one|word|entry] [of|in]: {x}[?|]", "[Which|What] [item|word] is {n}: {x}[?|]", "{x}: [the {n} one|which is {n}|what comes {n}]?", "[Take|Pick|Say] the {n} of these: {x}",
    held_out=("From this list I want the {n} one: {x}",),
)  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_HAS = ways(
    "Is {y} in [this list|the list]: {x}[?|]", "[Does|Can you see whether] [the list|this list] [contain|have] {y}: {x}[?|]".replace("[Does|Can you see whether]", "Does"), "{x}: is {y} [there|in it|among them]?", "[Can you find|Do you see] {y} in {x}?",
    held_out=("Is there a {y} among these: {x}?",),
)  # fmt: skip
_DROP = ways(
    "[Remove|Delete|Take out|Drop|Leave out] {y} [from|in] [this list|the list|these|this]: {x}", "{x} without {y}[.|?|]", "[Everything|All] but {y}: {x}", "[List|Write] {x} without {y}.",
    held_out=("Strike {y} from these: {x}",),
)  # fmt: skip
_APPEND = ways(
    "[Add|Append|Put] {y} [to|at the end of] [this list|the list]: {x}", "{x} [and add|plus] {y}[.|]", "[Extend|Continue] the list {x} with {y}.",
    held_out=("To these add also {y}: {x}",),
)  # fmt: skip
_BULLETS = ways(
    "[Write|Make|Give me|Show] [a list|bullet points|a list with dashes|bullets] of {x}[.|]", "{x} as [a list|bullet points|bullets|a list with dashes][.|]", "[Bullets|As a list|With dashes]: {x}",
    held_out=("Turn this into bullet points: {x}",),
)  # fmt: skip
_COMMAS = ways(
    "[Separate|Join|Write] [these|the words|this] with commas: {x}", "{x} with commas[.|]", "[Make|Turn this into] a list with commas: {x}",
    held_out=("Put commas between these: {x}",),
)  # fmt: skip
_MOST = ways(
    "[What is|Which is|Find|Tell me] the {w} [number|one] [of|among|in] {x}[?|.]", "[Which|What] number is {w}: {x}[?|]", "{w} of {x}[?|]", "The {w} of these: {x}",
    held_out=("Of these numbers, which is {w}: {x}?",),
)  # fmt: skip
_SORT = ways(
    "[Sort|Order|Please sort|Arrange][ these| these words|][ by the alphabet| alphabetically| from a to z|]: {x}", "[Sort|Order] {x}[ alphabetically|].", "[Alphabetical order|In alphabetical order]: {x}", "[Put|Bring] these words in [alphabetical order|order]: {x}",
    held_out=("In the order of the alphabet, please: {x}",),
)  # fmt: skip


def words(rng: random.Random, split: Split) -> Conversation:
    """What is done with a list of anything."""
    items = _items(rng, split)
    kind = rng.choice(
        ("reverse", "count", "nth", "nth", "has", "drop", "append", "bullets", "commas")
    )
    other = toolbox.a_word(rng, split)
    if kind == "reverse":
        turned = items[::-1]
        return exchange(
            SKILL, _ask(rng, _REVERSE, split, items), ", ".join(turned) + ".", _listed(turned)
        )
    if kind == "count":
        return exchange(
            SKILL,
            _ask(rng, _COUNT, split, items),
            f"There are {len(items)}.",
            is_number(len(items)),
        )
    if kind == "nth":
        at = rng.randrange(len(items))
        last = at == len(items) - 1 and rng.random() < 0.5
        question = _ask(rng, _NTH, split, items, n="last" if last else _ORDINALS[at])
        return exchange(
            SKILL,
            question,
            f"{upper_first(items[at])}.",
            Check(pattern=rf"(?i)\W*{re.escape(items[at])}\W*"),
        )
    if kind == "has":
        here = rng.random() < 0.5 or other in items
        asked = rng.choice(items) if here else other
        answer = f"Yes, {asked} is in it." if here else f"No, {asked} is not in it."
        return exchange(
            SKILL,
            _ask(rng, _HAS, split, items, y=asked),
            answer,
            Check(pattern="Yes.*" if here else "No.*"),
        )
    if kind == "drop":
        gone = rng.choice(items)
        kept = [one for one in items if one != gone]
        return exchange(
            SKILL, _ask(rng, _DROP, split, items, y=gone), ", ".join(kept) + ".", _listed(kept)
        )
    if kind == "append":
        return exchange(
            SKILL,
            _ask(rng, _APPEND, split, items, y=other),
            ", ".join([*items, other]) + ".",
            _listed([*items, other]),
        )
    if kind == "bullets":
        text = "\n".join(f"- {one}" for one in items)
        return exchange(
            SKILL, _ask(rng, _BULLETS, split, items), text, Check(pattern=re.escape(text))
        )
    question = say(rng, _COMMAS.pick(rng, split), x=" ".join(items))
    return exchange(
        SKILL, question, ", ".join(items) + ".", Check(pattern=re.escape(", ".join(items)) + r"\W*")
    )


def numbers(rng: random.Random, split: Split) -> Conversation:
    """The largest or the smallest number of a few."""
    made = rng.sample(
        [n for n in range(1, 200) if n < 10 or _on_side(n, split)], k=rng.choice((3, 3, 4, 5))
    )
    word = rng.choice(("largest", "biggest", "highest", "smallest", "lowest"))
    wanted = min(made) if word in ("smallest", "lowest") else max(made)
    return exchange(
        SKILL,
        _ask(rng, _MOST, split, [str(n) for n in made], w=word),
        f"{wanted}.",
        is_number(wanted),
    )


def _on_side(number: int, split: Split) -> bool:
    return is_held_out(f"number {number}", names.HELD_OUT_PERCENT) == (split == "held_out")


def sort(rng: random.Random, split: Split) -> Conversation:
    """Two to four words in the order of the alphabet, no two of which begin alike."""
    made: dict[str, str] = {}
    for _ in range(rng.choice((2, 3, 3, 4))):
        word = lexicon.word(rng, split)
        made[word[0]] = word
    items = list(made.values())
    if len(items) < 2:
        return sort(rng, split)
    answer = sorted(items)
    return exchange(SKILL, _ask(rng, _SORT, split, items), ", ".join(answer) + ".", _listed(answer))


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them."""
    makers: tuple[Callable[[random.Random, Split], Conversation], ...] = (words, numbers, sort)
    return rng.choices(makers, (66, 16, 18))[0](rng, split)
