"""Reading `config.json`: what it may say, and how each refusal is worded."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from rejoinder.engine.openvino.config import (
    DecoderShape,
    LinearScaling,
    Llama3Scaling,
    read_config,
)
from rejoinder.errors import BadModelFolder, UnsupportedModel

LLAMA: dict[str, object] = {
    "architectures": ["LlamaForCausalLM"],
    "hidden_size": 64,
    "intermediate_size": 160,
    "max_position_embeddings": 512,
    "num_attention_heads": 4,
    "num_hidden_layers": 2,
    "vocab_size": 96,
}


def read(tmp_path: Path, **changes: object) -> DecoderShape:
    config = {key: value for key, value in (LLAMA | changes).items() if value != "absent"}
    (tmp_path / "config.json").write_bytes(msgspec.json.encode(config))
    return read_config(tmp_path)


def test_defaults_are_those_of_the_family(tmp_path: Path) -> None:
    """Published configs leave out what their family's class fills in."""
    shape = read(tmp_path)
    assert (shape.num_kv_heads, shape.head_dim, shape.rms_eps) == (4, 16, 1e-6)
    assert (shape.qkv_bias, shape.out_bias, shape.qk_norm, shape.tied) == (False,) * 4
    assert shape.rope.theta == 10_000.0
    qwen2 = read(tmp_path, architectures=["Qwen2ForCausalLM"], num_key_value_heads=2)
    assert (qwen2.qkv_bias, qwen2.out_bias, qwen2.qk_norm) == (True, False, False)
    qwen3 = read(tmp_path, architectures=["Qwen3ForCausalLM"], num_key_value_heads=2, head_dim=32)
    assert (qwen3.qkv_bias, qwen3.qk_norm, qwen3.query_size, qwen3.kv_size) == (
        False,
        True,
        128,
        64,
    )


def test_theta_and_scaling_are_found_where_either_age_of_config_puts_them(tmp_path: Path) -> None:
    """transformers 5 moved `rope_theta` into `rope_parameters`; 4.43 renamed `type`."""
    assert read(tmp_path, rope_theta=5e5).rope.theta == 5e5
    new = read(tmp_path, rope_parameters={"rope_theta": 1e6, "rope_type": "default"})
    assert (new.rope.theta, new.rope.scaling) == (1e6, None)
    old = read(tmp_path, rope_scaling={"type": "linear", "factor": 2.0})
    assert old.rope.scaling == LinearScaling(2.0)
    llama3 = {
        "rope_type": "llama3",
        "factor": 8.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192,
    }
    assert read(tmp_path, rope_scaling=llama3).rope.scaling == Llama3Scaling(8.0, 1.0, 4.0, 8192)


def test_a_sliding_window_shortens_the_context(tmp_path: Path) -> None:
    """Up to the window's length, windowed and full attention are the same."""
    windowed = {"sliding_window": 128, "num_key_value_heads": 4}
    assert read(tmp_path, architectures=["MistralForCausalLM"], **windowed).max_positions == 128
    qwen = read(tmp_path, architectures=["Qwen2ForCausalLM"], use_sliding_window=True, **windowed)
    assert qwen.max_positions == 128
    unused = read(tmp_path, architectures=["Qwen2ForCausalLM"], **windowed)
    assert unused.max_positions == 512


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"architectures": ["GemmaForCausalLM"]}, "GemmaForCausalLM"),
        ({"architectures": "absent"}, "architectures nothing"),
        ({"hidden_act": "gelu"}, "hidden_act 'gelu'"),
        ({"rope_scaling": {"rope_type": "yarn", "factor": 4.0}}, "rope_type 'yarn'"),
        ({"quantization_config": {"quant_method": "gptq"}}, "quantization_config"),
        ({"partial_rotary_factor": 0.5}, "partial_rotary_factor 0.5"),
        ({"layer_types": ["linear_attention"]}, "linear_attention"),
        ({"head_dim": 17}, "head_dim 17"),
    ],
)
def test_what_the_graph_cannot_do_is_refused_by_name(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    """Leaving a field out in silence would serve another model than the one asked for."""
    with pytest.raises(UnsupportedModel, match=said):
        read(tmp_path, **changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hidden_size": "absent"}, "no hidden_size"),
        ({"hidden_size": "64"}, r"hidden_size"),
        ({"hidden_size": 0}, "hidden_size 0"),
        ({"hidden_size": 65}, "hidden_size 65 is not a multiple"),
        ({"hidden_size": 10**12}, "hidden_size 1000000000000"),
        ({"head_dim": 0}, "head_dim 0"),
        ({"num_key_value_heads": 3}, "num_key_value_heads 3"),
        ({"rms_norm_eps": -1.0}, "rms_norm_eps -1.0"),
        ({"rope_theta": 0.0}, "rope_theta 0.0"),
        ({"rope_scaling": {"rope_type": "linear"}}, "factor None"),
        ({"rope_scaling": 7}, "rope_scaling"),
        ({"architectures": ["Qwen2ForCausalLM"]}, "no num_key_value_heads"),
    ],
)
def test_a_config_that_cannot_be_is_named(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    """The person who must fix the file needs the field and its value."""
    with pytest.raises(BadModelFolder, match=said):
        read(tmp_path, **changes)


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"null", b'{"architectures":', b"\xff\xfe", b"[" * 100_000, b" " * (5 * 2**20)],
    ids=["empty", "list", "null", "cut", "not text", "deep", "large"],
)
def test_a_broken_config_is_a_clean_error(tmp_path: Path, raw: bytes) -> None:
    """A file from a stranger must not crash the server."""
    (tmp_path / "config.json").write_bytes(raw)
    with pytest.raises(BadModelFolder, match=r"config\.json"):
        read_config(tmp_path)


def test_a_missing_config_is_a_clean_error(tmp_path: Path) -> None:
    """The commonest mistake: a folder that is no model."""
    with pytest.raises(BadModelFolder, match=r"has no config\.json"):
        read_config(tmp_path)
