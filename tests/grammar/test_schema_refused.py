"""Every kind of schema that is refused says where, and why."""

from __future__ import annotations

import json

import msgspec
import pytest

from rejoinder.errors import InvalidSchema
from rejoinder.grammar.schema import check_schema
from tests.grammar.invalid_schemas import TABLES
from tests.grammar.wrong import Wrong

ALL = [
    pytest.param(wrong, id=f"{name}-{index}")
    for name, table in TABLES.items()
    for index, wrong in enumerate(table)
]
FIELD = "response_format.json_schema.schema"


def told(schema: object) -> msgspec.Raw:
    text = schema if isinstance(schema, str) else json.dumps(schema)
    return msgspec.Raw(text.encode())


def refusal(schema: object, *, is_strict: bool = False, of_object: bool = False) -> InvalidSchema:
    with pytest.raises(InvalidSchema) as caught:
        check_schema(told(schema), param=FIELD, is_strict=is_strict, of_object=of_object)
    return caught.value


def test_there_are_two_hundred_kinds() -> None:
    assert len(ALL) >= 200


@pytest.mark.parametrize("wrong", ALL)
def test_a_schema_is_refused_by_its_place(wrong: Wrong) -> None:
    error = refusal(wrong.schema)
    assert error.param == FIELD + wrong.place
    assert wrong.said in error.message
    assert error.status == 400
    assert len(error.message) < 1_200


@pytest.mark.parametrize("wrong", [one for table in TABLES.values() for one in table][::7])
def test_a_place_inside_of_a_property_is_told_from_the_root(wrong: Wrong) -> None:
    if isinstance(wrong.schema, str) or "itself" in wrong.said or "#" in json.dumps(wrong.schema):
        return  # texts are not nested here, and what is about `#` means another root
    schema = {"type": "object", "properties": {"in": wrong.schema}, "required": ["in"]}
    error = refusal(schema)
    if wrong.schema is False:
        assert error.param == f"{FIELD}.required"
    else:
        assert error.param == f"{FIELD}.properties.in{wrong.place}"


def test_a_functions_arguments_are_an_object() -> None:
    error = refusal({"type": "string"}, of_object=True)
    assert error.param == f"{FIELD}.type"
    assert 'must be "object"' in error.message
    check_schema(told({"properties": {"a": {}}}), param=FIELD, of_object=True)
