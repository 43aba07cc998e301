"""Graded runs as they are remembered: who reads a line trusts none of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grader import __version__, keeping
from grader.outcomes import GoalResult, Report
from grader.progress import journal

FILE = Path(keeping.HOME) / "progress.jsonl"
STATUSES = ("graded", "not-startable")
OUTCOMES = ("passed", "failed", "needs", "unavailable", "excluded", "inapplicable")
SETTLED = ("passed", "inapplicable")  # nothing is left to be done
MOST_GOALS = 1000
NAME = re.compile(r"[\w.+-]{0,60}", re.ASCII)
GOAL = re.compile(r"[\w-]{1,60}/[\w-]{1,60}\.[\w-]{1,60}", re.ASCII)


@dataclass(frozen=True)
class Run:
    """One run of `grade`. `goals` has the outcome of every goal of the day, `score` is a share of 1."""

    day: str
    started_at: datetime
    duration_s: float
    status: str
    score: float
    passed: bool
    goals: Mapping[str, str]
    track: str = ""
    database: str = ""
    runner: str = ""
    seed: int = 0
    grader: str = ""

    @property
    def exercises(self) -> frozenset[str]:
        return frozenset(goal.rpartition(".")[0] for goal in self.goals)

    @property
    def whole(self) -> bool:
        """Whether all of the day was asked for."""
        return self.status == "graded" and "excluded" not in self.goals.values()


def record(report: Report, project: Path) -> str:
    """Remembers a run in the project's folder; a warning, or nothing. A machine's fault is never remembered."""
    if report.status not in STATUSES:
        return ""
    return journal.append(project / FILE, as_data(report))


def read(projects: Iterable[Path]) -> tuple[tuple[Run, ...], list[str]]:
    """All runs in these projects, the oldest first, and warnings."""
    found: list[Run] = []
    warnings = []
    for project in projects:
        runs, warning = journal.read(project / FILE, parse)
        found += runs
        warnings += [warning] if warning else []
    return tuple(sorted(found, key=lambda run: run.started_at)), warnings


def best(runs: Iterable[Run], day: str, exercises: Iterable[str]) -> float | None:
    """The best score of a run of the whole day, a share of 1; None where there is none.

    `exercises` are the day's: on a day of projects another one's score says nothing.
    """
    own = frozenset(exercises)
    return max((run.score for run in runs if run.day == day and run.whole and run.exercises <= own), default=None)


def as_data(report: Report) -> dict[str, Any]:
    """A report as it is remembered: no text of the learner's, no log, no exchange."""
    return {
        "day": report.day,
        "track": report.track,
        "database": report.database,
        "runner": report.runner,
        "started_at": report.started_at,
        "duration_s": round(report.duration_s, 3),
        "status": report.status,
        "score": report.score,
        "passed": report.passed,
        "passed_goals": sum(goal.outcome == "passed" for goal in report.goals),
        "goals": {goal.id: outcome(goal) for goal in report.goals},
        "seed": report.seed,
        "grader": __version__,
    }


def outcome(goal: GoalResult) -> str:
    """One word for what became of a goal: one of `OUTCOMES`."""
    if goal.outcome != "not-run":
        return goal.outcome
    if goal.reason == "excluded" and goal.checks:
        return "inapplicable"  # about something that the project does in another way
    return goal.reason or "failed"


def parse(data: dict[str, Any]) -> Run | None:
    """A run from a line that was read; None where anything is not as `as_data` writes it."""
    started, goals = moment(data.get("started_at")), data.get("goals")
    names = [data.get(key, "") for key in ("day", "track", "database", "runner", "grader")]
    sound = (
        started is not None
        and all(isinstance(name, str) and NAME.fullmatch(name) for name in names)
        and bool(data.get("day"))
        and data.get("status") in STATUSES
        and number(data.get("duration_s"), 10_000_000)
        and number(data.get("score"), 100)
        and isinstance(data.get("passed"), bool)
        and type(data.get("seed")) is int
        and _goals(goals)
    )
    if not sound or started is None:
        return None
    known = ("day", "duration_s", "status", "score", "passed", "goals", "track", "database", "runner", "seed", "grader")
    return Run(started_at=started, **{key: data[key] for key in known if key in data})


def moment(text: object) -> datetime | None:
    """A moment of a known zone, in UTC; None for anything else."""
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
        known = found is not None and found.tzinfo is not None and 2000 <= found.year <= 2999
        return found.astimezone(UTC) if found and known else None
    except (ValueError, OverflowError):
        return None


def number(value: object, most: float) -> bool:
    """Whether it is a number from 0 to `most`."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most


def _goals(found: object) -> bool:
    return (
        isinstance(found, dict)
        and len(found) <= MOST_GOALS
        and all(GOAL.fullmatch(goal) and became in OUTCOMES for goal, became in found.items())
    )
