"""Says in our own errors what msgspec found wrong with a request.

msgspec's messages name the place and what was expected; the value itself is looked up in the plain
JSON, because an error should name it.
"""

from __future__ import annotations

import re

import msgspec

from rejoinder.errors import (
    InvalidJson,
    InvalidRequest,
    InvalidValue,
    MissingParameter,
    WrongType,
)
from rejoinder.shown import Words
from rejoinder.wire.messages import BY_ROLE

_PLACE = re.compile(r"(?P<what>.*?)(?: - at `(?P<path>\$.*)`)?", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_MISSING = re.compile(r"Object missing required field `(.+)`")
_TYPE = re.compile(r"Expected `(?P<expected>[^`]+)`(?:, got `(?P<got>[^`]+)`)?")
_BOUND = re.compile(r"Expected `(?:float|int)(?: \| null)?` (?P<sign>>=|<=|>) (?P<limit>\S+)")
_LENGTH = re.compile(
    r"Expected `(?P<type>str|array|object)` of length (?P<sign>>=|<=) (?P<limit>\d+)"
)
# The escape of half a surrogate pair, which stands for no character.
_LONE_SURROGATE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)

_WORDS = {
    "int": "an integer",
    "float": "a number",
    "str": "a string",
    "bool": "true or false",
    "array": "an array",
    "object": "an object",
    "null": "null",
}
_GOT = _WORDS | {"float": "a number that is no integer", "bool": "a boolean"}
_UNITS = {
    "str": ("character", "characters"),
    "array": ("item", "items"),
    "object": ("entry", "entries"),
}
_ONE_OF = {
    "role": ", ".join(f"`{role}`" for role in BY_ROLE),
    "content.type": "`text` or, in an assistant's message, `refusal`",
    "tool_calls.type": "`function`, `custom`",
    "tools.type": "`function`, `custom`",
    "format.type": "`text`, `grammar`",
    "grammar.syntax": "`lark`, `regex`",
    "response_format.type": "`text`, `json_object`, `json_schema`",
    "reasoning_effort": "`none`, `minimal`, `low`, `medium`, `high`",
    "verbosity": "`low`, `medium`, `high`",
    "modalities": "`text`",
    "service_tier": "`auto`, `default`, `flex`, `scale`, `priority`, `fast`",
    "tool_choice": "`none`, `auto`, `required`",
    "tool_choice.type": "`function`, `custom`, `allowed_tools`",
    "allowed_tools.mode": "`auto`, `required`",
    "function_call": "`none`, `auto`",
}


def not_json(error: Exception, body: bytes) -> InvalidRequest:
    """Of a body that is no JSON text at all."""
    if isinstance(error, RecursionError):
        return InvalidJson("it is nested too deeply")
    if isinstance(error, UnicodeDecodeError):
        return InvalidJson("it is not UTF-8")
    if _LONE_SURROGATE.search(body):
        return InvalidJson("it holds the escape of half a surrogate pair")
    if not body:
        return InvalidJson("it is empty")
    detail = str(error).removeprefix("JSON is malformed: ").strip()
    return InvalidJson(detail[:1].lower() + detail[1:])


def kind_of(value: object) -> str:
    """In words, of a value of plain JSON."""
    names = {bool: "bool", int: "int", float: "float", str: "str", list: "array", dict: "object"}
    return "null" if value is None else _GOT[names[type(value)]]


def explain(error: msgspec.ValidationError, plain: object) -> InvalidRequest:
    """`plain`: the same request as plain JSON, or None where it could not be had."""
    place = _PLACE.fullmatch(str(error))
    assert place is not None
    what, path = place["what"], place["path"] or "$"
    param = path.removeprefix("$").removeprefix(".")
    value = _look_up(plain, path)
    if missing := _MISSING.fullmatch(what):
        return MissingParameter(param=f"{param}.{missing[1]}" if param else missing[1])
    if bound := _BOUND.fullmatch(what):
        limit = f"{float(bound['limit']):.15g}"
        side = {">=": "at least", "<=": "at most", ">": "above"}[bound["sign"]]
        return InvalidValue(param=param, value=value, rule=f"it must be {side} {limit}")
    if length := _LENGTH.fullmatch(what):
        return _wrong_length(param, value, length)
    if type_ := _TYPE.fullmatch(what):
        got = _GOT.get(type_["got"] or "", kind_of(value))
        words = [_WORDS.get(name, name) for name in type_["expected"].split(" | ")]
        return WrongType(param=param or None, expected=" or ".join(words), got=got)
    if what.startswith("Invalid"):
        return InvalidValue(param=param, value=value, rule=f"it must be one of {_one_of(path)}")
    # Only numbers too large to hold are left: 1e999, or one of thousands of digits.
    if not param:
        return InvalidJson("it holds a number too large to read")
    return too_large(param)


def too_large(param: str) -> InvalidValue:
    """Of a number that no type holds."""
    return InvalidValue(param=param, value=_TOO_LARGE, rule="it must be one that 64 bits hold")


_TOO_LARGE = Words("a number too large to read")


def _wrong_length(param: str, value: object, length: re.Match[str]) -> InvalidValue:
    one, more = _UNITS[length["type"]]
    units = one if length["limit"] == "1" else more
    side = "at least" if length["sign"] == ">=" else "at most"
    rule = f"it must have {side} {length['limit']} {units}"
    if isinstance(value, list | dict) and value:
        # Its beginning says nothing of its length, and may be long.
        units = one if len(value) == 1 else more
        value = Words(f"{_GOT[length['type']]} of {len(value)} {units}")
    elif isinstance(value, str) and value:
        rule += f", not {len(value)}"
    return InvalidValue(param=param, value=value, rule=rule)


def _look_up(plain: object, path: str) -> object:
    """The value at a path that msgspec named; None where there is none."""
    value = plain
    for step in _STEP.finditer(path):
        if step[1] is not None and isinstance(value, dict):
            value = value.get(step[1])
        elif step[2] is not None and isinstance(value, list) and int(step[2]) < len(value):
            value = value[int(step[2])]
        else:
            return None
    return value


def _one_of(path: str) -> str:
    names = [step[1] for step in _STEP.finditer(path) if step[1] is not None]
    return _ONE_OF.get(".".join(names[-2:])) or _ONE_OF.get(names[-1], "those the API has")
