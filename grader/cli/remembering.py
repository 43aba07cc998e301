"""After a run of `grade`: it is remembered beside the project, and its report told how good the best one was."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.submitted import is_other_than_folder
from grader.errors import GraderError
from grader.outcomes import Report
from grader.printable import one_line
from grader.progress import runs
from grader.settings import read_project_settings


def remember(report: Report, given: Path | None, folder: Path | None, *, elsewhere: bool) -> float | None:
    """Remembers a run; the best score of the whole day so far, where this run was about the whole of it.

    `given` is what the command named, `folder` the project that it came to. An archive has no place to remember in, and
    what somebody names who does not stand where it is may be another's: a teacher leaves nothing in learners' folders.
    """
    if (
        report.status not in runs.STATUSES
        or folder is None
        or (given is not None and not is_ones_own(given, report.day))
    ):
        return None
    if elsewhere and not is_project_of(report.day, folder):
        return None
    warning = runs.record(report, folder)
    history, warnings = runs.read([folder])
    for words in dict.fromkeys(filter(None, [warning, *warnings])):
        click.echo(f"note: {one_line(words)}", err=True)
    if report.status != "graded" or "excluded" in {runs.outcome(goal) for goal in report.goals}:
        return None
    return max(report.score, runs.best(history, report.day, (exercise.id for exercise in report.exercises)) or 0.0)


def is_ones_own(given: Path, day: str) -> bool:
    """Whether it is the folder that the command would have found by itself, here or in `./DAY`."""
    here = Path().resolve()
    return not is_other_than_folder(given) and given.resolve() in (here, here / day)


def is_project_of(day: str, folder: Path) -> bool:
    """Whether the folder says that it is the day's: an address can be graded from any folder."""
    try:
        return read_project_settings(folder).day == day
    except GraderError:
        return False
