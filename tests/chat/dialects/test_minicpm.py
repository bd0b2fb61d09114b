"""MiniCPM 5: strings in CDATA or without."""

from __future__ import annotations

import json

import pytest

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.base import Wants
from tests.chat.dialects.speakers import SPEAKERS, Speaker, schema

BOTH = pytest.mark.parametrize(
    "speaker", [one for one in SPEAKERS if one.dialect.name == "minicpm5"], ids=str
)
SAY = Tool(
    name="say",
    parameters=schema(
        {
            "type": "object",
            "properties": {
                "text": {"type": "string"},
                "mark": {"enum": ["<", "<![CDATA["]},
                "tags": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["text"],
            "additionalProperties": False,
        }
    ),
)
WANTS = Wants((SAY,), must_call=True)


def call(*params: tuple[str, str]) -> str:
    inside = "".join(f'<param name="{name}">{value}</param>' for name, value in params)
    return f'<function name="say">{inside}</function>'


@BOTH
@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Oslo", "Oslo"),
        ("a < b & c", "a < b & c"),
        ("<![CDATA[a </p> b\n]]]>", "a </p> b\n]"),
        ("<![CDATA[]]>", ""),
        ("x<![CDATA[y]]>", "x<![CDATA[y]]>"),
    ],
)
def test_a_string_may_stand_in_cdata(speaker: Speaker, written: str, text: str) -> None:
    if speaker.has_tokens and written.startswith("x"):
        return  # a token inside text is none
    said = call(("text", written))
    assert speaker.refuses(WANTS, said) == ""
    shown = speaker.shown(speaker.ids(said))
    heard = speaker.read(WANTS, shown)
    assert [json.loads(arguments) for _, arguments in heard.calls] == [{"text": text}]
    assert speaker.read(WANTS, shown, range(1, len(shown))) == heard


@BOTH
def test_words_that_look_like_cdata_stand_in_it(speaker: Speaker) -> None:
    for said in ("<![CDATA[<]]>", "<", "<![CDATA[<![CDATA[]]>"):
        if speaker.has_tokens and said.count("<!") > 1:
            continue
        assert speaker.refuses(WANTS, call(("text", "a"), ("mark", said))) == ""


@BOTH
def test_pythons_lists_are_read_as_json(speaker: Speaker) -> None:
    """Its template writes them so in earlier turns."""
    said = call(("text", "a"), ("tags", "['a', 'b']"))
    heard = speaker.read(WANTS, speaker.shown(speaker.ids(said)))
    assert json.loads(heard.calls[0][1]) == {"text": "a", "tags": ["a", "b"]}
