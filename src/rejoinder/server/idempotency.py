"""`Idempotency-Key`: a request that comes twice is answered once. docs/idempotency.md tells it all.

The first to come with a key has a turn: it is answered, and what it is sent is written down. Others
wait for the end of the turn, here for the turn itself, on another node for its row in the database.
A turn that comes to nothing is given up, and the next in waiting has one, with the same seed.

Where the database is down, this node remembers by itself, and tells the database later.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager

import msgspec
import structlog
from starlette.types import Send

from rejoinder import ids
from rejoinder.clock import Clock
from rejoinder.errors import InvalidValue, RateLimited, RequestError, Unavailable
from rejoinder.refusals import KeyReused, ModelNotAllowed, StoreDown
from rejoinder.server.exchange import Exchange
from rejoinder.server.idempotency_memory import Entry, Memory
from rejoinder.server.kept_alive import KeptAlive
from rejoinder.server.recording import Recording, Room, replay
from rejoinder.server.stream import Sleep
from rejoinder.store.claims import BEAT_S, Claims
from rejoinder.store.database import Database
from rejoinder.store.idempotent_rows import (
    Answered,
    Claim,
    Elsewhere,
    Found,
    Mine,
    OtherRequest,
    Place,
    Told,
)

_HEADER = b"idempotency-key"
_SANE_KEY = re.compile(rb"[\x20-\x7e]{1,255}")

# As long as the best known of those who take such keys keep theirs.
KEPT_S = 24 * 3600
# Between looks at a row that another node answers.
POLL_S = 0.25
# A database that is gone for so long, as seen by who waits for another node, will not tell.
LOST_AFTER_S = 15.0
SWEEP_S = 60.0
# Rows with bodies: a batch is short, so that answers are kept between two of them.
SWEEP_ROWS = 100
# Between attempts to tell the database what it missed.
RETELL_S = 1.0
STOP_TIMEOUT_S = 5.0
# SHA-256 of 64 KiB takes some 50 µs.
_MAX_INLINE_BYTES = 64 * 2**10


class Bounds(msgspec.Struct, frozen=True):
    """max_answer_bytes: a longer one is not kept. max_recording_bytes: of all answers under way.
    max_memory_bytes: of what is remembered without a database."""

    max_answer_bytes: int = 16 * 2**20
    max_recording_bytes: int = 256 * 2**20
    max_memory_bytes: int = 64 * 2**20


class _Turn:
    """One request that is answered now. claim: as the database was asked."""

    __slots__ = ("claim", "ended", "is_first", "is_in_database", "is_refused", "told")

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.is_first = False  # nobody had one before with the same seed
        self.is_in_database = False  # or may be
        self.is_refused = False  # and about to be forgotten
        self.told: Told | None = None
        self.ended = asyncio.Event()


class _Peek(msgspec.Struct):
    """The little that must be known of a body before it is read."""

    model: str | None = None
    stream: bool | None = None


class Idempotency:
    """Satisfies `Once`. ping_interval_s: between comments to those who wait for a stream; 0 for
    none. node_id: tells servers apart that share a database, and one's lives."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
        ping_interval_s: float = 0.0,
        node_id: str = "",
        bounds: Bounds | None = None,
    ) -> None:
        self._database = database
        node_id = node_id or uuid.uuid4().hex
        self._node_id = node_id
        self._claims = Claims(database, clock=clock, node_id=node_id)
        self._clock = clock
        self._sleep = sleep
        self._ping_interval_s = ping_interval_s
        self._bounds = bounds or Bounds()
        self._room = Room(self._bounds.max_recording_bytes)
        self._memory = Memory(self._bounds.max_memory_bytes)
        self._turns: dict[Place, _Turn] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._regular: list[asyncio.Task[None]] = []
        self._log = structlog.get_logger().bind()

    async def start(self) -> None:
        """Begin what goes on beside requests. Waits for nothing."""
        regular = [(SWEEP_S, self._sweep), (RETELL_S, self._tell_what_is_owed)]
        if self._claims.are_shared:
            regular.append((BEAT_S, self._claims.beat))
        self._regular = [asyncio.create_task(self._regularly(*each)) for each in regular]

    async def stop(self) -> None:
        """Before the database is. Says what is left to say, and that this node is gone."""
        for task in self._regular:
            task.cancel()
        ends = (*self._regular, *self._tasks)
        if ends:
            await asyncio.wait(ends, timeout=STOP_TIMEOUT_S)
        with contextlib.suppress(StoreDown):
            await self._tell_what_is_owed()
            await self._claims.leave()

    def claim(
        self, exchange: Exchange, body: bytes, send: Send
    ) -> AbstractAsyncContextManager[Send | None]:
        """As `Once.claim`. Raises `InvalidValue` where the key is none."""
        given = exchange.headers.get(_HEADER)
        if given is None:
            return contextlib.nullcontext(send)
        return self._claimed(_key(given), exchange, body, send)

    @contextlib.asynccontextmanager
    async def _claimed(
        self, key: str, exchange: Exchange, body: bytes, send: Send
    ) -> AsyncIterator[Send | None]:
        place = Place(exchange.principal.project, key)
        digest = await _digest(exchange.route, body)
        kept_alive = KeptAlive(
            send,
            wants_stream=lambda: bool(_peek(body).stream),
            interval_s=self._ping_interval_s,
            sleep=self._sleep,
        )
        found = await self._found(place, digest, kept_alive)
        if isinstance(found, Told):
            _check_model(exchange, body)
            await replay(found, exchange, kept_alive.send)
            yield None
            return
        turn, seed = found, found.claim.seed
        exchange.draw_seed = lambda: seed
        recording = Recording(
            exchange,
            kept_alive.send,
            room=self._room,
            max_bytes=self._bounds.max_answer_bytes,
            keep=lambda told: self._keep(turn, told),
        )
        try:
            yield recording.send
        except RequestError as error:
            is_for_now = isinstance(error, RateLimited | Unavailable)
            if is_for_now:
                # Who is refused costs nothing, so nothing is kept for it: a client that is told to
                # come again would fill the table. A seed of which something was said is kept.
                turn.is_refused = turn.is_first and not recording.has_begun
            else:
                # The request was wrong: the key may be used for a better one.
                turn.is_refused = 400 <= error.status < 500
            raise
        finally:
            if not recording.is_whole:
                self._spawn(self._give_up(turn))
            recording.close()

    async def _found(self, place: Place, digest: bytes, kept_alive: KeptAlive) -> _Turn | Told:
        turns: list[_Turn] = []

        async def find() -> _Turn | Told:
            found = await self._find(place, digest)
            if isinstance(found, _Turn):
                turns.append(found)
            return found

        try:
            return await kept_alive.during(find())
        except BaseException:
            # The client left just when its turn had come.
            for turn in turns:
                self._spawn(self._give_up(turn))
            raise

    async def _find(self, place: Place, digest: bytes) -> _Turn | Told:
        """An answer, or the turn to make one. Raises `KeyReused`."""
        while (before := self._turns.get(place)) is not None:
            if before.claim.digest != digest and not before.is_refused:
                raise KeyReused
            await before.ended.wait()
            if before.told is not None:
                return before.told
        now_s = self._clock.unix_s()
        claim = Claim(
            place=place,
            digest=digest,
            seed=ids.seed(),
            node_id=self._node_id,
            now_s=now_s,
            old_s=now_s - KEPT_S,
        )
        turn = self._turns[place] = _Turn(claim)
        try:
            told = await self._asked(turn)
        except KeyReused:
            self._end(turn)
            raise
        except BaseException:
            self._spawn(self._give_up(turn))
            raise
        if told is None:
            return turn
        self._end(turn, told)
        return told

    async def _asked(self, turn: _Turn) -> Told | None:
        """What memory and database know; None where the turn is to answer."""
        claim = turn.claim
        entry = self._memory.find(claim.place, old_s=claim.old_s)
        if entry is not None:
            if entry.claim.digest != claim.digest:
                raise KeyReused
            if entry.told is not None:
                return entry.told
            turn.claim = msgspec.structs.replace(claim, seed=entry.claim.seed)
        while True:
            found: Found | None = await self._claim_row(turn)
            if isinstance(found, Elsewhere):
                found = await self._until_free(turn)
            if found is None:
                continue
            if isinstance(found, OtherRequest):
                raise KeyReused
            if isinstance(found, Answered):
                return found.told
            assert isinstance(found, Mine)
            turn.is_first = entry is None and found.seed == claim.seed
            turn.claim = msgspec.structs.replace(turn.claim, seed=found.seed)
            return None

    async def _claim_row(self, turn: _Turn) -> Found:
        """As the database says, and where it is down as it would say of a key it does not know."""
        turn.is_in_database = True
        try:
            found = await self._claims.claim(turn.claim)
        except StoreDown:
            return Mine(turn.claim.seed)
        turn.is_in_database = isinstance(found, Mine)
        return found

    async def _until_free(self, turn: _Turn) -> Found | None:
        """Wait while another node answers. None where the row may be asked for again."""
        claim = turn.claim
        heard_s = self._clock.now_s()
        found: Found | None = Elsewhere()
        while isinstance(found, Elsewhere):
            await self._sleep(POLL_S)
            try:
                found = await self._claims.look(claim)
                heard_s = self._clock.now_s()
            except StoreDown:
                if self._clock.now_s() - heard_s >= LOST_AFTER_S:
                    return Mine(claim.seed)
        return found

    async def _keep(self, turn: _Turn, made: Callable[[], Awaitable[Told]]) -> None:
        """Returns when the answer is durable, or cannot be made so just now. A client that leaves
        meanwhile does not undo it: it may ask again."""
        await asyncio.shield(self._spawn(self._kept(turn, made)))

    async def _kept(self, turn: _Turn, made: Callable[[], Awaitable[Told]]) -> None:
        told: Told | None = None
        try:
            told = await made()
            # Kept for so long from now on.
            now_s = self._clock.unix_s()
            claim = msgspec.structs.replace(turn.claim, now_s=now_s, old_s=now_s - KEPT_S)
            await self._told_database(Entry(claim, told, owes=True))
        except Exception:  # the answer is served all the same
            self._log.exception("an answer could not be kept for its Idempotency-Key")
        finally:
            self._end(turn, told)

    async def _give_up(self, turn: _Turn) -> None:
        """Let the next in waiting have its turn."""
        try:
            if turn.is_refused and not turn.is_in_database:
                self._memory.drop(turn.claim.place)
            elif turn.is_refused:
                await self._forget(turn)
            else:
                await self._told_database(Entry(turn.claim, None, owes=turn.is_in_database))
        finally:
            self._end(turn)

    async def _forget(self, turn: _Turn) -> None:
        try:
            await self._claims.forget(turn.claim.place)
        except StoreDown:
            self._memory.put(Entry(turn.claim, None, owes=True))
        else:
            self._memory.drop(turn.claim.place)

    async def _told_database(self, entry: Entry) -> None:
        """The database knows of it, or it is remembered here until it does."""
        claim, told = entry.claim, entry.told
        if entry.owes:
            try:
                if told is None:
                    await self._claims.give_up(claim.place)
                else:
                    await self._claims.keep(claim, told)
            except StoreDown:
                pass
            else:
                self._memory.drop(claim.place)
                return
        self._memory.put(entry)

    def _end(self, turn: _Turn, told: Told | None = None) -> None:
        turn.told = told
        del self._turns[turn.claim.place]
        turn.ended.set()

    # What goes on beside requests.

    async def _tell_what_is_owed(self) -> None:
        if not self._database.is_up:
            return
        for entry in self._memory.owing():
            place = entry.claim.place
            if place in self._turns or self._memory.find(place, old_s=0) is not entry:
                continue  # whoever has the turn will tell
            # A turn of its own, so that nobody asks the database for the place at the same time.
            turn = self._turns[place] = _Turn(entry.claim)
            try:
                await self._told_database(entry)
            finally:
                self._end(turn, entry.told)

    async def _sweep(self) -> None:
        old_s = self._clock.unix_s() - KEPT_S
        self._memory.drop_old(old_s=old_s)
        while await self._claims.delete_old(old_s=old_s, limit=SWEEP_ROWS) == SWEEP_ROWS:
            await self._sleep(0.1)

    async def _regularly(self, interval_s: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            await self._sleep(interval_s)
            try:
                await work()
            except StoreDown:
                pass  # it says so itself
            except Exception:
                self._log.exception("requests that may come twice could not be looked after")

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _key(given: bytes) -> str:
    if _SANE_KEY.fullmatch(given):
        return given.decode("ascii")
    raise InvalidValue(
        param="Idempotency-Key",
        value=given.decode("latin-1"),
        rule="it must have 1 to 255 printable ASCII characters",
    )


async def _digest(route: str, body: bytes) -> bytes:
    def digest() -> bytes:
        return hashlib.sha256(route.encode() + b"\n" + body).digest()

    return await asyncio.to_thread(digest) if len(body) > _MAX_INLINE_BYTES else digest()


def _check_model(exchange: Exchange, body: bytes) -> None:
    """An answer that another key of the project was given may be of a model this one is not for."""
    if exchange.principal.models is not None:
        model = _peek(body).model or ""
        if not exchange.principal.may_use(model):
            raise ModelNotAllowed(model=model)


def _peek(body: bytes) -> _Peek:
    try:
        return msgspec.json.decode(body, type=_Peek)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _Peek()
