"""What the engine is asked for, and what it says back: plain data that also crosses the socket.

An order is complete: everything that can change a token is in it, so the same order gives the
same tokens wherever and whenever it is run. `resume` is how an order survives the death of the
process that ran it: what had been said is said again to the next one.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Sampling(msgspec.Struct, frozen=True):
    """How a token is drawn. `temperature` 0 takes the likeliest; `top_k` 0 means no limit.

    `seed` is any 64-bit unsigned number. A token's random number is a function of
    (seed, choice, position) alone; see `sampling.py`.
    """

    temperature: float
    top_p: float
    top_k: int
    seed: int


class Finish(StrEnum):
    """Why a choice ended by itself."""

    STOP = "stop"  # the model said a stop id
    LENGTH = "length"  # max_tokens were said


class Progress(msgspec.Struct, frozen=True):
    """What one choice had said when its worker died."""

    token_ids: tuple[int, ...] = ()
    finish: Finish | None = None


class Order(msgspec.Struct, frozen=True):
    """One ask in token ids.

    prompt: at least one id. max_tokens: per choice, at least one; the caller has checked that
    prompt and max_tokens together fit the context. stop_ids end a choice and are its last token.
    resume: empty, or one entry per choice.
    """

    order_id: str
    prompt: tuple[int, ...]
    sampling: Sampling
    max_tokens: int
    num_choices: int = 1
    stop_ids: frozenset[int] = frozenset()
    wants_logprobs: bool = False
    resume: tuple[Progress, ...] = ()


class Sampled(msgspec.Struct, frozen=True, tag="sampled"):
    """One chosen token and its facts.

    position counts the choice's own tokens from 0. logprob is the natural log of the model's own
    probability (before temperature and cuts), or None where it was not asked for.
    """

    order_id: str
    choice: int
    position: int
    token_id: int
    logprob: float | None = None
    finish: Finish | None = None


class Ending(StrEnum):
    """The three ways an order can end."""

    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """Said exactly once per order, after its last `Sampled`. `detail` explains a failure."""

    order_id: str
    ending: Ending
    detail: str = ""


Event = Sampled | Ended
