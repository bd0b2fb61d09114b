"""The meters of one node and those of several are the same meters: random stories end alike."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rejoinder.accounts.metering import Charge, Hold, Kind, Level, Spent, Verdict
from tests.accounts.metering_world import METER_KINDS, World, charge, metered
from tests.store.databases import Databases

LIMITS = (
    "requests/minute=7",
    "tokens/minute=1001",
    "tokens/day=100000007",
    "tokens/minute=90000000",  # more than one in a microsecond
    "usd/month=0.000002",
    "tokens/month=3000",
    "concurrent=3",
    "scale_tokens/minute=600",
)
# What is asked of which limits; or how long is waited; or what the oldest hold comes to.
ASKED = st.dictionaries(st.sampled_from(LIMITS), st.integers(0, 700), min_size=1, max_size=5)
WAITED = st.integers(0, 70_000_000)
SPENT = st.builds(Spent, st.integers(0, 900), st.integers(0, 900), st.booleans())
STORIES = st.lists(st.one_of(ASKED, WAITED, SPENT), min_size=4, max_size=20)


async def _told(world: World, story: list[dict[str, int] | int | Spent]) -> list[Verdict]:
    verdicts: list[Verdict] = []
    holds: list[Hold] = []
    for line in story:
        if isinstance(line, dict):
            # Each its meter: two limits of a measure and period would share one.
            asked = [charge(limit, cost, owner=f"key:{limit}") for limit, cost in line.items()]
            verdict, hold = await world.meters.reserve(asked)
            verdicts.append(_to_the_second(verdict, asked))
            holds += [hold] if hold is not None else []
        elif isinstance(line, int):
            world.advance_us(line)
        elif holds:
            holds.pop(0).settle(line)
            # Whoever asks next finds it settled, and so by then the time must not have moved.
            await world.meters.reserve([charge("requests/day=0", 0, owner="key:nobody")])
    return verdicts


def _to_the_second(verdict: Verdict, asked: list[Charge]) -> Verdict:
    """Months end by the calendar, of which one node knows the second only."""
    levels = [
        level
        if one.meter.kind is not Kind.MONTH
        else Level(level.remaining, _rounded(level.reset_us), _rounded(level.wait_us or 0))
        for one, level in zip(asked, verdict.levels, strict=True)
    ]
    return msgspec.structs.replace(verdict, levels=tuple(levels))


def _rounded(time_us: int) -> int:
    return -(-time_us // 1_000_000)


@pytest.mark.slow
@settings(
    max_examples=5,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=STORIES)
def test_both_kinds_tell_the_same(
    databases: Databases, story: list[dict[str, int] | int | Spent]
) -> None:
    """To the microsecond and the unit: what is left, when it is whole again, how long to wait."""

    async def both() -> list[list[Verdict]]:
        found = []
        for kind in METER_KINDS:
            with tempfile.TemporaryDirectory() as folder:
                async with metered(kind, databases, Path(folder)) as world:
                    found.append(await _told(world, story))
        return found

    memory, postgresql = asyncio.run(both())
    assert memory == postgresql
