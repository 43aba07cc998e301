"""`scaffold DAY | course`: lays down the project that a learner works on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import guarded, may_ask, version_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.model import Day
    from grader.scaffolding import Written
    from grader.settings import CourseSettings, ProjectSettings

TRACKS = ("flask", "express", "django")
DATABASES = ("sqlite", "postgres", "mysql", "mongo", "none")
WITH_PROJECTS = "day7"

EXAMPLE = """\b
Example:
  scaffold day2 --track express
  cd day2
  grade day2
"""


@click.command(epilog=EXAMPLE)
@click.argument("day", metavar="DAY|course")
@click.option("--track", metavar="|".join(TRACKS), help="The framework to work with.")
@click.option("--database", metavar="|".join(DATABASES), help="The database, on the days that have one.")
@click.option("--only", multiple=True, metavar="EXERCISE", help="Just this exercise's files, to start it over.")
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
    from grader.catalog import load_day
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
    plan = compose(day, chosen, used, only, project)
    written = write(plan, into, force=force)
    click.echo(f"Day {day.number} · {day.title} · {day.hours:g} h")
    others = " | ".join(name for name in TRACKS if name != chosen)
    click.echo(f"  track      {chosen:<10} (--track {others})")
    click.echo(f"  database   {used if day.database else 'none today'}")
    tell(written, plan, into, day, chosen)
    tell_next(day, into)
    return 0


def scaffold_course(track: str | None, database: str | None, into: Path, force: bool) -> int:
    """Every day there is into one Git repository, with the learner's choices at its top."""
    from grader.catalog import day_ids, load_day
    from grader.composing import compose
    from grader.handouts import course_toml, gitignore
    from grader.scaffolding import write
    from grader.settings import ProjectSettings, find_course_settings

    course = find_course_settings(into)
    chosen = choose_track(track, ProjectSettings(), course)
    used = choose_database(database, ProjectSettings(), course)
    days = [load_day(day_id) for day_id in day_ids()]
    plan = {".gitignore": gitignore(chosen).encode(), "course.toml": course_toml(chosen, used).encode()}
    if (into / "course.toml").is_file() and not force:
        del plan["course.toml"]
    for day in days:
        plan |= {f"{day.id}/{path}": content for path, content in compose(day, chosen, used).items()}
    written = write(plan, into, force=force)
    repository = start_repository(into)
    click.echo(f"The course · {len(days)} days · {sum(day.hours for day in days):g} h")
    click.echo(f"  track      {chosen}\n  database   {used}")
    tell_files("created", written.created, [f"{day.id}/" for day in days], into)
    tell_rest(written)
    click.echo(f"  git        {repository}")
    click.echo(f"Next\n{cd(into)}  grade {days[0].id if days else ''}")
    return 0


def default_folder(day_id: str) -> Path:
    """This folder when it is that day's project, else one of the day's name in it."""
    from grader.settings import read_project_settings

    return Path() if read_project_settings(Path()).day == day_id else Path(day_id)


def choose_track(given: str | None, here: ProjectSettings, course: CourseSettings) -> str:
    """The track asked for, else the project's, else the course's, else the answer to a question, else flask."""
    return pick("track", given or here.track or course.track, TRACKS)


def choose_database(given: str | None, here: ProjectSettings, course: CourseSettings) -> str:
    """The database in the same way, else sqlite."""
    return pick("database", given or here.database or course.database, DATABASES)


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


def tell(written: Written, plan: dict[str, bytes], into: Path, day: Day, track: str) -> None:
    """What was made, the important files by name."""
    from grader.handouts import commands_of, unfinished

    commands, todo = commands_of(track), set(unfinished(plan))
    modules = [path for path in written.created if path in todo and path != commands.entry]
    names = ["README.md", commands.entry, commands.dependencies, "requests.http", "requests.sh"]
    names = [name for name in (*names, f"{day.id}.postman_collection.json") if name in written.created]
    rest = len(written.created) - len(names) - len(modules)
    if modules:
        counted = f"{len(modules)} module{'s' if len(modules) > 1 else ''} with TODO marks"
        names = [f"{name} + {counted}" if name == commands.entry else name for name in names]
        names += [] if commands.entry in written.created else [counted]
    tell_files("created", written.created, [*names, *([f"and {rest} more"] if rest else [])], into)
    tell_rest(written)


def tell_files(what: str, paths: Iterable[str], names: list[str], into: Path) -> None:
    """`  created    day2/   README.md  …`, wrapped to 80 columns between names."""
    if not list(paths):
        return
    line, margin = f"  {what:<10} {'' if into == Path() else f'{into}/'}  ", " " * 13
    for name in names:
        if len(line) + len(name) > 78 and line.strip():
            click.echo(line.rstrip())
            line = margin
        line += f"{name}  " if line == margin else f" {name} "
    click.echo(line.rstrip())


def tell_rest(written: Written) -> None:
    """What was there before: left alone, or replaced and kept."""
    if written.unchanged:
        click.echo(f"  unchanged  {len(written.unchanged)} file{'s' if len(written.unchanged) > 1 else ''}")
    for path, copy in zip(written.replaced, written.kept, strict=True):
        click.echo(f"  replaced   {path}   (yours is now {copy})")


def tell_next(day: Day, into: Path) -> None:
    """The next two commands."""
    from grader.handouts import required_goals

    goals = len(required_goals(day))
    click.echo(f"Next\n{cd(into)}  grade {day.id}        shows 0 of {goals} goals: that is the start line, not a fault")


def cd(folder: Path) -> str:
    import shlex

    return "" if folder == Path() else f"  cd {shlex.quote(str(folder))}\n"
