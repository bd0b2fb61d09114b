"""What an answer's text must be, as a request says it in JSON: the API's way, and vLLM's.

Shapes only: that there is one format, and that it makes sense, is checked in format_checks.py.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from rejoinder.wire.tools import NAME_PATTERN, NO_SCHEMA, Schema, no_schema

FormatName = Annotated[
    str,
    Meta(
        description="1 to 64 letters, digits, underscores and dashes.",
        extra_json_schema={"pattern": NAME_PATTERN},
    ),
]
# As vLLM's clients send it: the schema, or its text.
SchemaOrText = Annotated[
    msgspec.Raw,
    Meta(
        description="A JSON Schema, or its text, that the answer follows.",
        extra_json_schema={"type": ["object", "string", "null"]},
    ),
]
Pattern = Annotated[
    str, Meta(min_length=1, description="A regular expression that all of the answer matches.")
]
Choices = Annotated[
    list[Annotated[str, Meta(min_length=1)]],
    Meta(min_length=1, description="The answer is one of these."),
]
GrammarText = Annotated[
    str,
    Meta(
        min_length=1,
        description="A grammar that the answer follows, in Lark's form (from `start`) or in EBNF "
        "(from `root`).",
    ),
]


class TextFormat(
    msgspec.Struct, frozen=True, tag_field="type", tag="text", forbid_unknown_fields=True
):
    """Free text."""


class JsonObjectFormat(
    msgspec.Struct, frozen=True, tag_field="type", tag="json_object", forbid_unknown_fields=True
):
    """A JSON object, of any kind."""


class JsonSchemaDefinition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """JSON that follows `schema`; without one, any JSON. `name` and `description` are for the
    model. `strict` holds the schema to the subset that the API documents; the answer follows it
    either way."""

    name: FormatName
    description: str | None = None
    schema: Schema = msgspec.field(default_factory=no_schema)
    strict: bool | None = None


class JsonSchemaFormat(
    msgspec.Struct, frozen=True, tag_field="type", tag="json_schema", forbid_unknown_fields=True
):
    """JSON that follows a schema."""

    json_schema: JsonSchemaDefinition


ResponseFormat = TextFormat | JsonObjectFormat | JsonSchemaFormat


class StructuredOutputs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """vLLM's way to say a format: one of these."""

    json: SchemaOrText = msgspec.field(default_factory=no_schema)
    regex: Pattern | None = None
    choice: Choices | None = None
    grammar: GrammarText | None = None
    json_object: Annotated[bool, Meta(description="The answer is a JSON object.")] | None = None


class GuidedParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What vLLM's clients send. Null means the same as absent."""

    structured_outputs: StructuredOutputs | None = None
    guided_json: SchemaOrText = msgspec.field(default_factory=no_schema)
    guided_regex: Pattern | None = None
    guided_choice: Choices | None = None
    guided_grammar: GrammarText | None = None


def is_there(schema: msgspec.Raw) -> bool:
    return schema != NO_SCHEMA


def schema_of(sent: msgspec.Raw) -> msgspec.Raw:
    """The schema itself, where it may have been sent as its text."""
    return (
        msgspec.Raw(msgspec.json.decode(sent, type=str).encode())
        if bytes(sent)[:1] == b'"'
        else sent
    )
