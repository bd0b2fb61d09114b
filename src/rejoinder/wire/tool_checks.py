"""What the types of a request's tools cannot say: names that must differ or exist, and fields that
exclude each other. Whether a schema makes sense is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec

from rejoinder.errors import InvalidValue, MissingParameter, WrongType
from rejoinder.wire.explain import kind_of, not_json, too_large
from rejoinder.wire.messages import AssistantMessage, MessageBody
from rejoinder.wire.tools import (
    NAME_PATTERN,
    NO_SCHEMA,
    AllowedToolsChoice,
    CustomChoice,
    CustomTool,
    FunctionCallChoice,
    FunctionChoice,
    FunctionTool,
    LegacyFunction,
    Named,
    ToolBody,
    ToolChoice,
)

_NAME = re.compile(NAME_PATTERN, re.ASCII)
_NAME_RULE = "it must be 1 to 64 letters, digits, underscores and dashes"


class Tooled(Protocol):
    """The fields of a request that speak of tools."""

    @property
    def tools(self) -> list[ToolBody] | None: ...
    @property
    def tool_choice(self) -> ToolChoice | None: ...
    @property
    def parallel_tool_calls(self) -> bool | None: ...
    @property
    def functions(self) -> list[LegacyFunction] | None: ...
    @property
    def function_call(self) -> FunctionCallChoice | None: ...


def tools(request: Tooled) -> None:
    """Raises InvalidValue, WrongType or InvalidJson."""
    if request.tools or request.functions:
        _exclusions(request)
        _definitions(_tools(request.tools or []))
        _definitions(_functions(request.functions or []))
    if request.tool_choice is not None:
        _tool_choice(request.tool_choice, request.tools or [])
    if request.function_call is not None:
        _function_call(request.function_call, request.functions or [])


def calls(messages: Sequence[MessageBody]) -> None:
    """Raises MissingParameter or InvalidValue for a call that is not of the kind it says."""
    for index, message in enumerate(messages):
        if not isinstance(message, AssistantMessage) or not message.tool_calls:
            continue
        for place, call in enumerate(message.tool_calls):
            where = f"messages[{index}].tool_calls[{place}]."
            other = "custom" if call.type == "function" else "function"
            if getattr(call, call.type) is None:
                raise MissingParameter(param=where + call.type)
            if (stray := getattr(call, other)) is not None:
                raise InvalidValue(
                    param=where + other,
                    value=msgspec.to_builtins(stray),
                    rule=f"the call's `type` is `{call.type}`",
                )


def name(given: str, *, param: str) -> None:
    # `match` would let a line break follow, before which a `$` may stand too.
    if not _NAME.fullmatch(given):
        raise InvalidValue(param=param, value=given, rule=_NAME_RULE)


def plain_schema(schema: msgspec.Raw, *, param: str) -> dict[str, object]:
    """Raises WrongType for what is no object, and what `plain_json` does."""
    plain = plain_json(schema, param=param)
    if not isinstance(plain, dict):
        raise WrongType(param=param, expected="an object", got=kind_of(plain))
    return plain


def plain_json(raw: msgspec.Raw, *, param: str) -> object:
    """Raises InvalidJson or InvalidValue for text that the decoder skipped without reading: it may
    be no UTF-8, or hold a number that no type does."""
    try:
        return msgspec.json.decode(raw)
    except msgspec.ValidationError:
        raise too_large(param) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise not_json(error, bytes(raw)) from None


class _Definition(msgspec.Struct, frozen=True):
    where: str
    name: str
    parameters: msgspec.Raw = NO_SCHEMA


def _tools(bodies: Sequence[ToolBody]) -> Iterator[_Definition]:
    for index, tool in enumerate(bodies):
        if isinstance(tool, FunctionTool):
            function = tool.function
            yield _Definition(f"tools[{index}].function.", function.name, function.parameters)
        else:
            yield _Definition(f"tools[{index}].custom.", tool.custom.name)


def _functions(bodies: Sequence[LegacyFunction]) -> Iterator[_Definition]:
    for index, function in enumerate(bodies):
        yield _Definition(f"functions[{index}].", function.name, function.parameters)


def _definitions(definitions: Iterator[_Definition]) -> None:
    places: dict[str, str] = {}
    for one in definitions:
        param = one.where + "name"
        name(one.name, param=param)
        if one.name in places:
            raise InvalidValue(
                param=param, value=one.name, rule=f"`{places[one.name]}` is the same"
            )
        places[one.name] = param
        if one.parameters != NO_SCHEMA:
            plain_schema(one.parameters, param=one.where + "parameters")


def _exclusions(request: Tooled) -> None:
    """The newer and the older form, one beside the other."""
    if request.tools and request.functions:
        names = [function.name for function in request.functions]
        raise InvalidValue(
            param="functions", value=names, rule="it cannot be set beside `tools`, its newer form"
        )
    if request.tools and request.function_call is not None:
        raise InvalidValue(
            param="function_call",
            value=msgspec.to_builtins(request.function_call),
            rule="beside `tools` it is `tool_choice`",
        )
    if request.functions and request.tool_choice is not None:
        raise InvalidValue(
            param="tool_choice",
            value=msgspec.to_builtins(request.tool_choice),
            rule="beside `functions` it is `function_call`",
        )
    if request.functions and request.parallel_tool_calls:
        raise InvalidValue(
            param="parallel_tool_calls",
            value=True,
            rule="of `functions` at most one is called; `tools` can be called several times",
        )


def _tool_choice(choice: ToolChoice, bodies: Sequence[ToolBody]) -> None:
    if choice in ("none", "auto"):
        return
    if not bodies:
        raise InvalidValue(
            param="tool_choice",
            value=msgspec.to_builtins(choice),
            rule="there are no `tools` to call",
        )
    if isinstance(choice, AllowedToolsChoice):
        for index, one in enumerate(choice.allowed_tools.tools):
            _chosen(one, bodies, where=f"tool_choice.allowed_tools.tools[{index}].")
    elif isinstance(choice, FunctionChoice | CustomChoice):
        _chosen(choice, bodies, where="tool_choice.")


def _chosen(
    choice: FunctionChoice | CustomChoice, bodies: Sequence[ToolBody], *, where: str
) -> None:
    if isinstance(choice, FunctionChoice):
        param, wanted, kind = "function.name", choice.function.name, "function"
        names = {tool.function.name for tool in bodies if isinstance(tool, FunctionTool)}
    else:
        param, wanted, kind = "custom.name", choice.custom.name, "custom tool"
        names = {tool.custom.name for tool in bodies if isinstance(tool, CustomTool)}
    if wanted not in names:
        raise InvalidValue(
            param=where + param, value=wanted, rule=f"`tools` has no {kind} of that name"
        )


def _function_call(choice: FunctionCallChoice, functions: Sequence[LegacyFunction]) -> None:
    if not isinstance(choice, Named):
        return
    if choice.name not in {function.name for function in functions}:
        raise InvalidValue(
            param="function_call.name",
            value=choice.name,
            rule="`functions` has no function of that name",
        )
