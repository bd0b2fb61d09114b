"""The engine: orders in, events out, one call of the model per step.

Joins the scheduler (who), the model (how) and the sampler (which token), and keeps one promise
of its own: every order added ends in exactly one `Ended`, whatever happens in between. Knows
nothing of text, HTTP, time, processes or asyncio; its owner calls `step` while `has_work`.

What grammars cost is spent elsewhere: they are compiled in a thread of their own, and what they
allow next is found out in another while the model computes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import msgspec

from rejoinder.engine.adjustments import NothingLeft
from rejoinder.engine.blocks import BlockPool
from rejoinder.engine.constraint import Constraints, Words
from rejoinder.engine.drawing import forced_token, next_token
from rejoinder.engine.guide import OffGrammar, guides
from rejoinder.engine.logprobs import logprobs
from rejoinder.engine.lookahead import Lookahead
from rejoinder.engine.model import Logits, Model
from rejoinder.engine.order import Ended, Ending, Event, Fault, Faulted, Order, Sampled, Started
from rejoinder.engine.preparing import Guides, Preparing
from rejoinder.engine.rehearsal import Rehearsals
from rejoinder.engine.rows import NoDistribution, Row
from rejoinder.engine.scheduler import Plan, Scheduler
from rejoinder.engine.sequence import Sequence, State, family_of
from rejoinder.engine.validity import why_impossible
from rejoinder.turns import Threads, Workers

_log = logging.getLogger(__name__)

# What a model says of its failure may be pages; the log has them.
_MAX_DETAIL_CHARS = 200


class Engine:
    """Serves orders on one model.

    token_budget: tokens computed per step, at least 2 (a step may hold one more).
    max_sequences: how many sequences may run at once; a choice is a sequence.
    prefix_cache: whether a prompt starts from what earlier ones of its scope have computed.
    rehearses: whether answers are made ready for the next turn's prompt while nothing else is to
    be done, see `rehearsal.py`.
    constraints: the model's grammars; without them an order with a grammar fails.
    compiling: where grammars are compiled; a thread of the engine's own where it is not given.
    """

    def __init__(
        self,
        model: Model,
        *,
        token_budget: int,
        max_sequences: int,
        prefix_cache: bool = True,
        rehearses: bool = False,
        constraints: Constraints | None = None,
        compiling: Workers | None = None,
    ) -> None:
        self._model = model
        self._constraints = constraints
        self._preparing = Preparing(compiling or Threads(1, "grammars"))
        self._lookahead = Lookahead(constraints)
        self._pool = BlockPool(model.num_blocks)
        self._scheduler = Scheduler(
            self._pool,
            block_tokens=model.block_tokens,
            token_budget=token_budget,
            max_sequences=max_sequences,
            prefix_cache=prefix_cache,
        )
        self._rehearses = rehearses and prefix_cache
        self._rehearsals = Rehearsals(model, self._pool, self._scheduler.cache)
        self._families: dict[str, list[Sequence]] = {}  # by order_id, until the order's `Ended`
        self._unstarted: set[str] = set()  # of these, those not yet `Started`
        self._num_orders = 0
        self._num_query_tokens = 0
        self._num_hit_tokens = 0
        self._unsaid: list[Event] = []

    @property
    def has_work(self) -> bool:
        """Whether `step` has something to compute or to say."""
        return (
            bool(self._unsaid)
            or self._scheduler.has_sequences
            or self._preparing.has_ready
            or self._rehearsals.has_work
        )

    @property
    def num_preparing(self) -> int:
        """Orders that wait for their grammar. They are no work until it is ready."""
        return len(self._preparing)

    def when_ready(self, call: Callable[[], None]) -> None:
        """Have this called, from another thread, when a grammar is ready and `has_work` with it."""
        self._preparing.on_ready = call

    def wait_until_ready(self) -> None:
        """Wait for the grammar of an order, if any waits for one."""
        if len(self._preparing):
            self._preparing.wait()

    @property
    def num_running(self) -> int:
        """Sequences that hold blocks."""
        return len(self._scheduler.running)

    @property
    def num_waiting(self) -> int:
        """Sequences that hold none: new ones, preempted ones, choices waiting for the prompt."""
        return len(self._scheduler.waiting) + sum(
            sequence.state is State.PREPARING
            for order_id in self._preparing
            for sequence in self._families[order_id]
        )

    @property
    def num_free_blocks(self) -> int:
        """Blocks that no sequence holds; what the prefix cache keeps in them goes when needed."""
        return self._pool.num_available

    @property
    def num_cached_blocks(self) -> int:
        """Blocks, held or free, that hold a prompt for those to come."""
        return self._scheduler.cache.num_blocks

    @property
    def num_query_tokens(self) -> int:
        """Prompt tokens, since the start, of all orders that have begun."""
        return self._num_query_tokens

    @property
    def num_hit_tokens(self) -> int:
        """Those of them that an earlier prompt had computed."""
        return self._num_hit_tokens

    @property
    def num_preemptions(self) -> int:
        """How often, since the start, a sequence lost its blocks to one before it."""
        return self._scheduler.num_preemptions

    @property
    def token_budget(self) -> int:
        """Tokens computed per step; may be changed between two steps."""
        return self._scheduler.token_budget

    @token_budget.setter
    def token_budget(self, tokens: int) -> None:
        self._scheduler.token_budget = tokens

    def add(self, order: Order) -> None:
        """Take an order on. One that cannot be served fails in the next step."""
        assert order.order_id not in self._families, f"order {order.order_id} was added twice"
        detail = why_impossible(order, self._model, has_grammars=self._constraints is not None)
        if detail is not None:
            self._unsaid.append(Ended(order.order_id, Ending.FAILED, detail))
            return
        self._families[order.order_id] = family_of(order, arrival=self._num_orders)
        self._unstarted.add(order.order_id)
        ready = None
        if self._constraints is not None and order.grammar:
            if order.num_choices == 1 and not order.resume:
                ready = self._constraints.take(order.grammar)
            if ready is None:
                self._preparing.add(order, self._constraints)
            self._preparing.stock(order, self._constraints)
            if ready is None:
                return
        self._begin(order, lambda: guides(order, self._constraints, ready), self._unsaid)

    def cancel(self, order_id: str) -> None:
        """Stop an order before the next step, which says so.

        An id that is not here is left alone: the order may have ended while the wish travelled.
        """
        if order_id in self._families:
            self._end(order_id, Ending.CANCELLED, "", self._unsaid)

    def cancel_choice(self, order_id: str, choice: int) -> None:
        """End one choice before the next step; its siblings go on. Says `Ended` for the last.

        For a stop found in the text, which the engine does not see. Left alone like `cancel`.
        """
        family = self._families.get(order_id)
        if family is None or family[choice].state is State.FINISHED:
            return
        self._scheduler.abandon(family[choice])
        self._end_if_finished(family[choice].order, self._unsaid)

    def step(self) -> list[Event]:
        """Compute one step, if anything is left to compute, and say what came of it."""
        events, self._unsaid = self._unsaid, []
        for order_id, future in self._preparing.take():
            self._begin(self._families[order_id][0].order, future.result, events)
        if self._scheduler.has_sequences:
            plan = self._scheduler.plan()
            self._tell_started(plan, events)
            drawers = _drawers(plan)
            self._lookahead.begin(each for some in drawers for each in some)
            logits = self._run(plan, events)
            masks = self._lookahead.end()
            if logits is not None:
                self._take_in(plan, logits, drawers, masks, events)
        elif self._rehearsals.has_work and not events:
            self._rehearsals.step()
        return events

    def check_idle(self) -> None:
        """Assert that nothing is left: no order, no event, and nobody holds a block."""
        assert not self.has_work, "there is work left"
        assert not self._families, f"orders {list(self._families)} never ended"
        assert not self._unstarted
        self._pool.check(())

    def check(self) -> None:
        """Assert everything that is true between two steps. For tests: it looks at every block."""
        self._scheduler.check()
        unfinished = {
            sequence.place
            for family in self._families.values()
            for sequence in family
            if sequence.state not in (State.PREPARING, State.FINISHED)
        }
        scheduler = self._scheduler
        queued = {sequence.place for sequence in (*scheduler.running, *scheduler.waiting)}
        assert unfinished == queued
        assert all(
            any(sequence.state is not State.FINISHED for sequence in family)
            for family in self._families.values()
        ), "an order is finished and was not ended"
        for order_id, family in self._families.items():
            is_preparing = any(sequence.state is State.PREPARING for sequence in family)
            assert is_preparing == (order_id in self._preparing)

    def _tell_started(self, plan: Plan, events: list[Event]) -> None:
        """Once per order; its other choices, and its return after a preemption, say nothing."""
        for sequence, num_cached_tokens in plan.started:
            order_id = sequence.order.order_id
            if order_id in self._unstarted:
                self._unstarted.remove(order_id)
                self._num_query_tokens += sequence.num_prompt_tokens
                self._num_hit_tokens += num_cached_tokens
                events.append(Started(order_id, num_cached_tokens))

    def _run(self, plan: Plan, events: list[Event]) -> Logits | None:
        """The logits, or None after failing every order the step was for."""
        try:
            return self._model.run(plan.step)
        except Exception as error:  # the edge: whatever a runtime throws must not stop the others
            order_ids = list(
                dict.fromkeys(each.order.order_id for each in (*plan.served, *plan.copied))
            )
            _log.exception("The model failed in a step", extra={"order_ids": order_ids})
            detail = f"the model failed with {type(error).__name__}: {error}"[:_MAX_DETAIL_CHARS]
            for order_id in order_ids:
                self._end(order_id, Ending.FAILED, detail, events)
            return None

    def _begin(self, order: Order, made: Callable[[], Guides], events: list[Event]) -> None:
        """Queue its choices, or fail it where its grammar does not work."""
        family = self._families[order.order_id]
        try:
            for sequence, guide in zip(family, made(), strict=True):
                if sequence.state is State.PREPARING:
                    sequence.prepare(guide, arrival=self._num_orders)
        except ValueError as error:
            self._end(order.order_id, Ending.FAILED, str(error)[:_MAX_DETAIL_CHARS], events)
            return
        except Exception as error:  # the edge: as with the model's call
            _log.exception("A grammar could not be made ready", extra=_about(order))
            detail = f"its grammar could not be made ready: {type(error).__name__}: {error}"
            self._end(order.order_id, Ending.FAILED, detail[:_MAX_DETAIL_CHARS], events)
            return
        self._num_orders += 1
        for sequence in family:
            if sequence.state is State.WAITING:
                self._scheduler.add(sequence)
        self._end_if_finished(order, events)

    def _take_in(
        self,
        plan: Plan,
        logits: Logits,
        drawers: list[list[Sequence]],
        masks: dict[Sequence, Words],
        events: list[Event],
    ) -> None:
        """Note what was computed, then draw the tokens it was computed for."""
        for sequence, piece in zip(plan.served, plan.step.pieces, strict=True):
            self._scheduler.advance(sequence, len(piece.token_ids))
        assert logits.shape == (len(drawers), self._model.vocab_size)
        for some, row in zip(drawers, logits, strict=True):
            for drawer in some:
                self._draw(drawer, row, masks.get(drawer), events)

    def _draw(self, sequence: Sequence, row: Row, mask: Words | None, events: list[Event]) -> None:
        """Draw a token and say it, and what must follow it, or say that the choice cannot go on.

        With log-probabilities each token needs logits of its own, so what must follow waits for the
        steps that compute them. The tokens are the same.
        """
        order = sequence.order
        try:
            self._say(sequence, next_token(sequence, row, mask), row, events)
            while not order.wants_logprobs and sequence.must_say:
                self._say(sequence, forced_token(sequence), row, events)
        except Exception as error:  # the edge: nobody else must suffer from it
            if sequence.state is State.FINISHED:
                raise  # nothing was wrong with the choice
            fault, detail = _fault_of(error)
            if fault is Fault.MISTAKE:
                _log.exception("Choice %d failed", sequence.choice, extra=_about(order))
            detail = detail[:_MAX_DETAIL_CHARS]
            events.append(Faulted(order.order_id, sequence.choice, fault, detail))
            self._scheduler.retire(sequence)
            self._end_if_finished(order, events)

    def _say(self, sequence: Sequence, token_id: int, row: Row, events: list[Event]) -> None:
        """row: the logits before the token, which are looked at for log-probabilities."""
        order = sequence.order
        position = len(sequence.output)
        sequence.say(token_id)
        finish = sequence.finish
        sampled = Sampled(order.order_id, sequence.choice, position, token_id, finish=finish)
        if order.wants_logprobs:
            own, top = logprobs(row, token_id, num_top=order.num_top_logprobs)
            sampled = msgspec.structs.replace(sampled, logprob=own, top_logprobs=top)
        events.append(sampled)
        if finish is not None:
            self._scheduler.retire(sequence)
            self._end_if_finished(order, events)

    def _end_if_finished(self, order: Order, events: list[Event]) -> None:
        family = self._families[order.order_id]
        if all(sequence.state is State.FINISHED for sequence in family):
            # Of several choices, which one goes on is not known.
            if self._rehearses and order.cache_scope is not None and len(family) == 1:
                self._rehearsals.add(order.cache_scope, (*order.prompt, *family[0].output))
            self._end(order.order_id, Ending.FINISHED, "", events)

    def _end(self, order_id: str, ending: Ending, detail: str, events: list[Event]) -> None:
        if order_id in self._preparing:
            self._preparing.drop(order_id)
        self._scheduler.drop(self._families.pop(order_id))
        self._unstarted.discard(order_id)
        events.append(Ended(order_id, ending, detail))


def _about(order: Order) -> dict[str, object]:
    """What a line of the log is about."""
    return {"order_ids": [order.order_id]}


def _fault_of(error: Exception) -> tuple[Fault, str]:
    match error:
        case NothingLeft():
            return Fault.RULED_OUT, str(error)
        case OffGrammar():
            return Fault.OFF_GRAMMAR, str(error)
        case NoDistribution():
            return Fault.NO_DISTRIBUTION, f"the model failed: {error}"
        case _:
            return Fault.MISTAKE, f"the engine failed with {type(error).__name__}: {error}"


def _drawers(plan: Plan) -> list[list[Sequence]]:
    """For each piece whose logits are wanted, who draws a token from them.

    After the prompt, every choice that has no token yet, wherever it stands: the logits are the
    same for all. Else the sequence alone.
    """
    return [
        [sequence]
        if piece.start + len(piece.token_ids) > sequence.num_prompt_tokens
        else [each for each in sequence.family if each.needs_first_token]
        for sequence, piece in zip(plan.served, plan.step.pieces, strict=True)
        if piece.wants_logits
    ]
