"""The corpus: reproducible, clean of held-out things, and in agreement with its own checkers."""

from __future__ import annotations

import random

import pytest

from training.corpus import arithmetic, explanations, facts, grammar, mix, names, tables, thinking
from training.corpus.conversation import Check

SAMPLE = 3000


@pytest.fixture(scope="module")
def stream() -> list[str]:
    """What users and systems say in the first conversations of the training stream."""
    return [
        turn.content
        for index in range(SAMPLE)
        for turn in mix.conversation(1, index).turns
        if turn.role in ("system", "user")
    ]


def test_conversation_depends_on_seed_and_index_alone() -> None:
    """Otherwise a resumed run would train on another corpus than an unbroken one."""
    forwards = [mix.conversation(5, i) for i in range(50)]
    backwards = [mix.conversation(5, i) for i in reversed(range(50))]

    assert forwards == backwards[::-1]
    assert forwards != [mix.conversation(6, i) for i in range(50)]


@pytest.mark.parametrize("skill", sorted(mix.SKILLS))
def test_checker_accepts_the_reference_answer_and_no_babble(skill: str) -> None:
    """A checker that refuses the right answer, or takes any, makes the table worthless."""
    for index in range(300):
        item = mix.held_out(skill, 3, index)

        assert item.check.passes(item.answer), item
        assert not item.check.passes("zzz."), item


def test_training_stream_passes_its_own_checks() -> None:
    """A wrong reference answer would be learned."""
    for index in range(SAMPLE):
        made = mix.conversation(2, index)

        assert made.check.passes(made.answer), made


def test_held_out_pairs_of_numbers_are_never_trained() -> None:
    """Addition is only learned if unseen pairs come out right."""
    rng = random.Random(1)
    for maker in (arithmetic.add, thinking.plus):
        for _ in range(2000):
            a, b = maker(rng, "train").answer.split(" = ")[0].split(" + ")

            assert not arithmetic.pair_held_out(int(a), int(b))


def test_held_out_names_are_never_trained(stream: list[str]) -> None:
    """Recall is copying, not choosing from a known list."""
    held_out = set(grammar.side(names.PEOPLE, "held_out", names.HELD_OUT_PERCENT))
    # Pets and towns may share a name with a person; what counts is who is called so.
    held_out -= set(names.PETS) | set(names.TOWNS) | {w.capitalize() for w in names.FRUITS}
    held_out -= {word for country in tables.COUNTRIES for word in country.capital.split()}
    said = {word.strip(".,!?'\"") for text in stream for word in text.split()}

    assert held_out
    assert held_out & said == set()


@pytest.mark.parametrize(
    "skill", ["smalltalk", "identity", "facts", "explain", "arithmetic", "newcomer"]
)
def test_held_out_questions_are_never_trained(skill: str, stream: list[str]) -> None:
    """For these the whole question is new, not only what is in it."""
    asked = {mix.held_out(skill, 3, index).prompt[-1].content for index in range(300)}

    assert asked & set(stream) == set()


def test_tables_have_no_row_twice() -> None:
    """A left side with two right sides cannot be learned."""
    countries = [country.name for country in tables.COUNTRIES]
    assert set(countries) >= facts.FAMOUS_NAMES
    capitals = [country.capital for country in tables.COUNTRIES]
    topics = [topic.name for topic in explanations.TOPICS]
    pairs = (
        tables.CURRENCIES, tables.THING_COLOURS, tables.ANIMAL_SOUNDS, tables.BABY_ANIMALS,
        tables.NUMBER_OF, tables.ELEMENTS, tables.SUPERLATIVES, tables.OPPOSITES, tables.RHYMES,
        tables.PLURALS, tables.PAST,
    )  # fmt: skip

    for column in (countries, capitals, topics, *([left for left, _ in table] for table in pairs)):
        assert len(column) == len(set(column)), [x for x in column if column.count(x) > 1]


def test_every_explanation_is_a_plain_sentence() -> None:
    """Rows are written by hand, and a missing bar would swallow a sentence."""
    for topic in explanations.TOPICS:
        assert topic.first.endswith("."), topic
        assert topic.second == "" or topic.second.endswith("."), topic


def test_choices_are_expanded_innermost_first() -> None:
    """A bracket left in a question would be learned as if people typed it."""
    seen = {grammar.expand(random.Random(i), "[a|[b|c]d]") for i in range(40)}

    assert seen == {"a", "bd", "cd"}


def test_no_bracket_or_slot_is_left_in_the_stream(stream: list[str]) -> None:
    """A misspelt slot name would otherwise go unnoticed."""
    assert [text for text in stream if set(text) & set("[]{}|")] == []


def test_check_asks_for_whole_words() -> None:
    """Otherwise `Oman` would be found in `Romania`."""
    assert Check(all_of=("Oman",)).passes("It is Oman.")
    assert not Check(all_of=("Oman",)).passes("It is Romania.")


@pytest.mark.parametrize(
    ("a", "b", "thought"),
    [
        (27, 58, "7+8=15, write 5, carry 1. 2+5+1=8, write 8. So 85."),
        (95, 7, "5+7=12, write 2, carry 1. 9+0+1=10, write 0, carry 1. write 1. So 102."),
    ],
)
def test_sums_are_thought_column_by_column(a: int, b: int, thought: str) -> None:
    """A wrong step in a thought would be learned like any other."""
    assert thinking.plus_steps(a, b) == thought


@pytest.mark.parametrize(
    ("a", "b", "thought"),
    [
        (85, 27, "5-7 borrow, 15-7=8. 7-2=5. So 58."),
        (100, 1, "0-1 borrow, 10-1=9. -1-0 borrow, 9-0=9. 0-0=0. So 99."),
    ],
)
def test_differences_are_thought_column_by_column(a: int, b: int, thought: str) -> None:
    """Borrowing twice in a row is where such steps go wrong."""
    assert thinking.minus_steps(a, b) == thought
