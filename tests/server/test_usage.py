"""/v1/usage: sums by hour and day, of those whose business they are. On both databases."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx2
import pytest
from openai import AsyncOpenAI
from starlette.routing import Router
from starlette.types import ASGIApp

from rejoinder.accounts.base import Outcome
from rejoinder.accounts.ledger import Ledger
from rejoinder.accounts.principal import Principal, Scope
from rejoinder.chat.ask import Tier
from rejoinder.metrics import Metrics
from rejoinder.server.access import Needs
from rejoinder.server.cors import Cors
from rejoinder.server.exchange import Exchange
from rejoinder.server.front import Front
from rejoinder.server.hosts import AllowedHosts
from rejoinder.server.usage import Usage, usage_routes
from rejoinder.testing.fake_clock import FakeClock
from tests.accounts.ledger_world import ALICE, BOB, counted, made, wanted
from tests.store.databases import running

# The fake clock begins at 1_700_000_000: 2023-11-14 22:13:20 UTC.
NOW = 1_700_000_000
HOUR_START = 1_699_999_200  # 22:00
DAY_START = 1_699_920_000

ADMIN = Principal(key_id="key_root", project="root", scopes=frozenset({Scope.READ, Scope.ADMIN}))
READER = Principal(key_id="key_alice", project="red", scopes=frozenset({Scope.READ}))

Get = Callable[..., Awaitable[httpx2.Response]]


class Known:
    """Satisfies `Access`: the header says who asks."""

    def authorise(self, exchange: Exchange, needs: Needs) -> Principal:
        return ADMIN if "admin" in exchange.header("authorization") else READER


def app_of(usage: Usage, clock: FakeClock) -> ASGIApp:
    return Front(
        Router(usage_routes(usage, access=Known())),
        hosts=AllowedHosts((), bound_host="127.0.0.1"),
        cors=Cors(()),
        metrics=Metrics(),
        clock=clock,
    )


def with_ledger(
    url: str, folder: Path, story: Callable[[Ledger, FakeClock, Get], Awaitable[None]]
) -> None:
    """Run a story in a world of one ledger and one route."""

    async def whole() -> None:
        clock = FakeClock()
        async with running(url) as database:
            ledger = made(database, folder, clock=clock)
            app = app_of(Usage(database, ledger, clock), clock)
            transport = httpx2.ASGITransport(app)
            async with httpx2.AsyncClient(
                transport=transport, base_url="http://127.0.0.1/v1"
            ) as client:

                async def get(
                    who: str = "admin",
                    **query: Any,  # noqa: ANN401
                ) -> httpx2.Response:
                    headers = {"authorization": f"Bearer {who}"}
                    return await client.get("/usage", params=query, headers=headers)

                await story(ledger, clock, get)

    asyncio.run(whole())


def some_usage(ledger: Ledger, clock: FakeClock) -> None:
    """Three by Alice and one by Bob in two hours, and one of Alice's by `u-1`, and with `flex`."""
    for name, principal, tier, user, model in (
        ("a1", ALICE, Tier.DEFAULT, "", "mini"),
        ("a2", ALICE, Tier.FLEX, "u-1", "mini"),
        ("b1", BOB, Tier.DEFAULT, "", "big"),
    ):
        entry = ledger.open(principal, wanted(name, user=user, model=model), tier)
        counted(entry, 3)
        entry.close(Outcome.FINISHED)
    clock.advance(3600)
    entry = ledger.open(ALICE, wanted("a3"), Tier.DEFAULT)
    counted(entry, 5)
    entry.close(Outcome.CUT)


def sums(page: httpx2.Response, *names: str) -> list[list[tuple[object, ...]]]:
    """Of each bucket its results, as the fields named."""
    assert page.status_code == 200, page.text
    return [
        [tuple(result[name] for name in names) for result in bucket["results"]]
        for bucket in page.json()["data"]
    ]


def test_a_page_has_the_shape_of_openais(database_url: str, tmp_path: Path) -> None:
    async def story(ledger: Ledger, clock: FakeClock, get: Get) -> None:
        some_usage(ledger, clock)
        page = await get(start_time=DAY_START)
        assert page.json() == {
            "object": "page",
            "data": [
                {
                    "object": "bucket",
                    "start_time": DAY_START,
                    "end_time": DAY_START + 86400,
                    "results": [
                        {
                            "object": "organization.usage.completions.result",
                            "input_tokens": 28,
                            "output_tokens": 14,
                            "input_cached_tokens": 8,
                            "output_reasoning_tokens": 4,
                            "input_audio_tokens": 0,
                            "output_audio_tokens": 0,
                            "num_model_requests": 4,
                            "amount": {"value": 1.608e-06, "currency": "usd"},
                            "project_id": None,
                            "user_id": None,
                            "api_key_id": None,
                            "model": None,
                            "batch": None,
                            "service_tier": None,
                            "outcome": None,
                        }
                    ],
                }
            ],
            "has_more": False,
            "next_page": None,
        }

    with_ledger(database_url, tmp_path, story)


