"""The law of `engine/model.py`, on the real runtime: the same bits however the work is grouped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from rejoinder.engine.openvino.load import LoadOptions
from rejoinder.engine.openvino.runner import OpenVinoModel
from rejoinder.engine.step import BlockCopy, Piece, Step

Tiny = Callable[[str, LoadOptions], OpenVinoModel]
Vector = NDArray[np.float32]

CASES = [
    "llama",
    "llama-full-heads-tied-biased",
    "llama-odd-sizes",
    "llama-rope-linear",
    "llama-rope-llama3",
    "mistral",
    "qwen2",
    "qwen3",
]
DEFAULT = LoadOptions(num_blocks=64)
# One thread, because two stall each other for many times their work when the machine is busy.
KINDS = [
    LoadOptions(weights="int8", kv_precision="u8", num_blocks=64, threads=1),
    LoadOptions(weights="int4", kv_precision="f16", num_blocks=64, threads=1),
    LoadOptions(weights="int4", kv_precision="u8", num_blocks=64, threads=1),
    LoadOptions(weights="f16", kv_precision="f16", num_blocks=64, threads=1),
    LoadOptions(weights="f32", kv_precision="f16", num_blocks=64, threads=1),
]


@dataclass(frozen=True)
class Story:
    """One sequence: a prompt, then what was generated."""

    token_ids: tuple[int, ...]
    num_prompt: int


def stories(model: OpenVinoModel, rng: np.random.Generator) -> list[Story]:
    """Four sequences: within a block, over its edge, over several, and a prompt of one token."""
    found = []
    for num_prompt, num_rows in [(9, 26), (33, 10), (67, 6), (1, 9)]:
        ids = rng.integers(0, model.vocab_size, num_prompt + num_rows)
        found.append(Story(tuple(int(token) for token in ids), num_prompt))
    return found


def run_one(model: OpenVinoModel, piece: Piece) -> Vector:
    logits = model.run(Step((piece,)))
    assert logits.shape == (1, model.vocab_size)
    return np.array(logits[0])


def alone(model: OpenVinoModel, story: Story) -> dict[int, Vector]:
    """Logits after each position from 1 on, the sequence alone: prompts whole, rows one by one."""
    table = tuple(range(len(story.token_ids) // 32 + 1))
    found = {}
    for end in range(2, story.num_prompt + 1):
        found[end - 1] = run_one(model, Piece(story.token_ids[:end], 0, table, wants_logits=True))
    first_row = story.num_prompt if story.num_prompt > 1 else 0
    for place in range(first_row, len(story.token_ids)):
        row = Piece(story.token_ids[place : place + 1], place, table, wants_logits=True)
        found[place] = run_one(model, row)
    return found


def next_pieces(
    story: Story, done: int, table: tuple[int, ...], rng: np.random.Generator
) -> list[Piece]:
    """A random stretch of what is left of a sequence: one or two segments, or up to five rows."""
    pieces = []
    if done < story.num_prompt and story.num_prompt > 1:
        for _ in range(rng.integers(1, 3)):
            left = story.num_prompt - done
            if left == 0:
                break
            length = int(rng.choice([2, 3, 7, 16, 37, left]))
            # Never leave a single prompt token behind: it would be a row.
            if length > left or left - length == 1:
                length = left
            pieces.append(Piece(story.token_ids[done : done + length], done, table, True))
            done += length
        return pieces
    for _ in range(rng.integers(1, 6)):
        if done < len(story.token_ids):
            pieces.append(Piece(story.token_ids[done : done + 1], done, table, True))
            done += 1
    return pieces


def shuffled(queues: list[list[Piece]], rng: np.random.Generator) -> list[tuple[int, Piece]]:
    """All pieces in random order, but each queue's own in its order. With the queue's number."""
    order = rng.permutation([n for n, queue in enumerate(queues) for _ in queue])
    taken = [iter(queue) for queue in queues]
    return [(int(number), next(taken[number])) for number in order]


def check_random_history(model: OpenVinoModel, seed: int) -> None:
    rng = np.random.default_rng(seed)
    told = stories(model, rng)
    expected = [alone(model, story) for story in told]
    for _ in range(2):
        # Blocks in any order, full of what earlier histories left there.
        free = [int(block) for block in rng.permutation(model.num_blocks)]
        tables = [tuple(free.pop() for _ in range(4)) for _ in told]
        done = [0] * len(told)
        while any(at < len(story.token_ids) for at, story in zip(done, told, strict=True)):
            queues = [
                next_pieces(story, at, table, rng) if rng.random() < 0.7 else []
                for story, at, table in zip(told, done, tables, strict=True)
            ]
            pieces = shuffled(queues, rng)
            if not pieces:
                continue
            logits = model.run(Step(tuple(piece for _, piece in pieces)))
            for (number, piece), row in zip(pieces, logits, strict=True):
                end = piece.start + len(piece.token_ids)
                assert np.array_equal(row, expected[number][end - 1]), (number, piece)
                done[number] = end


@pytest.mark.parametrize("case", CASES)
def test_no_grouping_changes_a_bit(tiny: Tiny, case: str) -> None:
    """Without this an answer depends on who else is being answered."""
    check_random_history(tiny(case, DEFAULT), seed=11)


@pytest.mark.parametrize("options", KINDS, ids=lambda o: f"{o.weights}-{o.kv_precision}")
@pytest.mark.parametrize("case", ["qwen3", "llama-odd-sizes"])
def test_no_grouping_changes_a_bit_in_any_weights_and_cache(
    tiny: Tiny, case: str, options: LoadOptions
) -> None:
    """Other kernels run for other weights; each must keep the law."""
    check_random_history(tiny(case, options), seed=12)


def test_one_thread_and_two_agree(tiny: Tiny, rng: np.random.Generator) -> None:
    """A restart in a smaller container must not change an answer half-way."""
    one, two = (tiny("qwen3", replace(DEFAULT, threads=threads)) for threads in (1, 2))
    for story in stories(one, rng):
        mine, theirs = alone(one, story), alone(two, story)
        assert all(np.array_equal(mine[place], theirs[place]) for place in mine)


def test_a_copied_block_is_as_good_as_the_first(tiny: Tiny, rng: np.random.Generator) -> None:
    """Choices share their prompt's blocks and copy the last one before they write to it."""
    for options in [DEFAULT, replace(DEFAULT, kv_precision="u8")]:
        model = tiny("qwen2", options)
        story = stories(model, rng)[1]  # 33 prompt tokens: one whole block and one begun
        expected = alone(model, story)
        prompt = story.token_ids[:33]
        run_one(model, Piece(prompt, 0, (5, 6), wants_logits=True))

        for place in range(33, 40):
            copies = (BlockCopy(6, 9), BlockCopy(9, 10)) if place == 33 else ()
            row = Piece(story.token_ids[place : place + 1], place, (5, 10), wants_logits=True)
            logits = model.run(Step((row,), copies))
            assert np.array_equal(logits[0], expected[place])
            # The first owner of block 6 goes its own way meanwhile.
            run_one(model, Piece((place % 5,), place, (5, 6), wants_logits=True))


