"""From a choice's tokens to its deltas, through a dialect that can be checked by hand."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import cache

import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken

from rejoinder.chat.ask import Tool, ToolKind
from rejoinder.chat.delta import (
    CallDelta,
    CallStarted,
    ChoiceFinished,
    Delta,
    FinishReason,
    TextDelta,
    ThoughtDelta,
    TokenFacts,
)
from rejoinder.chat.detokenize import Decoding
from rejoinder.chat.dialects.base import Parser, Spell, Thinking, Wants
from rejoinder.chat.dialects.events import Called, Content, Event
from rejoinder.chat.reader import DialectReader, PlainReader, Reader
from rejoinder.chat.readers import Readers
from rejoinder.chat.tokenizer import Tokenizer
from tests.chat import small
from tests.chat.fake_dialect import MARKERS, FakeDialect

CALLS = Wants(tools=(Tool("f"), Tool("g", kind=ToolKind.CUSTOM)))
THINKS = Wants(thinking=Thinking.MAY)
THINKS_AND_CALLS = Wants(tools=CALLS.tools, thinking=Thinking.MAY)
OPENED = Wants(tools=CALLS.tools, thinking=Thinking.OPENED)


@cache
def library() -> tokenizers.Tokenizer:
    """Of the dialect's markers `<call>` and `</call>` are special tokens, which are hidden where
    nobody asks for them; `<think>` and `</think>` are none."""
    tokenizer = tokenizers.Tokenizer.from_str(small.byte_level().to_str())
    tokenizer.add_special_tokens(
        [AddedToken(one, special=True, normalized=False) for one in ("<call>", "</call>")]
    )
    tokenizer.add_tokens(["?\n"])  # for a token of which the parser drops a part
    return tokenizer


@cache
def readers() -> Readers:
    numbers = itertools.count(1)
    tokenizer, dialect = Tokenizer(library()), FakeDialect()
    spell = dialect.spell({marker: tokenizer.token_to_id(marker) for marker in MARKERS})
    return Readers(tokenizer, dialect, spell, draw_call_id=lambda: f"call_{next(numbers)}")


def ids(text: str) -> list[int]:
    return library().encode(text, add_special_tokens=False).ids


def letters(text: str) -> list[int]:
    """The text letter by letter, so that no marker in it is one token."""
    return [one for letter in text for one in ids(letter)]


END = ids("<|im_end|>")[0]


def run(reader: Reader, token_ids: Sequence[int], *, end: int | None = END) -> list[Delta]:
    """All deltas. end: the token that ends the answer; None: it is cut. The log-probability tells a
    token's place."""
    all_ids = [*token_ids] if end is None else [*token_ids, end]
    deltas: list[Delta] = []
    for place, token_id in enumerate(all_ids):
        is_last = place == len(all_ids) - 1
        deltas += reader.push(
            token_id,
            logprob=-float(place),
            top=((token_id, -float(place)),),
            is_last=is_last,
            is_end=is_last and end is not None,
        )
        if reader.has_ended:
            break
    return deltas


def read(
    said: str | Sequence[int],
    wants: Wants = CALLS,
    *,
    stop: tuple[str, ...] = (),
    has_facts: bool = False,
    end: int | None = END,
) -> list[Delta]:
    reader = readers().reader(0, wants, stop=stop, has_facts=has_facts)
    return run(reader, ids(said) if isinstance(said, str) else said, end=end)


def content(deltas: Sequence[Delta]) -> str:
    return "".join(one.text for one in deltas if isinstance(one, TextDelta))


def thoughts(deltas: Sequence[Delta]) -> str:
    return "".join(one.text for one in deltas if isinstance(one, ThoughtDelta))


def calls(deltas: Sequence[Delta]) -> list[tuple[str, str]]:
    started = [one for one in deltas if isinstance(one, CallStarted)]
    assert [one.index for one in started] == list(range(len(started)))
    return [
        (
            call.name,
            "".join(
                one.arguments
                for one in deltas
                if isinstance(one, CallDelta) and one.index == call.index
            ),
        )
        for call in started
    ]


