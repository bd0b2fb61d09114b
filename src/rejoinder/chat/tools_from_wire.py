"""What a request's tools and formats mean: which of them may be called, and what an answer must be.

The older forms of the API and the extensions of other servers end here: behind this line there is
one kind of tool list and one kind of format.
"""

from __future__ import annotations

import msgspec

from rejoinder.chat.ask import (
    AnswerFormat,
    Calling,
    FormatKind,
    Syntax,
    Tool,
    ToolKind,
    ToolUse,
)
from rejoinder.grammar.ebnf import lark_of
from rejoinder.grammar.schema import check_schema
from rejoinder.grammar.sizes import check_choices, check_definition, check_pattern
from rejoinder.wire.formats import (
    GuidedParameters,
    JsonObjectFormat,
    JsonSchemaFormat,
    ResponseFormat,
    is_there,
    schema_of,
)
from rejoinder.wire.request import ChatRequest
from rejoinder.wire.tools import (
    AllowedToolsChoice,
    CustomChoice,
    CustomDefinition,
    FunctionChoice,
    FunctionDefinition,
    FunctionTool,
    GrammarInput,
    LegacyFunction,
    Named,
    ToolBody,
)

_MODES = {
    "none": Calling.NEVER,
    "auto": Calling.MAY,
    "required": Calling.MUST,
}


def tool_use(request: ChatRequest) -> ToolUse:
    """Raises InvalidRequest where a schema or a grammar makes no sense."""
    if request.functions:
        return _legacy_use(request, request.functions)
    if not request.tools:
        return ToolUse()
    tools = tuple(_tool(body, f"tools[{index}].") for index, body in enumerate(request.tools))
    names = frozenset(tool.name for tool in tools)
    choice = request.tool_choice or "auto"
    if isinstance(choice, FunctionChoice | CustomChoice):
        # The API documents: exactly this one, once.
        return ToolUse(tools, Calling.MUST, frozenset({_chosen(choice)}), is_parallel=False)
    if isinstance(choice, AllowedToolsChoice):
        names = frozenset(map(_chosen, choice.allowed_tools.tools))
        calling = _MODES[choice.allowed_tools.mode]
    else:
        calling = _MODES[choice]
    return ToolUse(
        tools,
        calling,
        frozenset() if calling is Calling.NEVER else names,
        is_parallel=request.parallel_tool_calls is not False,
    )


def answer_format(
    request: GuidedParameters, response_format: ResponseFormat | None = None
) -> AnswerFormat:
    """Raises InvalidRequest where a schema or a grammar makes no sense."""
    if isinstance(response_format, JsonObjectFormat):
        return AnswerFormat(FormatKind.JSON_OBJECT, param="response_format")
    if isinstance(response_format, JsonSchemaFormat):
        return _json_schema(response_format)
    wanted = request.structured_outputs
    if wanted is not None:
        if wanted.json_object:
            param = "structured_outputs.json_object"
            return AnswerFormat(FormatKind.JSON_OBJECT, param=param)
        found = _guided(
            "structured_outputs.", wanted.json, wanted.regex, wanted.choice, wanted.grammar
        )
        if found is not None:
            return found
    return (
        _guided(
            "guided_",
            request.guided_json,
            request.guided_regex,
            request.guided_choice,
            request.guided_grammar,
        )
        or AnswerFormat()
    )


def _legacy_use(request: ChatRequest, functions: list[LegacyFunction]) -> ToolUse:
    tools = tuple(
        _function(function, param=f"functions[{index}].parameters")
        for index, function in enumerate(functions)
    )
    choice = request.function_call or "auto"
    if isinstance(choice, Named):
        return ToolUse(tools, Calling.MUST, frozenset({choice.name}), is_parallel=False)
    calling = _MODES[choice]
    names = frozenset(tool.name for tool in tools) if calling is Calling.MAY else frozenset()
    return ToolUse(tools, calling, names, is_parallel=False)


def _tool(body: ToolBody, where: str) -> Tool:
    if not isinstance(body, FunctionTool):
        return _custom_tool(body.custom, where + "custom.")
    function = body.function
    return _function(
        function, param=where + "function.parameters", is_strict=function.strict is True
    )


def _function(
    body: FunctionDefinition | LegacyFunction, *, param: str, is_strict: bool = False
) -> Tool:
    if is_there(body.parameters):
        check_schema(body.parameters, param=param, is_strict=is_strict, of_object=True)
    return Tool(
        name=body.name,
        description=body.description or "",
        parameters=body.parameters if is_there(body.parameters) else None,
        is_strict=is_strict,
        param=param,
    )


def _custom_tool(custom: CustomDefinition, where: str) -> Tool:
    syntax, definition = Syntax.TEXT, ""
    param = where + "format.grammar.definition"
    if isinstance(custom.format, GrammarInput):
        grammar = custom.format.grammar
        syntax, definition = Syntax(grammar.syntax), grammar.definition
        is_regex = syntax is Syntax.REGEX
        (check_pattern if is_regex else check_definition)(definition, param=param)
    return Tool(
        name=custom.name,
        description=custom.description or "",
        kind=ToolKind.CUSTOM,
        syntax=syntax,
        definition=definition,
        param=param,
    )


def _chosen(choice: FunctionChoice | CustomChoice) -> str:
    return choice.function.name if isinstance(choice, FunctionChoice) else choice.custom.name


def _json_schema(format_: JsonSchemaFormat) -> AnswerFormat:
    wanted = format_.json_schema
    schema = wanted.schema if is_there(wanted.schema) else msgspec.Raw(b"{}")
    param = "response_format.json_schema.schema"
    check_schema(schema, param=param, is_strict=wanted.strict is True)
    return AnswerFormat(
        FormatKind.JSON_SCHEMA,
        name=wanted.name,
        description=wanted.description or "",
        schema=schema,
        is_strict=wanted.strict is True,
        param=param,
    )


def _guided(
    where: str,
    json: msgspec.Raw,
    regex: str | None,
    choice: list[str] | None,
    grammar: str | None,
) -> AnswerFormat | None:
    """One of vLLM's four, under either of their names."""
    if is_there(json):
        schema, param = schema_of(json), where + "json"
        check_schema(schema, param=param)
        return AnswerFormat(FormatKind.JSON_SCHEMA, schema=schema, param=param)
    if regex is not None:
        check_pattern(regex, param=where + "regex")
        return AnswerFormat(FormatKind.REGEX, pattern=regex, param=where + "regex")
    if choice is not None:
        check_choices(choice, param=where + "choice")
        return AnswerFormat(FormatKind.CHOICE, choices=tuple(choice), param=where + "choice")
    if grammar is not None:
        definition = lark_of(grammar, param=where + "grammar")
        return AnswerFormat(FormatKind.LARK, definition=definition, param=where + "grammar")
    return None
