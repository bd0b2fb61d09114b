"""The trainer: the same bits from the same seed, broken off or not; every piece computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

torch = pytest.importorskip("torch", reason="torch is only there where mini is trained")

from training import tokenizer, train  # noqa: E402 - after the skip
from training.model import Shape  # noqa: E402
from training.workers import Example, shared_out  # noqa: E402

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
