"""The rotary tables: cosines and sines by position, computed once when a model is loaded.

A table and not ops in the graph, so that a position's numbers cannot depend on how many
positions a call holds. float32 throughout and in this order, because transformers does so and
checkpoints were trained that way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.openvino.config import LinearScaling, Llama3Scaling, Rope

Array = NDArray[np.float32]


def inverse_frequencies(rope: Rope, head_dim: int) -> Array:
    """Radians per position of each pair. Shape [head_dim / 2]."""
    exponents = np.arange(0, head_dim, 2, dtype=np.int64).astype(np.float32) / np.float32(head_dim)
    plain: Array = np.float32(1.0) / np.power(np.float32(rope.theta), exponents)
    match rope.scaling:
        case None:
            return plain
        case LinearScaling(factor=factor):
            return np.divide(plain, np.float32(factor), dtype=np.float32)
        case Llama3Scaling() as scaling:
            return _llama3(plain, scaling)


def _llama3(plain: Array, scaling: Llama3Scaling) -> Array:
    """Fast pairs stay, slow pairs are divided by the factor, those between are blended."""
    wavelengths = 2.0 * np.pi / plain
    turns = np.float32(scaling.original_positions) / wavelengths
    span = scaling.high_freq_factor - scaling.low_freq_factor
    keep = np.clip((turns - scaling.low_freq_factor) / span, 0.0, 1.0)
    blended = (1.0 - keep) * plain / scaling.factor + keep * plain
    return np.asarray(blended, np.float32)


def tables(rope: Rope, head_dim: int, num_positions: int) -> tuple[Array, Array]:
    """(cosines, sines), each [num_positions, head_dim]: the halves repeat."""
    positions = np.arange(num_positions, dtype=np.float32)
    half = positions[:, None] * inverse_frequencies(rope, head_dim)[None, :]
    angles = np.concatenate([half, half], axis=1)
    return np.cos(angles), np.sin(angles)
