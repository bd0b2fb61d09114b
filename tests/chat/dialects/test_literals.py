"""Values that are not written as JSON: what a schema lets be written, and what is read of it."""

from __future__ import annotations

import json
import random

import jsonschema
import pytest

from rejoinder.chat.ask import Tool, ToolKind
from rejoinder.chat.dialects.base import Wants, Written, WrittenCall
from rejoinder.chat.dialects.gemma import Gemma4
from rejoinder.chat.dialects.pythonic import Lfm2, Pythonic
from tests.chat.dialects.speakers import Speaker, schema

PYTHON = Speaker(Lfm2(), has_tokens=True)
GEMMA = Speaker(Gemma4(), has_tokens=True)

Schema = dict[str, object]
BOOLEAN: Schema = {"type": "boolean"}
TOWN: Schema = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "exact": BOOLEAN,
        "near": {"type": "object", "properties": {"on": {"anyOf": [BOOLEAN, {"type": "null"}]}}},
    },
    "required": ["name"],
}
TREE: Schema = {
    "$defs": {
        "T": {
            "type": "object",
            "properties": {
                "on": BOOLEAN,
                "kids": {"type": "array", "items": {"$ref": "#/$defs/T"}},
            },
            "required": ["on"],
        }
    },
    "type": "object",
    "properties": {"tree": {"$ref": "#/$defs/T"}},
}


def of(properties: Schema, **rest: object) -> Schema:
    return {"type": "object", "properties": properties, **rest}


def tool(described: Schema | None) -> Tool:
    return Tool(name="f", parameters=None if described is None else schema(described))


def python(arguments: str) -> str:
    return f"<|tool_call_start|>[f({arguments})]<|tool_call_end|>"


def gemma(arguments: str) -> str:
    marked = arguments.replace("'", '<|"|>')
    return f"<|tool_call>call:f{{{marked}}}<tool_call|>"


@pytest.mark.parametrize(
    ("described", "arguments"),
    [
        (TOWN, 'name="Oslo", exact=True, near={"on": None}'),
        (TOWN, "name='Oslo'"),
        (None, ""),
        ({}, 'a=1, b={"x": [True, None]}'),
        (TREE, 'tree={"on": True, "kids": [{"on": False}]}'),
        (of({"a": {"enum": ["x", None, True, 3]}}), "a=None"),
        (of({"a": {"type": "array", "items": BOOLEAN, "maxItems": 2}}), "a=[True, False]"),
        (of({"a": {"type": ["boolean", "string"]}}), 'a="x"'),
        (of({"a": {"type": "array", "prefixItems": [BOOLEAN], "items": False}}), "a=[True]"),
        (of({"\u00e9": BOOLEAN}, additionalProperties={"type": "integer"}), "\u00e9=True, z=3"),
        (of({"a": {"type": "object", "additionalProperties": BOOLEAN}}), 'a={"x": True}'),
        ({"anyOf": [of({"a": BOOLEAN}), of({"b": BOOLEAN})]}, "b=True"),
        ({"type": "object", "patternProperties": {"^a": BOOLEAN}}, "ab=True, b=1"),
        # The second of two that begin alike.
        (
            of({"a": {"anyOf": [of({"x": BOOLEAN}, required=["x"]), of({"y": BOOLEAN})]}}),
            'a={"y": True}',
        ),
        (
            of({"a": {"anyOf": [of({"x": BOOLEAN}), {"type": "object"}]}}),
            'a={"x": 1, "y": 2}',
        ),
        (of({"a": {"anyOf": [{"enum": [[1, 2]]}, {"type": "array"}]}}), "a=[1, 3]"),
        # A name that could not stand before a `=`.
        (of({"full name": BOOLEAN}), '**{"full name": True}'),
    ],
)
def test_python_says_what_the_schema_allows(described: Schema | None, arguments: str) -> None:
    wants = Wants((tool(described),), must_call=True)
    assert PYTHON.refuses(wants, python(arguments)) == ""
    ((_, told),) = PYTHON.read(wants, PYTHON.shown(PYTHON.ids(python(arguments)))).calls
    jsonschema.validate(json.loads(told), described if described is not None else {"const": {}})


