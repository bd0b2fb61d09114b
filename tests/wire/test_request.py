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
    UnknownParameter,
    UnsupportedParameter,
    WrongType,
)
from rejoinder.wire import refused
from rejoinder.wire.extensions import EXTENSIONS, STRUCTURED_EXTENSIONS
from rejoinder.wire.messages import (
    AssistantMessage,
    CustomCall,
    FunctionCall,
    FunctionMessage,
    RefusalPart,
    TextPart,
    ToolMessage,
    UserMessage,
)
from rejoinder.wire.request import ChatRequest, decode
from rejoinder.wire.shape import Shape

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
        stream_options={
            "include_usage": True,
            "include_obfuscation": True,
            "continuous_usage_stats": True,
        },
        min_p=0.1,
        frequency_penalty=-2,
        presence_penalty=2,
        repetition_penalty=0.5,
        logit_bias={"0": -100, "4294967": 1.5},
        logprobs=True,
        top_logprobs=20,
        stop_token_ids=[0, 7],
        min_tokens=0,
        ignore_eos=True,
        user="u",
        safety_identifier="s" * 64,
        metadata={"k" * 64: "v" * 512},
        store=True,
        response_format={"type": "text"},
        structured_outputs={"regex": "a"},
        reasoning_effort="minimal",
        verbosity="low",
        modalities=["text"],
        service_tier="default",
        prompt_cache_key="c",
        tools=[],
        functions=[],
        tool_choice="none",
        function_call="auto",
        parallel_tool_calls=True,
        chat_template_kwargs={"enable_thinking": False},
        add_generation_prompt=False,
        continue_final_message=True,
    )

    assert (request.temperature, request.top_p, request.top_k) == (0.5, 1.0, -1)
    assert (request.seed, request.max_tokens, request.max_completion_tokens) == (2**64 - 1, 1, 2)
    assert (request.stop, request.n) == (["a", "b"], 128)
    assert request.wants_stream
    assert request.wants_usage_chunk
    assert request.logit_bias == {"0": -100, "4294967": 1.5}
    assert request.shape == Shape(
        has_logprobs=True,
        has_usage_chunk=True,
        has_running_usage=True,
        is_obfuscated=True,
        tells_tier=True,
    )
    assert request.unknown_parameters == ()
    # So this test names every field there is, but the other ways to say a format.
    unsaid = [name for name in request.__struct_fields__ if getattr(request, name) is None]
    assert unsaid == ["guided_regex", "guided_choice", "guided_grammar"]


