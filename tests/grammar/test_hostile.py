"""Schemas and grammars made to harm: each is refused, and what is only large is not.

They go the way that a request's do: read and lowered here, then tried in a child with mini's
tokenizer, under the limits that hold in the worker too.
"""

from __future__ import annotations

import asyncio
import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from rejoinder import mini
from rejoinder.errors import GrammarTooComplex, InvalidGrammar, InvalidRequest
from rejoinder.grammar.checker import Checker
from rejoinder.grammar.ebnf import lark_of
from rejoinder.grammar.parts import choice_part, lark_part, pattern_part, schema_part
from rejoinder.grammar.schema import check_schema
from rejoinder.grammar.sizes import check_choices, check_pattern
from rejoinder.grammar.text import Grammar, LarkPart, Part

Schema = dict[str, Any]
STRING = {"type": "string"}


def wrapped(inner: str, left: str, right: str, times: int) -> str:
    return left * times + inner + right * times


def chain(length: int) -> Schema:
    """Definitions that lead to one another."""
    defs = {
        f"d{number}": {"type": "object", "properties": {"a": {"$ref": f"#/$defs/d{number + 1}"}}}
        for number in range(length)
    }
    return {"$ref": "#/$defs/d0", "$defs": {**defs, f"d{length}": {"type": "null"}}}


def doubling(length: int) -> Schema:
    """Two ways on from each definition: written out it would have 2^length."""
    defs: Schema = {
        f"d{number}": {
            "type": "object",
            "properties": {key: {"$ref": f"#/$defs/d{number + 1}"} for key in "ab"},
        }
        for number in range(length)
    }
    return {"$ref": "#/$defs/d0", "$defs": {**defs, f"d{length}": {"type": "null"}}}


def choices_together(groups: int, options: int) -> Schema:
    """options^groups combinations."""
    return {
        "allOf": [
            {"anyOf": [{"type": "object", "properties": {f"k{group}": {"const": option}}}
                       for option in range(options)]}
            for group in range(groups)
        ]
    }  # fmt: skip


def tangle(length: int) -> Schema:
    """Every definition is several others together, each time others."""
    return {
        "$ref": "#/$defs/d0",
        "$defs": {
            f"d{number}": {
                "type": "object",
                "properties": {
                    f"p{step}": {
                        "allOf": [
                            {"$ref": f"#/$defs/d{(number * 7 + step) % length}"},
                            {"$ref": f"#/$defs/d{(number * 5 + 3 * step + 1) % length}"},
                            {"$ref": f"#/$defs/d{(number * 3 + 5 * step + 2) % length}"},
                        ]
                    }
                    for step in range(4)
                },
            }
            for number in range(length)
        },
    }


