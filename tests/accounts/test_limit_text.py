"""Limits and prices as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.accounts import default_limits, limit_text, prices
from rejoinder.accounts.limits import PERIODS, Limit, Measure, OwnedLimit, Period
from rejoinder.accounts.prices import Price
from rejoinder.accounts.principal import Principal

LIMITS = st.builds(
    lambda kind, amount, model: Limit(kind[0], kind[1], amount, model),
    st.sampled_from([(measure, period) for measure in Measure for period in PERIODS[measure]]),
    st.integers(0, 10**15),
    st.from_regex(r"[a-z0-9:/._-]{0,20}", fullmatch=True).map(lambda text: text.strip()),
)


@given(LIMITS)
def test_what_is_shown_is_read_as_the_same_limit(limit: Limit) -> None:
    assert limit_text.parse(limit_text.shown(limit)) == limit


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("tokens/minute=10000", Limit(Measure.TOKENS, Period.MINUTE, 10000)),
        ("mini:requests/day=5", Limit(Measure.REQUESTS, Period.DAY, 5, "mini")),
        ("a/b:8b:tokens/month=1", Limit(Measure.TOKENS, Period.MONTH, 1, "a/b:8b")),
        ("concurrent=4", Limit(Measure.CONCURRENT, Period.NOW, 4)),
        ("usd/month=25.50", Limit(Measure.MICRO_USD, Period.MONTH, 25_500_000)),
        ("usd/month=0.000001", Limit(Measure.MICRO_USD, Period.MONTH, 1)),
        (" scale_tokens/day = 7 ", Limit(Measure.SCALE_TOKENS, Period.DAY, 7)),
    ],
)
def test_a_limit_is_read(text: str, limit: Limit) -> None:
    assert limit_text.parse(text) == limit


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "it must be a limit like"),
        ("tokens", "it must be a limit like"),
        ("words/minute=5", "it must be a limit like"),
        ("requests/month=5", "it must be one of `requests/minute`, `requests/day`"),
        ("usd/day=5", "it must be one of `usd/month`"),
        ("concurrent/minute=5", "it must be written `concurrent=4`"),
        ("tokens/minute=-1", "a whole number from 0"),
        ("tokens/minute=1.5", "a whole number from 0"),
        ("tokens/minute=9007199254740992", "a whole number from 0 to 9007199254740991"),
        ("tokens/minute=٣", "a whole number from 0"),
        ("usd/month=1.0000001", "at most six decimals"),
        ("usd/month=1e3", "in dollars"),
    ],
)
def test_what_is_no_limit_is_told_the_rule(text: str, rule: str) -> None:
    with pytest.raises(ValueError, match=r"it must|its amount") as caught:
        limit_text.parse(text)
    assert rule in str(caught.value)


def test_a_price_is_exact() -> None:
    name, price = prices.parse_one("m=0.15/0.075/0.000000001")
    assert (name, price) == ("m", Price(150_000_000, 75_000_000, 1))
    cost = price.nano_usd(
        num_prompt_tokens=1_000_003, num_cached_tokens=3, num_completion_tokens=500_000
    )
    # 0.15 USD, 3 tokens of 75 nano-USD each, and half a nano-USD, which is rounded up.
    assert cost == 150_000_000 + 225 + 1


@pytest.mark.parametrize(
    "text", ["m", "m=1/2", "m=1/2/x", "=1/2/3", "m=1/2/-3", "m=1/2/0.0000000001"]
)
def test_what_is_no_price_is_told_the_rule(text: str) -> None:
    with pytest.raises(ValueError, match="it must be a price like"):
        prices.parse([text])


def test_a_model_has_one_price_and_without_one_is_free() -> None:
    with pytest.raises(ValueError, match="`m` must have one price"):
        prices.parse(["m=1/1/1", "m=2/2/2"])
    assert prices.parse([]).cost_of("m", 10, 5, 10) == 0


class _Book:
    def __init__(self, *limits: OwnedLimit) -> None:
        self._limits = limits

    def limits_of(self, principal: Principal, model: str) -> tuple[OwnedLimit, ...]:
        return self._limits


def _texts(book: default_limits.DefaultLimits, key_id: str, model: str) -> list[str]:
    found = book.limits_of(Principal(key_id=key_id), model)
    return [f"{one.owner} {limit_text.shown(one.limit)}" for one in found]


def test_limits_of_settings_are_each_keys_and_each_models() -> None:
    limits = default_limits.parse(["requests/day=9", "m:tokens/day=7", "n:tokens/day=8"])
    book = default_limits.DefaultLimits(limits)
    assert _texts(book, "a", "m") == ["key:a requests/day=9", "model:m m:tokens/day=7"]
    assert _texts(book, "", "x") == ["key: requests/day=9"]


def test_a_keys_own_limit_takes_the_place_of_the_default_of_its_kind() -> None:
    own = OwnedLimit("key:a", limit_text.parse("requests/day=100"))
    of_project = OwnedLimit("project:p", limit_text.parse("tokens/day=5"))
    defaults = default_limits.parse(["requests/day=9", "tokens/day=7"])
    book = default_limits.DefaultLimits(defaults, book=_Book(own, of_project))
    assert _texts(book, "a", "m") == [
        "key:a requests/day=100",
        "project:p tokens/day=5",
        "key:a tokens/day=7",
    ]