def test_usage_is_told_apart_by_whatever_is_asked(database_url: str, tmp_path: Path) -> None:
    async def story(ledger: Ledger, clock: FakeClock, get: Get) -> None:
        some_usage(ledger, clock)

        async def by(*names: str) -> list[list[tuple[object, ...]]]:
            page = await get(start_time=DAY_START, group_by=list(names))
            return sums(page, *names, "num_model_requests")

        assert await by("project_id") == [[("blue", 1), ("red", 3)]]
        assert await by("api_key_id") == [[("key_alice", 3), ("key_bob", 1)]]
        assert await by("user_id") == [[("", 3), ("u-1", 1)]]
        assert await by("model") == [[("big", 1), ("mini", 3)]]
        assert await by("service_tier") == [[("default", 3), ("flex", 1)]]
        assert await by("outcome") == [[("cut", 1), ("finished", 3)]]
        assert await by("batch") == [[(False, 4)]]
        assert await by("model", "service_tier") == [
            [("big", "default", 1), ("mini", "default", 2), ("mini", "flex", 1)]
        ]

    with_ledger(database_url, tmp_path, story)


def test_filters_leave_out_the_rest(database_url: str, tmp_path: Path) -> None:
    async def story(ledger: Ledger, clock: FakeClock, get: Get) -> None:
        some_usage(ledger, clock)

        async def number(**query: object) -> list[list[tuple[object, ...]]]:
            return sums(await get(start_time=DAY_START, **query), "num_model_requests")

        assert await number(project_ids="blue") == [[(1,)]]
        assert await number(**{"project_ids[]": ["blue", "red"]}) == [[(4,)]]
        assert await number(project_id="red", models="mini", service_tiers="flex") == [[(1,)]]
        assert await number(api_key_ids="key_bob", models="mini") == [[]]
        assert await number(user_ids=["u-1", ""]) == [[(4,)]]
        assert await number(user_ids="") == [[(3,)]]
        assert await number(outcomes=["cut", "killed"]) == [[(1,)]]
        assert await number(outcome="finished", project_id="red") == [[(2,)]]
        assert await number(batch="false") == [[(4,)]]
        assert await number(batch="true") == [[]]

    with_ledger(database_url, tmp_path, story)


def test_hours_are_buckets_too_and_pages_follow_each_other(
    database_url: str, tmp_path: Path
) -> None:
    async def story(ledger: Ledger, clock: FakeClock, get: Get) -> None:
        some_usage(ledger, clock)
        query = {"start_time": HOUR_START - 3600, "bucket_width": "1h", "limit": 2}
        first = await get(**query)
        assert sums(first, "num_model_requests") == [[], [(3,)]]
        assert first.json()["has_more"] is True
        second = await get(**query, page=first.json()["next_page"])
        assert sums(second, "num_model_requests") == [[(1,)]]
        assert second.json()["has_more"] is False
        starts = [bucket["start_time"] for bucket in second.json()["data"]]
        assert starts == [HOUR_START + 3600]

    with_ledger(database_url, tmp_path, story)


@pytest.mark.parametrize(
    ("start_s", "end_s", "number"),
    [
        (NOW, NOW + 1, 3),  # a second within an hour
        (NOW + 1, NOW + 3600, 0),
        (NOW + 1, NOW + 3601, 1),
        (NOW, NOW + 3600, 3),
        (HOUR_START, HOUR_START + 3600, 3),
        (HOUR_START + 3600, HOUR_START + 7200, 1),
        (HOUR_START - 100 * 3600 + 5, NOW + 3601, 4),
        (NOW + 3600, NOW + 400_000, 1),
    ],
)
@pytest.mark.parametrize("width", ["1h", "1d"])
def test_a_sum_is_exact_whatever_second_it_begins_or_ends_at(
    sqlite_url: str, tmp_path: Path, start_s: int, end_s: int, number: int, width: str
) -> None:
    async def story(ledger: Ledger, clock: FakeClock, get: Get) -> None:
        some_usage(ledger, clock)
        limit = 168 if width == "1h" else 31
        page = await get(start_time=start_s, end_time=end_s, bucket_width=width, limit=limit)
        found = sums(page, "num_model_requests")
        assert sum(int(str(one[0])) for bucket in found for one in bucket) == number
        buckets = page.json()["data"]
        assert buckets[0]["start_time"] == start_s
        assert buckets[-1]["end_time"] == end_s

    with_ledger(sqlite_url, tmp_path, story)


