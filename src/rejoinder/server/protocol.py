"""Where uvicorn's HTTP parser is too trusting or speaks out of tune.

Three things it leaves open: the length of a request's head, the time a head may take to arrive, and
the form of its own errors. Also hands handlers a way to drop a connection. The only file that
reaches into uvicorn.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from rejoinder.errors import BadHttp, HeadTooLarge, InvalidRequest
from rejoinder.server.exchange import ABORT_KEY
from rejoinder.wire import error_body

# Node's limit is 16 KiB and nginx's 32 KiB; long bearer tokens and many cookies fit twice over.
MAX_HEAD_BYTES = 64 * 1024

# A client on the slowest line sends a head in one packet; a minute of patience is for attackers.
HEAD_TIMEOUT_S = 10.0


class HttpProtocol(HttpToolsProtocol):
    """One connection."""

    _in_head = True
    _num_head_bytes = 0
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._num_head_bytes += len(data)
        super().data_received(data)
        # Checked after feeding: a read that also brings a large body has ended the head by now.
        is_too_long = self._in_head and self._num_head_bytes > MAX_HEAD_BYTES
        if is_too_long and not self.transport.is_closing():
            self._refuse(HeadTooLarge(limit_bytes=MAX_HEAD_BYTES))

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope[ABORT_KEY] = self.transport.abort  # type: ignore[literal-required]
        if self._head_timer is None:
            self._await_head()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._stop_timer()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        self._refuse(BadHttp())

    def _await_head(self) -> None:
        self._in_head = True
        self._num_head_bytes = 0
        self._head_timer = self.loop.call_later(HEAD_TIMEOUT_S, self._give_up)

    def _give_up(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.abort()

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _refuse(self, error: InvalidRequest) -> None:
        self._stop_timer()
        body = error_body.encode(error)
        head = (
            b"content-type: application/json\r\nconnection: close\r\n"
            b"content-length: %d\r\n\r\n" % len(body)
        )
        self.transport.write(STATUS_LINE[error.status] + head + body)
        self.transport.close()
