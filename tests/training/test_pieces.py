"""A word has one spelling in tokens wherever it stands, and every text can be written."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from training import tokenizer
from training.corpus import lexicon, mix, names, words
from training.corpus.conversation import Turn

SHIPPED = Path(__file__).parents[2] / "src" / "rejoinder" / "mini" / "tokenizer.json"


@pytest.fixture(scope="module", params=["shipped", "trained"])
def vocabulary(request: pytest.FixtureRequest) -> Tokenizer:
    """That of the package, and one of today's corpus, from fewer conversations than a release."""
    if request.param == "shipped":
        return Tokenizer.from_file(str(SHIPPED))
    return tokenizer.train(1, 3000)


def held(pieces: list[str], tokens: list[str]) -> bool:
    """Whether the pieces stand in the tokens, one after another."""
    return any(tokens[i : i + len(pieces)] == pieces for i in range(len(tokens)))


def test_a_word_has_the_same_pieces_after_a_space_and_after_a_quotation_mark(
    vocabulary: Tokenizer,
) -> None:
    """Otherwise a small word could not be copied into JSON but had to be known there."""
    invented = (names.invented(random.Random(i), "train").lower() for i in range(200))
    for word in (*words.EVERYDAY, *lexicon.WORDS, *names.COLOURS, *names.HOBBIES, *invented):
        if word in tokenizer.JOINED or " " in word:
            continue
        pieces = vocabulary.encode(word).tokens
        for text in (f"The {word} is here.", f'{{"a": "{word}"}}', f"({word}", f"x {word}"):
            assert held(pieces, vocabulary.encode(text).tokens), text


def test_a_joined_word_begins_with_its_space(vocabulary: Tokenizer) -> None:
    """They are half of all words, and a space of its own would cost a token each time."""
    for word in tokenizer.JOINED:
        assert vocabulary.encode(f"x {word} y").tokens[1].startswith("\u0120"), word
    commonest = ("a", "is", "it", "the", "to", "you", "your", "what", "that")
    assert all(f"\u0120{word}" in vocabulary.get_vocab() for word in commonest)
    # With 2,048 pieces the rarer ones have to be put together.
    whole = [word for word in tokenizer.JOINED if f"\u0120{word}" in vocabulary.get_vocab()]
    assert len(whole) > 0.8 * len(tokenizer.JOINED)


def test_a_key_keeps_no_space_even_where_it_is_a_joined_word(vocabulary: Tokenizer) -> None:
    """`to` is a word of sentences and a parameter's name."""
    for text in ("f(a: string, to: string)", "f(a: string, to?: string)"):
        assert "to" in vocabulary.encode(text).tokens


def test_special_tokens_come_first_and_any_text_can_be_written(vocabulary: Tokenizer) -> None:
    """Bytes are there for what no piece has."""
    assert vocabulary.get_vocab_size() == tokenizer.VOCAB_SIZE
    assert [vocabulary.token_to_id(one) for one in tokenizer.SPECIAL] == list(
        range(len(tokenizer.SPECIAL))
    )
    for text in ("A telescope,  two  of\nthem", " żółć 你好 🙂 ", "don't say it's ours", "x y z"):
        ids = vocabulary.encode(text).ids
        assert vocabulary.decode(ids, skip_special_tokens=False) == text


def test_cut_words_are_the_same_text_in_more_pieces(vocabulary: Tokenizer) -> None:
    """Only the user's words are cut: what is to be written stays as it is."""
    cut_somewhere = False
    for index in range(100):
        made = mix.conversation(4, index)
        ids, learned = tokenizer.encode_conversation(vocabulary, made)
        cut, still = tokenizer.encode_conversation(vocabulary, made, random.Random(index))
        assert vocabulary.decode(cut, skip_special_tokens=False) == vocabulary.decode(
            ids, skip_special_tokens=False
        )
        assert [i for i, wanted in zip(cut, still, strict=True) if wanted] == [
            i for i, wanted in zip(ids, learned, strict=True) if wanted
        ]
        cut_somewhere |= cut != ids
    assert cut_somewhere


def test_a_text_without_letters_is_not_cut(vocabulary: Tokenizer) -> None:
    """`27 + 58` has no word that could be."""
    made = mix.conversation(4, 0)
    made = type(made)("test", (Turn("user", "27 + 58"), Turn("assistant", "85.")))
    assert tokenizer.encode_conversation(
        vocabulary, made, random.Random(1)
    ) == tokenizer.encode_conversation(vocabulary, made)
