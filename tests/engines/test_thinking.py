"""Effort becomes a number of tokens, and a limit that can be held."""

from __future__ import annotations

import msgspec
import pytest

from rejoinder.chat.ask import Ask, Effort
from rejoinder.chat.dialects.base import Thinking
from rejoinder.engine.order import Thought
from rejoinder.engines.thinking import Budgets, thought_of
from rejoinder.errors import InvalidValue
from tests.chat.fake_dialect import FakeDialect
from tests.engines.test_wanted import PLAIN

OPENS, CLOSES = 1, 2
WORDS = {"<think>": [OPENS], "</think>": [CLOSES]}
LETTERS = {"<think>": [10, 11, 12], "</think>": [13, 11, 12]}


def limit(
    effort: Effort | None,
    thinking: Thinking,
    words: dict[str, list[int]] = WORDS,
    budgets: Budgets | None = None,
    logit_bias: tuple[tuple[int, float], ...] = (),
) -> Thought | None:
    ask: Ask = msgspec.structs.replace(PLAIN, effort=effort, logit_bias=logit_bias)
    return thought_of(
        ask,
        thinking,
        dialect=FakeDialect(),
        budgets=budgets or Budgets(),
        encode=words.__getitem__,
        added_ids={OPENS, CLOSES},
    )


@pytest.mark.parametrize(
    ("effort", "max_tokens"),
    [
        (Effort.NONE, 0),
        (Effort.MINIMAL, 256),
        (Effort.LOW, 1_024),
        (Effort.MEDIUM, 4_096),
        (Effort.HIGH, 16_384),
    ],
)
def test_each_effort_is_a_budget(effort: Effort, max_tokens: int) -> None:
    assert limit(effort, Thinking.MAY) == Thought((CLOSES,), max_tokens, (OPENS,))


def test_budgets_can_be_set() -> None:
    assert limit(Effort.LOW, Thinking.MAY, budgets=Budgets(low=5)) == Thought(
        (CLOSES,), 5, (OPENS,)
    )


def test_a_thought_that_the_prompt_has_begun_is_not_opened_again() -> None:
    assert limit(Effort.LOW, Thinking.OPENED) == Thought((CLOSES,), 1_024)


@pytest.mark.parametrize(
    ("effort", "thinking"), [(None, Thinking.OPENED), (Effort.HIGH, Thinking.NEVER)]
)
def test_without_a_word_or_a_thought_there_is_no_limit(
    effort: Effort | None, thinking: Thinking
) -> None:
    assert limit(effort, thinking) is None


def test_a_limit_that_words_cannot_hold_is_refused() -> None:
    """`</think>` in letters ends in another token where a line's end follows: the engine would not
    see that the thought is over, and close it again amid the answer."""
    for thinking in (Thinking.MAY, Thinking.OPENED):
        with pytest.raises(InvalidValue, match="reasoning_effort"):
            limit(Effort.LOW, thinking, LETTERS)
    assert limit(Effort.NONE, Thinking.OPENED, LETTERS) == Thought((13, 11, 12), 0)


@pytest.mark.parametrize("bias", [-100.0, 100.0])
def test_what_closes_a_thought_can_be_neither_banned_nor_the_only_choice(bias: float) -> None:
    """The answer came to its limit and failed there."""
    with pytest.raises(InvalidValue) as caught:
        limit(Effort.LOW, Thinking.OPENED, logit_bias=((7, bias), (CLOSES, bias)))
    assert caught.value.param == f"logit_bias.{CLOSES}"
    assert limit(None, Thinking.OPENED, logit_bias=((CLOSES, bias),)) is None


def test_what_closes_a_thought_may_be_made_likelier() -> None:
    assert limit(Effort.LOW, Thinking.OPENED, logit_bias=((CLOSES, 99.0), (7, -100.0)))
