"""Drawing a run's log: which rows count, and that what is drawn can be read."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from training import plots

HEADER = "step,tokens,learned,loss,rate,tokens_per_s,seconds,held_out\n"
CHECK = '"{""tools"": [1, 2], ""all"": [3, 4]}"'


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A run stopped after 300 tokens that went on from its checkpoint at 100."""
    path = tmp_path / "log.csv"
    path.write_text(
        HEADER
        + "20,100,40,4.0,0.5,1000,1,\n40,200,80,3.0,1.0,1000,2,\n60,300,120,2.0,1.0,1000,3,\n"
        + f"40,200,80,2.5,1.0,2000,2,{CHECK}\n60,310,120,1.0,0.0,2000,3,\n"
    )
    return path


def test_what_a_resumed_run_logged_again_counts_once(log: Path) -> None:
    """Else the line would run backwards."""
    rows = plots.read(log)

    assert [(row.tokens, row.loss) for row in rows] == [(100, 4.0), (200, 2.5), (310, 1.0)]
    assert rows[1].held_out == {"tools": (1, 2), "all": (3, 4)}


def test_a_log_without_rows_is_named(tmp_path: Path) -> None:
    """A run that has just begun has none."""
    path = tmp_path / "log.csv"
    path.write_text(HEADER)

    with pytest.raises(SystemExit, match="no rows"):
        plots.read(path)


def test_the_picture_is_xml_with_a_line_for_each_plot(log: Path) -> None:
    """Loss, rate, speed, all skills, one skill; every point inside the picture."""
    root = ElementTree.fromstring(plots.draw(plots.read(log)))
    lines = root.findall("{*}polyline")
    width, height = float(root.attrib["width"]), float(root.attrib["height"])

    assert len(lines) == 5
    for line in lines:
        for x, y in re.findall(r"([\d.-]+),([\d.-]+)", line.attrib["points"]):
            assert 0 <= float(x) <= width
            assert 0 <= float(y) <= height
    titles = [text.text for text in root.findall("{*}text")]
    assert "Tokens per second" in titles
    assert "tools" in titles


def test_long_logs_are_thinned_to_means() -> None:
    """A thousand points on nine hundred pixels are a smear."""
    points = plots.thinned([(float(i), float(i % 2)) for i in range(2 * plots.MOST_POINTS)])

    assert len(points) == plots.MOST_POINTS
    assert points[0] == (0.5, 0.5)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 100), (0, 26.5), (3, 3.001), (0, 5400)])
def test_ticks_are_few_and_inside(low: float, high: float) -> None:
    """Labels that overlap cannot be read."""
    found = plots.ticks(low, high)

    assert 2 <= len(found) <= 6
    assert all(low <= value <= high + 1e-9 for value in found)
