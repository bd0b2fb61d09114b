"""The database gone, locked, slow, full, or failing anywhere: it is told, and whole afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text

from rejoinder.refusals import StoreDown, UnknownCompletion
from rejoinder.store import completions as store
from rejoinder.store.completion_rows import Completion
from rejoinder.store.database import Database
from tests.store.databases import Databases, running
from tests.store.faults import failing_after, held_by_another
from tests.store.world import completion


def _put(made: Completion) -> Callable[[Connection], None]:
    return lambda connection: store.put(connection, made)


def _ids(connection: Connection) -> list[str]:
    return [item.id for item in store.find(connection, project=None, limit=1000).items]


def _tagged(metadata: dict[str, str]) -> Callable[[Connection], tuple[Completion, ...]]:
    return lambda connection: store.find(connection, project=None, metadata=metadata).items


@contextlib.asynccontextmanager
async def _impatient(url: str) -> AsyncIterator[Database]:
    """Waits a twentieth of a second for what is locked."""
    database = Database(url, lock_timeout_s=0.05)
    await database.start()
    yield database
    await database.stop()


async def _change_everything(database: Database) -> None:
    """Every statement that changes completions, with what there is to lose."""
    await database.write(_put(completion("c3", created_s=3, metadata={"a": "1"})))
    await database.write(lambda c: store.set_metadata(c, "c2", {"b": "2"}, project="default"))
    with contextlib.suppress(UnknownCompletion):  # gone, where this is the second time
        await database.write(lambda c: store.remove(c, "c1", project="default", now_s=9))
    await database.write(lambda c: store.forget_places(c, before_s=9, max_num=9))
    await database.write(lambda c: store.remove_oldest(c, max_num=1, before_s=1, now_s=9))


async def _whole(database: Database) -> str:
    """What there is, each with its tags; raises where a completion and its tags do not agree."""
    page = await database.read(lambda c: store.find(c, project=None))
    for item in page.items:
        for name, value in item.metadata.items():
            assert item in await database.read(_tagged({name: value}))
    return ",".join(f"{item.id}{sorted(item.metadata.items())}" for item in page.items)


@pytest.mark.slow
def test_whichever_statement_fails_each_change_is_done_whole_or_not_at_all(
    database_url: str,
) -> None:
    """The first, the second, the third... until none is left to fail; then all is tried again."""
    states: set[str] = set()

    async def fails_at(number: int) -> bool:
        async with running(database_url) as database:
            await database.write(lambda c: store.remove_oldest(c, max_num=9, now_s=0))
            await database.write(lambda c: store.forget_places(c, before_s=9, max_num=9))
            await database.write(_put(completion("c1", created_s=1, metadata={"a": "1"})))
            await database.write(_put(completion("c2", created_s=2, metadata={"a": "1"})))
            with failing_after(number) as failing:
                try:
                    await _change_everything(database)
                except StoreDown:
                    assert failing.failed
                else:
                    assert not failing.failed
            states.add(await _whole(database))
            await _change_everything(database)  # and it is up again at once
            assert await _whole(database) == "c2[('b', '2')],c3[('a', '1')]"
            return failing.failed

    number = 0
    while asyncio.run(fails_at(number)):
        number += 1

    assert number >= 15
    assert states == {
        "c1[('a', '1')],c2[('a', '1')]",
        "c1[('a', '1')],c2[('a', '1')],c3[('a', '1')]",
        "c1[('a', '1')],c2[('b', '2')],c3[('a', '1')]",
        "c2[('b', '2')],c3[('a', '1')]",
    }


def test_one_failure_among_writes_that_wait_together_costs_none_of_them(sqlite_url: str) -> None:
    """They are committed together; when that fails each is tried by itself."""

    async def world() -> None:
        async with running(sqlite_url) as database:
            with failing_after(20) as failing:
                await asyncio.gather(
                    *(database.write(_put(completion(f"c{n:02}"))) for n in range(30))
                )
            assert failing.failed
            assert await database.read(_ids) == [f"c{n:02}" for n in range(30)]

    asyncio.run(world())


def test_a_locked_database_is_told_and_heals(database_url: str) -> None:
    async def world() -> None:
        async with _impatient(database_url) as database:
            with held_by_another(database_url):
                with pytest.raises(StoreDown, match="another program holds it locked"):
                    await database.write(_put(completion("c1")))
                with pytest.raises(StoreDown, match="another program holds it locked"):
                    await database.check_writable()
            await database.check_writable()
            await database.write(_put(completion("c2")))
            assert database.is_up
            assert await database.read(_ids) == ["c2"]

    asyncio.run(world())


def test_writes_that_wait_for_a_lock_together_are_told_together(sqlite_url: str) -> None:
    """Each by itself would wait as long again: sixty of them, minutes."""
    num_begun = 0

    def count(_: Connection) -> None:
        nonlocal num_begun
        num_begun += 1

    async def world() -> None:
        async with _impatient(sqlite_url) as database:
            event.listen(Engine, "begin", count)
            with held_by_another(sqlite_url):
                ended = await asyncio.gather(
                    *(database.write(_put(completion(f"c{n}"))) for n in range(30)),
                    return_exceptions=True,
                )
            event.remove(Engine, "begin", count)
            assert {str(error) for error in ended if isinstance(error, StoreDown)} == {
                "The store cannot be used just now: another program holds it locked."
            }
            assert len(ended) == 30
            assert num_begun < 5  # the first to come is alone, the others are together

    asyncio.run(world())


def test_a_write_waits_for_another_programs_transaction_to_end(database_url: str) -> None:
    """Two seconds, say: slow is not down, and meanwhile the loop goes on."""

    async def world() -> None:
        async with running(database_url) as database:
            with held_by_another(database_url):
                waiting = asyncio.ensure_future(database.write(_put(completion("c1"))))
                for _ in range(100):
                    await asyncio.sleep(0)
                assert not waiting.done()
                assert database.is_up
            await waiting
            assert await database.read(_ids) == ["c1"]

    asyncio.run(world())


def test_a_database_without_a_word_is_given_up_after_a_while(sqlite_url: str) -> None:
    """A caller waits for so long and no longer; the work may yet be done."""

    async def world() -> None:
        database = Database(sqlite_url, answer_timeout_s=0.05, lock_timeout_s=20)
        await database.start()
        with held_by_another(sqlite_url):
            with pytest.raises(StoreDown, match=r"did not answer in 0\.05 s"):
                await database.write(_put(completion("c1")))
            assert not database.is_up
        await database.stop()
        async with running(sqlite_url) as database:
            assert await database.read(_ids) == ["c1"]

    asyncio.run(world())


def test_a_question_that_takes_too_long_is_ended_and_the_store_is_up(database_url: str) -> None:
    """One client's must not hold up everybody's, nor make the store look as if it were gone."""
    endless = text(
        "with recursive numbers (i) as (select 1 union all select i + 1 from numbers) "
        "select count(*) from numbers where i < 0"
    )

    async def world() -> None:
        database = Database(database_url, read_timeout_s=0.05)
        await database.start()
        with pytest.raises(StoreDown, match="took too long"):
            await database.read(lambda c: c.execute(endless))
        assert database.is_up
        assert await database.read(_ids) == []
        await database.stop()

    asyncio.run(world())


def test_a_full_disk_is_told_and_heals(sqlite_url: str) -> None:
    """SQLite's own limit on pages gives the very error of a full disk."""

    def limit_pages(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        (num_pages,) = raw.execute("pragma page_count").fetchone()
        raw.execute(f"pragma max_page_count = {num_pages + 2}")

    large = completion("large", response=b"x" * 100_000)

    async def world() -> None:
        async with running(sqlite_url) as database:
            await database.write(_put(completion("c1")))
            await database.write(limit_pages)
            with pytest.raises(StoreDown, match="its disk is full"):
                await database.write(_put(large))
            # The connection was opened anew, and with it the limit is gone: there is room again.
            await database.write(_put(large))
            assert await database.read(_ids) == ["c1", "large"]

    asyncio.run(world())


def test_a_nearly_full_disk_is_refused_before_anything_is_written(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer is not begun that could not be kept."""
    free = 2**30

    def usage(_: Path) -> object:
        return type("Usage", (), {"free": free})

    monkeypatch.setattr(shutil, "disk_usage", usage)

    async def world() -> None:
        nonlocal free
        async with running(sqlite_url) as database:
            free = 2**20
            with pytest.raises(StoreDown, match="its disk is full"):
                await database.check_writable()
            free = 2**30
            await database.check_writable()

    asyncio.run(world())


def test_one_attempt_to_write_proves_it_for_a_second(sqlite_url: str) -> None:
    class Clock:
        at_s = 0.0

        def now_s(self) -> float:
            return self.at_s

        def unix_s(self) -> int:
            return 0

    async def world() -> None:
        clock = Clock()
        database = Database(sqlite_url, clock=clock)
        await database.start()
        with failing_after(10**9) as failing:
            await asyncio.gather(*(database.check_writable() for _ in range(10)))
            once = 10**9 - failing.num_left
            clock.at_s = 0.9
            await database.check_writable()
            assert 10**9 - failing.num_left == once
            clock.at_s = 1.1
            await database.check_writable()
            assert 10**9 - failing.num_left == 2 * once
        await database.stop()

    asyncio.run(world())


def test_a_postgresql_that_crashed_is_used_again_when_it_is_back(databases: Databases) -> None:
    url = databases.fresh("postgresql")

    async def world() -> None:
        async with running(url) as database:
            await database.write(_put(completion("c1")))
            await asyncio.to_thread(databases.server().stop)
            for _ in range(2):
                with pytest.raises(StoreDown, match="it cannot be reached"):
                    await database.write(_put(completion("c2")))
                with pytest.raises(StoreDown, match="it cannot be reached"):
                    await database.read(_ids)
            assert not database.is_up
            await asyncio.to_thread(databases.server().start)
            await database.look()
            assert database.is_up
            await database.write(_put(completion("c3")))
            assert await database.read(_ids) == ["c1", "c3"]

    asyncio.run(world())


def test_a_postgresql_started_again_between_two_calls_is_not_noticed(databases: Databases) -> None:
    """The connections that were kept have gone; the calls get new ones."""
    url = databases.fresh("postgresql")

    async def world() -> None:
        async with running(url) as database:
            await asyncio.gather(*(database.write(_put(completion(f"c{n}"))) for n in range(8)))
            await asyncio.to_thread(databases.server().stop, "fast")
            await asyncio.to_thread(databases.server().start)
            await asyncio.gather(*(database.write(_put(completion(f"d{n}"))) for n in range(8)))
            assert len(await database.read(_ids)) == 16
            assert database.is_up

    asyncio.run(world())


def test_a_postgresql_that_is_not_there_at_first_is_used_when_it_is(databases: Databases) -> None:
    url = databases.bare("postgresql")

    async def world() -> None:
        await asyncio.to_thread(databases.server().stop)
        async with running(url) as database:
            assert not database.is_up
            with pytest.raises(StoreDown):
                await database.check_writable()
            await asyncio.to_thread(databases.server().start)
            await database.look()
            await database.check_writable()
            assert database.is_up

    asyncio.run(world())


def test_an_sqlite_file_that_was_moved_away_is_down_until_it_is_back(sqlite_url: str) -> None:
    """What is written to a file that has no name any more is lost, though SQLite says it is kept.
    And an empty one made in its place would hold no keys, as if none were needed."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))

    async def world() -> None:
        async with running(sqlite_url) as database:
            await database.write(_put(completion("c1")))
            os.rename(path, f"{path}.away")
            with pytest.raises(StoreDown, match="its file cannot be opened"):
                await database.write(_put(completion("lost")))
            with pytest.raises(StoreDown, match="its file cannot be opened"):
                await database.read(_ids)
            with pytest.raises(StoreDown):
                await database.look()
            assert os.path.basename(path) not in os.listdir(os.path.dirname(path))
            os.rename(f"{path}.away", path)
            await database.look()
            await database.write(_put(completion("c2")))
            assert await database.read(_ids) == ["c1", "c2"]

    asyncio.run(world())


def test_an_empty_file_in_the_place_of_the_database_is_not_taken_for_it(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))

    async def world() -> None:
        async with running(sqlite_url) as database:
            for file in path.parent.glob(path.name + "*"):
                file.unlink()
            os.close(os.open(path, os.O_CREAT))
            with pytest.raises(StoreDown, match="its tables are gone"):
                await database.read(_ids)
            with pytest.raises(StoreDown, match="its tables are gone"):
                await database.look()
            assert not database.is_up

    asyncio.run(world())


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"somebody's holiday pictures" * 100)

    async def world() -> None:
        async with running(f"sqlite:///{path}") as database:
            assert not database.is_up
            with pytest.raises(StoreDown, match="its file is no database"):
                await database.read(_ids)

    asyncio.run(world())
    assert path.read_bytes() == b"somebody's holiday pictures" * 100


