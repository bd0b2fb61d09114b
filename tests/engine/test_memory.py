"""How memory is shared out: every case on numbers small enough to add up by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from rejoinder.engine import memory
from rejoinder.errors import ModelDoesNotFit


def budget(*, free: int = 1000, weights: int = 200, sequences: int = 4, asked: int = 0) -> int:
    """A block takes 10 bytes and a full context 5 blocks."""
    return memory.kv_budget_bytes(
        free=free,
        weights_bytes=weights,
        block_bytes=10,
        blocks_per_sequence=5,
        max_sequences=sequences,
        asked_bytes=asked,
        name="tiny",
    )


def test_every_sequence_gets_a_full_context_where_there_is_room() -> None:
    assert budget() == 4 * 50


def test_blocks_take_at_most_half_of_what_the_weights_leave() -> None:
    assert budget(free=500, sequences=100) == 150


def test_one_full_context_is_always_there() -> None:
    assert budget(free=270) == 50  # half of 70 would be less


def test_what_was_asked_for_is_given_to_the_byte() -> None:
    assert budget(asked=777) == 777


@pytest.mark.parametrize(
    ("sizes", "needed", "hint"),
    [
        ({"free": 100}, 200, "--weights int4"),
        ({"free": 240}, 250, "--max-model-len"),
        ({"free": 240, "asked": 60}, 260, "--kv-memory"),
        ({"asked": 40}, 50, "--kv-memory"),
    ],
)
def test_what_does_not_fit_is_said_before_loading_with_a_way_out(
    sizes: dict[str, int], needed: int, hint: str
) -> None:
    with pytest.raises(ModelDoesNotFit, match="needs") as caught:
        budget(**sizes)
    assert caught.value.message == str(
        ModelDoesNotFit(
            needed_bytes=needed,
            free_bytes=40 if sizes.get("asked") == 40 else sizes["free"],
            what=caught.value.message.split(" needs")[0],
            hint="",
        )
    )
    assert hint in (caught.value.hint or "")


def test_a_container_counts_with_its_own_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine may have more, but the kernel kills at the container's limit."""
    monkeypatch.setattr(memory, "_CGROUP_V2", tmp_path)
    (tmp_path / "memory.max").write_text("5000\n")
    (tmp_path / "memory.current").write_text("2000\n")
    assert memory.free_bytes() == 3000


def test_a_container_without_a_limit_counts_with_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_CGROUP_V2", tmp_path)
    monkeypatch.setattr(memory, "_CGROUP_V1", tmp_path / "none")
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("2000\n")
    assert memory.free_bytes() > 2**20
