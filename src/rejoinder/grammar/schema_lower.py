"""A checked schema as llguidance is to have it: flat, closed, and never wider than the client's.

llguidance knows part of JSON Schema, and takes some of that more loosely than validators do. So
conjunctions are put together here (`schema_merge.py`), alternatives are spread out, and each result
is written with the few keywords whose meaning is certain. What has no such form is refused by its
place. An object whose properties are listed takes no others unless it says that it does: models
invent keys, and no reader of the answer looks for them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from msgspec.structs import replace

from rejoinder.grammar.limits import MAX_CHAIN, MAX_LENGTH, MAX_LOWERED
from rejoinder.grammar.pattern_tree import UNWRITTEN
from rejoinder.grammar.schema_arrays import array_schema
from rejoinder.grammar.schema_document import Document
from rejoinder.grammar.schema_ends import depth, pruned
from rejoinder.grammar.schema_exclusive import Exclusive
from rejoinder.grammar.schema_json import Json, Path, named
from rejoinder.grammar.schema_merge import constrains, container, joined, merged, work
from rejoinder.grammar.schema_numbers import is_written_truly, numbers
from rejoinder.grammar.schema_objects import object_schema
from rejoinder.grammar.schema_shapes import NEVER, TYPES, Conj, Group, Link, Shape, Shapes

# Nested schemas that are written into one another; further in, they are defined apart.
INLINE_DEPTH = 12
# Schemas that one value must hold to.
MAX_TOGETHER = 64
# More than any answer has: more items or properties need not be counted.
MAX_COUNT = 1_000_000

_ENDLESS = "allows no value that ends: it needs itself inside itself"


class Lowering:
    """Of one document. Raises InvalidSchema and GrammarTooComplex."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.shapes = Shapes(document)
        self._names: dict[Conj, str] = {}
        self._bodies: dict[str, Json] = {}
        # Definitions are written one after the other, not in one another: they may be a long chain.
        self._waiting: deque[tuple[str, Conj]] = deque()
        self._merged: dict[Conj, Shape] = {}
        self._bare: dict[Link, Link] = {}
        self._grouped: dict[int, Link] = {}
        # Where nothing was left, and why, those further in first.
        self._contradictions: list[tuple[Path, str]] = []
        self._work = 0
        # Any value. Its numbers are bounded where a validator might divide them; see `numbers`.
        self.anything: Json = True
        if document.has_steps:
            self.anything = {"$ref": "#/$defs/any"}
            self._bodies["any"] = _any_body(document)
        self._exclusive = Exclusive(self)

    def run(self, *, of_object: bool) -> dict[str, Json]:
        """of_object: the value must be an object, whatever the schema says."""
        if self.document.root is False:
            raise self.document.wrong((), "is false, which allows no value")
        root: Conj = (self.shapes.at(()),)
        if of_object:
            told = self.document.root.get("type") if isinstance(self.document.root, dict) else None
            if told is not None and "object" not in (told if isinstance(told, list) else [told]):
                raise self.document.wrong(
                    ("type",), f'must be "object", as arguments are, but is {named(told)}'
                )
            root = (*root, self.shapes.made(Shape(types=frozenset({"object"}))))
        lowered = self.lower(root, 0)
        while self._waiting:
            name, links = self._waiting.popleft()
            self._bodies[name] = self._body(links, 0)
        schema = pruned(lowered, self._bodies)
        if schema is None:
            if not self._contradictions:
                why = "allows no value" if lowered is False else _ENDLESS
                self.contradicts(*(self.shapes.never(root) or ((), why)))
            raise self.document.wrong(*self._contradictions[0])
        if depth(schema) > MAX_CHAIN:
            raise self.document.too_complex((), f"{MAX_CHAIN} schemas in one another by `$ref`")
        return schema

    def contradicts(self, path: Path, problem: str) -> None:
        """Why there is no such value, to be told if that leaves none at all."""
        self._contradictions.append((path, problem))

    def closure(self, conj: Conj) -> Conj:
        """All links that hold where these do, without those that only lead to others."""
        found: dict[Link, None] = {}
        waiting = list(reversed(conj))
        while waiting:
            link = waiting.pop()
            if link not in found:
                found[link] = None
                waiting.extend(reversed(self.shapes.shape(link).also))
        return tuple(link for link in found if self._is_telling(link))

    def _is_telling(self, link: Link) -> bool:
        shape = self.shapes.shape(link)
        return bool(shape.groups) or not _says_nothing(shape)

    def merge(self, links: Conj) -> Shape:
        """Of a closure."""
        if links not in self._merged:
            path = self.shapes.shape(links[0]).path if links else ()
            if len(links) > MAX_TOGETHER:
                raise self.document.too_complex(path, f"{MAX_TOGETHER} schemas that hold together")
            shapes = [self.shapes.shape(link) for link in links] or [Shape()]
            self._spend(path, work(shapes))
            self._merged[links] = merged(self.document, shapes)
        return self._merged[links]

    def _spend(self, path: Path, units: int = 1) -> None:
        self._work += units
        if self._work > MAX_LOWERED:
            raise self.document.too_complex(path, f"{MAX_LOWERED} combinations of schemas")

    def lower(self, conj: Conj, depth: int) -> Json:
        """The schema to hand on; False where there is no such value."""
        links = self.closure(joined([conj]))
        if links in self._names:
            return {"$ref": f"#/$defs/{self._names[links]}"}
        if depth < INLINE_DEPTH and not any(link in self.shapes.targets for link in links):
            return self._body(links, depth)
        name = self._names[links] = f"s{len(self._names)}"
        self._waiting.append((name, links))
        return {"$ref": f"#/$defs/{name}"}

    def _body(self, links: Conj, depth: int) -> Json:
        self._spend(self.shapes.shape(links[0]).path if links else ())
        shape = self.merge(links)
        if shape.groups:
            schema = self._options(links, shape.groups, depth)
        else:
            schema = self._flat(shape, depth)
        if schema is False and links != (NEVER,):
            why = self.shapes.never(links) if NEVER in links else None
            generic = (
                "allows no value, whichever of its alternatives is taken"
                if shape.groups
                else "allows no value: it contradicts itself"
            )
            self.contradicts(*(why or (shape.path, generic)))
        return schema

    def without_groups(self, links: Conj) -> Conj:
        """What the schemas of a closure say themselves."""
        found: list[Link] = []
        for link in links:
            if link not in self._bare:
                shape = self.shapes.shape(link)
                self._bare[link] = self.shapes.made(replace(shape, also=(), groups=()))
            found.append(self._bare[link])
        return tuple(found)

    def with_group(self, group: Group) -> Link:
        """To nothing but a choice."""
        if id(group) not in self._grouped:
            self._grouped[id(group)] = self.shapes.made(Shape(path=group.path, groups=(group,)))
        return self._grouped[id(group)]

    def _options(self, links: Conj, groups: Sequence[Group], depth: int) -> Json:
        group, others = groups[0], tuple(self.with_group(each) for each in groups[1:])
        base = (*self.without_groups(links), *others)
        if _says_nothing(replace(self.merge(links), groups=())):
            base = others
        found: list[Json] = []
        for index, option in enumerate(group.options):
            self._spend(group.path)
            more: Conj = ()
            if group.is_exclusive:
                more = self._exclusive.narrowing(base, group, index)
            schema = self.lower((*base, *option, *more), depth + 1)
            if schema == self.anything:
                return schema
            if schema is not False:
                found.append(schema)
        if not found:
            return False
        return found[0] if len(found) == 1 else {"anyOf": found}

    def _flat(self, shape: Shape, depth: int) -> Json:
        if shape.excluded:
            path, value = shape.excluded[0]
            raise self.document.wrong(
                path, f"excludes {named(value)} where nothing lists the values there are"
            )
        if shape.values is not None:
            return self._of_values(shape, shape.values, depth)
        if _says_nothing(shape):
            return self.anything
        found: list[Json] = []
        plain: list[Json] = [name for name in ("null", "boolean") if name in shape.types]
        if numeric := shape.types & {"integer", "fraction"}:
            schema = numbers(self.document, shape, numeric)
            if schema is not None and schema.keys() == {"type"}:
                plain.append(schema["type"])
            elif schema is not None:
                found.append(schema)
        if "string" in shape.types:
            text = self._text(shape)
            if text == {"type": "string"}:
                plain.append("string")
            elif text is not False:
                found.append(text)
        if "array" in shape.types:
            found += array_schema(self, shape, depth)
        if "object" in shape.types:
            found += object_schema(self, shape, depth)
        if plain:
            found.insert(0, {"type": plain[0] if len(plain) == 1 else [*plain]})
        if not found:
            return False
        return found[0] if len(found) == 1 else {"anyOf": found}

    def _of_values(self, shape: Shape, values: Sequence[Json], depth: int) -> Json:
        """Values that are checked already, but for what is inside of arrays and objects."""
        plain: list[Json] = []
        found: list[Json] = []
        for value in values:
            kind = container(value)
            if kind and constrains(shape, kind):
                only = self.shapes.made(self.shapes.of_value(value, shape.path))
                limits = self.shapes.made(replace(shape, values=None, groups=()))
                inner = self.lower((only, limits), depth + 1)
                if inner is not False:
                    found.append(inner)
            else:
                self._check_written(value, shape.path)
                plain.append(value)
        if plain:
            found.insert(0, {"enum": plain})
        if not found:
            return False
        return found[0] if len(found) == 1 else {"anyOf": found}

    def _check_written(self, value: Json, path: Path) -> None:
        """That llguidance writes the value itself, and not one that is near, or nothing at all."""
        inner = value if isinstance(value, list) else []
        for each in value.values() if isinstance(value, dict) else inner:
            self._check_written(each, path)
        if isinstance(value, str) and (odd := UNWRITTEN & set(value)):
            raise self.document.wrong(
                path,
                f"has the character {min(odd)!a}, which JSON writes as an escape that is not "
                "supported",
            )
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and not is_written_truly(value)
        ):
            raise self.document.wrong(path, f"has {value}, which has too many digits to be exact")

    def _text(self, shape: Shape) -> Json:
        least, most = shape.min_length, shape.max_length
        if least > MAX_LENGTH:
            raise self.document.wrong(
                (*shape.path, "minLength"), f"is {least}, more than {MAX_LENGTH}"
            )
        if most is not None:
            most = min(most, MAX_LENGTH)  # llguidance would give up in the midst of a longer one
        if most is not None and least > most:
            return False
        schema: dict[str, Json] = {"type": "string"}
        if least:
            schema["minLength"] = least
        if most is not None:
            schema["maxLength"] = most
        patterns = [f"^(?:{regex})$" for regex in shape.patterns]
        if patterns:
            schema["pattern"] = patterns[0]
        if patterns[1:]:
            schema["allOf"] = [{"pattern": each} for each in patterns[1:]]
        return schema

    def counts(
        self, shape: Shape, what: str, least: int, most: int | None
    ) -> tuple[int, int | None]:
        """A least and a most that llguidance can count to."""
        if least > MAX_COUNT:
            raise self.document.wrong(
                (*shape.path, f"min{what}"), f"is {least}, more than {MAX_COUNT}"
            )
        return least, None if most is not None and most > MAX_COUNT else most


def _says_nothing(shape: Shape) -> bool:
    """Whether every value holds to it; its `also` and groups aside."""
    return (
        shape.types == TYPES
        and shape.values is None
        and not shape.excluded
        and shape.low is None
        and shape.high is None
        and not shape.steps
        and not any(constrains(shape, name) for name in ("string", "array", "object"))
    )


def _any_body(document: Document) -> Json:
    itself: Json = {"$ref": "#/$defs/any"}
    return {
        "anyOf": [
            {"type": ["null", "boolean", "string"]},
            numbers(document, Shape(), frozenset({"integer", "fraction"})),
            {"type": "array", "items": itself},
            {"type": "object", "additionalProperties": itself},
        ]
    }
