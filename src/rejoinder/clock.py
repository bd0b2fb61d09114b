"""Time, as an argument.

Nothing else in the package reads a clock, so tests decide what time it is.
"""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Two clocks: one that only goes forward, one that people read."""

    def now_s(self) -> float:
        """Seconds since an unnamed moment; never goes back."""
        ...

    def unix_s(self) -> int:
        """Whole seconds since 1970, as the API's `created` wants them."""
        ...


class SystemClock:
    """The machine's own."""

    def now_s(self) -> float:
        return time.monotonic()

    def unix_s(self) -> int:
        return int(time.time())
