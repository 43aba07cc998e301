"""Grades a project again and again: one server for as long as it will do, and a new one where it won't."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.checking import Checking
from grader.errors import GraderError
from grader.grading import Job, grade_again, options_of
from grader.model import Exercise
from grader.outcomes import Report
from grader.project import Dependencies
from grader.server.answers import Unavailable
from grader.server.options import Progress
from grader.server.protocols import Server
from grader.watching import choosing

Exercises = tuple[Exercise, ...]


@dataclass(frozen=True)
class Verdict:
    """A report; `whole` says whether it is about all that is watched, or about what failed before."""

    report: Report
    whole: bool


class Session:
    """`grade(job, tell)` for each save, in a thread of its own; `stop()` from another one cuts that short.

    What can be done before the next save is: the processes of the checks wait for it with their imports done.
    """

    def __init__(self, progress: Progress, seen: Callable[[str], None]) -> None:
        self.progress = progress
        self.seen = seen
        self.server: Server | None = None
        self.packages: Dependencies | None = None
        self.open = contextlib.ExitStack()
        self.waiting: dict[tuple[str, ...], Checking] = {}  # by their goals
        self.running: Checking | None = None
        self.stopped = threading.Event()
        self.last: Report | None = None

    def grade(self, job: Job, tell: Callable[[Verdict], None]) -> None:
        """What failed before, then all of it. Nothing more is told once `stop` was called."""
        self.stopped.clear()
        if first := choosing.first(job.exercises, self.last):
            alone = replace(job, day=replace(job.day, exercises=first), exercises=first)
            if not self._one(alone, tell, whole=False):
                return
        if self._one(job, tell, whole=True):
            for exercises in filter(None, (choosing.first(job.exercises, self.last), job.exercises)):
                self._prepare(exercises)

    def _one(self, job: Job, tell: Callable[[Verdict], None], *, whole: bool) -> bool:
        """One grade; whether to go on after it."""
        self.running = checking = self.waiting.pop(names(job.exercises), None) or Checking(job.exercises).__enter__()
        with contextlib.ExitStack() as stack:
            stack.push(checking)
            report = grade_again(job, checking, lambda: self._renewed(job), self.seen)
        self.running = None
        if self.stopped.is_set():
            return False
        if report.status == "environment-error":
            self._end_server()
        elif whole and report.status == "graded":
            self.last = report
        tell(Verdict(report, whole))
        return report.status == "graded"

    def _renewed(self, job: Job) -> Server:
        """The server with the project as it is now; another one where it wants other packages, or there is none."""
        if self.server is not None and self.packages == job.project.dependencies:
            self.server.renew(job.project)
            return self.server
        self._end_server()
        self.server = self.open.enter_context(job.runner.serve(job.project, options_of(job), self.progress))
        self.packages = job.project.dependencies
        return self.server

    def _prepare(self, exercises: Exercises) -> None:
        if names(exercises) not in self.waiting:
            self.waiting[names(exercises)] = Checking(exercises).__enter__()

    def stop(self) -> None:
        """Cuts short what is being graded: another save has come, or the end."""
        self.stopped.set()
        if running := self.running:
            running.stop()
        with contextlib.suppress(GraderError, Unavailable):
            if self.server is not None:
                self.server.kill()  # whoever waits for an app that does not come up waits no longer

    def end(self, error: BaseException | None = None) -> None:
        """Everything goes that waits or serves; `error` is why, and is told what became of it."""
        for checking in self.waiting.values():
            checking.__exit__()
        self.waiting.clear()
        self._end_server(error)

    def _end_server(self, error: BaseException | None = None) -> None:
        self.server = self.packages = None
        with self.open.pop_all() as old:
            if error is not None:
                old.__exit__(type(error), error, error.__traceback__)


def names(exercises: Exercises) -> tuple[str, ...]:
    """What a process of checks is for."""
    return tuple(goal.id for exercise in exercises for goal in exercise.goals)
