"""Charts as numbers that a template draws. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from grader.planner.habits import spoken
from grader.planner.telling import spelled

WIDTH, HEIGHT = 340, 110  # of the drawing area; about a phone's width, so that its words stay readable there
DATES = 14
MOST_POINTS = 60


@dataclass(frozen=True)
class Bar:
    """One column; `says` is its tooltip, `label` stands below it."""

    x: float
    y: float
    width: float
    height: float
    says: str
    label: str = ""


@dataclass(frozen=True)
class Columns:
    """A column a date, and what all of it says in one sentence."""

    bars: tuple[Bar, ...]
    most: str
    summary: str


@dataclass(frozen=True)
class Curve:
    """A line that rises; `area` is the same down to the axis. `ends` are its first and last date."""

    line: str
    area: str
    last: tuple[float, float]
    ends: tuple[str, str]
    most: str
    summary: str


def columns(seconds: Counter[date], today: date) -> Columns:
    """Focus time of the last two weeks."""
    dates = [today - timedelta(days=DATES - 1 - number) for number in range(DATES)]
    most = max([3600, *(seconds[day] for day in dates)])
    step = WIDTH / DATES
    bars = []
    for number, day in enumerate(dates):
        height = HEIGHT * seconds[day] / most
        label = str(day.day) if number % 2 else ""
        says = f"{day.day}.{day.month}.: {spoken(seconds[day])}"
        x = round(number * step + 2, 1)
        bars.append(Bar(x, round(HEIGHT - height, 1), round(step - 4, 1), round(height, 1), says, label))
    total = sum(seconds[day] for day in dates)
    return Columns(tuple(bars), spoken(most), f"{spoken(total)} of focus in the last {DATES} days")


def curve(passed: Sequence[tuple[date, int]], of: int, today: date) -> Curve | None:
    """Goals that passed, from the first run until today; None before there was one."""
    if not passed or not of:
        return None
    first = passed[0][0]
    days = max(1, (today - first).days)
    top = max([of, *(number for _, number in passed)])
    points: list[tuple[float, float]] = [(0.0, HEIGHT)]
    for day, number in _thinned(passed):
        x = round(WIDTH * min(1.0, max(0.0, (day - first).days / days)), 1)
        points += [(x, points[-1][1]), (x, round(HEIGHT - HEIGHT * number / top, 1))]
    points.append((WIDTH, points[-1][1]))
    drawn = " ".join(f"{x:g},{y:g}" for x, y in points)
    words = f"{passed[-1][1]} of {of} goals since {spelled(first)}"
    area = f"{drawn} {WIDTH},{HEIGHT} 0,{HEIGHT}"
    return Curve(drawn, area, points[-1], (spelled(first), spelled(today)), str(top), words)


def _thinned(passed: Sequence[tuple[date, int]]) -> list[tuple[date, int]]:
    """At most so many of them, the last one always."""
    step = len(passed) // MOST_POINTS + 1
    return [*passed[:-1:step], passed[-1]]
