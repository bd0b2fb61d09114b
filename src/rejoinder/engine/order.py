"""What the engine is asked for, and what it says back: plain data that also crosses the socket.

An order is complete: everything that can change a token is in it, so the same order gives the
same tokens wherever and whenever it is run. `resume` is how an order survives the death of the
process that ran it: what had been said is said again to the next one.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

# Orders of this rank or a later one are served with what the others leave, and paused where that
# is nothing. The flex tier's.
LEFTOVER_RANK = 3

# The API's limits of logit_bias, where it promises a ban and an exclusive choice.
BAN = -100.0
FORCE = 100.0


class Sampling(msgspec.Struct, frozen=True):
    """How a token is drawn. `temperature` 0 takes the likeliest; `top_k` 0 means no limit.

    `seed` is any 64-bit unsigned number. A token's random number is a function of
    (seed, choice, position) alone; see `sampling.py`, also for the order of operations.
    min_p 0, penalties 0 and repetition_penalty 1 change nothing. logit_bias: (token id, bias), each
    id once; a bias of -100 or less bans, one of 100 or more leaves no other choice.
    """

    temperature: float
    top_p: float
    top_k: int
    seed: int
    min_p: float = 0.0
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    repetition_penalty: float = 1.0
    logit_bias: tuple[tuple[int, float], ...] = ()


class Thought(msgspec.Struct, frozen=True):
    """The most a choice may think before it answers.

    opens: what begins a thought, said by the model; empty where the prompt has begun one. closes:
    what ends it. Both are matched as whole runs of token ids. max_tokens: of all thoughts of a
    choice together, the ids that open and close them not counted; when they are said, `closes` is
    forced. 0 is closed at once.
    """

    closes: tuple[int, ...]
    max_tokens: int
    opens: tuple[int, ...] = ()


class Finish(StrEnum):
    """Why a choice ended by itself."""

    STOP = "stop"  # a stop id was said, or an end where a grammar left nothing else to say
    LENGTH = "length"  # max_tokens were said


class Progress(msgspec.Struct, frozen=True):
    """What one choice had said when its worker died.

    finish: None where it is to go on; STOP also where it was cancelled or met a fault.
    """

    token_ids: tuple[int, ...] = ()
    finish: Finish | None = None


class Order(msgspec.Struct, frozen=True):
    """One ask in token ids.

    prompt: at least one id. max_tokens: per choice, at least one; the caller has checked that
    prompt and max_tokens together fit the context. stop_ids end a choice and are its last token.
    min_tokens: no stop id is drawn before a choice has so many tokens. num_top_logprobs: how many
    of the likeliest tokens are told with each, where wants_logprobs. cache_scope: orders of one
    scope may reuse each other's prompts and learn of it; None neither reads nor feeds the cache.
    resume: empty, or one entry per choice. grammar: empty, or what all of a choice's tokens must
    follow, as `grammar.text.Grammar.text` writes it; it has been checked. Where it is complete and
    nothing can follow, a choice ends with the model's end, be it a stop id or not. thought: None
    where thoughts have no limit, or there are none. rank: 0 is served first, `LEFTOVER_RANK` with
    what is left; it changes no token. owner: whose it is, for those of one rank whose grammars are
    compiled in turn.
    """

    order_id: str
    prompt: tuple[int, ...]
    sampling: Sampling
    max_tokens: int
    num_choices: int = 1
    stop_ids: frozenset[int] = frozenset()
    wants_logprobs: bool = False
    num_top_logprobs: int = 0
    min_tokens: int = 0
    cache_scope: str | None = ""
    resume: tuple[Progress, ...] = ()
    grammar: str = ""
    thought: Thought | None = None
    rank: int = 0
    owner: str = ""


class Started(msgspec.Struct, frozen=True, tag="started"):
    """Said once per order and process, before its first `Sampled`: how much of its prompt was
    there already. After a restart it is said again and means nothing to the client."""

    order_id: str
    num_cached_tokens: int


class Sampled(msgspec.Struct, frozen=True, tag="sampled"):
    """One chosen token and its facts.

    position counts the choice's own tokens from 0. logprob is the natural log of the model's own
    probability (before bias, penalties, temperature and cuts), or None where it was not asked for.
    top_logprobs: (token id, logprob) of the likeliest, falling; ties by rising id.
    """

    order_id: str
    choice: int
    position: int
    token_id: int
    logprob: float | None = None
    finish: Finish | None = None
    top_logprobs: tuple[tuple[int, float], ...] = ()


class Fault(StrEnum):
    """Why a choice cannot go on."""

    RULED_OUT = "ruled_out"  # the order's own biases and bans leave no token
    OFF_GRAMMAR = "off_grammar"  # its grammar cannot be followed any further
    NO_DISTRIBUTION = "no_distribution"  # the model's logits are no numbers
    MISTAKE = "mistake"  # ours; the log has more


class Faulted(msgspec.Struct, frozen=True, tag="faulted"):
    """A choice has ended without a `Finish`, after its last `Sampled`; its siblings go on.

    It depends on the order and the choice alone, like every token.
    """

    order_id: str
    choice: int
    fault: Fault
    detail: str


class Ending(StrEnum):
    """The three ways an order can end."""

    FINISHED = "finished"  # all of its choices have ended, be it by a fault
    CANCELLED = "cancelled"
    FAILED = "failed"


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """Said exactly once per order, after all else. `detail` explains a failure of the whole."""

    order_id: str
    ending: Ending
    detail: str = ""


Event = Started | Sampled | Faulted | Ended
