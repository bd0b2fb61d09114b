"""Who asks: what a key, or the absence of keys, entitles to."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from rejoinder.chat.ask import Tier

# The project of requests made without a key, and of keys that were given no other.
DEFAULT_PROJECT = "default"


class Scope(StrEnum):
    """What a key may be used for."""

    INFERENCE = "inference"  # have answers made, and manage those of its project that are stored
    READ = "read"  # see stored answers, usage and metrics of its project
    ADMIN = "admin"  # manage keys, projects and limits, and see everybody's usage and metrics


class Principal(msgspec.Struct, frozen=True):
    """key_id: empty without a key. project: whose data is seen and whose caches are shared; holds
    no line break. models: None for all. tiers: those it may ask for by name."""

    key_id: str = ""
    key_name: str = ""
    project: str = DEFAULT_PROJECT
    scopes: frozenset[Scope] = frozenset(Scope)
    models: frozenset[str] | None = None
    tiers: frozenset[Tier] = frozenset(Tier)

    def may_use(self, model: str) -> bool:
        return self.models is None or model in self.models


# Where no keys are set up, or none are asked for.
ANYBODY = Principal()
