"""A template is asked what it takes: a conversation with telling words in it is rendered, and the
words are there or they are not.

Knows conversations and habits; how a template is run, it is told by `Try`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Protocol

import msgspec

from rejoinder.chat.ask import AnswerFormat, FormatKind, Message, Role, Tool, ToolCall
from rejoinder.chat.habits import Habits, IdForm, ToolsForm
from rejoinder.errors import UnsupportedModel

# One word each, alphanumeric, so that no template's trimming or escaping changes it.
WORD, SECOND, THIRD, FOURTH = "needlework", "haystacks", "pitchfork", "scarecrow"
FIFTH, SIXTH = "windmills", "riverbank"

USER = Message(role=Role.USER, content=WORD)
_LATER = Message(role=Role.USER, content=FIFTH)
# Ids as OpenAI's, which no template that wants another form takes.
_IDS = ("call_needle0Work0Hay0Stack01", "call_pitch0Fork0Scare0Crow02")

TOOL = Tool(
    name="look",
    description="Windmills.",
    parameters=msgspec.Raw(
        b'{"type":"object","properties":{"riverbank":{"type":"string"}},"required":["riverbank"]}'
    ),
)
_FORMAT = AnswerFormat(
    kind=FormatKind.JSON_SCHEMA,
    name="windmills",
    description="Scarecrow.",
    schema=msgspec.Raw(
        b'{"type":"object","properties":{"riverbank":{"type":"string"}},'
        b'"required":["riverbank"],"additionalProperties":false}'
    ),
)
_ROLES = ("tool", "ipython", "function")
_THOUGHT_KEYS = ("reasoning_content", "reasoning", "thinking")


_FREE = AnswerFormat()


class Try(Protocol):
    """Renders with some habits; None where the template fails."""

    def __call__(
        self,
        messages: Sequence[Message],
        habits: Habits,
        *,
        tools: Sequence[Tool] = (),
        answer_format: AnswerFormat = _FREE,
        values: Mapping[str, object] | None = None,
    ) -> str | None: ...


def call_turn(*words: str, content: str | None = None, reasoning: str | None = None) -> Message:
    """An assistant that calls `look` once for each word, with the word as an argument's name."""
    calls = [
        ToolCall(call_id=call_id, name="look", arguments=f'{{"{word}": "a"}}')
        for call_id, word in zip(_IDS, words, strict=False)
    ]
    return Message(
        role=Role.ASSISTANT, content=content, tool_calls=tuple(calls), reasoning=reasoning
    )


def results(*words: str) -> tuple[Message, ...]:
    """What its calls returned."""
    return tuple(
        Message(role=Role.TOOL, content=word, tool_call_id=call_id)
        for call_id, word in zip(_IDS, words, strict=False)
    )


