"""What settings make of an engine, before anything is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from rejoinder import mini
from rejoinder.cli.engine import load_of
from rejoinder.settings import Settings


def test_the_bundled_model_has_room_of_its_own_unless_told_otherwise() -> None:
    """Sized from what is free it had 409 MB, all of which was used in time."""
    assert load_of(Settings(), mini.FOLDER).kv_bytes == mini.KV_BYTES
    assert load_of(Settings(kv_memory_bytes=2**30), mini.FOLDER).kv_bytes == 2**30


def test_the_room_of_any_other_model_goes_by_what_is_free(tmp_path: Path) -> None:
    assert load_of(Settings(), tmp_path).kv_bytes == 0


def test_the_server_itself_computes_nothing() -> None:
    """Its process took a tenth of a second and 8 MB to import numpy, for two constants and a
    version: the worker is the one that computes."""
    program = (
        "import sys, rejoinder.cli.engine, rejoinder.cli.serve, rejoinder.server.app, "
        "rejoinder.server.backing, rejoinder.server.run; "
        "print(*sorted({'numpy', 'openvino', 'alembic', 'sqlalchemy'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == []
