"""What a node admits without the database is told to it once, whatever becomes of the node."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from rejoinder.accounts.metering import Hold
from rejoinder.accounts.metering_untold import Untold
from rejoinder.accounts.metering_work import Change
from rejoinder.clock import SystemClock
from rejoinder.refusals import StoreDown
from rejoinder.store.database import Database
from tests.accounts.metering_world import (
    World,
    charge,
    metered,
    passed,
    remaining,
    spent,
    tried,
    wait_us,
)
from tests.accounts.troubled import Troubled, shared_meters
from tests.store.databases import Databases, running


def _run(databases: Databases, story: Callable[[Database], object]) -> None:
    async def main() -> None:
        async with running(databases.fresh("postgresql")) as database:
            await story(database)  # type: ignore[misc]

    asyncio.run(main())


def test_a_restart_does_not_take_off_what_other_nodes_used(
    databases: Databases, tmp_path: Path
) -> None:
    """What a killed node had reserved alone was settled, and had never been charged."""

    async def story(database: Database) -> None:
        troubled = Troubled(database)
        killed = shared_meters(troubled, tmp_path / "one")
        other = shared_meters(Troubled(database), tmp_path / "other")
        await passed(other, charge("tokens/month=1000", 800))
        troubled.is_up = False
        hold = await passed(killed, charge("tokens/month=1000", 900))
        troubled.is_up = True
        again = shared_meters(troubled, tmp_path / "one")
        again.recover(hold.reserved, spent(num_tokens=10))
        await again.flush()
        assert await remaining(other, "tokens/month=1000") == 190

    _run(databases, story)


def test_nor_does_it_where_no_file_could_be_written(databases: Databases, tmp_path: Path) -> None:
    """Only the ledger remembers it then."""

    async def story(database: Database) -> None:
        troubled = Troubled(database)
        (tmp_path / "one.untold.new").mkdir()
        killed = shared_meters(troubled, tmp_path / "one", clock=SystemClock())
        other = shared_meters(Troubled(database), tmp_path / "other")
        await passed(other, charge("tokens/month=1000", 800))
        troubled.is_up = False
        hold = await passed(killed, charge("tokens/month=1000", 900))
        troubled.is_up = True
        again = shared_meters(troubled, tmp_path / "one", clock=SystemClock())
        again.recover(hold.reserved, spent(num_tokens=10))
        await again.flush()
        assert await remaining(other, "tokens/month=1000") == 190

    _run(databases, story)


@pytest.mark.parametrize("is_killed", [True, False])
def test_what_was_used_alone_is_told_by_who_comes_next(
    databases: Databases, tmp_path: Path, *, is_killed: bool
) -> None:
    async def story(database: Database) -> None:
        troubled = Troubled(database)
        node = shared_meters(troubled, tmp_path / "one")
        troubled.is_up = False
        hold = await passed(node, charge("requests/day=100", 100), charge("tokens/month=90", 90))
        hold.settle(spent(num_tokens=50))
        if not is_killed:
            await node.stop()
        troubled.is_up = True
        again = shared_meters(troubled, tmp_path / "one")
        await wait_us(again, charge("requests/day=100"))
        other = shared_meters(Troubled(database), tmp_path / "other")
        await wait_us(other, charge("requests/day=100"))
        assert await remaining(other, "tokens/month=90") == 40

    _run(databases, story)


def test_what_was_told_before_a_kill_is_not_told_again(
    databases: Databases, tmp_path: Path
) -> None:
    """It died before it heard that it was done."""

    async def story(database: Database) -> None:
        troubled = Troubled(database)
        killed = shared_meters(troubled, tmp_path / "one")
        hold = await passed(killed, charge("tokens/month=100", 80))
        await passed(killed, charge("tokens/month=100", 20))
        hold.settle(spent(num_tokens=50))
        troubled.loses_answers = True
        with pytest.raises(StoreDown):
            await killed.flush()
        troubled.loses_answers = False
        again = shared_meters(troubled, tmp_path / "one")
        await again.flush()
        assert await remaining(again, "tokens/month=100") == 30

    _run(databases, story)


def test_a_row_that_comes_late_does_not_replace_what_was_admitted_since(
    databases: Databases, tmp_path: Path
) -> None:
    async def story(database: Database) -> None:
        troubled = Troubled(database)
        node = shared_meters(troubled, tmp_path / "one", patience_s=0.0)
        troubled.is_up = False
        await passed(node, charge("requests/day=10", 4))
        troubled.is_up = True
        troubled.may_answer.clear()
        telling = asyncio.create_task(node.flush())
        await _turns()
        await passed(node, charge("requests/day=10", 6))
        troubled.may_answer.set()
        await telling  # and the row says that 4 are used
        troubled.is_up = False
        await wait_us(node, charge("requests/day=10"))

    _run(databases, story)


def test_an_admission_under_way_when_others_go_on_alone_is_judged_with_them(
    databases: Databases, tmp_path: Path
) -> None:
    async def story(database: Database) -> None:
        troubled = Troubled(database)
        node = shared_meters(troubled, tmp_path / "one")
        await remaining(node, "requests/day=1")
        troubled.may_answer.clear()
        asking = asyncio.create_task(tried(node, charge("requests/day=1")))
        await _turns()
        troubled.is_up = False
        await passed(node, charge("requests/day=1"))
        troubled.is_up = True
        troubled.may_answer.set()
        verdict, _ = await asking
        assert not verdict.is_admitted
        await node.flush()
        assert await remaining(node, "requests/day=1") == 0

    _run(databases, story)


def test_a_node_shares_again_while_others_are_admitted_alone(
    databases: Databases, tmp_path: Path
) -> None:
    """To be told of all of them was waited for, and there were always more."""

    async def story(database: Database) -> None:
        troubled = Troubled(database)
        node = shared_meters(troubled, tmp_path / "one")
        troubled.is_up = False
        await passed(node, charge("tokens/month=100"))
        troubled.is_up = True
        beside: list[asyncio.Task[Hold]] = []

        def admit_another() -> None:
            if node._is_alone and len(beside) < 20:
                beside.append(asyncio.create_task(passed(node, charge("tokens/month=100"))))

        troubled.meanwhile = admit_another
        await passed(node, charge("tokens/month=100"))
        assert 0 < len(beside) < 20
        await asyncio.gather(*beside)
        assert await remaining(node, "tokens/month=100") == 98 - len(beside)

    _run(databases, story)


def test_what_was_admitted_alone_and_has_drained_blocks_nobody_after_a_long_outage(
    databases: Databases, tmp_path: Path
) -> None:
    """An hour of it, told in one moment, would be an hour that nobody is admitted."""

    async def story(world: World) -> None:
        database = Database(world.url or "")
        await database.start()
        troubled = Troubled(database)
        node = shared_meters(troubled, tmp_path / "one", clock=world.clock)
        troubled.is_up = False
        for _ in range(10):
            hold = await passed(node, charge("tokens/minute=60", 60))
            world.advance_us(1_000_000)
            hold.settle(spent(num_tokens=10))
            world.advance_us(60_000_000)
        await passed(node, charge("tokens/minute=60", 40))
        troubled.is_up = True
        assert await remaining(node, "tokens/minute=60") == 20
        await database.stop()

    async def main() -> None:
        async with metered("postgresql", databases, tmp_path) as world:
            await story(world)

    asyncio.run(main())


def test_a_file_that_was_cut_off_is_read_to_there(tmp_path: Path) -> None:
    path = tmp_path / "untold"
    before = Untold(path, node_id="one")
    for cost in (1, 2, 3):
        before.add(Change("a", charge("tokens/month=9", cost), 0, None))
    path.write_bytes(path.read_bytes()[:-1])
    after = Untold(path, node_id="two")
    assert [one.charge.cost for one in after.batch().changes] == [1, 2]


def test_a_file_does_not_grow_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "untold"
    untold = Untold(path, node_id="one")
    for _ in range(3_000):
        untold.add(Change("a", charge("tokens/month=9"), 0, None))
        untold.batch()
        untold.add(Change("b", charge("tokens/month=9"), 0, None))  # so that it is never empty
        untold.told()
        untold.batch()
        untold.told()
    assert path.stat().st_size < 100_000
    assert not Untold(path, node_id="two")


def test_a_batch_that_was_under_way_is_sent_again_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "untold"
    before = Untold(path, node_id="one")
    before.add(Change("a", charge("tokens/month=9"), 0, None))
    before.batch()
    before.told()
    before.add(Change("b", charge("tokens/minute=9"), 7, 3, 5, is_own=True))
    sent = before.batch()
    before.add(Change("c", charge("tokens/month=9"), 0, None))
    after = Untold(path, node_id="two")
    again = after.batch()
    assert (again.node_id, again.number) == ("one", 2)
    assert [one.name for one in again.changes] == ["b"]
    assert again.changes[0].taken_us == sent.changes[0].taken_us == 5
    after.told()
    following = after.batch()
    assert (following.node_id, following.number) == ("two", 1)
    assert [one.name for one in following.changes] == ["c"]


async def _turns() -> None:
    """Until all who can go on wait for the database."""
    for _ in range(10):
        await asyncio.sleep(0)
