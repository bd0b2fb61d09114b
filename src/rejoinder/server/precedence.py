"""How a body stands among those that wait to be read.

Reading it is what may take long: each new schema is checked and lowered. So its tier is looked for
before, which takes no longer than finding where its fields end.
"""

from __future__ import annotations

import msgspec

from rejoinder.accounts.base import Desk
from rejoinder.accounts.principal import Principal
from rejoinder.chat.ask import TierWanted
from rejoinder.chat.from_wire import tier_of
from rejoinder.engines.aside import standing_of
from rejoinder.engines.base import ChatEngine
from rejoinder.refusals import Forbidden
from rejoinder.turns import Standing

# About a millisecond. A longer body stands with `default`, whatever it says.
MAX_GLIMPSED_BYTES = 2**20


_UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)


class _Glimpse(msgspec.Struct):
    model: str = ""
    service_tier: str | None = None


_decoder = msgspec.json.Decoder(_Glimpse)


def standing_before_reading(
    body: bytes, principal: Principal, *, desk: Desk, engine: ChatEngine
) -> Standing:
    """Who may not have what the body asks for, or asks nobody, stands last, and is refused when it
    was read."""
    if len(body) > MAX_GLIMPSED_BYTES:
        return standing_of(TierWanted.AUTO, principal.project)
    try:
        seen = _decoder.decode(body)
        tier = tier_of(seen.service_tier)
        model = next(info.name for info in engine.models() if info.name == seen.model)
        desk.check(principal, model, tier)
    except (*_UNREADABLE, StopIteration, Forbidden):
        tier = TierWanted.FLEX
    return standing_of(tier, principal.project)
