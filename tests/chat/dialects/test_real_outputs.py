"""What models of each family write, typed out by hand as their makers show it, and what is read.

With the liberties that models take: spaces and lines of their own, keys that are none of ours.
"""

from __future__ import annotations

import pytest

from rejoinder.chat.ask import Tool
from rejoinder.chat.dialects.base import Thinking, Wants
from rejoinder.chat.dialects.catalogue import DIALECTS
from rejoinder.chat.dialects.formed import FormDialect
from tests.chat.dialects.speakers import Heard, Speaker, schema

WEATHER = Tool(
    name="get_current_weather",
    parameters=schema(
        {
            "type": "object",
            "properties": {
                "location": {"type": "string"},
                "format": {"type": "string", "enum": ["celsius", "fahrenheit"]},
                "days": {"type": "integer"},
                "hourly": {"type": "boolean"},
            },
            "required": ["location"],
        }
    ),
)
TIME = Tool(name="get_time")
PARIS = ("get_current_weather", '{"location": "Paris, France", "format": "celsius"}')
NOW = ("get_time", "{}")


def wide(text: str) -> str:
    """With fullwidth bars."""
    return text.replace("|", "\N{FULLWIDTH VERTICAL LINE}")


PLAIN = [
    (
        "mistral_list",
        '[TOOL_CALLS] [{"name": "get_current_weather", "arguments": {"location": "Paris, France", '
        '"format": "celsius"}, "id": "VvvODy9mT"}, {"name": "get_time", "arguments": {}}]',
    ),
    (
        "mistral_spaced_list",
        '[TOOL_CALLS] [{"name": "get_current_weather", "arguments": {"location": "Paris, France", '
        '"format": "celsius"}}, {"name": "get_time", "arguments": {}}]',
    ),
    (
        "mistral",
        '[TOOL_CALLS]get_current_weather[ARGS]{"location": "Paris, France", "format": "celsius"}'
        "[TOOL_CALLS]get_time[ARGS]{}",
    ),
    (
        "mistral_ids",
        "[TOOL_CALLS]get_current_weather[CALL_ID]c7Gt0bk2x[ARGS]"
        '{"location": "Paris, France", "format": "celsius"}'
        "[TOOL_CALLS]get_time[CALL_ID]Qo4kd72La[ARGS]{}",
    ),
    (
        "deepseek_v3",
        wide(
            "<|tool▁calls▁begin|><|tool▁call▁begin|>function<|tool▁sep|>get_current_weather\n"
            '```json\n{"location": "Paris, France", "format": "celsius"}\n```<|tool▁call▁end|>\n'
            "<|tool▁call▁begin|>function<|tool▁sep|>get_time\n```json\n{}\n```"
            "<|tool▁call▁end|><|tool▁calls▁end|>"
        ),
    ),
    (
        "deepseek_v3_1",
        wide(
            "<|tool▁calls▁begin|><|tool▁call▁begin|>get_current_weather<|tool▁sep|>"
            '{"location": "Paris, France", "format": "celsius"}<|tool▁call▁end|>'
            "<|tool▁call▁begin|>get_time<|tool▁sep|>{}<|tool▁call▁end|><|tool▁calls▁end|>"
        ),
    ),
    (
        "kimi_k2",
        "<|tool_calls_section_begin|><|tool_call_begin|>functions.get_current_weather:0"
        '<|tool_call_argument_begin|>{"location": "Paris, France", "format": "celsius"}'
        "<|tool_call_end|><|tool_call_begin|>functions.get_time:1<|tool_call_argument_begin|>{}"
        "<|tool_call_end|><|tool_calls_section_end|>",
    ),
    (
        "kimi_k2",  # without what should stand before the name
        "<|tool_calls_section_begin|><|tool_call_begin|>get_current_weather:3"
        '<|tool_call_argument_begin|>{"location": "Paris, France", "format": "celsius"}'
        "<|tool_call_end|><|tool_call_begin|>functions.get_time:4<|tool_call_argument_begin|>{}"
        "<|tool_call_end|><|tool_calls_section_end|>",
    ),
    (
        "kimi_k3",
        "<|open|>response<|sep|><|close|>response<|sep|><|open|>tools<|sep|>"
        '<|open|>call tool="get_current_weather" index="1"<|sep|>'
        '<|open|>argument key="location" type="string"<|sep|>Paris, France<|close|>argument<|sep|>'
        '<|open|>argument key="format" type="string"<|sep|>celsius<|close|>argument<|sep|>'
        '<|close|>call<|sep|><|open|>call tool="get_time" index="2"<|sep|><|close|>call<|sep|>'
        "<|close|>tools<|sep|><|close|>message<|sep|>",
    ),
    (
        "granite",
        '<|tool_call|>[{"name": "get_current_weather", "arguments": {"location": "Paris, France", '
        '"format": "celsius"}}, {"name": "get_time", "arguments": {}}]',
    ),
    (
        "phi4_mini",
        '<|tool_call|>[{"name": "get_current_weather", "arguments": {"location": "Paris, France", '
        '"format": "celsius"}}, {"name": "get_time", "arguments": {}}]<|/tool_call|>',
    ),
    (
        "nemotron",
        '<TOOLCALL>[{"name": "get_current_weather", "arguments": {"location": "Paris, France", '
        '"format": "celsius"}}, {"name": "get_time", "arguments": {}}]</TOOLCALL>',
    ),
    (
        "tool_calls_list",  # Jamba's, on lines
        '<tool_calls>[\n  {"name": "get_current_weather", "arguments": {"location": "Paris, France"'
        ', "format": "celsius"}},\n  {"name": "get_time", "arguments": {}}\n]</tool_calls>',
    ),
    (
        "firefunction",
        ' functools[{"name": "get_current_weather", "arguments": {"location": "Paris, France", '
        '"format": "celsius"}}, {"name": "get_time", "arguments": {}}]',
    ),
    (
        "apertus",
        '<|tools_prefix|>[{"get_current_weather": {"location": "Paris, France", "format": '
        '"celsius"}}, {"get_time": {}}]<|tools_suffix|>',
    ),
    (
        "command",
        '<|START_ACTION|>[\n    {"tool_call_id": "0", "tool_name": "get_current_weather", '
        '"parameters": {"location": "Paris, France", "format": "celsius"}},\n'
        '    {"tool_call_id": "1", "tool_name": "get_time", "parameters": {}}\n]<|END_ACTION|>',
    ),
    (
        "command_r",
        'Action:\n```json\n[\n    {\n        "tool_name": "get_current_weather",\n        '
        '"parameters": {"location": "Paris, France", "format": "celsius"}\n    },\n    {\n'
        '        "tool_name": "get_time",\n        "parameters": {}\n    }\n]```',
    ),
    (
        "functionary_3_1",
        '<function=get_current_weather>{"location": "Paris, France", "format": "celsius"}'
        "</function><function=get_time>{}</function>",
    ),
    (
        "functionary_3_2",
        'get_current_weather\n{"location": "Paris, France", "format": "celsius"}>>>get_time\n{}',
    ),
    (
        "solar",
        "<|tool_calls|><|tool_call:begin|>a1b2c3d4e5<|tool_call:name|>get_current_weather"
        '<|tool_call:args|>{"location": "Paris, France", "format": "celsius"}<|tool_call:end|>'
        "<|tool_call:begin|>z9y8x7w6v5<|tool_call:name|>get_time<|tool_call:args|>{}"
        "<|tool_call:end|><|calls|>",
    ),
    (
        "pythonic",
        '[get_current_weather(location="Paris, France", format="celsius"), get_time()]',
    ),
    (
        "pythonic",
        "<|python_start|>[get_current_weather(location='Paris, France', format='celsius'), "
        "get_time()]<|python_end|>",
    ),
    (
        "llama4",
        '<|python_start|>[get_current_weather(location="Paris, France", format="celsius"), '
        "get_time()]<|python_end|>",
    ),
    (
        "lfm2",
        '<|tool_call_start|>[get_current_weather(location="Paris, France", format="celsius"), '
        "get_time()]<|tool_call_end|>",
    ),
    (
        "olmo3",
        '<function_calls>\nget_current_weather(location="Paris, France", format="celsius")\n'
        "get_time()\n</function_calls>",
    ),
    (
        "gemma4",
        '<|tool_call>call:get_current_weather{location:<|"|>Paris, France<|"|>,'
        'format:<|"|>celsius<|"|>}<tool_call|><|tool_call>call:get_time{}<tool_call|>',
    ),
]
SINGLE = [
    (
        "gigachat3",
        '<|message_sep|>\n\nfunction call<|role_sep|>\n{"name": "get_current_weather", '
        '"arguments": {"location": "Paris, France", "format": "celsius"}}',
    ),
    (
        "gigachat3_1",
        '<|function_call|>{"name": "get_current_weather", "arguments": {"location": '
        '"Paris, France", "format": "celsius"}}',
    ),
]
THOUGHTS = [
    (
        "mistral",
        "[THINK]The user asks.\n[/THINK]It is sunny.",
    ),
    ("deepseek_v3", "<think>\nThe user asks.\n</think>\n\nIt is sunny."),
    ("deepseek_v3_1", "<think>The user asks.</think>It is sunny."),
    ("kimi_k2", "<think>The user asks. </think>It is sunny."),
    (
        "kimi_k3",
        "<|open|>think<|sep|>The user asks.<|close|>think<|sep|><|open|>response<|sep|>"
        "It is sunny.<|close|>response<|sep|><|close|>message<|sep|>",
    ),
    (
        "tool_calls_list",
        "Here are my reasoning steps:\nThe user asks.\n[BEGIN FINAL RESPONSE]\nIt is sunny.",
    ),
    ("apertus", "<|inner_prefix|>The user asks.<|inner_suffix|>It is sunny."),
    (
        "command",
        "<|START_THINKING|>The user asks.<|END_THINKING|><|START_RESPONSE|>It is sunny."
        "<|END_RESPONSE|>",
    ),
    (
        "north",
        "<|START_THINKING|>The user asks.<|END_THINKING|><|START_TEXT|>It is sunny.<|END_TEXT|>",
    ),
    (
        "solar",
        "<|think|>The user asks.<|end|><|begin|>assistant<|content|>It is sunny.<|end|>",
    ),
    ("gemma4", "<|channel>thought\nThe user asks.\n<channel|>It is sunny."),
]


