"""Small talk, greetings, facts, stories, translations, what is not known: told apart."""

from __future__ import annotations

import random
import re

import pytest

from training.corpus import (
    explain,
    explanations,
    fact_ways,
    facts,
    greetings,
    identity,
    jokes,
    more_tables,
    newcomer,
    smalltalk,
    spoken,
    stories,
    talks,
    translating,
    translations,
    unknown,
    unknown_asked,
    unknown_topics,
    verses,
)  # fmt: skip
from training.corpus.grammar import Phrasings

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_TALKS: tuple[talks.Talk, ...] = (*smalltalk.TALKS, *identity.TALKS, *newcomer.TALKS)
_FORMS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": form
    for module in (fact_ways, unknown_asked, explain, stories, translating)
    for name, form in vars(module).items()
    # Nonsense differs in its invented words alone.
    if isinstance(form, Phrasings) and name != "NONSENSE"
}


def _all(template: str) -> list[str]:
    """Every text that a template can become."""
    found = _CHOICE.search(template)
    if found is None:
        return [template]
    head, tail = template[: found.start()], template[found.end() :]
    return [text for one in found.group(1).split("|") for text in _all(head + one + tail)]


def _plain(text: str) -> str:
    return re.sub(r"[^\w']+", " ", text.lower()).strip() or text


def test_lines_behind_a_tilde_are_held_out() -> None:
    """A held-out line that is trained on would make the table worthless."""
    form = spoken.lines("\n  one\n  ~ two\n  [three|four]\n")

    assert form.trained == ("one", "[three|four]")
    assert form.held_out == ("two",)


def test_halves_put_every_item_on_one_side() -> None:
    """An item on both sides would be trained on and asked."""
    items = tuple(f"word{i}" for i in range(200))
    sides = spoken.halves(items, "kind")

    assert sorted((*sides["train"], *sides["held_out"])) == sorted(items)
    assert 5 < len(sides["held_out"]) < 40


def test_no_remark_has_two_answers() -> None:
    """A remark in two tables would be answered by chance."""
    answers: dict[str, set[str]] = {}
    for talk in _TALKS:
        for template in talk.said.trained:
            for text in _all(template):
                answers.setdefault(_plain(text), set()).add(talk.answers[0])

    assert {text: told for text, told in answers.items() if len(told) > 1} == {}


def test_every_remark_has_ways_that_are_never_trained() -> None:
    """The figure of a remark with one held-out line says little."""
    for talk in _TALKS:
        trained = {_plain(text) for line in talk.said.trained for text in _all(line)}
        held_out = {_plain(text) for line in talk.said.held_out for text in _all(line)}

        assert len(held_out) >= 2, talk.answers
        assert trained & held_out == set()


@pytest.mark.parametrize("name", sorted(_FORMS))
def test_held_out_forms_are_no_trained_form(name: str) -> None:
    """The same, for questions with a gap in them."""
    form = _FORMS[name]
    trained = {_plain(text) for line in form.trained for text in _all(line)}

    assert len(form.held_out) >= 2
    assert trained & {_plain(text) for line in form.held_out for text in _all(line)} == set()


def test_every_language_has_the_same_remarks() -> None:
    """An order to answer in Dutch must find the Dutch answer to any of them."""
    remarks = {language: tuple(said) for language, said in greetings.LANGUAGES.items()}

    assert len(remarks) == 7
    assert len(set(remarks.values())) == 1
    assert len(next(iter(remarks.values()))) == 13


def test_no_greeting_has_two_answers() -> None:
    """`Ja` is said in three languages, and nothing tells which is meant."""
    answers: dict[str, set[str]] = {}
    for said in greetings.LANGUAGES.values():
        for form, answer in said.values():
            for line in form.trained:
                for text in _all(line):
                    answers.setdefault(text.lower().strip("¡!¿?. "), set()).add(answer)

    assert {text: told for text, told in answers.items() if len(told) > 1} == {}


def test_a_story_is_about_what_was_asked_for() -> None:
    """A poem about something else is no answer."""
    for index in range(400):
        made = stories.about(random.Random(index), "train")
        wanted = made.check.all_of[0]

        assert wanted.lower() in made.turns[0].content.lower()
        assert not made.check.passes(re.sub(wanted, "zzz", made.answer, flags=re.IGNORECASE))


