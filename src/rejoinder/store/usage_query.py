"""What is asked of usage, and what is told. Plain data, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

Group = Literal["project", "key_id", "user", "model", "tier", "outcome"]

HOUR_S = 3600
DAY_S = 24 * HOUR_S


class UsageQuery(msgspec.Struct, frozen=True):
    """start_s to before end_s, Unix times. width_s: of a bucket, HOUR_S or DAY_S, counted from
    1970. filters: a row must have one of the values of each; an empty tuple lets none pass."""

    start_s: int
    end_s: int
    width_s: int
    groups: tuple[Group, ...] = ()
    filters: Mapping[Group, tuple[str, ...]] = {}


class Sums(NamedTuple):
    """In the order they are selected."""

    num_requests: int = 0
    num_prompt_tokens: int = 0
    num_cached_tokens: int = 0
    num_completion_tokens: int = 0
    num_thought_tokens: int = 0
    cost_nano_usd: int = 0

    def plus(self, other: Sums) -> Sums:
        return Sums(*(mine + its for mine, its in zip(self, other, strict=True)))


class Used(msgspec.Struct, frozen=True):
    """One bucket's sums of one group. start_s: the bucket's own beginning, also where the query
    begins later. group: the values of the query's groups, in their order."""

    start_s: int
    group: tuple[str, ...]
    sums: Sums
