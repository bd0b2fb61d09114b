"""Answers in JSON about the records of record_kinds.py: values drawn, a text, a schema.

A slot may be told and not asked for, or asked for and not told.
"""

# ruff: noqa: E501 - a list is easier to read and correct in long lines

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import feelings, lexicon, names, toolbox
from training.corpus.described import described, human, key_of, nulled, object_of, smoothed
from training.corpus.field_kinds import (
    any_words,
    clock,
    day,
    number,
    person,
    phone,
    title,
    user_name,
)
from training.corpus.grammar import expand
from training.corpus.more_record_kinds import KINDS
from training.corpus.toolbox import Drawn

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import JsonObject, Split
    from training.corpus.record_kinds import Kind

    Draw = Callable[[random.Random, Split], Drawn]

_EVENTS = (
    "concert",
    "party",
    "workshop",
    "meeting",
    "wedding",
    "picnic",
    "lecture",
    "reading",
    "market",
    "dinner",
    "match",
    "festival",
    "exhibition",
    "training",
    "tour",
    "quiz",
    "seminar",
    "reunion",
    "hackathon",
    "auction",
)
_SYMPTOMS = (
    "a cough",
    "a headache",
    "back pain",
    "a fever",
    "a rash",
    "a sore throat",
    "a toothache",
    "a swollen knee",
    "dizziness",
    "a cold",
    "a check-up",
    "an allergy",
    "a broken finger",
    "ear pain",
    "a burn",
    "stomach ache",
)
_MESSAGES = (
    "file not found",
    "access denied",
    "out of memory",
    "unexpected token",
    "timeout",
    "division by zero",
    "unknown name",
    "disk full",
    "connection lost",
    "bad request",
    "missing bracket",
    "invalid date",
    "no such table",
    "value too long",
)
_TASKS = ("call {x}", "order {w}", "clean the {w}", "write the report", "book a room", "fix the {w}", "test the {w}", "pay the rent", "send the {w} to {x}", "paint the {w}", "update the list", "meet {x}", "check the {w}", "buy {w}", "plan the trip", "print the {w}", "invite {x}", "sell the {w}")  # fmt: skip
_WEATHERS = (
    "sunny",
    "cloudy",
    "rainy",
    "windy",
    "foggy",
    "snowy",
    "stormy",
    "clear",
    "dry",
    "hazy",
)
_SCHOOL = (
    "maths",
    "history",
    "biology",
    "physics",
    "English",
    "art",
    "music",
    "chemistry",
    "French",
    "geography",
    "Latin",
    "sports",
)
_TONGUES = (
    "English",
    "German",
    "French",
    "Spanish",
    "Italian",
    "Polish",
    "Turkish",
    "Arabic",
    "Hindi",
    "Greek",
    "Dutch",
    "Swedish",
    "Russian",
    "Czech",
)
_FOODS = ("rice", "eggs", "flour", "milk", "butter", "onions", "tomatoes", "cheese", "garlic", "sugar", "salt", "beans", "carrots", "cream", "pepper", "oil", "mushrooms", "potatoes", "honey", "lemons", "spinach", "noodles", "yeast", "ham")  # fmt: skip


def _text(make: Callable[[random.Random, Split], str]) -> Draw:
    return toolbox.string(make)


def _pick(items: tuple[str, ...], odd: float = 0.3) -> Draw:
    return _text(
        lambda rng, split: any_words(rng, split) if rng.random() < odd else rng.choice(items)
    )


def _closed(*values: str) -> Draw:
    def draw(rng: random.Random, split: Split) -> Drawn:
        value = rng.choice(values)
        return Drawn(value, value, {"type": "string", "enum": list(values)})

    return draw


def _either(yes: str, no: str) -> Draw:
    def draw(rng: random.Random, split: Split) -> Drawn:
        value = rng.random() < 0.5
        return Drawn(value, yes if value else no, {"type": "boolean"})

    return draw


def _several(make: Callable[[random.Random, Split], str]) -> Draw:
    def draw(rng: random.Random, split: Split) -> Drawn:
        made = list(dict.fromkeys(make(rng, split) for _ in range(rng.choice((2, 2, 3, 4)))))
        return Drawn(made, toolbox.listed(made), {"type": "array", "items": {"type": "string"}})

    return draw


def _feeling(rng: random.Random, split: Split) -> Drawn:
    value = rng.choice(("positive", "negative"))
    said = feelings.sentence(rng, value, split)
    said = said.replace("{x}", lexicon.noun(rng, split)).replace("{n}", names.person(rng, split))
    said = said.replace("{t}", names.town(rng, split)).replace("{a}", "ten")
    said = said[0].upper() + said[1:] + ("" if said[-1] in ".!?" else ".")
    return Drawn(value, said, {"type": "string", "enum": ["positive", "negative"]})


def _task(rng: random.Random, split: Split) -> str:
    said = rng.choice(_TASKS).replace("{x}", names.person(rng, split))
    return said.replace("{w}", toolbox.a_word(rng, split))


def _model(rng: random.Random, split: Split) -> str:
    last = rng.choice(
        (toolbox.code(rng, split), str(rng.randint(1, 99)), "", names.invented(rng, split))
    )
    return (
        f"{names.invented(rng, split)} {last}".strip()
        if rng.random() < 0.6
        else toolbox.code(rng, split)
    )


