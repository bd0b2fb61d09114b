"""From folder to model: options, cost, name, progress, and the layout of a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rejoinder.engine.openvino import machine
from rejoinder.engine.openvino.load import LoadOptions, digest, estimate, load
from rejoinder.engine.openvino.runner import OpenVinoModel, lay_out
from rejoinder.engine.step import Piece, Step
from rejoinder.errors import BadSetting, ModelDoesNotFit

Folder = Callable[[str], Path]
TINY = LoadOptions(num_blocks=4, threads=1)


def quiet(stage: str, fraction: float) -> None:
    """Progress that nobody watches."""


def test_a_step_is_laid_out_flat() -> None:
    """Positions, tables and ends by hand: a segment over a block's edge, then two rows."""
    layout = lay_out(
        [
            Piece((7, 8, 9), 31, (4, 2, 99), wants_logits=True),
            Piece((5,), 0, (1,), wants_logits=False),
            Piece((6,), 64, (3, 0, 5), wants_logits=True),
        ],
        scratch_block=100,
    )
    assert layout.input_ids.tolist() == [7, 8, 9, 5, 6]
    assert layout.position_ids.tolist() == [31, 32, 33, 0, 64]
    assert layout.past_lens.tolist() == [31, 0, 64]
    assert layout.subsequence_begins.tolist() == [0, 3, 4, 5]
    assert layout.block_indices.tolist() == [4, 2, 1, 3, 0, 5]  # 99 holds nothing yet
    assert layout.block_indices_begins.tolist() == [0, 2, 3, 6]
    assert layout.max_context_len.tolist() == 65
    assert (layout.wanted.tolist(), layout.num_wanted) == ([2, 4], 2)


def test_a_single_token_and_a_single_answer_are_padded() -> None:
    """One row alone is multiplied by another kernel, whose last bits differ."""
    layout = lay_out([Piece((7,), 33, (4, 2), wants_logits=True)], scratch_block=9)
    assert layout.input_ids.tolist() == [7, 0]
    assert layout.past_lens.tolist() == [33, 0]
    assert layout.block_indices.tolist() == [4, 2, 9]
    assert (layout.wanted.tolist(), layout.num_wanted) == ([0, 0], 1)


@pytest.mark.parametrize("kv", ["f16", "u8"])
def test_the_estimate_of_a_block_is_what_the_runtime_asks_for(folder: Folder, kv: str) -> None:
    """The caller decides from the estimate whether a context fits."""
    options = replace(TINY, kv_precision="u8" if kv == "u8" else "f16")
    need = estimate(folder("qwen3"), options)
    # 2 kinds x 2 layers x 2 heads x 32 tokens x (32 numbers, at u8 with 8 bytes of scale).
    assert need.kv_block_bytes == 2 * 2 * 2 * 32 * (40 if kv == "u8" else 64)
    assert need.kv_bytes(33) == 2 * need.kv_block_bytes
    model = load(folder("qwen3"), options, quiet)
    # One more than the engine may use: the padding's.
    assert model.kv_memory_bytes == 5 * need.kv_block_bytes


