"""GET /v1/usage: what was used, by hour or day.

A page is complete up to the moment it was asked for: what ended on this node by then is taken to
the database first, and other nodes take theirs there within a tenth of a second. What is under way
counts when it ends, at the time it was admitted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from rejoinder.accounts.ledger import Ledger
from rejoinder.accounts.principal import Principal, Scope
from rejoinder.clock import Clock
from rejoinder.refusals import Forbidden
from rejoinder.server import exchange as exchanges
from rejoinder.server.access import NUMBERS, Access
from rejoinder.server.routes import Route
from rejoinder.store.usage_query import Group, UsageQuery, Used
from rejoinder.wire import usage as wire
from rejoinder.wire.usage import Amount, Bucket, Grouping, Result, UsageAsk, UsagePage

if TYPE_CHECKING:
    from rejoinder.store.database import Connection, Database

# What the store calls them. There are no batches, so that is no column.
_COLUMNS: dict[Grouping, Group] = {
    "project_id": "project",
    "user_id": "user",
    "api_key_id": "key_id",
    "model": "model",
    "service_tier": "tier",
    "outcome": "outcome",
}

_NANO = 1_000_000_000

# Ours, and the one that the official clients ask.
PATHS = ("/usage", "/organization/usage/completions")


class Usage:
    """The handler; a Starlette endpoint."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    async def page(self, request: Request) -> Response:
        """Whoever may only read sees their own project's. 503 while the database is down."""
        ask = wire.read(request.scope["query_string"])
        projects = _projects(exchanges.of(request.scope).principal, ask)
        now_s = self._clock.unix_s()
        buckets, next_s = _buckets(ask, now_s)
        found: list[Used] = []
        if buckets and ask.batch is not True:
            await self._ledger.flush()
            end_s = buckets[-1][1]
            found = await self._database.read(
                lambda connection: _read(connection, ask, projects, buckets[0][0], end_s)
            )
        body = _page(ask, buckets, found, next_s)
        return Response(wire.encode(body), media_type="application/json")


def usage_routes(usage: Usage, *, access: Access) -> list[Route]:
    return [
        Route(path, usage.page, needs=NUMBERS, access=access, methods=["GET"]) for path in PATHS
    ]


def _projects(principal: Principal, ask: UsageAsk) -> tuple[str, ...] | None:
    """Those that may be seen of those that are asked for; None for all."""
    named = ask.filters.get("project_id")
    if Scope.ADMIN in principal.scopes:
        return named
    for project in named or ():
        if project != principal.project:
            raise Forbidden(
                "This key sees the usage of its own project only.",
                param="project_ids",
                hint="A key with the scope `admin` sees every project's.",
            )
    return (principal.project,)


def _buckets(ask: UsageAsk, now_s: int) -> tuple[list[tuple[int, int]], int | None]:
    """The page's buckets, each from its beginning to before its end, and where the next page
    begins. Cut to what was asked for; with no end, the last is the one that now is in."""
    end_s = ask.end_s if ask.end_s is not None else (now_s // ask.width_s + 1) * ask.width_s
    buckets: list[tuple[int, int]] = []
    for number in range(ask.num_buckets):
        start_s = ask.first_s + number * ask.width_s
        if start_s >= end_s:
            return buckets, None
        buckets.append((max(start_s, ask.start_s), min(start_s + ask.width_s, end_s)))
    next_s = ask.first_s + ask.num_buckets * ask.width_s
    return buckets, next_s if next_s < end_s else None


def _read(
    connection: Connection,
    ask: UsageAsk,
    projects: tuple[str, ...] | None,
    start_s: int,
    end_s: int,
) -> list[Used]:
    # Here, in the database's thread: a server that starts does not wait for the library.
    from rejoinder.store.usage import used

    return used(connection, _query(ask, projects, start_s, end_s))


def _query(ask: UsageAsk, projects: tuple[str, ...] | None, start_s: int, end_s: int) -> UsageQuery:
    filters = {_COLUMNS[name]: values for name, values in ask.filters.items()}
    if projects is not None:
        filters["project"] = projects
    groups = tuple(_COLUMNS[name] for name in ask.groups if name != "batch")
    return UsageQuery(start_s, end_s, ask.width_s, groups, filters)


def _page(
    ask: UsageAsk, buckets: list[tuple[int, int]], found: list[Used], next_s: int | None
) -> UsagePage:
    results: dict[int, list[Result]] = {}
    for one in found:
        results.setdefault(one.start_s, []).append(_result(ask, one))
    return UsagePage(
        data=[
            Bucket(start_s, end_s, results.get(start_s // ask.width_s * ask.width_s, []))
            for start_s, end_s in buckets
        ],
        has_more=next_s is not None,
        next_page=None if next_s is None else wire.page_token(next_s),
    )


def _result(ask: UsageAsk, used: Used) -> Result:
    columns = [name for name in ask.groups if name != "batch"]
    of = dict(zip(columns, used.group, strict=True))
    return Result(
        input_tokens=used.sums.num_prompt_tokens,
        output_tokens=used.sums.num_completion_tokens,
        input_cached_tokens=used.sums.num_cached_tokens,
        output_reasoning_tokens=used.sums.num_thought_tokens,
        num_model_requests=used.sums.num_requests,
        amount=Amount(used.sums.cost_nano_usd / _NANO),
        project_id=of.get("project_id"),
        user_id=of.get("user_id"),
        api_key_id=of.get("api_key_id"),
        model=of.get("model"),
        service_tier=of.get("service_tier"),
        outcome=of.get("outcome"),
        batch=False if "batch" in ask.groups else None,
    )
