"""What a request costs: prices by model, in integers from end to end.

A price is written in dollars per million tokens, with at most nine decimals, and held in billionths
of a dollar per million tokens, so nothing is lost. A request's cost is rounded once, to the nearest
billionth of a dollar, halves up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

RULE = (
    "it must be a price like `MODEL=0.15/0.075/0.60`: dollars per million tokens of input, cached "
    "input and output, with at most nine decimals"
)
_MILLION = 1_000_000
_NANO = 1_000_000_000
_DECIMAL = re.compile(r"[0-9]{1,6}(\.[0-9]{1,9})?")


class Price(msgspec.Struct, frozen=True):
    """Each in nano-USD per million tokens. cached: of prompt tokens that were there already."""

    input: int
    cached: int
    output: int

    def nano_usd(
        self, *, num_prompt_tokens: int, num_cached_tokens: int, num_completion_tokens: int
    ) -> int:
        total = (
            (num_prompt_tokens - num_cached_tokens) * self.input
            + num_cached_tokens * self.cached
            + num_completion_tokens * self.output
        )
        return (total + _MILLION // 2) // _MILLION


FREE = Price(0, 0, 0)


class Prices:
    """By model. A model without a price is free."""

    def __init__(self, by_model: Mapping[str, Price] | None = None) -> None:
        self._by_model = dict(by_model or {})

    @property
    def models(self) -> tuple[str, ...]:
        """Those that have a price."""
        return tuple(self._by_model)

    def of(self, model: str) -> Price:
        return self._by_model.get(model, FREE)

    def cost_of(
        self, model: str, num_prompt_tokens: int, num_cached_tokens: int, num_completion_tokens: int
    ) -> int:
        """In nano-USD, as the ledger wants to know it."""
        return self.of(model).nano_usd(
            num_prompt_tokens=num_prompt_tokens,
            num_cached_tokens=num_cached_tokens,
            num_completion_tokens=num_completion_tokens,
        )


def parse(texts: Sequence[str]) -> Prices:
    """Raises ValueError, whose text is the rule that was broken."""
    by_model: dict[str, Price] = {}
    for text in texts:
        model, price = parse_one(text)
        if model in by_model:
            raise ValueError(f"`{model}` must have one price, not two")
        by_model[model] = price
    return Prices(by_model)


def parse_one(text: str) -> tuple[str, Price]:
    """The model and its price. Raises ValueError, as `parse`."""
    model, _, numbers = text.strip().rpartition("=")
    parts = [part.strip() for part in numbers.split("/")]
    if not model or len(parts) != 3 or not all(map(_DECIMAL.fullmatch, parts)):
        raise ValueError(RULE)
    return model.strip(), Price(*(int(Decimal(part) * _NANO) for part in parts))