def facts(deltas: Sequence[Delta]) -> list[TokenFacts]:
    return [fact for one in deltas if isinstance(one, TextDelta) for fact in one.facts]


def told(deltas: Sequence[Delta]) -> list[str]:
    return [fact.token.text for fact in facts(deltas)]


def finish(deltas: Sequence[Delta]) -> ChoiceFinished:
    last = deltas[-1]
    assert isinstance(last, ChoiceFinished)
    return last


# What is what


def test_thoughts_content_and_calls_are_told_apart() -> None:
    deltas = read('<think>hm\n</think>\n\nhello\n<call>f:{"a":1}</call>', THINKS_AND_CALLS)

    assert thoughts(deltas) == "hm\n"
    assert content(deltas) == "hello"
    assert calls(deltas) == [("f", '{"a":1}')]
    assert finish(deltas).reason is FinishReason.TOOL_CALLS


def test_deltas_come_in_the_order_in_which_things_were_said() -> None:
    kinds = [
        kind
        for kind, _ in itertools.groupby(
            type(one) for one in read("hello<call>f:{}</call>there<call>g:na</call>")
        )
    ]
    assert kinds == [
        TextDelta,
        CallStarted,
        CallDelta,
        TextDelta,
        CallStarted,
        CallDelta,
        ChoiceFinished,
    ]


def test_each_call_has_an_id_of_its_own_and_tells_whether_it_takes_text() -> None:
    deltas = read("<call>f:{}</call><call>g:na</call><call>f:{}</call>")
    started = [one for one in deltas if isinstance(one, CallStarted)]
    assert len({one.call_id for one in started}) == 3
    assert [one.is_custom for one in started] == [False, True, False]


def test_a_marker_spelled_letter_by_letter_is_content() -> None:
    """A model may quote a marker, and a client may have it quoted."""
    deltas = read(letters("<call>f:{}</call>"))
    assert content(deltas) == "<call>f:{}</call>"
    assert finish(deltas).reason is FinishReason.STOP


def test_a_marker_where_it_means_nothing_is_content_as_it_is_spelled() -> None:
    assert content(read("na</call>na")) == "na</call>na"
    assert content(read("na<call>f:{}</call>", THINKS)) == "na<call>f:{}</call>"


def test_half_a_character_before_a_marker_stays_before_it() -> None:
    half = ids("\u20ac")[:1]
    deltas = read([*half, *ids("<call>f:{}</call>"), *half])
    assert [type(one) for one in deltas[:2]] == [TextDelta, CallStarted]
    assert content(deltas) == "\ufffd\ufffd"


def test_without_tools_and_thoughts_no_parser_is_asked() -> None:
    assert isinstance(readers().reader(0), PlainReader)
    assert isinstance(readers().reader(0, THINKS), DialectReader)
    plain = read("<think>hello<call>", Wants())
    assert (content(plain), finish(plain).reason) == ("<think>hello", FinishReason.STOP)


# Ends


def test_an_answer_cut_in_a_call_keeps_what_there_is() -> None:
    deltas = read('na<call>f:{"a":', end=None)
    assert calls(deltas) == [("f", '{"a":')]
    assert finish(deltas).reason is FinishReason.LENGTH


def test_whole_calls_that_fill_the_room_are_still_cut() -> None:
    assert finish(read("<call>f:{}</call>", end=None)).reason is FinishReason.LENGTH


@pytest.mark.parametrize("end", [END, *ids("</call>")])
def test_a_call_may_be_ended_by_the_token_that_ends_the_answer(end: int) -> None:
    """Some families end a call with a stop token, so the parser must see it."""
    deltas = read("na<call>f:{}", end=end)
    assert (content(deltas), calls(deltas)) == ("na", [("f", "{}")])
    assert finish(deltas) == ChoiceFinished(
        0, FinishReason.TOOL_CALLS, len(ids("na<call>f:{}")) + 1
    )


