"""The worker may die; the orders do not."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from rejoinder.engine.core import Engine
from rejoinder.engine.order import (
    Ended,
    Ending,
    Event,
    Fault,
    Faulted,
    Finish,
    Order,
    Progress,
    Sampled,
    Sampling,
    Started,
)
from rejoinder.engine.protocol import Load, Submit, ToWorker
from rejoinder.engines import supervisor as supervisor_module
from rejoinder.engines.supervisor import MOVES, State, Supervisor, _Running
from rejoinder.testing.fake_model import FakeModel

FAKE_WORKER = str(Path(__file__).with_name("fake_worker.py"))


def order(
    name: str,
    *,
    prompt: tuple[int, ...] = (1, 2, 3),
    tokens: int = 20,
    n: int = 1,
    rank: int = 0,
) -> Order:
    return Order(
        order_id=name,
        prompt=prompt,
        sampling=Sampling(temperature=1.0, top_p=1.0, top_k=0, seed=7),
        max_tokens=tokens,
        num_choices=n,
        wants_logprobs=True,
        rank=rank,
    )


def undisturbed(asked: Order) -> list[Event]:
    """What the order says alone, in a process that does not die."""
    engine = Engine(FakeModel(num_blocks=512), token_budget=64, max_sequences=8)
    engine.add(asked)
    events: list[Event] = []
    while engine.has_work:
        events += engine.step()
    return events


def load_of(folder: Path) -> Load:
    return Load(
        folder=str(folder),
        weights="int8",
        kv_cache="f16",
        kv_bytes=0,
        threads=1,
        max_model_len=None,
        max_sequences=8,
        token_budget=64,
    )


@asynccontextmanager
async def supervised(
    folder: Path, *lives: dict[str, int], deaths_expected: bool = False
) -> AsyncIterator[Supervisor]:
    (folder / "script.json").write_text(json.dumps(lives or [{}]))
    supervisor = Supervisor(load_of(folder), name="fake", command=(sys.executable, FAKE_WORKER))
    supervisor.start()
    try:
        await supervisor.settled()
        yield supervisor
        # A death nobody asked for would be mended and never seen.
        died = [life for life in lives if any(key.startswith(("die", "freeze")) for key in life)]
        assert died or deaths_expected or supervisor.num_restarts == 0
    finally:
        await supervisor.stop()


async def everything(queue: asyncio.Queue[Event]) -> list[Event]:
    events = [await queue.get()]
    while not isinstance(events[-1], Ended):
        events.append(await queue.get())
    return events


def by_choice(events: list[Event]) -> list[Event]:
    """Choices interleave as the steps fell; within a choice order matters."""
    sampled = [event for event in events if isinstance(event, Sampled)]
    ends = [event for event in events if isinstance(event, Ended)]
    return [*sorted(sampled, key=lambda event: (event.choice, event.position)), *ends]


def without_starts(events: list[Event]) -> list[Event]:
    """What was said; not what was in the cache, which depends on the neighbours."""
    return [event for event in events if not isinstance(event, Started)]


def run(coroutine: object) -> None:
    asyncio.run(asyncio.wait_for(coroutine, 120))  # type: ignore[arg-type]


def test_an_order_goes_to_the_worker_and_its_tokens_come_back(tmp_path: Path) -> None:
    async def story() -> None:
        async with supervised(tmp_path) as supervisor:
            assert supervisor.state is State.READY
            assert await everything(supervisor.submit(order("a"))) == undisturbed(order("a"))
            assert supervisor.num_orders(rank=3) == 0

    run(story())


@pytest.mark.parametrize("call", [1, 2, 11, 20])
def test_a_worker_that_dies_half_way_changes_no_bit_of_the_answer(
    tmp_path: Path, call: int
) -> None:
    """Call 1 computes the prompt, call 20 the last token: death before, amid and at the end."""

    async def story() -> None:
        async with supervised(tmp_path, {"die_at_call": call}, {}) as supervisor:
            assert await everything(supervisor.submit(order("a"))) == undisturbed(order("a"))
            assert supervisor.num_restarts == 1

    run(story())


def test_an_order_starts_once_for_its_reader_however_often_it_is_begun_again(
    tmp_path: Path,
) -> None:
    """What a later worker finds in its cache is no fact about the request."""

    async def story() -> None:
        async with supervised(tmp_path, {"die_at_call": 5}, {"die_at_call": 3}, {}) as supervisor:
            waits_s: list[float] = []
            supervisor.on_started = waits_s.append
            events = await everything(supervisor.submit(order("a")))
            assert supervisor.num_restarts == 2
            assert [isinstance(event, Started) for event in events] == [True] + [False] * 21
            assert len(waits_s) == 1
            assert waits_s[0] >= 0

    run(story())


def test_choices_in_different_places_all_go_on_after_a_death(tmp_path: Path) -> None:
    async def story() -> None:
        asked = order("a", n=3, tokens=30)
        lives = [{"die_at_call": 9}, {"die_at_call": 14}, {}]
        async with supervised(tmp_path, *lives) as supervisor:
            events = await everything(supervisor.submit(asked))
            assert by_choice(events) == by_choice(undisturbed(asked))
            assert supervisor.num_restarts == 2

    run(story())


def test_orders_taken_while_the_worker_is_away_wait_for_the_next(tmp_path: Path) -> None:
    async def story() -> None:
        async with supervised(tmp_path, deaths_expected=True) as supervisor:
            assert supervisor.pid is not None
            os.kill(supervisor.pid, signal.SIGKILL)
            assert await everything(supervisor.submit(order("a"))) == undisturbed(order("a"))

    run(story())


def test_a_poisonous_order_is_failed_and_its_neighbours_finish(tmp_path: Path) -> None:
    """Without this one request that crashes the runtime would take down everybody, for ever."""

    async def story() -> None:
        async with supervised(tmp_path, {"die_on_token": 31}) as supervisor:
            poison = supervisor.submit(order("poison", prompt=(5, 31, 6)))
            queues = {name: supervisor.submit(order(name)) for name in ("a", "b", "c")}
            (end,) = await everything(poison)
            assert isinstance(end, Ended)
            assert end.ending is Ending.FAILED
            for name, queue in queues.items():
                heard = without_starts(await everything(queue))
                assert heard == without_starts(undisturbed(order(name)))

    # The fake model's tokens are random, so the neighbours must not say 31 by themselves.
    assert all(
        31 not in [event.token_id for event in undisturbed(order(name)) if type(event) is Sampled]
        for name in ("a", "b", "c")
    )
    run(story())


def test_a_rank_outlives_the_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a flex request would come back from a death as one that others wait for."""

    async def story() -> None:
        async with supervised(tmp_path, {"die_at_call": 12}, {}) as supervisor:
            ranks = {"flex": 3, "default": 2, "priority": 0}
            asked = [order(name, rank=rank, tokens=40) for name, rank in ranks.items()]
            queues = [supervisor.submit(each) for each in asked]
            again = []

            def send(message: ToWorker) -> None:
                again.append(message)
                Supervisor._send(supervisor, message)

            monkeypatch.setattr(supervisor, "_send", send)
            for each, queue in zip(asked, queues, strict=True):
                heard = without_starts(await everything(queue))
                assert heard == without_starts(undisturbed(each))
            sent = [each.order for each in again if isinstance(each, Submit)]
            assert {each.order_id: each.rank for each in sent} == ranks

    run(story())


