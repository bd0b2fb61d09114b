"""Random histories of meters, compared with a model that is too simple to be wrong.

Two models keep, as fractions, how full a meter is, and let it drain: one knows from the beginning
what each request comes to, and one gives back to each as if it had found the meter empty. The first
is the law: in no time is more used than the limit and what it refills then. hypothesis looks for a
story in which the integers are not between the two, by more than the tick they promise.
"""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rejoinder.accounts.metering import Spent
from rejoinder.accounts.metering_memory import MemoryHold, MemoryMeters
from tests.accounts.metering_world import NOTHING, MovableClock, charge

_MINUTE_US = 60_000_000
# The times at which a burst begins are held to a tick; nothing adds up beyond that.
_TICKS_OFF = Fraction(4)


class _Reserved:
    """place: in the list of all charges."""

    def __init__(self, hold: MemoryHold, cost: int, now: Fraction, place: int) -> None:
        self.hold = hold
        self.cost = cost
        self.taken_at = now
        self.place = place


class Meter(RuleBasedStateMachine):
    """One limit per minute, one of a month and one of concurrent requests, restarts in between."""

    @initialize(amount=st.integers(1, 5000), budget=st.integers(1, 20_000))
    def begin(self, amount: int, budget: int) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "meters"
        self.clock = MovableClock()
        self.meters = MemoryMeters(self.path, clock=self.clock)
        self.amount, self.budget = amount, budget
        self.unit_us = Fraction(_MINUTE_US, amount)
        self.now = Fraction(0)
        self.latest_empty_at = Fraction(0)
        self.charges: list[tuple[Fraction, Fraction]] = []  # when, and for how long
        self.used = 0
        self.under_way: list[_Reserved] = []

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.meters.cells.close()
            self.folder.cleanup()

    @rule(part=st.fractions(0, 1))
    def ask(self, part: Fraction) -> None:
        cost = max(1, int(part * self.amount))
        verdict, hold = self.meters.reserve_now(
            [
                charge(f"tokens/minute={self.amount}", cost),
                charge(f"tokens/month={self.budget}", cost),
                charge("concurrent=3"),
            ]
        )
        needed = cost * self.unit_us
        fits = self.used + cost <= self.budget and len(self.under_way) < 3
        if verdict.is_admitted:
            assert fits
            assert self.empty_at() + needed <= self.now + _MINUTE_US + _TICKS_OFF
        elif fits:
            latest = max(self.latest_empty_at, self.now)
            assert latest + needed >= self.now + _MINUTE_US - _TICKS_OFF
        if hold is not None:
            self.used += cost
            self.under_way.append(_Reserved(hold, cost, self.now, len(self.charges)))
            self._charge(needed)

    @rule(data=st.data(), factor=st.fractions(0, 2), is_paid=st.booleans())
    def end(self, data: st.DataObject, factor: Fraction, is_paid: bool) -> None:
        if not self.under_way:
            return
        one = self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1)))
        actual = int(one.cost * factor) if is_paid else 0
        one.hold.settle(Spent(num_tokens=actual, nano_usd=0) if is_paid else NOTHING)
        self._settle(one, actual)

    @rule(time_us=st.integers(0, 90_000_000))
    def wait(self, time_us: int) -> None:
        self.clock.passed_us += time_us
        self.now += time_us

    @rule(jump_s=st.integers(-7200, 0))
    def set_back(self, jump_s: int) -> None:
        self.clock.jumped_s = jump_s

    @rule()
    def wait_as_told(self) -> None:
        """Whoever does is admitted, and a microsecond earlier is not."""
        one = charge(f"tokens/minute={self.amount}", self.amount)
        verdict, hold = self.meters.reserve_now([one])
        if hold is None:
            wait_us = verdict.levels[0].wait_us
            assert wait_us is not None
            assert wait_us > 0
            self.wait(wait_us - 1)
            assert self.meters.reserve_now([one])[1] is None
            self.wait(1)
            hold = self.meters.reserve_now([one])[1]
        assert hold is not None
        hold.settle(NOTHING)

    @rule()
    def restart(self) -> None:
        """Killed, and settled by what the ledger remembers: each request had come to nothing."""
        reserved = [(one, one.hold.reserved) for one in self.under_way]
        self.meters = MemoryMeters(self.path, clock=self.clock)
        for one, packed in reserved:
            self.meters.recover(packed, Spent(num_tokens=0, nano_usd=0))
            self._settle(one, 0)
        self.under_way = []

    @invariant()
    def says_what_is_left(self) -> None:
        if not hasattr(self, "meters"):
            return
        verdict, hold = self.meters.reserve_now([charge(f"tokens/minute={self.amount}", 0)])
        said = verdict.levels[0].remaining
        slack = _TICKS_OFF / self.unit_us
        least, most = (
            max(Fraction(0), self.amount - max(Fraction(0), empty_at - self.now) / self.unit_us)
            for empty_at in (self.latest_empty_at, self.empty_at())
        )
        assert least - 1 - slack <= said <= most + slack
        if hold is not None:
            hold.settle(NOTHING)

    @invariant()
    def counts_the_month(self) -> None:
        if not hasattr(self, "meters"):
            return
        verdict, _ = self.meters.reserve_now([charge(f"tokens/month={self.budget}", 0)])
        assert verdict.levels[0].remaining == max(0, self.budget - self.used)

    def empty_at(self) -> Fraction:
        """Had each been charged from the beginning what it came to."""
        found = self.now
        behind = Fraction(0)
        for when, length in reversed(self.charges):
            behind += length
            found = max(found, when + behind)
        return found

    def _charge(self, length: Fraction) -> None:
        self.charges.append((self.now, length))
        self.latest_empty_at = max(self.latest_empty_at, self.now) + length

    def _settle(self, one: _Reserved, actual: int) -> None:
        self.used += actual - one.cost
        unneeded = (one.cost - actual) * self.unit_us
        if unneeded <= 0:
            if unneeded:
                self._charge(-unneeded)  # a debt is charged when it shows
            return
        when, length = self.charges[one.place]
        self.charges[one.place] = (when, length - unneeded)
        left = one.taken_at + one.cost * self.unit_us - self.now
        self.latest_empty_at -= max(Fraction(0), min(unneeded, left))


TestMeter = pytest.mark.slow(Meter.TestCase)
TestMeter.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
