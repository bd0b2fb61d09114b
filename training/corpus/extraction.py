"""Answers in JSON: fields read out of a sentence or two, under a schema not seen before.

Held out: 10 % of all names, words and numbers, 12 % of the keys, whole phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import arithmetic, lexicon, openings, tables
from training.corpus.conversation import Check, Conversation, Turn
from training.corpus.described import (
    NAME_KEYS,
    describe,
    human,
    key_of,
    object_of,
    smoothed,
    subject,
)
from training.corpus.field_kinds import day as a_day
from training.corpus.fields import PERSON, THING, people, telling
from training.corpus.grammar import expand, say, ways
from training.corpus.records import real
from training.corpus.toolbox import listed, to_json

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import JsonObject, Split

SKILL = "extraction"


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


def record(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """One person or thing."""
    text, value, fields, optional = describe(rng, split, person=rng.random() < 0.55, most=4)
    # Keys are written in the order of the schema.
    keys = list(fields)
    rng.shuffle(keys)
    ordered = {k: value[k] for k in keys if k in value}
    return text, ordered, object_of(rng, {k: fields[k] for k in keys}, optional)


def nested(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """A person and a thing in one object, or either under one key."""
    text, value, fields, optional = describe(rng, split, person=True, most=2)
    key = rng.choice(("person", "user", "customer", "data", "owner", "client"))
    whole: dict[str, object] = {key: value}
    schema: dict[str, JsonObject] = {key: object_of(rng, fields, optional)}
    if rng.random() < 0.5:
        other, inner, more, left_out = describe(rng, split, person=False, most=2)
        second = rng.choice(("thing", "order", "article", "item", "product"))
        whole[second], schema[second] = inner, object_of(rng, more, left_out)
        text = f"{text} {other}"
    return text, whole, object_of(rng, schema)


def sheet(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """One person or thing as lines with a word and a value each."""
    _, value, schema = record(rng, split)
    assert isinstance(value, dict)
    fields = schema["properties"]
    assert isinstance(fields, dict)
    lines = []
    colon = rng.choice((": ", ": ", ": ", " = ", " - ", ":"))
    told = [key for key in value if value[key] is not None]
    rng.shuffle(told)
    for key in told:
        one = value[key]
        said = ("yes" if one else "no") if isinstance(one, bool) else one
        said = ", ".join(said) if isinstance(said, list) else said
        named = fields[key].get("description", human(key))
        named = named if rng.random() < 0.4 else named[:1].upper() + named[1:]
        lines.append(f"{named}{colon}{said}")
    return rng.choice(("\n", "\n", "\n- ", "; ", ", ", " // ")).join(lines), value, schema


_ROW_KINDS = ("string", "integer", "number")
_LISTABLE = tuple(one for one in PERSON if one.type in _ROW_KINDS)
_PRICED = tuple(one for one in THING if one.type in _ROW_KINDS)


def several(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """A list of people or things with one fact of each."""
    person = rng.random() < 0.6
    field = rng.choice(_LISTABLE if person else _PRICED)
    one, two = key_of(rng, NAME_KEYS[person], split), key_of(rng, field.keys, split)
    if one == two:
        one = f"{two}_of"
    rows: list[object] = []
    said = []
    kind: JsonObject = {"type": field.type}
    form = telling(rng, field, human(two), split, bare=True) if rng.random() < 0.5 else ""
    gap = rng.choice((" ", " ", "\n", "\n- ", "; "))
    for _ in range(rng.choice((2, 2, 3, 4))):
        who, drawn = subject(rng, split, person=person), field.draw(rng, split)
        kind = drawn.schema or kind
        rows.append({one: who, two: drawn.value})
        told = form or telling(rng, field, human(two), split, bare=True)
        named = who if person or who[:1].isupper() else f"the {who}"
        told = told.replace("{s}", named).replace("{v}", drawn.said)
        said.append(f"{told}." if gap == " " and told[-1] not in ".?!" else told)
    item = object_of(rng, {one: {"type": "string"}, two: kind})
    key = rng.choice(
        ("people", "persons", "rows", "users", "list", "entries", "guests", "results")
        if person
        else ("items", "things", "rows", "products", "list", "entries", "lines", "results")
    )
    schema = object_of(rng, {key: {"type": "array", "items": item}})
    return gap.join(said).replace(".;", ";"), {key: rows}, schema


_EVENT = ways(
    "{p} [are going to|go to|meet at|plan] [a|the] {x} on {d}.", "[On|Next] {d} {p} [have|visit] [a|the] {x}.", "The {x} is on {d} with {p}.",
    "{p} [will come|will go|come|are invited] to the {x} on {d}.", "[There is|We have|They plan] a {x} on {d}[,| and] {p} [are|will be] [there|in it|our guests].", "[Invite|Ask|Bring|Call] {p} [to|for] the {x} on {d}.",
    "On {d} [there is|comes|we have] the {x}[,| and] {p} [come|will be there|take part].", "[At|In|For] the {x} on {d} [we meet|we see|there are|I expect] {p}.", "{d}: {x} with {p}.", "The {x} of {p} [is|starts|takes place] on {d}.",
    "Hi all, the {x} will be on {d}. [Guests|With us|Coming]: {p}.", "{x}, {d}. {p} are coming.", "{x} ({d}): {p}", "Who comes to the {x}? {p}. When? {d}.", "Save the date: {d}, {x} with {p}!", "{p} said yes to the {x} on {d}.", "We moved the {x} to {d}; {p} can make it.", "Please book the {x} for {p} on {d}.",
    "{p} and the {x} on {d}: all is set.", "The {x} we talked about is on {d}, {p} know about it.", "Could {p} join the {x}? It is on {d}.", "{d} is the day of the {x}, and {p} are in.", "On the list for the {x} on {d} are {p}.", "[Reminder|Note]: {x} on {d} with {p}.", "Only {p} come to the {x} on {d}.", "i invited {p} to the {x}, its on {d}", "{p} take part in the {x} on {d}.", "It takes place on {d}: the {x}, with {p}.",
    held_out=("On {d} you will see {p} at the {x}.", "Seats at the {x} on {d} are kept for {p}.", "{p} cannot wait for {d}, the day of the {x}."),
)  # fmt: skip


_EVENTS = (
    "science fair", "party", "concert", "picnic", "meeting", "wedding", "museum", "lunch", "workshop", "market", "dinner",
    "chess club", "match", "lesson", "festival", "birthday", "interview", "seminar", "race", "exam", "barbecue", "funeral",
    "team call", "board meeting", "flea market", "book club", "film night", "training", "tour", "talk", "conference",
    "reunion", "dance", "play", "quiz", "rehearsal", "trip", "walk", "breakfast", "fire drill", "open day", "launch",
)  # fmt: skip


def event(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """Who does what together on which day."""
    what = rng.choice(_EVENTS)
    if rng.random() < 0.4:
        last = rng.choice(("party", "show", "meeting", "day", "fair", "club", "tour", "festival"))
        what = f"{lexicon.word(rng, split)} {last}"
    guests, day = people(rng, split), a_day(rng, split)
    keys = [
        key_of(rng, names_, split)
        for names_ in (
            ("name", "event", "title", "what", "event_name", "eventName"),
            ("date", "day", "when", "event_date"),
            ("participants", "people", "guests", "attendees", "who", "invited"),
        )
    ]
    text = expand(rng, _EVENT.pick(rng, split))
    text = smoothed(text.replace("{p}", guests.said).replace("{d}", day).replace("{x}", what))
    text_type: JsonObject = {"type": "string"}
    list_type: JsonObject = {"type": "array", "items": text_type}
    rows = list(
        zip(keys, (text_type, text_type, list_type), (what, day, guests.value), strict=True)
    )
    rng.shuffle(rows)
    if rng.random() < 0.12:
        rows.pop()
    fields = {key: kind for key, kind, _ in rows}
    return text, {key: one for key, _, one in rows}, object_of(rng, fields)


_QUESTION_KEYS = ("answer", "result", "value", "reply", "response", "solution", "output")


def question(rng: random.Random, split: Split) -> tuple[str, object, JsonObject]:
    """A question whose answer is one value."""
    kind = rng.random()
    key = key_of(rng, _QUESTION_KEYS, split)
    if kind < 0.35:
        row = rng.choice(tables.COUNTRIES)
        key = key_of(rng, (*_QUESTION_KEYS, "capital", "city", "name"), split)
        text = rng.choice(
            (
                f"What is the capital of {row.name}?",
                f"Capital of {row.name}",
                f"Name the capital of {row.name}.",
            )
        )
        if rng.random() < 0.5:
            fields: dict[str, JsonObject] = {"country": {"type": "string"}, key: {"type": "string"}}
            return text, {"country": row.name, key: row.capital}, object_of(rng, fields)
        return text, {key: row.capital}, object_of(rng, {key: {"type": "string"}})
    if kind < 0.7:
        made = arithmetic.add(rng, split)
        key = key_of(rng, (*_QUESTION_KEYS, "sum", "total"), split)
        total = int(made.answer.split("= ")[1].rstrip("."))
        return (
            made.turns[0].content,
            {key: total},
            object_of(rng, {key: {"type": "integer"}}),
        )
    left, right = rng.choice(tables.OPPOSITES)
    key = key_of(rng, (*_QUESTION_KEYS, "opposite", "word"), split)
    return (
        f"What is the opposite of {left}?",
        {key: right},
        object_of(rng, {key: {"type": "string"}}),
    )


_KEYS_ASKED = ways(
    "{x} Answer with the keys {k}.", "{x} Use the keys {k}.", "Give the keys {k}: {x}", "JSON with {k}: {x}", "[Return|Give me|Write|I want] [JSON|a JSON object|an object] with [the keys |the fields |]{k}[:|.] {x}", "{x}\n[Keys|Fields]: {k}", "[Extract|Read|Get|Find] {k} [as JSON|in JSON|into a JSON object]: {x}", "From this text, [make|build|return] JSON with {k}: {x}", "{x} [Put|Write] {k} into JSON.", "The keys are {k}. {x}", "[Text|Input]: {x}\n[Answer as|Reply with|Output] JSON with [the keys|the fields] {k}.",
    "[Which|What] is {k}? [Answer in|Use|Reply in] JSON. {x}", "I [want|would like] {k} in JSON. {x}", "{x} [Tell|Give|Show] me {k}, in JSON.", "JSON, please, keys {k}. {x}", "{k}? JSON. {x}", "{x}\n\n{k} as JSON", "[Pull|Pick] {k} out of this and [return|send] JSON: {x}", "Turn this into JSON that has {k}: {x}", "{x} -> JSON ({k})", "Look for {k} in the text and [write|return] JSON. {x}", "Your answer is JSON with {k}. {x}", "Can you give me {k} as a JSON object? {x}", "[Make|Create|Build] a JSON object with {k} from this: {x}",
    held_out=("What are {k} here? Make it JSON. {x}", "{x} I need an object that has {k} in it.", "Hand me {k} as JSON, taken from this: {x}"),
)  # fmt: skip
_KEYS_ORDERED = (
    "Answer in JSON with the keys {k}.", "Return a JSON object with {k}.", "Extract {k} as JSON.", "You read texts and give back JSON with {k}.", "Output JSON only. Keys: {k}.", "For each text return {k} in JSON.", "You extract {k}.", "The JSON you write has {k}.",
)  # fmt: skip


def _keys_named(rng: random.Random, keys: list[str]) -> str:
    kind = rng.random()
    if kind < 0.2:
        keys = [f'"{key}"' for key in keys]
    elif kind < 0.3:
        keys = [f"`{key}`" for key in keys]
    return listed(keys) if rng.random() < 0.7 else ", ".join(keys)


def free(rng: random.Random, split: Split) -> Conversation:
    """No schema: the keys are named by the user or by the system message."""
    value: dict[str, object] = {}
    while not value:
        if rng.random() < 0.35:
            text, told, schema = real(rng, split)
            assert isinstance(told, dict)
            assert isinstance(schema["properties"], dict)
            whole, fields = told, schema["properties"]
            if any(isinstance(one, bool) for one in told.values()):
                continue
            optional = frozenset(set(fields) - set(told))
        else:
            text, whole, fields, optional = describe(rng, split, person=rng.random() < 0.6, most=3)
        if not any("description" in one or "enum" in one for one in fields.values()):
            value = {k: v for k, v in whole.items() if v is not None and k not in optional}
    keys = _keys_named(rng, list(value))
    answer = to_json(value)
    turns: tuple[Turn, ...]
    if rng.random() < 0.2:
        asked = openings.asked(rng, split, text) if rng.random() < 0.5 else text
        system = rng.choice(_KEYS_ORDERED).replace("{k}", keys)
        turns = (Turn("system", system), Turn("user", asked), Turn("assistant", answer))
    else:
        asked = expand(rng, _KEYS_ASKED.pick(rng, split)).replace("{k}", keys).replace("{x}", text)
        turns = (Turn("user", asked), Turn("assistant", answer))
    return Conversation(SKILL, turns, Check(json=answer), response_format={"type": "json_object"})


def make(rng: random.Random, split: Split) -> Conversation:
    """Any of them."""
    if rng.random() < 0.1:
        return free(rng, split)
    makers = (record, real, nested, several, sheet, event, question)
    weights = (46, 26, 6, 9, 5, 5, 5) if split == "train" else (48, 25, 4, 6, 0, 6, 8)
    text, value, schema = rng.choices(makers, weights)[0](rng, split)
    answer = to_json(value)
    asked = openings.asked(rng, split, text)
    if rng.random() < 0.1:
        asked = say(rng, "{x}", x=asked)
    thinking = rng.random() < 0.06
    thought = "I fill the fields." if thinking else ""
    turns: tuple[Turn, ...] = (Turn("user", asked), Turn("assistant", answer, thought=thought))
    if rng.random() < 0.25:
        turns = (Turn("system", rng.choice(openings.SYSTEMS)), *turns)
    return Conversation(
        SKILL, turns, Check(json=answer), response_format=form(rng, schema), thinking=thinking
    )