@pytest.mark.parametrize(
    ("described", "arguments"),
    [
        (TOWN, "exact=True"),  # the name is missing
        (TOWN, 'name="Oslo", exact=1'),
        (TOWN, 'name="Oslo", exact=true'),
        (TOWN, 'name="Oslo", other=1'),
        (TOWN, 'name="Oslo", near={"on": 1}'),
        (None, "a=1"),
        (TREE, 'tree={"kids": []}'),
        (of({"a": {"type": "array", "items": BOOLEAN, "minItems": 2}}), "a=[True]"),
        (of({"a": {"type": "array", "items": BOOLEAN, "maxItems": 1}}), "a=[True, True]"),
        (of({"a": BOOLEAN}, additionalProperties={"type": "integer"}), "a=3"),
        ({"type": "object", "patternProperties": {"^a": BOOLEAN}}, "ab=1"),
        ({"type": "object", "additionalProperties": BOOLEAN, "minProperties": 1}, ""),
        (of({"a": {"type": "string", "maxLength": 2}}), 'a="abc"'),
        (of({"a": {"type": "string", "maxLength": 2}}), "a='abc'"),
    ],
)
def test_python_says_nothing_else(described: Schema | None, arguments: str) -> None:
    assert PYTHON.refuses(Wants((tool(described),), must_call=True), python(arguments)) != ""


@pytest.mark.parametrize(
    ("described", "arguments", "is_allowed"),
    [
        (TOWN, "exact:true,name:'Oslo',near:{on:null}", True),  # as the alphabet has it
        (TOWN, "name:'Oslo',exact:true", False),
        (TOWN, "name:'a \"b\", {c}\n'", True),
        (of({"a": {"type": "string", "enum": ["x", "y"]}}), "a:'y'", True),
        (of({"a": {"type": "string", "enum": ["x", "y"]}}), "a:'z'", False),
        (of({"a": {"type": "string", "pattern": "^[a-z]/[0-9]$"}}), "a:'x/1'", True),
        (of({"a": {"type": "string", "pattern": "^[a-z]/[0-9]$"}}), "a:'x1'", False),
        (of({"a": {"type": "string", "minLength": 2}}), "a:'x'", False),
        (of({"a": {"type": "array", "items": {"type": "string"}}}), "a:['x','y']", True),
        (of({"full name": BOOLEAN}), "'full name':true", True),
    ],
)
def test_gemma_says_what_the_schema_allows(
    described: Schema, arguments: str, is_allowed: bool
) -> None:
    wants = Wants((tool(described),), must_call=True)
    refused = GEMMA.refuses(wants, gemma(arguments))
    assert (refused == "") == is_allowed
    if is_allowed:
        ((_, told),) = GEMMA.read(wants, GEMMA.shown(GEMMA.ids(gemma(arguments)))).calls
        jsonschema.validate(json.loads(told), described)


SPEAKERS = (
    PYTHON,
    GEMMA,
    Speaker(Pythonic(), has_tokens=False),
    Speaker(Gemma4(), has_tokens=False),
)
SCALARS: tuple[Schema, ...] = (
    {"type": "string"},
    {"type": "integer"},
    {"type": "number"},
    {"type": "boolean"},
    {"type": "null"},
    {},
    {"enum": ["a", 'q"t', 1, 2.5, None, True, [False], {"x": None}]},
    {"const": [True, None]},
    {"type": ["string", "null"]},
    {"type": "string", "pattern": "^[A-Z]{2}/[0-9]+$"},
    {"type": "string", "minLength": 1, "maxLength": 3},
    {"type": "integer", "minimum": -3, "maximum": 5},
    {"$ref": "#/$defs/tree"},
)
NAMES = ["a", "ab", "is_on", "\u00e9t\u00e9", "x-y", "full name", "tags"]


def drawn(rng: random.Random, depth: int = 0) -> Schema:
    if depth == 3 or (depth and rng.random() < 0.5):
        return rng.choice(SCALARS)
    inner = [drawn(rng, depth + 1) for _ in range(rng.randint(1, 3))]
    if depth == 0 or rng.random() < 0.4:
        properties = dict(zip(rng.sample(NAMES, len(inner)), inner, strict=True))
        required = [name for name in properties if rng.random() < 0.5]
        more = {"additionalProperties": drawn(rng, 3)} if rng.random() < 0.3 else {}
        return of({**properties}, required=required, **more)
    kind = rng.choice(["array", "tuple", "map", "any"])
    if kind == "array":
        return {"type": "array", "items": inner[0], "minItems": rng.randint(0, 2), "maxItems": 3}
    if kind == "tuple":
        return {"type": "array", "prefixItems": inner, "items": rng.choice([False, drawn(rng, 3)])}
    if kind == "map":
        return {"type": "object", "additionalProperties": inner[0]}
    return {"anyOf": inner}


