"""Limits as clients meet them: exact however many ask together, told on every answer."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from rejoinder.accounts import default_limits
from rejoinder.accounts.desk import CountingDesk
from rejoinder.accounts.ledger import Ledger
from rejoinder.accounts.metering_memory import MemoryMeters
from rejoinder.accounts.prices import Prices
from rejoinder.chat.delta import TextDelta
from rejoinder.testing.fake_clock import FakeClock
from rejoinder.testing.scripted_engine import ScriptedEngine
from tests.server.world import CHAT, ObligingEngine, Peer, app_of, body_of

TOLD = tuple(
    f"x-ratelimit-{what}-{measure}"
    for measure in ("requests", "tokens")
    for what in ("limit", "remaining", "reset")
)


def limited(
    folder: Path, clock: FakeClock, *limits: str, engine: ScriptedEngine | None = None
) -> ASGIApp:
    """A server with limits of all its requests together."""
    prices = Prices()
    desk = CountingDesk(
        book=default_limits.DefaultLimits(default_limits.parse(limits)),
        meters=MemoryMeters(folder / "meters", clock=clock),
        ledger=Ledger(None, folder, cost_of=prices.cost_of, clock=clock),
        prices=prices,
    )
    return app_of(engine or ObligingEngine(), clock=clock, desk=desk)


async def asked(app: ASGIApp, **fields: object) -> Peer:
    return await Peer(app, "POST", CHAT, body_of(**fields)).run()


def test_of_500_together_a_limit_of_100_answers_exactly_100(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = FakeClock()
        app = limited(tmp_path, clock, "requests/minute=100")

        peers = await asyncio.gather(*(asked(app) for _ in range(500)))

        assert sorted(peer.status for peer in peers) == [200] * 100 + [429] * 400
        refused = next(peer for peer in peers if peer.status == 429)
        clock.advance(int(refused.headers["retry-after-ms"]) / 1000)
        assert (await asked(app)).status == 200
        assert (await asked(app)).status == 429

    asyncio.run(scene())


@pytest.mark.parametrize("stream", [False, True])
def test_every_answer_tells_of_its_limits(tmp_path: Path, stream: bool) -> None:
    async def scene() -> None:
        app = limited(tmp_path, FakeClock(), "requests/minute=60", "tokens/day=86400")

        peer = await asked(app, stream=stream, max_tokens=50)

        num_reserved = 86400 - int(peer.headers["x-ratelimit-remaining-tokens"])
        assert num_reserved > 50  # and the prompt
        assert [peer.headers[name] for name in TOLD] == [
            "60",
            "59",
            "1s",
            "86400",
            str(86400 - num_reserved),
            f"{num_reserved}s",
        ]

    asyncio.run(scene())


def test_a_refusal_is_told_in_the_apis_words(tmp_path: Path) -> None:
    async def scene() -> None:
        app = limited(tmp_path, FakeClock(), "requests/minute=1", "tokens/minute=5000")
        await asked(app)

        peer = await asked(app, stream=True)

        assert peer.status == 429
        assert peer.error["type"] == "requests"
        assert peer.error["code"] == "rate_limit_exceeded"
        assert peer.headers["retry-after"] == "60"
        assert peer.headers["retry-after-ms"] == "60000"
        assert all(name in peer.headers for name in TOLD)

    asyncio.run(scene())


def test_a_budget_that_is_spent_is_another_error(tmp_path: Path) -> None:
    async def scene() -> None:
        app = limited(tmp_path, FakeClock(), "tokens/month=30")
        for _ in range(20):
            peer = await asked(app, max_tokens=2)
        assert peer.status == 429
        assert (peer.error["type"], peer.error["code"]) == ("insufficient_quota",) * 2
        assert peer.headers["x-should-retry"] == "false"

    asyncio.run(scene())


def test_what_the_engine_does_not_take_costs_nothing(tmp_path: Path) -> None:
    async def scene() -> None:
        engine = ScriptedEngine()
        app = limited(tmp_path, FakeClock(), "requests/minute=3", engine=engine)
        unknown = await asked(app, model="nobody")
        assert unknown.status == 404
        told = await asked(app, temperature=9)
        assert told.status == 400
        assert "x-ratelimit-limit-requests" not in told.headers
        assert (await asked(app)).headers["x-ratelimit-remaining-requests"] == "2"

    asyncio.run(scene())


def test_tokens_are_settled_when_the_answer_is_there(tmp_path: Path) -> None:
    async def scene() -> None:
        app = limited(tmp_path, FakeClock(), "tokens/day=10000")
        first = await asked(app, max_tokens=4000)
        usage = first.json()["usage"]["total_tokens"]
        second = await asked(app, max_tokens=4000)
        told = [int(peer.headers["x-ratelimit-remaining-tokens"]) for peer in (first, second)]
        assert told[0] - told[1] == usage

    asyncio.run(scene())


def test_a_client_that_leaves_pays_for_what_was_said_until_then(tmp_path: Path) -> None:
    async def scene() -> None:
        engine = ScriptedEngine([TextDelta(0, "Hello", num_tokens=3), asyncio.Event()])
        app = limited(tmp_path, FakeClock(), "tokens/day=10000", "concurrent=1", engine=engine)
        peer = Peer(app, "POST", CHAT, body_of(stream=True, max_tokens=4000))
        task = peer.start()
        await peer.until_frames(1)
        assert (await asked(app)).error["code"] == "rate_limit_exceeded"  # one is under way
        peer.leave()
        await asyncio.wait([task])
        reserved = 10000 - int(peer.headers["x-ratelimit-remaining-tokens"])
        num_prompt_tokens = reserved - 4000
        engine.scripts = ([],)
        after = await asked(app, max_tokens=1)
        left = int(after.headers["x-ratelimit-remaining-tokens"])
        assert 10000 - left == (num_prompt_tokens + 3) + (num_prompt_tokens + 1)

    asyncio.run(scene())


def test_the_answer_says_which_tier_served_it(tmp_path: Path) -> None:
    async def scene() -> None:
        app = limited(tmp_path, FakeClock(), "scale_tokens/day=2000")
        auto = await asked(app, service_tier="auto", max_tokens=1800)
        flex = await asked(app, service_tier="flex")
        spent = await asked(app, service_tier="scale", max_tokens=1999)
        tiers = [peer.json()["service_tier"] for peer in (auto, flex, spent)]
        assert tiers == ["scale", "flex", "default"]

    asyncio.run(scene())


def test_a_server_without_limits_tells_of_none(tmp_path: Path) -> None:
    async def scene() -> None:
        peer = await asked(limited(tmp_path, FakeClock()))
        assert not any(name.startswith("x-ratelimit") for name in peer.headers)
        assert peer.status == 200

    asyncio.run(scene())
