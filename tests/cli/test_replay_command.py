"""`rejoinder replay`, and what counts as the same answer."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner, Result

from rejoinder.cli.commands import group
from rejoinder.cli.differences import differences
from rejoinder.cli.replay import request_again
from rejoinder.errors import SetupError
from tests.cli.stored import answer, choice, completion, put
from tests.server.process import serving


def found(stored: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return differences(json.dumps(stored).encode(), json.dumps(now).encode())


def calling(call_id: str, arguments: str = "{}") -> dict[str, Any]:
    call = {"id": call_id, "type": "function", "function": {"name": "f", "arguments": arguments}}
    return answer(choice(None, "tool_calls", tool_calls=[call]))


def drawn(logprob: float) -> dict[str, Any]:
    return answer({**choice(), "logprobs": {"content": [{"token": "a", "logprob": logprob}]}})


def test_ids_and_times_and_the_cache_make_no_difference() -> None:
    cached = {"prompt_tokens_details": {"cached_tokens": 7}}
    usage = {**answer()["usage"], **cached}

    assert found(answer(), answer(id="other", created=9, usage=usage, service_tier="flex")) == []
    assert found(calling("c1"), calling("c2")) == []


@pytest.mark.parametrize(
    ("stored", "now", "line"),
    [
        (
            answer(choice("It is four.")),
            answer(choice("It is five.")),
            'choices[0].message.content: from letter 7 on: stored "It is four.", now "It is five."',
        ),
        (
            answer(choice("It is")),
            answer(choice("It is so")),
            'choices[0].message.content: from letter 5 on: stored "It is", now "It is so"',
        ),
        (
            answer(choice(reason="stop")),
            answer(choice(reason="length")),
            'choices[0].finish_reason: from letter 0 on: stored "stop", now "length"',
        ),
        (
            calling("c", '{"a": 1}'),
            calling("c", '{"a": 2}'),
            "choices[0].message.tool_calls[0].function.arguments: from letter 6 on: "
            'stored "{\\"a\\": 1}", now "{\\"a\\": 2}"',
        ),
        (
            drawn(-0.1),
            drawn(-0.10000000000000002),
            "choices[0].logprobs.content[0].logprob: stored -0.1, now -0.10000000000000002",
        ),
        (drawn(0.0), drawn(-0.0), "choices[0].logprobs.content[0].logprob: stored 0.0, now -0.0"),
        (answer(choice(), choice()), answer(choice()), "choices: 2 stored, 1 now"),
        (
            answer(choice("x")),
            answer(choice(None)),
            'choices[0].message.content: stored "x", now null',
        ),
        (
            answer(choice()),
            answer(choice(reasoning="Hm")),
            "choices[0].message.reasoning: only now",
        ),
        (answer(choice(reasoning="Hm")), answer(choice()), "choices[0].message.reasoning: only in"),
    ],
)
def test_what_differs_is_named(stored: dict[str, Any], now: dict[str, Any], line: str) -> None:
    (told,) = found(stored, now)

    assert told.startswith(line)


def test_the_number_of_tokens_is_compared() -> None:
    usage = {**answer()["usage"], "completion_tokens": 4}

    assert found(answer(), answer(usage=usage)) == ["usage.completion_tokens: stored 3, now 4"]


def test_the_same_is_asked_with_the_seed_that_was_used() -> None:
    """And nothing else of it is read: a number is sent again as it was written."""
    body = b'{"model": "m", "messages": [], "temperature": 1.50, "stream": true, '
    body += b'"stream_options": {"include_usage": true}, "store": true, "metadata": {"a": "1"}}'
    kept = completion(seed=2**64 - 1)

    again = request_again(type(kept)(**{**_fields(kept), "request": body}))

    assert b'"temperature":1.50' in again
    assert json.loads(again) == {
        "model": "m",
        "messages": [],
        "temperature": 1.5,
        "store": False,
        "metadata": {"a": "1"},
        "seed": 2**64 - 1,
    }


def _fields(kept: Any) -> dict[str, Any]:  # noqa: ANN401 -- a struct
    return {name: getattr(kept, name) for name in kept.__struct_fields__}


def replay(url: str, base_url: str, completion_id: str = "chatcmpl-1") -> Result:
    called = ["replay", "--database", url, "--base-url", base_url, completion_id]
    return CliRunner().invoke(group, called, catch_exceptions=False)


def test_a_server_is_asked_again(sqlite_url: str) -> None:
    """The scripted engine says `Hello there`; one stored answer is that, and the others are not."""
    same = answer(
        choice("Hello there"),
        id="same",
        system_fingerprint="fp_scripted",
        usage={
            "prompt_tokens": 7,
            "completion_tokens": 3,
            "total_tokens": 10,
            "prompt_tokens_details": {"cached_tokens": 5, "audio_tokens": 0},
            "completion_tokens_details": {
                "reasoning_tokens": 0,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            },
        },
    )
    other = {**same, "choices": answer(choice("Hello you"))["choices"]}
    put(
        sqlite_url,
        completion("same", response=same, model="scripted", stream=True),
        completion("other", response=other, model="scripted"),
        completion("older", response={**other, "system_fingerprint": "fp_2"}, model="scripted"),
        completion("gone", model="gone"),
    )

    with serving() as server:
        first = replay(sqlite_url, server.base_url, "same")
        second = replay(sqlite_url, server.base_url, "other")
        third = replay(sqlite_url, server.base_url, "older")
        with pytest.raises(SetupError, match=re.escape("`gone` does not exist")):
            replay(sqlite_url, server.base_url, "gone")

    assert first.exit_code == 0
    assert first.output.splitlines() == [
        "same, asked again with the seed 5, is the same, byte by byte (3 tokens).",
        "The fingerprint is the same: fp_scripted.",
    ]
    assert second.exit_code == 1
    assert second.output.splitlines() == [
        "other, asked again with the seed 5, differs in 1 place (3 tokens).",
        "The fingerprint is the same: fp_scripted.",
        '  choices[0].message.content: from letter 6 on: stored "Hello you", now "Hello there"',
        "The same fingerprint promises the same answer: this is a fault worth reporting.",
    ]
    assert third.exit_code == 1
    assert "The fingerprint differs: fp_2 then, fp_scripted now." in third.output
    assert "Another fingerprint is another model, machine or version" in third.output


def test_an_unknown_one_is_told(sqlite_url: str) -> None:
    with pytest.raises(SetupError, match="no stored completion `none`"):
        replay(sqlite_url, "http://127.0.0.1:9/v1", "none")
