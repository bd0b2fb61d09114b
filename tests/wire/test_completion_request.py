"""Requests of the older completions are read whole or refused by name."""

from __future__ import annotations

import json

import pytest

from rejoinder.errors import (
    InvalidRequest,
    InvalidValue,
    MissingParameter,
    UnknownParameter,
    UnsupportedParameter,
    WrongType,
)
from rejoinder.wire.completion_request import CompletionRequest, CompletionSieve, decode_completion


def read(**fields: object) -> CompletionRequest:
    return decode_completion(json.dumps({"model": "m", "prompt": "x", **fields}).encode())


def refusal(**fields: object) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        read(**fields)
    return caught.value


@pytest.mark.parametrize(
    ("given", "prompts"),
    [
        ("once", ("once",)),
        ("", ("",)),
        (["a", "b"], ("a", "b")),
        ([0, 7], ((0, 7),)),
        ([[1, 2], [3]], ((1, 2), (3,))),
        ([5] * 500, ((5,) * 500,)),
    ],
)
def test_a_prompt_is_text_or_token_ids_or_several_of_either(
    given: object, prompts: tuple[object, ...]
) -> None:
    assert read(prompt=given).prompts == prompts


@pytest.mark.parametrize(
    ("prompt", "kind", "param", "words"),
    [
        (None, WrongType, "prompt", "must be a string or an array, but is null"),
        (5, WrongType, "prompt", "must be a string or an array, but is an integer"),
        ([], InvalidValue, "prompt", "it must have at least 1 item"),
        (["a", 1], WrongType, "prompt[1]", "of the same type as `prompt[0]`, a string"),
        ([1, [2]], WrongType, "prompt[1]", "of the same type as `prompt[0]`, an integer"),
        ([[1], []], InvalidValue, "prompt[1]", "it must have at least 1 item"),
        ([-1], InvalidValue, "prompt[0]", "it must be at least 0"),
        ([[1, True]], WrongType, "prompt[0][1]", "must be an integer, but is a boolean"),
        (["a"] * 129, InvalidValue, "prompt", "it must have at most 128 items, not 129"),
    ],
)
def test_a_prompt_of_another_kind_is_named(
    prompt: object, kind: type[InvalidRequest], param: str, words: str
) -> None:
    error = refusal(prompt=prompt)
    assert type(error) is kind
    assert error.param == param
    assert words in error.message


def test_a_prompt_is_required() -> None:
    with pytest.raises(MissingParameter) as caught:
        decode_completion(b'{"model": "m"}')
    assert caught.value.param == "prompt"


def test_everything_honoured_is_read() -> None:
    request = read(
        max_tokens=1,
        logprobs=5,
        echo=False,
        best_of=2,
        n=2,
        temperature=0,
        logit_bias={"5": -100},
        stop="x",
        stream=True,
        stream_options={"include_usage": True},
        seed=-1,
        user="u",
    )
    assert (request.max_tokens, request.logprobs, request.n) == (1, 5, 2)
    assert request.shape.has_logprobs
    assert request.shape.has_usage_chunk
    assert request.unknown_parameters == ()


@pytest.mark.parametrize(
    ("fields", "param", "words"),
    [
        ({"max_tokens": 0}, "max_tokens", "it must be at least 1"),
        ({"logprobs": 6}, "logprobs", "it must be at most 5"),
        ({"logprobs": -1}, "logprobs", "it must be at least 0"),
        ({"logprobs": 0, "echo": True}, "logprobs", "it cannot be set where `echo` is true"),
        ({"logit_bias": {"x": 1}}, "logit_bias.x", "its name must be a token id"),
        ({"seed": 2**64}, "seed", "but it must be"),
        ({"stream_options": {}}, "stream_options", "where `stream` is true"),
    ],
)
def test_a_value_out_of_range_is_named(fields: dict[str, object], param: str, words: str) -> None:
    error = refusal(**fields)
    assert isinstance(error, InvalidValue)
    assert error.param == param
    assert words in error.message


@pytest.mark.parametrize("fields", [{"best_of": 2}, {"best_of": 3, "n": 2}, {"best_of": 1, "n": 2}])
def test_the_best_of_more_answers_than_are_shown_is_refused(fields: dict[str, object]) -> None:
    error = refusal(**fields)
    assert isinstance(error, UnsupportedParameter)
    assert error.param == "best_of"


@pytest.mark.parametrize("name", sorted(CompletionSieve.refused))
def test_what_only_chat_has_is_refused_unless_it_is_null(name: str) -> None:
    error = refusal(**{name: 0})
    assert isinstance(error, UnsupportedParameter)
    assert error.param == name
    assert read(**{name: None}).unknown_parameters == ()


def test_names_nobody_defines_are_told_or_refused() -> None:
    assert read(zebra=1).unknown_parameters == ("zebra",)
    with pytest.raises(UnknownParameter):
        decode_completion(b'{"model": "m", "prompt": "x", "zebra": 1}', strict=True)
