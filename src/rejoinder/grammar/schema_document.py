"""A schema with its places: every schema in it, and what each `$ref` points to.

Made of JSON that has been read (`schema_json.py`); every keyword's value has been looked at when it
stands, and no `$ref` leads in a circle without a value in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from rejoinder.errors import GrammarTooComplex, InvalidSchema
from rejoinder.grammar.limits import MAX_PATTERNED, MAX_SCHEMA_DEPTH, MAX_SUBSCHEMAS
from rejoinder.grammar.pattern_tree import PatternError
from rejoinder.grammar.patterns import Matching, is_valid, searched
from rejoinder.grammar.schema_bounds import contradiction
from rejoinder.grammar.schema_json import Json, Path, named, show
from rejoinder.grammar.schema_keywords import KEYWORDS, REFUSED, meant, subschemas

Schema = dict[str, Json] | bool


class Document:
    """Raises InvalidSchema or GrammarTooComplex where the schema is not well-formed."""

    def __init__(self, root: Json, *, param: str) -> None:
        self.root = root
        self.param = param
        self.schemas: dict[Path, Schema] = {}
        self.matches = Matching()
        self.has_steps = False  # `multipleOf` anywhere
        self._paths: dict[int, Path] = {}  # by the identity of the JSON read
        self._bases: dict[Path, Path] = {}  # the nearest schema around it that has an `$id`
        self._ids: dict[str, Path] = {}
        self._anchors: dict[tuple[Path, str], Path] = {}
        self._targets: dict[Path, Path] = {}  # of every schema with a `$ref`
        self._visit(root, (), (), 0)
        self._resolve_all()
        self._refuse_circles()

    def wrong(self, path: Path, problem: str, *, hint: str | None = None) -> InvalidSchema:
        return InvalidSchema(param=show(self.param, path), problem=problem, hint=hint)

    def too_complex(self, path: Path, limit: str) -> GrammarTooComplex:
        return GrammarTooComplex(param=show(self.param, path), limit=limit)

    def path_of(self, schema: Schema) -> Path | None:
        """Where this very schema stands, or None if it is not of the document."""
        return self._paths.get(id(schema)) if isinstance(schema, dict) else None

    def target(self, path: Path) -> Path:
        """Of the `$ref` in the schema at a path."""
        return self._targets[path]

    def _visit(self, schema: Json, path: Path, base: Path, depth: int) -> None:
        if not isinstance(schema, dict | bool):
            raise self.wrong(
                path, f"must be a schema, which is an object, true or false, but is {named(schema)}"
            )
        if path in self.schemas:
            return
        if depth > MAX_SCHEMA_DEPTH:
            raise self.too_complex(path, f"{MAX_SCHEMA_DEPTH} schemas in one another")
        if len(self.schemas) >= MAX_SUBSCHEMAS:
            raise self.too_complex(path, f"{MAX_SUBSCHEMAS} schemas in a schema")
        self.schemas[path] = schema
        if isinstance(schema, bool):
            return
        self._paths[id(schema)] = path
        name = schema.get("$id", schema.get("id"))
        if isinstance(name, str) and not name.startswith("#"):
            base = path
            self._ids.setdefault(name.removesuffix("#"), path)
        self._bases[path] = base
        for word in ("$anchor", "$dynamicAnchor"):
            if isinstance(anchor := schema.get(word), str):
                self._anchors.setdefault((base, anchor), path)
        self._check(schema, path)
        for step, inner in subschemas(schema):
            self._visit(inner, (*path, *step), base, depth + 1)

    def _check(self, schema: dict[str, Json], path: Path) -> None:
        self.has_steps |= "multipleOf" in schema
        for word, value in schema.items():
            if reason := REFUSED.get(word):
                raise self.wrong((*path, word), f"is not supported: it {reason}")
            if check := KEYWORDS.get(word):
                if problem := check(value):
                    raise self.wrong((*path, word), problem)
            elif keyword := meant(word):
                raise self.wrong((*path, word), f"is no keyword, but `{keyword}` is")
        if isinstance(pattern := schema.get("pattern"), str):
            self._check_pattern(pattern, (*path, "pattern"))
        if isinstance(patterned := schema.get("patternProperties"), dict):
            if len(patterned) > MAX_PATTERNED:
                raise self.too_complex(
                    (*path, "patternProperties"), f"{MAX_PATTERNED} patterns of property names"
                )
            for pattern in patterned:
                self._check_pattern(pattern, (*path, "patternProperties", pattern))
        if found := contradiction(schema):
            word, problem = found
            raise self.wrong((*path, word), problem)

    def _check_pattern(self, pattern: str, path: Path) -> None:
        try:
            regexes = searched(pattern)
        except PatternError as error:
            raise self.wrong(path, f"is a pattern that {error}") from None
        if "\\p" in pattern.lower() and not all(map(is_valid, regexes)):
            raise self.wrong(path, "is a pattern that names a Unicode property that there is not")

    def _resolve_all(self) -> None:
        waiting = True
        while waiting:
            waiting = False
            for path, schema in list(self.schemas.items()):
                if isinstance(schema, dict) and "$ref" in schema and path not in self._targets:
                    self._targets[path] = self._resolve(str(schema["$ref"]), path)
                    waiting = True  # it may have led to schemas outside of any keyword

    def _resolve(self, ref: str, path: Path) -> Path:
        at = (*path, "$ref")
        name, _, fragment = ref.partition("#")
        base = self._bases[path]
        if name:
            if name not in self._ids:
                raise self.wrong(
                    at,
                    f"is {named(ref)}, which lies outside of this schema",
                    hint="`$defs` can hold a copy of it, and `$ref` point there: `#/$defs/name`.",
                )
            base = self._ids[name]
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            target = self._anchors.get((base, fragment))
            if target is None:
                raise self.wrong(at, f"is {named(ref)}, but nothing has that `$anchor`")
            return target
        target = self._follow(base, fragment)
        if target is None:
            raise self.wrong(at, f"is {named(ref)}, but there is nothing")
        if target not in self.schemas:
            inner = self._value(target)
            if not isinstance(inner, dict | bool):
                raise self.wrong(at, f"is {named(ref)}, where {named(inner)} stands and no schema")
            self._visit(inner, target, base, len(target) // 2)
        return target

    def _follow(self, base: Path, pointer: str) -> Path | None:
        path = base
        value = self._value(base)
        for part in pointer.split("/")[1:]:
            step: str | int = part.replace("~1", "/").replace("~0", "~")
            if isinstance(value, list) and part.isascii() and part.isdigit():
                step = int(part[:9])
            found = _inside(value, step)
            if found is None:
                return None
            path, value = (*path, step), found[0]
        return path

    def _value(self, path: Path) -> Json:
        value = self.root
        for step in path:
            found = _inside(value, step)
            assert found is not None
            value = found[0]
        return value

    def _in_place(self, path: Path) -> Iterator[Path]:
        """The schemas that say something of the very same value."""
        schema = self.schemas[path]
        if isinstance(schema, bool):
            return
        if path in self._targets:
            yield self._targets[path]
        for step, _ in subschemas(schema):
            if step[0] in {"allOf", "anyOf", "oneOf", "not", "if", "then", "else",
                           "dependentSchemas", "dependencies"}:  # fmt: skip
                yield (*path, *step)

    def _refuse_circles(self) -> None:
        done: set[Path] = set()
        for start in self.schemas:
            if start in done:
                continue
            under_way: dict[Path, Iterator[Path]] = {start: self._in_place(start)}
            while under_way:
                path, steps = next(reversed(under_way.items()))
                step = next(steps, None)
                if step is None:
                    del under_way[path]
                    done.add(path)
                elif step in under_way:
                    raise self.wrong(path, "refers to itself without a value in between")
                elif step not in done:
                    under_way[step] = self._in_place(step)


def _inside(value: Json, step: str | int) -> tuple[Json] | None:
    """The value a step further in, alone in a tuple; None where there is nothing."""
    if isinstance(value, dict) and isinstance(step, str) and step in value:
        return (value[step],)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return (value[step],)
    return None
