"""Programs' clients against the bundled model, unchanged: what they ask for they get, typed.

The official client's helpers, `instructor` and LangChain; each with the model's own weak wits, so
that what is asked is what a very small model can do, and what is tested is that the form holds.
"""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, Literal

import instructor
import openai
import pytest
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel, Field, SecretStr

from tests.server.process import ServerProcess, running

MODEL = "rejoinder-mini"
GREEDY: dict[str, Any] = {"model": MODEL, "temperature": 0, "max_tokens": 200}


class Mood(StrEnum):
    GLAD = "glad"
    SAD = "sad"


class Person(BaseModel):
    """A person that is spoken of."""

    name: str
    age: int


class Letter(BaseModel):
    """Everything a schema is usually made of."""

    sender: Person
    mood: Mood
    tags: list[str] = Field(max_length=3)
    answer_to: Person | None
    kind: Literal["short", "long"]


class Weather(BaseModel):
    """Get the weather in a city."""

    city: str = Field(description="The city")


class Add(BaseModel):
    """Add two whole numbers."""

    a: int
    b: int


def user(text: str) -> Any:  # noqa: ANN401 -- a message as clients type it
    return [{"role": "user", "content": text}]


ANA = user("Ana is 31 years old.")
OSLO = user("What is the weather in Oslo?")


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with running("rejoinder.cli", "serve", "--port", "0") as server:
        yield server


@pytest.fixture(scope="module")
def client(server: ServerProcess) -> Iterator[OpenAI]:
    with OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def chat(server: ServerProcess) -> ChatOpenAI:
    return ChatOpenAI(
        model=MODEL,
        base_url=server.base_url,
        api_key=SecretStr("any"),
        temperature=0,
        max_retries=0,
    )


# The official client.


def test_parse_gives_a_pydantic_model(client: OpenAI) -> None:
    answer = client.chat.completions.parse(**GREEDY, messages=ANA, response_format=Person)

    assert answer.choices[0].message.parsed == Person(name="Ana", age=31)
    assert answer.choices[0].message.refusal is None


@pytest.mark.parametrize("seed", range(5))
def test_parse_gives_a_model_of_many_parts_also_from_wild_words(client: OpenAI, seed: int) -> None:
    answer = client.chat.completions.parse(
        **{**GREEDY, "temperature": 1.0, "max_tokens": 1500},
        seed=seed,
        messages=ANA,
        response_format=Letter,
    )

    choice = answer.choices[0]
    assert isinstance(choice.message.parsed, Letter)
    assert list(json.loads(choice.message.content or "")) == list(Letter.model_fields)


def test_parse_says_that_an_answer_was_cut(client: OpenAI) -> None:
    with pytest.raises(openai.LengthFinishReasonError):
        client.chat.completions.parse(
            **{**GREEDY, "max_tokens": 3}, messages=ANA, response_format=Person
        )


def test_parse_gives_the_arguments_of_pydantic_function_tools(client: OpenAI) -> None:
    tools = [openai.pydantic_function_tool(Weather), openai.pydantic_function_tool(Add)]

    answer = client.chat.completions.parse(
        **GREEDY, messages=OSLO, tools=tools, tool_choice="required"
    )

    calls = answer.choices[0].message.tool_calls
    assert calls is not None
    assert isinstance(calls[0].function.parsed_arguments, Weather | Add)
    assert answer.choices[0].finish_reason == "tool_calls"


def test_a_named_function_is_called_whatever_was_asked(client: OpenAI) -> None:
    tools = [openai.pydantic_function_tool(Weather), openai.pydantic_function_tool(Add)]

    answer = client.chat.completions.parse(
        **GREEDY,
        messages=OSLO,
        tools=tools,
        tool_choice={"type": "function", "function": {"name": "Add"}},
        parallel_tool_calls=False,
    )

    (call,) = answer.choices[0].message.tool_calls or []
    assert isinstance(call.function.parsed_arguments, Add)


def test_stream_events_tell_content_as_it_grows_and_the_model_at_the_end(client: OpenAI) -> None:
    snapshots: list[object] = []
    with client.chat.completions.stream(**GREEDY, messages=ANA, response_format=Person) as stream:
        kinds = []
        for event in stream:
            kinds.append(event.type)
            if event.type == "content.delta":
                snapshots.append(event.parsed)
        answer = stream.get_final_completion()

    assert answer.choices[0].message.parsed == Person(name="Ana", age=31)
    assert {"chunk", "content.delta", "content.done"} <= set(kinds)
    assert snapshots[-1] == {"name": "Ana", "age": 31}


def test_stream_events_tell_the_arguments_of_a_call(client: OpenAI) -> None:
    tools = [openai.pydantic_function_tool(Weather)]
    pieces: list[str] = []
    with client.chat.completions.stream(
        **GREEDY, messages=OSLO, tools=tools, tool_choice="required"
    ) as stream:
        done = []
        for event in stream:
            if event.type == "tool_calls.function.arguments.delta" and event.index == 0:
                pieces.append(event.arguments_delta)
            if event.type == "tool_calls.function.arguments.done":
                done.append(event)
        answer = stream.get_final_completion()

    plain = client.chat.completions.parse(
        **GREEDY, messages=OSLO, tools=tools, tool_choice="required"
    )
    assert done[0].name == "Weather"
    assert isinstance(done[0].parsed_arguments, Weather)
    assert "".join(pieces) == done[0].arguments
    streamed = [(c.function.name, c.function.arguments) for c in _calls(answer)]
    assert streamed == [(c.function.name, c.function.arguments) for c in _calls(plain)]


