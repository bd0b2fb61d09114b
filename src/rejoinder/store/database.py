"""One database, SQLite or PostgreSQL: its threads, its transactions, and whether it is there.

Everything else in the package gives it functions of a connection and awaits what they return; no
one else knows which database it is, but for the few statements that each writes in its own way.

SQLite has one thread that writes, which commits what waits together, and a few that read.
PostgreSQL has a few of each, with a connection each. Both have one more that reads little, for
those who must not wait behind long reads. SQLAlchemy is imported there, not before.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from rejoinder.clock import Clock, SystemClock
from rejoinder.refusals import BadDatabase, StoreDown
from rejoinder.store.lanes import Alone, Lane, Server

if TYPE_CHECKING:
    from sqlalchemy import Connection as Connection  # for those who may not import the library

    from rejoinder.store.servers import Unusable, Worker

T = TypeVar("T")

_log = logging.getLogger("rejoinder.store")

# How long something written proves that more can be.
PROOF_S = 1.0
# Between looks at a database that is down, and between attempts to connect.
LOOK_INTERVAL_S = 1.0
# A stored answer is some thousand bytes; SQLite's journal grows to some megabytes.
MIN_FREE_BYTES = 32 * 2**20

_MAX_TOGETHER = 64
_NUM_POSTGRESQL_WRITERS = 4
# Long questions, of which there are few, must not make the others wait.
_NUM_READERS = 4


class Database:
    """Calls run in threads of its own, so that the event loop never waits for a disk or a network.

    url: `sqlite:///path` or `postgresql://…`. One that is unreachable is down, which is no error
    but of the calls made meanwhile; it is looked for again until it is there.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock | None = None,
        lock_timeout_s: float = 3.0,
        read_timeout_s: float = 10.0,
        probe_timeout_s: float = 5.0,
        answer_timeout_s: float = 30.0,
        is_quiet: bool = False,
    ) -> None:
        """Raises `BadDatabase` for a URL of another kind.

        lock_timeout_s: how long a statement waits for other programs' transactions; those of
        `rejoinder keys` take milliseconds. read_timeout_s: how long a read may take, before it is
        ended for the sake of the others. probe_timeout_s: how long `check_writable` waits, and so
        the client of an answer that must be kept. answer_timeout_s: how long any call waits; the
        database's own limits are shorter, so this is for one that has stopped without a word.
        is_quiet: whether it is up is logged by another, who opens it too.
        """
        self._url = url
        self._clock = clock or SystemClock()
        self._lock_timeout_s = lock_timeout_s
        self._read_timeout_s = read_timeout_s
        self._probe_timeout_s = probe_timeout_s
        self._answer_timeout_s = answer_timeout_s
        self._is_quiet = is_quiet
        self._file = file_of(url)
        self._lock = threading.Lock()  # guards the four below, which all threads use
        self._is_prepared = False  # its tables are known to have been there
        self._is_up = False
        self._why_down = "it is being opened"
        self._try_at_s = 0.0  # not before, where the last attempt to connect failed
        # Whatever a server that was killed had deleted is dealt with by the next.
        self._has_erased = True
        self._written_at_s: float | None = None
        self._probe: asyncio.Task[None] | None = None
        self._watch: asyncio.Task[None] | None = None
        self._writers: Lane | None = None
        self._readers: Lane | None = None
        self._glancer: Lane | None = None

    @property
    def is_postgresql(self) -> bool:
        return self._file is None

    @property
    def is_up(self) -> bool:
        """As far as is known: what the last call, or the last look, found."""
        return self._is_up

    @property
    def has_erased(self) -> bool:
        """Whether SQLite's journal may hold what was deleted."""
        return self._has_erased and not self.is_postgresql

    async def start(self) -> None:
        """Connect and migrate, in the background: returns when that is done or the database was
        found to be down, and may be awaited beside other work. Raises `BadDatabase` only where the
        tables are newer than this program."""
        is_sqlite = self._file is not None
        self._writers = Lane(
            "write",
            lambda: self._worker(writes=True),
            num_threads=1 if is_sqlite else _NUM_POSTGRESQL_WRITERS,
            max_together=_MAX_TOGETHER if is_sqlite else 1,
        )
        self._readers = Lane("read", lambda: self._worker(writes=False), num_threads=_NUM_READERS)
        self._glancer = Lane("glance", lambda: self._worker(writes=False), num_threads=1)
        try:
            with contextlib.suppress(StoreDown):
                await self.look()
        except BaseException:
            await self._stop_lanes()
            raise
        self._watch = asyncio.create_task(self._watching())

    async def stop(self) -> None:
        """Finish what was given, and close. Takes some seconds at most, whatever the database
        does."""
        for task in (self._watch, self._probe):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        await self._stop_lanes()
        self._is_up = False

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction that writes nothing. Raises `StoreDown`."""
        return await self._do(self._readers, work)

    async def glance(self, work: Callable[[Connection], T]) -> T:
        """As `read`, for what is short and must be known now: that a key was revoked, say. Waits
        for no read, however many there are and however long they take."""
        return await self._do(self._glancer, work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction, durable when this returns. Raises `StoreDown`, and then it
        is not known whether it was done: `work` must be one that may be done twice."""
        try:
            result = await self._do(self._writers, work)
        except StoreDown:
            self._written_at_s = None
            raise
        self._written_at_s = self._clock.now_s()
        return result

    async def check_writable(self) -> None:
        """Raises `StoreDown` unless something was written durably within the last second, or is
        now."""
        written_at_s = self._written_at_s
        if written_at_s is not None and self._clock.now_s() - written_at_s < PROOF_S:
            return
        # Those who ask together share one attempt, which is given up by none of them alone.
        if self._probe is None or self._probe.done():
            self._probe = asyncio.create_task(self._write_something())
            self._probe.add_done_callback(_fetch)
        await asyncio.shield(self._probe)

    async def look(self) -> None:
        """See whether the database is there, and bring its tables to what this program knows if
        that was not done before. Raises `StoreDown` and `BadDatabase`."""
        from_thread = self._submit(self._writers, Alone(self._look))
        await self._answer(from_thread)

    async def scrub(self) -> bool:
        """Overwrite what was deleted wherever SQLite still holds it, as is done by itself within
        seconds. Returns whether it could, as others' transactions may be in the way for a moment.
        PostgreSQL does it in its own time, by its `VACUUM`. Raises `StoreDown`."""
        if self.is_postgresql:
            return True
        self._has_erased = False
        from_thread = self._submit(self._writers, Alone(_scrub))
        if not await self._answer(from_thread):
            self._has_erased = True
        return not self._has_erased

    async def _do(self, lane: Lane | None, work: Callable[[Connection], T]) -> T:
        from_thread = self._submit(lane, work)
        return cast("T", await self._answer(from_thread))

    def _submit(
        self, lane: Lane | None, work: Callable[[Connection], object] | Alone
    ) -> Future[object]:
        if lane is None:
            raise StoreDown("it has not been opened")
        return lane.submit(work)

    async def _answer(self, from_thread: Future[object]) -> object:
        try:
            async with asyncio.timeout(self._answer_timeout_s):
                return await asyncio.wrap_future(from_thread)
        except TimeoutError:
            self._found_down(f"it did not answer in {self._answer_timeout_s:g} s", detail="")
            raise StoreDown(self._why_down) from None

    async def _write_something(self) -> None:
        try:
            async with asyncio.timeout(self._probe_timeout_s):
                await self.write(self._write_one_number)
        except TimeoutError:
            raise StoreDown(f"it did not answer in {self._probe_timeout_s:g} s") from None

    def _write_one_number(self, connection: Connection) -> None:
        from sqlalchemy import text

        if self._file is not None and shutil.disk_usage(self._file.parent).free < MIN_FREE_BYTES:
            raise StoreDown("its disk is full")
        connection.execute(
            text(
                "insert into versions (name, number) values ('writable', 1) "
                "on conflict (name) do update set number = versions.number + 1"
            )
        )

    async def _watching(self) -> None:
        while True:
            await asyncio.sleep(LOOK_INTERVAL_S)
            try:
                if not self._is_up:
                    await self.look()
                if self.has_erased:
                    await self.scrub()
            except StoreDown:
                pass  # has been said
            except Exception as error:
                self._found_down("its tables cannot be used", detail=str(error))

    async def _stop_lanes(self) -> None:
        lanes = (self._glancer, self._readers, self._writers)
        await asyncio.gather(*(asyncio.to_thread(lane.stop) for lane in lanes if lane is not None))

    # What follows runs in the threads.

    def _worker(self, *, writes: bool) -> Server:
        from rejoinder.store.connecting import Limits, open_postgresql, open_sqlite
        from rejoinder.store.servers import Link, Worker

        limits = Limits(lock_s=self._lock_timeout_s, read_s=self._read_timeout_s)
        if self._file is None:
            engine = open_postgresql(self._url, writes=writes, limits=limits)
        else:
            engine = open_sqlite(
                self._file,
                may_create=lambda: writes and not self._is_prepared,
                writes=writes,
                limits=limits,
                clock=self._clock,
            )
        link = Link(engine, file=self._file)
        return Worker(
            link,
            check_ready=self._check_ready,
            tell=self._tell,
            tell_erased=self._tell_erased,
        )

    def _look(self, worker: Worker) -> None:
        worker.look(self._prepare)
        with self._lock:
            self._is_prepared = True

    def _prepare(self, connection: Connection) -> None:
        from rejoinder.store.migrating import migrate, version
        from rejoinder.store.servers import Unusable

        if not self._is_prepared:
            migrate(connection)
        elif version(connection) is None:
            # An empty database in its place would make everybody's keys unknown, and so nobody's
            # needed: it is for people to say that this is meant, by starting again.
            raise Unusable("its tables are gone", "an empty database is in its place")

    def _check_ready(self) -> None:
        with self._lock:
            waits = self._clock.now_s() < self._try_at_s
            if waits or not self._is_prepared:
                raise StoreDown(self._why_down)

    def _tell(self, trouble: Unusable | None) -> None:
        if trouble is not None:
            self._found_down(trouble.words, detail=trouble.detail, connected=trouble.connected)
        elif not self._is_up:
            with self._lock:
                self._is_up = True
                self._try_at_s = 0.0
            if not self._is_quiet:
                _log.info("The store is up.")

    def _tell_erased(self) -> None:
        self._has_erased = True

    def _found_down(self, words: str, *, detail: str, connected: bool = True) -> None:
        with self._lock:
            was_up, why = self._is_up, self._why_down
            self._is_up = False
            self._why_down = words
            if not connected:
                self._try_at_s = self._clock.now_s() + LOOK_INTERVAL_S
        if (was_up or why != words) and not self._is_quiet:
            _log.warning("The store is down: %s. %s", words, detail)


def _scrub(worker: Worker) -> bool:
    return worker.scrub()


def _fetch(task: asyncio.Task[None]) -> None:
    """So that nobody complains of an error that all who waited for it have left."""
    if not task.cancelled():
        task.exception()


def file_of(url: str) -> Path | None:
    """SQLite's file; None for PostgreSQL."""
    kind, _, rest = url.partition("://")
    if kind == "sqlite" and rest.startswith("/") and rest[1:] not in ("", ":memory:"):
        return Path(rest[1:])
    if kind in ("postgresql", "postgres", "postgresql+psycopg") and rest:
        if importlib.util.find_spec("psycopg") is None:
            raise BadDatabase(
                "PostgreSQL needs a package that is not installed.",
                hint="`pip install 'psycopg[binary]'` in its environment; in a clone that is "
                "`.venv/bin/pip`.",
            )
        return None
    shown = kind if _ else "a text without `://`"
    raise BadDatabase(
        f"The database's URL must begin with `sqlite:///` and a path, or with `postgresql://`; "
        f"it is of the kind `{shown}`.",
        hint="`sqlite:////var/lib/rejoinder/rejoinder.db`, `postgresql://user@host/name`",
    )
