"""What a request is charged that ended before its time: what was computed for it, and no more."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from rejoinder.accounts import default_limits, prices
from rejoinder.accounts.default_limits import DefaultLimits
from rejoinder.accounts.desk import CountingDesk
from rejoinder.accounts.ledger import Ledger
from rejoinder.accounts.metering_memory import MemoryMeters
from rejoinder.chat.delta import TextDelta
from rejoinder.server.lifecycle import Lifecycle
from rejoinder.store.ledger_row import LedgerRow
from rejoinder.testing.fake_clock import FakeClock
from rejoinder.testing.scripted_engine import Computes, Line, ScriptedEngine, says
from tests.server.world import CHAT, HELLO, Peer, app_of, settled

OLDER = "/v1/completions"


class Till:
    """A server whose requests are limited and counted, and an engine that says what it is told."""

    def __init__(self, folder: Path, *scripts: Sequence[Line], max_wait_s: float = 0.0) -> None:
        self.clock = FakeClock()
        self.lifecycle = Lifecycle()
        self.rows: list[LedgerRow] = []
        costs = prices.parse(["scripted=10/10/10"])
        book = DefaultLimits(default_limits.parse(("requests/day=100", "tokens/day=1000")))
        desk = CountingDesk(
            book=book,
            meters=MemoryMeters(folder / "meters", clock=self.clock),
            ledger=Ledger(
                None, folder, cost_of=costs.cost_of, clock=self.clock, watch=self.rows.append
            ),
            prices=costs,
        )
        self.app = app_of(
            ScriptedEngine(*scripts, says(), num_prompt_tokens=30),
            clock=self.clock,
            lifecycle=self.lifecycle,
            desk=desk,
            max_wait_s=max_wait_s,
        )

    async def ask(
        self, then: Callable[[Peer], object], path: str = CHAT, **changes: object
    ) -> Peer:
        """A request, and what happens when the engine has come to where it waits."""
        fields = HELLO if path == CHAT else {"model": "scripted"}
        body = json.dumps({**fields, "max_tokens": 10, **changes}).encode()
        peer = Peer(self.app, "POST", path, body)
        task = peer.start()
        await settled()
        then(peer)
        return await task

    async def left(self) -> tuple[int, int]:
        """Requests and tokens, as the next client is told, less what that one takes."""
        peer = await self.ask(lambda _: None)
        assert peer.status == 200
        names = ("x-ratelimit-remaining-requests", "x-ratelimit-remaining-tokens")
        requests, tokens = (int(peer.headers[name]) for name in names)
        return requests + 1, tokens + 40

    @property
    def told(self) -> list[tuple[str, int, int]]:
        """How each request ended, its prompt and what was generated."""
        return [
            (row.outcome, row.num_prompt_tokens, row.num_completion_tokens) for row in self.rows
        ]


def test_who_waited_too_long_pays_nothing(tmp_path: Path) -> None:
    """Each such 503 cost a request and the whole prompt."""

    async def scene() -> None:
        never = asyncio.Event()
        till = Till(tmp_path, [never], [Computes(0), never], max_wait_s=5.0)
        for _ in range(2):
            refused = await till.ask(lambda _: till.clock.advance(5))
            assert (refused.status, refused.error["code"]) == (503, "server_overloaded")

        assert till.told == []
        assert await till.left() == (100, 1000)

    asyncio.run(scene())


def test_who_leaves_while_waiting_pays_no_prompt_that_nobody_computed(tmp_path: Path) -> None:
    async def scene() -> None:
        till = Till(tmp_path, [asyncio.Event()])
        await till.ask(Peer.leave)

        assert till.told == [("cut", 0, 0)]
        assert till.rows[0].cost_nano_usd == 0
        assert await till.left() == (99, 1000)

    asyncio.run(scene())


def test_who_leaves_while_the_prompt_is_computed_pays_it(tmp_path: Path) -> None:
    async def scene() -> None:
        till = Till(tmp_path, [Computes(0), asyncio.Event()])
        await till.ask(Peer.leave)

        assert till.told == [("cut", 30, 0)]
        assert await till.left() == (99, 970)

    asyncio.run(scene())


def test_tokens_that_were_held_back_are_paid_by_who_leaves(tmp_path: Path) -> None:
    """What may begin a stop string or a call is told late, and was paid only if it was told."""

    async def scene() -> None:
        script: list[Line] = [TextDelta(0, "a", num_tokens=1), Computes(4), asyncio.Event()]
        till = Till(tmp_path, script)
        await till.ask(Peer.leave)

        assert till.told == [("cut", 30, 4)]
        assert await till.left() == (99, 966)

    asyncio.run(scene())


def test_of_several_prompts_those_that_were_begun_are_paid(tmp_path: Path) -> None:
    async def scene() -> None:
        never = asyncio.Event()
        till = Till(tmp_path, [TextDelta(0, "a", num_tokens=1), never], [never])
        await till.ask(Peer.leave, OLDER, prompt=["a", "b"])

        assert till.told == [("cut", 30, 1)]

    asyncio.run(scene())


def test_a_server_that_stops_charges_nobody_it_had_not_begun_on(tmp_path: Path) -> None:
    async def scene() -> None:
        never = asyncio.Event()
        till = Till(tmp_path, [never], [Computes(2), never])
        waits = asyncio.create_task(till.ask(lambda _: None))
        runs = asyncio.create_task(till.ask(lambda _: None))
        for _ in range(3):
            await settled()
        await till.lifecycle.drain(timeout_s=0)

        assert {(await waits).status, (await runs).status} == {503}
        assert till.told == [("cut", 30, 2)]

    asyncio.run(scene())
