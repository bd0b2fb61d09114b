"""How a body stands among those that wait to be read."""

from __future__ import annotations

import pytest

from rejoinder.accounts.free import FreeDesk
from rejoinder.accounts.principal import Principal
from rejoinder.chat.ask import TierWanted
from rejoinder.refusals import TierNotAllowed
from rejoinder.server import precedence
from rejoinder.server.precedence import standing_before_reading
from rejoinder.testing.scripted_engine import ScriptedEngine
from rejoinder.turns import Standing
from tests.server.world import body_of


class OnlyFlex(FreeDesk):
    """Satisfies `Desk`."""

    def check(self, principal: Principal, model: str, tier: TierWanted) -> None:
        if tier is not TierWanted.FLEX:
            raise TierNotAllowed(tier=tier.value, hint="")


def rank_of(body: bytes, desk: FreeDesk | None = None) -> int:
    standing = standing_before_reading(
        body, Principal(project="p"), desk=desk or FreeDesk(), engine=ScriptedEngine()
    )
    assert standing == Standing(standing.rank, "p")
    return standing.rank


@pytest.mark.parametrize(
    ("tier", "rank"),
    [("priority", 0), ("fast", 0), ("scale", 1), ("default", 2), ("auto", 2), ("flex", 3)],
)
def test_a_body_stands_as_its_tier_says(tier: str, rank: int) -> None:
    assert rank_of(body_of(service_tier=tier)) == rank


def test_a_body_without_a_tier_stands_with_default() -> None:
    assert rank_of(body_of()) == 2
    assert rank_of(body_of(service_tier=None)) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"model": 5',
        b'{"model": "scripted", "service_tier": 5}',
        b'{"model": "scripted", "service_tier": "\xff"}',
        b'{"model": ' + b"[" * 100_000,
        body_of(service_tier="gold"),
        body_of(service_tier="priority", model="nobody's"),
    ],
)
def test_what_will_be_refused_stands_last(body: bytes) -> None:
    assert rank_of(body) == 3


@pytest.mark.parametrize("tier", ["priority", "scale", "auto"])
def test_who_may_not_have_a_tier_does_not_profit_from_asking_for_it(tier: str) -> None:
    assert rank_of(body_of(service_tier=tier), OnlyFlex()) == 3


def test_a_body_too_long_to_look_at_stands_with_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "MAX_GLIMPSED_BYTES", 10)
    assert rank_of(body_of(service_tier="priority")) == 2
