"""A teacher's private checks, added to a day's own. Of what fails of them a learner is told the author's words alone.

A pack is a folder like `exercises/`: `day2/hidden/exercise.toml` and `day2/hidden/checks/test_*.py`, any number of
exercises a day. It needs no texts, starters or solutions. Two keys are its own: `project`, on a day of projects, names
the one that an exercise is about; `tells`, of a goal, is what a learner reads where it fails (else the goal's title).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader import catalog
from grader.errors import CourseError, UsageError
from grader.model import Day, Exercise
from grader.outcomes import CheckResult, ExerciseResult, GoalResult, Report

LAYOUT = "It holds a folder for each day, and in it one for each exercise: day2/hidden/exercise.toml"
# What a pack may not have: it would be for learners' eyes, or served to them.
FOR_LEARNERS = ("suite", "online", "git")


@dataclass(frozen=True)
class Pack:
    """The exercises of a day. `tells` are the words for each goal, `projects` whose project an exercise is about."""

    exercises: tuple[Exercise, ...] = ()
    tells: dict[str, str] = field(default_factory=dict)
    projects: dict[str, str] = field(default_factory=dict)

    def added_to(self, day: Day) -> Day:
        """The day with the pack's exercises after its own; of a day of projects with those for the ones it has."""
        own = {exercise.name for exercise in day.exercises}
        fitting = (one for one in self.exercises if self.projects.get(one.id, "") in ("", *own))
        return replace(day, exercises=(*day.exercises, *fitting))

    def told(self, report: Report) -> Report:
        """A report as a learner may see it: nothing of what the pack's checks sent, expected or got."""
        return replace(report, exercises=tuple(self._exercise(one) for one in report.exercises))

    def _exercise(self, found: ExerciseResult) -> ExerciseResult:
        return replace(found, goals=tuple(self._goal(one) if one.id in self.tells else one for one in found.goals))

    def _goal(self, goal: GoalResult) -> GoalResult:
        words = self.tells[goal.id]
        checks = tuple(
            CheckResult(f"check {number}", check.outcome, message=words if check.outcome == "failed" else "")
            for number, check in enumerate(goal.checks, 1)
        )
        return replace(goal, summary=words if goal.outcome == "failed" else "", checks=checks)


def load(folder: Path | None, day: Day) -> Pack:
    """A pack's part about a day; an empty one without a folder. Raises UsageError for a folder that is none.

    Raises CourseError where it is broken, or has an exercise that the course has already.
    """
    if folder is None:
        return Pack()
    if not folder.is_dir():
        raise UsageError(f"there is no pack in {folder}", LAYOUT)
    homes = sorted(file.parent for file in (folder / day.id).glob("*/exercise.toml"))
    if not homes:
        known = ", ".join(sorted(path.parent.parent.name for path in folder.glob("*/*/exercise.toml"))) or "none"
        raise UsageError(f"the pack {folder.name} has nothing about {day.id}", f"Its days: {known}. {LAYOUT}")
    public = {exercise.name for exercise in day.exercises}
    exercises: list[Exercise] = []
    tells: dict[str, str] = {}
    projects: dict[str, str] = {}
    for home in homes:
        exercise, data = catalog.load_exercise(day.id, home), catalog.read_toml(home / "exercise.toml")
        _refuse(exercise, data, public, home)
        exercises.append(exercise)
        tells |= _words(exercise, data, home)
        projects[exercise.id] = _project(data, day, home)
    return Pack(tuple(exercises), tells, projects)


def with_pack(day: Day, folder: Path | None) -> Day:
    """The day with what a pack has about it, which may be nothing."""
    return load(folder, day).added_to(day) if folder is not None and (folder / day.id).is_dir() else day


def _refuse(exercise: Exercise, data: dict[str, Any], public: set[str], home: Path) -> None:
    where = home / "exercise.toml"
    if exercise.name in public:
        raise CourseError(f"{where}: the course has an exercise {exercise.id} already: call it something else")
    odd = next((key for key in FOR_LEARNERS if key in data), "")
    if odd:
        raise CourseError(f"{where}: '{odd}' can't stand in a pack: it would show learners what is private")


def _words(exercise: Exercise, data: dict[str, Any], home: Path) -> dict[str, str]:
    """What is told of each goal that fails."""
    given = {entry["id"]: entry["tells"] for entry in data["goals"] if "tells" in entry}
    if not all(isinstance(words, str) and words.strip() for words in given.values()):
        raise CourseError(f"{home / 'exercise.toml'}: 'tells' must be a text")
    return {goal.id: " ".join(given.get(goal.name, goal.title).split()) for goal in exercise.goals}


def _project(data: dict[str, Any], day: Day, home: Path) -> str:
    name = data.get("project", "")
    if name and (not day.one_of or name not in {exercise.name for exercise in day.exercises}):
        raise CourseError(f"{home / 'exercise.toml'}: {day.id} has no project called '{name}'")
    return str(name)
