"""The desk: what is reserved, what it comes to, which tier serves, and what clients are told."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from rejoinder.accounts import default_limits, prices, ratelimit
from rejoinder.accounts.base import Outcome, Wanted
from rejoinder.accounts.desk import CountedVisit, CountingDesk
from rejoinder.accounts.ledger import Killed, Ledger
from rejoinder.accounts.metering_memory import MemoryMeters
from rejoinder.accounts.principal import Principal
from rejoinder.chat.ask import Tier, TierWanted
from rejoinder.errors import RequestError
from rejoinder.refusals import (
    LimitReached,
    LimitTooLow,
    ModelNotAllowed,
    QuotaSpent,
    TierNotAllowed,
)
from tests.accounts.metering_world import MovableClock

KEY = Principal(key_id="key_a", tiers=frozenset({Tier.DEFAULT, Tier.FLEX}))


class Office:
    """A desk with limits, at 1 USD a million tokens of prompt, half of it if cached, and 2 of
    answer."""

    def __init__(self, folder: Path, *limits: str, reserve_tokens: int = 100) -> None:
        self.clock = MovableClock()
        self.prices = prices.parse(["m=1/0.5/2"])
        self.folder = folder
        self.ledger = Ledger(None, folder, cost_of=self.prices.cost_of, clock=self.clock)
        self.meters = MemoryMeters(folder / "meters", clock=self.clock)
        self.desk = CountingDesk(
            book=default_limits.DefaultLimits(default_limits.parse(limits)),
            meters=self.meters,
            ledger=self.ledger,
            prices=self.prices,
            reserve_tokens=reserve_tokens,
        )
        self._number = 0

    async def admit(
        self,
        *,
        num_prompt_tokens: int = 10,
        max_new_tokens: int | None = None,
        tier: TierWanted = TierWanted.AUTO,
        principal: Principal = KEY,
        model: str = "m",
    ) -> CountedVisit:
        self._number += 1
        return await self.desk.admit(
            principal,
            Wanted(
                id=f"chatcmpl-{self._number}",
                request_id="req_1",
                route="/chat/completions",
                model=model,
                tier=tier,
                num_prompt_tokens=num_prompt_tokens,
                max_new_tokens=max_new_tokens,
                room_tokens=5000,
            ),
        )


def _told(visit: CountedVisit | RequestError, name: str) -> str | None:
    return dict(visit.headers).get(name)


def _left(visit: CountedVisit | RequestError, measure: str = "tokens") -> int:
    return int(_told(visit, f"x-ratelimit-remaining-{measure}") or "-1")


def _says(
    visit: CountedVisit,
    num_tokens: int,
    num_cached_tokens: int = 0,
    *,
    num_prompt_tokens: int = 10,
) -> None:
    visit.count(
        num_prompt_tokens=num_prompt_tokens,
        num_cached_tokens=num_cached_tokens,
        num_completion_tokens=num_tokens,
        num_thought_tokens=0,
    )


def test_prompt_and_what_the_client_allows_are_reserved(tmp_path: Path) -> None:
    async def story() -> None:
        office = Office(tmp_path, "tokens/day=1000")
        assert _left(await office.admit(max_new_tokens=200)) == 1000 - 210
        assert _left(await office.admit()) == 1000 - 210 - 110  # the estimate is 100

    asyncio.run(story())


def test_an_estimate_does_not_keep_out_who_could_pass(tmp_path: Path) -> None:
    """A limit lower than the estimate would refuse every request without `max_tokens` for ever."""

    async def story() -> None:
        office = Office(tmp_path, "tokens/day=50", "usd/month=0.00005")
        visit = await office.admit(num_prompt_tokens=20)
        assert _left(visit) == 0
        _says(visit, 5)
        visit.end(Outcome.FINISHED)
        with pytest.raises(LimitTooLow):
            await office.admit(num_prompt_tokens=20, max_new_tokens=31)
        with pytest.raises(LimitTooLow):
            await office.admit(num_prompt_tokens=50)

    asyncio.run(story())


@pytest.mark.parametrize("outcome", [Outcome.FINISHED, Outcome.CUT, Outcome.FAILED])
def test_what_was_counted_is_paid_however_it_ended(tmp_path: Path, outcome: Outcome) -> None:
    async def story() -> None:
        office = Office(tmp_path, "tokens/day=1000", "requests/day=10")
        visit = await office.admit(max_new_tokens=200)
        _says(visit, 7)
        visit.end(outcome)
        visit.end(Outcome.REFUSED)  # the first call counts
        after = await office.admit(max_new_tokens=0)
        assert _left(after) == 1000 - 17 - 10
        assert _left(after, "requests") == 8

    asyncio.run(story())


def test_what_the_engine_refuses_costs_nothing(tmp_path: Path) -> None:
    async def story() -> None:
        office = Office(tmp_path, "tokens/day=1000", "requests/day=10", "concurrent=1")
        (await office.admit()).end(Outcome.REFUSED)
        after = await office.admit(max_new_tokens=0)
        assert (_left(after), _left(after, "requests")) == (990, 9)

    asyncio.run(story())


def test_who_waits_as_told_is_admitted(tmp_path: Path) -> None:
    async def story() -> None:
        office = Office(tmp_path, "requests/minute=7", "tokens/minute=1000")
        for _ in range(7):
            (await office.admit(max_new_tokens=1)).end(Outcome.FINISHED)
        with pytest.raises(LimitReached) as caught:
            await office.admit(max_new_tokens=1)
        assert _told(caught.value, "retry-after") == "9"
        wait_ms = int(_told(caught.value, "retry-after-ms") or "")
        assert wait_ms == 8572
        office.clock.passed_us += 8_571_000
        with pytest.raises(LimitReached) as again:
            await office.admit(max_new_tokens=1)
        assert _told(again.value, "retry-after-ms") == "1"
        office.clock.passed_us += 1000
        await office.admit(max_new_tokens=1)

    asyncio.run(story())


def test_a_refusal_names_the_limit_and_what_is_left(tmp_path: Path) -> None:
    async def story() -> None:
        office = Office(tmp_path, "requests/day=50", "m:tokens/minute=60")
        await office.admit(num_prompt_tokens=30, max_new_tokens=15)
        with pytest.raises(LimitReached) as caught:
            await office.admit(num_prompt_tokens=30, max_new_tokens=15)
        error = caught.value
        assert (error.status, error.type, error.code) == (429, "tokens", "rate_limit_exceeded")
        assert error.message == (
            "The limit `m:tokens/minute=60` of the model `m` is reached: 15 tokens left, and this "
            "request reserves 45 tokens, as it may come to so much. It passes in 30s."
        )
        assert error.headers == (
            ("retry-after", "30"),
            ("retry-after-ms", "30000"),
            ("x-ratelimit-limit-requests", "50"),
            ("x-ratelimit-remaining-requests", "49"),
            ("x-ratelimit-reset-requests", "28m48s"),
            ("x-ratelimit-limit-tokens", "60"),
            ("x-ratelimit-remaining-tokens", "15"),
            ("x-ratelimit-reset-tokens", "45s"),
        )

    asyncio.run(story())


def test_months_are_quotas(tmp_path: Path) -> None:
    async def story() -> None:
        office = Office(tmp_path, "usd/month=0.000101")
        visit = await office.admit(num_prompt_tokens=20, max_new_tokens=40)  # 20 + 80 micro-USD
        with pytest.raises(QuotaSpent) as caught:
            await office.admit(num_prompt_tokens=2, max_new_tokens=0)
        error = caught.value
        assert (error.status, error.type, error.code) == (
            429,
            "insufficient_quota",
            "insufficient_quota",
        )
        assert _told(error, "x-should-retry") == "false"
        # December begins in 16 days, 1 hour, 46 minutes and 40 seconds.
        assert _told(error, "retry-after") == str(16 * 86_400 + 3600 + 46 * 60 + 40)
        _says(visit, 10, num_cached_tokens=20, num_prompt_tokens=20)  # 10 + 20
        visit.end(Outcome.FINISHED)
        await office.admit(num_prompt_tokens=71, max_new_tokens=0)
        with pytest.raises(QuotaSpent):
            await office.admit(num_prompt_tokens=1, max_new_tokens=0)

    asyncio.run(story())


@pytest.mark.parametrize("month", ["usd/month=0.000101", "tokens/month=101"])
def test_what_is_refused_for_what_it_may_come_to_says_so_and_how_to_ask_for_less(
    tmp_path: Path, month: str
) -> None:
    """A refusal said what a short answer `takes`, which was many times what it would have."""

    async def story() -> None:
        office = Office(tmp_path, month)
        await office.admit(num_prompt_tokens=20, max_new_tokens=40)
        with pytest.raises(QuotaSpent) as caught:
            await office.admit(num_prompt_tokens=2, max_new_tokens=60)
        assert "reserves" in caught.value.message
        assert "may come to" in caught.value.message
        assert "lower `max_completion_tokens`" in (caught.value.hint or "")

    asyncio.run(story())


def test_a_spent_number_of_requests_has_no_advice_on_tokens(tmp_path: Path) -> None:
    async def story() -> None:
        office = Office(tmp_path, "requests/day=1")
        await office.admit()
        with pytest.raises(LimitReached) as caught:
            await office.admit()
        assert "tokens" not in f"{caught.value.message} {caught.value.hint}"

    asyncio.run(story())


def test_what_can_never_pass_says_so_and_is_not_to_be_tried_again(tmp_path: Path) -> None:
    async def story() -> None:
        office = Office(tmp_path, "tokens/minute=100")
        with pytest.raises(LimitTooLow) as caught:
            await office.admit(num_prompt_tokens=90, max_new_tokens=11)
        error = caught.value
        assert error.status == 429
        assert _told(error, "x-should-retry") == "false"
        assert _told(error, "retry-after") is None
        assert (
            "never allows this request, which reserves 101 tokens, as it may come" in error.message
        )
        assert "`max_completion_tokens`" in (error.hint or "")

    asyncio.run(story())


def test_without_limits_nothing_is_told(tmp_path: Path) -> None:
    async def story() -> None:
        assert (await Office(tmp_path).admit()).headers == ()
        assert (await Office(tmp_path / "b", "concurrent=3").admit()).headers == ()

    asyncio.run(story())


def test_the_limit_that_is_met_first_is_told(tmp_path: Path) -> None:
    async def story() -> None:
        office = Office(tmp_path, "tokens/minute=500", "tokens/day=400", "tokens/month=9999")
        visit = await office.admit(max_new_tokens=0)
        assert _told(visit, "x-ratelimit-limit-tokens") == "400"

    asyncio.run(story())


def test_auto_spends_credits_first_and_then_is_served_as_default(tmp_path: Path) -> None:
    async def story() -> None:
        office = Office(tmp_path, "scale_tokens/day=100")
        tiers = [(await office.admit(max_new_tokens=30)).tier for _ in range(3)]
        assert tiers == [Tier.SCALE, Tier.SCALE, Tier.DEFAULT]
        # Credits are settled like limits.
        office = Office(tmp_path / "b", "scale_tokens/day=100")
        for _ in range(3):
            visit = await office.admit(max_new_tokens=50)
            assert visit.tier is Tier.SCALE
            visit.end(Outcome.FINISHED)

    asyncio.run(story())


def test_scale_by_name_needs_credits_and_is_served_as_default_when_they_are_spent(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        with pytest.raises(TierNotAllowed):
            await Office(tmp_path).admit(tier=TierWanted.SCALE)
        office = Office(tmp_path / "b", "scale_tokens/day=100")
        visits = [await office.admit(tier=TierWanted.SCALE, max_new_tokens=90) for _ in range(2)]
        assert [visit.tier for visit in visits] == [Tier.SCALE, Tier.DEFAULT]

    asyncio.run(story())


def test_priority_is_for_those_who_may_ask_for_it(tmp_path: Path) -> None:
    async def story() -> None:
        office = Office(tmp_path, "scale_tokens/day=1000")
        with pytest.raises(TierNotAllowed):
            office.desk.check(KEY, "m", TierWanted.PRIORITY)
        with pytest.raises(TierNotAllowed) as caught:
            await office.admit(tier=TierWanted.PRIORITY)
        assert caught.value.status == 403
        anybody = Principal()
        named = {TierWanted.PRIORITY: Tier.PRIORITY, TierWanted.FLEX: Tier.FLEX}
        for tier, served in named.items():
            visit = await office.admit(tier=tier, principal=anybody)
            assert visit.tier is served
        assert (await office.admit(tier=TierWanted.FLEX)).tier is Tier.FLEX
        # None of them spent a credit.
        assert (await office.admit(tier=TierWanted.DEFAULT)).tier is Tier.DEFAULT
        assert (await office.admit(max_new_tokens=990)).tier is Tier.SCALE

    asyncio.run(story())


@pytest.mark.parametrize("name", [TierWanted.PRIORITY, TierWanted.DEFAULT, TierWanted.FLEX])
def test_a_tier_is_to_be_had_by_name_where_the_key_may_and_else_not(
    tmp_path: Path, name: TierWanted
) -> None:
    """Only `priority` was asked after."""
    tier = Tier(name.value)
    others = frozenset({Tier.PRIORITY, Tier.DEFAULT, Tier.FLEX}) - {tier}

    async def story() -> None:
        office = Office(tmp_path, "requests/day=5")
        without = Principal(key_id="key_a", tiers=others)
        with pytest.raises(TierNotAllowed):
            office.desk.check(without, "m", name)
        with pytest.raises(TierNotAllowed) as caught:
            await office.admit(tier=name, principal=without)
        hint = caught.value.hint or ""
        assert all(f"`{one}`" in hint for one in others)
        assert f"`{tier}`" not in hint
        only = Principal(key_id="key_a", tiers=frozenset({tier}))
        visit = await office.admit(tier=name, principal=only)
        assert visit.tier is tier
        assert _left(visit, "requests") == 4  # the refused took none

    asyncio.run(story())


@pytest.mark.parametrize(
    ("tiers", "served"),
    [
        ({Tier.PRIORITY, Tier.DEFAULT, Tier.FLEX}, Tier.DEFAULT),
        ({Tier.DEFAULT}, Tier.DEFAULT),
        ({Tier.PRIORITY, Tier.FLEX}, Tier.PRIORITY),
        ({Tier.FLEX}, Tier.FLEX),
        (set(), Tier.DEFAULT),
    ],
)
def test_who_names_no_tier_is_served_as_default_or_else_as_well_as_the_key_may(
    tmp_path: Path, tiers: set[Tier], served: Tier
) -> None:
    async def story() -> None:
        office = Office(tmp_path, "scale_tokens/day=100")
        principal = Principal(key_id="key_a", tiers=frozenset(tiers))
        first = await office.admit(max_new_tokens=90, principal=principal)
        second = await office.admit(max_new_tokens=90, principal=principal)
        scale = await office.admit(tier=TierWanted.SCALE, max_new_tokens=90, principal=principal)
        assert [first.tier, second.tier, scale.tier] == [Tier.SCALE, served, served]

    asyncio.run(story())


def test_a_key_for_other_models_is_refused_before_anything_is_taken(tmp_path: Path) -> None:
    async def story() -> None:
        office = Office(tmp_path, "requests/day=5")
        other = Principal(key_id="key_a", models=frozenset({"n"}))
        with pytest.raises(ModelNotAllowed):
            office.desk.check(other, "m", TierWanted.AUTO)
        with pytest.raises(ModelNotAllowed):
            await office.admit(principal=other)
        assert _left(await office.admit(), "requests") == 4

    asyncio.run(story())


def test_what_died_with_the_server_is_settled_to_what_the_ledger_counted(tmp_path: Path) -> None:
    async def story() -> None:
        killed = Office(tmp_path / "killed", "tokens/day=1000", "usd/month=0.00101")
        visit = await killed.admit(max_new_tokens=500)  # 10 + 1000 micro-USD: the whole budget
        _says(visit, 25)
        # What a kill leaves is the files as they stand.
        shutil.copytree(tmp_path / "killed", tmp_path / "again")
        office = Office(tmp_path / "again", "tokens/day=1000", "usd/month=0.00101")
        found: list[Killed] = []

        def settle(one: Killed) -> None:
            found.append(one)
            office.desk.recover(one)

        await office.ledger.start(settle=settle)
        assert len(found) == 1
        after = await office.admit(max_new_tokens=0)
        assert _left(after) == 1000 - 35 - 10
        # 60 micro-USD were used, and 10 are now.
        await office.admit(num_prompt_tokens=940, max_new_tokens=0)
        with pytest.raises(QuotaSpent):
            await office.admit(num_prompt_tokens=1, max_new_tokens=0)
        await office.ledger.stop()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("time_us", "text"),
    [
        (0, "0s"),
        (1, "1ms"),
        (20_000, "20ms"),
        (999_001, "1s"),
        (8_640_000, "8.64s"),
        (360_000_000, "6m0s"),
        (61_500_000, "1m1.5s"),
        (3_600_000_000, "1h0m0s"),
        (86_400_000_000 * 16, "384h0m0s"),
    ],
)
def test_times_are_written_as_the_api_does(time_us: int, text: str) -> None:
    assert ratelimit.duration(time_us) == text