class Probe:
    """Asks one template.

    source: its text, for hints only. reads_format: it reads the name `response_format`. thinking:
    values with which it lets a model think.
    """

    def __init__(
        self, attempt: Try, source: str, *, reads_format: bool, thinking: Mapping[str, object]
    ) -> None:
        self._try = attempt
        self._source = source
        self._reads_format = reads_format
        self._ways = ({}, thinking) if thinking else ({},)

    def habits(self) -> Habits:
        """Raises UnsupportedModel where it does not even show what a user says."""
        habits = self._first()
        for question in (
            self._systems,
            self._users,
            self._tools,
            self._calls,
            self._many_calls,
            self._contents,
            self._ids,
            self._thoughts,
            self._formats,
        ):
            habits = question(habits)
        return habits

    def _shows(self, messages: Sequence[Message], habits: Habits, *words: str) -> bool:
        text = self._try(messages, habits, tools=_tools_of(habits))
        return text is not None and all(word in text for word in words)

    def _first(self) -> Habits:
        """The first form in which a user's message is shown; everything else is asked in it."""
        for is_list, is_parts in product((False, True), (False, True)):
            habits = Habits(is_content_parts=is_parts, is_tools_list=is_list)
            if self._shows((USER,), habits, WORD):
                return habits
        raise UnsupportedModel("The chat template does not show a user's message")

    def _systems(self, habits: Habits) -> Habits:
        first, late = (Message(role=Role.SYSTEM, content=text) for text in (SECOND, THIRD))
        said = Message(role=Role.ASSISTANT, content="yes")
        takes = self._shows((first, USER), habits, SECOND, WORD)
        many = (first, late, USER), (first, USER, said, late, USER)
        developer = Message(role=Role.DEVELOPER, content=SECOND)
        return msgspec.structs.replace(
            habits,
            takes_system=takes,
            takes_many_systems=takes
            and all(self._shows(one, habits, SECOND, THIRD) for one in many),
            # ChatML's templates write any role there is; only one that names it was taught it.
            knows_developer="developer" in self._source
            and self._shows((developer, USER), habits, SECOND, WORD),
        )

    def _users(self, habits: Habits) -> Habits:
        takes = self._shows((USER, _LATER), habits, WORD, FIFTH)
        return msgspec.structs.replace(habits, takes_users_in_a_row=takes)

    def _tools(self, habits: Habits) -> Habits:
        """The first form in which a tool's name, description and parameter are all shown."""
        for form, fills in product((ToolsForm.WRAPPED, ToolsForm.BARE), (False, True)):
            told = msgspec.structs.replace(habits, tools=form, fills_descriptions=fills)
            text = self._try((USER,), told, tools=(TOOL,))
            if text is None or not all(one in text for one in ("look", "Windmills", SIXTH, WORD)):
                continue
            if fills or self._takes_bare_names(told):
                return told
        return habits

    def _takes_bare_names(self, habits: Habits) -> bool:
        bare = msgspec.structs.replace(TOOL, description="")
        return self._try((USER,), habits, tools=(bare,)) is not None

    def _calls(self, habits: Habits) -> Habits:
        """The first form in which a call and its result are shown; else one for each of them."""
        for form in self._forms(habits):
            if self._is_shown(form, (USER, call_turn(SECOND), *results(THIRD)), SECOND, THIRD):
                return form
        shown = next(
            (
                form
                for form in self._forms(habits)
                if self._is_shown(form, (USER, call_turn(SECOND)), SECOND)
            ),
            None,
        )
        form = shown or msgspec.structs.replace(habits, is_null_content=False)
        # Its call may be in the words of its content, and the result be shown all the same.
        said = Message(role=Role.ASSISTANT, content="yes")
        shows_results = "tool" in self._source and self._is_shown(
            form, (USER, said, *results(THIRD)), THIRD
        )
        return msgspec.structs.replace(
            form, shows_calls=shown is not None, shows_results=shows_results
        )

    def _forms(self, habits: Habits) -> Iterator[Habits]:
        for id_form, role, is_object, is_null in product(
            (IdForm.GIVEN, IdForm.NINE), _ROLES, (True, False), (True, False)
        ):
            yield msgspec.structs.replace(
                habits,
                id_form=id_form,
                result_role=role,
                is_arguments_object=is_object,
                is_null_content=is_null,
            )

    def _is_shown(self, habits: Habits, messages: Sequence[Message], *words: str) -> bool:
        tools = _tools_of(habits)
        text = self._try(messages, habits, tools=tools)
        if text is None or not all(word in text for word in words):
            return False
        # Python's own way of writing an object or nothing is a template's mistake.
        if f"'{SECOND}'" in text or f'\\"{SECOND}' in text:
            return False
        plain = self._try((USER,), habits, tools=tools) or ""
        return text.count("None") == plain.count("None")

    def _many_calls(self, habits: Habits) -> Habits:
        if not habits.shows_calls:
            return habits
        said = (USER, call_turn(SECOND, THIRD), *results(FOURTH, FIFTH))
        takes = self._shows(said, habits, SECOND, THIRD, *_results_of(habits, FOURTH, FIFTH))
        return msgspec.structs.replace(habits, takes_many_calls=takes)

    def _contents(self, habits: Habits) -> Habits:
        if not habits.shows_calls:
            return habits
        said = (USER, call_turn(SECOND, content=THIRD), *results(FOURTH))
        if self._shows(said, habits, SECOND, THIRD):
            return habits
        apart = msgspec.structs.replace(habits, takes_content_with_calls=False)
        # To the end of the turn: where roles must alternate, a message more may be one too many.
        # Then content is left out beside calls, as it was when the model was trained.
        answered = (*said, Message(role=Role.ASSISTANT, content=FIFTH), _LATER)
        return apart if self._shows(answered, apart, SECOND, THIRD) else habits

    def _ids(self, habits: Habits) -> Habits:
        """Some templates write a call's place into its id, and mean the same by its result's."""
        if not habits.shows_calls or habits.id_form is not IdForm.GIVEN:
            return habits
        turns = (USER, call_turn(SECOND), *results(THIRD)) * 2
        text = self._try(turns, habits, tools=_tools_of(habits)) or ""
        if "functions.look:0" not in text:
            return habits
        is_through = "functions.look:1" in text
        form = IdForm.PLACE_IN_ALL if is_through else IdForm.PLACE_IN_TURN
        return msgspec.structs.replace(habits, id_form=form)

    def _thoughts(self, habits: Habits) -> Habits:
        for key in _THOUGHT_KEYS:
            form = msgspec.structs.replace(habits, thought_key=key)
            if not any(FOURTH in text for text in self._thinking_turns(form)):
                continue
            both = call_turn(SECOND, content=THIRD, reasoning=FOURTH)
            turns = (USER, both, *results(FIFTH))
            takes = not habits.shows_calls or self._shows(turns, form, SECOND, THIRD)
            return msgspec.structs.replace(form, takes_thought_with_content=takes)
        form = msgspec.structs.replace(habits, is_thought_a_part=True)
        # Some write a list of parts as a list: they do not know what is in it.
        written = [text for text in self._thinking_turns(form) if FOURTH in text]
        if written and not any(
            f"{sign}{FOURTH}{sign}" in text for text in written for sign in "\"'"
        ):
            return form
        form = msgspec.structs.replace(habits, is_thought_in_content=True)
        return form if self._moves_thought(form) else habits

    def _thinking_turns(self, habits: Habits) -> list[str]:
        """A turn that calls, and an earlier one, each with a thought."""
        turns: tuple[tuple[Message, ...], ...] = (
            (USER, Message(role=Role.ASSISTANT, content=THIRD, reasoning=FOURTH), _LATER),
        )
        if habits.shows_calls:
            turns = ((USER, call_turn(SECOND, reasoning=FOURTH), *results(THIRD)), *turns)
        tools = _tools_of(habits)
        texts = (
            self._try(one, habits, tools=tools, values=values)
            for values in self._ways
            for one in turns
        )
        return [text for text in texts if text is not None]

    def _moves_thought(self, habits: Habits) -> bool:
        """Whether it knows a thought in the content for what it is: it leaves it out of an earlier
        turn, and has it just once, with its beginning and end, while a request is worked on."""
        earlier = Message(role=Role.ASSISTANT, content=THIRD, reasoning=FOURTH)
        text = self._try((USER, earlier, _LATER), habits)
        if text is None or FOURTH in text or THIRD not in text or not habits.shows_calls:
            return False
        turns = (USER, call_turn(SECOND, content=THIRD, reasoning=FOURTH), *results(FIFTH))
        for values in self._ways:
            text = self._try(turns, habits, tools=_tools_of(habits), values=values) or ""
            asked = text.rpartition(WORD)[2].partition(SECOND)[0]
            if FOURTH in asked and asked.count("<think>") == asked.count("</think>") == 1:
                return True
        return False

    def _formats(self, habits: Habits) -> Habits:
        if not self._reads_format:
            return habits
        habits = msgspec.structs.replace(habits, tells_schema=True, tells_json=True)
        plain = self._try((USER,), habits)
        text = self._try((USER,), habits, answer_format=_FORMAT) or ""
        json_object = AnswerFormat(kind=FormatKind.JSON_OBJECT)
        return msgspec.structs.replace(
            habits,
            tells_schema=SIXTH in text,
            tells_description="Scarecrow" in text,
            tells_json=self._try((USER,), habits, answer_format=json_object) not in (None, plain),
        )


def _tools_of(habits: Habits) -> tuple[Tool, ...]:
    return () if habits.tools is ToolsForm.NONE else (TOOL,)


def _results_of(habits: Habits, *words: str) -> tuple[str, ...]:
    return words if habits.shows_results else ()
