"""Calls, thoughts and formats, as the official client asks for them and reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import openai
import pytest
from openai import OpenAI
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.types.chat import ChatCompletionMessageParam
from pydantic import BaseModel

from tests.server.process import serving

HI: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hi"}]


class Place(BaseModel):
    """Where it is."""

    city: str


WEATHER: Any = openai.pydantic_function_tool(Place, name="weather")
TIME: Any = openai.pydantic_function_tool(Place, name="time")
QUERY: Any = {
    "type": "custom",
    "custom": {
        "name": "query",
        "format": {"type": "grammar", "grammar": {"syntax": "regex", "definition": "SELECT .*"}},
    },
}


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with serving() as server:
        yield server.base_url


@pytest.fixture
def client(base_url: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=base_url, api_key="anything", max_retries=0) as client:
        yield client


# The client's own, or of the one answer.
VOLATILE = frozenset({"id", "created", "usage", "parsed", "parsed_arguments"})


def comparable(told: Any) -> Any:  # noqa: ANN401 -- any JSON
    """Without what is of one answer only, what is null and the calls' index, which streams have."""
    if isinstance(told, list):
        return [comparable(one) for one in told]
    if not isinstance(told, dict):
        return told
    is_call = "function" in told or "custom" in told
    dropped = {"index"} if is_call else VOLATILE
    return {k: comparable(v) for k, v in told.items() if v is not None and k not in dropped}


FORMS: list[dict[str, Any]] = [
    {"tools": [WEATHER]},
    {"tools": [WEATHER, TIME]},
    {"tools": [WEATHER, TIME], "n": 2},
    {"tools": [WEATHER, TIME], "tool_choice": "none"},
    {"tools": [WEATHER, TIME], "tool_choice": "required"},
    {"tools": [WEATHER, TIME], "tool_choice": {"type": "function", "function": {"name": "time"}}},
    {"tools": [WEATHER, TIME], "parallel_tool_calls": False},
    {"functions": [{"name": "weather"}]},
    {"functions": [{"name": "weather"}], "function_call": {"name": "weather"}},
    {},
]


@pytest.mark.parametrize("form", FORMS)
def test_a_stream_of_calls_folds_to_the_plain_answer(client: OpenAI, form: dict[str, Any]) -> None:
    """By the client's own way of folding it."""
    plain = client.chat.completions.create(model="caller", messages=HI, **form)
    state = ChatCompletionStreamState()
    for chunk in client.chat.completions.create(model="caller", messages=HI, stream=True, **form):
        state.handle_chunk(chunk)

    assert comparable(state.get_final_completion().to_dict()) == comparable(plain.to_dict())


def test_calls_are_read_by_the_client(client: OpenAI) -> None:
    answer = client.chat.completions.create(model="caller", messages=HI, tools=[WEATHER, QUERY])

    (choice,) = answer.choices
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content == "Let me see."
    assert choice.message.tool_calls is not None
    weather, query = choice.message.tool_calls
    assert weather.type == "function"
    assert (weather.function.name, weather.function.arguments) == ("weather", '{"city": "Rome"}')
    assert query.type == "custom"
    assert (query.custom.name, query.custom.input) == ("query", "SELECT 1")
    assert len({weather.id, query.id}) == 2


def test_thoughts_are_read_under_either_name(client: OpenAI) -> None:
    answer = client.chat.completions.create(model="caller", messages=HI, reasoning_effort="low")

    assert answer.choices[0].message.model_extra == {
        "reasoning_content": "Where is it?",
        "reasoning": "Where is it?",
    }
    assert answer.usage is not None
    assert answer.usage.completion_tokens_details is not None
    assert answer.usage.completion_tokens_details.reasoning_tokens == 3


def test_a_call_its_result_and_what_follows_make_a_conversation(client: OpenAI) -> None:
    """The client's own objects are sent back as they came, parsed or not."""
    messages: list[Any] = [*HI]
    for _ in range(2):
        answer = client.chat.completions.parse(model="caller", messages=messages, tools=[WEATHER])
        message = answer.choices[0].message
        assert message.tool_calls is not None
        messages.append(message)
        messages.append(
            {"role": "tool", "tool_call_id": message.tool_calls[0].id, "content": "sunny"}
        )
        messages.append(message.model_dump())
        messages.append(
            {"role": "tool", "tool_call_id": message.tool_calls[0].id, "content": "sunny"}
        )


