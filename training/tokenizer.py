"""The vocabulary and how a conversation becomes token ids.

Byte-level BPE trained on a sample of the corpus. All 256 bytes stay in the alphabet, so any
text can be written; every digit is a token of its own, so that sums can be learned. The ids
made here are those that the chat template in export.py leads to; a test compares the two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from training import rendering
from training.corpus import mix

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from training.corpus.conversation import Conversation, Turn

VOCAB_SIZE = 2048
SPECIAL = (
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>", "<tool_call>",
    "</tool_call>", "<tool_response>", "</tool_response>",
    *(f"<|reserved_{i}|>" for i in range(7)),
)  # fmt: skip
END_OF_TEXT, IM_START, IM_END, THINK = 0, 1, 2, 3

# Words that are hardly ever a value, a name or a key: these have the space before them in their
# token. Every other word has the same pieces wherever it stands, after a space or after a quotation
# mark, in small letters or with a capital, so that it can be copied though it was never seen.
_JOINED = """
    a about all also always am an and another any anything are as ask at be because before being
    between boolean but by called came can cannot carry come comes could did do does don done each
    else enough even every everything explain for found from gave get gets give gives go goes got
    had has have he hear here how if in into integer is it its just know like made make makes many
    may me more most much must my need no nor not nothing of off often on one only or other our out
    own per please said saw say says see she should shows so some somebody someone something still
    string such take takes tell than thank thanks that the their them then there these they this
    through to told too until up us use used very want was way we went were what when where which
    while who whose will with would write yes you your yourself
"""
JOINED = tuple(_JOINED.split())
# A joined word with the space before it, but not where a colon follows, for that is a key; other
# words without; then single digits, runs of signs, line ends, spaces.
PIECES = (
    r" I(?![\p{L}_])| (?:" + "|".join(JOINED) + r")(?![\p{L}\p{N}_]|\??:)|[_'.]?\p{L}+|\p{N}|"
    r" ?[^\s\p{L}\p{N}]+|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_INSIDE = re.compile(r"[A-Za-z](?=[a-z])")
# Enough that every row of every table has been seen many times.
SAMPLE_CONVERSATIONS = 60_000


def sample(seed: int, count: int) -> Iterator[str]:
    """Texts of the first conversations of the stream."""
    for index in range(count):
        made = mix.conversation(seed, index)
        if made.tools or made.response_format:
            # Special tokens are cut out of what is learned from, as they are of what is encoded.
            yield system_text(made).replace("<|im_start|>", "").replace("<|im_end|>", "")
        for turn in made.turns:
            for call in turn.calls:
                yield call.text()[len("<tool_call>") : -len("</tool_call>")]
            yield turn.thought
            yield f"{turn.role}\n{turn.content}"


def train(
    seed: int,
    count: int = SAMPLE_CONVERSATIONS,
    *,
    vocab_size: int = VOCAB_SIZE,
    pieces: str = PIECES,
) -> Tokenizer:
    """A new tokenizer. The same seed, count, size and pattern of pieces give the same one."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(pieces), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
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


def system_text(conversation: Conversation) -> str:
    """The system block as the chat template writes it, with tools and the form of the answer."""
    first = conversation.turns[0]
    messages = [{"role": "system", "content": first.content}] if first.role == "system" else []
    return rendering.render(
        messages, tools=conversation.tools, response_format=conversation.response_format
    )


def _cut(rng: random.Random, text: str) -> list[str]:
    """The text cut inside one to three of its words, as a slip of the keyboard might cut it."""
    inside = [m.start() + 1 for m in _INSIDE.finditer(text)]
    cuts = sorted(rng.sample(inside, k=min(len(inside), rng.randint(1, 3))))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _encode(
    tokenizer: Tokenizer,
    conversation: Conversation,
    turns: Sequence[Turn],
    rng: random.Random | None = None,
) -> tuple[list[int], list[bool]]:
    ids: list[int] = []
    learned: list[bool] = []
    tail = tokenizer.encode("\n", add_special_tokens=False).ids
    if conversation.tools or conversation.response_format:
        ids = tokenizer.encode(system_text(conversation), add_special_tokens=False).ids
        learned = [False] * len(ids)
        turns = turns[1:] if turns[0].role == "system" else turns
    for turn in turns:
        head = [IM_START, *tokenizer.encode(f"{turn.role}\n", add_special_tokens=False).ids]
        text = turn.written()
        if turn.role == "tool":
            text = f"<tool_response>{text}</tool_response>"
        if turn.thought:
            # The mark that opens a thought is part of the prompt, so it is not learned.
            head.append(THINK)
            text = f"{turn.thought}</think>{text}"
        parts = _cut(rng, text) if rng is not None and turn.role == "user" else [text]
        body = [i for part in parts for i in tokenizer.encode(part, add_special_tokens=False).ids]
        body.append(IM_END)
        ids += head + body + tail
        learned += (
            [False] * len(head) + [turn.role == "assistant"] * len(body) + [False] * len(tail)
        )
    return ids, learned


def encode_conversation(
    tokenizer: Tokenizer, conversation: Conversation, rng: random.Random | None = None
) -> tuple[list[int], list[bool]]:
    """Token ids, and for each whether the model must learn to write it.

    Learned are the assistant's thoughts, words and calls and the `<|im_end|>` after them. With
    `rng` some words of the user's are written in smaller pieces than usual, so that the pieces of a
    word and the whole of it become known as the same (arXiv:1910.13267).
    """
    return _encode(tokenizer, conversation, conversation.turns, rng)


def encode_prompt(tokenizer: Tokenizer, conversation: Conversation) -> list[int]:
    """Token ids up to where the assistant begins its last answer."""
    ids, _ = _encode(tokenizer, conversation, conversation.prompt)
    ids += [IM_START, *tokenizer.encode("assistant\n", add_special_tokens=False).ids]
    return [*ids, THINK] if conversation.thinking else ids
