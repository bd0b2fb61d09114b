"""Whether a grammar can be followed at all, found out where nothing can be harmed.

llguidance is quick and bounds its work, but a client's grammar is a program: what it costs is known
when it has run. So it runs first in a child, under limits of time and memory that the kernel holds;
the worker, whose steps serve everyone, only sees what has passed.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections import OrderedDict
from pathlib import Path

from rejoinder.errors import (
    MIN_RETRY_S,
    EngineFailed,
    GrammarTooComplex,
    InvalidGrammar,
    Unavailable,
    retry_after,
)
from rejoinder.grammar.compilers import Compiler, Died, Limit, TookTooLong, Unusable
from rejoinder.grammar.limits import MAX_COMPILE_S
from rejoinder.grammar.places import Places, Ticket
from rejoinder.grammar.text import Grammar
from rejoinder.grammar.verdict import MAX_FRAME_BYTES, Setup, Verdict
from rejoinder.turns import FIRST, Standing

# By the clock, for a child that gets little processor time. A 400 is promised within 2 s.
MAX_WAIT_S = 1.7
# llguidance's own limits stop an automaton at some 128 MB; what surrounds it is small.
MEMORY_BYTES = 1_000 * 2**20
# Remembered by digest: a few hundred bytes each.
MAX_VERDICTS = 4_096
# So that one grammar that takes its whole time does not hold up the next.
MAX_CHILDREN = 2
# Python and a tokenizer of 150,000 tokens, on a machine that is busy.
START_WITHIN_S = 60.0


class _Trial:
    """A grammar under way, for all who ask for it."""

    def __init__(self, ticket: Ticket, task: asyncio.Task[Verdict]) -> None:
        self.ticket = ticket
        self.task = task
        self.standings: set[Standing] = set()
        self.num_asking = 0


class Checker:
    """One model's. Satisfies `engines.local.GrammarChecker`.

    Its children are started when they are first needed, or by `warm_up`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        vocab_size: int,
        compile_s: float = MAX_COMPILE_S,
        wait_s: float = MAX_WAIT_S,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        """folder: of the model, for its tokenizer. compile_s: of processor time. wait_s: in all,
        for a machine on which a child gets little of it."""
        self._setup = Setup(str(folder), vocab_size, compile_s, memory_bytes)
        self._wait_s = wait_s
        self._heavy = {
            Limit.TIME: Verdict("heavy", limit=f"{compile_s:g} s to compile"),
            Limit.MEMORY: Verdict("heavy", limit=f"{memory_bytes // 2**20} MiB to compile"),
            Limit.STACK: Verdict("heavy", limit="the compiler", detail="it is nested too deeply"),
        }
        self._verdicts: OrderedDict[bytes, Verdict] = OrderedDict()
        self._under_way: dict[bytes, _Trial] = {}
        self._idle: list[Compiler] = []
        self._all: set[Compiler] = set()
        self._starts: set[asyncio.Task[None]] = set()
        self._places = Places(MAX_CHILDREN)
        self._is_stopped = False

    async def check(self, grammar: Grammar, *, param: str, standing: Standing = FIRST) -> None:
        """Raises InvalidGrammar or GrammarTooComplex, with that param; or Unavailable where the
        machine was too busy to tell, which is not remembered. standing: among those who wait."""
        text = grammar.text
        if len(text) > MAX_FRAME_BYTES // 4:  # four bytes a character at most
            raise GrammarTooComplex(
                param=param, limit=f"{MAX_FRAME_BYTES // 4} characters", detail=""
            )
        verdict = await self._verdict(text, standing)
        if verdict.kind == "bad":
            raise InvalidGrammar(param=param, detail=verdict.detail)
        if verdict.kind == "heavy":
            raise GrammarTooComplex(param=param, limit=verdict.limit, detail=verdict.detail)

    def warm_up(self) -> None:
        """Have a child ready when the first grammar comes."""
        if not self._idle and not self._starts and not self._is_stopped:
            task = asyncio.create_task(self._start_ahead())
            self._starts.add(task)
            task.add_done_callback(self._starts.discard)

    async def stop(self) -> None:
        """Nothing of it is left after this. Idempotent."""
        self._is_stopped = True
        tasks = [*(trial.task for trial in self._under_way.values()), *self._starts]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(one.stop() for one in self._all))
        self._all.clear()
        self._idle.clear()

    async def _verdict(self, text: str, standing: Standing) -> Verdict:
        """Those who ask for the same share one compilation, and its fate is no one's of them: who
        is cancelled leaves it to the others. It waits where the first of them would."""
        digest = hashlib.sha256(text.encode()).digest()
        known = self._verdicts.get(digest)
        if known is not None:
            self._verdicts.move_to_end(digest)
            return known
        trial = self._under_way.get(digest)
        if trial is None:
            ticket: Ticket = asyncio.get_running_loop().create_future()
            task = asyncio.create_task(self._judge(text, ticket))
            trial = self._under_way[digest] = _Trial(ticket, task)
            task.add_done_callback(lambda done: self._note(digest, done))
        if standing not in trial.standings:
            trial.standings.add(standing)
            self._places.stand(trial.ticket, standing)
        trial.num_asking += 1
        try:
            return await asyncio.shield(trial.task)
        finally:
            trial.num_asking -= 1
            if not trial.num_asking and not trial.ticket.done():
                trial.ticket.cancel()  # nobody wants it any more, and it has not begun
                self._forget(digest, trial.task)

    def _note(self, digest: bytes, done: asyncio.Task[Verdict]) -> None:
        self._forget(digest, done)
        if done.cancelled() or done.exception() is not None:
            return
        self._verdicts[digest] = done.result()
        while len(self._verdicts) > MAX_VERDICTS:
            self._verdicts.popitem(last=False)

    def _forget(self, digest: bytes, task: asyncio.Task[Verdict]) -> None:
        """Whoever asks from now on begins anew, or finds the verdict."""
        trial = self._under_way.get(digest)
        if trial is not None and trial.task is task:
            del self._under_way[digest]

    async def _judge(self, text: str, ticket: Ticket) -> Verdict:
        await ticket
        try:
            return await self._judged(text)
        finally:
            self._places.give_back()

    async def _judged(self, text: str) -> Verdict:
        """Once more where a child died of something else than its limits: somebody killed it."""
        for _ in range(2):
            compiler = await self._compiler()
            try:
                verdict = await compiler.judge(text, within_s=self._wait_s)
            except TookTooLong as late:
                self._bury(compiler)
                if late.processor_s > self._setup.compile_s / 2:
                    return self._heavy[Limit.TIME]
                raise _too_busy() from late
            except Died:
                self._bury(compiler)
                if limit := compiler.ended_by:
                    return self._heavy[limit]
                continue
            except BaseException:
                self._bury(compiler)
                raise
            self._idle.append(compiler)
            return verdict
        raise _too_busy()

    async def _compiler(self) -> Compiler:
        while self._starts and not self._idle:
            await asyncio.wait(self._starts)
        while self._idle:
            compiler = self._idle.pop()
            if compiler.is_alive:
                return compiler
            await compiler.stop()
            self._all.discard(compiler)
        return await self._started()

    async def _started(self) -> Compiler:
        if self._is_stopped:
            raise asyncio.CancelledError
        compiler = Compiler(self._setup)
        self._all.add(compiler)
        try:
            async with asyncio.timeout(START_WITHIN_S):
                await compiler.start()
        except Unusable as error:
            self._all.discard(compiler)
            raise EngineFailed(f"grammars cannot be followed: {error}") from error
        except (Died, TimeoutError) as error:
            self._all.discard(compiler)
            raise EngineFailed("the process that checks grammars did not start") from error
        except BaseException:
            self._all.discard(compiler)
            raise
        return compiler

    async def _start_ahead(self) -> None:
        with contextlib.suppress(EngineFailed):  # whoever needs it tries again, and is told
            self._idle.append(await self._started())

    def _bury(self, compiler: Compiler) -> None:
        """It is gone. The next one is made ready at once, before anyone waits for it."""
        self._all.discard(compiler)
        self.warm_up()


def _too_busy() -> Unavailable:
    return Unavailable(
        "The machine is too busy to find out whether this grammar can be followed.",
        hint="Ask again.",
        headers=retry_after(MIN_RETRY_S),
    )
