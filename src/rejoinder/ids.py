"""Names for things that clients quote back to us."""

from __future__ import annotations

import os
import secrets
import string

_ALPHABET = string.digits + string.ascii_letters

# From any byte to a letter. 256 is no multiple of 62, so 8 letters come a little oftener; a name of
# 24 still holds over 140 bits. Drawing letter by letter costs 260 us a request, this about one.
_LETTERS = bytes(ord(_ALPHABET[byte % len(_ALPHABET)]) for byte in range(256))


def _random(length: int) -> str:
    return os.urandom(length).translate(_LETTERS).decode()


def completion_id() -> str:
    """`chatcmpl-` and 29 characters, as the API's own look."""
    return "chatcmpl-" + _random(29)


def older_completion_id() -> str:
    """`cmpl-` and 29 characters, for answers of `/v1/completions`."""
    return "cmpl-" + _random(29)


def request_id() -> str:
    """`req_` and 24 characters."""
    return "req_" + _random(24)


def key_id() -> str:
    """`key_` and 24 characters: the name of a key, by which it may be spoken of."""
    return "key_" + _random(24)


def project_id() -> str:
    """`proj_` and 24 characters."""
    return "proj_" + _random(24)


def call_id() -> str:
    """`call_` and 24 characters: the name of a tool call, which its result will quote."""
    return "call_" + _random(24)


def seed() -> int:
    """A seed for a request that gave none: 63 bits, so that every JSON reader keeps it signed."""
    return secrets.randbits(63)
