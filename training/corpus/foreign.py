"""Short answers in seven languages: yes, no, colours, days, numbers."""

# ruff: noqa: E501 - a row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import tables

if TYPE_CHECKING:
    import random

_ENGLISH_ROW = (
    "yes no red blue green yellow orange brown black white grey pink "
    "monday tuesday wednesday thursday friday saturday sunday "
    "zero one two three four five six seven eight nine ten eleven twelve"
)
_ENGLISH = tuple(_ENGLISH_ROW.split())
_ROWS = {
    "Spanish": "sí no rojo azul verde amarillo naranja marrón negro blanco gris rosa lunes martes miércoles jueves viernes sábado domingo cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "French": "oui non rouge bleu vert jaune orange brun noir blanc gris rose lundi mardi mercredi jeudi vendredi samedi dimanche zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
    "German": "ja nein rot blau grün gelb orange braun schwarz weiß grau rosa Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "Italian": "sì no rosso blu verde giallo arancione marrone nero bianco grigio rosa lunedì martedì mercoledì giovedì venerdì sabato domenica zero uno due tre quattro cinque sei sette otto nove dieci undici dodici",
    "Portuguese": "sim não vermelho azul verde amarelo laranja castanho preto branco cinzento rosa segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo zero um dois três quatro cinco seis sete oito nove dez onze doze",
    "Dutch": "ja nee rood blauw groen geel oranje bruin zwart wit grijs roze maandag dinsdag woensdag donderdag vrijdag zaterdag zondag nul een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "Swedish": "ja nej röd blå grön gul orange brun svart vit grå rosa måndag tisdag onsdag torsdag fredag lördag söndag noll ett två tre fyra fem sex sju åtta nio tio elva tolv",
}
WORDS: dict[str, dict[str, str]] = {
    language: dict(zip(_ENGLISH, row.split(), strict=True)) for language, row in _ROWS.items()
}
_COLOURED = tuple((thing, colour) for thing, colour in tables.THING_COLOURS if colour in _ENGLISH)
_DAYS = _ENGLISH[12:19]
_NUMBERS = _ENGLISH[19:]


def yes_or_no(rng: random.Random) -> tuple[str, str]:
    """A question with the answer yes or no."""
    right = rng.random() < 0.5
    if rng.random() < 0.5:
        thing, colour = rng.choice(_COLOURED)
        asked = colour if right else rng.choice([c for c in _ENGLISH[2:12] if c != colour])
        verb = "Are" if thing.endswith("s") and not thing.endswith("ss") else "Is"
        return f"{verb} {thing} {asked}?", "yes" if right else "no"
    row, other = rng.choice(tables.COUNTRIES), rng.choice(tables.COUNTRIES)
    if rng.random() < 0.5:
        capital = row.capital if right else other.capital
        return f"Is {capital} the capital of {row.name}?", "yes" if capital == row.capital else "no"
    continent = row.continent if right else other.continent
    return f"Is {row.name} in {continent}?", "yes" if continent == row.continent else "no"


def asked(rng: random.Random) -> tuple[str, str]:
    """A short question in English, and its answer as an English word that every row has."""
    kind = rng.random()
    if kind < 0.3:
        return yes_or_no(rng)
    if kind < 0.55:
        thing, colour = rng.choice(_COLOURED)
        return rng.choice((f"What colour is {thing}?", f"Which colour does {thing} have?")), colour
    if kind < 0.75:
        at, after = rng.randrange(7), rng.random() < 0.6
        day = _DAYS[(at + 1) % 7 if after else (at - 1) % 7]
        order = "after" if after else "before"
        return f"What day comes {order} {_DAYS[at].capitalize()}?", day
    a = rng.randint(1, 6)
    b = rng.randint(1, 6)
    return rng.choice(
        (f"What is {a} + {b}?", f"{a} + {b}?", f"How much is {a} plus {b}?")
    ), _NUMBERS[a + b]
