"""From a folder to what a job needs: which of a day's projects it is, its database, where it is deployed."""

from __future__ import annotations

from pathlib import Path

from grader import __version__, catalog
from grader.errors import UsageError
from grader.model import Day
from grader.project import Dependencies, Project
from grader.server.address import Address
from grader.server.options import Options
from grader.server.protocols import Runner
from grader.services import SERVICES
from grader.settings import find_course_settings, read_project_settings


def with_one_project(day: Day, named: tuple[str, ...], folder: Path, command: str = "grade") -> Day:
    """The day with the one project that it is about: the one named, else that of grade.toml or course.toml."""
    if len(named) > 1:
        raise UsageError(
            f"{day.id} has one project of {names(day)}", f"Name one of them: {command} {day.id} {named[0]}"
        )
    if not named:
        here, course = read_project_settings(folder), find_course_settings(folder)
        named = tuple(filter(None, [here.project or course.project]))
    if not named:
        raise UsageError(f"which project is it: {names(day)}?", f"Say so: {command} {day.id} {day.exercises[0].name}")
    return catalog.only_project(day, named[0])


def names(day: Day) -> str:
    """The names of a day's exercises, for a sentence."""
    *others, last = [exercise.name for exercise in day.exercises]
    return f"{', '.join(others)} or {last}" if others else last


def read_project(folder: Path, track: str | None, elsewhere: bool) -> Project:
    """What the folder is. Where it is graded by its address alone, the project itself is not needed."""
    if elsewhere:
        return Project(folder, track or "", "", Dependencies("python"))
    from grader.recognising import recognise

    return recognise(folder, read_project_settings(folder), track)


def database_for(day: Day, folder: Path, asked: str | None, runner: Runner) -> str:
    """The kind of database that the app is given: as asked, else the project's, else the course's, else sqlite."""
    if not day.database or runner.name == "url":
        return "none"
    here, course = read_project_settings(folder), find_course_settings(folder)
    return known_database(day, asked or here.database or course.database or "sqlite")


def known_database(day: Day, kind: str) -> str:
    """The kind itself. Raises UsageError for one that there is not."""
    if kind not in SERVICES:
        raise UsageError(
            f"there is no database called '{kind}' on {day.id}", catalog.nearest(kind, list(SERVICES), "databases")
        )
    return kind


def made_by_another(folder: Path) -> tuple[str, ...]:
    """A notice where a project was scaffolded by another version of the course: its texts may say something else."""
    made = read_project_settings(folder).scaffolded_with
    if made in (None, __version__):
        return ()
    words = f"this project was made by version {made} of the course and is graded by {__version__}"
    return (f"{words}: what a README there says may have changed; scaffold into another folder to compare",)


def deployed_at(day: Day, folder: Path, address: str, at: tuple[str, ...], ca: str) -> Address | None:
    """Where the app is deployed: as said on the command line, else in grade.toml; only public addresses there."""
    if not day.online:
        return None
    from grader.addresses import graded_address
    from grader.runners.url import pinned

    if not address:
        address = read_project_settings(folder).url or ""
        at = graded_address(address, False, loopback=False)[1] if address else ()
    return pinned(Options(url=address, at=at, ca=ca)) if address else None
