"""What a decoder looks like, read from a model folder's `config.json`.

Knows the published config fields of four families and refuses by name what the graph cannot do.
Knows nothing of OpenVINO and reads no weights. Field names and defaults follow the `*Config`
classes of Hugging Face transformers, because those files were written by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from rejoinder.engine.openvino.files import read_small
from rejoinder.errors import BadModelFolder, UnsupportedModel

CONFIG_NAME = "config.json"

# Published configs are a few KB; a thousand times that is a mistake or an attack, not a config.
MAX_CONFIG_BYTES = 4 * 2**20

Family = Literal["llama", "mistral", "qwen2", "qwen3"]

FAMILIES: dict[str, Family] = {
    "LlamaForCausalLM": "llama",
    "MistralForCausalLM": "mistral",
    "Qwen2ForCausalLM": "qwen2",
    "Qwen3ForCausalLM": "qwen3",
}

# Far above any published model of these families (Llama 3.1 405B: 126 layers, hidden 16,384,
# FFN 53,248, vocabulary 128,256), and low enough that a wrong config cannot make us ask for
# terabytes before the shapes are compared with the files.
LIMITS = {
    "num_hidden_layers": 1_024,
    "hidden_size": 131_072,
    "num_attention_heads": 4_096,
    "num_key_value_heads": 4_096,
    "head_dim": 1_024,
    "intermediate_size": 1_048_576,
    "vocab_size": 4_194_304,
    "max_position_embeddings": 16_777_216,
}


class RopeConfig(msgspec.Struct, frozen=True):
    """The rotary fields, whichever of the three places they stood in."""

    rope_theta: float | None = None
    rope_type: str | None = None
    type: str | None = None  # the name of rope_type before transformers 4.43
    factor: float | None = None
    low_freq_factor: float | None = None
    high_freq_factor: float | None = None
    original_max_position_embeddings: int | None = None
    partial_rotary_factor: float | None = None


class ConfigFile(msgspec.Struct, frozen=True):
    """The fields of `config.json` that change the arithmetic. Others are not read."""

    architectures: list[str] | None = None
    num_hidden_layers: int | None = None
    hidden_size: int | None = None
    num_attention_heads: int | None = None
    num_key_value_heads: int | None = None
    head_dim: int | None = None
    intermediate_size: int | None = None
    vocab_size: int | None = None
    max_position_embeddings: int | None = None
    rms_norm_eps: float = 1e-6
    hidden_act: str = "silu"
    tie_word_embeddings: bool = False
    attention_bias: bool = False
    mlp_bias: bool = False
    use_sliding_window: bool = False
    sliding_window: int | None = None
    layer_types: list[str] | None = None
    rope_theta: float | None = None
    rope_scaling: RopeConfig | None = None
    rope_parameters: RopeConfig | None = None
    partial_rotary_factor: float | None = None
    quantization_config: msgspec.Raw = msgspec.Raw(b"null")


@dataclass(frozen=True, slots=True)
class Llama3Scaling:
    """Llama 3.1's stretching of the slow frequencies (Meta, `apply_scaling` in llama-models)."""

    factor: float
    low_freq_factor: float
    high_freq_factor: float
    original_positions: int


@dataclass(frozen=True, slots=True)
class LinearScaling:
    """Positions divided by a factor (Chen et al., arXiv:2306.15595)."""

    factor: float


@dataclass(frozen=True, slots=True)
class Rope:
    """Rotary positions over the whole head (Su et al., arXiv:2104.09864), halves not pairs."""

    theta: float
    scaling: Llama3Scaling | LinearScaling | None = None


