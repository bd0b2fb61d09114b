"""The results that the documents show are the results that were kept, row by row."""

from __future__ import annotations

import pytest

from rejoinder.conformance.suite import ROWS
from rejoinder.conformance.verdict import Verdict
from tests.conformance_suite.docs_table import COLUMNS, PAGE, results, with_table


def test_the_table_is_made_from_the_results() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == with_table(page), "python -m tests.conformance_suite.docs_table"


def test_every_row_was_asked_of_ours() -> None:
    assert list(results(COLUMNS["Rejoinder"])) == [row.id for row in ROWS]


@pytest.mark.parametrize("name", COLUMNS.values())
def test_no_result_is_of_a_row_that_is_no_more(name: str) -> None:
    """Others were asked on their day; rows that are younger say so in the table."""
    ids = [row.id for row in ROWS]

    assert list(results(name)) == [id for id in ids if id in results(name)]


def test_the_page_says_what_each_verdict_means() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [verdict for verdict in Verdict if f"| {verdict} |" not in page] == []
