"""Many orders through a supervisor at once, while its workers are killed: what was answered?

For the benchmark and the tests that hold real workers to the law of exactness.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import signal
from collections.abc import Iterable, Sequence
from random import Random

import msgspec
from msgspec import Raw, json

from rejoinder.engine.order import LEFTOVER_RANK, Ended, Event, Order, Sampled, Started
from rejoinder.engines.supervisor import State, Supervisor
from rejoinder.grammar.parts import object_part, regex_part, schema_part
from rejoinder.grammar.text import Grammar, LarkPart
from rejoinder.testing.orders import Answer, answer_to, entwined, random_order

# Up to a few blocks of 32 tokens and around their edges.
_PROMPT_LENGTHS = (1, 2, 20, 32, 33, 65, 128, 200, 400)
_MAX_TOKENS = (1, 8, 33, 64, 100)


_SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 20},
        "kind": {"enum": ["home", "work", "other"]},
        "marks": {"type": "array", "items": {"type": "integer"}, "maxItems": 4},
    },
    "required": ["name", "kind", "marks"],
    "additionalProperties": False,
}

# Some end and some go on, some force much and some nothing.
GRAMMARS = (
    Grammar(LarkPart("start: @answer"), (("answer", schema_part(Raw(json.encode(_SCHEMA)))),)).text,
    Grammar(LarkPart("start: @answer"), (("answer", object_part()),)).text,
    Grammar(LarkPart('start: /[^<]{0,40}/ "<answer>" /[a-z ]{3,200}/ "</answer>"')).text,
    Grammar(LarkPart("start: @answer"), (("answer", regex_part("([0-9]{1,3}[,;] ?)+")),)).text,
)


def random_orders(
    count: int,
    *,
    seed: int,
    vocab_size: int,
    grammars: tuple[str, ...] = (),
    ends: tuple[int, ...] = (),
) -> list[Order]:
    """Any orders, most of which begin as an earlier one does and may reuse what it computed.

    grammars: what half of them follow. ends: of the model, for those that do.
    """
    rng = Random(seed)
    plain = (
        random_order(
            f"r{number}",
            rng,
            vocab_size=vocab_size,
            prompt_lengths=_PROMPT_LENGTHS,
            max_tokens=_MAX_TOKENS,
            grammars=grammars,
            ends=ends,
        )
        for number in range(count)
    )
    return entwined(plain, rng, scopes=("", "", "other", None))


class Replay:
    """Sends orders to a supervisor and keeps what it says.

    in_flight: how many orders are under way at any time. kill_after: rising numbers of tokens,
    of all orders together; when so many were heard, the worker is killed. It is spared for as long
    as an order has said nothing since the last kill: such an order is soon a suspect, and then
    failed, as it should be. Those that are paused for others are no suspects and need not speak.
    """

    def __init__(
        self, supervisor: Supervisor, *, in_flight: int, kill_after: Iterable[int] = ()
    ) -> None:
        self.num_tokens = 0
        self.num_cached_tokens = 0  # prompt tokens that orders found computed, retries included
        self.num_kills = 0
        self._supervisor = supervisor
        self._in_flight = in_flight
        self._kill_after = list(kill_after)
        self._under_way: dict[str, Order] = {}
        self._silent: set[str] = set()  # since the last kill

    async def run(self, orders: Sequence[Order]) -> list[Answer]:
        """The orders' answers, in their order."""
        answers: dict[str, Answer] = {}
        unsent = iter(orders)

        async def serve() -> None:
            for order in unsent:  # shared: each order goes to whoever is free next
                answers[order.order_id] = await self._answer(order)

        async with asyncio.TaskGroup() as group:
            for _ in range(self._in_flight):
                group.create_task(serve())
        return [answers[order.order_id] for order in orders]

    async def _answer(self, order: Order) -> Answer:
        queue = self._supervisor.submit(order)
        self._under_way[order.order_id] = order
        events: list[Event] = []
        while not (events and isinstance(events[-1], Ended)):
            events.append(await queue.get())
            self._note(events[-1])
            self._kill_if_due()
        return answer_to(order, events)

    def _note(self, event: Event) -> None:
        if isinstance(event, Started):
            self.num_cached_tokens += event.num_cached_tokens
            return
        self._silent.discard(event.order_id)
        if isinstance(event, Ended):
            del self._under_way[event.order_id]
        self.num_tokens += isinstance(event, Sampled)

    def _kill_if_due(self) -> None:
        due = self._kill_after and self.num_tokens >= self._kill_after[0] and not self._silent
        pid = self._supervisor.pid
        if due and pid is not None and self._supervisor.state is State.READY:
            del self._kill_after[0]
            ranks = {order_id: order.rank for order_id, order in self._under_way.items()}
            paused_from = (
                LEFTOVER_RANK if min(ranks.values(), default=0) < LEFTOVER_RANK else math.inf
            )
            self._silent = {order_id for order_id, rank in ranks.items() if rank < paused_from}
            self.num_kills += 1
            with contextlib.suppress(ProcessLookupError):  # it has just died of the last one
                os.kill(pid, signal.SIGKILL)


def differs(answer: Answer, other: Answer) -> bool:
    """Whether any id or any bit of a log-probability is another one."""
    # Floats cross msgpack bit for bit, and == would take -0.0 for 0.0.
    return msgspec.msgpack.encode(answer) != msgspec.msgpack.encode(other)
