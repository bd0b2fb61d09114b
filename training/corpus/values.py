"""Values to remember that no other table has: jobs, hobbies, dates, times, codes, plans, languages.

Many are put together from parts, so that hardly any is met twice. Held out: 10 % of each part.
"""

# ruff: noqa: E501 - a list is easier to read and correct in long lines

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon, names, toolbox, words

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split


def _rows(text: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(row.strip() for row in text.replace("\n", " ").split(",") if row.strip())
    )


JOBS = _rows("""
    accountant, actor, architect, artist, astronomer, athlete, auditor, author, barber, beekeeper, biologist, blacksmith,
    bookseller, botanist, bricklayer, broker, bus driver, butcher, butler, captain, cashier, chemist, clerk, clown, coach,
    composer, conductor, cobbler, courier, dancer, decorator, designer, detective, diver, diplomat, economist, editor,
    electrician, engineer, estate agent, explorer, farmhand, film director, fishmonger, florist, forester, fruit seller,
    geologist, glazier, goldsmith, grocer, guard, hairdresser, harbour master, historian, housekeeper, hunter, innkeeper,
    inspector, interpreter, inventor, janitor, jeweller, jockey, joiner, journalist, judge, landlord, lifeguard, lecturer,
    locksmith, lorry driver, magician, mason, mathematician, midwife, milkman, miller, miner, model, musician, night watchman,
    novelist, nun, optician, organist, paramedic, pastry cook, pharmacist, photographer, physicist, pianist, piano tuner,
    poet, police officer, porter, potter, priest, printer, professor, psychologist, publisher, receptionist, reporter, roofer,
    sailor, salesman, scientist, sculptor, secretary, shepherd, shoemaker, shop assistant, ski instructor, soldier,
    solicitor, statistician, stonemason, student, surgeon, surveyor, swimming teacher, tax adviser, taxi driver, technician,
    tour guide, train driver, translator, treasurer, trumpeter, undertaker, upholsterer, vet, violinist, watchmaker,
    weaver, web designer, welder, window cleaner, zoologist, zoo keeper
""")
_AGENTS = (
    "maker", "seller", "painter", "dealer", "cleaner", "teacher", "builder", "driver", "designer",
    "collector", "repairer", "tester", "keeper", "expert", "trainer", "packer",
)  # fmt: skip
HOBBIES = _rows("""
    acting, astronomy, badminton, ballet, baseball, basketball, birdwatching, bowling, boxing, bridge, calligraphy, camping,
    canoeing, card games, carpentry, collecting stamps, comics, cricket, crosswords, cross-country skiing, darts, diving,
    embroidery, fencing, flying kites, folk dancing, geocaching, golf, gymnastics, handball, hockey, horse riding, ice skating,
    jazz, jogging, juggling, karate, kayaking, line dancing, long walks, magic tricks, making jam, model trains, motor racing,
    mountain biking, old maps, opera, origami, playing the drums, poetry, puzzles, quilting, quizzes, riding, rowing, rugby,
    sewing, skiing, snooker, snowboarding, solving riddles, squash, stargazing, surfing, table tennis, tai chi, theatre,
    video games, volleyball, watching birds, watercolours, weaving, weightlifting, wood carving, writing letters, yoga
""")
LANGUAGES = _rows("""
    Albanian, Arabic, Basque, Bengali, Bulgarian, Catalan, Chinese, Croatian, Czech, Danish, Dutch, English, Estonian,
    Finnish, French, Georgian, German, Greek, Gujarati, Hausa, Hebrew, Hindi, Hungarian, Icelandic, Igbo, Irish, Italian,
    Japanese, Korean, Latin, Latvian, Lithuanian, Malay, Maltese, Mongolian, Nepali, Norwegian, Persian, Polish, Portuguese,
    Punjabi, Romanian, Russian, Serbian, Slovak, Slovene, Somali, Spanish, Swahili, Swedish, Tamil, Thai, Turkish,
    Ukrainian, Urdu, Vietnamese, Welsh, Yoruba, Zulu
""")
SUBJECTS = _rows("""
    algebra, anatomy, archaeology, architecture, art history, biology, botany, business, chemistry, civil engineering, computer science,
    dance, design, drama, economics, engineering, film, finance, geography, geology, geometry, history, journalism, law,
    linguistics, literature, mathematics, medicine, music, nursing, nutrition, philosophy, physics, politics, psychology,
    religion, robotics, social work, sociology, statistics, theatre, zoology
""")
INSTRUMENTS = _rows("""
    accordion, bagpipes, banjo, bassoon, bugle, cello, clarinet, cornet, cymbals, double bass, drums, fiddle, flute, French horn,
    guitar, harmonica, harp, horn, lute, mandolin, oboe, organ, piano, recorder, saxophone, sitar, tambourine, triangle, trombone,
    trumpet, tuba, ukulele, viola, violin, xylophone, zither
""")
ALLERGIES = _rows("""
    almonds, bees, cats, celery, cheese, cow's milk, dogs, dust, eggs, feathers, fish, flour, gluten, grass, hay, hazelnuts, honey,
    horses, house dust, kiwi, latex, lobster, milk, mould, mustard, nickel, nuts, oysters, peaches, peanuts, penicillin, pollen,
    prawns, rye, seafood, sesame, shellfish, soap, soy, strawberries, tomatoes, tree nuts, walnuts, wasps, wheat, wool
""")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def job(rng: random.Random, split: Split) -> str:
    """A job: baker, tax adviser, drum maker."""
    kind = rng.random()
    if kind < 0.25:
        return f"{lexicon.noun(rng, split)} {rng.choice(_AGENTS)}"
    return names.pick(rng, names.JOBS if kind < 0.45 else JOBS, split)


