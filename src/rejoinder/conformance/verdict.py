"""The words a row can end in, and what each of them claims."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Verdict(enum.StrEnum):
    """What became of one promise."""

    HONOURED = "honoured"
    """Behaviour shows it."""
    PARTLY = "partly"
    """Behaviour shows some of it; the reason says which part is missing."""
    ACCEPTED = "accepted"
    """Taken and read (a value that cannot be meant is refused), with no effect that the documents
    promise a client could see."""
    REFUSED = "refused"
    """Answered with a 4xx that names the parameter: not done, and said so."""
    UNTESTED = "untested"
    """This server gave no way to find out; the reason says what was missing."""
    IGNORED = "ignored"
    """Answered as if it had not been sent, or as if it had no limits."""
    WRONG = "wrong"
    """Something else was done, or an answer came that the documents rule out."""


FAILING = frozenset({Verdict.IGNORED, Verdict.WRONG})


@dataclass(frozen=True)
class Finding:
    """One row's end. `reason` is for people; it may be empty where there is nothing to add."""

    verdict: Verdict
    reason: str = ""

    @property
    def is_failing(self) -> bool:
        return self.verdict in FAILING


def honoured(reason: str = "") -> Finding:
    return Finding(Verdict.HONOURED, reason)


def partly(reason: str) -> Finding:
    return Finding(Verdict.PARTLY, reason)


def accepted(reason: str = "") -> Finding:
    return Finding(Verdict.ACCEPTED, reason)


def refused(reason: str) -> Finding:
    return Finding(Verdict.REFUSED, reason)


def untested(reason: str) -> Finding:
    return Finding(Verdict.UNTESTED, reason)


def ignored(reason: str) -> Finding:
    return Finding(Verdict.IGNORED, reason)


def wrong(reason: str) -> Finding:
    return Finding(Verdict.WRONG, reason)
