"""Write a checkpoint as a Hugging Face folder that any runtime can load.

    python -m training.export --checkpoint build/mini --out src/rejoinder/mini

Weights are stored in bfloat16, in which they were trained. The fused matrices of model.py are
split into the names that Qwen3 models have. The model card is written by hand and left alone.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors.torch import save_file

from training import checkpoint, tokenizer
from training.model import Shape

if TYPE_CHECKING:
    from torch import Tensor

TEMPLATE = Path(__file__).with_name("chat_template.jinja")


def config(shape: Shape) -> dict[str, object]:
    """config.json."""
    return {
        "architectures": ["Qwen3ForCausalLM"],
        "attention_bias": False,
        "attention_dropout": 0.0,
        "bos_token_id": None,
        "eos_token_id": tokenizer.IM_END,
        "pad_token_id": tokenizer.END_OF_TEXT,
        "head_dim": shape.head_dim,
        "hidden_act": "silu",
        "hidden_size": shape.hidden,
        "initializer_range": 0.02,
        "intermediate_size": shape.ffn,
        "max_position_embeddings": shape.max_positions,
        "max_window_layers": shape.layers,
        "model_type": "qwen3",
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "num_key_value_heads": shape.kv_heads,
        "rms_norm_eps": shape.eps,
        "rope_scaling": None,
        "rope_theta": shape.rope_theta,
        "sliding_window": None,
        "tie_word_embeddings": True,
        "torch_dtype": "bfloat16",
        "use_cache": True,
        "use_sliding_window": False,
        "vocab_size": shape.vocab,
    }


def generation_config() -> dict[str, object]:
    """generation_config.json."""
    return {
        "do_sample": True,
        "eos_token_id": [tokenizer.IM_END, tokenizer.END_OF_TEXT],
        "pad_token_id": tokenizer.END_OF_TEXT,
        "temperature": 0.7,
        "top_k": 20,
        "top_p": 0.9,
    }


def tokenizer_config(template: str) -> dict[str, object]:
    """tokenizer_config.json."""
    return {
        "added_tokens_decoder": {
            str(i): {
                "content": token,
                "lstrip": False,
                "normalized": False,
                "rstrip": False,
                "single_word": False,
                # A server reads thoughts and calls as text, so decoding must not drop their marks.
                "special": token.startswith("<|"),
            }
            for i, token in enumerate(tokenizer.SPECIAL)
        },
        "add_bos_token": False,
        "add_prefix_space": False,
        "bos_token": None,
        "chat_template": template,
        "clean_up_tokenization_spaces": False,
        "eos_token": "<|im_end|>",
        "model_max_length": Shape().max_positions,
        "pad_token": "<|endoftext|>",
        "tokenizer_class": "PreTrainedTokenizerFast",
        "unk_token": None,
    }


def hf_weights(weights: dict[str, Tensor], shape: Shape) -> dict[str, Tensor]:
    """The weights under the names and in the pieces of a Qwen3 model, bfloat16."""
    q, kv = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    out = {
        "model.embed_tokens.weight": weights["embed.weight"],
        "model.norm.weight": weights["norm.weight"],
    }
    for i in range(shape.layers):
        here, there = f"blocks.{i}", f"model.layers.{i}"
        wq, wk, wv = torch.split(weights[f"{here}.qkv.weight"], [q, kv, kv])
        gate, up = torch.split(weights[f"{here}.gate_up.weight"], shape.ffn)
        out |= {
            f"{there}.input_layernorm.weight": weights[f"{here}.attention_norm.weight"],
            f"{there}.self_attn.q_proj.weight": wq,
            f"{there}.self_attn.k_proj.weight": wk,
            f"{there}.self_attn.v_proj.weight": wv,
            f"{there}.self_attn.q_norm.weight": weights[f"{here}.q_norm.weight"],
            f"{there}.self_attn.k_norm.weight": weights[f"{here}.k_norm.weight"],
            f"{there}.self_attn.o_proj.weight": weights[f"{here}.out.weight"],
            f"{there}.post_attention_layernorm.weight": weights[f"{here}.ffn_norm.weight"],
            f"{there}.mlp.gate_proj.weight": gate,
            f"{there}.mlp.up_proj.weight": up,
            f"{there}.mlp.down_proj.weight": weights[f"{here}.down.weight"],
        }
    return {name: weight.bfloat16().contiguous() for name, weight in out.items()}


def _write(path: Path, value: dict[str, object]) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def mark_calls_as_text(path: Path) -> None:
    """Keep `<think>` and `<tool_call>` single tokens, but let decoding show them."""
    state = json.loads(path.read_text())
    for token in state["added_tokens"]:
        token["special"] = token["content"].startswith("<|")
    path.write_text(json.dumps(state, ensure_ascii=False, separators=(",", ":")) + "\n")


def export(source: Path, folder: Path) -> None:
    """Write everything but the card."""
    held = checkpoint.weights(source)
    shape = checkpoint.shape_of(held)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(
        hf_weights(held, shape),
        folder / "model.safetensors",
        metadata={"format": "pt"},
    )
    # safetensors writes files that only their owner can read.
    (folder / "model.safetensors").chmod(0o644)
    template = TEMPLATE.read_text()
    shutil.copyfile(TEMPLATE, folder / "chat_template.jinja")
    shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")
    mark_calls_as_text(folder / "tokenizer.json")
    _write(folder / "config.json", config(shape))
    _write(folder / "generation_config.json", generation_config())
    _write(folder / "tokenizer_config.json", tokenizer_config(template))


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--checkpoint", default="build/mini")
    parser.add_argument("--out", default="src/rejoinder/mini")
    args = parser.parse_args()
    export(Path(args.checkpoint), Path(args.out))


if __name__ == "__main__":
    main()
