"""`scaffold DAY | course`: lays down the project that a learner works on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import completing
from grader.cli.choices import DATABASES, TRACKS, choose_database, choose_project, choose_track
from grader.cli.common import guarded, version_option

if TYPE_CHECKING:
    from grader.model import Day

WITH_PROJECTS = "day7"
WORKFLOW = ".github/workflows/grade.yml"

EXAMPLE = """\b
Example:
  scaffold day2 --track express
  cd day2
  grade day2
"""


@click.command(epilog=EXAMPLE)
@click.argument("day", metavar="DAY|course", shell_complete=completing.days("course"))
@click.option(
    "--track",
    metavar="|".join(TRACKS),
    shell_complete=completing.words(*TRACKS),
    help="The framework to work with.",
)
@click.option(
    "--database",
    metavar="|".join(DATABASES),
    shell_complete=completing.words(*DATABASES),
    help="The database, on the days that have one.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="EXERCISE",
    shell_complete=completing.exercises,
    help="Just this exercise's files, to start it over.",
)
@click.option("--project", metavar="NAME", help="The project of day 7: todo-app, blog or shop.")
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR", help="Where to.  [default: ./DAY]")
@click.option("--force", is_flag=True, help="Replace files that differ; yours are kept as NAME.orig.")
@version_option
@guarded
def main(
    day: str,
    track: str | None,
    database: str | None,
    only: tuple[str, ...],
    project: str | None,
    into: Path | None,
    force: bool,
) -> int:
    """Lay down a day's project, or the whole course in a Git repository.

    A file of yours that differs is never overwritten without --force. What you don't choose is taken from course.toml
    in or above the folder, else asked for, else flask and sqlite.
    """
    from grader.errors import UsageError

    if project and day != WITH_PROJECTS:
        raise UsageError(f"--project is for {WITH_PROJECTS} alone", f"Leave it out: scaffold {day}")
    if day != "course":
        return scaffold_day(day, track, database, only, project, into or default_folder(day), force)
    if only:
        raise UsageError("--only needs a day", f"Try: scaffold day2 --only {only[0]}")
    return scaffold_course(track, database, into or Path("course"), force)


def scaffold_day(
    day_id: str,
    track: str | None,
    database: str | None,
    only: tuple[str, ...],
    project: str | None,
    into: Path,
    force: bool,
) -> int:
    """One day's project into a folder, and the next two commands."""
    from grader.catalog import load_day, only_project
    from grader.cli.laid_down import tell_day
    from grader.composing import compose
    from grader.errors import UsageError
    from grader.scaffolding import write
    from grader.settings import find_course_settings, read_project_settings

    day = load_day(day_id)
    here, course = read_project_settings(into), find_course_settings(into)
    chosen = choose_track(track, here, course)
    if only and here.track and here.track != chosen:
        raise UsageError(f"the project in {into} is written with {here.track}, not {chosen}", "Leave --track out.")
    used = choose_database(database, here, course) if day.database else "none"
    if day.one_of:
        project = choose_project(project, here, course, names_of(day))
        day = only_project(day, project)
    plan = compose(day, chosen, used, only, project)
    written = write(plan, into, force=force)
    tell_day(day, chosen, used, plan, written, into)
    return 0


def scaffold_course(track: str | None, database: str | None, into: Path, force: bool) -> int:
    """Every day there is into one Git repository, with the learner's choices at its top."""
    from grader.catalog import day_ids, load_day, only_project
    from grader.cli.laid_down import tell_course
    from grader.composing import compose
    from grader.handouts import course_toml, gitignore, workflow
    from grader.scaffolding import write
    from grader.settings import ProjectSettings, find_course_settings

    course = find_course_settings(into)
    chosen = choose_track(track, ProjectSettings(), course)
    used = choose_database(database, ProjectSettings(), course)
    days = []
    plan = {".gitignore": gitignore(chosen).encode(), "course.toml": course_toml(chosen, used).encode()}
    plan[WORKFLOW] = workflow().encode()
    if (into / "course.toml").is_file() and not force:
        del plan["course.toml"]
    for day in map(load_day, day_ids()):
        project = choose_project(None, ProjectSettings(), course, names_of(day)) if day.one_of else None
        days.append(only_project(day, project) if project else day)
        plan |= {f"{day.id}/{path}": content for path, content in compose(day, chosen, used, (), project).items()}
    written = write(plan, into, force=force)
    tell_course(days, chosen, used, written, into, start_repository(into))
    return 0


def names_of(day: Day) -> tuple[str, ...]:
    """The names of a day's exercises."""
    return tuple(exercise.name for exercise in day.exercises)


def default_folder(day_id: str) -> Path:
    """This folder when it is that day's project, else one of the day's name in it."""
    from grader.settings import read_project_settings

    return Path() if read_project_settings(Path()).day == day_id else Path(day_id)


def start_repository(folder: Path) -> str:
    """Makes a Git repository unless the folder lies in one; what is to be said about it."""
    from grader.errors import MachineError
    from grader.process import run

    home = folder.resolve()
    if any((parent / ".git").exists() for parent in (home, *home.parents)):
        return "this folder is in a repository already"
    try:
        code, output = run(["git", "init", "-q"], cwd=home, env=os.environ, timeout=30)
    except MachineError:
        return "not installed: no repository was made; later, git init will do"
    return "a new repository; nothing is committed yet" if code == 0 else f"git init failed: {output.strip()}"


if __name__ == "__main__":
    main()
