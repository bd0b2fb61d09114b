"""No accounts at all: everybody is admitted and nothing is counted. For servers without a store."""

from __future__ import annotations

from rejoinder.accounts.base import Outcome, Wanted
from rejoinder.accounts.principal import Principal
from rejoinder.chat.ask import Tier, TierWanted


class FreeVisit:
    """Satisfies `Visit`."""

    headers: tuple[tuple[str, str], ...] = ()

    def __init__(self, tier: Tier) -> None:
        self.tier = tier

    def count(
        self,
        *,
        num_prompt_tokens: int,
        num_cached_tokens: int,
        num_completion_tokens: int,
        num_thought_tokens: int,
    ) -> None:
        pass

    def end(self, outcome: Outcome) -> None:
        pass


class FreeDesk:
    """Satisfies `Desk`. Nobody has credits here, so `auto` and `scale` are served as `default`."""

    def check(self, principal: Principal, model: str, tier: TierWanted) -> None:
        pass

    async def admit(self, principal: Principal, wanted: Wanted) -> FreeVisit:
        named = {TierWanted.PRIORITY: Tier.PRIORITY, TierWanted.FLEX: Tier.FLEX}
        return FreeVisit(named.get(wanted.tier, Tier.DEFAULT))
