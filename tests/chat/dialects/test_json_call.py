"""How forgivingly calls in JSON are read, where nothing held the model to its family's form."""

from __future__ import annotations

import json

import pytest

from rejoinder.chat.dialects.base import Thinking, Wants
from rejoinder.chat.dialects.catalogue import DIALECTS
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.grammar.parts import object_part
from tests.chat.dialects.speakers import FUNCTIONS, NOTE, PLATE, SUM, Heard, Speaker

WANTS = Wants((*FUNCTIONS, NOTE, PLATE, SUM))


def _speaker(name: str, *, has_tokens: bool = False) -> Speaker:
    dialect = DIALECTS[name]
    assert isinstance(dialect, FormDialect)
    return Speaker(dialect, has_tokens=has_tokens)


HERMES = _speaker("hermes")


def _read(
    text: str, wants: Wants = WANTS, speaker: Speaker = HERMES, *, is_cut: bool = False
) -> Heard:
    heard = speaker.read(wants, text, is_cut=is_cut)
    assert speaker.read(wants, text, range(1, len(text)), is_cut=is_cut) == heard
    return heard


def _calls(inside: str) -> tuple[tuple[str, str], ...]:
    heard = _read(f"<tool_call>\n{inside}\n</tool_call>")
    if not heard.calls:
        assert heard.content == f"<tool_call>\n{inside}\n</tool_call>"
    return heard.calls


@pytest.mark.parametrize(
    "inside",
    [
        '{"name": "get_weather", "arguments": {"city": "Oslo"}}',
        '{"name":"get_weather","arguments":{"city": "Oslo"}}',
        '\n\n {\n "name" : "get_weather" ,\t"arguments" : {"city": "Oslo"} \n}  ',
        '{"arguments": {"city": "Oslo"}, "name": "get_weather"}',
        '{"name": "get_weather", "parameters": {"city": "Oslo"}}',
        '{"id": 7, "name": "get_weather", "arguments": {"city": "Oslo"}, "more": [{}]}',
        '{"type": "function", "function": {"name": "get_weather", "arguments": {"city": "Oslo"}}}',
        '{"type": "function", "function": {"arguments": {"city": "Oslo"}, "name": "get_weather"}}',
        '{"type": "function", "function": "get_weather", "parameters": {"city": "Oslo"}}',
        '{"name": "get_\\u0077eather", "arguments": {"city": "Oslo"}}',
        '{"name": "get_weather", "arguments": "{\\"city\\": \\"Oslo\\"}"}',
        '{"arguments": "{\\"city\\": \\"Oslo\\"}", "name": "get_weather"}',
    ],
)
def test_a_call_is_read_in_whatever_way_it_is_put(inside: str) -> None:
    assert _calls(inside) == (("get_weather", '{"city": "Oslo"}'),)


@pytest.mark.parametrize(
    "inside",
    [
        '{"name": "now"}',
        '{"name": "now", "arguments": {}}',
        '{"name": "now", "arguments": null}',
        '{"name": "now", "arguments": ""}',
        '{"arguments": null, "name": "now"}',
    ],
)
def test_arguments_that_are_missing_are_an_empty_object(inside: str) -> None:
    assert _calls(inside) == (("now", "{}"),)


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "get_weather",
        "{}",
        '{"city": "Oslo"}',
        '{"name": 3, "arguments": {}}',
        '{"name": "", "arguments": {}}',
        '{"name": "now", "arguments": [1]}',
        '{"name": "now", "arguments": 12}',
        '{"name": "now", "arguments": "soon"}',
        '{"name": "now", "arguments": "[]"}',
        '{"name": "now", "arguments": "{\\"a\\": NaN}"}',
        '{"arguments": {"a": 1}, "name": null}',
        '{"name" "now"}',
        "{'name': 'now', 'arguments': {}}",
    ],
)
def test_what_is_no_call_stays_content(inside: str) -> None:
    assert _calls(inside) == ()


def test_a_tool_that_nobody_offered_is_passed_on() -> None:
    """The client sees what was tried, and can tell the model so."""
    assert _calls('{"name": "get_time", "arguments": {"a": 1}}') == (("get_time", '{"a": 1}'),)


def test_arguments_are_told_as_they_were_written() -> None:
    written = '{ "city":"\\u004fslo é" , "days" : 1e0,"x":[ ] }'
    heard = _read(f'<tool_call>{{"name": "get_weather", "arguments":   {written} }}</tool_call>')
    assert heard.calls == (("get_weather", written),)


