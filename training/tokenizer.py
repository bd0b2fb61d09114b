"""The vocabulary and how a conversation becomes token ids.

Byte-level BPE trained on a sample of the corpus. All 256 bytes stay in the alphabet, so any
text can be written; every digit is a token of its own, so that sums can be learned. The ids
made here are those that the chat template in export.py leads to; a test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from training.corpus import mix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from training.corpus.conversation import Turn

VOCAB_SIZE = 4096
SPECIAL = (
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>", "<tool_call>",
    "</tool_call>", "<tool_response>", "</tool_response>",
    *(f"<|reserved_{i}|>" for i in range(7)),
)  # fmt: skip
END_OF_TEXT, IM_START, IM_END = 0, 1, 2

# Words with the sign before them, single digits, runs of signs, line ends, spaces.
_PIECES = r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s*[\r\n]+|\s+(?!\S)|\s+"
# Enough that every row of every table has been seen many times.
SAMPLE_CONVERSATIONS = 60_000
# Text that the corpus lacks but that tools and thoughts are written in.
_EXTRA = (
    '{"name": "", "arguments": {"": ""}}',
    '{"type": "function", "function": {',
    '"parameters"',
)


def sample(seed: int, count: int) -> Iterator[str]:
    """Texts of the first conversations of the stream."""
    for index in range(count):
        for turn in mix.conversation(seed, index).turns:
            yield f"{turn.role}\n{turn.content}"
        if index % 1000 == 0:
            yield from _EXTRA


def train(seed: int, count: int = SAMPLE_CONVERSATIONS) -> Tokenizer:
    """A new tokenizer. The same seed and count give the same one."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PIECES), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCAB_SIZE,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(sample(seed, count), trainer)
    return tokenizer


def load_or_train(path: Path, seed: int) -> Tokenizer:
    """The tokenizer of this run, trained on its first use."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        train(seed).save(str(path))
    return Tokenizer.from_file(str(path))


def encode_conversation(
    tokenizer: Tokenizer, turns: Sequence[Turn]
) -> tuple[list[int], list[bool]]:
    """Token ids, and for each whether the model must learn to write it.

    Learned are the assistant's words and the `<|im_end|>` after them.
    """
    ids: list[int] = []
    learned: list[bool] = []
    for turn in turns:
        head = [IM_START, *tokenizer.encode(f"{turn.role}\n", add_special_tokens=False).ids]
        body = [*tokenizer.encode(turn.content, add_special_tokens=False).ids, IM_END]
        tail = tokenizer.encode("\n", add_special_tokens=False).ids
        ids += head + body + tail
        learned += (
            [False] * len(head) + [turn.role == "assistant"] * len(body) + [False] * len(tail)
        )
    return ids, learned


def encode_prompt(tokenizer: Tokenizer, turns: Sequence[Turn]) -> list[int]:
    """Token ids up to where the assistant begins to answer."""
    ids, _ = encode_conversation(tokenizer, turns)
    return [*ids, IM_START, *tokenizer.encode("assistant\n", add_special_tokens=False).ids]