def test_who_was_paused_is_not_blamed_for_the_deaths_of_others() -> None:
    """A flex request could wait through any number of deaths that it had no part in."""
    supervisor = Supervisor(load_of(Path()), name="fake")
    for name, rank in (("flex", 3), ("poison", 2), ("lone", 0)):
        supervisor._orders[name] = _Running(order(name, rank=rank), submitted_s=0)

    supervisor._blame()
    deaths = {name: running.num_deaths for name, running in supervisor._orders.items()}
    assert deaths == {"flex": 0, "poison": 1, "lone": 1}

    for name in ("poison", "lone"):
        del supervisor._orders[name]
    supervisor._blame()
    assert supervisor._orders["flex"].num_deaths == 1


def test_orders_are_counted_by_rank() -> None:
    supervisor = Supervisor(load_of(Path()), name="fake")
    for name, rank in (("a", 0), ("b", 2), ("c", 2), ("d", 3)):
        supervisor._orders[name] = _Running(order(name, rank=rank), submitted_s=0)
    supervisor._orders["b"].has_started = True

    assert [supervisor.num_orders(rank) for rank in range(4)] == [1, 1, 3, 4]
    assert supervisor.num_orders_by_rank() == {0: (1, 0), 2: (1, 1), 3: (1, 0)}


def test_suspects_are_tried_by_rank() -> None:
    supervisor = Supervisor(load_of(Path()), name="fake")
    for name, rank in (("flex", 3), ("default", 2), ("priority", 0)):
        supervisor._orders[name] = _Running(order(name, rank=rank), submitted_s=0)
        supervisor._orders[name].num_deaths = 2

    supervisor._resubmit()

    assert supervisor._suspects == ["priority", "default", "flex"]


def test_a_frozen_worker_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopped process closes no socket: without pings its clients would wait for ever."""
    monkeypatch.setattr(supervisor_module, "PING_EVERY_S", 0.02)
    monkeypatch.setattr(supervisor_module, "PONG_WITHIN_S", 3.0)

    async def story() -> None:
        async with supervised(tmp_path, {"freeze_at_call": 5}, {}) as supervisor:
            assert await everything(supervisor.submit(order("a"))) == undisturbed(order("a"))
            assert supervisor.num_restarts == 1

    run(story())


def test_a_worker_that_is_slow_to_begin_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine it was killed while it still imported, three times, and given up."""
    monkeypatch.setattr(supervisor_module, "PING_EVERY_S", 0.001)
    monkeypatch.setattr(supervisor_module, "PONG_WITHIN_S", 0.0)
    monkeypatch.setattr(supervisor_module, "RESTART_PAUSES_S", (0.0,))
    kills: list[str] = []
    monkeypatch.setattr(supervisor_module._log, "error", lambda event, **_: kills.append(event))

    async def story() -> None:
        supervisor = Supervisor(load_of(tmp_path), name="fake", command=(sys.executable, "-c", ""))
        supervisor.start()
        await supervisor.settled()  # it leaves without a word, again and again
        await supervisor.stop()
        assert supervisor.state is State.STOPPED

    run(story())
    assert kills == []


