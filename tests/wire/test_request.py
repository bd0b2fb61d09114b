"""Requests are read whole or refused by name, with the place, the value and the limit."""

from __future__ import annotations

import contextlib
import json
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rejoinder.errors import (
    InvalidJson,
    InvalidRequest,
    InvalidValue,
    MissingParameter,
    UnsupportedParameter,
    WrongType,
)
from rejoinder.wire import refused
from rejoinder.wire.messages import AssistantMessage, TextPart, ToolMessage, UserMessage
from rejoinder.wire.request import ChatRequest, decode

USER = {"role": "user", "content": "hi"}


def read(**fields: object) -> ChatRequest:
    return decode(json.dumps({"model": "m", "messages": [USER], **fields}).encode())


def refusal(**fields: object) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        read(**fields)
    return caught.value


def test_the_smallest_request_leaves_everything_else_unsaid() -> None:
    request = decode(b'{"model": "m", "messages": [{"role": "user", "content": "hi"}]}')

    assert request == ChatRequest(model="m", messages=[UserMessage(content="hi")])
    assert not request.wants_stream
    assert not request.wants_usage_chunk


def test_everything_honoured_is_read() -> None:
    request = read(
        temperature=0.5,
        top_p=1,
        top_k=-1,
        seed=2**64 - 1,
        max_tokens=1,
        max_completion_tokens=2,
        stop=["a", "b"],
        n=128,
        stream=True,
        stream_options={"include_usage": True},
    )

    assert (request.temperature, request.top_p, request.top_k) == (0.5, 1.0, -1)
    assert (request.seed, request.max_tokens, request.max_completion_tokens) == (2**64 - 1, 1, 2)
    assert (request.stop, request.n) == (["a", "b"], 128)
    assert request.wants_stream
    assert request.wants_usage_chunk
    assert request.unknown_parameters == ()


def test_messages_of_every_role_are_read() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    request = read(
        messages=[
            {"role": "developer", "content": "d"},
            {"role": "system", "content": [{"type": "text", "text": "s"}], "name": "n"},
            USER,
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"content": "r", "tool_call_id": "c1", "role": "tool"},  # the role need not come first
        ]
    )

    system, assistant, tool = request.messages[1], request.messages[3], request.messages[4]
    assert system.content == [TextPart(text="s")]
    assert isinstance(assistant, AssistantMessage)
    assert assistant.tool_calls is not None
    assert assistant.tool_calls[0].function.name == "f"
    assert isinstance(tool, ToolMessage)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("temperature", -0.1, "-0.1, but it must be at least 0"),
        ("temperature", 2.1, "2.1, but it must be at most 2"),
        ("temperature", 1e308, "1e+308, but it must be at most 2"),
        ("top_p", 1.01, "1.01, but it must be at most 1"),
        ("top_k", -2, "-2, but it must be at least -1"),
        ("top_k", 2**31, "but it must be at most 2147483647"),
        ("n", 0, "0, but it must be at least 1"),
        ("n", 129, "129, but it must be at most 128"),
        ("n", 10**9, "but it must be at most 128"),
        ("n", 2**70, "but it must be at most 128"),
        ("max_tokens", 0, "0, but it must be at least 1"),
        ("max_tokens", -1, "-1, but it must be at least 1"),
        ("max_completion_tokens", 0, "0, but it must be at least 1"),
        ("max_completion_tokens", 2**63, "but it must be at most 2147483647"),
        ("seed", 2**64, "18446744073709551616, but it must be -9223372036854775808 to 184"),
        ("seed", -(2**63) - 1, "but it must be -9223372036854775808 to 18446744073709551615"),
        ("stop", "", "'', but it must have at least 1 character"),
        ("stop", list("abcde"), "but it must have at most 4 items, not 5"),
        ("stop", "x" * 4097, "but it must have at most 4096 characters, not 4097"),
        ("messages", [], "[], but it must have at least 1 item"),
        ("messages", [USER] * 2049, "but it must have at most 2048 items, not 2049"),
        ("stream_options", {"include_usage": True}, "may only be set where `stream` is true"),
    ],
)
def test_a_value_out_of_range_is_named_with_its_limit(
    field: str, value: object, words: str
) -> None:
    error = refusal(**{field: value})

    assert isinstance(error, InvalidValue)
    assert error.param == field
    assert words in error.message
    assert len(error.message) < 300


@pytest.mark.parametrize("seed", [0, 2**63, 2**64 - 1, -1, -(2**63)])
def test_seeds_of_64_bits_are_taken_signed_or_not(seed: int) -> None:
    assert read(seed=seed).seed == seed


