"""A conversation in the form that one template takes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rejoinder.chat import turns
from rejoinder.chat.ask import Message, Role, ToolCall
from rejoinder.chat.habits import Habits, IdForm
from rejoinder.chat.turns import Spoken, Told, Turn, Voice

USER = Message(role=Role.USER, content="u")


def calls(*ids: str, content: str | None = None, reasoning: str | None = None) -> Message:
    """Each call's tool is named like its id, in capitals."""
    made = tuple(ToolCall(call_id=one, name=one.upper(), arguments="{}") for one in ids)
    return Message(role=Role.ASSISTANT, content=content, tool_calls=made, reasoning=reasoning)


def result(call_id: str) -> Message:
    return Message(role=Role.TOOL, content=f"r{call_id}", tool_call_id=call_id)


def shaped(messages: Sequence[Message], habits: Habits) -> list[Turn]:
    return turns.in_form(turns.conversation(messages), habits)


def text(turn: Turn) -> str | None:
    """Written calls as their names in angle brackets."""
    if turn.content is None:
        return None
    said = ""
    for piece in turn.content:
        if isinstance(piece, Told):
            said += piece.text
        else:
            said += piece.content + "".join(f"<{call.name}>" for call in piece.calls)
    return said


def shown(made: Sequence[Turn]) -> list[tuple[str, str | None, str]]:
    """Role, content, and the ids of calls or of the call that is answered."""
    return [
        (one.role, text(one), one.call_id or " ".join(call.call_id for call in one.calls))
        for one in made
    ]


def test_results_come_in_the_order_of_their_calls() -> None:
    """Many templates tell whose a result is by its place alone."""
    made = turns.conversation([USER, calls("a", "b"), result("b"), result("a"), USER, result("b")])

    assert shown(made) == [
        ("user", "u", ""),
        ("assistant", None, "a b"),
        ("tool", "ra", "a"),
        ("tool", "rb", "b"),
        ("user", "u", ""),
        ("tool", "rb", "b"),  # one that comes later stays where it is
    ]


def test_a_result_is_named_like_its_call() -> None:
    made = turns.conversation([calls("a"), result("a"), calls("a"), result("x")])
    assert [one.name for one in made] == [None, "A", None, None]


def test_empty_content_beside_calls_is_none() -> None:
    """Clients send both, and mean the same; a template may show calls only beside none."""
    made = turns.conversation([calls("a", content=""), calls("b", content="y")])
    assert [text(one) for one in made] == [None, "y"]
    empty = Message(role=Role.ASSISTANT, content="")
    assert text(turns.conversation([empty])[0]) == ""


def test_calls_are_made_one_by_one_where_a_message_holds_only_one() -> None:
    """Each with its result after it, as if the model had waited."""
    talk = [calls("a", "b", content="y"), result("a"), result("b"), result("x")]

    made = shaped(talk, Habits(takes_many_calls=False))

    assert shown(made) == [
        ("assistant", "y", "a"),
        ("tool", "ra", "a"),
        ("assistant", None, "b"),
        ("tool", "rb", "b"),
        ("tool", "rx", "x"),
    ]


def test_content_that_would_be_lost_beside_calls_is_a_message_of_its_own() -> None:
    made = shaped(
        [calls("a", content="y", reasoning="t"), result("a")],
        Habits(takes_content_with_calls=False),
    )
    assert shown(made) == [("assistant", "y", ""), ("assistant", None, "a"), ("tool", "ra", "a")]
    assert [one.reasoning for one in made] == ["", "t", ""]


def test_content_and_thought_beside_a_call_are_parted_only_where_both_are_there() -> None:
    """gpt-oss's template takes either beside a call, and fails on both."""
    habits = Habits(takes_thought_with_content=False)
    assert len(shaped([calls("a", content="y", reasoning="t")], habits)) == 2
    assert len(shaped([calls("a", content="y")], habits)) == 1
    assert len(shaped([calls("a", reasoning="t")], habits)) == 1


