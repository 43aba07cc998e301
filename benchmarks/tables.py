"""Tables of a run for a page of text: `python -m benchmarks.tables [FILE]` prints them as Markdown.

FILE is what `python -m benchmarks` has written: `build/bench.json`, if none is named.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.timing import spread


def tables(run: dict[str, Any]) -> Iterator[str]:
    """The lines: the machine, each ratio beside its bounds, what was timed, and how things grow."""
    machine = run["machine"]
    yield f"{machine['processors']} processors, {machine['GiB']} GiB, {machine['system']}, Python {machine['python']}."
    yield from table("what", "measured", "must", "aim", "", rows=ratios(run))
    yield from table("what was timed", "median, ms", "quartiles, ms", "times", rows=timed(run))
    grown = [(name, points) for one in run["benchmarks"] for name, points in one["series"].items()]
    yield from table("how it grows", "", rows=([name, points_of(points)] for name, points in grown))


def table(*names: str, rows: Iterator[list[str]]) -> Iterator[str]:
    """Nothing where there is no row."""
    lines = list(rows)
    if lines:
        yield from ("", f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}")
        yield from (f"| {' | '.join(line)} |" for line in lines)


def ratios(run: dict[str, Any]) -> Iterator[list[str]]:
    """A row for each figure that has a bound."""
    for one in run["benchmarks"]:
        for name, value in one["ratios"].items():
            (must, aim), unit = one["bounds"][name], one["units"].get(name, "")
            least = "≥ " if name in one["more"] else "≤ "
            bounds = ["" if bound is None else f"{least}{bound:g}" for bound in (must, aim)]
            yield [name, f"{value:.3g} {unit}".strip(), *bounds, "missed" if name in one["missed"] else ""]


def timed(run: dict[str, Any]) -> Iterator[list[str]]:
    """A row for all that was timed."""
    for one in run["benchmarks"]:
        for name, values in one["ms"].items():
            low, middle, high = spread(values)
            yield [f"{one['title']}: {name}", f"{middle:.0f}", f"{low:.0f} to {high:.0f}", str(len(values))]


def points_of(points: list[tuple[float, float]]) -> str:
    return " · ".join(f"{at:g}: {value:.3g}" for at, value in points)


if __name__ == "__main__":
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "build" / "bench.json"
    print("\n".join(tables(json.loads(file.read_text()))))
