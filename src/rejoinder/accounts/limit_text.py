"""Limits as people write them: `tokens/minute=10000`, `MODEL:requests/day=5`, `usd/month=25.50`.

The same text in settings, on the command line and in errors. Money is written in dollars and held
in millionths of one. A model's name may hold colons: the last one ends it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rejoinder.accounts.limits import PERIODS, Limit, Measure, Period

# Times of its periods still fit 64 bits, and a JSON number holds it exactly.
MAX_AMOUNT = 2**53 - 1

RULE = (
    "it must be a limit like `tokens/minute=10000`, `requests/day=500`, `usd/month=25.50`, "
    "`concurrent=4` or, of one model, `MODEL:requests/day=5`"
)
_MICRO_PER_USD = 1_000_000
_AMOUNT = re.compile(r"[0-9]{1,16}")


def measure_name(measure: Measure) -> str:
    return "usd" if measure is Measure.MICRO_USD else measure.value


_NAMES = {measure_name(measure): measure for measure in Measure}


def parse(text: str) -> Limit:
    """Raises ValueError, whose text is the rule that was broken."""
    model, _, rest = text.strip().rpartition(":")
    what, equals, amount_text = rest.partition("=")
    name, slash, period_name = what.strip().partition("/")
    measure = _NAMES.get(name)
    if not equals or measure is None:
        raise ValueError(RULE)
    if measure is Measure.CONCURRENT and not slash:
        period_name = Period.NOW.value
    try:
        period = Period(period_name)
    except ValueError:
        raise ValueError(_period_rule(measure)) from None
    limit = Limit(
        measure=measure, period=period, amount=_amount(measure, amount_text.strip()), model=model
    )
    broken = broken_rule(limit)
    if broken is not None:
        raise ValueError(broken)
    return limit


def shown(limit: Limit) -> str:
    """What `parse` reads as the same limit."""
    prefix = f"{limit.model}:" if limit.model else ""
    if limit.measure is Measure.CONCURRENT:
        return f"{prefix}concurrent={limit.amount}"
    return f"{prefix}{measure_name(limit.measure)}/{limit.period}={amount_text(limit)}"


def amount_text(limit: Limit) -> str:
    """The amount alone, money in dollars."""
    if limit.measure is not Measure.MICRO_USD:
        return str(limit.amount)
    whole, part = divmod(limit.amount, _MICRO_PER_USD)
    return f"{whole}.{part:06}".rstrip("0").rstrip(".")


def broken_rule(limit: Limit) -> str | None:
    """What is wrong with a limit that came as JSON, or None."""
    if limit.period not in PERIODS[limit.measure]:
        return _period_rule(limit.measure)
    if not 0 <= limit.amount <= MAX_AMOUNT:
        return f"its amount must be a whole number from 0 to {MAX_AMOUNT}"
    return None


def _period_rule(measure: Measure) -> str:
    name = measure_name(measure)
    if measure is Measure.CONCURRENT:
        return "it must be written `concurrent=4`: it has no period"
    known = [period for period in Period if period in PERIODS[measure]]
    return f"it must be one of {', '.join(f'`{name}/{period}`' for period in known)}"


def _amount(measure: Measure, text: str) -> int:
    if measure is not Measure.MICRO_USD:
        if _AMOUNT.fullmatch(text) is None:
            raise ValueError(f"its amount must be a whole number from 0 to {MAX_AMOUNT}")
        return int(text)
    return _micro_usd(text)


def _micro_usd(text: str) -> int:
    rule = "its amount must be in dollars, like `25.50`, with at most six decimals"
    if re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,6})?", text) is None:
        raise ValueError(rule)
    return int(Decimal(text) * _MICRO_PER_USD)
