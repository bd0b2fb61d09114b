"""Turns, tools and answer formats as chat templates are given them: dicts and lists of JSON.

Every text of a client goes through `put` on its way, and with it whose it is; our own does not.
Knows nothing of what a template makes of them.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence

import msgspec

from rejoinder.chat.ask import (
    AnswerFormat,
    Calling,
    FormatKind,
    Syntax,
    Tool,
    ToolCall,
    ToolKind,
    ToolUse,
)
from rejoinder.chat.dialects.base import Dialect, Written, WrittenCall
from rejoinder.chat.habits import Habits, ToolsForm
from rejoinder.chat.turns import Told, Turn, Voice

Put = Callable[[str, Voice], str]

# A custom tool's text, to templates and models that know only functions.
INPUT = "input"
_CUSTOM = {"type": "object", "properties": {INPUT: {"type": "string"}}, "required": [INPUT]}
_NOTHING = {"type": "object", "properties": {}}


class Shapes:
    """Makes them, for one template and one rendering."""

    def __init__(
        self,
        habits: Habits,
        put: Put,
        *,
        words: frozenset[str] = frozenset(),
        dialect: Dialect | None = None,
        tools: Sequence[Tool] = (),
    ) -> None:
        """words: those that the template knows. dialect: for calls that are part of the content."""
        self._habits = habits
        self._put = put
        self._words = words
        self._dialect = dialect
        self._tools = {tool.name: tool for tool in tools}

    # Messages

    def message(self, turn: Turn, mark: str = "") -> dict[str, object]:
        """As Hugging Face's `apply_chat_template` is given it. mark: put after its content."""
        content = None if turn.content is None else self.content(turn) + mark
        role = self._habits.result_role if turn.role == "tool" else turn.role
        shown: dict[str, object] = {"role": role, "content": content}
        if turn.reasoning:
            thought = self._put(turn.reasoning, Voice.CLIENT)
            if self._habits.is_thought_in_content:
                content = f"<think>\n{thought}\n</think>\n\n{content or ''}"
                shown["content"] = content
            elif self._habits.thought_key:
                shown[self._habits.thought_key] = thought
        if turn.reasoning and self._habits.is_thought_a_part:
            thinking = {"type": "thinking", "thinking": self._put(turn.reasoning, Voice.CLIENT)}
            text = [{"type": "text", "text": content}] if content else []
            shown["content"] = [thinking, *text]
        elif content is None and not self._habits.is_null_content:
            shown["content"] = ""
        elif content is not None and self._habits.is_content_parts:
            shown["content"] = [{"type": "text", "text": content}]
        if turn.name is not None:
            shown["name"] = self._client(turn.name)
        if turn.call_id is not None:
            shown["tool_call_id"] = self._client(turn.call_id)
        if turn.calls:
            shown["tool_calls"] = [self._call(call) for call in turn.calls]
        return shown

    def content(self, turn: Turn) -> str:
        said = []
        for piece in turn.content or ():
            if not isinstance(piece, Told):
                said.append(self._spoken(piece.content, piece.calls))
            elif piece.voice is Voice.OURS:
                said.append(piece.text)
            else:
                said.append(self._put(piece.text, piece.voice))
        return "".join(said)

    def _call(self, call: ToolCall) -> dict[str, object]:
        arguments: object
        if self._habits.is_arguments_object:
            arguments = self._arguments(call)
        elif call.kind is ToolKind.CUSTOM:
            arguments = _json(self._arguments(call))
        else:
            arguments = self._client(call.arguments.strip() or "{}")
        function = {"name": self._client(call.name), "arguments": arguments}
        return {"id": self._client(call.call_id), "type": "function", "function": function}

    def _arguments(self, call: ToolCall) -> object:
        """An object. Models write what is no JSON too; it is handed on as the text it is."""
        if call.kind is ToolKind.CUSTOM:
            return {INPUT: self._client(call.arguments)}
        with contextlib.suppress(msgspec.DecodeError, RecursionError):
            return self.each(msgspec.json.decode(call.arguments.strip() or "{}"))
        return self._client(call.arguments)

    def _spoken(self, content: str, calls: Sequence[ToolCall]) -> str:
        assert self._dialect is not None
        written = []
        for call in calls:
            tool = self._tools.get(call.name) or Tool(name=call.name, kind=call.kind)
            tool = msgspec.structs.replace(tool, name=self._client(call.name), kind=call.kind)
            arguments = self._arguments(call)
            if call.kind is ToolKind.CUSTOM:
                text = self._client(call.arguments)
            else:
                # What is no object cannot be written as arguments, only as one of them.
                text = _json(arguments if isinstance(arguments, dict) else {INPUT: arguments})
            written.append(WrittenCall(tool, text))
        said = self._put(content, Voice.ASSISTANT)
        return self._dialect.write(Written(content=said, calls=tuple(written)))

    # Tools and formats

    def tools(self, tools: Sequence[Tool]) -> list[object]:
        """In the form the template wants, those that take text as functions of one string."""
        functions = [self.function(tool) for tool in tools]
        if self._habits.tools is ToolsForm.BARE:
            return [*functions]
        return [{"type": "function", "function": one} for one in functions]

    def function(self, tool: Tool) -> dict[str, object]:
        function: dict[str, object] = {"name": self._client(tool.name)}
        description = described(tool)
        if description or self._habits.fills_descriptions:
            function["description"] = self._client(description)
        parameters: object = _NOTHING
        if tool.kind is ToolKind.CUSTOM:
            parameters = _CUSTOM
        elif tool.parameters is not None:
            parameters = self.each(msgspec.json.decode(tool.parameters))
        if self._habits.fills_descriptions:
            parameters = _with_descriptions(parameters)
        function["parameters"] = parameters
        return function

    def response_format(self, asked: AnswerFormat) -> dict[str, object]:
        """As the API has it. Of JSON_OBJECT or JSON_SCHEMA."""
        if asked.kind is FormatKind.JSON_OBJECT:
            return {"type": "json_object"}
        schema: dict[str, object] = {"name": self._client(asked.name)}
        if asked.description:
            schema["description"] = self._client(asked.description)
        schema["schema"] = self.each(msgspec.json.decode(asked.schema))
        if asked.is_strict:
            schema["strict"] = True
        return {"type": "json_schema", "json_schema": schema}

    def tool_choice(self, asked: ToolUse) -> object:
        """As the API has it."""
        if asked.calling is Calling.MUST and len(asked.callable) == 1 < len(asked.tools):
            (name,) = asked.callable
            return {"type": "function", "function": {"name": self._client(name)}}
        return asked.calling.value

    def each(self, value: object) -> object:
        """Plain JSON, with every string in it, names too, as it is to be written.

        Words that the template itself has are left as they are: it may compare with them, as with
        `type` and `required` in a schema.
        """
        if isinstance(value, str):
            return self._put(value, Voice.WORD if value in self._words else Voice.CLIENT)
        if isinstance(value, list):
            return [self.each(one) for one in value]
        if isinstance(value, dict):
            return {str(self.each(name)): self.each(one) for name, one in value.items()}
        return value

    def _client(self, text: str) -> str:
        return self._put(text, Voice.CLIENT)


def described(tool: Tool) -> str:
    """A tool's description, with what its text is held to."""
    if tool.kind is ToolKind.FUNCTION or tool.syntax is Syntax.TEXT:
        return tool.description
    what = "regular expression" if tool.syntax is Syntax.REGEX else "Lark grammar"
    held = f"`{INPUT}` must match this {what} as a whole:\n{tool.definition}"
    return f"{tool.description}\n{held}" if tool.description else held


def _with_descriptions(schema: object) -> object:
    """A schema's properties, each with a description, be it empty."""
    if not isinstance(schema, dict) or not isinstance(schema.get("properties"), dict):
        return schema
    properties = {
        name: {"description": "", **_with_descriptions(one)}  # type: ignore[dict-item]
        if isinstance(one, dict)
        else one
        for name, one in schema["properties"].items()
    }
    return {**schema, "properties": properties}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
