"""Reads a schema's JSON with all that may be hidden in it brought to light: depth, keys said twice,
numbers that no double holds, half surrogate pairs.

Also how a place in a schema is written: `schema.properties["a b"].anyOf[1]`.
"""

from __future__ import annotations

import json
import math
import re
from typing import TypeAlias, cast

from rejoinder.errors import GrammarTooComplex, InvalidSchema
from rejoinder.grammar.limits import MAX_JSON_DEPTH, MAX_SCHEMA_BYTES

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
# Keys and indices from a schema's root.
Path: TypeAlias = "tuple[str | int, ...]"

_STRUCTURE = re.compile(rb'"(?:[^"\\]++|\\.)*+"|([\[{])|([\]}])', re.S)
_PLAIN_KEY = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*", re.A)
# The longest number worth reading: the largest double has 309 digits, the smallest some 340.
_MAX_DIGITS = 400


class _Pairs(list[tuple[str, "Json"]]):
    """An object as it was written."""


class _Unreadable(str):
    """A number that is none."""


def show(param: str, path: Path) -> str:
    """The place as clients are told it."""
    said = [param]
    for step in path:
        if isinstance(step, int):
            said.append(f"[{step}]")
        elif _PLAIN_KEY.fullmatch(step):
            said.append(f".{step}")
        else:
            said.append(f"[{json.dumps(step[:100])}]")
    return "".join(said)


def read_schema(text: bytes, *, param: str) -> Json:
    """Raises InvalidSchema and GrammarTooComplex."""
    if len(text) > MAX_SCHEMA_BYTES:
        raise GrammarTooComplex(param=param, limit=f"{MAX_SCHEMA_BYTES} bytes of schema")
    depth = deepest = 0
    for match in _STRUCTURE.finditer(text):
        if match.lastindex:
            depth += 1 if match.lastindex == 1 else -1
            deepest = max(deepest, depth)
    if deepest > MAX_JSON_DEPTH:  # before anything reads it that calls itself
        raise GrammarTooComplex(param=param, limit=f"{MAX_JSON_DEPTH} levels of JSON")
    try:
        value = json.loads(
            text.decode(),
            object_pairs_hook=_Pairs,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_Unreadable,
        )
    except ValueError:
        raise InvalidSchema(param=param, problem="is not valid JSON") from None
    return _tidy(value, param, ())


def _integer(text: str) -> int | _Unreadable:
    return int(text) if len(text) <= _MAX_DIGITS else _Unreadable(text)


def _number(text: str) -> float | _Unreadable:
    value = float(text)
    return value if math.isfinite(value) else _Unreadable(text)


def _tidy(value: object, param: str, path: Path) -> Json:
    if isinstance(value, _Unreadable):
        raise InvalidSchema(
            param=show(param, path), problem=f"is {value[:40]}, a number that no double can hold"
        )
    if isinstance(value, str):
        return _text(value, param, path)
    if isinstance(value, _Pairs):
        tidied: dict[str, Json] = {}
        for key, inner in value:
            _text(key, param, path)
            if key in tidied:
                raise InvalidSchema(param=show(param, (*path, key)), problem="is there twice")
            tidied[key] = _tidy(inner, param, (*path, key))
        return tidied
    if isinstance(value, list):
        return [_tidy(inner, param, (*path, index)) for index, inner in enumerate(value)]
    return cast("Json", value)


def _text(text: str, param: str, path: Path) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidSchema(
            param=show(param, path), problem="has half a surrogate pair, which no text holds"
        ) from None
    return text


def named(value: Json) -> str:
    """What a value is, in words of JSON."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return json.dumps(value)[:40]
    if isinstance(value, str):
        return json.dumps(value[:40])
    return "an array" if isinstance(value, list) else "an object"


def same_key(value: Json) -> object:
    """Equal and hashable for values that JSON Schema takes to be equal: 1 and 1.0, but not true."""
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, list):
        return ("list", *map(same_key, value))
    if isinstance(value, dict):
        return ("dict", frozenset((key, same_key(inner)) for key, inner in value.items()))
    return value
