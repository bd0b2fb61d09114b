"""Kinds of parameters: the names they may have, how their values are drawn, how people say them.

A value is drawn together with its words, so that a request and the call it asks for are written
together. Held out: some ways of saying each kind, 12 % of the parameter names, and every value
that names.py, lexicon.py and words.py hold out.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import explanations, lexicon, names, tables, words
from training.corpus.grammar import is_held_out

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import JsonObject, Split

HELD_OUT_PERCENT = 12


@dataclass(frozen=True)
class Drawn:
    """A value, how it is said, and its schema where the kind alone does not tell."""

    value: object
    said: str
    schema: JsonObject | None = None


@dataclass(frozen=True)
class Slot:
    """A kind of parameter: names it may have, how it is said, its values, its type."""

    keys: tuple[str, ...]
    phrases: tuple[str, ...]
    draw: Callable[[random.Random, Split], Drawn]
    type: str = "string"
    held_out: tuple[str, ...] = ()
    # All of its values where they are few, for a schema that lists them.
    values: tuple[str, ...] = ()


def to_json(value: object) -> str:
    """JSON as the model writes it."""
    return json.dumps(value, ensure_ascii=False)


# Things that are explained and that no other skill holds out. All are trained: a word has one
# token with a space before it and another without, and only use connects the two.
_KEPT_BACK = frozenset(
    word
    for items in (words.EVERYDAY, names.COLOURS, names.FOODS, names.HOBBIES, names.JOBS)
    for text in items
    for word in text.split()
)
OTHER_WORDS = tuple(
    word
    for topic in explanations.TOPICS
    if (word := re.sub(r"^(a|an|the) ", "", topic.name)).isalpha()
    and word.islower()
    and word not in _KEPT_BACK
)


def a_word(rng: random.Random, split: Split) -> str:
    """A word in small letters: an everyday one of this side, one of the lexicon, another, or an invented one."""
    kind = rng.random()
    if kind < 0.15:
        return names.invented(rng, split).lower()
    if kind < 0.78:
        return lexicon.word(rng, split)
    return rng.choice(OTHER_WORDS) if kind < 0.84 else names.pick(rng, words.EVERYDAY, split)


def number(rng: random.Random, low: int, high: int, split: Split) -> int:
    """A number of this side of the split. Single digits are on both."""
    while True:
        value = rng.randint(low, high)
        if value < 10 or is_held_out(f"number {value}", names.HELD_OUT_PERCENT) == (
            split == "held_out"
        ):
            return value


def string(maker: Callable[[random.Random, Split], str]) -> Callable[[random.Random, Split], Drawn]:
    """Draws texts that a function makes."""

    def draw(rng: random.Random, split: Split) -> Drawn:
        made = maker(rng, split)
        return Drawn(made, made)

    return draw


def integer(low: int, high: int) -> Callable[[random.Random, Split], Drawn]:
    """Draws numbers of a range."""

    def draw(rng: random.Random, split: Split) -> Drawn:
        # Small numbers are more common than large ones.
        value = number(rng, low, rng.choice((high, min(high, 99) if low < 50 else high)), split)
        return Drawn(value, str(value))

    return draw


def decimal(rng: random.Random, split: Split) -> Drawn:
    whole = number(rng, 0, 99, split)
    if rng.random() < 0.3:
        return Drawn(whole, str(whole))
    value = float(f"{whole}.{rng.choice((1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 25, 75, 99))}")
    return Drawn(value, str(value))


_SETS = (
    ("low", "medium", "high"), ("small", "medium", "large"), ("red", "green", "blue"),
    ("fast", "slow"), ("asc", "desc"), ("on", "off"), ("left", "right"), ("open", "closed"),
    ("day", "week", "month"), ("pdf", "csv", "txt"), ("metric", "imperial"), ("north", "south", "east", "west"),
    ("draft", "final"), ("public", "private"), ("morning", "evening"), ("celsius", "fahrenheit"),
    ("new", "used"), ("mild", "hot"), ("json", "xml"), ("train", "bus", "car"), ("hour", "minute"),
    ("english", "german", "french", "spanish"), ("black", "white"), ("short", "long"),
)  # fmt: skip


def _enum(rng: random.Random, split: Split) -> Drawn:
    values: tuple[str, ...]
    if rng.random() < 0.5:
        values = rng.choice(_SETS)
    else:
        values = tuple(dict.fromkeys(a_word(rng, split) for _ in range(rng.choice((2, 3, 4)))))
    value = rng.choice(values)
    return Drawn(value, value, {"type": "string", "enum": list(values)})


def human(key: str) -> str:
    """A parameter's name as people say it: order_id and orderId are both `order id`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).replace("_", " ").lower()


