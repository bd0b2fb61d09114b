"""One line of the ledger: what one admitted request came to. Plain data, without a database."""

from __future__ import annotations

import msgspec


class LedgerRow(msgspec.Struct, frozen=True):
    """Named as the table's columns. id: the answer's. at_ms: Unix time of its admission.

    num_cached_tokens are among the prompt's, num_thought_tokens among the completion's.
    duration_ms: to its end, 0 where nobody saw that. Costs are in billionths of a dollar.
    """

    id: str
    at_ms: int
    request_id: str
    key_id: str
    project: str
    user: str
    model: str
    route: str
    tier: str
    outcome: str
    num_prompt_tokens: int
    num_cached_tokens: int
    num_completion_tokens: int
    num_thought_tokens: int
    cost_nano_usd: int
    duration_ms: int


class RowRefused(Exception):
    """The database is there, and will not have what it was given."""
