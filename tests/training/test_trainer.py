"""The trainer: the same bits from the same seed, broken off or not; every piece computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

torch = pytest.importorskip("torch", reason="torch is only there where mini is trained")

from training import tokenizer, train  # noqa: E402 - after the skip
from training.model import Mini, Shape  # noqa: E402 - after the skip
from training.workers import Example, counted, piece_loss, shared_out  # noqa: E402 - as above

if TYPE_CHECKING:
    from pathlib import Path

TINY = Shape(vocab=512, hidden=16, layers=2, heads=2, kv_heads=1, head_dim=8, ffn=24)


def run(folder: Path, *more: str) -> dict[str, Any]:
    """A tiny network trained for a few steps; its weights, once the run has ended or stopped."""
    folder.mkdir(exist_ok=True)
    if not (folder / "tokenizer.json").exists():
        tokenizer.train(1, 100, vocab_size=TINY.vocab).save(str(folder / "tokenizer.json"))
    args = train.arguments(
        ["--dir", str(folder), "--tokens", "6000", "--batch-tokens", "1500", "--workers", "2",
         "--no-compile", "--check-items", "1", "--export", "", *more]
    )  # fmt: skip
    try:
        train.train(args, TINY)
    except SystemExit as stopped:
        assert "stopped" in str(stopped)  # noqa: PT017 - a run that is stopped says so
    state = torch.load(folder / "checkpoint.pt", weights_only=True)
    master: dict[str, Any] = state["optimiser"]["master"]
    return master


def test_a_run_that_is_broken_off_and_goes_on_gives_the_bits_of_an_unbroken_one(
    tmp_path: Path,
) -> None:
    """A checkpoint that forgot anything would make a resumed run another run."""
    whole = run(tmp_path / "whole")

    broken = run(tmp_path / "broken", "--stop-after", "2")
    assert any(not torch.equal(whole[name], broken[name]) for name in whole)
    broken = run(tmp_path / "broken")

    assert all(torch.equal(whole[name], broken[name]) for name in whole)


def test_pieces_are_shared_out_by_their_size_alone_and_each_once() -> None:
    """Otherwise the order in which gradients are summed would depend on what else runs."""
    pieces = [
        [Example([1] * size, [True] * size)] * rows for size, rows in ((8, 2), (5, 1), (3, 4))
    ]

    shares = shared_out(pieces, 2)

    assert shares == [[pieces[0]], [pieces[2], pieces[1]]]
    assert shared_out(pieces[::-1], 2) == shares


def test_a_token_of_a_short_answer_counts_more_the_higher_the_power() -> None:
    """A class is one token, a thought a hundred: with one weight for all, classes come last."""
    assert train.weight(9, 0.0) == 1
    assert train.weight(9, 0.5) == 2
    assert train.weight(36, 0.5) == 1
    assert train.weight(1, 1.0) == train.WEIGHTS[1]
    assert train.weight(500, 1.0) == train.WEIGHTS[0]


def test_the_loss_of_a_piece_is_that_of_its_conversations_by_their_weights() -> None:
    """Weights that slipped into another row would teach the wrong conversations."""
    model = Mini(TINY)
    model.start(1)
    one = Example([1, 2, 3, 4], [False, False, True, True])
    other = Example([5, 6, 7], [False, True, False], weight=2.0)

    together = piece_loss(model, [one, other])

    alone = piece_loss(model, [one]), piece_loss(model, [Example(other.ids, other.learned)])
    assert torch.isclose(together, alone[0] + 2 * alone[1], rtol=1e-5)
    assert counted([[one], [other]]) == 2 + 2 * 1
