"""A POST that a model answers, as plain ASGI because it is asked more than all others together.

Bytes to asks, the asks to the engine, its deltas to bytes. What the bytes look like is the route's
`Read`. Whatever is raised on the way is the front's to tell; in the end the answer is closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import re
from collections.abc import Callable, Iterator, MutableMapping
from typing import Protocol

import msgspec
from starlette.types import Receive, Scope, Send

from rejoinder.accounts.base import Desk, Outcome, Visit, Wanted
from rejoinder.chat.ask import Ask
from rejoinder.chat.delta import Delta
from rejoinder.clock import Clock
from rejoinder.engines.aside import read_aside
from rejoinder.engines.base import Answer, ChatEngine, Prepared
from rejoinder.errors import QueueFull, ShuttingDown, TookTooLong, WaitedTooLong
from rejoinder.metrics import Metrics
from rejoinder.server import exchange as exchanges
from rejoinder.server.body import check_is_json, read_body
from rejoinder.server.cut import ClientGone, ClientStalled, Cut, CutWhenGone
from rejoinder.server.exchange import Exchange
from rejoinder.server.keeping import Keeper, Kept
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.server.once import Once
from rejoinder.server.pace import Pace
from rejoinder.server.patience import Patience
from rejoinder.server.precedence import standing_before_reading
from rejoinder.server.side_by_side import prepare_all
from rejoinder.server.stream import EventStream, Sleep
from rejoinder.server.tally import Tally
from rejoinder.wire.collect import Heading

# Longer bodies are read in a thread, so that other streams go on. 8 KiB of text take some 50 µs.
MAX_INLINE_BYTES = 8192
# Of any length: a few hundred bytes of schema can take 100 ms to check.
_FIELDS_OF_GRAMMARS = (b'"tools"', b'"functions"', b'"response_format"', b'"structured_outputs"',
                       b'"guided_')  # fmt: skip
# A letter or an underscore that is written as an escape, as nobody does, may be one of a field.
_ESCAPED_LETTER = re.compile(rb"\\u00[4-7]")

# A body may hold thousands of names nobody knows; a header holds a few.
_MAX_WARNED_NAMES = 20


class Chunks(Protocol):
    """Deltas to the frames of a stream."""

    def push(self, delta: Delta) -> bytes: ...

    def finish(self, num_prompt_tokens: int, num_cached_tokens: int) -> bytes: ...


class Whole(Protocol):
    """Deltas to one body."""

    def push(self, delta: Delta) -> None: ...

    def finish(self, num_prompt_tokens: int, num_cached_tokens: int) -> bytes: ...


class Reading(msgspec.Struct, frozen=True):
    """A request that was understood. asks: at least one, with as many choices each, of one model.

    id: the answer's. chunks or whole is called when the answer was accepted.
    """

    asks: tuple[Ask, ...]
    id: str
    wants_stream: bool
    unknown_parameters: tuple[str, ...]
    chunks: Callable[[Heading], Chunks]
    whole: Callable[[Heading], Whole]


# Given a body, and what draws a seed where it holds none. Raises a RequestError where a body is not
# what it must be. Called from any thread.
Read = Callable[[bytes, Callable[[], int]], Reading]


class Limits(msgspec.Struct, frozen=True):
    """Of one request; a time of 0 s is no limit. ping_interval_s: 0 sends no comments."""

    max_body_bytes: int
    max_wait_s: float
    timeout_s: float
    ping_interval_s: float
    write_timeout_s: float


class Answering:
    """The handler, an ASGI application for one route. paces: by model, shared between routes."""

    def __init__(
        self,
        read: Read,
        *,
        engine: ChatEngine,
        desk: Desk,
        keeper: Keeper,
        once: Once,
        lifecycle: Lifecycle,
        metrics: Metrics,
        clock: Clock,
        sleep: Sleep,
        paces: MutableMapping[str, Pace],
        limits: Limits,
    ) -> None:
        self._read = read
        self._engine = engine
        self._desk = desk
        self._keeper = keeper
        self._once = once
        self._lifecycle = lifecycle
        self._metrics = metrics
        self._clock = clock
        self._sleep = sleep
        self._paces = paces
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchanges.of(scope)
        with self._lifecycle.answering() as cut:
            check_is_json(exchange)
            limit_bytes = self._limits.max_body_bytes
            body = await read_body(receive, exchange, cut, limit_bytes=limit_bytes)
            async with (
                CutWhenGone(receive, cut),
                self._once.claim(exchange, body, send) as sending,
            ):
                if sending is not None:
                    await self._serve(body, exchange, cut, sending)

    async def _serve(self, body: bytes, exchange: Exchange, cut: Cut, send: Send) -> None:
        reading = await self._understood(body, exchange)
        project = exchange.principal.project
        asks = tuple(msgspec.structs.replace(ask, tenant=project) for ask in reading.asks)
        reading = msgspec.structs.replace(reading, asks=asks)
        exchange.user = asks[0].user
        exchange.metadata = asks[0].metadata
        exchange.add_header("x-rejoinder-seed", str(asks[0].seed))
        if reading.unknown_parameters:
            exchange.add_header("x-rejoinder-warning", _warning(reading.unknown_parameters))
        async with Patience(cut, sleep=self._sleep) as patience:
            self._set_limits(patience, model=asks[0].model)
            await self._answer(body, reading, exchange, cut, patience, send)

    async def _understood(self, body: bytes, exchange: Exchange) -> Reading:
        if _may_hold_grammars(body):
            standing = standing_before_reading(
                body, exchange.principal, desk=self._desk, engine=self._engine
            )
            return await read_aside(
                functools.partial(self._read, body, exchange.draw_seed), standing
            )
        if len(body) > MAX_INLINE_BYTES:
            return await asyncio.to_thread(self._read, body, exchange.draw_seed)
        return self._read(body, exchange.draw_seed)

    def _set_limits(self, patience: Patience, *, model: str) -> None:
        max_wait_s, timeout_s = self._limits.max_wait_s, self._limits.timeout_s

        def waited_too_long() -> WaitedTooLong:
            # A model nobody serves has been refused long before.
            retry_after_s = self._paces[model].refused()
            return WaitedTooLong(max_wait_s=max_wait_s, retry_after_s=retry_after_s)

        patience.limit_wait(max_wait_s, waited_too_long)
        patience.limit_whole(timeout_s, lambda: TookTooLong(timeout_s=timeout_s))

    async def _answer(
        self,
        body: bytes,
        reading: Reading,
        exchange: Exchange,
        cut: Cut,
        patience: Patience,
        send: Send,
    ) -> None:
        """All refusals come before any header, so that they are HTTP errors also where a stream is
        wanted."""
        model = reading.asks[0].model
        with Tally(exchange, self._metrics, self._clock) as tally:
            self._check_allowed(exchange, reading.asks[0])
            if reading.asks[0].stores:
                await self._keeper.check_ready()
            with self._paced(model):
                prepared = await prepare_all(self._engine, reading.asks)
            visit = await self._desk.admit(exchange.principal, _wanted(reading, exchange, prepared))
            with _ended(visit, tally, cut):
                for name, value in visit.headers:
                    exchange.add_header(name, value)
                with self._paced(model), _untaken(visit):
                    answer = await prepared.start(visit.tier)
                try:
                    tally.accepted(answer, visit, model=model, pace=self._paces[model])
                    under = _Under(body, reading, exchange, answer, visit, tally, patience)
                    await self._tell(under, cut, send)
                    tally.finished()
                finally:
                    try:
                        await answer.aclose()
                    finally:
                        tally.closed()

    def _check_allowed(self, exchange: Exchange, ask: Ask) -> None:
        """Before any work is done for it. That nobody serves a model is the engine's to say."""
        if any(model.name == ask.model for model in self._engine.models()):
            self._desk.check(exchange.principal, ask.model, ask.tier)

    @contextlib.contextmanager
    def _paced(self, model: str) -> Iterator[None]:
        """A refusal for want of room says when to come again."""
        try:
            yield
        except QueueFull as full:
            raise QueueFull(
                num_waiting=full.num_waiting,
                max_waiting=full.max_waiting,
                retry_after_s=self._paces[model].refused(),
            ) from None

    async def _tell(self, under: _Under, cut: Cut, send: Send) -> None:
        heading = Heading(
            id=under.reading.id,
            created=self._clock.unix_s(),
            model=under.reading.asks[0].model,
            system_fingerprint=under.answer.fingerprint,
            num_prompt_tokens=under.answer.num_prompt_tokens,
            tier=under.visit.tier.value,
        )
        if under.reading.wants_stream:
            await self._stream(under, heading, cut, send)
        else:
            await self._whole(under, heading, send)

    async def _stream(self, under: _Under, heading: Heading, cut: Cut, send: Send) -> None:
        chunks = under.reading.chunks(heading)
        whole = under.reading.whole(heading) if under.stores else None
        answer = under.answer
        async with EventStream(
            send,
            cut,
            clock=self._clock,
            sleep=self._sleep,
            ping_interval_s=self._limits.ping_interval_s,
            write_timeout_s=self._limits.write_timeout_s,
            holds_comments=self._limits.max_wait_s > 0,  # a refusal must still be an HTTP error
        ) as stream:
            async for delta in answer:
                under.saw(delta)
                if whole is not None:
                    whole.push(delta)
                await stream.write(chunks.push(delta))
            last = chunks.finish(answer.num_prompt_tokens, answer.num_cached_tokens)
            if whole is not None:
                response = whole.finish(answer.num_prompt_tokens, answer.num_cached_tokens)
                await self._keeper.keep(under.kept(heading, response))
                under.exchange.kept_id = heading.id
            under.visit.end(Outcome.FINISHED)
            await stream.write(last)

    async def _whole(self, under: _Under, heading: Heading, send: Send) -> None:
        whole = under.reading.whole(heading)
        answer = under.answer
        async for delta in answer:
            under.saw(delta)
            whole.push(delta)
        body = whole.finish(answer.num_prompt_tokens, answer.num_cached_tokens)
        if under.stores:
            await self._keeper.keep(under.kept(heading, body))
            under.exchange.kept_id = heading.id
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
        ]
        # Before the last byte: who has it all may ask again, and finds it settled.
        under.visit.end(Outcome.FINISHED)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