def test_messages_of_every_role_are_read() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    drawn = {"id": "c2", "type": "custom", "custom": {"name": "g", "input": "o"}}
    said = [{"type": "text", "text": "t"}, {"type": "refusal", "refusal": "no"}]
    request = read(
        messages=[
            {"role": "developer", "content": "d"},
            {"role": "system", "content": [{"type": "text", "text": "s"}], "name": "n"},
            USER,
            {"role": "assistant", "content": None, "tool_calls": [call, drawn]},
            {"content": "r", "tool_call_id": "c1", "role": "tool"},  # the role need not come first
            {"role": "assistant", "function_call": {"name": "f", "arguments": "{}"}},
            {"role": "function", "name": "f", "content": None},
            {"role": "assistant", "content": said, "refusal": "no", "reasoning_content": "Hm"},
            {"role": "assistant", "content": "", "reasoning": "Hm"},
        ]
    )

    _, system, _, assistant, tool, older, answer, refusing, thinking = request.messages
    assert request.unknown_parameters == ()
    assert system.content == [TextPart(text="s")]
    assert isinstance(assistant, AssistantMessage)
    assert assistant.tool_calls is not None
    assert assistant.tool_calls[0].function == FunctionCall(name="f", arguments="{}")
    assert assistant.tool_calls[1].custom == CustomCall(name="g", input="o")
    assert isinstance(tool, ToolMessage)
    assert isinstance(older, AssistantMessage)
    assert older.function_call == FunctionCall(name="f", arguments="{}")
    assert answer == FunctionMessage(content=None, name="f")
    assert isinstance(refusing, AssistantMessage)
    assert refusing.content == [TextPart(text="t"), RefusalPart(refusal="no")]
    assert (refusing.refusal, refusing.reasoning_content) == ("no", "Hm")
    assert isinstance(thinking, AssistantMessage)
    assert thinking.reasoning == "Hm"


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
        ("stop", "", '"", but it must have at least 1 character'),
        ("stop", list("abcde"), "`stop` is an array of 5 items, but it must have at most 4 items."),
        ("stop", "x" * 4097, "but it must have at most 4096 characters, not 4097"),
        ("messages", [], "[], but it must have at least 1 item"),
        ("messages", [USER] * 2049, "an array of 2049 items, but it must have at most 2048 items"),
        ("stream_options", {"include_usage": True}, "may only be set where `stream` is true"),
        ("frequency_penalty", -2.01, "-2.01, but it must be at least -2"),
        ("presence_penalty", 2.01, "2.01, but it must be at most 2"),
        ("repetition_penalty", 0, "0, but it must be above 0"),
        ("repetition_penalty", 2.1, "2.1, but it must be at most 2"),
        ("min_p", 1.1, "1.1, but it must be at most 1"),
        ("min_tokens", -1, "-1, but it must be at least 0"),
        ("stop_token_ids", [1] * 257, "an array of 257 items, but it must have at most 256"),
        (
            "logit_bias",
            dict.fromkeys(map(str, range(1025)), 1),
            "1025 entries, but it must have at most 1024",
        ),
        ("top_logprobs", 2, "2, but it may only be set where `logprobs` is true"),
        (
            "metadata",
            dict.fromkeys(map(str, range(17)), ""),
            "an object of 17 entries, but it must have at most 16 entries",
        ),
        ("safety_identifier", "x" * 65, "it must have at most 64 characters, not 65"),
        ("user", "x" * 513, "it must have at most 512 characters, not 513"),
        ("prompt_cache_key", "x" * 513, "it must have at most 512 characters, not 513"),
        ("modalities", [], "[], but it must have at least 1 item"),
        ("service_tier", "gold", '"gold", but it must be one of `auto`, `default`, `flex`'),
        ("tool_choice", "maybe", '"maybe", but it must be one of `none`, `auto`, `required`'),
        ("reasoning_effort", "deep", '"deep", but it must be one of `none`, `minimal`, `low`'),
        ("verbosity", "mute", '"mute", but it must be one of `low`, `medium`, `high`'),
        ("chat_template_kwargs", {"a": "x" * 20_000}, "it must have at most 16384 bytes"),
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


@pytest.mark.parametrize(
    ("fields", "param", "words"),
    [
        ({"logprobs": True, "top_logprobs": 21}, "top_logprobs", "at most 20"),
        ({"logprobs": False, "top_logprobs": 0}, "top_logprobs", "where `logprobs` is true"),
        ({"response_format": {"type": "xml"}}, "response_format.type", "must be one of `text`"),
        ({"modalities": ["smell"]}, "modalities[0]", "must be one of `text`"),
        ({"stop_token_ids": [5, -1]}, "stop_token_ids[1]", "at least 0"),
        (
            {"stream": True, "stream_options": {"continuous_usage_stats": True}},
            "stream_options.continuous_usage_stats",
            "where `stream_options.include_usage` is true",
        ),
        (
            {"add_generation_prompt": True, "continue_final_message": True},
            "add_generation_prompt",
            "cannot be true where `continue_final_message` is",
        ),
    ],
)
def test_a_value_that_needs_another_names_it(
    fields: dict[str, object], param: str, words: str
) -> None:
    error = refusal(**fields)
    assert isinstance(error, InvalidValue)
    assert error.param == param
    assert words in error.message


