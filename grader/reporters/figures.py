"""Figures that checks took down, for whoever shows them: as words, and as a plot of how durations are spread."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.outcomes import Measure, Report

BARS = 30
WIDTH, HEIGHT = 480, 120  # of the plot, in its own units


@dataclass(frozen=True)
class Bar:
    """How many durations lie in a step of the scale: its place in the plot, and words for whoever can't see it."""

    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True)
class Plot:
    """Durations spread over a logarithmic scale. `marks`: (x, label) of what stands out."""

    title: str
    bars: tuple[Bar, ...]
    marks: tuple[tuple[float, str], ...]
    ends: tuple[str, str]
    summary: str


def said(measure: Measure) -> str:
    """`throughput 512 requests/s`, `latency p99 84 ms`."""
    if measure.series:
        return f"{measure.name} p99 {duration(measure.value)}"
    value = duration(measure.value) if measure.unit == "s" else f"{rounded(measure.value)} {measure.unit}".strip()
    return f"{measure.name} {value}"


def told(report: Report) -> Iterator[tuple[str, str]]:
    """(goal, words) for each goal whose checks took something down."""
    for goal in report.goals:
        measures = [measure for check in goal.checks for measure in check.measures]
        if measures:
            yield goal.id, " · ".join(map(said, measures))


def plots(measures: Iterable[Measure]) -> list[Plot]:
    """One for each that is a series."""
    return [plot(measure) for measure in measures if measure.series]


def plot(measure: Measure) -> Plot:
    """How often it took how long."""
    numbers = sorted(max(number, 1e-5) for number in measure.series)
    low, high = math.log10(numbers[0]), math.log10(max(numbers[-1], numbers[0] * 1.1))
    step = (high - low) / BARS
    counts = [0] * BARS
    for number in numbers:
        counts[min(int((math.log10(number) - low) / step), BARS - 1)] += 1
    wide, most = WIDTH / BARS, max(counts)
    bars = tuple(
        Bar(
            round(place * wide, 1),
            round(HEIGHT - HEIGHT * count / most, 1),
            round(wide - 1, 1),
            round(HEIGHT * count / most, 1),
            f"{count} from {duration(10 ** (low + place * step))} to {duration(10 ** (low + (place + 1) * step))}",
        )
        for place, count in enumerate(counts)
        if count
    )
    middle = numbers[len(numbers) // 2]
    marks = tuple(
        (round((math.log10(max(number, 1e-5)) - low) / (high - low) * WIDTH, 1), f"{name} {duration(number)}")
        for name, number in (("median", middle), ("p99", min(max(measure.value, numbers[0]), numbers[-1])))
    )
    summary = f"{len(numbers)} durations: median {duration(middle)}, p99 {duration(measure.value)}"
    return Plot(measure.name, bars, marks, (duration(numbers[0]), duration(numbers[-1])), summary)


def duration(seconds: float) -> str:
    """`84 ms`, `1.20 s`."""
    return f"{rounded(seconds * 1000)} ms" if seconds < 1 else f"{seconds:.2f} s"


def rounded(number: float) -> str:
    """Three digits that matter, no more than a reader needs."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.1f}" if abs(number) >= 10 else f"{number:.2g}"
