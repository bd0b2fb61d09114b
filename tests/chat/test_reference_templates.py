"""Real models' templates: whatever they know, everything of a conversation is shown.

The templates are others' and are not part of this project: REJOINDER_REFERENCE names a folder that
has them in `chat_templates/`.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import msgspec
import pytest

from rejoinder.chat.ask import (
    AnswerFormat,
    FormatKind,
    Message,
    Role,
    Tool,
    ToolCall,
    ToolKind,
    ToolUse,
)
from rejoinder.chat.dialects.detect import speaking
from rejoinder.chat.template import Options, Template
from rejoinder.errors import InvalidRequest
from rejoinder.testing.fake_clock import FakeClock

_REFERENCE = os.environ.get("REJOINDER_REFERENCE")
PATHS = sorted((Path(_REFERENCE) / "chat_templates").glob("*.jinja")) if _REFERENCE else []
pytestmark = pytest.mark.skipif(
    not PATHS, reason="REJOINDER_REFERENCE names no folder with chat_templates/"
)
EACH = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)

# Has no place for what is said before a call: roles must alternate.
WITHOUT_CONTENT = {
    "Mistral-Small-3.2-24B-Instruct-2506",
    "mistralai-Mistral-Nemo-Instruct-2407",
}

CALLS = (
    ToolCall(call_id="call_1", name="forecast", arguments='{"place1": "lisbon1"}'),
    ToolCall(call_id="call_2", name="forecast", arguments='{"place1": "rome1"}'),
)
TOWN = Tool(
    name="find_town",
    description="Finds a town.",
    parameters=msgspec.Raw(
        b'{"type": "object", "properties": {"place1": {"type": "string", "description": "d"}}}'
    ),
)
NOW = Tool(name="now", description="Tells the time.")
CONVERSATION = (
    Message(role=Role.USER, content="user1"),
    Message(role=Role.ASSISTANT, content="assistant1"),
    Message(role=Role.USER, content="user2"),
)
WITH_TOOLS = (
    Message(role=Role.USER, content="user1"),
    Message(role=Role.ASSISTANT, content="before1", tool_calls=CALLS, reasoning="thought1"),
    Message(role=Role.TOOL, content="rainy1", tool_call_id="call_2"),
    Message(role=Role.TOOL, content="sunny1", tool_call_id="call_1"),
    Message(role=Role.ASSISTANT, content="assistant1"),
    Message(role=Role.USER, content="user2"),
)


@cache
def load(path: Path) -> Template:
    specials = {"bos_token": "<s>", "eos_token": "</s>"}
    template = Template(path.read_text(encoding="utf-8"), specials=specials, clock=FakeClock())
    return speaking(template).template


def using(*tools: Tool) -> Options:
    return Options(tool_use=ToolUse(tools=tools))


def in_order(text: str, *words: str) -> bool:
    places = [text.rfind(word) for word in words]
    return -1 not in places and places == sorted(places)


@EACH
def test_a_plain_conversation_is_shown_whole(path: Path) -> None:
    assert in_order(load(path).render(CONVERSATION), "user1", "assistant1", "user2")


@EACH
@pytest.mark.parametrize("role", [Role.SYSTEM, Role.DEVELOPER])
def test_instructions_are_shown_under_both_names_wherever_they_stand(
    path: Path, role: Role
) -> None:
    template = load(path)
    first, late = (Message(role=role, content=text) for text in ("system1", "system2"))

    text = template.render([first, *CONVERSATION])
    assert "system1" in text  # Mistral's put it before the last user's message
    assert in_order(text, "user1", "assistant1", "user2")
    text = template.render([first, *CONVERSATION[:2], late, *CONVERSATION[2:]])
    assert in_order(text, "system1", "system2", "user2")


@EACH
def test_tools_calls_and_results_are_all_shown(path: Path) -> None:
    """In the template's form, or in words."""
    text = load(path).render(WITH_TOOLS, using(TOWN, NOW))
    assert all(one in text for one in ("find_town", "Finds a town.", "place1", "now"))
    asked = text[text.rindex("user1") :]
    assert in_order(asked, "lisbon1", "rome1", "assistant1", "user2")
    assert in_order(asked, "sunny1", "rainy1", "assistant1")
    assert "before1" in asked or path.stem in WITHOUT_CONTENT
    assert "forecast" in load(path).render(WITH_TOOLS)  # also where no tools are given any more


@EACH
def test_tools_may_be_of_any_shape(path: Path) -> None:
    """Or the template says what it wants of them, and the error names them."""
    odd = (
        Tool(name="bare"),
        Tool(name="run", kind=ToolKind.CUSTOM),
        Tool(name="any", parameters=msgspec.Raw(b'{"properties": {"a": {}, "b": true}}')),
        Tool(
            name="deep",
            parameters=msgspec.Raw(
                b'{"$defs": {"A": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/A"}]}},'
                b'"properties": {"a": {"type": ["string", "null"], "items": [{}]}}}'
            ),
        ),
    )
    for tool in odd:
        try:
            text = load(path).render(CONVERSATION, using(tool))
        except InvalidRequest as error:
            assert error.param == "tools"  # noqa: PT017 - either is right
        else:
            assert tool.name in text


@EACH
@pytest.mark.parametrize("kind", [kind for kind in FormatKind if kind is not FormatKind.TEXT])
def test_what_an_answer_is_held_to_is_told(path: Path, kind: FormatKind) -> None:
    held = AnswerFormat(
        kind=kind,
        name="name1",
        description="description1",
        schema=msgspec.Raw(b'{"type": "object", "properties": {"told1": {"type": "string"}}}'),
        pattern="told1",
        choices=("told1", "b"),
        definition="told1",
    )
    text = load(path).render(CONVERSATION, Options(answer_format=held))
    if kind is FormatKind.JSON_OBJECT:
        assert text != load(path).render(CONVERSATION)
    else:
        assert "told1" in text
    if kind is FormatKind.JSON_SCHEMA:
        assert "description1" in text


@EACH
def test_ids_and_results_can_come_in_any_form_and_order(path: Path) -> None:
    """The same conversation, told with other ids and its results turned round."""

    def told(first: str, second: str, *, turned: bool) -> str:
        calls = tuple(
            msgspec.structs.replace(call, call_id=call_id)
            for call, call_id in zip(CALLS, (first, second), strict=True)
        )
        results = [
            Message(role=Role.TOOL, content=word, tool_call_id=call_id)
            for word, call_id in (("sunny1", first), ("rainy1", second))
        ]
        asked = Message(role=Role.ASSISTANT, content=None, tool_calls=calls)
        results = [*reversed(results)] if turned else results
        text = load(path).render((CONVERSATION[0], asked, *results))
        return text.replace(first, "1").replace(second, "2")

    straight = told("call00001", "call00002", turned=False)
    assert told("call00001", "call00002", turned=True) == straight
    assert "rainy1" in told("call_" + "x" * 24, "call_" + "y" * 24, turned=False)


@EACH
def test_an_assistants_turn_has_an_end(path: Path) -> None:
    assert load(path).turn_end().strip()


@EACH
def test_an_answer_can_go_on_with_a_message(path: Path) -> None:
    """Also with white space at its end, which most templates trim."""
    begun = Message(role=Role.ASSISTANT, content="It is \n")
    options = Options(adds_generation_prompt=False, continues_final=True)
    text = load(path).render((CONVERSATION[0], begun), options)
    assert in_order(text, "user1", "It is \n")
    assert text.endswith("It is \n")
