"""Shapes put together: what holds if all of them hold."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from rejoinder.grammar.schema_document import Document
from rejoinder.grammar.schema_json import Json, same_key
from rejoinder.grammar.schema_shapes import (
    ANY,
    Bound,
    Conj,
    Shape,
    allowed,
)


def merged(document: Document, shapes: Sequence[Shape]) -> Shape:
    """One shape for all, its `also` aside. Raises InvalidSchema where they cannot be joined."""
    if len(shapes) == 1:
        return _settled(document, shapes[0])
    types = frozenset.intersection(*(each.types for each in shapes))
    arrays = [each for each in shapes if _is_of_arrays(each)]
    return _settled(
        document,
        replace(
            _objects(document, shapes),
            path=shapes[0].path,
            types=types,
            values=_values(shapes),
            excluded=tuple(one for each in shapes for one in each.excluded),
            low=_tighter([each.low for each in shapes], is_low=True),
            high=_tighter([each.high for each in shapes], is_low=False),
            steps=tuple(dict.fromkeys(step for each in shapes for step in each.steps)),
            min_length=max(each.min_length for each in shapes),
            max_length=_least([each.max_length for each in shapes]),
            patterns=tuple(dict.fromkeys(one for each in shapes for one in each.patterns)),
            prefix=_prefix(arrays),
            items=_all([each.items for each in arrays]),
            min_items=max(each.min_items for each in shapes),
            max_items=_least([each.max_items for each in shapes]),
            unique=next((each.unique for each in shapes if each.unique is not None), None),
            contains=tuple(one for each in shapes for one in each.contains),
            groups=tuple(group for each in shapes for group in each.groups),
        ),
    )


def work(shapes: Sequence[Shape]) -> int:
    """How long putting them together takes, in units of some 5 µs."""
    num_names = sum(len(each.properties) + len(each.required) for each in shapes)
    values = sum(_length(value) for each in shapes for value in each.values or ())
    excluded = values * sum(len(each.excluded) for each in shapes)
    matched = values * sum(len(each.patterns) for each in shapes)
    if num_patterned := sum(len(each.patterned) for each in shapes):
        names = (name for each in shapes for name in (*each.properties, *each.required))
        matched += num_patterned * sum(map(_length, names))
    joins = 2 * len(shapes) if len(shapes) > 1 else 0
    return joins + (num_names * len(shapes) + values + excluded) // 8 + matched // 2


def _length(value: Json) -> int:
    return 1 + len(value if isinstance(value, str) else repr(value)) // 16


def constrains(shape: Shape, name: str) -> bool:
    """Whether a shape says more of a type's values than that they may be."""
    if name == "array":
        return _is_of_arrays(shape)
    if name == "object":
        return _is_of_objects(shape)
    if name == "string":
        return bool(shape.patterns or shape.min_length or shape.max_length is not None)
    return False


def joined(conjunctions: Sequence[Conj]) -> Conj:
    """All of them, each link once."""
    return tuple(dict.fromkeys(link for conj in conjunctions for link in conj if link != ANY))


def _is_of_arrays(shape: Shape) -> bool:
    return bool(
        shape.prefix
        or shape.items is not None
        or shape.min_items
        or shape.max_items is not None
        or shape.unique is not None
        or shape.contains
    )


def _is_of_objects(shape: Shape) -> bool:
    return bool(
        shape.lists_properties
        or shape.patterned
        or shape.rest is not None
        or shape.required
        or shape.min_properties
        or shape.max_properties is not None
        or shape.names
    )


