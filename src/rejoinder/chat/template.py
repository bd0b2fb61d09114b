"""A conversation becomes the text a model was trained on, by the chat template in its folder.

Templates differ in what they take; what this one does, it is asked once, when it is loaded
(`probe.py`). Conversations are put into a form that it takes (`turns.py`), and what it has no place
for is told in words (`notes.py`) or refused, never left out in silence. docs/compatibility.md tells
users the rules.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from rejoinder.chat import notes, turns
from rejoinder.chat.ask import (
    AnswerFormat,
    FormatKind,
    Message,
    Role,
    Tool,
    ToolUse,
)
from rejoinder.chat.dialects.base import Dialect
from rejoinder.chat.efforts import switched_on
from rejoinder.chat.habits import Habits, ToolsForm
from rejoinder.chat.probe import SECOND, USER, WORD, Probe
from rejoinder.chat.sandbox import FAULTS, Program
from rejoinder.chat.tool_shapes import Put, Shapes
from rejoinder.chat.turns import Told, Turn
from rejoinder.clock import Clock
from rejoinder.errors import InvalidRequest, InvalidValue, UnsupportedModel

# For a folder without a template, which is a model that was never taught to chat.
PLAIN = """\
{{ bos_token }}{% for message in messages %}
{{ message.role | capitalize }}: {{ message.content }}

