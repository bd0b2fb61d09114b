"""The large tables, and the drills that copy from them."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from training.corpus import grammar, lexicon, mix, names, phrases, repeating, vocabulary

TABLES = (*vocabulary.WORDS, *vocabulary.NAMES)
# What has its own sentences by hand holds ordinary words, whatever the tables hold out.
BY_HAND = Path(grammar.__file__).parent
ENDINGS = re.compile(r"(s|es|d|ed|r|er|ing|ly|y|n|st|est)$")


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_sorted_and_have_no_row_twice(table: vocabulary.Table) -> None:
    """An entry on two lines would be drawn twice as often, and a new one could hide."""
    entries = vocabulary.table(table)

    assert list(entries) == sorted(set(entries))
    assert all(entry == entry.strip() and len(entry) > 1 for entry in entries)


def test_words_are_written_small_and_names_are_not() -> None:
    """A stray line would be learned as a word."""
    assert all(
        re.fullmatch("[a-z]{3,13}", w) for t in vocabulary.WORDS for w in vocabulary.table(t)
    )
    assert all(name[0].isupper() for t in vocabulary.NAMES for name in vocabulary.table(t))


def test_seldom_tokens_are_practised_on_the_trained_side() -> None:
    """These words were chosen by a vocabulary; the split goes before it."""
    assert vocabulary.side("rare", "train") == vocabulary.table("rare")
    assert not set(vocabulary.table("rare")) & set(vocabulary.side("rare", "held_out"))


def test_tables_are_large() -> None:
    """Small ones are memorised."""
    sizes = {table: len(vocabulary.table(table)) for table in TABLES}

    assert sum(sizes[table] for table in vocabulary.WORDS) > 10_000
    assert sizes["first_names"] > 3000
    assert min(sizes["surnames"], sizes["places"]) > 2000


@pytest.mark.parametrize("table", TABLES)
def test_no_entry_is_on_both_sides(table: vocabulary.Table) -> None:
    """Nor may a held-out one be trained with a capital or in small letters."""
    trained, held_out = vocabulary.side(table, "train"), vocabulary.side(table, "held_out")
    written = {way for entry in trained for way in (entry, entry.lower(), entry.capitalize())}

    assert len(held_out) > len(vocabulary.table(table)) // 20
    assert written & set(held_out) == set()


@pytest.mark.parametrize(
    "maker", [lexicon.word, lexicon.noun, names.person, names.town, lexicon.surname]
)
def test_values_of_one_side_are_never_of_the_other(maker: phrases.Maker) -> None:
    """These functions give the values of all skills."""
    rng = random.Random(3)
    trained = {maker(rng, "train") for _ in range(5000)}
    held_out = {maker(rng, "held_out") for _ in range(2000)}

    assert trained & held_out == set()
    assert len(trained) > 1500


def _held_out_words() -> set[str]:
    """Held-out single words that nothing written by hand and no ending of another word has."""
    by_hand = " ".join(path.read_text("utf-8") for path in BY_HAND.glob("*.py")).lower()
    known = set(re.findall(r"\w+", by_hand))
    entries = {e for table in TABLES for e in vocabulary.side(table, "held_out") if e.isalpha()}
    trained = {
        part.lower()
        for table in TABLES
        for entry in vocabulary.side(table, "train")
        for part in re.split("[ -]", entry)
    }
    return {
        entry
        for entry in entries
        if entry.lower() not in known | trained
        and ENDINGS.sub("", entry.lower()) not in known | trained
        and ENDINGS.sub("e", entry.lower()) not in known | trained
        and len(entry) > 3
    }


def test_no_held_out_word_is_in_the_stream() -> None:
    """Whatever skill draws it: a copied word has to be a new one."""
    held_out = _held_out_words()
    said = {
        word
        for index in range(2000)
        for turn in mix.conversation(4, index).turns
        for word in re.findall(r"[^\W\d_]+", turn.content)
    }

    assert len(held_out) > 1000
    assert held_out & said == set()


def test_drills_depend_on_the_random_numbers_alone() -> None:
    """Sets and files have no order; the stream must have one."""
    first = [repeating.make(random.Random(i), "train") for i in range(200)]

    assert first == [repeating.make(random.Random(i), "train") for i in range(200)]


def test_what_is_asked_for_stands_in_the_question() -> None:
    """Otherwise it could not be copied."""
    for index in range(500):
        made = repeating.again(random.Random(index), "train")

        assert made.answer in made.prompt[-1].content


def test_copy_with_one_letter_changed_is_wrong() -> None:
    """Nearly right is what a memorised word looks like."""
    for index in range(500):
        made = repeating.make(random.Random(index), "held_out")
        letters = [i for i, letter in enumerate(made.answer) if letter.isalpha()]
        if letters:
            at = letters[-1]
            changed = "q" if made.answer[at] != "q" else "j"

            assert not made.check.passes(made.answer[:at] + changed + made.answer[at + 1 :])


def test_made_up_word_is_not_a_real_one() -> None:
    """A held-out word must not come about by chance."""
    rng = random.Random(8)

    assert all(names.invented(rng, "train").lower() not in vocabulary.known() for _ in range(3000))


def test_address_of_mail_has_plain_letters_only() -> None:
    """People's names have accents, addresses have not."""
    rng = random.Random(8)

    assert all(phrases.mail(rng, "train").isascii() for _ in range(500))
    assert phrases.ascii_only("Zoë") == "Zoe"