@pytest.mark.parametrize(
    ("field", "entries", "kind", "words"),
    [
        ("logit_bias.x", {"1": 1, "x": 1}, InvalidValue, "its name must be a token id"),
        ("logit_bias.-1", {"-1": 1}, InvalidValue, "its name must be a token id"),
        ("logit_bias.007", {"007": 1}, InvalidValue, "its name must be a token id"),
        ("logit_bias.\u0665", {"\u0665": 1}, InvalidValue, "its name must be a token id"),
        ("logit_bias.5", {"5": 100.1}, InvalidValue, "100.1, but it must be -100 to 100"),
        ("logit_bias.5", {"5": -101}, InvalidValue, "-101, but it must be -100 to 100"),
        ("logit_bias.5", {"5": "1"}, WrongType, "must be a number, but is a string"),
        ("logit_bias.5", {"5": True}, WrongType, "must be a number, but is a boolean"),
        ("logit_bias.5", {"5": None}, WrongType, "must be a number, but is null"),
        ("metadata.a", {"a": 1}, WrongType, "must be a string, but is an integer"),
        ("metadata.a", {"a": "x" * 513}, InvalidValue, "at most 512 characters, not 513"),
        (
            "metadata." + "k" * 61 + "...",
            {"k" * 65: "x"},
            InvalidValue,
            "its name must have at most 64 characters, not 65",
        ),
        ("chat_template_kwargs._a", {"_a": 1}, InvalidValue, "its name must be a letter"),
        ("chat_template_kwargs.a b", {"a b": 1}, InvalidValue, "its name must be a letter"),
        (
            "chat_template_kwargs.a",
            {"a": [[[[[[[[[1]]]]]]]]]},
            InvalidValue,
            "nested at most 8 deep",
        ),
    ],
)
def test_an_entry_that_is_wrong_is_named(
    field: str, entries: dict[str, object], kind: type[InvalidRequest], words: str
) -> None:
    error = refusal(**{field.partition(".")[0]: entries})
    assert type(error) is kind
    assert error.param == field
    assert words in error.message


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
        ({"role": "assistant", "content": [{}]}, MissingParameter, "messages[1].content[0].type"),
        (
            {"role": "user", "content": [{"type": "refusal", "refusal": "no"}]},
            InvalidValue,
            "messages[1].content[0].type",
        ),
        ({"role": "function", "content": "x"}, MissingParameter, "messages[1].name"),
        ({"role": "function", "name": "f"}, MissingParameter, "messages[1].content"),
        ({"role": "assistant", "reasoning": 1}, WrongType, "messages[1].reasoning"),
        (
            {"role": "assistant", "function_call": {"name": "f"}},
            MissingParameter,
            "messages[1].function_call.arguments",
        ),
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
        (
            {"role": "user", "content": ["x", {"type": "image_url", "image_url": {"url": "u"}}]},
            "messages[1].content[1].type",
        ),
        ({"role": "user", "content": [{"type": "input_audio"}]}, "messages[1].content[0].type"),
        ({"role": "user", "content": [{"type": "file"}]}, "messages[1].content[0].type"),
        (
            {
                "role": "user",
                "content": [{"type": "text", "text": "x", "prompt_cache_breakpoint": {}}],
            },
            "messages[1].content[0].prompt_cache_breakpoint",
        ),
        ({"role": "user", "content": "x", "refusal": "no"}, "messages[1].refusal"),
        ({"role": "user", "content": "x", "reasoning": "no"}, "messages[1].reasoning"),
        ({"role": "assistant", "content": "x", "audio": {"id": "a"}}, "messages[1].audio"),
        ({"role": "tool", "content": "x", "function_call": {}}, "messages[1].function_call"),
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


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"reasoning_effort": "xhigh"}, "reasoning_effort"),
        ({"reasoning_effort": "max"}, "reasoning_effort"),
        (
            {"structured_outputs": {"json": {}, "whitespace_pattern": " "}},
            "structured_outputs.whitespace_pattern",
        ),
        ({"modalities": ["text", "audio"]}, "modalities"),
    ],
)
def test_a_value_not_honoured_of_a_field_that_is_is_refused(
    fields: dict[str, object], param: str
) -> None:
    error = refusal(**fields)
    assert isinstance(error, UnsupportedParameter)
    assert error.param == param


