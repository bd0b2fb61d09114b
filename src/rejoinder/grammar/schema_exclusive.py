"""`oneOf`: each option so narrowed that no other holds beside it.

llguidance only knows `anyOf`. A value of one option must not be a value of another, and that must
be certain: because their types differ, or a property's values, or a property of the one that the
other does not allow. Where an optional property would tell two apart, it is required.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from rejoinder.grammar.schema_json import Json, same_key
from rejoinder.grammar.schema_merge import constrains, container, joined, listed
from rejoinder.grammar.schema_numbers import numbers
from rejoinder.grammar.schema_shapes import NEVER, Conj, Group, Link, Shape

if TYPE_CHECKING:
    from rejoinder.grammar.schema_lower import Lowering

# How deep inside two options a difference is looked for.
MAX_LOOK = 4


class Exclusive:
    """Of one schema's lowering."""

    def __init__(self, lowering: Lowering) -> None:
        self._lowering = lowering
        self._empty: dict[tuple[Conj, int], bool] = {}
        self._quick: dict[int, tuple[Conj, ...] | None] = {}

    def narrowing(self, base: Conj, group: Group, index: int) -> Conj:
        """What must hold too so that no other option of the group does. Raises InvalidSchema."""
        if id(group) not in self._quick:
            self._quick[id(group)] = self._told_apart(group)
        if (quick := self._quick[id(group)]) is not None:
            return quick[index]
        option = (*base, *group.options[index])
        more: Conj = ()
        for other, told in enumerate(group.options):
            if other == index:
                continue
            found = self._apart((*option, *more), told)
            if found is None:
                first, second = sorted((index, other))
                raise self._lowering.document.wrong(
                    group.paths[second],
                    f"may hold beside `{group.path[-1]}[{first}]`, and nothing is certain to tell "
                    "them apart",
                    hint="A property that both require, with other values in each, tells them "
                    "apart; `anyOf` does not ask that only one holds.",
                )
            more = (*more, *found)
        return more

    def _told_apart(self, group: Group) -> tuple[Conj, ...] | None:
        """For each option what to add, where one property's listed values tell all of them apart:
        as most are written, and quicker than every pair."""
        shapes = [self._shape(option) for option in group.options]
        if any(shape.groups or shape.types != {"object"} for shape in shapes):
            return None
        for name in listed(self._lowering.document, shapes[0]):
            seen: set[object] = set()
            count = 0
            for shape in shapes:
                values = self._shape(shape.properties.get(name, ())).values or ()
                seen.update(map(same_key, values))
                count += len(values) or len(seen) + 1
            if len(seen) == count:
                need: Conj = (self._made(Shape(path=group.path, required=(name,))),)
                return tuple(() if name in shape.required else need for shape in shapes)
        return None

    def _shape(self, conj: Conj) -> Shape:
        return self._lowering.merge(self._lowering.closure(joined([conj])))

    def _apart(self, one: Conj, other: Conj) -> Conj | None:
        """What to add to the one so that the other cannot hold; None where nothing is known."""
        if self.is_empty((*one, *other), MAX_LOOK):
            return ()
        shape = self._shape(one)
        if shape.groups or shape.types != {"object"}:
            return None
        for name in listed(self._lowering.document, shape):
            need = self._made(Shape(path=shape.path, required=(name,)))
            if self.is_empty((*one, need, *other), MAX_LOOK):
                return (need,)
        if shape.rest is None and shape.lists_properties and not shape.patterned:
            # It will be written so that no other properties come: see `schema_objects.py`.
            closed = self._made(
                Shape(
                    path=shape.path,
                    properties=dict.fromkeys(listed(self._lowering.document, shape), ()),
                    lists_properties=True,
                    rest=(NEVER,),
                )
            )
            if self.is_empty((*one, closed, *other), MAX_LOOK):
                return (closed,)
        return None

    def _made(self, shape: Shape) -> Link:
        return self._lowering.shapes.made(shape)

    def is_empty(self, conj: Conj, look: int) -> bool:
        """Whether it is certain that no value holds to all."""
        links = self._lowering.closure(joined([conj]))
        key = (links, look)
        if key not in self._empty:
            self._empty[key] = False  # for as long as it is being looked into
            self._empty[key] = self._look(links, look)
        return self._empty[key]

    def _look(self, links: Conj, look: int) -> bool:
        shape = self._lowering.merge(links)
        if shape.groups and look > 0:
            base = self._lowering.without_groups(links)
            for group in shape.groups:
                if all(self.is_empty((*base, *each), look - 1) for each in group.options):
                    return True
        if shape.values is not None:
            if not shape.values:
                return True
            if any(isinstance(value, list | dict) for value in shape.values):
                return all(self._is_value_empty(shape, value, look) for value in shape.values)
            return False
        return all(self._has_none(shape, name, look) for name in shape.types)

    def _is_value_empty(self, shape: Shape, value: Json, look: int) -> bool:
        if not isinstance(value, list | dict) or look <= 0:
            return False
        if not constrains(shape, container(value)):
            return False
        made = self._lowering.shapes
        only = made.made(made.of_value(value, shape.path))
        return self.is_empty((only, made.made(replace(shape, values=None, groups=()))), look - 1)

    def _has_none(self, shape: Shape, name: str, look: int) -> bool:
        """Whether no value of the type holds."""
        if name in {"integer", "fraction"}:
            kinds = frozenset({"integer"} if name == "integer" else {"integer", "fraction"})
            low, high = shape.low, shape.high
            if low is None or high is None:
                return False
            if low.value > high.value or (
                low.value == high.value and (low.excludes or high.excludes)
            ):
                return True
            return name == "integer" and numbers(self._lowering.document, shape, kinds) is None
        if name == "string":
            return shape.max_length is not None and shape.min_length > shape.max_length
        if name == "array":
            if shape.max_items is not None and shape.min_items > shape.max_items:
                return True
            needed = shape.prefix[: shape.min_items]
            if shape.min_items > len(shape.prefix) and shape.items is not None:
                needed = (*needed, shape.items)
            return look > 0 and any(self.is_empty(conj, look - 1) for conj in needed)
        if name == "object" and look > 0:
            known = listed(self._lowering.document, shape)
            return any(self.is_empty(known[each], look - 1) for each in shape.required)
        return False
