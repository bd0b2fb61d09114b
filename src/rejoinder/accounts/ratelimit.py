"""What clients are told of limits: the headers of every answer, and the words of a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rejoinder.accounts import limit_text
from rejoinder.accounts.limits import Measure, OwnedLimit
from rejoinder.accounts.metering import Charge, Kind, Level, Verdict
from rejoinder.errors import RequestError
from rejoinder.refusals import LimitReached, LimitTooLow, QuotaSpent

Headers = tuple[tuple[str, str], ...]

# Money and what is under way have no headers in the API.
_TOLD = {Measure.REQUESTS: "requests", Measure.TOKENS: "tokens"}
_NANO_PER_USD = 1_000_000_000
# What is known only when the answer has ended, so that what it may come to is reserved.
_COUNTED = frozenset({Measure.TOKENS, Measure.MICRO_USD})
_LOWER = "Set a lower `max_completion_tokens`, or shorten the prompt."


def headers(charges: Sequence[Charge], levels: Sequence[Level]) -> Headers:
    """Of requests and tokens each, the limit that is met first; nothing where there is none."""
    told: list[tuple[str, str]] = []
    for measure, name in _TOLD.items():
        of_it = [
            (level.remaining, charge.meter.capacity, level.reset_us)
            for charge, level in zip(charges, levels, strict=True)
            if charge.meter.measure is measure
        ]
        if of_it:
            remaining, capacity, reset_us = min(of_it)
            told += [
                (f"x-ratelimit-limit-{name}", str(capacity)),
                (f"x-ratelimit-remaining-{name}", str(remaining)),
                (f"x-ratelimit-reset-{name}", duration(reset_us)),
            ]
    return tuple(told)


def duration(time_us: int) -> str:
    """As the API writes them, to the millisecond and rounded up: `20ms`, `1s`, `8.64s`, `6m0s`,
    `1h0m0s`."""
    total_ms = -(-time_us // 1000)
    if 0 < total_ms < 1000:
        return f"{total_ms}ms"
    total_s, ms = divmod(total_ms, 1000)
    minutes, seconds = divmod(total_s, 60)
    hours, minutes = divmod(minutes, 60)
    shown = f"{seconds}.{ms:03}".rstrip("0").rstrip(".") + "s"
    if hours:
        return f"{hours}h{minutes}m{shown}"
    return f"{minutes}m{shown}" if minutes else shown


def refusal(charges: Sequence[Charge], verdict: Verdict) -> RequestError:
    """Of a request that was not admitted. Told is the limit that holds it longest."""
    told = headers(charges, verdict.levels)
    failed = [
        (charge, level)
        for charge, level in zip(charges, verdict.levels, strict=True)
        if level.wait_us != 0 and not charge.meter.is_credit
    ]
    for charge, level in failed:
        if level.wait_us is None:
            return _never(charge, level, told)
    charge, level = max(failed, key=lambda one: one[1].wait_us or 0)
    assert level.wait_us is not None
    wait_s = level.wait_us / 1_000_000
    if charge.meter.kind is Kind.MONTH:
        hint = _LOWER if charge.meter.measure in _COUNTED else None
        return QuotaSpent(_words(charge, level), retry_after_s=wait_s, hint=hint, headers=told)
    message = _words(charge, level)
    if charge.meter.measure is not Measure.CONCURRENT:
        message += f" It passes in {duration(level.wait_us)}."
    return LimitReached(message, measure=_type(charge), retry_after_s=wait_s, headers=told)


def _never(charge: Charge, level: Level, told: Headers) -> RequestError:
    amount = _amount(charge.meter.measure, charge.cost)
    is_counted = charge.meter.measure in _COUNTED
    takes = (
        f"reserves {amount}, as it may come to so much" if is_counted else f"takes {amount} at once"
    )
    message = f"{_limit(charge)} never allows this request, which {takes}."
    hint = _LOWER if is_counted else "It takes whoever manages the limits to raise it."
    if charge.meter.kind is Kind.MONTH:
        return QuotaSpent(message, retry_after_s=None, hint=hint, headers=told)
    return LimitTooLow(message, measure=_type(charge), hint=hint, headers=told)


def _words(charge: Charge, level: Level) -> str:
    if charge.meter.measure is Measure.CONCURRENT:
        return f"{_limit(charge)} is reached: so many requests are under way."
    if charge.meter.measure is Measure.REQUESTS:
        return f"{_limit(charge)} is reached."
    left = _amount(charge.meter.measure, level.remaining)
    takes = _amount(charge.meter.measure, charge.cost)
    return (
        f"{_limit(charge)} is reached: {left} left, and this request reserves {takes}, "
        "as it may come to so much."
    )


def _limit(charge: Charge) -> str:
    owned = charge.meter.owned
    return f"The limit `{limit_text.shown(owned.limit)}` of {_whose(owned)}"


def _whose(owned: OwnedLimit) -> str:
    kind, _, name = owned.owner.partition(":")
    if kind == "model":
        return f"the model `{name[:200]}`"
    return f"this {kind}" if name or kind != "key" else "requests without a key"


def _amount(measure: Measure, amount: int) -> str:
    if measure is Measure.MICRO_USD:
        return f"{Decimal(amount) / _NANO_PER_USD:f} USD"
    return f"{amount} {_TOLD.get(measure, '')}".strip()


def _type(charge: Charge) -> str:
    return "tokens" if charge.meter.measure is Measure.TOKENS else "requests"
