"""The results that the documents show are the results that were kept, row by row."""

from __future__ import annotations

import pytest

from rejoinder.conformance.suite import ROWS
from rejoinder.conformance.verdict import Verdict
from tests.conformance_suite.docs_table import COLUMNS, PAGE, results, with_table


def test_the_table_is_made_from_the_results() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == with_table(page), "python -m tests.conformance_suite.docs_table"


@pytest.mark.parametrize("name", COLUMNS.values())
def test_every_row_was_asked(name: str) -> None:
    assert list(results(name)) == [row.id for row in ROWS]


def test_the_page_says_what_each_verdict_means() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [verdict for verdict in Verdict if f"| {verdict} |" not in page] == []