def test_a_folder_that_cannot_be_written_makes_a_store_that_is_down(tmp_path: Path) -> None:
    """And no server that does not start."""
    (tmp_path / "file").touch()

    async def world() -> None:
        async with running(f"sqlite:///{tmp_path}/file/x.db") as database:
            assert not database.is_up
            with pytest.raises(StoreDown, match="its file cannot be opened"):
                await database.check_writable()

    asyncio.run(world())


def test_a_deleted_completion_is_in_none_of_sqlites_files(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    secret = b"what nobody should read any more" * 400

    def everywhere() -> bytes:
        return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))

    async def world() -> None:
        async with running(sqlite_url) as database:
            made = completion("c1", response=secret, metadata={"name": "a secret name"})
            await database.scrub()
            await database.write(_put(made))
            await database.write(_put(completion("c2")))
            assert not database.has_erased
            assert secret[:32] in everywhere()
            await database.write(lambda c: store.remove(c, "c1", project="default", now_s=0))
            assert database.has_erased
            assert await database.scrub()
            assert not database.has_erased
            assert secret[:32] not in everywhere()
            assert b"a secret name" not in everywhere()

    asyncio.run(world())


def test_what_is_deleted_beside_a_reader_is_overwritten_when_that_has_ended(
    sqlite_url: str,
) -> None:
    """Whoever reads sees the moment at which it began, deleted content included."""
    entered, go_on = threading.Event(), threading.Event()

    def read_on(connection: Connection) -> int:
        before = len(_ids(connection))
        entered.set()
        go_on.wait()
        return before + len(_ids(connection))

    async def world() -> None:
        async with running(sqlite_url) as database:
            await database.scrub()
            await database.write(_put(completion("c1")))
            reading = asyncio.ensure_future(database.read(read_on))
            await asyncio.to_thread(entered.wait)
            await database.write(lambda c: store.remove(c, "c1", project="default", now_s=0))
            assert not await database.scrub()
            assert database.has_erased
            go_on.set()
            assert await reading == 2
            assert await database.scrub()
            assert not database.has_erased

    asyncio.run(world())


def test_a_path_may_hold_what_means_something_in_a_url(tmp_path: Path) -> None:
    folder = tmp_path / "50% off? #1 \u00fc"
    folder.mkdir()

    async def world() -> None:
        async with running(f"sqlite:///{folder}/x.db") as database:
            await database.write(_put(completion("c1")))
            assert await database.read(_ids) == ["c1"]
        async with running(f"sqlite:///{folder}/x.db") as database:
            assert await database.read(_ids) == ["c1"]

    asyncio.run(world())
    assert [path.name for path in folder.iterdir()] == ["x.db"]
