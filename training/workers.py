"""Forward and backward passes in processes of one thread each, so that no matrix waits for a core.

Which process computes a piece is fixed by the pieces alone, so that gradients are summed in the
same order in every run. Where that does not matter, a piece can go to whichever process is free: a
core that something else is using then slows the step less. Weights are shared memory, written by
the optimiser between steps; each process adds its gradients into its own shared copy.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

import torch
import torch.multiprocessing as mp
from torch.nn import functional as F

from training.model import Mini

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from torch import Tensor


@dataclass(frozen=True)
class Example:
    """One conversation as ids, which of them must be learned, and how much each of those counts."""

    ids: list[int]
    learned: list[bool]
    weight: float = 1.0


Piece = list[Example]


def piece_loss(model: Mini, piece: Piece) -> Tensor:
    """Summed loss of the learned tokens, each times the weight of its conversation."""
    longest = -(-max(len(e.ids) for e in piece) // 8) * 8
    ids = torch.zeros(len(piece), longest, dtype=torch.long)
    learned = torch.zeros(len(piece), longest, dtype=torch.bool)
    for row, example in enumerate(piece):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        learned[row, : len(example.ids)] = torch.tensor(example.learned)
    # Only states that predict a learned token go through the vocabulary.
    wanted = learned[:, 1:]
    states = model.states(ids)[:, :-1][wanted]
    losses = F.cross_entropy(model.logits(states), ids[:, 1:][wanted], reduction="none")
    weights = torch.tensor([example.weight for example in piece])
    return (losses * weights.repeat_interleave(wanted.sum(1))).sum()


def counted(pieces: list[Piece]) -> float:
    """Learned tokens of all pieces, each times the weight of its conversation."""
    return sum(sum(e.learned) * e.weight for piece in pieces for e in piece)


def _work(model: Mini, grads: dict[str, Tensor], line: Connection, *, compiled: bool) -> None:
    # Ctrl-C reaches every process; only the first one may act on it, for it has to save.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    torch.set_num_threads(1)
    model.states(torch.zeros(1, 8, dtype=torch.long))  # rotary tables, outside the compiled code
    if compiled:
        for block in model.blocks:
            block.compile(dynamic=True)
    while True:
        try:
            piece, learned = line.recv()
        except EOFError:  # the first process has ended
            return
        if piece is None:
            for name, weight in model.named_parameters():
                if weight.grad is None:
                    grads[name].zero_()
                else:
                    grads[name].copy_(weight.grad)
            model.zero_grad(set_to_none=True)
            line.send(0.0)
            continue
        loss = piece_loss(model, piece) / learned
        torch.autograd.backward(loss)
        line.send(float(loss.detach()))


def ready(lines: list[Connection]) -> list[Connection]:
    """Those that have an answer, once there is one."""
    answered = wait(lines)
    return [line for line in lines if line in answered]


def cost(piece: Piece) -> int:
    """Tokens of a piece with its padding."""
    return len(piece) * max(len(example.ids) for example in piece)


def shared_out(pieces: list[Piece], count: int) -> list[list[Piece]]:
    """The pieces of each process, so that all have about as much to do: longest first."""
    shares: list[list[Piece]] = [[] for _ in range(count)]
    loads = [0] * count
    for piece in sorted(pieces, key=cost, reverse=True):
        least = loads.index(min(loads))
        shares[least].append(piece)
        loads[least] += cost(piece)
    return shares


class Workers:
    """The processes. `model` must be in shared memory already."""

    def __init__(self, model: Mini, count: int, *, compiled: bool, fixed: bool = True) -> None:
        self._fixed = fixed
        context = mp.get_context("spawn")
        # Handing a tensor to a process moves it into shared memory, where both sides see it.
        self._grads = [
            {
                name: torch.zeros_like(weight, dtype=torch.float32)
                for name, weight in model.named_parameters()
            }
            for _ in range(count)
        ]
        self._lines: list[Connection] = []
        for grads in self._grads:
            here, there = context.Pipe()
            process = context.Process(
                target=_work, args=(model, grads, there), kwargs={"compiled": compiled}, daemon=True
            )
            process.start()
            self._lines.append(here)

    def run(self, pieces: list[Piece]) -> tuple[float, dict[str, Tensor]]:
        """Mean loss and gradients of all pieces together, weights heeded."""
        learned = counted(pieces)
        if self._fixed:
            waiting = [share[::-1] for share in shared_out(pieces, len(self._lines))]
        else:
            # One list for all. The longest come first: what is left for the end is then small.
            waiting = [sorted(pieces, key=cost)] * len(self._lines)
        losses = [0.0] * len(self._lines)
        busy = 0
        for line, mine in zip(self._lines, waiting, strict=True):
            if mine:
                line.send((mine.pop(), learned))
                busy += 1
        while busy:
            for line in ready(self._lines):
                number = self._lines.index(line)
                losses[number] += line.recv()
                busy -= 1
                if waiting[number]:
                    line.send((waiting[number].pop(), learned))
                    busy += 1
        total = sum(losses)
        for line in self._lines:
            line.send((None, 0))
        for line in self._lines:
            line.recv()
        first, *others = self._grads
        for name, grad in first.items():
            for other in others:
                grad.add_(other[name])
        return total, first
