"""The query of /v1/usage and its page, in the shape of OpenAI's organization usage of completions.

Beside OpenAI's fields, a result says how many of its output tokens were thoughts, what it cost, as
OpenAI's organization costs do, and, where that is grouped by, how its requests ended. Refused by
name: buckets of a minute, which are not kept, and `api_source`, of which there is one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar, cast, get_args
from urllib.parse import parse_qsl

import msgspec

from rejoinder.errors import InvalidRequest, InvalidValue, MissingParameter, UnknownParameter
from rejoinder.wire.checks import NO_NUL, NUL

T = TypeVar("T")

Grouping = Literal[
    "project_id", "user_id", "api_key_id", "model", "batch", "service_tier", "outcome"
]

# Seconds in one, then how many there are by default and at most: OpenAI's.
_WIDTHS = {"1h": (3600, 24, 168), "1d": (86400, 7, 31)}

# What a filter is called, here and there, and the grouping that it filters by.
_FILTERS: dict[str, Grouping] = {
    "project_ids": "project_id",
    "user_ids": "user_id",
    "api_key_ids": "api_key_id",
    "models": "model",
    "service_tiers": "service_tier",
    "outcomes": "outcome",
}
_NAMES: dict[str, str] = {
    **{name: name for name in _FILTERS},
    **{b: a for a, b in _FILTERS.items()},
}

# Of values that may be given several times. SQLite takes 32,766 in one statement, a URL some 1000.
_MAX_FIELDS = 1000
_MAX_TIME_S = 1 << 40  # some 30,000 years

_PAGE_PREFIX = "page_"


class UsageAsk(msgspec.Struct, frozen=True):
    """start_s: the query's. first_s: the beginning of the page's first bucket, which may be before
    start_s. end_s: None for now. num_buckets: at most so many. batch: None for both kinds."""

    start_s: int
    first_s: int
    end_s: int | None
    width_s: int
    num_buckets: int
    groups: tuple[Grouping, ...]
    filters: dict[Grouping, tuple[str, ...]]
    batch: bool | None


class Amount(msgspec.Struct, frozen=True):
    """In dollars: a JSON number, exact to the billionth below a million."""

    value: float
    currency: Literal["usd"] = "usd"


class Result(msgspec.Struct, frozen=True):
    """What is not grouped by is null."""

    input_tokens: int
    output_tokens: int
    input_cached_tokens: int
    output_reasoning_tokens: int
    num_model_requests: int
    amount: Amount
    input_audio_tokens: int = 0
    output_audio_tokens: int = 0
    project_id: str | None = None
    user_id: str | None = None
    api_key_id: str | None = None
    model: str | None = None
    batch: bool | None = None
    service_tier: str | None = None
    outcome: str | None = None
    object: Literal["organization.usage.completions.result"] = (
        "organization.usage.completions.result"
    )


class Bucket(msgspec.Struct, frozen=True):
    """end_time: not within it. No results where nothing was used."""

    start_time: int
    end_time: int
    results: list[Result]
    object: Literal["bucket"] = "bucket"


class UsagePage(msgspec.Struct, frozen=True):
    """next_page: to be asked for with `page`, all else being the same."""

    data: list[Bucket]
    has_more: bool
    next_page: str | None
    object: Literal["page"] = "page"


_ENCODER = msgspec.json.Encoder()


def encode(page: UsagePage) -> bytes:
    return _ENCODER.encode(page)


def page_token(first_s: int) -> str:
    """Names the page whose first bucket begins then."""
    return f"{_PAGE_PREFIX}{first_s}"


def read(query: bytes) -> UsageAsk:
    """Raises InvalidRequest, naming the parameter."""
    fields = _Fields(query)
    start_s = fields.one("start_time", _time)
    if start_s is None:
        raise MissingParameter(param="start_time")
    end_s = fields.one("end_time", _time)
    if end_s is not None and end_s <= start_s:
        rule = f"it must be later than `start_time`, {start_s}"
        raise InvalidValue(param="end_time", value=end_s, rule=rule)
    width_s, default_buckets, max_buckets = fields.one("bucket_width", _width) or _WIDTHS["1d"]
    num_buckets = fields.one("limit", lambda name, value: _number(name, value, max_buckets))
    first_s = start_s // width_s * width_s
    page_s = fields.one("page", lambda name, value: _page(name, value, first_s, width_s))
    groups = [_grouping(value) for value in fields.many("group_by")]
    return UsageAsk(
        start_s=start_s,
        first_s=page_s or first_s,
        end_s=end_s,
        width_s=width_s,
        num_buckets=num_buckets or default_buckets,
        groups=tuple(dict.fromkeys(groups)),
        filters={
            grouping: values for name, grouping in _FILTERS.items() if (values := fields.many(name))
        },
        batch=fields.one("batch", _bool),
    )


class _Fields:
    """The query, taken apart. A list is written `models=a&models=b` or `models[]=a&models[]=b`."""

    def __init__(self, query: bytes) -> None:
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
        self._values: dict[str, list[str]] = {}
        for given, value in pairs:
            name = given.removesuffix("[]")
            name = _NAMES.get(name, name)
            if name not in _KNOWN or (given.endswith("[]") and name not in _LISTS):
                raise UnknownParameter(param=given[:64])
            if NUL in value:
                raise InvalidValue(param=name, value=value, rule=NO_NUL)
            self._values.setdefault(name, []).append(value)

    def one(self, name: str, read: Callable[[str, str], T]) -> T | None:
        values = self._values.get(name, [])
        if len(values) > 1:
            raise InvalidValue(param=name, value=values[1], rule="it may be given only once")
        return read(name, values[0]) if values else None

    def many(self, name: str) -> tuple[str, ...]:
        return tuple(self._values.get(name, ()))


_LISTS = {*_FILTERS, "group_by"}
_KNOWN = {*_LISTS, "start_time", "end_time", "bucket_width", "limit", "page", "batch"}


def _time(name: str, value: str) -> int:
    return _whole(name, value, _MAX_TIME_S, least=0, what="a Unix time in whole seconds")


def _number(name: str, value: str, most: int) -> int:
    return _whole(name, value, most, least=1, what=f"a whole number from 1 to {most}")


def _whole(name: str, value: str, most: int, *, least: int, what: str) -> int:
    is_short = value.isascii() and value.isdecimal() and len(value) <= 15
    if not is_short or not least <= int(value) <= most:
        raise InvalidValue(param=name, value=value, rule=f"it must be {what}")
    return int(value)


def _width(name: str, value: str) -> tuple[int, int, int]:
    if value == "1m":
        rule = "usage is kept by the hour; it must be `1h` or `1d`"
        raise InvalidValue(param=name, value=value, rule=rule)
    if value not in _WIDTHS:
        raise InvalidValue(param=name, value=value, rule="it must be `1h` or `1d`")
    return _WIDTHS[value]


def _page(name: str, value: str, first_s: int, width_s: int) -> int:
    digits = value.removeprefix(_PAGE_PREFIX)
    is_time = value.startswith(_PAGE_PREFIX) and digits.isascii() and digits.isdecimal()
    if not is_time or len(digits) > 15 or int(digits) < first_s or int(digits) % width_s:
        rule = "it must be the `next_page` of a page that was asked for in the same way"
        raise InvalidValue(param=name, value=value, rule=rule)
    return int(digits)


def _bool(name: str, value: str) -> bool:
    if value not in ("true", "false"):
        raise InvalidValue(param=name, value=value, rule="it must be `true` or `false`")
    return value == "true"


def _grouping(value: str) -> Grouping:
    if value not in get_args(Grouping):
        choices = ", ".join(f"`{name}`" for name in get_args(Grouping))
        raise InvalidValue(param="group_by", value=value, rule=f"it must be one of {choices}")
    return cast("Grouping", value)
