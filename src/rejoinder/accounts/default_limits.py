"""Limits from the settings, beside those that keys and projects were given.

One of a model holds the whole server to it. One of no model is each key's, unless the key was given
one of the same kind; all requests without a key count together.
"""

from __future__ import annotations

from collections.abc import Sequence

from rejoinder.accounts import limit_text
from rejoinder.accounts.limits import Limit, LimitBook, OwnedLimit
from rejoinder.accounts.principal import Principal

# Keys and models whose limits are remembered.
_MAX_KNOWN = 10_000


class NoLimits:
    """Satisfies `LimitBook`."""

    def limits_of(self, principal: Principal, model: str) -> tuple[OwnedLimit, ...]:
        return ()


class DefaultLimits:
    """Satisfies `LimitBook`: what another book says, and the settings beside it."""

    def __init__(self, limits: Sequence[Limit], *, book: LimitBook | None = None) -> None:
        self._book = book or NoLimits()
        self._of_keys = tuple(limit for limit in limits if not limit.model)
        # By key, project and model; true as long as the book gives the same limits.
        self._known: dict[
            tuple[str, str, str], tuple[tuple[OwnedLimit, ...], tuple[OwnedLimit, ...]]
        ] = {}
        self._of_models: dict[str, tuple[OwnedLimit, ...]] = {}
        for limit in limits:
            if limit.model:
                owned = OwnedLimit(f"model:{limit.model}", limit)
                self._of_models[limit.model] = (*self._of_models.get(limit.model, ()), owned)

    def limits_of(self, principal: Principal, model: str) -> tuple[OwnedLimit, ...]:
        given = self._book.limits_of(principal, model)
        asked = (principal.key_id, principal.project, model)
        known = self._known.get(asked)
        if known is None or known[0] is not given:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            known = self._known[asked] = (given, self._joined(given, principal, model))
        return known[1]

    def _joined(
        self, given: tuple[OwnedLimit, ...], principal: Principal, model: str
    ) -> tuple[OwnedLimit, ...]:
        owner = f"key:{principal.key_id}"
        has = {
            (one.limit.measure, one.limit.period)
            for one in given
            if one.owner == owner and not one.limit.model
        }
        defaults = tuple(
            OwnedLimit(owner, limit)
            for limit in self._of_keys
            if (limit.measure, limit.period) not in has
        )
        return (*given, *defaults, *self._of_models.get(model, ()))


def parse(texts: Sequence[str]) -> tuple[Limit, ...]:
    """The setting `limit`. Raises ValueError, whose text is the rule that was broken."""
    limits: dict[tuple[str, str, str], Limit] = {}
    for text in texts:
        limit = limit_text.parse(text)
        kind = (limit.model, limit.measure.value, limit.period.value)
        if kind in limits:
            raise ValueError(
                f"`{limit_text.shown(limits[kind])}` and `{text.strip()}` exclude each other"
            )
        limits[kind] = limit
    return tuple(limits.values())
