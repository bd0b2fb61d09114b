"""Values put together from words: codes, addresses of mail, names of files, clauses, odd spellings.

Held out: a value made of words is of the side its words are of; codes and numbers are split by the
hash of the whole.
"""

# ruff: noqa: E501 - a list is easier to read and correct in long lines

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from training.corpus import lexicon, names, vocabulary
from training.corpus.grammar import expand, is_held_out

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import Split

    Maker = Callable[[random.Random, Split], str]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(one.strip() for one in text.replace("\n", ",").split(",") if one.strip())
    )


# What people really say, as they write it; much of it is one token, and a token is only ever
# written if it was copied in training.
EVERYDAY = _lines("""
    Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, January, February, March, April, May, June, July
    August, September, October, November, December, spring, summer, autumn, winter, morning, noon, afternoon, evening
    night, midnight, today, tomorrow, yesterday, tonight, now, later, soon, never, always, next week, last year
    this weekend, on Sunday, at noon, in May, breakfast, lunch, dinner, supper, snack, lesson, meeting, party, exam
    homework, holiday, birthday, wedding, concert, appointment, interview, deadline, rent, salary, tax, bill, receipt
    plumber, electrician, carpenter, mechanic, engineer, lawyer, judge, nurse, surgeon, dentist, vet, pharmacist
    teacher, professor, student, scientist, chemist, physicist, biologist, programmer, developer, designer, architect
    tester, analyst, accountant, banker, cashier, clerk, secretary, manager, director, salesman, waiter, chef, cook
    baker, butcher, farmer, gardener, fisherman, hunter, sailor, soldier, pilot, driver, conductor, postman, courier
    cleaner, barber, hairdresser, tailor, painter, sculptor, singer, dancer, actor, musician, drummer, pianist, writer
    poet, author, journalist, editor, reporter, photographer, librarian, firefighter, policeman, guard, detective, spy
    football, soccer, basketball, volleyball, tennis, badminton, golf, hockey, cricket, rugby, boxing, judo, karate
    skiing, skating, surfing, diving, rowing, sailing, cycling, running, hiking, climbing, yoga, chess, poker, darts
    English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Turkish, Arabic, Hindi, Chinese
    Japanese, Korean, Greek, Latin, Swedish, Danish, Norwegian, Finnish, Czech, Hungarian, Hebrew, Persian, Thai
    Germany, France, Spain, Italy, Portugal, Poland, Russia, Turkey, Egypt, India, China, Japan, Brazil, Mexico, Canada
    Europe, Asia, Africa, America, Australia, kitchen, bathroom, bedroom, garage, basement, attic, balcony, hallway
    office, school, hospital, library, museum, station, airport, harbour, church, market, supermarket, pharmacy, bakery
    bus, train, tram, taxi, plane, ferry, ticket, passport, luggage, hotel, beach, mountain, forest, desert, island
    red, blue, green, yellow, orange, purple, pink, brown, black, white, grey, dark blue, light green, bright red
    pizza, pasta, sushi, curry, soup, salad, burger, sandwich, pancakes, noodles, rice, bread, cheese, butter, yogurt
    coffee, tea, milk, juice, water, lemonade, beer, wine, cocoa, ice cream, chocolate cake, apple pie, fried eggs
    doctor, maths, physics, chemistry, biology, history, geography, music, art, sports, science, religion, philosophy
    mother, father, sister, brother, son, daughter, uncle, aunt, cousin, grandmother, grandfather, wife, husband, boss
    hello, goodbye, thanks, sorry, please, yes, no, maybe, okay, of course, never mind, good luck, well done, no idea
    good morning, good night, see you, take care, happy birthday, good job, so what, who knows, why not, me too
    one, two, three, four, five, six, seven, eight, nine, ten, twelve, twenty, hundred, thousand, million, half past two
    Alpha, Beta, Gamma, Delta, Omega, North, South, East, West, Mars, Venus, Jupiter, Saturn, Mercury, Neptune, Earth
    login, logout, password, error, warning, debug, server, client, database, backup, update, release, ticket, branch
    true, false, null, none, open, closed, done, todo, draft, urgent, high, low, medium, high priority, in progress
    Keep, Open, Delete, Which, Where, When, Reverse, Echo, Start, Stop, End, Change, Search, Create, Send, Save, Print
    Move, Lock, Count, Check, Order, Book, Cancel, Close, Find, Get, Add, Show, List, Buy, Sell, Read, Write, Play, Call
    Give, Take, Make, Help, Accept, Approve, Reject, Reply, Answer, Question, Remember, Remove, Update, Reserve, Share
    anybody, everybody, nobody, everyone, anyone, somewhere, anywhere, whatever, whenever, however, although, because
    wonderful, normally, simply, quite, really, every, another, information, questions, cards, balls, times, results
    Python, Java, Rust, Linux, Windows, Google, Apple, Amazon, Microsoft, Samsung, Toyota, Honda, Volvo, Siemens, Bosch
    Nokia, Sony, Canon, Nintendo, Lego, Ikea, Adidas, Nike, Pepsi, Fanta, Nescafe, Netflix, Spotify, YouTube, WhatsApp
    Telegram, Firefox, Chrome, Android, iPhone, iPad, Kindle, PlayStation, Xbox, Tesla, Ferrari, Porsche, Fiat, Renault
    Airbus, Boeing, Lufthansa, Ryanair, Uber, Visa, PayPal, Intel, Nvidia, Oracle, SAP, IBM, Adobe, Claude, Postgres
""")
FUNCTION_WORDS = _lines("""
    a, about, all, also, always, am, an, and, another, any, are, as, ask, at, be, because, before, being, between, but
    by, called, came, can, come, could, did, do, does, done, each, else, enough, even, every, for, found, from, gave, get
    give, go, got, had, has, have, he, hear, here, how, if, in, into, is, it, its, just, know, like, made, make, many
    may, me, more, most, much, must, my, need, no, not, nothing, of, off, often, on, one, only, or, other, our, out, own
    per, please, said, saw, say, see, she, should, some, still, such, take, tell, than, thank, that, the, their, them
    then, there, these, they, this, through, to, told, too, until, up, us, use, very, want, was, way, we, went, were
    what, when, where, which, while, who, whose, will, with, would, write, yes, you, your
""")
_CLAUSES = (
    "the {a} {n}", "{r} and the {n}", "from {t} to {u}", "a {n} for {r}", "no {n} without a {m}", "{r} will {v} in {t}", "we {v} and {w}", "not the {n} but the {m}",
    "more {n} than {m}", "my {n} is {a}", "the {n} of {r}", "{r} went to {t}", "your {a} {n}", "I saw a {n} in {t}", "it is a {a} {m}", "{n}, {m} and {o}", "{r}, {s} and {t}",
    "please {v} the {n}", "never {v} a {n}", "{a} and {b}", "very {a}", "the {n} is in the {m}", "where is the {n}", "what a {a} {n}", "they {v} every {n}", "he or she will {v}",
    "{r} from {t}", "to {v} or not to {v}", "all {a} at once", "one {n} per {m}", "the {n} was {a}!", "is this a {n}?", "{r}: {n}", "{n} - {m}", "{n} / {m}", "{n} & {m}", "{a}, but {b}",
    "{r} told us about {t}", "{t} is {a} and {b}", "I want to {v} with {r}", "do not {v} me", "if you {v}, we {w}", "there are {d} {n} here", "{d} {n} for {d} {m}", "only {r} can {v} it",
)  # fmt: skip


