"""The official Python client against a real server: each understands the other."""

from __future__ import annotations

from collections.abc import Iterator

import openai
import pytest
from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam

from tests.server.process import serving

HI: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hi"}]


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with serving(max_body="1MiB", max_wait="100ms") as server:
        yield server.base_url


@pytest.fixture
def client(base_url: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=base_url, api_key="anything", max_retries=0) as client:
        yield client


def test_an_answer(client: OpenAI) -> None:
    answer = client.chat.completions.create(model="scripted", messages=HI)

    assert answer.choices[0].message.content == "Hello there"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage is not None
    assert answer.usage.total_tokens == 10


def test_several_choices(client: OpenAI) -> None:
    answer = client.chat.completions.create(model="scripted", messages=HI, n=2)

    assert [choice.index for choice in answer.choices] == [0, 1]


def test_an_answer_cut_by_its_limit(client: OpenAI) -> None:
    answer = client.chat.completions.create(model="scripted", messages=HI, max_completion_tokens=1)

    assert answer.choices[0].finish_reason == "length"


def test_a_stream(client: OpenAI) -> None:
    stream = client.chat.completions.create(model="scripted", messages=HI, stream=True)

    chunks = list(stream)

    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == "Hello there"
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_a_stream_with_usage(client: OpenAI) -> None:
    stream = client.chat.completions.create(
        model="scripted", messages=HI, stream=True, stream_options={"include_usage": True}
    )

    *chunks, last = stream

    assert all(chunk.usage is None for chunk in chunks)
    assert last.usage is not None
    assert last.usage.prompt_tokens == 7


def test_the_clients_own_stream_helper(client: OpenAI) -> None:
    with client.chat.completions.stream(model="scripted", messages=HI) as stream:
        assert stream.get_final_completion().choices[0].message.content == "Hello there"


def test_headers_of_the_raw_response(client: OpenAI) -> None:
    raw = client.chat.completions.with_raw_response.create(
        model="scripted", messages=HI, seed=7, extra_headers={"x-request-id": "mine"}
    )

    assert raw.request_id == "mine"
    assert raw.headers["x-rejoinder-seed"] == "7"
    assert raw.headers["openai-version"] == "2020-10-01"
    assert int(raw.headers["openai-processing-ms"]) >= 0


def test_an_unknown_field_is_taken_and_named(client: OpenAI) -> None:
    raw = client.chat.completions.with_raw_response.create(
        model="scripted", messages=HI, extra_body={"colour": "red"}
    )

    assert raw.headers["x-rejoinder-warning"] == "unknown parameters ignored: colour"


def test_models(client: OpenAI) -> None:
    names = [model.id for model in client.models.list()]

    assert "scripted" in names
    assert client.models.retrieve("org/slashed").id == "org/slashed"


def test_a_bad_value_is_a_bad_request(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="scripted", messages=HI, temperature=3)

    assert caught.value.param == "temperature"
    assert caught.value.code == "invalid_value"
    assert caught.value.request_id is not None
    assert caught.value.request_id.startswith("req_")


@pytest.mark.parametrize("stream", [False, True])
def test_an_unknown_model_is_not_found(client: OpenAI, stream: bool) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="other", messages=HI, stream=stream)

    assert caught.value.code == "model_not_found"


