"""From the words of the command to a report, what is printed of it, and the exit code."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from grader import reporters
from grader.cli.choosing import Wanted, Words, understood
from grader.cli.remembering import remember
from grader.cli.submitted import project_folder
from grader.cli.telling import Wishes, exit_code, tell
from grader.cli.waiting import Waiting, watched
from grader.errors import ProjectError
from grader.grading import Job, grade, not_startable
from grader.outcomes import Report
from grader.runners.watchdog import GONE

LIFETIME = 12 * 60 * 60  # seconds of a sandbox that stays until somebody ends it


def run(words: Words, wishes: Wishes) -> int:
    """The whole command. Gives the exit code."""
    reporters.check_targets(wishes.targets)
    wanted = understood(words)
    folder: Path | None = None
    with interruptible(), Waiting(not watched(), quiet=wishes.quiet) as waiting, ExitStack() as stack:
        try:
            folder = stack.enter_context(project_folder(wanted.day, words.project, required=not wanted.elsewhere))
            report = graded(wanted, folder, waiting)
        except ProjectError as error:
            report = not_startable(wanted.day, wanted.runner.name, wanted.seed, error)
        waiting.done()
        best = remember(report, words.project, folder, elsewhere=wanted.elsewhere)
        tell(report, wishes, best)
    return exit_code(report, wishes.fail_under)


def graded(wanted: Wanted, folder: Path, waiting: Waiting) -> Report:
    """The report on a folder. Raises ProjectError where it can't be read as a project."""
    job = wanted.job(folder)
    with saying_how_far(waiting, job):
        return grade(job, waiting.say, waiting.seen)


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

    names = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {name: signal.signal(name, interrupt) for name in names}  # Windows has the first and the last
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