def test_ids_of_nine_letters_and_digits_are_made_of_any() -> None:
    """Mistral's templates take no other. One that has the form already keeps it."""
    talk = [calls("call_1", "abcdefgh9"), result("call_1"), result("abcdefgh9")]

    made = shaped(talk, Habits(id_form=IdForm.NINE))

    drawn = [call.call_id for call in made[0].calls]
    assert drawn[1] == "abcdefgh9"
    assert len(drawn[0]) == 9
    assert drawn[0].isalnum()
    assert [one.call_id for one in made[1:]] == drawn
    assert shaped(talk, Habits(id_form=IdForm.NINE)) == made


def test_no_two_ids_become_the_same() -> None:
    """Two that differ, and one that is what another is made into."""
    first = shaped([calls("call_1")], Habits(id_form=IdForm.NINE))[0].calls[0].call_id
    many = [f"call_{number}" for number in range(300)]

    made = shaped([calls(*many), calls(first)], Habits(id_form=IdForm.NINE))

    ids = [call.call_id for one in made for call in one.calls]
    assert len(set(ids)) == 301
    assert ids[-1] == first


@pytest.mark.parametrize(
    ("form", "ids"),
    [
        (IdForm.PLACE_IN_ALL, ["functions.A:0", "functions.B:1", "functions.A:2"]),
        (IdForm.PLACE_IN_TURN, ["functions.A:0", "functions.B:1", "functions.A:0"]),
    ],
)
def test_ids_can_be_names_and_places(form: IdForm, ids: list[str]) -> None:
    """Kimi's. A client may use an id again: its result is the later call's."""
    talk = [calls("a", "b"), result("b"), calls("a"), result("a"), result("x")]

    made = shaped(talk, Habits(id_form=form))

    assert [call.call_id for one in made for call in one.calls] == ids
    assert [one.call_id for one in made if one.role == "tool"] == [ids[1], ids[2], "x"]


def test_calls_and_results_can_be_told_in_words() -> None:
    made = turns.in_words(
        turns.conversation([USER, calls("a", content="y"), result("a"), USER]),
        calls=True,
        results=True,
        alternates=False,
    )
    assert shown(made) == [
        ("user", "u", ""),
        ("assistant", "y<A>", ""),
        ("user", "Result of `A`:\nra", ""),
        ("user", "u", ""),
    ]
    spoken = made[1].content
    assert spoken is not None
    assert isinstance(spoken[0], Spoken)


def test_results_in_words_are_one_message_with_what_the_user_says_next() -> None:
    """Where roles must alternate. What the user said before stays a message of its own."""
    talk = [USER, USER, calls("a", "b"), result("a"), result("b"), USER]
    made = turns.in_words(turns.conversation(talk), calls=True, results=True, alternates=True)
    assert shown(made) == [
        ("user", "u", ""),
        ("user", "u", ""),
        ("assistant", "<A><B>", ""),
        ("user", "Result of `A`:\nra\n\nResult of `B`:\nrb\n\nu", ""),
    ]


def test_a_note_stands_at_the_end_of_the_first_instructions() -> None:
    note = (Told("note", Voice.OURS),)
    system = Message(role=Role.SYSTEM, content="s")
    empty = Message(role=Role.DEVELOPER, content="")

    def noted(*talk: Message) -> list[tuple[str, str | None]]:
        made = turns.with_system(turns.conversation(talk), note)
        return [(one.role, text(one)) for one in made]

    assert noted(system, USER) == [("system", "s\n\nnote"), ("user", "u")]
    assert noted(empty, USER) == [("developer", "note"), ("user", "u")]
    assert noted(USER, system) == [("system", "note"), ("user", "u"), ("system", "s")]
    assert turns.with_system(turns.conversation([USER]), ()) == turns.conversation([USER])


def test_an_assistants_words_have_its_voice_and_all_others_a_clients() -> None:
    made = turns.conversation([USER, Message(role=Role.ASSISTANT, content="y"), result("a")])
    voices = [piece.voice for one in made for piece in one.content or () if isinstance(piece, Told)]
    assert voices == [Voice.CLIENT, Voice.ASSISTANT, Voice.CLIENT]
