"""Draw a run's log.csv: loss, rate, speed and held-out accuracy against the tokens seen.

    python -m training.plots build/mini/log.csv training/log.svg

Reads the columns that train.py writes and writes one SVG; needs nothing but Python. A run that was
stopped went on from its last checkpoint, so what it logged after that stands there twice: the later
rows count. Long logs are drawn as means of neighbouring rows.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]

WIDTH = 960
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 30, 24
HEIGHT = 190
SMALL_COLUMNS, SMALL_HEIGHT = 5, 120
# More would lie on one pixel.
MOST_POINTS = 400
INK, GRID, LINE = "#333", "#ddd", "#2563a8"


@dataclass(frozen=True)
class Row:
    """One line of the log."""

    tokens: int
    loss: float
    rate: float
    tokens_per_s: float
    held_out: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Box:
    """Where a plot's axes stand."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Scale:
    """From values to pixels of one axis."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def at(self, value: float) -> float:
        """The pixel of a value."""
        low, high = self.low, self.high
        if self.is_log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        return self.start + (value - low) / (high - low) * (self.end - self.start)


def read(path: Path) -> list[Row]:
    """The rows of a log, without those that a resumed run logged again."""
    rows: list[Row] = []
    with path.open(newline="") as file:
        for line in csv.DictReader(file):
            tokens = int(line["tokens"])
            while rows and rows[-1].tokens >= tokens:
                rows.pop()
            counts = json.loads(line["held_out"] or "{}")
            held_out = {name: (right, asked) for name, (right, asked) in counts.items()}
            speed = float(line["tokens_per_s"])
            rows.append(Row(tokens, float(line["loss"]), float(line["rate"]), speed, held_out))
    if not rows:
        raise SystemExit(f"{path} has no rows.")
    return rows


def thinned(points: Sequence[Point]) -> list[Point]:
    """At most so many points as can be told apart: means of neighbours."""
    size = -(-len(points) // MOST_POINTS)
    groups = [points[at : at + size] for at in range(0, len(points), size)]
    return [
        (sum(x for x, _ in group) / len(group), sum(y for _, y in group) / len(group))
        for group in groups
    ]


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round values from low to high, at most so many."""
    step = 10.0 ** math.floor(math.log10(high - low)) / 10
    for factor in (1, 2, 5, 10, 20, 50, 100):
        first, last = math.ceil(low / (step * factor)), math.floor(high / (step * factor))
        if last - first < most:
            return [i * step * factor for i in range(first, last + 1)]
    return [low, high]


def _log_ticks(low: float, high: float) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    values = [factor * 10.0**power for power in powers for factor in (1, 2, 5)]
    return [value for value in values if low <= value <= high]


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _text(x: float, y: float, text: str, *, anchor: str = "middle", size: int = 11) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{INK}">'
        f"{escape(text)}</text>"
    )


def plot(
    title: str,
    points: Sequence[Point],
    box: Box,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    *,
    is_log: bool = False,
    is_small: bool = False,
) -> list[str]:
    """One line with its axes. Few points are marked, too."""
    across = Scale(*x_range, box.x, box.x + box.width)
    up = Scale(*y_range, box.y + box.height, box.y, is_log)
    parts = [_text(box.x, box.y - 8, title, anchor="start", size=11 if is_small else 13)]
    most = 3 if is_small else 6
    for value in _log_ticks(*y_range) if is_log else ticks(*y_range, most):
        y = up.at(value)
        line = f'<line x1="{box.x:.1f}" x2="{box.x + box.width:.1f}" y1="{y:.1f}" y2="{y:.1f}"'
        parts.append(f'{line} stroke="{GRID}"/>')
        parts.append(_text(box.x - 6, y + 4, _number(value), anchor="end", size=10))
    below = box.y + box.height + 14
    along = ticks(*x_range, 3 if is_small else 10)
    parts += [_text(across.at(value), below, _number(value), size=10) for value in along]
    drawn = [(across.at(x), up.at(y)) for x, y in thinned(points)]
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)
    parts.append(f'<polyline points="{joined}" fill="none" stroke="{LINE}" stroke-width="1.5"/>')
    if len(points) <= 60:
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{LINE}"/>' for x, y in drawn]
    return parts


def _padded(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1, high + 1)


def _accuracy(rows: Sequence[Row], skill: str) -> list[Point]:
    return [
        (row.tokens / 1e6, 100 * row.held_out[skill][0] / row.held_out[skill][1])
        for row in rows
        if skill in row.held_out
    ]


def draw(rows: Sequence[Row]) -> str:
    """The whole picture."""
    millions = [row.tokens / 1e6 for row in rows]
    x_range = (0.0, millions[-1])
    losses = [row.loss for row in rows]
    speeds = [row.tokens_per_s for row in rows]
    parts: list[str] = []
    y = float(TOP)
    wide = WIDTH - LEFT - RIGHT

    def add(title: str, points: Sequence[Point], y_range: tuple[float, float], **how: bool) -> None:
        nonlocal y
        parts.extend(plot(title, points, Box(LEFT, y, wide, HEIGHT), x_range, y_range, **how))
        y += HEIGHT + BOTTOM + TOP

    loss_points = list(zip(millions, losses, strict=True))
    add("Loss on the assistant's tokens", loss_points, _padded(losses), is_log=min(losses) > 0)
    rates = [(row.tokens / 1e6, row.rate) for row in rows]
    add("Learning rate, share of the full one", rates, (0, max(1, *(rate for _, rate in rates))))
    add("Tokens per second", list(zip(millions, speeds, strict=True)), (0, max(1.0, *speeds)))
    skills = list(dict.fromkeys(skill for row in rows for skill in row.held_out))
    if "all" in skills:
        add("Held-out answers right, % of all skills", _accuracy(rows, "all"), (0, 100))
        skills.remove("all")
    column = wide / SMALL_COLUMNS
    for i, skill in enumerate(skills):
        box = Box(LEFT + i % SMALL_COLUMNS * column, y, column - 36, SMALL_HEIGHT)
        parts += plot(skill, _accuracy(rows, skill), box, x_range, (0, 100), is_small=True)
        if i % SMALL_COLUMNS == SMALL_COLUMNS - 1 or i == len(skills) - 1:
            y += SMALL_HEIGHT + BOTTOM + TOP
    parts.append(_text(WIDTH / 2, y - TOP + 4, "million tokens"))
    height = math.ceil(y)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" font-family="sans-serif">'
    )
    ground = f'<rect width="{WIDTH}" height="{height}" fill="white"/>'
    return "\n".join([head, ground, *parts, "</svg>"]) + "\n"


def main() -> None:
    """Read the command line, draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("log", type=Path, nargs="?", default=Path("training/log.csv"))
    parser.add_argument("svg", type=Path, nargs="?", default=Path("training/log.svg"))
    args = parser.parse_args()
    args.svg.write_text(draw(read(args.log)))
    print(f"wrote {args.svg}")


if __name__ == "__main__":
    main()
