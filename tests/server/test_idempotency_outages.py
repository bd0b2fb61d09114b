"""`Idempotency-Key` while the database is down: served all the same, once on this node."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import pytest

from rejoinder.refusals import StoreDown
from rejoinder.server.idempotency import LOST_AFTER_S, POLL_S, RETELL_S, SWEEP_S, Bounds
from rejoinder.server.idempotency_memory import Entry, Memory
from rejoinder.store import claims
from rejoinder.store.database import Database
from rejoinder.store.idempotent_rows import Claim, Place, Told
from rejoinder.testing.scripted_engine import says
from tests.server.idempotency_world import PATIENCE_S, Node, node, until
from tests.server.world import Peer

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")


class Unsteady:
    """Satisfies what is used of `Database`: another one's, while that is not pulled out."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_out = False
        self.hangs = False

    @property
    def is_postgresql(self) -> bool:
        return self._database.is_postgresql

    @property
    def is_up(self) -> bool:
        return self._database.is_up and not self.is_out

    async def read(self, work: Callable[[Connection], T]) -> T:
        await self._check()
        return await self._database.read(work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        await self._check()
        return await self._database.write(work)

    async def _check(self) -> None:
        if self.is_out:
            raise StoreDown("it is pulled out")
        if self.hangs:
            await asyncio.Event().wait()


def make_unsteady(one: Node) -> Unsteady:
    unsteady = Unsteady(one.database)
    one.once._database = unsteady  # type: ignore[assignment]
    one.once._claims._database = unsteady  # type: ignore[assignment]
    return unsteady


def test_without_a_database_what_comes_twice_is_answered_once(sqlite_url: str) -> None:
    async def scene() -> tuple[Node, Peer, Peer, Peer]:
        async with node(sqlite_url) as one:
            make_unsteady(one).is_out = True
            return one, await one.ask(), await one.ask(), await one.ask(temperature=0.5)

    one, first, second, other = asyncio.run(scene())

    assert (first.status, second.status, other.status) == (200, 200, 422)
    assert first.body == second.body
    assert one.num_generated == 1


def test_what_failed_without_a_database_has_the_same_seed_again(sqlite_url: str) -> None:
    async def scene() -> Node:
        async with node(sqlite_url) as one:
            make_unsteady(one).is_out = True
            one.engine.scripts = ([ValueError("oops")], says("Hello"))
            for _ in range(2):
                await one.ask()
            return one

    one = asyncio.run(scene())

    assert one.num_generated == 2
    assert one.engine.asks[0].seed == one.engine.asks[1].seed


def test_the_database_is_told_when_it_is_back(database_url: str) -> None:
    """Without this other nodes would answer again, and so would this one after a restart."""

    async def scene() -> tuple[Node, Peer, Peer]:
        async with node(database_url) as one:
            unsteady = make_unsteady(one)
            unsteady.is_out = True
            first = await one.ask()
            unsteady.is_out = False
            await until(lambda: one.clock.num_sleeping >= 2)
            one.clock.advance(RETELL_S)
            await until(lambda: not len(one.once._memory))
        async with node(database_url) as again:
            return again, first, await again.ask()

    again, first, second = asyncio.run(scene())

    assert first.body == second.body
    assert again.num_generated == 0


def test_a_database_that_goes_away_while_an_answer_is_made_is_told_later(sqlite_url: str) -> None:
    async def scene() -> tuple[Node, Peer, Peer]:
        async with node(sqlite_url) as one:
            unsteady = make_unsteady(one)
            one.engine.scripts = ([gate := asyncio.Event(), *says("Hello")],)
            task = one.peer().start()
            await until(lambda: one.num_generated == 1)
            unsteady.is_out = True
            gate.set()
            first = await task
            unsteady.is_out = False  # and the server is stopped in good order
        async with node(sqlite_url) as again:
            return again, first, await again.ask()

    again, first, second = asyncio.run(scene())

    assert first.status == 200
    assert first.body == second.body
    assert again.num_generated == 0


def test_a_claim_that_could_not_be_given_up_at_once_is_given_up_later(postgresql_url: str) -> None:
    """Others would wait for a node that lives and answers nothing."""

    async def scene() -> tuple[Node, Peer]:
        async with node(postgresql_url) as one, node(postgresql_url) as two:
            unsteady = make_unsteady(one)
            one.engine.scripts = ([asyncio.Event()],)
            peer = one.peer()
            task = peer.start()
            await until(lambda: one.num_generated == 1)
            unsteady.is_out = True
            peer.leave()
            await task
            await until(lambda: not one.once._turns)
            unsteady.is_out = False
            await until(lambda: one.clock.num_sleeping >= 2)
            one.clock.advance(RETELL_S)
            await until(lambda: not any(one.once._memory.owing()))
            return two, await two.ask()

    two, second = asyncio.run(scene())

    assert second.status == 200
    assert two.num_generated == 1


def test_a_database_that_hangs_is_not_waited_for_long(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "WAIT_S", 0.01)

    async def scene() -> tuple[Peer, Peer]:
        async with node(sqlite_url) as one:
            unsteady = make_unsteady(one)
            unsteady.hangs = True
            asked = await one.ask(), await one.ask()
            unsteady.hangs = False
            return asked

    first, second = asyncio.run(scene())

    assert first.status == 200
    assert first.body == second.body


def test_who_waits_for_another_node_goes_on_when_the_database_is_lost(postgresql_url: str) -> None:
    async def scene() -> tuple[Node, Peer]:
        async with node(postgresql_url) as one, node(postgresql_url) as two:
            one.engine.scripts = ([gate := asyncio.Event(), *says("Hello")],)
            first = one.peer().start()
            await until(lambda: one.num_generated == 1)
            unsteady = make_unsteady(two)
            asleep = two.clock.num_sleeping
            second = two.peer().start()
            await until(lambda: two.clock.num_sleeping > asleep)
            unsteady.is_out = True
            two.clock.advance(POLL_S)
            await until(lambda: two.clock.num_sleeping > asleep)  # it has not given up
            assert two.num_generated == 0
            two.clock.advance(LOST_AFTER_S)
            answered = await second
            gate.set()
            await first
            return two, answered

    two, second = asyncio.run(scene())

    assert second.status == 200
    assert two.num_generated == 1


def test_what_is_old_is_deleted_while_the_server_runs(sqlite_url: str) -> None:
    async def scene() -> None:
        async with node(sqlite_url) as one:
            await one.ask()
            assert await one.database.read(_count) == 1
            await until(lambda: one.clock.num_sleeping >= 2)
            one.clock.advance(24 * 3600 + SWEEP_S)
            async with asyncio.timeout(PATIENCE_S):
                while await one.database.read(_count):  # noqa: ASYNC110 - there is no event
                    await asyncio.sleep(0)

    asyncio.run(scene())


def _count(connection: Connection) -> int:
    from sqlalchemy import func, select

    from rejoinder.store.tables import idempotent

    return connection.execute(select(func.count()).select_from(idempotent)).scalar() or 0


def entry(key: str, *, num_bytes: int = 0, now_s: int = 100) -> Entry:
    claim = Claim(Place("p", key), b"d", 1, "n", now_s, old_s=now_s - 10)
    return Entry(claim, Told(200, b"", b"x" * num_bytes), owes=False)


def test_memory_is_bounded_and_the_oldest_goes_first() -> None:
    memory = Memory(max_bytes=3 * 1024 + 100)
    for key in ("a", "b", "c"):
        memory.put(entry(key))

    memory.put(entry("d", num_bytes=100))

    there = [key for key in "abcd" if memory.find(Place("p", key), old_s=0)]
    assert there == ["b", "c", "d"]


def test_an_answer_larger_than_memory_is_not_remembered() -> None:
    memory = Memory(max_bytes=2000)

    memory.put(entry("a", num_bytes=3000))

    assert len(memory) == 0
    memory.put(entry("b"))
    assert len(memory) == 1


def test_what_is_put_again_counts_once() -> None:
    memory = Memory(max_bytes=2 * 1024)
    for _ in range(5):
        memory.put(entry("a"))
    memory.put(entry("b"))

    assert len(memory) == 2


def test_memory_forgets_the_old() -> None:
    memory = Memory(max_bytes=10_000)
    memory.put(entry("a", now_s=100))
    memory.put(entry("b", now_s=101))

    assert memory.find(Place("p", "a"), old_s=100) is None
    memory.drop_old(old_s=100)

    assert len(memory) == 1


def test_an_answer_without_a_database_is_bounded_too(sqlite_url: str) -> None:
    async def scene() -> Node:
        async with node(sqlite_url, bounds=Bounds(max_memory_bytes=10)) as one:
            make_unsteady(one).is_out = True
            for _ in range(2):
                assert (await one.ask()).status == 200
            return one

    assert asyncio.run(scene()).num_generated == 2
