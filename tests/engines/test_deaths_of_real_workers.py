"""The law across the death of a process: real workers, real models, real kills."""

from __future__ import annotations

import asyncio
import os
import signal
from random import Random

import msgspec
import pytest

from rejoinder import mini
from rejoinder.engine.order import Ended, Ending, Event, Order, Sampled, Sampling
from rejoinder.engine.protocol import Load
from rejoinder.engines.supervisor import Supervisor

NUM_KILLS = 6


def order(number: int) -> Order:
    rng = Random(number)
    return Order(
        order_id=str(number),
        prompt=tuple(rng.randrange(9, 2000) for _ in range(rng.choice((1, 2, 33, 200)))),
        sampling=Sampling(temperature=1.3, top_p=1.0, top_k=0, seed=number),
        max_tokens=120,
        num_choices=1 + number % 3,
        wants_logprobs=True,
        rank=(2, 0, 3, 1, 3)[number],
    )


async def answers(supervisor: Supervisor, orders: list[Order], kill_after: list[int]) -> list[str]:
    """All events, as they read when a worker is killed each time so many tokens were said."""
    queues = [supervisor.submit(each) for each in orders]
    heard: list[list[Event]] = [[] for _ in orders]
    num_heard = 0

    async def read(index: int) -> None:
        nonlocal num_heard
        while not (heard[index] and isinstance(heard[index][-1], Ended)):
            heard[index].append(await queues[index].get())
            num_heard += 1
            if kill_after and num_heard >= kill_after[0] and supervisor.pid is not None:
                del kill_after[0]
                os.kill(supervisor.pid, signal.SIGKILL)

    await asyncio.gather(*(read(index) for index in range(len(orders))))
    assert not kill_after, "an answer ended before its worker was killed"
    return [_as_text(events) for events in heard]


def _as_text(events: list[Event]) -> str:
    """Every bit of every log-probability, choices apart from each other."""
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert ended.ending is Ending.FINISHED
    sampled = [event for event in events if isinstance(event, Sampled)]
    sampled.sort(key=lambda event: (event.choice, event.position))
    return "\n".join(
        f"{event.choice} {event.position} {event.token_id} {(event.logprob or 0.0).hex()}"
        for event in sampled
    )


@pytest.mark.slow
def test_answers_are_the_same_to_the_last_bit_when_their_workers_are_killed() -> None:
    """And whatever their ranks: those who take leftovers are paused half-way."""
    orders = [order(number) for number in range(5)]
    num_tokens = sum(each.max_tokens * each.num_choices for each in orders)
    rng = Random(1)
    kill_after = sorted(rng.randrange(1, num_tokens // 2) for _ in range(NUM_KILLS))
    load = Load(
        folder=str(mini.FOLDER),
        weights="int8",
        kv_cache="f16",
        kv_bytes=64 * 2**20,
        threads=None,
        max_model_len=None,
        max_sequences=16,
        token_budget=64,
    )

    async def story() -> tuple[list[str], list[str], int]:
        supervisor = Supervisor(load, name="mini")
        supervisor.start()
        try:
            await supervisor.settled()
            alike = [msgspec.structs.replace(each, rank=0) for each in orders]
            undisturbed = await answers(supervisor, alike, [])
            killed = await answers(supervisor, orders, list(kill_after))
            return undisturbed, killed, supervisor.num_restarts
        finally:
            await supervisor.stop()

    undisturbed, killed, num_restarts = asyncio.run(asyncio.wait_for(story(), 120))
    assert killed == undisturbed
    assert num_restarts >= 3  # kills that fall into one breath are one death