def _calls(answer: Any) -> Any:  # noqa: ANN401 -- the client's generics
    return answer.choices[0].message.tool_calls


def test_a_whole_session_with_a_tool(client: OpenAI) -> None:
    tools: Any = [openai.pydantic_function_tool(Weather)]
    messages = [*OSLO]
    first = client.chat.completions.create(
        **GREEDY, messages=messages, tools=tools, tool_choice="required", parallel_tool_calls=False
    )
    (call,) = first.choices[0].message.tool_calls or []
    messages += [
        first.choices[0].message.model_dump(exclude_none=True),
        {"role": "tool", "tool_call_id": call.id, "content": '{"weather": "snow"}'},
    ]

    last = client.chat.completions.create(**GREEDY, messages=messages, tools=tools)

    assert last.choices[0].message.content
    assert "snow" in last.choices[0].message.content.lower()
    assert last.choices[0].finish_reason == "stop"


def test_thoughts_come_apart_from_the_answer(client: OpenAI) -> None:
    answer = client.chat.completions.create(
        **GREEDY, messages=user("What is 17+25?"), reasoning_effort="low"
    )

    message = answer.choices[0].message
    assert answer.usage is not None
    assert answer.usage.completion_tokens_details is not None
    assert answer.usage.completion_tokens_details.reasoning_tokens
    told = message.model_dump()
    assert told["reasoning_content"] == told["reasoning"] != ""
    assert message.content
    assert "42" in message.content
    assert "think>" not in message.content


# instructor.


@pytest.mark.parametrize(
    "mode",
    [
        instructor.Mode.TOOLS,
        instructor.Mode.TOOLS_STRICT,
        instructor.Mode.PARALLEL_TOOLS,
        instructor.Mode.JSON_SCHEMA,
    ],
)
def test_instructor_gives_a_model_in_every_mode(server: ServerProcess, mode: Any) -> None:  # noqa: ANN401
    """But in `Mode.JSON`, which tells the schema in words and asks for any JSON object.

    Where the model may choose whether to call, words that wish for nothing may get words back; so
    the person is asked for.
    """
    asked = user("Extract the person: Ana is 31 years old.")
    with OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
        wanted: Any = Person
        if mode is instructor.Mode.PARALLEL_TOOLS:
            wanted = Iterable[Person]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some modes have newer names
            client = instructor.from_openai(plain, mode=mode)
            found = client.chat.completions.create(
                **GREEDY, messages=asked, response_model=wanted, max_retries=0
            )
        people = list(found) if mode is instructor.Mode.PARALLEL_TOOLS else [found]

    assert all(isinstance(one, Person) for one in people)
    assert [(one.name, one.age) for one in people] == [("Ana", 31)]


def test_instructor_streams_a_model_that_grows(server: ServerProcess) -> None:
    with OpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
        client = instructor.from_openai(plain, mode=instructor.Mode.TOOLS)
        seen = list(
            client.chat.completions.create_partial(**GREEDY, messages=ANA, response_model=Person)
        )

    assert isinstance(seen[-1].age, int)
    assert isinstance(seen[-1].name, str)


def test_instructor_asks_side_by_side(server: ServerProcess) -> None:
    async def story() -> list[Person]:
        async with AsyncOpenAI(base_url=server.base_url, api_key="any", max_retries=0) as plain:
            client = instructor.from_openai(plain, mode=instructor.Mode.JSON_SCHEMA)
            asks = [
                client.chat.completions.create(
                    **GREEDY, messages=user(f"Ana is {age}."), response_model=Person
                )
                for age in range(20, 26)
            ]
            return list(await asyncio.gather(*asks))

    assert all(isinstance(one, Person) for one in asyncio.run(story()))


# LangChain.


@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
@pytest.mark.parametrize("strict", [True, None])
def test_langchain_with_structured_output(chat: ChatOpenAI, method: Any, strict: Any) -> None:  # noqa: ANN401
    person = chat.with_structured_output(Person, method=method, strict=strict).invoke(
        "Ana is 31 years old."
    )

    assert isinstance(person, Person)


def test_langchain_with_structured_output_in_json_mode(chat: ChatOpenAI) -> None:
    found = chat.with_structured_output(None, method="json_mode").invoke(
        "Ana is 31 years old. Answer in JSON."
    )

    assert isinstance(found, dict)


def test_langchain_binds_tools_and_goes_on_from_their_results(chat: ChatOpenAI) -> None:
    @tool
    def get_weather(city: str) -> str:
        """Get the weather in a city."""
        return f"snow in {city}"

    question = HumanMessage("What is the weather in Oslo?")
    bound = chat.bind_tools([get_weather], tool_choice="any", parallel_tool_calls=False)
    called = bound.invoke([question])
    (call,) = called.tool_calls
    result = get_weather.invoke(call)
    assert isinstance(result, ToolMessage)

    answer = chat.bind_tools([get_weather]).invoke([question, called, result])

    assert call["name"] == "get_weather"
    assert isinstance(call["args"]["city"], str)
    assert "snow" in str(answer.content).lower()


def test_langchain_streams_calls_that_add_up(chat: ChatOpenAI) -> None:
    bound = chat.bind_tools([Weather, Add], tool_choice="any", parallel_tool_calls=False)
    whole: Any = None
    for chunk in bound.stream("What is the weather in Oslo?"):
        whole = chunk if whole is None else whole + chunk

    plain = bound.invoke("What is the weather in Oslo?")
    assert [(c["name"], c["args"]) for c in whole.tool_calls] == [
        (c["name"], c["args"]) for c in plain.tool_calls
    ]