def test_a_line_break_inside_a_string_becomes_json() -> None:
    """The one thing that is mended: models write code that way."""
    (call,) = _calls('{"name": "get_weather", "arguments": {"city": "a\nb\tc"}}')
    assert json.loads(call[1]) == {"city": "a\nb\tc"}


def test_arguments_that_stop_being_json_end_there() -> None:
    heard = _read('<tool_call>{"name": "get_weather", "arguments": {"city": Oslo}}</tool_call>')
    assert heard.calls == (("get_weather", '{"city": '),)
    assert heard.content == "Oslo}}</tool_call>"


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ('{"city": "Os', '{"city": "Os'),
        ('{"city": "Os\\', '{"city": "Os\\'),
        ('{"city": "Os\\u00', '{"city": "Os\\u00'),
        ('{"days": 12', '{"days": 12'),
        ('{"days": -', '{"days": -'),
        ('{"deep": tru', '{"deep": tru'),
        ('{"city": "Oslo"', '{"city": "Oslo"'),
        ('{"city": "Oslo"}}\n</tool_c', '{"city": "Oslo"}'),
    ],
)
def test_a_cut_answer_tells_its_arguments_to_the_last_character(text: str, arguments: str) -> None:
    heard = _read(f'<tool_call>\n{{"name": "get_weather", "arguments": {text}')
    assert heard.calls == (("get_weather", arguments),)
    assert heard.content == ""


def test_a_call_that_ends_before_it_is_one_is_content() -> None:
    text = 'Well.\n<tool_call>\n{"name": "get_wea'
    assert _read(text).content == text


def test_the_input_of_a_custom_tool_is_not_told_before_it_begins() -> None:
    """`{"input":` was told as the input itself where the answer was cut right there."""
    for text in ("", "{", '{"inp', '{"input":', '{"input": "'):
        heard = _read(f'<tool_call>\n{{"name": "note", "arguments": {text}', is_cut=True)
        assert heard == Heard(calls=(("note", ""),))


def test_a_failed_call_does_not_hide_the_next() -> None:
    heard = _read('<tool_call><tool_call>{"name": "now"}</tool_call>')
    assert heard.calls == (("now", "{}"),)
    assert heard.content == "<tool_call>"


def test_space_around_calls_is_dropped_and_content_between_is_not() -> None:
    call = '<tool_call>\n{"name": "now"}\n</tool_call>'
    text = f" One. \n\n{call}\n \n{call}\n Two.\n"
    heard = _read(text)
    assert heard.calls == (("now", "{}"), ("now", "{}"))
    assert heard.content == " One.Two.\n"
    assert [text[start:end] for start, end in heard.content_spans] == [" One.", "Two.\n"]


def test_a_call_without_its_closing_marker_is_one() -> None:
    heard = _read('<tool_call>\n{"name": "now", "arguments": {}}\n<tool_call>\n{"name": "now"}')
    assert heard.calls == (("now", "{}"), ("now", "{}"))
    assert heard.content == ""


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ('{"input": "a \\"b\\"\\n\\u00e9\\ud83d\\ude00"}', 'a "b"\né😀'),
        ('"a \\"b\\""', 'a "b"'),
        ('{"input": "a", "more": {"b": 1}}', "a"),
        ('{"input": "\\ud83d"}', "�"),
        ('{"input": "\\ude00x\\ud83d\\ud83d\\ude00"}', "�x�😀"),
        ('{"text": "a"}', '{"text":"a"}'),
        ('{"input": 5, "b": [1]}', '{"input":5, "b": [1]}'),
        ("12", "12"),
        ("{}", "{}"),
    ],
)
def test_a_custom_tool_is_given_its_text(arguments: str, text: str) -> None:
    assert _calls(f'{{"name": "note", "arguments": {arguments}}}') == (("note", text),)
    if '"input": 5' not in arguments and '"text"' not in arguments:
        held = _calls(f'{{"arguments": {arguments}, "name": "note"}}')
        assert held == (("note", text),)


def test_a_raw_text_ends_at_a_marker_that_is_a_token() -> None:
    hermes = _speaker("hermes", has_tokens=True)
    closing = hermes.spell.sign("</tool_call>")
    opening = hermes.spell.sign("<tool_call>")
    text = f'{opening}\n{{"name": "sum"}}\n1 + </tool_call>{closing} \n{opening}\n{{"name": "now"}}'
    heard = _read(text, speaker=hermes)
    assert heard.calls == (("sum", "1 + </tool_call>"), ("now", "{}"))


