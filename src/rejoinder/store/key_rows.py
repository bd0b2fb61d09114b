"""Keys and projects as their tables hold them. Plain data, without a database.

Named as the tables' columns. What they mean is `accounts`' business: scopes, tiers and models are
words here, and limits the JSON they came as.
"""

from __future__ import annotations

import msgspec


class ProjectRow(msgspec.Struct, frozen=True):
    """limits: a JSON list."""

    id: str
    name: str
    created_s: int
    limits: str
    is_archived: bool


class KeyRow(msgspec.Struct, frozen=True):
    """models: None for all. Times are Unix times in s; last_used_s is to the minute."""

    id: str
    project: str
    name: str
    scopes: tuple[str, ...]
    models: tuple[str, ...] | None
    tiers: tuple[str, ...]
    limits: str
    created_s: int
    expires_s: int | None = None
    revoked_s: int | None = None
    last_used_s: int | None = None


class SecretRow(msgspec.Struct, frozen=True):
    """One of a key's secrets. digest: SHA-256 of the whole. shown: what people see of it."""

    digest: bytes
    key_id: str
    shown: str
    created_s: int
    expires_s: int | None = None


class KeyFound(msgspec.Struct, frozen=True):
    """A key with its secrets, the newest first."""

    key: KeyRow
    secrets: tuple[SecretRow, ...]


class Everything(msgspec.Struct, frozen=True):
    """All keys and projects, as of a version. What is here may be newer than the version says."""

    version: int
    projects: tuple[ProjectRow, ...]
    keys: tuple[KeyRow, ...]
    secrets: tuple[SecretRow, ...]


class Page(msgspec.Struct, frozen=True):
    """Where a list goes on: after the one of this id, oldest first, this many at most."""

    after: str | None
    limit: int
