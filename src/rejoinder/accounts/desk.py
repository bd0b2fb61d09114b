"""Where requests are admitted: limits, tiers and the ledger joined. Satisfies `Desk`.

What a request may come to is reserved before the engine sees it: its prompt, and the tokens its
client set as a limit. Where the client set none, an estimate is: a limit that is lower than the
estimate lets such a request pass while it is untouched, or no request without `max_tokens` ever
would. In the end what was reserved is settled to what was counted, down or up; what was used beyond
the reservation is waited for by those who come next.
"""

from __future__ import annotations

from collections.abc import Sequence

from rejoinder.accounts import ratelimit
from rejoinder.accounts.base import Outcome, Wanted
from rejoinder.accounts.ledger import Entry, Killed, Ledger
from rejoinder.accounts.limits import LimitBook, Measure, OwnedLimit
from rejoinder.accounts.metering import Charge, Hold, Meter, Meters, Spent, meter_of
from rejoinder.accounts.prices import Price, Prices
from rejoinder.accounts.principal import Principal
from rejoinder.chat.ask import Tier, TierWanted
from rejoinder.refusals import ModelNotAllowed, TierNotAllowed

RESERVE_TOKENS = 1024
# Keys and models whose meters are remembered.
_MAX_KNOWN = 10_000

_BY_NAME = {
    TierWanted.PRIORITY: Tier.PRIORITY,
    TierWanted.DEFAULT: Tier.DEFAULT,
    TierWanted.FLEX: Tier.FLEX,
}
_TAKES_CREDIT = frozenset({TierWanted.AUTO, TierWanted.SCALE})


class CountedVisit:
    """Satisfies `Visit`."""

    def __init__(
        self, tier: Tier, headers: ratelimit.Headers, entry: Entry, hold: Hold | None
    ) -> None:
        self.tier = tier
        self.headers = headers
        self._entry = entry
        self._hold = hold
        self.count = entry.count

    def end(self, outcome: Outcome) -> None:
        hold, self._hold = self._hold, None
        # The ledger first: killed between the two, a limit keeps what was reserved.
        row = self._entry.close(outcome)
        if hold is None:
            return
        if row is None:
            hold.settle(Spent(num_tokens=0, nano_usd=0, is_paid=False))
        else:
            num_tokens = row.num_prompt_tokens + row.num_completion_tokens
            hold.settle(Spent(num_tokens=num_tokens, nano_usd=row.cost_nano_usd))


class CountingDesk:
    """Satisfies `Desk`."""

    def __init__(
        self,
        *,
        book: LimitBook,
        meters: Meters,
        ledger: Ledger,
        prices: Prices,
        reserve_tokens: int = RESERVE_TOKENS,
    ) -> None:
        """reserve_tokens: what an answer is taken to need where its client set no limit."""
        self._book = book
        self._meters = meters
        self._ledger = ledger
        self._prices = prices
        self._reserve_tokens = reserve_tokens
        # By key, project and model; true as long as the book gives the same limits.
        self._known: dict[tuple[str, str, str], tuple[Sequence[OwnedLimit], tuple[Meter, ...]]] = {}

    def check(self, principal: Principal, model: str, tier: TierWanted) -> None:
        self._limits(principal, model, tier)

    async def admit(self, principal: Principal, wanted: Wanted) -> CountedVisit:
        limits = self._limits(principal, wanted.model, wanted.tier)
        charges = self._charges(principal, wanted, limits)
        tier = _BY_NAME.get(wanted.tier) or _without_credit(principal)
        if not charges:
            return CountedVisit(tier, (), self._ledger.open(principal, wanted, tier), None)
        verdict, hold = await self._meters.reserve(charges)
        if hold is None:
            raise ratelimit.refusal(charges, verdict)
        if verdict.has_credit:
            tier = Tier.SCALE
        headers = ratelimit.headers(charges, verdict.levels)
        entry = self._ledger.open(principal, wanted, tier, reserved=hold.reserved)
        return CountedVisit(tier, headers, entry, hold)

    def recover(self, killed: Killed) -> None:
        """Settle what died with the last server. For `Ledger.start`, before anyone is admitted."""
        row = killed.row
        num_tokens = row.num_prompt_tokens + row.num_completion_tokens
        self._meters.recover(killed.reserved, Spent(num_tokens, row.cost_nano_usd))

    def _limits(self, principal: Principal, model: str, tier: TierWanted) -> Sequence[OwnedLimit]:
        """What a request must pass that may be made at all."""
        if not principal.may_use(model):
            raise ModelNotAllowed(model=model)
        limits = self._book.limits_of(principal, model)
        _check_tier(principal, tier, limits)
        return limits

    def _charges(
        self, principal: Principal, wanted: Wanted, limits: Sequence[OwnedLimit]
    ) -> tuple[Charge, ...]:
        if not limits:
            return ()
        need = _Need(wanted, self._prices.of(wanted.model), self._reserve_tokens)
        takes_credit = wanted.tier in _TAKES_CREDIT
        return tuple(
            Charge(meter, need.cost(meter))
            for meter in self._meters_of(principal, wanted.model, limits)
            if takes_credit or not meter.is_credit
        )

    def _meters_of(
        self, principal: Principal, model: str, limits: Sequence[OwnedLimit]
    ) -> tuple[Meter, ...]:
        """Of limits of the same kind, as a key may be given in two ways, the lower."""
        asked = (principal.key_id, principal.project, model)
        known = self._known.get(asked)
        if known is not None and known[0] is limits:
            return known[1]
        lowest: dict[str, Meter] = {}
        for meter in map(meter_of, limits):
            other = lowest.get(meter.id)
            if other is None or meter.capacity < other.capacity:
                lowest[meter.id] = meter
        if len(self._known) >= _MAX_KNOWN:
            self._known.clear()
        self._known[asked] = (limits, tuple(lowest.values()))
        return self._known[asked][1]


