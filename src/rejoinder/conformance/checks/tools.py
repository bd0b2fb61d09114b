"""Tools and their deprecated predecessors, functions."""

from __future__ import annotations

import json

from rejoinder.conformance.checks.common import keeps_limits
from rejoinder.conformance.checks.formats import SCHEMA, WORDS
from rejoinder.conformance.probe import Probe, user
from rejoinder.conformance.replies import Answer, Json, Untestable, shown
from rejoinder.conformance.row import Section
from rejoinder.conformance.verdict import Finding, accepted, honoured, ignored, wrong

section = Section("Tools")

ASK = user("Look up the sea, the river and the lake.")
MAX_TOKENS = 120


def _tool(name: str, *, strict: bool = False) -> dict[str, object]:
    function: dict[str, object] = {
        "name": name,
        "description": "Looks up one word in the great book of waters and fishes.",
        "parameters": SCHEMA,
    }
    return {"type": "function", "function": {**function, **({"strict": True} if strict else {})}}


TOOLS = [_tool("look_up"), _tool("write_down")]


def _ask(probe: Probe, **parameters: object) -> Answer:
    given = {"messages": ASK, "tools": TOOLS, "temperature": 0, "max_tokens": MAX_TOKENS}
    return probe.chat(**{**given, **parameters})


def _calls(answer: Answer) -> list[Json]:
    message = answer.choices[0].at("message")
    return message.items("tool_calls") if message.get("tool_calls") else []


def _faults(answer: Answer, *, is_strict: bool) -> str:
    """What is wrong with the calls of an answer, or nothing."""
    names = set()
    for call in _calls(answer):
        if not call.string("id") or call.string("type") != "function":
            return "a call has no id, or is of another type"
        names.add(call.string("function", "name"))
        try:
            arguments = json.loads(call.string("function", "arguments"))
        except ValueError:
            if answer.finish == "length":
                continue
            return "arguments are no JSON"
        matches = isinstance(arguments, dict) and arguments.get("answer") in WORDS
        if is_strict and not (matches and list(arguments) == ["answer"]):
            return f"arguments do not match the schema: {shown(arguments)}"
    unknown = names - {"look_up", "write_down"}
    return f"tools nobody offered are called: {', '.join(sorted(unknown))}" if unknown else ""


@section.row("tools")
def shows_tools(probe: Probe) -> Finding:
    """`tools` are shown to the model, which may call them.

    Source: OpenAPI 2.3.0, tools: "A list of tools the model may call".
    """
    plain = probe.prompt_tokens(ASK)
    if probe.prompt_tokens(ASK, tools=TOOLS) <= plain + 4:
        return ignored("they add no tokens to the prompt")
    answer = _ask(probe)
    faults = _faults(answer, is_strict=False)
    if faults:
        return wrong(faults)
    if _calls(answer) and answer.finish not in ("tool_calls", "length"):
        return wrong(f"a call ends with `finish_reason` `{answer.finish}`")
    return honoured()


@section.row("tools.strict", "strict", "tools")
def keeps_strict_schemas(probe: Probe) -> Finding:
    """With `strict: true` a call's arguments match the schema exactly.

    Source: OpenAPI 2.3.0, FunctionObject.strict.
    """
    tools = [_tool("look_up", strict=True), _tool("write_down", strict=True)]
    for ask in ({"temperature": 0}, {"temperature": 1.5, "seed": 3}):
        answer = _ask(probe, tools=tools, tool_choice="required", **ask)
        if not _calls(answer):
            raise Untestable("no call can be had")
        if _faults(answer, is_strict=True):
            return ignored(_faults(answer, is_strict=True))
    return honoured()


