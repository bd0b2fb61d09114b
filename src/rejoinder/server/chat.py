"""POST /v1/chat/completions, as plain ASGI because it is asked more than all others together.

Bytes to an Ask, the Ask to the engine, its deltas to bytes. Whatever is raised on the way is the
front's to tell; whatever happens, the answer is closed.
"""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from rejoinder import ids
from rejoinder.chat import from_wire
from rejoinder.chat.ask import Ask
from rejoinder.clock import Clock
from rejoinder.engines.base import Answer, ChatEngine
from rejoinder.metrics import Metrics
from rejoinder.server import exchange as exchanges
from rejoinder.server.body import check_is_json, read_body
from rejoinder.server.cut import Cut, CutWhenGone
from rejoinder.server.exchange import Exchange
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.server.stream import EventStream, Sleep
from rejoinder.server.tally import Tally
from rejoinder.wire import request as wire_request
from rejoinder.wire.request import ChatRequest
from rejoinder.wire.to_wire import Assembler, ChunkWriter, Heading

# A body may hold thousands of names nobody knows; a header holds a few.
_MAX_WARNED_NAMES = 20


class ChatCompletions:
    """The handler, an ASGI application for one route."""

    def __init__(
        self,
        engine: ChatEngine,
        *,
        lifecycle: Lifecycle,
        metrics: Metrics,
        clock: Clock,
        sleep: Sleep,
        max_body_bytes: int,
        ping_interval_s: float,
        write_timeout_s: float,
    ) -> None:
        self._engine = engine
        self._lifecycle = lifecycle
        self._metrics = metrics
        self._clock = clock
        self._sleep = sleep
        self._max_body_bytes = max_body_bytes
        self._ping_interval_s = ping_interval_s
        self._write_timeout_s = write_timeout_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchanges.of(scope)
        with self._lifecycle.answering() as cut:
            check_is_json(exchange)
            body = await read_body(receive, exchange, cut, limit_bytes=self._max_body_bytes)
            request = wire_request.decode(body)
            ask = from_wire.read(request, draw_seed=ids.seed)
            exchange.add_header("x-rejoinder-seed", str(ask.seed))
            if request.unknown_parameters:
                exchange.add_header("x-rejoinder-warning", _warning(request.unknown_parameters))
            async with CutWhenGone(receive, cut):
                await self._answer(request, ask, exchange, cut, send)

    async def _answer(
        self, request: ChatRequest, ask: Ask, exchange: Exchange, cut: Cut, send: Send
    ) -> None:
        with Tally(exchange, self._metrics, self._clock) as tally:
            # Before any header, so that a refusal is an HTTP error also where a stream is wanted.
            answer = await self._engine.ask(ask)
            try:
                tally.accepted(model=ask.model, num_prompt_tokens=answer.num_prompt_tokens)
                heading = Heading(
                    id=ids.completion_id(),
                    created=self._clock.unix_s(),
                    model=ask.model,
                    system_fingerprint=answer.fingerprint,
                )
                if request.wants_stream:
                    writer = ChunkWriter(
                        heading,
                        num_choices=ask.num_choices,
                        include_usage=request.wants_usage_chunk,
                    )
                    await self._stream(answer, writer, tally, cut, send)
                else:
                    assembler = Assembler(heading, num_choices=ask.num_choices)
                    await self._whole(answer, assembler, tally, send)
                tally.finished()
            finally:
                await answer.aclose()

    async def _stream(
        self, answer: Answer, writer: ChunkWriter, tally: Tally, cut: Cut, send: Send
    ) -> None:
        async with EventStream(
            send,
            cut,
            clock=self._clock,
            sleep=self._sleep,
            ping_interval_s=self._ping_interval_s,
            write_timeout_s=self._write_timeout_s,
        ) as stream:
            async for delta in answer:
                tally.saw(delta)
                await stream.write(writer.push(delta))
            await stream.write(writer.finish(answer.num_prompt_tokens))

    async def _whole(self, answer: Answer, assembler: Assembler, tally: Tally, send: Send) -> None:
        async for delta in answer:
            tally.saw(delta)
            assembler.push(delta)
        body = assembler.finish(answer.num_prompt_tokens)
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _warning(names: tuple[str, ...]) -> str:
    shown = ", ".join(name[:64] for name in names[:_MAX_WARNED_NAMES])
    more = f" and {len(names) - _MAX_WARNED_NAMES} more" if len(names) > _MAX_WARNED_NAMES else ""
    return f"unknown parameters ignored: {shown}{more}"