@pytest.mark.parametrize("wants", [CALLS, OPENED])
def test_the_token_that_ends_an_answer_is_never_part_of_it(wants: Wants) -> None:
    """A parser takes a marker that means nothing for content, or for a thought."""
    deltas = read("na", wants, end=ids("</call>")[0], has_facts=True)
    assert content(deltas) + thoughts(deltas) == "na"


def test_an_end_alone_is_an_empty_answer() -> None:
    assert read([]) == [ChoiceFinished(0, FinishReason.STOP, 1)]


# Stops


def test_stop_strings_are_looked_for_in_content_only() -> None:
    deltas = read("<think>na</think>hello<call>g:na</call>", THINKS_AND_CALLS, stop=("na",))
    assert (thoughts(deltas), content(deltas), calls(deltas)) == ("na", "hello", [("g", "na")])
    assert finish(deltas).reason is FinishReason.TOOL_CALLS


def test_after_a_stop_string_nothing_is_said_any_more() -> None:
    deltas = read("hello na<call>g:na</call>", stop=("na",))
    assert (content(deltas), calls(deltas)) == ("hello ", [])
    assert finish(deltas) == ChoiceFinished(0, FinishReason.STOP, len(ids("hello na")))


def test_a_stop_string_that_the_parser_held_back_ends_the_count_where_it_stood() -> None:
    """The new line might have belonged to a call: only the next token showed that it did not."""
    deltas = read([*ids("na\n"), *letters("hey")], stop=("\n",))
    assert content(deltas) == "na"
    assert finish(deltas).num_tokens == len(ids("na\n"))
    assert content(read("na\n<call>g:na</call>", stop=("\n",))) == "na"
    assert calls(read("na\n<call>g:na</call>", stop=("\n",))) == [("g", "na")]


def test_a_stop_string_may_be_broken_by_a_call() -> None:
    """The content is one text, whatever stands between its parts."""
    deltas = read("hel<call>g:na</call>lo there", stop=("ello",))
    assert (content(deltas), calls(deltas)) == ("h", [("g", "na")])
    assert finish(deltas).reason is FinishReason.STOP


# Facts


def test_facts_are_those_of_content() -> None:
    deltas = read("<think>hm</think>hello<call>f:{}</call> there", THINKS_AND_CALLS, has_facts=True)
    assert b"".join(fact.token.spelled for fact in facts(deltas)) == b"hello there"


def test_facts_stand_beside_the_text_they_belong_to() -> None:
    deltas = read([*ids("\u20ac!"), *ids("<call>f:{}</call>")], has_facts=True)
    assert [(one.text, len(one.facts)) for one in deltas if isinstance(one, TextDelta)] == [
        ("\u20ac", len(ids("\u20ac"))),
        ("!", 1),
    ]


def test_a_token_that_is_partly_content_counts_as_content() -> None:
    """The line's end belongs to the call, the question mark does not."""
    deltas = read("na?\n<call>f:{}</call>", has_facts=True)
    assert (content(deltas), told(deltas)) == ("na?", ["na", "?\n"])
    assert isinstance(deltas[3], CallStarted)  # and no later


def test_a_marker_that_is_content_is_told_as_it_is_spelled() -> None:
    """Also where the tokenizer calls it special, and would hide it."""
    deltas = read("na</call>na", has_facts=True)
    assert told(deltas) == ["na", "</call>", "na"]
    assert all(fact.top[0] == fact.token for fact in facts(deltas))


def test_a_token_without_text_belongs_to_what_stands_before_it() -> None:
    hidden = ids("<|im_start|>")
    said = [*ids("na"), *hidden, *ids("<call>f:"), *hidden, *ids("</call>"), *hidden]
    deltas = read(said, has_facts=True, end=None)
    assert told(deltas) == ["na", "<|im_start|>"]


def test_a_stop_string_hides_the_facts_of_what_it_hides() -> None:
    deltas = read([*ids("hello"), *letters("there")], stop=("ther",), has_facts=True)
    assert b"".join(fact.token.spelled for fact in facts(deltas)) == b"hello"


