"""One server to a data folder, and a folder that nobody else reads."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rejoinder.refusals import FolderInUse
from rejoinder.store.folder import DataFolder


def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "a" / "b")

    folder.hold()

    assert folder.is_held
    assert stat.S_IMODE(os.stat(tmp_path / "a" / "b").st_mode) == 0o700
    folder.release()


def test_a_second_server_is_told_who_has_the_folder_and_what_to_do(tmp_path: Path) -> None:
    """Two that count limits as if alone would let through twice as much."""
    first, second = DataFolder(tmp_path), DataFolder(tmp_path)
    first.hold()

    with pytest.raises(FolderInUse) as refused:
        second.hold()

    assert str(os.getpid()) in str(refused.value)
    assert str(tmp_path) in str(refused.value)
    assert "postgresql://" in str(refused.value.hint)
    assert not second.is_held
    first.release()
    second.hold()
    assert second.is_held
    second.release()


def test_a_server_that_was_killed_leaves_the_folder_free(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, sys; from rejoinder.store.folder import DataFolder;"
        "DataFolder(pathlib.Path(sys.argv[1])).hold(); print('held', flush=True);"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        folder = DataFolder(tmp_path)
        with pytest.raises(FolderInUse):
            folder.hold()
        other.kill()
        other.wait()

    folder.hold()

    assert folder.is_held
    folder.release()


def test_a_folder_that_cannot_be_made_is_not_held_and_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Such a server answers still; it remembers nothing."""
    (tmp_path / "file").write_text("in the way")
    folder = DataFolder(tmp_path / "file" / "folder")

    folder.hold()

    assert not folder.is_held
    assert "nothing will be remembered" in caplog.text
    folder.release()
