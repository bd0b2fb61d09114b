"""The one authoriser. Whoever may not pass is told here, before anything of the request is read."""

from __future__ import annotations

import re

from rejoinder.accounts.principal import ANYBODY, DEFAULT_PROJECT, Principal, Scope
from rejoinder.accounts.registry import Door, Registry
from rejoinder.refusals import (
    AdminClosed,
    MismatchedProject,
    ScopeMissing,
    Unauthorized,
)
from rejoinder.server.access import Needs, Open
from rejoinder.server.exchange import Exchange

_BEARER = re.compile(r"bearer +(?P<secret>[!-~]+)", re.IGNORECASE)
_HINT = "Send it in the header `Authorization: Bearer KEY`."


class Gate:
    """Satisfies `Access`. asks_nobody: `--no-auth`. is_public: whether others than this machine can
    reach the address."""

    def __init__(self, registry: Registry, *, asks_nobody: bool, is_public: bool) -> None:
        self._registry = registry
        self._asks_nobody = asks_nobody
        self._is_public = is_public

    def authorise(self, exchange: Exchange, needs: Needs) -> Principal:
        if needs is Open.TO_ALL:
            return ANYBODY
        principal = self._principal(exchange, needs)
        if exchange.headers.get(b"openai-organization"):
            exchange.add_header(
                "x-rejoinder-warning", "OpenAI-Organization ignored: there are no organizations"
            )
        return principal

    def _principal(self, exchange: Exchange, needs: Needs) -> Principal:
        if self._asks_nobody:
            # A stranger's admin key would outlive the day on which keys are asked for again.
            if needs is Scope.ADMIN and self._is_public:
                raise AdminClosed
            return _anybody(exchange)
        self._registry.check_known()
        if self._registry.door is Door.OPEN:
            return _anybody(exchange)
        principal = self._registry.principal_of(_secret(exchange))
        named = _project(exchange)
        if named and named != principal.project:
            raise MismatchedProject(named=named)
        if isinstance(needs, Scope):
            needs = frozenset({needs})
        if isinstance(needs, frozenset) and not needs & principal.scopes:
            raise ScopeMissing(scopes=[scope for scope in Scope if scope in needs])
        return principal


def _anybody(exchange: Exchange) -> Principal:
    named = _project(exchange)
    if named not in ("", DEFAULT_PROJECT):
        exchange.add_header(
            "x-rejoinder-warning",
            f"OpenAI-Project ignored: without keys there is only `{DEFAULT_PROJECT}`",
        )
    return ANYBODY


def _secret(exchange: Exchange) -> str:
    sent = exchange.headers.get(b"authorization", b"").decode("latin-1").strip()
    if not sent:
        raise Unauthorized("No API key was provided.", hint=_HINT)
    bearer = _BEARER.fullmatch(sent)
    if bearer is None:
        # Not one letter of it is shown: it may be a password under another scheme.
        raise Unauthorized("The header `Authorization` holds no API key.", hint=_HINT)
    return bearer["secret"]


def _project(exchange: Exchange) -> str:
    return exchange.headers.get(b"openai-project", b"").decode("latin-1").strip()
