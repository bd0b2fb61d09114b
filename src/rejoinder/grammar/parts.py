"""Makers of grammar parts: what a schema, a regex, a list of choices or a client's own grammar is
to the compiler.

What they are given has been checked (`schema.py`, `checker.py`): a part is made without looking
again. The same input makes the same part.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import llguidance
import msgspec

from rejoinder.grammar.patterns import matched
from rejoinder.grammar.schema import lowered
from rejoinder.grammar.text import JsonPart, LarkPart, literal

# A model that may write any whitespace can write nothing else until it is cut. One space after a
# comma and a colon is how `json.dumps` and most training data write. Of the escapes, `\u` is left
# out: it could spell a property's name so that it is not recognised, and it is no way to write a
# control character that anyone wants. What it would write is written as itself.
JSON_STYLE = {
    "whitespace_flexible": False,
    "item_separator": ", ",
    "key_separator": ": ",
    "json_allowed_escapes": 'nrbtf\\"',
}

_STYLE = b'"x-guidance":' + json.dumps(JSON_STYLE, separators=(",", ":")).encode()


def schema_part(schema: msgspec.Raw) -> JsonPart:
    """JSON that the schema describes, its keys in the schema's order."""
    return _styled(lowered(schema))


def arguments_part(parameters: msgspec.Raw | None) -> JsonPart:
    """A function's arguments: an object that the schema describes; `{}` where there is none."""
    if parameters is None:
        return empty_object_part()
    return _styled(lowered(parameters, of_object=True))


def object_part() -> JsonPart:
    """Any JSON object."""
    return _styled(b'{"type":"object"}')


def empty_object_part() -> JsonPart:
    """`{}`: the arguments of a function that takes none."""
    return _styled(b'{"type":"object","properties":{},"additionalProperties":false}')


def pattern_part(pattern: str) -> LarkPart:
    """Text that a client's pattern matches from its first character to its last."""
    return LarkPart("start: TEXT\nTEXT: " + " & ".join(f"/{each}/" for each in matched(pattern)))


def regex_part(regex: str) -> LarkPart:
    """As `pattern_part`, of a regex of our own in Rust's syntax."""
    return LarkPart(f"start: /{llguidance.regex_to_lark(regex, '')}/")


def choice_part(choices: Sequence[str]) -> LarkPart:
    """One of the texts, none of which is empty."""
    return LarkPart("start: CHOICE\nCHOICE: " + " | ".join(map(literal, choices)))


def lark_part(definition: str) -> LarkPart:
    """Text that a client's own grammar describes."""
    return LarkPart(definition)


def _styled(schema: bytes) -> JsonPart:
    """schema: of an object that llguidance is to hold a model to."""
    comma = b"" if schema == b"{}" else b","
    return JsonPart(msgspec.Raw(schema[:-1] + comma + _STYLE + b"}"))
