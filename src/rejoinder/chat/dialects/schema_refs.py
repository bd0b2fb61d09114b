"""References inside a JSON Schema, for who takes one apart."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

Schema = dict[str, object]

# Under these, what looks like a keyword is a value, or a name.
_VALUES = frozenset({"const", "default", "enum", "example", "examples"})
_NAMES = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"})
# With one of these a reference may mean something else than a place in the schema.
_MOVED = frozenset({"$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$recursiveRef", "id"})


class NoSuchPlace(Exception):
    """A reference that is no plain place in its schema. Never leaves the dialects."""


def target(root: Schema, reference: object) -> Schema:
    """What a reference refers to."""
    if not isinstance(reference, str) or not reference.startswith("#") or _is_moved(root):
        raise NoSuchPlace
    found: object = root
    for step in unquote(reference[1:]).split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(found, list) and key.isdecimal() and int(key) < len(found):
            found = found[int(key)]
        elif isinstance(found, dict) and key in found:
            found = found[key]
        else:
            raise NoSuchPlace
    if not isinstance(found, dict):
        raise NoSuchPlace
    return found


def alone(root: Schema, schema: Schema) -> Schema:
    """A schema out of another that means the same by itself."""
    version = {key: each for key, each in root.items() if key == "$schema"}
    if not any("$ref" in each for each in _subschemas(schema)):
        return {**version, **schema}
    if _is_moved(root):
        raise NoSuchPlace
    rest = {key: each for key, each in root.items() if key != "$schema"}
    return {**version, **_rooted(schema), "$defs": {"root": _rooted(rest)}}


def _is_moved(root: Schema) -> bool:
    return any(not _MOVED.isdisjoint(each) for each in _subschemas(root))


def _subschemas(schema: object) -> Iterator[Schema]:
    """It and all in it, as far as keywords tell what is a schema."""
    if isinstance(schema, list):
        for each in schema:
            yield from _subschemas(each)
    elif isinstance(schema, dict):
        yield schema
        for keyword, value in schema.items():
            if keyword in _NAMES and isinstance(value, dict):
                yield from _subschemas([*value.values()])
            elif keyword not in _VALUES:
                yield from _subschemas(value)


def _rooted(schema: Schema) -> Schema:
    """The same where the root, to which its references refer, is `#/$defs/root`."""
    moved: Schema = {}
    for keyword, value in schema.items():
        if keyword == "$ref" and isinstance(value, str) and value.startswith("#"):
            moved[keyword] = f"#/$defs/root{value[1:]}"
        elif keyword in _NAMES and isinstance(value, dict):
            moved[keyword] = {name: _all_rooted(each) for name, each in value.items()}
        else:
            moved[keyword] = value if keyword in _VALUES else _all_rooted(value)
    return moved


def _all_rooted(value: object) -> object:
    if isinstance(value, list):
        return [_all_rooted(each) for each in value]
    return _rooted(value) if isinstance(value, dict) else value
