"""The one authoriser: who asks, and whether a route is for them. Default deny."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from rejoinder.accounts.principal import ANYBODY, Principal, Scope
from rejoinder.server.exchange import Exchange


class Open(StrEnum):
    """Routes that need no scope."""

    TO_ALL = "all"  # says nothing of anybody: health, documentation
    TO_KEYS = "keys"  # any valid key


# A set: any of them.
Needs = Scope | Open | frozenset[Scope]

# Usage and metrics, which hold numbers and nobody's words: who manages sees everybody's.
NUMBERS = frozenset({Scope.READ, Scope.ADMIN})


class Access(Protocol):
    """Who may ask for what."""

    def authorise(self, exchange: Exchange, needs: Needs) -> Principal:
        """Raises `Unauthorized` or `Forbidden`. Waits for nothing."""
        ...


class NoKeys:
    """Satisfies `Access`: everybody may do everything."""

    def authorise(self, exchange: Exchange, needs: Needs) -> Principal:
        return ANYBODY
