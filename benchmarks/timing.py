"""Times two or more things in turn, in one run: what slows the machine down slows all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

PAIRS = 9
LEAST = 3
Timed = Callable[[], float]  # does it once, and gives the seconds that it took


@dataclass
class Measured:
    """What one benchmark has found. `seconds` by what was timed; `ratios` by their name in performance.md's table.

    Of a ratio there is the figure, and what it must be and is to be: at most, or at least where `more` names it.
    """

    title: str
    seconds: dict[str, list[float]] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    bounds: dict[str, tuple[float | None, float | None]] = field(default_factory=dict)
    more: set[str] = field(default_factory=set)
    units: dict[str, str] = field(default_factory=dict)
    series: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def ratio(
        self,
        name: str,
        value: float,
        must: float | None = None,
        aim: float | None = None,
        *,
        more: bool = False,
        unit: str = "",
    ) -> None:
        """Takes down a figure that has a bound. `unit`: of one that is no ratio."""
        self.ratios[name], self.bounds[name] = value, (must, aim)
        if more:
            self.more.add(name)
        if unit:
            self.units[name] = unit

    def median(self, name: str) -> float:
        return statistics.median(self.seconds[name])

    def missed(self) -> list[str]:
        """The names of those that are not what they must be."""
        return [name for name in self.ratios if not self.holds(name)]

    def holds(self, name: str) -> bool:
        must = self.bounds[name][0]
        return must is None or (self.ratios[name] >= must if name in self.more else self.ratios[name] <= must)


class Rounds:
    """How often something is measured: `most` times, fewer where that would take longer than `seconds`.

    But `least` times in any case.
    """

    def __init__(self, most: int, seconds: float = float("inf"), least: int = LEAST) -> None:
        self.most = most
        self.seconds = seconds
        self.least = least
        self.ends = time.monotonic() + seconds

    def __iter__(self) -> Iterator[int]:
        for number in range(self.most):
            if number >= self.least and time.monotonic() > self.ends:
                return
            yield number

    def part(self, of: int, least: int = LEAST) -> Rounds:
        """For one of so many things that are measured one after the other."""
        return Rounds(self.most, self.seconds / of, least)

    def more(self, times: int) -> Rounds:
        """For what is over in a moment."""
        return Rounds(self.most * times, self.seconds)


def once(work: Callable[[], object]) -> float:
    """Seconds that it took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turn(things: Mapping[str, Timed], rounds: Rounds) -> dict[str, list[float]]:
    """Each once to warm up, then all of them in turn, so many times."""
    for work in things.values():
        work()
    found: dict[str, list[float]] = {name: [] for name in things}
    for _ in rounds:
        for name, work in things.items():
            found[name].append(work())
    return found


def of_pairs(over: list[float], under: list[float]) -> float:
    """The median of the ratios, pair by pair."""
    return statistics.median(one / other for one, other in zip(over, under, strict=True))


def spread(values: list[float]) -> tuple[float, float, float]:
    """Lower quartile, median, upper quartile."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high
