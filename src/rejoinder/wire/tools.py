"""The tools a request may offer, and how it chooses among them, as they stand in JSON.

Shapes only: names and what they refer to are checked in tool_checks.py, schemas by whoever makes
grammars of them.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

# The API documents both.
MAX_TOOLS = 128
NAME_PATTERN = "^[a-zA-Z0-9_-]{1,64}$"

# What a JSON Schema holds when it is not there. A union of `Raw` and null cannot be decoded.
NO_SCHEMA = msgspec.Raw(b"null")

ToolName = Annotated[
    str,
    Meta(
        description="1 to 64 letters, digits, underscores and dashes.",
        extra_json_schema={"pattern": NAME_PATTERN},
    ),
]
# Kept byte for byte, and read by who knows schemas.
Schema = Annotated[
    msgspec.Raw, Meta(description="A JSON Schema.", extra_json_schema={"type": ["object", "null"]})
]


def no_schema() -> msgspec.Raw:
    """A default that msgspec need not write into the document of the API."""
    return NO_SCHEMA


class FunctionDefinition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A function the model may call. Without `parameters` it takes nothing. `strict` holds the
    schema to the subset that the API documents; arguments follow their schema either way."""

    name: ToolName
    description: str | None = None
    parameters: Schema = msgspec.field(default_factory=no_schema)
    strict: bool | None = None


class FunctionTool(
    msgspec.Struct, frozen=True, tag_field="type", tag="function", forbid_unknown_fields=True
):
    """A tool that takes JSON."""

    function: FunctionDefinition


class TextInput(
    msgspec.Struct, frozen=True, tag_field="type", tag="text", forbid_unknown_fields=True
):
    """Any text."""


class GrammarDefinition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`lark`: rules that begin at `start`. `regex`: what all of the text matches."""

    definition: str
    syntax: Literal["lark", "regex"]


class GrammarInput(
    msgspec.Struct, frozen=True, tag_field="type", tag="grammar", forbid_unknown_fields=True
):
    """Text that a grammar describes."""

    grammar: GrammarDefinition


class CustomDefinition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tool the model may give text to."""

    name: ToolName
    description: str | None = None
    format: TextInput | GrammarInput | None = None


class CustomTool(
    msgspec.Struct, frozen=True, tag_field="type", tag="custom", forbid_unknown_fields=True
):
    """A tool that takes text."""

    custom: CustomDefinition


ToolBody = FunctionTool | CustomTool


class LegacyFunction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A function the model may call, in the API's older form."""

    name: ToolName
    description: str | None = None
    parameters: Schema = msgspec.field(default_factory=no_schema)


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tool of the request, by its name."""

    name: str


class FunctionChoice(
    msgspec.Struct, frozen=True, tag_field="type", tag="function", forbid_unknown_fields=True
):
    """This function."""

    function: Named


class CustomChoice(
    msgspec.Struct, frozen=True, tag_field="type", tag="custom", forbid_unknown_fields=True
):
    """This custom tool."""

    custom: Named


class AllowedTools(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Some of the tools. `auto`: they may be called; `required`: at least one must be."""

    mode: Literal["auto", "required"]
    tools: Annotated[list[FunctionChoice | CustomChoice], Meta(min_length=1, max_length=MAX_TOOLS)]


class AllowedToolsChoice(
    msgspec.Struct, frozen=True, tag_field="type", tag="allowed_tools", forbid_unknown_fields=True
):
    """Some of the tools only; the model is told of all."""

    allowed_tools: AllowedTools


ToolChoice = (
    Literal["none", "auto", "required"] | FunctionChoice | CustomChoice | AllowedToolsChoice
)
FunctionCallChoice = Literal["none", "auto"] | Named
