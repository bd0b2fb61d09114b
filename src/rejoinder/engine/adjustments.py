"""What is done to a choice's logits before a token is drawn: penalties, biases and bans.

In this order, each computed in float64 and rounded to the row's float32:
1. `repetition_penalty` r, for every token of the prompt or said so far: a logit above 0 is divided
   by r, one below multiplied (Keskar et al., arXiv:1909.05858, as Hugging Face has it). It comes
   first because it depends on the sign of the model's own logit, which a bias must not turn.
2. `logit_bias` is added.
3. `frequency_penalty` times how often this choice has said the token is subtracted, and
   `presence_penalty` if it has said it at all. The prompt does not count.
4. Where any token has a bias of 100 or more, all others are ruled out. Those that remain compete
   by their logits as they are now.
5. Tokens with a bias of -100 or less are ruled out; so are stop ids, until `min_tokens` are said.
6. What the order's grammar does not allow is ruled out (`masking.py`). It comes last, as nothing
   that is done to a logit can bring a token back.

A token that must be said, because the grammar allows no other or a thought has to be closed, is
not drawn: only steps 4 and 5 concern it, and a choice whose biases or `min_tokens` rule it out
cannot go on. The end of an answer to which nothing can be added is not held up even by those.

Ruled out means a logit of -inf. Only the few tokens concerned are touched, and a row that nothing
concerns is not copied.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rejoinder.engine.order import BAN, FORCE, Order
from rejoinder.engine.rows import Ids, Row, Weights, check_is_distribution


class NothingLeft(ValueError):
    """Biases, min_tokens and what must be said together rule out every token."""


class Counts:
    """How often a choice has said each token: a function of its output, kept up as it grows."""

    def __init__(self) -> None:
        self._num_counted = 0
        self._places: dict[int, int] = {}  # by token id
        self._ids = np.zeros(16, np.intp)
        self._counts = np.zeros(16)

    @property
    def ids(self) -> Ids:
        """Each token said, once."""
        return self._ids[: len(self._places)]

    @property
    def counts(self) -> Weights:
        """How often, in the order of `ids`."""
        return self._counts[: len(self._places)]

    def catch_up(self, output: Sequence[int]) -> None:
        """Count what is new in `output`, which begins with all that was counted before."""
        for token_id in output[self._num_counted :]:
            place = self._places.setdefault(token_id, len(self._places))
            if place == len(self._ids):
                self._ids = np.concatenate([self._ids, np.zeros_like(self._ids)])
                self._counts = np.concatenate([self._counts, np.zeros_like(self._counts)])
            self._ids[place] = token_id
            self._counts[place] += 1
        self._num_counted = len(output)


class Adjuster:
    """One choice's adjustments. What it remembers it could always work out again from the output.

    The order has passed `validity`: ids of biases are within the row, each once.
    """

    def __init__(self, order: Order) -> None:
        how = order.sampling
        self._min_tokens = order.min_tokens
        # A model's list of stop ids may go beyond its vocabulary; those are never drawn anyway.
        self._stop_ids = np.array([each for each in order.stop_ids if each >= 0], np.intp)
        self._repetition = how.repetition_penalty
        self._frequency = how.frequency_penalty
        self._presence = how.presence_penalty
        self._biased_at_all = len(how.logit_bias) > 0
        ids = np.array([token_id for token_id, _ in how.logit_bias], np.intp)
        biases = np.array([bias for _, bias in how.logit_bias])
        self._banned = ids[biases <= BAN]
        self._forced = ids[biases >= FORCE]
        self._biased, self._biases = ids[biases > BAN], biases[biases > BAN]
        self._prompt_ids = np.unique(np.array(order.prompt if self._repeats else (), np.intp))
        self._said = Counts()

    def adjusted(self, row: Row, output: Sequence[int]) -> Row:
        """The row to draw the next token from, after `output`. The row given is left as it is.

        Raises NoDistribution and NothingLeft.
        """
        awaits_more = len(output) < self._min_tokens and len(self._stop_ids) > 0
        if not (self._repeats or self._penalises or self._biased_at_all or awaits_more):
            return row
        check_is_distribution(row)  # before a ban hides a NaN
        adjusted = row.copy()
        # A value past what float32 holds becomes an infinity, which whoever draws refuses.
        with np.errstate(over="ignore"):
            self._penalise(adjusted, output)
        return self._without_banned(adjusted, awaits_more=awaits_more)

    def may_say(self, token_id: int, num_said: int) -> bool:
        """Whether steps 4 and 5 leave this token, after so many."""
        if len(self._forced) and token_id not in self._forced:
            return False
        awaits_more = num_said < self._min_tokens and token_id in self._stop_ids
        return not awaits_more and token_id not in self._banned

    @property
    def rules_out(self) -> bool:
        """Whether there are any tokens that the order itself keeps from being said."""
        return self._biased_at_all or (self._min_tokens > 0 and len(self._stop_ids) > 0)

    @property
    def _repeats(self) -> bool:
        return self._repetition != 1.0

    @property
    def _penalises(self) -> bool:
        return self._frequency != 0.0 or self._presence != 0.0

    def _penalise(self, row: Row, output: Sequence[int]) -> None:
        """Steps 1 to 3, in place."""
        if self._repeats or self._penalises:
            self._said.catch_up(output)
        if self._repeats:
            # Some ids are here twice, with the same result.
            ids = np.concatenate([self._prompt_ids, self._said.ids])
            logits = row[ids].astype(np.float64)
            row[ids] = np.where(logits < 0, logits * self._repetition, logits / self._repetition)
        row[self._biased] = row[self._biased] + self._biases
        if self._penalises:
            penalties = self._said.counts * self._frequency + self._presence
            row[self._said.ids] = row[self._said.ids] - penalties

    def _without_banned(self, row: Row, *, awaits_more: bool) -> Row:
        """Steps 4 and 5."""
        if len(self._forced):
            forced = row[self._forced]
            row = np.full_like(row, -np.inf)
            row[self._forced] = forced
        row[self._banned] = -np.inf
        if awaits_more:
            row[self._stop_ids[self._stop_ids < len(row)]] = -np.inf
        if row.max() == -np.inf:
            raise NothingLeft("logit_bias and min_tokens rule out every token")
        return row