# Counts


def counted(said: str | Sequence[int], wants: Wants, end: int | None = END) -> int:
    return finish(read(said, wants, end=end)).num_thought_tokens


@pytest.mark.parametrize(
    ("said", "wants", "thought"),
    [
        ("<think>na na</think>\nhello", THINKS, "<think>na na</think>"),
        ("hello", THINKS, ""),
        ("<think></think>hello", THINKS, "<think></think>"),
        ("na na</think>hello", OPENED, "na na</think>"),
        ("</think>hello", OPENED, "</think>"),
        ("</think><call>f:<think></call>", OPENED, "</think>"),
        (
            "na<think>hm</think><call>g:<think></think></call>",
            THINKS_AND_CALLS,
            "<think>hm</think>",
        ),
        ("<think>a</think><think>b</think>na", THINKS, "<think>a</think><think>b</think>"),
        ("hello<call>f:{}</call>", THINKS_AND_CALLS, ""),
    ],
)
def test_thoughts_are_counted_with_what_opens_and_closes_them(
    said: str, wants: Wants, thought: str
) -> None:
    assert counted(said, wants) == len(ids(thought))


def test_a_thought_that_is_cut_is_all_thought() -> None:
    assert counted("<think>na", THINKS, end=None) == len(ids("<think>na"))
    assert counted("<think>", THINKS, end=None) == 1
    assert counted("na na", OPENED, end=None) == len(ids("na na"))
    assert counted("na na", OPENED) == len(ids("na na"))  # and not the end


def test_halves_of_a_character_count_as_the_character_does() -> None:
    euro = ids("\u20ac")
    assert len(euro) > 1
    assert counted([*ids("<think>"), *euro, *ids("</think>"), *euro], THINKS) == 2 + len(euro)


# However it is cut


PIECES = st.sampled_from(
    [
        *MARKERS,
        "hello",
        "\u20ac",
        "\U0001f469",
        "\n",
        "na",
        ":",
        "{}",
        " ",
        "<",
        "ca",
        "<|im_start|>",
    ]
)
WANTS = st.sampled_from([CALLS, THINKS, THINKS_AND_CALLS, OPENED])


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_whatever_is_drawn_nothing_is_lost_and_no_sign_gets_out(data: st.DataObject) -> None:
    wants = data.draw(WANTS)
    vocab = library().get_vocab_size()
    drawn = st.one_of(PIECES.map(ids), st.integers(0, vocab + 2).map(lambda one: [one]))
    said = [one for part in data.draw(st.lists(drawn, max_size=14)) for one in part]
    if not said:
        return
    deltas = read(said, wants, has_facts=True, end=None)

    # Letter by letter through the parser, in one go.
    tokenizer = Tokenizer(library())
    spell = FakeDialect().spell({marker: tokenizer.token_to_id(marker) for marker in MARKERS})
    decoding = tokenizer.decoding(shown_ids=frozenset(spell.signs))
    text, rest = "", list[int]()
    for one in said:
        if one in spell.signs:
            text += decode(decoding, rest) + spell.signs[one]
            rest = []
        else:
            rest.append(one)
    text += decode(decoding, rest)
    parser = FakeDialect().parser(wants, spell)
    events = [*parser.push(text), *parser.finish()]
    whole = "".join(event.text for event in events if isinstance(event, Content))

    assert content(deltas) == whole
    shown = content(deltas) + thoughts(deltas) + "".join(a + b for a, b in calls(deltas))
    assert not any("\ud800" <= letter <= "\udfff" for letter in shown)
    places = [-fact.token.logprob for fact in facts(deltas)]
    assert places == sorted(set(places))
    if "\ufffd" not in whole:
        assert whole.encode() in b"".join(fact.token.spelled for fact in facts(deltas)) or any(
            "\n" in letter for letter in text
        )
    counts = [one.num_tokens for one in deltas]
    assert counts == sorted(counts)
    assert counts[-1] == len(said)


