"""Track and database: what was asked for, what the settings files say, else a question, else the first of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.common import may_ask

if TYPE_CHECKING:
    from grader.settings import CourseSettings, ProjectSettings

TRACKS = ("flask", "express", "django")
DATABASES = ("sqlite", "postgres", "mysql", "mongo", "none")


def choose_track(given: str | None, here: ProjectSettings, course: CourseSettings) -> str:
    """The track asked for, else the project's, else the course's, else the answer to a question, else flask."""
    return pick("track", given or here.track or course.track, TRACKS)


def choose_database(given: str | None, here: ProjectSettings, course: CourseSettings) -> str:
    """The database in the same way, else sqlite."""
    return pick("database", given or here.database or course.database, DATABASES)


def choose_project(given: str | None, here: ProjectSettings, course: CourseSettings, known: tuple[str, ...]) -> str:
    """The project of a day of projects in the same way, else the first."""
    return pick("project", given or here.project or course.project, known)


def pick(what: str, word: str | None, known: tuple[str, ...]) -> str:
    """One of the known names; asks when there is somebody to ask. Raises UsageError with the nearest names."""
    from grader.catalog import nearest
    from grader.errors import UsageError

    if word in known:
        return word
    if word:
        raise UsageError(f"there is no {what} called '{word}'", nearest(word, list(known), f"{what}s"))
    if may_ask():
        return str(click.prompt(what.capitalize(), type=click.Choice(known), default=known[0]))
    return known[0]
