"""An order under way, read as deltas."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from rejoinder.chat.delta import Delta, TextDelta
from rejoinder.chat.reader import Reader
from rejoinder.engine.order import Ended, Ending, Event, Finish, Order, Sampled, Started
from rejoinder.engines.supervisor import Supervisor
from rejoinder.errors import EngineFailed


class LocalAnswer:
    """Satisfies `Answer`. After a worker's death its readers go on: the supervisor tells each
    token once, whoever said it."""

    def __init__(
        self,
        order: Order,
        events: asyncio.Queue[Event],
        supervisor: Supervisor,
        readers: Sequence[Reader],
        *,
        echo: str,
        fingerprint: str,
    ) -> None:
        """readers: one per choice. echo: what each choice begins with."""
        self._order = order
        self._events = events
        self._supervisor = supervisor
        self._readers = readers
        self._echo = echo
        self._num_open = order.num_choices
        self._has_started = False
        self.num_prompt_tokens = len(order.prompt)
        self.num_cached_tokens = 0
        self.fingerprint = fingerprint

    async def __aiter__(self) -> AsyncIterator[Delta]:
        while self._num_open:
            event = await self._events.get()
            if isinstance(event, Ended):
                # Every choice ends with a token of its own: an order ending before is a fault.
                detail = event.detail if event.ending is Ending.FAILED else "it was cancelled"
                raise EngineFailed(detail)
            if isinstance(event, Started):
                # A worker that takes the order over after another's death says it again; what
                # then was cached is not what the client was served.
                if not self._has_started:
                    self.num_cached_tokens = event.num_cached_tokens
                self._has_started = True
                continue
            for delta in self._read(event):
                yield delta
        await self.aclose()

    async def aclose(self) -> None:
        self._supervisor.cancel(self._order.order_id)

    def _read(self, event: Sampled) -> list[Delta]:
        reader = self._readers[event.choice]
        if reader.has_ended:
            return []  # said before the engine heard of the stop string, as forced tokens are
        is_first = self._echo and not reader.num_tokens
        deltas = reader.push(
            event.token_id,
            logprob=event.logprob,
            top=event.top_logprobs,
            is_last=event.finish is not None,
            is_end=event.finish is Finish.STOP,
        )
        if reader.has_ended:
            if event.finish is None:
                self._supervisor.cancel_choice(self._order.order_id, event.choice)
            self._num_open -= 1
        return [TextDelta(event.choice, self._echo), *deltas] if is_first else deltas
