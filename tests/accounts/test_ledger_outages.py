"""The ledger while its database is gone, full, locked or slow: nothing waits, nothing is lost."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from pathlib import Path

import pytest

from rejoinder.accounts.base import Outcome
from rejoinder.accounts.slots import SLOT_BYTES
from rejoinder.refusals import StoreDown
from rejoinder.store import ledger as ledger_store
from rejoinder.store.database import Database
from rejoinder.store.ledger_row import LedgerRow, RowRefused
from rejoinder.testing.fake_clock import FakeClock
from tests.accounts.ledger_world import Troubled, counted, ended, made, opened, rows, settled
from tests.store.databases import running


@pytest.mark.parametrize("trouble", ["down", "slow"])
def test_requests_go_on_while_the_database_is_in_trouble_and_are_written_after_it(
    sqlite_url: str, tmp_path: Path, trouble: str
) -> None:
    """Down: gone, full or locked, which to us are one error. Slow: it does not answer for 2 s."""

    async def story() -> None:
        clock = FakeClock()
        async with running(sqlite_url) as database:
            troubled = Troubled(database)
            troubled.is_down = trouble == "down"
            if trouble == "slow":
                troubled.answers.clear()
            ledger = made(troubled, tmp_path, clock=clock)
            await ledger.start()
            for number in range(150):
                ended(ledger, str(number))
            await troubled.asked.wait()  # it is in trouble now
            ended(ledger, "meanwhile")
            assert ledger.num_waiting == 151
            troubled.is_down = False
            clock.advance(2)
            troubled.answers.set()
            await settled()
            await ledger.flush()
            assert ledger.num_waiting == 0
            await ledger.stop()

    asyncio.run(story())
    assert len(rows(sqlite_url)) == 151


def test_a_database_that_is_down_is_asked_once_a_second(sqlite_url: str, tmp_path: Path) -> None:
    async def story() -> None:
        clock = FakeClock()
        async with running(sqlite_url) as database:
            troubled = Troubled(database)
            troubled.is_down = True
            ledger = made(troubled, tmp_path, clock=clock)
            await ledger.start()
            for number in range(100):
                ended(ledger, str(number))
            await settled()
            asked = [troubled.num_asked]
            for _ in range(3):
                ended(ledger, f"more-{len(asked)}")
                await settled()
                clock.advance(1.0)
                await settled()
                asked.append(troubled.num_asked)
            assert asked == [1, 2, 3, 4]
            await ledger.stop()

    asyncio.run(story())


def test_what_a_stop_could_not_write_is_written_by_the_next_server(
    sqlite_url: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with running(sqlite_url) as database:
            troubled = Troubled(database)
            troubled.is_down = True
            ledger = made(troubled, tmp_path)
            await ledger.start()
            ended(ledger, "one")
            await ledger.stop()
            following = made(database, tmp_path)
            assert following.num_waiting == 1
            await following.start()
            await following.stop()

    asyncio.run(story())
    assert rows(sqlite_url)["one"].outcome == "finished"


def test_a_stop_drains_what_ended_last(sqlite_url: str, tmp_path: Path) -> None:
    """The bug of others: usage lost on every graceful shutdown."""

    async def story() -> None:
        async with running(sqlite_url) as database:
            ledger = made(database, tmp_path)
            await ledger.start()
            for number in range(230):
                ended(ledger, str(number))
            await ledger.stop()

    asyncio.run(story())
    assert len(rows(sqlite_url)) == 230


def test_a_request_that_is_under_way_at_a_stop_is_found_by_the_next_server(
    sqlite_url: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with running(sqlite_url) as database:
            ledger = made(database, tmp_path)
            await ledger.start()
            counted(opened(ledger, "one"), 2)
            await ledger.stop()
            following = made(database, tmp_path)
            await following.start()
            await following.stop()

    asyncio.run(story())
    assert rows(sqlite_url)["one"].outcome == "killed"


@pytest.mark.parametrize("how", ["gone", "full", "locked", "read only"])
def test_a_real_database_in_trouble_keeps_rows_waiting(
    sqlite_url: str, tmp_path: Path, how: str
) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    away = path + ".away"

    async def story() -> None:
        database = Database(sqlite_url, lock_timeout_s=0.05)
        await database.start()
        async with contextlib.AsyncExitStack() as until_then:
            until_then.push_async_callback(database.stop)
            ledger = made(database, tmp_path)
            ended(ledger, "before")
            await ledger.flush()
            other = sqlite3.connect(path, isolation_level=None)
            if how == "gone":
                os.rename(path, away)
            elif how == "locked":
                other.execute("BEGIN EXCLUSIVE")
            elif how == "full":
                await database.write(lambda one: one.exec_driver_sql("PRAGMA max_page_count = 1"))
            else:
                await database.write(lambda one: one.exec_driver_sql("PRAGMA query_only = ON"))
            for number in range(200):
                ended(ledger, f"meanwhile-{number}")
            with pytest.raises(StoreDown):
                await ledger.flush()
            assert ledger.num_waiting > 0
            if how == "gone":
                os.rename(away, path)
            other.close()
            await database.look()
            await ledger.flush()

    asyncio.run(story())
    assert len(rows(sqlite_url)) == 201


def test_a_row_the_database_will_not_have_is_said_and_holds_up_no_other(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    add = ledger_store.add

    def picky(connection: object, found: list[LedgerRow]) -> int:
        if any(row.id == "chatcmpl-1" for row in found):
            raise RowRefused("too odd")
        return add(connection, found)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger_store, "add", picky)

    async def story() -> None:
        async with running(sqlite_url) as database:
            ledger = made(database, tmp_path)
            for number in range(3):
                ended(ledger, str(number))
            await ledger.flush()
            assert (ledger.num_waiting, ledger.num_lost) == (0, 1)

    asyncio.run(story())
    assert sorted(rows(sqlite_url)) == ["0", "2"]
    (line,) = caplog.messages
    assert "too odd" in line
    assert '"num_completion_tokens":3' in line  # so that it can be put right by hand


def test_a_mistake_of_ours_in_the_draining_does_not_end_it(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = ledger_store.add

    async def story() -> None:
        clock = FakeClock()
        async with running(sqlite_url) as database:
            ledger = made(database, tmp_path, clock=clock)
            monkeypatch.setattr(ledger_store, "add", None)
            ended(ledger, "one")
            with pytest.raises(TypeError):
                await ledger.flush()
            assert ledger.num_waiting == 1
            monkeypatch.setattr(ledger_store, "add", add)
            await ledger.flush()

    asyncio.run(story())
    assert sorted(rows(sqlite_url)) == ["one"]


def test_with_no_room_anywhere_a_request_is_served_and_its_loss_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watched: list[LedgerRow] = []
    bytes_of_one = 256 * SLOT_BYTES
    ledger = made(
        None, tmp_path, max_file_bytes=bytes_of_one, max_memory_bytes=0, watch=watched.append
    )
    for number in range(255):
        opened(ledger, str(number))
    one_more, refused = opened(ledger, "more"), opened(ledger, "refused")
    assert ledger.num_open == 257
    counted(one_more, 5)

    row = one_more.close(Outcome.FINISHED)
    refused.close(Outcome.REFUSED)

    assert row is not None
    assert row.num_completion_tokens == 5
    assert watched == [row]
    assert (ledger.num_open, ledger.num_waiting, ledger.num_lost) == (255, 0, 1)
    assert '"num_completion_tokens":5' in caplog.messages[-1]
