"""The way from tokens to deltas, through each dialect of the catalogue: nothing a model says breaks
it, and it says what the dialect's parser makes of the whole."""

from __future__ import annotations

import random
from functools import cache

import msgspec
import pytest
import tokenizers
from tokenizers import AddedToken

from rejoinder.chat.ask import Tool, ToolKind
from rejoinder.chat.delta import CallDelta, CallStarted, ChoiceFinished, TextDelta, ThoughtDelta
from rejoinder.chat.dialects.base import Dialect, Thinking, Wants, Written, WrittenCall
from rejoinder.chat.dialects.catalogue import DIALECTS
from rejoinder.chat.dialects.events import Arguments, Called, Content, Thought
from rejoinder.chat.readers import Readers
from rejoinder.chat.tokenizer import Tokenizer
from tests.chat import small
from tests.chat.test_reader import run

LOOK = Tool(
    "look", parameters=msgspec.Raw(b'{"type":"object","properties":{"at":{"type":"string"}}}')
)
NOTE = Tool("note", kind=ToolKind.CUSTOM)
NUM_ANSWERS = 60

DIALECT = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)


@cache
def library(dialect: Dialect) -> tokenizers.Tokenizer:
    made = tokenizers.Tokenizer.from_str(small.byte_level().to_str())
    made.add_special_tokens(
        [AddedToken(one, special=True, normalized=False) for one in dialect.markers]
    )
    return made


def some_answer(rng: random.Random, dialect: Dialect, has_calls: bool) -> str:
    calls = (WrittenCall(LOOK, '{"at": "<\u00e9\\n>"}'), WrittenCall(NOTE, "hello there"))
    return dialect.write(
        Written(
            thought=rng.choice(["", "hello", "na\nna"]),
            content=rng.choice(["", "there", "na \u20ac\n\nna"]),
            calls=calls[: rng.randint(0, 2)] if has_calls else (),
        )
    )


def some_tokens(rng: random.Random, dialect: Dialect, has_calls: bool) -> list[int]:
    """An answer, often torn and with other tokens in it."""
    made = library(dialect)
    said: list[int] = made.encode(
        some_answer(rng, dialect, has_calls), add_special_tokens=False
    ).ids
    for _ in range(rng.choice([0, 0, 1, 3])):
        place = rng.randint(0, len(said))
        said = [*said[:place], rng.randrange(made.get_vocab_size() + 2), *said[place:]]
    start = rng.choice([0, 0, rng.randint(0, len(said))])
    return said[start : rng.choice([len(said), rng.randint(start, len(said))])]


@DIALECT
def test_what_is_said_is_what_the_parser_makes_of_the_whole(dialect: Dialect) -> None:
    made = library(dialect)
    tokenizer = Tokenizer(made)
    spell = dialect.spell({marker: tokenizer.token_to_id(marker) for marker in dialect.markers})
    readers = Readers(tokenizer, dialect, spell)
    decoding = tokenizer.decoding(shown_ids=frozenset(spell.signs))
    has_calls = dialect.name != "plain"
    rng = random.Random(1)
    for _ in range(NUM_ANSWERS):
        thinking = rng.choice([Thinking.MAY, Thinking.OPENED])
        wants = Wants((LOOK, NOTE) if has_calls else (), thinking=thinking)
        said = some_tokens(rng, dialect, has_calls)
        if not said:
            continue
        deltas = run(readers.reader(0, wants, has_facts=True), said, end=None)

        text = ""
        rest: list[int] = []
        for token_id in [*said, None]:
            if token_id is not None and token_id not in spell.signs:
                rest.append(token_id)
                continue
            detokenizer = decoding.detokenizer()
            text += detokenizer.push(rest) + detokenizer.finish()
            text += "" if token_id is None else spell.signs[token_id]
            rest = []
        parser = dialect.parser(wants, spell)
        events = [*parser.push(text), *parser.finish(is_cut=True)]
        for kind, delta in ((Content, TextDelta), (Thought, ThoughtDelta)):
            expected = "".join(spell.unsign(one.text) for one in events if isinstance(one, kind))
            assert "".join(one.text for one in deltas if isinstance(one, delta)) == expected
        names = [spell.unsign(one.name) for one in events if isinstance(one, Called)]
        assert [one.name for one in deltas if isinstance(one, CallStarted)] == names
        given = "".join(spell.unsign(one.text) for one in events if isinstance(one, Arguments))
        assert "".join(one.arguments for one in deltas if isinstance(one, CallDelta)) == given

        finish = deltas[-1]
        assert isinstance(finish, ChoiceFinished)
        assert finish.num_tokens == len(said)
        has_thought = any(isinstance(one, Thought) for one in events)
        assert has_thought <= (finish.num_thought_tokens > 0)
        assert finish.num_thought_tokens <= finish.num_tokens
        told = [fact for one in deltas if isinstance(one, TextDelta) for fact in one.facts]
        places = [-fact.token.logprob for fact in told]
        assert places == sorted(set(places))


@DIALECT
def test_thoughts_of_whole_answers_are_counted_with_their_marks(dialect: Dialect) -> None:
    if dialect.thought is None:
        return
    made = library(dialect)
    tokenizer = Tokenizer(made)
    spell = dialect.spell({marker: tokenizer.token_to_id(marker) for marker in dialect.markers})
    readers = Readers(tokenizer, dialect, spell)
    text = dialect.write(Written(thought="hello", content="there"))
    _opens, closes = dialect.thought
    extent = text[: text.index(closes) + len(closes)]
    said, thought = (made.encode(one, add_special_tokens=False).ids for one in (text, extent))
    deltas = run(readers.reader(0, Wants(thinking=Thinking.MAY)), said, end=None)
    finish = deltas[-1]
    assert isinstance(finish, ChoiceFinished)
    assert finish.num_thought_tokens == len(thought)
