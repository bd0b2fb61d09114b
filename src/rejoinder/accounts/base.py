"""The seam between the server and whoever counts: a request is admitted, counted and settled.

The answering path knows only this. `desk.py` joins limits, tiers and the ledger behind it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

import msgspec

from rejoinder.accounts.principal import Principal
from rejoinder.chat.ask import Tier, TierWanted


class Outcome(StrEnum):
    """How an admitted request ended. REFUSED: it was told to come again before anything was said,
    so it costs nothing."""

    FINISHED = "finished"
    CUT = "cut"  # the client left, stalled, or the server stopped
    FAILED = "failed"
    REFUSED = "refused"
    KILLED = "killed"  # found after the server's death; nobody says it


class Wanted(msgspec.Struct, frozen=True):
    """A request that was understood and could be begun now.

    id: the answer's, by which the ledger counts it once. num_prompt_tokens is exact.
    max_new_tokens: of all choices together; None where the client set no limit, room_tokens being
    what the context then leaves.
    """

    id: str
    request_id: str
    route: str
    model: str
    tier: TierWanted
    num_prompt_tokens: int
    max_new_tokens: int | None
    room_tokens: int
    user: str = ""


class Visit(Protocol):
    """One admitted request, to its end. Nothing of it waits for a disk or a network."""

    @property
    def tier(self) -> Tier:
        """What serves it."""
        ...

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """What the answer says of its limits."""
        ...

    def count(
        self,
        *,
        num_prompt_tokens: int,
        num_cached_tokens: int,
        num_completion_tokens: int,
        num_thought_tokens: int,
    ) -> None:
        """What it has come to so far, all choices together, and of its prompt what the engine has
        begun on. Until it is called nothing has been computed. Called for every delta."""
        ...

    def end(self, outcome: Outcome) -> None:
        """Settle what was reserved to what was counted, and record it. The first call counts."""
        ...


class Desk(Protocol):
    """Where requests are admitted."""

    def check(self, principal: Principal, model: str, tier: TierWanted) -> None:
        """Whether the principal may ask for this at all, before anything is done for it. Waits for
        nothing. model: one that is served; books remember those they are asked for. Raises
        `ModelNotAllowed` or `TierNotAllowed`, as `admit` would."""
        ...

    async def admit(self, principal: Principal, wanted: Wanted) -> Visit:
        """Reserve all that it may come to, or nothing. Raises `LimitReached`, `QuotaSpent`,
        `TierNotAllowed` or `ModelNotAllowed`, which cost nothing."""
        ...