def capitalised(rng: random.Random, split: Split) -> str:
    """Lamp."""
    return vocabulary.word(rng, split).capitalize()


def rare(rng: random.Random, split: Split) -> str:
    """A word of tokens that are seldom written elsewhere: Kabul, fires, Fetchix."""
    return vocabulary.draw(rng, "rare", split)


def everyday(rng: random.Random, split: Split) -> str:
    """What people really say: Monday, plumber, ice cream."""
    return names.pick(rng, EVERYDAY, split)


_SLOTS = re.compile(r"\{([a-z])\}")


def _makers() -> dict[str, Maker]:
    return {
        "n": lexicon.noun, "m": lexicon.noun, "o": lexicon.word, "a": lexicon.adjective, "b": lexicon.adjective,
        "v": lexicon.verb, "w": lexicon.verb, "r": names.person, "s": names.person, "t": names.town, "u": names.town,
        "d": number,
    }  # fmt: skip


_FILLED: dict[str, Maker] = {}


def filled(rng: random.Random, split: Split, text: str) -> str:
    """With a word for every letter in braces but `{p}`, `{q}`, `{x}`, `{y}` and `{z}`.

    `{n}` and `{m}` are things, `{a}` and `{b}` what they may be like, `{v}` and `{w}` what is done,
    `{r}` and `{s}` people, `{t}` and `{u}` towns, `{d}` is a number and `{o}` any word.
    """
    if not _FILLED:
        _FILLED.update(_makers())
    for slot in dict.fromkeys(_SLOTS.findall(text)):
        if slot in _FILLED:
            text = text.replace(f"{{{slot}}}", _FILLED[slot](rng, split))
    return text


