"""The days of a learner's repository that a push changed, each graded and told to the service that asked for it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from grader import catalog, process, reporters
from grader.cli.choosing import Words, understood
from grader.cli.running import graded, interruptible
from grader.cli.telling import Wishes, exit_code
from grader.cli.telling import tell as print_and_write
from grader.cli.waiting import Waiting
from grader.composing import compose
from grader.diagnosis import error_at
from grader.errors import GraderError, MachineError, ProjectError, UsageError
from grader.grading import not_startable
from grader.model import Day
from grader.outcomes import Report
from grader.quizzes import FILE as ANSWERS
from grader.reporters.annotations import render as marks
from grader.settings import read_project_settings

PRACTICE = "This is a practice result, not a grade: whoever owns a repository owns what runs in it."
COMMIT = re.compile(r"[0-9A-Za-z_][0-9A-Za-z._/~^@-]{0,200}")
OURS = {"README.md", "grade.toml", ".gitignore"}
ANSWERED = re.compile(r'(?m)^\s*answer\s*=\s*"[^"]')
FILES = {"json": "json", "junit": "xml", "html": "html"}
GRAVITY = (0, 1, 3, 4)  # exit codes, the gravest last


def grade_pushed(home: Path, since: str, out: Path, runner: str) -> int:
    """Grades them one after the other. Gives the gravest exit code."""
    if not any((home / day).is_dir() for day in catalog.day_ids()):
        cure = "Go to the top of your repository; scaffold course makes one."
        raise UsageError("there is no day's folder here", cure)
    changed = changed_since(home, since) if since else None
    days = [day for day in begun(home) if changed is None or day in changed]
    if not days:
        told = "No day changed." if changed is not None else "No day has been begun yet: each is as it was scaffolded."
        click.echo(told)
        summarise(f"{told}\n")
        return 0
    out.mkdir(parents=True, exist_ok=True)
    summarise(f"> {PRACTICE}\n\n")
    codes = [one(home, day, out, runner) for day in days]
    click.echo(f"\n{PRACTICE}")
    return max(codes, key=GRAVITY.index)


def changed_since(home: Path, since: str) -> set[str] | None:
    """The top folders in which commits have changed something; None where that commit is not known here."""
    if not COMMIT.fullmatch(since) or set(since) == {"0"}:  # which a service says of a branch that is new
        return None
    argv = ["git", "-C", str(home), "diff", "--name-only", "-z", "--no-renames", since, "HEAD", "--", "."]
    try:
        said = process.read(argv, cwd=home, env=os.environ, timeout=60, most=8 << 20)
    except MachineError:
        return None  # no git here
    if said.code or said.cut:
        return None  # a history that was written anew
    paths = said.data.decode("utf-8", "replace").split("\0")
    return {path.partition("/")[0] for path in paths if path}


def begun(home: Path) -> list[str]:
    """The days that have a project here which is no longer as it was laid down."""
    found = []
    for name in catalog.day_ids():
        folder = home / name
        ours = folder.is_dir() and read_project_settings(folder).day in (None, name)
        if ours and not is_fresh(catalog.load_day(name), folder):
            found.append(name)
    return found


def is_fresh(day: Day, folder: Path) -> bool:
    """Whether every file of the learner's is still the starter's. Whatever can't be told is worth a grade."""
    here = read_project_settings(folder)
    try:
        plan = compose(day, here.track or "", here.database or "sqlite", (), here.project)
    except GraderError:
        return False
    return all(is_same(folder / path, content) for path, content in plan.items() if path not in OURS)


def is_same(file: Path, content: bytes) -> bool:
    """Whether a file is as it was laid down. The questions' choices come in another order each time."""
    if not file.is_file():
        return False
    if file.name == ANSWERS:
        return not ANSWERED.search(file.read_text("utf-8", "replace"))
    return file.read_bytes() == content


def one(home: Path, name: str, out: Path, runner: str) -> int:
    """A day: its report on the log, in the summary, at the learner's lines, and as files."""
    click.echo(f"\n{'─' * 20} {name} {'─' * 20}")
    settings = read_project_settings(home / name)
    projects = (settings.project,) if settings.project else ()
    words = Words(name, projects, home / name, runner, None, None, False, None, None, 60.0, "", None)
    files = [(kind, str(out / f"{name}.{ending}")) for kind, ending in FILES.items()]
    wanted = understood(words)
    with interruptible(), Waiting(True) as waiting:
        try:
            report = graded(wanted, home / name, waiting)
        except ProjectError as error:
            report = not_startable(wanted.day, wanted.runner.name, wanted.seed, error)
    tell(report, home, name, Wishes(files, None, quiet=False, verbose=False, no_hints=False))
    return exit_code(report, None)


def tell(report: Report, home: Path, name: str, wishes: Wishes) -> None:
    """Everywhere that it is wanted. What an app printed comes as data alone."""
    print_and_write(report, wishes)
    summarise(reporters.render(report, "markdown") + "\n")
    if os.environ.get("GITHUB_ACTIONS"):
        click.echo(marks(report, name, error_at(report.log, home / name)), nl=False)


def summarise(text: str) -> None:
    """Adds to the job's summary, where the service has one."""
    if target := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(text)
