"""Tools nobody has seen: names, descriptions and parameters composed from verbs, objects and slots.

A parameter comes with a way to draw its value and to say it in a sentence, so that a request
and the call it asks for are written together. Held out: 12 % of the composed tool names, 12 % of
the parameter names, and every value that names.py and words.py hold out.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import explanations, lexicon, names, words
from training.corpus.grammar import expand, is_held_out

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
    human: str = ""


@dataclass(frozen=True)
class Parameter:
    """One parameter of one tool. `human` is what a person would call it."""

    key: str
    slot: Slot
    schema: JsonObject
    required: bool
    human: str


@dataclass(frozen=True)
class Tool:
    """A tool as the API describes it, and how people ask for it."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    asked: tuple[str, ...]

    def schema(self) -> JsonObject:
        """As a request has it."""
        function: JsonObject = {"name": self.name}
        if self.description:
            function["description"] = self.description
        if self.parameters:
            parameters: JsonObject = {
                "type": "object",
                "properties": {p.key: p.schema for p in self.parameters},
            }
            if required := [p.key for p in self.parameters if p.required]:
                parameters["required"] = required
            function["parameters"] = parameters
        return {"type": "function", "function": function}


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
    if kind < 0.5:
        return lexicon.word(rng, split)
    return rng.choice(OTHER_WORDS) if kind < 0.6 else names.pick(rng, words.EVERYDAY, split)


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


def text(rng: random.Random, split: Split) -> str:
    """A short note or message."""
    w, p, t = a_word(rng, split), names.person(rng, split), names.town(rng, split)
    v = a_word(rng, split)
    form = rng.choice((
        "{w}", "buy {w}", "call {p}", "{w} and {v}", "see you in {t}", "the {w} is ready", "hello {p}",
        "I am late", "meet {p} in {t}", "clean the {w}", "thanks {p}", "bring the {w}", "happy birthday",
        "the {w} and the {v}", "no {w} today", "pay the {w}", "{p} likes {w}", "new {w}", "my {w}",
    ))  # fmt: skip
    return form.replace("{w}", w).replace("{v}", v).replace("{p}", p).replace("{t}", t)


def _quoted(rng: random.Random, split: Split) -> Drawn:
    made = text(rng, split)
    return Drawn(made, rng.choice((f'"{made}"', f"'{made}'", made)))


def _clock(rng: random.Random, split: Split) -> str:
    return f"{rng.randint(1, 23)}:{rng.choice((0, 5, 15, 20, 30, 40, 45, 50)):02}"


def date(rng: random.Random, split: Split) -> str:
    if rng.random() < 0.4:
        return f"20{rng.randint(20, 39)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return rng.choice((
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "today", "tomorrow",
    ))  # fmt: skip


def mail(rng: random.Random, split: Split) -> str:
    where = rng.choice(("example.com", "mail.com", "work.org", "post.net"))
    return f"{names.person(rng, split).lower()}@{where}"


def _file(rng: random.Random, split: Split) -> str:
    return f"{a_word(rng, split)}.{rng.choice(('txt', 'pdf', 'csv', 'md', 'png', 'json'))}"


def code(rng: random.Random, split: Split) -> str:
    letters = "".join(rng.choice("ABCDEFGHKLMNPRSTUVWXYZ") for _ in range(rng.choice((1, 2, 3))))
    return f"{letters}{rng.choice(('', '-'))}{number(rng, 10, 999, split)}"


def _true(rng: random.Random, split: Split) -> Drawn:
    value = rng.random() < 0.6
    return Drawn(value, "yes" if value else "no")