@dataclass(frozen=True, slots=True)
class DecoderShape:
    """Everything the graph depends on but the numbers in the weights.

    max_positions: tokens of one sequence the model was made for. A family's sliding window is
    honoured by never going past it: until then windowed and full attention are the same.
    """

    family: Family
    num_layers: int
    hidden: int
    num_heads: int
    num_kv_heads: int
    head_dim: int
    ffn: int
    vocab: int
    max_positions: int
    rms_eps: float
    rope: Rope
    qkv_bias: bool
    out_bias: bool
    mlp_bias: bool
    qk_norm: bool
    tied: bool

    @property
    def query_size(self) -> int:
        return self.num_heads * self.head_dim

    @property
    def kv_size(self) -> int:
        return self.num_kv_heads * self.head_dim

    def tensors(self) -> dict[str, tuple[int, ...]]:
        """Every tensor the graph needs, by its name in the files, with its shape."""
        shapes: dict[str, tuple[int, ...]] = {
            "model.embed_tokens.weight": (self.vocab, self.hidden)
        }
        for layer in range(self.num_layers):
            prefix = f"model.layers.{layer}."
            for name, shape in self._layer_tensors():
                shapes[prefix + name] = shape
        shapes["model.norm.weight"] = (self.hidden,)
        if not self.tied:
            shapes["lm_head.weight"] = (self.vocab, self.hidden)
        return shapes

    def _layer_tensors(self) -> list[tuple[str, tuple[int, ...]]]:
        attn, mlp = "self_attn.", "mlp."
        found: list[tuple[str, tuple[int, ...]]] = [
            ("input_layernorm.weight", (self.hidden,)),
            ("post_attention_layernorm.weight", (self.hidden,)),
            (attn + "q_proj.weight", (self.query_size, self.hidden)),
            (attn + "k_proj.weight", (self.kv_size, self.hidden)),
            (attn + "v_proj.weight", (self.kv_size, self.hidden)),
            (attn + "o_proj.weight", (self.hidden, self.query_size)),
            (mlp + "gate_proj.weight", (self.ffn, self.hidden)),
            (mlp + "up_proj.weight", (self.ffn, self.hidden)),
            (mlp + "down_proj.weight", (self.hidden, self.ffn)),
        ]
        if self.qkv_bias:
            found += [
                (attn + "q_proj.bias", (self.query_size,)),
                (attn + "k_proj.bias", (self.kv_size,)),
                (attn + "v_proj.bias", (self.kv_size,)),
            ]
        if self.out_bias:
            found.append((attn + "o_proj.bias", (self.hidden,)))
        if self.mlp_bias:
            found += [
                (mlp + "gate_proj.bias", (self.ffn,)),
                (mlp + "up_proj.bias", (self.ffn,)),
                (mlp + "down_proj.bias", (self.hidden,)),
            ]
        if self.qk_norm:
            found += [
                (attn + "q_norm.weight", (self.head_dim,)),
                (attn + "k_norm.weight", (self.head_dim,)),
            ]
        return found


def read_config(folder: Path) -> DecoderShape:
    """The shape of the model in `folder`.

    Errors: BadModelFolder when the file is missing, malformed or contradicts itself;
    UnsupportedModel when it is sound and asks for something the graph does not do.
    """
    path = folder / CONFIG_NAME
    raw = read_small(folder, CONFIG_NAME, max_bytes=MAX_CONFIG_BYTES)
    try:
        config = msgspec.json.decode(raw, type=ConfigFile)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadModelFolder(f"{path} cannot be used: {error}.") from error
    return shape_of(config, where=str(path))


def shape_of(config: ConfigFile, *, where: str) -> DecoderShape:
    """Check a decoded config and work out its shape. `where` names it in errors."""
    family = _family(config, where)
    _refuse_unknown_arithmetic(config, where)
    hidden = _size(config.hidden_size, "hidden_size", where)
    num_heads = _size(config.num_attention_heads, "num_attention_heads", where)
    # transformers gives each family another default for a missing count; only Llama's (one
    # key head per query head) was ever relied upon by published files.
    num_kv_heads = (
        num_heads
        if config.num_key_value_heads is None and family == "llama"
        else _size(config.num_key_value_heads, "num_key_value_heads", where)
    )
    if num_heads % num_kv_heads:
        raise BadModelFolder(
            f"{where} has num_attention_heads {num_heads}, which is not a multiple of "
            f"num_key_value_heads {num_kv_heads}."
        )
    if config.head_dim is None and hidden % num_heads:
        raise BadModelFolder(
            f"{where} has no head_dim, and hidden_size {hidden} is not a multiple of "
            f"num_attention_heads {num_heads}."
        )
    per_head = hidden // num_heads if config.head_dim is None else config.head_dim
    head_dim = _size(per_head, "head_dim", where)
    if head_dim % 2:
        raise UnsupportedModel(f"{where} has head_dim {head_dim}; rotary positions need pairs.")
    if not 0.0 < config.rms_norm_eps < 1.0:
        raise BadModelFolder(f"{where} has rms_norm_eps {config.rms_norm_eps}, not in (0, 1).")
    return DecoderShape(
        family=family,
        num_layers=_size(config.num_hidden_layers, "num_hidden_layers", where),
        hidden=hidden,
        num_heads=num_heads,
        num_kv_heads=num_kv_heads,
        head_dim=head_dim,
        ffn=_size(config.intermediate_size, "intermediate_size", where),
        vocab=_size(config.vocab_size, "vocab_size", where),
        max_positions=_max_positions(config, family, where),
        rms_eps=config.rms_norm_eps,
        rope=_rope(config, where),
        qkv_bias=family == "qwen2" or (family in {"llama", "qwen3"} and config.attention_bias),
        out_bias=family in {"llama", "qwen3"} and config.attention_bias,
        mlp_bias=family == "llama" and config.mlp_bias,
        qk_norm=family == "qwen3",
        tied=config.tie_word_embeddings,
    )


