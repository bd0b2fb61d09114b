"""A scheduler in a small world, and steps written as docs/scheduling.md writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from rejoinder.engine.blocks import BlockPool
from rejoinder.engine.order import Order
from rejoinder.engine.scheduler import Plan, Scheduler
from rejoinder.engine.sequence import Sequence, State, family_of

SCHEDULING = Path(__file__).parents[2] / "docs" / "scheduling.md"


class World:
    """A scheduler with blocks of four tokens and a model that always says 0."""

    def __init__(
        self,
        *,
        num_blocks: int = 100,
        token_budget: int = 8,
        max_sequences: int = 10,
        prefix_cache: bool = False,
    ) -> None:
        self.pool = BlockPool(num_blocks)
        self.scheduler = Scheduler(
            self.pool,
            block_tokens=4,
            token_budget=token_budget,
            max_sequences=max_sequences,
            prefix_cache=prefix_cache,
        )
        self.num_orders = 0

    def add(self, new: Order) -> list[Sequence]:
        family = family_of(new, arrival=self.num_orders)
        self.num_orders += 1
        for sequence in family:
            if sequence.state is State.WAITING:
                self.scheduler.add(sequence)
        return family

    def step(self) -> list[str]:
        """One step, as `a[0:6]!`: tokens 0 to 5 of order a, whose logits are wanted.

        `b.1[6]!` is a row of choice 1, `2>7` a copy of block 2 to block 7, `a.` an end.
        """
        plan = self.scheduler.plan()
        seen = [f"{copy.source}>{copy.target}" for copy in plan.step.copies]
        seen += [self._piece(plan, index) for index in range(len(plan.served))]
        for sequence, piece in zip(plan.served, plan.step.pieces, strict=True):
            self.scheduler.advance(sequence, len(piece.token_ids))
        for sequence, piece in zip(plan.served, plan.step.pieces, strict=True):
            if piece.wants_logits:
                seen += self._say(sequence)
        self.scheduler.check()
        return seen

    def _piece(self, plan: Plan, index: int) -> str:
        sequence, piece = plan.served[index], plan.step.pieces[index]
        end = piece.start + len(piece.token_ids)
        where = f"{piece.start}" if piece.is_row else f"{piece.start}:{end}"
        return f"{name_of(sequence)}[{where}]" + "!" * piece.wants_logits

    def _say(self, sequence: Sequence) -> list[str]:
        drawers = [each for each in sequence.family if each.needs_first_token] or [sequence]
        ended = []
        for each in drawers:
            each.say(0)
            if each.finish is not None:
                self.scheduler.retire(each)
                ended.append(f"{name_of(each)}.")
        return ended

    def run(
        self, *, width: int = 31, arrivals: Mapping[int, Iterable[Order]] | None = None
    ) -> Iterable[str]:
        """The rest, a line a step: the step, who waits, how many blocks are free.

        arrivals: who comes before the step of that number.
        """
        coming = dict(arrivals or {})
        number = 0
        while coming or self.scheduler.has_sequences:
            number += 1
            for new in coming.pop(number, ()):
                self.add(new)
            seen = " ".join(with_runs(self.step()))
            waiting = " ".join(name_of(each) for each in self.scheduler.waiting)
            yield f"{number:2}  {seen:{width}} {waiting:9} {self.pool.num_free}"


def name_of(sequence: Sequence) -> str:
    several = sequence.order.num_choices > 1
    return f"{sequence.order.order_id}.{sequence.choice}" if several else sequence.order.order_id


def with_runs(seen: list[str]) -> list[str]:
    """Consecutive rows of one sequence drawn together, as `a[5-8]!`."""
    joined: list[str] = []
    for each in seen:
        row = re.fullmatch(r"(.+)\[(\d+)\](!?)", each)
        run = re.fullmatch(r"(.+)\[(\d+)(?:-\d+)?\]", joined[-1]) if joined else None
        if row and run and row[1] == run[1]:
            joined[-1] = f"{row[1]}[{run[2]}-{row[2]}]{row[3]}"
        else:
            joined.append(each)
    return joined


def told(index: int) -> list[str]:
    """The lines of the page's examples."""
    text = SCHEDULING.read_text(encoding="utf-8")
    examples: list[str] = re.findall(r"```text\n( 1 .*?)```", text, re.DOTALL)
    return examples[index].splitlines()
