"""A response of server-sent events: frames in order, comments when silent, an end to stalls.

Knows bytes and time; what a frame says is the wire's business. Starlette's own streaming response
looks for a vanished client only under some servers, so this is ours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.types import Send

from rejoinder.clock import Clock
from rejoinder.server.cut import ClientStalled, Cut, end
from rejoinder.wire import sse

Sleep = Callable[[float], Awaitable[None]]

KEEP_ALIVE = sse.comment("keep-alive")

# As nginx's send_timeout: a reader that takes nothing for so long will not come back.
WRITE_TIMEOUT_S = 60.0

HEADERS = [
    (b"content-type", sse.CONTENT_TYPE.encode()),
    (b"cache-control", b"no-cache"),
    (b"x-accel-buffering", b"no"),  # nginx would otherwise collect frames
]


class EventStream:
    """Use as `async with`: headers go out with the first frame or comment, the end of the body on a
    clean exit.

    On an error nothing more is sent, so that whoever handles it has the last word: with the first
    frame still unsent, that is an HTTP error. holds_comments: none before the first frame, so that
    nothing but an answer makes the headers go out.
    """

    def __init__(
        self,
        send: Send,
        cut: Cut,
        *,
        clock: Clock,
        sleep: Sleep,
        ping_interval_s: float,
        write_timeout_s: float,
        holds_comments: bool = False,
    ) -> None:
        self._send = send
        self._cut = cut
        self._clock = clock
        self._sleep = sleep
        self._ping_interval_s = ping_interval_s
        self._write_timeout_s = write_timeout_s
        self._holds_comments = holds_comments
        self._lock = asyncio.Lock()
        self._has_begun = False
        self._wrote_s = 0.0
        self._pinger: asyncio.Task[None] | None = None

    async def __aenter__(self) -> EventStream:
        self._wrote_s = self._clock.now_s()
        if self._ping_interval_s > 0:
            self._pinger = asyncio.create_task(self._ping())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pinger is not None:
            await end(self._pinger)
        if kind is None:
            await self._send_body(b"", more_body=False)

    async def write(self, frames: bytes) -> None:
        """Send, waiting while the reader is slow. Cuts with `ClientStalled` when it is too slow."""
        if frames:
            await self._send_body(frames, more_body=True)

    async def _send_body(self, body: bytes, *, more_body: bool) -> None:
        async with self._lock:  # a comment must not land inside someone else's write
            timer = self._cut.after(self._write_timeout_s, ClientStalled())
            try:
                if not self._has_begun:
                    self._has_begun = True
                    head = {"type": "http.response.start", "status": 200, "headers": HEADERS}
                    await self._send(head)
                await self._send(
                    {"type": "http.response.body", "body": body, "more_body": more_body}
                )
            finally:
                timer.cancel()
            self._wrote_s = self._clock.now_s()

    async def _ping(self) -> None:
        while True:
            due_s = self._wrote_s + self._ping_interval_s
            await self._sleep(due_s - self._clock.now_s())
            if self._clock.now_s() - self._wrote_s < self._ping_interval_s:
                continue
            if self._has_begun or not self._holds_comments:
                await self.write(KEEP_ALIVE)
            else:
                self._wrote_s = self._clock.now_s()
