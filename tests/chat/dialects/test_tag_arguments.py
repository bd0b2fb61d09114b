"""Arguments between tags: what the grammar lets be written becomes what the schema allows."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping

import jsonschema
import pytest

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.base import Wants, Written, WrittenCall
from rejoinder.chat.dialects.elements import Name, Text
from rejoinder.chat.dialects.form import Calls, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.tag_arguments import TagArguments
from rejoinder.chat.dialects.tag_schema import parameters_of
from tests.chat.dialects.speakers import CLOCK, NOTE, PLATE, SUM, WEATHER, Heard, Speaker, schema


class Lines(FormDialect):
    """A value stands on lines of its own."""

    name = "lines"
    markers = ("<call>", "</call>")
    form = Form(
        calls=Calls(
            call=(
                Text("<call>\n<function="),
                Name(),
                Text(">\n"),
                TagArguments("<parameter=", ">\n", "\n</parameter>\n"),
                Text("</function>\n</call>"),
            ),
            between="\n",
        )
    )


class Inline(FormDialect):
    """Key and value, each in tags that are tokens, or not."""

    name = "inline"
    markers = ("<call>", "</call>", "<key>", "</key>", "<value>", "</value>")
    form = Form(
        calls=Calls(
            call=(
                Text("<call>"),
                Name(),
                Text("\n"),
                TagArguments("<key>", "</key>\n<value>", "</value>\n"),
                Text("</call>"),
            ),
            between="\n",
        )
    )


class Flagged(FormDialect):
    """Says of each value whether it is a string; and has a marker that is a part of a tag."""

    name = "flagged"
    markers = ("|X|",)
    form = Form(
        calls=Calls(
            opens="<|X|calls>\n",
            call=(
                Text('<|X|invoke name="'),
                Name(),
                Text('">\n'),
                TagArguments(
                    '<|X|parameter name="',
                    '" string="true">',
                    "</|X|parameter>\n",
                    between_json='" string="false">',
                ),
                Text("</|X|invoke>\n"),
            ),
            closes="</|X|calls>",
        )
    )


SPEAKERS = [
    Speaker(dialect, has_tokens=has_tokens)
    for dialect in (Lines(), Inline(), Flagged())
    for has_tokens in (True, False)
]
SPEAKING = pytest.mark.parametrize("speaker", SPEAKERS, ids=str)
LINES = SPEAKERS[1]

Schema = Mapping[str, object]


def _tool(properties: Schema, required: list[str] | None = None, **more: object) -> Tool:
    told = {"type": "object", "properties": properties, "required": required or [], **more}
    return Tool(name="f", parameters=schema(told))


def _arguments(tool: Tool, speaker: Speaker, text: str) -> object:
    heard = speaker.read(Wants((tool,)), text)
    assert speaker.read(Wants((tool,)), text, range(1, len(text))) == heard
    ((_, arguments),) = heard.calls
    assert heard.content == ""
    value: object = json.loads(arguments)
    return value


# A schema of one parameter, values that it allows, and one that it does not.
CASES: list[tuple[Schema, list[object], object]] = [
    ({"type": "string"}, ["", "a\nb", ' "x" ', "5", "null", "{}", "\n", "é€😀"], None),
    ({"type": "integer", "minimum": 3}, [3, 12], 2),
    ({"type": "number"}, [1.5, -2, 0], "x"),
    ({"type": "boolean"}, [True, False], None),
    ({"type": "null"}, [None], 1),
    ({"type": "array", "items": {"type": "string"}}, [[], ["a", "</parameter>"]], [1]),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, [{}, {"a": 1}], {"a": "b"}),
    ({"enum": ["C", "F", "a b"]}, ["C", "a b"], "G"),
    ({"type": "string", "const": "C"}, ["C"], "D"),
    ({"enum": ["C", 5, None]}, ["C", 5, None], 6),
    ({"enum": [1, 2]}, [1, 2], 3),
    ({"type": "string", "minLength": 2, "maxLength": 4}, ["ab", "a\nbc"], "abcde"),
    ({"type": "string", "pattern": "^[a-z]+$"}, ["abc"], "a1"),
    ({"type": "string", "pattern": "^[a-z]"}, ["abc", "a1"], "1a"),
    ({"type": "string", "pattern": "[0-9]"}, ["a1b", "1"], "abc"),
    ({"type": "string", "pattern": "^a|b$"}, ["ax", "xb"], "x"),
    ({"type": "string", "format": "date"}, ["2024-02-28"], "soon"),
    ({"type": "string", "format": "email"}, ["a@b.example"], "soon"),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, [None, "a", "nul", "nulls"], 5),
    ({"anyOf": [{"enum": ["C", "F"]}, {"type": "null"}]}, [None, "C"], "G"),
    ({"type": ["string", "integer"]}, [5, "a", "5x", "-"], [1]),
    ({"type": ["string", "boolean"]}, [True, "tru", "yes"], None),
    ({"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 3}]}, ["a", 5], 2),
    ({"anyOf": [{"type": "string"}, {"type": "array"}]}, ["a", [1], "[1]", '"'], {}),
    ({}, ["a", 5, None, [{"b": ["c"]}], "5"], None),
    ({"$ref": "#/$defs/name"}, ["a", "5"], 5),
    ({"$ref": "#/$defs/tree"}, [{"left": {"left": {}}}, {}], {"left": 5}),
    ({"type": "array", "items": {"$ref": "#/$defs/tree"}}, [[{"left": {}}]], [5]),
    ({"allOf": [{"type": "string"}, {"maxLength": 2}]}, ["a", "ab"], "abc"),
]
DEFS: Schema = {
    "name": {"type": "string"},
    "tree": {
        "type": "object",
        "properties": {"left": {"$ref": "#/$defs/tree"}},
        "additionalProperties": False,
    },
}


@SPEAKING
@pytest.mark.parametrize(("one", "values", "wrong"), CASES, ids=lambda each: str(each)[:40])
def test_every_value_can_be_written_and_no_other(
    speaker: Speaker, one: Schema, values: list[object], wrong: object
) -> None:
    """Written by hand as the parameter says: as text where it is text, as JSON where it is JSON."""
    tool = _tool({"a": one}, ["a"], **{"$defs": DEFS, "additionalProperties": False})
    wants = Wants((tool,), must_call=True)
    is_flagged = speaker.dialect.name == "flagged"
    parameters = parameters_of(tool, are_told_apart=is_flagged)
    assert parameters is not None
    is_text = parameters.named[0].text is not None
    for value in values:
        if "parameter>" in str(value) and not speaker.has_tokens:
            continue  # a closing tag that is text cannot be quoted
        text = _with(speaker, tool, value, is_text=is_text)
        assert speaker.refuses(wants, text) == ""
        assert _arguments(tool, speaker, speaker.shown(speaker.ids(text))) == {"a": value}
    if wrong is not None:
        text = _with(speaker, tool, wrong, is_text=is_text)
        heard = speaker.read(wants, speaker.shown(speaker.ids(text)))
        is_refused = speaker.refuses(wants, text) != ""
        assert is_refused or json.loads(heard.calls[0][1]) != {"a": wrong}


def _with(speaker: Speaker, tool: Tool, value: object, *, is_text: bool) -> str:
    """A call with the one parameter `a`."""
    text = speaker.dialect.write(Written(calls=(WrittenCall(tool, '{"a": "VALUE"}'),)))
    if isinstance(value, str) and is_text:
        return text.replace("VALUE", value)
    text = text.replace("VALUE", json.dumps(value, ensure_ascii=False))
    return text.replace('string="true"', 'string="false"')


@SPEAKING
def test_whatever_may_be_written_is_allowed_by_the_schema(speaker: Speaker) -> None:
    rng = random.Random(3)
    num_whole = 0
    for seed in range(40):
        some = rng.sample(CASES, rng.randint(0, 4))
        properties = {f"p{place}": one for place, (one, _, _) in enumerate(some)}
        required = [name for name in properties if rng.random() < 0.6]
        extra: object = rng.choice([False, False, True, {"type": "integer"}])
        tool = _tool(properties, required, **{"$defs": DEFS, "additionalProperties": extra})
        arguments = {f"p{place}": values[0] for place, (_, values, _) in enumerate(some)}
        sample = speaker.dialect.write(
            Written(calls=(WrittenCall(tool, json.dumps(arguments, ensure_ascii=False)),))
        )
        wants = Wants((tool, CLOCK), must_call=True, is_parallel=False)
        text, is_whole = speaker.walk(wants, [sample], seed)
        heard = speaker.read(wants, text)
        assert speaker.read(wants, text, range(1, len(text))) == heard
        if is_whole and heard.calls[0][0] == tool.name:
            num_whole += 1
            assert tool.parameters is not None
            jsonschema.validate(json.loads(heard.calls[0][1]), json.loads(bytes(tool.parameters)))
    assert num_whole >= 8


@SPEAKING
def test_rules_between_parameters_take_one_json_object(speaker: Speaker) -> None:
    """No order of tags can hold to them."""
    tool = _tool({"b": {"type": "integer"}}, ["b"], minProperties=1)
    wants = Wants((tool,), must_call=True)
    name = 'name="f">' if speaker.dialect.name == "flagged" else "f"
    empty = speaker.dialect.write(Written(calls=(WrittenCall(tool, "{}"),)))
    assert speaker.refuses(wants, empty) != ""
    place = empty.index(name) + len(name)
    place = empty.index("\n", place) + 1
    text = empty[:place] + '{"b": 5}' + empty[place:]
    assert speaker.refuses(wants, text) == ""
    assert _arguments(tool, speaker, speaker.shown(speaker.ids(text))) == {"b": 5}


@SPEAKING
def test_custom_tools_take_their_text_as_it_is(speaker: Speaker) -> None:
    wants = Wants((NOTE, PLATE, SUM), must_call=True)
    texts = [(NOTE, 'a "b"\n\\n'), (NOTE, "x"), (PLATE, "AB 123")]
    if speaker.has_tokens and speaker.dialect.name != "flagged":
        texts.append((SUM, "1 + 2"))  # a token of the call's end ends it
    for tool, given in texts:
        text = speaker.dialect.write(
            Written(calls=(WrittenCall(tool, given), WrittenCall(CLOCK, "{}")))
        )
        offered = Wants((NOTE, PLATE, SUM, CLOCK), must_call=True)
        assert speaker.refuses(offered, text) == ""
        heard = speaker.read(offered, speaker.shown(speaker.ids(text)))
        assert heard.calls == ((tool.name, given), ("now", "{}"))
    wrong = speaker.dialect.write(Written(calls=(WrittenCall(PLATE, "AB 12"),)))
    assert speaker.refuses(wants, wrong) != ""


def _lines(*parameters: str, name: str = "f") -> str:
    return f"<call>\n<function={name}>\n{''.join(parameters)}</function>\n</call>"


def _one(name: str, value: str) -> str:
    return f"<parameter={name}>\n{value}\n</parameter>\n"


@pytest.mark.parametrize(
    ("one", "written", "value"),
    [
        ({"type": "boolean"}, "True", True),
        ({"type": "boolean"}, " false ", False),
        ({"type": "null"}, "None", None),
        ({"type": "array"}, "['a', \"b'\", 1, None]", ["a", "b'", 1, None]),
        ({"type": "object"}, "{'a': {'b': True}}", {"a": {"b": True}}),
        ({"type": "array"}, "a, b", "a, b"),
        ({"type": "integer"}, "five", "five"),
        ({"type": "integer"}, "5.5", 5.5),
        ({"type": "array"}, "['\\ud83d']", ["�"]),
        ({"type": "string"}, "True", "True"),
        ({"type": "string"}, "\n a\n\n", "\n a\n\n"),
        ({}, "[1, 2]", [1, 2]),
        ({}, "[1, 2", "[1, 2"),
        ({}, "NaN", "NaN"),
        ({}, "[" * 5000, "[" * 5000),
        ({}, "9" * 5000, "9" * 5000),
    ],
    ids=lambda each: str(each)[:40],
)
def test_what_a_model_writes_by_itself_is_turned_into_json(
    one: Schema, written: str, value: object
) -> None:
    tool = _tool({"a": one})
    assert _arguments(tool, LINES, _lines(_one("a", written))) == {"a": value}


def test_a_parameter_that_nobody_declared_is_read_as_json_if_it_is_some() -> None:
    tool = _tool({"a": {"type": "string"}})
    text = _lines(_one("a", "1"), _one("b", "1"), _one("c", "x"))
    assert _arguments(tool, LINES, text) == {"a": "1", "b": 1, "c": "x"}
    heard = LINES.read(Wants((CLOCK,)), _lines(_one("b", "1"), name="other"))
    assert heard.calls == (("other", '{"b": 1}'),)


def test_space_between_tags_may_be_missing_or_more() -> None:
    tool = _tool({"a": {"type": "string"}, "b": {"type": "integer"}})
    text = (
        "<call> <function= f >\n\n<parameter= a >x</parameter>\n\n"
        " <parameter=b>\n\n5</parameter></function></call>"
    )
    assert _arguments(tool, LINES, text) == {"a": "x", "b": 5}


def test_a_call_that_is_cut_inside_a_value_tells_the_text_so_far() -> None:
    text = _lines(_one("city", 'Os "lo"'))
    cut = text[: text.index("lo")]
    assert LINES.read(Wants((WEATHER,)), cut.replace("=f>", "=get_weather>")).calls == (
        ("get_weather", '{"city": "Os \\"'),
    )


def test_a_name_without_parameters_or_an_end_is_content() -> None:
    for text in ("<call>\n<function=f>\nand so on", "<call>\n<function=f>", "<call>\n<function=>"):
        heard = LINES.read(Wants((WEATHER,)), text)
        assert heard == Heard(content=text, content_spans=((0, len(text)),))
        assert LINES.read(Wants((WEATHER,)), text, range(1, len(text))) == heard
