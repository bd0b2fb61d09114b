"""A model of our own: joins the chat layer, which knows text, to a worker, which knows tokens.

The only place where both meet. Down: messages -> template -> token ids -> order. Up: tokens ->
text -> stops -> deltas. Everything that waits, waits here; the two layers never do.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import itertools
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from rejoinder.chat.ask import Ask
from rejoinder.chat.delta import ChoiceFinished, Delta, FinishReason, TextDelta
from rejoinder.chat.prompt import PromptMaker
from rejoinder.chat.template import Options
from rejoinder.engine.order import Ended, Ending, Event, Finish, Order, Sampled, Sampling, Started
from rejoinder.engine.protocol import Gauges, Load, Ready
from rejoinder.engines.base import ModelInfo
from rejoinder.engines.supervisor import State, Supervisor
from rejoinder.errors import (
    ContextTooLong,
    EngineFailed,
    InvalidValue,
    ModelLoading,
    QueueFull,
    UnknownModel,
)

# Rendering and tokenizing this much text takes about 5 ms, which is as long as the event loop
# should be kept from other streams; longer conversations go to a thread.
MAX_INLINE_CHARACTERS = 16_384


class LocalEngine:
    """One model folder behind a supervised worker. Satisfies `ChatEngine`."""

    def __init__(
        self,
        load: Load,
        *,
        name: str,
        created_unix_s: int,
        max_waiting: int,
        on_progress: Callable[[str, str, float], None] | None = None,
        supervisor: Supervisor | None = None,
    ) -> None:
        self.name = name
        self._created_unix_s = created_unix_s
        self._max_orders = max_waiting + load.max_sequences
        self._folder = Path(load.folder)
        self._on_progress = on_progress
        self._supervisor = supervisor or Supervisor(load, name=name, on_progress=self._progress)
        self._prompts: PromptMaker | None = None
        self._order_numbers = itertools.count(1)
        self._fingerprint = ""

    def _progress(self, stage: str, fraction: float) -> None:
        if self._on_progress:
            self._on_progress(self.name, stage, fraction)

    # ChatEngine

    def models(self) -> tuple[ModelInfo, ...]:
        ready = self._supervisor.ready
        return (
            ModelInfo(
                name=self.name,
                created_unix_s=self._created_unix_s,
                owned_by="rejoinder",
                max_model_len=ready.max_model_len if ready else 0,
            ),
        )

    def not_ready(self) -> tuple[str, ...]:
        state = self._supervisor.state
        if state is State.READY:
            return ()
        if state is State.BROKEN and self._supervisor.failure:
            return (
                f"The model `{self.name}` cannot be served: {self._supervisor.failure.message}",
            )
        if state is State.RESTARTING:
            return (f"The worker of `{self.name}` died and is being started again.",)
        return (f"The model `{self.name}` is still loading.",)

    async def start(self) -> None:
        # Before the worker: a folder whose text side cannot be read is a clear error at once.
        self._prompts = await asyncio.to_thread(PromptMaker.from_folder, self._folder)
        self._supervisor.start()

    async def stop(self) -> None:
        await self._supervisor.stop()

    async def ask(self, ask: Ask) -> LocalAnswer:
        if ask.model != self.name:
            raise UnknownModel(model=ask.model, known=(self.name,))
        ready = self._supervisor.ready
        if ready is None or self._prompts is None:
            raise ModelLoading(model=self.name)
        self._check_open()
        prompt = await self._prompt(self._prompts, ask)
        # Again: while a long prompt was made, others may have come, or the server have stopped.
        self._check_open()
        order = self._order(ask, prompt, ready)
        events = self._supervisor.submit(order)
        return LocalAnswer(
            ask, order, events, self._supervisor, self._prompts, self._system_fingerprint()
        )

    def _check_open(self) -> None:
        if self._supervisor.state is State.STOPPED:
            raise ModelLoading(model=self.name)
        if self._supervisor.num_orders >= self._max_orders:
            raise QueueFull(num_waiting=self._supervisor.num_orders, max_waiting=self._max_orders)

    # For metrics and tests

    @property
    def gauges(self) -> Gauges:
        return self._supervisor.gauges

    @property
    def supervisor(self) -> Supervisor:
        return self._supervisor

    # Down

    async def _prompt(self, prompts: PromptMaker, ask: Ask) -> tuple[int, ...]:
        make: Callable[[], tuple[int, ...]]
        if ask.prompt is not None:
            size = len(ask.prompt)
            make = functools.partial(prompts.prompt_ids, ask.prompt)
        else:
            size = sum(len(message.content or "") for message in ask.messages)
            options = Options(ask.template_kwargs, ask.adds_generation_prompt, ask.continues_final)
            make = functools.partial(prompts.token_ids, ask.messages, options)
        return make() if size <= MAX_INLINE_CHARACTERS else await asyncio.to_thread(make)

    def _order(self, ask: Ask, prompt: tuple[int, ...], ready: Ready) -> Order:
        assert self._prompts is not None
        limit_tokens = ready.max_model_len
        room = limit_tokens - len(prompt)
        max_tokens = ask.max_tokens if ask.max_tokens is not None else max(room, 1)
        if max_tokens > room:
            raise ContextTooLong(
                num_prompt_tokens=len(prompt),
                max_tokens=ask.max_tokens,
                limit_tokens=limit_tokens,
                param="messages" if ask.prompt is None else "prompt",
            )
        if ask.min_tokens > max_tokens:
            raise InvalidValue(
                param="min_tokens",
                value=ask.min_tokens,
                rule=f"this model's context has room for {max_tokens} more tokens",
            )
        self._check_token_ids(ask, ready.vocab_size)
        own_stop_ids = frozenset() if ask.ignores_end else self._prompts.stop_ids
        return Order(
            order_id=str(next(self._order_numbers)),
            prompt=prompt,
            sampling=Sampling(
                temperature=ask.temperature,
                top_p=ask.top_p,
                top_k=ask.top_k,
                seed=ask.seed,
                min_p=ask.min_p,
                frequency_penalty=ask.frequency_penalty,
                presence_penalty=ask.presence_penalty,
                repetition_penalty=ask.repetition_penalty,
                logit_bias=ask.logit_bias,
            ),
            max_tokens=max_tokens,
            num_choices=ask.num_choices,
            stop_ids=own_stop_ids.union(ask.stop_token_ids),
            wants_logprobs=ask.wants_logprobs,
            num_top_logprobs=ask.num_top_logprobs,
            min_tokens=ask.min_tokens,
            cache_scope=_cache_scope(ask),
        )

    def _check_token_ids(self, ask: Ask, vocab_size: int) -> None:
        """Rows of padding in the model's output are no tokens."""
        assert self._prompts is not None
        for token_id, bias in ask.logit_bias:
            if not self._knows(token_id, vocab_size):
                raise InvalidValue(
                    param=f"logit_bias.{token_id}", value=bias, rule=_no_token(vocab_size)
                )
        for index, token_id in enumerate(ask.stop_token_ids):
            if not self._knows(token_id, vocab_size):
                raise InvalidValue(
                    param=f"stop_token_ids[{index}]", value=token_id, rule=_no_token(vocab_size)
                )

    def _knows(self, token_id: int, vocab_size: int) -> bool:
        assert self._prompts is not None
        return token_id < vocab_size and self._prompts.tokenizer.knows(token_id)

    def _system_fingerprint(self) -> str:
        """A digest of all that can change an answer besides the request."""
        if not self._fingerprint and self._supervisor.ready and self._prompts:
            parts = (*self._supervisor.ready.fingerprint_parts, self._prompts.digest)
            self._fingerprint = "fp_" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
        return self._fingerprint