def test_a_budget_becomes_blocks(folder: Folder) -> None:
    """Three blocks' worth and a bit are two for the engine and one for padding."""
    size = estimate(folder("qwen3"), TINY).kv_block_bytes
    options = replace(TINY, num_blocks=None, kv_bytes=3 * size + size // 2)
    assert load(folder("qwen3"), options, quiet).num_blocks == 2


def test_options_that_cannot_be_are_refused_before_anything_is_read(folder: Folder) -> None:
    """Loading takes minutes for a large model; a wrong option must not."""
    for options in [
        replace(TINY, kv_bytes=1000),
        replace(TINY, num_blocks=None),
        replace(TINY, threads=0),
        replace(TINY, max_model_len=513),
        replace(TINY, max_model_len=1),
        replace(TINY, kv_precision="bf16"),  # type: ignore[arg-type]
        replace(TINY, weights="q4"),  # type: ignore[arg-type]
    ]:
        with pytest.raises(BadSetting):
            load(folder("qwen3"), options, quiet)
    with pytest.raises(ModelDoesNotFit):
        load(folder("qwen3"), replace(TINY, num_blocks=None, kv_bytes=10), quiet)


def test_progress_goes_from_0_to_1_in_each_stage(folder: Folder) -> None:
    """A person watches this while a large model loads."""
    seen: list[tuple[str, float]] = []
    load(folder("llama"), TINY, lambda stage, fraction: seen.append((stage, fraction)))
    assert list(dict.fromkeys(stage for stage, _ in seen)) == ["reading", "compiling", "warming up"]
    for stage in ("reading", "compiling", "warming up"):
        fractions = [fraction for name, fraction in seen if name == stage]
        assert fractions == sorted(fractions)
        assert (fractions[0], fractions[-1]) == (0.0, 1.0)


def test_a_digest_names_weights_config_and_how_they_are_kept(
    folder: Folder, tmp_path: Path
) -> None:
    """Clients compare fingerprints to know that nothing changed under them."""
    source = folder("qwen3")
    for name in ("config.json", "model.safetensors"):
        (tmp_path / name).write_bytes((source / name).read_bytes())
    first = digest(tmp_path, TINY)
    assert first == digest(source, TINY)
    assert first == digest(tmp_path, replace(TINY, num_blocks=9, threads=2))
    assert first != digest(tmp_path, replace(TINY, weights="int4"))
    assert first != digest(tmp_path, replace(TINY, kv_precision="u8"))
    weights = bytearray((tmp_path / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (tmp_path / "model.safetensors").write_bytes(weights)
    assert first != digest(tmp_path, TINY)


def test_the_fingerprint_names_what_can_change_a_bit(
    tiny: Callable[[str, LoadOptions], OpenVinoModel],
) -> None:
    """Another processor or runtime may answer otherwise, and says so."""
    parts = tiny("qwen3", LoadOptions(num_blocks=64)).fingerprint_parts()
    assert (parts.weights, parts.kv_precision) == ("int8", "f16")
    assert parts.runtime.startswith("openvino 20")
    assert parts.instruction_set


def test_a_piece_past_the_context_is_our_own_mistake(folder: Folder) -> None:
    """There is no rotary entry for its position."""
    model = load(folder("qwen3"), replace(TINY, max_model_len=40), quiet)
    assert model.max_model_len == 40
    with pytest.raises(AssertionError):
        model.run(Step((Piece((1, 2), 39, (0, 1), wants_logits=True),)))


def test_a_containers_quota_limits_the_threads(tmp_path: Path) -> None:
    """Threads beyond the quota are stopped in the middle of a step."""
    quota = tmp_path / "cpu.max"
    for text, cores in [
        ("250000 100000", 2),
        ("50000 100000", 1),
        ("max 100000", None),
        ("", None),
    ]:
        quota.write_text(text, encoding="ascii")
        assert machine.cgroup_cores(quota) == cores
    assert machine.cgroup_cores(tmp_path / "none") is None
    assert machine.usable_cores() >= 1


def test_stale_numbers_in_a_block_are_not_seen(folder: Folder, rng: np.random.Generator) -> None:
    """Attention reads a block whole; what another sequence left in it must weigh nothing."""
    model = load(folder("qwen3"), TINY, quiet)
    ids = tuple(int(token) for token in rng.integers(0, 96, 40))
    fresh = model.run(Step((Piece(ids[:35], 0, (0, 1), wants_logits=True),))).copy()
    for other in range(5):
        junk = tuple(int(token) for token in rng.integers(0, 96, 64))
        model.run(Step((Piece(junk, 0, (2, 3), wants_logits=False),)))
        assert np.array_equal(
            fresh, model.run(Step((Piece(ids[:35], 0, (3, 2), wants_logits=True),)))
        ), other
