"""A model of our own: joins the chat layer, which knows text, to a worker, which knows tokens.

The only place where both meet. Down: messages -> template -> token ids -> order, with a grammar of
what the answer must be. Up: tokens -> text -> thoughts, content and calls -> deltas. Everything
that waits, waits here; the two layers never do.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

from rejoinder import chat
from rejoinder.chat.ask import Ask, FormatKind, Tier, TierWanted
from rejoinder.chat.dialects.base import Wants
from rejoinder.chat.prompt import PromptMaker
from rejoinder.chat.reader import Reader
from rejoinder.chat.readers import Readers
from rejoinder.engine.fingerprint import source_digest
from rejoinder.engine.order import Thought
from rejoinder.engine.protocol import Gauges, Load, Ready
from rejoinder.engines import wanted
from rejoinder.engines.aside import make_aside, make_text_aside, standing_of
from rejoinder.engines.base import ModelInfo
from rejoinder.engines.local_answer import LocalAnswer, LocalPrepared
from rejoinder.engines.local_order import order_of
from rejoinder.engines.supervisor import State, Supervisor
from rejoinder.engines.thinking import Budgets, thought_of
from rejoinder.errors import ModelLoading, QueueFull, UnknownModel
from rejoinder.grammar.checker import Checker
from rejoinder.grammar.text import Grammar
from rejoinder.turns import Standing

# Rendering and tokenizing this much text takes about 5 ms, which is as long as the event loop
# should be kept from other streams; longer conversations go to a thread.
MAX_INLINE_CHARACTERS = 16_384


class GrammarChecker(Protocol):
    """Where grammars are tried before a worker is trusted with them."""

    async def check(self, grammar: Grammar, *, param: str, standing: Standing) -> None:
        """Raises InvalidRequest, with that param, for one that cannot be followed. Those who wait
        are served by their standing."""
        ...

    def warm_up(self) -> None:
        """Whoever checks first need not wait."""
        ...

    async def stop(self) -> None: ...


class _Meant(msgspec.Struct, frozen=True):
    """What became of an ask's meaning. grammar: None where the answer may be anything. trials: the
    grammars to try, and the field to blame for each; their texts have been made."""

    prompt: tuple[int, ...]
    wants: Wants
    grammar: Grammar | None
    trials: tuple[tuple[Grammar, str], ...]
    thought: Thought | None


class LocalEngine:
    """One model folder behind a supervised worker. Satisfies `ChatEngine`."""

    def __init__(
        self,
        load: Load,
        *,
        name: str,
        created_unix_s: int,
        max_waiting: int,
        dialect: str | None = None,
        budgets: Budgets | None = None,
        on_progress: Callable[[str, str, float], None] | None = None,
        supervisor: Supervisor | None = None,
        checker: GrammarChecker | None = None,
    ) -> None:
        """dialect: the name of one; None has it found. budgets: None is the usual ones. checker:
        None makes one, as the supervisor is made where it is not given."""
        self.name = name
        self._created_unix_s = created_unix_s
        self._max_orders = max_waiting + load.max_sequences
        self._folder = Path(load.folder)
        self._dialect = dialect
        self._budgets = budgets or Budgets()
        self._on_progress = on_progress
        self._supervisor = supervisor or Supervisor(load, name=name, on_progress=self._progress)
        self._checker = checker
        self._warming: asyncio.Task[None] | None = None
        self._is_stopped = False
        self._prompts: PromptMaker | None = None
        self._readers: Readers | None = None
        self._order_numbers = itertools.count(1)
        self._chat_digest = ""
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
        # First, as it takes longest and has a processor of its own for it.
        self._supervisor.start()
        try:
            # A folder whose text side cannot be read is a clear error, whatever the worker says.
            self._prompts = await asyncio.to_thread(
                PromptMaker.from_folder, self._folder, dialect=self._dialect
            )
            self._chat_digest = await asyncio.to_thread(source_digest, Path(chat.__path__[0]))
        except BaseException:
            await self._supervisor.stop()
            raise
        self._readers = Readers(self._prompts.tokenizer, self._prompts.dialect, self._prompts.spell)
        self._warming = asyncio.create_task(self._warm_up(), name=f"warm up {self.name}")

    async def _warm_up(self) -> None:
        """A first grammar that is hostile must not also wait for the process that tries it."""
        await self._supervisor.settled()
        ready = self._supervisor.ready
        if ready is not None and not ready.why_no_grammars and not self._is_stopped:
            self._checker_of(ready).warm_up()

    def _checker_of(self, ready: Ready) -> GrammarChecker:
        if self._checker is None:
            self._checker = Checker(self._folder, vocab_size=ready.vocab_size)
        return self._checker

    async def stop(self) -> None:
        self._is_stopped = True
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        await self._supervisor.stop()
        if self._checker is not None:
            await self._checker.stop()

    async def ask(self, ask: Ask) -> LocalAnswer:
        """Prepared and begun at once, for callers without tiers."""
        return await (await self.prepare(ask)).start(Tier.DEFAULT)

    async def prepare(self, ask: Ask) -> LocalPrepared:
        if ask.model != self.name:
            raise UnknownModel(model=ask.model, known=(self.name,))
        ready = self._supervisor.ready
        if ready is None or self._prompts is None or self._readers is None:
            raise ModelLoading(model=self.name)
        self._check_open(_best_rank(ask.tier))
        wanted.check_together(ask)
        wanted.check_possible(ask, ready.why_no_grammars)
        meant = await self._meant(self._prompts, ask, has_grammars=not ready.why_no_grammars)
        order = order_of(
            ask,
            order_id=str(next(self._order_numbers)),
            prompt=meant.prompt,
            ready=ready,
            tokenizer=self._prompts.tokenizer,
            stop_ids=self._prompts.stop_ids,
            grammar="" if meant.grammar is None else meant.grammar.text,
            thought=meant.thought,
        )
        for grammar, param in meant.trials:
            standing = standing_of(ask.tier, ask.tenant)
            await self._checker_of(ready).check(grammar, param=param, standing=standing)
        readers = [
            self._reader(self._readers, ask, meant, choice) for choice in range(ask.num_choices)
        ]
        echo = self._prompts.prompt_text(ask.prompt or "") if ask.echoes else ""
        return LocalPrepared(
            order,
            self._supervisor,
            readers,
            check_open=self._check_open,
            echo=echo,
            fingerprint=self._system_fingerprint(),
        )

    def _check_open(self, rank: int) -> None:
        """Raises where nothing more of this rank is taken.

        Each rank has the whole queue, but for what better ones have in it: nobody is refused
        because of those that wait behind.
        """
        if self._supervisor.state is State.STOPPED:
            raise ModelLoading(model=self.name)
        num_orders = self._supervisor.num_orders(rank)
        if num_orders >= self._max_orders:
            raise QueueFull(num_waiting=num_orders, max_waiting=self._max_orders)

    # For metrics and tests

    @property
    def gauges(self) -> Gauges:
        return self._supervisor.gauges

    @property
    def supervisor(self) -> Supervisor:
        return self._supervisor

    # Down

    async def _meant(self, prompts: PromptMaker, ask: Ask, *, has_grammars: bool) -> _Meant:
        mean = functools.partial(self._mean, prompts, ask, has_grammars=has_grammars)
        standing = standing_of(ask.tier, ask.tenant)
        if _has_grammars(ask):
            return await make_aside(mean, standing)
        if _size(ask) <= MAX_INLINE_CHARACTERS:
            return mean()
        return await make_text_aside(mean, standing)

    def _mean(self, prompts: PromptMaker, ask: Ask, *, has_grammars: bool) -> _Meant:
        """has_grammars: where there are none, the ask can do without."""
        budget = None if ask.effort is None else self._budgets.of(ask.effort)
        prompt = prompts.prompt(ask, max_thought_tokens=budget)
        wants = wanted.wants_of(ask, prompt.thinking)
        if ask.prompt is not None:
            grammar = wanted.bare_grammar(wants.answer)
            return _Meant(prompt.token_ids, wants, grammar, _trials(ask, wants, grammar), None)
        grammar = wanted.grammar_of(wants, prompts.dialect, prompts.spell) if has_grammars else None
        thought = thought_of(
            ask,
            prompt.thinking,
            dialect=prompts.dialect,
            budgets=self._budgets,
            encode=prompts.tokenizer.encode,
            added_ids=prompts.tokenizer.literals.protected_ids,
        )
        return _Meant(prompt.token_ids, wants, grammar, _trials(ask, wants, grammar), thought)

    def _reader(self, readers: Readers, ask: Ask, meant: _Meant, choice: int) -> Reader:
        facts = ask.wants_logprobs
        if ask.prompt is not None:
            return readers.plain(choice, stop=ask.stop, goes_on=True, has_facts=facts)
        return readers.reader(
            choice, meant.wants, stop=ask.stop, goes_on=ask.continues_final, has_facts=facts
        )

    def _system_fingerprint(self) -> str:
        """A digest of all that can change an answer besides the request."""
        if not self._fingerprint and self._supervisor.ready and self._prompts:
            parts = (
                *self._supervisor.ready.fingerprint_parts,
                self._prompts.digest,
                f"dialect {self._prompts.dialect.name}",
                f"chat {self._chat_digest}",
                f"thoughts {self._budgets.text}",
            )
            self._fingerprint = "fp_" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
        return self._fingerprint


def _best_rank(wanted: TierWanted) -> int:
    """Of the tiers that may serve this: which it will be is not known before it is admitted."""
    tier = Tier.SCALE if wanted is TierWanted.AUTO else Tier(wanted.value)
    return tier.rank


def _trials(ask: Ask, wants: Wants, grammar: Grammar | None) -> tuple[tuple[Grammar, str], ...]:
    trials = () if grammar is None else tuple(wanted.to_try(ask, wants, grammar))
    for each, _ in trials:
        _ = each.text  # made here, and not in the event loop
    return trials


def _has_grammars(ask: Ask) -> bool:
    """Whether templates or grammars are made of what has no certain cost by its length."""
    return bool(ask.tool_use.tools) or ask.answer_format.kind is not FormatKind.TEXT


def _size(ask: Ask) -> int:
    """How long it takes to make a prompt, in characters."""
    if ask.prompt is not None:
        return len(ask.prompt)
    size = sum(len(one.content or "") + len(one.reasoning or "") for one in ask.messages)
    return size + sum(len(call.arguments) for one in ask.messages for call in one.tool_calls)