@pytest.mark.parametrize(
    ("field", "value", "expected", "got"),
    [
        ("temperature", True, "a number or null", "a boolean"),
        ("temperature", "0.5", "a number or null", "a string"),
        ("temperature", [], "a number or null", "an array"),
        ("n", 1.0, "an integer or null", "a number that is no integer"),
        ("n", True, "an integer or null", "a boolean"),
        ("seed", 0.5, "an integer or null", "a number that is no integer"),
        ("seed", "7", "an integer or null", "a string"),
        ("max_tokens", 1e3, "an integer or null", "a number that is no integer"),
        ("stop", 5, "a string or an array or null", "an integer"),
        ("stream", "true", "true or false or null", "a string"),
        ("stream", 1, "true or false or null", "an integer"),
        ("stream_options", [], "an object or null", "an array"),
        ("model", None, "a string", "null"),
        ("model", 3, "a string", "an integer"),
        ("messages", None, "an array", "null"),
        ("messages", {}, "an array", "an object"),
    ],
)
def test_a_value_of_another_type_is_named_with_both_types(
    field: str, value: object, expected: str, got: str
) -> None:
    error = refusal(**{field: value})

    assert isinstance(error, WrongType)
    assert error.param == field
    assert error.message == f"`{field}` must be {expected}, but is {got}."


@pytest.mark.parametrize(
    ("message", "kind", "param"),
    [
        ("hi", WrongType, "messages[1]"),
        ({"content": "x"}, MissingParameter, "messages[1].role"),
        ({"role": 3, "content": "x"}, WrongType, "messages[1].role"),
        ({"role": "king", "content": "x"}, InvalidValue, "messages[1].role"),
        ({"role": "user"}, MissingParameter, "messages[1].content"),
        ({"role": "user", "content": None}, WrongType, "messages[1].content"),
        ({"role": "user", "content": []}, InvalidValue, "messages[1].content"),
        ({"role": "user", "content": 5}, WrongType, "messages[1].content"),
        ({"role": "user", "content": ["x"]}, WrongType, "messages[1].content[0]"),
        ({"role": "user", "content": [{}]}, MissingParameter, "messages[1].content[0].text"),
        (
            {"role": "user", "content": [{"type": "text"}]},
            MissingParameter,
            "messages[1].content[0].text",
        ),
        (
            {"role": "user", "content": [{"type": "text", "text": None}]},
            WrongType,
            "messages[1].content[0].text",
        ),
        ({"role": "user", "content": "x", "name": 1}, WrongType, "messages[1].name"),
        ({"role": "tool", "content": "x"}, MissingParameter, "messages[1].tool_call_id"),
        (
            {"role": "assistant", "tool_calls": [{"id": "a"}]},
            MissingParameter,
            "messages[1].tool_calls[0].function",
        ),
        (
            {"role": "assistant", "tool_calls": [{"id": "a", "function": {"name": "f"}}]},
            MissingParameter,
            "messages[1].tool_calls[0].function.arguments",
        ),
    ],
)
def test_what_is_wrong_in_a_message_is_named_by_its_path(
    message: object, kind: type[InvalidRequest], param: str
) -> None:
    error = refusal(messages=[USER, message])

    assert type(error) is kind
    assert error.param == param


@pytest.mark.parametrize(
    ("message", "param"),
    [
        ({"role": "function", "name": "f", "content": "x"}, "messages[1].role"),
        (
            {"role": "user", "content": ["x", {"type": "image_url", "image_url": {"url": "u"}}]},
            "messages[1].content[1].type",
        ),
        ({"role": "user", "content": [{"type": "input_audio"}]}, "messages[1].content[0].type"),
        ({"role": "user", "content": [{"type": "file"}]}, "messages[1].content[0].type"),
        (
            {"role": "assistant", "content": [{"type": "refusal", "refusal": "no"}]},
            "messages[1].content[0].type",
        ),
        (
            {
                "role": "user",
                "content": [{"type": "text", "text": "x", "prompt_cache_breakpoint": {}}],
            },
            "messages[1].content[0].prompt_cache_breakpoint",
        ),
        ({"role": "assistant", "content": "x", "refusal": "no"}, "messages[1].refusal"),
        ({"role": "assistant", "content": "x", "audio": {"id": "a"}}, "messages[1].audio"),
        ({"role": "assistant", "function_call": {}}, "messages[1].function_call"),
        (
            {"role": "assistant", "tool_calls": [{"id": "a", "type": "custom"}]},
            "messages[1].tool_calls[0].type",
        ),
        ({"role": "user", "content": "x", "tool_call_id": "a"}, "messages[1].tool_call_id"),
        ({"role": "user", "content": "x", "tool_calls": []}, "messages[1].tool_calls"),
    ],
)
def test_what_a_message_may_hold_elsewhere_is_refused_by_its_path(
    message: object, param: str
) -> None:
    error = refusal(messages=[USER, message])

    assert isinstance(error, UnsupportedParameter)
    assert error.param == param


@pytest.mark.parametrize("name", sorted(refused.PARAMETERS))
def test_a_parameter_not_honoured_is_refused_unless_it_is_null(name: str) -> None:
    error = refusal(**{name: 0})
    assert isinstance(error, UnsupportedParameter)
    assert error.param == name

    assert read(**{name: None}).unknown_parameters == ()