PLACE = Slot(
    ("city", "place", "location", "town", "destination", "where", "region", "stop", "area"),
    ("in {v}", "for {v}", "at {v}", "near {v}"),
    string(names.town),
)
PERSON = Slot(
    (
        "name",
        "person",
        "user",
        "customer",
        "owner",
        "author",
        "client",
        "guest",
        "contact",
        "who",
        "member",
        "to",
        "recipient",
    ),
    ("for {v}", "of {v}", "by {v}", "from {v}", "to {v}"),
    string(names.person),
)
IDENT = Slot(
    (
        "id",
        "number",
        "index",
        "code",
        "key",
        "ticket_id",
        "order_id",
        "item_id",
        "ref",
        "user_id",
        "case_no",
    ),
    ("number {v}", "with [id|number] {v}", "[no.|nr|#] {v}", "{k} {v}"),
    integer(1, 9999),
    "integer",
)
COUNT = Slot(
    (
        "count",
        "amount",
        "quantity",
        "limit",
        "days",
        "hours",
        "minutes",
        "size",
        "level",
        "pages",
        "seats",
        "people",
        "max_results",
        "seconds",
        "age",
    ),
    ("with {k} {v}", "{k} {v}", "{k}: {v}", "with {v} {k}", "{v} {k}"),
    integer(1, 300),
    "integer",
)
DECIMAL = Slot(
    ("price", "weight", "rate", "height", "temperature", "total", "distance", "speed", "budget"),
    ("with {k} {v}", "{k} {v}", "at a {k} of {v}", "{k}: {v}"),
    decimal,
    "number",
)
FLAG = Slot(
    (
        "urgent",
        "silent",
        "public",
        "paid",
        "active",
        "gift",
        "repeat",
        "notify",
        "loud",
        "vegan",
        "express",
        "dry_run",
        "verbose",
    ),
    ("{k}: {v}", "{k} {v}", "with {k} {v}"),
    _true,
    "boolean",
)
CHOICE = Slot(
    (
        "color",
        "priority",
        "mode",
        "unit",
        "format",
        "style",
        "order",
        "type",
        "kind",
        "category",
        "status",
        "lang",
        "shape",
    ),
    ("in {v}", "{k} {v}", "with {k} {v}", "{v} {k}", "as {v}", "{k}: {v}"),
    _enum,
    "enum",
)
LIST = Slot(
    (
        "tags",
        "items",
        "labels",
        "names",
        "words",
        "values",
        "numbers",
        "guests",
        "topics",
        "parts",
        "ids",
    ),
    ("with {k} {v}", "{k}: {v}", "with the {k} {v}", "{k} {v}"),
    _array,
    "array",
)
NESTED = Slot(
    (
        "address",
        "position",
        "range",
        "options",
        "details",
        "box",
        "point",
        "route",
        "filter",
        "data",
    ),
    ("with {k} {v}", "{k}: {v}", "with the {k} {v}", "at {v}", "with {v}"),
    _nested,
    "object",
)
TEXT = Slot(
    (
        "text",
        "message",
        "note",
        "title",
        "body",
        "content",
        "subject",
        "comment",
        "query",
        "reason",
        "label",
    ),
    ("saying {v}", "with the {k} {v}", "{k}: {v}", "with {k} {v}", ": {v}"),
    _quoted,
)
TIME = Slot(
    ("time", "start", "at", "hour_of_day", "begin", "until"),
    ("at {v}", "for {v}", "{k} {v}"),
    string(_clock),
)
DATE = Slot(
    ("date", "day", "when", "due", "deadline"), ("on {v}", "for {v}", "{k} {v}"), string(date)
)
MAIL = Slot(
    ("email", "mail", "address", "to", "cc"), ("to {v}", "for {v}", "with {k} {v}"), string(mail)
)
FILE = Slot(
    ("file", "path", "filename", "document", "source", "target"),
    ("in {v}", "from {v}", "{k} {v}", "called {v}"),
    string(_file),
)
CODE = Slot(
    ("code", "sku", "plate", "serial", "flight", "room", "tracking_code"),
    ("{k} {v}", "with {k} {v}", "with the {k} {v}"),
    string(code),
)
THING = Slot(
    ("item", "product", "topic", "thing", "keyword", "term", "word", "dish", "song", "tag"),
    ("{k} {v}", "with {k} {v}", "about {v}", "called {v}"),
    string(a_word),
)
ODD = Slot(
    (),
    ("with {k} {v}", "{k}: {v}", "{k} {v}", "and {k} {v}", "whose {k} is {v}"),
    string(names.invented),
)
SLOTS: tuple[tuple[Slot, int], ...] = (
    (PLACE, 12), (PERSON, 14), (IDENT, 10), (COUNT, 10), (DECIMAL, 6), (FLAG, 6), (CHOICE, 10),
    (LIST, 7), (NESTED, 4), (TEXT, 8), (TIME, 5), (DATE, 5), (MAIL, 3), (FILE, 4), (CODE, 4), (THING, 8),
)  # fmt: skip

