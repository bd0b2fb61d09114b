"""The memory in which keys and values live: one array per layer and kind, cut into blocks.

The plugin says at compile time what a block looks like; we allocate, hand over, copy blocks, and
never look inside. Block ids are the engine's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from rejoinder.engine.openvino.config import DecoderShape
from rejoinder.engine.openvino.graph import key_name, value_name
from rejoinder.engine.step import BlockCopy
from rejoinder.errors import UnsupportedModel

# bf16 is not among them: the runtime takes it only where all arithmetic is bf16. f32 is for
# comparing with other implementations: two segments of one sequence in one step come out wrong
# with it (docs/exactness.md), so it is not offered for serving.
KvPrecision = Literal["f16", "u8", "f32"]
KV_PRECISIONS: tuple[KvPrecision, ...] = ("f16", "u8", "f32")

# Fixed by OpenVINO's CPU plugin; BlockLayout.read checks it against the compiled model.
BLOCK_TOKENS = 32

ITEM_BYTES: dict[KvPrecision, int] = {"f16": 2, "u8": 1, "f32": 4}

# Quantised by token, each head's vector carries a float32 scale and a float32 zero point.
U8_EXTRA_BYTES = 8


def block_bytes(shape: DecoderShape, precision: KvPrecision) -> int:
    """What one block of 32 tokens takes over all layers, from the config alone."""
    vector = shape.head_dim * ITEM_BYTES[precision]
    if precision == "u8":
        vector += U8_EXTRA_BYTES
    return 2 * shape.num_layers * shape.num_kv_heads * BLOCK_TOKENS * vector


@dataclass(frozen=True, slots=True)
class CacheLayout:
    """One cache input of the compiled model. `block_shape` is [kv_heads, 32, stored vector]."""

    name: str
    kind: ov.Type
    block_shape: tuple[int, ...]

    @property
    def block_bytes(self) -> int:
        items = 1
        for length in self.block_shape:
            items *= length
        return items * int(self.kind.bitwidth) // 8


def read_layouts(compiled: ov.CompiledModel, num_layers: int) -> tuple[CacheLayout, ...]:
    """What the plugin made of the cache inputs.

    Errors: UnsupportedModel when its blocks are not as this engine assumes.
    """
    found = []
    for layer in range(num_layers):
        for name in (key_name(layer), value_name(layer)):
            port = compiled.input(name)
            dims = port.get_partial_shape()
            if len(dims) != 4 or any(dims[axis].is_dynamic for axis in (1, 2, 3)):
                raise UnsupportedModel(f"OpenVINO gave the input {name} the shape {dims}.")
            block_shape = tuple(dims[axis].get_length() for axis in (1, 2, 3))
            if block_shape[1] != BLOCK_TOKENS:
                raise UnsupportedModel(
                    f"OpenVINO gave {name} blocks of {block_shape[1]} tokens, not {BLOCK_TOKENS}."
                )
            found.append(CacheLayout(name, port.get_element_type(), block_shape))
    return tuple(found)


class KvCache:
    """The blocks themselves, zeroed and committed by the system only as they are first used.

    Zeroed matters: attention reads a block whole and weighs what is not there by 0, and 0 times
    the NaN that fresh memory may hold is NaN.
    """

    def __init__(self, layouts: tuple[CacheLayout, ...], num_blocks: int) -> None:
        self.num_blocks = num_blocks
        self._blocks: list[NDArray[np.uint8]] = []
        self._tensors: list[tuple[str, ov.Tensor]] = []
        for layout in layouts:
            memory = np.zeros((num_blocks, layout.block_bytes), np.uint8)
            shape = ov.Shape([num_blocks, *layout.block_shape])
            self._blocks.append(memory)
            self._tensors.append((layout.name, ov.Tensor(memory, shape, layout.kind)))

    @property
    def memory_bytes(self) -> int:
        return sum(memory.nbytes for memory in self._blocks)

    def bind(self, request: ov.InferRequest) -> None:
        """Hand the memory to a request; it keeps reading and writing it in place."""
        for name, tensor in self._tensors:
            request.set_tensor(name, tensor)

    def copy(self, copies: tuple[BlockCopy, ...]) -> None:
        """Copy blocks one after the other, so that a target may be a later copy's source."""
        for copy in copies:
            for memory in self._blocks:
                memory[copy.target] = memory[copy.source]