def test_a_haiku_has_three_lines_and_a_poem_four() -> None:
    """A slash forgotten in the table would join two lines."""
    assert {text.count("\n") for texts in verses.HAIKU.values() for text in texts} == {2}
    assert {text.count("\n") for texts in verses.POEM.values() for text in texts} == {3}
    assert {text.count("\n") for text in verses.LIMERICK} == {4}
    assert all("{x}" in text for texts in verses.HAIKU.values() for text in texts)
    assert len([text for texts in verses.HAIKU.values() for text in texts]) >= 40


def test_articles_fit_what_the_story_is_about() -> None:
    """`A owl` would be learned."""
    made = [stories.about(random.Random(index), "train").answer for index in range(2000)]

    assert [
        text for text in made if re.search(r"\b[aA] (?=owl|apron|apple|oven|eagle)", text)
    ] == []


def test_jokes_are_known_by_a_word_that_is_in_them() -> None:
    """The checker looks for that word."""
    for table in (jokes.JOKES, jokes.RIDDLES, jokes.WONDERS, jokes.SAYINGS):
        words = [word for word, _ in table]

        assert len(words) == len(set(words))
        assert [word for word, text in table if word.lower() not in text.lower()] == []


def test_words_are_translated_in_one_way() -> None:
    """Every row needs as many words as there are languages for it."""
    for english in translations.ENGLISH:
        known = [
            language
            for language in translations.LANGUAGES
            if (english, language) in translations.WORDS
        ]

        assert tuple(known) in (translations.LANGUAGES, translations.LANGUAGES[:4])
    assert all(word.strip() == word and word for word in translations.WORDS.values())


def test_untranslated_words_are_declined_in_the_language_that_was_asked_for() -> None:
    """An invented translation is worse than none."""
    for index in range(300):
        made = translating.unknown(random.Random(index), "train")
        if "don't know" in made.answer:
            language = made.check.all_of[1]

            assert language.lower() in made.turns[0].content.lower()
            assert not made.check.passes("Buenos días.")


def test_nothing_explained_is_declined() -> None:
    """A topic in both tables would be answered by chance."""
    explained = {topic.name.lower() for topic in explanations.TOPICS}
    bare = {re.sub(r"^(a|an|the) ", "", name) for name in explained}
    for index in range(1500):
        assert unknown.unexplained(random.Random(index), "train") not in bare
    for topic in unknown_topics.TOPICS:
        assert topic.lower() not in explained | bare


def test_known_people_are_not_among_the_unknown_ones() -> None:
    """Who somebody is must not depend on chance."""
    known = {name for name, _ in more_tables.PEOPLE} | set(more_tables.SHORT_NAMES.values())

    assert known & set(unknown_topics.FAMOUS) == set()


def test_every_unknown_question_is_declined() -> None:
    """An answer that asserts something would be an invention."""
    for index in range(1500):
        made = unknown.make(random.Random(index), "train")

        assert re.search(r"don't (know|understand)|cannot|too (small|hard)", made.answer), made


@pytest.mark.parametrize(
    "table",
    [
        more_tables.CURRENCIES, more_tables.LANGUAGES, more_tables.BOOKS, more_tables.PAINTINGS,
        more_tables.MUSIC, more_tables.INVENTIONS, more_tables.DISCOVERIES, more_tables.PEOPLE,
        more_tables.EATS, more_tables.HOMES, more_tables.FORMULAS,
        more_tables.HOLIDAYS, more_tables.MIXES, more_tables.ROOTS, more_tables.WATER,
    ],
)  # fmt: skip
def test_new_tables_have_no_row_twice(table: tuple[tuple[str, str], ...]) -> None:
    """A left side with two right sides cannot be learned."""
    lefts = [left for left, _ in table]

    assert len(lefts) == len(set(lefts)), [x for x in lefts if lefts.count(x) > 1]
    assert all(left and right for left, right in table)


def test_facts_are_told_from_invented_things_by_the_thing_alone() -> None:
    """Both are asked for in the same words, so that the name decides."""
    known = facts.capital(random.Random(1), "train")
    assert known.answer.startswith("The capital of ")
    asked = [unknown.place(random.Random(i), "train") for i in range(300)]

    assert any(re.search(r"capital of \w+\??$", made.turns[0].content) for made in asked)
    assert all("The capital of" not in made.answer for made in asked)