def heard(name: str, text: str, *, has_tokens: bool, thinking: Thinking = Thinking.MAY) -> Heard:
    dialect = DIALECTS[name]
    assert isinstance(dialect, FormDialect)
    speaker = Speaker(dialect, has_tokens=has_tokens)
    wants = Wants((WEATHER, TIME), thinking=thinking)
    return speaker.read(wants, speaker.shown(speaker.ids(text)))


TOKENS = pytest.mark.parametrize("has_tokens", [True, False], ids=["tokens", "text"])


@TOKENS
@pytest.mark.parametrize(("name", "text"), PLAIN)
def test_two_calls_are_read(name: str, text: str, has_tokens: bool) -> None:
    if name == "mistral_list" and not has_tokens:
        text = text.replace("[TOOL_CALLS] [", "[TOOL_CALLS][")  # a space of the tokenizer's
    assert heard(name, text, has_tokens=has_tokens) == Heard(calls=(PARIS, NOW))


@TOKENS
@pytest.mark.parametrize(("name", "text"), SINGLE)
def test_a_call_is_read(name: str, text: str, has_tokens: bool) -> None:
    assert heard(name, text, has_tokens=has_tokens) == Heard(calls=(PARIS,))


@TOKENS
@pytest.mark.parametrize(("name", "text"), THOUGHTS)
def test_a_thought_is_read_apart_from_the_answer(name: str, text: str, has_tokens: bool) -> None:
    read = heard(name, text, has_tokens=has_tokens)
    assert (read.thought.strip(), read.content) == ("The user asks.", "It is sunny.")


@TOKENS
@pytest.mark.parametrize(("name", "text"), [each for each in PLAIN if each[0] in DIALECTS])
def test_content_before_the_calls_is_kept(name: str, text: str, has_tokens: bool) -> None:
    dialect = DIALECTS[name]
    assert isinstance(dialect, FormDialect)
    assert dialect.form.calls is not None
    # Content with marks of its own, calls without any, and a marker that must be a token.
    if dialect.form.contents or dialect.form.calls.is_bare or name == "mistral_list":
        return
    read = heard(name, f"Let me look.\n\n{text}", has_tokens=has_tokens)
    assert (read.content, read.calls) == ("Let me look.", (PARIS, NOW))


def test_a_part_for_the_reader_and_one_for_a_tool_are_told_apart() -> None:
    """Functionary 3.2, with what looks like the beginning of another part."""
    text = "all\n>>> 1 + 1\n>>>get_date\nsays Python.>>>get_time\n{}"
    for has_tokens in (True, False):
        read = heard("functionary_3_2", text, has_tokens=has_tokens)
        assert (read.content, read.calls) == (">>> 1 + 1\n>>>get_date\nsays Python.", (NOW,))
