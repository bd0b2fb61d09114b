"""When a thought has to be closed: small token ids, read by eye."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from rejoinder.engine.order import Thought
from rejoinder.engine.thoughts import ThoughtBudget

OPEN, CLOSE = 1, 2


def told(thought: Thought, said: Sequence[int]) -> list[int | None]:
    """What had to be said before each of these, and after the last."""
    budget = ThoughtBudget(thought)
    closing = [budget.closing]
    for token_id in said:
        budget.say(token_id)
        closing.append(budget.closing)
    return closing


def test_a_thought_is_closed_when_so_many_tokens_were_said_in_it() -> None:
    thought = Thought(opens=(OPEN,), closes=(CLOSE,), max_tokens=2)
    assert told(thought, [9, OPEN, 9, 9, CLOSE, 9]) == [None, None, None, None, CLOSE, None, None]


def test_a_thought_that_the_prompt_has_begun_is_open_from_the_first_token() -> None:
    assert told(Thought(closes=(CLOSE,), max_tokens=1), [9, CLOSE, 9]) == [None, CLOSE, None, None]


def test_a_budget_of_nothing_closes_at_once() -> None:
    assert told(Thought(closes=(CLOSE,), max_tokens=0), [CLOSE]) == [CLOSE, None]
    thought = Thought(opens=(OPEN,), closes=(CLOSE,), max_tokens=0)
    assert told(thought, [9, OPEN, CLOSE]) == [None, None, CLOSE, None]


def test_what_closes_a_thought_may_be_several_tokens() -> None:
    thought = Thought(closes=(5, 6, 7), max_tokens=1)
    assert told(thought, [9, 5, 6, 7]) == [None, 5, 6, 7, None]


def test_all_thoughts_of_a_choice_share_the_budget() -> None:
    thought = Thought(opens=(OPEN,), closes=(CLOSE,), max_tokens=3)
    said = [OPEN, 9, 9, CLOSE, 8, OPEN, 9, CLOSE, OPEN, CLOSE]
    assert told(thought, said) == [*(None,) * 7, CLOSE, None, CLOSE, None]


def test_opening_and_closing_are_not_counted() -> None:
    thought = Thought(opens=(3, 4), closes=(5, 6), max_tokens=2)
    said = [3, 4, 9, 5, 6, 3, 4, 9]
    # The first thought was of one token, so that another may be of one as well.
    assert told(thought, said) == [None, None, None, None, 6, None, None, None, 5]


def test_what_the_model_has_begun_to_close_is_closed_in_time() -> None:
    """With 5 said, any token but 6 would make three of thought, and two are allowed."""
    thought = Thought(closes=(5, 6), max_tokens=2)
    assert told(thought, [9, 5, 6]) == [None, None, 6, None]


def test_a_beginning_that_is_not_gone_on_with_is_thought() -> None:
    thought = Thought(closes=(5, 6), max_tokens=4)
    assert told(thought, [5, 9, 5, 5, 6]) == [None, None, None, None, 6, None]


def test_where_it_could_not_be_closed_it_is_tried_again_and_nothing_is_left_for_later() -> None:
    """A grammar may not have allowed it."""
    thought = Thought(opens=(OPEN,), closes=(CLOSE,), max_tokens=1)
    said = [OPEN, 9, 9, 9, CLOSE, 9, OPEN]
    assert told(thought, said) == [None, None, CLOSE, CLOSE, CLOSE, None, None, CLOSE]


@pytest.mark.parametrize("seed", range(30))
def test_runs_are_found_wherever_they_stand(seed: int) -> None:
    """Runs that begin as they go on, said by a model of two letters."""
    rng = Random(seed)
    opens = tuple(rng.choices((1, 2), k=rng.randint(1, 4)))
    closes = tuple(rng.choices((1, 2), k=rng.randint(1, 4)))
    said = rng.choices((1, 2), k=60)
    budget = ThoughtBudget(Thought(opens=opens, closes=closes, max_tokens=1000))

    is_open, begin = False, 0
    for count, token_id in enumerate(said, 1):
        budget.say(token_id)
        run = closes if is_open else opens
        if tuple(said[begin:count][-len(run) :]) == run:
            is_open, begin = not is_open, count
        assert budget._is_open == is_open


@pytest.mark.parametrize("seed", range(40))
def test_no_more_is_thought_than_was_allowed_whatever_is_said(seed: int) -> None:
    rng = Random(seed)
    thought = Thought(
        opens=tuple(rng.choices((1, 2), k=rng.randint(0, 3))),
        closes=tuple(rng.choices((1, 2, 3), k=rng.randint(1, 3))),
        max_tokens=rng.randint(0, 6),
    )
    budget = ThoughtBudget(thought)
    num_thought = num_here = 0
    for _ in range(200):
        was_open = budget._is_open
        token_id = budget.closing if budget.closing is not None else rng.choice((1, 2, 3))
        budget.say(token_id)
        num_here += was_open
        if was_open and not budget._is_open:
            num_thought += num_here - len(thought.closes)
            num_here = 0
        assert num_thought + num_here <= thought.max_tokens + len(thought.closes)
    assert num_thought <= thought.max_tokens
