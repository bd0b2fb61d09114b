"""Commands that only read make no database; those that make what it holds do."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from rejoinder.cli.commands import group
from rejoinder.errors import SetupError

READING = [
    "keys ls",
    "keys revoke me",
    "projects ls",
    "projects archive team",
    "usage",
    "completions ls",
    "completions export",
    "completions rm chatcmpl-1",
    "replay chatcmpl-1",
]


def run(words: str, *more: str) -> str:
    done = CliRunner().invoke(group, [*words.split(), *more], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


@pytest.fixture
def default_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one that is meant where none is named; it is not there yet."""
    for variable in ("REJOINDER_HOME", "REJOINDER_DATA_DIR", "REJOINDER_DATABASE"):
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path / "default"
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize("words", READING)
def test_a_mistyped_folder_is_told_and_not_made(tmp_path: Path, words: str) -> None:
    with pytest.raises(SetupError, match=r"There is no database at .*nope/rejoinder\.sqlite"):
        run(words, "--data-dir", str(tmp_path / "nope"))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", READING)
def test_a_mistyped_file_is_told_and_not_made(tmp_path: Path, words: str) -> None:
    with pytest.raises(SetupError, match=r"There is no database at .*x\.sqlite"):
        run(words, "--database", f"sqlite:///{tmp_path}/x.sqlite")

    assert list(tmp_path.iterdir()) == []


def test_where_nothing_was_ever_kept_lists_are_empty(default_folder: Path) -> None:
    assert run("keys ls").startswith("id  name")
    assert run("completions ls").splitlines() == ["id  created  project  model  ended  metadata"]
    assert run("usage --json").strip() == "[]"
    with pytest.raises(SetupError, match="There is no key `me`"):
        run("keys revoke me")

    assert not default_folder.exists()


@pytest.mark.parametrize(
    "words", ["keys create me", "projects create team", "projects set default --no-limits"]
)
def test_what_makes_something_makes_the_database(tmp_path: Path, words: str) -> None:
    run(words, "--data-dir", str(tmp_path / "new"))

    assert (tmp_path / "new" / "rejoinder.sqlite").exists()


def test_a_package_that_is_not_there_is_told_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of `rejoinder[postgres]` a clone's own environment knows nothing."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    with pytest.raises(SetupError, match=r"`pip install 'psycopg\[binary\]'`"):
        run("keys ls", "--database", "postgresql://user@host/name")