def test_rejected_drafts_leave_no_trace(tiny: Tiny, rng: np.random.Generator) -> None:
    """Drafted rows write their keys before anyone knows whether they are right."""
    model = tiny("llama", DEFAULT)
    story = stories(model, rng)[0]
    expected = alone(model, story)
    table = (3, 1)
    ids = story.token_ids
    run_one(model, Piece(ids[: story.num_prompt], 0, table, wants_logits=True))
    for place in range(story.num_prompt, len(ids)):
        wrong = [(ids[place] + 1 + extra) % model.vocab_size for extra in range(3)]
        rows = [
            Piece((token,), place + offset, table, wants_logits=True)
            for offset, token in enumerate([ids[place], *wrong])
            if place + offset < len(ids)
        ]
        assert np.array_equal(model.run(Step(tuple(rows)))[0], expected[place])


def test_a_lone_token_is_computed_as_among_others(tiny: Tiny, rng: np.random.Generator) -> None:
    """A call of one token multiplies with another kernel: without the padding row it differs."""
    for case in CASES:
        model = tiny(case, DEFAULT)
        row = Piece((5,), 0, (2,), wants_logits=True)
        other = Piece((7,), 0, (8,), wants_logits=False)
        among = model.run(Step((row, other)))[0].copy()
        assert np.array_equal(run_one(model, row), among)


def test_unwanted_logits_are_not_given(tiny: Tiny) -> None:
    """The engine zips logits with the pieces that want them."""
    model = tiny("qwen3", DEFAULT)
    pieces = tuple(Piece((1, 2, 3), 0, (block,), wants_logits=block == 1) for block in range(3))
    assert model.run(Step(pieces)).shape == (1, model.vocab_size)
    assert model.run(Step(pieces[:1])).shape == (0, model.vocab_size)
    assert model.run(Step(pieces)).shape == (1, model.vocab_size)
