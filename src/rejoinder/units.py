"""Sizes and times as people write them: `20MiB`, `2GB`, `500ms`, `10m`.

Without a unit a size is in bytes and a time in seconds. Raises ValueError for what is neither; the
caller knows which setting it was and words it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

_SIZES: dict[str, float] = {"": 1, "b": 1}
for _power, _letter in enumerate("kmgt", start=1):
    _SIZES[f"{_letter}ib"] = 1024**_power
    _SIZES[f"{_letter}b"] = 1000**_power
_DURATIONS = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


def size_bytes(text: str) -> int:
    return int(_with_unit(text, _SIZES))


def duration_s(text: str) -> float:
    return _with_unit(text, _DURATIONS)


def _with_unit(text: str, units: Mapping[str, float]) -> float:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", text.lower(), re.ASCII)
    if match is None or match[2] not in units:
        raise ValueError("no such unit")
    value = float(match[1]) * units[match[2]]
    if not math.isfinite(value):
        raise ValueError("more than a number holds")
    return value
