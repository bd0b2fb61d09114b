"""Facts from the tables: countries, calendar, nature, works and people, numbers of things.

Facts cannot be guessed, so every row is trained; held out are whole phrasings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import fact_ways, more_tables, tables
from training.corpus.conversation import Check, Conversation, Split, Turn, exchange
from training.corpus.grammar import Phrasings, expand, say
from training.corpus.names import invented

if TYPE_CHECKING:
    import random

SKILL = "facts"

_PLURAL = (
    "the Netherlands",
    "the Philippines",
    "the Maldives",
    "the Bahamas",
    "the Seychelles",
    "the United States",
    "the United Arab Emirates",
)
# Asked for more often than the others, as people do.
FAMOUS_NAMES = frozenset(
    (
        "France", "Germany", "Italy", "Spain", "Portugal", "the United Kingdom", "Ireland", "Japan",
        "China", "India", "Russia", "Brazil", "Canada", "Australia", "Mexico", "Argentina", "Egypt",
        "Greece", "Turkey", "Poland", "Sweden", "Norway", "Denmark", "Finland", "the Netherlands",
        "Belgium", "Switzerland", "Austria", "the United States", "South Korea", "South Africa",
        "Kenya", "Nigeria", "Thailand", "Vietnam", "Indonesia", "Peru", "Chile", "Cuba", "Ukraine",
        "Croatia", "Iceland", "Morocco", "Iran", "Iraq", "Hungary", "Romania",
    )
)  # fmt: skip
_FAMOUS = tuple(c for c in tables.COUNTRIES if c.name in FAMOUS_NAMES)
Rows = tuple[tuple[str, str], ...]


def _country(rng: random.Random) -> tables.Country:
    return rng.choice(_FAMOUS if rng.random() < 0.3 else tables.COUNTRIES)


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
    c = _country(rng)
    question = _ask(rng, fact_ways.CAPITAL, split, _typed(rng, c.name))
    return _fact(question, f"The capital of {c.name} is {c.capital}.", c.capital)


def capital_of(rng: random.Random, split: Split) -> Conversation:
    """The country of a capital."""
    c = _country(rng)
    question = _ask(rng, fact_ways.CAPITAL_OF, split, _typed(rng, c.capital))
    return _fact(question, f"{c.capital} is the capital of {c.name}.", c.name)


def continent(rng: random.Random, split: Split) -> Conversation:
    """The continent of a country."""
    c = _country(rng)
    question = _ask(rng, fact_ways.CONTINENT, split, _typed(rng, c.name))
    answer = f"{upper_first(c.name)} is in {c.continent}."
    if c.name in _PLURAL:
        answer = answer.replace(" is in ", " are in ")
    return _fact(question, answer, c.continent)


def _pair_fact(
    rng: random.Random,
    split: Split,
    table: Rows,
    form: Phrasings,
    answer: str,
) -> Conversation:
    left, right = rng.choice(table)
    text = answer.replace("{x}", left).replace("{y}", right)
    return _fact(_ask(rng, form, split, left), upper_first(text), right)


# Other words for the same, and what people add.
_SAME = (("largest", "biggest"), ("highest mountain", "tallest mountain"), ("fastest", "quickest"))
_ADDED = ("", "", "", " in the world", " on Earth", " of all")


def most(rng: random.Random, split: Split) -> Conversation:
    """The largest, the smallest, the third planet."""
    what, which = rng.choice(tables.SUPERLATIVES)
    asked = what
    for word, other in _SAME:
        if rng.random() < 0.3:
            asked = asked.replace(word, other)
    if (
        " " in what
        and what.split()[0].endswith("est")
        and " of " not in what
        and "planet" not in what
    ):
        asked += rng.choice(_ADDED)
    return _fact(_ask(rng, fact_ways.MOST, split, asked), f"The {what} is {which}.", which)


def nature(rng: random.Random, split: Split) -> Conversation:
    """Colours, animals, numbers of things, elements, the largest and the smallest."""
    kind = rng.choice(("colour", "sound", "baby", "count", "symbol", "element", "most"))
    if kind == "colour":
        return _pair_fact(rng, split, tables.THING_COLOURS, fact_ways.COLOUR, "{x} is {y}.")
    if kind == "sound":
        return _pair_fact(rng, split, tables.ANIMAL_SOUNDS, fact_ways.SOUND, "{x} says {y}.")
    if kind == "baby":
        return _pair_fact(
            rng, split, tables.BABY_ANIMALS, fact_ways.BABY, "A baby {x} is called a {y}."
        )
    if kind == "symbol":
        return _pair_fact(
            rng, split, tables.ELEMENTS, fact_ways.SYMBOL, "The chemical symbol for {x} is {y}."
        )
    if kind == "element":
        name, symbol = rng.choice(tables.ELEMENTS)
        return _fact(
            _ask(rng, fact_ways.ELEMENT, split, symbol),
            f"{symbol} is the chemical symbol for {name}.",
            name,
        )
    if kind == "most":
        return most(rng, split)
    things, number = rng.choice(tables.NUMBER_OF)
    answer = f"The answer is {number}." if not things.endswith("have") else f"It has {number}."
    if " are in " in things:
        noun, where = things.split(" are in ", 1)
        answer = f"There are {number} {noun} in {where}."
    elif things.endswith(" have") and " does " in things:
        noun, owner = things.removesuffix(" have").split(" does ", 1)
        answer = f"{upper_first(owner)} has {number} {noun}."
    return _fact(_ask(rng, fact_ways.COUNT, split, things), answer, number)


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
        question = _ask(rng, fact_ways.AFTER, split, first, kind)
        return _fact(question, f"{upper_first(second)} comes after {first}.", second)
    question = _ask(rng, fact_ways.BEFORE, split, second, kind)
    return _fact(question, f"{upper_first(first)} comes before {second}.", first)


def series(rng: random.Random, split: Split) -> Conversation:
    """A whole list, or counting from one number to another."""
    if rng.random() < 0.4:
        start = rng.choice((1, 1, 1, rng.randint(2, 20)))
        end = start + rng.randint(2, 9)
        question = upper_first(say(rng, fact_ways.COUNTING.pick(rng, split), a=start, b=end))
        answer = ", ".join(str(n) for n in range(start, end + 1))
        return exchange(SKILL, question, f"{answer}.", Check(pattern=rf"(.*\D)?{answer}\D*"))
    name, members = rng.choice(tables.LISTS)
    question = _ask(rng, fact_ways.LIST, split, name)
    answer = f"{', '.join(members[:-1])} and {members[-1]}."
    return exchange(SKILL, question, upper_first(answer), Check(all_of=members))


_SCIENCE: tuple[tuple[Rows, Phrasings, str], ...] = (
    (more_tables.FORMULAS, fact_ways.FORMULA, "The chemical formula of {x} is {y}."),
    (more_tables.EATS, fact_ways.EATS, "{x} eats {y}."),
    (more_tables.HOMES, fact_ways.HOME, "The home of {x} is {y}."),
    (more_tables.HOLIDAYS, fact_ways.HOLIDAY, "{x} is on {y}."),
    (more_tables.MIXES, fact_ways.MIX, "{x} make {y}."),
    (more_tables.ROOTS, fact_ways.ROOT, "The square root of {x} is {y}."),
    (more_tables.WATER, fact_ways.WATER, "Water {x}s at {y} degrees Celsius."),
)
_WORKS: tuple[tuple[Rows, Phrasings, str], ...] = (
    (more_tables.BOOKS, fact_ways.WRITER, "{y} wrote {x}."),
    (more_tables.BOOKS, fact_ways.WRITER, "{y} wrote {x}."),
    (more_tables.PAINTINGS, fact_ways.PAINTER, "{y} painted {x}."),
    (more_tables.MUSIC, fact_ways.COMPOSER, "{y} composed {x}."),
    (more_tables.INVENTIONS, fact_ways.INVENTOR, "{y} invented {x}."),
    (more_tables.DISCOVERIES, fact_ways.DISCOVERER, "{y} discovered {x}."),
)


def currency(rng: random.Random, split: Split) -> Conversation:
    """The money of a country."""
    form, answer = fact_ways.CURRENCY, "The currency of {x} is {y}."
    return _pair_fact(rng, split, more_tables.CURRENCIES, form, answer)


def language(rng: random.Random, split: Split) -> Conversation:
    """What people speak in a country."""
    form, answer = fact_ways.LANGUAGE, "People in {x} speak {y}."
    return _pair_fact(rng, split, more_tables.LANGUAGES, form, answer)


def again(rng: random.Random, split: Split) -> Conversation:
    """The same of two or three countries; after the first only the country is said."""
    places = tuple((c.name, c.capital) for c in rng.choice((_FAMOUS, tables.COUNTRIES)))
    table, form, answer = rng.choice((
        (places, fact_ways.CAPITAL, "The capital of {x} is {y}."),
        (places, fact_ways.CAPITAL, "The capital of {x} is {y}."),
        (more_tables.CURRENCIES, fact_ways.CURRENCY, "The currency of {x} is {y}."),
        (more_tables.LANGUAGES, fact_ways.LANGUAGE, "People in {x} speak {y}."),
    ))  # fmt: skip
    turns: list[Turn] = []
    named = rng.sample(list(dict(table).items()), rng.choice((2, 2, 3)))
    for left, right in named:
        if turns:
            question = expand(rng, fact_ways.AGAIN.pick(rng, split)).replace("{x}", left)
            question = question.lower() if rng.random() < 0.2 else upper_first(question)
        else:
            question = _ask(rng, form, split, left)
        said = upper_first(answer.replace("{x}", left).replace("{y}", right))
        made = _fact(question, said, right)
        turns += made.turns
    if rng.random() < 0.12:
        nowhere = invented(rng, split)
        question = expand(rng, fact_ways.AGAIN.pick(rng, split)).replace("{x}", nowhere)
        turns += [
            Turn("user", upper_first(question)),
            Turn("assistant", f"I don't know {nowhere}."),
        ]
        return Conversation(SKILL, tuple(turns), Check(all_of=("don't know",)))
    return Conversation(SKILL, tuple(turns), made.check)


def science(rng: random.Random, split: Split) -> Conversation:
    """Formulas, food and homes of animals, holidays, colours that are mixed, small roots."""
    table, form, answer = rng.choice(_SCIENCE)
    return _pair_fact(rng, split, table, form, answer)


def work(rng: random.Random, split: Split) -> Conversation:
    """Who wrote, painted, composed, invented or discovered something."""
    table, form, answer = rng.choice(_WORKS)
    left, right = rng.choice(table)
    quoted = rng.choice((left, left, left, f'"{left}"')) if table is more_tables.BOOKS else left
    question = upper_first(say(rng, form.pick(rng, split), q=_typed(rng, quoted)))
    return _fact(question, upper_first(answer.replace("{x}", left).replace("{y}", right)), right)


def somebody(rng: random.Random, split: Split) -> Conversation:
    """Who a famous person was."""
    name, known = rng.choice(more_tables.PEOPLE)
    called = rng.choice((name, more_tables.SHORT_NAMES.get(name, name)))
    question = say(rng, fact_ways.PERSON.pick(rng, split), q=_typed(rng, called))
    return _fact(upper_first(question), f"{name} was {known}.", known)


def nth(rng: random.Random, split: Split) -> Conversation:
    """The third month, the second day of the week."""
    kind, row = rng.choice((("month", tables.MONTHS), ("day of the week", tables.DAYS)))
    at = rng.randrange(len(row))
    ordinal = more_tables.ORDINALS[at]
    question = upper_first(say(rng, fact_ways.NTH.pick(rng, split), n=ordinal, kind=kind))
    return _fact(question, f"The {ordinal} {kind} is {row[at]}.", row[at])


_KINDS = (
    capital, capital_of, continent, currency, language, nature, order, nth, series, science, work,
    somebody,
)  # fmt: skip
_WEIGHTS = (20, 14, 7, 7, 6, 22, 8, 3, 5, 7, 10, 6)


def make(rng: random.Random, split: Split) -> Conversation:
    """Any fact, asked once; capitals most often, for they are the longest table."""
    return rng.choices(_KINDS, _WEIGHTS)[0](rng, split)


def talk(rng: random.Random, split: Split) -> Conversation:
    """Any fact, and now and then the same of another country."""
    return (again if rng.random() < 0.08 else make)(rng, split)
