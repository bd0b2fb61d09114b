"""The ledger: every request once, whatever becomes of the database and of the server."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from rejoinder.accounts.base import Outcome
from rejoinder.accounts.ledger import Killed
from rejoinder.accounts.slots import SLOT_BYTES
from rejoinder.chat.ask import Tier
from rejoinder.refusals import StoreDown
from rejoinder.store.ledger_row import LedgerRow
from rejoinder.testing.fake_clock import FakeClock
from tests.accounts.ledger_world import (
    ALICE,
    BOB,
    Troubled,
    counted,
    ended,
    hours,
    made,
    opened,
    rows,
    settled,
    wanted,
)
from tests.store.databases import Databases, running

# 1_700_000_000 s, the fake clock's beginning, lies in this hour since 1970.
HOUR = 472_222


def test_a_finished_request_is_one_row_with_all_that_is_known_of_it(
    database_url: str, tmp_path: Path
) -> None:
    async def story() -> None:
        clock = FakeClock()
        async with running(database_url) as database:
            ledger = made(database, tmp_path, clock=clock)
            entry = ledger.open(ALICE, wanted("one", user="u-1"), Tier.FLEX)
            counted(entry, 1)
            counted(entry, 3)
            clock.advance(2.5)
            entry.close(Outcome.FINISHED)
            await ledger.flush()

    asyncio.run(story())

    assert rows(database_url) == {
        "one": LedgerRow(
            id="chatcmpl-one",
            at_ms=1_700_000_000_000,
            request_id="req_one",
            key_id="key_alice",
            project="red",
            user="u-1",
            model="mini",
            route="/chat/completions",
            tier="flex",
            outcome="finished",
            num_prompt_tokens=7,
            num_cached_tokens=2,
            num_completion_tokens=3,
            num_thought_tokens=1,
            cost_nano_usd=5 * 10 + 2 + 3 * 100,
            duration_ms=2500,
        )
    }
    assert hours(database_url) == {(HOUR, "red"): (1, 3)}


def test_a_row_is_watched_as_it_ends_and_told_to_whoever_closes_it(tmp_path: Path) -> None:
    watched: list[LedgerRow] = []
    ledger = made(None, tmp_path, watch=watched.append)
    entry = opened(ledger, "one")

    row = entry.close(Outcome.CUT)

    assert row is not None
    assert row.outcome == "cut"
    assert watched == [row]
    assert entry.close(Outcome.FINISHED) is None  # the first call counts
    counted(entry, 9)
    assert (ledger.num_open, ledger.num_waiting) == (0, 1)


def test_a_refused_request_leaves_nothing(sqlite_url: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with running(sqlite_url) as database:
            ledger = made(database, tmp_path)
            assert opened(ledger, "one").close(Outcome.REFUSED) is None
            assert (ledger.num_open, ledger.num_waiting) == (0, 0)
            await ledger.flush()

    asyncio.run(story())
    assert rows(sqlite_url) == {}


def test_requests_are_drained_by_the_ledgers_own_task(sqlite_url: str, tmp_path: Path) -> None:
    async def story() -> None:
        clock = FakeClock()
        async with running(sqlite_url) as database:
            troubled = Troubled(database)
            ledger = made(troubled, tmp_path, clock=clock)
            await ledger.start()
            ended(ledger, "one")
            await settled()
            assert clock.num_sleeping == 1
            assert not troubled.num_asked  # a batch waits a twentieth of a second for others
            ended(ledger, "two")
            clock.advance(0.05)
            await troubled.asked.wait()
            await ledger.stop()
            assert troubled.num_asked <= 2

    asyncio.run(story())
    assert sorted(rows(sqlite_url)) == ["one", "two"]


def test_a_batch_whose_end_nobody_saw_is_written_again_and_counted_once(
    database_url: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with running(database_url) as database:
            troubled = Troubled(database)
            ledger = made(troubled, tmp_path)
            ended(ledger, "one")
            troubled.dies_after_work = True
            with pytest.raises(StoreDown):
                await ledger.flush()
            assert ledger.num_waiting == 1
            troubled.dies_after_work = False
            ended(ledger, "two", 5)
            await ledger.flush()
            assert ledger.num_waiting == 0

    asyncio.run(story())
    assert sorted(rows(database_url)) == ["one", "two"]
    assert hours(database_url) == {(HOUR, "red"): (2, 8)}


def test_more_than_a_batch_is_drained_to_the_last(database_url: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with running(database_url) as database:
            ledger = made(database, tmp_path)
            for number in range(250):
                ended(ledger, str(number), principal=ALICE if number % 2 else BOB)
            await ledger.flush()

    asyncio.run(story())
    assert len(rows(database_url)) == 250
    assert hours(database_url) == {(HOUR, "red"): (125, 375), (HOUR, "blue"): (125, 375)}


def test_two_ledgers_of_one_database_add_up(database_url: str, tmp_path: Path) -> None:
    """Two nodes, each with files of its own, in the same hours."""

    async def story() -> None:
        async with running(database_url) as one, running(database_url) as two:
            ledgers = [made(one, tmp_path / "one"), made(two, tmp_path / "two")]
            for number in range(40):
                ended(ledgers[number % 2], str(number), principal=ALICE if number % 3 else BOB)
            await asyncio.gather(*(ledger.flush() for ledger in ledgers))

    asyncio.run(story())
    assert len(rows(database_url)) == 40
    assert hours(database_url) == {(HOUR, "red"): (26, 78), (HOUR, "blue"): (14, 42)}


def test_whatever_moment_a_server_is_killed_at_its_request_is_there_as_far_as_it_went(
    databases: Databases, tmp_path: Path
) -> None:
    """A shared mapping belongs to the kernel: what a kill leaves is the file as it stands, so a
    copy of it after each step is a server killed there."""
    left: list[tuple[Path, list[tuple[str, int]]]] = []  # with what must be found there

    def killed_here(*found: tuple[str, int]) -> None:
        left.append((tmp_path / f"killed-{len(left)}", list(found)))
        shutil.copytree(tmp_path / "server", left[-1][0])

    ledger = made(None, tmp_path / "server")
    killed_here()
    entry = opened(ledger, "one")
    killed_here(("killed", 0))
    for number in (1, 2, 3):
        counted(entry, number)
        killed_here(("killed", number))
    entry.close(Outcome.FINISHED)
    killed_here(("finished", 3))
    opened(ledger, "two").close(Outcome.REFUSED)
    killed_here(("finished", 3))

    async def found_in(folder: Path) -> list[tuple[str, int]]:
        url = databases.fresh("sqlite")
        async with running(url) as database:
            ledger = made(database, folder)
            await ledger.start()
            await ledger.stop()
        return [(row.outcome, row.num_completion_tokens) for row in rows(url).values()]

    for folder, found in left:
        assert asyncio.run(found_in(folder)) == found, folder.name


def test_a_server_killed_after_the_database_wrote_and_before_it_said_so_doubles_nothing(
    database_url: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with running(database_url) as database:
            troubled = Troubled(database)
            troubled.dies_after_work = True
            ledger = made(troubled, tmp_path / "first")
            ended(ledger, "one")
            with pytest.raises(StoreDown):
                await ledger.flush()
            shutil.copytree(tmp_path / "first", tmp_path / "next")
            following = made(database, tmp_path / "next")
            assert following.num_waiting == 1
            await following.flush()

    asyncio.run(story())
    assert hours(database_url) == {(HOUR, "red"): (1, 3)}


def test_what_a_dead_server_left_open_is_settled_once(sqlite_url: str, tmp_path: Path) -> None:
    settled: list[Killed] = []

    async def story() -> None:
        async with running(sqlite_url) as database:
            first = made(database, tmp_path / "first")
            entry = first.open(ALICE, wanted("one"), Tier.DEFAULT, reserved=b"107 of red")
            counted(entry, 4)
            ended(first, "two")
            shutil.copytree(tmp_path / "first", tmp_path / "next")
            ledger = made(database, tmp_path / "next")
            assert (ledger.num_open, ledger.num_waiting) == (1, 1)
            await ledger.start(settle=settled.append)
            await ledger.flush()
            shutil.copytree(tmp_path / "next", tmp_path / "last")
            await made(database, tmp_path / "last").start(settle=settled.append)

    asyncio.run(story())

    (killed,) = settled
    assert killed.reserved == b"107 of red"
    assert killed.row == rows(sqlite_url)["one"]
    assert killed.row.outcome == "killed"
    assert killed.row.num_completion_tokens == 4
    assert killed.row.cost_nano_usd == 50 + 2 + 400
    assert rows(sqlite_url)["two"].outcome == "finished"


def test_a_damaged_slot_is_counted_and_harms_no_other(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As a power cut may leave one: part of it written, part not."""
    ledger = made(None, tmp_path)
    for name in ("one", "two", "three"):
        ended(ledger, name)
    opened(ledger, "four")
    asyncio.run(ledger.stop())
    path = tmp_path / "usage-1.slots"
    whole = bytearray(path.read_bytes())
    whole[SLOT_BYTES + 130] ^= 1  # a letter of the first
    whole[2 * SLOT_BYTES + 8] = 77  # the second's outcome
    whole[4 * SLOT_BYTES + 130] ^= 1  # a letter of the one that was under way
    path.write_bytes(whole)

    async def story() -> None:
        async with running(sqlite_url) as database:
            ledger = made(database, tmp_path)
            await ledger.start()
            await ledger.flush()
            assert (ledger.num_open, ledger.num_waiting, ledger.num_lost) == (0, 0, 3)
            await ledger.stop()

    asyncio.run(story())
    assert sorted(rows(sqlite_url)) == ["three"]
    assert any("2 requests in the usage files" in line for line in caplog.messages)


