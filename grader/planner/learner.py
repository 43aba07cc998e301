"""All that is known of a learner, read once: the days of the course, runs, time, hints."""

from __future__ import annotations

import dataclasses
import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import catalog
from grader.errors import GraderError
from grader.model import Day
from grader.planner.telling import Way
from grader.progress import hints, places, runs, time_spent
from grader.progress.runs import Run
from grader.progress.time_spent import Spent
from grader.settings import CourseSettings, find_course_settings, read_project_settings


@dataclass(frozen=True)
class Learner:
    """`home` is the folder with the projects; `hints` the steps taken by goal; `warnings` what could not be read."""

    home: Path
    course: CourseSettings
    days: tuple[Day, ...]
    runs: tuple[Run, ...]
    spent: tuple[Spent, ...]
    hints: dict[str, int]
    warnings: tuple[str, ...] = ()
    here: Path = Path()

    @property
    def begun(self) -> frozenset[str]:
        """The days that have a project, by their folders or by runs."""
        graded = {run.day for run in self.runs}
        return frozenset(day.id for day in self.days if day.id in graded or places.is_folder(self.home / day.id))

    @property
    def way(self) -> Way:
        """How to get from this folder to the projects."""
        if self.here == self.home:
            return Way()
        inside = self.here.relative_to(self.home).parts[0] if self.here.is_relative_to(self.home) else ""
        return Way(f"cd {shlex.quote(os.path.relpath(self.home, self.here))} && ", inside)


def look(folder: Path) -> Learner:
    """What there is to know in a folder, or in the one above it where it is a day's project."""
    home = places.home(folder)
    projects = places.projects(home)
    graded, of_runs = runs.read(projects)
    spent, of_time = time_spent.read(projects)
    taken, of_hints = hints.taken(projects)
    course = find_course_settings(home)
    days = (catalog.load_day(day) for day in catalog.day_ids())
    chosen = tuple(
        with_project(day, last_graded(day, graded), project_named(day, home / day.id), course.project) for day in days
    )
    warnings = tuple(dict.fromkeys([*of_runs, *of_time, *of_hints]))
    here = Path(os.path.realpath(folder))
    return Learner(home, course, chosen, graded, spent, taken, warnings, here)


def with_project(day: Day, *names: str | None) -> Day:
    """A day of projects with the chosen one alone: the first of these names that it has. Other days as they are."""
    for name in names if day.one_of else ():
        chosen = tuple(exercise for exercise in day.exercises if exercise.name == name)
        if chosen:
            return dataclasses.replace(day, exercises=chosen)
    return day


def project_named(day: Day, folder: Path) -> str | None:
    """What a day's folder says of the project that it is; None for other days, and where it can't be read."""
    try:
        return read_project_settings(folder).project if day.one_of else None
    except GraderError:
        return None


def last_graded(day: Day, graded: Sequence[Run]) -> str | None:
    """The exercise that the day's last run was about."""
    last = next((run for run in reversed(graded) if run.day == day.id and run.goals), None)
    return next(iter(last.goals)).rpartition("/")[2].partition(".")[0] if last else None