def clause(rng: random.Random, split: Split) -> str:
    """A few words that hang together, most of them rare."""
    return filled(rng, split, rng.choice(_CLAUSES))


def words(rng: random.Random, split: Split, most: int) -> str:
    """Up to so many words without sense, rare ones and now and then common ones between them."""
    kinds = (lexicon.word, lexicon.word, rare, rare, rare)
    chosen = [
        rng.choice(FUNCTION_WORDS) if rng.random() < 0.12 else rng.choice(kinds)(rng, split)
        for _ in range(rng.randint(1, most))
    ]
    return " ".join(chosen)


def _of_side(rng: random.Random, split: Split, make: Callable[[random.Random], str]) -> str:
    while True:
        made = make(rng)
        if is_held_out(made, names.HELD_OUT_PERCENT) == (split == "held_out"):
            return made


def number(rng: random.Random, split: Split) -> str:
    """A number of one to six digits; split as the numbers of tools are."""
    while True:
        made = rng.randint(0, 10 ** rng.randint(1, 6))
        if made < 10 or is_held_out(f"number {made}", names.HELD_OUT_PERCENT) == (
            split == "held_out"
        ):
            return str(made)


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _code(rng: random.Random) -> str:
    letters = "".join(rng.choice(_LETTERS) for _ in range(rng.randint(1, 4)))
    digits = str(rng.randint(0, 10 ** rng.randint(1, 6)))
    kind = rng.randrange(9)
    if kind < 3:
        return f"{letters}{digits}"
    if kind < 5:
        return f"{letters}{rng.choice('-_/#.')}{digits}"
    if kind == 5:
        return "".join(rng.choice("0123456789abcdef") for _ in range(rng.choice((6, 8, 8, 12))))
    if kind == 6:
        return f"v{rng.randint(0, 9)}.{rng.randint(0, 20)}.{rng.randint(0, 20)}"
    if kind == 7:
        return f"{digits}{letters.lower()}"
    return f"{rng.choice(_LETTERS)}{rng.randint(1, 9)}{rng.choice(_LETTERS)}-{rng.choice(_LETTERS)}{rng.randint(10, 99)}"


def ident(rng: random.Random, split: Split) -> str:
    """U599, INV-2041, 3fa9c0d1, v2.1.0."""
    return _of_side(rng, split, _code)


def phone(rng: random.Random, split: Split) -> str:
    """+49 170 5552041."""
    return _of_side(
        rng,
        split,
        lambda rng: expand(
            rng,
            f"[+{rng.randint(1, 99)} |0|]{rng.randint(100, 999)}[ |-]{rng.randint(100, 999)}[ |-|]{rng.randint(100, 9999)}",
        ),
    )


def moment(rng: random.Random, split: Split) -> str:
    """A date or a time."""
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1950, 2049)
    forms = (
        f"{year}-{month:02}-{day:02}", f"{day}.{month}.{year}", f"{day}/{month}/{year}",
        f"{rng.randint(0, 23)}:{rng.randint(0, 59):02}", f"{day} {names.pick(rng, _MONTHS, split)} {year}",
    )  # fmt: skip
    return rng.choice(forms)


_MONTHS = EVERYDAY[7:19]


def money(rng: random.Random, split: Split) -> str:
    """19.99 euros."""
    amount = f"{number(rng, split)}.{rng.randint(0, 99):02}"
    return rng.choice((f"${amount}", f"{amount} euros", f"{amount} EUR", f"£{amount}"))


