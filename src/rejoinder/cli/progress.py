"""How far loading has come: bars on a terminal, a line per stage elsewhere. Writes to stderr, or
where that is for programs, to the log."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    import rich.progress


_log = logging.getLogger("rejoinder.cli")


class Progress:
    """Use as `with`. Told about any number of models; each keeps its own bar.

    is_for_people: as of `log`.
    """

    def __init__(self, stream: TextIO | None = None, *, is_for_people: bool = True) -> None:
        self._is_for_people = is_for_people
        self._stream = stream or sys.stderr
        self._bars: rich.progress.Progress | None = None
        self._tasks: dict[str, rich.progress.TaskID] = {}
        self._stages: dict[str, str] = {}

    def __enter__(self) -> Progress:
        if self._stream.isatty():
            self._bars = _bars(self._stream)
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    def update(self, model: str, stage: str, fraction: float) -> None:
        """fraction: of the whole, 0 to 1."""
        if self._bars is not None:
            if model not in self._tasks:
                self._tasks[model] = self._bars.add_task(model, total=1.0, stage=stage)
            self._bars.update(self._tasks[model], completed=fraction, stage=stage)
        elif self._stages.get(model) != stage:
            self._stages[model] = stage
            if self._is_for_people:
                print(f"{model}: {stage}", file=self._stream, flush=True)
            else:
                _log.info("%s: %s", model, stage)

    def finish(self) -> None:
        """Leave the terminal to others."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None


def _bars(stream: TextIO) -> rich.progress.Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[stage]}"),
        console=Console(file=stream),
        transient=True,
    )