def test_whatever_is_said_of_any_schema_validates() -> None:
    num_whole = 0
    for seed in range(80):
        rng = random.Random(seed)
        tree = of({"on": BOOLEAN, "kid": {"$ref": "#/$defs/tree"}})
        described = {**drawn(rng), "$defs": {"tree": tree}}
        wants = Wants((tool(described),), must_call=True, is_parallel=False)
        speaker = SPEAKERS[seed % len(SPEAKERS)]
        sample = WrittenCall(wants.tools[0], '{"a": "x", "ab": [1, true], "is_on": {"x": null}}')
        samples = [speaker.dialect.write(Written(calls=(sample,)))]
        text, is_whole = speaker.walk(wants, samples, seed, max_tokens=150)
        num_whole += is_whole
        if is_whole:
            heard = speaker.read(wants, text)
            assert heard.content == ""
            ((_, told),) = heard.calls
            jsonschema.validate(json.loads(told), described)
    assert num_whole >= 40  # or else little has been tested


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("", {}),
        ("a = 1 ,b=[ 2.5, -3, ],", {"a": 1, "b": [2.5, -3]}),
        ("a=1_000, b=0x1F, c=.5, d=+3, e=1e9", {"a": 1000, "b": 31, "c": 0.5, "d": 3, "e": 1e9}),
        ("month=07", {"month": 7}),
        ("a=true, b=null, c=False", {"a": True, "b": None, "c": False}),
        (
            r"a='it\'s', b=\"\x41\u00e9\U0001f600\ud83d\ude00\0\d\/\"".replace('\\"', '"'),
            {"a": "it's", "b": "A\u00e9\U0001f600\U0001f600\0\\d/"},
        ),
        ("a='''x\"y\n'''", {"a": 'x"y\n'}),
        ('**{"full name": True, "b": {}}, c=[[]]', {"full name": True, "b": {}, "c": [[]]}),
    ],
)
def test_python_is_read_as_python_reads_it(arguments: str, told: Schema) -> None:
    text = PYTHON.shown(PYTHON.ids(python(arguments)))
    heard = PYTHON.read(Wants((tool({}),)), text)
    assert [json.loads(each) for _, each in heard.calls] == [told]
    assert PYTHON.read(Wants((tool({}),)), text, range(1, len(text))) == heard


@pytest.mark.parametrize("arguments", ["a=b", "a=1+2", "a=f'x'", "a=nan", "1", "a=(1, 2)"])
def test_what_python_would_have_to_work_out_is_no_value(arguments: str) -> None:
    heard = PYTHON.read(Wants((tool({}),)), PYTHON.shown(PYTHON.ids(python(arguments))))
    assert "1" not in "".join(told for _, told in heard.calls)


def test_lists_without_end_are_read_without_end() -> None:
    """A reader that calls itself for each would fall over."""
    text = PYTHON.shown(PYTHON.ids(python("a=" + "[" * 5_000 + "]" * 5_000)))
    ((_, told),) = PYTHON.read(Wants((tool({}),)), text).calls
    assert told.count("]") == 5_000


def test_a_list_that_begins_as_no_call_is_content() -> None:
    speaker = Speaker(Pythonic(), has_tokens=True)
    wants = Wants((tool({}),))
    for text in ("[1, 2]", "[f, g]", "[g(a=1)]", "[f](a=1)", "[", "[f"):
        assert speaker.read(wants, text).content == text
        assert speaker.refuses(wants, text) == ""
    assert speaker.read(wants, "\n[ f (a=1)]").calls == (("f", '{"a": 1}'),)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("a:1,b:'x'", {"a": 1, "b": "x"}),
        (" a : true , 'full name' : [ 'x' , None ] ,", {"a": True, "full name": ["x", None]}),
        (r'"a": "\u00e9", b: {c: "d"}', {"a": "\u00e9", "b": {"c": "d"}}),
    ],
)
def test_gemma_is_read_with_quotes_and_spaces_of_its_own(arguments: str, told: Schema) -> None:
    for speaker in (GEMMA, Speaker(Gemma4(), has_tokens=False)):
        text = speaker.shown(speaker.ids(gemma(arguments)))
        heard = speaker.read(Wants((tool({}),)), text)
        assert [json.loads(each) for _, each in heard.calls] == [told]
        assert speaker.read(Wants((tool({}),)), text, range(1, len(text))) == heard


@pytest.mark.parametrize(
    ("speaker", "text", "told"),
    [
        (PYTHON, python(r"input='a\n\"b\"'"), 'a\n"b"'),
        (PYTHON, python(r'"\ud83d\ude00\ud83d"'), "\U0001f600\ufffd"),  # half a character
        (PYTHON, python('input="x", more=1'), "x"),
        (PYTHON, python(""), ""),
        (GEMMA, gemma("input:'a\n\"b\"'"), 'a\n"b"'),
        (GEMMA, gemma(r'"input": "a\n", more: 1'), "a\n"),
        (GEMMA, gemma(""), ""),
    ],
)
def test_a_custom_tool_is_told_its_text(speaker: Speaker, text: str, told: str) -> None:
    wants = Wants((Tool(name="f", kind=ToolKind.CUSTOM),))
    shown = speaker.shown(speaker.ids(text))
    assert speaker.read(wants, shown).calls == (("f", told),)
    assert speaker.read(wants, shown, range(1, len(shown))).calls == (("f", told),)