@section.row("tools.limits", "tools")
def keeps_tool_limits(probe: Probe) -> Finding:
    """More than 128 tools, or a name with other than letters, digits, _ and -, are refused.

    Source: API reference, `tools`: "A max of 128 functions"; FunctionObject.name.
    """
    probe.chat(tools=TOOLS, max_tokens=1)
    # Without parameters, so that so many still fit into a small context.
    many = [{"type": "function", "function": {"name": f"t{i}"}} for i in range(129)]
    bad = [_tool("look up!")]
    taken = []
    for what, tools in (("129 tools", many), ("the name `look up!`", bad)):
        error = probe.rejection(tools=tools, max_tokens=1)
        if error is None:
            taken.append(what)
        elif not error.is_refusal or not error.names("tools", "name", "tool"):
            return error.finding(("tools",))
    return ignored(f"taken: {', '.join(taken)}") if taken else honoured()


@section.row("tools.custom", "custom", "tools")
def knows_custom_tools(probe: Probe) -> Finding:
    """A `custom` tool takes free text.

    Source: OpenAPI 2.3.0, CustomToolChatCompletions.
    """
    tool = {"type": "custom", "custom": {"name": "note", "description": "Notes a thought."}}
    choice = {"type": "custom", "custom": {"name": "note"}}
    calls = _calls(_ask(probe, tools=[tool], tool_choice=choice))
    if not calls:
        return ignored("no call comes")
    if calls[0].string("type") != "custom":
        return wrong(f"the call is of the type `{calls[0].string('type')}`")
    return honoured() if calls[0].string("custom", "name") == "note" else wrong("another name")


@section.row("tool_choice.required", "tool_choice", "tools")
def must_call(probe: Probe) -> Finding:
    """`tool_choice: "required"` makes the model call a tool.

    Source: OpenAPI 2.3.0, ChatCompletionToolChoiceOption.
    """
    for ask in ({"temperature": 0}, {"temperature": 1.5, "seed": 3}):
        answer = _ask(probe, tool_choice="required", **ask)
        if not _calls(answer):
            return ignored("it answers without a call")
        if faults := _faults(answer, is_strict=False):
            return wrong(faults)
        if answer.finish not in ("tool_calls", "length"):
            return wrong(f"`finish_reason` is `{answer.finish}`")
    return honoured()


@section.row("tool_choice.named", "tool_choice", "tools")
def must_call_this(probe: Probe) -> Finding:
    """`tool_choice` with a function's name makes the model call that one.

    Source: OpenAPI 2.3.0, ChatCompletionNamedToolChoice.
    """
    for name in ("look_up", "write_down"):
        choice = {"type": "function", "function": {"name": name}}
        answer = _ask(probe, tool_choice=choice)
        called = {call.string("function", "name") for call in _calls(answer)}
        if called != {name}:
            return ignored(f"`{name}` is chosen, called is {', '.join(called) or 'none'}")
        if faults := _faults(answer, is_strict=False):
            return wrong(faults)
    return honoured()


@section.row("tool_choice.allowed_tools", "tool_choice", "tools")
def calls_only_what_is_allowed(probe: Probe) -> Finding:
    """`tool_choice` of the type `allowed_tools` narrows what may be called.

    Source: OpenAPI 2.3.0, ChatCompletionAllowedToolsChoice.
    """
    for name in ("look_up", "write_down"):
        allowed = {
            "mode": "required",
            "tools": [{"type": "function", "function": {"name": name}}],
        }
        answer = _ask(probe, tool_choice={"type": "allowed_tools", "allowed_tools": allowed})
        called = {call.string("function", "name") for call in _calls(answer)}
        if called != {name}:
            return ignored(f"`{name}` is allowed, called is {', '.join(called) or 'none'}")
    return honoured()


@section.row("tool_choice.none", "tool_choice", "tools")
def must_not_call(probe: Probe) -> Finding:
    """`tool_choice: "none"` makes the model answer in words.

    Source: OpenAPI 2.3.0, ChatCompletionToolChoiceOption.
    """
    if _calls(_ask(probe, tool_choice="none")):
        return ignored("it calls a tool")
    if any(_calls(_ask(probe, tool_choice=choice)) for choice in ("auto", "required")):
        return honoured()
    raise Untestable("no call can be had")


