"""From the words of the command to a job, and from its report to what is printed and the exit code."""

from __future__ import annotations

import dataclasses
import os
import secrets
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from grader import catalog, reporters
from grader.cli.addresses import graded_address
from grader.cli.common import may_ask
from grader.cli.submitted import find_folder, project_folder
from grader.cli.waiting import Waiting
from grader.errors import ProjectError, UsageError
from grader.grading import Job, grade, not_startable
from grader.model import Day
from grader.outcomes import Report
from grader.project import Dependencies, Project
from grader.recognising import recognise
from grader.runners import RUNNERS
from grader.runners.watchdog import GONE
from grader.server import Address, Options, Runner
from grader.services import SERVICES
from grader.settings import find_course_settings, read_project_settings

WAKING_SECONDS = 90  # that a free host may take to wake up a server
NO_ENGINE = "no Docker engine answers here, so this was run without a container"


def run(
    day: str,
    exercises: tuple[str, ...],
    project: Path | None,
    runner: str,
    url: str | None,
    ca: str | None,
    allow_private: bool,
    track: str | None,
    database: str | None,
    start_timeout: float,
    runtime: str,
    seed: int | None,
    fail_under: float | None,
    quiet: bool,
    verbose: bool,
    no_hints: bool,
    **targets: str | None,
) -> int:
    """The whole command. Gives the exit code."""
    wanted = [(kind.rstrip("_"), target) for kind, target in targets.items() if target]
    reporters.check_targets(wanted)
    the_day = catalog.load_day(day)
    if the_day.one_of:
        the_day = the_project(the_day, exercises, project, required=not url)
    chosen = catalog.choose(the_day, exercises)
    elsewhere = bool(url) and all(exercise.online or not the_day.online for exercise in chosen)
    how, notice = (RUNNERS["url"](), ()) if elsewhere else choose_runner(runner)
    if runtime and how.name != "docker":
        raise UsageError(
            f"--runtime {runtime} needs a container, and this run has none",
            "Start the Docker engine and add --runner docker, or leave --runtime out.",
        )
    address, at = graded_address(url, allow_private) if url else ("", ())
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    with interruptible(), Waiting(quiet or not may_ask()) as waiting, ExitStack() as stack:
        try:
            folder = stack.enter_context(project_folder(the_day, project, required=not elsewhere))
            subject = read_project(folder, track, elsewhere)
        except ProjectError as error:
            report = not_startable(the_day, how.name, seed, error)
        else:
            subject = dataclasses.replace(subject, notices=(*subject.notices, *notice))
            options = Options(
                start_timeout=max(start_timeout, WAKING_SECONDS) if the_day.online and elsewhere else start_timeout,
                runtime=runtime,
                url=address if elsewhere else "",
                at=at,
                ca=ca or "",
                online=None if elsewhere else deployed_at(the_day, folder, address, at, ca or ""),
                database_url=os.environ.get("DATABASE_URL", ""),
            )
            kind = database_for(the_day, folder, database, how)
            job = Job(the_day, chosen, subject, how, seed, database=kind, options=options)
            with saying_how_far(waiting, job):
                report = grade(job, waiting.say, waiting.seen)
        waiting.done()
        tell(report, wanted, quiet=quiet, verbose=verbose, hints=not no_hints)
    return exit_code(report, fail_under)


def choose_runner(name: str) -> tuple[Runner, tuple[str, ...]]:
    """The runner, and a notice where `auto` had to do without an engine."""
    if name == "auto":
        from grader.runners.docker.engine import answers

        return (RUNNERS["docker"](), ()) if answers() else (RUNNERS["local"](), (NO_ENGINE,))
    if name not in ("docker", "local"):  # that for an address is chosen by --url
        raise UsageError(
            f"there is no runner called '{name}'", catalog.nearest(name, ["auto", "docker", "local"], "runners")
        )
    return RUNNERS[name](), ()


