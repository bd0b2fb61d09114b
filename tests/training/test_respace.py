"""A word has one spelling in tokens wherever it stands; an old vocabulary is brought to that."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from training import respace, tokenizer
from training.corpus import lexicon, mix, names, words
from training.corpus.conversation import Turn

SHIPPED = Path(__file__).parents[2] / "src" / "rejoinder" / "mini"


@pytest.fixture(scope="module")
def shipped() -> Tokenizer:
    """The vocabulary of the package, brought to the pieces of today."""
    return respace.respaced(Tokenizer.from_file(str(SHIPPED / "tokenizer.json")))


def held(pieces: list[str], tokens: list[str]) -> bool:
    """Whether the pieces stand in the tokens, one after another."""
    return any(tokens[i : i + len(pieces)] == pieces for i in range(len(tokens)))


def test_a_word_has_the_same_pieces_after_a_space_and_after_a_quotation_mark(
    shipped: Tokenizer,
) -> None:
    """Otherwise a small word could not be copied into JSON but had to be known there."""
    invented = (names.invented(random.Random(i), "train").lower() for i in range(200))
    for word in (*words.EVERYDAY, *lexicon.WORDS, *names.COLOURS, *names.HOBBIES, *invented):
        if word in tokenizer.JOINED or " " in word:
            continue
        pieces = shipped.encode(word).tokens
        for text in (f"The {word} is here.", f'{{"a": "{word}"}}', f"({word}", f"x {word}"):
            assert held(pieces, shipped.encode(text).tokens), text


def test_a_joined_word_is_one_token_with_its_space(shipped: Tokenizer) -> None:
    """They are half of all words, and a space of its own would cost a token each time."""
    for word in tokenizer.JOINED:
        assert shipped.encode(f"x {word} y").tokens[1:2] == [f"{respace.SPACE}{word}"]


def test_a_key_keeps_no_space_even_where_it_is_a_joined_word(shipped: Tokenizer) -> None:
    """`to` is a word of sentences and a parameter's name."""
    for text in ("f(a: string, to: string)", "f(a: string, to?: string)"):
        assert "to" in shipped.encode(text).tokens


def test_respacing_keeps_size_special_tokens_and_any_text(shipped: Tokenizer) -> None:
    """The weights of the older run are taken over row by row."""
    assert shipped.get_vocab_size() == tokenizer.VOCAB_SIZE
    assert [shipped.token_to_id(one) for one in tokenizer.SPECIAL] == list(
        range(len(tokenizer.SPECIAL))
    )
    for text in ("A telescope,  two  of\nthem", " żółć 你好 🙂 ", "don't say it's ours", "x y z"):
        ids = shipped.encode(text).ids
        assert shipped.decode(ids, skip_special_tokens=False) == text


def test_respacing_twice_changes_nothing_more(shipped: Tokenizer) -> None:
    """A run may begin with the weights of one that was respaced already."""
    again = respace.respaced(shipped)
    assert again.to_str() == shipped.to_str()


def test_cut_words_are_the_same_text_in_more_pieces(shipped: Tokenizer) -> None:
    """Only the user's words are cut: what is to be written stays as it is."""
    cut_somewhere = False
    for index in range(100):
        made = mix.conversation(4, index)
        ids, learned = tokenizer.encode_conversation(shipped, made)
        cut, still = tokenizer.encode_conversation(shipped, made, random.Random(index))
        assert shipped.decode(cut, skip_special_tokens=False) == shipped.decode(
            ids, skip_special_tokens=False
        )
        assert [i for i, wanted in zip(cut, still, strict=True) if wanted] == [
            i for i, wanted in zip(ids, learned, strict=True) if wanted
        ]
        cut_somewhere |= cut != ids
    assert cut_somewhere


def test_a_text_without_letters_is_not_cut() -> None:
    """`27 + 58` has no word that could be."""
    made = mix.conversation(4, 0)
    made = type(made)("test", (Turn("user", "27 + 58"), Turn("assistant", "85.")))
    vocabulary = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    assert tokenizer.encode_conversation(
        vocabulary, made, random.Random(1)
    ) == tokenizer.encode_conversation(vocabulary, made)
