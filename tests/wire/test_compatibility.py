"""docs/compatibility.md, the decoder and the API's documents name the same fields."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import inspect

from rejoinder.wire import refused
from rejoinder.wire.completion_request import CreateCompletionRequest
from rejoinder.wire.extensions import EXTENSIONS, STRUCTURED_EXTENSIONS
from rejoinder.wire.parameters import GenerationParameters
from rejoinder.wire.request import CreateChatCompletionRequest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| `([^`]+)` \| (supported|refused) \| (.*) \| `([^`]+)::([^`]+)` \|")
CHAT, OLDER = (ROOT / "docs" / "compatibility.md").read_text().split("## The older completions")


def _rows(text: str) -> list[tuple[str, ...]]:
    return [match.groups() for line in text.splitlines() if (match := ROW.fullmatch(line))]


ROWS, OLDER_ROWS = _rows(CHAT), _rows(OLDER)
EXTENSION = re.compile(r"\| `([^`]+)` \| ((?:`[^`]+`)?(?:, `[^`]+`)*) \|")
MESSAGES = "messages[]."
PARTS = "messages[].content[]."


def _fields(state: str) -> set[str]:
    return {field for field, its_state, *_ in ROWS if its_state == state}


def _paths(info: inspect.Type, where: str = "") -> Iterator[tuple[str, bool]]:
    """Every path within a type, and whether anything but an object may stand there."""
    match info:
        case inspect.Metadata(inner):
            yield from _paths(inner, where)
        case inspect.UnionType(kinds):
            for kind in kinds:
                yield from _paths(kind, where)
        case inspect.ListType(item_type=items):
            yield where, True
            yield from (
                (path, own) for path, own in _paths(items, where + "[]") if path != where + "[]"
            )
        case inspect.StructType():
            yield where, False
            names = {field.encode_name: field.type for field in info.fields}
            if info.tag_field:
                yield f"{where}.{info.tag_field}", True
            for name, kind in names.items():
                yield from _paths(kind, f"{where}.{name}" if where else name)
        case inspect.NoneType():
            pass
        case _:
            yield where, True


def test_the_table_lists_what_the_types_hold_as_supported() -> None:
    """What is always an object may be left out: its fields are listed."""
    paths = list(_paths(inspect.type_info(CreateChatCompletionRequest)))
    assert _fields("supported") <= {path for path, _ in paths}
    assert {path for path, is_more in paths if is_more} - _fields("supported") == set()


def test_the_table_lists_what_the_decoder_refuses_as_refused() -> None:
    assert _fields("refused") == {
        *refused.PARAMETERS,
        *(MESSAGES + name for name in refused.MESSAGE_FIELDS),
        *(PARTS + name for name in refused.PART_FIELDS),
    }


def test_no_field_stands_twice_and_none_is_both() -> None:
    for rows in (ROWS, OLDER_ROWS):
        fields = [field for field, *_ in rows]
        assert len(fields) == len(set(fields))


def test_the_table_of_the_older_completions_lists_what_chat_does_not_share() -> None:
    own = {*CreateCompletionRequest.__struct_fields__} - {*GenerationParameters.__struct_fields__}
    states = {field: state for field, state, *_ in OLDER_ROWS}
    assert {field for field, state in states.items() if state == "supported"} == own
    assert {field for field, state in states.items() if state == "refused"} == (
        refused.COMPLETION_PARAMETERS
    )
    before_table = OLDER.partition("The others:")[0]
    assert all(f"`{name}`" in before_table for name in GenerationParameters.__struct_fields__)


def test_the_extensions_refused_are_listed_with_what_asks_for_nothing() -> None:
    listed = {
        match[1]: [json.loads(value.strip("` ")) for value in match[2].split("`, `") if value]
        for line in CHAT.splitlines()
        if (match := EXTENSION.fullmatch(line))
    }
    inner = {f"structured_outputs.{name}": one for name, one in STRUCTURED_EXTENSIONS.items()}
    assert {name: json.dumps(values) for name, values in listed.items()} == {
        name: json.dumps(values) for name, values in {**EXTENSIONS, **inner}.items()
    }


@pytest.mark.parametrize(
    ("file", "test"), sorted({(row[3], row[4]) for row in (*ROWS, *OLDER_ROWS)})
)
def test_each_row_names_a_test_that_exists(file: str, test: str) -> None:
    assert f"\ndef {test}(" in (ROOT / file).read_text()


def test_values_refused_within_a_supported_field_are_named_in_its_rule() -> None:
    rules = {field: rule for field, _, rule, *_ in ROWS}
    for field, values in (
        (PARTS + "type", refused.PART_TYPES),
        ("modalities", refused.MODALITIES),
        ("reasoning_effort", refused.EFFORTS),
    ):
        assert all(f"`{value}`" in rules[field] for value in values)


def test_every_parameter_of_the_public_document_is_in_the_table() -> None:
    """The API's own list, so that a field nobody here thought of is noticed."""
    reference = os.environ.get("REJOINDER_REFERENCE")
    path = Path(reference or "") / "api" / "openai-chat.openapi.yaml"
    if not reference or not path.is_file():
        pytest.skip("REJOINDER_REFERENCE names no folder with api/openai-chat.openapi.yaml")
    schemas = pytest.importorskip("yaml").safe_load(path.read_text())["components"]["schemas"]
    known = {field.rpartition("].")[2] if "]." in field else field for field, *_ in ROWS}

    def fields(schema: dict[str, Any]) -> set[str]:
        if "$ref" in schema:
            return fields(schemas[schema["$ref"].rpartition("/")[2]])
        inner = [fields(one) for one in (*schema.get("allOf", []), *schema.get("anyOf", []))]
        return set(schema.get("properties", {})).union(*inner)

    assert fields(schemas["CreateChatCompletionRequest"]) - known == set()
    options = {f"stream_options.{one}" for one in fields(schemas["ChatCompletionStreamOptions"])}
    assert options - known == set()
    for role in ("Developer", "System", "User", "Assistant", "Tool", "Function"):
        names = fields(schemas[f"ChatCompletionRequest{role}Message"])
        assert {MESSAGES + name for name in names} - {field for field, *_ in ROWS} == set()
