"""A table of what is found for a folder of chat templates, for docs/dialects.md:

    python -m rejoinder.chat.dialects.table FOLDER [DOCUMENT]

FOLDER holds templates as files that end in `.jinja`. Only they are looked at: for a model whose
template shows no calls, its tokenizer can tell more. In DOCUMENT the list of dialects and the table
are put in the place of those that were there.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from rejoinder.chat.dialects.catalogue import DIALECTS
from rejoinder.chat.dialects.detect import Speaking, speaking
from rejoinder.chat.efforts import find
from rejoinder.chat.habits import ToolsForm
from rejoinder.chat.probe import USER
from rejoinder.chat.template import Template
from rejoinder.clock import SystemClock
from rejoinder.errors import UnsupportedModel

HEAD = """\
| template | tools | calls | results | dialect | thoughts | without |
|---|---|---|---|---|---|---|"""
BEFORE_NAMES = "(one per model, in the models' order; `auto` leaves it to be found):"
AFTER_NAMES = "`generic` is for models"
# Names that templates expect; what they stand for makes no difference here.
_SPECIALS = {"bos_token": "<s>", "eos_token": "</s>"}


def table(folder: Path) -> Iterator[str]:
    """Its lines."""
    yield from HEAD.splitlines()
    for path in sorted(folder.glob("*.jinja"), key=lambda one: one.name.lower()):
        try:
            template = Template(
                path.read_text(encoding="utf-8"), specials=_SPECIALS, clock=SystemClock()
            )
        except UnsupportedModel:
            yield f"| {path.stem} | refused | | | | | |"
            continue
        yield _line(path.stem, speaking(template))


def names() -> str:
    """Of all dialects, as text of the document."""
    from_catalogue = ", ".join(f"`{name}`" for name in sorted(DIALECTS))
    return textwrap.fill(f"{from_catalogue}.", width=100, break_on_hyphens=False)


def renewed(document: str, lines: list[str]) -> str:
    """A document with these names and this table in it."""
    before, begins, rest = document.partition(BEFORE_NAMES)
    _, ends, after = rest.partition(AFTER_NAMES)
    told = after.partition(HEAD.splitlines()[0])[0]
    return before + begins + f"\n\n{names()}\n\n" + ends + told + "\n".join(lines) + "\n"


def _line(name: str, found: Speaking) -> str:
    habits = found.template.habits
    dialect = found.dialect.name if found.is_found else f"*{found.dialect.name}*"
    cells = [
        name,
        "told" if habits.tools is not ToolsForm.NONE else "",
        "shown" if habits.shows_calls else "",
        "shown" if habits.shows_results else "",
        dialect,
        "" if found.thought is None else " … ".join(f"`{one}`" for one in found.thought),
        _without(found),
    ]
    # A bar would be taken for the cell's end, even in code.
    return "| " + " | ".join(one.replace("|", "\\|") for one in cells) + " |"


def _without(found: Speaking) -> str:
    """How a thought is left out."""
    if found.thought is None:
        return ""
    template = found.template
    efforts = find(
        lambda values: template.attempt((USER,), template.habits, values=values),
        template.variables,
        template.compared,
        found.thought,
    )
    return "told" if efforts.can_stop else "cut"


def main(folder: str, document: str = "") -> None:
    """Print the table, or put it into a document."""
    lines = [*table(Path(folder))]
    if document:
        path = Path(document)
        path.write_text(renewed(path.read_text(encoding="utf-8"), lines), encoding="utf-8")
    else:
        print("\n".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