{% endfor %}
{% if add_generation_prompt %}
Assistant:{% endif %}"""

FORMAT = "response_format"
_JSON = (FormatKind.JSON_OBJECT, FormatKind.JSON_SCHEMA)


class Options(msgspec.Struct, frozen=True):
    """How a client may have a conversation rendered.

    variables: a JSON object, names that the template reads. adds_generation_prompt: the prompt goes
    on to where the assistant begins. continues_final: it ends with the last message's text. fields:
    by a name that the template reads, the request's field that speaks of it and the value it has
    by that.
    """

    variables: msgspec.Raw = msgspec.Raw(b"{}")
    adds_generation_prompt: bool = True
    continues_final: bool = False
    tool_use: ToolUse = ToolUse()
    answer_format: AnswerFormat = AnswerFormat()
    fields: Mapping[str, tuple[str, object]] = {}


_USUAL = Options()
_FREE = AnswerFormat()
# What a template is given by us, which no client may put something else for.
_OURS = frozenset(
    {
        "messages",
        "tools",
        "functions",
        "documents",
        "add_generation_prompt",
        "continue_final_message",
    }
)


class Template:
    """One model's template. Stateless; safe to use from several threads.

    variables: the names a client may give values for. dialect: how the model writes calls; until
    `speaking` sets it, what the template has no form for is refused.
    """

    def __init__(self, source: str, *, specials: dict[str, str], clock: Clock) -> None:
        """specials: `bos_token` and its like, as templates name them. Raises UnsupportedModel."""
        self.source = source
        self.dialect: Dialect | None = None
        self._is_all_in_words = False
        self._specials = specials
        self._today: Callable[[], datetime] = lambda: datetime.fromtimestamp(clock.unix_s(), UTC)
        try:
            self._program = Program(source, today=self._today)
        except FAULTS as error:
            raise UnsupportedModel(f"The chat template cannot be read: {error}.") from error
        self.variables = self._program.names - _OURS - specials.keys()
        self.compared = self._program.compared
        probe = Probe(
            self.attempt,
            source,
            reads_format=FORMAT in self.variables,
            thinking=switched_on(self.variables, self.compared),
        )
        try:
            self.habits = probe.habits()
        except UnsupportedModel as error:
            raise UnsupportedModel(f"{error.message}: {self._fault()}") from error

    def speaking(self, dialect: Dialect, *, is_all_in_words: bool) -> Template:
        """The same for a model that writes calls so. is_all_in_words: whatever the template shows
        of tools, calls and results is not how this dialect has them."""
        told = copy.copy(self)
        told.dialect = dialect
        told._is_all_in_words = is_all_in_words
        return told

    def render(
        self,
        messages: Sequence[Message],
        options: Options = _USUAL,
        *,
        through: Put = lambda text, voice: text,
    ) -> str:
        """The prompt, up to where the assistant begins. `through` sees each text of a client.

        Raises InvalidRequest, in the template's own words where it has any.
        """
        self._check_variables(options)
        said = self._said(messages, options)
        mark = _mark(said) if options.continues_final else ""
        try:
            text = self._render(said, self.habits, through, options, mark)
        except FAULTS as error:
            raise self._refusal(error, said, options) from error
        if not mark:
            return text
        before, found, _ = text.rpartition(mark)
        if not found:
            raise InvalidRequest(
                "This model's chat template leaves out the last message, so nothing can go on "
                "with it.",
                param="continue_final_message",
            )
        return before

    def turn_end(self) -> str:
        """What follows an assistant's text when someone else goes on; empty where nothing does."""
        said = Message(role=Role.ASSISTANT, content=SECOND)
        text = self.attempt((USER, said, USER), self.habits) or ""
        return text.rpartition(SECOND)[2].partition(WORD)[0]

    def attempt(
        self,
        messages: Sequence[Message],
        habits: Habits,
        *,
        tools: Sequence[Tool] = (),
        answer_format: AnswerFormat = _FREE,
        values: Mapping[str, object] | None = None,
        adds_generation_prompt: bool = True,
    ) -> str | None:
        """The template alone, without words of ours, under given habits; None where it fails."""
        options = Options(
            adds_generation_prompt=adds_generation_prompt,
            tool_use=ToolUse(tools=tuple(tools)),
            answer_format=answer_format,
            fields={name: ("", value) for name, value in (values or {}).items()},
        )
        said = turns.in_form(turns.conversation(messages), habits)
        try:
            return self._render(said, habits, lambda text, voice: text, options, "")
        except FAULTS:
            return None

    # The conversation

    @property
    def _tells_tools(self) -> bool:
        return self.habits.tools is not ToolsForm.NONE and not self._is_all_in_words

    def _said(self, messages: Sequence[Message], options: Options) -> list[Turn]:
        """In a form that the template takes, with what it has no place for in words."""
        said = turns.conversation(messages)
        calls_in_words = self._is_all_in_words or not self.habits.shows_calls
        results_in_words = self._is_all_in_words or not self.habits.shows_results
        if self.dialect is None:
            self._check_shown(said, options)
        elif calls_in_words or results_in_words:
            said = turns.in_words(
                said,
                calls=calls_in_words,
                results=results_in_words,
                alternates=not self.habits.takes_users_in_a_row,
            )
        told_by = None if self._tells_tools else self.dialect
        note = notes.note(options.tool_use, options.answer_format, self.habits, told_by)
        said = turns.in_form(turns.with_system(said, note), self.habits)
        return turns.with_instructions_fitted(said, self.habits)

    def _check_shown(self, said: Sequence[Turn], options: Options) -> None:
        if options.tool_use.tools and not self._tells_tools:
            raise InvalidRequest("This model's chat template leaves out tools.", param="tools")
        is_hidden = (any(one.calls for one in said) and not self.habits.shows_calls) or (
            any(one.role == Role.TOOL for one in said) and not self.habits.shows_results
        )
        if is_hidden:
            raise InvalidRequest(
                "This model's chat template leaves out tool calls and their answers.",
                param="messages",
                hint="Tell the model about them in ordinary messages.",
            )

    # Rendering

    def _render(
        self, said: Sequence[Turn], habits: Habits, through: Put, options: Options, mark: str
    ) -> str:
        """mark: put after the last message's text, to find its end again."""
        shapes = Shapes(
            habits,
            through,
            words=self._program.words,
            dialect=self.dialect,
            tools=options.tool_use.tools,
        )
        marks = [""] * (len(said) - 1) + [mark]
        tells_tools = habits.tools is not ToolsForm.NONE and not self._is_all_in_words
        tools = shapes.tools(options.tool_use.tools) if tells_tools else []
        values: dict[str, object] = {
            "messages": [
                shapes.message(one, its_mark) for one, its_mark in zip(said, marks, strict=True)
            ],
            "tools": tools if tools or habits.is_tools_list else None,
            "documents": None,
            "add_generation_prompt": options.adds_generation_prompt,
            **self._specials,
        }
        # Firefunction's wants these besides, the first as text.
        if "functions" in self._program.names:
            values["functions"] = json.dumps(tools, ensure_ascii=False)
        if "datetime" in self._program.names:
            values["datetime"] = f"{self._today():%Y-%m-%d}"
        if options.continues_final:
            values["continue_final_message"] = True
        values |= self._read(options, habits, shapes)
        # Decoded each time: a template may change what it is given.
        for name, value in msgspec.json.decode(options.variables).items():
            values[name] = shapes.each(value)
        return self._program.render(values)

    def _read(self, options: Options, habits: Habits, shapes: Shapes) -> dict[str, object]:
        """What the API's fields give to names that the template reads."""
        values: dict[str, object] = {}
        tool_use = options.tool_use
        if tool_use.tools and "tool_choice" in self.variables:
            values["tool_choice"] = shapes.tool_choice(tool_use)
        if tool_use.tools and "parallel_tool_calls" in self.variables:
            values["parallel_tool_calls"] = tool_use.is_parallel
        if _is_read(options.answer_format, habits):
            values[FORMAT] = shapes.response_format(options.answer_format)
        return values | {name: value for name, (_, value) in options.fields.items()}

    def _check_variables(self, options: Options) -> None:
        """A value that the template does not read would be ignored in silence."""
        given = msgspec.json.decode(options.variables)
        plain = Shapes(self.habits, lambda text, voice: text)
        fields = {
            "tool_choice": "tool_choice",
            "parallel_tool_calls": "parallel_tool_calls",
            FORMAT: options.answer_format.param,
            **{name: field for name, (field, _) in options.fields.items()},
        }
        ours = self._read(options, self.habits, plain) if given else {}
        for name, value in given.items():
            if name not in self.variables:
                known = ", ".join(f"`{one}`" for one in sorted(self.variables)[:20])
                raise InvalidValue(
                    param=f"chat_template_kwargs.{name}",
                    value=value,
                    rule="this model's chat template takes no such value",
                    hint=f"It takes {known}." if known else "It takes none.",
                )
            if name in ours and ours[name] != value:
                raise InvalidValue(
                    param=f"chat_template_kwargs.{name}",
                    value=value,
                    rule=f"`{fields[name]}` asks for another",
                    hint="Give one of the two.",
                )

    def _refusal(
        self, error: BaseException, said: Sequence[Turn], options: Options
    ) -> InvalidRequest:
        """tools are to blame where the rest is taken without them."""
        what, param = "messages", "messages"
        if options.tool_use.tools and self._tells_tools:
            without = msgspec.structs.replace(options, tool_use=ToolUse())
            try:
                self._render(said, self.habits, lambda text, voice: text, without, "")
                what, param = "tools", "tools"
            except FAULTS:
                pass
        return InvalidRequest(
            f"This model's chat template does not take these {what}: {_words(error)}", param=param
        )

    def _fault(self) -> str:
        said = turns.conversation((USER,))
        try:
            self._render(said, Habits(), lambda text, voice: text, _USUAL, "")
        except FAULTS as error:
            return _words(error)
        return "it is left out."


def _is_read(asked: AnswerFormat, habits: Habits) -> bool:
    if asked.kind is FormatKind.JSON_SCHEMA:
        return habits.tells_schema
    return asked.kind is FormatKind.JSON_OBJECT and habits.tells_json


def _mark(said: Sequence[Turn]) -> str:
    """A private-use character that no message has. disguise.py takes its own from the other end."""
    taken: set[str] = set()
    for turn in said:
        for piece in turn.content or ():
            taken |= set(piece.text if isinstance(piece, Told) else piece.content)
    return next(chr(code) for code in range(0x10FFFD, 0x100000, -1) if chr(code) not in taken)


def _words(error: BaseException) -> str:
    """Of a fault in a template: its message as a sentence, not too long."""
    text = str(error).strip() or type(error).__name__
    text = text if len(text) <= 300 else text[:297] + "..."
    return text if text.endswith((".", "!", "?", "...")) else text + "."
