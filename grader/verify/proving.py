"""Grades a subject and holds the outcome against what it must be."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.grading import Job, grade
from grader.outcomes import Report
from grader.preloading import Nursery, is_possible
from grader.recognising import recognise
from grader.runners import RUNNERS
from grader.server.options import Options
from grader.server.protocols import Runner
from grader.settings import read_project_settings
from grader.verify.history import make_repository
from grader.verify.subjects import STARTER, Subject


@dataclass(frozen=True)
class Proof:
    """A subject's outcome: the goals that failed, what is wrong with that (empty: nothing), seconds."""

    subject: Subject
    failed: frozenset[str]
    wrong: str
    seconds: float


@dataclass(frozen=True)
class Means:
    """A runner, and what forks the checks' processes, for many subjects and several at a time: as a class has them.

    What takes long to make is kept from one to the next: a sandbox that is shown empty, the imports of checks.
    """

    runner: Runner
    nursery: Nursery | None


@contextlib.contextmanager
def means(name: str) -> Iterator[Means]:
    """Those with the runner of that name."""
    from grader.runners.docker.keeping import KeepingRunner

    with contextlib.ExitStack() as stack:
        nursery = stack.enter_context(contextlib.closing(Nursery())) if is_possible() else None
        yield Means(KeepingRunner() if name == "docker" else RUNNERS[name](), nursery)


def prove(subject: Subject, by: Means, seed: int) -> Proof:
    """Grades one subject."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="backend-week-verify-") as home:
        folder = Path(home) / subject.day.id
        write(folder, subject)
        if subject.git is not None:
            make_repository(folder, subject.git)
        project = recognise(folder, read_project_settings(folder), subject.track)
        options = Options(start_timeout=60)
        day = replace(subject.day, exercises=subject.exercises)  # a goal that was left out is none of this day's
        deployed = subject.kind != STARTER  # which is deployed nowhere
        job = Job(day, subject.exercises, project, by.runner, seed, subject.database, options, deployed)
        report = grade(job, lambda _: None, nursery=by.nursery)
    failed = frozenset(goal.id for goal in report.goals if goal.outcome == "failed")
    return Proof(subject, failed, judged(subject, report, failed), time.monotonic() - began)


def write(folder: Path, subject: Subject) -> None:
    for path, content in subject.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def judged(subject: Subject, report: Report, failed: frozenset[str]) -> str:
    """What is wrong with an outcome, in a sentence with the first check that explains it."""
    if report.status != "graded":
        return f"{report.status}: {report.problem} {report.remedy}\n{report.log[-800:]}"
    asked = {goal.id for exercise in subject.exercises for goal in exercise.goals}
    passed = {goal.id for goal in report.goals if goal.outcome == "passed"}
    elsewhere = {goal.id for exercise in subject.exercises for goal in exercise.goals if exercise.online}
    missing = {goal.id for goal in report.goals if goal.reason == "unavailable"}
    missing -= elsewhere if subject.kind == STARTER else set()
    if missing:
        return f"not run here: {', '.join(sorted(missing))}"
    if subject.kind == STARTER:
        return f"passes {', '.join(sorted(passed & asked))}" if passed & asked else ""
    assert subject.fails is not None
    if failed == subject.fails:
        return ""
    too_many, too_few = failed - subject.fails, subject.fails - failed
    words = [f"fails {', '.join(sorted(too_many))}"] if too_many else []
    words += [f"does not fail {', '.join(sorted(too_few))}"] if too_few else []
    return "; ".join([*words, *explained(report, too_many)])


def explained(report: Report, goals: frozenset[str]) -> list[str]:
    """The first failed check of each of these goals, in the learner's words."""
    return [f"{goal.id}: {goal.summary}" for goal in report.goals if goal.id in goals]
