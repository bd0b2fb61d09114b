"""`Idempotency-Key`: what comes twice is answered once."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import Connection, func, select

from rejoinder import log
from rejoinder.chat.delta import TextDelta
from rejoinder.errors import EngineFailed, QueueFull
from rejoinder.server.idempotency import KEPT_S, Bounds
from rejoinder.store import completions
from rejoinder.store.completion_rows import Page
from rejoinder.store.tables import idempotent
from rejoinder.testing.scripted_engine import Line, ScriptedEngine, says
from tests.server.idempotency_world import COMPLETIONS, PATIENCE_S, Node, node, until
from tests.server.world import CHAT, Peer, body_of, settled


@pytest.fixture(autouse=True)
def quiet_log() -> Iterator[None]:
    """Unless it is set up, a traceback takes a second to be made beautiful."""
    log.configure(level="info", log_format="json", stream=io.StringIO())
    yield
    structlog.reset_defaults()


def bytes_sent(*peers: Peer) -> set[bytes]:
    return {peer.body for peer in peers}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("path", [CHAT, COMPLETIONS])
def test_a_request_that_comes_twice_gets_the_same_bytes(
    database_url: str, path: str, stream: bool
) -> None:
    async def scene() -> tuple[Node, Peer, Peer]:
        async with node(database_url) as one:
            first = await one.ask(path=path, stream=stream)
            return one, first, await one.ask(path=path, stream=stream)

    one, first, second = asyncio.run(scene())

    assert (first.status, second.status) == (200, 200)
    assert first.body == second.body
    assert b"Hello" in first.body
    assert one.num_generated == 1


def test_a_repeated_answer_says_whose_it_is_and_has_its_headers(sqlite_url: str) -> None:
    async def scene() -> tuple[Peer, Peer]:
        async with node(sqlite_url) as one:
            return await one.ask(), await one.ask()

    first, second = asyncio.run(scene())

    assert "x-rejoinder-replayed" not in first.headers
    assert second.headers["x-rejoinder-replayed"] == first.headers["x-request-id"]
    assert second.headers["x-request-id"] != first.headers["x-request-id"]
    assert second.headers["x-rejoinder-seed"] == first.headers["x-rejoinder-seed"]
    assert second.headers["content-length"] == first.headers["content-length"]
    assert second.headers["content-type"] == "application/json"


def test_requests_without_a_key_are_answered_each(sqlite_url: str) -> None:
    async def scene() -> tuple[Node, set[bytes]]:
        async with node(sqlite_url) as one:
            peers = [await Peer(one.app, "POST", CHAT, body_of()).run() for _ in range(2)]
            return one, bytes_sent(*peers)

    one, bodies = asyncio.run(scene())

    assert (one.num_generated, len(bodies)) == (2, 2)


def test_a_key_belongs_to_one_body_route_and_project(sqlite_url: str) -> None:
    async def scene() -> tuple[Peer, Peer, Peer, Peer]:
        async with node(sqlite_url) as one:
            await one.ask()
            other_body = await one.ask(temperature=0.5)
            other_route = await one.ask(path=COMPLETIONS)
            other_project = await one.ask(project="other", temperature=0.5)
            return other_body, other_route, other_project, await one.ask()

    other_body, other_route, other_project, same = asyncio.run(scene())

    assert (other_body.status, other_route.status) == (422, 422)
    assert other_body.error["code"] == "idempotency_key_reused"
    assert (other_project.status, same.status) == (200, 200)
    assert "x-rejoinder-replayed" not in other_project.headers


@pytest.mark.parametrize("stream", [False, True])
def test_two_that_arrive_together_are_generated_once(database_url: str, stream: bool) -> None:
    async def scene() -> tuple[Node, list[Peer]]:
        async with node(database_url) as one:
            gate = asyncio.Event()
            one.engine.scripts = ([gate, *says("Hello")],)
            tasks = [one.peer(stream=stream).start() for _ in range(20)]
            await until(lambda: one.num_generated == 1)
            gate.set()
            return one, list(await asyncio.gather(*tasks))

    one, peers = asyncio.run(scene())

    assert {peer.status for peer in peers} == {200}
    assert len(bytes_sent(*peers)) == 1
    assert one.num_generated == 1


def test_another_body_is_refused_also_while_the_first_is_under_way(sqlite_url: str) -> None:
    async def scene() -> Peer:
        async with node(sqlite_url) as one:
            one.engine.scripts = ([gate := asyncio.Event(), *says("Hello")],)
            first = one.peer().start()
            await until(lambda: one.num_generated == 1)
            other = await one.ask(temperature=0.5)
            gate.set()
            await first
            return other

    assert asyncio.run(scene()).error["code"] == "idempotency_key_reused"


def test_two_nodes_generate_once_together(postgresql_url: str) -> None:
    async def scene() -> tuple[Node, Node, set[bytes]]:
        async with node(postgresql_url) as one, node(postgresql_url) as two:
            one.engine.scripts = ([gate := asyncio.Event(), *says("Hello")],)
            first = one.peer().start()
            await until(lambda: one.num_generated == 1)
            asleep = two.clock.num_sleeping
            second = two.peer().start()
            await until(lambda: two.clock.num_sleeping > asleep)
            two.clock.advance(0.25)
            await until(lambda: two.clock.num_sleeping > asleep)  # it found nothing yet
            assert two.num_generated == 0
            gate.set()
            await first
            two.clock.advance(0.25)
            return one, two, bytes_sent(await first, await second)

    one, two, bodies = asyncio.run(scene())

    assert len(bodies) == 1
    assert (one.num_generated, two.num_generated) == (1, 0)


def test_of_500_that_arrive_together_at_two_nodes_one_is_generated(postgresql_url: str) -> None:
    async def scene() -> tuple[int, list[Peer]]:
        async with node(postgresql_url) as one, node(postgresql_url) as two:
            gate = asyncio.Event()
            for each in (one, two):
                each.engine.scripts = ([gate, *says("Hello")],)
            tasks = [each.peer(stream=True).start() for _ in range(250) for each in (one, two)]
            await until(lambda: one.num_generated + two.num_generated == 1)
            gate.set()
            waiting = two if one.num_generated else one
            while not all(task.done() for task in tasks):
                waiting.clock.advance(0.25)
                await asyncio.wait(tasks, timeout=0.01)
            return one.num_generated + two.num_generated, [task.result() for task in tasks]

    num_generated, peers = asyncio.run(scene())

    assert num_generated == 1
    assert len(bytes_sent(*peers)) == 1
    assert {peer.status for peer in peers} == {200}


def test_a_node_goes_on_where_another_gave_up(postgresql_url: str) -> None:
    async def scene() -> tuple[Node, Node, Peer]:
        async with node(postgresql_url) as one, node(postgresql_url) as two:
            one.engine.scripts = ([TextDelta(0, "He"), asyncio.Event()],)
            first = one.peer(stream=True)
            task = first.start()
            await first.until_frames(1)
            asleep = two.clock.num_sleeping
            second = two.peer(stream=True).start()
            await until(lambda: two.clock.num_sleeping > asleep)
            first.leave()
            await task
            await until(lambda: not one.once._turns)
            two.clock.advance(0.25)
            return one, two, await second

    one, two, second = asyncio.run(scene())

    assert second.status == 200
    assert b"Hello" in second.body
    assert two.engine.asks[0].seed == one.engine.asks[0].seed


def test_an_answer_survives_a_restart(database_url: str) -> None:
    async def scene() -> tuple[Peer, Peer, Node]:
        async with node(database_url) as one:
            first = await one.ask(stream=True)
        async with node(database_url) as again:
            return first, await again.ask(stream=True), again

    first, second, again = asyncio.run(scene())

    assert first.body == second.body
    assert again.num_generated == 0


def test_what_a_server_that_was_killed_had_begun_is_begun_again_with_its_seed(
    sqlite_url: str,
) -> None:
    async def scene() -> tuple[int, int, Peer]:
        async with node(sqlite_url) as one:
            one.engine.scripts = ([asyncio.Event()],)
            task = one.peer().start()
            await until(lambda: one.num_generated == 1)
            # Two servers never share this database: to the second, the first is dead.
            async with node(sqlite_url) as again:
                second = await again.ask()
            task.cancel()
            await asyncio.wait([task])
            return one.engine.asks[0].seed, again.engine.asks[0].seed, second

    seed, seed_again, second = asyncio.run(scene())

    assert second.status == 200
    assert seed_again == seed


FAILURES: dict[str, list[Line]] = {
    "engine": [TextDelta(0, "Hel"), EngineFailed("out of luck")],
    "mistake": [TextDelta(0, "Hel"), RuntimeError("oops")],
}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("failure", FAILURES)
def test_one_that_failed_is_generated_again_with_the_same_seed(
    database_url: str, failure: str, stream: bool
) -> None:
    async def scene() -> tuple[Node, list[Peer]]:
        async with node(database_url) as one:
            one.engine.scripts = (FAILURES[failure], says("Hello"))
            return one, [await one.ask(stream=stream) for _ in range(3)]

    one, (failed, second, third) = asyncio.run(scene())

    assert b"error" in failed.body
    assert second.status == 200
    assert second.body == third.body
    first_ask, second_ask = one.engine.asks
    assert first_ask.seed == second_ask.seed


def test_a_refusal_for_the_moment_leaves_nothing(database_url: str) -> None:
    """It costs nothing, so a client at its limit could have filled the table with it."""

    async def scene() -> tuple[Peer, int, Peer, Peer]:
        async with node(database_url) as one:
            one.engine.refuse = QueueFull(num_waiting=1, max_waiting=1)
            refused = await one.ask()
            await until(lambda: not one.once._turns)
            num_rows = await one.database.read(_num_rows)
            assert len(one.once._memory) == 0
            one.engine.refuse = None
            return refused, num_rows, await one.ask(temperature=0.5), await one.ask()

    refused, num_rows, other, same = asyncio.run(scene())

    assert num_rows == 0
    assert (refused.status, other.status, same.status) == (429, 200, 422)


def test_a_refusal_for_the_moment_keeps_a_seed_of_which_something_was_said(
    database_url: str,
) -> None:
    async def scene() -> tuple[Node, list[Peer]]:
        async with node(database_url) as one:
            one.engine.scripts = (FAILURES["engine"], says("Hello"))
            cut = await one.ask(stream=True)
            one.engine.refuse = QueueFull(num_waiting=1, max_waiting=1)
            refused = await one.ask(stream=True)
            one.engine.refuse = None
            other = await one.ask(stream=True, temperature=0.5)
            return one, [cut, refused, other, await one.ask(stream=True)]

    one, peers = asyncio.run(scene())

    assert [peer.status for peer in peers] == [200, 429, 422, 200]
    assert one.engine.asks[0].seed == one.engine.asks[-1].seed


def _num_rows(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(idempotent)).scalar_one()


def test_a_key_is_free_again_when_the_request_was_wrong(sqlite_url: str) -> None:
    """Whoever corrects a request sends what is not the same any more."""

    async def scene() -> tuple[Peer, Peer, Peer]:
        async with node(sqlite_url) as one:
            refused = await one.ask(temperature=99)
            return refused, await one.ask(temperature=1), await one.ask(temperature=1)

    refused, corrected, again = asyncio.run(scene())

    assert (refused.status, corrected.status) == (400, 200)
    assert corrected.body == again.body


def test_a_client_that_left_may_ask_again(database_url: str) -> None:
    async def scene() -> tuple[Node, Peer]:
        async with node(database_url) as one:
            one.engine.scripts = ([TextDelta(0, "Hel"), asyncio.Event()], says("Hello"))
            peer = one.peer(stream=True)
            task = peer.start()
            await peer.until_frames(1)
            peer.leave()
            await task
            return one, await one.ask(stream=True)

    one, again = asyncio.run(scene())

    assert again.status == 200
    assert "x-rejoinder-replayed" not in again.headers
    assert one.engine.asks[0].seed == one.engine.asks[1].seed


def test_who_waits_has_a_turn_when_the_first_leaves(sqlite_url: str) -> None:
    async def scene() -> tuple[Node, list[Peer]]:
        async with node(sqlite_url) as one:
            one.engine.scripts = ([asyncio.Event()], says("Hello"))
            first = one.peer()
            task = first.start()
            await until(lambda: one.num_generated == 1)
            others = [one.peer().start() for _ in range(3)]
            await asyncio.sleep(0)
            first.leave()
            await task
            return one, list(await asyncio.gather(*others))

    one, others = asyncio.run(scene())

    assert one.num_generated == 2
    assert len(bytes_sent(*others)) == 1


def test_a_client_that_waits_and_leaves_is_waited_for_by_nobody(sqlite_url: str) -> None:
    async def scene() -> Peer:
        async with node(sqlite_url) as one:
            one.engine.scripts = ([gate := asyncio.Event(), *says("Hello")],)
            first = one.peer().start()
            await until(lambda: one.num_generated == 1)
            waiting = one.peer()
            task = waiting.start()
            await asyncio.sleep(0)
            waiting.leave()
            await task
            assert one.lifecycle.num_under_way == 1
            gate.set()
            return await first

    assert asyncio.run(scene()).status == 200


def test_an_answer_is_kept_for_a_client_that_left_before_its_last_byte(sqlite_url: str) -> None:
    async def scene() -> tuple[Node, Peer]:
        async with node(sqlite_url) as one:
            peer = one.peer(stream=True)
            peer.reads.clear()
            task = peer.start()
            await until(lambda: one.num_generated == 1)
            peer.reads.set()
            await until(lambda: b"[DONE]" in peer.body)
            peer.leave()
            await task
            return one, await one.ask(stream=True)

    one, again = asyncio.run(scene())

    assert one.num_generated == 1
    assert b"Hello" in again.body


def test_an_answer_is_durable_before_a_stream_says_done(database_url: str) -> None:
    async def scene() -> Node:
        async with node(database_url) as one, node(database_url) as two:
            peer = one.peer(stream=True)
            task = peer.start()
            await until(lambda: b"[DONE]" in peer.body)
            await two.ask(stream=True)
            await task
            return two

    assert asyncio.run(scene()).num_generated == 0


@pytest.mark.parametrize("stream", [False, True])
def test_a_stored_answer_that_was_deleted_is_not_told_again(
    database_url: str, stream: bool
) -> None:
    async def scene() -> tuple[Node, Peer, Peer]:
        async with node(database_url) as one:
            first = await one.ask(stream=stream, store=True)
            assert (await one.ask(stream=stream, store=True)).body == first.body
            (kept,) = (await one.database.read(_stored)).items

            def remove(connection: Connection) -> None:
                completions.remove(connection, kept.id, project="default", now_s=500)

            await one.database.write(remove)
            return one, first, await one.ask(stream=stream, store=True)

    one, first, second = asyncio.run(scene())

    assert (first.status, second.status) == (200, 200)
    assert "x-rejoinder-replayed" not in second.headers
    assert one.num_generated == 2


def _stored(connection: Connection) -> Page:
    return completions.find(connection, project="default")


def test_an_answer_is_kept_for_a_day(sqlite_url: str) -> None:
    async def scene() -> tuple[Node, list[Peer]]:
        async with node(sqlite_url) as one:
            first = await one.ask()
            one.clock.advance(KEPT_S - 1)
            second = await one.ask()
            one.clock.advance(1)
            return one, [first, second, await one.ask()]

    one, (first, second, third) = asyncio.run(scene())

    assert first.body == second.body
    assert third.body != first.body
    assert one.num_generated == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "caf\u00e9"])
def test_a_key_that_is_none_is_refused(sqlite_url: str, key: str) -> None:
    async def scene() -> Peer:
        async with node(sqlite_url) as one:
            return await one.ask(key)

    refused = asyncio.run(scene())

    assert refused.status == 400
    assert refused.error["param"] == "Idempotency-Key"


def test_a_key_of_255_characters_is_one(sqlite_url: str) -> None:
    async def scene() -> Peer:
        async with node(sqlite_url) as one:
            await one.ask("x" * 255)
            return await one.ask("x" * 255)

    assert "x-rejoinder-replayed" in asyncio.run(scene()).headers


@pytest.mark.parametrize("bounds", [Bounds(max_answer_bytes=300), Bounds(max_recording_bytes=300)])
def test_an_answer_too_long_to_be_kept_is_generated_again_with_the_same_seed(
    sqlite_url: str, bounds: Bounds
) -> None:
    async def scene() -> tuple[Node, Peer]:
        async with node(sqlite_url, bounds=bounds) as one:
            await one.ask(stream=True)
            return one, await one.ask(stream=True)

    one, again = asyncio.run(scene())

    assert b"[DONE]" in again.body
    assert one.num_generated == 2
    assert one.engine.asks[0].seed == one.engine.asks[1].seed
    assert one.once._room.num_bytes == 0


def test_an_answer_is_not_given_to_a_key_that_may_not_use_its_model(sqlite_url: str) -> None:
    async def scene() -> Peer:
        async with node(sqlite_url) as one:
            await one.ask()
            one.access.models = frozenset({"another"})
            return await one.ask()

    assert asyncio.run(scene()).error["code"] == "model_not_allowed"


def test_who_waits_for_a_stream_is_kept_alive_by_comments(sqlite_url: str) -> None:
    async def scene() -> tuple[Peer, Peer]:
        async with node(sqlite_url, ping_interval_s=15) as one:
            one.engine.scripts = ([gate := asyncio.Event(), *says("Hello")],)
            first = one.peer(stream=True).start()
            await until(lambda: one.num_generated == 1)
            asleep = one.clock.num_sleeping
            waiting = one.peer(stream=True)
            second = waiting.start()
            await until(lambda: one.clock.num_sleeping > asleep)
            one.clock.advance(15)
            await waiting.until_frames(1)
            gate.set()
            return await first, await second

    first, second = asyncio.run(scene())

    keep_alive = b": keep-alive\n\n"
    assert second.body.removeprefix(keep_alive) == first.body.removeprefix(keep_alive)
    assert second.body.startswith(keep_alive)
    assert second.headers["content-type"].startswith("text/event-stream")


def test_comments_of_the_first_stream_are_not_repeated(sqlite_url: str) -> None:
    async def scene() -> tuple[Peer, Peer]:
        async with node(sqlite_url, ping_interval_s=15) as one:
            one.engine.scripts = ([gate := asyncio.Event(), *says("Hello")],)
            peer = one.peer(stream=True)
            task = peer.start()
            await until(lambda: one.num_generated == 1)
            await asyncio.sleep(0)
            one.clock.advance(15)
            await peer.until_frames(1)
            gate.set()
            return await task, await one.ask(stream=True)

    first, second = asyncio.run(scene())

    assert first.body == b": keep-alive\n\n" + second.body


def test_who_waits_for_a_whole_answer_hears_nothing_before(sqlite_url: str) -> None:
    async def scene() -> Peer:
        async with node(sqlite_url, ping_interval_s=15) as one:
            one.engine.scripts = ([gate := asyncio.Event(), *says("Hello")],)
            first = one.peer().start()
            await until(lambda: one.num_generated == 1)
            asleep = one.clock.num_sleeping
            second = one.peer().start()
            await until(lambda: one.clock.num_sleeping > asleep)
            one.clock.advance(15)
            await asyncio.sleep(0)
            gate.set()
            await first
            return await second

    assert json.loads(asyncio.run(scene()).body)["object"] == "chat.completion"


def test_a_client_that_leaves_just_when_its_turn_has_come_gives_it_up(sqlite_url: str) -> None:
    """The turn was nobody's, and whoever asked again waited for ever."""

    async def scene() -> Peer:
        async with node(sqlite_url, ping_interval_s=15) as one:
            ending, gate = asyncio.Event(), asyncio.Event()

            async def slow_to_end(_: float) -> None:
                try:
                    await asyncio.Event().wait()
                finally:
                    ending.set()
                    await gate.wait()

            one.once._sleep = slow_to_end
            peer = one.peer()
            task = peer.start()
            await ending.wait()
            peer.leave()
            await settled()
            gate.set()
            await task
            one.once._sleep = one.clock.sleep
            async with asyncio.timeout(PATIENCE_S):
                return await one.ask()

    assert asyncio.run(scene()).status == 200


