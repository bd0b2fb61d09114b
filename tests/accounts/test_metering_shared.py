"""Nodes that share limits in PostgreSQL: together they keep them, and without it each by itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from rejoinder.accounts.metering import Meters
from rejoinder.accounts.metering_shared import DEAD_AFTER_S, SharedMeters
from rejoinder.refusals import StoreDown
from rejoinder.store import idempotent
from rejoinder.store.tables import nodes
from tests.accounts.metering_world import (
    MovableClock,
    charge,
    metered,
    passed,
    remaining,
    spent,
    tried,
    wait_us,
)
from tests.accounts.troubled import Troubled, shared_meters
from tests.store.databases import Databases, connected, running


def _long_after(node: SharedMeters) -> None:
    """So long that who is not heard of is dead."""
    clock = node._clock
    assert isinstance(clock, MovableClock)
    clock.passed_us += int(DEAD_AFTER_S * 1_000_000)


async def _settled(node: SharedMeters) -> None:
    await node.flush()


@pytest.mark.slow
def test_of_500_at_once_two_nodes_admit_exactly_100(databases: Databases, tmp_path: Path) -> None:
    """With several meters each, so that nodes meet at more than one row."""
    limits = ("requests/day=100", "tokens/day=1000000", "concurrent=500", "tokens/month=1000000")

    async def one(node: Meters) -> bool:
        costs = (1, 50, 1, 50)
        pairs = list(zip(limits, costs, strict=True))
        verdict, hold = await tried(node, *(charge(limit, cost) for limit, cost in pairs))
        if hold is not None:
            hold.settle(spent(num_tokens=20))
        return verdict.is_admitted

    async def story() -> None:
        async with metered("postgresql", databases, tmp_path, num_nodes=2) as world:
            asked = (one(world.nodes[number % 2]) for number in range(500))
            assert sum(await asyncio.gather(*asked)) == 100
            for node in world.nodes:
                assert isinstance(node, SharedMeters)
                await _settled(node)
            # Settled to the token, by whichever node.
            assert await remaining(world.meters, "tokens/day=1000000") == 1_000_000 - 100 * 20
            assert await remaining(world.meters, "tokens/month=1000000") == 1_000_000 - 100 * 20
            world.advance_us(await wait_us(world.meters, charge("requests/day=100")))
            assert await one(world.nodes[1])

    asyncio.run(story())


def test_the_real_clock_of_the_database_will_do(databases: Databases, tmp_path: Path) -> None:
    async def story() -> None:
        world = metered("postgresql", databases, tmp_path, num_nodes=2, with_time=False)
        async with world as found:
            asked = (tried(found.nodes[n % 2], charge("requests/day=10")) for n in range(40))
            verdicts = [verdict.is_admitted for verdict, _ in await asyncio.gather(*asked)]
            assert sum(verdicts) == 10

    asyncio.run(story())


def test_concurrent_requests_of_all_nodes_count_together(
    databases: Databases, tmp_path: Path
) -> None:
    async def story() -> None:
        async with metered("postgresql", databases, tmp_path, num_nodes=2) as world:
            one, other = world.nodes
            hold = await passed(one, charge("concurrent=2"))
            await passed(other, charge("concurrent=2"))
            await wait_us(one, charge("concurrent=2"))
            hold.settle(spent())
            await passed(one, charge("concurrent=2"))  # finds its own settled
            await wait_us(other, charge("concurrent=2"))

    asyncio.run(story())


def test_what_a_dead_node_had_under_way_counts_for_nothing(
    databases: Databases, tmp_path: Path
) -> None:
    async def story() -> None:
        async with metered("postgresql", databases, tmp_path, num_nodes=2) as world:
            one, other = world.nodes
            assert isinstance(one, SharedMeters)
            assert isinstance(other, SharedMeters)
            for node in (one, other):
                await node.look_round()
            hold = await passed(other, charge("concurrent=2"))
            mine = await passed(one, charge("concurrent=2"))
            await one.look_round()
            world.advance_us(int(DEAD_AFTER_S * 1_000_000) - 1)
            await one.look_round()
            await wait_us(one, charge("concurrent=2"))
            world.advance_us(1)
            await one.look_round()
            await passed(one, charge("concurrent=2"))
            # It was not dead but slow: what it lets go of was taken off before.
            hold.settle(spent())
            await _settled(other)
            await wait_us(one, charge("concurrent=2"))
            mine.settle(spent())
            await passed(one, charge("concurrent=2"))

    asyncio.run(story())


def test_a_node_goes_on_by_itself_and_tells_what_was_used_afterwards(
    databases: Databases, tmp_path: Path
) -> None:
    async def story() -> None:
        async with running(databases.fresh("postgresql")) as database:
            troubled = Troubled(database)
            node = shared_meters(troubled, tmp_path / "meters")
            await passed(node, charge("requests/day=5", 3), charge("tokens/day=100", 10))
            troubled.is_up = False
            # From the last it knew.
            hold = await passed(node, charge("requests/day=5", 2), charge("tokens/day=100", 80))
            await wait_us(node, charge("requests/day=5"))
            hold.settle(spent(num_tokens=30))
            troubled.is_up = True
            assert await remaining(node, "requests/day=5") == 0
            assert await remaining(node, "tokens/day=100") == 60

    asyncio.run(story())


def test_what_was_settled_before_the_answer_was_lost_is_not_settled_twice(
    databases: Databases, tmp_path: Path
) -> None:
    """A refund that is given twice is a free refill."""

    async def story() -> None:
        async with running(databases.fresh("postgresql")) as database:
            troubled = Troubled(database)
            node = shared_meters(troubled, tmp_path / "meters")
            hold = await passed(node, charge("tokens/month=100", 80))
            hold.settle(spent(num_tokens=50))
            troubled.loses_answers = True
            await tried(node, charge("tokens/month=100", 0))  # goes on alone
            troubled.loses_answers = False
            assert await remaining(node, "tokens/month=100") == 50

    asyncio.run(story())


def test_a_node_that_was_taken_for_dead_does_not_settle_twice(
    databases: Databases, tmp_path: Path
) -> None:
    """It was only cut off, after its last settlement was done and before it heard so."""

    async def story() -> None:
        async with running(databases.fresh("postgresql")) as database:
            cut_off = Troubled(database)
            one, other = (
                shared_meters(cut_off, tmp_path / "one"),
                shared_meters(Troubled(database), tmp_path / "b"),
            )
            await one.look_round()
            await other.look_round()
            hold = await passed(one, charge("tokens/month=1000", 900))
            await passed(other, charge("tokens/month=1000", 100))
            cut_off.loses_answers = True
            hold.settle(spent(num_tokens=500))
            with pytest.raises(StoreDown):
                await one.flush()
            _long_after(other)
            await other.look_round()
            cut_off.loses_answers = False
            await one.flush()
            assert await remaining(other, "tokens/month=1000") == 400

    asyncio.run(story())


def test_a_node_that_idempotency_takes_for_alive_is_not_buried(
    databases: Databases, tmp_path: Path
) -> None:
    """It may still be answering the request that a client sends again."""

    async def story() -> None:
        async with metered("postgresql", databases, tmp_path) as world:
            assert isinstance(world.meters, SharedMeters)
            assert world.url is not None
            with connected(world.url) as connection:
                idempotent.beat(connection, "beating")
            await world.meters.look_round()
            world.advance_us((idempotent.DEAD_AFTER_MS - 1) * 1_000)
            await world.meters.look_round()
            with connected(world.url) as connection:
                assert "beating" in set(connection.scalars(select(nodes.c.id)))

    asyncio.run(story())


def test_a_slow_database_is_not_waited_for_and_what_it_takes_late_is_given_back(
    databases: Databases, tmp_path: Path
) -> None:
    async def story() -> None:
        async with running(databases.fresh("postgresql")) as database:
            troubled = Troubled(database)
            node = shared_meters(troubled, tmp_path / "meters", patience_s=0.0)
            troubled.may_answer.clear()
            await passed(node, charge("requests/day=10"))  # patience is at its end at once
            await passed(node, charge("requests/day=10"))  # not even asked
            troubled.may_answer.set()
            await node.idle()
            patient = shared_meters(troubled, tmp_path / "other")
            assert await remaining(patient, "requests/day=10") == 8

    asyncio.run(story())


def test_who_leaves_while_the_database_is_asked_takes_nothing(
    databases: Databases, tmp_path: Path
) -> None:
    async def story() -> None:
        async with running(databases.fresh("postgresql")) as database:
            troubled = Troubled(database)
            node = shared_meters(troubled, tmp_path / "meters")
            troubled.may_answer.clear()
            asking = asyncio.create_task(node.reserve([charge("concurrent=1")]))
            await asyncio.sleep(0)
            asking.cancel()
            await asyncio.wait([asking])
            troubled.may_answer.set()
            await node.idle()
            await passed(node, charge("concurrent=1"))

    asyncio.run(story())


def test_a_node_that_was_killed_is_settled_when_it_starts_again(
    databases: Databases, tmp_path: Path
) -> None:
    async def story() -> None:
        async with running(databases.fresh("postgresql")) as database:
            troubled = Troubled(database)
            killed = shared_meters(troubled, tmp_path / "meters")
            hold = await passed(killed, charge("tokens/month=100", 80), charge("concurrent=9"))
            again = shared_meters(troubled, tmp_path / "meters")
            again.recover(hold.reserved, spent(num_tokens=30))
            assert await remaining(again, "tokens/month=100") == 70

    asyncio.run(story())
