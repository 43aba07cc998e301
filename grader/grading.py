"""`grade(job) -> Report`: the one use case. All else is built around it."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from grader import results
from grader.answering import Answerer
from grader.checking import Checking, Event
from grader.errors import FULL, CourseError, GraderError, MachineError, ProjectError, disk_full
from grader.looking import Looking
from grader.model import Day, Exercise
from grader.outcomes import Report
from grader.preloading import Nursery
from grader.project import Project
from grader.server.options import Options, Progress
from grader.server.protocols import Runner, Server


@dataclass(frozen=True)
class Job:
    """What to grade: exercises of a day on a project, by a runner, with the data of a seed.

    `deployed_here`: the project's own server stands for the one that is deployed somewhere.
    """

    day: Day
    exercises: tuple[Exercise, ...]
    project: Project
    runner: Runner
    seed: int
    database: str = "none"
    options: Options = field(default_factory=Options)
    deployed_here: bool = False


def grade(
    job: Job,
    progress: Progress,
    seen: Callable[[str], None] = lambda _: None,
    checking: Checking | None = None,
    nursery: Nursery | None = None,
) -> Report:
    """Runs the checks on the project. A fault becomes the report's status, with its words; only bugs are raised.

    `checking` is that of the job's exercises, where somebody has begun it already; else `nursery` may begin it faster.
    """

    def run(blank: Report) -> Report:
        with contextlib.ExitStack() as stack:
            begun = checking or stack.enter_context(Checking(job.exercises, nursery))
            server = stack.enter_context(job.runner.serve(job.project, options_of(job), progress))
            return _judged(job, blank, begun, server, seen)

    return _reported(job, run)


def grade_again(
    job: Job, checking: Checking, renewed: Callable[[], Server], seen: Callable[[str], None] = lambda _: None
) -> Report:
    """The same on a server that stays: `renewed` gives it, with the job's project in the place of what it served.

    `checking` is that of the job's exercises; whoever is in a hurry has begun it while nothing was to be done.
    """

    def run(blank: Report) -> Report:
        return _judged(job, blank, checking, renewed(), seen)

    return _reported(job, run)


def _reported(job: Job, run: Callable[[Report], Report]) -> Report:
    blank = replace(
        empty(job.day, job.runner.name, job.seed),
        track=job.project.track,
        database=job.database,
        notices=job.project.notices,
    )
    began = time.monotonic()
    try:
        report = run(blank)
    except ProjectError as error:
        report = _early(blank, "not-startable", error)
    except (MachineError, CourseError) as error:
        report = _early(blank, "environment-error", error)
    except OSError as error:
        if error.errno not in FULL:
            raise
        report = _early(blank, "environment-error", disk_full(error))
    return replace(report, duration_s=round(time.monotonic() - began, 3))


def options_of(job: Job) -> Options:
    """How the project is served: with its database, and the day's variables as they are drawn for this seed."""
    return replace(job.options, database=job.database, env={**job.options.env, **environment(job.day, job.seed)})


def _judged(job: Job, blank: Report, checking: Checking, server: Server, seen: Callable[[str], None]) -> Report:
    events = _run(job, checking, server, environment(job.day, job.seed), seen)
    failed = any(event.data["outcome"] == "failed" for event in events)
    log = server.output() if failed else ()
    met = [f"your app met a limit: {words}" for words in (server.limits_met() if failed else ())]
    return replace(
        blank,
        exercises=results.assemble(job.day, job.exercises, events, log, job.project),
        notices=(*blank.notices, *server.about.notices, *met),
        facts=dict(server.about.facts),
    )


def environment(day: Day, seed: int) -> dict[str, str]:
    """The variables that a day gives to an app, with what is drawn for this run."""
    draw = random.Random(f"{seed}/environment")
    filled = {"{secret}": f"{draw.getrandbits(256):064x}", "{word}": f"{draw.getrandbits(32):08x}"}
    found = dict(day.environment)
    for name, text in day.environment.items():
        for mark, drawn in filled.items():
            found[name] = text = text.replace(mark, drawn)
    return found


def shown(given: Mapping[str, str]) -> dict[str, str]:
    """The variables as checks see them: folders as they are called in a container, without what only a runner knows."""
    return {name: text.replace("{data}", "/data") for name, text in given.items() if "{smtp_" not in text}


def _run(
    job: Job, checking: Checking, server: Server, given: Mapping[str, str], seen: Callable[[str], None]
) -> Sequence[Event]:
    exercises: Mapping[str, Exercise] = {exercise.id: exercise for exercise in job.exercises}
    looking = Looking(job.project if job.project.start else None)
    answerer = Answerer(server, exercises, job.seed, checking.stop, looking)
    online = server.address if job.runner.name == "url" or job.deployed_here else job.options.online
    go = {
        "address": vars(server.address),
        "online": online and vars(online),
        "shown": server.shown,
        "seed": job.seed,
        "fresh": server.fresh,
        "env": None if job.runner.name == "url" else shown(given),
    }
    try:
        return checking.run(go, answerer, seen)
    except CourseError:
        if answerer.fault is not None:
            raise answerer.fault from None
        raise


def empty(day: Day, runner: str, seed: int) -> Report:
    """A report before anything has happened."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Report(day.id, day.title, "", runner, "none", seed, started_at=now, duration_s=0.0)


def not_startable(day: Day, runner: str, seed: int, error: ProjectError) -> Report:
    """The report on a project that could not even be read."""
    return _early(empty(day, runner, seed), "not-startable", error)


def _early(blank: Report, status: results.Status, error: GraderError) -> Report:
    return replace(blank, status=status, fault=error.fault, problem=error.message, remedy=error.remedy, log=error.log)
