"""The decoder as an OpenVINO graph, built op by op for any number of pieces in one call.

Inputs, beside the caches `key_cache.L` and `value_cache.L` of each layer L:

    input_ids             i64 [tokens]    ids of all pieces, end to end
    position_ids          i64 [tokens]    where each stands in its own sequence
    past_lens             i32 [pieces]    tokens of the sequence before the piece
    subsequence_begins    i32 [pieces+1]  where each piece begins among the tokens, and the end
    block_indices         i32 [n]         block tables, end to end
    block_indices_begins  i32 [pieces+1]  where each table begins, and the end
    max_context_len       i32 []          the longest sequence, its piece included
    wanted                i32 [rows]      which tokens' logits are asked for

One output: logits f32 [rows, vocab]. Choosing tokens before the output matrix, not after, spares
a prompt a product with the largest matrix for each of its tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import openvino as ov
from openvino import opset13 as ops
from openvino.op import _PagedAttentionExtension

from rejoinder.engine.openvino import rope
from rejoinder.engine.openvino.config import DecoderShape
from rejoinder.engine.openvino.constants import Constants


@dataclass(frozen=True, slots=True)
class Inputs:
    """The parameters every layer reads."""

    input_ids: ov.Output
    position_ids: ov.Output
    past_lens: ov.Output
    subsequence_begins: ov.Output
    block_indices: ov.Output
    block_indices_begins: ov.Output
    max_context_len: ov.Output
    wanted: ov.Output


def key_name(layer: int) -> str:
    return f"key_cache.{layer}"


def value_name(layer: int) -> str:
    return f"value_cache.{layer}"


def build(shape: DecoderShape, constants: Constants, max_model_len: int) -> ov.Model:
    """The whole decoder for sequences of up to `max_model_len` tokens."""
    return _Builder(shape, constants, max_model_len).model()


class _Builder:
    def __init__(self, shape: DecoderShape, constants: Constants, max_model_len: int) -> None:
        self._shape = shape
        self._constants = constants
        self._parameters: list[ov.op.Parameter] = []
        self._inputs = Inputs(
            input_ids=self._parameter("input_ids", ov.Type.i64, [-1]),
            position_ids=self._parameter("position_ids", ov.Type.i64, [-1]),
            past_lens=self._parameter("past_lens", ov.Type.i32, [-1]),
            subsequence_begins=self._parameter("subsequence_begins", ov.Type.i32, [-1]),
            block_indices=self._parameter("block_indices", ov.Type.i32, [-1]),
            block_indices_begins=self._parameter("block_indices_begins", ov.Type.i32, [-1]),
            max_context_len=self._parameter("max_context_len", ov.Type.i32, []),
            wanted=self._parameter("wanted", ov.Type.i32, [-1]),
        )
        cosines, sines = rope.tables(shape.rope, shape.head_dim, max_model_len)
        axis = _number(0, np.int64)
        # [tokens, 1, 1, head_dim]: the same for every head.
        spread = _list([-1, 1, 1, shape.head_dim], np.int64)
        self._cos, self._sin = (
            ops.reshape(ops.gather(_array(table), self._inputs.position_ids, axis), spread, False)
            for table in (cosines, sines)
        )

    def model(self) -> ov.Model:
        shape = self._shape
        look_up, table = self._constants.table("model.embed_tokens.weight")
        state = look_up(self._inputs.input_ids)
        for layer in range(shape.num_layers):
            prefix = f"model.layers.{layer}."
            normed = self._rms(state, prefix + "input_layernorm.weight")
            state = _add(state, self._attention(normed, layer, prefix + "self_attn."))
            normed = self._rms(state, prefix + "post_attention_layernorm.weight")
            state = _add(state, self._mlp(normed, prefix + "mlp."))
        chosen = ops.gather(state, self._inputs.wanted, _number(0, np.int64)).output(0)
        normed = self._rms(chosen, "model.norm.weight")
        if not shape.tied:
            _, table = self._constants.table("lm_head.weight")
        logits = ops.matmul(normed, table, False, True).output(0)
        logits.get_tensor().set_names({"logits"})
        return ov.Model([ops.result(logits)], self._parameters, "decoder")

    def _parameter(self, name: str, kind: ov.Type, dims: list[int]) -> ov.Output:
        node = ov.op.Parameter(kind, ov.PartialShape(dims))
        node.set_friendly_name(name)
        node.output(0).get_tensor().set_names({name})
        self._parameters.append(node)
        return node.output(0)

    def _cache(self, name: str) -> ov.Output:
        # The plugin chooses type and layout when it compiles; kv.py reads them back.
        return self._parameter(name, ov.Type.dynamic, [-1, -1, -1, -1])

    def _rms(self, state: ov.Output, weight: str) -> ov.Output:
        """x / sqrt(mean(x^2) + eps) * weight over the last axis (arXiv:1910.07467).

        In exactly the ops that OpenVINO's RMSFusion knows, so that it becomes one kernel.
        """
        square = ops.power(state, _number(2.0, np.float32))
        mean = ops.reduce_mean(square, _list([-1], np.int64), True)
        root = ops.sqrt(ops.add(mean, _number(self._shape.rms_eps, np.float32)))
        scaled = ops.multiply(state, ops.divide(_number(1.0, np.float32), root))
        return ops.multiply(scaled, self._constants.vector(weight)).output(0)

    def _linear(
        self, state: ov.Output, prefix: str, names: tuple[str, ...], *, bias: bool
    ) -> ov.Output:
        """Several matrices on one input as a single product; outputs end to end."""
        weights = self._constants.matrix(*(f"{prefix}{name}.weight" for name in names))
        product = ops.matmul(state, weights, False, True).output(0)
        if not bias:
            return product
        return _add(product, self._constants.vector(*(f"{prefix}{name}.bias" for name in names)))

    def _mlp(self, state: ov.Output, prefix: str) -> ov.Output:
        """SwiGLU (arXiv:2002.05202)."""
        shape = self._shape
        both = self._linear(state, prefix, ("gate_proj", "up_proj"), bias=shape.mlp_bias)
        gate, up = _split(both, [shape.ffn, shape.ffn])
        return self._linear(
            ops.multiply(ops.swish(gate), up).output(0), prefix, ("down_proj",), bias=shape.mlp_bias
        )

    def _attention(self, state: ov.Output, layer: int, prefix: str) -> ov.Output:
        shape = self._shape
        both = self._linear(state, prefix, ("q_proj", "k_proj", "v_proj"), bias=shape.qkv_bias)
        query, key, value = _split(both, [shape.query_size, shape.kv_size, shape.kv_size])
        query = self._placed(query, shape.num_heads, prefix + "q_norm.weight")
        key = self._placed(key, shape.num_kv_heads, prefix + "k_norm.weight")
        attended = self._paged(query, key, value, layer)
        return self._linear(attended, prefix, ("o_proj",), bias=shape.out_bias)

    def _placed(self, flat: ov.Output, num_heads: int, norm: str) -> ov.Output:
        """Heads normed where the family does so, then rotated to their positions; flat again."""
        dim = self._shape.head_dim
        heads = ops.reshape(flat, _list([-1, num_heads, 1, dim], np.int64), False).output(0)
        if self._shape.qk_norm:
            heads = self._rms(heads, norm)
        first, second = _split(heads, [dim // 2, dim // 2], axis=3)
        # Written as OpenVINO's RoPEFusion knows it; the ops must stay in this form.
        turned = ops.concat([ops.multiply(second, _number(-1.0, np.float32)), first], -1)
        placed = ops.add(ops.multiply(heads, self._cos), ops.multiply(turned, self._sin))
        return ops.reshape(placed, _list([-1, num_heads * dim], np.int64), False).output(0)

    def _paged(self, query: ov.Output, key: ov.Output, value: ov.Output, layer: int) -> ov.Output:
        """Attention over the sequence's blocks; keys and values are stored on the way.

        The operation is not documented; its inputs are those of `PagedAttentionExtension` in
        OpenVINO 2026.4 (src/core/src/op/paged_attention.cpp). The ones we leave empty are for
        sliding windows, ALiBi, cache eviction, sparse attention, sinks and tree masks.
        """
        shape, read = self._shape, self._inputs
        none_i32 = _list([], np.int32)
        none_f32 = _list([], np.float32)
        zero = _number(0, np.int32)
        node = _PagedAttentionExtension(
            [
                query,
                key,
                value,
                self._cache(key_name(layer)),
                self._cache(value_name(layer)),
                read.past_lens,
                read.subsequence_begins,
                read.block_indices,
                read.block_indices_begins,
                _number(shape.head_dim**-0.5, np.float32),
                zero,  # sliding_window: none
                none_f32,  # alibi_slopes
                read.max_context_len,
                none_i32,  # score_aggregation_window
                none_i32,  # rotated_block_indices
                none_i32,  # rotation_deltas
                none_f32,  # rotation_trig_lut
                none_f32,  # xattention_threshold
                zero,  # xattention_block_size
                zero,  # xattention_stride
                _array(np.zeros((0, 0, 0, 0), np.float32)),  # sinks
                zero,  # adaptive_rkv_start_size
                none_i32,  # adaptive_rkv_evictable_sizes
                none_i32,  # adaptive_rkv_diversity_block_set_indices
                none_i32,  # adaptive_rkv_diversity_block_set_indices_begins
                none_i32,  # token_type_ids
                _list([], np.uint8),  # qq_bias
                none_i32,  # qq_bias_begins
            ]
        )
        info = node.get_rt_info()
        info["num_k_heads"] = shape.num_kv_heads
        info["k_head_size"] = shape.head_dim
        info["num_v_heads"] = shape.num_kv_heads
        info["v_head_size"] = shape.head_dim
        return node.output(0)


def _array(value: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> ov.Output:
    return ops.constant(value).output(0)


def _number(value: float, dtype: type[np.generic]) -> ov.Output:
    return _array(np.array(value, dtype))


def _list(values: list[int], dtype: type[np.generic]) -> ov.Output:
    return _array(np.array(values, dtype))


def _add(left: ov.Output, right: ov.Output) -> ov.Output:
    return ops.add(left, right).output(0)


def _split(state: ov.Output, sizes: list[int], axis: int = 1) -> list[ov.Output]:
    node = ops.variadic_split(state, _number(axis, np.int64), _list(sizes, np.int64))
    return [node.output(index) for index in range(len(sizes))]