@section.row("tool_choice.unknown", "tool_choice")
def refuses_unknown_choices(probe: Probe) -> Finding:
    """A choice that nobody defines, or of a function not among the tools, is refused.

    Source: OpenAPI 2.3.0, ChatCompletionToolChoiceOption.
    """
    unknown = {"type": "function", "function": {"name": "no_such_tool"}}
    return keeps_limits(probe, "tool_choice", "auto", "perhaps", unknown, tools=TOOLS)


@section.row("parallel_tool_calls", "parallel_tool_calls", "tools", "tool_choice")
def calls_one_at_a_time(probe: Probe) -> Finding:
    """`parallel_tool_calls: false` allows one call in an answer.

    Source: OpenAPI 2.3.0, ParallelToolCalls.
    """
    num_without = len(_calls(_ask(probe, tool_choice="required")))
    answer = _ask(probe, tool_choice="required", parallel_tool_calls=False)
    if len(_calls(answer)) > 1:
        return ignored(f"{len(_calls(answer))} calls come")
    if num_without > 1:
        return honoured()
    if probe.rejection(tools=TOOLS, parallel_tool_calls="no", max_tokens=1) is None:
        return ignored('"no" is taken, too; one call comes with it and without it')
    return accepted("one call comes with it and without it")


@section.row("tools.stream", "tools", "tool_choice", "stream")
def streams_calls(probe: Probe) -> Finding:
    """Streamed calls joined are those of the plain answer.

    Source: OpenAPI 2.3.0, ChatCompletionMessageToolCallChunk.
    """
    ask = {"messages": ASK, "tools": TOOLS, "temperature": 0, "tool_choice": "required"}
    plain = [
        (call.string("function", "name"), call.string("function", "arguments"))
        for call in _calls(probe.chat(max_tokens=MAX_TOKENS, **ask))
    ]
    if not plain:
        raise Untestable("no call can be had")
    names: dict[int, str] = {}
    arguments: dict[int, str] = {}
    for _, choice in probe.stream(max_tokens=MAX_TOKENS, **ask).deltas():
        delta = choice.at("delta")
        for call in delta.items("tool_calls") if delta.get("tool_calls") else []:
            index = call.integer("index")
            name, more = (call.get("function", one) for one in ("name", "arguments"))
            names[index] = names.get(index, "") + (name.string() if name else "")
            arguments[index] = arguments.get(index, "") + (more.string() if more else "")
    told = [(names[index], arguments[index]) for index in sorted(names)]
    if not told:
        return ignored("no call comes in the stream")
    return honoured() if told == plain else wrong("they are others")


def _functions() -> list[object]:
    return [tool["function"] for tool in TOOLS]


@section.row("functions")
def shows_functions(probe: Probe) -> Finding:
    """(Deprecated) `functions` are shown to the model, which may call them.

    Source: OpenAPI 2.3.0, functions.
    """
    if probe.prompt_tokens(ASK, functions=_functions()) <= probe.prompt_tokens(ASK) + 4:
        return ignored("they add no tokens to the prompt")
    return honoured()


@section.row("function_call", "function_call", "functions")
def must_call_a_function(probe: Probe) -> Finding:
    """(Deprecated) `function_call` with a name makes the model call that function.

    Source: OpenAPI 2.3.0, function_call and message.function_call.
    """
    choice = {"name": "write_down"}
    answer = _ask(probe, tools=None, functions=_functions(), function_call=choice)
    call = answer.choices[0].get("message", "function_call")
    if call is None:
        return ignored("no call comes")
    if call.string("name") != "write_down":
        return wrong(f"`{call.string('name')}` is called")
    call.string("arguments")
    if answer.finish not in ("function_call", "stop", "length"):
        return wrong(f"`finish_reason` is `{answer.finish}`")
    return honoured()
