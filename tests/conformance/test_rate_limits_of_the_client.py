"""What the official client makes of limits: it reads what is left, and when to try again."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx2
import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam
from starlette.types import ASGIApp

from rejoinder.testing.fake_clock import FakeClock
from tests.server.test_rate_limits import limited

HI: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hi"}]


class Counted:
    """An application that counts what it is asked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.num_requests = 0

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        self.num_requests += 1
        await self._app(scope, receive, send)  # type: ignore[arg-type]


def client_of(app: Counted, *, max_retries: int) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(
        base_url="http://127.0.0.1/v1",
        api_key="anything",
        max_retries=max_retries,
        http_client=httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app)),
    )


@pytest.mark.parametrize(
    ("limit", "max_tokens", "code"),
    [
        ("tokens/month=40", 30, "insufficient_quota"),
        ("tokens/minute=40", 60, "rate_limit_exceeded"),
    ],
)
def test_what_waiting_does_not_help_is_not_tried_again(
    tmp_path: Path, limit: str, max_tokens: int, code: str
) -> None:
    async def story() -> None:
        app = Counted(limited(tmp_path, FakeClock(), limit))
        async with client_of(app, max_retries=5) as client:
            ask = client.chat.completions.create
            await ask(model="scripted", messages=HI, max_tokens=30)
            # 7 tokens of prompt and 3 of answer were used, and 30 are left.
            with pytest.raises(openai.RateLimitError) as caught:
                await ask(model="scripted", messages=HI, max_tokens=max_tokens)
            assert caught.value.code == code
            assert app.num_requests == 2

    asyncio.run(story())


def test_the_client_reads_what_is_left(tmp_path: Path) -> None:
    async def story() -> None:
        app = Counted(limited(tmp_path, FakeClock(), "requests/minute=1"))
        async with client_of(app, max_retries=0) as client:
            ask = client.chat.completions.with_raw_response.create
            answer = await ask(model="scripted", messages=HI)
            assert answer.headers["x-ratelimit-remaining-requests"] == "0"
            with pytest.raises(openai.RateLimitError) as caught:
                await ask(model="scripted", messages=HI)
            assert caught.value.type == "requests"
            assert caught.value.response.headers["retry-after"] == "60"

    asyncio.run(story())
