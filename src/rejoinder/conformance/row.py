"""A row: one promise of the documents, and the function that finds out what became of it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from rejoinder.conformance.probe import Probe
from rejoinder.conformance.replies import Malformed, Rejected, Untestable
from rejoinder.conformance.transport import Gone, NoAnswer
from rejoinder.conformance.verdict import Finding, untested, wrong

Check = Callable[[Probe], Finding]


@dataclass(frozen=True)
class Row:
    """`names` are the fields whose refusal by name ends the row as refused."""

    id: str
    section: str
    promise: str
    source: str
    names: tuple[str, ...]
    check: Check

    def find(self, probe: Probe) -> Finding:
        """Whatever the server does, a row ends."""
        try:
            return self.check(probe)
        except Rejected as error:
            return error.finding(self.names)
        except (Malformed, NoAnswer) as error:
            return wrong(str(error))
        except (Untestable, Gone) as error:
            return untested(str(error))


class Section:
    """Rows that belong together, in the order they are written."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.rows: list[Row] = []

    def row(self, id: str, *names: str) -> Callable[[Check], Check]:
        """Make a check a row. Its docstring is the promise, a sentence, then `Source: ...`.

        names: as in `Row`; the part of the id before a dot where none are given.
        """

        def note(check: Check) -> Check:
            promise, _, rest = inspect.cleandoc(check.__doc__ or "").partition("\n")
            _, _, source = rest.partition("Source: ")
            assert promise, f"{id} does not state its promise"
            assert source, f"{id} does not state where that is written"
            self.rows.append(
                Row(
                    id=id,
                    section=self.title,
                    promise=promise.rstrip("."),
                    source=" ".join(source.split()).rstrip("."),
                    names=names or (id.partition(".")[0],),
                    check=check,
                )
            )
            return check

        return note
