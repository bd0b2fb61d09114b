"""The optimiser: Muon for the matrices inside the blocks, AdamW for everything else.

Knows nothing of the model but which parameters are which. Keeps float32 copies of bfloat16
weights, because a step of Muon is often smaller than bfloat16 can tell apart.

Source: Jordan et al., "Muon: An optimizer for hidden layers in neural networks" (2024),
https://kellerjordan.github.io/posts/muon/. Five Newton-Schulz steps with its coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import Tensor, nn

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_NEWTON_SCHULZ_STEPS = 5


def orthogonal(matrices: Tensor) -> Tensor:
    """The nearest (half-)orthogonal matrices, roughly. Shape [count, rows, columns] is kept."""
    a, b, c = _COEFFICIENTS
    x = matrices.bfloat16()
    turned = x.shape[1] > x.shape[2]
    if turned:
        x = x.transpose(1, 2)
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(_NEWTON_SCHULZ_STEPS):
        gram = torch.bmm(x, x.transpose(1, 2))
        x = a * x + torch.bmm(b * gram + c * torch.bmm(gram, gram), x)
    found: Tensor = (x.transpose(1, 2) if turned else x).float()
    return found


@dataclass
class Slice:
    """A part of a parameter that is a matrix of its own, such as the queries' rows of qkv."""

    name: str
    first_row: int
    num_rows: int


@dataclass
class Optimiser:
    """Steps all parameters. `matrices` lists what Muon steps; the rest is AdamW's."""

    model: nn.Module
    matrices: list[Slice]
    momentum: float = 0.95
    betas: tuple[float, float] = (0.9, 0.98)
    weight_decay: float = 0.02
    master: dict[str, Tensor] = field(default_factory=dict)
    velocity: dict[str, Tensor] = field(default_factory=dict)
    square: dict[str, Tensor] = field(default_factory=dict)
    steps: int = 0

    def __post_init__(self) -> None:
        """Copy the weights as they are now."""
        muon = {s.name for s in self.matrices}
        for name, weight in self.model.named_parameters():
            self.master[name] = weight.detach().float().clone()
            self.velocity[name] = torch.zeros_like(self.master[name])
            if name not in muon:
                self.square[name] = torch.zeros_like(self.master[name])

    def state(self) -> dict[str, object]:
        """Everything needed to go on later."""
        return {
            "master": self.master,
            "velocity": self.velocity,
            "square": self.square,
            "steps": self.steps,
        }

    def load(self, state: dict[str, object]) -> None:
        """Go on from `state()`, and put its weights into the model."""
        for name in ("master", "velocity", "square"):
            saved = state[name]
            assert isinstance(saved, dict)
            getattr(self, name).update(saved)
        assert isinstance(state["steps"], int)
        self.steps = state["steps"]
        self._publish()

    def step(self, grads: dict[str, Tensor], muon_rate: float, adam_rate: float) -> None:
        """One step from these gradients, which are used up."""
        self.steps += 1
        with torch.no_grad():
            self._adam(grads, adam_rate)
            self._muon(grads, muon_rate)
        self._publish()

    def _adam(self, grads: dict[str, Tensor], rate: float) -> None:
        first, second = self.betas
        for name, square in self.square.items():
            grad, velocity = grads[name], self.velocity[name]
            velocity.lerp_(grad, 1 - first)
            square.lerp_(grad.square(), 1 - second)
            mean = velocity / (1 - first**self.steps)
            spread = (square / (1 - second**self.steps)).sqrt_().add_(1e-8)
            self.master[name].sub_(mean.div_(spread), alpha=rate)

    def _muon(self, grads: dict[str, Tensor], rate: float) -> None:
        groups: dict[tuple[int, int], list[tuple[Slice, Tensor]]] = {}
        for name in {s.name: None for s in self.matrices}:
            self.velocity[name].lerp_(grads[name], 1 - self.momentum)
            grads[name] = grads[name].lerp_(self.velocity[name], self.momentum)
        for part in self.matrices:
            rows = slice(part.first_row, part.first_row + part.num_rows)
            matrix = grads[part.name][rows]
            # One shape for a matrix and its transpose, so that more of them go through together.
            key = (min(matrix.shape), max(matrix.shape))
            groups.setdefault(key, []).append((part, matrix))
        for group in groups.values():
            wide = torch.stack([m if m.shape[0] <= m.shape[1] else m.T for _, m in group])
            for (part, matrix), update in zip(group, orthogonal(wide), strict=True):
                weight = self.master[part.name][part.first_row : part.first_row + part.num_rows]
                turned = update if matrix.shape[0] <= matrix.shape[1] else update.T
                scale = max(1.0, matrix.shape[0] / matrix.shape[1]) ** 0.5
                weight.mul_(1 - rate * self.weight_decay)
                weight.sub_(turned, alpha=rate * scale)

    def _publish(self) -> None:
        with torch.no_grad():
            for name, weight in self.model.named_parameters():
                weight.copy_(self.master[name])
