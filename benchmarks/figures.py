"""A picture of what was measured: each ratio beside what it must be, and how things grow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib

from benchmarks.timing import Measured, spread

matplotlib.use("svg")  # no window
from matplotlib import pyplot  # noqa: E402

FINE, MISSED, PLAIN = "#2a9d8f", "#c1121f", "#9aa5b1"


def draw(found: Sequence[Measured], file: Path) -> None:
    """Writes an SVG: a row of bars for each group, then a curve for each series."""
    groups = [one for one in found if one.seconds]
    curves = [(name, points) for one in found for name, points in one.series.items()]
    rows = len(groups) + (len(curves) + 1) // 2
    figure = pyplot.figure(figsize=(10, 1.2 + 1.7 * rows), layout="constrained")
    grid = figure.add_gridspec(rows, 2)
    for row, one in enumerate(groups):
        _bars(figure.add_subplot(grid[row, :]), one)
    for number, (name, points) in enumerate(curves):
        axes = figure.add_subplot(grid[len(groups) + number // 2, number % 2])
        axes.plot(*zip(*points, strict=True), marker="o", color=FINE)
        axes.set(xscale="log", title=name)
        axes.set_ylim(bottom=0)
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)


def _bars(axes: object, one: Measured) -> None:
    """Medians, with the quartiles as a line through the end of each bar."""
    names = list(one.seconds)[::-1]
    for place, name in enumerate(names):
        low, middle, high = spread(one.seconds[name])
        axes.barh(place, 1000 * middle, color=PLAIN)  # type: ignore[attr-defined]
        axes.plot([1000 * low, 1000 * high], [place, place], color="black", linewidth=1.2)  # type: ignore[attr-defined]
    axes.set_yticks(range(len(names)), names)  # type: ignore[attr-defined]
    told = "   ".join(f"{name}: {one.ratios[name]:.3g} {one.units.get(name, '')}".strip() for name in one.ratios)
    colour = MISSED if one.missed() else FINE
    axes.set_title(f"{one.title}, ms\n{told}", loc="left", fontsize=9, color=colour)  # type: ignore[attr-defined]
