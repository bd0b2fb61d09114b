"""An answer written down as it is sent, to be sent again: status, headers and bytes.

Knows nothing of who asks for it again. Comments that only keep a connection alive are left out.
"""

from __future__ import annotations

import asyncio
import functools
import zlib
from collections.abc import Awaitable, Callable

import msgspec
from starlette.types import Message, Send

from rejoinder.server.exchange import Exchange
from rejoinder.server.stream import KEEP_ALIVE
from rejoinder.store.idempotent_rows import Told
from rejoinder.wire import sse

REPLAYED = "x-rejoinder-replayed"

# They were true then.
_NOT_REPEATED = b"x-ratelimit-"
# Streams shrink to a twentieth; a hundred megabytes a second.
_LEVEL = 1
_MAX_INLINE_BYTES = 64 * 2**10


class Room:
    """Bytes that all recordings together may hold."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self.num_bytes = 0

    def take(self, num_bytes: int) -> bool:
        """Whether there was room."""
        if self.num_bytes + num_bytes > self._max_bytes:
            return False
        self.num_bytes += num_bytes
        return True

    def give_back(self, num_bytes: int) -> None:
        self.num_bytes -= num_bytes


class _Head(msgspec.Struct, frozen=True):
    """headers: of the answer itself. said: what the server said with it. Names and values are
    latin-1."""

    request_id: str
    headers: tuple[tuple[str, str], ...]
    said: tuple[tuple[str, str], ...]


class Recording:
    """Stands between an answer and `send`. keep: told the whole answer, before its last bytes go
    out; not called where it is longer than `max_bytes`, or there is no room."""

    def __init__(
        self,
        exchange: Exchange,
        send: Send,
        *,
        room: Room,
        max_bytes: int,
        keep: Callable[[Callable[[], Awaitable[Told]]], Awaitable[None]],
    ) -> None:
        self._exchange = exchange
        self._send = send
        self._room = room
        self._max_bytes = max_bytes
        self._keep = keep
        self._status = 0
        self._head: _Head | None = None
        self._parts: list[bytes] | None = []
        self._num_bytes = 0
        self.is_whole = False

    @property
    def has_begun(self) -> bool:
        """Whether anything of the answer was sent."""
        return self._head is not None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begin(message)
        else:
            body = message.get("body", b"")
            if body != KEEP_ALIVE:
                self._add(body)
            # A client may take the last frame of a stream for its end.
            is_last = not message.get("more_body", False) or body.endswith(sse.DONE)
            if is_last and not self.is_whole and self._parts is not None:
                self.is_whole = True
                assert self._head is not None, "an answer went on before it began"
                kept_id = self._exchange.kept_id
                await self._keep(
                    functools.partial(_told, self._status, self._head, self._parts, kept_id)
                )
        await self._send(message)

    def close(self) -> None:
        """Let go of what was written down."""
        self._parts = None
        self._room.give_back(self._num_bytes)
        self._num_bytes = 0

    def _begin(self, message: Message) -> None:
        self._status = message["status"]
        if self._status != 200:
            self.close()
        self._head = _Head(
            request_id=self._exchange.request_id,
            headers=_texts(message["headers"]),
            said=_texts(self._exchange.answer_headers),
        )

    def _add(self, body: bytes) -> None:
        if self._parts is None or not body:
            return
        is_too_long = self._num_bytes + len(body) > self._max_bytes
        if is_too_long or not self._room.take(len(body)):
            self.close()
            return
        self._num_bytes += len(body)
        self._parts.append(body)


async def replay(told: Told, exchange: Exchange, send: Send) -> None:
    """Send it again, to another request."""
    head = msgspec.json.decode(told.headers, type=_Head)
    is_long = len(told.body) > _MAX_INLINE_BYTES
    body = await asyncio.to_thread(zlib.decompress, told.body) if is_long else _unpacked(told.body)
    exchange.replayed_request_id = head.request_id
    exchange.answer_headers += _bytes(head.said)
    exchange.add_header(REPLAYED, head.request_id)
    headers = _bytes(head.headers)
    await send({"type": "http.response.start", "status": told.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _told(status: int, head: _Head, parts: list[bytes], kept_id: str) -> Told:
    body = b"".join(parts)
    is_long = len(body) > _MAX_INLINE_BYTES
    packed = await asyncio.to_thread(_packed, body) if is_long else _packed(body)
    return Told(status, msgspec.json.encode(head), packed, kept_id)


def _packed(body: bytes) -> bytes:
    return zlib.compress(body, _LEVEL)


def _unpacked(body: bytes) -> bytes:
    return zlib.decompress(body)


def _texts(headers: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in headers
        if not name.startswith(_NOT_REPEATED)
    )


def _bytes(headers: tuple[tuple[str, str], ...]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