def test_a_forced_tool_says_nothing_else(client: OpenAI) -> None:
    answer = client.chat.completions.create(
        model="caller",
        messages=HI,
        tools=[WEATHER, TIME],
        tool_choice={"type": "function", "function": {"name": "time"}},
    )

    (choice,) = answer.choices
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content is None
    assert choice.message.tool_calls is not None
    (call,) = choice.message.tool_calls
    assert call.type == "function"
    assert call.function.name == "time"


def test_the_older_form_has_one_function_call(client: OpenAI) -> None:
    answer = client.chat.completions.create(
        model="caller", messages=HI, functions=[{"name": "weather"}, {"name": "time"}]
    )

    (choice,) = answer.choices
    assert choice.finish_reason == "function_call"
    assert choice.message.tool_calls is None
    assert choice.message.function_call is not None
    assert choice.message.function_call.name == "weather"
    messages: list[Any] = [*HI, choice.message]
    messages.append({"role": "function", "name": "weather", "content": "sunny"})
    client.chat.completions.create(model="caller", messages=messages)


def test_arguments_are_parsed_into_the_clients_own_types(client: OpenAI) -> None:
    answer = client.chat.completions.parse(model="caller", messages=HI, tools=[WEATHER, TIME])

    assert answer.choices[0].message.tool_calls is not None
    parsed = [call.function.parsed_arguments for call in answer.choices[0].message.tool_calls]
    assert parsed == [Place(city="Rome"), Place(city="Rome")]


def test_an_answer_is_parsed_into_the_clients_own_types(client: OpenAI) -> None:
    answer = client.chat.completions.parse(model="writer", messages=HI, response_format=Place)

    assert answer.choices[0].message.parsed == Place(city="Rome")


def test_the_stream_helper_tells_of_calls_as_they_come(client: OpenAI) -> None:
    with client.chat.completions.stream(
        model="caller", messages=HI, tools=[WEATHER, TIME]
    ) as stream:
        told = [event for event in stream if event.type.startswith("tool_calls")]
        final = stream.get_final_completion()

    done = [event for event in told if event.type == "tool_calls.function.arguments.done"]
    assert [(event.index, event.name) for event in done] == [(0, "weather"), (1, "time")]
    assert [event.parsed_arguments for event in done] == [Place(city="Rome")] * 2
    pieces = [
        event.arguments_delta
        for event in told
        if event.type == "tool_calls.function.arguments.delta" and event.index == 0
    ]
    assert pieces == ["", '{"city"', ': "Rome"', "}"]
    assert final.choices[0].finish_reason == "tool_calls"


def test_the_stream_helper_parses_an_answer_as_it_comes(client: OpenAI) -> None:
    with client.chat.completions.stream(
        model="writer", messages=HI, response_format=Place
    ) as stream:
        done = [event for event in stream if event.type == "content.done"]
        final = stream.get_final_completion()

    assert [event.parsed for event in done] == [Place(city="Rome")]
    assert final.choices[0].message.parsed == Place(city="Rome")


def test_the_stream_helper_passes_over_custom_tools(client: OpenAI) -> None:
    """It knows only functions, and must not stumble over the rest."""
    chunks = client.chat.completions.create(
        model="caller", messages=HI, tools=[QUERY, WEATHER], stream=True
    )
    state = ChatCompletionStreamState()
    for chunk in chunks:
        state.handle_chunk(chunk)

    calls: Any = state.current_completion_snapshot.choices[0].message.tool_calls
    assert [call.type for call in calls] == ["custom", "function"]
    assert calls[0].custom == {"name": "query", "input": "SELECT 1"}


def test_a_bad_schema_is_a_bad_request_with_its_place(client: OpenAI) -> None:
    for fields, param in (
        ({"tools": [{"type": "function", "function": {"name": "a b"}}]}, "tools[0].function.name"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"response_format": {"type": "json_schema"}}, "response_format.json_schema"),
    ):
        request: Any = fields
        with pytest.raises(openai.BadRequestError) as caught:
            client.chat.completions.create(model="caller", messages=HI, **request)
        assert caught.value.param == param


def test_formats_of_other_servers_are_taken_by_both_routes(client: OpenAI) -> None:
    guides: list[dict[str, Any]] = [
        {"guided_choice": ["Hello there"]},
        {"guided_regex": "Hello.*"},
        {"structured_outputs": {"grammar": 'start: "Hello there"'}},
    ]
    for guide in guides:
        chat = client.chat.completions.create(model="scripted", messages=HI, extra_body=guide)
        older = client.completions.create(model="scripted", prompt="Hi", extra_body=guide)
        assert chat.choices[0].message.content == older.choices[0].text == "Hello there"
