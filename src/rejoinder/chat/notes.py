"""What we tell a model in words, where its chat template has no place for it.

The words are ours; names, descriptions and schemas in them are a client's. docs/decisions/0040 and
0041 say when they are told and why.
"""

from __future__ import annotations

import json

import msgspec

from rejoinder.chat.ask import AnswerFormat, FormatKind, Tool, ToolUse
from rejoinder.chat.dialects.base import Dialect, Written, WrittenCall
from rejoinder.chat.habits import Habits
from rejoinder.chat.tool_shapes import Shapes
from rejoinder.chat.turns import GAP, Piece, Told, Voice

# In the place of a tool's name and arguments in the example of a call.
_EXAMPLE = Tool(
    name="tool_name",
    parameters=msgspec.Raw(b'{"type":"object","properties":{"parameter":{"type":"string"}}}'),
)
_ARGUMENTS = '{"parameter": "value"}'


def note(
    tool_use: ToolUse, answer_format: AnswerFormat, habits: Habits, dialect: Dialect | None
) -> tuple[Piece, ...]:
    """For the system message; empty where there is nothing to tell. dialect: where tools are told
    in words, that in which they are called."""
    parts: list[tuple[Told, ...]] = []
    if tool_use.tools and dialect is not None:
        parts.append(_tools(tool_use.tools, dialect))
    told = _format(answer_format, habits)
    if told and tool_use.tools:
        # "Answer" alone would forbid to call.
        first = told[0].text[0].lower() + told[0].text[1:]
        told = (_ours(f"Unless you call a tool, {first}"), *told[1:])
    if told:
        parts.append(told)
    joined: tuple[Piece, ...] = ()
    for part in parts:
        joined = (*joined, *((GAP,) if joined else ()), *part)
    return joined


def _tools(tools: tuple[Tool, ...], dialect: Dialect) -> tuple[Told, ...]:
    plain = Shapes(Habits(), lambda text, voice: text)
    listed = "\n".join(json.dumps(plain.function(tool), ensure_ascii=False) for tool in tools)
    call = WrittenCall(_EXAMPLE, _ARGUMENTS)
    example = dialect.write(Written(calls=(call,))).strip()
    return (
        _ours("These tools can be called:\n"),
        Told(listed, Voice.CLIENT),
        _ours(
            "\n\nTo call one, write its name and its arguments in exactly this form, and "
            f"nothing after it:\n{example}\nYou are then told the result."
        ),
    )


def _format(asked: AnswerFormat, habits: Habits) -> tuple[Told, ...]:
    kind = asked.kind
    if kind is FormatKind.JSON_OBJECT and not habits.tells_json:
        return (_ours("Answer with one JSON object, and nothing else."),)
    if kind is FormatKind.JSON_SCHEMA:
        return _schema(asked, habits)
    if kind is FormatKind.REGEX:
        return _held("text that matches this regular expression as a whole", asked.pattern)
    if kind is FormatKind.LARK:
        return _held("text that follows this grammar", asked.definition)
    if kind is FormatKind.CHOICE:
        return (
            _ours("Answer with one of these, and nothing else:\n"),
            Told("\n".join(asked.choices), Voice.CLIENT),
        )
    return ()


def _schema(asked: AnswerFormat, habits: Habits) -> tuple[Told, ...]:
    if habits.tells_schema and (habits.tells_description or not asked.description):
        return ()
    about: tuple[Told, ...] = ()
    if asked.name:
        about = (_ours(" It is called `"), Told(asked.name, Voice.CLIENT), _ours("`."))
    if asked.description:
        about = (*about, _ours(" This is what it is: "), Told(asked.description, Voice.CLIENT))
    if habits.tells_schema:
        return (_ours("Answer in JSON."), *about)
    schema = json.dumps(msgspec.json.decode(asked.schema), ensure_ascii=False)
    return (
        _ours("Answer in JSON, and nothing else."),
        *about,
        _ours("\nThis schema describes the JSON:\n"),
        Told(schema, Voice.CLIENT),
    )


def _held(what: str, text: str) -> tuple[Told, ...]:
    return (_ours(f"Answer with {what}, and nothing else:\n"), Told(text, Voice.CLIENT))


def _ours(text: str) -> Told:
    return Told(text, Voice.OURS)
