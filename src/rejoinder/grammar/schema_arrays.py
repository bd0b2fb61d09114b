"""Arrays, as llguidance is to have them.

It knows items by their place and number, and nothing of what they are to each other. So
`contains` is held to at the array's beginning, and `uniqueItems` where all values are listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations, permutations
from typing import TYPE_CHECKING

from rejoinder.grammar.schema_json import Json
from rejoinder.grammar.schema_merge import joined
from rejoinder.grammar.schema_shapes import NEVER, Conj, Shape

if TYPE_CHECKING:
    from rejoinder.grammar.schema_lower import Lowering

# How many different values unique items may have: 2^10 selections. All orders are written out up
# to five values (326 arrays); of more, each selection stands in the order of the list.
MAX_UNIQUE = 10
MAX_ORDERED = 5


def array_schema(lowering: Lowering, shape: Shape, depth: int) -> list[Json]:
    """Alternatives; none where there is no such array. Raises InvalidSchema."""
    prefix, least = _with_contained(lowering, shape)
    least, most = lowering.counts(shape, "Items", max(least, shape.min_items), shape.max_items)
    if shape.items == (NEVER,):
        most = len(prefix) if most is None else min(most, len(prefix))
    if most is not None and least > most:
        return []
    if shape.unique is not None and (most is None or most > 1):
        return _unique(lowering, shape, prefix, least, most)
    if most is not None:
        prefix = prefix[:most]
    schema: dict[str, Json] = {"type": "array"}
    written = [lowering.lower(conj, depth + 1) for conj in prefix]
    if False in written:
        stop = written.index(False)
        if least > stop:
            return []
        written, most = written[:stop], stop
    if written:
        schema["prefixItems"] = written
    if most is None or most > len(written):
        items = lowering.lower(shape.items or (), depth + 1)
        if items is False:
            if least > len(written):
                return []
            most = len(written)
        elif items is not True:
            schema["items"] = items
    if least:
        schema["minItems"] = least
    if most is not None:
        schema["maxItems"] = most
        if most <= len(written):
            schema["items"] = False
    return [schema]


def _with_contained(lowering: Lowering, shape: Shape) -> tuple[tuple[Conj, ...], int]:
    """The items by their place, and how many there must be, so that what must be contained is."""
    prefix = list(shape.prefix)
    place = 0
    for each in shape.contains:
        if each.most is not None and (shape.max_items is None or shape.max_items > each.most):
            raise lowering.document.wrong(
                (*each.path[:-1], "maxContains"),
                "is not supported unless `maxItems` is no more",
            )
        if each.least > 1_000:
            raise lowering.document.wrong(
                (*each.path[:-1], "minContains"), "is more than 1000, which is not supported"
            )
        for _ in range(each.least):
            if place == len(prefix):
                prefix.append(shape.items or ())
            prefix[place] = joined([prefix[place], each.item])
            place += 1
    return tuple(prefix), place


def _unique(
    lowering: Lowering, shape: Shape, prefix: Sequence[Conj], least: int, most: int | None
) -> list[Json]:
    assert shape.unique is not None
    values = _listed(lowering, shape.items or ()) if not prefix else None
    if values is None or len(values) > MAX_UNIQUE:
        raise lowering.document.wrong(
            shape.unique,
            f"is supported where the items have at most {MAX_UNIQUE} listed values, or `maxItems` "
            "is 1",
            hint="Without it a list may repeat an item; the reader of it can drop what repeats.",
        )
    sizes = range(least, min(len(values) if most is None else most, len(values)) + 1)
    order = permutations if len(values) <= MAX_ORDERED else combinations
    found: list[Json] = [
        [*each] for each in chain.from_iterable(order(values, size) for size in sizes)
    ]
    return [{"enum": found}] if found else []


def _listed(lowering: Lowering, conj: Conj) -> tuple[Json, ...] | None:
    """All values of an item, where they are listed."""
    shape = lowering.merge(lowering.closure(conj))
    if shape.groups or shape.excluded or shape.patterns:
        return None
    if shape.values is not None:
        return shape.values
    if shape.types <= {"boolean", "null"}:
        return tuple(
            value
            for value, name in ((True, "boolean"), (False, "boolean"), (None, "null"))
            if name in shape.types
        )
    return None
