"""`classroom grade --dry-run`: the roster and each source, before a night's work begins."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import click

from grader.classroom.records import Learner
from grader.classroom.sources import Spool
from grader.cli.running import interruptible
from grader.errors import GraderError, MachineError, ProjectError, UsageError
from grader.model import Day
from grader.planner.telling import counted
from grader.printable import one_line
from grader.recognising import recognise
from grader.settings import read_project_settings


def look(day: Day, learners: list[Learner], at_a_time: int) -> int:
    """A line for each learner. Gives the exit code: 1 for sources that can't be taken, 4 where the machine failed."""
    faults: list[GraderError] = []
    with interruptible(), Spool() as spool, ThreadPoolExecutor(at_a_time) as pool:
        looking = [(learner, pool.submit(seen, learner, day, spool)) for learner in learners]
        try:
            for learner, future in looking:
                words, fault = future.result()
                click.echo(f"{'no' if fault else 'ok':>4}  {one_line(learner.id, 60)}: {one_line(words, 300)}")
                faults += [fault] if fault else []
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    taken = counted(len(learners) - len(faults), "source")
    click.echo(f"{counted(len(learners), 'learner')}: {taken} can be taken, {len(faults)} can't")
    return 4 if any(isinstance(fault, MachineError) for fault in faults) else 1 if faults else 0


def seen(learner: Learner, day: Day, spool: Spool) -> tuple[str, GraderError | None]:
    """What a source holds, or why it can't be taken."""
    try:
        with spool.handed_in(learner, day) as submission:
            found = recognise(submission.project, read_project_settings(submission.project))
            commit = f" at {submission.commit[:12]}" if submission.commit else ""
            return f"{found.track}{commit}, {submission.hash[:12]}", None
    except UsageError as error:
        return error.message, ProjectError(error.message)
    except GraderError as error:
        return f"{error.message}. {error.remedy}", error
