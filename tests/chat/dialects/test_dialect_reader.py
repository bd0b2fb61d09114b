"""Text that comes in pieces: what is held back, and for how long."""

from __future__ import annotations

import pytest

from rejoinder.chat.dialects.base import Spell, Thinking, Wants
from rejoinder.chat.dialects.catalogue import DIALECTS
from rejoinder.chat.dialects.events import Arguments, Called, Content, Event, Thought
from rejoinder.chat.dialects.reader import SPACE, CutShort, Reader, Stops, Unreadable
from tests.chat.dialects.speakers import FUNCTIONS

OPENINGS = Stops([("<tool", "call>"), ("<tools>",), ("x",)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ab", (2, 2, None)),
        ("ab<", (2, 3, None)),
        ("ab<tool", (2, 7, None)),
        ("ab<tool \n", (2, 9, None)),
        ("ab<tool \n c", (2, 11, None)),
        ("ab<tool         c", (17, 17, None)),  # more space than anybody writes
        ("ab<tool d", (9, 9, None)),
        ("ab<tool call> <tools>", (2, 13, 0)),
        ("ab<toolcall>", (2, 12, 0)),
        ("ab<tools>", (2, 9, 1)),
        ("abx", (2, 3, 2)),
        ("a<b<t", (3, 5, None)),
    ],
)
def test_text_is_held_back_from_where_an_opening_may_begin(
    text: str, found: tuple[int, int, int | None]
) -> None:
    assert OPENINGS.first(text, 0, False) == found


def test_at_the_end_nothing_more_may_begin() -> None:
    assert OPENINGS.first("ab<tool ", 0, True) == (8, 8, None)
    assert OPENINGS.first("ab<tool call>", 0, True) == (2, 13, 0)


def test_the_longer_of_two_openings_is_waited_for() -> None:
    stops = Stops([("[",), ("[[CALL",)])
    assert stops.first("[", 0, False) == (0, 1, None)
    assert stops.first("[[", 0, False) == (0, 2, None)
    assert stops.first("[[", 0, True) == (0, 1, 0)
    assert stops.first("[a", 0, False) == (0, 1, 0)
    assert stops.first("[[CALL", 0, False) == (0, 6, 1)


def test_a_sign_is_whole_at_once() -> None:
    assert Stops([("\ud800",)]).first("a\ud800", 0, False) == (1, 2, 0)
    assert Stops([]).first("a", 0, False) == (1, 1, None)


def test_what_is_expected_and_is_not_there_is_not_taken() -> None:
    reader = Reader(Spell({}))
    reader.push("abx")
    with pytest.raises(Unreadable):
        list(reader.expect("abc"))
    assert reader.place == 0
    reader.end()
    with pytest.raises(CutShort):
        list(reader.expect("abxy"))
    list(reader.expect("ab"))
    assert (reader.place, reader.num_waiting) == (2, 1)


def test_the_tape_gives_back_what_turned_out_to_be_nothing() -> None:
    reader = Reader(Spell({}))
    reader.push("a  ")
    reader.take(1)
    reader.mark()
    spaces = reader.skip(SPACE)
    next(spaces)  # waits: more may come
    reader.push(" b")
    assert list(spaces) == []
    assert reader.unwind() == ("   ", 1)


def _events(name: str, wants: Wants, *pieces: str) -> list[list[Event]]:
    parser = DIALECTS[name].parser(wants, Spell({}))
    return [*(parser.push(piece) for piece in pieces), parser.finish()]


def test_nothing_is_held_back_that_cannot_become_a_marker() -> None:
    """A reader of a stream sees each word as it comes."""
    said = _events("hermes", Wants(FUNCTIONS), "One", " <b>two", " <tool", "box>", "\n", "!")
    assert said == [
        [Content("One", (0, 3))],
        [Content(" <b>two", (3, 10))],
        [],
        [Content(" <toolbox>", (10, 20))],
        [],
        [Content("\n!", (20, 22))],
        [],
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        # Less than an opening may be text like any other.
        ("hermes", "One\n<tool_c", [Content("One", (0, 3)), Content("\n<tool_c", (3, 11))]),
        ("hermes", "One\n<tool_call>", [Content("One", (0, 3))]),
        ("hermes", '<tool_call>\n{"name": "get_wea', []),
        ("hermes", '<tool_call>\n{"name": "now"', [Called("now")]),
        ("hermes", '<tool_call>\n{"size": 3}', [Content('<tool_call>\n{"size": 3}', (0, 23))]),
        # With one of its markers whole a longer opening is none.
        ("qwen_coder", "One\n<tool_call>\n<func", [Content("One", (0, 3))]),
        ("qwen_coder", "<tool_call>\n<function=now>\n<para", [Called("now")]),
        # Without a marker only a tool's name tells a call from an answer in JSON.
        ("llama_json", '{"name": "no', [Content('{"name": "no', (0, 12))]),
        ("llama_json", '{"name": "now"', [Called("now")]),
        ("pythonic", "[no", [Content("[no", (0, 3))]),
        ("pythonic", "[now(), get_", [Called("now"), Arguments("{}")]),
        # After a call there is no content: what may become another is none.
        ("mini", '<tool_call>{"name": "now"}</tool_call><to', [Called("now"), Arguments("{}")]),
    ],
)
def test_a_cut_answer_is_told_without_the_beginning_of_a_call(
    name: str, text: str, told: list[Event]
) -> None:
    parser = DIALECTS[name].parser(Wants(FUNCTIONS), Spell({}))
    assert [*parser.push(text), *parser.finish(is_cut=True)] == told


def test_without_a_marker_an_answer_that_must_call_begins_with_one() -> None:
    for name, text in (("llama_json", '{"na'), ("pythonic", "[no")):
        parser = DIALECTS[name].parser(Wants(FUNCTIONS, must_call=True), Spell({}))
        assert [*parser.push(text), *parser.finish(is_cut=True)] == []


def test_arguments_are_told_as_they_come() -> None:
    said = _events(
        "hermes",
        Wants(FUNCTIONS),
        '<tool_call>\n{"name": "get_weather", "argu',
        'ments": {"ci',
        'ty": "O',
        'slo", "days": 1',
        "2}",
        "}\n</tool_call>",
    )
    assert said == [
        [],
        [Called("get_weather"), Arguments('{"ci')],
        [Arguments('ty": "O')],
        [Arguments('slo", "days": ')],
        [Arguments("12}")],
        [],
        [],
    ]


def test_a_thought_is_told_as_it_comes_but_for_its_last_newlines() -> None:
    said = _events(
        "hermes", Wants(thinking=Thinking.OPENED), "\n\nHm", "\n", "m\n", "</think>\n", "\nA"
    )
    assert said == [
        [Thought("Hm", (2, 4))],
        [],
        [Thought("\nm", (4, 6))],
        [],
        [Content("A", (17, 18))],
        [],
    ]


def test_many_openings_are_no_more_work_than_other_text() -> None:
    """Each once looked through all the text that was waiting: two minutes for 300 kB."""
    text = "<tool_call>" * 20_000
    ((most,), (last,)) = _events("hermes", Wants(FUNCTIONS), text)
    assert most == Content(text[:-11], (0, len(text) - 11))
    assert last == Content("<tool_call>", (len(text) - 11, len(text)))