def database_for(day: Day, folder: Path, asked: str | None, runner: Runner) -> str:
    """The kind of database that the app is given: as asked, else the project's, else the course's, else sqlite."""
    if not day.database or runner.name == "url":
        return "none"
    here, course = read_project_settings(folder), find_course_settings(folder)
    kind = asked or here.database or course.database or "sqlite"
    if kind not in SERVICES:
        raise UsageError(
            f"there is no database called '{kind}' on {day.id}", catalog.nearest(kind, list(SERVICES), "databases")
        )
    return kind


def the_project(day: Day, named: tuple[str, ...], folder: Path | None, *, required: bool) -> Day:
    """The day with the one project that is graded: the one named, else grade.toml's, else the course's."""
    if len(named) > 1:
        raise UsageError(f"{day.id} has one project of {names(day)}", f"Name one of them: grade {day.id} {named[0]}")
    if not named:
        home = find_folder(day, folder, required=required) if folder is None or folder.is_dir() else Path()
        here, course = read_project_settings(home), find_course_settings(home)
        named = tuple(filter(None, [here.project or course.project]))
    if not named:
        raise UsageError(f"which project is it: {names(day)}?", f"Say so: grade {day.id} {day.exercises[0].name}")
    return catalog.only_project(day, named[0])


def names(day: Day) -> str:
    """The names of a day's exercises, for a sentence."""
    *others, last = [exercise.name for exercise in day.exercises]
    return f"{', '.join(others)} or {last}" if others else last


def deployed_at(day: Day, folder: Path, address: str, at: tuple[str, ...], ca: str) -> Address | None:
    """Where the app is deployed: as said on the command line, else in grade.toml; only public addresses there."""
    if not day.online:
        return None
    from grader.runners.url import pinned

    if not address:
        address = read_project_settings(folder).url or ""
        at = graded_address(address, False, loopback=False)[1] if address else ()
    return pinned(Options(url=address, at=at, ca=ca)) if address else None


def read_project(folder: Path, track: str | None, elsewhere: bool) -> Project:
    """What the folder is. Where it is graded by its address alone, the project itself is not needed."""
    if elsewhere:
        return Project(folder, track or "", "", Dependencies("python"))
    return recognise(folder, read_project_settings(folder), track)


def tell(report: Report, wanted: list[tuple[str, str]], *, quiet: bool, verbose: bool, hints: bool) -> None:
    """Prints the report and writes it wherever else it was asked for."""
    written = report if hints else without_hints(report)
    for kind, target in wanted:
        reporters.write(written, kind, target)
    if any(target == reporters.STDOUT for _, target in wanted):
        return
    from rich.console import Console

    from grader.reporters import terminal

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    later = [day for day in catalog.day_ids() if day > report.day]
    following = later[0] if later else ""
    terminal.render(report, verbose=verbose, quiet=quiet, hints=hints, following=following, console=console)


def without_hints(report: Report) -> Report:
    """The same report with every hint taken out."""
    return dataclasses.replace(
        report,
        exercises=tuple(
            dataclasses.replace(e, goals=tuple(dataclasses.replace(g, hints=()) for g in e.goals))
            for e in report.exercises
        ),
    )


def exit_code(report: Report, fail_under: float | None) -> int:
    """As the interface has it."""
    if report.status != "graded":
        return {"not-startable": 3, "environment-error": 4}[report.status]
    if fail_under is not None:
        return 0 if report.required_score * 100 >= fail_under - 1e-9 else 1
    return 0 if report.passed else 1


@contextmanager
def saying_how_far(waiting: Waiting, job: Job) -> Iterator[None]:
    """Who interrupts a run reads how far it was. No report is made of half a run: it could pass for a whole one."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        if not getattr(interrupt, "__notes__", None):  # nothing was started yet
            interrupt.add_note(GONE)
        total = sum(len(goal.checks) for exercise in job.exercises for goal in exercise.goals)
        interrupt.add_note(f"{waiting.count} of {total} checks had been made; no report was written")
        raise


@contextmanager
def interruptible() -> Iterator[None]:
    """A request to end (from CI, or a closed terminal) ends a run as Ctrl-C does, with everything taken down."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = {name: signal.signal(name, interrupt) for name in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
