"""A key's secret: how it is made, known again, and shown. Knows nothing of whose it is.

`rj-`, 43 letters that hold 256 random bits, and 6 letters of checksum, by which a scanner for
leaked secrets tells ours from any other text without asking anybody. What is kept is the SHA-256
digest of the whole: nothing slower is of use, as nobody tries 2**256 keys.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string
import zlib

PREFIX = "rj-"
# In this order as numbers: `0` is 0 and `z` is 61.
LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
NUM_SECRET_LETTERS = 43  # 62**43 is just above 2**256
NUM_CHECK_LETTERS = 6  # 62**6 is just above 2**32

# For scanners: what has this form, and the right checksum, is one of our keys.
FORM = re.compile(
    rf"rj-(?P<secret>[0-9A-Za-z]{{{NUM_SECRET_LETTERS}}})(?P<check>[0-9A-Za-z]{{{NUM_CHECK_LETTERS}}})"
)


def new_secret() -> str:
    """From the operating system's source of randomness."""
    body = PREFIX + _base62(secrets.randbits(256), NUM_SECRET_LETTERS)
    return body + _checksum(body)


def is_well_formed(text: str) -> bool:
    """Whether this could be a key of ours. Says nothing of whether it is one."""
    if FORM.fullmatch(text) is None:
        return False
    return _checksum(text[:-NUM_CHECK_LETTERS]) == text[-NUM_CHECK_LETTERS:]


def holds_one(text: str) -> bool:
    """Whether a key of ours could stand in it, anywhere."""
    length = len(PREFIX) + NUM_SECRET_LETTERS + NUM_CHECK_LETTERS
    starts = (found.start() for found in re.finditer(PREFIX, text))
    return any(is_well_formed(text[start : start + length]) for start in starts)


def digest(secret: str) -> bytes:
    """What stands for the secret wherever it is kept. Takes any text."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def shown(secret: str) -> str:
    """Enough of a key of ours for its owner to know it again: 23 of its 256 bits, and 4 letters of
    checksum."""
    return f"{secret[:7]}...{secret[-4:]}"


def hinted(sent: str) -> str:
    """What an error repeats of whatever was sent as a key: at most the first 3 and last 4 letters,
    and of short texts less, so that most of it stays unsaid."""
    if len(sent) < 16:
        return "*" * len(sent)
    return f"{sent[:3]}***{sent[-4:]}"


def _checksum(body: str) -> str:
    return _base62(zlib.crc32(body.encode("ascii")), NUM_CHECK_LETTERS)


def _base62(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, remainder = divmod(number, len(LETTERS))
        letters.append(LETTERS[remainder])
    assert number == 0, "more than fits"
    return "".join(reversed(letters))
