"""What log-probabilities are compared with, and the arithmetic of the bins."""

from __future__ import annotations

import math

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from tests.training.fake_api import JsonObject, serving, text
from training import calibration, targets
from training.calibration import Guess
from training.corpus import mix
from training.corpus.conversation import Check, Conversation, Turn

HALF, SURE = math.log(0.5), 0.0
ITEM = Conversation(
    "facts", (Turn("user", "Say a b"), Turn("assistant", "a b")), Check(pattern="a b")
)


@pytest.fixture
def words() -> Tokenizer:
    """One token for each word and mark of the tests, and one for all others."""
    vocab = {word: i for i, word in enumerate(["?", "a", "b", "<|im_end|>"])}
    made = Tokenizer(models.WordLevel(vocab, unk_token="?"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    made.add_special_tokens(["<|im_end|>"])
    return made


def test_the_error_is_the_mean_distance_of_the_bins() -> None:
    """Four at 0.95 of which one is right, and four at 0.5 of which two are."""
    guesses = [Guess(0.95, i == 0) for i in range(4)] + [Guess(0.5, i < 2) for i in range(4)]

    assert calibration.error(guesses) == pytest.approx((4 * 0.7 + 4 * 0.0) / 8)
    assert [(one.low, one.count, one.right) for one in calibration.bins(guesses)] == [
        (0.5, 4, 0.5),
        (0.9, 4, 0.25),
    ]


def test_certainty_belongs_to_the_last_bin() -> None:
    """There is no eleventh."""
    assert [one.low for one in calibration.bins([Guess(1.0, True)])] == [0.9]


def test_the_next_token_is_asked_for_after_each_beginning(words: Tokenizer) -> None:
    """After nothing, after `a` and after `a b`: the end is a token, too."""
    asked: list[JsonObject] = []

    def script(path: str, body: JsonObject) -> JsonObject:
        asked.append(body)
        return text("a", "a", "<|im_end|>", logprobs={"a": [HALF], "<|im_end|>": [SURE]})

    with serving(script) as base_url:
        guesses = calibration.of_tokens(base_url, "m", ITEM, words)

    assert [guess.is_right for guess in guesses] == [True, False, True]
    assert [guess.probability for guess in guesses] == pytest.approx([0.5, 0.5, 1.0])
    prompts = asked[0]["prompt"]
    assert isinstance(prompts, list)
    assert [ids[len(prompts[0]) :] for ids in prompts] == [[], [1], [1, 2]]
    assert (asked[0]["max_tokens"], asked[0]["ignore_eos"]) == (1, True)


def test_an_answer_is_as_likely_as_its_tokens_together() -> None:
    """Two tokens of one half each."""
    with serving(lambda path, body: text("ab", logprobs={"ab": [HALF, HALF]})) as base_url:
        guess = calibration.of_answer(base_url, "m", ITEM)

    assert guess.probability == pytest.approx(0.25)
    assert not guess.is_right


def test_every_skill_has_its_group_and_its_title() -> None:
    """A skill that is new to the corpus would stand in the card by its module's name."""
    grouped = {skill for skills in calibration.GROUPS.values() for skill in skills}

    assert grouped == set(mix.SKILLS)
    assert set(targets.TITLES) == set(mix.SKILLS)


def test_the_report_has_a_row_for_each_group_and_bin(words: Tokenizer) -> None:
    """A skill of no group must not be lost."""
    guesses = {"facts": [Guess(0.95, True)], "dancing": [Guess(0.05, False)]}

    lines = calibration.report(calibration.Measured(guesses, guesses)).splitlines()

    assert (
        lines[2] == "| facts and explanations | 1 | 95.0 | 100.0 | 5.0 | 1 | 95.0 | 100.0 | 5.0 |"
    )
    assert lines[3].startswith("| others | 1 | 5.0 | 0.0 | 5.0 ")
    assert lines[4].startswith("| **all** | 2 | 50.0 | 50.0 | 5.0 ")
    assert lines[-2:] == [
        "| 0 to 10 | 1 | 5.0 | 0.0 | 1 | 5.0 | 0.0 |",
        "| 90 to 100 | 1 | 95.0 | 100.0 | 1 | 95.0 | 100.0 |",
    ]
