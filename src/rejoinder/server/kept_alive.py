"""A client that waits for another one's answer, and whose connection must not be cut meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.types import Message, Send

from rejoinder.server.cut import end
from rejoinder.server.stream import HEADERS, KEEP_ALIVE, Sleep

T = TypeVar("T")


class KeptAlive:
    """Says a comment in each interval, if the client wants a stream; what follows goes through
    `send`, where a second beginning is left out. interval_s: 0 says none."""

    def __init__(
        self, send: Send, *, wants_stream: Callable[[], bool], interval_s: float, sleep: Sleep
    ) -> None:
        self._send = send
        self._wants_stream = wants_stream
        self._interval_s = interval_s
        self._sleep = sleep
        self._has_begun = False

    async def during(self, work: Awaitable[T]) -> T:
        """What the work returns or raises."""
        if not self._interval_s:
            return await work
        pinger = asyncio.create_task(self._ping())
        try:
            return await work
        finally:
            await end(pinger)

    async def send(self, message: Message) -> None:
        if not (self._has_begun and message["type"] == "http.response.start"):
            await self._send(message)

    async def _ping(self) -> None:
        await self._sleep(self._interval_s)
        if not self._wants_stream():
            return
        await self._send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        self._has_begun = True  # not before: this may be ended while it waits for a slow reader
        while True:
            await self._send({"type": "http.response.body", "body": KEEP_ALIVE, "more_body": True})
            await self._sleep(self._interval_s)
