"""The bundled model says to our engine, in float32, what it says to transformers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training import parity
from training.parity import Answered

KEPT = Path(__file__).parents[1] / "goldens" / "mini" / "answers.jsonl"


@pytest.mark.slow
def test_our_greedy_tokens_are_those_of_transformers() -> None:
    """100 held-out conversations of all skills; `make parity-mini` keeps the answers anew."""
    head, *lines = map(json.loads, KEPT.read_text().splitlines())
    kept = [Answered(**line) for line in lines]

    assert head["weights"] == parity.digest(parity.MINI), "kept of other weights"
    assert len(kept) == 100
    assert parity.ours(parity.MINI, [one.prompt for one in kept], max_tokens=64) == kept


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ([1, 2], [1, 2], None),
        ([1, 2], [1, 3], 1),
        ([1, 2], [1, 2, 3], 2),
        ([1, 2], [], 0),
        ([], [], None),
    ],
)
def test_where_two_answers_part(one: list[int], other: list[int], place: int | None) -> None:
    """The logits are compared there, so it must be the first such place."""
    assert parity.first_difference(one, other) == place


def test_all_skills_are_asked_in_turn() -> None:
    """A hundred prompts of one kind would show little."""
    asked = parity.items(60)

    assert len({item.skill for item in asked}) > 15
    assert [item.turns for item in asked] == [item.turns for item in parity.items(60)]