def test_a_limits_mistake_at_recovery_does_not_keep_the_ledger_from_starting(
    sqlite_url: str, tmp_path: Path
) -> None:
    def refuses(_: Killed) -> None:
        raise ValueError("what is this")

    async def story() -> None:
        async with running(sqlite_url) as database:
            opened(made(database, tmp_path / "first"), "one")
            shutil.copytree(tmp_path / "first", tmp_path / "next")
            ledger = made(database, tmp_path / "next")
            await ledger.start(settle=refuses)
            await ledger.flush()

    asyncio.run(story())
    assert rows(sqlite_url)["one"].outcome == "killed"


def test_long_texts_are_cut_to_what_stays_different(sqlite_url: str, tmp_path: Path) -> None:
    users = ["é" * 5000 + "a", "é" * 5000 + "b", "x" * 160, "\0", "\ud800"]

    async def story() -> None:
        async with running(sqlite_url) as database:
            ledger = made(database, tmp_path)
            for number, user in enumerate(users):
                opened(ledger, str(number), user=user).close(Outcome.FINISHED)
            await ledger.flush()

    asyncio.run(story())
    kept = [rows(sqlite_url)[str(number)].user for number in range(5)]
    assert kept[0] != kept[1]
    assert kept[0].startswith("ééé")
    assert len(kept[0].encode()) <= 160
    assert kept[2:] == ["x" * 160, "?", "?"]
