"""A conversation as turns: messages whose texts still know who wrote them.

On the way to a template a conversation is put into the form it takes: results in the order of their
calls, calls one at a time, in words instead of a form of their own, ids that it accepts. All of it
is a function of the conversation and the template's habits. Knows nothing of Jinja and tokens.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from enum import Enum

import msgspec

from rejoinder.chat.ask import Message, Role, ToolCall
from rejoinder.chat.habits import Habits, IdForm


class Voice(Enum):
    """Whose a text is, which decides what of it may become a control token."""

    OURS = "ours"  # all of it may
    ASSISTANT = "assistant"  # what the model is trained to say in the middle of an answer
    CLIENT = "client"  # nothing
    WORD = "word"  # a client's, and a word that the template knows: nothing, but it stays as it is


class Told(msgspec.Struct, frozen=True):
    """Text of one voice."""

    text: str
    voice: Voice


class Spoken(msgspec.Struct, frozen=True):
    """An assistant's content with calls that are to be written into it, in the model's dialect."""

    content: str
    calls: tuple[ToolCall, ...]


Piece = Told | Spoken


class Turn(msgspec.Struct, frozen=True):
    """One message for a template. content None: nothing is said beside calls."""

    role: str
    content: tuple[Piece, ...] | None
    name: str | None = None
    calls: tuple[ToolCall, ...] = ()
    call_id: str | None = None
    reasoning: str = ""


def conversation(messages: Sequence[Message]) -> list[Turn]:
    """As they are, with results in the order of their calls, and named like them."""
    return [*_in_order(_named([_turn(one) for one in messages]))]


def _turn(message: Message) -> Turn:
    voice = Voice.ASSISTANT if message.role is Role.ASSISTANT else Voice.CLIENT
    # Beside calls no content and empty content are the same to a client, and not to a template.
    is_said = bool(message.content) or not message.tool_calls
    return Turn(
        role=message.role.value,
        content=(Told(message.content or "", voice),) if is_said else None,
        name=message.name,
        calls=message.tool_calls,
        call_id=message.tool_call_id,
        reasoning=message.reasoning or "",
    )


def _named(turns: list[Turn]) -> list[Turn]:
    """The API's results name no function, and some templates want it: the call does."""
    names: dict[str, str] = {}
    named = []
    for turn in turns:
        names |= {call.call_id: call.name for call in turn.calls}
        name = turn.name or names.get(turn.call_id or "")
        named.append(msgspec.structs.replace(turn, name=name))
    return named


def _in_order(turns: list[Turn]) -> Iterator[Turn]:
    """Results that stand together, as their calls do: many templates tell whose a result is by its
    place alone."""
    for turn, results in _with_results(turns):
        yield turn
        places = {call.call_id: place for place, call in enumerate(turn.calls)}
        yield from sorted(results, key=lambda one: places.get(one.call_id or "", len(places)))


def _with_results(turns: Sequence[Turn]) -> Iterator[tuple[Turn, list[Turn]]]:
    """Each turn with the results that follow it; results that follow none stand for themselves."""
    place = 0
    while place < len(turns):
        end = place + 1
        while turns[place].calls and end < len(turns) and turns[end].role == Role.TOOL:
            end += 1
        yield turns[place], [*turns[place + 1 : end]]
        place = end


def in_form(turns: Sequence[Turn], habits: Habits) -> list[Turn]:
    """Calls and results as the template takes them."""
    shaped: list[Turn] = []
    for turn, results in _with_results(turns):
        if len(turn.calls) > 1 and not habits.takes_many_calls:
            shaped += _one_by_one(turn, results)
        else:
            shaped += [turn, *results]
    return _with_ids([part for turn in shaped for part in _parts(turn, habits)], habits.id_form)


def _one_by_one(turn: Turn, results: list[Turn]) -> Iterator[Turn]:
    """Each call in a message of its own, its results after it."""
    left = results
    for place, call in enumerate(turn.calls):
        one = msgspec.structs.replace(turn, calls=(call,))
        yield one if place == 0 else msgspec.structs.replace(one, content=None, reasoning="")
        yield from (result for result in left if result.call_id == call.call_id)
        left = [result for result in left if result.call_id != call.call_id]
    yield from left


def _parts(turn: Turn, habits: Habits) -> list[Turn]:
    """Content in a message of its own, where it would be lost beside calls."""
    if not turn.calls or turn.content is None:
        return [turn]
    if habits.takes_content_with_calls and (
        habits.takes_thought_with_content or not turn.reasoning
    ):
        return [turn]
    return [
        msgspec.structs.replace(turn, calls=(), reasoning=""),
        msgspec.structs.replace(turn, content=None),
    ]