class _Under:
    """An answer under way, with all that is told of it."""

    def __init__(
        self,
        body: bytes,
        reading: Reading,
        exchange: Exchange,
        answer: Answer,
        visit: Visit,
        tally: Tally,
        patience: Patience,
    ) -> None:
        self._body = body
        self.reading = reading
        self.exchange = exchange
        self.answer = answer
        self.visit = visit
        self._tally = tally
        self._patience = patience

    @property
    def stores(self) -> bool:
        return self.reading.asks[0].stores

    def saw(self, delta: Delta) -> None:
        self._patience.spoke()
        self._tally.saw(delta)

    def kept(self, heading: Heading, response: bytes) -> Kept:
        first = self.reading.asks[0]
        return Kept(
            id=heading.id,
            principal=self.exchange.principal,
            request_id=self.exchange.request_id,
            created=heading.created,
            model=heading.model,
            seed=first.seed,
            request=self._body,
            response=response,
            metadata=first.metadata,
            user=first.user,
        )


def _wanted(reading: Reading, exchange: Exchange, prepared: Prepared) -> Wanted:
    first = reading.asks[0]
    return Wanted(
        id=reading.id,
        request_id=exchange.request_id,
        route=exchange.route,
        model=first.model,
        tier=first.tier,
        num_prompt_tokens=prepared.num_prompt_tokens,
        max_new_tokens=None if first.max_tokens is None else prepared.max_new_tokens,
        room_tokens=prepared.max_new_tokens,
        user=first.user,
    )


