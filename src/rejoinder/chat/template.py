"""A conversation becomes the text a model was trained on, by the chat template in its folder.

Templates differ in what they take: whether a system message may come late, whether a call's
arguments are text or an object. Nobody writes it down, so a template is asked, once, when it is
loaded: a conversation with a telling word in it is rendered, and the word is there or it is not.
The answers are its `Habits`, and conversations are put into a form it takes. What it would leave
out in silence is refused. docs/compatibility.md tells users the rules.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import msgspec

from rejoinder.chat.ask import Message, Role, ToolCall
from rejoinder.chat.sandbox import FAULTS, Program
from rejoinder.clock import Clock
from rejoinder.errors import InvalidRequest, InvalidValue, UnsupportedModel

# For a folder without a template, which is a model that was never taught to chat.
PLAIN = """\
{{ bos_token }}{% for message in messages %}
{{ message.role | capitalize }}: {{ message.content }}

{% endfor %}
{% if add_generation_prompt %}
Assistant:{% endif %}"""

# One word each, alphanumeric, so that no template's trimming or escaping changes it.
_WORD, _SECOND, _THIRD = "needlework", "haystacks", "pitchfork"
# Nine letters and digits: Mistral's templates take no other.
_CALL_ID = "call12345"

# How a client's text is to be written, given who said it; see `disguise.py`.
Through = Callable[[str, Role], str]

_USER = Message(role=Role.USER, content=_WORD)


class Habits(msgspec.Struct, frozen=True):
    """What a template takes, found out by asking it.

    shows_tools: it does not leave out calls and their answers (it may still refuse them, loudly).
    """

    is_content_parts: bool = False
    is_tools_list: bool = False
    knows_developer: bool = True
    takes_system: bool = True
    takes_many_systems: bool = True
    shows_tools: bool = True
    is_arguments_object: bool = True
    is_null_content: bool = True


class Options(msgspec.Struct, frozen=True):
    """How a client may have a conversation rendered.

    variables: a JSON object, names that the template reads. adds_generation_prompt: the prompt goes
    on to where the assistant begins. continues_final: it ends with the last message's text.
    """

    variables: msgspec.Raw = msgspec.Raw(b"{}")
    adds_generation_prompt: bool = True
    continues_final: bool = False


_USUAL = Options()
# What a template is given by us, which no client may put something else for.
_OURS = frozenset(
    {"messages", "tools", "documents", "add_generation_prompt", "continue_final_message"}
)


class Template:
    """One model's template. Stateless; safe to use from several threads.

    variables: the names a client may give values for.
    """

    def __init__(self, source: str, *, specials: dict[str, str], clock: Clock) -> None:
        """specials: `bos_token` and its like, as templates name them. Raises UnsupportedModel."""
        self.source = source
        self._specials = specials
        try:
            self._program = Program(
                source, today=lambda: datetime.fromtimestamp(clock.unix_s(), UTC)
            )
        except FAULTS as error:
            raise UnsupportedModel(f"The chat template cannot be read: {error}.") from error
        self.variables = self._program.names - _OURS - specials.keys()
        self.habits = self._ask()

    def render(
        self,
        messages: Sequence[Message],
        options: Options = _USUAL,
        *,
        through: Through = lambda text, role: text,
    ) -> str:
        """The prompt, up to where the assistant begins. `through` sees each text of a client.

        Raises InvalidRequest, in the template's own words where it has any.
        """
        self._check_variables(options)
        fitted = _fit(messages, self.habits)
        if not self.habits.shows_tools and any(map(_is_of_tools, fitted)):
            raise InvalidRequest(
                "This model's chat template leaves out tool calls and their answers.",
                param="messages",
                hint="Tell the model about them in ordinary messages.",
            )
        mark = _mark(fitted) if options.continues_final else ""
        try:
            text = self._render(fitted, self.habits, through, options, mark)
        except FAULTS as error:
            raise InvalidRequest(
                f"This model's chat template does not take these messages: {_words(error)}",
                param="messages",
            ) from error
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
        said = Message(role=Role.ASSISTANT, content=_SECOND)
        try:
            text = self._render((_USER, said, _USER), self.habits)
        except FAULTS:
            return ""
        return text.rpartition(_SECOND)[2].partition(_WORD)[0]

    def _render(
        self,
        messages: Sequence[Message],
        habits: Habits,
        through: Through = lambda text, role: text,
        options: Options = _USUAL,
        mark: str = "",
    ) -> str:
        """mark: put after the last message's text, to find its end again."""
        names = {call.call_id: call.name for message in messages for call in message.tool_calls}
        marks = [""] * (len(messages) - 1) + [mark]
        values: dict[str, object] = {
            "messages": [
                _as_dict(one, habits, names, through, its_mark)
                for one, its_mark in zip(messages, marks, strict=True)
            ],
            "tools": [] if habits.is_tools_list else None,
            "documents": None,
            "add_generation_prompt": options.adds_generation_prompt,
            **self._specials,
        }
        if options.continues_final:
            values["continue_final_message"] = True
        # Decoded each time: a template may change what it is given.
        for name, value in msgspec.json.decode(options.variables).items():
            values[name] = _each(value, lambda text: through(text, Role.USER))
        return self._program.render(values)

    def _check_variables(self, options: Options) -> None:
        """A value that the template does not read would be ignored in silence."""
        for name, value in msgspec.json.decode(options.variables).items():
            if name not in self.variables:
                known = ", ".join(f"`{one}`" for one in sorted(self.variables)[:20])
                raise InvalidValue(
                    param=f"chat_template_kwargs.{name}",
                    value=value,
                    rule="this model's chat template takes no such value",
                    hint=f"It takes {known}." if known else "It takes none.",
                )

    # Asking

    def _ask(self) -> Habits:
        """The first form in which a user's message is shown, then everything else in that form."""
        forms = [
            Habits(is_content_parts=parts, is_tools_list=tools)
            for tools in (False, True)
            for parts in (False, True)
        ]
        habits = next((form for form in forms if self._shows((_USER,), form, _WORD)), None)
        if habits is None:
            raise UnsupportedModel(
                "The chat template does not show a user's message: " + self._fault(forms[0])
            )
        for question in (self._ask_systems, self._ask_calls):
            habits = question(habits)
        return habits

    def _ask_systems(self, habits: Habits) -> Habits:
        first, late = (Message(role=Role.SYSTEM, content=text) for text in (_SECOND, _THIRD))
        said = Message(role=Role.ASSISTANT, content="yes")
        takes = self._shows((first, _USER), habits, _SECOND, _WORD)
        many = (first, late, _USER), (first, _USER, said, late, _USER)
        developer = Message(role=Role.DEVELOPER, content=_SECOND)
        return msgspec.structs.replace(
            habits,
            takes_system=takes,
            takes_many_systems=takes
            and all(self._shows(one, habits, _SECOND, _THIRD) for one in many),
            # ChatML's templates write any role there is; only one that names it was taught it.
            knows_developer="developer" in self.source
            and self._shows((developer, _USER), habits, _SECOND, _WORD),
        )

    def _ask_calls(self, habits: Habits) -> Habits:
        call = ToolCall(call_id=_CALL_ID, name="look", arguments=f'{{"{_SECOND}": "a"}}')
        calls = Message(role=Role.ASSISTANT, content=None, tool_calls=(call,))
        answer = Message(role=Role.TOOL, content=_THIRD, tool_call_id=_CALL_ID)
        faults = 0
        for is_object in (True, False):
            for is_null in (True, False):
                form = msgspec.structs.replace(
                    habits, is_arguments_object=is_object, is_null_content=is_null
                )
                try:
                    text = self._render((_USER, calls, answer), form)
                except FAULTS:
                    faults += 1
                    continue
                # Python's own way of writing an object or nothing is a template's mistake.
                if f"'{_SECOND}'" in text or "None" in text or f'\\"{_SECOND}' in text:
                    continue
                if _SECOND in text and _THIRD in text:
                    return form
        # Where it refused every form it will refuse them again, in words of its own.
        return msgspec.structs.replace(
            habits, shows_tools=faults == 4, is_null_content=False, is_arguments_object=True
        )

    def _shows(self, messages: tuple[Message, ...], habits: Habits, *words: str) -> bool:
        try:
            text = self._render(messages, habits)
        except FAULTS:
            return False
        return all(word in text for word in words)

    def _fault(self, habits: Habits) -> str:
        try:
            self._render((_USER,), habits)
        except FAULTS as error:
            return _words(error)
        return "it is left out."


