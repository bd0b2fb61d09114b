"""That a request asks for one format at most, and says what it needs.

Whether a schema, a pattern or a grammar makes sense is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from rejoinder.errors import InvalidRequest, InvalidValue, MissingParameter, WrongType
from rejoinder.wire import tool_checks
from rejoinder.wire.explain import kind_of
from rejoinder.wire.formats import (
    GuidedParameters,
    JsonSchemaFormat,
    ResponseFormat,
    TextFormat,
    is_there,
    schema_of,
)
from rejoinder.wire.tools import NO_SCHEMA


def one_format(request: GuidedParameters, response_format: ResponseFormat | None) -> None:
    """Raises InvalidValue, MissingParameter, WrongType or InvalidJson."""
    if response_format is None and _has_no_guide(request):
        return  # an ordinary request
    first = ""
    for param, value in _formats(request, response_format):
        if first:
            raise InvalidValue(
                param=param, value=value, rule=f"`{first}` already says what the answer must be"
            )
        first = param
    if isinstance(response_format, JsonSchemaFormat):
        _json_schema(response_format)
    _guided_json(request.guided_json, param="guided_json")
    if request.structured_outputs is not None:
        _guided_json(request.structured_outputs.json, param="structured_outputs.json")


def _formats(
    request: GuidedParameters, response_format: ResponseFormat | None
) -> Iterator[tuple[str, object]]:
    """Every field that asks for something, and its value."""
    if response_format is not None and not isinstance(response_format, TextFormat):
        yield "response_format", response_format.__struct_config__.tag
    wanted = request.structured_outputs
    if wanted is not None:
        if is_there(wanted.json):
            yield "structured_outputs.json", wanted.json
        for name in ("regex", "choice", "grammar"):
            if (value := getattr(wanted, name)) is not None:
                yield f"structured_outputs.{name}", value
        if wanted.json_object:
            yield "structured_outputs.json_object", True
    if is_there(request.guided_json):
        yield "guided_json", request.guided_json
    for name in ("guided_regex", "guided_choice", "guided_grammar"):
        if (value := getattr(request, name)) is not None:
            yield name, value


def _has_no_guide(request: GuidedParameters) -> bool:
    return (
        request.guided_json is NO_SCHEMA
        and request.structured_outputs is None
        and request.guided_regex is None
        and request.guided_choice is None
        and request.guided_grammar is None
    )


def _json_schema(format_: JsonSchemaFormat) -> None:
    definition, where = format_.json_schema, "response_format.json_schema."
    tool_checks.name(definition.name, param=where + "name")
    if is_there(definition.schema):
        tool_checks.plain_schema(definition.schema, param=where + "schema")
    elif definition.strict:
        raise MissingParameter(param=where + "schema")


def _guided_json(sent: msgspec.Raw, *, param: str) -> None:
    if not is_there(sent):
        return
    plain = tool_checks.plain_json(sent, param=param)
    if isinstance(plain, dict):
        return
    if not isinstance(plain, str):
        raise WrongType(param=param, expected="an object or a string", got=kind_of(plain))
    try:
        inner = tool_checks.plain_json(schema_of(sent), param=param)
    except InvalidRequest as error:
        raise InvalidValue(
            param=param, value=plain, rule="it must be a JSON Schema or the text of one"
        ) from error
    if not isinstance(inner, dict):
        raise InvalidValue(param=param, value=plain, rule="it must be the text of an object")
