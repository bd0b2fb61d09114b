"""What may follow the `?` where stored completions are asked for.

Knows names, types and ranges. A name that is none of these is refused, as is one given twice: a
filter that is not applied would show what was not meant to be seen.
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import parse_qsl

import msgspec

from rejoinder.errors import InvalidRequest, InvalidValue, UnknownParameter
from rejoinder.wire.checks import (
    MAX_METADATA_CHARACTERS,
    MAX_METADATA_KEY_CHARACTERS,
    for_the_record,
)
from rejoinder.wire.request import MAX_METADATA

SortOrder = Literal["asc", "desc"]

# The API documents.
DEFAULT_ORDER: SortOrder = "asc"
DEFAULT_LIMIT = 20
# The API's documents set no bound; those of its other lists set this one.
MAX_LIMIT = 100

# More than all parameters there are, so that a long query is refused before it is taken apart.
_MAX_FIELDS = MAX_METADATA + 8
_MAX_NAME_CHARACTERS = MAX_METADATA_KEY_CHARACTERS + len("metadata[]")


class PageQuery(msgspec.Struct, frozen=True):
    """after: the id of the last one that was seen; what follows it in the order is wanted."""

    order: SortOrder = DEFAULT_ORDER
    limit: int = DEFAULT_LIMIT
    after: str | None = None


class ListQuery(msgspec.Struct, frozen=True):
    """model: None for all. metadata: pairs that a completion must all have."""

    page: PageQuery = PageQuery()
    model: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()


def read_list(query: bytes) -> ListQuery:
    """Raises InvalidRequest, naming the parameter."""
    metadata: dict[str, str] = {}
    model: str | None = None
    rest: dict[str, str] = {}
    for name, value in _fields(query).items():
        if name == "model":
            for_the_record(name, value)
            model = value
        elif name.startswith("metadata[") and name.endswith("]"):
            metadata[name[len("metadata[") : -1]] = value
            _check_metadata(name, value)
        else:
            rest[name] = value
    if len(metadata) > MAX_METADATA:
        rule = f"it may be given {MAX_METADATA} times, not {len(metadata)}"
        raise InvalidValue(param="metadata", value=metadata, rule=rule)
    if "metadata" in rest:
        raise InvalidValue(
            param="metadata", value=rest["metadata"], rule="it is written `metadata[key]=value`"
        )
    return ListQuery(page=_page(rest), model=model, metadata=tuple(metadata.items()))


def read_page(query: bytes) -> PageQuery:
    """Raises InvalidRequest, naming the parameter."""
    return _page(_fields(query))


def read_nothing(query: bytes) -> None:
    """Of routes that take no parameters. Raises InvalidRequest for any."""
    for name in _fields(query):
        raise UnknownParameter(param=name)


def _fields(query: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except UnicodeDecodeError:
        raise InvalidRequest("The query is not UTF-8.") from None
    except ValueError:
        raise InvalidRequest(f"The query has more than {_MAX_FIELDS} parameters.") from None
    fields: dict[str, str] = {}
    for given, value in pairs:
        name = given[:_MAX_NAME_CHARACTERS]
        if given != name:
            raise UnknownParameter(param=name)
        if name in fields:
            raise InvalidValue(param=name, value=value, rule="it may be given only once")
        fields[name] = value
    return fields


def _page(fields: dict[str, str]) -> PageQuery:
    for name in fields:
        if name not in ("order", "limit", "after"):
            raise UnknownParameter(param=name)
    return PageQuery(
        order=_order(fields.get("order", DEFAULT_ORDER)),
        limit=_limit(fields["limit"]) if "limit" in fields else DEFAULT_LIMIT,
        after=fields.get("after"),
    )


def _order(value: str) -> SortOrder:
    if value == "asc":
        return "asc"
    if value == "desc":
        return "desc"
    raise InvalidValue(param="order", value=value, rule="it must be one of `asc`, `desc`")


def _limit(value: str) -> int:
    is_short_number = value.isascii() and value.isdecimal() and len(value) <= 9
    if not is_short_number or not 1 <= int(value) <= MAX_LIMIT:
        rule = f"it must be a whole number from 1 to {MAX_LIMIT}"
        raise InvalidValue(param="limit", value=value, rule=rule)
    return int(value)


def _check_metadata(name: str, value: str) -> None:
    """What is longer than any stored pair is a mistake, and no filter."""
    if len(value) > MAX_METADATA_CHARACTERS:
        rule = f"it must have at most {MAX_METADATA_CHARACTERS} characters, not {len(value)}"
        raise InvalidValue(param=name, value=value, rule=rule)