def _fit(messages: Sequence[Message], habits: Habits) -> Sequence[Message]:
    """The conversation in roles and an order that the template takes.

    developer becomes system where the role is not known. Several system messages, or late ones,
    become one at the front where they are not taken, and a part of the first user's message where
    none is: in both cases with an empty line between.
    """
    if not habits.knows_developer:
        messages = [
            msgspec.structs.replace(one, role=Role.SYSTEM) if one.role is Role.DEVELOPER else one
            for one in messages
        ]
    systems = [one for one in messages if _is_instruction(one)]
    if not systems or (habits.takes_system and (habits.takes_many_systems or _is_first(messages))):
        return messages
    others = [one for one in messages if not _is_instruction(one)]
    text = "\n\n".join(one.content or "" for one in systems)
    if habits.takes_system:
        return [msgspec.structs.replace(systems[0], content=text), *others]
    for index, one in enumerate(others):
        if one.role is Role.USER:
            told = msgspec.structs.replace(one, content=f"{text}\n\n{one.content}")
            return [*others[:index], told, *others[index + 1 :]]
    return [Message(role=Role.USER, content=text), *others]


def _is_instruction(message: Message) -> bool:
    return message.role in (Role.SYSTEM, Role.DEVELOPER)


def _is_first(messages: Sequence[Message]) -> bool:
    """Whether the only instruction is the first message."""
    return _is_instruction(messages[0]) and not any(map(_is_instruction, messages[1:]))


