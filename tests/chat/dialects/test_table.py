"""docs/dialects.md says what is found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rejoinder.chat.dialects.table import (
    AFTER_NAMES,
    BEFORE_NAMES,
    HEAD,
    main,
    names,
    renewed,
    table,
)

DOC = (Path(__file__).parents[3] / "docs" / "dialects.md").read_text()
_REFERENCE = os.environ.get("REJOINDER_REFERENCE")


def test_every_dialect_is_named_in_the_docs() -> None:
    assert f"{BEFORE_NAMES}\n\n{names()}\n\n{AFTER_NAMES}" in DOC


def test_a_document_gets_new_names_and_a_new_table() -> None:
    old = f"a {BEFORE_NAMES}\n\n`x`.\n\n{AFTER_NAMES} b\n\n{HEAD}\n| old |\n"
    assert renewed(old, [HEAD, "| new |"]) == (
        f"a {BEFORE_NAMES}\n\n{names()}\n\n{AFTER_NAMES} b\n\n{HEAD}\n| new |\n"
    )


def test_a_table_has_a_line_for_each_template(tmp_path: Path) -> None:
    loop = "{% for m in messages %}[{{ m.role }}|{{ m.content }}]{% endfor %}"
    (tmp_path / "b.jinja").write_text(loop + "{% if add_generation_prompt %}<think>\n{% endif %}")
    (tmp_path / "A.jinja").write_text("{{ raise_exception('no') }}")
    (tmp_path / "c.jinja").write_text(loop)
    assert [*table(tmp_path)] == [
        *HEAD.splitlines(),
        "| A | refused | | | | | |",
        "| b |  |  |  | *generic* | `<think>` … `</think>` | cut |",
        "| c |  |  |  | *generic* |  |  |",
    ]


def test_the_command_prints_a_table_or_renews_a_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(str(tmp_path))
    assert capsys.readouterr().out == f"{HEAD}\n"
    document = tmp_path / "doc.md"
    document.write_text(f"{BEFORE_NAMES}{AFTER_NAMES}\n{HEAD}\n| old |\n")
    main(str(tmp_path), str(document))
    assert document.read_text().endswith(f"{HEAD}\n")


@pytest.mark.skipif(not _REFERENCE, reason="REJOINDER_REFERENCE names no folder")
def test_the_docs_have_what_is_found_for_real_templates() -> None:
    """`python -m rejoinder.chat.dialects.table FOLDER docs/dialects.md` renews it."""
    assert _REFERENCE
    lines = [*table(Path(_REFERENCE) / "chat_templates")]
    assert "\n".join(lines) in DOC