def _with_ids(turns: list[Turn], form: IdForm) -> list[Turn]:
    if form is IdForm.GIVEN:
        return turns
    given = [call.call_id for turn in turns for call in turn.calls]
    nine = _nine_letters(given) if form is IdForm.NINE else {}
    ids: dict[str, str] = {}  # by the client's, as of this turn: it may use one again later
    num_calls = 0
    changed = []
    for turn in turns:
        calls = []
        for place, call in enumerate(turn.calls):
            number = num_calls if form is IdForm.PLACE_IN_ALL else place
            told = nine.get(call.call_id) or f"functions.{call.name}:{number}"
            num_calls += 1
            ids[call.call_id] = told
            calls.append(msgspec.structs.replace(call, call_id=told))
        call_id = ids.get(turn.call_id or "", turn.call_id)
        changed.append(msgspec.structs.replace(turn, calls=tuple(calls), call_id=call_id))
    return changed


_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _nine_letters(call_ids: Sequence[str]) -> dict[str, str]:
    """Nine letters and digits for each id: itself where it has that form already, or drawn from its
    hash. No two ids of a conversation get the same."""
    made = {one: one for one in call_ids if len(one) == 9 and one.isascii() and one.isalnum()}
    taken = set(made.values())
    for call_id in call_ids:
        attempt = 0
        while call_id not in made:
            digest = hashlib.sha256(f"{attempt} {call_id}".encode("utf-8", "replace")).digest()
            number = int.from_bytes(digest, "big")
            drawn = "".join(_LETTERS[number // 62**place % 62] for place in range(9))
            if drawn not in taken:
                made[call_id] = drawn
                taken.add(drawn)
            attempt += 1
    return made


def in_words(turns: Sequence[Turn], *, calls: bool, results: bool, alternates: bool) -> list[Turn]:
    """Calls as a part of what the assistant says, results as something the user says.

    alternates: the user cannot speak twice in a row, so what follows a result is joined to it.
    """
    said: list[Turn] = []
    was_result = False
    for turn in turns:
        is_result = results and turn.role == Role.TOOL
        if is_result:
            turn = Turn(Role.USER, _as_said(turn))
        elif calls and turn.calls:
            content = "".join(one.text for one in turn.content or () if isinstance(one, Told))
            spoken = (Spoken(content, turn.calls),)
            turn = msgspec.structs.replace(turn, content=spoken, calls=())
        if alternates and was_result and turn.role == Role.USER:
            before = said.pop()
            content_of_both = (*(before.content or ()), GAP, *(turn.content or ()))
            turn = msgspec.structs.replace(before, content=content_of_both)
            is_result = True
        said.append(turn)
        was_result = is_result
    return said


def _as_said(result: Turn) -> tuple[Piece, ...]:
    name = Told(result.name or result.call_id or "", Voice.CLIENT)
    return Told("Result of `", Voice.OURS), name, Told("`:\n", Voice.OURS), *(result.content or ())


GAP = Told("\n\n", Voice.OURS)


def with_system(turns: Sequence[Turn], note: tuple[Piece, ...]) -> list[Turn]:
    """A note of ours to the model, at the end of the instructions that begin a conversation."""
    if not note:
        return [*turns]
    if turns and is_instruction(turns[0]):
        said = turns[0].content or ()
        is_empty = all(isinstance(one, Told) and not one.text for one in said)
        content = note if is_empty else (*said, GAP, *note)
        return [msgspec.structs.replace(turns[0], content=content), *turns[1:]]
    return [Turn(Role.SYSTEM, note), *turns]


def with_instructions_fitted(turns: Sequence[Turn], habits: Habits) -> list[Turn]:
    """Instructions in roles and places that the template takes.

    developer becomes system where the role is not known. Several system messages, or late ones,
    become one at the front where they are not taken, and a part of the first user's message where
    none is: in both cases with an empty line between.
    """
    if not habits.knows_developer:
        turns = [
            msgspec.structs.replace(one, role=Role.SYSTEM) if one.role == Role.DEVELOPER else one
            for one in turns
        ]
    systems = [one for one in turns if is_instruction(one)]
    is_first = len(systems) == 1 and is_instruction(turns[0])
    if not systems or (habits.takes_system and (habits.takes_many_systems or is_first)):
        return [*turns]
    others = [one for one in turns if not is_instruction(one)]
    content: tuple[Piece, ...] = ()
    for place, one in enumerate(systems):
        content = (*content, *((GAP,) if place else ()), *(one.content or ()))
    if habits.takes_system:
        return [msgspec.structs.replace(systems[0], content=content), *others]
    for place, one in enumerate(others):
        if one.role == Role.USER:
            told = msgspec.structs.replace(one, content=(*content, GAP, *(one.content or ())))
            return [*others[:place], told, *others[place + 1 :]]
    return [Turn(Role.USER, content), *others]


def is_instruction(turn: Turn) -> bool:
    return turn.role in (Role.SYSTEM, Role.DEVELOPER)
