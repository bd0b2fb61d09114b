"""When an answer that is to be stored is told: when it is kept, and not before."""

from __future__ import annotations

import asyncio
import json
from typing import Literal, cast

import msgspec
import pytest
from starlette.types import ASGIApp

from rejoinder.accounts.principal import ANYBODY
from rejoinder.chat.delta import TextDelta
from rejoinder.refusals import StoreDown
from rejoinder.server.app import create_app
from rejoinder.server.keeper import DatabaseKeeper
from rejoinder.server.keeping import Kept
from rejoinder.settings import Settings
from rejoinder.store.database import Database
from rejoinder.testing.fake_clock import FakeClock
from rejoinder.testing.scripted_engine import ScriptedEngine, says
from tests.server.shelf import Shelf, with_shelf
from tests.server.world import CHAT, Peer, body_of, chat, settled


class FakeKeeper:
    """Satisfies `Keeper`. gate: what keeping waits for."""

    def __init__(
        self,
        *,
        is_down: bool = False,
        fails: StoreDown | None = None,
        gate: asyncio.Event | None = None,
    ) -> None:
        self.is_down = is_down
        self.fails = fails
        self.gate = gate
        self.kept: list[Kept] = []
        self.is_keeping = asyncio.Event()

    async def check_ready(self) -> None:
        if self.is_down:
            raise StoreDown("its disk is full")

    async def keep(self, kept: Kept) -> None:
        self.is_keeping.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.fails is not None:
            raise self.fails
        self.kept.append(kept)


