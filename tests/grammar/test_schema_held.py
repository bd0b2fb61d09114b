"""What each keyword lets through and what it does not: the table in docs/structured-outputs.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from rejoinder.grammar.formats import FORMATS
from rejoinder.grammar.parts import (
    arguments_part,
    choice_part,
    empty_object_part,
    object_part,
    pattern_part,
    schema_part,
)
from rejoinder.grammar.schema_keywords import KEYWORDS
from rejoinder.grammar.text import JsonPart
from tests.grammar.held_schemas import HELD
from tests.grammar.sampling import accepts, matcher

Judge = jsonschema.Draft202012Validator
DOCS = Path(__file__).parents[2] / "docs" / "structured-outputs.md"

# Said of a value, but nothing that it is held to.
ANNOTATIONS = {
    "$schema", "$comment", "$vocabulary", "$dynamicAnchor", "id", "title", "description", "default",
    "examples", "deprecated", "readOnly", "writeOnly", "contentEncoding", "contentMediaType",
    "contentSchema",
}  # fmt: skip


def part_of(schema: object) -> JsonPart:
    return schema_part(msgspec.Raw(json.dumps(schema).encode()))


@pytest.mark.parametrize(
    ("word", "schema", "yes", "no"), HELD, ids=[f"{case[0]}-{n}" for n, case in enumerate(HELD)]
)
def test_a_keyword_is_held_to(word: str, schema: Any, yes: list[Any], no: list[Any]) -> None:  # noqa: ANN401
    part = part_of(schema)
    assert [
        value for value in yes if not accepts(part, json.dumps(value, ensure_ascii=False))
    ] == []
    assert [value for value in no if accepts(part, json.dumps(value, ensure_ascii=False))] == []
    if isinstance(schema.get("items"), list):
        return  # draft 7, which the judge does not know
    judge = Judge(schema, format_checker=Judge.FORMAT_CHECKER)
    assert [value for value in yes if not judge.is_valid(value)] == []


def test_every_keyword_is_held_to_or_an_annotation() -> None:
    assert {word for word, *_ in HELD} >= KEYWORDS.keys() - ANNOTATIONS
    everything: dict[str, object] = {word: {} for word in ("$vocabulary", "contentSchema")}
    texts = ("$schema", "$comment", "$dynamicAnchor", "title", "description", "contentEncoding")
    schema = {"type": "integer", "default": "x", "examples": [1], "deprecated": True}
    assert accepts(part_of({**schema, **everything, **dict.fromkeys(texts, "x")}), "1")


@pytest.mark.parametrize("word", sorted(KEYWORDS.keys() | FORMATS.keys()))
def test_the_docs_speak_of_every_keyword_and_format(word: str) -> None:
    assert f"`{word}`" in DOCS.read_text("utf-8")


def test_white_space_is_one_space_after_commas_and_colons_and_no_other() -> None:
    part = part_of({"type": "object", "properties": {"a": {"type": "array"}, "b": {}}})
    assert accepts(part, '{"a": [1, 2], "b": {"c": 3}}')
    for text in ('{"a":[1]}', '{ "a": []}', '{"a": [1,2]}', '{"a": [1,  2]}', '{"a": []}\n', " {}"):
        assert not accepts(part, text)


def test_a_property_cannot_be_written_twice_by_another_spelling() -> None:
    r"""`{"a": 1, "\u0061": "x"}` was let through, and read as a string for an integer."""
    schema = {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "additionalProperties": {},
    }
    part = part_of(schema)
    assert accepts(part, '{"a": 1, "b": "x"}')
    assert not accepts(part, '{"a": 1, "\\u0061": "x"}')
    assert not accepts(part, '{"\\u0061": "x"}')


def test_arguments_are_an_object_whatever_the_schema_says() -> None:
    def part(schema: object) -> JsonPart:
        return arguments_part(msgspec.Raw(json.dumps(schema).encode()))

    for schema in (
        {},
        True,
        {"properties": {"a": {"type": "integer"}}},
        {"type": ["object", "null"]},
    ):
        assert accepts(part(schema), "{}")
        for text in ("null", "1", "[]", '"a"'):
            assert not accepts(part(schema), text)
    assert accepts(part({"properties": {"a": {"type": "integer"}}}), '{"a": 1}')
    assert arguments_part(None) == empty_object_part()
    assert accepts(empty_object_part(), "{}")
    assert not accepts(empty_object_part(), '{"a": 1}')


def test_any_object_is_an_object() -> None:
    for text in ("{}", '{"a": [1, null, {"ü\\n": "\U0001f600"}]}'):
        assert accepts(object_part(), text)
    for text in ("[]", "1", "", "null", '{"a"}', '{"a": 1}x'):
        assert not accepts(object_part(), text)


def test_the_same_schema_makes_the_same_part_and_keeps_its_order() -> None:
    text = b'{"type":"object","properties":{"z":{"type":"null"},"a":{"type":"null"}}}'
    assert schema_part(msgspec.Raw(text)) == schema_part(msgspec.Raw(text))
    assert bytes(schema_part(msgspec.Raw(text)).schema).index(b'"z"') < bytes(
        schema_part(msgspec.Raw(text)).schema
    ).index(b'"a"')


def test_a_pattern_and_choices_are_text() -> None:
    choices = ["a", "ab", 'q"\n\\', "ü\U0001f600", "\u0000"]

    def takes(part: Any, text: str) -> bool:  # noqa: ANN401
        made = matcher(part)
        said = list(text.encode())
        return made.try_consume_tokens(said) == len(said) and made.is_accepting()

    for choice in choices:
        assert takes(choice_part(choices), choice)
    assert not takes(choice_part(choices), "b")
    assert takes(pattern_part("^(?=.*1)[a-z]/\\d$"), "x/1")
    assert not takes(pattern_part("^(?=.*1)[a-z]/\\d$"), "x/2")


def test_a_long_string_with_a_longest_length_can_be_written_to_its_end() -> None:
    """llguidance gave up after 10,000 characters, in the midst of an answer."""
    part = part_of({"type": "string", "maxLength": 65_535})
    assert accepts(part, json.dumps("x é" * 8_000, ensure_ascii=False))
    assert not accepts(part, json.dumps("x" * 25_001))
