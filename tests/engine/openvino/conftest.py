"""Tiny models for these tests: the golden cases' shapes, written once per test session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest

from rejoinder.engine.openvino.load import LoadOptions, load
from rejoinder.engine.openvino.random_model import write_random_model
from rejoinder.engine.openvino.runner import OpenVinoModel

GOLDENS = Path(__file__).parents[2] / "goldens" / "logits"


class Golden(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    made_with: str
    seed: int
    config: dict[str, object]
    token_ids: tuple[int, ...]
    positions: tuple[int, ...]
    logits: list[list[float]]


@pytest.fixture(scope="session")
def golden() -> Callable[[str], Golden]:
    return lambda name: msgspec.json.decode((GOLDENS / f"{name}.json").read_bytes(), type=Golden)


@pytest.fixture(scope="session")
def folder(
    golden: Callable[[str], Golden], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """The model folder of a golden case."""
    made: dict[str, Path] = {}

    def find(name: str) -> Path:
        if name not in made:
            case = golden(name)
            made[name] = tmp_path_factory.mktemp(name)
            write_random_model(made[name], case.config, seed=case.seed)
        return made[name]

    return find


@pytest.fixture(scope="session")
def tiny(folder: Callable[[str], Path]) -> Callable[[str, LoadOptions], OpenVinoModel]:
    """A golden case's model, loaded once for all tests that want it with the same options."""
    loaded: dict[tuple[str, LoadOptions], OpenVinoModel] = {}

    def find(name: str, options: LoadOptions) -> OpenVinoModel:
        key = (name, options)
        if key not in loaded:
            loaded[key] = load(folder(name), options, lambda stage, fraction: None)
        return loaded[key]

    return find


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)
