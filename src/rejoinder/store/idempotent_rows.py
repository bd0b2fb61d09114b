"""Requests that may come twice, as plain data. Knows no database."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Place(NamedTuple):
    """What an `Idempotency-Key` is unique in. key: as the client sent it."""

    project: str
    key: str


class Told(msgspec.Struct, frozen=True):
    """An answer as it was given. headers: JSON, whatever the server made of them. body: packed by
    the server, too. completion_id: of the stored completion that it is, empty where it is none."""

    status: int
    headers: bytes
    body: bytes
    completion_id: str = ""


class Claim(msgspec.Struct, frozen=True):
    """Somebody's wish to answer. digest: of route and body. seed: for what is drawn, unless the
    request has drawn one before. Times are Unix times in s: an answer of `old_s` or before is as if
    it had never been."""

    place: Place
    digest: bytes
    seed: int
    node_id: str
    now_s: int
    old_s: int


class Mine(msgspec.Struct, frozen=True):
    """The claim is granted, to be answered with this seed."""

    seed: int


class Answered(msgspec.Struct, frozen=True):
    """It has been answered."""

    told: Told


class Elsewhere(msgspec.Struct, frozen=True):
    """Another node that is alive answers it just now."""


class OtherRequest(msgspec.Struct, frozen=True):
    """The key belongs to another body or route."""


Found = Mine | Answered | Elsewhere | OtherRequest
