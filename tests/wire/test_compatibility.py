"""docs/compatibility.md, the decoder and the API's documents name the same fields."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from rejoinder.wire import refused
from rejoinder.wire.messages import BY_ROLE, FunctionCall, TextPart, ToolCall
from rejoinder.wire.request import CreateChatCompletionRequest, StreamOptions

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| `([^`]+)` \| (supported|refused) \| (.*) \| `([^`]+)::([^`]+)` \|")
ROWS = [
    match.groups()
    for line in (ROOT / "docs" / "compatibility.md").read_text().splitlines()
    if (match := ROW.fullmatch(line))
]
MESSAGES = "messages[]."
PARTS = "messages[].content[]."
CALLS = "messages[].tool_calls[]."


def _fields(state: str) -> set[str]:
    return {field for field, its_state, *_ in ROWS if its_state == state}


def test_the_table_lists_what_the_structs_hold_as_supported() -> None:
    message_fields = {"role"}.union(*(struct.__struct_fields__ for struct in BY_ROLE.values()))
    calls = {*ToolCall.__struct_fields__} - {"function"}
    assert _fields("supported") == {
        *CreateChatCompletionRequest.__struct_fields__,
        *(f"stream_options.{name}" for name in StreamOptions.__struct_fields__),
        *(MESSAGES + name for name in message_fields),
        *(PARTS + name for name in ("type", *TextPart.__struct_fields__)),
        *(CALLS + name for name in calls),
        *(f"{CALLS}function.{name}" for name in FunctionCall.__struct_fields__),
    }


def test_the_table_lists_what_the_decoder_refuses_as_refused() -> None:
    assert _fields("refused") == {
        *refused.PARAMETERS,
        *(f"stream_options.{name}" for name in refused.STREAM_OPTIONS),
        *(MESSAGES + name for name in refused.MESSAGE_FIELDS),
        *(PARTS + name for name in refused.PART_FIELDS),
    }


def test_no_field_stands_twice_and_none_is_both() -> None:
    fields = [field for field, *_ in ROWS]
    assert len(fields) == len(set(fields))


@pytest.mark.parametrize(("file", "test"), sorted({(row[3], row[4]) for row in ROWS}))
def test_each_row_names_a_test_that_exists(file: str, test: str) -> None:
    assert f"\ndef {test}(" in (ROOT / file).read_text()


def test_values_refused_within_a_supported_field_are_named_in_its_rule() -> None:
    rules = {field: rule for field, _, rule, *_ in ROWS}
    for field, values in (
        (MESSAGES + "role", refused.ROLES),
        (PARTS + "type", refused.PART_TYPES),
        (CALLS + "type", refused.TOOL_CALL_TYPES),
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
    for role in ("Developer", "System", "User", "Assistant", "Tool"):
        names = fields(schemas[f"ChatCompletionRequest{role}Message"])
        assert {MESSAGES + name for name in names} - {field for field, *_ in ROWS} == set()
