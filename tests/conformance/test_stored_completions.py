"""The official client's methods for stored completions, typed and paged, on both databases."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import openai
import pytest
from openai import AsyncOpenAI
from openai.types.chat import (
    ChatCompletion,
    ChatCompletionDeleted,
    ChatCompletionMessageParam,
    ChatCompletionStoreMessage,
    ChatCompletionToolParam,
)

from rejoinder.testing.scripted_engine import ScriptedCall, ScriptedEngine, does
from tests.server.shelf import app_over
from tests.server.world import ObligingEngine
from tests.store.databases import running

HI: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hi"}]
WEATHER: ChatCompletionToolParam = {
    "type": "function",
    "function": {"name": "weather", "parameters": {"type": "object"}},
}


@contextlib.asynccontextmanager
async def client_of(url: str, engine: ScriptedEngine | None = None) -> AsyncIterator[AsyncOpenAI]:
    async with running(url) as database:
        app = app_over(database, engine or ObligingEngine())
        transport = httpx2.ASGITransport(app=app)
        async with AsyncOpenAI(
            base_url="http://127.0.0.1/v1",
            api_key="anything",
            max_retries=0,
            http_client=httpx2.AsyncClient(transport=transport),
        ) as client:
            yield client


def with_client(
    url: str,
    work: Callable[[AsyncOpenAI], Awaitable[None]],
    engine: ScriptedEngine | None = None,
) -> None:
    async def whole() -> None:
        async with client_of(url, engine) as client:
            await work(client)

    asyncio.run(whole())


async def stored(
    client: AsyncOpenAI, *, model: str = "m", metadata: dict[str, str] | None = None
) -> ChatCompletion:
    return await client.chat.completions.create(
        model=model, messages=HI, store=True, metadata=metadata
    )


def test_retrieve(database_url: str) -> None:
    async def work(client: AsyncOpenAI) -> None:
        answer = await client.chat.completions.create(
            model="m", messages=HI, store=True, n=2, metadata={"run": "7"}, logprobs=True
        )

        told = await client.chat.completions.retrieve(answer.id)

        assert isinstance(told, ChatCompletion)
        assert told.choices == answer.choices
        assert told.usage == answer.usage
        assert told.to_dict()["metadata"] == {"run": "7"}
        # Nothing of what was answered is told otherwise.
        assert told.to_dict().items() >= answer.to_dict().items()

    with_client(database_url, work)


def test_retrieve_what_was_streamed(database_url: str) -> None:
    async def work(client: AsyncOpenAI) -> None:
        async with client.chat.completions.stream(
            model="scripted", messages=HI, store=True, tools=[WEATHER]
        ) as stream:
            said = await stream.get_final_completion()

        told = await client.chat.completions.retrieve(said.id)

        (call,) = told.choices[0].message.tool_calls or []
        assert call.type == "function"
        assert call.function.arguments == '{"city": "Rome"}'
        assert told.choices[0].finish_reason == "tool_calls"
        assert told.usage is not None
        assert told.usage.completion_tokens == 4

    engine = ScriptedEngine(does(ScriptedCall("weather", ('{"city"', ': "Rome"}'))))
    with_client(database_url, work, engine)


def test_list_pages_by_itself(database_url: str) -> None:
    async def work(client: AsyncOpenAI) -> None:
        made = [(await stored(client)).id for _ in range(5)]

        first = await client.chat.completions.list(limit=2)

        assert [one.id for one in first.data] == made[:2]
        assert first.has_more is True
        assert first.has_next_page()
        assert all(isinstance(one, ChatCompletion) for one in first.data)
        second = await first.get_next_page()
        assert [one.id for one in second.data] == made[2:4]
        # Through all pages, without being told to.
        assert [one.id async for one in client.chat.completions.list(limit=2)] == made
        backwards = client.chat.completions.list(limit=2, order="desc")
        assert [one.id async for one in backwards] == made[::-1]

    with_client(database_url, work)


def test_list_filters(database_url: str) -> None:
    async def work(client: AsyncOpenAI) -> None:
        one = await stored(client, metadata={"job": "nightly run", "n": "1"})
        two = await stored(client, metadata={"job": "nightly run", "n": "2"})
        other = await stored(client, model="org/other")

        async def ids(**filters: object) -> list[str]:
            return [one.id async for one in client.chat.completions.list(**filters)]  # type: ignore[arg-type]

        assert await ids(metadata={"job": "nightly run"}) == [one.id, two.id]
        assert await ids(metadata={"job": "nightly run", "n": "2"}) == [two.id]
        assert await ids(model="org/other") == [other.id]
        assert await ids(model="m", metadata={"n": "3"}) == []

    with_client(database_url, work)


def test_an_empty_list(database_url: str) -> None:
    async def work(client: AsyncOpenAI) -> None:
        page = await client.chat.completions.list()

        assert (page.data, page.has_more, page.has_next_page()) == ([], False, False)

    with_client(database_url, work)


def test_update(database_url: str) -> None:
    async def work(client: AsyncOpenAI) -> None:
        answer = await stored(client, metadata={"a": "1"})

        updated = await client.chat.completions.update(answer.id, metadata={"b": "2"})

        assert isinstance(updated, ChatCompletion)
        assert updated.to_dict()["metadata"] == {"b": "2"}
        assert (await client.chat.completions.retrieve(answer.id)) == updated
        cleared = await client.chat.completions.update(answer.id, metadata=None)
        assert cleared.to_dict()["metadata"] == {}

    with_client(database_url, work)


def test_delete(database_url: str) -> None:
    async def work(client: AsyncOpenAI) -> None:
        answer = await stored(client)

        gone = await client.chat.completions.delete(answer.id)

        assert isinstance(gone, ChatCompletionDeleted)
        assert (gone.id, gone.deleted, gone.object) == (answer.id, True, "chat.completion.deleted")
        with pytest.raises(openai.NotFoundError) as caught:
            await client.chat.completions.retrieve(answer.id)
        assert caught.value.code == "completion_not_found"

    with_client(database_url, work)


def test_messages_page_by_themselves(database_url: str) -> None:
    async def work(client: AsyncOpenAI) -> None:
        answer = await client.chat.completions.create(
            model="m",
            messages=[
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": [{"type": "text", "text": "Hi"}], "name": "ann"},
                {"role": "user", "content": "Now"},
            ],
            store=True,
        )
        listed = client.chat.completions.messages.list(answer.id, limit=1)

        told = [one async for one in listed]

        assert all(isinstance(one, ChatCompletionStoreMessage) for one in told)
        assert [(one.id, one.role, one.content) for one in told] == [
            (f"{answer.id}-0", "system", "Be brief."),
            (f"{answer.id}-1", "user", "Hi"),
            (f"{answer.id}-2", "user", "Now"),
        ]
        parts = told[1].content_parts
        assert parts is not None
        assert [(part.type, part.text) for part in parts if part.type == "text"] == [("text", "Hi")]
        assert told[0].content_parts is None

        latest = await client.chat.completions.messages.list(answer.id, order="desc", limit=1)
        assert [one.content for one in latest.data] == ["Now"]

    with_client(database_url, work)


def test_a_store_that_is_gone_is_a_503(sqlite_url: str) -> None:
    """Of what is to be stored; everything else goes on."""

    async def work() -> None:
        # The database has been closed, as after its disk has gone.
        async with running(sqlite_url) as database:
            app = app_over(database, ObligingEngine())
            await database.stop()
            client = AsyncOpenAI(
                base_url="http://127.0.0.1/v1",
                api_key="anything",
                max_retries=0,
                http_client=httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app)),
            )
            for stream in (False, True):
                with pytest.raises(openai.InternalServerError) as caught:
                    await client.chat.completions.create(
                        model="m", messages=HI, store=True, stream=stream
                    )
                assert (caught.value.status_code, caught.value.code) == (503, "store_unavailable")
            answer = await client.chat.completions.create(model="m", messages=HI)
            assert answer.choices[0].message.content == "Hello there"
            with pytest.raises(openai.InternalServerError):
                await client.chat.completions.list()

    asyncio.run(work())
