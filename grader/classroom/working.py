"""Grades one submission: the same on this machine and on another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from grader import catalog, jobs, packs
from grader.errors import MachineError, ProjectError, UsageError
from grader.grading import Job, grade, not_startable
from grader.model import Day
from grader.outcomes import ExerciseResult, GoalResult, Report
from grader.preloading import Nursery, is_possible
from grader.runners import RUNNERS
from grader.server.options import Options
from grader.server.protocols import Runner

WORST = ("failed", "not-run", "passed")


@dataclass(frozen=True)
class Order:
    """How everybody of a class is graded. `checks` is the hash of what judges; a grade is made once for each seed.

    `pack` is the folder of a teacher's private checks, if there are any.
    """

    day: str
    checks: str
    seeds: tuple[int, ...]
    database: str = ""
    runtime: str = ""
    start_timeout: float = 60.0
    official: bool = False
    runner: str = "docker"
    pack: str = ""


@cache
def runner_of_this_process(name: str) -> Runner:
    """The runner of all turns of a process: it may keep from one to the next what takes long to make."""
    if name == "docker":
        from grader.runners.docker.keeping import KeepingRunner

        return KeepingRunner()
    return RUNNERS[name]()


@cache
def nursery_of_this_process() -> Nursery | None:
    """What forks the checks' processes of all its turns."""
    return Nursery() if is_possible() else None


@cache
def day_judged_by(day_id: str, checks: str) -> Day:
    """The day, read once for all turns that are judged by the same. `checks`: the hash of that."""
    return catalog.load_day(day_id)


def work(order: Order, project: Path) -> tuple[Report, ...]:
    """A report for each seed. A fault of the machine or the course ends it: what comes after would tell no more."""
    reports: list[Report] = []
    day = day_judged_by(order.day, order.checks)
    for seed in order.seeds:
        reports.append(graded(order, day, project, seed))
        if reports[-1].status == "environment-error":
            break
    return tuple(reports)


def graded(order: Order, day: Day, project: Path, seed: int) -> Report:
    """One report; also on what is no project at all."""
    try:
        job = job_of(order, day, project, seed)
    except (ProjectError, UsageError) as error:
        words = error.message.replace(str(project), "it")
        return not_startable(day, order.runner, seed, ProjectError(words, error.remedy, log=error.log))
    try:
        return grade(job, lambda _: None, nursery=nursery_of_this_process())
    except UsageError as error:  # what a teacher asked for, a runtime say: no learner's doing
        raise MachineError(error.message, error.remedy) from error


def job_of(order: Order, day: Day, project: Path, seed: int) -> Job:
    """The job for a submission. Raises ProjectError or UsageError where it can't be read as a project of the day."""
    pack = packs.load(Path(order.pack) if order.pack else None, day)
    if day.one_of:
        day = jobs.with_one_project(day, (), project)
    day = pack.added_to(day)
    runner = runner_of_this_process(order.runner)
    found = jobs.read_project(project, None, elsewhere=False)
    database = jobs.database_for(day, project, order.database or None, runner)
    options = Options(start_timeout=order.start_timeout, runtime=order.runtime)
    try:
        options = replace(options, online=jobs.deployed_at(day, project, "", (), ""))
    except UsageError as error:  # an address that leads nowhere costs the goals about it, no more
        found = replace(found, notices=(*found.notices, error.message))
    return Job(day, day.exercises, found, runner, seed, database=database, options=options)


def merged(reports: tuple[Report, ...]) -> tuple[Report, tuple[str, ...]]:
    """The reports of several seeds as one, and the goals on which they differ: a goal holds if it always did.

    A run that was not graded stands for all: an app that starts once and not again is not startable, and where the
    machine or the course failed once there is no grade.
    """
    first, *others = reports
    for status in ("environment-error", "not-startable"):
        for report in reports:
            if report.status == status:
                return report, ()
    differing: list[str] = []
    for other in others:
        first, more = _worse(first, other)
        differing += more
    return first, tuple(dict.fromkeys(differing))


def _worse(one: Report, other: Report) -> tuple[Report, list[str]]:
    """Goal by goal the worse of two."""
    theirs = {goal.id: goal for goal in other.goals}
    differing = [goal.id for goal in one.goals if goal.outcome != theirs[goal.id].outcome]

    def worse(goal: GoalResult) -> GoalResult:
        return min(goal, theirs[goal.id], key=lambda found: WORST.index(found.outcome))

    def exercise(found: ExerciseResult) -> ExerciseResult:
        return replace(found, goals=tuple(map(worse, found.goals)))

    return replace(one, exercises=tuple(map(exercise, one.exercises))), differing
