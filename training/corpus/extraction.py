"""Answers in JSON: fields read out of a sentence or two, under a schema not seen before.

Held out: 10 % of all names, words and numbers, 12 % of the keys, some phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import arithmetic, names, tables, toolbox
from training.corpus.conversation import Check, Conversation, Turn
from training.corpus.facts import upper_first
from training.corpus.grammar import Phrasings, expand, is_held_out, say, ways
from training.corpus.toolbox import HELD_OUT_PERCENT, to_json

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import JsonObject, Split

SKILL = "extraction"


@dataclass(frozen=True)
class Field:
    """Something a sentence tells. `{s}` is who or what it is about, `{v}` the value."""

    keys: tuple[str, ...]
    told: Phrasings
    draw: Callable[[random.Random, Split], toolbox.Drawn]
    type: str = "string"


def _pick(items: tuple[str, ...]) -> Callable[[random.Random, Split], toolbox.Drawn]:
    return toolbox.string(lambda rng, split: names.pick(rng, items, split))


def _enum(*values: str) -> Callable[[random.Random, Split], toolbox.Drawn]:
    def draw(rng: random.Random, split: Split) -> toolbox.Drawn:
        value = rng.choice(values)
        return toolbox.Drawn(value, value, {"type": "string", "enum": list(values)})

    return draw


def _words(rng: random.Random, split: Split) -> toolbox.Drawn:
    made = list(dict.fromkeys(toolbox.a_word(rng, split) for _ in range(rng.choice((1, 2, 2, 3)))))
    return toolbox.Drawn(made, toolbox.listed(made), {"type": "array", "items": {"type": "string"}})


def _people(rng: random.Random, split: Split) -> toolbox.Drawn:
    made = list(dict.fromkeys(names.person(rng, split) for _ in range(rng.choice((1, 2, 2, 3)))))
    return toolbox.Drawn(made, toolbox.listed(made), {"type": "array", "items": {"type": "string"}})


def _kinds(rng: random.Random, split: Split) -> toolbox.Drawn:
    value = rng.random() < 0.5
    return toolbox.Drawn(value, "" if value else "not ")


PERSON: tuple[Field, ...] = (
    Field(("age", "years", "age_years", "how_old"), ways("{s} is {v}[ years old|][.|]", "{s} turned {v}.", "{s}, {v} years old.", "{s} is aged {v}.", held_out=("At {v}, {s} is still young.", "{s} has lived for {v} years.")), toolbox.integer(3, 99), "integer"),
    Field(("city", "town", "home", "lives_in", "location", "place"), ways("{s} lives in {v}.", "{s} [comes from|is from|moved to] {v}.", "The home of {s} is {v}.", held_out=("You can find {s} in {v}.",)), toolbox.string(names.town)),
    Field(("job", "work", "profession", "occupation", "role"), ways("{s} [works as|is] a {v}.", "{s} has a job as a {v}.", held_out=("{s} earns money as a {v}.",)), _pick(names.JOBS)),
    Field(("hobby", "likes", "interest", "sport", "pastime"), ways("{s} [likes|loves|enjoys] {v}.", "The hobby of {s} is {v}.", held_out=("{s} is fond of {v}.",)), _pick(names.HOBBIES)),
    Field(("color", "colour", "favourite_colour", "favorite_color"), ways("The favourite colour of {s} is {v}.", "{s} likes {v} best.", held_out=("{s} prefers {v}.",)), _pick(names.COLOURS)),
    Field(("friends", "children", "kids", "team", "colleagues"), ways("The {k} of {s} are {v}.", "{s} has these {k}: {v}.", held_out=("{k} of {s}: {v}.",)), _people, "array"),
    Field(("married", "employed", "active", "vegan", "retired", "happy", "tall"), ways("{s} is {v}{k}.", "{s} is {v}{k} now.", held_out=("Right now {s} is {v}{k}.",)), _kinds, "boolean"),
    Field(("email", "mail", "contact"), ways("[Write to|Mail] {s} at {v}.", "{s} has the address {v}.", held_out=("You reach {s} at {v}.",)), toolbox.string(toolbox.mail)),
    Field(("pet", "dog", "cat", "pet_name"), ways("{s} has a pet called {v}.", "The pet of {s} is {v}.", held_out=("{v} is the pet of {s}.",)), toolbox.string(names.pet)),
    Field(("height", "height_cm", "size"), ways("{s} is {v} cm tall.", "The height of {s} is {v} cm.", held_out=("{s} measures {v} cm.",)), toolbox.integer(90, 210), "integer"),
    Field(("mood", "feeling", "state"), ways("{s} feels {v}.", "{s} is feeling {v} [today|now].", held_out=("The mood of {s}: {v}.",)), _enum("good", "bad", "tired", "angry")),
)  # fmt: skip
THING: tuple[Field, ...] = (
    Field(("price", "cost", "amount", "eur"), ways("{s} costs {v}[ euros|].", "The price of {s} is {v}.", "{s} sells for {v}.", held_out=("You pay {v} for {s}.",)), toolbox.decimal, "number"),
    Field(("quantity", "count", "stock", "number", "units"), ways("There are {v} pieces of {s}.", "We have {v} of {s}.", "In stock of {s}: {v}.", held_out=("{v} pieces of {s} are left.",)), toolbox.integer(1, 500), "integer"),
    Field(("color", "colour", "paint"), ways("{s} is {v}.", "The colour of {s} is {v}.", held_out=("{s} comes in {v}.",)), _pick(names.COLOURS)),
    Field(("place", "location", "where", "city", "made_in"), ways("{s} is in {v}.", "{s} [comes from|was made in] {v}.", held_out=("You find {s} in {v}.",)), toolbox.string(names.town)),
    Field(("owner", "seller", "maker", "by", "author"), ways("{s} belongs to {v}.", "{v} [owns|made|sells] {s}.", held_out=("The one who has {s} is {v}.",)), toolbox.string(names.person)),
    Field(("parts", "tags", "contents", "items", "words"), ways("The {k} of {s} are {v}.", "{s} has the {k} {v}.", held_out=("{k} of {s}: {v}.",)), _words, "array"),
    Field(("available", "new", "broken", "sold", "cheap", "heavy", "paid"), ways("{s} is {v}{k}.", "{s} is {v}{k} now.", held_out=("Right now {s} is {v}{k}.",)), _kinds, "boolean"),
    Field(("date", "day", "due", "delivery"), ways("{s} comes on {v}.", "{s} is planned for {v}.", held_out=("Expect {s} on {v}.",)), toolbox.string(toolbox.date)),
    Field(("weight", "kg", "weight_kg"), ways("{s} weighs {v} kg.", "The weight of {s} is {v} kg.", held_out=("{v} kg is what {s} weighs.",)), toolbox.decimal, "number"),
    Field(("size", "class"), ways("{s} is of {v} size.", "The size of {s} is {v}.", held_out=("{s}, {v} size.",)), _enum("small", "medium", "large")),
    Field(("code", "id", "sku"), ways("{s} has the code {v}.", "The code of {s} is {v}.", held_out=("Code {v} is for {s}.",)), toolbox.string(toolbox.code)),
)  # fmt: skip
# Said of any field that is not true or false, so that names stand in many places of a sentence.
_PLAINLY = (
    "[As for|About] {s}[,|:] the {k} is {v}.", "{s}: {k} {v}.", "{v} is the {k} of {s}.", "The {k} [given|noted] for {s} is {v}.",
    "For {s} [we have|I wrote down|they told us] {k} {v}.", "[Note|Remember|Here] that the {k} of {s} is {v}.", "The {k} is {v} for {s}.",
    "{v}, that is the {k} of {s}.", "[I heard|They say|We know] that {s} has {k} {v}.", "With {k} {v} [there is|comes] {s}.", "{k} of {s} = {v}.",
    "[Yesterday|Today|Once more]: {s} with {k} {v}.", "{s} ({k} {v}).", "{k} is {v} when it comes to {s}.",
)  # fmt: skip
_TRULY = (
    "[Today|It is true that|I think] {s} is {v}{k}.",
    "[They say|We know] that {s} is {v}{k}.",
    "{v}{k} is what {s} is.",
    "{s}: {v}{k}.",
    "[Look|See], {s} is {v}{k}.",
)
_NAME_KEYS = {
    True: ("name", "person", "who", "first_name", "user", "full_name"),
    False: ("item", "name", "product", "thing", "object", "title"),
}
_ASKED = ways(
    "{x}", "{x}", "[Extract|Read|Get|Find] the [data|details|facts|information][ from this|]: {x}", "[Text|Note|Input|Here it is|Data]: {x}",
    "{x} [Extract the data.|Give me the data.|Put this into JSON.|Answer in JSON.|Read this.]", "[Turn this into|Write this as|Convert to|Make] JSON: {x}",
    "[Take|Copy|Pull|Collect] [what is asked|the values|the answers] [out of|from] [this|the text|these words]: {x}", "[From|With|Using] [this|the text|what follows], [answer|reply]: {x}",
    "[Please|Can you|Could you] [read|parse|analyse|look at] [this|this text|my note][.|:|?] {x}", "{x} [What does it say?|What do we know?|Please parse it.|Now answer.|Can you read that?|Those are the facts.]",
    "[I have|Here is|This is] [a note|a text|something|a message][:|.] {x}", "[Listen|Look|OK|So|Parse|Complete the form|Enter this]: {x}",
    held_out=("Fill the fields from this text: {x}", "{x} Which facts are in this?"),
)  # fmt: skip


def _key(rng: random.Random, keys: tuple[str, ...], split: Split) -> str:
    allowed = [k for k in keys if not is_held_out(f"key {k}", HELD_OUT_PERCENT)]
    if split == "held_out" and rng.random() < 0.5:
        allowed = [k for k in keys if k not in allowed] or allowed
    return rng.choice(allowed)


def _nulled(schema: JsonObject) -> JsonObject:
    return {**schema, "type": [schema["type"], "null"]}


def form(rng: random.Random, schema: JsonObject) -> JsonObject:
    """The schema as a request has it."""
    wrapped: JsonObject = {"name": rng.choice(("answer", "data", "result")), "schema": schema}
    if rng.random() < 0.7:
        wrapped["strict"] = True
    return {"type": "json_schema", "json_schema": wrapped}


def _object(
    rng: random.Random, fields: dict[str, JsonObject], optional: frozenset[str]
) -> JsonObject:
    required = [key for key in fields if key not in optional]
    schema: JsonObject = {"type": "object", "properties": fields, "required": required}
    if rng.random() < 0.8:
        schema["additionalProperties"] = False
    return schema


def _record(
    rng: random.Random, split: Split, *, person: bool, most: int
) -> tuple[str, dict[str, object], dict[str, JsonObject], frozenset[str]]:
    """Sentences, what they say, and the schema of it. Keys that nobody knows carry a description."""
    who = names.person(rng, split) if person else toolbox.a_word(rng, split)
    said_of = who if person else f"the {who}"
    count = rng.choices((1, 2, 3, 4), (34, 42, 18, 6))[0]
    chosen = rng.sample(PERSON if person else THING, k=min(count, most))
    value: dict[str, object] = {}
    schema: dict[str, JsonObject] = {}
    optional: set[str] = set()
    sentences: list[str] = []
    if rng.random() < 0.85:
        name_key = _key(rng, _NAME_KEYS[person], split)
        value[name_key], schema[name_key] = who, {"type": "string"}
    for field in chosen:
        key = _key(rng, field.keys, split)
        if key in value:
            continue
        drawn = field.draw(rng, split)
        kind: JsonObject = dict(drawn.schema or {"type": field.type})
        human = toolbox.human(key)
        if rng.random() < 0.12 and field.type != "boolean":
            key, kind["description"] = names.invented(rng, split).lower(), human
        elif rng.random() < 0.08:
            kind["description"] = f"The {human}"
        silent = rng.random()
        if silent < 0.05 and "enum" not in kind and field.type != "array":
            schema[key], value[key] = _nulled(kind), None
            continue
        if silent < 0.1:
            schema[key] = kind
            optional.add(key)
            continue
        value[key], schema[key] = drawn.value, kind
        if rng.random() < 0.1:
            optional.add(key)
        told = field.told.pick(rng, split)
        if split == "train" and rng.random() < 0.45:
            told = rng.choice(_TRULY if field.type == "boolean" else _PLAINLY)
        told = expand(rng, told).rstrip(".") + "."
        sentences.append(
            told.replace("{s}", said_of).replace("{k}", human).replace("{v}", drawn.said)
        )
    if not sentences:
        return _record(rng, split, person=person, most=most)
    rng.shuffle(sentences)
    if rng.random() < 0.15:
        sentences.insert(rng.randint(0, len(sentences)), rng.choice(_IDLE))
    text = " ".join(upper_first(s) for s in _joined(rng, sentences, said_of, person=person))
    return text, value, schema, frozenset(optional)


_IDLE = (
    "Thanks!", "Hello.", "It was a nice day.", "That is all I know.", "I hope you are well.", "Nobody knows why.",
    "Please be quick.", "This is a note.", "As you know.", "It rained all day.", "More about that later.",
)  # fmt: skip


def _joined(rng: random.Random, sentences: list[str], who: str, *, person: bool) -> list[str]:
    """Later sentences may begin with a pronoun or be joined with `and`."""
    out: list[str] = []
    pronoun = rng.choice(("He", "She", "They")) if person else "It"
    for sentence in sentences:
        if out and sentence.startswith(f"{who} ") and pronoun != "They":
            rest = sentence[len(who) + 1 :]
            if rng.random() < 0.5 and out[-1].startswith(f"{who} "):
                out[-1] = f"{out[-1].rstrip('.')} and {rest}"
                continue
            if rng.random() < 0.6:
                sentence = f"{pronoun} {rest}"
        out.append(sentence)
    return out


def record(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """One person or thing."""
    text, value, fields, optional = _record(rng, split, person=rng.random() < 0.55, most=4)
    # Keys are written in the order of the schema.
    keys = list(fields)
    rng.shuffle(keys)
    ordered = {k: value[k] for k in keys if k in value}
    return text, ordered, _object(rng, {k: fields[k] for k in keys}, optional)


def nested(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """A person and a thing in one object, or either under one key."""
    text, value, fields, optional = _record(rng, split, person=True, most=2)
    key = rng.choice(("person", "user", "customer", "data", "owner", "client"))
    whole: dict[str, object] = {key: value}
    schema: dict[str, JsonObject] = {key: _object(rng, fields, optional)}
    if rng.random() < 0.5:
        other, inner, more, left_out = _record(rng, split, person=False, most=2)
        second = rng.choice(("thing", "order", "article", "item", "product"))
        whole[second], schema[second] = inner, _object(rng, more, left_out)
        text = f"{text} {other}"
    return text, whole, _object(rng, schema, frozenset())


def several(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """A list of people with their ages or towns."""
    field = rng.choice((PERSON[0], PERSON[1], PERSON[2]))
    one, two = _key(rng, _NAME_KEYS[True], split), _key(rng, field.keys, split)
    rows: list[object] = []
    said = []
    for _ in range(rng.choice((2, 2, 3))):
        who, drawn = names.person(rng, split), field.draw(rng, split)
        rows.append({one: who, two: drawn.value})
        told = expand(rng, field.told.pick(rng, split)).rstrip(".") + "."
        said.append(told.replace("{s}", who).replace("{v}", drawn.said))
    item = _object(rng, {one: {"type": "string"}, two: {"type": field.type}}, frozenset())
    key = rng.choice(("people", "persons", "rows", "users", "list", "entries"))
    schema = _object(rng, {key: {"type": "array", "items": item}}, frozenset())
    return " ".join(said), {key: rows}, schema


_EVENT = ways(
    "{p} [are going to|go to|meet at|plan] [a|the] {x} on {d}.", "[On|Next] {d} {p} [have|visit] [a|the] {x}.", "The {x} is on {d} with {p}.",
    held_out=("On {d} you will see {p} at the {x}.",),
)  # fmt: skip


def event(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """Who does what together on which day."""
    what = rng.choice(
        (
            "science fair",
            "party",
            "concert",
            "picnic",
            "meeting",
            "wedding",
            "museum",
            "lunch",
            "workshop",
            "market",
            "dinner",
            "chess club",
        )
    )
    people, day = _people(rng, split), toolbox.date(rng, split)
    keys = [
        _key(rng, names_, split)
        for names_ in (
            ("name", "event", "title", "what"),
            ("date", "day", "when"),
            ("participants", "people", "guests", "attendees", "who"),
        )
    ]
    text = (
        expand(rng, _EVENT.pick(rng, split))
        .replace("{p}", people.said)
        .replace("{d}", day)
        .replace("{x}", what)
    )
    text_type: JsonObject = {"type": "string"}
    list_type: JsonObject = {"type": "array", "items": text_type}
    fields = dict(zip(keys, (text_type, text_type, list_type), strict=True))
    value = dict(zip(keys, (what, day, people.value), strict=True))
    return text, value, _object(rng, fields, frozenset())


_QUESTION_KEYS = ("answer", "result", "value", "reply", "response", "solution", "output")


def question(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """A question whose answer is one value."""
    kind = rng.random()
    key = _key(rng, _QUESTION_KEYS, split)
    if kind < 0.35:
        row = rng.choice(tables.COUNTRIES)
        key = _key(rng, (*_QUESTION_KEYS, "capital", "city", "name"), split)
        text = rng.choice(
            (
                f"What is the capital of {row.name}?",
                f"Capital of {row.name}",
                f"Name the capital of {row.name}.",
            )
        )
        if rng.random() < 0.5:
            fields: dict[str, JsonObject] = {"country": {"type": "string"}, key: {"type": "string"}}
            return text, {"country": row.name, key: row.capital}, _object(rng, fields, frozenset())
        return text, {key: row.capital}, _object(rng, {key: {"type": "string"}}, frozenset())
    if kind < 0.7:
        made = arithmetic.add(rng, split)
        key = _key(rng, (*_QUESTION_KEYS, "sum", "total"), split)
        total = int(made.answer.split("= ")[1].rstrip("."))
        return (
            made.turns[0].content,
            {key: total},
            _object(rng, {key: {"type": "integer"}}, frozenset()),
        )
    left, right = rng.choice(tables.OPPOSITES)
    key = _key(rng, (*_QUESTION_KEYS, "opposite", "word"), split)
    return (
        f"What is the opposite of {left}?",
        {key: right},
        _object(rng, {key: {"type": "string"}}, frozenset()),
    )


def free(rng: random.Random, split: Split) -> Conversation:
    """No schema: the keys are named by the user."""
    value: dict[str, object] = {}
    while not value:
        text, whole, _, optional = _record(rng, split, person=rng.random() < 0.6, most=3)
        value = {k: v for k, v in whole.items() if v is not None and k not in optional}
    keys = toolbox.listed(list(value))
    asked = rng.choice(
        (
            f"{text} Answer with the keys {keys}.",
            f"{text} Use the keys {keys}.",
            f"Give the keys {keys}: {text}",
            f"JSON with {keys}: {text}",
        )
    )
    answer = to_json(value)
    turns = (Turn("user", asked), Turn("assistant", answer))
    return Conversation(SKILL, turns, Check(json=answer), response_format={"type": "json_object"})


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them, sometimes two texts one after another."""
    if rng.random() < 0.07:
        return free(rng, split)
    makers = (record, nested, several, event, question)
    text, value, schema = rng.choices(makers, (72, 4, 6, 6, 12))[0](rng, split)
    answer = to_json(value)
    asked = expand(rng, _ASKED.pick(rng, split)).replace("{x}", text)
    if rng.random() < 0.1:
        asked = say(rng, "{x}", x=asked)
    thinking = rng.random() < 0.06
    thought = "I fill the fields." if thinking else ""
    turns: tuple[Turn, ...] = (Turn("user", asked), Turn("assistant", answer, thought=thought))
    if rng.random() < 0.25:
        system = rng.choice(
            (
                "You are a helpful assistant.",
                "Extract the data.",
                "You extract data.",
                "Extract the event information.",
                "Read the text and fill the fields.",
                "Be exact.",
            )
        )
        turns = (Turn("system", system), *turns)
    return Conversation(
        SKILL, turns, Check(json=answer), response_format=form(rng, schema), thinking=thinking
    )