def test_a_cancelled_order_says_no_more_and_leaves_its_neighbour_alone(tmp_path: Path) -> None:
    async def story() -> None:
        async with supervised(tmp_path) as supervisor:
            gone = supervisor.submit(order("gone", tokens=400))
            stays = supervisor.submit(order("stays"))
            await gone.get()
            supervisor.cancel("gone")
            num_heard = gone.qsize()
            heard = without_starts(await everything(stays))
            assert heard == without_starts(undisturbed(order("stays")))
            assert gone.qsize() == num_heard
            # The worker has no more work: an order that fills its whole memory is served.
            full = order("full", tokens=500)
            heard = without_starts(await everything(supervisor.submit(full)))
            assert heard == without_starts(undisturbed(full))

    run(story())


def test_a_choice_that_cannot_go_on_says_so_through_the_worker(tmp_path: Path) -> None:
    async def test() -> None:
        async with supervised(tmp_path) as supervisor:
            asked = order("a", n=2)
            bans = tuple((each, -100.0) for each in range(FakeModel().vocab_size))
            sampling = msgspec.structs.replace(asked.sampling, logit_bias=bans)
            asked = msgspec.structs.replace(asked, sampling=sampling)
            events = await everything(supervisor.submit(asked))

            why = "logit_bias and min_tokens rule out every token"
            assert without_starts(events) == [
                Faulted("a", 0, Fault.RULED_OUT, why),
                Faulted("a", 1, Fault.RULED_OUT, why),
                Ended("a", Ending.FINISHED),
            ]

    run(test())


def test_a_choice_that_could_not_go_on_is_not_begun_again_after_a_death() -> None:
    running = _Running(order("a", n=2), submitted_s=0.0)
    running.note(Sampled("a", 0, 0, 5))
    running.note(Sampled("a", 1, 0, 6))
    running.note(Faulted("a", 0, Fault.OFF_GRAMMAR, "why"))

    assert running.has_ended(0)
    assert running.resumed().resume == (Progress((5,), Finish.STOP), Progress((6,)))


def test_a_cancelled_choice_ends_and_the_others_go_on(tmp_path: Path) -> None:
    async def story() -> None:
        asked = order("a", n=3, tokens=300)
        async with supervised(tmp_path) as supervisor:
            queue = supervisor.submit(asked)
            events = [await queue.get()]
            supervisor.cancel_choice("a", 1)
            events += await everything(queue)
            others = [e for e in events if isinstance(e, Sampled) and e.choice != 1]
            wanted = [e for e in undisturbed(asked) if isinstance(e, Sampled) and e.choice != 1]
            assert sorted(others, key=lambda e: (e.choice, e.position)) == sorted(
                wanted, key=lambda e: (e.choice, e.position)
            )
            assert sum(isinstance(e, Sampled) and e.choice == 1 for e in events) < 300

    run(story())


def test_a_model_that_cannot_be_loaded_is_said_once_and_not_tried_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with supervised(tmp_path, {"cannot_load": 1}) as supervisor:
            assert supervisor.state is State.BROKEN
            assert supervisor.failure is not None
            assert supervisor.failure.message == "This is no model."
            assert (tmp_path / "lives").read_text() == "1"

    run(story())


def test_a_worker_that_keeps_dying_while_loading_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_module, "RESTART_PAUSES_S", (0.0,))

    async def story() -> None:
        async with supervised(tmp_path, {"die_loading": 1}) as supervisor:
            assert supervisor.state is State.BROKEN
            assert supervisor.failure is not None
            assert "died 3 times while loading" in supervisor.failure.message

    run(story())


def test_stopping_ends_the_process_and_what_was_under_way(tmp_path: Path) -> None:
    async def story() -> None:
        async with supervised(tmp_path) as supervisor:
            queue = supervisor.submit(order("a", tokens=500))
            await queue.get()
            pid = supervisor.pid
            await supervisor.stop()
            events = await everything(queue)
            assert isinstance(events[-1], Ended)
            assert pid is not None
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)

    run(story())


def test_every_state_can_be_left_for_stopped() -> None:
    assert all(State.STOPPED in moves or state is State.STOPPED for state, moves in MOVES.items())


def test_the_exit_status_of_a_killed_worker_is_told_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """It was told as 255 of an unknown child, when our own kill came before asyncio had looked."""

    async def story() -> None:
        async with supervised(tmp_path, deaths_expected=True) as supervisor:
            for number in range(10):
                queue = supervisor.submit(order(str(number)))
                await queue.get()
                assert supervisor.pid is not None
                os.kill(supervisor.pid, signal.SIGKILL)
                await everything(queue)

    run(story())
    assert "Unknown child process" not in caplog.text
    assert "exit_status=255" not in capsys.readouterr().out
