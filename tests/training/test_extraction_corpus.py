"""Answers in JSON: true to their schema, written as in the text, clean of held-out tellings."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING

import jsonschema
import pytest

from training.corpus import extraction, fields, openings, toolbox
from training.corpus.described import human
from training.corpus.more_record_kinds import KINDS
from training.corpus.records import real

if TYPE_CHECKING:
    from collections.abc import Iterator

    from training.corpus.conversation import Conversation, JsonObject, Split

BOTH: tuple[Split, Split] = ("train", "held_out")


def made(split: Split, count: int) -> Iterator[Conversation]:
    """Conversations of one side."""
    return (extraction.make(random.Random(f"{split} {i}"), split) for i in range(count))


def schema_of(item: Conversation) -> JsonObject | None:
    """The schema of a request, or None where keys are named in words."""
    asked = (item.response_format or {}).get("json_schema")
    return asked["schema"] if isinstance(asked, dict) else None


def leaves(value: object) -> Iterator[object]:
    """All values that are neither lists nor objects."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield value


def shape(text: str) -> str:
    """A telling without marks and case, to compare two."""
    return re.sub(r"[^a-z{} ]", "", text.lower()).strip()


@pytest.mark.parametrize("split", BOTH)
def test_reference_answers_are_valid_under_their_schema(split: Split) -> None:
    """A constrained engine could not write an answer that is not."""
    for item in made(split, 700):
        if schema := schema_of(item):
            jsonschema.Draft202012Validator(schema).validate(json.loads(item.answer))


@pytest.mark.parametrize("split", BOTH)
def test_keys_are_answered_in_the_order_of_the_schema(split: Split) -> None:
    """A constrained engine writes them in that order."""
    for item in made(split, 400):
        if schema := schema_of(item):
            properties = schema["properties"]
            assert isinstance(properties, dict)
            answered = list(json.loads(item.answer))

            assert answered == [key for key in properties if key in answered]


@pytest.mark.parametrize("split", BOTH)
def test_values_are_copied_from_the_text_as_they_are_written(split: Split) -> None:
    """With a changed letter copying could not be learned. Questions and feelings are not copied."""
    makers = (extraction.record, extraction.several, extraction.event, extraction.sheet)
    for index in range(600):
        text, value, _ = makers[index % 4](random.Random(f"{split} {index}"), split)
        for leaf in leaves(value):
            if isinstance(leaf, str):
                assert leaf in text, (text, leaf)


@pytest.mark.parametrize("split", BOTH)
def test_every_kind_of_record_is_told_whole(split: Split) -> None:
    """A slot without a value, or a value the text lacks, would be learned as it is."""
    for index in range(800):
        text, value, _ = real(random.Random(f"{split} {index}"), split)

        assert not set(text) & set("{}[]|"), text
        assert isinstance(value, dict)
        for key, leaf in value.items():
            if isinstance(leaf, str) and leaf not in ("positive", "negative"):
                assert leaf in text, (text, key)


def test_every_text_of_a_record_names_every_slot() -> None:
    """What a text leaves out would be asked for all the same."""
    for kind in KINDS:
        for text in (*kind.texts.trained, *kind.texts.held_out):
            named = set(re.findall(r"\{([a-z])!?\}", text))

            assert named == set(kind.slots), text


def test_held_out_tellings_are_never_trained() -> None:
    """Keys put into general sentences may make one, which is then not used."""
    rng = random.Random(4)
    for field in (*fields.PERSON, *fields.THING):
        for key in field.keys:
            kept = {shape(told.replace("{k}", human(key))) for told in field.told.held_out}
            for _ in range(8):
                told = fields.telling(rng, field, human(key), "train", bare=True)

                assert shape(told) not in kept, (key, told)


def test_every_fact_has_held_out_tellings_of_its_own() -> None:
    """One would measure a sentence, not a fact."""
    for field in (*fields.PERSON, *fields.THING):
        trained = {shape(told) for told in field.told.trained}

        assert len(field.told.held_out) >= 2, field.keys
        assert not trained & {shape(told) for told in field.told.held_out}
        for told in (*field.told.trained, *field.told.held_out, *field.bits):
            assert "{v}" in told, told
    for kind in KINDS:
        assert len(kind.texts.held_out) >= 3
        assert not {shape(t) for t in kind.texts.trained} & {shape(t) for t in kind.texts.held_out}


def test_held_out_openings_are_never_trained() -> None:
    """The words around a text are to be read past, also those nobody has seen."""
    rng = random.Random(3)
    kept = [
        told.replace("{x}", "").strip().lower()
        for told in (openings.asked(rng, "held_out", "{x}") for _ in range(200))
    ]
    for _ in range(2500):
        asked = openings.asked(rng, "train", "{x}").lower()

        assert not [one for one in set(kept) if one in asked], asked


def test_some_fields_are_null_absent_or_beside_the_point() -> None:
    """Only by the key can the network tell which of several values is meant."""
    null = absent = 0
    for item in made("train", 800):
        if schema := schema_of(item):
            answer = json.loads(item.answer)
            properties = schema["properties"]
            assert isinstance(properties, dict)
            null += None in leaves(answer)
            absent += not set(properties) <= set(answer)

    assert null > 12
    assert absent > 12


def test_keys_are_said_as_people_say_them() -> None:
    """Otherwise a text would hold `dueDate`."""
    assert human("dueDate") == "due date"
    assert human("order_id") == "order id"
    assert toolbox.to_json({"a": "é"}) == '{"a": "é"}'
