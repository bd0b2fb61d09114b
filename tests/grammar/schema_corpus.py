"""Schemas made by chance, from a seed: the same number makes the same schema.

Nested objects and arrays, enums, alternatives, references and recursion, bounds, patterns, formats
and text of all scripts; put together as people do, and sometimes as nobody would.
"""

from __future__ import annotations

import random
from typing import Any

from rejoinder.grammar.formats import FORMATS

Schema = dict[str, Any]

NAMES = ("a", "b", "name", "größe", "名前", "x y", 'qu"ote', "back\\slash", "new\nline", "", "$ref",
         "enum", "properties", "\U0001f600", "\u0001", "n.1", "-", "\u2028")  # fmt: skip
VALUES: tuple[object, ...] = (
          0, 1, -7, 2.5, 1e-7, "a", "", "ü", 'q"\\\n', "名", "\U0001f600", None,
          True, False, [], [1, "x"], {}, {"a": 1}, {"名": [None]}, 9007199254740992, -0.0,
          "123", "true")  # fmt: skip
PATTERNS = ("^a", "b$", "^[a-c]+$", "x|yy", "^(ab|cd){1,3}$", "\\d", "^\\w{2,8}$", "^[^a-z]*$",
            "^\\S+@\\S+$", "^[\\u4e00-\\u9fff]{1,4}$", "(^a|b)c", "^.{3}$",
            "^\\d{3}-\\d{4}$", "^(?=.*[A-Z])[A-Za-z]{2,8}$", "(?i)^ok$", "é+", "[\\s\\S]{2}",
            "^$|^x+$", "\\\\", '"', "^[^\\W\\d]+$", "^\\W$")  # fmt: skip


