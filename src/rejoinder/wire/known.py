"""Which objects of a request have a type here, found by the types of its fields.

For requests that the typed decoder did not take: their plain JSON is walked beside the types, so
that what a type knows and what it does not is said in one place, the type itself. What has another
shape than its type is passed over: the decoder words that better.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect


class Holder(NamedTuple):
    """An object with a type. where: its path, with a dot at its end unless it is the request."""

    value: dict[str, Any]
    where: str
    type: type[msgspec.Struct]
    names: frozenset[str]


def holders(value: object, info: inspect.Type, where: str = "") -> Iterator[Holder]:
    """Every object with a type in plain JSON, from the outside in."""
    struct, items = _fitting(value, info)
    if struct is not None and isinstance(value, dict):
        prefix = where + "." if where else ""
        names = {field.encode_name for field in struct.fields}
        names.update([struct.tag_field] if struct.tag_field else [])
        yield Holder(value, prefix, struct.cls, frozenset(names))
        for field in struct.fields:
            if field.encode_name in value:
                inner = value[field.encode_name]
                yield from holders(inner, field.type, prefix + field.encode_name)
    if items is not None and isinstance(value, list):
        for index, item in enumerate(value):
            yield from holders(item, items, f"{where}[{index}]")


def with_raws(value: object, info: inspect.Type, text: bytes | msgspec.Raw) -> object:
    """Plain JSON with `Raw` where the type has it, cut out of the text it was decoded from."""
    bare = info.type if isinstance(info, inspect.Metadata) else info
    if isinstance(bare, inspect.RawType):
        return msgspec.Raw(text)
    struct, items = _fitting(value, info)
    if struct is not None and isinstance(value, dict):
        fields = [one for one in struct.fields if one.encode_name in value and _has_raw(one.type)]
        if fields:
            raws = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
            for field in fields:
                name = field.encode_name
                value[name] = with_raws(value[name], field.type, raws[name])
    if items is not None and isinstance(value, list) and _has_raw(items):
        texts = msgspec.json.decode(text, type=list[msgspec.Raw])
        return [with_raws(one, items, its) for one, its in zip(value, texts, strict=True)]
    return value


def _fitting(
    value: object, info: inspect.Type
) -> tuple[inspect.StructType | None, inspect.Type | None]:
    """The struct that an object is, or the type of a list's items."""
    kinds = _kinds(info)
    if isinstance(value, list):
        lists = [one.item_type for one in kinds if isinstance(one, inspect.ListType)]
        return None, lists[0] if lists else None
    if not isinstance(value, dict):
        return None, None
    structs = [one for one in kinds if isinstance(one, inspect.StructType)]
    if len(structs) == 1:
        return structs[0], None
    for one in structs:
        assert one.tag_field is not None, "msgspec tells the structs of a union by their tag"
        if value.get(one.tag_field) == one.tag:
            return one, None
    return None, None


def _kinds(info: inspect.Type) -> tuple[inspect.Type, ...]:
    if isinstance(info, inspect.Metadata):
        return _kinds(info.type)
    if isinstance(info, inspect.UnionType):
        return tuple(kind for one in info.types for kind in _kinds(one))
    return (info,)


def _has_raw(info: inspect.Type) -> bool:
    for one in _kinds(info):
        if isinstance(one, inspect.RawType):
            return True
        if isinstance(one, inspect.ListType) and _has_raw(one.item_type):
            return True
        if isinstance(one, inspect.StructType) and any(
            _has_raw(field.type) for field in one.fields
        ):
            return True
    return False
