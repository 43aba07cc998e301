"""Figures that a check takes down for the report: they are told, and judge nothing."""

from __future__ import annotations

from collections.abc import Sequence

from grader.outcomes import Measure

MOST = 4000


class Measures:
    """`measures.value("throughput", 512.3, "requests/s")`, `measures.series("latency", seconds)`."""

    def __init__(self, kept: list[Measure]) -> None:
        self._kept = kept

    def value(self, name: str, number: float, unit: str) -> None:
        """One figure with its unit."""
        self._kept.append(Measure(name, float(number), unit))

    def series(self, name: str, seconds: Sequence[float]) -> None:
        """Durations in seconds, in the order they were taken; the value told of them is the 99th percentile."""
        taken = [float(number) for number in seconds]
        thinned = taken[:: max(1, -(-len(taken) // MOST))]
        self._kept.append(Measure(name, percentile(taken, 99), "s", tuple(thinned)))


def percentile(numbers: Sequence[float], share: float) -> float:
    """The smallest of the numbers that `share` per cent of them do not exceed; 0 of none."""
    ordered = sorted(numbers)
    return ordered[max(0, -(-len(ordered) * share // 100).__int__() - 1)] if ordered else 0.0
