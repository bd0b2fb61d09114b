"""What a limit is, and whose. How it is held to is `metering`'s business."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

import msgspec

from rejoinder.accounts.principal import Principal


class Measure(StrEnum):
    """What is limited."""

    REQUESTS = "requests"
    TOKENS = "tokens"  # of prompt and answer
    MICRO_USD = "micro_usd"  # money, in millionths of a dollar
    CONCURRENT = "concurrent"  # requests under way at once
    SCALE_TOKENS = "scale_tokens"  # credits: what the scale tier serves, and no limit of the rest


class Period(StrEnum):
    """MINUTE and DAY refill steadily: a limit of 60 a minute gives one back each second, and 60 may
    be used at once. MONTH is the calendar's, in UTC. NOW is of what is under way."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    NOW = "now"


# Requests and tokens by the minute and day, budgets by the month, credits by any of them.
PERIODS: dict[Measure, frozenset[Period]] = {
    Measure.REQUESTS: frozenset({Period.MINUTE, Period.DAY}),
    Measure.TOKENS: frozenset({Period.MINUTE, Period.DAY, Period.MONTH}),
    Measure.MICRO_USD: frozenset({Period.MONTH}),
    Measure.CONCURRENT: frozenset({Period.NOW}),
    Measure.SCALE_TOKENS: frozenset({Period.MINUTE, Period.DAY, Period.MONTH}),
}


class Limit(msgspec.Struct, frozen=True, omit_defaults=True):
    """amount: at least 0. model: empty for all models together. As JSON, what the tables hold and
    the admin API takes: `{"measure": "tokens", "period": "minute", "amount": 10000}`."""

    measure: Measure
    period: Period
    amount: int
    model: str = ""


class OwnedLimit(msgspec.Struct, frozen=True):
    """owner: `key:ID`, `project:ID` or `model:NAME`: whose requests count together."""

    owner: str
    limit: Limit

    @property
    def meter_id(self) -> str:
        """The name of what is counted, the same for as long as the limit is of the same kind."""
        limit = self.limit
        return f"{self.owner}/{limit.model}/{limit.measure}/{limit.period}"


class LimitBook(Protocol):
    """Where it is written which limits there are."""

    def limits_of(self, principal: Principal, model: str) -> tuple[OwnedLimit, ...]:
        """Of the key, its project and the model, all that a request of it must pass."""
        ...