def test_one_that_was_kept_alive_and_fails_is_told_so_in_its_stream(sqlite_url: str) -> None:
    async def scene() -> Peer:
        async with node(sqlite_url, ping_interval_s=15) as one:
            one.engine.scripts = ([asyncio.Event()],)
            first = one.peer(stream=True)
            task = first.start()
            await until(lambda: one.num_generated == 1)
            asleep = one.clock.num_sleeping
            waiting = one.peer(stream=True)
            second = waiting.start()
            await until(lambda: one.clock.num_sleeping > asleep)
            one.clock.advance(15)
            await waiting.until_frames(1)
            one.engine.refuse = QueueFull(num_waiting=1, max_waiting=1)
            first.leave()
            await task
            return await second

    second = asyncio.run(scene())

    assert second.status == 200
    assert second.frames[0] == b": keep-alive\n\n"
    assert b"rate_limit_exceeded" in second.frames[-1]
    assert b"[DONE]" not in second.body


def test_waiting_ends_with_the_server(sqlite_url: str) -> None:
    async def scene() -> list[Peer]:
        async with node(sqlite_url) as one:
            one.engine.scripts = ([asyncio.Event()],)
            tasks = [one.peer().start() for _ in range(2)]
            await until(lambda: one.num_generated == 1)
            await one.lifecycle.drain(timeout_s=0)
            return list(await asyncio.gather(*tasks))

    assert [peer.status for peer in asyncio.run(scene())] == [503, 503]


def test_engines_that_are_not_asked_are_not_told(sqlite_url: str) -> None:
    """What is repeated counts against no limit and is generated by nobody."""

    async def scene() -> ScriptedEngine:
        async with node(sqlite_url) as one:
            for _ in range(5):
                await one.ask()
            return one.engine

    assert len(asyncio.run(scene()).asks) == 1
