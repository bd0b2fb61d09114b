"""How long a choice may think: the API's words for effort, in tokens, as the limit of an order."""

from __future__ import annotations

from collections.abc import Callable, Collection

import msgspec

from rejoinder.chat.ask import Ask, Effort
from rejoinder.chat.dialects.base import Dialect, Thinking
from rejoinder.engine.order import BAN, FORCE, Thought
from rejoinder.errors import InvalidValue


class Budgets(msgspec.Struct, frozen=True):
    """Tokens of thought by effort. No effort is no thought."""

    minimal: int = 256
    low: int = 1_024
    medium: int = 4_096
    high: int = 16_384

    def of(self, effort: Effort) -> int:
        match effort:
            case Effort.NONE:
                return 0
            case Effort.MINIMAL:
                return self.minimal
            case Effort.LOW:
                return self.low
            case Effort.MEDIUM:
                return self.medium
            case Effort.HIGH:
                return self.high

    @property
    def text(self) -> str:
        """All of them, for the system fingerprint."""
        return f"{self.minimal} {self.low} {self.medium} {self.high}"


def thought_of(
    ask: Ask,
    thinking: Thinking,
    *,
    dialect: Dialect,
    budgets: Budgets,
    encode: Callable[[str], list[int]],
    added_ids: Collection[int],
) -> Thought | None:
    """The limit of an order; None where the ask speaks of none, or nothing is thought.

    added_ids: tokens that text beside them never changes. Raises InvalidValue where the limit
    could not be held. What closes a thought is found by its tokens, and letters are other tokens
    with each neighbour. And it must be possible to say it.
    """
    if ask.effort is None or thinking is Thinking.NEVER or dialect.thought is None:
        return None
    opens, closes = (tuple(encode(mark)) for mark in dialect.thought)
    begun = () if thinking is Thinking.OPENED else opens
    max_tokens = budgets.of(ask.effort)
    edges = (closes[0], closes[-1], *(begun[:1]), *(begun[-1:]))
    is_closed_at_once = thinking is Thinking.OPENED and max_tokens == 0
    if not is_closed_at_once and any(one not in added_ids for one in edges):
        raise InvalidValue(
            param="reasoning_effort",
            value=ask.effort.value,
            rule="this model opens and closes its thoughts with words, whose end cannot be told "
            "exactly enough to limit them",
        )
    for token_id, bias in ask.logit_bias:
        if token_id in closes and (bias <= BAN or bias >= FORCE):
            raise InvalidValue(
                param=f"logit_bias.{token_id}",
                value=bias,
                rule="that token closes this model's thoughts, which `reasoning_effort` limits: "
                "it can be neither banned nor the only choice",
                hint="Biases between -100 and 100 can stand beside it.",
            )
    return Thought(closes=closes, max_tokens=max_tokens, opens=begun)
