"""Rounding weights, checked by hand on matrices small enough to."""

from __future__ import annotations

import numpy as np
import openvino as ov
import pytest
from numpy.typing import NDArray
from openvino import opset13 as ops

from rejoinder.engine.openvino.constants import matrix_bytes, matrix_kind
from rejoinder.engine.openvino.quantise import Int4Rows, int4_group, int4_rows, int8_rows

Array = NDArray[np.float32]


def int4_values(small: Int4Rows) -> NDArray[np.uint8]:
    """[rows, groups, group], the earlier number of a byte in its low half."""
    pairs = np.stack([small.values & 15, small.values >> 4], axis=-1)
    return pairs.reshape(*small.values.shape[:2], -1)


def int4_weights(small: Int4Rows) -> Array:
    steps = int4_values(small).astype(np.float32) - small.zeros[:, :, None].astype(np.float32)
    return (steps * small.scales[:, :, None].astype(np.float32)).reshape(len(small.values), -1)


def test_int8_by_hand() -> None:
    """The largest weight of a row is 127; halves go to the even neighbour."""
    weights = np.array([[127.0, -63.5, 0.0, 1.0], [-254.0, 2.0, 4.0, 5.0]], np.float32)
    small = int8_rows(weights)
    assert small.scales.tolist() == [[1.0], [2.0]]
    assert small.values.tolist() == [[127, -64, 0, 1], [-127, 1, 2, 2]]


def test_int4_by_hand() -> None:
    """A group from -3 to 12 is sixteen whole steps; zero is one of them."""
    weights = np.zeros((1, 64), np.float32)
    weights[0, :5] = [-3.0, 12.0, 0.4, 1.0, 5.6]
    weights[0, 32:34] = [-15.0, -1.0]
    small = int4_rows(weights, 32)
    assert small.scales.tolist() == [[1.0, 1.0]]
    assert small.zeros.tolist() == [[3, 15]]
    values = int4_values(small)[0]
    assert values[0, :6].tolist() == [0, 15, 3, 4, 9, 3]
    assert values[1, :3].tolist() == [0, 14, 15]


@pytest.mark.parametrize("size", [1e-9, 1e-4, 1.0, 1e3])
def test_no_weight_moves_by_more_than_half_a_scale(rng: np.random.Generator, size: float) -> None:
    """The law of rounding; rows of one sign, of zeros and of one large weight included."""
    weights = (rng.standard_normal((40, 256)) * size).astype(np.float32)
    weights[0] = np.abs(weights[0])
    weights[1] = -np.abs(weights[1])
    weights[2] = 0.0
    weights[3, 7] = 40 * size
    weights[4, 1:] = 0.0
    wide = int8_rows(weights)
    steps = wide.scales.astype(np.float32)
    # A float32's own rounding is allowed for: 127 steps of 24 bits.
    assert (np.abs(wide.values * steps - weights) <= steps * 0.50002).all()
    for group in (32, 64, 128):
        small = int4_rows(weights, group)
        steps = np.repeat(small.scales.astype(np.float32), group, axis=1)
        assert (np.abs(int4_weights(small) - weights) <= steps * 0.50002).all()


def test_the_group_is_the_largest_that_divides() -> None:
    """A matrix that no group divides is kept as int8, as are the vocabulary's tables."""
    assert [int4_group(width) for width in (896, 192, 160, 72)] == [128, 64, 32, None]
    assert matrix_kind("int4", 896, is_table=False) == "int4"
    assert matrix_kind("int4", 72, is_table=False) == "int8"
    assert matrix_kind("int4", 896, is_table=True) == "int8"
    # 2 rows of 256: 256 bytes of nibbles, 4 scales of 2 bytes, 4 zero points of half a byte.
    assert matrix_bytes("int4", 2, 256, is_table=False) == 256 + 8 + 2
    assert matrix_bytes("int8", 2, 256, is_table=False) == 512 + 4


def test_the_runtime_reads_nibbles_in_our_order(rng: np.random.Generator) -> None:
    """The packing is OpenVINO's to define and ours to match."""
    weights = rng.standard_normal((3, 64)).astype(np.float32)
    small = int4_rows(weights, 32)
    tensor = ov.Tensor(small.values, ov.Shape([3, 2, 32]), ov.Type.u4)
    node = ops.convert(ov.op.Constant(tensor, shared_memory=False), "f32")
    compiled = ov.Core().compile_model(ov.Model([ops.result(node)], [], "nibbles"), "CPU")
    assert np.array_equal(compiled([])[0], int4_values(small).astype(np.float32))