def test_a_key_that_may_only_read_sees_its_own_project(database_url: str, tmp_path: Path) -> None:
    async def story(ledger: Ledger, clock: FakeClock, get: Get) -> None:
        some_usage(ledger, clock)
        query = {"start_time": DAY_START, "group_by": "project_id"}
        assert sums(await get("reader", **query), "project_id") == [[("red",)]]
        assert sums(await get("reader", **query, project_ids="red"), "project_id") == [[("red",)]]
        for other in ("blue", "nobody's"):
            refused = await get("reader", **query, project_ids=["red", other])
            assert refused.status_code == 403
            assert refused.json()["error"]["param"] == "project_ids"

    with_ledger(database_url, tmp_path, story)


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("", "start_time"),
        ("start_time=yesterday", "start_time"),
        ("start_time=-1", "start_time"),
        ("start_time=1&start_time=2", "start_time"),
        ("start_time=5&end_time=5", "end_time"),
        ("start_time=5&bucket_width=1m", "bucket_width"),
        ("start_time=5&bucket_width=1w", "bucket_width"),
        ("start_time=5&limit=0", "limit"),
        ("start_time=5&limit=32", "limit"),
        ("start_time=5&bucket_width=1h&limit=169", "limit"),
        ("start_time=5&group_by=colour", "group_by"),
        ("start_time=5&group_by=api_source", "group_by"),
        ("start_time=5&page=2", "page"),
        ("start_time=90000&page=page_0", "page"),
        ("start_time=5&page=page_86401", "page"),
        ("start_time=5&batch=maybe", "batch"),
        ("start_time=5&models=a%00b", "models"),
        ("start_time=5&colour=red", "colour"),
        ("start_time[]=5", "start_time[]"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(
    sqlite_url: str, tmp_path: Path, query: str, param: str
) -> None:
    async def story(ledger: Ledger, clock: FakeClock, get: Get) -> None:
        fields: dict[str, list[str]] = parse_qs(query)
        page = await get(**fields)
        assert page.status_code == 400
        assert page.json()["error"]["param"] == param

    with_ledger(sqlite_url, tmp_path, story)


def test_the_official_client_reads_it_typed(database_url: str, tmp_path: Path) -> None:
    async def story() -> None:
        clock = FakeClock()
        async with running(database_url) as database:
            ledger = made(database, tmp_path, clock=clock)
            some_usage(ledger, clock)
            app = app_of(Usage(database, ledger, clock), clock)
            client = AsyncOpenAI(
                base_url="http://127.0.0.1/v1",
                api_key="none",
                admin_api_key="admin",
                http_client=httpx2.AsyncClient(transport=httpx2.ASGITransport(app)),
            )
            async with client:
                page = await client.admin.organization.usage.completions(
                    start_time=HOUR_START,
                    bucket_width="1h",
                    group_by=["model", "project_id"],
                    models=["mini"],
                    limit=1,
                )
                assert page.has_more
                (bucket,) = page.data
                (result,) = bucket.results
                assert result.object == "organization.usage.completions.result"
                assert (result.model, result.project_id) == ("mini", "red")
                assert (result.input_tokens, result.output_tokens) == (14, 6)
                following = await client.admin.organization.usage.completions(
                    start_time=HOUR_START,
                    bucket_width="1h",
                    models=["mini"],
                    limit=1,
                    page=page.next_page or "",
                )
                assert not following.has_more
                json.dumps(following.to_dict())

    asyncio.run(story())


def test_while_the_database_is_down_the_answer_is_503(sqlite_url: str, tmp_path: Path) -> None:
    async def story(ledger: Ledger, clock: FakeClock, get: Get) -> None:
        some_usage(ledger, clock)
        os.unlink(sqlite_url.removeprefix("sqlite:///"))
        page = await get(start_time=DAY_START)
        assert page.status_code == 503
        assert page.json()["error"]["code"] == "store_unavailable"
        assert ledger.num_waiting == 4

    with_ledger(sqlite_url, tmp_path, story)
