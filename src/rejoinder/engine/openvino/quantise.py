"""Making weights smaller: int8 per output channel and int4 in groups along the input.

Pure numpy. The law, checked by tests: with the scale as stored, no weight moves by more than
half a scale. Scales are float16 because that is what the runtime's compressed matmuls take.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Halves = NDArray[np.float16]

# Large groups cost fewer bytes; 128 is what llama.cpp's and NNCF's int4 formats have settled on.
INT4_GROUPS = (128, 64, 32)

# The smallest normal float16. Below it a scale would lose its own precision, and such weights
# are noise: with this scale they are at most half of 6e-5 away from where they were.
MIN_SCALE = np.float32(np.finfo(np.float16).smallest_normal)
# One step below the largest float16, so that the next one up is still a number.
MAX_SCALE = np.float32(65472.0)


@dataclass(frozen=True, slots=True)
class Int8Rows:
    """values [rows, width] in -127..127; scales [rows, 1]. A weight is value * scale."""

    values: NDArray[np.int8]
    scales: Halves


@dataclass(frozen=True, slots=True)
class Int4Rows:
    """values [rows, groups, group / 2]: two to a byte, the earlier in the low half.

    zeros [rows, groups], 0..15, and scales [rows, groups]. A weight is (value - zero) * scale.
    """

    values: NDArray[np.uint8]
    zeros: NDArray[np.uint8]
    scales: Halves


def int4_group(width: int) -> int | None:
    """The group size for a matrix of this input size, or None when none divides it."""
    for group in INT4_GROUPS:
        if width % group == 0:
            return group
    return None


def _stored_scales(exact: Array) -> Halves:
    """Scales as float16, never so much smaller that the largest weight would be cut off."""
    scales = np.clip(exact, MIN_SCALE, MAX_SCALE).astype(np.float16)
    too_small = scales.astype(np.float32) < exact
    return np.where(too_small, np.nextafter(scales, np.float16(np.inf)), scales)


def int8_rows(weights: Array) -> Int8Rows:
    """Each row by its own largest weight. weights [rows, width]."""
    scales = _stored_scales(np.abs(weights).max(axis=1, keepdims=True) / np.float32(127))
    values = np.rint(weights / scales.astype(np.float32))
    return Int8Rows(values.astype(np.int8), scales)


def int4_rows(weights: Array, group: int) -> Int4Rows:
    """Each group by its own least and largest weight. weights [rows, n * group].

    The zero point is rounded to a whole step. That shifts the range by up to half a step, and
    the weight at the far end is still at most half a step away; zero stays exactly zero.
    """
    num_rows, width = weights.shape
    grouped = weights.reshape(num_rows, width // group, group)
    low = np.minimum(grouped.min(axis=2), np.float32(0))
    high = np.maximum(grouped.max(axis=2), np.float32(0))
    scales = _stored_scales((high - low) / np.float32(15))
    steps = scales.astype(np.float32)
    zeros = np.rint(-low / steps)
    values = np.rint(grouped / steps[:, :, None]) + zeros[:, :, None]
    values = np.clip(values, 0, 15).astype(np.uint8)
    packed = values[:, :, 0::2] | (values[:, :, 1::2] << np.uint8(4))
    return Int4Rows(packed, zeros.astype(np.uint8), scales)
