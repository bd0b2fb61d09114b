"""Weights as nodes of the graph: read, made smaller, and wrapped so that the runtime keeps them so.

The shapes of these few nodes are what OpenVINO recognises as compressed weights
(its MarkDequantization and ConvertFullyConnected passes); another order of the same arithmetic
would have it expand every matrix to float32.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as ops

from rejoinder.engine.openvino.checkpoint import Array, Tensor
from rejoinder.engine.openvino.quantise import int4_group, int4_rows, int8_rows

WeightKind = Literal["int8", "int4", "f16", "f32"]
WEIGHT_KINDS: tuple[WeightKind, ...] = ("int8", "int4", "f16", "f32")


def matrix_kind(kind: WeightKind, width: int, *, is_table: bool) -> WeightKind:
    """How one matrix is kept when the model is kept as `kind`.

    int4 makes two exceptions: an input size no group divides, and the vocabulary's tables, whose
    errors reach every logit directly (llama.cpp and NNCF keep them at 6 or 8 bits too).
    """
    if kind == "int4" and (is_table or int4_group(width) is None):
        return "int8"
    return kind


def matrix_bytes(kind: WeightKind, num_rows: int, width: int, *, is_table: bool) -> int:
    """What one matrix takes once made smaller, its scales included."""
    match matrix_kind(kind, width, is_table=is_table):
        case "int8":
            return num_rows * width + 2 * num_rows
        case "int4":
            groups = num_rows * width // (int4_group(width) or width)
            return num_rows * width // 2 + groups * 2 + (groups + 1) // 2
        case "f16":
            return num_rows * width * 2
        case "f32":
            return num_rows * width * 4


class Constants:
    """Turns tensors into nodes, one matrix at a time. `count` is told the bytes of each tensor."""

    def __init__(
        self, tensors: Mapping[str, Tensor], kind: WeightKind, count: Callable[[int], None]
    ) -> None:
        self._tensors = tensors
        self._kind = kind
        self._count = count

    def vector(self, *names: str) -> ov.Output:
        """Vectors end to end, in float32."""
        parts = [self._tensors[name].vector() for name in names]
        for part in parts:
            self._count(part.nbytes)
        return _constant(np.concatenate(parts))

    def matrix(self, *names: str) -> ov.Output:
        """Matrices of one input size, stacked by output: [sum of outputs, input] as float32.

        Stacking changes no number, since every output channel has its own scale.
        """
        tensors = [self._tensors[name] for name in names]
        width = tensors[0].shape[1]
        match matrix_kind(self._kind, width, is_table=False):
            case "int8":
                values, scales = self._int8(tensors)
                return _dequantised(_constant(values), _constant(scales))
            case "int4":
                return self._int4(tensors, int4_group(width) or width)
            case "f16":
                return _widened(_constant(self._plain(tensors, np.float16)))
            case "f32":
                return _constant(self._plain(tensors, np.float32))

    def table(self, name: str) -> tuple[Callable[[ov.Output], ov.Output], ov.Output]:
        """A [vocab, hidden] matrix for two uses: (look up rows by id, the whole as a matrix)."""
        tensors = [self._tensors[name]]
        width = tensors[0].shape[1]
        axis = _constant(np.int64(0))
        match matrix_kind(self._kind, width, is_table=True):
            case "f32":
                plain = _constant(self._plain(tensors, np.float32))
                return lambda ids: ops.gather(plain, ids, axis).output(0), plain
            case "f16":
                halves = _constant(self._plain(tensors, np.float16))

                def rows_of_halves(ids: ov.Output) -> ov.Output:
                    return ops.convert(ops.gather(halves, ids, axis), "f32").output(0)

                return rows_of_halves, _widened(halves)
            case _:
                values, scales = (_constant(array) for array in self._int8(tensors))

                def rows(ids: ov.Output) -> ov.Output:
                    chosen = ops.convert(ops.gather(values, ids, axis), "f32")
                    by = ops.convert(ops.gather(scales, ids, axis), "f32")
                    return ops.multiply(chosen, by).output(0)

                return rows, _dequantised(values, scales)

    def _chunks(self, tensors: Sequence[Tensor]) -> Iterator[tuple[int, Array]]:
        base = 0
        for tensor in tensors:
            for first, chunk in tensor.rows():
                yield base + first, chunk
                self._count(chunk.nbytes)
            base += tensor.shape[0]

    def _plain(
        self, tensors: Sequence[Tensor], dtype: type[np.float16] | type[np.float32]
    ) -> NDArray[np.float16 | np.float32]:
        whole: NDArray[np.float16 | np.float32] = np.empty(
            (_num_rows(tensors), tensors[0].shape[1]), dtype
        )
        limit = np.float32(np.finfo(dtype).max)
        for first, chunk in self._chunks(tensors):
            # Beyond float16 a weight would become infinite; the nearest number is the lesser harm.
            whole[first : first + len(chunk)] = np.clip(chunk, -limit, limit)
        return whole

    def _int8(self, tensors: Sequence[Tensor]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
        num_rows = _num_rows(tensors)
        values = np.empty((num_rows, tensors[0].shape[1]), np.int8)
        scales = np.empty((num_rows, 1), np.float16)
        for first, chunk in self._chunks(tensors):
            small = int8_rows(chunk)
            values[first : first + len(chunk)] = small.values
            scales[first : first + len(chunk)] = small.scales
        return values, scales

    def _int4(self, tensors: Sequence[Tensor], group: int) -> ov.Output:
        num_rows, width = _num_rows(tensors), tensors[0].shape[1]
        groups = width // group
        values = np.empty((num_rows, groups, group // 2), np.uint8)
        zeros = np.empty((num_rows, groups), np.uint8)
        scales = np.empty((num_rows, groups, 1), np.float16)
        for first, chunk in self._chunks(tensors):
            small = int4_rows(chunk, group)
            values[first : first + len(chunk)] = small.values
            zeros[first : first + len(chunk)] = small.zeros
            scales[first : first + len(chunk), :, 0] = small.scales
        wide = ops.convert(_packed(values, (num_rows, groups, group)), "f16")
        zero = ops.convert(_packed(_pairs(zeros), (num_rows, groups, 1)), "f16")
        scaled = ops.multiply(ops.subtract(wide, zero), _constant(scales))
        flat = ops.reshape(scaled, _constant(np.array([num_rows, width], np.int64)), False)
        return ops.convert(flat, "f32").output(0)


def _num_rows(tensors: Sequence[Tensor]) -> int:
    return sum(tensor.shape[0] for tensor in tensors)


def _constant(value: NDArray[np.generic] | np.generic) -> ov.Output:
    # Copied: the binding shares memory without keeping the array alive, and reads freed memory.
    return ops.constant(np.asarray(value), shared_memory=False).output(0)


def _packed(nibbles: NDArray[np.uint8], shape: tuple[int, ...]) -> ov.Output:
    """A u4 constant of this shape from bytes that hold two numbers each."""
    tensor = ov.Tensor(nibbles, ov.Shape(list(shape)), ov.Type.u4)
    return ov.op.Constant(tensor, shared_memory=False).output(0)


def _pairs(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Numbers below 16 in order, two to a byte; an odd one out is followed by a zero."""
    flat = small.reshape(-1)
    if flat.size % 2:
        flat = np.append(flat, np.uint8(0))
    return flat[0::2] | (flat[1::2] << np.uint8(4))


def _dequantised(values: ov.Output, scales: ov.Output) -> ov.Output:
    scaled = ops.multiply(ops.convert(values, "f16"), scales)
    return ops.convert(scaled, "f32").output(0)


def _widened(halves: ov.Output) -> ov.Output:
    node = ops.convert(halves, "f32")
    # What OpenVINO's own float16 compression leaves; without it the constant is widened for good:
    # 16 s and 4.6 GB to compile a model of 0.5B.
    node.get_rt_info()["decompression_0"] = ""
    return node.output(0)
