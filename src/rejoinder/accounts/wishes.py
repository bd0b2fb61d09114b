"""What keys and projects are asked to be, checked: the same rules for the command and for HTTP.

Every refusal is an `InvalidValue` that names the field, the value and the rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from rejoinder.accounts.limit_text import MAX_AMOUNT
from rejoinder.accounts.limits import PERIODS, Limit
from rejoinder.accounts.principal import DEFAULT_PROJECT, Scope
from rejoinder.accounts.view import DEFAULT_SCOPES, DEFAULT_TIERS
from rejoinder.chat.ask import Tier
from rejoinder.errors import InvalidValue

MAX_NAME_CHARACTERS = 200
MAX_MODELS = 100
MAX_LIMITS = 100
# As far as a date can be: the year 9999.
MAX_UNIX_S = 253_402_300_799
# How long the secret before may still be used where nobody says; a day lets every place be reached.
OVERLAP_S = 86_400
MAX_OVERLAP_S = 366 * 86_400

E = TypeVar("E", bound=StrEnum)


class NewKey(msgspec.Struct, frozen=True):
    """A key that shall be made."""

    name: str
    project: str = DEFAULT_PROJECT
    scopes: frozenset[Scope] = DEFAULT_SCOPES
    models: frozenset[str] | None = None
    tiers: frozenset[Tier] = DEFAULT_TIERS
    limits: tuple[Limit, ...] = ()
    expires_s: int | None = None


class KeyChange(msgspec.Struct, frozen=True):
    """What shall be otherwise; UNSET stays."""

    name: str | UnsetType = UNSET
    scopes: frozenset[Scope] | UnsetType = UNSET
    models: frozenset[str] | UnsetType | None = UNSET
    tiers: frozenset[Tier] | UnsetType = UNSET
    limits: tuple[Limit, ...] | UnsetType = UNSET
    expires_s: int | UnsetType | None = UNSET


class ProjectChange(msgspec.Struct, frozen=True):
    """As `KeyChange`."""

    name: str | UnsetType = UNSET
    limits: tuple[Limit, ...] | UnsetType = UNSET


def name(text: str) -> str:
    """Of a key or a project."""
    if not text.strip() or len(text) > MAX_NAME_CHARACTERS or not text.isprintable():
        raise InvalidValue(
            param="name",
            value=text,
            rule=f"it must have 1 to {MAX_NAME_CHARACTERS} characters that can be printed",
        )
    return text


def scopes(words: Iterable[str]) -> frozenset[Scope]:
    found = _choices("scopes", words, Scope)
    if not found:
        raise InvalidValue(param="scopes", value=[], rule="a key must have at least one scope")
    return found


def tiers(words: Iterable[str]) -> frozenset[Tier]:
    """Those that may be asked for by name; `auto` always may."""
    named = [word for word in words if word != "auto"]
    return _choices("tiers", named, Tier, also="auto")


def models(names: Iterable[str] | None) -> frozenset[str] | None:
    """None for all. Whether a model is served now does not matter."""
    if names is None:
        return None
    found = frozenset(names)
    if not 1 <= len(found) <= MAX_MODELS:
        raise InvalidValue(
            param="models",
            value=sorted(found),
            rule=f"it must name 1 to {MAX_MODELS} models, or be left out for all",
        )
    for one in found:
        if not one or len(one) > MAX_NAME_CHARACTERS or not one.isprintable():
            raise InvalidValue(
                param="models",
                value=one,
                rule=f"a model's name has 1 to {MAX_NAME_CHARACTERS} characters that can be "
                "printed",
            )
    return found


def limits(wanted: Iterable[Limit]) -> tuple[Limit, ...]:
    """In the order they were given."""
    found = tuple(wanted)
    if len(found) > MAX_LIMITS:
        raise InvalidValue(
            param="limits", value=len(found), rule=f"there may be at most {MAX_LIMITS}"
        )
    seen: set[tuple[str, str, str]] = set()
    for place, limit in enumerate(found):
        param = f"limits[{place}]"
        if limit.period not in PERIODS[limit.measure]:
            periods = ", ".join(f"`{period}`" for period in sorted(PERIODS[limit.measure]))
            raise InvalidValue(
                param=f"{param}.period",
                value=str(limit.period),
                rule=f"`{limit.measure}` is limited by {periods}",
            )
        if not 0 <= limit.amount <= MAX_AMOUNT:
            raise InvalidValue(
                param=f"{param}.amount", value=limit.amount, rule=f"it must be 0 to {MAX_AMOUNT}"
            )
        if len(limit.model) > MAX_NAME_CHARACTERS or not limit.model.isprintable():
            raise InvalidValue(
                param=f"{param}.model",
                value=limit.model,
                rule=f"a model's name has 1 to {MAX_NAME_CHARACTERS} characters that can be "
                "printed",
            )
        kind = (limit.model, limit.measure, limit.period)
        if kind in seen:
            raise InvalidValue(
                param=param,
                value=f"{limit.measure}/{limit.period}",
                rule="there is another limit of the same kind",
            )
        seen.add(kind)
    return found


def expires_s(at_s: int | None, *, now_s: int) -> int | None:
    """A Unix time yet to come, or None for never."""
    if at_s is not None and not now_s < at_s <= MAX_UNIX_S:
        raise InvalidValue(
            param="expires_at",
            value=at_s,
            rule=f"it must be a Unix time in s between now ({now_s}) and {MAX_UNIX_S}",
        )
    return at_s


def overlap_s(duration_s: float) -> int:
    """How long the secret before goes on."""
    if not 0 <= duration_s <= MAX_OVERLAP_S:
        raise InvalidValue(
            param="overlap_seconds", value=duration_s, rule=f"it must be 0 to {MAX_OVERLAP_S}"
        )
    return int(duration_s)


def _choices(param: str, words: Iterable[str], choices: type[E], also: str = "") -> frozenset[E]:
    found = set()
    for word in words:
        if word not in list(choices):
            names = ", ".join(f"`{one}`" for one in [*filter(None, [also]), *choices])
            raise InvalidValue(param=param, value=word, rule=f"each must be one of {names}")
        found.add(choices(word))
    return frozenset(found)