def _settled(document: Document, shape: Shape) -> Shape:
    """Without the values that something else forbids, and the exclusions that say nothing."""
    if shape.values is not None:
        kept = [value for value in shape.values if _stays(shape, value)]
        for regex in shape.patterns:
            kept = [
                value
                for value in kept
                if not isinstance(value, str) or document.matches(regex, value)
            ]
        once = {same_key(value): value for value in kept}
        return replace(shape, values=tuple(once.values()), excluded=(), patterns=())
    if not shape.excluded:
        return shape
    open_shape = replace(shape, excluded=())
    excluded = tuple(each for each in shape.excluded if _stays(open_shape, each[1]))
    types, small = shape.types, frozenset({"null", "boolean"})
    if types <= small:
        values = [value for value in (None, True, False) if allowed(open_shape, value)]
        left = tuple(value for value in values if allowed(shape, value))
        return replace(shape, values=left, excluded=())
    if any(value is None for _, value in excluded):
        types -= {"null"}
        excluded = tuple(each for each in excluded if each[1] is not None)
    return replace(shape, types=types, excluded=excluded)


def _stays(shape: Shape, value: Json) -> bool:
    if name := container(value):
        return name in shape.types and not _is_excluded(shape, value)
    return allowed(shape, value)


def container(value: Json) -> str:
    """The type of an array or object; empty for others."""
    if isinstance(value, dict):
        return "object"
    return "array" if isinstance(value, list) else ""


def _is_excluded(shape: Shape, value: Json) -> bool:
    return any(same_key(value) == same_key(each) for _, each in shape.excluded)


def _values(shapes: Sequence[Shape]) -> tuple[Json, ...] | None:
    found: tuple[Json, ...] | None = None
    for each in shapes:
        if each.values is not None:
            known = {same_key(value) for value in each.values}
            found = (
                each.values
                if found is None
                else tuple(value for value in found if same_key(value) in known)
            )
    return found


def _least(limits: Sequence[int | None]) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


def _tighter(bounds: Sequence[Bound | None], *, is_low: bool) -> Bound | None:
    sign = -1 if is_low else 1
    return min(
        (bound for bound in bounds if bound is not None),
        # Where two are equal the one that excludes is tighter.
        key=lambda bound: (sign * bound.value, not bound.excludes),
        default=None,
    )


def _all(conjunctions: Sequence[Conj | None]) -> Conj | None:
    told = [conj for conj in conjunctions if conj is not None]
    return joined(told) if told else None


def _prefix(arrays: Sequence[Shape]) -> tuple[Conj, ...]:
    long = max((len(each.prefix) for each in arrays), default=0)
    return tuple(
        joined(
            [
                each.prefix[place] if place < len(each.prefix) else each.items or ()
                for each in arrays
            ]
        )
        for place in range(long)
    )


def _objects(document: Document, shapes: Sequence[Shape]) -> Shape:
    """What they say of objects."""
    about = [each for each in shapes if _is_of_objects(each)]
    patterned = [each for each in about if each.patterned]
    if len(patterned) > 1:
        raise document.wrong(
            patterned[1].patterned[0][0][:-1],
            "meets `patternProperties` of another schema for the same object, which is not "
            "supported",
        )
    names = dict.fromkeys(name for each in about for name in each.properties)
    names |= dict.fromkeys(name for each in about for name in each.required)
    return Shape(
        properties={
            name: joined([of_name(document, each, name) for each in about]) for name in names
        },
        lists_properties=any(each.lists_properties for each in about),
        patterned=tuple(
            (path, regex, joined([conj, *(each.rest or () for each in about if each is not own)]))
            for own in patterned
            for path, regex, conj in own.patterned
        ),
        rest=_all([each.rest for each in about]),
        required=tuple(dict.fromkeys(name for each in about for name in each.required)),
        min_properties=max((each.min_properties for each in about), default=0),
        max_properties=_least([each.max_properties for each in about]),
        names=joined([each.names for each in about]),
    )


def of_name(document: Document, shape: Shape, name: str) -> Conj:
    """What a shape says of the property of a name."""
    matching = [conj for _, regex, conj in shape.patterned if document.matches(regex, name)]
    if name in shape.properties:
        return joined([shape.properties[name], *matching])
    return joined(matching) if matching else shape.rest or ()


def listed(document: Document, shape: Shape) -> dict[str, Conj]:
    """Every property that is spoken of by name, in order, with all that is said of it."""
    names = (*shape.properties, *(name for name in shape.required if name not in shape.properties))
    return {name: of_name(document, shape, name) for name in names}
