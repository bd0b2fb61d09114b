"""The bundled model is asked in just the form that it was trained on."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path

import pytest

from rejoinder.chat import from_wire
from rejoinder.chat.ask import Ask
from rejoinder.chat.dialects.base import Thinking, Written, WrittenCall
from rejoinder.chat.prompt import PromptMaker
from rejoinder.wire.request import decode
from training import evaluate, rendering
from training.corpus import mix
from training.corpus.conversation import Conversation

MINI = Path(__file__).parents[2] / "src" / "rejoinder" / "mini"
SKILLS = ("tools", "results", "declining", "extraction", "thinking", "system")


@cache
def maker() -> PromptMaker:
    return PromptMaker.from_folder(MINI)


def asked(item: Conversation) -> Ask:
    """As the server reads the request that the evaluation sends."""
    body = evaluate.request_body("m", item)
    asked_for = body.get("response_format")
    if isinstance(asked_for, dict) and "json_schema" in asked_for:
        # Strict schemas must require every field; the corpus has others, and the model sees none.
        told = {name: one for name, one in asked_for["json_schema"].items() if name != "strict"}
        body["response_format"] = asked_for | {"json_schema": told}
    return from_wire.read(decode(json.dumps(body).encode()), draw_seed=lambda: 1)


def trained_on(item: Conversation) -> str:
    effort = {"reasoning_effort": "low"} if item.thinking else {}
    return rendering.render(
        rendering.messages(item.prompt),
        tools=item.tools,
        response_format=item.response_format,
        add_generation_prompt=True,
        **effort,
    )


@pytest.mark.parametrize("skill", SKILLS)
def test_prompts_are_those_of_the_corpus_token_by_token(skill: str) -> None:
    for seed in range(40):
        item = mix.SKILLS[skill](random.Random(seed), "train")

        prompt = maker().prompt(asked(item))

        assert list(prompt.token_ids) == maker().tokenizer.encode(trained_on(item))
        assert prompt.thinking is (Thinking.OPENED if item.thinking else Thinking.NEVER)


def test_answers_are_written_as_those_of_the_corpus() -> None:
    """Its dialect is found, and its markers are tokens."""
    assert maker().dialect.name == "mini"
    assert len(maker().spell.ids) == 4
    for seed in range(40):
        item = mix.SKILLS["tools"](random.Random(seed), "train")
        tools = {tool.name: tool for tool in asked(item).tool_use.tools}
        answer = item.turns[-1]
        calls = tuple(WrittenCall(tools[call.name], call.arguments) for call in answer.calls)
        written = maker().dialect.write(Written(content=answer.content, calls=calls))
        assert written == item.answer
