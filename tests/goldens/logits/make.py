"""Makes the golden logits: random models, run by Hugging Face transformers in float32.

Run by hand, never by the tests; see README.md beside this file.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import msgspec
import torch
import transformers

from rejoinder.engine.openvino.random_model import write_random_model

HERE = Path(__file__).parent
NUM_TOKENS = 70  # two whole blocks of 32 and a part of a third
POSITIONS = [0, 1, 2, 31, 32, 33, 63, 64, 69]

SMALL: dict[str, object] = {
    "hidden_size": 64,
    "intermediate_size": 160,
    "max_position_embeddings": 512,
    "num_attention_heads": 4,
    "num_hidden_layers": 2,
    "num_key_value_heads": 2,
    "rms_norm_eps": 1e-6,
    "rope_theta": 10000.0,
    "tie_word_embeddings": False,
    "vocab_size": 96,
}

CASES: dict[str, dict[str, object]] = {
    "llama": {"architectures": ["LlamaForCausalLM"], "rms_norm_eps": 1e-5},
    # Every head has its own keys and values, the table is shared, all matrices have biases.
    "llama-full-heads-tied-biased": {
        "architectures": ["LlamaForCausalLM"],
        "attention_bias": True,
        "mlp_bias": True,
        "num_key_value_heads": 4,
        "tie_word_embeddings": True,
    },
    # The original length is shorter than the prompt, so that all three ranges of wavelengths
    # are there and matter.
    "llama-rope-llama3": {
        "architectures": ["LlamaForCausalLM"],
        "rope_scaling": {
            "factor": 8.0,
            "high_freq_factor": 4.0,
            "low_freq_factor": 1.0,
            "original_max_position_embeddings": 40,
            "rope_type": "llama3",
        },
        "rope_theta": 500000.0,
    },
    "llama-rope-linear": {
        "architectures": ["LlamaForCausalLM"],
        "rope_scaling": {"factor": 4.0, "rope_type": "linear"},
    },
    # No size is a multiple of 16, and no int4 group divides the hidden size.
    "llama-odd-sizes": {
        "architectures": ["LlamaForCausalLM"],
        "hidden_size": 72,
        "intermediate_size": 100,
        "num_attention_heads": 3,
        "num_key_value_heads": 1,
        "vocab_size": 97,
    },
    "mistral": {"architectures": ["MistralForCausalLM"], "sliding_window": None},
    "qwen2": {"architectures": ["Qwen2ForCausalLM"], "tie_word_embeddings": True},
    # head_dim is not hidden / heads, and theta stands where transformers 5 writes it.
    "qwen3": {
        "architectures": ["Qwen3ForCausalLM"],
        "head_dim": 32,
        "rope_parameters": {"rope_theta": 1000000.0, "rope_type": "default"},
        "tie_word_embeddings": True,
    },
}


def main() -> None:
    for number, (name, changes) in enumerate(CASES.items()):
        config = dict(sorted((SMALL | changes | {"model_type": name.partition("-")[0]}).items()))
        if "rope_parameters" in config:
            del config["rope_theta"]
        vocab = config["vocab_size"]
        assert isinstance(vocab, int)
        seed = 100 + number
        # Any fixed ids do; these go through the whole vocabulary.
        token_ids = [(seed + 37 * place) % vocab for place in range(NUM_TOKENS)]
        with tempfile.TemporaryDirectory() as temporary:
            write_random_model(Path(temporary), config, seed=seed)
            model = transformers.AutoModelForCausalLM.from_pretrained(
                temporary, dtype=torch.float32, attn_implementation="eager"
            )
            with torch.no_grad():
                logits = model(torch.tensor([token_ids])).logits[0, POSITIONS]
        made_with = f"torch {torch.__version__}, transformers {transformers.__version__}"
        # Seven digits: a float32 has no more.
        rows = [_json([float(f"{value:.7g}") for value in row]) for row in logits.tolist()]
        lines = [
            f'"made_with": {_json(made_with)}',
            f'"seed": {seed}',
            f'"config": {_json(config)}',
            f'"token_ids": {_json(token_ids)}',
            f'"positions": {_json(POSITIONS)}',
            '"logits": [\n' + ",\n".join(rows) + "\n]",
        ]
        text = "{\n" + ",\n".join(lines) + "\n}\n"
        (HERE / f"{name}.json").write_text(text, encoding="utf-8")
        print(f"{name}: largest logit {logits.abs().max():.3f}", file=sys.stderr)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


if __name__ == "__main__":
    main()