def listed(items: list[str]) -> str:
    """a, b and c."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + f" and {items[-1]}"


def _array(rng: random.Random, split: Split) -> Drawn:
    count = rng.choice((1, 2, 2, 3, 3, 4))
    kind = rng.random()
    if kind < 0.3:
        numbers = [number(rng, 1, 99, split) for _ in range(count)]
        return Drawn(numbers, listed([str(n) for n in numbers]), _items("integer"))
    maker = names.person if kind < 0.5 else a_word
    texts = [maker(rng, split) for _ in range(count)]
    return Drawn(texts, listed(texts), _items("string"))


def _items(kind: str) -> JsonObject:
    return {"type": "array", "items": {"type": kind}}


def _nested(rng: random.Random, split: Split) -> Drawn:
    pairs: tuple[tuple[str, str], ...] = rng.choice((
        (("width", "integer"), ("height", "integer")), (("lat", "number"), ("lon", "number")),
        (("street", "name"), ("city", "town")), (("first", "name"), ("last", "name")),
        (("x", "integer"), ("y", "integer")), (("name", "name"), ("age", "integer")),
        (("min", "integer"), ("max", "integer")), (("city", "town"), ("zip", "integer")),
        (("colour", "word"), ("size", "integer")), (("from", "town"), ("to", "town")),
    ))  # fmt: skip
    value: dict[str, object] = {}
    said = []
    for key, kind in pairs:
        drawn: object
        if kind == "integer":
            drawn = number(rng, 1, 99, split)
        elif kind == "number":
            drawn = decimal(rng, split).value
        else:
            drawn = {"name": names.person, "town": names.town, "word": a_word}[kind](rng, split)
        value[key] = drawn
        said.append(f"{key} {drawn}")
    types = {"name": "string", "town": "string", "word": "string"}
    schema: JsonObject = {
        "type": "object",
        "properties": {key: {"type": types.get(kind, kind)} for key, kind in pairs},
        "required": [key for key, _ in pairs],
    }
    return Drawn(value, " and ".join(said), schema)


_TEXTS = (
    "{w}", "buy {w}", "call {p}", "{w} and {v}", "see you in {t}", "the {w} is ready", "hello {p}",
    "I am late", "meet {p} in {t}", "clean the {w}", "thanks {p}", "bring the {w}", "happy birthday",
    "the {w} and the {v}", "no {w} today", "pay the {w}", "{p} likes {w}", "new {w}", "my {w}",
    "{w} {v}", "{a} {w}", "the {a} {w}", "{w} for {p}", "{p} and {q}", "{w} is broken", "{p} is in {t}",
    "where is the {w}", "the {w} does not work", "write to {p}", "{n} {w}", "buy {n} {w}", "{w} at the {v}",
    "ask {p} about the {w}", "the {w} of {p}", "fetch the {a} {w}", "{t} is {a}", "I miss you", "see you soon",
    "on my way", "water the {w}", "repair the {a} {w}", "{p} has the {w}", "give {p} the {w}", "take the {w} to {t}",
    "{w}, {v} and {u}", "no more {w}", "sell the {w}", "the {w} costs {n}", "feed the {w}", "wash {w} and {v}",
    "happy new year, {p}", "I am at the {w}", "{w} before {v}", "look for {a} {w}", "we need {w}", "{a} and {b}",
    "from {t} to {s}", "good luck {p}", "we won", "it is {a} here", "{p} called", "{w} number {n}", "room {n} is {a}",
)  # fmt: skip


def text(rng: random.Random, split: Split) -> str:
    """A short note or message."""
    made = rng.choice(_TEXTS)
    for slot in "wvuabpqtsn":
        if "{" + slot + "}" in made:
            made = made.replace("{" + slot + "}", _FILLERS[slot](rng, split))
    return made


def _adjective(rng: random.Random, split: Split) -> str:
    return names.pick(rng, lexicon.ADJECTIVES, split)


_FILLERS: dict[str, Callable[[random.Random, Split], str]] = {
    "w": a_word, "v": a_word, "u": a_word, "a": _adjective, "b": _adjective, "p": names.person,
    "q": names.person, "t": names.town, "s": names.town, "n": lambda rng, split: str(number(rng, 2, 999, split)),
}  # fmt: skip


def _quoted(rng: random.Random, split: Split) -> Drawn:
    made = text(rng, split)
    return Drawn(made, rng.choice((f'"{made}"', f"'{made}'", made)))


def _clock(rng: random.Random, split: Split) -> str:
    kind = rng.random()
    if kind < 0.12:
        return f"{rng.randint(1, 12)}{rng.choice(('am', 'pm', ' am', ' pm', ' a.m.', ' p.m.'))}"
    if kind < 0.18:
        return (
            f"{rng.randint(1, 12)}:{rng.randint(0, 59):02}{rng.choice(('am', 'pm', ' am', ' pm'))}"
        )
    if kind < 0.22:
        return rng.choice(("noon", "midnight"))
    return (
        f"{rng.randint(0, 23)}:{rng.choice((0, 5, 15, 20, 30, 40, 45, 50, rng.randint(0, 59))):02}"
    )


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "today", "tomorrow",
)  # fmt: skip


def date(rng: random.Random, split: Split) -> str:
    """A date as a calendar, a person or a program writes it."""
    kind = rng.random()
    day, month = rng.randint(1, 28), rng.choice(_MONTHS)
    if kind < 0.4:
        return f"20{rng.randint(20, 39)}-{rng.randint(1, 12):02}-{day:02}"
    if kind < 0.55:
        return rng.choice((f"{month} {day}", f"{day} {month}", f"{day}.{rng.randint(1, 12)}."))
    if kind < 0.62:
        return f"next {rng.choice((*_DAYS[:7], 'week', 'month'))}"
    return rng.choice(_DAYS)


def mail(rng: random.Random, split: Split) -> str:
    """ana@mail.com, with a domain nobody has half of the time."""
    who = names.person(rng, split).lower().replace(" ", ".")
    kind = rng.random()
    if kind < 0.2:
        who += str(number(rng, 1, 99, split))
    elif kind < 0.35:
        who += f".{names.invented(rng, split).lower()}"
    where = rng.choice(("example.com", "mail.com", "work.org", "post.net"))
    if rng.random() < 0.5:
        where = f"{names.invented(rng, split).lower()}.{rng.choice(('com', 'org', 'net', 'io', 'de', 'fr'))}"
    return f"{who}@{where}"


_ENDINGS = (
    "txt",
    "pdf",
    "csv",
    "md",
    "png",
    "json",
    "py",
    "log",
    "html",
    "docx",
    "mp3",
    "zip",
    "xml",
    "toml",
)


def _file(rng: random.Random, split: Split) -> str:
    name = a_word(rng, split)
    kind = rng.random()
    if kind < 0.15:
        name = f"{name}_{a_word(rng, split)}"
    elif kind < 0.3:
        name = f"{a_word(rng, split)}/{name}"
    elif kind < 0.38:
        name = f"{name}{number(rng, 1, 99, split)}"
    elif kind < 0.44:
        name = f"/{rng.choice(('tmp', 'home', 'data', 'etc', 'srv'))}/{name}"
    return f"{name}.{rng.choice(_ENDINGS)}"


def code(rng: random.Random, split: Split) -> str:
    """Letters and digits, such as AB-123."""
    letters = "".join(rng.choice("BCDFGHJKLMNPQRSTVWXZ") for _ in range(rng.choice((1, 2, 2, 3))))
    digits = number(rng, 10, rng.choice((999, 99999)), split)
    if rng.random() < 0.15:
        return f"{digits}{rng.choice(('', '-'))}{letters}"
    return f"{letters}{rng.choice(('', '-', '-'))}{digits}"


def _true(rng: random.Random, split: Split) -> Drawn:
    value = rng.random() < 0.55
    return Drawn(
        value, rng.choice(("yes", "yes", "true", "on") if value else ("no", "no", "false", "off"))
    )


def place(rng: random.Random, split: Split) -> str:
    """A town, now and then with its country or another name after it."""
    town = names.town(rng, split)
    kind = rng.random()
    if kind < 0.05:
        return f"{town}, {names.pick(rng, _COUNTRIES, split)}"
    return f"{town}, {names.invented(rng, split)}" if kind < 0.07 else town


_COUNTRIES = tuple(country.name for country in tables.COUNTRIES)
PLACE = Slot(
    ("city", "place", "location", "town", "destination", "where", "region", "stop", "area", "country", "venue", "station"),
    ("in {v}", "for {v}", "at {v}", "near {v}", "in {v}", "over in {v}", "around {v}", "{k} {v}", "{k}: {v}", "with {k} {v}", "somewhere in {v}", "the one in {v}"),
    string(place), held_out=("close to {v}", "inside {v}", "the {k} being {v}"),
)  # fmt: skip
PERSON = Slot(
    ("name", "person", "user", "customer", "owner", "author", "client", "guest", "contact", "who", "member", "to", "recipient", "assignee", "manager"),
    ("for {v}", "of {v}", "by {v}", "from {v}", "to {v}", "{k} {v}", "{k}: {v}", "with {k} {v}", "the {k} is {v}", "it is for {v}", "on behalf of {v}"),
    string(names.person), held_out=("that belongs to {v}", "the {k} being {v}", "as {v} wished"),
)  # fmt: skip
IDENT = Slot(
    ("id", "number", "index", "code", "key", "ticket_id", "order_id", "item_id", "ref", "user_id", "case_no", "line", "version", "year"),
    ("number {v}", "with [id|number] {v}", "[no.|nr|#] {v}", "{k} {v}", "{k}: {v}", "#{v}", "with the {k} {v}", "whose {k} is {v}", "{k} is {v}", "({k} {v})", "the one with {k} {v}"),
    integer(1, 99999), "integer", held_out=("having {k} {v}", "under {k} {v}", "the {k} being {v}"),
)  # fmt: skip
COUNT = Slot(
    ("count", "amount", "quantity", "limit", "days", "hours", "minutes", "size", "level", "pages", "seats", "people", "max_results", "seconds", "age", "copies", "rows", "width", "weeks", "points"),
    ("with {k} {v}", "{k} {v}", "{k}: {v}", "with {v} {k}", "{v} {k}", "for {v} {k}", "the {k} is {v}", "{k} = {v}", "({v} {k})", "{v} for the {k}", "of {v} {k}", "set {k} to {v}"),
    integer(1, 2000), "integer", held_out=("that makes {v} {k}", "the {k} being {v}", "taking {v} as {k}"),
)  # fmt: skip
DECIMAL = Slot(
    ("price", "weight", "rate", "height", "temperature", "total", "distance", "speed", "budget", "tax", "discount", "latitude", "depth"),
    ("with {k} {v}", "{k} {v}", "at a {k} of {v}", "{k}: {v}", "with a {k} of {v}", "the {k} is {v}", "{k} = {v}", "{v} for the {k}", "whose {k} is {v}"),
    decimal, "number", held_out=("having {v} as {k}", "the {k} being {v}", "at {v} {k}"),
)  # fmt: skip
FLAG = Slot(
    ("urgent", "silent", "public", "paid", "active", "gift", "repeat", "notify", "loud", "vegan", "express", "dry_run", "verbose", "recursive", "private", "enabled", "secure"),
    ("{k}: {v}", "{k} {v}", "with {k} {v}", "{k} = {v}", "set {k} to {v}", "{k} is {v}", "with {k} set to {v}"),
    _true, "boolean", held_out=("{k} being {v}", "{v} for {k}"),
)  # fmt: skip
CHOICE = Slot(
    ("color", "priority", "mode", "unit", "format", "style", "order", "type", "kind", "category", "status", "lang", "shape", "quality", "sort", "method"),
    ("in {v}", "{k} {v}", "with {k} {v}", "{v} {k}", "as {v}", "{k}: {v}", "the {v} one", "the {k} is {v}", "{k} = {v}", "make it {v}", "with {v} as {k}", "the {k} should be {v}", "of the {k} {v}"),
    _enum, "enum", held_out=("choosing {v}", "the {k} being {v}", "going for {v}"),
)  # fmt: skip
LIST = Slot(
    ("tags", "items", "labels", "names", "words", "values", "numbers", "guests", "topics", "parts", "ids", "colors", "files", "scores", "users"),
    ("with {k} {v}", "{k}: {v}", "with the {k} {v}", "{k} {v}", "the {k} are {v}", "{k} = {v}", "and these {k}: {v}", "{k} should be {v}", "with {v} as {k}"),
    _array, "array", held_out=("having {k} {v}", "the {k} being {v}"),
)  # fmt: skip
NESTED = Slot(
    ("address", "position", "range", "options", "details", "box", "point", "route", "filter", "data", "settings", "config", "area"),
    ("with {k} {v}", "{k}: {v}", "with the {k} {v}", "at {v}", "with {v}", "{k} {v}", "the {k} is {v}", "where {v}", "({v})"),
    _nested, "object", held_out=("having {v}", "the {k} being {v}"),
)  # fmt: skip
TEXT = Slot(
    ("text", "message", "note", "title", "body", "content", "subject", "comment", "query", "reason", "label", "description", "caption"),
    ("saying {v}", "with the {k} {v}", "{k}: {v}", "with {k} {v}", ": {v}", "the {k} is {v}", "{k} = {v}", "that says {v}", "with the words {v}", "the {k} should be {v}", "and {k} {v}"),
    _quoted, held_out=("reading {v}", "the {k} being {v}", "put {v} as {k}"),
)  # fmt: skip
TIME = Slot(
    ("time", "start", "at", "hour_of_day", "begin", "until", "end_time", "pickup_time"),
    ("at {v}", "for {v}", "{k} {v}", "{k}: {v}", "{k} is {v}", "with {k} {v}", "when it is {v}"),
    string(_clock), held_out=("once it is {v}", "the {k} being {v}"),
)  # fmt: skip
DATE = Slot(
    ("date", "day", "when", "due", "deadline", "start_date", "from_date", "due_date"),
    ("on {v}", "for {v}", "{k} {v}", "{k}: {v}", "with {k} {v}", "the {k} is {v}", "it is for {v}"),
    string(date), held_out=("as of {v}", "the {k} being {v}"),
)  # fmt: skip
MAIL = Slot(
    ("email", "mail", "address", "to", "cc", "sender", "reply_to"),
    ("to {v}", "for {v}", "with {k} {v}", "{k} {v}", "{k}: {v}", "the {k} is {v}", "at {v}"),
    string(mail), held_out=("addressed to {v}", "the {k} being {v}"),
)  # fmt: skip
FILE = Slot(
    ("file", "path", "filename", "document", "source", "target", "input_file", "output", "attachment"),
    ("in {v}", "from {v}", "{k} {v}", "called {v}", "{k}: {v}", "with {k} {v}", "the {k} is {v}", "at {v}", "using {v}"),
    string(_file), held_out=("by means of {v}", "the {k} being {v}"),
)  # fmt: skip
CODE = Slot(
    ("code", "sku", "plate", "serial", "flight", "room", "tracking_code", "voucher", "reference", "symbol"),
    ("{k} {v}", "with {k} {v}", "with the {k} {v}", "{k}: {v}", "the {k} is {v}", "whose {k} is {v}", "{v}", "({v})", "{k} = {v}"),
    string(code), held_out=("going by {v}", "the {k} being {v}"),
)  # fmt: skip
THING = Slot(
    ("item", "product", "topic", "thing", "keyword", "term", "word", "dish", "song", "tag", "brand", "model", "ingredient", "team"),
    ("{k} {v}", "with {k} {v}", "about {v}", "called {v}", "{k}: {v}", "named {v}", "the {k} is {v}", "for {v}", "{k} = {v}", "namely {v}"),
    string(a_word), held_out=("going by {v}", "the {k} being {v}"),
)  # fmt: skip
# What a sentence says of a parameter whose name nobody would guess from its value.
NAMED = (
    "with {k} {v}",
    "{k}: {v}",
    "{k} {v}",
    "and {k} {v}",
    "whose {k} is {v}",
    "{k} = {v}",
    "the {k} is {v}",
    "with the {k} {v}",
    "{k} should be {v}",
    "where {k} is {v}",
)
NAMED_HELD_OUT = ("the {k} being {v}", "having {k} {v}", "use {v} as {k}")
ODD = Slot((), NAMED, string(names.invented), held_out=NAMED_HELD_OUT)
SLOTS: tuple[tuple[Slot, int], ...] = (
    (PLACE, 12), (PERSON, 14), (IDENT, 10), (COUNT, 10), (DECIMAL, 6), (FLAG, 7), (CHOICE, 10),
    (LIST, 7), (NESTED, 4), (TEXT, 8), (TIME, 5), (DATE, 5), (MAIL, 3), (FILE, 4), (CODE, 4), (THING, 8),
)  # fmt: skip