_VERBS: tuple[tuple[str, str, str], ...] = (
    # name, description, how people say it
    ("get", "Gets", "[Get|Show me|Give me|Fetch]"),
    ("find", "Finds", "[Find|Look for|Search for]"),
    ("create", "Creates", "[Create|Make|Set up]"),
    ("add", "Adds", "[Add|Put in]"),
    ("delete", "Deletes", "[Delete|Remove|Erase]"),
    ("update", "Changes", "[Update|Change|Edit]"),
    ("send", "Sends", "[Send|Send out]"),
    ("list", "Lists", "[List|Show me all]"),
    ("book", "Books", "[Book|Reserve]"),
    ("cancel", "Cancels", "[Cancel|Call off]"),
    ("order", "Orders", "[Order|I want to order]"),
    ("open", "Opens", "Open"),
    ("close", "Closes", "[Close|Shut]"),
    ("start", "Starts", "[Start|Begin|Launch]"),
    ("stop", "Stops", "[Stop|End|Halt]"),
    ("check", "Checks", "[Check|Have a look at]"),
    ("print", "Prints", "Print"),
    ("save", "Saves", "[Save|Store|Keep]"),
    ("move", "Moves", "Move"),
    ("lock", "Locks", "Lock"),
    ("count", "Counts", "Count"),
    ("rate", "Rates", "Rate"),
    ("share", "Shares", "Share"),
    ("buy", "Buys", "[Buy|Purchase]"),
    ("sell", "Sells", "Sell"),
    ("track", "Tracks", "[Track|Follow]"),
    ("schedule", "Plans", "[Schedule|Plan]"),
    ("lookup", "Looks up", "[Look up|Tell me about]"),
    ("archive", "Archives", "Archive"),
    ("approve", "Approves", "[Approve|Accept]"),
)
_OBJECT_NAMES = """
    invoice ticket order parcel meeting event note task user account booking room table flight
    hotel recipe song playlist photo album report file folder document contact message reminder
    alarm timer lamp door window heater device sensor camera robot vehicle taxi bike ride trip
    route map weather forecast price product item cart coupon payment refund subscription invoice
    review comment post poll survey test exam course lesson student teacher patient doctor
    appointment prescription claim policy contract loan card transfer budget expense salary job
    candidate employee shift project issue branch release server backup database record query
    log metric dashboard key token password group channel team guest menu dish drink garden plant
    tree animal pet shipment warehouse shelf label stamp book page chapter word game score player
    match league
"""
_OBJECTS = tuple(dict.fromkeys(_OBJECT_NAMES.split()))


def held_out_key(key: str) -> bool:
    """Whether training never has a parameter of this name."""
    return is_held_out(f"param {key}", HELD_OUT_PERCENT)


def some_key(rng: random.Random, slot: Slot, split: Split) -> str:
    """A parameter's name: of the slot's, sometimes with a prefix, sometimes invented.

    In evaluation half of the names are held out, half are any trained ones.
    """
    side: Split = "held_out" if split == "held_out" and rng.random() < 0.5 else "train"
    for _ in range(60):
        # Plain names are few and trained; those kept out are all prefixed or invented.
        kind = rng.random() * (0.25 if side == "held_out" else 1)
        if not slot.keys or kind < 0.08:
            key = names.invented(rng, side).lower()
        elif kind < 0.25:
            key = f"{rng.choice(_OBJECTS)}_{rng.choice(slot.keys)}"
        else:
            key = rng.choice(slot.keys)
        if held_out_key(key) == (side == "held_out"):
            return key
    return names.invented(rng, side).lower()


