"""Meters of both kinds, by the same tests: of one node in memory, and of several in PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.accounts.metering_world import (
    METER_KINDS,
    NOTHING,
    START_US,
    World,
    charge,
    metered,
    passed,
    remaining,
    spent,
    tried,
    unix_s,
    wait_us,
)
from tests.store.databases import Databases

Run = Callable[[Callable[[World], Awaitable[None]]], None]


@pytest.fixture(params=METER_KINDS)
def run(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Run:
    """Runs a test's story in a world of its own."""

    def runs(story: Callable[[World], Awaitable[None]]) -> None:
        async def main() -> None:
            async with metered(request.param, databases, tmp_path) as world:
                await story(world)

        asyncio.run(main())

    return runs


@pytest.mark.parametrize("amount", [1, 3, 7, 100, 10_007])
def test_a_full_limit_allows_its_amount_at_once_and_no_more(run: Run, amount: int) -> None:
    """Amounts that do not divide a minute too: microseconds are no unit of theirs."""

    async def story(world: World) -> None:
        limit = f"requests/minute={amount}"
        for cost in (amount - amount // 2 - 1, amount // 2, 1):
            await passed(world.meters, charge(limit, cost))
        wait = await wait_us(world.meters, charge(limit))
        assert abs(wait - 60_000_000 / amount) <= 2  # a tick is between one microsecond and two

    run(story)


def test_who_waits_as_told_is_admitted_and_who_comes_a_microsecond_earlier_is_not(run: Run) -> None:
    async def story(world: World) -> None:
        limit = charge("requests/minute=7")
        for _ in range(7):
            await passed(world.meters, limit)
        wait = await wait_us(world.meters, limit)
        assert abs(wait - 60_000_000 / 7) <= 2
        world.advance_us(wait - 1)
        assert await wait_us(world.meters, limit) == 1
        world.advance_us(1)
        await passed(world.meters, limit)

    run(story)


def test_what_is_refused_costs_nothing(run: Run) -> None:
    """Also of the meters that would have passed."""

    async def story(world: World) -> None:
        both = (charge("requests/minute=5"), charge("tokens/minute=100", 90))
        await passed(world.meters, *both)
        await wait_us(world.meters, *both)
        assert await remaining(world.meters, "requests/minute=5") == 4
        assert await remaining(world.meters, "tokens/minute=100") == 10

    run(story)


def test_a_reservation_is_settled_to_the_count(run: Run) -> None:
    async def story(world: World) -> None:
        hold = await passed(world.meters, charge("tokens/day=1000", 600))
        assert await remaining(world.meters, "tokens/day=1000") == 400
        hold.settle(spent(num_tokens=123))
        assert await remaining(world.meters, "tokens/day=1000") == 877

    run(story)


def test_what_was_used_beyond_the_reservation_is_waited_for(run: Run) -> None:
    async def story(world: World) -> None:
        hold = await passed(world.meters, charge("tokens/minute=60", 60))
        hold.settle(spent(num_tokens=90))
        # 90 drain in 90 s; for one to pass, 31 must have.
        assert await wait_us(world.meters, charge("tokens/minute=60")) == 31_000_000

    run(story)


def test_what_has_drained_is_not_given_back_again(run: Run) -> None:
    """A reservation of 60 drains in a minute and makes room for another 60. Given back after that
    it would make room for 60 more, and 120 would pass at once."""

    async def story(world: World) -> None:
        first = await passed(world.meters, charge("tokens/minute=60", 60))
        world.advance_us(60_000_000)
        await passed(world.meters, charge("tokens/minute=60", 60))
        first.settle(spent(num_tokens=0))
        assert await remaining(world.meters, "tokens/minute=60") == 0

    run(story)


def test_the_part_that_has_not_drained_is_given_back(run: Run) -> None:
    async def story(world: World) -> None:
        hold = await passed(world.meters, charge("tokens/minute=60", 60))
        world.advance_us(20_000_000)
        hold.settle(spent(num_tokens=30))
        # Of the 30 that were used 20 have drained.
        assert await remaining(world.meters, "tokens/minute=60") == 50

    run(story)


def test_what_a_refund_moved_up_and_has_drained_is_not_given_back(run: Run) -> None:
    """Of two reservations of 30 the first is not needed, so the second has drained after 31 s, and
    60 are used. Given back after that, it would let 28 more pass at once."""

    async def story(world: World) -> None:
        first = await passed(world.meters, charge("tokens/minute=60", 30))
        second = await passed(world.meters, charge("tokens/minute=60", 30))
        world.advance_us(1_000_000)
        first.settle(spent(num_tokens=0))
        assert await remaining(world.meters, "tokens/minute=60") == 30
        world.advance_us(31_000_000)
        third = await passed(world.meters, charge("tokens/minute=60", 60))
        third.settle(spent(num_tokens=60))
        second.settle(spent(num_tokens=0))
        assert await remaining(world.meters, "tokens/minute=60") == 0

    run(story)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
def test_what_is_given_back_at_once_has_never_been(run: Run, order: tuple[int, ...]) -> None:
    async def story(world: World) -> None:
        one = charge("tokens/minute=600", 150)
        for already in (0, 150):
            if already:
                await passed(world.meters, one)
            holds = [await passed(world.meters, one) for _ in order]
            for place in order:
                holds[place].settle(spent(num_tokens=0))
            assert await remaining(world.meters, "tokens/minute=600") == 600 - already

    run(story)


def test_long_answers_get_back_what_is_left_of_theirs_though_short_ones_came_after(
    run: Run,
) -> None:
    """A second drains 100 tokens: they, and what was used, are all that the long one is charged."""

    async def story(world: World) -> None:
        long = await passed(world.meters, charge("tokens/minute=6000", 1000))
        for _ in range(5):
            short = await passed(world.meters, charge("tokens/minute=6000", 1000))
            short.settle(spent(num_tokens=10))
        world.advance_us(1_000_000)
        long.settle(spent(num_tokens=10))
        assert await remaining(world.meters, "tokens/minute=6000") == 6000 - 5 * 10

    run(story)


def test_what_the_engine_refuses_gives_everything_back(run: Run) -> None:
    async def story(world: World) -> None:
        limits = ("requests/minute=5", "tokens/minute=100", "tokens/month=500", "usd/month=1")
        costs = (1, 60, 60, 1_000)
        pairs = zip(limits, costs, strict=True)
        hold = await passed(world.meters, *(charge(limit, cost) for limit, cost in pairs))
        hold.settle(NOTHING)
        left = [await remaining(world.meters, limit) for limit in limits]
        assert left == [5, 100, 500, 1_000_000_000]

    run(story)


def test_concurrent_requests_are_counted_while_they_are_under_way(run: Run) -> None:
    async def story(world: World) -> None:
        first = await passed(world.meters, charge("concurrent=2"))
        await passed(world.meters, charge("concurrent=2"))
        assert await wait_us(world.meters, charge("concurrent=2")) == 1_000_000  # a guess
        first.settle(spent())
        await passed(world.meters, charge("concurrent=2"))

    run(story)


def test_a_months_budget_begins_anew_with_the_month_in_utc(run: Run) -> None:
    async def story(world: World) -> None:
        budget = charge("usd/month=2", 2_000_000_000)
        await passed(world.meters, budget)
        wait = await wait_us(world.meters, budget)
        assert START_US + wait == unix_s(2023, 12, 1) * 1_000_000
        world.advance_us(wait - 1_000_000)
        await wait_us(world.meters, budget)
        world.advance_us(1_000_000)
        await passed(world.meters, budget)

    run(story)


def test_a_request_that_ends_in_the_next_month_takes_nothing_off_it(run: Run) -> None:
    async def story(world: World) -> None:
        old = await passed(world.meters, charge("tokens/month=100", 80))
        world.advance_us(unix_s(2023, 12, 1) * 1_000_000 - START_US)
        await passed(world.meters, charge("tokens/month=100", 50))
        old.settle(spent(num_tokens=10))
        assert await remaining(world.meters, "tokens/month=100") == 50

    run(story)


def test_credits_are_taken_if_they_pass_and_refuse_nobody(run: Run) -> None:
    async def story(world: World) -> None:
        both = (charge("requests/minute=5"), charge("scale_tokens/day=100", 60))
        verdict, _ = await tried(world.meters, *both)
        assert (verdict.is_admitted, verdict.has_credit) == (True, True)
        verdict, _ = await tried(world.meters, *both)
        assert (verdict.is_admitted, verdict.has_credit) == (True, False)
        assert await remaining(world.meters, "scale_tokens/day=100") == 40
        assert await remaining(world.meters, "requests/minute=5") == 3

    run(story)


def test_credits_are_kept_where_the_request_is_refused(run: Run) -> None:
    async def story(world: World) -> None:
        both = (charge("requests/minute=1"), charge("scale_tokens/day=100", 60))
        hold = await passed(world.meters, *both)
        hold.settle(spent(num_tokens=60))
        verdict, _ = await tried(world.meters, *both)
        assert (verdict.is_admitted, verdict.has_credit) == (False, False)
        assert await remaining(world.meters, "scale_tokens/day=100") == 40

    run(story)


def test_what_costs_more_than_the_limit_never_passes(run: Run) -> None:
    async def story(world: World) -> None:
        for limit in ("tokens/minute=10", "tokens/month=10", "concurrent=0", "requests/day=0"):
            verdict, hold = await tried(world.meters, charge(limit, 11))
            assert hold is None
            assert verdict.levels[0].wait_us is None

    run(story)


_DAY_S = 86_400


def test_a_calendar_that_was_years_ahead_for_a_moment_costs_a_month_and_no_more(run: Run) -> None:
    """What was used then stays used, until the next month."""

    async def story(world: World) -> None:
        await passed(world.meters, charge("tokens/month=100", 100))
        world.jump_s(20 * 365 * _DAY_S)
        await passed(world.meters, charge("tokens/month=100", 90))
        world.jump_s(-20 * 365 * _DAY_S)
        assert await remaining(world.meters, "tokens/month=100") == 10
        twenty = charge("tokens/month=100", 20)
        wait = await wait_us(world.meters, twenty)
        assert START_US + wait == unix_s(2023, 12, 1) * 1_000_000
        world.advance_us(wait - 1_000_000)
        await wait_us(world.meters, twenty)
        world.advance_us(1_000_000)
        await passed(world.meters, twenty)
        assert await remaining(world.meters, "tokens/month=100") == 80
        world.advance_us(31 * _DAY_S * 1_000_000)
        assert await remaining(world.meters, "tokens/month=100") == 100

    run(story)


def test_a_month_that_began_too_early_is_not_begun_again(run: Run) -> None:
    async def story(world: World) -> None:
        world.jump_s(20 * _DAY_S)  # in December
        await passed(world.meters, charge("tokens/month=100", 100))
        world.jump_s(-20 * _DAY_S)
        one = charge("tokens/month=100")
        assert START_US + await wait_us(world.meters, one) == unix_s(2024, 1, 1) * 1_000_000
        world.advance_us(20 * _DAY_S * 1_000_000)  # in December
        wait = await wait_us(world.meters, one)
        world.advance_us(wait)
        await passed(world.meters, one)

    run(story)


@pytest.mark.parametrize("jump_s", [-40 * _DAY_S, -50 * 365 * _DAY_S])
def test_a_machine_that_begins_in_the_past_and_is_set_right_refills_nothing(
    run: Run, jump_s: int
) -> None:
    """As one without a battery does at each start."""

    async def story(world: World) -> None:
        await passed(world.meters, charge("tokens/month=10", 4))
        world.jump_s(jump_s)
        await passed(world.meters, charge("tokens/month=10", 4))
        world.jump_s(-jump_s)
        assert await remaining(world.meters, "tokens/month=10") == 2

    run(story)


def test_what_ends_after_its_month_was_set_right_is_settled(run: Run) -> None:
    async def story(world: World) -> None:
        world.jump_s(400 * _DAY_S)
        hold = await passed(world.meters, charge("tokens/month=100", 80))
        world.jump_s(-400 * _DAY_S)
        hold.settle(spent(num_tokens=30))
        assert await remaining(world.meters, "tokens/month=100") == 70

    run(story)


@pytest.mark.parametrize("jump_s", [-3600, -86_400 * 40])
def test_a_clock_that_is_set_back_neither_refills_nor_blocks(run: Run, jump_s: int) -> None:
    async def story(world: World) -> None:
        minute, month = charge("requests/minute=2"), charge("tokens/month=10", 6)
        await passed(world.meters, minute, month)
        await passed(world.meters, minute)
        world.jump_s(jump_s)
        await wait_us(world.meters, month)
        assert await wait_us(world.meters, minute) == 30_000_000
        world.advance_us(30_000_000)
        await passed(world.meters, minute)

    run(story)


def test_a_raised_limit_refills_at_its_new_rate_from_where_it_stands(run: Run) -> None:
    async def story(world: World) -> None:
        for _ in range(6):
            await passed(world.meters, charge("requests/minute=6"))
        assert await wait_us(world.meters, charge("requests/minute=6")) == 10_000_000
        assert await wait_us(world.meters, charge("requests/minute=60")) == 1_000_000

    run(story)


@pytest.mark.slow
def test_of_500_at_once_a_limit_of_100_admits_exactly_100(run: Run) -> None:
    async def story(world: World) -> None:
        async def one() -> bool:
            verdict, hold = await tried(world.meters, charge("requests/minute=100"))
            if hold is not None:
                hold.settle(spent())
            return verdict.is_admitted

        assert sum(await asyncio.gather(*(one() for _ in range(500)))) == 100
        world.advance_us(await wait_us(world.meters, charge("requests/minute=100")))
        await passed(world.meters, charge("requests/minute=100"))

    run(story)
