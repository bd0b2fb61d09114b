"""Names for things that clients quote back to us."""

from __future__ import annotations

import secrets
import string

_ALPHABET = string.digits + string.ascii_letters


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def completion_id() -> str:
    """`chatcmpl-` and 29 characters, as the API's own look."""
    return "chatcmpl-" + _random(29)


def request_id() -> str:
    """`req_` and 24 characters."""
    return "req_" + _random(24)


def seed() -> int:
    """A seed for a request that gave none: 63 bits, so that every JSON reader keeps it signed."""
    return secrets.randbits(63)
