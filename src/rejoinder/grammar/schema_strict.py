"""OpenAI's subset for `strict`."""

from __future__ import annotations

from rejoinder.grammar.schema_json import Json


def check_strict(schema: Json, *, param: str) -> None:
    """To come."""