class Corpus:
    """One schema's making."""

    def __init__(self, number: int) -> None:
        self._random = random.Random(f"schema {number}")

    def schema(self) -> Schema:
        made = self._object(0) if self._chance(0.6) else self._any(0)
        if self._chance(0.6):
            made.setdefault("$schema", "https://json-schema.org/draft/2020-12/schema")
        made["$defs"] = {
            "P": self._any(2),
            "Q": self._object(2),
            "tree": self._tree(),
            "list": {
                "anyOf": [
                    {"type": "null"},
                    {
                        "type": "object",
                        "properties": {"head": self._leaf(), "tail": {"$ref": "#/$defs/list"}},
                        "required": ["head", "tail"],
                    },
                ]
            },
        }
        return made

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def _names(self, most: int) -> list[str]:
        return self._random.sample(NAMES, self._random.randint(0, most))

    def _tree(self) -> Schema:
        return {
            "type": "object",
            "properties": {
                "value": self._leaf(),
                "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}, "maxItems": 2},
            },
            "required": self._random.choice((["value"], ["value", "children"], [])),
            **({"additionalProperties": False} if self._chance(0.5) else {}),
        }

    def _any(self, depth: int) -> Schema:
        if depth > 3 or self._chance(0.35):
            return self._leaf()
        make = self._random.choice(
            (
                self._object,
                self._object,
                self._array,
                self._alternatives,
                self._reference,
                self._together,
            )
        )
        return make(depth)

    def _leaf(self) -> Schema:
        return self._random.choice(
            (self._integer, self._number, self._string, self._string, self._values, self._plain)
        )()

    def _plain(self) -> Schema:
        return self._random.choice(
            (
                {"type": "boolean"},
                {"type": "null"},
                {"type": ["string", "null"]},
                {"type": ["integer", "boolean"], "minimum": 3},
                {},
                {"type": "object"},
                {"type": "array"},
            )
        ).copy()

    def _integer(self) -> Schema:
        made: Schema = {"type": "integer"}
        if self._chance(0.5):
            made["minimum"] = self._random.choice((-5, 0, 1.5, -(10**18), 2**53 + 1, -3e5))
        if self._chance(0.4) and made.get("minimum", 0) < 100:
            made["maximum"] = self._random.choice((100, 9999.5, 2**64, 10**12))
        if self._chance(0.2):
            made["multipleOf"] = self._random.choice((2, 7, 10, 1000, 0.5, 3.0))
        return made

    def _number(self) -> Schema:
        made: Schema = {"type": "number"}
        low, high = self._random.choice(
            ((-1.5, 3.25), (0, 1), (0.1, 0.3), (-1e6, 1e-9), (1e-12, 1e15), (2, 2.0000001))
        )
        if self._chance(0.6):
            made[self._random.choice(("minimum", "exclusiveMinimum"))] = low
        if self._chance(0.6):
            made[self._random.choice(("maximum", "exclusiveMaximum"))] = high
        if self._chance(0.15):
            made = {"type": "number", "multipleOf": self._random.choice((0.5, 0.25, 3))}
        elif self._chance(0.1):
            made = {"type": "number", "multipleOf": 0.01, "minimum": 0, "maximum": 2}
        return made

    def _string(self) -> Schema:
        made: Schema = {"type": "string"}
        kind = self._random.randrange(5)
        if kind == 0:
            made["format"] = self._random.choice((*FORMATS, "int32", "color"))
        elif kind == 1:
            made["pattern"] = self._random.choice(PATTERNS)
        elif kind == 2:
            made["minLength"] = self._random.randint(0, 6)
            if self._chance(0.7):
                made["maxLength"] = made["minLength"] + self._random.randint(0, 12)
        elif kind == 3:
            made |= {"pattern": "^[\\w ]*$", "maxLength": self._random.randint(1, 30)}
        return made

    def _values(self) -> Schema:
        values = self._random.sample(VALUES, self._random.randint(1, 5))
        return {"const": values[0]} if self._chance(0.3) else {"enum": values}

    def _object(self, depth: int) -> Schema:
        names = self._names(5)
        made: Schema = {"type": "object"}
        if names or self._chance(0.5):
            made["properties"] = {name: self._any(depth + 1) for name in names}
        if self._chance(0.7):
            made["required"] = [name for name in names if self._chance(0.6)]
            if self._chance(0.15):
                made["required"].append("extra")
        kind = self._random.randrange(10)
        if kind < 3 and "extra" not in made.get("required", []):
            made["additionalProperties"] = False
        elif kind == 3:
            made["additionalProperties"] = self._any(depth + 2)
        elif kind == 4:
            made["patternProperties"] = {"^[xyz]": self._leaf()}
        elif kind == 5 and not names:
            made |= {"maxProperties": self._random.randint(1, 3), "additionalProperties": True}
        elif kind == 6 and len(names) > 1:
            made["dependentRequired"] = {names[0]: [names[1]]}
        elif kind == 7 and not names:
            made = {"type": "object", "propertyNames": {"pattern": "^[a-z]{1,8}$"}}
            made["additionalProperties"] = self._leaf()
        return made

    def _array(self, depth: int) -> Schema:
        made: Schema = {"type": "array", "items": self._any(depth + 1)}
        if self._chance(0.4):
            made["minItems"] = self._random.randint(0, 2)
        if self._chance(0.6):
            made["maxItems"] = made.get("minItems", 0) + self._random.randint(0, 3)
        if self._chance(0.2):
            made["prefixItems"] = [self._leaf() for _ in range(self._random.randint(1, 3))]
        elif self._chance(0.15):
            made = {"type": "array", "items": {"enum": ["a", "b", 3]}, "uniqueItems": True}
        elif self._chance(0.1):
            made = {"type": "array", "contains": self._leaf()}
        return made

    def _alternatives(self, depth: int) -> Schema:
        if self._chance(0.3):
            kinds = self._random.sample(("cat", "dog", "fish"), 2)
            return {
                "oneOf": [
                    {
                        "type": "object",
                        "properties": {"kind": {"const": kind}, "more": self._any(depth + 2)},
                        "required": ["kind"] if self._chance(0.7) else [],
                    }
                    for kind in kinds
                ]
            }
        return {"anyOf": [self._any(depth + 1) for _ in range(self._random.randint(1, 3))]}

    def _reference(self, depth: int) -> Schema:
        name = self._random.choice(("tree", "list", "Q"))
        made: Schema = {"$ref": f"#/$defs/{name}"}
        if self._chance(0.2):
            made["description"] = "beside it"
        return made

    def _together(self, depth: int) -> Schema:
        kind = self._random.randrange(4)
        if kind == 0:
            return {"allOf": [self._object(depth + 2), {"type": "object", "required": ["b"]}]}
        if kind == 1:
            return {"$ref": "#/$defs/Q", "properties": {"more": self._leaf()}}
        if kind == 2:
            return {
                **self._object(depth + 1),
                "anyOf": [{"required": ["a"]}, {"properties": {"b": self._leaf()}}],
            }
        return {
            "type": "object",
            "properties": {"kind": {"enum": ["x", "y"]}, "v": {"type": "integer"}},
            "required": ["kind"],
            "if": {"properties": {"kind": {"const": "x"}}},
            "then": {"required": ["v"]},
            "else": {"properties": {"v": False}},
        }
