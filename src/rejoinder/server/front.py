"""The outermost layer: every request passes here first and every answer last.

Gives each request its exchange, refuses hosts that are not ours, adds the headers every answer has,
turns whatever is raised into the API's error, counts, and logs one line. Decides by the ASGI path
alone, never by the URL or the host it was asked under.
"""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rejoinder import log
from rejoinder.clock import Clock
from rejoinder.errors import InternalError, RequestError
from rejoinder.metrics import Metrics
from rejoinder.server import exchange as exchanges
from rejoinder.server.cors import Cors
from rejoinder.server.cut import ClientGone, ClientStalled
from rejoinder.server.errors import send_error, send_last_frame
from rejoinder.server.exchange import Exchange
from rejoinder.server.hosts import AllowedHosts
from rejoinder.server.routes import plain_path

# nginx's number for a client that left before its answer; never sent.
CLIENT_LEFT = 499

# How long the last words of a failed answer may take to be read.
LAST_WORDS_S = 5.0

# The version the official clients know; OpenAI has sent no other since 2020.
_API_VERSION = (b"openai-version", b"2020-10-01")

# Asked for every few seconds by machines: logged only for those who want everything.
_QUIET_ROUTES = frozenset({"/health", "/ready", "/metrics"})

# Counted by their error: the request was one that might have been answered.
_REFUSALS = frozenset({401, 403, 429, 503})


class Front:
    """An ASGI application around the routes."""

    def __init__(
        self, routes: ASGIApp, *, hosts: AllowedHosts, cors: Cors, metrics: Metrics, clock: Clock
    ) -> None:
        self._routes = routes
        self._hosts = hosts
        self._cors = cors
        self._metrics = metrics
        self._clock = clock
        self._log = structlog.get_logger().bind()  # made once: making it costs more than a line

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._routes(scope, receive, send)
            return
        exchange = Exchange(scope, started_s=self._clock.now_s())

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._begin(exchange, message)
            await send(message)

        with log.Request(exchange.request_id):
            try:
                await self._serve(exchange, scope, receive, send_with_headers)
            finally:
                self._record(exchange)

    async def _serve(self, exchange: Exchange, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._hosts.check(exchange)
            if self._cors.is_preflight(exchange):
                headers = self._cors.preflight_headers(exchange)
                await send({"type": "http.response.start", "status": 204, "headers": headers})
                await send({"type": "http.response.body", "body": b""})
                return
            scope[exchanges.KEY] = exchange
            scope["path"] = plain_path(exchange.path)
            await self._routes(scope, receive, send)
        except ClientGone:
            exchange.status = CLIENT_LEFT
        except ClientStalled:
            exchange.status = CLIENT_LEFT
            await _abort(exchange, receive)
        except RequestError as error:
            await self._fail(exchange, error, receive, send)
        except Exception:
            self._log.exception("request failed", route=exchange.route)
            mistake = InternalError(request_id=exchange.request_id)
            await self._fail(exchange, mistake, receive, send)

    async def _fail(
        self, exchange: Exchange, error: RequestError, receive: Receive, send: Send
    ) -> None:
        """Say the error: as the answer if none has begun, else as the last frame of its stream."""
        exchange.error_code = error.code
        if error.status in _REFUSALS:
            self._metrics.refused.labels(error.code, error.type).inc()
        try:
            async with asyncio.timeout(LAST_WORDS_S):
                if exchange.status == 0:
                    await send_error(error, send)
                elif exchange.is_event_stream:
                    await send_last_frame(error, send)
                    exchange.status = error.status  # for the log and the count: it was no success
                else:
                    # Half a JSON body is out: a closed connection is all that can still be said.
                    await _abort(exchange, receive)
        except TimeoutError:
            await _abort(exchange, receive)

    def _begin(self, exchange: Exchange, message: Message) -> None:
        exchange.status = message["status"]
        headers = message["headers"]
        for name, value in headers:
            if name == b"content-type":
                exchange.is_event_stream = value.startswith(b"text/event-stream")
        passed_ms = round((self._clock.now_s() - exchange.started_s) * 1000)
        message["headers"] = [
            *headers,
            (b"x-request-id", exchange.request_id.encode("ascii")),
            (b"openai-processing-ms", b"%d" % passed_ms),
            _API_VERSION,
            *exchange.answer_headers,
            *self._cors.headers(exchange),
        ]

    def _record(self, exchange: Exchange) -> None:
        self._metrics.requests.labels(exchange.route, str(exchange.status)).inc()
        write = self._log.debug if exchange.route in _QUIET_ROUTES else self._log.info
        write(
            "request",
            method=exchange.method,
            route=exchange.route,
            status=exchange.status,
            ms=round((self._clock.now_s() - exchange.started_s) * 1000, 1),
            **exchange.facts(),
        )


async def _abort(exchange: Exchange, receive: Receive) -> None:
    """Drop the connection together with what the client never read.

    Without the server's help it is closed when we return, once its buffers are empty.
    """
    if exchange.abort is None:
        return
    exchange.abort()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LAST_WORDS_S):
            while (await receive())["type"] != "http.disconnect":
                pass