def _is_of_tools(message: Message) -> bool:
    return message.role is Role.TOOL or bool(message.tool_calls)


def _mark(messages: Sequence[Message]) -> str:
    """A private-use character that no message has. disguise.py takes its own from the other end."""
    taken = set().union(*(one.content or "" for one in messages))
    return next(chr(code) for code in range(0x10FFFD, 0x100000, -1) if chr(code) not in taken)


def _as_dict(
    message: Message, habits: Habits, names: dict[str, str], through: Through, mark: str
) -> dict[str, object]:
    """As Hugging Face's `apply_chat_template` is given it."""

    def put(text: str) -> str:
        return through(text, message.role)

    content = None if message.content is None else put(message.content) + mark
    shown: dict[str, object] = {"role": message.role.value, "content": content}
    if content is None and not habits.is_null_content:
        shown["content"] = ""
    elif content is not None and habits.is_content_parts:
        shown["content"] = [{"type": "text", "text": content}]
    # The API's tool messages name no function, and some templates want it: the call does.
    name = message.name or names.get(message.tool_call_id or "")
    if name is not None:
        shown["name"] = put(name)
    if message.tool_call_id is not None:
        shown["tool_call_id"] = put(message.tool_call_id)
    if message.tool_calls:
        shown["tool_calls"] = [_call(call, habits, put) for call in message.tool_calls]
    return shown


def _call(call: ToolCall, habits: Habits, put: Callable[[str], str]) -> dict[str, object]:
    arguments: object = put(call.arguments)
    if habits.is_arguments_object:
        # Models write what is no JSON; it is handed on as the text it is.
        with contextlib.suppress(msgspec.DecodeError, RecursionError):
            arguments = _each(msgspec.json.decode(call.arguments), put)
    function = {"name": put(call.name), "arguments": arguments}
    return {"id": put(call.call_id), "type": "function", "function": function}


def _each(value: object, put: Callable[[str], str]) -> object:
    """Plain JSON with every string in it, names too, put through a function."""
    if isinstance(value, str):
        return put(value)
    if isinstance(value, list):
        return [_each(one, put) for one in value]
    if isinstance(value, dict):
        return {put(name): _each(one, put) for name, one in value.items()}
    return value


def _words(error: BaseException) -> str:
    """Of a fault in a template: its message as a sentence, not too long."""
    text = str(error).strip() or type(error).__name__
    text = text if len(text) <= 300 else text[:297] + "..."
    return text if text.endswith((".", "!", "?", "...")) else text + "."
