"""Bodies and queries of /v1/admin: keys and projects, in the shape of OpenAI's administration API.

Fields that nobody defines are refused here, strict or not: a limit under a misspelt name would be
no limit. Null is the same as not sent, but where it says something: `models` null is all of them,
`expires_at` null is never.
"""

from __future__ import annotations

import re
from typing import Literal, TypeVar
from urllib.parse import parse_qsl

import msgspec
from msgspec import UNSET, UnsetType

from rejoinder.errors import InvalidRequest, InvalidValue, UnknownParameter
from rejoinder.wire.explain import explain, not_json

T = TypeVar("T", bound=msgspec.Struct)

DEFAULT_LIMIT = 20
MAX_LIMIT = 100

_UNKNOWN = re.compile(
    r"Object contains unknown field `(?P<name>.*?)`(?: - at `\$\.?(?P<at>[^`]*)`)?", re.DOTALL
)


class LimitObject(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """At most `amount` of `measure` in each `period`; of all models together, or of `model`."""

    measure: str
    period: str
    amount: int
    model: str = ""


class SecretObject(msgspec.Struct, frozen=True):
    """One of a key's secrets, without itself. expires_at: null for as long as the key."""

    redacted_value: str
    created_at: int
    expires_at: int | None
    object: Literal["api_key.secret"] = "api_key.secret"


class KeyObject(msgspec.Struct, frozen=True, kw_only=True):
    """A key. value: its secret, only in the answer that made it. redacted_value: of its newest
    secret. models: null for all."""

    id: str
    name: str
    project: str
    scopes: list[str]
    models: list[str] | None
    tiers: list[str]
    limits: list[LimitObject]
    created_at: int
    expires_at: int | None
    revoked_at: int | None
    last_used_at: int | None
    redacted_value: str
    secrets: list[SecretObject]
    value: str | UnsetType = UNSET
    object: Literal["api_key"] = "api_key"


class ProjectObject(msgspec.Struct, frozen=True, kw_only=True):
    """A project."""

    id: str
    name: str
    created_at: int
    status: Literal["active", "archived"]
    limits: list[LimitObject]
    object: Literal["project"] = "project"


class KeyList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of them, oldest first."""

    data: list[KeyObject]
    first_id: str | None
    last_id: str | None
    has_more: bool
    object: Literal["list"] = "list"


class ProjectList(msgspec.Struct, frozen=True, kw_only=True):
    """As `KeyList`."""

    data: list[ProjectObject]
    first_id: str | None
    last_id: str | None
    has_more: bool
    object: Literal["list"] = "list"


class CreateKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /v1/admin/keys."""

    name: str
    project: str | None = None
    scopes: list[str] | None = None
    models: list[str] | None = None
    tiers: list[str] | None = None
    limits: list[LimitObject] | None = None
    expires_at: int | None = None


class UpdateKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /v1/admin/keys/{key_id}. What is not sent stays."""

    name: str | None = None
    scopes: list[str] | None = None
    models: list[str] | UnsetType | None = UNSET
    tiers: list[str] | None = None
    limits: list[LimitObject] | None = None
    expires_at: int | UnsetType | None = UNSET


class RotateKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /v1/admin/keys/{key_id}/rotate. How long the secret before may still be used."""

    overlap_seconds: int | None = None


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For paths that need no more than themselves."""


class CreateProject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /v1/admin/projects."""

    name: str
    limits: list[LimitObject] | None = None


class UpdateProject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """POST /v1/admin/projects/{project_id}. What is not sent stays."""

    name: str | None = None
    limits: list[LimitObject] | None = None


class PageQuery(msgspec.Struct, frozen=True):
    """Which page of a list. after: an id. project: of keys. include_archived: of projects."""

    after: str | None = None
    limit: int = DEFAULT_LIMIT
    project: str | None = None
    include_archived: bool = False


_ENCODER = msgspec.json.Encoder()


def encode(body: KeyObject | ProjectObject | KeyList | ProjectList) -> bytes:
    return _ENCODER.encode(body)


def read(body: bytes, kind: type[T]) -> T:
    """Raises InvalidRequest. No body at all is an empty object, where one would do."""
    try:
        return msgspec.json.decode(body or b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise _explained(error, body) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise not_json(error, body) from None


def read_query(query: bytes, known: frozenset[str]) -> PageQuery:
    """known: the names that the list takes. Raises InvalidRequest."""
    try:
        pairs = parse_qsl(
            query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except UnicodeDecodeError:
        raise InvalidRequest("The query is not UTF-8.") from None
    except ValueError:
        raise InvalidRequest("The query has more than 20 parameters.") from None
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            raise UnknownParameter(param=name[:64])
        if name in values:
            raise InvalidValue(param=name, value=value, rule="it may be given only once")
        if not value.isprintable():
            raise InvalidValue(
                param=name, value=value, rule="it must hold characters that can be printed"
            )
        values[name] = value
    return PageQuery(
        after=values.get("after"),
        limit=_limit(values.get("limit", str(DEFAULT_LIMIT))),
        project=values.get("project"),
        include_archived=_truth("include_archived", values.get("include_archived", "false")),
    )


def _limit(value: str) -> int:
    is_short = value.isascii() and value.isdecimal() and len(value) < 9
    if not is_short or not 1 <= int(value) <= MAX_LIMIT:
        rule = f"it must be a whole number from 1 to {MAX_LIMIT}"
        raise InvalidValue(param="limit", value=value, rule=rule)
    return int(value)


def _truth(name: str, value: str) -> bool:
    if value not in ("true", "false"):
        raise InvalidValue(param=name, value=value, rule="it must be `true` or `false`")
    return value == "true"


def _explained(error: msgspec.ValidationError, body: bytes) -> InvalidRequest:
    if unknown := _UNKNOWN.fullmatch(str(error)):
        at = f"{unknown['at']}." if unknown["at"] else ""
        return UnknownParameter(param=f"{at}{unknown['name'][:64]}")
    try:
        plain = msgspec.json.decode(body or b"{}")
    except (msgspec.DecodeError, RecursionError):  # a number that no type holds
        plain = None
    return explain(error, plain)
