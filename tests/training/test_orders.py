"""What a system message orders and tells: held-out orders stay out, and answers obey."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from tests.training.test_remembering import sentences
from training.corpus import briefing, foreign, house, order_ways, orders, shaping, system
from training.corpus.grammar import Phrasings

if TYPE_CHECKING:
    from collections.abc import Callable

    from training.corpus.conversation import Conversation, Split

_MAKERS = (
    shaping.upper, shaping.lower, shaping.brief, shaping.end, shaping.start, shaping.only,
    shaping.styled, shaping.formatted, shaping.foreign_words, shaping.forbidden,
    shaping.unordered, briefing.persona, briefing.user_card, briefing.about, briefing.given,
    briefing.as_told, house.house, system.changed,
)  # fmt: skip


@pytest.mark.parametrize("maker", _MAKERS, ids=lambda maker: maker.__name__)
@pytest.mark.parametrize("split", ["train", "held_out"])
def test_reference_answers_obey_and_babble_does_not(
    maker: Callable[[random.Random, Split], Conversation], split: Split
) -> None:
    """Every order has a check of its own."""
    for number in range(150):
        made = maker(random.Random(f"{maker.__name__}/{number}"), split)

        assert made.check.passes(made.answer), made
        assert not made.check.passes("zzz."), made
        assert all(
            set(t.content) & set("[]{}|") == set() for t in made.prompt if t.role != "assistant"
        )


@pytest.mark.parametrize("module", [orders, order_ways, briefing, house])
def test_no_held_out_order_is_trained(module: object) -> None:
    """The split is by whole sentences."""
    forms = [form for form in vars(module).values() if isinstance(form, Phrasings)]
    assert forms
    for form in forms:
        assert sentences(form.held_out) & sentences(form.trained) == set()


@pytest.mark.parametrize(
    ("how", "form"),
    [
        (order_ways.UPPER, orders.UPPER),
        (order_ways.LOWER, orders.LOWER),
        (order_ways.ONE_WORD, orders.ONE_WORD),
        (order_ways.SHORT, orders.BRIEF),
        (order_ways.START, orders.START),
        (order_ways.END, orders.END),
    ],
)
def test_no_frame_makes_a_held_out_order(how: Phrasings, form: Phrasings) -> None:
    """Frames are shared by all orders, and could make a sentence of another table."""
    framed = {
        frame.replace("{h}", said)
        for frame in sentences(order_ways.FRAMES.trained)
        for said in sentences(how.trained)
    }

    assert sentences(form.held_out) & framed == set()


def test_answers_in_json_can_be_read() -> None:
    """A quotation mark in an answer must be escaped."""
    seen = 0
    for number in range(400):
        made = shaping.formatted(random.Random(number), "train")
        if made.answer.startswith('{"'):
            seen += 1
            assert len(json.loads(made.answer)) == 1

    assert seen


def test_every_language_has_every_word() -> None:
    """A row that is too short would shift all words after it."""
    assert {len(words) for words in foreign.WORDS.values()} == {32}
    assert foreign.WORDS["German"]["sunday"] == "Sonntag"
    assert foreign.WORDS["Swedish"]["twelve"] == "tolv"


def test_what_the_house_did_not_tell_is_not_invented() -> None:
    """Of a house all that is known stands in the system message."""
    unknown = 0
    for number in range(200):
        made = house.house(random.Random(number), "held_out")
        if made.answer == briefing.NOT_GIVEN:
            unknown += 1
            assert not made.check.passes("We open at 9.")

    assert unknown


def test_a_forbidden_word_is_not_said() -> None:
    """Neither when asked for nor in a usual answer."""
    for number in range(200):
        made = shaping.forbidden(random.Random(number), "train")
        for word in made.check.none_of:
            assert word.lower() not in made.answer.lower().replace("'", " ").split()


def test_all_orders_are_drawn() -> None:
    """Each kind of order has a share."""
    assert len({system.make(random.Random(i), "train").turns[0].content for i in range(200)}) > 150
