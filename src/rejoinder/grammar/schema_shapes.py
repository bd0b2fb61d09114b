"""A schema as constraints that can be put together: one shape for each schema, read on demand.

A shape says what one schema's own keywords say. What it says through others is left as links:
`also` must hold too (`allOf`, `$ref`), and of each group one option must (`anyOf`, `oneOf`). A
value is described by a conjunction: links that must all hold. Keywords that are only ways of saying
such things (`not`, `if`, `dependentRequired`) are put so here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NewType, TypeAlias

import msgspec

from rejoinder.grammar.formats import FORMATS
from rejoinder.grammar.patterns import searched
from rejoinder.grammar.schema_bounds import has_type
from rejoinder.grammar.schema_document import Document
from rejoinder.grammar.schema_json import Json, Path, same_key
from rejoinder.grammar.schema_keywords import EXCLUDED, SPEAKING
from rejoinder.grammar.schema_negation import Negation

Link = NewType("Link", int)
Conj: TypeAlias = "tuple[Link, ...]"

TYPES = frozenset({"null", "boolean", "integer", "fraction", "string", "array", "object"})
# Always links to true and false.
ANY, NEVER = Link(0), Link(1)


class Bound(msgspec.Struct, frozen=True):
    """An end of a range of numbers."""

    value: int | float
    excludes: bool


class Group(msgspec.Struct, frozen=True, eq=False):
    """One option must hold; exactly one, where is_exclusive. paths: of the options."""

    path: Path
    options: tuple[Conj, ...]
    is_exclusive: bool = False
    paths: tuple[Path, ...] = ()


class Contains(msgspec.Struct, frozen=True):
    """At least `least` items, and at most `most`, hold."""

    path: Path
    item: Conj
    least: int
    most: int | None


class Shape(msgspec.Struct, frozen=True, eq=False):
    """types: `fraction` is a number that is not whole. values: None allows all. patterns: regexes
    for the whole string. rest, items: None says nothing. lists_properties: has `properties`, be it
    empty. names: what property names must be. Paths say where a refusal would be about."""

    path: Path = ()
    types: frozenset[str] = TYPES
    values: tuple[Json, ...] | None = None
    excluded: tuple[tuple[Path, Json], ...] = ()
    low: Bound | None = None
    high: Bound | None = None
    steps: tuple[tuple[Path, int | float], ...] = ()
    min_length: int = 0
    max_length: int | None = None
    patterns: tuple[str, ...] = ()
    prefix: tuple[Conj, ...] = ()
    items: Conj | None = None
    min_items: int = 0
    max_items: int | None = None
    unique: Path | None = None
    contains: tuple[Contains, ...] = ()
    properties: Mapping[str, Conj] = {}
    lists_properties: bool = False
    patterned: tuple[tuple[Path, str, Conj], ...] = ()
    rest: Conj | None = None
    required: tuple[str, ...] = ()
    min_properties: int = 0
    max_properties: int | None = None
    names: Conj = ()
    also: Conj = ()
    groups: tuple[Group, ...] = ()


class Shapes:
    """Links and what they lead to. Raises InvalidSchema for what cannot be held to."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._made: list[Shape | tuple[Json, Path]] = [
            Shape(),
            Shape(types=frozenset()),
        ]
        self._by_path: dict[Path, Link] = {}
        # Schemas that a `$ref` leads to: what they make is worth a definition of its own.
        self.targets: set[Link] = set()
        # Of schemas that say themselves that there is no such value: where, and how.
        self._nevers: dict[Path, tuple[Path, str]] = {}

    def at(self, path: Path) -> Link:
        """To the schema at a path of the document."""
        schema = self.document.schemas[path]
        if isinstance(schema, bool):
            return ANY if schema else NEVER
        if path not in self._by_path:
            self._by_path[path] = self._add((schema, path))
        return self._by_path[path]

    def note_never(self, path: Path, place: Path, problem: str) -> None:
        """The schema at a path allows nothing, because of what stands at the place."""
        self._nevers.setdefault(path, (place, problem))

    def never(self, conj: Conj) -> tuple[Path, str] | None:
        """Where and how one of these, or what holds with it, says that there is no such value."""
        waiting, seen = list(reversed(conj)), {ANY, NEVER}
        while waiting:
            link = waiting.pop()
            if link not in seen:
                seen.add(link)
                shape = self.shape(link)
                if shape.path in self._nevers:
                    return self._nevers[shape.path]
                waiting.extend(reversed(shape.also))
        return None

    def made(self, shape: Shape) -> Link:
        return self._add(shape)

    def _add(self, what: Shape | tuple[Json, Path]) -> Link:
        self._made.append(what)
        return Link(len(self._made) - 1)

    def shape(self, link: Link) -> Shape:
        found = self._made[link]
        if not isinstance(found, Shape):
            schema, path = found
            assert isinstance(schema, dict)
            found = self._made[link] = self._read(schema, path)
        return found

    def of(self, schema: Json, path: Path) -> Link:
        """To a schema of the document, or one that is written nowhere, but says what one at the
        path means."""
        if isinstance(schema, bool):
            return ANY if schema else NEVER
        assert isinstance(schema, dict)
        written = self.document.path_of(schema)
        return self._add((schema, path)) if written is None else self.at(written)

    def of_value(self, value: Json, path: Path) -> Shape:
        """What is equal to a value, with arrays and objects taken apart."""
        if isinstance(value, dict):
            return Shape(
                path=path,
                types=frozenset({"object"}),
                properties={
                    key: (self.made(self.of_value(inner, path)),) for key, inner in value.items()
                },
                lists_properties=True,
                required=tuple(value),
                rest=(NEVER,),
            )
        if isinstance(value, list):
            return Shape(
                path=path,
                types=frozenset({"array"}),
                prefix=tuple((self.made(self.of_value(inner, path)),) for inner in value),
                min_items=len(value),
                max_items=len(value),
            )
        return Shape(path=path, values=(value,))

    def _read(self, schema: dict[str, Json], path: Path) -> Shape:
        reader = _Reader(self, schema, path)
        if schema.keys() & SPEAKING <= {"type"}:  # most are so; the rest takes ten times as long
            return Shape(path, reader.types())
        return Shape(
            path=path,
            types=reader.types(),
            values=reader.values(),
            low=reader.bound("minimum", "exclusiveMinimum"),
            high=reader.bound("maximum", "exclusiveMaximum"),
            steps=reader.steps(),
            min_length=reader.count("minLength") or 0,
            max_length=reader.count("maxLength"),
            patterns=reader.patterns(),
            min_items=reader.count("minItems") or 0,
            max_items=reader.count("maxItems"),
            unique=(*path, "uniqueItems") if schema.get("uniqueItems") is True else None,
            prefix=reader.prefix(),
            items=reader.items(),
            contains=reader.contains(),
            properties=reader.map("properties"),
            lists_properties="properties" in schema,
            patterned=reader.patterned(),
            rest=reader.rest(),
            required=reader.names("required"),
            min_properties=reader.count("minProperties") or 0,
            max_properties=reader.count("maxProperties"),
            names=reader.one("propertyNames") or (),
            also=reader.also(),
            groups=reader.groups(),
            excluded=reader.excluded(),
        )