def test_a_raw_text_after_a_marker_that_is_text_ends_with_the_answer() -> None:
    """No other end could not be a part of it."""
    heard = _read('<tool_call>\n{"name": "sum"}\n1 + </tool_call>\n')
    assert heard.calls == (("sum", "1 + </tool_call>\n"),)
    assert HERMES.refuses(WANTS, '<tool_call>\n{"name": "sum"}\n1 + 2') == ""


def test_a_custom_tool_with_a_grammar_may_be_called_in_json_where_nothing_forbids_it() -> None:
    assert _calls('{"name": "sum", "arguments": {"input": "1+2"}}') == (("sum", "1+2"),)


def test_depth_is_no_error() -> None:
    """A parser that goes deeper for every bracket would fail at a thousand."""
    deep = "[" * 5000 + "]" * 5000
    (call,) = _calls(f'{{"name": "get_weather", "arguments": {{"a": {deep}}}}}')
    assert call == ("get_weather", f'{{"a": {deep}}}')
    assert _calls(f'{{"arguments": "{deep}", "name": "now"}}') == ()
    assert _calls('{"function": ' * 3000 + "1" + "}" * 3000) == ()


def test_a_thought_is_opened_only_where_an_answer_begins() -> None:
    wants = Wants(thinking=Thinking.MAY)
    assert _read("\n<think>\n\na\nb\n\n</think>\n\n\nc", wants).thought == "a\nb"
    assert _read("\n<think>\n\na\nb\n\n</think>\n\n\n c", wants).content == " c"
    assert _read("a <think>b</think>", wants).content == "a <think>b</think>"
    assert _read("  a", wants).content == "  a"
    assert _read("<thin", wants).content == "<thin"


def test_a_thought_that_is_opened_twice_is_one() -> None:
    wants = Wants(thinking=Thinking.OPENED)
    assert _read("<think>\na</think>b", wants).thought == "a"
    assert _read("a</thi", wants).thought == "a</thi"
    assert _read("a\n\n", wants).thought == "a\n\n"


def test_a_llama_answer_in_json_that_is_no_call_is_content() -> None:
    llama = _speaker("llama_json")
    for text in (
        '{"name": "Ada", "parameters": {}}',
        '{"name": "now"}',
        '{"name": "now", "age": 3}',
        '{"city": "Oslo"}',
        '{"parameters": {}, "name": "now"}',
        'Call {"name": "now", "parameters": {}}',
        '{"name": "now", "parameters": 3}',
    ):
        heard = _read(text, speaker=llama)
        assert (heard.content, heard.calls) == (text, ())
        assert llama.refuses(WANTS, text) == "" or '"parameters": 3' in text


def test_a_llama_call_is_read_with_a_tag_and_without() -> None:
    for has_tokens in (True, False):
        llama = _speaker("llama_json", has_tokens=has_tokens)
        tag = llama.spell.sign("<|python_tag|>")
        bare = '{"name": "now", "parameters": {}}'
        called = (("now", "{}"),)
        for text in (
            bare,
            f"\n{bare}\n",
            f"{tag}{bare}",
            f"{tag}\n{bare}",
            '{"type": "function", "name": "now", "parameters": {}}',
            '{"type":"function","name":"now","arguments":{},"id":1}',
        ):
            assert _read(text, speaker=llama) == Heard(calls=called)
        assert _read(f"{bare}; {bare}", speaker=llama).calls == called * 2
        assert _read(f"{bare}\n{bare}", speaker=llama).calls == called * 2
        assert _read(f"Yes. {tag}{bare}", speaker=llama).calls == called
        code = f"{tag}print(1)"
        assert _read(code, speaker=llama).content == "<|python_tag|>print(1)"


def test_a_llama_call_beside_any_json_needs_its_tag() -> None:
    """An answer may be any object: a call would be one, and its arguments anything."""
    bare = '{"name": "get_weather", "parameters": {"city": "Oslo"}}'
    for has_tokens in (True, False):
        llama = _speaker("llama_json", has_tokens=has_tokens)
        tag = "<|python_tag|>"
        wants = Wants(FUNCTIONS, answer=object_part())
        for text, calls in ((bare, 0), (tag + bare, 1), ('{"name": "get_weather"}', 0)):
            assert llama.refuses(wants, text) == ""
            heard = _read(llama.shown(llama.ids(text)), wants, llama)
            assert len(heard.calls) == calls
            assert heard.content == ("" if calls else text)
        assert llama.refuses(wants, tag + '{"name": "get_weather", "parameters": {"c') != ""