def decode(decoding: Decoding, said: list[int]) -> str:
    detokenizer = decoding.detokenizer()
    return detokenizer.push(said) + detokenizer.finish()


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_a_stop_string_cuts_the_content_and_nothing_else(data: st.DataObject) -> None:
    wants = data.draw(WANTS)
    said = [one for part in data.draw(st.lists(PIECES, max_size=12)) for one in ids(part)]
    stop = tuple(
        data.draw(st.lists(st.sampled_from(["na", "\n", "\u20ac", "l", "lo<", "ca"]), max_size=3))
    )
    free, cut = read(said, wants, has_facts=True), read(said, wants, stop=stop, has_facts=True)

    whole = content(free)
    ends = [place + len(one) for one in stop if (place := whole.find(one)) >= 0]
    if not ends:
        assert (content(cut), calls(cut), finish(cut)) == (whole, calls(free), finish(free))
        assert told(cut) == told(free)
        return
    assert content(cut) == min(
        (whole[: whole.find(one)] for one in stop if whole.find(one) + len(one) == min(ends)),
        key=len,
    )
    assert finish(cut).reason is FinishReason.STOP
    assert told(cut) == told(free)[: len(told(cut))]
    counts = [one.num_tokens for one in cut]
    assert counts == sorted(counts)


# Every build of tokenizer


@pytest.mark.parametrize("make", small.ALL, ids=lambda make: make.__name__)
@pytest.mark.parametrize("is_special", [True, False])
def test_markers_are_seen_whatever_the_decoder_does_with_text(
    make: Callable[[], tokenizers.Tokenizer], is_special: bool
) -> None:
    """Some decoders put spaces before tokens, take them off, or turn a marker's letters into
    others: `\u2581` stands for a space in many."""
    made = tokenizers.Tokenizer.from_str(make().to_str())
    marks = [AddedToken(one, special=is_special, normalized=False) for one in ODD]
    (made.add_special_tokens if is_special else made.add_tokens)(marks)
    tokenizer, dialect = Tokenizer(made), OddDialect()
    spell = dialect.spell({marker: tokenizer.token_to_id(marker) for marker in ODD})
    assert len(spell.ids) == 2
    reader = Readers(tokenizer, dialect, spell).reader(0, CALLS, has_facts=True)
    hello, opens, closes = (
        made.encode(one, add_special_tokens=False).ids for one in ("hello", *ODD)
    )

    deltas = run(reader, [*hello, *opens, *ids_of(made, "there"), *closes, *hello], end=None)

    assert content(deltas).split() in (["hellohello"], ["hello", "hello"])
    assert [name.split() for name, _ in calls(deltas)] == [["there"]]
    if make is not small.whole_words:  # there the space before a marker is no token's
        assert b"".join(fact.token.spelled for fact in facts(deltas)) == content(deltas).encode()


ODD = ("<\u2581call>", "</\u2581call>")


def ids_of(made: tokenizers.Tokenizer, text: str) -> list[int]:
    return made.encode(text, add_special_tokens=False).ids


class OddDialect(FakeDialect):
    """A call is a name between two markers."""

    @property
    def markers(self) -> tuple[str, ...]:
        return ODD

    def parser(self, wants: Wants, spell: Spell) -> Parser:
        return OddParser(*map(spell.sign, ODD))


class OddParser:
    def __init__(self, opens: str, closes: str) -> None:
        self._opens, self._closes = opens, closes
        self._name: str | None = None
        self._place = 0

    def push(self, text: str) -> list[Event]:
        events: list[Event] = []
        for letter in text:
            self._place += 1
            if letter == self._opens:
                self._name = ""
            elif letter == self._closes:
                events.append(Called(self._name or ""))
                self._name = None
            elif self._name is not None:
                self._name += letter
            else:
                events.append(Content(letter, (self._place - 1, self._place)))
        return events

    def finish(self, *, is_cut: bool = False) -> list[Event]:
        return []
