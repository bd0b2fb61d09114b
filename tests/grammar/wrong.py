"""What a refused schema is told as in the tables of them."""

from __future__ import annotations

from typing import NamedTuple


class Wrong(NamedTuple):
    place: str
    said: str
    schema: object


def obj(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties}


def needs(**properties: object) -> dict[str, object]:
    return {**obj(**properties), "required": list(properties)}
