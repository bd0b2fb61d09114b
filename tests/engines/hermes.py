"""A random model that can write calls and thoughts as Hermes and Qwen do: a byte-level vocabulary
with their markers, a chat template with tools, and weights that mean nothing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import tokenizers
from tokenizers import AddedToken, decoders, models, pre_tokenizers, trainers

from rejoinder.engine.openvino.random_model import write_random_model

TEMPLATE = """\
{%- if tools %}
    {{- '<|im_start|>system\\nYou may call these functions:\\n<tools>' }}
    {%- for tool in tools %}{{- '\\n' ~ (tool | tojson) }}{%- endfor %}
    {{- '\\n</tools>\\nWrite each call as\\n<tool_call>\\n{"name": "a name", "arguments": {}}\\n' }}
    {{- '</tool_call><|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if message.role == 'tool' %}
        {{- '<|im_start|>user\\n<tool_response>\\n' ~ message.content ~ '\\n</tool_response>' }}
        {{- '<|im_end|>\\n' }}
    {%- elif message.role == 'assistant' %}
        {{- '<|im_start|>assistant\\n' }}
        {%- if message.reasoning_content %}
            {{- '<think>\\n' ~ message.reasoning_content ~ '\\n</think>\\n\\n' }}
        {%- endif %}
        {{- message.content or '' }}
        {%- for call in message.tool_calls or [] %}
            {{- '\\n' if message.content or not loop.first }}
            {{- '<tool_call>\\n{"name": "' ~ call.function.name ~ '", "arguments": ' }}
            {{- call.function.arguments | tojson if call.function.arguments is mapping
                else call.function.arguments }}
            {{- '}\\n</tool_call>' }}
        {%- endfor %}
        {{- '<|im_end|>\\n' }}
    {%- else %}
        {{- '<|im_start|>' ~ message.role ~ '\\n' ~ message.content ~ '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and not enable_thinking %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}
"""
TEXTS = [
    '{"name": "get_weather", "arguments": {"city": "Oslo", "days": 3, "sure": true}}',
    '{"a": [1, 2, 3], "b": null, "c": false, "d": "a word and another one"}',
    "hello there, what is the weather like in the north of Norway?\n\n",
]


MARKERS = ("<tool_call>", "</tool_call>", "<think>", "</think>")
NO_TOOLS = """\
{%- for message in messages %}
    {{- '<|im_start|>' ~ message.role ~ '\\n' ~ message.content ~ '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}
"""


@cache
def tokenizer(*, has_markers: bool = True) -> tokenizers.Tokenizer:
    """has_markers: as tokens of their own; else they are letters. Other ids are the same."""
    made = tokenizers.Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=330,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(TEXTS, trainer)
    made.add_special_tokens(
        [
            AddedToken(one, special=True, normalized=False)
            for one in ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
        ]
    )
    if has_markers:
        made.add_tokens([AddedToken(one, special=False, normalized=False) for one in MARKERS])
    return made


def ids(text: str) -> list[int]:
    """Markers in it are their tokens."""
    return tokenizer().encode(text, add_special_tokens=False).ids


def letters(text: str) -> list[int]:
    """Letter by letter, so that no marker in it is one token."""
    return [one for letter in text for one in ids(letter)]


def text_side(path: Path, *, has_markers: bool = True, template: str = TEMPLATE) -> Path:
    """A folder without weights, for an engine whose worker is a fake."""
    tokenizer(has_markers=has_markers).save(str(path / "tokenizer.json"))
    (path / "tokenizer_config.json").write_text(
        json.dumps({"chat_template": template, "eos_token": "<|im_end|>"})
    )
    (end,) = ids("<|im_end|>")
    (path / "generation_config.json").write_text(json.dumps({"eos_token_id": end}))
    return path


def folder(path: Path, *, has_markers: bool = True, template: str = TEMPLATE) -> Path:
    """The whole model. Its context holds 2,048 tokens."""
    vocab = tokenizer().get_vocab_size()
    config: dict[str, object] = {
        "architectures": ["Qwen2ForCausalLM"],
        "model_type": "qwen2",
        "vocab_size": -(-vocab // 32) * 32,  # with rows of padding
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 2048,
        "rms_norm_eps": 1e-6,
        "rope_theta": 10000.0,
        "hidden_act": "silu",
        "tie_word_embeddings": False,
    }
    write_random_model(path, config, seed=5)
    return text_side(path, has_markers=has_markers, template=template)
