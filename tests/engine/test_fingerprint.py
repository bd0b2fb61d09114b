"""The fingerprint changes with whatever can change an answer."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import numpy as np

import rejoinder
from rejoinder.engine.fingerprint import engine_parts, source_digest


def test_release_library_and_source_are_all_in_it() -> None:
    """It told the weights and the runtime only: a changed sampler had the same fingerprint."""
    release, numpys, llguidances, engine, grammar = engine_parts()
    assert release == f"rejoinder {rejoinder.__version__}"
    assert numpys == f"numpy {np.__version__}"
    assert llguidances == f"llguidance {version('llguidance')}"
    assert engine.startswith("engine ")
    assert grammar.startswith("grammar ")
    assert engine.split()[1] != grammar.split()[1]


def test_a_changed_an_added_and_a_renamed_file_all_show(tmp_path: Path) -> None:
    (tmp_path / "graph.py").write_text("a = 1\n")
    seen = {source_digest(tmp_path)}
    (tmp_path / "graph.py").write_text("a = 2\n")
    seen.add(source_digest(tmp_path))
    (tmp_path / "more.py").write_text("")
    seen.add(source_digest(tmp_path))
    (tmp_path / "more.py").rename(tmp_path / "less.py")
    seen.add(source_digest(tmp_path))
    assert len(seen) == 4


def test_the_same_source_has_the_same_digest_and_caches_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "graph.py").write_text("a = 1\n")
    before = source_digest(tmp_path)
    (tmp_path / "graph.pyc").write_bytes(b"compiled")
    assert source_digest(tmp_path) == before
