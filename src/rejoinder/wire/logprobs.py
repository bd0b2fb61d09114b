"""How likely the model thought each token, as chat answers tell it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from rejoinder.chat.delta import LikelyToken, TokenFacts

# The API documents this value for a token that is very unlikely. JSON has no infinity.
MIN_LOGPROB = -9999.0


class TopLogprob(msgspec.Struct, frozen=True):
    """One of the likeliest tokens at a place. `bytes`: what it spells, empty for a token that is
    not shown; a token that spells part of a character is written `\\xe2\\x82`."""

    token: str
    logprob: float
    bytes: list[int]


class TokenLogprob(msgspec.Struct, frozen=True):
    """One token of the answer. `logprob` is of the model's own distribution, before any bias,
    penalty or temperature. The bytes of all tokens joined are the answer's."""

    token: str
    logprob: float
    bytes: list[int]
    top_logprobs: list[TopLogprob]


class ChoiceLogprobs(msgspec.Struct, frozen=True):
    """Of one choice, or of one chunk's part of it."""

    content: list[TokenLogprob]
    refusal: None = None


def told(facts: Iterable[TokenFacts]) -> list[TokenLogprob]:
    """Facts as the API writes them."""
    return [
        TokenLogprob(
            one.token.text,
            at_least(one.token),
            [*one.token.spelled],
            [TopLogprob(top.text, at_least(top), [*top.spelled]) for top in one.top],
        )
        for one in facts
    ]


def at_least(token: LikelyToken) -> float:
    """A number JSON can write."""
    return max(token.logprob, MIN_LOGPROB)