class _Need:
    """What a request may come to."""

    def __init__(self, wanted: Wanted, price: Price, reserve_tokens: int) -> None:
        self._is_estimate = wanted.max_new_tokens is None
        num_new_tokens = wanted.max_new_tokens
        if num_new_tokens is None:
            num_new_tokens = min(wanted.room_tokens, reserve_tokens)
        num_prompt_tokens = wanted.num_prompt_tokens
        # Whatever it will be, at least one token is said.
        self._least_tokens = num_prompt_tokens + min(1, num_new_tokens)
        self._num_tokens = num_prompt_tokens + num_new_tokens
        self._nano_usd = _cost(price, num_prompt_tokens, num_new_tokens)
        self._least_nano_usd = _cost(price, num_prompt_tokens, min(1, num_new_tokens))

    def cost(self, meter: Meter) -> int:
        """Of one meter, in its unit."""
        measure = meter.measure
        if measure in (Measure.REQUESTS, Measure.CONCURRENT):
            return 1
        if measure is Measure.MICRO_USD:
            most, least = self._nano_usd, self._least_nano_usd
        else:
            most, least = self._num_tokens, self._least_tokens
        return min(most, max(least, meter.capacity)) if self._is_estimate else most


def _cost(price: Price, num_prompt_tokens: int, num_new_tokens: int) -> int:
    return price.nano_usd(
        num_prompt_tokens=num_prompt_tokens,
        num_cached_tokens=0,
        num_completion_tokens=num_new_tokens,
    )


def _without_credit(principal: Principal) -> Tier:
    """What serves who names no tier and has no credits, or none left: `default`, where the key may
    have that. A key that may have nothing by name may still ask."""
    if Tier.DEFAULT in principal.tiers:
        return Tier.DEFAULT
    return next((tier for tier in _BY_NAME.values() if tier in principal.tiers), Tier.DEFAULT)


def _check_tier(principal: Principal, tier: TierWanted, limits: Sequence[OwnedLimit]) -> None:
    named = _BY_NAME.get(tier)
    if named is not None and named not in principal.tiers:
        others = " or ".join(f"`{one}`" for one in _BY_NAME.values() if one in principal.tiers)
        instead = f", or for {others}" if others else ""
        raise TierNotAllowed(tier=tier.value, hint=f"Ask without it{instead}, or with another key.")
    has_credits = any(one.limit.measure is Measure.SCALE_TOKENS for one in limits)
    if tier is TierWanted.SCALE and not has_credits:
        raise TierNotAllowed(
            tier=tier.value,
            hint="It is paid with credits, limits of `scale_tokens`, and this key has none.",
        )
