"""The progress as one page: no scripts, nothing loaded from elsewhere. `templates/progress.html` lays it out."""

from __future__ import annotations

from typing import Any

from grader import __version__
from grader.pages import render_html
from grader.planner.blocks import choices
from grader.planner.charts import HEIGHT, WIDTH, columns, curve
from grader.planner.habits import spoken
from grader.planner.overview import Overview
from grader.planner.repeating import RULE, Repeat
from grader.planner.standing import Standing
from grader.planner.telling import counted, percent, since, spelled

MOST_HINTS = 30


def render(seen: Overview) -> str:
    """The page's text."""
    steps = sum(seen.hints.values())
    return render_html(
        "progress.html",
        today=spelled(seen.today),
        passed=seen.passed,
        of=seen.of,
        percent=100 * seen.passed // seen.of if seen.of else 0,
        finished=seen.of > 0 and all(standing.finished for standing in seen.week),
        following=seen.following,
        tiles=[
            (spoken(seen.time), "of focus"),
            (counted(seen.streak, "day"), f"in a row, {seen.longest} at most"),
            (str(seen.runs), "graded run" if seen.runs == 1 else "graded runs"),
            (str(steps), f"hint {'step' if steps == 1 else 'steps'} on {counted(len(seen.hints), 'goal')}"),
        ],
        days=[_day(standing, seen) for standing in seen.week],
        columns=columns(seen.time_by_date, seen.today),
        curve=curve(seen.over_time, seen.of, seen.today),
        width=WIDTH,
        height=HEIGHT,
        repeats=[_repeat(repeat, seen) for repeat in seen.due],
        next_due=spelled(seen.next_due) if seen.next_due else "",
        rule=RULE,
        hints=sorted(seen.hints.items())[:MOST_HINTS],
        more_hints=max(0, len(seen.hints) - MOST_HINTS),
        version=__version__,
    )


def _day(standing: Standing, seen: Overview) -> dict[str, Any]:
    """A day as the page shows it."""
    notes = [f"best {percent(standing.best)} %"] if standing.best is not None else []
    notes += [f"{standing.bonus} bonus"] if standing.bonus else []
    seconds = seen.time_by_day[standing.day.id]
    notes += [spoken(seconds)] if seconds else []
    if standing.undecided:
        notes = [choices(standing.day)]
    return {
        "id": standing.day.id,
        "number": standing.day.number,
        "title": standing.day.title,
        "count": f"{standing.passed} of {standing.of}" if standing.of else "not chosen",
        "share": 100 * standing.passed / standing.of if standing.of else 0,
        "finished": standing.finished,
        "note": " · ".join(notes) or ("not started" if not standing.runs else counted(standing.runs, "run")),
    }


def _repeat(repeat: Repeat, seen: Overview) -> dict[str, Any]:
    """An exercise with goals to repeat."""
    missed = f"{repeat.missed} missed since they passed" if repeat.missed else ""
    return {
        "exercise": repeat.exercise,
        "goals": counted(repeat.goals, "goal"),
        "box": repeat.box,
        "why": missed or f"due {since(repeat.since, seen.today)}",
        "missed": bool(repeat.missed),
    }