REFUSED_SCHEMAS: dict[str, object] = {
    "a million arrays": wrapped("1", "[", "]", 1_000_000),
    "fifty thousand objects": wrapped("1", '{"a":', "}", 50_000),
    "deep default": '{"default":' + wrapped("1", "[", "]", 10_000) + "}",
    "deep properties": wrapped("{}", '{"properties":{"a":', "}}", 70),
    "deep items": wrapped("{}", '{"items":', "}", 80),
    "deep not": wrapped("{}", '{"not":', "}", 80),
    "deep anyOf": wrapped("{}", '{"anyOf":[', "]}", 70),
    "long description": {"description": "x" * 300_000},
    "many values": {"enum": [f"value number {number}" for number in range(20_000)]},
    "many properties": {"properties": {f"p{number}": True for number in range(20_000)}},
    "many schemas": {"anyOf": [{"const": number} for number in range(10_001)]},
    "long chain": chain(1_500),
    "combinations": choices_together(groups=10, options=4),
    "tangle": tangle(40),
    "many together": {"allOf": [{"type": "object", "required": [f"r{n}"]} for n in range(100)]},
    "dependencies": {
        "type": "object",
        "properties": {f"p{number}": STRING for number in range(30)},
        "dependentRequired": {f"p{number}": [f"p{number + 1}"] for number in range(29)},
    },
    "options that may hold together": {
        "oneOf": [{"type": "string", "pattern": f"a{number}"} for number in range(300)]
    },
    "patterns of names": {"patternProperties": {f"^a{number}$": True for number in range(100)}},
    "no base": {"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]},
    "no base in a ring": {
        "$ref": "#/$defs/d0",
        "$defs": {
            f"d{number}": {
                "type": "array",
                "minItems": 1,
                "items": {"$ref": f"#/$defs/d{(number + 1) % 9}"},
            }
            for number in range(9)
        },
    },
    "circle": {"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}]}}},
    "repetitions": {"pattern": "^(ab|c){0,100000}$"},
    "repetitions of repetitions": {"pattern": "^((a{0,99}){0,99}){0,99}$"},
    "groups": {"pattern": wrapped("a", "(", ")", 1_000)},
    "long pattern": {"pattern": "a|" * 5_000},
    "states": {
        "allOf": [
            {"type": "string", "pattern": f".*{letter}.{{{18 + n}}}$"}
            for n, letter in enumerate("abcd")
        ]
    },
    "many items of nothing": {"type": "array", "minItems": 10**9},
    "optional properties": {
        "type": "object",
        "properties": {f"p{n}": STRING for n in range(4_000)},
    },
    "steps": {
        "type": "object",
        "properties": {f"p{n}": {"type": "integer", "multipleOf": 9_000 + n} for n in range(100)},
    },
}

FINE_SCHEMAS: dict[str, Schema] = {
    "doubling": doubling(60),
    "chain": chain(90),
    "required properties": {
        "type": "object",
        "properties": {f"p{n}": STRING for n in range(3_000)},
        "required": [f"p{n}" for n in range(3_000)],
    },
    "optional properties": {"type": "object", "properties": {f"p{n}": STRING for n in range(500)}},
    "values": {"enum": [f"value number {number}" for number in range(5_000)]},
    "kinds": {
        "oneOf": [
            {"type": "object", "properties": {"kind": {"const": f"k{n}"}}, "required": ["kind"]}
            for n in range(300)
        ]
    },
    "long strings": {"type": "string", "minLength": 3, "maxLength": 100_000},
    "long arrays": {"type": "array", "items": {"type": "integer"}, "maxItems": 100_000},
    "linear": {"type": "string", "pattern": "^(a+)+$"},
    "words": {"type": "string", "pattern": "^\\w+([.-]?\\w+)*@\\w+([.-]?\\w+)*(\\.\\w{2,3})+$"},
}

REFUSED_PATTERNS = {
    "repetitions": "(ab){0,100000}",
    "long": "a" * 5_001,
    "groups": wrapped("a", "(?:", ")", 500),
    "unreadable": "(",
    "lookbehind": "(?<=a)b",
}

REFUSED_GRAMMARS = {
    "long": "start: " + " | ".join(f'"{number}"' for number in range(30_000)),
    "without end": "start: start",
    "ring": 'start: a\na: "(" b\nb: "[" a',
    "states": "start: A\nA: /.*a.{25}/ & /.*b.{27}/ & ~/.*c.{23}/",
    "rows": "start: " + " ".join(f"r{n}?" for n in range(3_000))
    + "".join(f'\nr{n}: "x" | "y"' for n in range(3_000)),
    "deep groups": "start: " + wrapped('"a"', "(", ")", 20_000),
    "deep ebnf": "root ::= " + wrapped('"a"', "(", ")", 5_000),
}  # fmt: skip

# They look worse than they are: a repetition is counted, not written out.
FINE_GRAMMARS = {
    "repetitions": 'start: ("a"? | "b"?){100000}',
    "nested repetitions": "start: A{1000}\nA: B{1000}\nB: C{1000}\nC: /[a-z]{1000}/",
}


def refused_here(schema: object) -> bool:
    raw = msgspec.Raw((schema if isinstance(schema, str) else json.dumps(schema)).encode())
    try:
        check_schema(raw, param="field")
    except InvalidRequest as error:
        return bool(error.param and error.param.startswith("field") and len(error.message) < 1_200)
    return False


def judged(parts: dict[str, Part]) -> dict[str, str]:
    """By name, the param and code of the 400 of those that the child refuses."""

    async def all_of_them() -> dict[str, str]:
        checker = Checker(Path(mini.__file__).parent, vocab_size=6_144)
        codes: dict[str, str] = {}
        try:
            for name, part in parts.items():
                grammar = Grammar(LarkPart("start: @part"), (("part", part),))
                try:
                    await checker.check(grammar, param="field")
                except InvalidRequest as error:
                    codes[name] = f"{error.param}: {error.code}"
        finally:
            await checker.stop()
        return codes

    return asyncio.run(all_of_them())


def part_of(schema: object) -> Part:
    return schema_part(msgspec.Raw(json.dumps(schema).encode()))


@pytest.mark.slow
def test_schemas_made_to_harm_are_refused() -> None:
    left = {name: schema for name, schema in REFUSED_SCHEMAS.items() if not refused_here(schema)}
    # What only the compiler can tell.
    assert left.keys() == {"states", "optional properties", "steps"}
    codes = judged({name: part_of(schema) for name, schema in left.items()})
    assert codes == dict.fromkeys(left, "field: grammar_too_complex")


@pytest.mark.slow
def test_what_is_only_large_passes() -> None:
    assert judged({name: part_of(schema) for name, schema in FINE_SCHEMAS.items()}) == {}


@pytest.mark.parametrize("pattern", REFUSED_PATTERNS.values(), ids=REFUSED_PATTERNS)
def test_patterns_made_to_harm_are_refused(pattern: str) -> None:
    with pytest.raises((InvalidGrammar, GrammarTooComplex)) as caught:
        check_pattern(pattern, param="guided_regex")
    assert caught.value.param == "guided_regex"


def test_choices_have_a_number_and_a_length() -> None:
    for choices in (["x"] * 5_000, ["x" * 300_000]):
        with pytest.raises(GrammarTooComplex):
            check_choices(choices, param="guided_choice")
    many = [f"choice {number}" for number in range(4_000)]
    check_choices(many, param="guided_choice")
    assert judged({"choices": choice_part(many), "pattern": pattern_part("(a|b)*c")}) == {}


@pytest.mark.slow
def test_grammars_made_to_harm_are_refused() -> None:
    left: dict[str, Part] = {}
    for name, definition in REFUSED_GRAMMARS.items():
        try:
            left[name] = lark_part(lark_of(definition, param="field"))
        except InvalidRequest:
            continue
    assert judged(left).keys() == left.keys()
    assert judged({name: lark_part(told) for name, told in FINE_GRAMMARS.items()}) == {}


def test_a_schema_of_noise_is_refused_or_read_but_never_a_fault() -> None:
    """Pieces of schemas put together without sense; only a 400 may come of them."""
    drawn = random.Random("noise")
    words = ("type", "properties", "items", "anyOf", "$ref", "enum", "minimum", "pattern", "not",
             "required", "oneOf", "allOf", "const", "additionalProperties", "$defs", "if", "then",
             "multipleOf", "maxItems", "uniqueItems", "format", "dependentRequired", "contains",
             "propertyNames", "minProperties", "prefixItems", "patternProperties")  # fmt: skip

    def noise(depth: int) -> Any:  # noqa: ANN401 - any JSON
        kind = drawn.randrange(9)
        if kind < 4 and depth < 5:
            return {drawn.choice(words): noise(depth + 1) for _ in range(drawn.randint(0, 3))}
        if kind == 4 and depth < 5:
            return [noise(depth + 1) for _ in range(drawn.randint(0, 3))]
        return drawn.choice(["object", "string", "#", "#/$defs/a", "a", "^a", 0, 1, -1, 2.5, True,
                             False, None, ["a"], {}, {"a": {}}, 10**30, "\u0000"])  # fmt: skip

    num_read = 0
    for _ in range(3_000):
        schema = noise(0)
        try:
            check_schema(msgspec.Raw(json.dumps(schema).encode()), param="field")
        except InvalidRequest:
            continue
        num_read += 1
    assert num_read > 50