def hobby(rng: random.Random, split: Split) -> str:
    """Something to like."""
    return names.pick(rng, rng.choice((names.HOBBIES, names.FOODS, HOBBIES, HOBBIES)), split)


def pastime(rng: random.Random, split: Split) -> str:
    """Something to do in one's free time."""
    return names.pick(rng, rng.choice((names.HOBBIES, HOBBIES)), split)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th."""
    last = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number < 14 else last}"


def day(rng: random.Random, split: Split) -> str:
    """A day of the year."""
    number, month = toolbox.number(rng, 1, 28, split), rng.choice(MONTHS)
    return rng.choice((
        f"{month} {number}", f"{number} {month}", f"{month} {ordinal(number)}", f"the {ordinal(number)} of {month}",
    ))  # fmt: skip


def clock(rng: random.Random, split: Split) -> str:
    """A time of the day, now and then with a day of the week."""
    hour, minute = rng.randint(1, 12), toolbox.number(rng, 10, 59, split)
    text = rng.choice((
        f"{hour}:{minute}", f"{hour + rng.choice((0, 12))}:{minute}", f"{hour} {rng.choice(('am', 'pm'))}", f"{hour} o'clock",
        f"half past {hour}", f"{hour}:{minute} {rng.choice(('am', 'pm'))}", f"{minute} past {hour}",
    ))  # fmt: skip
    return f"{text} on {rng.choice(DAYS)}" if rng.random() < 0.25 else text


def languages(rng: random.Random, split: Split) -> str:
    """One to three languages."""
    drawn = [names.pick(rng, LANGUAGES, split) for _ in range(rng.choice((1, 1, 2, 2, 3)))]
    drawn = list(dict.fromkeys(drawn))
    return f"{', '.join(drawn[:-1])} and {drawn[-1]}" if len(drawn) > 1 else drawn[0]


def phone(rng: random.Random, split: Split) -> str:
    """Digits in groups."""
    groups = [str(toolbox.number(rng, 100, 9999, split)) for _ in range(rng.choice((1, 2, 2, 3)))]
    return rng.choice((" ", "-", " ")).join(groups)


def secret(rng: random.Random, split: Split) -> str:
    """A code, a password, a key."""
    word, number = toolbox.a_word(rng, split), toolbox.number(rng, 10, 9999, split)
    return rng.choice((
        toolbox.code(rng, split), f"{word}{number}", f"{word}-{number}", word, f"{number}", f"{word.capitalize()}{number}",
        f"{word}_{toolbox.a_word(rng, split)}", names.invented(rng, split), f"{number}#", word.upper(),
    ))  # fmt: skip


def plan(rng: random.Random, split: Split) -> str:
    """Something to do: visit Rome, paint the old gate."""
    form = rng.choice((
        "visit {t}", "fly to {t}", "travel to {t}", "meet {p}", "call {p}", "paint the {w}", "buy a new {w}", "sell my {w}",
        "repair the {w}", "cook {f}", "learn {l}", "write to {p}", "go to {t} with {p}", "clean the {w}", "build a {w}",
        "see the {w}", "bake {f} for {p}", "help {p}", "move to {t}", "study {l}", "look for a {w}", "draw a {w}",
        "play with {p}", "{v} the {w}", "{v} with {p}", "bring the {w} to {p}", "pick up {p}",
    ))  # fmt: skip
    return (
        form.replace("{t}", names.town(rng, split))
        .replace("{p}", names.person(rng, split))
        .replace("{w}", lexicon.noun(rng, split))
        .replace("{f}", names.pick(rng, names.FOODS, split))
        .replace("{l}", names.pick(rng, LANGUAGES, split))
        .replace("{v}", names.pick(rng, lexicon.VERBS, split))
    )


def car(rng: random.Random, split: Split) -> str:
    """A vehicle: red Beltor, old truck."""
    what = rng.choice((
        names.invented(rng, split), "car", "van", "truck", "bus", "jeep", "tractor", "taxi", "scooter", "pickup", names.invented(rng, split),
    ))  # fmt: skip
    like = rng.choice((
        names.pick(rng, names.COLOURS, split), names.pick(rng, lexicon.ADJECTIVES, split), "",
    ))  # fmt: skip
    return (
        f"{like} {what}".strip()
        if what[0].isupper() or like
        else f"{names.pick(rng, names.COLOURS, split)} {what}"
    )


def anything(rng: random.Random, split: Split) -> str:
    """A word, a code, a name, a firm, a place, a phrase, a number."""
    kind = rng.random()
    if kind < 0.3:
        return toolbox.a_word(rng, split)
    if kind < 0.42:
        return secret(rng, split)
    if kind < 0.6:
        return names.invented(rng, split)
    if kind < 0.7:
        return lexicon.firm(rng, split)
    if kind < 0.8:
        return lexicon.phrase(rng, split)
    if kind < 0.87:
        return lexicon.full_name(rng, split)
    if kind < 0.93:
        return str(toolbox.number(rng, 10, 9999, split))
    return names.town(rng, split) if kind < 0.97 else names.pick(rng, words.EVERYDAY, split)


def somebody(rng: random.Random, split: Split) -> str:
    """A first name, at times with a family name."""
    return lexicon.full_name(rng, split) if rng.random() < 0.12 else names.person(rng, split)
