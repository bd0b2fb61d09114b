"""Tokenizers of each build that models have, small enough to be made in a test."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import tokenizers
from tokenizers import AddedToken, decoders, models, normalizers, pre_tokenizers, trainers

SPECIALS = ("<s>", "</s>", "<|im_start|>", "<|im_end|>")
ADDED = ("<think>", "</think>")
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n"
    "{{ message.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant{{ '\\n' }}"
)
WORDS = ["the friend of my friend said hello there, user and assistant", "na na na hey hey"]
# Characters of 1 to 4 bytes, joined emoji, scripts without spaces, and what normalizers touch.
TEXTS = [
    "hello there",
    "  two  spaces and\n\n\tlines \n",
    "na\u00efve caf\u00e9 \u2014 \u201cquotes\u201d",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family",
    "flag \U0001f3f3\ufe0f\u200d\U0001f308",
    "\u4f60\u597d\uff0c\u4e16\u754c\u3002",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e04\u0e23\u0e31\u0e1a",
    "e\u0301 \ufffd \x00",
    "",
]


def _add(tokenizer: tokenizers.Tokenizer, specials: tuple[str, ...] = SPECIALS) -> None:
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token in specials]
    )
    tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in ADDED])


@cache
def byte_level() -> tokenizers.Tokenizer:
    """As GPT-2, Llama 3 and Qwen."""
    tokenizer = tokenizers.Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([*WORDS, *TEXTS], trainer)
    _add(tokenizer)
    return tokenizer


def _byte_fallback_model() -> models.BPE:
    letters = [f"<0x{byte:02X}>" for byte in range(256)]
    letters += sorted({one for text in WORDS for one in text.replace(" ", "\u2581")})
    merges = [("\u2581", "h"), ("h", "e"), ("l", "l"), ("he", "ll")]
    words = ["<unk>", *letters, *(a + b for a, b in merges)]
    vocab = {word: index for index, word in enumerate(dict.fromkeys(words))}
    return models.BPE(
        vocab=vocab, merges=merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True
    )


@cache
def sentencepiece() -> tokenizers.Tokenizer:
    """As Llama 2: a space is put before every section, and taken off the front again."""
    tokenizer = tokenizers.Tokenizer(_byte_fallback_model())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")]
    )
    tokenizer.decoder = decoders.Sequence(
        [
            decoders.Replace("\u2581", " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),
        ]
    )
    _add(tokenizer, ("<unk>", *SPECIALS))
    return tokenizer


@cache
def metaspace() -> tokenizers.Tokenizer:
    """As newer Llama-2-like files: a space is put before the text's first word only."""
    tokenizer = tokenizers.Tokenizer(_byte_fallback_model())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.decoder = decoders.Sequence(
        [decoders.ByteFallback(), decoders.Metaspace(prepend_scheme="first", split=False)]
    )
    _add(tokenizer, ("<unk>", *SPECIALS))
    return tokenizer


@cache
def unigram() -> tokenizers.Tokenizer:
    """As T5 and XLM: the model itself knows its control tokens as words."""
    letters = sorted({one for text in WORDS for one in text} | set("<>/|_"))
    words = ["<unk>", "<s>", "</s>", "\u2581", *letters]
    tokenizer = tokenizers.Tokenizer(
        models.Unigram([(word, -float(index)) for index, word in enumerate(words)], 0, False)
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    _add(tokenizer)
    return tokenizer


@cache
def whole_words() -> tokenizers.Tokenizer:
    """No decoder at all: tokens are joined with spaces."""
    tokenizer = tokenizers.Tokenizer(
        models.WordLevel({"[UNK]": 0, "hello": 1, "there": 2}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    _add(tokenizer)
    return tokenizer


ALL = (byte_level, sentencepiece, metaspace, unigram, whole_words)


def folder(
    path: Path,
    tokenizer: tokenizers.Tokenizer,
    *,
    template: str | None = CHATML,
    generation: dict[str, object] | None = None,
    config: dict[str, object] | None = None,
) -> Path:
    """A model folder's text side. config: what tokenizer_config.json has besides the template."""
    tokenizer.save(str(path / "tokenizer.json"))
    given = {} if template is None else {"chat_template": template}
    (path / "tokenizer_config.json").write_text(json.dumps(given | (config or {})))
    if generation is not None:
        (path / "generation_config.json").write_text(json.dumps(generation))
    return path
