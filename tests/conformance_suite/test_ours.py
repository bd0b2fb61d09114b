"""Our own server with the bundled model, judged as any other would be."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.process import ROOT, running

# A line for each request would fill the pipe that nobody reads while the command runs.
SERVE = ("serve", "--port", "0", "--log-level", "warning")


@pytest.mark.slow
def test_nothing_is_ignored_and_nothing_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "results.json"

    with running("rejoinder.cli", *SERVE) as server:
        words = ["conformance", "--base-url", server.base_url, "--json", str(file)]
        done = subprocess.run(
            [sys.executable, "-m", "rejoinder.cli", *words],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120"},
            capture_output=True,
            text=True,
            check=False,
        )

    rows = json.loads(file.read_text())["rows"]
    failing = [row for row in rows if row["verdict"] in ("ignored", "wrong")]
    assert failing == []
    assert done.returncode == 0, done.stdout + done.stderr
