"""What grammars allow next, found out while the model computes.

A mask follows from what has been said, which is known before the step that draws the next token. So
all masks of a step are computed in a thread of their own, in parallel, beside the model's call.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.constraint import Constraints, Words
from rejoinder.engine.sequence import Sequence, State

_log = logging.getLogger(__name__)


class Lookahead:
    """Between `begin` and `end` the constraints belong to the thread."""

    def __init__(self, constraints: Constraints | None) -> None:
        self._constraints = constraints
        self._thread = ThreadPoolExecutor(1, "masks")
        self._drawers: list[Sequence] = []
        self._future: Future[NDArray[np.uint32]] | None = None

    def begin(self, drawers: Iterable[Sequence]) -> None:
        """Start on the masks of those that will draw and need one."""
        assert self._future is None
        if self._constraints is None:
            return
        self._drawers = []
        needed = []
        for sequence in drawers:
            guide = sequence.guide
            if sequence.state is not State.FINISHED and guide is not None and guide.needs_mask:
                self._drawers.append(sequence)
                needed.append(guide.constraint)
        if needed:
            self._future = self._thread.submit(self._constraints.masks, needed)

    def end(self) -> dict[Sequence, Words]:
        """The masks, by sequence; none at all where they could not be computed."""
        if self._future is None:
            return {}
        future, self._future = self._future, None
        try:
            return dict(zip(self._drawers, future.result(), strict=True))
        except Exception:  # the edge: those who need a mask and have none are failed, not others
            _log.exception("What %d grammars allow could not be computed", len(self._drawers))
            return {}
