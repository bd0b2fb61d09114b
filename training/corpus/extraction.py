"""Answers in JSON: fields read out of a sentence or two, under a schema not seen before.

Held out: 10 % of all names, words and numbers, 12 % of the keys, some phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import arithmetic, lexicon, names, tables, toolbox
from training.corpus.conversation import Check, Conversation, Turn
from training.corpus.facts import upper_first
from training.corpus.fields import PERSON, THING, people
from training.corpus.grammar import expand, is_held_out, say, ways
from training.corpus.toolbox import HELD_OUT_PERCENT, to_json

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import JsonObject, Split

SKILL = "extraction"


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
_FRAMES = (
    "As far as I know,", "I think that", "I heard that", "Remember that", "They told me that", "You should know that", "By the way,",
    "Last year I learned that", "In the letter it says that", "My boss says", "We all know that", "Today I read that", "It seems that",
)  # fmt: skip
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
    "[Complete|Populate|Write|Set] the [form|record|card|entries|row|keys] [with|from|by] [this|the text|this note|these lines|what I say]: {x}", "[Note|Store|Record|Register|List|Type|Catalogue|Transcribe|Import|Save|Log|Scan] [this|these|it|the text|what it says][ for me| please|]: {x}",
    "[Which|What] [values|details|data|entries] [can you find|do you see|are there|stand here|does this give][?|:] {x}", "{x} [Which|What] [values|details|data|entries] [can you find|do you see|are there|stand here|does it give|were given]?", "[Details|Values|Form|Entry|Record|Message|Mail|Memo|Report|Today's note|From the diary|Excerpt][:|.] {x}",
    "{x} [Fields, please.|Just the data.|Only the values.|Make a record of it.|That was it.|Nothing more is known.|Write it down.|Keep that.|Thanks!]", "[My|Our|The] [friend|boss|mother|customer|colleague] [wrote|said|told me][:|,] {x}", "[Dear|Hello|Hi|Hey] [all|team|assistant|friend|you][,|!|:] {x}",
    held_out=("Fill the fields from this text: {x}", "{x} Which facts are in this?"),
)  # fmt: skip


def _key(rng: random.Random, keys: tuple[str, ...], split: Split) -> str:
    allowed = [k for k in keys if not is_held_out(f"key {k}", HELD_OUT_PERCENT)]
    if split == "held_out" and rng.random() < 0.5:
        allowed = [k for k in keys if k not in allowed] or allowed
    return rng.choice(allowed)


def _nulled(schema: JsonObject) -> JsonObject:
    return {**schema, "type": [schema["type"], "null"]}


def may_be_strict(schema: object) -> bool:
    """Whether the API takes it with `strict`: every object closed, every property required."""
    if isinstance(schema, list):
        return all(map(may_be_strict, schema))
    if not isinstance(schema, dict):
        return True
    if "properties" in schema and (
        schema.get("additionalProperties") is not False
        or set(schema.get("required", ())) != set(schema["properties"])
    ):
        return False
    return all(map(may_be_strict, schema.values()))


def form(rng: random.Random, schema: JsonObject) -> JsonObject:
    """The schema as a request has it."""
    wrapped: JsonObject = {"name": rng.choice(("answer", "data", "result")), "schema": schema}
    # The API answers a strict schema that is open or has optional properties with a 400.
    if rng.random() < 0.7 and may_be_strict(schema):
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


def _subject(rng: random.Random, split: Split, *, person: bool) -> str:
    kind = rng.random()
    if person:
        return lexicon.full_name(rng, split) if kind < 0.15 else names.person(rng, split)
    if kind < 0.12:
        return lexicon.phrase(rng, split)
    return names.invented(rng, split) if kind < 0.17 else toolbox.a_word(rng, split)


def _record(
    rng: random.Random, split: Split, *, person: bool, most: int
) -> tuple[str, dict[str, object], dict[str, JsonObject], frozenset[str]]:
    """Sentences, what they say, and the schema of it. Keys that nobody knows carry a description."""
    who = _subject(rng, split, person=person)
    said_of = (
        who
        if person or who[:1].isupper()
        else f"{rng.choice(('the', 'the', 'the', 'my', 'our', 'this'))} {who}"
    )
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
        if told.startswith("{s} ") and rng.random() < 0.12:
            told = f"{rng.choice(_FRAMES)} {told}"
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


def sheet(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """One person or thing as lines with a word and a value each."""
    _, value, schema = record(rng, split)
    assert isinstance(value, dict)
    fields = schema["properties"]
    assert isinstance(fields, dict)
    lines = []
    told = [key for key in value if value[key] is not None]
    rng.shuffle(told)
    for key in told:
        one = value[key]
        said = ("yes" if one else "no") if isinstance(one, bool) else one
        said = ", ".join(said) if isinstance(said, list) else said
        named = fields[key].get("description", toolbox.human(key))
        lines.append(f"{named if rng.random() < 0.4 else upper_first(named)}: {said}")
    return rng.choice(("\n", "\n", "; ", ", ")).join(lines), value, schema


_LISTABLE = (PERSON[0], PERSON[1], PERSON[2], PERSON[3], PERSON[7], PERSON[12], PERSON[13])
_PRICED = (THING[0], THING[1], THING[2], THING[3], THING[4], THING[8])


def several(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """A list of people or things with one fact of each."""
    person = rng.random() < 0.65
    field = rng.choice(_LISTABLE if person else _PRICED)
    one, two = _key(rng, _NAME_KEYS[person], split), _key(rng, field.keys, split)
    rows: list[object] = []
    said = []
    form = expand(rng, field.told.pick(rng, split)) if rng.random() < 0.5 else ""
    for _ in range(rng.choice((2, 2, 3))):
        who, drawn = _subject(rng, split, person=person), field.draw(rng, split)
        rows.append({one: who, two: drawn.value})
        told = (form or expand(rng, field.told.pick(rng, split))).rstrip(".") + "."
        named = who if person or who[:1].isupper() else f"the {who}"
        told = told.replace("{s}", named).replace("{v}", drawn.said)
        said.append(upper_first(told.replace("{k}", toolbox.human(two))))
    item = _object(rng, {one: {"type": "string"}, two: {"type": field.type}}, frozenset())
    key = rng.choice(
        ("people", "persons", "rows", "users", "list", "entries")
        if person
        else ("items", "things", "rows", "products", "list", "entries", "lines")
    )
    schema = _object(rng, {key: {"type": "array", "items": item}}, frozenset())
    return " ".join(said), {key: rows}, schema


_EVENT = ways(
    "{p} [are going to|go to|meet at|plan] [a|the] {x} on {d}.", "[On|Next] {d} {p} [have|visit] [a|the] {x}.", "The {x} is on {d} with {p}.",
    "{p} [will come|will go|come|are invited] to the {x} on {d}.", "[There is|We have|They plan] a {x} on {d}[,| and] {p} [are|will be] [there|in it|our guests].", "[Invite|Ask|Bring|Call] {p} [to|for] the {x} on {d}.",
    "On {d} [there is|comes|we have] the {x}[,| and] {p} [come|will be there|take part].", "[At|In|For] the {x} on {d} [we meet|we see|there are|I expect] {p}.", "{d}: {x} with {p}.", "The {x} of {p} [is|starts|takes place] on {d}.",
    held_out=("On {d} you will see {p} at the {x}.",),
)  # fmt: skip


_EVENTS = (
    "science fair", "party", "concert", "picnic", "meeting", "wedding", "museum", "lunch", "workshop", "market", "dinner",
    "chess club", "match", "lesson", "festival", "birthday", "interview", "seminar", "race", "exam", "barbecue", "funeral",
)  # fmt: skip


def event(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """Who does what together on which day."""
    what = rng.choice(_EVENTS)
    if rng.random() < 0.3:
        what = f"{toolbox.a_word(rng, split)} {rng.choice(('party', 'show', 'meeting', 'day', 'fair', 'club', 'tour'))}"
    guests, day = people(rng, split), toolbox.date(rng, split)
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
        .replace("{p}", guests.said)
        .replace("{d}", day)
        .replace("{x}", what)
    )
    text_type: JsonObject = {"type": "string"}
    list_type: JsonObject = {"type": "array", "items": text_type}
    fields = dict(zip(keys, (text_type, text_type, list_type), strict=True))
    value = dict(zip(keys, (what, day, guests.value), strict=True))
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
    makers = (record, nested, several, sheet, event, question)
    weights = (66, 6, 9, 5, 6, 8) if split == "train" else (72, 4, 6, 0, 6, 12)
    text, value, schema = rng.choices(makers, weights)[0](rng, split)
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