def test_a_refusal_comes_before_anything_else_that_is_wrong() -> None:
    """A client that sends tools should hear of tools, not of a range in the same request."""
    assert refusal(n=0, tools=[]).param == "tools"


def test_obfuscation_is_refused_inside_stream_options() -> None:
    error = refusal(stream=True, stream_options={"include_obfuscation": False})
    assert error.param == "stream_options.include_obfuscation"
    assert read(stream=True, stream_options={"include_obfuscation": None}).wants_stream


def test_null_means_absent() -> None:
    nulls = dict.fromkeys(
        ["temperature", "top_p", "top_k", "seed", "max_tokens", "max_completion_tokens", "stop"]
    )
    request = read(**nulls, n=None, stream=None, stream_options=None, tools=None)
    assert request == ChatRequest(model="m", messages=[UserMessage(content="hi")])


def test_names_nobody_defines_are_told_and_sorted() -> None:
    request = read(
        zebra=1,
        apple=None,
        stream=True,
        stream_options={"continuous_usage_stats": True},
        messages=[
            {**USER, "cache": 1},
            {"role": "assistant", "content": "a", "reasoning_content": "b"},
            {"role": "user", "content": [{"type": "text", "text": "c", "cache": 1}]},
        ],
    )
    assert request.unknown_parameters == (
        "apple",
        "messages[].cache",
        "messages[].content[].cache",
        "messages[].reasoning_content",
        "stream_options.continuous_usage_stats",
        "zebra",
    )


def test_a_client_cannot_fill_in_the_list_of_unknown_names() -> None:
    assert read(unknown_parameters=["x"]).unknown_parameters == ("unknown_parameters",)


def test_unknown_names_fit_in_a_header_whatever_they_are() -> None:
    names = {f"n{index}": 1 for index in range(1000)} | {"a\r\nb: c": 1, "\u00e9" * 999: 1}
    shown = read(**names).unknown_parameters

    assert len(shown) == refused.MAX_NAMES
    assert "a??b:?c" in shown
    assert all(len(name) <= refused.MAX_NAME_CHARACTERS for name in shown)
    assert set("".join(shown)) <= set(string.printable) - set("\r\n \t")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "it is empty"),
        (b"{", "input data was truncated"),
        (b"nul", "truncated"),
        (b'{"model": "m"} x', "trailing characters"),
        (b'{"temperature": NaN}', "byte 16"),
        (b'{"temperature": -Infinity}', "byte 17"),
        (b'{"model": "\xff"}', "it is not UTF-8"),
        (b'{"model": "\\ud800"}', "half a surrogate pair"),
        (b'{"model": "\\ude00x"}', "half a surrogate pair"),
        (b'{"model": "\\ud800\\ud800"}', "half a surrogate pair"),
        (b'{"a": 1' + b"0" * 100_000 + b"}", "a number too large to read"),
        (b'{"model": "m", "messages": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"model": "m", "a": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused_as_such(body: bytes, words: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        decode(body)
    assert words in caught.value.message
    assert isinstance(caught.value, InvalidJson)


@pytest.mark.parametrize("number", [b"1e999", b"-1e999", b"1" * 5000])
def test_a_number_too_large_for_any_type_is_named_by_its_place(number: bytes) -> None:
    with pytest.raises(InvalidValue) as caught:
        decode(b'{"model":"m","messages":[{"role":"user","content":"x"}],"n":' + number + b"}")
    assert caught.value.param == "n"


@pytest.mark.parametrize(
    ("body", "got"),
    [(b"[]", "an array"), (b"3", "an integer"), (b'"x"', "a string"), (b"null", "null")],
)
def test_a_body_that_is_no_object_says_what_it_is(body: bytes, got: str) -> None:
    with pytest.raises(WrongType, match=f"The body must be an object, but is {got}"):
        decode(body)


def test_the_last_of_a_doubled_key_counts() -> None:
    body = b'{"model":"a","model":"b","messages":[{"role":"user","content":"x"}]}'
    assert decode(body).model == "b"


def test_text_may_hold_any_character() -> None:
    text = "\x00\x7f\u2028\U0001f469\u200d\U0001f467\ufffd"
    assert read(messages=[{"role": "user", "content": text}]).messages[0].content == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "a", "text"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [*ChatRequest.__struct_fields__, "role", "content", "type", "text", "tool_calls", "tools"]
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.dictionaries(NAMES, JSON | st.dictionaries(NAMES, JSON) | st.just([USER])))
def test_whatever_is_sent_is_read_or_refused_but_never_breaks(fields: dict[str, object]) -> None:
    body = json.dumps({"model": "m", "messages": [USER], **fields}).encode()
    with contextlib.suppress(InvalidRequest):
        decode(body)


@settings(deadline=None)
@given(st.binary(max_size=40))
def test_bytes_of_any_kind_are_refused_cleanly(body: bytes) -> None:
    with pytest.raises(InvalidRequest):
        decode(body)