def _cache_scope(ask: Ask) -> str:
    """No two tenants share one: a tenant's name holds no line break."""
    return f"{ask.tenant}\n{ask.cache_key}" if ask.cache_key else ask.tenant


def _no_token(vocab_size: int) -> str:
    return f"this model has no token of that id; its ids are below {vocab_size}"


class LocalAnswer:
    """An order under way, read as deltas. Satisfies `Answer`."""

    def __init__(
        self,
        ask: Ask,
        order: Order,
        events: asyncio.Queue[Event],
        supervisor: Supervisor,
        prompts: PromptMaker,
        fingerprint: str,
    ) -> None:
        self._order = order
        self._events = events
        self._supervisor = supervisor
        goes_on = ask.continues_final or ask.prompt is not None
        self._choices = [
            prompts.choice_text(ask.stop, goes_on=goes_on, has_facts=ask.wants_logprobs)
            for _ in range(order.num_choices)
        ]
        self._echo = prompts.prompt_text(ask.prompt or "") if ask.echoes else ""
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
        choice = self._choices[event.choice]
        deltas: list[Delta] = []
        if self._echo and not choice.num_tokens:
            deltas.append(TextDelta(event.choice, self._echo))
        text = choice.push(
            event.token_id,
            logprob=event.logprob,
            top=event.top_logprobs,
            is_last=event.finish is not None,
            is_end=event.finish is Finish.STOP,
        )
        facts = choice.take_facts()
        if text or facts:
            deltas.append(TextDelta(event.choice, text, facts, choice.num_tokens))
        if choice.is_stopped or event.finish is not None:
            if event.finish is None:
                self._supervisor.cancel_choice(self._order.order_id, event.choice)
            self._num_open -= 1
            by_length = event.finish is Finish.LENGTH and not choice.is_stopped
            reason = FinishReason.LENGTH if by_length else FinishReason.STOP
            deltas.append(ChoiceFinished(event.choice, reason, choice.num_tokens))
        return deltas