def _family(config: ConfigFile, where: str) -> Family:
    names = config.architectures or []
    for name in names:
        if name in FAMILIES:
            return FAMILIES[name]
    shown = ", ".join(name[:100] for name in names[:3]) or "nothing"
    raise UnsupportedModel(
        f"{where} has architectures {shown}; the engine has graphs for {', '.join(FAMILIES)}."
    )


def _refuse_unknown_arithmetic(config: ConfigFile, where: str) -> None:
    if config.hidden_act != "silu":
        raise UnsupportedModel(
            f"{where} has hidden_act {config.hidden_act[:100]!r}; the engine does `silu`."
        )
    if bytes(config.quantization_config) != b"null":
        raise UnsupportedModel(
            f"{where} has a quantization_config: its weights are already quantised.",
            hint="Use the original float16 or bfloat16 model; the engine quantises it as it loads.",
        )
    known = {"full_attention", "sliding_attention"}
    for name in config.layer_types or []:
        if name not in known:
            raise UnsupportedModel(f"{where} has a layer of type {name[:100]!r}.")
    for rotary in (config, config.rope_scaling, config.rope_parameters):
        part = None if rotary is None else rotary.partial_rotary_factor
        if part is not None and part != 1.0:
            raise UnsupportedModel(
                f"{where} has partial_rotary_factor {part}; the engine rotates whole heads."
            )


def _max_positions(config: ConfigFile, family: Family, where: str) -> int:
    positions = _size(config.max_position_embeddings, "max_position_embeddings", where)
    windowed = family == "mistral" or (family in {"qwen2", "qwen3"} and config.use_sliding_window)
    if windowed and config.sliding_window is not None:
        if config.sliding_window < 1:
            raise BadModelFolder(f"{where} has sliding_window {config.sliding_window}.")
        return min(positions, config.sliding_window)
    return positions


def _rope(config: ConfigFile, where: str) -> Rope:
    rotary = config.rope_parameters or config.rope_scaling or RopeConfig()
    theta = 10_000.0
    for value in (rotary.rope_theta, config.rope_theta):
        if value is not None:
            theta = value
            break
    if not 1.0 < theta < 1e15:
        raise BadModelFolder(f"{where} has rope_theta {theta}.")
    kind = rotary.rope_type or rotary.type or "default"
    if kind == "default":
        return Rope(theta)
    if kind == "linear":
        return Rope(theta, LinearScaling(_positive(rotary.factor, "factor", where)))
    if kind == "llama3":
        low = _positive(rotary.low_freq_factor, "low_freq_factor", where)
        high = _positive(rotary.high_freq_factor, "high_freq_factor", where)
        if high <= low:
            raise BadModelFolder(
                f"{where} has high_freq_factor {high}, not above low_freq_factor {low}."
            )
        original = rotary.original_max_position_embeddings
        scaling = Llama3Scaling(
            factor=_positive(rotary.factor, "factor", where),
            low_freq_factor=low,
            high_freq_factor=high,
            original_positions=_size(original, "original_max_position_embeddings", where),
        )
        return Rope(theta, scaling)
    raise UnsupportedModel(
        f"{where} has rope_type {kind[:100]!r}; the engine does `default`, `linear` and `llama3`."
    )


def _size(value: int | None, name: str, where: str) -> int:
    if value is None:
        raise BadModelFolder(f"{where} has no {name}.")
    limit = LIMITS.get(name, LIMITS["max_position_embeddings"])
    if not 1 <= value <= limit:
        raise BadModelFolder(f"{where} has {name} {value}, not in 1 to {limit}.")
    return value


def _positive(value: float | None, name: str, where: str) -> float:
    if value is None or not 0.0 < value < 1e6:
        raise BadModelFolder(f"{where} has rope scaling {name} {value}, not a positive number.")
    return value
