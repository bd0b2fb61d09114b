"""An order under way, read as deltas."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import msgspec

from rejoinder.chat.ask import Tier
from rejoinder.chat.delta import Delta, TextDelta
from rejoinder.chat.reader import Reader
from rejoinder.engine.order import (
    Ended,
    Ending,
    Event,
    Fault,
    Faulted,
    Finish,
    Order,
    Sampled,
    Started,
)
from rejoinder.engines.supervisor import Supervisor
from rejoinder.errors import EngineFailed, InvalidValue, RequestError


class LocalPrepared:
    """Satisfies `Prepared`."""

    def __init__(
        self,
        order: Order,
        supervisor: Supervisor,
        readers: Sequence[Reader],
        *,
        check_open: Callable[[int], None],
        echo: str,
        fingerprint: str,
    ) -> None:
        """check_open: raises where no more is taken of a rank. The others are `LocalAnswer`'s."""
        self._order = order
        self._supervisor = supervisor
        self._readers = readers
        self._check_open = check_open
        self._echo = echo
        self._fingerprint = fingerprint
        self.num_prompt_tokens = len(order.prompt)
        self.max_new_tokens = order.max_tokens * order.num_choices

    async def start(self, tier: Tier) -> LocalAnswer:
        # While this was prepared, others may have come, or the server have stopped.
        self._check_open(tier.rank)
        order = msgspec.structs.replace(self._order, rank=tier.rank)
        return LocalAnswer(
            order,
            self._supervisor.submit(order),
            self._supervisor,
            self._readers,
            echo=self._echo,
            fingerprint=self._fingerprint,
        )


class LocalAnswer:
    """Satisfies `Answer`. After a worker's death its readers go on: the supervisor tells each
    token once, whoever said it.

    A choice that cannot go on is told when its siblings are through, and of several the first:
    which one fails sooner is not the request's to say.
    """

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
        self._faults: dict[int, Faulted] = {}  # by choice
        self._has_started = False
        self._num_unread_tokens = 0
        self.num_prompt_tokens = len(order.prompt)
        self.num_cached_tokens = 0
        self.fingerprint = fingerprint

    @property
    def num_begun_tokens(self) -> int:
        return self.num_prompt_tokens if self._has_started else 0

    @property
    def num_generated_tokens(self) -> int:
        return sum(reader.num_tokens for reader in self._readers) + self._num_unread_tokens

    async def __aiter__(self) -> AsyncIterator[Delta]:
        while self._num_open:
            event = await self._events.get()
            if isinstance(event, Ended):
                # Every choice ends by itself before: an order that ends sooner was given up.
                detail = event.detail if event.ending is Ending.FAILED else "it was cancelled"
                raise EngineFailed(detail)
            if isinstance(event, Started):
                self._note_started(event)
                continue
            if isinstance(event, Faulted):
                if not self._readers[event.choice].has_ended:  # else by a stop string before it
                    self._faults[event.choice] = event
                    self._num_open -= 1
                continue
            for delta in self._read(event):
                yield delta
        await self.aclose()
        if self._faults:
            raise _error_of(self._faults[min(self._faults)], self._order)

    async def aclose(self) -> None:
        self._supervisor.cancel(self._order.order_id)
        while not self._events.empty():
            self._leave_unread(self._events.get_nowait())

    def _note_started(self, event: Started) -> None:
        # A worker that takes the order over after another's death says it again; what then was
        # cached is not what the client was served.
        if not self._has_started:
            self.num_cached_tokens = event.num_cached_tokens
        self._has_started = True

    def _leave_unread(self, event: Event) -> None:
        """What nobody waits for any more has been computed all the same."""
        if isinstance(event, Started):
            self._note_started(event)
        elif isinstance(event, Sampled) and not self._readers[event.choice].has_ended:
            self._num_unread_tokens += 1

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


def _error_of(faulted: Faulted, order: Order) -> RequestError:
    if faulted.fault is not Fault.RULED_OUT:
        return EngineFailed(faulted.detail)
    needs = "the format, the tools and the limit of thought that were asked for"
    if order.sampling.logit_bias:
        return InvalidValue(
            param="logit_bias",
            value={str(token_id): bias for token_id, bias in order.sampling.logit_bias[:20]},
            rule="the answer came to where that leaves no token to say"
            + (f", as {needs} allow none of those left" if order.grammar or order.thought else ""),
            hint="Milder biases than 100 and -100 leave every token possible.",
        )
    return InvalidValue(
        param="min_tokens",
        value=order.min_tokens,
        rule=f"the answer came to where {needs} allow nothing but its end",
    )
