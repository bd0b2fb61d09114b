"""Facts from the tables: capitals both ways, continents, currencies, colours, calendar, nature.

Facts cannot be guessed, so every row is trained; held out are whole phrasings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import tables
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.grammar import Phrasings, say, ways

if TYPE_CHECKING:
    import random

SKILL = "facts"

CAPITAL = ways(
    "[What is|What's|Which is|Name|Tell me] the capital of {x}?",
    "[What is|What's|Tell me] the capital city of {x}?",
    "[Which|What] city is the capital of {x}?",
    "[Capital of|The capital of] {x}?",
    "{x}'s capital[?| city?| is]",
    "Do you know the capital [of|city of] {x}?",
    "What [do you call|is the name of] the capital of {x}?",
    "The capital of {x} is",
    "[Can|Could] you [tell me|name] the capital of {x}?",
    "I [need|want to know] the capital of {x}.",
    "{x} has which capital?",
    held_out=(
        "[Please give|Give] me the name of the capital of {x}.",
        "Which [town|city] is {x}'s capital?",
        "What would be the capital of {x}?",
    ),
)
CAPITAL_OF = ways(
    "{x} is the capital of [which|what] country?",
    "[Which|What] country has {x} as its capital?",
    "[Which|What] country's capital is {x}?",
    "[What|Which country] is {x} the capital of?",
    "Of which country is {x} the capital?",
    "{x} is the capital of",
    held_out=("Name the country whose capital is {x}.", "{x} is the capital city of what country?"),
)
CONTINENT = ways(
    "[Which|What] continent is {x} [in|on]?",
    "On [which|what] continent is {x}?",
    "Where is {x}?",
    "[Where is|In which part of the world is] {x} [located|]?",
    "{x} is on which continent?",
    held_out=("[Tell me|Name] the continent of {x}.", "In which continent does {x} lie?"),
)
CURRENCY = ways(
    "[What is|What's|Which is] the currency of {x}?",
    "[What|Which] currency [is used|do they use|do people use] in {x}?",
    "[What|Which] money [is used|do they use] in {x}?",
    "What do people pay with in {x}?",
    held_out=("Name the currency of {x}.", "With what currency do people pay in {x}?"),
)
COLOUR = ways(
    "[What|Which] [colour|color] is {x}?",
    "[What is|Tell me] the [colour|color] of {x}?",
    "[What|Which] [colour|color] does {x} [usually|] have?",
    held_out=("Of what [colour|color] is {x}?",),
)
SOUND = ways(
    "[What|Which] [sound|noise] does {x} make?",
    "What does {x} say?",
    "What [sound|noise] do you hear from {x}?",
    held_out=("How does {x} sound?", "Which noise would {x} make?"),
)
BABY = ways(
    "What is a baby {x} called?",
    "What do you call a [baby|young] {x}?",
    "[What is the|The] name for a [baby|young] {x}?",
    held_out=("How do you call a baby {x}?",),
)
COUNT = ways(
    "How many {x}?",
    "[Do you know|Tell me|Can you tell me] how many {x}?",
    held_out=("I'd like to know how many {x}.",),
)
SYMBOL = ways(
    "[What is|What's] the [chemical|] symbol [for|of] {x}?",
    "[Which|What] [chemical|] symbol does {x} have?",
    "Chemical symbol [for|of] {x}?",
    held_out=("Which letters are the chemical symbol for {x}?",),
)
_ELEMENT = ways(
    "[Which|What] [chemical|] element has the symbol {x}?",
    "What does the chemical symbol {x} stand for?",
    held_out=("Name the element with the symbol {x}.",),
)
_MOST = ways(
    "[What|Which] is the {x}?",
    "[Name|Tell me] the {x}.",
    "Do you know [what|which] the {x} is?",
    held_out=("Can you name the {x}?",),
)
_AFTER = ways(
    "[What|Which] {kind} comes [after|directly after|right after] {x}?",
    "[What|Which] {kind} is after {x}?",
    "[What|Which] {kind} follows {x}?",
    "What comes after {x}?",
    held_out=("Which is the {kind} after {x}?",),
)
_BEFORE = ways(
    "[What|Which] {kind} comes [before|right before] {x}?",
    "[What|Which] {kind} is before {x}?",
    "What comes before {x}?",
    held_out=("Which is the {kind} before {x}?",),
)


_LIST = ways(
    "[What|Which] are the {x}?",
    "[Name|List|Tell me|Say|Write] [all |]the {x}.",
    "[Can you|Please] [name|list] the {x}[?|.]",
    "The {x}?",
    held_out=("Give me a list of the {x}.", "Could you list all the {x}?"),
)
_COUNTING = ways(
    "[Count|Please count|Can you count] from {a} to {b}[.|?|]",
    "[List|Write|Say] the numbers from {a} to {b}[.|]",
    held_out=("Give me the numbers from {a} to {b}.",),
)


def upper_first(text: str) -> str:
    """The text with a capital first letter and the rest untouched."""
    return text[:1].upper() + text[1:]


def _typed(rng: random.Random, text: str) -> str:
    """A country or town as people type it: now and then in small letters."""
    return text.lower() if rng.random() < 0.15 else text


def _ask(rng: random.Random, form: Phrasings, split: Split, x: str, kind: str = "") -> str:
    return upper_first(say(rng, form.pick(rng, split), x=x, kind=kind))


def _fact(question: str, answer: str, wanted: str) -> Conversation:
    return exchange(SKILL, question, answer, Check(all_of=(wanted.removeprefix("the "),)))


def capital(rng: random.Random, split: Split) -> Conversation:
    """The capital of a country."""
    c = rng.choice(tables.COUNTRIES)
    question = _ask(rng, CAPITAL, split, _typed(rng, c.name))
    return _fact(question, f"The capital of {c.name} is {c.capital}.", c.capital)


def capital_of(rng: random.Random, split: Split) -> Conversation:
    """The country of a capital."""
    c = rng.choice(tables.COUNTRIES)
    question = _ask(rng, CAPITAL_OF, split, _typed(rng, c.capital))
    return _fact(question, f"{c.capital} is the capital of {c.name}.", c.name)


def continent(rng: random.Random, split: Split) -> Conversation:
    """The continent of a country."""
    c = rng.choice(tables.COUNTRIES)
    question = _ask(rng, CONTINENT, split, _typed(rng, c.name))
    answer = f"{upper_first(c.name)} is in {c.continent}."
    if c.name in (
        "the Netherlands",
        "the Philippines",
        "the Maldives",
        "the Bahamas",
        "the Seychelles",
        "the United States",
        "the United Arab Emirates",
    ):
        answer = answer.replace(" is in ", " are in ")
    return _fact(question, answer, c.continent)


def _pair_fact(
    rng: random.Random,
    split: Split,
    table: tuple[tuple[str, str], ...],
    form: Phrasings,
    answer: str,
) -> Conversation:
    left, right = rng.choice(table)
    text = answer.replace("{x}", left).replace("{y}", right)
    return _fact(_ask(rng, form, split, left), upper_first(text), right)


def nature(rng: random.Random, split: Split) -> Conversation:
    """Colours, animals, numbers of things, elements, the largest and the smallest."""
    kind = rng.choice(("colour", "sound", "baby", "count", "symbol", "element", "most"))
    if kind == "colour":
        return _pair_fact(rng, split, tables.THING_COLOURS, COLOUR, "{x} is {y}.")
    if kind == "sound":
        return _pair_fact(rng, split, tables.ANIMAL_SOUNDS, SOUND, "{x} says {y}.")
    if kind == "baby":
        return _pair_fact(rng, split, tables.BABY_ANIMALS, BABY, "A baby {x} is called a {y}.")
    if kind == "symbol":
        return _pair_fact(
            rng, split, tables.ELEMENTS, SYMBOL, "The chemical symbol for {x} is {y}."
        )
    if kind == "element":
        name, symbol = rng.choice(tables.ELEMENTS)
        return _fact(
            _ask(rng, _ELEMENT, split, symbol), f"{symbol} is the chemical symbol for {name}.", name
        )
    if kind == "most":
        return _pair_fact(rng, split, tables.SUPERLATIVES, _MOST, "The {x} is {y}.")
    things, number = rng.choice(tables.NUMBER_OF)
    answer = f"The answer is {number}." if not things.endswith("have") else f"It has {number}."
    if " are in " in things:
        noun, where = things.split(" are in ", 1)
        answer = f"There are {number} {noun} in {where}."
    elif things.endswith(" have") and " does " in things:
        noun, owner = things.removesuffix(" have").split(" does ", 1)
        answer = f"{upper_first(owner)} has {number} {noun}."
    return _fact(_ask(rng, COUNT, split, things), answer, number)


def order(rng: random.Random, split: Split) -> Conversation:
    """What comes before or after a day, a month, a planet, a season, a letter or a number."""
    kind, row = rng.choice((
        ("day", tables.DAYS),
        ("month", tables.MONTHS),
        ("planet", tables.PLANETS),
        ("season", tables.SEASONS),
        ("letter", tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    ))  # fmt: skip
    round_again = kind in ("day", "month", "season")
    at = rng.randrange(len(row) if round_again else len(row) - 1)
    first, second = row[at], row[(at + 1) % len(row)]
    if rng.random() < 0.5:
        question = _ask(rng, _AFTER, split, first, kind)
        return _fact(question, f"{upper_first(second)} comes after {first}.", second)
    question = _ask(rng, _BEFORE, split, second, kind)
    return _fact(question, f"{upper_first(first)} comes before {second}.", first)


def series(rng: random.Random, split: Split) -> Conversation:
    """A whole list, or counting from one number to another."""
    if rng.random() < 0.4:
        start = rng.choice((1, 1, 1, rng.randint(2, 20)))
        end = start + rng.randint(2, 9)
        question = upper_first(say(rng, _COUNTING.pick(rng, split), a=start, b=end))
        answer = ", ".join(str(n) for n in range(start, end + 1))
        return exchange(SKILL, question, f"{answer}.", Check(pattern=rf"(.*\D)?{answer}\D*"))
    name, members = rng.choice(tables.LISTS)
    question = _ask(rng, _LIST, split, name)
    answer = f"{', '.join(members[:-1])} and {members[-1]}."
    return exchange(SKILL, question, upper_first(answer), Check(all_of=members))


def currency(rng: random.Random, split: Split) -> Conversation:
    """The money of a country."""
    return _pair_fact(rng, split, tables.CURRENCIES, CURRENCY, "The currency of {x} is {y}.")


def make(rng: random.Random, split: Split) -> Conversation:
    """Any fact; capitals most often, for they are the longest table."""
    kinds = (capital, capital_of, continent, currency, nature, order, series)
    return rng.choices(kinds, (42, 14, 9, 5, 17, 9, 4))[0](rng, split)