def ascii_only(text: str) -> str:
    """Without accents and other letters: what may stand in an address of mail."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isalnum()) or "x"


_ENDINGS = (
    "com",
    "org",
    "net",
    "de",
    "fr",
    "io",
    "co.uk",
    "eu",
    "ai",
    "edu",
    "gov",
    "info",
    "ch",
    "in",
)


def host(rng: random.Random, split: Split) -> str:
    """lamp-world.org."""
    first = ascii_only(
        rng.choice((lexicon.word, names.invented, lexicon.surname))(rng, split)
    ).lower()
    second = rng.choice(("", "", f"-{lexicon.noun(rng, split)}", f"{lexicon.noun(rng, split)}"))
    return f"{first}{second}.{rng.choice(_ENDINGS)}"


def mail(rng: random.Random, split: Split) -> str:
    """jana.meyer7@lamp-world.org."""
    name = ascii_only(names.person(rng, split)).lower()
    kind = rng.random()
    if kind < 0.4:
        name += f"{rng.choice('._-')}{ascii_only(lexicon.surname(rng, split)).lower()}"
    elif kind < 0.55:
        name = f"{name[0]}.{ascii_only(lexicon.surname(rng, split)).lower()}"
    elif kind < 0.65:
        name = lexicon.word(rng, split)
    if rng.random() < 0.2:
        name += str(rng.randint(1, 99))
    usual = rng.choice(("example.com", "mail.com", "gmail.com", "example.org", "work.org"))
    return f"{name}@{usual if rng.random() < 0.4 else host(rng, split)}"


_SUFFIXES = (
    "txt", "pdf", "csv", "md", "png", "json", "jpg", "py", "docx", "xlsx", "html", "zip", "log", "yaml", "toml", "js", "sql", "mp3", "xml", "ini",
)  # fmt: skip


def file_name(rng: random.Random, split: Split) -> str:
    """lamp_report.csv, src/lamp.py."""
    stem = rng.choice((snake, kebab, lexicon.word, lexicon.word))(rng, split)
    if rng.random() < 0.15:
        stem += str(rng.randint(1, 2030))
    folder = (
        f"{rng.choice(('', '/', '~/', './'))}{lexicon.word(rng, split)}/"
        if rng.random() < 0.25
        else ""
    )
    return f"{folder}{stem}.{rng.choice(_SUFFIXES)}"


def url(rng: random.Random, split: Split) -> str:
    """https://lamp-world.org/tea."""
    path = f"/{lexicon.word(rng, split)}" if rng.random() < 0.6 else ""
    return f"{rng.choice(('https://', 'http://', 'www.', ''))}{host(rng, split)}{path}"


def _some(rng: random.Random, split: Split) -> list[str]:
    return [lexicon.word(rng, split) for _ in range(rng.choice((2, 2, 3)))]


def camel(rng: random.Random, split: Split) -> str:
    """LampReport or lampReport."""
    made = "".join(one.capitalize() for one in _some(rng, split))
    return made if rng.random() < 0.6 else made[0].lower() + made[1:]


def snake(rng: random.Random, split: Split) -> str:
    """lamp_report."""
    return "_".join(_some(rng, split))


def kebab(rng: random.Random, split: Split) -> str:
    """lamp-report."""
    return "-".join(_some(rng, split))


def caps(rng: random.Random, split: Split) -> str:
    """LAMP or RED LAMP."""
    return words(rng, split, 2).upper()


def compound(rng: random.Random, split: Split) -> str:
    """lampreport."""
    return lexicon.noun(rng, split) + lexicon.noun(rng, split)


def handle(rng: random.Random, split: Split) -> str:
    """@jana42 or #lamp."""
    if rng.random() < 0.4:
        return f"#{lexicon.word(rng, split)}"
    return f"@{ascii_only(names.person(rng, split)).lower()}{rng.choice(('', '', '_x', str(rng.randint(1, 99))))}"


def title(rng: random.Random, split: Split) -> str:
    """The Red Lamp."""
    return expand(
        rng,
        f"[The |A |My |]{lexicon.adjective(rng, split).capitalize()} {lexicon.noun(rng, split).capitalize()}",
    )


CODES: tuple[tuple[Maker, int], ...] = (
    (ident, 20), (mail, 14), (file_name, 12), (url, 5), (camel, 6), (snake, 6), (kebab, 5), (caps, 7), (compound, 4),
    (handle, 5), (number, 8), (phone, 4), (moment, 7), (money, 4),
)  # fmt: skip
NAMES: tuple[tuple[Maker, int], ...] = (
    (names.person, 20), (names.town, 14), (lexicon.full_name, 16), (names.invented, 10), (lexicon.firm, 10),
    (lexicon.address, 4), (names.pet, 4), (title, 6),
)  # fmt: skip
WORDS: tuple[tuple[Maker, int], ...] = (
    (lexicon.word, 24), (lexicon.phrase, 12), (capitalised, 8), (everyday, 20), (lexicon.noun, 4), (lexicon.verb, 4),
    (rare, 90),
)  # fmt: skip


def of(rng: random.Random, split: Split, makers: tuple[tuple[Maker, int], ...]) -> str:
    """A value of one of these kinds."""
    return rng.choices([maker for maker, _ in makers], [weight for _, weight in makers])[0](
        rng, split
    )


def odd(rng: random.Random, split: Split) -> str:
    """One word that is no word: a code, a file, a spelling."""
    return of(rng, split, CODES)


def anything(rng: random.Random, split: Split, most: int = 8) -> str:
    """Any value that can be copied."""
    kind = rng.random()
    if kind < 0.36:
        return of(rng, split, WORDS)
    if kind < 0.54:
        return of(rng, split, NAMES)
    if kind < 0.68:
        return odd(rng, split)
    return clause(rng, split) if kind < 0.83 else words(rng, split, most)
