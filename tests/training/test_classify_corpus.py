"""Texts to sort: enough held-out sentences in every class, none of them trained."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from training.corpus import classify, feelings, grammar, nearness
from training.corpus.grammar import ways
from training.corpus.more_sortings import SORTINGS
from training.corpus.more_subjects import BY_NAME, SUBJECTS, apart

if TYPE_CHECKING:
    from training.corpus.conversation import Split
    from training.corpus.grammar import Phrasings

FORMS: dict[str, Phrasings] = {
    "good": feelings.GOOD, "bad": feelings.BAD, "neutral": feelings.NEUTRAL,
    **{one.names[0]: one.lines for one in SUBJECTS},
    **{f"{s.noun} {label}": form for s, _ in SORTINGS for label, form in s.classes.items()},
}  # fmt: skip


def shape(text: str) -> str:
    """A sentence without its slots, marks and case."""
    return re.sub(r"[^a-z ]", "", re.sub(r"\{[a-z]\}", "", text.lower())).strip()


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_class_has_eight_held_out_sentences(name: str) -> None:
    """With one or two the figure would be one of luck."""
    assert len(set(FORMS[name].held_out)) >= 8


def test_held_out_sentences_are_never_trained() -> None:
    """Neither as they are written nor as a grammar happens to put them together."""
    kept = {shape(told) for form in FORMS.values() for told in form.held_out}
    for index in range(4000):
        item = classify.make(random.Random(index), "train")
        asked = shape(item.prompt[-1].content)

        assert asked not in kept, asked


def test_sentence_half_of_whose_words_are_held_out_is_not_trained() -> None:
    """Many branches of a grammar meet a held-out line by chance."""
    form = ways("[Was|Bring] it [late|a lamp]", held_out=("Bring {n} a lamp!",))

    assert nearness.near("Bring it a lamp", form)
    assert not nearness.near("Was it late", form)
    for index in range(30):
        drawn = nearness.apart(
            random.Random(index), form, lambda rng: grammar.expand(rng, form.trained[0])
        )

        assert not nearness.near(drawn, form)


@pytest.mark.parametrize("split", ["train", "held_out"])
def test_the_right_label_is_among_those_offered(split: Split) -> None:
    """And the check takes it alone."""
    for index in range(800):
        item = classify.make(random.Random(index), split)

        assert item.check.passes(item.answer), item
        for other in item.check.none_of:
            assert not item.check.passes(f"{other.capitalize()}.")


def test_topics_offered_together_are_far_apart() -> None:
    """Where a reader wavers, the figure means nothing."""
    assert not apart(BY_NAME["music"], BY_NAME["movies"])
    assert not apart(BY_NAME["movies"], BY_NAME["music"])
    assert apart(BY_NAME["music"], BY_NAME["cars"])


def test_every_subject_is_near_to_known_ones_only() -> None:
    """A misspelt name would keep nothing away."""
    for one in SUBJECTS:
        assert set(one.near) <= set(BY_NAME), one.names


def test_no_word_belongs_to_praise_and_complaint() -> None:
    """It could not carry either."""
    assert not set(feelings.GOOD_WORDS) & set(feelings.BAD_WORDS)


def test_each_subject_has_many_words_of_its_own() -> None:
    """What is shared by two subjects tells neither."""
    for one in SUBJECTS:
        assert len(one.things) >= 45, (one.names, len(one.things))
        for other in SUBJECTS:
            if apart(one, other):
                assert len(set(one.things) & set(other.things)) < 4, (one.names, other.names)