def _file(rng: random.Random, split: Split) -> str:
    return f"{toolbox.a_word(rng, split)}.{rng.choice(('py', 'js', 'txt', 'csv', 'c', 'html', 'go', 'rs'))}".replace(
        " ", "_"
    )


def _integer(low: int, high: int) -> Draw:
    plain = toolbox.integer(low, high)

    def draw(rng: random.Random, split: Split) -> Drawn:
        drawn = plain(rng, split)
        return Drawn(drawn.value, drawn.said, {"type": "integer"})

    return draw


def _few(rng: random.Random, split: Split) -> Drawn:
    drawn = number(2, 60)(rng, split)
    return Drawn(drawn.value, drawn.said, {"type": "integer"})


def _price(rng: random.Random, split: Split) -> Drawn:
    drawn = toolbox.decimal(rng, split)
    return Drawn(drawn.value, drawn.said, {"type": "number"})


_DRAWS: dict[str, Draw] = {
    "person": _text(person), "full": _text(lexicon.full_name), "town": _text(names.town), "age": _integer(3, 99), "job": _pick(names.JOBS), "thing": _text(any_words),
    "price": _price, "few": _few, "title": _text(title), "year": _integer(1900, 2030), "event": _pick(_EVENTS), "day": _text(day), "clock": _text(clock),
    "street": _text(lexicon.address), "zip": _text(lambda rng, split: str(rng.randint(10000, 99999))), "mail": _text(toolbox.mail), "phone": _text(phone), "code": _text(toolbox.code),
    "firm": _text(lexicon.firm), "minutes": _integer(5, 180), "food": _pick(names.FOODS), "foods": _several(lambda rng, split: rng.choice(_FOODS) if rng.random() < 0.7 else toolbox.a_word(rng, split)),
    "things": _several(toolbox.a_word), "rating": _integer(1, 10), "feeling": _feeling, "user": _text(user_name), "role": _closed("admin", "editor", "guest"), "active": _either("active", "locked"),
    "degrees": _integer(1, 40), "weather": _closed(*_WEATHERS[:6]), "salary": _integer(300, 9000), "symptom": _pick(_SYMPTOMS, 0.1), "size": _integer(18, 220), "status": _integer(100, 599), "file": _text(_file),
    "line": _integer(1, 900), "message": _pick(_MESSAGES, 0.2), "team": _text(lambda rng, split: names.town(rng, split) if rng.random() < 0.7 else names.invented(rng, split)), "goals": _integer(0, 9),
    "topic": _text(any_words), "model": _text(_model), "mileage": _integer(100, 99999), "task": _text(_task), "priority": _closed("low", "medium", "high"), "order_status": _closed("packed", "shipped", "delivered", "cancelled"),
    "staff": _integer(2, 5000), "tongue": _pick(_TONGUES, 0.0), "word": _text(toolbox.a_word), "school": _pick(_SCHOOL, 0.1), "passed": _either("passed", "failed"),
}  # fmt: skip
_PLACE = re.compile(r"\{([a-z])!?\}")
# Values of the same kind, of which one alone cannot be left out unnoticed.
_SAME_KIND = (frozenset({"person", "full", "user"}), frozenset({"town", "firm", "team"}))


def _confusable(kind: Kind) -> bool:
    drawn = [slot.drawn for slot in kind.slots.values()]
    return any(sum(one in group for one in drawn) > 1 for group in _SAME_KIND)


def real(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """A record of a kind that people ask for."""
    kind = rng.choice(KINDS)
    text = expand(rng, kind.texts.pick(rng, split))
    drawn = {letter: _DRAWS[slot.drawn](rng, split) for letter, slot in kind.slots.items()}
    asked = list(kind.slots)
    rng.shuffle(asked)
    if len(asked) > 1 and rng.random() < 0.3:
        asked = asked[: rng.randint(1, len(asked) - 1)]
    value: dict[str, object] = {}
    fields: dict[str, JsonObject] = {}
    optional: set[str] = set()
    for letter in asked:
        slot = kind.slots[letter]
        key = key_of(rng, slot.keys, split)
        if key in fields:
            continue
        one: JsonObject = dict(drawn[letter].schema or {"type": "string"})
        key = described(rng, one, key, human(key), split)
        value[key], fields[key] = drawn[letter].value, one
        if rng.random() < 0.08:
            optional.add(key)
    text = smoothed(_PLACE.sub(lambda match: drawn[match.group(1)].said, text))
    if rng.random() < 0.12 and not _confusable(kind):
        _absent(rng, kind, fields, value, optional, split)
    return text, value, object_of(rng, fields, frozenset(optional))


_ELSEWHERE = (
    (("iban", "account_number", "tax_number"), "string"), (("discount", "tax", "shipping_cost"), "number"), (("notes", "comment", "remark"), "string"),
    (("website", "url", "homepage"), "string"), (("nickname", "second_name"), "string"), (("height", "weight"), "number"), (("is_member", "newsletter"), "boolean"),
)  # fmt: skip


def _absent(
    rng: random.Random, kind: Kind, fields: dict[str, JsonObject], value: dict[str, object],
    optional: set[str], split: Split,
) -> None:  # fmt: skip
    """A field that no text of any kind tells."""
    keys, type_ = rng.choice(_ELSEWHERE)
    key = key_of(rng, keys, split)
    if rng.random() < 0.6:
        fields[key], value[key] = nulled({"type": type_}), None
        return
    fields[key] = {"type": type_}
    optional.add(key)
