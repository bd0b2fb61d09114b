"""What gpt-oss says, typed out as its makers show it."""

from __future__ import annotations

import pytest

from rejoinder.chat.dialects.base import Thinking, Wants
from rejoinder.chat.dialects.catalogue import DIALECTS
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.grammar.parts import object_part
from tests.chat.dialects.speakers import FUNCTIONS, SPEAKERS, Heard, Speaker

BOTH = pytest.mark.parametrize(
    "speaker", [one for one in SPEAKERS if one.dialect.name == "harmony"], ids=str
)
THOUGHT = "<|channel|>analysis<|message|>Which city?\n\nOslo.<|end|><|start|>assistant"
MAY = Wants(FUNCTIONS, thinking=Thinking.MAY)
CALLED = (("get_weather", '{"city":"Oslo"}'),)


def read(speaker: Speaker, text: str, wants: Wants = MAY) -> Heard:
    shown = speaker.shown(speaker.ids(text))
    heard = speaker.read(wants, shown)
    assert speaker.read(wants, shown, range(1, len(shown))) == heard
    return heard


@BOTH
@pytest.mark.parametrize(
    "head",
    [
        "<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>",
        "<|channel|>commentary to=functions.get_weather<|constrain|>json<|message|>",
        "<|channel|>commentary to=functions.get_weather json<|message|>",
        "<|channel|>commentary to=functions.get_weather<|message|>",
        "<|channel|>analysis to=functions.get_weather <|constrain|>json<|message|>",
        " to=functions.get_weather<|channel|>commentary <|constrain|>json<|message|>",
        " to=functions.get_weather<|channel|>commentary json<|message|>",
        " to=functions.get_weather<|channel|>analysis code<|message|>",
    ],
)
@pytest.mark.parametrize("end", ["<|call|>", ""])
def test_a_call_may_name_its_tool_before_the_channel_or_after(
    speaker: Speaker, head: str, end: str
) -> None:
    heard = read(speaker, THOUGHT + head + '{"city":"Oslo"}' + end)
    assert heard.calls == CALLED
    assert heard.thought == "Which city?\n\nOslo."
    assert heard.content == ""


@BOTH
def test_a_preamble_is_content_and_an_answer_is(speaker: Speaker) -> None:
    preamble = "<|channel|>commentary<|message|>I look.<|end|><|start|>assistant"
    call = "<|channel|>commentary to=functions.now <|constrain|>json<|message|>{}<|call|>"
    heard = read(speaker, THOUGHT + preamble + call)
    assert (heard.content, heard.calls) == ("I look.", (("now", "{}"),))
    assert speaker.refuses(MAY, THOUGHT + preamble + call) == ""
    answer = THOUGHT + "<|channel|>final<|message|>It rains.<|return|>"
    assert read(speaker, answer).content == "It rains."
    assert read(speaker, answer, Wants(thinking=Thinking.MAY)).content == "It rains."
    assert speaker.refuses(MAY, answer) == ""


@BOTH
def test_the_stop_that_closes_an_answer_need_not_be_seen(speaker: Speaker) -> None:
    """A stop token ends the answer before the parser is shown it."""
    for section in (
        "<|channel|>final<|message|>It rains.",
        "<|channel|>commentary to=functions.now <|constrain|>json<|message|>{}",
    ):
        assert speaker.refuses(MAY, THOUGHT + section) == ""
    wants = Wants(answer=object_part(), thinking=Thinking.MAY)
    for end in ("", "<|return|>"):
        text = THOUGHT + '<|channel|>final<|message|>{"a": 1}' + end
        assert speaker.refuses(wants, text) == ""
        assert read(speaker, text, wants).content == '{"a": 1}'


@BOTH
def test_a_form_that_the_model_names_itself_is_read(speaker: Speaker) -> None:
    text = '<|channel|>final <|constrain|>json<|message|>{"a": 1}<|return|>'
    assert read(speaker, text).content == '{"a": 1}'


def test_thoughts_and_answers_are_told_apart_without_tools() -> None:
    """Then nothing holds the model to a grammar, and it writes its channels all the same."""
    dialect = DIALECTS["harmony"]
    assert isinstance(dialect, FormDialect)
    wants = Wants(thinking=Thinking.MAY)
    assert not dialect.is_plain(wants)
    assert not dialect.is_plain(Wants())
