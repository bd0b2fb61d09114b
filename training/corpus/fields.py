"""Facts of persons and things as sentences: the tables together, and ways to tell any fact.

Held out: some keys by their hash, whole ways of telling, and the values that names.py holds out.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from training.corpus import (
    field_kinds,
    lexicon,
    names,
    person_fields,
    thing_fields,
    toolbox,
)
from training.corpus.field_kinds import Field
from training.corpus.grammar import expand, ways
from training.corpus.more_person_fields import OTHERS

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split

PERSON: tuple[Field, ...] = (*person_fields.PLAIN, *OTHERS)
THING: tuple[Field, ...] = thing_fields.PLAIN
people = person_fields.PEOPLE

# Said of any field that is not true or false, so that names and values stand in many places.
_PLAINLY = (
    "[As for|About] {s}[,|:] the {k} is {v}.", "{s}: {k} {v}.", "{v} is the {k} of {s}.", "The {k} [given|noted] for {s} is {v}.",
    "For {s} [we have|I wrote down|they told us] {k} {v}.", "[Note|Remember|Here] that the {k} of {s} is {v}.", "The {k} is {v} for {s}.",
    "{v}, that is the {k} of {s}.", "[I heard|They say|We know] that {s} has {k} {v}.", "With {k} {v} [there is|comes] {s}.", "{k} of {s} = {v}.",
    "[Yesterday|Today|Once more]: {s} with {k} {v}.", "{s} ({k} {v}).", "{k} is {v} when it comes to {s}.", "{s}'s {k} is {v}.", "{s}'s {k}: {v}", "{v} is {s}'s {k}.",
    "{s} - {k}: {v}", "{k}: {v} ({s})", "{s}, {k} {v}", "{s}, {k}: {v}", "{s} / {k} / {v}", "{k} {v}, {s}", "Under {k} it says {v} for {s}.", "{s} was [listed|entered|put down] with {k} {v}.", "Speaking of {s}, its {k} was {v}.",
    "[Change|Set|Put] the {k} of {s} to {v}.", "What is the {k} of {s}? {v}.", "The {k} of {s} has been {v} [for years|since May].", "I think the {k} of {s} must be {v}.", "{s} ({k}: {v})", "{s} has {v} as {k}.", "{s} has {v} for a {k}.", "For the {k} of {s}, write {v}.",
    "When it comes to the {k}, {s} has {v}.", "{k} = {v}, name = {s}", "{v} ({k}), {s}", "It says here: {s}, {k} {v}.", "{v} was given as the {k} of {s}.", "They gave {v} as {k} for {s}.", "{s} got {v} as {k}.", "My notes say {k} {v} for {s}.", "{s} comes with the {k} {v}.", "In the column {k} of {s} stands {v}.",
    "the {k} of {s} is {v}", "{s} {k} {v}", "{s}, whose {k} is {v}, [is new|is here].", "{s}, with {v} as {k}, [is next|is here].",
)  # fmt: skip
_TRULY = (
    "[Today|It is true that|I think] {s} is {v}{k}.", "[They say|We know] that {s} is {v}{k}.", "{v}{k} is what {s} is.", "{s}: {v}{k}.", "[Look|See], {s} is {v}{k}.", "I would say {s} is {v}{k}.", "{s} - {v}{k}", "{s} ({v}{k})", "We asked, and {s} is {v}{k}.",
)  # fmt: skip
# The same, held out.
_UNSEEN = (
    "If you want to know the {k} of {s}, it is {v}.", "{s} goes with {v} where the {k} is concerned.", "Everybody gives the {k} of {s} as {v}.",
    "I can tell you that {v} is the {k} for {s}.", "The {k} that {s} was given is {v}.", "{s}'s {k} happens to be {v}.", "We have {v} down as the {k} of {s}.", "They asked about the {k} of {s} and I said {v}.",
)  # fmt: skip
_TRULY_UNSEEN = (
    "The truth is that {s} is {v}{k}.", "{s} seems to be {v}{k}.", "Yes, {s} really is {v}{k}.", "My sister says {s} is {v}{k}.",
)  # fmt: skip
_SLOT = re.compile(r"\{[svk]\}")


def _shape(text: str) -> str:
    """What is left of a sentence without case and marks, to compare two of them."""
    return re.sub(r"[^a-z{} ]", "", text.lower()).strip()


@cache
def _kept_back(field: Field) -> frozenset[str]:
    """The held-out tellings of a field, with each of its keys put in."""
    return frozenset(
        _shape(told.replace("{k}", toolbox.human(key)))
        for told in field.told.held_out
        for key in field.keys
    )


def telling(rng: random.Random, field: Field, human: str, split: Split, *, bare: bool) -> str:
    """A sentence with `{s}` and `{v}` left in it. `bare` ones, without a word, may be asked for."""
    general: tuple[str, ...]
    if split == "held_out":
        general = _TRULY_UNSEEN if field.type == "boolean" else _UNSEEN
    else:
        general = _TRULY if field.type == "boolean" else _PLAINLY
    for _ in range(20):
        told = field.told.pick(rng, split)
        if rng.random() < 0.3:
            told = rng.choice(general)
        told = expand(rng, told).replace("{k}", human)
        wordless = not re.search("[a-z]", _SLOT.sub("", told))
        if wordless and not bare:
            continue
        if split == "train" and _shape(told) in _kept_back(field):
            continue
        return told
    return f"The {human} of {{s}} is {{v}}."


# Told by the kind of the value alone: whatever the words say, there is one number, address or code.
_BY_KIND = frozenset({
    "age", "height", "email", "phone", "address", "salary", "birthday", "weight", "experience", "points", "arrival", "color", "mood", "level",
    "customer_number", "price", "quantity", "date", "code", "year", "rating", "length", "duration", "time", "status", "priority", "size", "discount",
})  # fmt: skip
_WHATEVER = (
    "{s} {w} the {n} [with|for|near|without|after|under] {v}.", "Nobody {w} {s} [without|before|like] {v}.", "The {n} of {s} {w} {v}.", "If {s} {w}, then {v} {w} too.", "{v} {w} [when|because|until] {s} {w}.", "{s} and the {j} {n} {w} {v}.", "[Behind|Above|Around|Beside] the {n} {s} {w} {v}.", "It {w} {v} for {s}.", "{j} {n}: {v}, {s}.",
    "There {w} {v} [between|among|before] {s} and the {n}.", "{s} {w} [up|down|out|away] {v}.", "What {w} {s} is {v}.", "{s} could {w} a {n} [of|at|by] {v}.", "The {j} {n} [says|shows|wants|keeps] {v} for {s}.", "Every {n} [knows|needs|sees] {v} of {s}.", "{v} {n} [go|come|belong] to {s}.", "Somebody {w} {s} and {w} {v}.", "Without {v} {s} [cannot|would not|should not] {w}.", "For {s} the {n} is at {v}, as {j} as it {w}.", "In the {n} {s} {w} {v} [again|today|once more].",
)  # fmt: skip


def by_kind(rng: random.Random, field: Field) -> str:
    """Unknown words around a name and a value that nothing else in the text is like."""
    told = expand(rng, rng.choice(_WHATEVER))
    for slot, draw in (("{w}", lexicon.verb), ("{n}", lexicon.noun), ("{j}", lexicon.adjective)):
        while slot in told:
            word = draw(rng, "train")
            told = told.replace(
                slot, f"{word}s" if slot == "{w}" and rng.random() < 0.5 else word, 1
            )
    unit = {"height": "cm", "length": "cm", "weight": "kg", "price": "euros", "duration": "minutes"}
    if (shown := unit.get(field.keys[0])) and rng.random() < 0.8:
        told = told.replace("{v}", f"{{v}} {shown}")
    return told


def told_by_kind(field: Field, chosen: list[Field]) -> bool:
    """Whether no other of these has values that look the same."""
    return field.keys[0] in _BY_KIND and not any(
        one is not field and (one.type == field.type != "string" or alike(one, field))
        for one in chosen
    )


# Which may be taken for each other when one of them is not told.
_ALIKE = (
    frozenset({"city", "country", "company", "department", "address", "place"}),
    frozenset({"owner", "brand", "country", "place", "material"}),
    frozenset({"partner", "boss", "mother", "friends"}),
    frozenset({"code", "room", "customer_number", "phone", "username"}),
    frozenset({"hobby", "food", "color", "subject", "skill", "flavour", "instrument", "job"}),
    frozenset({"age", "experience", "number_of_children", "points", "height", "weight", "salary"}),
    frozenset({"price", "quantity", "warranty", "length", "discount", "rating", "year", "duration"}),
    frozenset({"languages", "friends"}), frozenset({"language", "country"}),
    frozenset({"date", "time", "year"}), frozenset({"status", "priority", "size", "level", "mood"}),
    frozenset({"birthday", "arrival"}), frozenset({"category", "brand", "flavour", "color", "material"}),
)  # fmt: skip
# Which are never told together: some of their sentences are the same.
_SAME = (
    frozenset({"city", "country"}), frozenset({"owner", "brand"}), frozenset({"place", "country"}),
    frozenset({"partner", "boss"}), frozenset({"hobby", "food"}), frozenset({"salary", "points"}),
    frozenset({"material", "color", "category"}), frozenset({"date", "time"}), frozenset({"username", "customer_number"}),
    frozenset({"category", "place"}), frozenset({"flavour", "color"}), frozenset({"status", "available"}),
    frozenset({"city", "address"}), frozenset({"level", "customer_number"}),
)  # fmt: skip


def alike(one: Field, other: Field) -> bool:
    """Whether a reader may take one for the other."""
    return any({one.keys[0], other.keys[0]} <= group for group in _ALIKE)


def together(rng: random.Random, table: tuple[Field, ...], count: int) -> list[Field]:
    """Fields that can be told of one person or thing without mixing them up."""
    chosen: list[Field] = []
    for field in rng.sample(table, k=min(len(table), count + 4)):
        if len(chosen) < count and not any(
            {field.keys[0], one.keys[0]} <= group for one in chosen for group in _SAME
        ):
            chosen.append(field)
    return chosen


def _anything(rng: random.Random, split: Split) -> toolbox.Drawn:
    made = rng.choice((
        field_kinds.any_words, field_kinds.any_words, names.invented, names.person, names.town, lexicon.firm,
        toolbox.code, field_kinds.day, field_kinds.clock, field_kinds.title, field_kinds.user_name, lexicon.address,
    ))(rng, split)  # fmt: skip
    return toolbox.Drawn(made, made)


def unknown(rng: random.Random, split: Split) -> Field:
    """A field no table has: any word for a key, told in general ways, any value."""
    key = lexicon.noun(rng, split)
    if rng.random() < 0.3:
        key = f"{lexicon.adjective(rng, split)}_{key}"
    key = re.sub(r"[^a-z]+", "_", key.lower()).strip("_") or "thing"
    told = ways(*_PLAINLY, held_out=_UNSEEN)
    if rng.random() < 0.3:
        return Field((key,), told, toolbox.integer(1, 999), "integer")
    return Field((key,), told, _anything)