@contextlib.contextmanager
def _untaken(visit: Visit) -> Iterator[None]:
    """What the engine does not take costs nothing."""
    try:
        yield
    except Exception:
        visit.end(Outcome.REFUSED)
        raise


@contextlib.contextmanager
def _ended(visit: Visit, tally: Tally, cut: Cut) -> Iterator[None]:
    """Says how a visit ended, unless that has been said."""
    try:
        yield
    except (ClientGone, ClientStalled, ShuttingDown, asyncio.CancelledError):
        # Whom we told to come again, with nothing to show for it, pays nothing.
        waited = isinstance(cut.reason, WaitedTooLong)
        unbegun = isinstance(cut.reason, ShuttingDown) and not tally.has_begun
        visit.end(Outcome.REFUSED if waited or unbegun else Outcome.CUT)
        raise
    except BaseException:
        visit.end(Outcome.FAILED)
        raise
    visit.end(Outcome.FINISHED)


def _may_hold_grammars(body: bytes) -> bool:
    """A look at the bytes: reading them is what may take long. Never no where it should be yes."""
    if any(name in body for name in _FIELDS_OF_GRAMMARS):
        return True
    return b"\\u00" in body and _ESCAPED_LETTER.search(body) is not None


def _warning(names: tuple[str, ...]) -> str:
    shown = ", ".join(name[:64] for name in names[:_MAX_WARNED_NAMES])
    more = f" and {len(names) - _MAX_WARNED_NAMES} more" if len(names) > _MAX_WARNED_NAMES else ""
    return f"unknown parameters ignored: {shown}{more}"
