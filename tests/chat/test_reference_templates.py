"""Real models' templates: what they can be given, and the few that cannot be used.

The templates are others' and are not part of this project: REJOINDER_REFERENCE names a folder that
has them in `chat_templates/`.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from rejoinder.chat.ask import Message, Role, ToolCall
from rejoinder.chat.template import Options, Template
from rejoinder.errors import InvalidRequest, UnsupportedModel
from rejoinder.testing.fake_clock import FakeClock

_REFERENCE = os.environ.get("REJOINDER_REFERENCE")
PATHS = sorted((Path(_REFERENCE) / "chat_templates").glob("*.jinja")) if _REFERENCE else []
pytestmark = pytest.mark.skipif(
    not PATHS, reason="REJOINDER_REFERENCE names no folder with chat_templates/"
)
EACH = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)

# Wants a list of functions under a name that only its own makers' program gives.
UNUSABLE = {"fireworks-ai-llama-3-firefunction-v2"}
# Have no way to show a call or its answer.
WITHOUT_TOOLS = {
    "HuggingFaceTB-SmolLM3-3B",
    "LFM2-8B-A1B",
    "LFM2.5-Instruct",
    "ibm-granite-granite-3.3-2B-Instruct",
    "llama-cpp-rwkv-world",
    "microsoft-Phi-3.5-mini-instruct",
}
REFUSE_TOOLS = {"google-gemma-2-2b-it"}  # in its own words: roles must alternate

CALL = ToolCall(call_id="call12345", name="forecast", arguments='{"place1": "lisbon1"}')
CONVERSATION = (
    Message(role=Role.USER, content="user1"),
    Message(role=Role.ASSISTANT, content="assistant1"),
    Message(role=Role.USER, content="user2"),
)
WITH_TOOLS = (
    Message(role=Role.USER, content="user1"),
    Message(role=Role.ASSISTANT, content=None, tool_calls=(CALL,)),
    Message(role=Role.TOOL, content="sunny1", tool_call_id="call12345"),
    Message(role=Role.ASSISTANT, content="assistant1"),
    Message(role=Role.USER, content="user2"),
)


def load(path: Path) -> Template:
    if path.stem in UNUSABLE:
        with pytest.raises(UnsupportedModel):
            _template(path)
        pytest.skip("refused when loading")
    return _template(path)


@cache
def _template(path: Path) -> Template:
    specials = {"bos_token": "<s>", "eos_token": "</s>"}
    return Template(path.read_text(encoding="utf-8"), specials=specials, clock=FakeClock())


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
def test_calls_and_answers_are_shown_or_refused_but_never_left_out(path: Path) -> None:
    template = load(path)
    if path.stem in WITHOUT_TOOLS | REFUSE_TOOLS:
        with pytest.raises(InvalidRequest):
            template.render(WITH_TOOLS)
        return
    text = template.render(WITH_TOOLS)
    assert in_order(text, "user1", "forecast", "place1", "lisbon1", "assistant1", "user2") or (
        in_order(text, "user1", "lisbon1", "sunny1", "assistant1", "user2")
    )
    assert "sunny1" in text


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
