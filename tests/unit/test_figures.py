"""Figures in reports: as words, and as a plot."""

from __future__ import annotations

import pytest

from grader.checks.measures import Measures, percentile
from grader.outcomes import CheckResult, ExerciseResult, GoalResult, Measure, Report
from grader.reporters import html, markdown
from grader.reporters.figures import BARS, HEIGHT, duration, plot, said, told


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.0842, "84.2 ms"), (0.512, "512 ms"), (1.2, "1.20 s"), (0.0004, "0.4 ms"), (0.0, "0 ms")]
)
def test_durations(seconds: float, words: str) -> None:
    """No more digits than a reader needs."""
    assert duration(seconds) == words


def test_percentiles() -> None:
    """The smallest number that so many per cent do not exceed."""
    numbers = [float(number) for number in range(1, 101)]
    assert percentile(numbers, 99) == 99
    assert percentile(numbers, 50) == 50
    assert percentile([7.0], 99) == 7
    assert percentile([], 99) == 0


def test_words() -> None:
    """A figure has its unit, a series its 99th percentile."""
    assert said(Measure("throughput", 512.34, "requests/s")) == "throughput 512 requests/s"
    assert said(Measure("slowest", 1.5, "s")) == "slowest 1.50 s"
    assert said(Measure("latency", 0.084, "s", (0.01, 0.084))) == "latency p99 84.0 ms"


def test_a_plot_holds_every_duration() -> None:
    """Each is in one bar, within the plot; so are the marks."""
    numbers = tuple(0.001 * number for number in range(1, 501))
    made = plot(Measure("latency", 0.495, "s", numbers))
    assert sum(int(bar.says.split()[0]) for bar in made.bars) == 500
    assert len(made.bars) <= BARS
    assert max(bar.height for bar in made.bars) == HEIGHT
    assert [label for _, label in made.marks] == ["median 251 ms", "p99 495 ms"]
    assert all(0 <= x <= 480 for x, _ in made.marks)


def test_a_plot_of_equal_durations() -> None:
    """One bar, and no division by nothing."""
    assert len(plot(Measure("latency", 0.01, "s", (0.01,) * 5)).bars) == 1
    assert len(plot(Measure("latency", 0.0, "s", (0.0,))).bars) == 1


def report() -> Report:
    kept: list[Measure] = []
    measures = Measures(kept)
    measures.value("throughput", 321.0, "requests/s")
    measures.series("latency", [0.01 * number for number in range(1, 9000)])
    check = CheckResult("load", "passed", "It bears the load.", measures=tuple(kept))
    goal = GoalResult("day7/shop.load", "Load", "passed", checks=(check,))
    exercise = ExerciseResult("day7/shop", "Shop", 6, (goal,))
    return Report(
        "day7", "Project day", "flask", "docker", "sqlite", 1, "2026-01-01T00:00:00Z", 1.0, exercises=(exercise,)
    )


def test_reports_tell_them() -> None:
    """Words in each report, a plot on the page, and no more points than a pipe bears."""
    made = report()
    assert [goal for goal, _ in told(made)] == ["day7/shop.load"]
    assert len(made.goals[0].checks[0].measures[1].series) <= 4000
    assert "321 requests" in markdown.render(made).replace("&#47;", "/")
    page = html.render(made)
    assert "<svg viewBox" in page
    assert "p99 " in page
    assert '<details class="goal passed" id="goal-shop-load" open>' in page  # nobody has to look for them