class Gate(asyncio.Event):
    """Says when it is waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = asyncio.Event()

    async def wait(self) -> Literal[True]:
        self.reached.set()
        return await super().wait()


def app_with(keeper: FakeKeeper, engine: ScriptedEngine | None = None) -> ASGIApp:
    clock = FakeClock()
    return create_app(
        engine or ScriptedEngine(),
        msgspec.convert({}, Settings),
        keeper=keeper,
        clock=clock,
        sleep=clock.sleep,
    )


def peer(app: ASGIApp, **changes: object) -> Peer:
    return Peer(app, "POST", CHAT, body_of(store=True, **changes))


@pytest.mark.parametrize("stream", [False, True])
def test_what_cannot_be_kept_is_refused_before_anything_is_generated(stream: bool) -> None:
    engine = ScriptedEngine()

    reply = chat(app_with(FakeKeeper(is_down=True), engine), store=True, stream=stream)

    assert (reply.status, reply.error["code"]) == (503, "store_unavailable")
    assert "its disk is full" in reply.error["message"]
    assert int(reply.headers["retry-after"]) >= 1
    assert (engine.asks, engine.answers) == ([], [])


@pytest.mark.parametrize("stream", [False, True])
def test_what_is_not_to_be_kept_does_not_ask_the_store(stream: bool) -> None:
    keeper = FakeKeeper(is_down=True)

    assert chat(app_with(keeper), stream=stream).status == 200
    assert chat(app_with(keeper), stream=stream, store=False).status == 200


def test_an_answer_that_was_not_kept_is_an_error() -> None:
    keeper = FakeKeeper(fails=StoreDown("its disk is full"))

    reply = chat(app_with(keeper), store=True)

    assert (reply.status, reply.error["code"]) == (503, "store_unavailable")


def test_a_stream_that_was_not_kept_ends_with_an_error_and_is_not_done() -> None:
    keeper = FakeKeeper(fails=StoreDown("its disk is full"))

    reply = chat(app_with(keeper), store=True, stream=True)

    assert reply.status == 200
    last = reply.frames[-1]
    assert json.loads(last.removeprefix(b"data: "))["error"]["code"] == "store_unavailable"
    assert b"[DONE]" not in reply.body
    assert b"Hello" in reply.body  # it was said before, as streams say things


@pytest.mark.parametrize("stream", [False, True])
def test_the_last_byte_waits_until_it_is_kept(stream: bool) -> None:
    async def work() -> None:
        gate = asyncio.Event()
        keeper = FakeKeeper(gate=gate)
        client = peer(app_with(keeper), stream=stream)
        task = client.start()

        await keeper.is_keeping.wait()
        await settled()
        assert not client.is_complete
        assert b"[DONE]" not in client.body
        assert client.status == (200 if stream else 0)

        gate.set()
        await task
        assert client.is_complete
        assert len(keeper.kept) == 1

    asyncio.run(work())


@pytest.mark.parametrize("stream", [False, True])
def test_what_is_kept_is_the_request_as_it_came_and_the_whole_answer(stream: bool) -> None:
    keeper = FakeKeeper()

    reply = chat(
        app_with(keeper),
        {"x-request-id": "mine"},
        store=True,
        stream=stream,
        metadata={"b": "2", "a": "1"},
        user="u",
        seed=-1,
    )

    (kept,) = keeper.kept
    assert (kept.request_id, kept.model, kept.user) == ("mine", "scripted", "u")
    assert kept.seed == 2**64 - 1
    assert kept.metadata == (("b", "2"), ("a", "1"))
    asked = {"store": True, "stream": stream, "metadata": {"b": "2", "a": "1"}, "user": "u"}
    assert kept.request == body_of(**asked, seed=-1)
    answer = json.loads(kept.response)
    assert answer["id"] == kept.id
    assert answer["choices"][0]["message"]["content"] == "Hello there"
    if not stream:
        assert kept.response == reply.body


def test_a_client_that_leaves_has_nothing_kept() -> None:
    """Half an answer is none."""

    async def work() -> None:
        gate = asyncio.Event()
        keeper = FakeKeeper()
        client = peer(app_with(keeper, ScriptedEngine([gate])), stream=True)
        task = client.start()
        await settled()
        client.leave()
        await task
        assert keeper.kept == []

    asyncio.run(work())


@pytest.mark.parametrize("stream", [False, True])
def test_a_database_that_goes_while_an_answer_is_made_ends_it_with_an_error(
    database_url: str, stream: bool
) -> None:
    """And others, which are not to be kept, are answered as before."""
    gate = Gate()
    engine = ScriptedEngine([TextDelta(0, "Once"), gate, *says(" more")], says("Hello"))

    async def work(shelf: Shelf) -> tuple[Peer, Peer]:
        client = peer(shelf.app, stream=stream)
        task = client.start()
        await gate.reached.wait()
        await shelf.database.stop()
        gate.set()
        return await task, await shelf.ask(store=False)

    ended, other = with_shelf(database_url, work, engine)

    assert b"store_unavailable" in ended.body
    assert b"[DONE]" not in ended.body
    assert ended.status == (200 if stream else 503)
    assert other.status == 200


@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_is_in_the_database_before_its_last_byte_is_out(
    database_url: str, stream: bool
) -> None:
    """What a second connection sees when the client has it all."""

    async def work(shelf: Shelf) -> list[str]:
        reply = await shelf.ask(stream=stream)
        assert reply.is_complete
        return await shelf.ids()

    assert len(with_shelf(database_url, work)) == 1


def test_a_database_that_falls_silent_is_not_waited_for_long() -> None:
    """It had said just before that it could; then an answer took 30 s to be refused."""

    class Silent:
        """In place of a `Database`."""

        async def write(self, work: object) -> None:
            await asyncio.Event().wait()

    kept = Kept(
        id="chatcmpl-1",
        principal=ANYBODY,
        request_id="req_1",
        created=1,
        model="scripted",
        seed=1,
        request=b"{}",
        response=b"{}",
        metadata=(),
    )
    keeper = DatabaseKeeper(cast("Database", Silent()), timeout_s=0.01)

    with pytest.raises(StoreDown, match=r"did not answer in 0\.01 s"):
        asyncio.run(asyncio.wait_for(keeper.keep(kept), 30))