def human(key: str) -> str:
    """A parameter's name as people say it."""
    return key.replace("_", " ")


_SCHEMAS: dict[str, JsonObject] = {
    "string": {"type": "string"}, "integer": {"type": "integer"}, "number": {"type": "number"},
    "boolean": {"type": "boolean"},
}  # fmt: skip


def describe(rng: random.Random, schema: JsonObject, name: str, slot: Slot) -> JsonObject:
    """The schema, sometimes with a description, which may name an example that is not to be used."""
    kind = rng.random()
    if kind < 0.12:
        schema["description"] = expand(rng, f"[The|A] {name}[| to use| of it]")
    elif kind < 0.18 and slot.type in ("string", "integer", "number"):
        example = slot.draw(rng, "train").value
        schema["description"] = expand(
            rng, f"[The {name}|{name.capitalize()}][,| such as| e.g.| like]"
        )
        schema["description"] = f"{schema['description']} {example}"
    return schema


def parameter(rng: random.Random, slot: Slot, split: Split, *, required: bool) -> Parameter:
    """A parameter of this kind. Enums, lists and objects are given a schema of their own."""
    key = some_key(rng, slot, split)
    schema = _SCHEMAS.get(slot.type) or slot.draw(rng, split).schema
    assert schema is not None
    schema = describe(rng, dict(schema), human(key), slot)
    return Parameter(key, slot, schema, required, human(key))


def draw_for(rng: random.Random, wanted: Parameter, split: Split) -> Drawn:
    """A value that fits the parameter's schema, which an enum, a list or an object narrows."""
    enum = wanted.schema.get("enum")
    if isinstance(enum, list):
        value = rng.choice(enum)
        return Drawn(value, value)
    plain = {k: v for k, v in wanted.schema.items() if k != "description"}
    for _ in range(200):
        drawn = wanted.slot.draw(rng, split)
        if drawn.schema is None or drawn.schema == plain:
            return drawn
    raise AssertionError(wanted)


def _styled(rng: random.Random, verb: str, noun: str) -> str:
    style = rng.random()
    if style < 0.7:
        return f"{verb}_{noun}"
    if style < 0.8:
        return f"{noun}_{verb}"
    if style < 0.92:
        return verb + noun.capitalize()
    return f"{noun}-{verb}"


def composed(rng: random.Random, split: Split, *, most: int = 4) -> Tool:
    """A tool nobody has seen, on this side of the split."""
    while True:
        verb, does, said = rng.choice(_VERBS)
        odd = rng.random() < 0.15
        noun = names.invented(rng, split).lower() if odd else rng.choice(_OBJECTS)
        name = _styled(rng, verb, noun)
        held = is_held_out(f"tool {verb} {noun}", HELD_OUT_PERCENT)
        if odd or held == (split == "held_out"):
            break
    count = rng.choices((0, 1, 2, 3, 4), (5, 46, 32, 13, 4))[0]
    slots = [slot for slot, _ in SLOTS]
    weights = [weight for _, weight in SLOTS]
    made: dict[str, Parameter] = {}
    for i in range(min(count, most)):
        slot = ODD if rng.random() < 0.06 else rng.choices(slots, weights)[0]
        one = parameter(rng, slot, split, required=i == 0 or rng.random() < 0.45)
        # Two slots of one kind could not be told apart in a sentence.
        if one.key not in made and id(slot) not in [id(p.slot) for p in made.values()]:
            made[one.key] = one
    article = rng.choice(("a", "the", "")) if verb != "list" else ""
    description = f"{does} {article} {noun}.".replace("  ", " ") if rng.random() < 0.75 else ""
    asked = (f"{said} [the|a|my] {noun}", f"{said} [the|a] {noun}")
    return Tool(name, description, tuple(made.values()), asked)
