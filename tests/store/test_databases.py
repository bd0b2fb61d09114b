"""Where there is no PostgreSQL its tests are skipped, but where it must be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store import databases as made
from tests.store.databases import MUST_HAVE_POSTGRESQL, Databases


def test_tests_of_a_postgresql_that_is_missing_are_skipped_but_where_it_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A suite that skips half of itself unnoticed proves half as much."""
    monkeypatch.setattr(made, "binaries", lambda: None)

    monkeypatch.delenv(MUST_HAVE_POSTGRESQL, raising=False)
    with pytest.raises(pytest.skip.Exception, match="There is no PostgreSQL"):
        Databases(tmp_path).fresh("postgresql")
    monkeypatch.setenv(MUST_HAVE_POSTGRESQL, "1")
    with pytest.raises(pytest.fail.Exception, match="There is no PostgreSQL"):
        Databases(tmp_path).fresh("postgresql")