class _Reader:
    """One schema's keywords."""

    def __init__(self, shapes: Shapes, schema: dict[str, Json], path: Path) -> None:
        self._shapes = shapes
        self._schema = schema
        self._path = path

    def _link(self, schema: Json, *step: str | int) -> Link:
        return self._shapes.of(schema, (*self._path, *step))

    def types(self) -> frozenset[str]:
        told = self._schema.get("type")
        if told is None:
            return TYPES
        names = {str(name) for name in (told if isinstance(told, list) else [told])}
        if "number" in names:
            names = names - {"number"} | {"integer", "fraction"}
        return frozenset(names)

    def values(self) -> tuple[Json, ...] | None:
        found = self._schema.get("enum")
        values = tuple(found) if isinstance(found, list) else None
        if "const" in self._schema:
            const = self._schema["const"]
            if values is None or any(same_key(each) == same_key(const) for each in values):
                return (const,)
            return ()
        return values

    def excluded(self) -> tuple[tuple[Path, Json], ...]:
        """Only in what a negation makes; see `schema_negation.py`."""
        found = self._schema.get(EXCLUDED)
        return tuple((self._path, each) for each in found) if isinstance(found, list) else ()

    def _number(self, word: str) -> int | float | None:
        value = self._schema.get(word)
        return value if isinstance(value, int | float) else None

    def count(self, word: str) -> int | None:
        value = self._number(word)
        return None if value is None else int(value)

    def bound(self, within: str, beyond: str) -> Bound | None:
        first, second = self._number(within), self._number(beyond)
        if second is not None:
            is_low = within == "minimum"
            if first is None or (second >= first if is_low else second <= first):
                return Bound(second, excludes=True)
        return None if first is None else Bound(first, excludes=False)

    def steps(self) -> tuple[tuple[Path, int | float], ...]:
        step = self._number("multipleOf")
        return () if step is None else (((*self._path, "multipleOf"), step),)

    def patterns(self) -> tuple[str, ...]:
        pattern, name = self._schema.get("pattern"), self._schema.get("format")
        found = searched(pattern) if isinstance(pattern, str) else ()
        if isinstance(name, str) and name in FORMATS:
            found = (*found, FORMATS[name])
        return found

    def names(self, word: str) -> tuple[str, ...]:
        value = self._schema.get(word)
        return tuple(str(name) for name in value) if isinstance(value, list) else ()

    def one(self, word: str) -> Conj | None:
        if word not in self._schema:
            return None
        return (self._link(self._schema[word], word),)

    def map(self, word: str) -> dict[str, Conj]:
        value = self._schema.get(word)
        if not isinstance(value, dict):
            return {}
        return {name: (self._link(inner, word, name),) for name, inner in value.items()}

    def prefix(self) -> tuple[Conj, ...]:
        word = "items" if isinstance(self._schema.get("items"), list) else "prefixItems"
        value = self._schema.get(word)
        if not isinstance(value, list):
            return ()
        return tuple((self._link(inner, word, index),) for index, inner in enumerate(value))

    def items(self) -> Conj | None:
        word = "additionalItems" if isinstance(self._schema.get("items"), list) else "items"
        found = self.one(word)
        left = self._schema.get("unevaluatedItems", True)
        if found is None and left is not True and left != {}:
            self._only_beside_nothing("unevaluatedItems")
            return self.one("unevaluatedItems")
        return found

    def rest(self) -> Conj | None:
        found = self.one("additionalProperties")
        left = self._schema.get("unevaluatedProperties", True)
        if found is None and left is not True and left != {}:
            self._only_beside_nothing("unevaluatedProperties")
            return self.one("unevaluatedProperties")
        return found

    def _only_beside_nothing(self, word: str) -> None:
        for other in ("$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "dependencies",
                      "contains"):  # fmt: skip
            if other in self._schema:
                raise self._shapes.document.wrong(
                    (*self._path, word),
                    f"is not supported beside `{other}`",
                    hint="`additionalProperties` and `items` can say what is left in each of them.",
                )

    def patterned(self) -> tuple[tuple[Path, str, Conj], ...]:
        value = self._schema.get("patternProperties")
        found: list[tuple[Path, str, Conj]] = []
        if isinstance(value, dict):
            for pattern, inner in value.items():
                path = (*self._path, "patternProperties", pattern)
                regexes = searched(pattern)
                if len(regexes) > 1:
                    raise self._shapes.document.wrong(
                        path, "looks ahead, which is not supported for property names"
                    )
                found.append((path, regexes[0], (self._link(inner, "patternProperties", pattern),)))
        return tuple(found)

    def contains(self) -> tuple[Contains, ...]:
        item = self.one("contains")
        if item is None:
            return ()
        least = self.count("minContains")
        least = 1 if least is None else least
        most = self.count("maxContains")
        return (Contains((*self._path, "contains"), item, least, most),)

    def also(self) -> Conj:
        found: list[Link] = []
        for word, value in self._schema.items():
            at, problem = (*self._path, word), "is false, which allows no value"
            if word == "$ref":
                target = self._shapes.at(self._shapes.document.target(self._path))
                self._shapes.targets.add(target)
                found.append(self._noted(target, at, "leads to what " + problem))
            elif word == "allOf" and isinstance(value, list):
                for index, inner in enumerate(value):
                    link = self._link(inner, word, index)
                    found.append(self._noted(link, (*at, index), problem))
            elif word == "not":
                not_it = Negation(self._shapes.document).of(value, at)
                found.append(self._noted(self._link(not_it, word), at, "excludes every value"))
        return tuple(found)

    def _noted(self, link: Link, place: Path, problem: str) -> Link:
        """The link; where it leads to nothing, that is noted with its place."""
        if link == NEVER:
            if self._shapes.document.path_of(self._schema) is None:
                # Made of another; what stands there says so in its own way.
                place = self._path
                problem = "excludes every value" if "not" in place[-1:] else "allows no value"
            self._shapes.note_never(self._path, place, problem)
        return link

    def groups(self) -> tuple[Group, ...]:
        found: list[Group] = []
        for word, value in self._schema.items():
            if word in {"anyOf", "oneOf"} and isinstance(value, list):
                paths = tuple((*self._path, word, index) for index in range(len(value)))
                links = [(self._link(inner, word, index),) for index, inner in enumerate(value)]
                path = (*self._path, word)
                found.append(Group(path, tuple(links), word == "oneOf", paths))
            elif word == "if" and ("then" in self._schema or "else" in self._schema):
                found.append(self._if(value))
            elif word in {"dependentRequired", "dependentSchemas", "dependencies"} and isinstance(
                value, dict
            ):
                found += (self._dependent(word, name, inner) for name, inner in value.items())
        return tuple(found)

    def _if(self, condition: Json) -> Group:
        path = (*self._path, "if")
        holds: Conj = (self._link(condition, "if"), *(self.one("then") or ()))
        fails = self._link(Negation(self._shapes.document).of(condition, path), "if")
        return Group(path, (holds, (fails, *(self.one("else") or ()))))

    def _dependent(self, word: str, name: str, inner: Json) -> Group:
        # Said of other types than objects it says nothing, and nor does either option.
        absent = self._link({"properties": {name: False}}, word, name)
        present = self._link(
            {"required": [name, *(each for each in inner if each != name)]}
            if isinstance(inner, list)
            else {"required": [name]},
            word,
            name,
        )
        more = () if isinstance(inner, list) else (self._link(inner, word, name),)
        return Group((*self._path, word, name), ((absent,), (present, *more)))


def allowed(shape: Shape, value: Json) -> bool:
    """Whether a value that is no array or object has one of the types, and is in the bounds."""
    name = "fraction" if isinstance(value, float) and not value.is_integer() else ""
    name = name or next(each for each in TYPES - {"fraction"} if has_type(value, each))
    if name not in shape.types:
        return False
    if any(same_key(value) == same_key(each) for _, each in shape.excluded):
        return False
    if isinstance(value, str):
        long = len(value)
        return shape.min_length <= long and (shape.max_length is None or long <= shape.max_length)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return within(shape, value)
    return True


def within(shape: Shape, value: int | float) -> bool:
    """Whether a number is in the shape's bounds and one of its multiples, as Python reckons."""
    if (low := shape.low) and (value <= low.value if low.excludes else value < low.value):
        return False
    if (high := shape.high) and (value >= high.value if high.excludes else value > high.value):
        return False
    return all(is_multiple(value, step) for _, step in shape.steps)


def is_multiple(value: int | float, step: int | float) -> bool:
    """As `jsonschema` reckons it: dividing doubles where the step is one."""
    if not isinstance(step, float):
        return value % step == 0
    try:
        return (value / step).is_integer()
    except OverflowError:
        return False
