"""What /health, /ready and /version say of the server."""

from __future__ import annotations

import msgspec


class Health(msgspec.Struct, frozen=True):
    """`ok` or `ready`."""

    status: str


class NotReady(msgspec.Struct, frozen=True):
    """Why a chat request would be refused now, a sentence each."""

    status: str
    reasons: list[str]


class Version(msgspec.Struct, frozen=True):
    """Which server this is."""

    name: str
    version: str