def test_an_unknown_model_cannot_be_retrieved(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("other")


def test_a_route_that_is_not_there_is_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.files.list()

    assert caught.value.code == "not_found"


def test_a_body_too_large_is_a_status_error(client: OpenAI) -> None:
    with pytest.raises(openai.APIStatusError) as caught:
        client.chat.completions.create(
            model="scripted", messages=[{"role": "user", "content": "x" * 2**21}]
        )

    assert caught.value.status_code == 413


@pytest.mark.parametrize("model", ["broken", "buggy"])
def test_a_failing_engine_is_a_server_error(client: OpenAI, model: str) -> None:
    with pytest.raises(openai.InternalServerError) as caught:
        client.chat.completions.create(model=model, messages=HI)

    assert "secret" not in str(caught.value)


def test_a_fault_half_way_raises_after_the_words_before_it(client: OpenAI) -> None:
    stream = client.chat.completions.create(model="broken", messages=HI, stream=True)

    texts = [next(stream).choices[0].delta.content for _ in range(2)]  # the role, then a word
    with pytest.raises(openai.APIError, match="out of luck") as caught:
        next(stream)

    assert texts == ["", "Once"]
    assert caught.value.code == "engine_failed"


def test_without_v1_in_the_base_url(base_url: str) -> None:
    url = base_url.removesuffix("/v1") + "/"
    with OpenAI(base_url=url, api_key="anything", max_retries=0) as client:
        answer = client.chat.completions.create(model="scripted", messages=HI)

    assert answer.choices[0].message.content == "Hello there"


def test_a_client_that_stops_reading_a_stream_leaves_cleanly(client: OpenAI) -> None:
    with client.chat.completions.create(model="slow", messages=HI, stream=True) as stream:
        next(iter(stream))

    assert client.chat.completions.create(model="scripted", messages=HI).choices


@pytest.mark.parametrize("stream", [False, True])
def test_a_full_queue_is_a_rate_limit_error(client: OpenAI, stream: bool) -> None:
    with pytest.raises(openai.RateLimitError) as caught:
        client.chat.completions.create(model="full", messages=HI, stream=stream)

    assert caught.value.code == "rate_limit_exceeded"
    assert caught.value.type == "requests"
    assert caught.value.response.headers["retry-after-ms"] == "1000"


@pytest.mark.parametrize("stream", [False, True])
def test_a_request_that_waits_too_long_is_a_server_error(client: OpenAI, stream: bool) -> None:
    with pytest.raises(openai.InternalServerError) as caught:
        client.chat.completions.create(model="mute", messages=HI, stream=stream)

    assert caught.value.status_code == 503
    assert caught.value.code == "server_overloaded"
    assert "retry-after" in caught.value.response.headers


def test_log_probabilities(client: OpenAI) -> None:
    answer = client.chat.completions.create(
        model="spelled", messages=HI, logprobs=True, top_logprobs=1
    )

    assert answer.choices[0].logprobs is not None
    told = answer.choices[0].logprobs.content
    assert told is not None
    assert answer.choices[0].logprobs.refusal is None
    spelled = b"".join(bytes(token.bytes or []) for token in told)
    assert spelled.decode() == answer.choices[0].message.content == "\u20ac"
    assert [token.logprob for token in told] == [-0.5, 0.0]
    assert [[top.token for top in token.top_logprobs] for token in told] == [["$"], []]


def test_log_probabilities_of_a_stream_come_with_their_text(client: OpenAI) -> None:
    stream = client.chat.completions.create(
        model="spelled", messages=HI, logprobs=True, top_logprobs=1, stream=True
    )

    (chunk,) = [chunk for chunk in stream if chunk.choices[0].delta.content]

    assert chunk.choices[0].logprobs is not None
    assert [token.logprob for token in chunk.choices[0].logprobs.content or []] == [-0.5, 0.0]


def test_what_is_for_the_record_is_taken(client: OpenAI) -> None:
    answer = client.chat.completions.create(
        model="scripted",
        messages=HI,
        metadata={"run": "7"},
        user="u",
        safety_identifier="s",
        store=False,
        service_tier="auto",
        response_format={"type": "text"},
        modalities=["text"],
    )

    assert answer.service_tier == "default"


@pytest.mark.parametrize(
    ("wanted", "served"),
    [("default", "default"), ("flex", "flex"), ("priority", "priority"), ("fast", "priority")],
)
def test_the_tier_that_served_is_told(client: OpenAI, wanted: str, served: str) -> None:
    answer = client.chat.completions.create(
        model="scripted", messages=HI, extra_body={"service_tier": wanted}
    )
    assert answer.service_tier == served
    stream = client.chat.completions.create(
        model="scripted", messages=HI, stream=True, extra_body={"service_tier": wanted}
    )
    assert {chunk.service_tier for chunk in stream} == {served}


def test_usage_has_its_details(client: OpenAI) -> None:
    usage = client.chat.completions.create(model="scripted", messages=HI).usage

    assert usage is not None
    assert usage.prompt_tokens_details is not None
    assert usage.prompt_tokens_details.cached_tokens == 0
    assert usage.completion_tokens_details is not None
    assert usage.completion_tokens_details.reasoning_tokens == 0


def test_the_older_completions(client: OpenAI) -> None:
    answer = client.completions.create(model="scripted", prompt=["Once", "Twice"], n=2)

    assert [choice.index for choice in answer.choices] == [0, 1, 2, 3]
    assert {choice.text for choice in answer.choices} == {"Hello there"}
    assert answer.usage is not None
    assert answer.usage.prompt_tokens == 14


def test_a_stream_of_the_older_completions(client: OpenAI) -> None:
    stream = client.completions.create(model="scripted", prompt="Once", stream=True)

    chunks = list(stream)

    assert "".join(chunk.choices[0].text for chunk in chunks) == "Hello there"
    assert chunks[-1].choices[0].finish_reason == "stop"