@pytest.mark.parametrize("name", sorted(EXTENSIONS))
def test_an_extension_of_other_servers_is_refused_unless_it_asks_for_nothing(name: str) -> None:
    error = refusal(**{name: "\u2620"})
    assert isinstance(error, UnsupportedParameter)
    assert error.param == name
    for nothing in (None, *EXTENSIONS[name]):
        assert read(**{name: nothing}).unknown_parameters == ()


@pytest.mark.parametrize("name", sorted(STRUCTURED_EXTENSIONS))
def test_an_extension_within_another_is_refused_unless_it_asks_for_nothing(name: str) -> None:
    error = refusal(structured_outputs={name: "\u2620"})
    assert isinstance(error, UnsupportedParameter)
    assert error.param == f"structured_outputs.{name}"
    for nothing in (None, *STRUCTURED_EXTENSIONS[name]):
        assert read(structured_outputs={name: nothing}).unknown_parameters == ()


def test_an_extensions_zero_is_not_its_false() -> None:
    assert refusal(use_beam_search=0).param == "use_beam_search"
    assert refusal(mirostat=False).param == "mirostat"


def test_a_refusal_comes_before_anything_else_that_is_wrong() -> None:
    """A client that sends audio should hear of audio, not of a range in the same request."""
    assert refusal(n=0, audio={}).param == "audio"


def test_a_prompt_is_shown_where_it_belongs() -> None:
    assert "/v1/completions" in str(refusal(prompt="x"))


def test_a_strict_server_refuses_the_first_name_nobody_defines() -> None:
    body: dict[str, object] = {"model": "m", "messages": [USER, {**USER, "cache": 1}], "zebra": 1}

    def strictly(**more: object) -> ChatRequest:
        return decode(json.dumps({**body, **more}).encode(), strict=True)

    for fields, first in (({}, "zebra"), ({"zebra": 1, "apple": 1}, "zebra")):
        with pytest.raises(UnknownParameter) as caught:
            strictly(**fields)
        assert caught.value.param == first
    del body["zebra"]
    with pytest.raises(UnknownParameter) as caught:
        strictly()
    assert caught.value.param == "messages[1].cache"
    assert caught.value.status == 400
    body["messages"] = [USER]
    assert strictly(use_beam_search=False, tools=None).model == "m"


def test_null_means_absent() -> None:
    nulls = dict.fromkeys(
        name for name in ChatRequest.__struct_fields__ if name not in ("model", "messages")
    )
    del nulls["unknown_parameters"]
    request = read(**nulls, audio=None, best_of=None)
    assert request == ChatRequest(model="m", messages=[UserMessage(content="hi")])


def test_names_nobody_defines_are_told_and_sorted() -> None:
    request = read(
        zebra=1,
        apple=None,
        stream=True,
        stream_options={"usage_twice": True},
        messages=[
            {**USER, "cache": 1},
            {"role": "assistant", "content": "a", "mood": "b"},
            {"role": "user", "content": [{"type": "text", "text": "c", "cache": 1}]},
        ],
    )
    assert request.unknown_parameters == (
        "apple",
        "messages[].cache",
        "messages[].content[].cache",
        "messages[].mood",
        "stream_options.usage_twice",
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


KEYS = ["a", "type", "function", "custom", "name", "parameters", "json_schema", "schema"]
KINDS = ["text", "function", "custom", "allowed_tools", "json_schema", "grammar", "assistant"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "a", *KINDS]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        *ChatRequest.__struct_fields__,
        *("role", "content", "type", "text", "tool_calls", "tools", "function", "custom", "name"),
        *("parameters", "format", "json_schema", "schema", "json", "arguments"),
    ]
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


@pytest.mark.parametrize("field", ["user", "safety_identifier"])
def test_a_name_for_the_record_holds_no_nul(field: str) -> None:
    """PostgreSQL holds no text with one: the record of that request could never be written."""
    error = refusal(**{field: "a\0b"})

    assert error.param == field
    assert "must hold no NUL character" in str(error)
