"""Read the weights of a checkpoint back into a network.

Knows the layout that train.py writes; knows nothing of training or export.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from tokenizers import Tokenizer

from training.model import Mini, Shape

if TYPE_CHECKING:
    from pathlib import Path


def weights(folder: Path) -> dict[str, torch.Tensor]:
    """Float32 weights by the names in model.py."""
    state = torch.load(folder / "checkpoint.pt", weights_only=True)
    master: dict[str, torch.Tensor] = state["optimiser"]["master"]
    return master


def shape_of(held: dict[str, torch.Tensor]) -> Shape:
    """The shape that the weights have: today's, with as many pieces as they have rows for."""
    return Shape(vocab=held["embed.weight"].shape[0])


def load(folder: Path) -> tuple[Mini, Tokenizer]:
    """A float32 network and its tokenizer."""
    held = weights(folder)
    model = Mini(shape_of(held))
    model.load_state_dict(held)
    return model.eval(), Tokenizer.from_file(str(folder / "tokenizer.json"))
