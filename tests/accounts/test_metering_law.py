"""The law of limits that refill: whatever is reserved and given back in whatever order, in no time
is more used than the limit and what it refills in that time."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rejoinder.accounts.metering import Spent
from rejoinder.accounts.metering_memory import MemoryHold, MemoryMeters
from tests.accounts.metering_world import NOTHING, MovableClock, charge

_MINUTE_US = 60_000_000
_S = 1_000_000
_NO, _HALF, _ALL = Fraction(0), Fraction(1, 2), Fraction(1)
# The time at which a burst begins is held to a tick.
_TICK_US = 2

# Few times and parts, so that something ends just when something else has drained.
_PARTS = st.sampled_from([_HALF, _ALL, Fraction(1, 4)])
# Wait so long; ask for such a part of the limit; or let one of those under way, the oldest first,
# come to such a part of what it asked for.
_WAITED = st.sampled_from([_S, 30 * _S, 15 * _S, 123_456])
_ASKED = st.tuples(st.just("ask"), _PARTS)
_ENDED = st.tuples(st.integers(0, 2), st.sampled_from([_NO, _ALL, Fraction(1, 3)]))
_HISTORIES = st.lists(st.one_of(_ASKED, _WAITED, _ENDED), min_size=8, max_size=24)
_AMOUNTS = st.sampled_from([60, 7, 10_007])


class _World:
    """used: what each was taken for, or came to, with the time at which it was asked for."""

    def __init__(self, amount: int) -> None:
        self.amount = amount
        self.clock = MovableClock()
        self.meters = MemoryMeters(None, clock=self.clock)
        self.used: list[tuple[int, int]] = []
        self.under_way: list[tuple[MemoryHold, int, int]] = []  # with place in `used`, and cost

    def ask(self, cost: int) -> MemoryHold | None:
        _, hold = self.meters.reserve_now([charge(f"tokens/minute={self.amount}", cost)])
        if hold is not None:
            self.under_way.append((hold, len(self.used), cost))
            self.used.append((self.clock.passed_us, cost))
        return hold

    def end(self, place: int, part: Fraction) -> None:
        if self.under_way:
            hold, number, cost = self.under_way.pop(place % len(self.under_way))
            actual = int(cost * part)
            hold.settle(Spent(num_tokens=actual, nano_usd=0))
            self.used[number] = (self.used[number][0], actual)

    def holds_to_the_law(self) -> bool:
        """In each window that ends now."""
        now_us, total = self.clock.passed_us, 0
        for when_us, number in reversed(self.used):
            total += number
            window_us = now_us - when_us + _TICK_US
            if total > self.amount + Fraction(self.amount * window_us, _MINUTE_US):
                return False
        return True

    def level(self) -> tuple[int, int]:
        verdict, _ = self.meters.reserve_now([charge(f"tokens/minute={self.amount}", 0)])
        return verdict.levels[0].remaining, verdict.levels[0].reset_us


def _lived(world: _World, history: Sequence[int | tuple[object, Fraction]]) -> None:
    for line in history:
        if isinstance(line, int):
            world.clock.passed_us += line
        elif isinstance(line[0], int):
            world.end(line[0], line[1])
        elif world.ask(max(1, int(world.amount * line[1]))) is not None:
            assert world.holds_to_the_law()


@pytest.mark.slow
@settings(max_examples=1000, deadline=None)
@given(amount=_AMOUNTS, history=_HISTORIES)
@example(60, [("ask", _HALF), ("ask", _HALF), _S, (0, _NO), 31 * _S, ("ask", _ALL), (0, _NO)])
def test_no_more_is_used_than_a_limit_and_what_it_refills(
    amount: int, history: list[int | tuple[object, Fraction]]
) -> None:
    world = _World(amount)
    _lived(world, history)
    while world.ask(1) is not None:  # what is left is used at once
        if amount > 100 and world.ask(amount // 20) is None:
            break
        assert world.holds_to_the_law()


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    amount=_AMOUNTS,
    history=_HISTORIES,
    costs=st.lists(_PARTS, min_size=1, max_size=4),
    order=st.permutations(range(4)),
)
def test_what_is_given_back_at_once_has_never_been(
    amount: int,
    history: list[int | tuple[object, Fraction]],
    costs: list[Fraction],
    order: list[int],
) -> None:
    world = _World(amount)
    _lived(world, history)
    before = world.level()
    holds = [
        world.meters.reserve_now([charge(f"tokens/minute={amount}", int(amount * part))])[1]
        for part in costs
    ]
    for place in order:
        hold = holds[place] if place < len(holds) else None
        if hold is not None:
            hold.settle(NOTHING)
    remaining, reset_us = world.level()
    # Of an empty meter it is the time that is held to a tick.
    assert remaining == before[0]
    assert abs(reset_us - before[1]) <= _TICK_US
