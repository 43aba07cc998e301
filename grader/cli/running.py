"""From the words of the command to a report, what is printed of it, and the exit code."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from grader import reporters
from grader.checking import Checking
from grader.cli.choosing import Wanted, Words, looked_up, understood
from grader.cli.telling import Wishes, exit_code, tell
from grader.cli.waiting import Waiting, watched
from grader.errors import ProjectError
from grader.model import Exercise
from grader.outcomes import Report
from grader.runners.watchdog import GONE

SOON = 0.05  # seconds
LIFETIME = 12 * 60 * 60  # seconds of a sandbox that stays until somebody ends it


def run(words: Words, wishes: Wishes) -> int:
    """The whole command. Gives the exit code."""
    reporters.check_targets(wishes.targets)
    day, chosen = looked_up(words)
    folder: Path | None = None
    with (
        interruptible(),
        Waiting(not watched(), quiet=wishes.quiet, meanwhile=prepare_to_tell) as waiting,
        saying_how_far(waiting, chosen),
        ExitStack() as stack,
    ):
        # What takes longest begins first: the checks' own imports, then the sandbox.
        checking = stack.enter_context(Checking(chosen))
        wanted = understood(words, (day, chosen))
        try:
            from grader.cli.submitted import project_folder

            folder = stack.enter_context(project_folder(day, words.project, required=not wanted.elsewhere))
            report = begun(wanted, folder, waiting, checking)
        except ProjectError as error:
            from grader.grading import not_startable

            report = not_startable(day, wanted.runner.name, wanted.seed, error)
        waiting.done()
        from grader.cli.remembering import remember

        best = remember(report, words.project, folder, elsewhere=wanted.elsewhere)
        tell(report, wishes, best)
    return exit_code(report, wishes.fail_under)


def prepare_to_tell() -> None:
    """Imports that can be done while the checks run."""
    from grader.cli import remembering  # noqa: F401
    from grader.reporters import terminal  # noqa: F401


def graded(wanted: Wanted, folder: Path, waiting: Waiting) -> Report:
    """The report on a folder. Raises ProjectError where it can't be read as a project."""
    with saying_how_far(waiting, wanted.exercises):
        return begun(wanted, folder, waiting, None)


def begun(wanted: Wanted, folder: Path, waiting: Waiting, checking: Checking | None) -> Report:
    """The same, where it may have been begun with."""
    with wanted.ahead(folder, waiting.say):
        from grader.grading import grade  # while the sandbox is made

        return grade(wanted.job(folder), waiting.say, waiting.seen, checking)


@contextmanager
def saying_how_far(waiting: Waiting, exercises: Sequence[Exercise]) -> Iterator[None]:
    """Who interrupts a run reads how far it was. No report is made of half a run: it could pass for a whole one."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        if not getattr(interrupt, "__notes__", None):  # nothing was started yet
            interrupt.add_note(GONE)
        total = sum(len(goal.checks) for exercise in exercises for goal in exercise.goals)
        interrupt.add_note(f"{waiting.count} of {total} checks had been made; no report was written")
        raise


@contextmanager
def interruptible() -> Iterator[None]:
    """A request to end (from CI, or a closed terminal) ends a run as Ctrl-C does, with everything taken down."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    def unheard(lost: sys.UnraisableHookArgs) -> None:
        """What is raised in a callback of Python's own, between two imports say, is forgotten: it is raised again."""
        if issubclass(lost.exc_type, KeyboardInterrupt):
            again = threading.Timer(SOON, _thread.interrupt_main, (signal.SIGTERM,))  # once this callback is over, too
            again.daemon = True
            again.start()
        else:
            hook(lost)

    hook, sys.unraisablehook = sys.unraisablehook, unheard
    names = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {name: signal.signal(name, interrupt) for name in names}  # Windows has the first and the last
    try:
        yield
    finally:
        sys.unraisablehook = hook
        for name, handler in before.items():
            signal.signal(name, handler)
