"""What is kept of stored completions, as values. Imports no SQLAlchemy."""

from __future__ import annotations

import msgspec


class Completion(msgspec.Struct, frozen=True, kw_only=True):
    """One that is stored. request: the body as it came. response: the whole answer as JSON, also of
    one that was streamed. seed: the one it was drawn with, 0 to 2**64 - 1."""

    id: str
    project: str
    key_id: str
    request_id: str
    created_s: int
    model: str
    seed: int
    user: str
    metadata: dict[str, str]
    request: bytes
    response: bytes


class Page(msgspec.Struct, frozen=True):
    """In the order that was asked for. has_more: whether others follow."""

    items: tuple[Completion, ...]
    has_more: bool


class Totals(msgspec.Struct, frozen=True):
    """num_bytes: of requests, responses and metadata; a database needs a little more."""

    num_completions: int
    num_bytes: int
